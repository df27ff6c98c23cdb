package postgres

import (
	"encoding/json"

	"officerportal/officer"
)

// QueueMail leaves a mail to be sent once this transaction is through. Who
// calls it gives the id and the Message-ID, under which it goes out however
// often it is tried.
func (tx *Tx) QueueMail(m officer.Mail) error {
	args, err := json.Marshal(m.Args)
	if err != nil {
		return err
	}
	return tx.exec(`insert into mails (id, organisation_id, recipient, language, template, args, message_id, due_at, created_at)
		values ($1, nullif($2, ''), $3, $4, $5, $6, $7, $8, $8)`,
		m.ID, tx.Organisation(), m.Recipient, m.Language, m.Template, string(args), m.MessageID, tx.Now)
}
