package web

import (
	"errors"
	"net/url"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// emailRoutes change the address of an account. The links are followed by
// whoever reads the mailbox, on whichever device, so nobody need be signed in.
func (s *Server) emailRoutes(r *router) {
	r.get("/account/email", rbac.AccountEmail, s.email)
	r.post("/account/email", rbac.AccountEmail, s.askEmailChange)
	r.post("/account/email/cancel", rbac.AccountEmail, s.cancelEmailChange)
	r.get("/email/confirm/:token", rbac.Public, s.emailLink)
	r.post("/email/confirm/:token", rbac.Public, s.confirmEmail)
}

func (s *Server) email(c *fiber.Ctx) error { return s.emailPage(c, nil, nil) }

// emailPage shows the address and the change that is under way, again where one
// was refused.
func (s *Server) emailPage(c *fiber.Ctx, form *Form, refusal error) error {
	mine, err := s.Accounts.Email(c.UserContext())
	if err != nil {
		return err
	}
	p := page.EmailPage{Email: mine.Email, Change: mine.Change}
	if form != nil {
		p.Typed, p.OwnMailbox = form.Value("email"), form.Yes("own_mailbox")
	}
	return s.reason(c, "email_change.title", refusal, ofAccount(func(f *page.Frame) templ.Component { return page.EmailChange(f, p) }))
}

func (s *Server) askEmailChange(c *fiber.Ctx) error {
	form := bind(c)
	form.Need("email", "password")
	in := desk.NewAddress{Email: form.Value("email"), Password: form.Secret("password", passwordLimit), OwnMailbox: form.Yes("own_mailbox")}
	err := form.Err()
	if err == nil {
		err = s.Accounts.AskEmailChange(c.UserContext(), in, s.visitor(c))
	}
	if err != nil {
		return s.emailPage(c, form, err)
	}
	return s.done(c, "/account/email", "email_change.asked")
}

func (s *Server) cancelEmailChange(c *fiber.Ctx) error {
	if err := s.Accounts.CancelEmailChange(c.UserContext()); err != nil {
		return err
	}
	return s.done(c, "/account/email", "email_change.cancelled")
}

func (s *Server) emailLink(c *fiber.Ctx) error { return s.emailLinkPage(c, nil) }

// emailLinkPage asks before it confirms: mail programs look at links, too.
func (s *Server) emailLinkPage(c *fiber.Ctx, refusal error) error {
	link, err := s.Accounts.EmailLink(c.UserContext(), c.Params("token"))
	if err != nil {
		return err
	}
	return s.reason(c, "email_change.confirm_title", refusal, func(f *page.Frame) templ.Component {
		return page.ConfirmEmail(f, page.ConfirmEmailPage{
			Action: "/email/confirm/" + url.PathEscape(c.Params("token")), Old: link.Side == officer.OldMailbox, New: link.New,
		})
	})
}

func (s *Server) confirmEmail(c *fiber.Ctx) error {
	link, err := s.Accounts.ConfirmEmail(c.UserContext(), c.Params("token"))
	if errors.Is(err, officer.Conflict) {
		return s.emailLinkPage(c, err)
	}
	if err != nil {
		return err
	}
	title := "email_change.half"
	if link.Done {
		title = "email_change.done"
	}
	return s.show(c, title, func(f *page.Frame) templ.Component { return page.EmailConfirmed(f, link.Done) })
}
