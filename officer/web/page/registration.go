package page

import (
	"net/url"

	"officerportal/officer"
)

// A RegisterPage is what somebody typed who wants an account.
type RegisterPage struct {
	Email, GivenNames, FamilyName, Language string
	OwnMailbox                              bool // they said that two letters are their initials
	Return                                  string
	Code                                    string // with which they came
	AsksCode                                bool   // they were on their way to a page that takes one
}

// asksInitials reports whether the form asks if two letters are initials: once
// the address was taken for a role's, and as long as they say no.
func (p RegisterPage) asksInitials(f *Frame) bool {
	return p.OwnMailbox || f.Error("own_mailbox") != ""
}

// A RegisteredPage says what happens after a registration.
type RegisteredPage struct {
	Registration officer.RegistrationID
	Email        string
}

func (p RegisteredPage) resend() string { return "/register/resend/" + string(p.Registration) }

// An ActivatePage asks for the password behind a registration's link.
type ActivatePage struct {
	Action, Email string
}

// withReturn adds the way back to an address; "/" is where people go anyway.
func withReturn(path, back string) string {
	if back == "" || back == "/" {
		return path
	}
	return path + "?" + url.Values{"return": {back}}.Encode()
}
