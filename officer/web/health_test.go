package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/rbac"
)

func TestHealth(t *testing.T) {
	var away error
	s := site(t, func(cfg *Config) { cfg.Ready = func(context.Context) error { return away } })
	check := func(path string, want int) {
		t.Helper()
		if res, _ := ask(t, s, get(path), ""); res.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, res.StatusCode, want)
		}
	}
	check("/livez", 200)
	check("/readyz", 200)
	away = errors.New("the database is away")
	check("/livez", 200)
	check("/readyz", 503)
	away = nil
	check("/readyz", 200)
	s.Drain()
	check("/readyz", 503)
	check("/livez", 200)
	check("/form", 200) // whoever is here is still served
}

// A database that hangs is called away in time.
func TestReadinessDoesNotHang(t *testing.T) {
	s := site(t, func(cfg *Config) {
		cfg.Ready = func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	})
	began := time.Now()
	res, _ := ask(t, s, get("/readyz"), "")
	if took := time.Since(began); res.StatusCode != 503 || took > 3*time.Second {
		t.Errorf("%d after %v", res.StatusCode, took)
	}
}

func TestRequestsHaveADeadline(t *testing.T) {
	s := site(t, func(cfg *Config) { cfg.Deadline = 30 * time.Millisecond }, func(s *Server, r *router) {
		r.get("/slow", rbac.Public, func(c *fiber.Ctx) error {
			<-c.UserContext().Done()
			return c.UserContext().Err()
		})
	})
	if res, _ := ask(t, s, get("/slow"), ""); res.StatusCode != 503 {
		t.Errorf("%d, want 503", res.StatusCode)
	}
}

func TestTheContextKnowsWhoAsks(t *testing.T) {
	var actor officer.Actor
	var request string
	s := site(t, nil, func(s *Server, r *router) {
		r.get("/who", rbac.SignedIn, func(c *fiber.Ctx) error {
			actor, _ = officer.ActorFrom(c.UserContext())
			request = officer.RequestFrom(c.UserContext())
			return nil
		})
	})
	res, _ := ask(t, s, get("/who"), "anna")
	if actor.Account != "acc_anna" || request == "" || request != res.Header.Get("X-Request-Id") {
		t.Errorf("%v %q", actor.Account, request)
	}
}

func TestRequestsInFlightFinish(t *testing.T) {
	inside, goOn := make(chan struct{}), make(chan struct{})
	s := site(t, nil, func(s *Server, r *router) {
		r.get("/work", rbac.Public, func(c *fiber.Ctx) error {
			close(inside)
			<-goOn
			return c.SendString("finished")
		})
	})
	base := serve(t, s)
	answer := make(chan string, 1)
	go func() {
		res, err := http.Get(base + "/work")
		if err != nil {
			answer <- err.Error()
			return
		}
		defer func() { _ = res.Body.Close() }()
		body, _ := io.ReadAll(res.Body)
		answer <- string(body)
	}()
	<-inside
	stopped := make(chan error, 1)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		stopped <- s.Shutdown(ctx)
	}()
	for !s.draining.Load() {
		time.Sleep(time.Millisecond)
	}
	close(goOn)
	if got := <-answer; got != "finished" {
		t.Errorf("the request in flight got %q", got)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

func TestMetricsNameRoutesNotAddresses(t *testing.T) {
	s := site(t, nil)
	ask(t, s, get("/desk/cases/app_geheim"), "anna")
	ask(t, s, get("/none/geheim"), "anna")
	w := httptest.NewRecorder()
	s.Metrics().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	body := w.Body.String()
	for _, want := range []string{
		`portal_request_duration_seconds_count{method="GET",route="/desk/cases/:id",status="200"} 1`,
		`portal_request_duration_seconds_count{method="GET",route="unmatched",status="404"} 1`,
		"portal_requests_in_flight 0", "go_goroutines",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if strings.Contains(body, "geheim") {
		t.Error("the figures tell addresses")
	}
	if res, _ := ask(t, s, get("/metrics"), ""); res.StatusCode != 404 {
		t.Errorf("the web site shows the figures: %d", res.StatusCode)
	}
}
