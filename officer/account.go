package officer

import (
	"strings"
	"time"
)

// An AccountStatus is where an account stands.
type AccountStatus string

// The statuses of an account. Only an active one signs in.
const (
	AccountInvited AccountStatus = "invited" // the person has not chosen a password yet
	AccountActive  AccountStatus = "active"
	AccountClosed  AccountStatus = "closed"
)

// An Account is one natural person's login.
type Account struct {
	ID              AccountID
	Email           string
	EmailKey        string // Email.AccountKey: under which the spellings of an address are one account
	GivenNames      string
	FamilyName      string
	Language        string
	PasswordHash    string
	TOTPSealed      []byte
	TOTPConfirmedAt time.Time
	TOTPLastStep    int64
	Status          AccountStatus
	CreatedAt       time.Time
	Version         int
}

// Name is the person's name as it is spoken.
func (a Account) Name() string { return strings.TrimSpace(a.GivenNames + " " + a.FamilyName) }

// HasSecondFactor reports whether an authenticator is set up, so that every
// sign-in asks for it.
func (a Account) HasSecondFactor() bool { return !a.TOTPConfirmedAt.IsZero() }

// Accept turns an invitation into an account that signs in with this password.
// An account that is open already, or closed, stays as it is: Conflict.
func (a *Account) Accept(passwordHash string) error {
	if a.Status != AccountInvited {
		return Fail(Conflict, "account.accepted_already")
	}
	a.Status, a.PasswordHash = AccountActive, passwordHash
	return nil
}

// EnrolSecondFactor makes a sealed authenticator key the account's. The step is
// that of the code which proved it, so that this code is used up.
func (a *Account) EnrolSecondFactor(sealed []byte, step int64, at time.Time) {
	a.TOTPSealed, a.TOTPLastStep, a.TOTPConfirmedAt = sealed, step, at
}

// DropSecondFactor makes the account one without an authenticator.
func (a *Account) DropSecondFactor() {
	a.TOTPSealed, a.TOTPLastStep, a.TOTPConfirmedAt = nil, 0, time.Time{}
}

// AccountKey is the same for the spellings of one mailbox: ParseEmail folded case
// and width already, here dots and what follows a + go. Letters that only look
// alike stay apart: i.meier and l.meier are two people.
func (e Email) AccountKey() string {
	local, _, _ := strings.Cut(e.Local(), "+")
	return strings.ReplaceAll(local, ".", "") + "@" + e.Domain()
}
