package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Branches lists the organisation's sites with how many people work at each.
func (s *Organisations) Branches(ctx context.Context) ([]officer.BranchRow, error) {
	return view(ctx, s.Counter, rbac.OrganisationRead, (*postgres.Tx).Branches)
}

// A BranchFile is a site with what closing it needs to know.
type BranchFile struct {
	officer.Branch
	People int
	Others []officer.Branch // open ones to which its people could go
}

// Branch shows one site.
func (s *Organisations) Branch(ctx context.Context, id officer.BranchID) (BranchFile, error) {
	return view(ctx, s.Counter, rbac.OrganisationRead, func(tx *postgres.Tx) (f BranchFile, err error) {
		if f.Branch, err = tx.Branch(id); err != nil {
			return f, err
		}
		if f.People, err = tx.PeopleAt(id); err != nil {
			return f, err
		}
		open, err := tx.OpenBranches()
		for _, b := range open {
			if b.ID != id {
				f.Others = append(f.Others, b)
			}
		}
		return f, err
	})
}

// AddBranch opens a site.
func (s *Organisations) AddBranch(ctx context.Context, b officer.Branch) (officer.BranchID, error) {
	return do(ctx, s.Counter, rbac.BranchSave, func(tx *postgres.Tx) (officer.BranchID, error) {
		b, problems := b.Clean()
		if err := problems.Err(); err != nil {
			return "", err
		}
		b.ID = officer.NewID[officer.BranchID]()
		tx.Record("branch.added", string(b.ID))
		return b.ID, tx.AddBranch(b)
	})
}

// SaveBranch changes a site's name and address.
func (s *Organisations) SaveBranch(ctx context.Context, b officer.Branch) error {
	return s.onBranch(ctx, b.ID, b.Version, func(tx *postgres.Tx, kept *officer.Branch) error {
		clean, problems := b.Clean()
		if err := problems.Err(); err != nil {
			return err
		}
		kept.Name, kept.Address = clean.Name, clean.Address
		tx.Record("branch.saved", string(b.ID))
		return nil
	})
}

// A Closing says where the people of a site go: to another, or to none. One of
// the two must be said as long as there are any.
type Closing struct {
	Branch   officer.BranchID
	Version  int
	To       officer.BranchID
	ToNobody bool
}

// CloseBranch shuts a site.
func (s *Organisations) CloseBranch(ctx context.Context, c Closing) error {
	return s.onBranch(ctx, c.Branch, c.Version, func(tx *postgres.Tx, b *officer.Branch) error {
		people, err := tx.PeopleAt(b.ID)
		if err != nil {
			return err
		}
		if c.To == b.ID {
			return officer.Fail(officer.Conflict, "branch.closed_already")
		}
		if c.To != "" {
			if err := openBranch(tx, c.To); err != nil {
				return err
			}
		}
		if err := b.Close(people, c.To != "" || c.ToNobody, tx.Now); err != nil {
			return err
		}
		tx.Record("branch.closed", string(b.ID), "people", people, "to", c.To)
		return tx.MovePeople(b.ID, c.To)
	})
}

// ReopenBranch opens a site again.
func (s *Organisations) ReopenBranch(ctx context.Context, id officer.BranchID, version int) error {
	return s.onBranch(ctx, id, version, func(tx *postgres.Tx, b *officer.Branch) error {
		tx.Record("branch.reopened", string(id))
		return b.Reopen()
	})
}

// onBranch changes a site as somebody saw it.
func (s *Organisations) onBranch(ctx context.Context, id officer.BranchID, version int, act func(*postgres.Tx, *officer.Branch) error) error {
	return change(ctx, s.Counter, rbac.BranchSave, func(tx *postgres.Tx) error {
		b, err := tx.Branch(id)
		if err != nil {
			return err
		}
		if b.Version != version {
			return officer.Fail(officer.Stale, "form.stale")
		}
		if err := act(tx, &b); err != nil {
			return err
		}
		return tx.SaveBranch(b)
	})
}
