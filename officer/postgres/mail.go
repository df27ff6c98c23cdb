package postgres

import (
	"encoding/json"

	"github.com/lib/pq"

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

// QueueMails leaves many mails to be sent, in one statement.
func (tx *Tx) QueueMails(list []officer.Mail) error {
	var ids, recipients, languages, templates, args, messages pq.StringArray
	for _, m := range list {
		text, err := json.Marshal(m.Args)
		if err != nil {
			return err
		}
		ids, recipients, languages = append(ids, string(m.ID)), append(recipients, m.Recipient), append(languages, m.Language)
		templates, args, messages = append(templates, m.Template), append(args, string(text)), append(messages, m.MessageID)
	}
	return tx.exec(`insert into mails (id, organisation_id, recipient, language, template, args, message_id, due_at, created_at)
		select m.id, nullif($1, ''), m.recipient, m.language, m.template, m.args::jsonb, m.message, $2, $2
		from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]) as m (id, recipient, language, template, args, message)`,
		tx.Organisation(), tx.Now, ids, recipients, languages, templates, args, messages)
}
