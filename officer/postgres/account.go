package postgres

import (
	"database/sql"
	"errors"
	"time"

	"github.com/lib/pq"

	"officerportal/officer"
)

const accountColumns = `id, email, email_key, given_names, family_name, language, password_hash, totp_sealed,
	coalesce(totp_confirmed_at, '0001-01-01Z') as totp_confirmed_at, totp_last_step, status, created_at, version`

// Account reads an account that the scope may see.
func (tx *Tx) Account(id officer.AccountID) (officer.Account, error) {
	var a officer.Account
	err := tx.get(&a, `select `+accountColumns+` from accounts where id = $1`, id)
	return a, err
}

// AccountByEmail reads the account of an address by its look-alike key.
func (tx *Tx) AccountByEmail(key string) (officer.Account, error) {
	var a officer.Account
	err := tx.get(&a, `select `+accountColumns+` from accounts where email_key = $1`, key)
	return a, err
}

// FindAccountByEmail is AccountByEmail where nobody behind an address is no
// refusal: known is false then.
func (tx *Tx) FindAccountByEmail(key string) (a officer.Account, known bool, err error) {
	a, err = tx.AccountByEmail(key)
	if errors.Is(err, sql.ErrNoRows) {
		return officer.Account{}, false, nil
	}
	return a, err == nil, err
}

// AddAccount opens an account. An address that looks like another account's is
// a Conflict, account.email_taken.
func (tx *Tx) AddAccount(a officer.Account) error {
	return tx.exec(`insert into accounts (id, email, email_key, given_names, family_name, language, password_hash, status, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		a.ID, a.Email, a.EmailKey, a.GivenNames, a.FamilyName, a.Language, a.PasswordHash, a.Status, tx.Now)
}

// SaveAccount writes what changes in an account, unless somebody else did meanwhile.
func (tx *Tx) SaveAccount(a officer.Account) error {
	return tx.one(stale(), `update accounts set given_names = $3, family_name = $4, language = $5, password_hash = $6, totp_sealed = $7,
		totp_confirmed_at = nullif($8, '0001-01-01Z'::timestamptz), totp_last_step = $9, status = $10, version = version + 1
		where id = $1 and version = $2`,
		a.ID, a.Version, a.GivenNames, a.FamilyName, a.Language, a.PasswordHash, a.TOTPSealed,
		a.TOTPConfirmedAt, a.TOTPLastStep, a.Status)
}

// SetPasswordHash replaces the hash of an unchanged password by one at today's
// cost; unless the password was changed meanwhile.
func (tx *Tx) SetPasswordHash(id officer.AccountID, old, hash string) error {
	return tx.exec(`update accounts set password_hash = $3 where id = $1 and password_hash = $2`, id, old, hash)
}

// UseTOTPStep marks a code's step as used. used is false when this step or a
// later one was used before: the code is a replay.
func (tx *Tx) UseTOTPStep(id officer.AccountID, step int64) (used bool, err error) {
	r, err := tx.result(`update accounts set totp_last_step = $2 where id = $1 and totp_last_step < $2`, id, step)
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n == 1, err
}

// ReplaceRecoveryCodes gives an account a fresh set; the codes before are worthless.
func (tx *Tx) ReplaceRecoveryCodes(id officer.AccountID, digests []string) error {
	if err := tx.exec(`delete from recovery_codes where account_id = $1`, id); err != nil {
		return err
	}
	return tx.exec(`insert into recovery_codes (account_id, digest) select $1, unnest($2::text[])`, id, pq.Array(digests))
}

// UseRecoveryCode uses a code up, by the digests that it may have. used is false
// for one that is unknown or used.
func (tx *Tx) UseRecoveryCode(id officer.AccountID, digests []string) (used bool, err error) {
	r, err := tx.result(`update recovery_codes set used_at = $3 where account_id = $1 and digest = any($2) and used_at is null`,
		id, pq.Array(digests), tx.Now)
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n == 1, err
}

// RecoveryCodesLeft counts the codes that can still be used.
func (tx *Tx) RecoveryCodesLeft(id officer.AccountID) (n int, err error) {
	err = tx.get(&n, `select count(*) from recovery_codes where account_id = $1 and used_at is null`, id)
	return n, err
}

// ForgetSignIns deletes what sign-in has no more use for: links and throttles
// before one time, sessions that ended before another. It needs the system's scope.
func (tx *Tx) ForgetSignIns(tries, sessions time.Time) error {
	if err := tx.exec(`delete from links where coalesce(used_at, expires_at) < $1`, tries); err != nil {
		return err
	}
	if err := tx.exec(`delete from throttles where last_at < $1`, tries); err != nil {
		return err
	}
	return tx.exec(`delete from sessions where least(idle_until, coalesce(ended_at, idle_until)) < $1`, sessions)
}

// Operators lists the accounts of the provider's operators. It needs the
// system's scope.
func (tx *Tx) Operators() (list []officer.Account, err error) {
	err = tx.list(&list, `select `+accountColumns+` from accounts where status = 'active' and id in
		(select account_id from role_assignments where role = 'operator' and ended_at is null) order by id limit 20`)
	return list, err
}
