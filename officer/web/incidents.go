package web

import (
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// incidentRoutes are the suspicions that somebody follows up.
func (s *Server) incidentRoutes(r *router) {
	r.get("/desk/incidents", rbac.IncidentRead, s.listIncidents).inMenu("incident.menu")
	r.get("/desk/incidents/:incident", rbac.IncidentRead, s.incident)
	r.post("/desk/incidents/:incident", rbac.IncidentClose, s.closeIncident)
}

func (s *Server) listIncidents(c *fiber.Ctx) error {
	p := page.IncidentsPage{Status: officer.IncidentOpen, After: officer.ParseCursor(c.Query("after"))}
	if c.Query("status") == officer.IncidentClosed {
		p.Status = officer.IncidentClosed
	}
	var err error
	if p.IncidentPage, err = s.Incidents.List(c.UserContext(), p.Status, p.After); err != nil {
		return err
	}
	return s.show(c, "incident.title", func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.Incidents(f, p)
	})
}

func (s *Server) incident(c *fiber.Ctx) error { return s.incidentPage(c, nil, nil) }

// incidentPage shows a suspicion, again where closing it was refused.
func (s *Server) incidentPage(c *fiber.Ctx, form *Form, refusal error) error {
	id, err := officer.ParseID[officer.IncidentID](c.Params("incident"))
	if err != nil {
		return err
	}
	file, err := s.Incidents.Incident(c.UserContext(), id)
	if err != nil {
		return err
	}
	p := page.IncidentPage{Incident: file.Incident, Events: file.Events, MayClose: may(c, rbac.IncidentClose), Seen: file.Version}
	if form != nil {
		p.Chosen, p.Note, p.Seen = form.Value("outcome"), form.Value("outcome_note"), form.Version()
	}
	return s.reason(c, "incident.one", refusal, func(f *page.Frame) templ.Component {
		f.Wide = true
		f.Back = &page.Link{Href: "/desk/incidents", Text: f.T("incident.title")}
		return page.Incident(f, p)
	})
}

func (s *Server) closeIncident(c *fiber.Ctx) error {
	id, err := officer.ParseID[officer.IncidentID](c.Params("incident"))
	if err != nil {
		return err
	}
	form := bind(c)
	err = s.Incidents.Close(c.UserContext(), id, form.Version(), officer.IncidentOutcome(form.Value("outcome")), form.Value("outcome_note"))
	switch {
	case errors.Is(err, officer.Stale):
		return err
	case err != nil:
		return s.incidentPage(c, form, err)
	}
	return s.done(c, "/desk/incidents/"+string(id), "incident.closed")
}
