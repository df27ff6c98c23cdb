package desk

import (
	"encoding/base64"
	"encoding/json"
	"maps"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
)

// sealedArg is the argument in which a queued mail carries what nobody shall read
// in the table: a code may wait there for days while a mail server is down, and
// is good for months.
const sealedArg = "sealed"

// sealedMail makes a mail ready to be queued, of whose arguments some lie sealed
// to this very mail until it goes out.
func (c *Counter) sealedMail(tx *postgres.Tx, m officer.Mail, hidden map[string]string) (officer.Mail, error) {
	m = c.stamped(m)
	text, err := json.Marshal(hidden)
	if err != nil {
		return m, err
	}
	sealed, err := c.Keys.Box.Seal(text, mailPlace(tx.Organisation(), m.ID))
	if err != nil {
		return m, err
	}
	m.Args = maps.Clone(m.Args)
	m.Args[sealedArg] = base64.StdEncoding.EncodeToString(sealed)
	return m, nil
}

// unsealed gives a mail as it goes out.
func (c *Counter) unsealed(m officer.Mail) (officer.Mail, error) {
	carried, has := m.Args[sealedArg]
	if !has {
		return m, nil
	}
	sealed, err := base64.StdEncoding.DecodeString(carried)
	if err != nil {
		return m, err
	}
	text, err := c.Keys.Box.Open(sealed, mailPlace(m.Organisation, m.ID))
	if err != nil {
		return m, err
	}
	hidden := map[string]string{}
	if err := json.Unmarshal(text, &hidden); err != nil {
		return m, err
	}
	m.Args = maps.Clone(m.Args)
	delete(m.Args, sealedArg)
	maps.Copy(m.Args, hidden)
	return m, nil
}

func mailPlace(organisation officer.OrganisationID, id officer.MailID) string {
	return secret.Bind(string(organisation), "mails", "args", string(id))
}
