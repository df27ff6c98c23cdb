package web

import (
	"cmp"
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
)

// typeRevocation is turned to the applicant: it shows nothing of the case.
func (s *Server) typeRevocation(c *fiber.Ctx) error {
	file, err := s.fileOf(c)
	if err != nil {
		return err
	}
	if err := cmp.Or(file.Locked, file.Application.Open()); err != nil {
		return err
	}
	return s.show(c, "revocation.title", typedPassword(file.Application.ID))
}

func typedPassword(id officer.ApplicationID) func(*page.Frame) templ.Component {
	return func(f *page.Frame) templ.Component {
		f.Nav, f.SignedIn, f.Notice = nil, nil, nil
		return page.RevocationPassword(f, page.RevocationPage{Turn: true, Action: page.CaseHref(id, "secrets/password"),
			Cancel: page.CaseHref(id, string(officer.GroupSecrets)), Min: desk.MinRevocationPassword})
	}
}

func (s *Server) saveTypedRevocation(c *fiber.Ctx) error {
	id, err := caseID(c)
	if err != nil {
		return err
	}
	password, repeated, err := chosenPassword(c)
	if err == nil {
		err = s.Applying.TypeRevocationPassword(c.UserContext(), id, password, repeated)
	}
	if err != nil {
		return s.again(c, err, "revocation.title", typedPassword(id))
	}
	return s.done(c, page.CaseHref(id, string(officer.GroupSecrets)), "revocation.saved")
}

// chosenPassword reads a password that was typed twice.
func chosenPassword(c *fiber.Ctx) (password, repeated string, err error) {
	form := bind(c)
	password = form.Secret("revocation_password", passwordLimit)
	repeated = form.Secret("revocation_password_repeated", passwordLimit)
	return password, repeated, form.Err()
}

func (s *Server) mailPasswordLink(c *fiber.Ctx) error {
	id, err := caseID(c)
	if err != nil {
		return err
	}
	if err := s.Applying.MailRevocationLink(c.UserContext(), id); err != nil {
		if errors.Is(err, officer.Conflict) {
			return s.sectionAgain(c, err, officer.GroupSecrets, nil)
		}
		return err
	}
	return s.done(c, page.CaseHref(id, string(officer.GroupSecrets)), "secrets.mailed")
}

// chooseRevocation is the page behind the mailed link. A link that is wrong or
// spent answers the same, whoever asks.
func (s *Server) chooseRevocation(c *fiber.Ctx) error {
	token := c.Params("token")
	if err := s.Applying.RevocationLink(c.UserContext(), token); err != nil {
		return err
	}
	return s.show(c, "revocation.title", linkedPassword(token))
}

func linkedPassword(token string) func(*page.Frame) templ.Component {
	return func(f *page.Frame) templ.Component {
		f.SignInHref = ""
		return page.RevocationPassword(f, page.RevocationPage{Action: "/revocation-password/" + token, Min: desk.MinRevocationPassword})
	}
}

func (s *Server) saveChosenRevocation(c *fiber.Ctx) error {
	token := c.Params("token")
	password, repeated, err := chosenPassword(c)
	if err == nil {
		err = s.Applying.ChooseRevocationPassword(c.UserContext(), token, password, repeated)
	}
	if err != nil {
		return s.again(c, err, "revocation.title", linkedPassword(token))
	}
	return c.Redirect("/revocation-password", fiber.StatusSeeOther)
}

// revocationChosen thanks whoever used the link.
func (s *Server) revocationChosen(c *fiber.Ctx) error {
	return s.show(c, "revocation.done", func(f *page.Frame) templ.Component {
		f.SignInHref = ""
		return page.RevocationChosen(f)
	})
}
