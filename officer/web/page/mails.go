package page

import (
	"officerportal/officer"
)

// MailsPage is the operator's list of mails.
type MailsPage struct {
	officer.MailPage
	Status    officer.MailStatus
	After     officer.Cursor
	MayResend bool
}

func mailsHref(status officer.MailStatus, c officer.Cursor) string {
	return listHref("/office/mails", "status", string(status), "after", c.String())
}

func (p MailsPage) pager() Pager {
	pager := Pager{}
	if !p.Previous.IsZero() {
		pager.Previous = mailsHref(p.Status, p.Previous)
	}
	if !p.Next.IsZero() {
		pager.Next = mailsHref(p.Status, p.Next)
	}
	if !p.After.IsZero() {
		pager.First = mailsHref(p.Status, officer.Cursor{})
	}
	return pager
}

// table lists the mails by what they are about. Of the recipient it shows the
// domain, which tells where mail does not arrive, and of the person one letter:
// who ordered what is none of the operator's business.
func (p MailsPage) table(f *Frame) Table {
	t := Table{Caption: f.T("mail.caption_" + string(p.Status)), Empty: f.T("mail.none_" + string(p.Status)), Columns: []Column{
		{Label: f.T("mail.template")}, {Label: f.T("mail.created")}, {Label: f.T("mail.to")}, {Label: f.T("mail.organisation")}, {Label: f.T("mail.state")},
	}}
	again := p.Status == officer.MailDead && p.MayResend
	if again {
		t.Columns = append(t.Columns, Column{Label: f.T("mail.action")})
	}
	for _, m := range p.Mails {
		row := Row{LinkTo("/office/mails/templates/"+m.Template, f.mailName(m.Template)), DateTimeOf(f, m.CreatedAt), Personal(officer.MaskEmail(m.Recipient)),
			Personal(orDash(m.OrganisationName)), Lines(f.mailState(m.Mail)...)}
		if again {
			row = append(row, resendButton(f, m.Mail))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// mailName is what a mail is about: its subject, with dots for what differs.
func (f *Frame) mailName(template string) string {
	key := "mail." + template + ".subject"
	if !HasText(key) {
		return template
	}
	gaps := officer.Args{}
	for name := range sampleArgs {
		gaps[name] = "…"
	}
	return f.T(key, gaps)
}

func (f *Frame) mailState(m officer.Mail) (lines []string) {
	switch m.Status {
	case officer.MailSent:
		return []string{f.T("mail.sent_at", "time", f.DateTime(m.SentAt))}
	case officer.MailUnwanted:
		return []string{f.T("mail.unwanted")}
	case officer.MailQueued:
		lines = append(lines, f.T("mail.due_at", "time", f.DateTime(m.DueAt)))
	}
	if m.Attempts > 0 {
		lines = append(lines, f.T("mail.attempts", "count", m.Attempts))
	}
	if m.Problem != "" {
		lines = append(lines, officer.MaskEmails(m.Problem))
	}
	return lines
}

func templateTable(f *Frame) Table {
	t := Table{Caption: f.T("mail.templates"), Columns: []Column{{Label: f.T("mail.template")}, {Label: f.T("mail.name")}, {Label: f.T("mail.may_switch")}}}
	for _, name := range MailTemplates() {
		choice := f.T("mail.always")
		if topic := officer.TopicOfMail(name); topic != "" {
			choice = f.text("mail_topic", string(topic))
		}
		t.Rows = append(t.Rows, Row{LinkTo("/office/mails/templates/"+name, f.mailName(name)), Code(name), Text(choice)})
	}
	return t
}

// NotificationsPage is what somebody decides about the mails they get.
type NotificationsPage struct {
	Offered []officer.MailTopic
	Choices officer.MailChoices
}

func (p NotificationsPage) choice(f *Frame) Choice {
	c := Choice{Name: "topics", Label: f.T("notifications.choose"), Optional: true}
	for _, t := range p.Offered {
		c.Options = append(c.Options, Option{Value: string(t), Label: f.text("mail_topic", string(t)), Hint: f.text("mail_topic_hint", string(t))})
		if p.Choices.Wants(t) {
			c.Values = append(c.Values, string(t))
		}
	}
	return c
}

// alwaysMailed are the reasons for mails that nobody can switch off.
var alwaysMailed = []string{"account", "order", "complaint", "work"}

// MailHouseForm is how an organisation signs its mails, as it is typed.
type MailHouseForm struct {
	officer.MailHouse
	Version      int
	Name         string // the organisation's, where it is not one's own
	Back, Action string
}

func (p MailHouseForm) sample(language string) officer.Mail {
	m := SampleMail("order_submitted", language)
	m.House = p.MailHouse
	return m
}
