package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

// How somebody proved that it is them.
const (
	byTOTP     = "totp"
	byRecovery = "recovery_code"
	byDemo     = "demo"
)

// DemoCode is what people of the demo, who have no authenticator, type instead.
const DemoCode = "000000"

// ShowSecondFactor completes a sign-in with the code of the authenticator, or
// with a recovery code, which is then used up. The session gets a new token. A
// code that is wrong, or was used before, is Invalid; too many are TooMany.
func (s *SignIn) ShowSecondFactor(ctx context.Context, code string) (token secret.Secret, err error) {
	actor, err := admit(ctx, rbac.AccountSecondFactor)
	if err != nil {
		return token, err
	}
	err = s.proving(ctx, actor, code, func(tx *postgres.Tx, a officer.Account, how string) error {
		if how == byRecovery {
			if err := s.tellRecovery(tx, a); err != nil {
				return err
			}
		}
		tx.Record("second_factor.shown", string(a.ID), "session", actor.Session, "by", how)
		token, err = s.renew(tx, actor.Session, func(session *officer.Session) { session.SecondFactorAt = tx.Now })
		return err
	})
	return token, err
}

// Reauthenticate lets the actor prove that it is still them who sits there,
// before an act that counts, such as signing an identification record: with a
// fresh code of their authenticator. Each code works once, for sign-in and proof
// together, so that one record takes one code; recovery codes do not work here.
// A wrong code is Invalid (field "code"), too many tries are TooMany.
//
// It has its own transaction, since a wrong try must be counted whatever becomes
// of the act: call it before the door.
func (c *Counter) Reauthenticate(ctx context.Context, code string) error {
	actor, err := admit(ctx, rbac.SignedIn)
	if err != nil {
		return err
	}
	if _, recovery := secret.ParseRecoveryCode(code); recovery {
		code = ""
	}
	return c.proving(ctx, actor, code, func(tx *postgres.Tx, a officer.Account, how string) error {
		tx.Record("account.reauthenticated", string(a.ID), "session", actor.Session, "by", how)
		return nil
	})
}

// proving checks a code of the actor's second factor and, if it is right, goes on
// in the same transaction. Tries are counted per account.
func (c *Counter) proving(ctx context.Context, actor officer.Actor, code string, then func(*postgres.Tx, officer.Account, string) error) error {
	tries := c.counted(officer.ThrottleSecondFactor, string(actor.Account))
	return c.settle(ctx, func(tx *postgres.Tx) error {
		if err := tries.try(tx, actor.Account); err != nil {
			return err
		}
		a, err := tx.Account(actor.Account)
		if err != nil {
			return err
		}
		how, err := c.proof(tx, a, code)
		if err != nil {
			return err
		}
		if how == "" {
			tx.Record("second_factor.failed", string(a.ID), "session", actor.Session)
			return wrongCode()
		}
		if err := tx.Forgive(tries.key); err != nil {
			return err
		}
		return then(tx, a, how)
	})
}

func wrongCode() error {
	var p officer.Problems
	p.Add("code", "second_factor.wrong")
	return p.Err()
}

// proof tells how a code proves the account's holder, and uses the code up; ""
// if it does not.
func (c *Counter) proof(tx *postgres.Tx, a officer.Account, code string) (how string, err error) {
	var fits bool
	switch {
	case !a.HasSecondFactor() && c.Demo && code == DemoCode:
		return byDemo, nil
	case !a.HasSecondFactor():
		return "", nil
	}
	if recovery, typed := secret.ParseRecoveryCode(code); typed {
		how = byRecovery
		fits, err = tx.UseRecoveryCode(a.ID, c.Keys.Digests.Candidates(secret.Recovery, recovery))
	} else {
		how = byTOTP
		fits, err = c.rightTOTP(tx, a, code)
	}
	if err != nil || !fits {
		return "", err
	}
	return how, nil
}

// rightTOTP checks a code of the authenticator and uses its step up.
func (c *Counter) rightTOTP(tx *postgres.Tx, a officer.Account, code string) (bool, error) {
	key, err := c.Keys.Box.Open(a.TOTPSealed, totpPlace(a.ID))
	if err != nil {
		return false, err
	}
	step, fits, err := secret.VerifyTOTP(secret.Of(string(key)), code, tx.Now, a.TOTPLastStep)
	if err != nil || !fits {
		return false, err
	}
	return tx.UseTOTPStep(a.ID, step)
}

func totpPlace(id officer.AccountID) string {
	return secret.Bind("", "accounts", "totp_sealed", string(id))
}

// tellRecovery tells the account's holder that a recovery code was used, and how
// many are left.
func (s *SignIn) tellRecovery(tx *postgres.Tx, a officer.Account) error {
	left, err := tx.RecoveryCodesLeft(a.ID)
	if err != nil {
		return err
	}
	tx.Record("recovery_code.used", string(a.ID), "left", left)
	return s.mailTo(tx, a, "recovery_code_used", nil)
}

// renew gives a session another token with its other rights; the old one is
// worthless at once.
func (c *Counter) renew(tx *postgres.Tx, id officer.SessionID, change func(*officer.Session)) (secret.Secret, error) {
	session, err := tx.Session(id)
	if err != nil {
		return secret.Secret{}, err
	}
	change(&session)
	token := secret.NewToken()
	session.Digest = c.Keys.Digests.Digest(secret.Session, token)
	return token, tx.RenewSession(session)
}

// tokenRenewal is the purpose under which a token gives the one after it.
const tokenRenewal secret.Purpose = "session_renewal"

// Renew gives the actor's session, whose rights grew, the token after the one
// that it was asked with. The new one is made from the old one by the portal's
// key, so that two tabs that ask at once are given the same. No token means that
// the session has got yet another one meanwhile: the browser keeps what it has.
func (s *SignIn) Renew(ctx context.Context, token string) (secret.Secret, error) {
	return doOwn(ctx, s.Counter, rbac.SignedIn, func(tx *postgres.Tx) (secret.Secret, error) {
		next := secret.Of(s.Keys.Digests.Digest(tokenRenewal, secret.Of(token)))
		tx.Record("session.renewed", string(tx.Actor.Account), "session", tx.Actor.Session)
		ours, err := tx.RenewToken(tx.Actor.Session, s.sessionDigests(token), s.Keys.Digests.Digest(secret.Session, next))
		if err != nil || !ours {
			return secret.Secret{}, err
		}
		return next, nil
	})
}

// SwitchPlace goes to another place where the actor works: an organisation's id,
// or none for their own portal. A place that is not theirs is NotFound. The
// session gets a new token.
func (s *SignIn) SwitchPlace(ctx context.Context, to officer.OrganisationID) (secret.Secret, error) {
	return doOwn(ctx, s.Counter, rbac.SignedIn, func(tx *postgres.Tx) (secret.Secret, error) {
		places, err := tx.Workplaces(tx.Actor.Account)
		if err != nil {
			return secret.Secret{}, err
		}
		if err := (officer.Presence{Workplaces: places}).MayEnter(to); err != nil {
			return secret.Secret{}, err
		}
		tx.Record("place.switched", string(tx.Actor.Account), "session", tx.Actor.Session, "to", to)
		return s.renew(tx, tx.Actor.Session, func(session *officer.Session) { session.Organisation = to })
	})
}
