package web

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
)

func (s *Server) askRole(c *fiber.Ctx) error { return s.roleForm(c, "", nil) }

func (s *Server) roleForm(c *fiber.Ctx, role string, refusal error) error {
	p, err := s.personPage(c)
	if err != nil {
		return err
	}
	return s.reason(c, "role.grant", refusal, ofPerson(p, func(f *page.Frame) templ.Component { return page.GrantRole(f, p, role) }))
}

func (s *Server) grantRole(c *fiber.Ctx) error {
	who, err := memberOf(c)
	if err != nil {
		return err
	}
	form := bind(c)
	form.Need("role")
	role := officer.Role(form.Value("role"))
	if err = form.Err(); err == nil {
		err = s.People.Grant(c.UserContext(), who, role)
	}
	if err != nil {
		return s.roleForm(c, string(role), err)
	}
	return s.done(c, peoplePath(c, string(who)), "role.granted")
}

// askRevoke asks once more before somebody loses a role.
func (s *Server) askRevoke(c *fiber.Ctx) error {
	return s.revokeForm(c, nil)
}

func (s *Server) revokeForm(c *fiber.Ctx, refusal error) error {
	p, err := s.personPage(c)
	if err != nil {
		return err
	}
	role := c.Params("role")
	if !page.HasText("role." + role) {
		return officer.Fail(officer.NotFound, "page.not_found")
	}
	return s.reason(c, "role.revoke", refusal, ofPerson(p, func(f *page.Frame) templ.Component {
		return page.ConfirmPage(f, page.Confirm{
			Text: f.T("role.revoke_text", "role", f.T("role."+role)), Action: c.Path(), Label: f.T("role.revoke"), Danger: true,
			Cancel: peoplePath(c, c.Params("person")),
		})
	}))
}

func (s *Server) revokeRole(c *fiber.Ctx) error {
	who, err := memberOf(c)
	if err != nil {
		return err
	}
	if err := s.People.Revoke(c.UserContext(), who, officer.Role(c.Params("role"))); err != nil {
		return s.revokeForm(c, err)
	}
	return s.done(c, peoplePath(c, string(who)), "role.revoked")
}

func (s *Server) askRemindInvited(c *fiber.Ctx) error {
	return s.confirmInvitation(c, "appointment.remind", "invitation.remind_text", false)
}

func (s *Server) askWithdrawInvitation(c *fiber.Ctx) error {
	return s.confirmInvitation(c, "invitation.withdraw", "invitation.withdraw_text", true)
}

func (s *Server) confirmInvitation(c *fiber.Ctx, title, text string, danger bool) error {
	file, err := s.People.Person(c.UserContext(), c.Params("invitation"))
	if err != nil {
		return err
	}
	if file.Invitation.ID == "" {
		return officer.Fail(officer.NotFound, "page.not_found")
	}
	return s.show(c, title, ofPerson(page.PersonPage{Base: peoplePath(c), Invitation: file.Invitation}, func(f *page.Frame) templ.Component {
		return page.ConfirmPage(f, page.Confirm{
			Text: f.T(text), Action: c.Path(), Version: file.Invitation.Version, Label: f.T(title), Danger: danger,
			Cancel: peoplePath(c, string(file.Invitation.ID)),
		})
	}))
}

func (s *Server) remindInvited(c *fiber.Ctx) error {
	id, err := officer.ParseID[officer.InvitationID](c.Params("invitation"))
	if err != nil {
		return err
	}
	if err := s.People.RemindInvited(c.UserContext(), id); err != nil {
		return err
	}
	return s.done(c, peoplePath(c, string(id)), "people.reminded")
}

func (s *Server) withdrawInvitation(c *fiber.Ctx) error {
	id, err := officer.ParseID[officer.InvitationID](c.Params("invitation"))
	if err != nil {
		return err
	}
	if err := s.People.WithdrawInvitation(c.UserContext(), id, bind(c).Version()); err != nil {
		return err
	}
	return s.done(c, peoplePath(c), "invitation.withdrawn")
}
