package web

import (
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
)

// consents shows the texts that the person agrees to, in the person's language.
func (s *Server) consents(c *fiber.Ctx) error {
	k, err := s.caseOf(c)
	if err != nil {
		return err
	}
	return s.show(c, "consent.title", func(f *page.Frame) templ.Component { return consentsPage(f, k, nil) })
}

// consentsPage shows what was agreed to, or what was sent a moment ago.
func consentsPage(f *page.Frame, k desk.Case, form *Form) templ.Component {
	around(f, k.Application)
	p := page.ConsentsPage{Case: k.Application.ID, Version: k.Version(), Language: k.Application.Language}
	if k.ReadOnly != nil {
		p.ReadOnly = whyNot(f, k.ReadOnly)
	}
	for _, text := range officer.ConsentTexts {
		item := page.ConsentItem{Text: text, Version: page.ConsentVersion(text)}
		if given, ok := k.Application.Form.Consent(text); ok && given.Version == item.Version {
			item.Agreed, item.At = given.Given, given.At
		}
		if form != nil {
			item.Agreed = form.Yes("consent_" + text)
		}
		p.Items = append(p.Items, item)
	}
	return page.Consents(f, p)
}

// saveConsents keeps what the person agreed to, in the versions they saw. If a
// text changed while the page was open, they read it once more.
func (s *Server) saveConsents(c *fiber.Ctx) error {
	id, err := s.caseID(c)
	if err != nil {
		return err
	}
	form := bind(c)
	var given []officer.Consent
	for _, text := range officer.ConsentTexts {
		version := page.ConsentVersion(text)
		if form.Yes("consent_"+text) && form.Value("version_"+text) != version {
			form.Fail("consent_"+text, "consent.changed")
		}
		given = append(given, officer.Consent{Text: text, Version: version, Given: form.Yes("consent_" + text)})
	}
	if err = form.Err(); err == nil {
		err = s.Intake.Agree(c.UserContext(), id, form.Version(), given)
	}
	if err == nil {
		return s.done(c, "/desk/cases/"+string(id)+"/document", "case.saved")
	}
	k, readErr := s.Intake.Case(c.UserContext(), id)
	if readErr != nil {
		return readErr
	}
	if errors.Is(err, officer.Stale) { // a tick has no two versions: look once more, and send again
		err = officer.Fail(officer.Conflict, "case.changed_meanwhile")
	}
	return s.again(c, err, "consent.title", func(f *page.Frame) templ.Component {
		f.Word()
		return consentsPage(f, k, form)
	})
}

// colleagueIn is who was faster in a case, with what is saved now.
func (s *Server) colleagueIn(c *fiber.Ctx, k desk.Case, saved []page.Value) colleague {
	return colleague{Name: k.AlsoHere.Name, Version: k.Version(), Saved: saved, Back: c.Path()}
}
