package desk

import (
	"context"
	"errors"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
)

// Outbox delivers the mails that other use cases queued in their transactions.
// It works for the system; nobody asks for it.
type Outbox struct {
	*Counter
	Mailer Mailer
	Keep   bool // the demo keeps what a mail said, for its mailbox
}

// deliveryTries is after how many failures a mail is given up and left for the
// operator to see; with the pauses of pauseAfter that is about three days.
const deliveryTries = 16

// pauseAfter gives how long to wait after a number of failures: one minute,
// doubling up to eight hours.
func pauseAfter(failures int) time.Duration {
	return min(time.Minute<<min(failures-1, 9), 8*time.Hour)
}

// Deliver sends the mail that is due the longest and reports whether there was
// one. The mail's row is held while it is sent: a worker that dies meanwhile
// leaves it queued, and it goes out again under the same Message-ID.
func (o *Outbox) Deliver(ctx context.Context) (found bool, err error) {
	err = o.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
		m, err := tx.NextMail()
		if err != nil {
			return err
		}
		found = true
		wanted, err := wanted(tx, m)
		if err != nil {
			return err
		}
		if !wanted {
			m.Status = officer.MailUnwanted
			return tx.SaveDelivery(m, o.Keep)
		}
		m.Attempts++
		if failure := o.send(ctx, m); failure != nil {
			m.Problem, m.DueAt = failure.Error(), tx.Now.Add(pauseAfter(m.Attempts))
			if m.Attempts >= deliveryTries {
				m.Status = officer.MailDead
			}
		} else {
			m.Status, m.SentAt, m.Problem = officer.MailSent, tx.Now, ""
		}
		return tx.SaveDelivery(m, o.Keep)
	})
	if errors.Is(err, officer.NotFound) {
		return false, nil
	}
	return found, err
}

// wanted reports whether whoever it goes to has not switched off mails of its
// kind. It is asked last of all, so that no use case can forget to.
func wanted(tx *postgres.Tx, m officer.Mail) (bool, error) {
	topic := officer.TopicOfMail(m.Template)
	if topic == "" {
		return true, nil
	}
	address, err := officer.ParseEmail(m.Recipient)
	if err != nil {
		return true, nil // the mail server says what is wrong with it
	}
	choices, err := tx.ChoicesBehind(address.AccountKey())
	return choices.Wants(topic), err
}

// mailsFor is how long it can be seen that a mail went out, or could not.
const mailsFor = 90 * 24 * time.Hour

// Tidy forgets old mails.
func (o *Outbox) Tidy(ctx context.Context) error {
	return o.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error { return tx.DropOldMails(tx.Now.Add(-mailsFor)) })
}

// send gives a mail to the mailer, with what lay sealed in the table.
func (o *Outbox) send(ctx context.Context, m officer.Mail) error {
	m, err := o.unsealed(m)
	if err != nil {
		return err
	}
	return o.Mailer.Send(ctx, m)
}

// Mailbox shows the demo what was sent. Production has no page for it.
func (o *Outbox) Mailbox(ctx context.Context) (list []officer.Mail, err error) {
	err = o.DB.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		list, err = tx.Mails(100)
		return err
	})
	return list, err
}

// Mail shows the demo one mail.
func (o *Outbox) Mail(ctx context.Context, id officer.MailID) (m officer.Mail, err error) {
	err = o.DB.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		m, err = tx.MailByID(id)
		return err
	})
	if err != nil {
		return m, err
	}
	return o.unsealed(m)
}
