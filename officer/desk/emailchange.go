package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// An EmailPage is what somebody sees about the address of their account.
type EmailPage struct {
	Email  string
	Change officer.EmailChange // that waits to be confirmed; zero for none
}

// Email shows the address of the actor's account and the change that is under way.
func (s *Accounts) Email(ctx context.Context) (EmailPage, error) {
	return viewOwn(ctx, s.Counter, rbac.AccountEmail, func(tx *postgres.Tx) (p EmailPage, err error) {
		a, err := tx.Account(tx.Actor.Account)
		if err != nil {
			return p, err
		}
		p.Email = a.Email
		p.Change, _, err = tx.OpenEmailChange(a.ID)
		return p, err
	})
}

// A NewAddress is what somebody typed who wants another address for their account.
type NewAddress struct {
	Email, Password string
	OwnMailbox      bool // they say that two letters are their initials
}

// AskEmailChange begins a change of the actor's address: both addresses are
// mailed a link, and the new one counts when both have followed theirs. An
// address that is another account's is told so by its mail; the answer is the
// same. A change beside an open one is a Conflict.
func (s *Accounts) AskEmailChange(ctx context.Context, in NewAddress, from Visitor) error {
	if _, err := admit(ctx, rbac.AccountEmail); err != nil {
		return err
	}
	email, err := officer.OwnAddress(in.Email, in.OwnMailbox)
	if err != nil {
		return err
	}
	a, err := s.confirmPassword(ctx, "password", in.Password)
	if err != nil {
		return err
	}
	if string(email) == a.Email {
		var p officer.Problems
		p.Add("email", "email_change.same")
		return p.Err()
	}
	return s.settle(ctx, func(tx *postgres.Tx) error {
		if err := s.countEmailChange(tx, a, email, from); err != nil {
			return err
		}
		return s.beginEmailChange(tx, a, email)
	})
}

// countEmailChange counts the mails that a person causes, those that a mailbox
// gets whoever causes them, and those from a network.
func (s *Accounts) countEmailChange(tx *postgres.Tx, a officer.Account, to officer.Email, from Visitor) error {
	for _, tries := range []count{s.counted(officer.ThrottleMailAddress, network(from.Address)), s.counted(officer.ThrottleEmailChange, string(a.ID)),
		s.counted(officer.ThrottleRegister, to.AccountKey())} {
		if err := tries.try(tx, a.ID); err != nil {
			return tooManyFor(err, "registration.too_many")
		}
	}
	return nil
}

// beginEmailChange keeps a change and mails the two links. One that ran out makes
// room for it.
func (s *Accounts) beginEmailChange(tx *postgres.Tx, a officer.Account, to officer.Email) error {
	if _, open, err := tx.OpenEmailChange(a.ID); err != nil || open {
		return orElseOpen(err)
	}
	if _, err := tx.EndEmailChanges(a.ID); err != nil {
		return err
	}
	change := officer.EmailChange{
		ID: officer.NewID[officer.EmailChangeID](), Account: a.ID, Email: string(to), EmailKey: to.AccountKey(),
		CreatedAt: tx.Now, ExpiresAt: tx.Now.Add(officer.LinkEmailChange.Lifetime()),
	}
	tx.Record("email.change_asked", string(a.ID))
	if err := tx.AddEmailChange(change); err != nil {
		return err
	}
	address, err := s.changeLink(tx, change, officer.OldMailbox)
	if err != nil {
		return err
	}
	if err := s.mailTo(tx, a, "email_change_old", map[string]string{"link": address, "email": officer.MaskEmail(change.Email)}); err != nil {
		return err
	}
	return s.mailNewAddress(tx, a, change)
}

func orElseOpen(err error) error {
	if err != nil {
		return err
	}
	return officer.Fail(officer.Conflict, "account.email_change_open")
}

// mailNewAddress mails the link to the new address; or, if that is another
// account's, tells its holder. A link is made in any case, so that both cost the same.
func (s *Accounts) mailNewAddress(tx *postgres.Tx, a officer.Account, change officer.EmailChange) error {
	address, err := s.changeLink(tx, change, officer.NewMailbox)
	if err != nil {
		return err
	}
	other, known, err := tx.FindAccountByEmail(change.EmailKey)
	if err != nil {
		return err
	}
	if known && other.ID != a.ID {
		return s.mailTo(tx, other, "email_change_taken", map[string]string{"link": s.Address + "/signin"})
	}
	return s.mail(tx, officer.Mail{Recipient: change.Email, Language: a.Language, Template: "email_change_new", Args: map[string]string{"link": address}})
}

func (s *Accounts) changeLink(tx *postgres.Tx, change officer.EmailChange, side officer.MailboxSide) (string, error) {
	return s.link(tx, officer.Link{Purpose: officer.LinkEmailChange, Account: change.Account, Subject: change.LinkSubject(side)})
}

// CancelEmailChange ends the change that the actor's account waits for; NotFound
// without one.
func (s *Accounts) CancelEmailChange(ctx context.Context) error {
	return changeOwn(ctx, s.Counter, rbac.AccountEmail, func(tx *postgres.Tx) error {
		n, err := tx.EndEmailChanges(tx.Actor.Account)
		if err != nil {
			return err
		}
		if n == 0 {
			return officer.Fail(officer.NotFound, "email_change.none")
		}
		tx.Record("email.change_cancelled", string(tx.Actor.Account))
		return tx.DropLinks(officer.LinkEmailChange, tx.Actor.Account)
	})
}

// A Confirmation is what a link of a change of address is about: whose address
// it confirms, and which will be the account's.
type Confirmation struct {
	Side officer.MailboxSide
	New  string // the new address
	Done bool   // both have confirmed
}

// EmailLink shows what a link of a change is about, without using it up.
func (s *Accounts) EmailLink(ctx context.Context, token string) (c Confirmation, err error) {
	l, err := s.peekLink(ctx, officer.LinkEmailChange, token)
	if err != nil {
		return c, err
	}
	id, side := officer.ParseChangeSubject(l.Subject)
	err = s.DB.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		change, open, err := tx.OpenEmailChange(l.Account)
		if err == nil && (!open || change.ID != id) {
			err = officer.LinkSpent()
		}
		c = Confirmation{Side: side, New: change.Email}
		return err
	})
	return c, err
}

// ConfirmEmail confirms one side of a change. The later of the two makes it: the
// account and whatever shows its address follow, all sessions but the one in which
// this is done end, and the former address is told. Where the new address has
// become somebody else's meanwhile it is a Conflict.
func (s *Accounts) ConfirmEmail(ctx context.Context, token string) (c Confirmation, err error) {
	err = s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
		l, err := s.useLink(tx, officer.LinkEmailChange, token)
		if err != nil {
			return err
		}
		id, side := officer.ParseChangeSubject(l.Subject)
		change, err := tx.LockEmailChange(l.Account, id)
		if err != nil {
			return err
		}
		c = Confirmation{Side: side, New: change.Email, Done: change.Confirm(side, tx.Now)}
		tx.Record("email.confirmed", string(l.Account), "side", side)
		if err := tx.SaveEmailChange(change); err != nil || !c.Done {
			return err
		}
		return s.changeEmail(tx, change)
	})
	return c, err
}

// changeEmail makes the new address the account's. Links that went to the former
// one are worthless.
func (s *Accounts) changeEmail(tx *postgres.Tx, change officer.EmailChange) error {
	a, err := tx.Account(change.Account)
	if err != nil {
		return err
	}
	if a.Status != officer.AccountActive {
		return officer.LinkSpent()
	}
	former := a
	a.Email, a.EmailKey = change.Email, change.EmailKey
	if err := tx.SetEmail(a); err != nil {
		return err
	}
	if err := tx.FollowEmail(a.ID, former.Email, a.Email); err != nil {
		return err
	}
	for _, p := range []officer.LinkPurpose{officer.LinkPasswordReset, officer.LinkSignInUnlock, officer.LinkEmailChange} {
		if err := tx.DropLinks(p, a.ID); err != nil {
			return err
		}
	}
	tx.Record("email.changed", string(a.ID))
	var keep officer.SessionID
	if tx.Actor.Account == a.ID {
		keep = tx.Actor.Session
	}
	if err := s.endOthers(tx, a.ID, keep, officer.EndedEmailChanged); err != nil {
		return err
	}
	return s.mailTo(tx, former, "email_changed", map[string]string{"email": officer.MaskEmail(a.Email), "help": s.Address + "/help"})
}
