package web

import (
	"context"
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
)

// statuses says how each kind of refusal is answered.
var statuses = map[officer.Kind]int{
	officer.Invalid:         fiber.StatusUnprocessableEntity,
	officer.Unauthenticated: fiber.StatusUnauthorized,
	officer.Forbidden:       fiber.StatusForbidden,
	officer.NotFound:        fiber.StatusNotFound,
	officer.Conflict:        fiber.StatusConflict,
	officer.Stale:           fiber.StatusConflict,
	officer.TooMany:         fiber.StatusTooManyRequests,
	officer.Unavailable:     fiber.StatusServiceUnavailable,
}

// headlines is the heading of each kind's page.
var headlines = map[officer.Kind]string{
	officer.Invalid:         "refusal.invalid",
	officer.Unauthenticated: "refusal.unauthenticated",
	officer.Forbidden:       "refusal.forbidden",
	officer.NotFound:        "refusal.not_found",
	officer.Conflict:        "refusal.conflict",
	officer.Stale:           "refusal.stale",
	officer.TooMany:         "refusal.too_many",
	officer.Unavailable:     "refusal.unavailable",
}

// refuse is the only writer of errors. A refusal is told in the person's words;
// anything else is a fault: logged whole, shown as a reference number.
func (s *Server) refuse(c *fiber.Ctx, err error) error {
	status, refusal := s.judge(c, err)
	s.headers(c)                       // a request that Fiber itself refuses has met none of our layers
	c.Response().Header.Del("Refresh") // a page that went wrong stays as it is
	c.Status(status)
	if status == fiber.StatusServiceUnavailable || status == fiber.StatusTooManyRequests {
		c.Set(fiber.HeaderRetryAfter, "60")
	}
	if fromScript(c) {
		return c.SendString("")
	}
	defer s.moreTime(c, status)()
	f := s.frame(c, headline(refusal))
	return s.render(c, page.RefusalPage(f, page.Refusal{
		Text:      explain(f, refusal),
		Reference: visitOf(c).id,
		SignIn:    signInHref(c, refusal),
		Reload:    refusal != nil && (refusal.Kind == officer.Stale || refusal.Kind == officer.Conflict),
	}))
}

// refusalTime is how long a refusal's page may read what stands around it.
const refusalTime = time.Second

// moreTime lets the page of a refusal read the menu and the announcements: the
// request's own time ended with its handler. Where the database is away or too
// slow, nothing more is asked of it.
func (s *Server) moreTime(c *fiber.Ctx, status int) context.CancelFunc {
	if status >= fiber.StatusInternalServerError {
		return func() {}
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), refusalTime)
	c.SetUserContext(ctx)
	return cancel
}

// judge gives the status, and the refusal unless err is a fault.
func (s *Server) judge(c *fiber.Ctx, err error) (int, *officer.Error) {
	var refusal *officer.Error
	var kind officer.Kind
	var framework *fiber.Error
	switch {
	case errors.As(err, &refusal):
	case errors.As(err, &kind):
		refusal = &officer.Error{Kind: kind}
	case errors.Is(err, context.DeadlineExceeded):
		refusal = &officer.Error{Kind: officer.Unavailable, Err: err}
	case errors.As(err, &framework) && framework.Code < 500:
		return framework.Code, frameworkRefusal(framework)
	}
	status, known := 0, false
	if refusal != nil {
		status, known = statuses[refusal.Kind]
	}
	if !known {
		s.log.Error("fault", "request", visitOf(c).id, "route", visitOf(c).route, "error", err)
		return fiber.StatusInternalServerError, nil
	}
	if refusal.Err != nil {
		s.log.Warn("refused", "request", visitOf(c).id, "route", visitOf(c).route, "error", err)
	}
	return status, refusal
}

// frameworkRefusal puts Fiber's own refusals into our words.
func frameworkRefusal(e *fiber.Error) *officer.Error {
	switch e.Code {
	case fiber.StatusNotFound:
		return officer.Fail(officer.NotFound, "refusal.not_found_text")
	case fiber.StatusMethodNotAllowed:
		return officer.Fail(officer.Invalid, "refusal.method")
	case fiber.StatusRequestEntityTooLarge:
		return officer.Fail(officer.Invalid, "refusal.too_large")
	}
	return officer.Fail(officer.Invalid, "refusal.invalid_text")
}

func headline(refusal *officer.Error) string {
	if refusal == nil {
		return "refusal.fault"
	}
	if refusal.Key == formNotOurs { // it may be a page that was left open, and no question of rights
		return "refusal.csrf_title"
	}
	return headlines[refusal.Kind]
}

func explain(f *page.Frame, refusal *officer.Error) string {
	if refusal == nil {
		return f.T("refusal.fault_text")
	}
	if refusal.Key != "" && page.HasText(refusal.Key) {
		return f.T(refusal.Key, refusal.Args)
	}
	return f.T(headlines[refusal.Kind] + "_text")
}

// signInHref is the way to sign in for whoever needs it, back to the page they
// looked at; a form that was sent cannot be sent again, so it leads to the start.
func signInHref(c *fiber.Ctx, refusal *officer.Error) string {
	if refusal == nil || refusal.Kind != officer.Unauthenticated {
		return ""
	}
	if writes(c) {
		return signInPath
	}
	return withReturn(signInPath, c.OriginalURL())
}
