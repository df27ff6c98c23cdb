package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// readyWithin is how long the database may take before we call it away.
const readyWithin = 2 * time.Second

// livez says that the process answers. It asks nobody else: a database that is
// away is no reason to restart the portal.
func (s *Server) livez(c *fiber.Ctx) error { return c.SendString("ok\n") }

// readyz says whether people should be sent here.
func (s *Server) readyz(c *fiber.Ctx) error {
	if s.draining.Load() {
		return c.Status(fiber.StatusServiceUnavailable).SendString("draining\n")
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), readyWithin)
	defer cancel()
	if err := s.Ready(ctx); err != nil {
		s.log.Warn("not ready", "request", visitOf(c).id, "error", err)
		return c.Status(fiber.StatusServiceUnavailable).SendString("not ready\n")
	}
	return c.SendString("ready\n")
}

// metrics are the figures of this server, in a registry of their own.
type metrics struct {
	registry *prometheus.Registry
	inFlight prometheus.Gauge
	duration *prometheus.HistogramVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "portal_requests_in_flight",
			Help: "Requests being answered at the moment.",
		}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "portal_request_duration_seconds",
			Help:    "Time to answer, by route pattern and status.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"method", "route", "status"}),
	}
	m.registry.MustRegister(m.inFlight, m.duration,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) observe(method, route string, status int, took time.Duration) {
	m.duration.WithLabelValues(method, route, strconv.Itoa(status)).Observe(took.Seconds())
}

// Registry takes further figures, such as the database pool's.
func (s *Server) Registry() *prometheus.Registry { return s.metrics.registry }

// Metrics answers with the figures. It belongs on a listener of its own, which
// only the monitoring reaches.
func (s *Server) Metrics() http.Handler {
	return promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{})
}
