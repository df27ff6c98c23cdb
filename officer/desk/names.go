package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// A Correction is how a member's name is to be written from now on.
type Correction struct {
	Who                    officer.AccountID
	GivenNames, FamilyName string
	Version                int // of the account, as it was seen
}

// Name gives a member's name as their account has it, to be corrected.
func (s *People) Name(ctx context.Context, who officer.AccountID) (officer.Account, error) {
	return viewIn(ctx, s.Counter, rbac.MemberRename, beyond, func(tx *postgres.Tx) (officer.Account, error) {
		if _, err := present(tx, who); err != nil {
			return officer.Account{}, err
		}
		return tx.Account(who)
	})
}

// Rename corrects the name of somebody who works here: people with a role do not
// change it themselves, since it stands in what they sign, and nobody corrects
// their own. The organisation's entry, the appointment that runs and the account
// follow; another organisation where they work keeps its own entry. What was
// signed stays as it was. The person is told by mail.
func (s *People) Rename(ctx context.Context, c Correction) error {
	name, err := cleanPerson(c.GivenNames, c.FamilyName)
	return changeIn(ctx, s.Counter, rbac.MemberRename, beyond, func(tx *postgres.Tx) error {
		m, absent := present(tx, c.Who)
		switch {
		case absent != nil:
			return absent
		case c.Who == tx.Actor.Account:
			return officer.Fail(officer.Forbidden, "member.not_renamed_by_oneself")
		case err != nil:
			return err
		}
		a, err := tx.Account(c.Who)
		if err != nil {
			return err
		}
		a.GivenNames, a.FamilyName, a.Version = name.given, name.family, c.Version
		if a.Name() == m.Name {
			return officer.Problems{{Field: "family_name", Key: "member.name_unchanged"}}.Err()
		}
		tx.Record("member.renamed", string(c.Who), "from", m.Name, "to", a.Name())
		m.Name = a.Name()
		if err := tx.SaveAccount(a); err != nil {
			return err
		}
		if err := tx.RenameMember(m); err != nil {
			return err
		}
		return s.mailTo(tx, a, "name_corrected", map[string]string{"organisation": tx.Actor.OrganisationName})
	})
}
