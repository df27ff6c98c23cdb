package desk

import (
	"context"
	"errors"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
)

// Registration opens accounts to people who come by themselves. What it answers
// tells nobody whether an address has an account: the answer, its status and the
// work behind it are the same, only the mail differs.
type Registration struct {
	*Counter
	SignIn *SignIn
}

// A Registrant is what somebody typed who wants an account.
type Registrant struct {
	Email, GivenNames, FamilyName string
	Language                      string // de or en
	Password                      string
	OwnMailbox                    bool   // they say that two letters are their initials
	ReturnPath                    string // where they were on their way; empty for nowhere
	Code                          string // with which they came; empty for none
	CodeSymbols                   int    // how many symbols such a code has
}

// check reads what was typed, and notes everything that is wrong with it.
func (who Registrant) check() (officer.Registration, error) {
	var p officer.Problems
	email, err := officer.OwnAddress(who.Email, who.OwnMailbox)
	p.Join(err)
	name, err := cleanPerson(who.GivenNames, who.FamilyName)
	p.Join(err)
	p = append(p, checkChosen(secret.Owner{Email: string(email)}, who.Password)...)
	if who.Code != "" {
		_, err = officer.ParseCode(who.Code, who.CodeSymbols)
		p.AddErr("code", err)
	}
	return officer.Registration{
		ID: officer.NewID[officer.RegistrationID](), Email: string(email), EmailKey: email.AccountKey(),
		GivenNames: name.given, FamilyName: name.family, Language: who.Language, ReturnPath: who.ReturnPath,
	}, p.Err()
}

// Register keeps what somebody typed until they follow the link that is mailed
// to them. An address that has an account is told so by that mail. Too many
// requests for an address or from a network are TooMany.
func (s *Registration) Register(ctx context.Context, who Registrant, from Visitor) (officer.RegistrationID, error) {
	r, err := who.check()
	if err != nil {
		return "", err
	}
	if err := s.countRequest(ctx, r.EmailKey, from); err != nil {
		return "", err
	}
	if r.PasswordHash, err = s.Passwords.Hash(ctx, secret.Of(who.Password)); err != nil {
		return "", err
	}
	if who.Code != "" { // its digest would not do: the page that takes the code asks for the code itself
		if r.CodeSealed, err = s.Keys.Box.Seal([]byte(who.Code), codePlace(r.ID)); err != nil {
			return "", err
		}
	}
	return r.ID, s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
		r.CreatedAt, r.ExpiresAt = tx.Now, tx.Now.Add(officer.RegistrationLifetime)
		if err := tx.AddRegistration(r); err != nil {
			return err
		}
		return s.mailRegistered(tx, r)
	})
}

func codePlace(id officer.RegistrationID) string {
	return secret.Bind("", "registrations", "code", string(id))
}

// Code is the code with which somebody came who has opened their account; empty
// for none. Nobody has looked whether it opens anything.
func (s *Registration) Code(r officer.Registration) (string, error) {
	if len(r.CodeSealed) == 0 {
		return "", nil
	}
	code, err := s.Keys.Box.Open(r.CodeSealed, codePlace(r.ID))
	return string(code), err
}

// countRequest counts a request for an address and from a network.
func (s *Registration) countRequest(ctx context.Context, key string, from Visitor) error {
	err := s.settle(ctx, func(tx *postgres.Tx) error {
		for _, tries := range []count{s.counted(officer.ThrottleMailAddress, network(from.Address)), s.counted(officer.ThrottleRegister, key)} {
			if err := tries.try(tx, ""); err != nil {
				return err
			}
		}
		return nil
	})
	return tooManyFor(err, "registration.too_many")
}

// tooManyFor tells in other words that tries come too early.
func tooManyFor(err error, key string) error {
	var refusal *officer.Error
	if errors.As(err, &refusal) && refusal.Kind == officer.TooMany {
		return officer.Fail(officer.TooMany, key, "count", refusal.Args["count"])
	}
	return err
}

// mailRegistered mails the link to whoever registered; or, to the holder of an
// account, that they have one. A link is made in any case, so that both cost the
// same; without the mail it is nobody's.
func (s *Registration) mailRegistered(tx *postgres.Tx, r officer.Registration) error {
	a, known, err := tx.FindAccountByEmail(r.EmailKey)
	if err != nil {
		return err
	}
	address, err := s.link(tx, officer.Link{Purpose: officer.LinkRegistration, Subject: string(r.ID)})
	switch {
	case err != nil:
		return err
	case known && a.Status == officer.AccountActive:
		return s.mailTo(tx, a, "registration_known", map[string]string{"link": s.Address + "/signin", "reset": s.Address + "/password/forgotten"})
	case known && a.Status == officer.AccountClosed:
		return s.mailTo(tx, a, "registration_closed", map[string]string{"help": s.Address + "/help"})
	}
	return s.mail(tx, officer.Mail{Recipient: r.Email, Language: r.Language, Template: "registration", Args: map[string]string{"link": address}})
}

// Waiting gives a registration for the page that tells what happens now.
// NotFound if it has become an account or has run out.
func (s *Registration) Waiting(ctx context.Context, id officer.RegistrationID) (r officer.Registration, err error) {
	err = s.DB.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		r, err = tx.Registration(id)
		return err
	})
	return r, err
}

// Resend mails once more what was mailed for a registration.
func (s *Registration) Resend(ctx context.Context, id officer.RegistrationID, from Visitor) error {
	r, err := s.Waiting(ctx, id)
	if err != nil {
		return err
	}
	if err := s.countRequest(ctx, r.EmailKey, from); err != nil {
		return err
	}
	return s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
		if r, err = tx.Registration(id); err != nil {
			return err
		}
		return s.mailRegistered(tx, r)
	})
}

// Followed gives the registration that a mailed link is for, without using the
// link up: mail programs look at links, too.
func (s *Registration) Followed(ctx context.Context, token string) (r officer.Registration, err error) {
	err = s.DB.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		l, err := tx.Link(officer.LinkRegistration, s.linkDigests(officer.LinkRegistration, token))
		if err != nil {
			return registrationSpent(err)
		}
		r, err = tx.Registration(officer.RegistrationID(l.Subject))
		return err
	})
	return r, err
}

// registrationSpent tells of a link that is spent how to go on from there.
func registrationSpent(err error) error {
	if errors.Is(err, officer.NotFound) {
		return officer.Fail(officer.NotFound, "registration.spent")
	}
	return err
}

// Activate opens the account of a registration to whoever follows its link and
// knows the password that was chosen with it, and signs them in. A wrong password
// is Invalid at the field "password"; where the address has got an account
// meanwhile it is a Conflict.
func (s *Registration) Activate(ctx context.Context, token, password string, from Visitor) (in Admission, r officer.Registration, err error) {
	if r, err = s.Followed(ctx, token); err != nil {
		return in, r, err
	}
	if err := s.countActivation(ctx, r, from); err != nil {
		return in, r, err
	}
	fits, err := s.Passwords.Verify(ctx, secret.Of(password), r.PasswordHash)
	if err != nil {
		return in, r, err
	}
	if !fits {
		var p officer.Problems
		p.Add("password", "registration.wrong_password")
		return in, r, p.Err()
	}
	err = s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
		a, err := s.open(tx, token, r)
		if err != nil {
			return err
		}
		in, err = s.SignIn.begin(tx, a, from, time.Time{})
		return err
	})
	return in, r, err
}

// countActivation counts a password that is tried behind a link.
func (s *Registration) countActivation(ctx context.Context, r officer.Registration, from Visitor) error {
	return s.settle(ctx, func(tx *postgres.Tx) error {
		for _, tries := range []count{s.counted(officer.ThrottleLinkAddress, network(from.Address)), s.counted(officer.ThrottleActivate, string(r.ID))} {
			if err := tries.try(tx, ""); err != nil {
				return err
			}
		}
		return nil
	})
}

// open uses the link up and makes the registration an account. Somebody who was
// invited meanwhile has one, which waits for its password: it gets this one, and
// keeps the name that its organisation answers for.
func (s *Registration) open(tx *postgres.Tx, token string, r officer.Registration) (a officer.Account, err error) {
	if _, err = s.useLink(tx, officer.LinkRegistration, token); err != nil {
		return a, registrationSpent(err)
	}
	a, known, err := tx.FindAccountByEmail(r.EmailKey)
	if err != nil {
		return a, err
	}
	if !known {
		a = r.Account()
		err = tx.AddAccount(a)
	} else {
		if a.Accept(r.PasswordHash) != nil {
			return a, officer.Fail(officer.Conflict, "registration.exists")
		}
		err = tx.SaveAccount(a)
	}
	if err != nil {
		return a, err
	}
	tx.Record("account.opened", string(a.ID))
	return a, errors.Join(tx.DropLinks(officer.LinkInvitation, a.ID), tx.DropRegistration(r.ID))
}
