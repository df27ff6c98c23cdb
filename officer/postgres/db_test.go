package postgres_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

var orgA, orgB = officer.NewID[officer.OrganisationID](), officer.NewID[officer.OrganisationID]()

func organisationScope(id officer.OrganisationID) postgres.Scope {
	return postgres.Scope{Kind: "organisation", Organisation: id, Account: officer.NewID[officer.AccountID]()}
}

func twoOrganisations(t *testing.T) *dbtest.Database {
	d := dbtest.New(t)
	d.Exec(t, `insert into organisations (id, number, kind, name, created_at) values ($1, 1001, 'company', 'A', now()), ($2, 1002, 'authority', 'B', now())`, orgA, orgB)
	return d
}

func TestEventsOfAnotherOrganisationAreNotThere(t *testing.T) {
	d := twoOrganisations(t)
	ctx := context.Background()
	for _, id := range []officer.OrganisationID{orgA, orgB} {
		err := d.DB.Do(ctx, organisationScope(id), func(tx *postgres.Tx) error {
			tx.Record("test.happened", "sub_"+string(id), "n", 1)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		scope postgres.Scope
		want  int
	}{
		{organisationScope(orgA), 1},
		{organisationScope(orgB), 1},
		{organisationScope(officer.NewID[officer.OrganisationID]()), 0},
		{postgres.Scope{Kind: "account", Account: officer.NewID[officer.AccountID]()}, 0},
		{postgres.Scope{Kind: "account", Account: officer.NewID[officer.AccountID](), Organisation: orgA}, 0},
		{postgres.Scope{Kind: "tsp"}, 2},
		{postgres.System, 2},
	} {
		if got := d.Count(t, c.scope, "events"); got != c.want {
			t.Errorf("%+v sees %d events, want %d", c.scope, got, c.want)
		}
	}
}

func TestNobodyWritesForAnotherOrganisation(t *testing.T) {
	d := twoOrganisations(t)
	err := d.DB.Do(context.Background(), organisationScope(orgA), func(tx *postgres.Tx) error {
		return postgres.Run(tx, `insert into branches (organisation_id, id, name) values ($1, 'brn_x', 'x')`, orgB)
	})
	if err == nil || !strings.Contains(err.Error(), "row-level security") {
		t.Fatalf("inserting a row of another organisation: %v", err)
	}
}

func TestScopeIsNeeded(t *testing.T) {
	d := dbtest.New(t)
	for _, s := range []postgres.Scope{{}, {Kind: "root"}, {Kind: "organisation", Organisation: "org_x'; drop table events; --"}} {
		if err := d.DB.View(context.Background(), s, func(*postgres.Tx) error { return nil }); err == nil {
			t.Errorf("a transaction with the scope %+v began", s)
		}
	}
}

func TestTheBookIsAppendOnly(t *testing.T) {
	d := twoOrganisations(t)
	for _, q := range []string{
		`update events set kind = 'x'`, `delete from events`, `truncate events`, `update account_events set kind = 'x'`,
		`delete from account_events`, `update identification_records set record = ''`, `delete from identification_records`,
		`delete from orders`, `delete from identifications`, `delete from accounts`, `alter table events disable row level security`,
	} {
		err := d.DB.Do(context.Background(), postgres.System, func(tx *postgres.Tx) error { return postgres.Run(tx, q) })
		if err == nil || (!strings.Contains(err.Error(), "permission denied") && !strings.Contains(err.Error(), "must be owner")) {
			t.Errorf("%s: %v", q, err)
		}
	}
}

// Every table has row level security on and forced, at least one policy, and
// the app's role owns none.
func TestEveryTableIsLocked(t *testing.T) {
	d := dbtest.New(t)
	var loose []string
	d.Select(t, &loose, `select relname::text from pg_class c where relkind = 'r' and relnamespace = 'public'::regnamespace
		and relname <> 'goose_db_version' and not (relrowsecurity and relforcerowsecurity
		and exists (select from pg_policy where polrelid = c.oid) and relowner <> 'officer_portal_app'::regrole)`)
	if len(loose) > 0 {
		t.Errorf("tables without forced row level security: %v", loose)
	}
}

// The tenant stands first in every key of a tenant table, and no such table has a trigger.
func TestTenantComesFirst(t *testing.T) {
	d := dbtest.New(t)
	var wrong []string
	d.Select(t, &wrong, `select i.indexrelid::regclass::text from pg_index i
		join pg_attribute tenant on tenant.attrelid = i.indrelid and tenant.attname = 'organisation_id' and tenant.attnotnull
		where i.indisunique and i.indkey[0] <> tenant.attnum`)
	if len(wrong) > 0 {
		t.Errorf("unique keys without the organisation in front: %v", wrong)
	}
	d.Select(t, &wrong, `select tgname::text from pg_trigger where not tgisinternal`)
	if len(wrong) > 0 {
		t.Errorf("triggers: %v", wrong)
	}
}

// Each constraint that input can break has a text for it.
func TestEveryConstraintHasAKey(t *testing.T) {
	d := dbtest.New(t)
	var names []string
	d.Select(t, &names, `select conname::text from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 'goose_db_version'::regclass
		and contype in ('u', 'c', 'x') union select indexrelid::regclass::text from pg_index where indisunique and not indisprimary
		and indrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)`)
	known := postgres.ConstraintKeys()
	for _, n := range names {
		// what a word may be is checked by the types of package officer; a wrong one is a fault
		if _, ok := known[n]; !ok && !strings.HasSuffix(n, "_known") && !strings.HasPrefix(n, "goose_") {
			t.Errorf("constraint %s has no message key", n)
		}
	}
	for n := range known {
		if !slices.Contains(names, n) {
			t.Errorf("message key for a constraint that does not exist: %s", n)
		}
	}
}

func TestNothingIsHalfWritten(t *testing.T) {
	d := twoOrganisations(t)
	boom := errors.New("boom")
	err := d.DB.Do(context.Background(), organisationScope(orgA), func(tx *postgres.Tx) error {
		tx.Record("test.happened", "sub")
		if err := postgres.Run(tx, `insert into branches (organisation_id, id, name) values ($1, 'brn_x', 'x')`, orgA); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) || d.Count(t, postgres.System, "branches") != 0 || d.Count(t, postgres.System, "events") != 0 {
		t.Errorf("something stayed after %v", err)
	}
}

func TestLostRacesAreRunAgain(t *testing.T) {
	d := twoOrganisations(t)
	tries := 0
	err := d.DB.Do(context.Background(), organisationScope(orgA), func(tx *postgres.Tx) error {
		if tries++; tries < 3 {
			return postgres.Run(tx, `do $$ begin raise exception using errcode = '40001'; end $$`)
		}
		tx.Record("test.happened", "sub")
		return nil
	})
	if err != nil || tries != 3 || d.Count(t, postgres.System, "events") != 1 {
		t.Errorf("after %d tries: %v", tries, err)
	}
}

func TestAViewCannotWrite(t *testing.T) {
	d := twoOrganisations(t)
	err := d.DB.View(context.Background(), organisationScope(orgA), func(tx *postgres.Tx) error {
		return postgres.Run(tx, `insert into branches (organisation_id, id, name) values ($1, 'brn_x', 'x')`, orgA)
	})
	if err == nil || !strings.Contains(err.Error(), "read-only") {
		t.Errorf("%v", err)
	}
}

func TestASlowStatementIsEnded(t *testing.T) {
	d := dbtest.New(t)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	err := d.DB.View(ctx, postgres.System, func(tx *postgres.Tx) error { return postgres.Run(tx, `select pg_sleep(30)`) })
	if !errors.Is(err, officer.Unavailable) {
		t.Errorf("%v", err)
	}
}
