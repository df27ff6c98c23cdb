package postgres

import (
	"database/sql"
	"errors"

	"officerportal/officer"
)

const emailChangeColumns = `id, account_id as account, email, email_key, coalesce(old_confirmed_at, '0001-01-01Z') as old_confirmed_at,
	coalesce(new_confirmed_at, '0001-01-01Z') as new_confirmed_at, created_at, expires_at, coalesce(ended_at, '0001-01-01Z') as ended_at`

// AddEmailChange keeps a change of address that waits to be confirmed. A second
// one beside it is a Conflict, account.email_change_open.
func (tx *Tx) AddEmailChange(c officer.EmailChange) error {
	return tx.exec(`insert into email_changes (account_id, id, email, email_key, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)`,
		c.Account, c.ID, c.Email, c.EmailKey, c.CreatedAt, c.ExpiresAt)
}

// OpenEmailChange gives the change that an account waits for; open is false when
// there is none.
func (tx *Tx) OpenEmailChange(account officer.AccountID) (c officer.EmailChange, open bool, err error) {
	err = tx.get(&c, `select `+emailChangeColumns+` from email_changes where account_id = $1 and ended_at is null and expires_at > $2`, account, tx.Now)
	if errors.Is(err, sql.ErrNoRows) {
		return officer.EmailChange{}, false, nil
	}
	return c, err == nil, err
}

// LockEmailChange reads an open change and holds it, so that of the two
// confirmations the later one sees the earlier. None such is NotFound with
// link.spent.
func (tx *Tx) LockEmailChange(account officer.AccountID, id officer.EmailChangeID) (c officer.EmailChange, err error) {
	err = tx.get(&c, `select `+emailChangeColumns+` from email_changes where account_id = $1 and id = $2 and ended_at is null and expires_at > $3 for update`,
		account, id, tx.Now)
	return c, spent(err)
}

// SaveEmailChange writes who confirmed a change, and whether it ended.
func (tx *Tx) SaveEmailChange(c officer.EmailChange) error {
	return tx.exec(`update email_changes set old_confirmed_at = nullif($3, '0001-01-01Z'::timestamptz), new_confirmed_at = nullif($4, '0001-01-01Z'::timestamptz),
		ended_at = nullif($5, '0001-01-01Z'::timestamptz) where account_id = $1 and id = $2`, c.Account, c.ID, c.OldConfirmedAt, c.NewConfirmedAt, c.EndedAt)
}

// EndEmailChanges ends whatever change an account waits for, run out or not, and
// tells how many there were.
func (tx *Tx) EndEmailChanges(account officer.AccountID) (int, error) {
	r, err := tx.result(`update email_changes set ended_at = $2 where account_id = $1 and ended_at is null`, account, tx.Now)
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	return int(n), err
}

// SetEmail gives an account another address, unless somebody changed the account
// meanwhile. One that is another account's is a Conflict, account.email_taken.
func (tx *Tx) SetEmail(a officer.Account) error {
	return tx.one(stale(), `update accounts set email = $3, email_key = $4, version = version + 1 where id = $1 and version = $2`,
		a.ID, a.Version, a.Email, a.EmailKey)
}

// followEmail takes a new address to wherever the account's address stands as
// the person's present one: as a member, as an officer, as a customer, and in
// what an organisation has asked them and they have not answered yet. What was
// written down at a time, such as an order's form, stays as it was.
const followEmail = `with m as (update members set email = $3 where account_id = $1),
		p as (update persons set email = $3, version = version + 1 where account_id = $1 and email = $2),
		c as (update shop_customers set email = $3 where account_id = $1),
		i as (update invitations set email = $3 where status = 'open' and email = $2)
	update appointments set email = $3 where account_id = $1 or (account_id is null and status = 'nominated' and email = $2)`

// FollowEmail takes an account's new address to the organisations. It needs the
// system's scope.
func (tx *Tx) FollowEmail(account officer.AccountID, from, to string) error {
	return tx.exec(followEmail, account, from, to)
}
