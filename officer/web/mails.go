package web

import (
	"slices"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

const officeMails = "/office/mails"

// mailRoutes are where the operator looks after what the portal sends, how
// organisations sign it, and which of it people want.
func (s *Server) mailRoutes(r *router) {
	r.get(officeMails, rbac.MailRead, s.listMails).inMenu("mail.menu")
	r.post(officeMails+"/resend", rbac.MailResend, s.resendMails)
	r.get(officeMails+"/templates", rbac.MailRead, s.mailTemplates)
	r.get(officeMails+"/templates/:template", rbac.MailRead, s.mailTemplate)
	r.post(officeMails+"/:mail/resend", rbac.MailResend, s.resendMail)
	r.get("/account/notifications", rbac.AccountNotifications, s.notifications)
	r.post("/account/notifications", rbac.AccountNotifications, s.chooseNotifications)
	r.get("/desk/settings/mails", rbac.OrganisationSettings, s.ownMailHouse)
	r.post("/desk/settings/mails", rbac.OrganisationSettings, s.saveOwnMailHouse)
	r.get("/office/organisations/:organisation/mails", rbac.OrganisationSave, s.mailHouse)
	r.post("/office/organisations/:organisation/mails", rbac.OrganisationSave, s.saveMailHouse)
}

func (s *Server) listMails(c *fiber.Ctx) error {
	p := page.MailsPage{Status: officer.MailDead, After: officer.ParseCursor(c.Query("after")), MayResend: may(c, rbac.MailResend)}
	if status := officer.MailStatus(c.Query("status")); slices.Contains(officer.MailStatuses, status) {
		p.Status = status
	}
	var err error
	if p.MailPage, err = s.Mails.List(c.UserContext(), p.Status, p.After); err != nil {
		return err
	}
	return s.show(c, "mail.title", func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.Mails(f, p)
	})
}

func (s *Server) resendMails(c *fiber.Ctx) error {
	if _, err := s.Mails.ResendAll(c.UserContext()); err != nil {
		return err
	}
	return s.done(c, officeMails+"?status=queued", "mail.resent_all")
}

func (s *Server) resendMail(c *fiber.Ctx) error {
	id, err := officer.ParseID[officer.MailID](c.Params("mail"))
	if err != nil {
		return err
	}
	if err := s.Mails.Resend(c.UserContext(), id); err != nil {
		return err
	}
	return s.done(c, officeMails, "mail.resent")
}

// inMails is a frame with the way back to the mails.
func inMails(href, key string, of func(*page.Frame) templ.Component) func(*page.Frame) templ.Component {
	return func(f *page.Frame) templ.Component {
		f.Back = &page.Link{Href: href, Text: f.T(key)}
		return of(f)
	}
}

func (s *Server) mailTemplates(c *fiber.Ctx) error {
	return s.show(c, "mail.templates", inMails(officeMails, "mail.title", func(f *page.Frame) templ.Component { return page.MailTemplateList(f) }))
}

// mailTemplate shows a template in both languages, with sample data.
func (s *Server) mailTemplate(c *fiber.Ctx) error {
	name := c.Params("template")
	if !slices.Contains(page.MailTemplates(), name) {
		return officer.Fail(officer.NotFound, "page.not_found")
	}
	return s.show(c, "mail.template", inMails(officeMails+"/templates", "mail.templates", func(f *page.Frame) templ.Component {
		f.Caption = name
		return page.MailTemplate(f, name)
	}))
}

func (s *Server) notifications(c *fiber.Ctx) error {
	m, err := s.Mails.Settings(c.UserContext())
	if err != nil {
		return err
	}
	return s.show(c, "notifications.title", ofAccount(func(f *page.Frame) templ.Component {
		return page.Notifications(f, page.NotificationsPage{Offered: m.Offered, Choices: m.Choices})
	}))
}

func (s *Server) chooseNotifications(c *fiber.Ctx) error {
	form := bind(c)
	wanted := typed[officer.MailTopic](form.Many("topics", plain(officer.MailTopics)...))
	err := form.Err()
	if err == nil {
		err = s.Mails.Choose(c.UserContext(), wanted)
	}
	if err == nil {
		return s.done(c, "/account", "notifications.saved")
	}
	m, failure := s.Mails.Settings(c.UserContext())
	if failure != nil {
		return failure
	}
	return s.again(c, err, "notifications.title", ofAccount(func(f *page.Frame) templ.Component {
		return page.Notifications(f, page.NotificationsPage{Offered: m.Offered, Choices: officer.ChooseMails(m.Offered, wanted)})
	}))
}

func (s *Server) ownMailHouse(c *fiber.Ctx) error {
	h, err := s.Mails.OwnHouse(c.UserContext())
	if err != nil {
		return err
	}
	return s.mailHouseForm(c, page.MailHouseForm{MailHouse: h.House, Version: h.Version, Back: "/desk/settings", Action: "/desk/settings/mails"}, nil)
}

func (s *Server) mailHouseForm(c *fiber.Ctx, p page.MailHouseForm, refusal error) error {
	return s.reason(c, "mail_house.title", refusal, func(f *page.Frame) templ.Component {
		f.Back = &page.Link{Href: p.Back, Text: f.T("mail_house.back")}
		return page.MailHouseEdit(f, p)
	})
}

func bindMailHouse(form *Form) officer.MailHouse {
	return officer.MailHouse{Sender: form.Line("mail_sender", 64), ReplyTo: form.Line("mail_reply_to", 255),
		FooterDE: form.Lines("mail_footer_de", officer.FooterLimit), FooterEN: form.Lines("mail_footer_en", officer.FooterLimit)}
}

// typedMailHouse is the form as it was typed, to show it again.
func typedMailHouse(form *Form) officer.MailHouse {
	return officer.MailHouse{Sender: form.Value("mail_sender"), ReplyTo: form.Value("mail_reply_to"), FooterDE: form.Value("mail_footer_de"), FooterEN: form.Value("mail_footer_en")}
}

func (s *Server) saveOwnMailHouse(c *fiber.Ctx) error {
	form := bind(c)
	h, err := bindMailHouse(form), form.Err()
	if err == nil {
		err = s.Mails.SignOwn(c.UserContext(), form.Version(), h)
	}
	if err != nil {
		return s.mailHouseForm(c, page.MailHouseForm{MailHouse: typedMailHouse(form), Version: form.Version(), Back: "/desk/settings", Action: "/desk/settings/mails"}, err)
	}
	return s.done(c, "/desk/settings", "mail_house.saved")
}

// houseToSign reads the organisation whose mails the operator looks after.
func (s *Server) houseToSign(c *fiber.Ctx) (desk.SignedHouse, page.MailHouseForm, error) {
	id, err := officer.ParseID[officer.OrganisationID](c.Params("organisation"))
	if err != nil {
		return desk.SignedHouse{}, page.MailHouseForm{}, err
	}
	h, err := s.Mails.House(c.UserContext(), id)
	back := "/office/organisations/" + string(id)
	return h, page.MailHouseForm{MailHouse: h.House, Version: h.Version, Name: h.Name, Back: back, Action: back + "/mails"}, err
}

func (s *Server) mailHouse(c *fiber.Ctx) error {
	_, p, err := s.houseToSign(c)
	if err != nil {
		return err
	}
	return s.mailHouseForm(c, p, nil)
}

func (s *Server) saveMailHouse(c *fiber.Ctx) error {
	kept, p, err := s.houseToSign(c)
	if err != nil {
		return err
	}
	form := bind(c)
	h := bindMailHouse(form)
	if err = form.Err(); err == nil {
		err = s.Mails.Sign(c.UserContext(), kept.ID, form.Version(), h)
	}
	if err != nil {
		p.MailHouse, p.Version = typedMailHouse(form), form.Version()
		return s.mailHouseForm(c, p, err)
	}
	return s.done(c, p.Back, "mail_house.saved")
}
