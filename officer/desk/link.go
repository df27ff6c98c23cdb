package desk

import (
	"context"
	"net/url"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
)

// linkPaths says where each flow begins. The token comes after it.
var linkPaths = map[officer.LinkPurpose]string{
	officer.LinkInvitation:         "/invitation/",
	officer.LinkPasswordReset:      "/password/reset/",
	officer.LinkSignInUnlock:       "/signin/unlock/",
	officer.LinkAppointment:        "/appointments/accept/",
	officer.LinkRole:               "/roles/accept/",
	officer.LinkRevocationPassword: "/revocation-password/",
	officer.LinkRegistration:       "/register/",
	officer.LinkEmailChange:        "/email/confirm/",
}

// maxToken is longer than any token of ours, in characters.
const maxToken = 100

// link keeps a new one-time link in the transaction and gives its address, for
// a mail. Its lifetime is its purpose's.
func (c *Counter) link(tx *postgres.Tx, l officer.Link) (string, error) {
	token := secret.NewToken()
	l.Digest = c.Keys.Digests.Digest(secret.Purpose(l.Purpose), token)
	l.ExpiresAt = tx.Now.Add(l.Purpose.Lifetime())
	return c.Address + linkPaths[l.Purpose] + token.Reveal(), tx.AddLink(l)
}

// peekLink reads a link of a purpose that can still be used, without using it:
// for the page behind it. Otherwise it is NotFound with link.spent.
func (c *Counter) peekLink(ctx context.Context, p officer.LinkPurpose, token string) (l officer.Link, err error) {
	err = c.DB.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		l, err = tx.Link(p, c.linkDigests(p, token))
		return err
	})
	return l, err
}

// useLink uses a link up, in the transaction that does what it is for; rolled
// back, the link stays. It needs the system's scope. Of two who try at once one
// gets it, the other NotFound with link.spent.
func (c *Counter) useLink(tx *postgres.Tx, p officer.LinkPurpose, token string) (officer.Link, error) {
	return tx.UseLink(p, c.linkDigests(p, token))
}

func (c *Counter) linkDigests(p officer.LinkPurpose, token string) []string {
	if len(token) > maxToken {
		return nil
	}
	return c.Keys.Digests.Candidates(secret.Purpose(p), secret.Of(token))
}

// mail queues a mail in the transaction.
func (c *Counter) mail(tx *postgres.Tx, m officer.Mail) error { return tx.QueueMail(c.stamped(m)) }

// stamped gives a mail its id, which is its Message-ID as well, so that it is the
// same mail however often it is tried.
func (c *Counter) stamped(m officer.Mail) officer.Mail {
	m.ID = officer.NewID[officer.MailID]()
	m.MessageID = string(m.ID) + "@" + c.host()
	return m
}

// mailTo queues a mail to the holder of an account, in their language.
func (c *Counter) mailTo(tx *postgres.Tx, a officer.Account, template string, args map[string]string) error {
	if args == nil {
		args = map[string]string{}
	}
	args["name"] = a.Name()
	return c.mail(tx, officer.Mail{Recipient: a.Email, Language: a.Language, Template: template, Args: args})
}

func (c *Counter) host() string {
	if u, err := url.Parse(c.Address); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "officer-portal.invalid"
}
