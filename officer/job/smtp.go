package job

import (
	"cmp"
	"context"
	"fmt"
	netmail "net/mail"
	"time"

	"github.com/wneessen/go-mail"

	"officerportal/officer"
	"officerportal/officer/web/page"
)

// SMTP sends mails by a mail server.
type SMTP struct {
	Client *mail.Client
	From   string
}

// SMTPOptions say which server and how.
type SMTPOptions struct {
	Host     string
	Port     int
	User     string
	Password string
	TLS      string // starttls, implicit, none
	From     string
	Within   time.Duration // for one delivery; smtpWithin unless set
}

// smtpWithin bounds one delivery. It is less than the time after which the
// database ends a transaction that does nothing, as the outbox's does meanwhile.
const smtpWithin = 15 * time.Second

// NewSMTP prepares a sender. It connects for each mail; nothing is reached yet.
func NewSMTP(o SMTPOptions) (*SMTP, error) {
	opts := []mail.Option{mail.WithPort(o.Port), mail.WithTimeout(cmp.Or(o.Within, smtpWithin))}
	switch o.TLS {
	case "implicit":
		opts = append(opts, mail.WithSSL())
	case "none":
		opts = append(opts, mail.WithTLSPolicy(mail.NoTLS))
	default:
		opts = append(opts, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if o.User != "" {
		opts = append(opts, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(o.User), mail.WithPassword(o.Password))
	}
	c, err := mail.NewClient(o.Host, opts...)
	if err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	return &SMTP{Client: c, From: o.From}, nil
}

// Send delivers a mail, under its own Message-ID however often it is tried: as
// plain text and as HTML with the same words. An organisation's name may stand
// beside the portal's address, never another address in its place, so that SPF,
// DKIM and DMARC hold.
func (s *SMTP) Send(ctx context.Context, m officer.Mail) error {
	msg, err := s.message(ctx, m)
	if err != nil {
		return err
	}
	return s.Client.DialAndSendWithContext(ctx, msg)
}

func (s *SMTP) message(ctx context.Context, m officer.Mail) (*mail.Msg, error) {
	msg := mail.NewMsg()
	from, err := netmail.ParseAddress(s.From)
	if err != nil {
		return nil, fmt.Errorf("sender: %w", err)
	}
	if err := msg.FromFormat(cmp.Or(m.House.Sender, from.Name), from.Address); err != nil {
		return nil, fmt.Errorf("sender: %w", err)
	}
	if err := msg.To(m.Recipient); err != nil {
		return nil, fmt.Errorf("recipient's address is not one")
	}
	if m.House.ReplyTo != "" {
		if err := msg.ReplyTo(m.House.ReplyTo); err != nil {
			return nil, fmt.Errorf("the organisation's address for answers is not one")
		}
	}
	html, err := page.MailHTML(ctx, m)
	if err != nil {
		return nil, err
	}
	subject, plain := page.Mail(m)
	msg.Subject(subject)
	msg.SetMessageIDWithValue(m.MessageID)
	msg.SetDateWithValue(m.CreatedAt)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834 §5
	msg.SetGenHeader("Content-Language", m.Language)
	msg.SetBodyString(mail.TypeTextPlain, plain)
	msg.AddAlternativeString(mail.TypeTextHTML, html)
	return msg, nil
}

// Mailbox keeps every mail where it is: the demo's mailbox page shows it.
type Mailbox struct{}

// Send has nothing to do.
func (Mailbox) Send(context.Context, officer.Mail) error { return nil }
