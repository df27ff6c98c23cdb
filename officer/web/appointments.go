package web

import (
	"context"
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// appointmentRoutes lead an officer's appointment through its life.
func (s *Server) appointmentRoutes(r *router) {
	r.get("/desk/people/:appointment/remind", rbac.AppointmentNominate, s.askRemindNominee)
	r.post("/desk/people/:appointment/remind", rbac.AppointmentNominate, s.remindNominee)
	r.get("/desk/people/:appointment/background-check", rbac.AppointmentRecord, s.askBackgroundCheck)
	r.post("/desk/people/:appointment/background-check", rbac.AppointmentRecord, s.recordBackgroundCheck)
	r.get("/desk/people/:appointment/training", rbac.AppointmentRecord, s.askTraining)
	r.post("/desk/people/:appointment/training", rbac.AppointmentRecord, s.recordTraining)
	r.get("/desk/people/:appointment/activate", rbac.AppointmentActivate, s.askActivate)
	r.post("/desk/people/:appointment/activate", rbac.AppointmentActivate, s.activate)
	r.get("/desk/people/:appointment/suspend", rbac.AppointmentSuspend, s.askSuspend)
	r.post("/desk/people/:appointment/suspend", rbac.AppointmentSuspend, s.suspend)
	r.get("/desk/people/:appointment/lift", rbac.AppointmentSuspend, s.askLift)
	r.post("/desk/people/:appointment/lift", rbac.AppointmentSuspend, s.lift)
	r.get("/desk/people/:appointment/end", rbac.AppointmentEnd, s.askEnd)
	r.post("/desk/people/:appointment/end", rbac.AppointmentEnd, s.endAppointment)
}

// appointmentPage reads the person whose appointment it is.
func (s *Server) appointmentPage(c *fiber.Ctx) (page.PersonPage, error) {
	file, err := s.People.Person(c.UserContext(), c.Params("appointment"))
	if err == nil && string(file.Appointment.ID) != c.Params("appointment") {
		err = officer.Fail(officer.NotFound, "page.not_found")
	}
	return page.PersonPage{Base: deskPeople, Member: file.Member, Appointment: file.Appointment}, err
}

// seen reads which appointment a form is about, and the version it was made for.
func seen(c *fiber.Ctx, form *Form) (desk.Seen, error) {
	id, err := officer.ParseID[officer.AppointmentID](c.Params("appointment"))
	return desk.Seen{ID: id, Version: form.Version()}, err
}

func (s *Server) askBackgroundCheck(c *fiber.Ctx) error {
	return s.recordForm(c, "appointment.background_check", nil, nil)
}

func (s *Server) askTraining(c *fiber.Ctx) error {
	return s.recordForm(c, "appointment.training", nil, nil)
}

// recordForm asks for a background check or a training; again where that was
// refused.
func (s *Server) recordForm(c *fiber.Ctx, title string, form *Form, refusal error) error {
	p, err := s.appointmentPage(c)
	if err != nil {
		return err
	}
	r := page.RecordForm{Appointment: p.Appointment, Version: p.Appointment.Version}
	name, show := "trained_on", page.RecordTraining
	if title == "appointment.background_check" {
		name, show = "background_checked_on", page.RecordBackgroundCheck
	}
	r.On = page.DateField{Name: name}
	if form != nil {
		r.On, r.Note, r.Version = form.dateField(name), form.Value("background_note"), form.Version()
	}
	of := ofPerson(p, func(f *page.Frame) templ.Component {
		r.On.Hint = f.T("appointment.date_hint")
		return show(f, r)
	})
	return s.reason(c, title, refusal, of)
}

func (s *Server) recordBackgroundCheck(c *fiber.Ctx) error {
	return s.record(c, "appointment.background_check", "background_checked_on", func(at desk.Seen, form *Form, on officer.Date) error {
		return s.People.RecordBackgroundCheck(c.UserContext(), at, on, form.Value("background_note"))
	})
}

func (s *Server) recordTraining(c *fiber.Ctx) error {
	return s.record(c, "appointment.training", "trained_on", func(at desk.Seen, _ *Form, on officer.Date) error {
		return s.People.RecordTraining(c.UserContext(), at, on)
	})
}

func (s *Server) record(c *fiber.Ctx, title, field string, do func(desk.Seen, *Form, officer.Date) error) error {
	form := bind(c)
	at, err := seen(c, form)
	if err != nil {
		return err
	}
	on := form.Date(field)
	if err = form.Err(); err == nil {
		err = do(at, form, on)
	}
	switch {
	case errors.Is(err, officer.Stale):
		return s.staleAppointment(c, title, form)
	case err != nil:
		return s.recordForm(c, title, form, err)
	}
	return s.done(c, peoplePath(c, string(at.ID)), "appointment.recorded")
}

// confirm asks once more before something about an appointment happens.
func (s *Server) confirm(c *fiber.Ctx, title string, refusal error) error {
	p, err := s.appointmentPage(c)
	if err != nil {
		return err
	}
	return s.reason(c, title, refusal, ofPerson(p, func(f *page.Frame) templ.Component {
		return page.ConfirmPage(f, page.Confirm{
			Text: f.T(title + "_text"), Action: c.Path(), Version: p.Appointment.Version, Label: f.T(title), Cancel: peoplePath(c, string(p.Appointment.ID)),
		})
	}))
}

// confirmed does what was asked about.
func (s *Server) confirmed(c *fiber.Ctx, title, notice string, do func(desk.Seen) error) error {
	form := bind(c)
	at, err := seen(c, form)
	if err != nil {
		return err
	}
	switch err := do(at); {
	case errors.Is(err, officer.Stale):
		return s.staleAppointment(c, title, form)
	case err != nil:
		return s.confirm(c, title, err)
	}
	return s.done(c, peoplePath(c, string(at.ID)), notice)
}

func (s *Server) askRemindNominee(c *fiber.Ctx) error { return s.confirm(c, "appointment.remind", nil) }

func (s *Server) remindNominee(c *fiber.Ctx) error {
	return s.confirmed(c, "appointment.remind", "people.reminded", func(at desk.Seen) error { return s.People.RemindNominee(c.UserContext(), at.ID) })
}

func (s *Server) askActivate(c *fiber.Ctx) error { return s.confirm(c, "appointment.activate", nil) }

func (s *Server) activate(c *fiber.Ctx) error {
	return s.confirmed(c, "appointment.activate", "appointment.activated", func(at desk.Seen) error { return s.People.Activate(c.UserContext(), at) })
}

func (s *Server) askLift(c *fiber.Ctx) error { return s.confirm(c, "appointment.lift", nil) }

func (s *Server) lift(c *fiber.Ctx) error {
	return s.confirmed(c, "appointment.lift", "appointment.lifted", func(at desk.Seen) error { return s.People.Lift(c.UserContext(), at) })
}

func (s *Server) askSuspend(c *fiber.Ctx) error {
	return s.askWhy(c, "appointment.suspend", nil, nil)
}

func (s *Server) suspend(c *fiber.Ctx) error {
	return s.why(c, "appointment.suspend", "appointment.suspended", s.People.Suspend)
}

func (s *Server) askEnd(c *fiber.Ctx) error { return s.askWhy(c, "appointment.end", nil, nil) }

func (s *Server) endAppointment(c *fiber.Ctx) error {
	return s.why(c, "appointment.end", "appointment.ended", s.People.End)
}

// askWhy asks for a reason; again where it was refused.
func (s *Server) askWhy(c *fiber.Ctx, title string, form *Form, refusal error) error {
	p, err := s.appointmentPage(c)
	if err != nil {
		return err
	}
	r := page.ReasonForm{Action: c.Path(), Version: p.Appointment.Version, Cancel: peoplePath(c, string(p.Appointment.ID))}
	if form != nil {
		r.Why, r.Version = form.Value("why"), form.Version()
	}
	return s.reason(c, title, refusal, ofPerson(p, func(f *page.Frame) templ.Component {
		r.Text, r.Label = f.T(title+"_text"), f.T(title)
		return page.Reason(f, r)
	}))
}

// why does what needs a reason.
func (s *Server) why(c *fiber.Ctx, title, notice string, do func(context.Context, desk.Seen, string) error) error {
	form := bind(c)
	at, err := seen(c, form)
	if err != nil {
		return err
	}
	switch err := do(c.UserContext(), at, form.Value("why")); {
	case errors.Is(err, officer.Stale):
		return s.staleAppointment(c, title, form)
	case err != nil:
		return s.askWhy(c, title, form, err)
	}
	return s.done(c, peoplePath(c, string(at.ID)), notice)
}
