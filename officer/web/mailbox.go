package web

import (
	"context"
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// A Mailbox shows the demo the mails that production would have sent.
type Mailbox interface {
	Mailbox(context.Context) ([]officer.Mail, error)
	Mail(context.Context, officer.MailID) (officer.Mail, error)
}

// mailboxRoutes exist in the demo only.
func (s *Server) mailboxRoutes(r *router) {
	if !s.demo {
		return
	}
	r.get("/demo/mailbox", rbac.Public, s.mailbox)
	r.get("/demo/mailbox/:mail", rbac.Public, s.mail)
}

func (s *Server) mailbox(c *fiber.Ctx) error {
	if s.Mailbox == nil {
		return errors.New("web: the demo has no mailbox")
	}
	mails, err := s.Mailbox.Mailbox(c.UserContext())
	if err != nil {
		return err
	}
	return s.show(c, "mailbox.title", func(f *page.Frame) templ.Component { return page.Mailbox(f, mails) })
}

func (s *Server) mail(c *fiber.Ctx) error {
	id, err := officer.ParseID[officer.MailID](c.Params("mail"))
	if err != nil {
		return err
	}
	m, err := s.Mailbox.Mail(c.UserContext(), id)
	if err != nil {
		return err
	}
	return s.show(c, "mailbox.title", func(f *page.Frame) templ.Component {
		f.Back = &page.Link{Href: "/demo/mailbox", Text: f.T("mailbox.back")}
		return page.MailPage(f, m)
	})
}
