package web

import (
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
)

// askName shows a colleague's name, to be corrected.
func (s *Server) askName(c *fiber.Ctx) error {
	who, err := memberOf(c)
	if err != nil {
		return err
	}
	kept, err := s.People.Name(c.UserContext(), who)
	if err != nil {
		return err
	}
	return s.nameForm(c, page.NameForm{GivenNames: kept.GivenNames, FamilyName: kept.FamilyName, Version: kept.Version}, nil)
}

func (s *Server) nameForm(c *fiber.Ctx, n page.NameForm, refusal error) error {
	p, err := s.personPage(c)
	if err != nil {
		return err
	}
	if p.Oneself {
		return officer.Fail(officer.Forbidden, "member.not_renamed_by_oneself")
	}
	return s.reason(c, "people.rename", refusal, ofPerson(p, func(f *page.Frame) templ.Component { return page.RenamePerson(f, p, n) }))
}

// rename keeps the corrected name.
func (s *Server) rename(c *fiber.Ctx) error {
	who, err := memberOf(c)
	if err != nil {
		return err
	}
	form := bind(c)
	n := page.NameForm{GivenNames: form.Value("given_names"), FamilyName: form.Value("family_name"), Version: form.Version()}
	err = s.People.Rename(c.UserContext(), desk.Correction{Who: who, GivenNames: n.GivenNames, FamilyName: n.FamilyName, Version: n.Version})
	switch {
	case errors.Is(err, officer.Stale):
		kept, err := s.People.Name(c.UserContext(), who)
		if err != nil {
			return err
		}
		return s.staleName(c, form, kept, peoplePath(c, string(who)))
	case err != nil:
		return s.nameForm(c, n, err)
	}
	return s.done(c, peoplePath(c, string(who)), "people.renamed")
}
