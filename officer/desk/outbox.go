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
		m.Attempts++
		if failure := o.send(ctx, m); failure != nil {
			m.Problem, m.DueAt = failure.Error(), tx.Now.Add(pauseAfter(m.Attempts))
			if m.Attempts >= deliveryTries {
				m.Status = "dead"
			}
		} else {
			m.Status, m.SentAt, m.Problem = "sent", tx.Now, ""
		}
		return tx.SaveDelivery(m, o.Keep)
	})
	if errors.Is(err, officer.NotFound) {
		return false, nil
	}
	return found, err
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
