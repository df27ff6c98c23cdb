package postgres

import (
	"errors"

	"database/sql"

	"github.com/lib/pq"

	"officerportal/officer"
)

const linkColumns = `digest, purpose, coalesce(account_id, '') as account, coalesce(organisation_id, '') as organisation, subject,
	created_at, expires_at, coalesce(used_at, '0001-01-01Z') as used_at`

// AddLink keeps a link that is about to be mailed. A desk may write one for its
// own organisation only, the system any.
func (tx *Tx) AddLink(l officer.Link) error {
	return tx.exec(`insert into links (digest, purpose, account_id, organisation_id, subject, created_at, expires_at)
		values ($1, $2, nullif($3, ''), nullif($4, ''), $5, $6, $7)`,
		l.Digest, l.Purpose, l.Account, l.Organisation, l.Subject, tx.Now, l.ExpiresAt)
}

// Link reads a link that can still be used, by the digests that its token may
// have; else it is NotFound with link.spent. It needs the system's scope, since
// whoever holds a link is nobody yet.
func (tx *Tx) Link(p officer.LinkPurpose, digests []string) (officer.Link, error) {
	var l officer.Link
	err := tx.get(&l, `select `+linkColumns+` from links where digest = any($1) and purpose = $2 and used_at is null and expires_at > $3`,
		pq.Array(digests), p, tx.Now)
	return l, spent(err)
}

// UseLink uses a link up. Of two who try at once one gets it, the other gets
// NotFound with link.spent; rolled back, it is as if nobody had tried.
func (tx *Tx) UseLink(p officer.LinkPurpose, digests []string) (officer.Link, error) {
	var l officer.Link
	err := tx.get(&l, `update links set used_at = $3 where digest = any($1) and purpose = $2 and used_at is null and expires_at > $3
		returning `+linkColumns, pq.Array(digests), p, tx.Now)
	return l, spent(err)
}

// DropLinks makes all unused links of a purpose for an account worthless.
func (tx *Tx) DropLinks(p officer.LinkPurpose, account officer.AccountID) error {
	return tx.exec(`delete from links where account_id = $1 and purpose = $2 and used_at is null`, account, p)
}

func spent(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return officer.LinkSpent()
	}
	return err
}
