package web

import (
	"errors"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
)

// A stepSave calls the use case that keeps one step.
type stepSave func(c *fiber.Ctx, d desk.Draft, form *Form, p desk.StepPage) (desk.Saved, error)

// stepSaver gives the handler that saves a step.
func (s *Server) stepSaver(step officer.Step) fiber.Handler {
	save := s.saveGroup(step)
	switch step {
	case officer.StepDocument:
		save = s.saveStated
	case officer.StepProcedure:
		save = s.saveProcedure
	case officer.StepConsents:
		save = s.saveOwnConsents
	case officer.StepQuantity:
		save = s.saveOwnQuantity
	case officer.Step(officer.GroupSecrets):
		save = s.saveOwnSecrets
	case officer.Step(officer.GroupRevokers):
		return s.saveOwnRevokers
	}
	return func(c *fiber.Ctx) error { return s.saveStep(c, step, save) }
}

// saveStep keeps a step: whole, as a draft on the way back or out, or as a draft
// that the script sent.
func (s *Server) saveStep(c *fiber.Ctx, step officer.Step, save stepSave) error {
	d, err := s.draftOf(c)
	if err != nil {
		return err
	}
	form := bind(c)
	leaves := form.Has("draft") || form.Has("back") || form.Has("preview")
	p := desk.StepPage{Application: d.Application.ID, Version: form.Version(), Draft: fromScript(c) || leaves}
	saved, err := save(c, d, form, p)
	switch {
	case fromScript(c) && err == nil:
		return s.saved(c, saved.At, saved.Version)
	case fromScript(c):
		return err
	case err != nil:
		return s.stepAgain(c, step, form, err)
	}
	return s.onward(c, step, form, saved)
}

// onward leads to the next step, or to where the applicant wants to go.
func (s *Server) onward(c *fiber.Ctx, step officer.Step, form *Form, saved desk.Saved) error {
	id, d := saved.Draft.Application.ID, saved.Draft
	switch {
	case form.Has("preview"):
		return s.done(c, page.OrderHref(id, step), "section.saved")
	case form.Has("draft"):
		return s.done(c, page.OrderHref(id, ""), "section.draft")
	case form.Has("back"):
		return s.done(c, page.OrderHref(id, d.Before(step)), "")
	case form.Value("from") == "review":
		return s.done(c, page.OrderHref(id, d.Resume()), "section.saved")
	}
	return s.done(c, page.OrderHref(id, d.After(step)), "")
}

// stepAgain shows a step with what is wrong and with what was sent. What another
// window changed meanwhile stands beside it.
func (s *Server) stepAgain(c *fiber.Ctx, step officer.Step, form *Form, refusal error) error {
	d, err := s.draftOf(c)
	if err != nil {
		return err
	}
	if !writableStep(d, step) {
		return refusal
	}
	if errors.Is(refusal, officer.Stale) {
		if _, secrets := map[officer.Step]bool{officer.Step(officer.GroupSecrets): true, officer.StepConsents: true}[step]; !secrets {
			return s.bothVersions(c, form, s.otherWindow(c, d, step))
		}
		refusal = officer.Fail(officer.Conflict, "ordering.changed_meanwhile")
	}
	p := stepPage(d, step, form.sent())
	p.Number, p.ToReview, p.Consents = form.Value("number"), form.Value("from") == "review", ownConsents(d, form)
	return s.again(c, refusal, "step."+string(step), inOrder(d, p))
}

// otherWindow is what the applicant saved elsewhere while this form was open.
func (s *Server) otherWindow(c *fiber.Ctx, d desk.Draft, step officer.Step) colleague {
	language := s.language(c)
	word := func(field, sent string) string { return page.OwnWord(language, field, sent) }
	other := colleague{Name: page.Translate(language, "ordering.other_window", nil), Version: d.Application.Version,
		Back: page.OrderHref(d.Application.ID, step), Word: word}
	for _, e := range savedEntries(d, step) {
		other.Saved = append(other.Saved, page.Value{Name: e.Field, Value: word(e.Field, e.Value)})
	}
	return other
}

// savedEntries are the fields of a step with what is saved in them; the document's
// number is no such field.
func savedEntries(d desk.Draft, step officer.Step) []officer.Entry {
	a := d.Application
	switch step {
	case officer.StepDocument:
		return []officer.Entry{{Field: "type", Value: string(a.Stated.Type)}, {Field: "issuer", Value: a.Stated.Issuer}, {Field: "country", Value: a.Stated.Country},
			{Field: "issued_on", Value: a.Stated.IssuedOn.String()}, {Field: "expires_on", Value: a.Stated.ExpiresOn.String()}}
	case officer.StepProcedure:
		return []officer.Entry{{Field: "procedure", Value: string(a.Procedure)}, {Field: "appointment_on", Value: a.Form.Appointment.On.String()}}
	case officer.StepQuantity:
		return []officer.Entry{{Field: "quantity", Value: strconv.Itoa(a.Quantity)}}
	}
	g, _ := step.Group()
	return a.Form.Entries(g)
}

func (s *Server) saveGroup(step officer.Step) stepSave {
	g, _ := step.Group()
	return func(c *fiber.Ctx, d desk.Draft, form *Form, p desk.StepPage) (desk.Saved, error) {
		typed := form.group(g)
		if fromScript(c) {
			form.halfDates(&typed, d.Application.Form)
		}
		return s.Ordering.Save(c.UserContext(), p, g, typed, form.problems)
	}
}

func (s *Server) saveStated(c *fiber.Ctx, _ desk.Draft, form *Form, p desk.StepPage) (desk.Saved, error) {
	entry := officer.DocumentEntry{Type: officer.DocumentType(form.Value("type")), Number: form.Line("number", 100), Issuer: form.Value("issuer"),
		Country: form.Line("country", 10), IssuedOn: form.Date("issued_on"), ExpiresOn: form.Date("expires_on")}
	return s.Ordering.SaveStated(c.UserContext(), p, entry, form.problems)
}

func (s *Server) saveProcedure(c *fiber.Ctx, _ desk.Draft, form *Form, p desk.StepPage) (desk.Saved, error) {
	by := officer.Procedure(form.Value("procedure"))
	var wish officer.AppointmentWish
	if by == officer.DTrustIdent {
		wish = officer.AppointmentWish{On: form.Date("appointment_on"), Half: form.Value("appointment_half"), Note: form.Value("appointment_note")}
	}
	if fromScript(c) { // a date that is still being typed
		form.problems = nil
	}
	return s.Ordering.SaveProcedure(c.UserContext(), p, by, wish, form.problems)
}

func (s *Server) saveOwnConsents(c *fiber.Ctx, _ desk.Draft, form *Form, p desk.StepPage) (desk.Saved, error) {
	var given []officer.Consent
	for _, text := range officer.ConsentTexts {
		version := page.ConsentVersion(text)
		if form.Yes("consent_"+text) && form.Value("version_"+text) != version {
			form.Fail("consent_"+text, "consent.changed")
		}
		given = append(given, officer.Consent{Text: text, Version: version, Given: form.Yes("consent_" + text)})
	}
	if err := form.Err(); err != nil {
		return desk.Saved{}, err
	}
	return s.Ordering.Agree(c.UserContext(), p, given)
}

func (s *Server) saveOwnQuantity(c *fiber.Ctx, _ desk.Draft, form *Form, p desk.StepPage) (desk.Saved, error) {
	quantity := form.Number("quantity")
	if err := form.Err(); err != nil {
		return desk.Saved{}, err
	}
	return s.Ordering.SaveQuantity(c.UserContext(), p, quantity)
}

func (s *Server) saveOwnSecrets(c *fiber.Ctx, _ desk.Draft, form *Form, p desk.StepPage) (desk.Saved, error) {
	chosen := desk.ChosenSecrets{Question: form.Value("question"), Answer: form.Secret("answer", officer.MaxLine),
		Password: form.Secret("revocation_password", passwordLimit), Repeated: form.Secret("revocation_password_repeated", passwordLimit)}
	if err := form.Err(); err != nil {
		return desk.Saved{}, err
	}
	return s.Ordering.SaveSecrets(c.UserContext(), p, chosen)
}

// saveOwnRevokers adds somebody to the list, takes somebody off it, or goes on.
func (s *Server) saveOwnRevokers(c *fiber.Ctx) error {
	d, err := s.draftOf(c)
	if err != nil {
		return err
	}
	const step = officer.Step(officer.GroupRevokers)
	form := bind(c)
	list, key := slices.Clone(d.Application.Form.Revokers), "revokers.added"
	add := officer.Revoker{Name: form.Value("revoker_name"), Function: form.Value("revoker_function"), Contact: form.Value("revoker_contact")}
	switch {
	case form.Has("remove"):
		n, err := strconv.Atoi(form.Value("remove"))
		if err != nil || n < 0 || n >= len(list) {
			return s.stepAgain(c, step, form, officer.Fail(officer.Stale, "form.stale"))
		}
		list, key = slices.Delete(list, n, n+1), "revokers.removed"
	case add != (officer.Revoker{}) || !form.Has("go_on"):
		list = append(list, add)
	case !writableStep(d, step):
		return c.Redirect(page.OrderHref(d.Application.ID, ""), fiber.StatusSeeOther)
	default:
		return s.onward(c, step, form, desk.Saved{Draft: d.Draft})
	}
	p := desk.StepPage{Application: d.Application.ID, Version: form.Version()}
	saved, err := s.Ordering.Save(c.UserContext(), p, officer.GroupRevokers, officer.Form{Revokers: list}, nil)
	switch {
	case err != nil:
		return s.stepAgain(c, step, form, err)
	case form.Has("go_on"):
		return s.onward(c, step, form, saved)
	}
	return s.done(c, page.OrderHref(d.Application.ID, step), key)
}
