package postgres_test

import (
	"context"
	"testing"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

// In a shop a person writes into its organisation's book, and sees no more of it than before.
func TestAPersonAtAnOrganisation(t *testing.T) {
	s := dbtest.NewSample(t)
	own := postgres.Scope{Kind: "account", Account: s.Applicant(t).Account}
	there := postgres.Scope{Kind: "account", Account: own.Account, Organisation: s.Company.ID}
	before := s.Count(t, postgres.System, "events")
	ctx := dbtest.As(officer.Actor{Account: own.Account})
	err := s.DB.Do(ctx, own, func(tx *postgres.Tx) error {
		if err := tx.At(s.Company.ID); err != nil {
			return err
		}
		tx.Record("test.happened", "sub_1")
		return nil
	})
	if err != nil || s.Count(t, postgres.System, "events") != before+1 {
		t.Fatalf("a line in the organisation's book: %v", err)
	}
	for table, want := range map[string]int{"events": 0, "persons": 0, "applications": 0, "orders": 0, "shop_codes": 0, "order_codes": 0,
		"redemptions": 0, "shop_customers": 0, "branches": 0, "registrations": 0, "enquiries": 0, "shops": 1} {
		for _, scope := range []postgres.Scope{own, there} {
			if got := s.Count(t, scope, table); got != want {
				t.Errorf("%+v sees %d of %s, want %d", scope, got, table, want)
			}
		}
	}
	if err := s.AsApp(t, there, `insert into events (organisation_id, id, at, kind, subject, actor)
		values ('`+string(s.Company.ID)+`', 'evt_1', now(), 'test.happened', 'x', 'acc_other')`); err == nil {
		t.Error("a line in somebody else's name")
	}
}

// A person goes to an organisation, and only once in a transaction; a clerk to whose order it is.
func TestWhoGoesWhere(t *testing.T) {
	d := twoOrganisations(t)
	for _, scope := range []postgres.Scope{organisationScope(orgA), postgres.System, {Kind: "account", Account: officer.NewID[officer.AccountID](), Organisation: orgB}} {
		err := d.DB.View(context.Background(), scope, func(tx *postgres.Tx) error { return tx.At(orgA) })
		if err == nil {
			t.Errorf("%+v goes to another organisation", scope)
		}
	}
}
