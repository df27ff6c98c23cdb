package desk

import (
	"context"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

// confirmPassword lets the actor prove by their password that it is them. A wrong
// one is Invalid at the given field, too many are TooMany.
func (c *Counter) confirmPassword(ctx context.Context, field, password string) (a officer.Account, err error) {
	actor, err := admit(ctx, rbac.SignedIn)
	if err != nil {
		return a, err
	}
	tries := c.counted(officer.ThrottlePassword, string(actor.Account))
	err = c.settle(ctx, func(tx *postgres.Tx) error {
		if a, err = tx.Account(actor.Account); err != nil {
			return err
		}
		return tries.try(tx, actor.Account)
	})
	if err != nil {
		return a, err
	}
	fits, err := c.fits(ctx, a, secret.Of(password))
	if err != nil {
		return a, err
	}
	return a, c.settle(ctx, func(tx *postgres.Tx) error {
		if fits {
			return tx.Forgive(tries.key)
		}
		tx.Record("password.refused", string(a.ID), "session", actor.Session)
		var p officer.Problems
		p.Add(field, "password.wrong")
		return p.Err()
	})
}

// ChangePassword takes a new password for the old one. The session gets a new
// token, all others end, and the person is told by mail.
func (s *Accounts) ChangePassword(ctx context.Context, old, password string) (token secret.Secret, err error) {
	if _, err := admit(ctx, rbac.AccountPassword); err != nil {
		return token, err
	}
	a, err := s.confirmPassword(ctx, "old_password", old)
	if err != nil {
		return token, err
	}
	hash, err := s.newHash(ctx, a, password)
	if err != nil {
		return token, err
	}
	return doOwn(ctx, s.Counter, rbac.AccountPassword, func(tx *postgres.Tx) (secret.Secret, error) {
		a.PasswordHash = hash // Stale if another session changed the account meanwhile
		if err := s.savePassword(tx, a, tx.Actor.Session); err != nil {
			return secret.Secret{}, err
		}
		return s.renew(tx, tx.Actor.Session, func(*officer.Session) {})
	})
}

// savePassword writes a new password down, with all that goes with it.
func (s *Accounts) savePassword(tx *postgres.Tx, a officer.Account, keep officer.SessionID) error {
	if err := tx.SaveAccount(a); err != nil {
		return err
	}
	if err := tx.DropLinks(officer.LinkPasswordReset, a.ID); err != nil {
		return err
	}
	tx.Record("password.changed", string(a.ID))
	if err := s.endOthers(tx, a.ID, keep, officer.EndedPasswordChanged); err != nil {
		return err
	}
	return s.mailTo(tx, a, "password_changed", nil)
}

// newHash checks a new password and hashes it. What speaks against it is Invalid,
// all of it at once, at the field "password".
func (s *Accounts) newHash(ctx context.Context, a officer.Account, password string) (string, error) {
	owner, err := s.owner(ctx, a)
	if err != nil {
		return "", err
	}
	return s.hashChosen(ctx, owner, password)
}

// hashChosen checks a password that somebody chose, and hashes it.
func (c *Counter) hashChosen(ctx context.Context, owner secret.Owner, password string) (string, error) {
	if err := checkChosen(owner, password).Err(); err != nil {
		return "", err
	}
	return c.Passwords.Hash(ctx, secret.Of(password))
}

// checkChosen gives all that speaks against a chosen password.
func checkChosen(owner secret.Owner, password string) (p officer.Problems) {
	for _, flaw := range secret.CheckPassword(secret.Of(password), owner) {
		p.Add("password", string(flaw), "count", minPassword(owner), "max", secret.MaxPassword)
	}
	return p
}

// owner says whose password it is: who has a second factor, or will have to, may
// have a shorter one.
func (s *Accounts) owner(ctx context.Context, a officer.Account) (o secret.Owner, err error) {
	o = secret.Owner{Email: a.Email, SecondFactor: a.HasSecondFactor()}
	err = s.DB.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		places, err := tx.Workplaces(a.ID)
		for _, w := range places {
			o.SecondFactor = true
			o.Names = append(o.Names, w.Name)
		}
		return err
	})
	return o, err
}

func minPassword(o secret.Owner) int {
	if o.SecondFactor {
		return secret.MinPasswordSecondFactor
	}
	return secret.MinPassword
}

// mailed is how long it takes to answer somebody who asks for a mail, whether or
// not there is anybody to mail to.
const mailed = 150 * time.Millisecond

// RequestReset mails a link for a new password to the holder of an account. It
// says the same, after the same time, whether or not there is one. An account
// that was never opened gets its invitation again.
func (s *Accounts) RequestReset(ctx context.Context, email string, from Visitor) error {
	return s.mailLink(ctx, email, from, func(tx *postgres.Tx, a officer.Account) error {
		if a.Status == officer.AccountInvited {
			return s.sendInvitation(tx, a)
		}
		return s.sendLink(tx, a, officer.LinkPasswordReset)
	})
}

// RequestUnlock mails a link with which the holder of an account signs in past a
// stranger's wrong tries. It says the same whether or not there is one.
func (s *Accounts) RequestUnlock(ctx context.Context, email string, from Visitor) error {
	return s.mailLink(ctx, email, from, func(tx *postgres.Tx, a officer.Account) error {
		if a.Status != officer.AccountActive {
			return nil
		}
		return s.sendLink(tx, a, officer.LinkSignInUnlock)
	})
}

// mailLink counts the request per address and account, and has the holder of an
// account, if there is one, be sent something.
func (s *Accounts) mailLink(ctx context.Context, typed string, from Visitor, send func(*postgres.Tx, officer.Account) error) error {
	email, err := officer.ParseEmail(typed)
	if err == nil && email == "" {
		err = officer.Fail(officer.Invalid, "form.missing")
	}
	var p officer.Problems
	p.AddErr("email", err)
	if err := p.Err(); err != nil {
		return err
	}
	answer := time.NewTimer(mailed)
	defer func() { <-answer.C }()
	return s.settle(ctx, func(tx *postgres.Tx) error {
		a, known, err := tx.FindAccountByEmail(email.AccountKey())
		if err != nil {
			return err
		}
		for _, tries := range []count{s.counted(officer.ThrottleMailAddress, network(from.Address)), s.counted(officer.ThrottleMail, email.AccountKey())} {
			if err := tries.try(tx, a.ID); err != nil {
				return err
			}
		}
		if !known || a.Status == officer.AccountClosed {
			return nil
		}
		return send(tx, a)
	})
}

// sendLink mails a link of a purpose to an account's holder; earlier ones of the
// purpose are worthless.
func (c *Counter) sendLink(tx *postgres.Tx, a officer.Account, p officer.LinkPurpose) error {
	if err := tx.DropLinks(p, a.ID); err != nil {
		return err
	}
	address, err := c.link(tx, officer.Link{Purpose: p, Account: a.ID})
	if err != nil {
		return err
	}
	tx.Record("link.mailed", string(a.ID), "purpose", p)
	return c.mailTo(tx, a, string(p), map[string]string{"link": address})
}

// Reset sets a new password by a mailed link. All sessions end; the second factor
// stays what it was. A link that is spent is NotFound; one whose new password is
// refused can be tried again.
func (s *Accounts) Reset(ctx context.Context, token, password string) error {
	return s.byLink(ctx, officer.LinkPasswordReset, token, password, func(tx *postgres.Tx, a officer.Account, hash string) error {
		if a.Status != officer.AccountActive {
			return officer.LinkSpent()
		}
		a.PasswordHash = hash
		tx.Record("password.reset", string(a.ID))
		if err := tx.Forgive(s.counted(officer.ThrottleSignIn, officer.Email(a.Email).AccountKey()).key); err != nil {
			return err
		}
		return s.savePassword(tx, a, "")
	})
}

// Accept opens an invited account with the password its holder chose.
func (s *Accounts) Accept(ctx context.Context, token, password string) error {
	return s.byLink(ctx, officer.LinkInvitation, token, password, func(tx *postgres.Tx, a officer.Account, hash string) error {
		if err := a.Accept(hash); err != nil {
			return err
		}
		tx.Record("account.opened", string(a.ID))
		return tx.SaveAccount(a)
	})
}

// byLink lets the holder of a link choose a password, and uses the link up in the
// transaction that sets it.
func (s *Accounts) byLink(ctx context.Context, p officer.LinkPurpose, token, password string, set func(*postgres.Tx, officer.Account, string) error) error {
	a, err := s.LinkHolder(ctx, p, token)
	if err != nil {
		return err
	}
	hash, err := s.newHash(ctx, a, password)
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
		if _, err := s.useLink(tx, p, token); err != nil {
			return err
		}
		a, err := tx.Account(a.ID)
		if err != nil {
			return err
		}
		return set(tx, a, hash)
	})
}

// LinkHolder gives whose account a link is for, for the page behind it. NotFound
// with link.spent if it can no longer be used.
func (s *Accounts) LinkHolder(ctx context.Context, p officer.LinkPurpose, token string) (a officer.Account, err error) {
	err = s.DB.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		l, err := tx.Link(p, s.linkDigests(p, token))
		if err != nil {
			return err
		}
		a, err = tx.Account(l.Account)
		return err
	})
	return a, err
}
