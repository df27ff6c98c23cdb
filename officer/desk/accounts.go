package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

// Accounts are what people do with their own account: password, second factor,
// sessions, profile; and how an account comes about.
type Accounts struct{ *Counter }

// An AccountPage is what the account's own page shows.
type AccountPage struct {
	Account       officer.Account
	Workplaces    []officer.Workplace
	Sessions      int
	RecoveryCodes int // that can still be used
}

// Fixed reports whether an organisation answers for the person's name, so that
// they do not change it themselves.
func (p AccountPage) Fixed() bool { return len(p.Workplaces) > 0 }

// Mine gives the actor's own account.
func (s *Accounts) Mine(ctx context.Context) (AccountPage, error) {
	return viewOwn(ctx, s.Counter, rbac.AccountProfile, func(tx *postgres.Tx) (p AccountPage, err error) {
		if p.Account, err = tx.Account(tx.Actor.Account); err != nil {
			return p, err
		}
		if p.Workplaces, err = tx.Workplaces(p.Account.ID); err != nil {
			return p, err
		}
		sessions, err := tx.Sessions(p.Account.ID)
		if err != nil {
			return p, err
		}
		p.Sessions = len(sessions)
		p.RecoveryCodes, err = tx.RecoveryCodesLeft(p.Account.ID)
		return p, err
	})
}

// A Profile is what people say about themselves.
type Profile struct {
	GivenNames, FamilyName, Language string
	Version                          int
}

// SaveProfile changes name and language. Who works for an organisation changes
// the language only: their name stands in what they sign, and the organisation
// answers for it.
func (s *Accounts) SaveProfile(ctx context.Context, p Profile) error {
	name, err := cleanPerson(p.GivenNames, p.FamilyName)
	return changeOwn(ctx, s.Counter, rbac.AccountProfile, func(tx *postgres.Tx) error {
		a, places, problem := s.load(tx)
		if problem != nil {
			return problem
		}
		a.Version, a.Language = p.Version, p.Language
		if len(places) == 0 {
			if err != nil {
				return err
			}
			a.GivenNames, a.FamilyName = name.given, name.family
		}
		tx.Record("profile.changed", string(a.ID), "language", a.Language)
		return tx.SaveAccount(a)
	})
}

func (s *Accounts) load(tx *postgres.Tx) (officer.Account, []officer.Workplace, error) {
	a, err := tx.Account(tx.Actor.Account)
	if err != nil {
		return a, nil, err
	}
	places, err := tx.Workplaces(a.ID)
	return a, places, err
}

// SetLanguage keeps the language that the person chose by the link. It takes no
// second factor: whoever is about to show it must be able to read the page.
func (s *Accounts) SetLanguage(ctx context.Context, language string) error {
	actor, ok := officer.ActorFrom(ctx)
	if !ok {
		return officer.Fail(officer.Unauthenticated, "signin.needed")
	}
	return s.DB.Do(ctx, ownScope(actor), func(tx *postgres.Tx) error {
		a, err := tx.Account(actor.Account)
		if err != nil || a.Language == language {
			return err
		}
		a.Language = language
		tx.Record("profile.changed", string(a.ID), "language", language)
		return tx.SaveAccount(a)
	})
}

// A personName is a name that passed the rules.
type personName struct{ given, family string }

// maxName is the longest given or family name, in letters; X.520 sets it for the
// certificate's common name.
const maxName = 64

// cleanPerson checks the names of an account. Single names exist: one of the two
// is enough.
func cleanPerson(given, family string) (n personName, err error) {
	var p officer.Problems
	n.given, err = officer.CleanName(given, maxName)
	p.AddErr("given_names", err)
	n.family, err = officer.CleanName(family, maxName)
	p.AddErr("family_name", err)
	if n.given == "" && n.family == "" && len(p) == 0 {
		p.Add("family_name", "form.missing")
	}
	return n, p.Err()
}

// Sessions lists where the actor is signed in, the last used first.
func (s *Accounts) Sessions(ctx context.Context) ([]officer.Session, error) {
	return viewOwn(ctx, s.Counter, rbac.AccountSessions, func(tx *postgres.Tx) ([]officer.Session, error) {
		return tx.Sessions(tx.Actor.Account)
	})
}

// EndSession ends one of the actor's sessions; somebody else's is NotFound.
func (s *Accounts) EndSession(ctx context.Context, id officer.SessionID) error {
	return changeOwn(ctx, s.Counter, rbac.AccountSessions, func(tx *postgres.Tx) error {
		tx.Record("session.ended", string(tx.Actor.Account), "session", id, "why", officer.EndedRevoked)
		return tx.EndSession(tx.Actor.Account, id, officer.EndedRevoked)
	})
}

// EndOtherSessions ends all of the actor's sessions but the present one.
func (s *Accounts) EndOtherSessions(ctx context.Context) error {
	return changeOwn(ctx, s.Counter, rbac.AccountSessions, func(tx *postgres.Tx) error {
		return s.endOthers(tx, tx.Actor.Account, tx.Actor.Session, officer.EndedRevoked)
	})
}

// endOthers ends all sessions of an account but one; none is kept for "".
func (s *Accounts) endOthers(tx *postgres.Tx, id officer.AccountID, keep officer.SessionID, why string) error {
	n, err := tx.EndOtherSessions(id, keep, why)
	tx.Record("session.ended", string(id), "count", n, "why", why, "kept", keep)
	return err
}

// A FreshFactor is what a person gets when their second factor is set up or their
// recovery codes are drawn anew: the codes, shown this once, and the session's
// new token.
type FreshFactor struct {
	Codes []secret.Secret
	Token secret.Secret
}
