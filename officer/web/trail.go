package web

import (
	"bytes"
	"errors"
	"slices"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// trailRoutes are the organisation's book of events.
func (s *Server) trailRoutes(r *router) {
	r.get("/desk/events", rbac.EventRead, s.trail).inMenu("event.menu")
	r.get("/desk/events.csv", rbac.EventRead, s.exportTrail)
}

// readFilter reads what to look for from the address, so that a list can be
// bookmarked; a date that cannot be is a problem of its field.
func readFilter(c *fiber.Ctx) (page.TrailPage, officer.Problems) {
	values := map[string][]string{}
	for name, value := range c.Queries() {
		values[name] = []string{value}
	}
	form := &Form{values: values}
	p := page.TrailPage{Subject: form.Line("subject", 40), From: form.dateField("from"), Until: form.dateField("until")}
	p.Filter = officer.EventFilter{From: form.Date("from"), Until: form.Date("until"), Subject: p.Subject, After: officer.ParseCursor(c.Query("after"))}
	if noun := c.Query("noun"); slices.Contains(page.EventNouns, noun) {
		p.Filter.Noun = noun
	}
	if id, err := officer.ParseID[officer.AccountID](c.Query("actor")); err == nil {
		p.Filter.Actor = id
	}
	return p, form.problems
}

func (s *Server) trail(c *fiber.Ctx) error {
	p, problems := readFilter(c)
	found, err := s.Trail.Events(c.UserContext(), p.Filter)
	var refusal *officer.Error
	if errors.As(err, &refusal) && refusal.Kind == officer.Invalid {
		problems, err = append(problems, refusal.Fields...), nil
	}
	if err != nil {
		return err
	}
	p.People = found.People
	if len(problems) == 0 {
		p.EventPage = found.EventPage
	}
	return s.show(c, "event.title", func(f *page.Frame) templ.Component {
		f.Wide = true
		f.Problems = problems
		p.From.Label, p.Until.Label, p.From.Optional, p.Until.Optional = f.T("event.from"), f.T("event.until"), true, true
		return page.Trail(f, p)
	})
}

// exportTrail gives the lines that the filter asks for as a file.
func (s *Server) exportTrail(c *fiber.Ctx) error {
	p, problems := readFilter(c)
	if err := problems.Err(); err != nil {
		return err
	}
	events, err := s.Trail.Export(c.UserContext(), p.Filter)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := page.EventsCSV(&page.Frame{Language: s.language(c)}, &b, events); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="events.csv"`)
	return c.Send(b.Bytes())
}
