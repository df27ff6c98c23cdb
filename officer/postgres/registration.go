package postgres

import (
	"database/sql"
	"errors"
	"time"

	"officerportal/officer"
)

const registrationColumns = `id, email, email_key, given_names, family_name, language, password_hash, return_path, code_sealed, created_at, expires_at`

// AddRegistration keeps a registration until its link is followed. It needs the
// system's scope, as all of its kind do: whoever registers is nobody yet.
func (tx *Tx) AddRegistration(r officer.Registration) error {
	return tx.exec(`insert into registrations (`+registrationColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		r.ID, r.Email, r.EmailKey, r.GivenNames, r.FamilyName, r.Language, r.PasswordHash, r.ReturnPath, sealed(r.CodeSealed), r.CreatedAt, r.ExpiresAt)
}

// Registration reads one that still waits; else it is NotFound with
// registration.spent.
func (tx *Tx) Registration(id officer.RegistrationID) (officer.Registration, error) {
	var r officer.Registration
	err := tx.get(&r, `select `+registrationColumns+` from registrations where id = $1 and expires_at > $2`, id, tx.Now)
	if errors.Is(err, sql.ErrNoRows) {
		err = officer.Fail(officer.NotFound, "registration.spent")
	}
	return r, err
}

// DropRegistration forgets a registration that has become an account.
func (tx *Tx) DropRegistration(id officer.RegistrationID) error {
	return tx.exec(`delete from registrations where id = $1`, id)
}

// ForgetWaiting deletes registrations and changes of address that ran out before
// a time. It needs the system's scope.
func (tx *Tx) ForgetWaiting(before time.Time) error {
	if err := tx.exec(`delete from registrations where expires_at < $1`, before); err != nil {
		return err
	}
	return tx.exec(`delete from email_changes where expires_at < $1`, before)
}
