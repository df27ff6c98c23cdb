package desk

import (
	"context"
	"errors"
	"slices"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// A Holder is somebody who is to have an account.
type Holder struct {
	Email, GivenNames, FamilyName, Language string
}

// Invite gives the account of an address, for whoever grants roles. See invite.
func (s *Accounts) Invite(ctx context.Context, who Holder) (officer.Account, error) {
	if _, err := admit(ctx, rbac.RoleGrant); err != nil {
		return officer.Account{}, err
	}
	return s.invite(ctx, who)
}

// invite gives the account of an address. Where there is none it opens one, whose
// holder chooses the password by a mailed link; one that was invited before is
// mailed again. The address must be one person's own, not a role's. It has its
// own transaction, in the system's scope, since accounts belong to no
// organisation: call it after the door has let the actor in.
func (c *Counter) invite(ctx context.Context, who Holder) (a officer.Account, err error) {
	fresh, err := who.account()
	if err != nil {
		return a, err
	}
	err = c.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
		var known bool
		if a, known, err = tx.FindAccountByEmail(fresh.EmailKey); err != nil {
			return err
		}
		if !known {
			a = fresh
			if err := tx.AddAccount(a); err != nil {
				return err
			}
		}
		if a.Status != officer.AccountInvited {
			return nil
		}
		return c.sendInvitation(tx, a)
	})
	return a, err
}

// account makes the account of somebody who has none yet.
func (who Holder) account() (a officer.Account, err error) {
	var p officer.Problems
	email, err := officer.ParseEmail(who.Email)
	if err == nil && email == "" {
		err = officer.Fail(officer.Invalid, "form.missing")
	}
	if err == nil {
		err = email.CheckPersonal()
	}
	p.AddErr("email", err)
	name, err := cleanPerson(who.GivenNames, who.FamilyName)
	var refusal *officer.Error
	if errors.As(err, &refusal) {
		p = append(p, refusal.Fields...)
	}
	language := who.Language
	if language != "en" {
		language = "de"
	}
	return officer.Account{
		ID: officer.NewID[officer.AccountID](), Email: string(email), EmailKey: email.AccountKey(), GivenNames: name.given, FamilyName: name.family,
		Language: language, Status: officer.AccountInvited, Version: 1,
	}, p.Err()
}

// sendInvitation mails the link that opens an account.
func (c *Counter) sendInvitation(tx *postgres.Tx, a officer.Account) error {
	tx.Record("account.invited", string(a.ID), "by", tx.Actor.Account)
	return c.sendLink(tx, a, officer.LinkInvitation)
}

// AppointOperator makes somebody an operator of the provider, for the console: the
// first one is appointed by nobody else. They are invited if they have no account
// yet. Roles that do not go together are a Conflict; without a provider it is
// NotFound.
func (s *Accounts) AppointOperator(ctx context.Context, who Holder) (officer.Account, error) {
	a, err := s.Invite(ctx, who)
	if err != nil {
		return a, err
	}
	provider, err := s.provider(ctx)
	if err != nil {
		return a, err
	}
	return a, s.DB.Do(ctx, postgres.System.InOrganisation(provider), func(tx *postgres.Tx) error {
		held, err := tx.RolesEverywhere(a.ID)
		if err != nil {
			return err
		}
		if _, _, conflict := rbac.Conflicting(append(held, officer.RoleOperator)); conflict {
			return officer.Fail(officer.Conflict, "role.conflicting")
		}
		if err := tx.JoinMember(officer.Member{Account: a.ID, Name: a.Name(), Email: a.Email, JoinedAt: tx.Now}); err != nil {
			return err
		}
		tx.Record("role.granted", string(a.ID), "role", officer.RoleOperator)
		return tx.GrantRole(a.ID, officer.RoleOperator, tx.Actor.Account)
	})
}

// provider gives the trust service provider's own organisation.
func (s *Accounts) provider(ctx context.Context) (id officer.OrganisationID, err error) {
	err = s.DB.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		all, err := tx.Organisations()
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(o officer.Organisation) bool { return o.Kind == officer.TSP })
		if i < 0 {
			return officer.Fail(officer.NotFound, "organisation.no_provider")
		}
		id = all[i].ID
		return nil
	})
	return id, err
}

// ClearSecondFactor takes an account's second factor away, when its holder has
// lost it together with the recovery codes and somebody has made sure that it is
// them. All sessions end; the holder is told, and sets up another at the next
// sign-in. For the operator's console.
func (s *Accounts) ClearSecondFactor(ctx context.Context, email string) error {
	address, err := officer.ParseEmail(email)
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
		a, err := tx.AccountByEmail(address.AccountKey())
		if err != nil {
			return err
		}
		return s.drop(tx, a)
	})
}

// Close closes an account: nobody signs in to it any more. For the operator's
// console.
func (s *Accounts) Close(ctx context.Context, email string) error {
	address, err := officer.ParseEmail(email)
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
		a, err := tx.AccountByEmail(address.AccountKey())
		if err != nil {
			return err
		}
		a.Status = officer.AccountClosed
		tx.Record("account.closed", string(a.ID))
		if err := tx.SaveAccount(a); err != nil {
			return err
		}
		return s.endOthers(tx, a.ID, "", officer.EndedRevoked)
	})
}
