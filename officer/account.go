package officer

import "time"

// An Account is one natural person's login.
type Account struct {
	ID              AccountID
	Email           string
	EmailKey        string // the look-alike key under which an address is one account
	GivenNames      string
	FamilyName      string
	Language        string
	PasswordHash    string
	TOTPSealed      []byte
	TOTPConfirmedAt time.Time
	TOTPLastStep    int64
	Status          string // invited, active, closed
	CreatedAt       time.Time
	Version         int
}

// Name is the person's name as it is spoken.
func (a Account) Name() string { return a.GivenNames + " " + a.FamilyName }
