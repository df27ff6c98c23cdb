package officer

import "time"

// RegistrationLifetime is how long a registration waits for its link to be
// followed. A link is mailed anew meanwhile; each lives as long as its purpose.
const RegistrationLifetime = 3 * 24 * time.Hour

// A Registration is an account that waits until its address is proven: by the
// mailed link and, besides, by the password that was chosen with it. So whoever
// registers somebody else's address gains nothing, and whoever follows a link
// that somebody else caused opens no account of that person's. Every request has
// a registration of its own.
type Registration struct {
	ID           RegistrationID
	Email        string
	EmailKey     string
	GivenNames   string
	FamilyName   string
	Language     string
	PasswordHash string
	ReturnPath   string // where the person was on their way; empty for nowhere
	CodeSealed   []byte // the code with which they came; nil for none
	CreatedAt    time.Time
	ExpiresAt    time.Time
}

// Account is the account that the registration opens.
func (r Registration) Account() Account {
	return Account{
		ID: NewID[AccountID](), Email: r.Email, EmailKey: r.EmailKey, GivenNames: r.GivenNames, FamilyName: r.FamilyName,
		Language: r.Language, PasswordHash: r.PasswordHash, Status: AccountActive, Version: 1,
	}
}

// OwnAddress reads the address that somebody gives as their account's. An
// account belongs to one person, so the mailbox of a role is refused at the field
// "email"; two letters may be initials as well and only want to be confirmed, at
// the field "own_mailbox".
func OwnAddress(typed string, confirmed bool) (Email, error) {
	var p Problems
	email, err := ParseEmail(typed)
	switch {
	case err != nil:
		p.AddErr("email", err)
	case email == "":
		p.Add("email", "form.missing")
	case email.Mailbox() == RoleMailbox:
		p.Add("email", "account.role_mailbox")
	case email.Mailbox() == DoubtfulMailbox && !confirmed:
		p.Add("own_mailbox", "account.initials", "local", email.Local())
	}
	return email, p.Err()
}
