package desk

import (
	"context"
	"net/url"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

// issuer is what an authenticator app shows above the code.
const issuer = "Officer-Portal"

// A FactorPage is how it stands with the actor's second factor.
type FactorPage struct {
	Enrolled      bool // an authenticator is set up
	Mandatory     bool // a role demands one
	Shown         bool // in this session
	RecoveryCodes int  // that can still be used
}

// SecondFactor tells how it stands with the actor's second factor, also while
// they are signing in.
func (s *Accounts) SecondFactor(ctx context.Context) (FactorPage, error) {
	return viewOwn(ctx, s.Counter, rbac.AccountSecondFactor, func(tx *postgres.Tx) (p FactorPage, err error) {
		a, places, err := s.load(tx)
		if err != nil {
			return p, err
		}
		p = FactorPage{Enrolled: a.HasSecondFactor(), Mandatory: len(places) > 0, Shown: tx.Actor.SecondFactor}
		p.RecoveryCodes, err = tx.RecoveryCodesLeft(a.ID)
		return p, err
	})
}

// BeginEnrolment draws a key for a new authenticator, which counts once a code
// made with it was entered. It waits in the session, not in the account. Who has
// an authenticator already replaces it, and proves by the password that it is them.
func (s *Accounts) BeginEnrolment(ctx context.Context, password string) error {
	if err := s.mayEnrol(ctx, password); err != nil {
		return err
	}
	return changeOwn(ctx, s.Counter, rbac.AccountSecondFactor, func(tx *postgres.Tx) error {
		drawn, err := secret.EnrolTOTP(issuer, tx.Actor.Email)
		if err != nil {
			return err
		}
		sealed, err := s.Keys.Box.Seal([]byte(drawn.URI.Reveal()), pendingPlace(tx.Actor.Session))
		if err != nil {
			return err
		}
		tx.Record("second_factor.begun", string(tx.Actor.Account), "session", tx.Actor.Session)
		return tx.SetPendingTOTP(tx.Actor.Session, sealed)
	})
}

// mayEnrol refuses whoever knows the password only while there is a second
// factor: they would replace what they cannot show.
func (s *Accounts) mayEnrol(ctx context.Context, password string) error {
	actor, err := admit(ctx, rbac.AccountSecondFactor)
	if err != nil {
		return err
	}
	has, err := viewOwn(ctx, s.Counter, rbac.AccountSecondFactor, func(tx *postgres.Tx) (bool, error) {
		a, err := tx.Account(tx.Actor.Account)
		return a.HasSecondFactor(), err
	})
	switch {
	case err != nil || !has:
		return err
	case !actor.SecondFactor:
		return officer.Fail(officer.Unauthenticated, "signin.second_factor_needed")
	}
	_, err = s.confirmPassword(ctx, "password", password)
	return err
}

func pendingPlace(id officer.SessionID) string {
	return secret.Bind("", "sessions", "totp_pending_sealed", string(id))
}

// Enrolment gives the key that waits to be taken over into an authenticator.
// NotFound when none was begun in this session.
func (s *Accounts) Enrolment(ctx context.Context) (secret.Enrolment, error) {
	return viewOwn(ctx, s.Counter, rbac.AccountSecondFactor, s.pending)
}

func (s *Accounts) pending(tx *postgres.Tx) (e secret.Enrolment, err error) {
	sealed, err := tx.PendingTOTP(tx.Actor.Session)
	if err != nil {
		return e, err
	}
	if sealed == nil {
		return e, officer.Fail(officer.NotFound, "second_factor.not_begun")
	}
	uri, err := s.Keys.Box.Open(sealed, pendingPlace(tx.Actor.Session))
	if err != nil {
		return e, err
	}
	u, err := url.Parse(string(uri))
	if err != nil {
		return e, err
	}
	return secret.Enrolment{URI: secret.Of(string(uri)), Key: secret.Of(u.Query().Get("secret"))}, nil
}

// ConfirmEnrolment makes the authenticator the account's, once it gives a right
// code. The person gets fresh recovery codes, the session a new token and all
// that signing in gives; other sessions end. A wrong code is Invalid (field
// "code"), too many are TooMany.
func (s *Accounts) ConfirmEnrolment(ctx context.Context, code string) (fresh FreshFactor, err error) {
	actor, err := admit(ctx, rbac.AccountSecondFactor)
	if err != nil {
		return fresh, err
	}
	tries := s.counted(officer.ThrottleSecondFactor, string(actor.Account), "enrolment")
	err = s.settle(ctx, func(tx *postgres.Tx) error {
		if err := tries.try(tx, actor.Account); err != nil {
			return err
		}
		drawn, err := s.pending(tx)
		if err != nil {
			return err
		}
		step, fits, err := secret.VerifyTOTP(drawn.Key, code, tx.Now, 0)
		if err != nil {
			return err
		}
		if !fits {
			tx.Record("second_factor.failed", string(actor.Account), "session", actor.Session)
			return wrongCode()
		}
		if err := tx.Forgive(tries.key); err != nil {
			return err
		}
		fresh, err = s.enrol(tx, drawn.Key, step)
		return err
	})
	return fresh, err
}

func (s *Accounts) enrol(tx *postgres.Tx, key secret.Secret, step int64) (fresh FreshFactor, err error) {
	a, err := tx.Account(tx.Actor.Account)
	if err != nil {
		return fresh, err
	}
	if a.HasSecondFactor() && !tx.Actor.SecondFactor {
		return fresh, officer.Fail(officer.Unauthenticated, "signin.second_factor_needed")
	}
	sealed, err := s.Keys.Box.Seal([]byte(key.Reveal()), totpPlace(a.ID))
	if err != nil {
		return fresh, err
	}
	a.EnrolSecondFactor(sealed, step, tx.Now)
	if err := tx.SaveAccount(a); err != nil {
		return fresh, err
	}
	if err := tx.SetPendingTOTP(tx.Actor.Session, nil); err != nil {
		return fresh, err
	}
	tx.Record("second_factor.enrolled", string(a.ID), "session", tx.Actor.Session)
	if fresh, err = s.freshFactor(tx, a); err != nil {
		return fresh, err
	}
	return fresh, s.mailTo(tx, a, "second_factor_changed", nil)
}

// freshFactor draws recovery codes, ends the other sessions and gives this one a
// new token.
func (s *Accounts) freshFactor(tx *postgres.Tx, a officer.Account) (fresh FreshFactor, err error) {
	if fresh.Codes, err = s.drawRecoveryCodes(tx, a.ID); err != nil {
		return fresh, err
	}
	if err := s.endOthers(tx, a.ID, tx.Actor.Session, officer.EndedSecondFactor); err != nil {
		return fresh, err
	}
	fresh.Token, err = s.renew(tx, tx.Actor.Session, func(session *officer.Session) { session.SecondFactorAt = tx.Now })
	return fresh, err
}

func (s *Accounts) drawRecoveryCodes(tx *postgres.Tx, id officer.AccountID) ([]secret.Secret, error) {
	codes := secret.NewRecoveryCodes()
	digests := make([]string, len(codes))
	for i, code := range codes {
		digests[i] = s.Keys.Digests.Digest(secret.Recovery, code)
	}
	tx.Record("recovery_codes.drawn", string(id))
	return codes, tx.ReplaceRecoveryCodes(id, digests)
}

// RenewRecoveryCodes draws a fresh set; the codes before are worthless. It takes
// the password.
func (s *Accounts) RenewRecoveryCodes(ctx context.Context, password string) ([]secret.Secret, error) {
	if err := s.mayChangeFactor(ctx, password); err != nil {
		return nil, err
	}
	return doOwn(ctx, s.Counter, rbac.AccountSecondFactor, func(tx *postgres.Tx) ([]secret.Secret, error) {
		return s.drawRecoveryCodes(tx, tx.Actor.Account)
	})
}

// DropSecondFactor goes back to the password alone, which only those may who hold
// no role. It takes the password; other sessions end.
func (s *Accounts) DropSecondFactor(ctx context.Context, password string) error {
	if err := s.mayChangeFactor(ctx, password); err != nil {
		return err
	}
	return changeOwn(ctx, s.Counter, rbac.AccountSecondFactor, func(tx *postgres.Tx) error {
		a, places, err := s.load(tx)
		if err != nil {
			return err
		}
		if len(places) > 0 {
			return officer.Fail(officer.Conflict, "second_factor.mandatory")
		}
		return s.drop(tx, a)
	})
}

func (s *Accounts) drop(tx *postgres.Tx, a officer.Account) error {
	a.DropSecondFactor()
	if err := tx.SaveAccount(a); err != nil {
		return err
	}
	if err := tx.ReplaceRecoveryCodes(a.ID, nil); err != nil {
		return err
	}
	tx.Record("second_factor.dropped", string(a.ID))
	if err := s.endOthers(tx, a.ID, tx.Actor.Session, officer.EndedSecondFactor); err != nil {
		return err
	}
	return s.mailTo(tx, a, "second_factor_changed", nil)
}

// mayChangeFactor asks for a session with the second factor, and the password.
func (s *Accounts) mayChangeFactor(ctx context.Context, password string) error {
	actor, err := admit(ctx, rbac.AccountSecondFactor)
	if err != nil {
		return err
	}
	if !actor.SecondFactor {
		return officer.Fail(officer.Unauthenticated, "signin.second_factor_needed")
	}
	_, err = s.confirmPassword(ctx, "password", password)
	return err
}
