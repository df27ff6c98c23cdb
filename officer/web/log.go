package web

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/rbac"
)

// A visit is what the floor notes about one request.
type visit struct {
	id      string // reference number, shown to the person on an error page
	route   string // the pattern, never the address: addresses carry ids and searches
	started time.Time
	actor   officer.Actor
	token   string // of the session; never logged
	visit   string // fresh cookie of somebody who is not signed in
}

// unmatched stands for the route of a request that none is for.
const unmatched = "unmatched"

type visitKey struct{}

// visitOf gives the notes of this request. A request that Fiber refuses before
// any of our code runs has none yet.
func visitOf(c *fiber.Ctx) *visit {
	if v, ok := c.Locals(visitKey{}).(*visit); ok {
		return v
	}
	v := &visit{id: rand.Text()[:12], route: unmatched, started: time.Now()}
	c.Locals(visitKey{}, v)
	return v
}

// observe is the outermost layer: reference number, headers, one line in the
// log, one figure, and an answer even when something breaks.
func (s *Server) observe(c *fiber.Ctx) error {
	v := visitOf(c)
	c.SetUserContext(officer.WithRequest(c.UserContext(), v.id))
	c.Set(fiber.HeaderXRequestID, v.id)
	s.headers(c)
	s.metrics.inFlight.Inc()
	defer s.metrics.inFlight.Dec()
	err := caught(c)
	if v.route == unmatched {
		_ = s.identify(c, rbac.Public) // the page that says "no such page" has the person's menu
	}
	if err != nil {
		err = s.refuse(c, err)
	}
	s.write(c, v)
	return err
}

// caught goes on with the request and turns a panic into a fault.
func caught(c *fiber.Ctx) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return c.Next()
}

// write notes the request. What a person typed, where they were by id, what
// stands in their cookies: none of it belongs here.
func (s *Server) write(c *fiber.Ctx, v *visit) {
	took := time.Since(v.started)
	status := c.Response().StatusCode()
	s.metrics.observe(c.Method(), v.route, status, took)
	s.log.LogAttrs(c.UserContext(), slog.LevelInfo, "request",
		slog.String("request", v.id),
		slog.String("method", c.Method()),
		slog.String("route", v.route),
		slog.Int("status", status),
		slog.String("actor", string(v.actor.Account)),
		slog.String("organisation", string(v.actor.Organisation)),
		slog.Float64("milliseconds", float64(took.Microseconds())/1000),
	)
}
