package demo_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/demo"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

var passwords = sync.OnceValue(func() *secret.Passwords {
	p, err := secret.NewPasswords()
	if err != nil {
		panic(err)
	}
	return p
})

// fill gives a database with the demo in it.
func fill(t testing.TB) (*dbtest.Database, *desk.Counter) {
	t.Helper()
	d := dbtest.New(t)
	keys, err := secret.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	c := &desk.Counter{DB: d.DB, Keys: keys, Passwords: passwords(), Address: "http://127.0.0.1"}
	if err := demo.Fill(context.Background(), c, d.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	return d, c
}

var tables = []string{"organisations", "branches", "shops", "shop_products", "shop_logos", "site_texts", "accounts", "members", "role_assignments", "appointments",
	"shop_codes", "shop_customers", "order_codes", "order_code_words", "redemptions", "persons", "applications", "identifications", "identification_records", "incidents", "orders", "order_questions", "events"}

// everything gives the whole content of each table, but what is random by intention.
func everything(t testing.TB, d *dbtest.Database) map[string]string {
	all := make(map[string]string, len(tables))
	for _, table := range tables {
		all[table] = dbtest.Get[string](t, d, `select coalesce(string_agg(line, E'\n' order by line), '') from (select
			(to_jsonb(x) - '{document_number_sealed,stated_number_sealed,record,digest,signature,key_id,revocation_password_hash,security_answer_hash}'::text[])::text as line from `+table+` x
			where coalesce(to_jsonb(x)->>'kind', '') not in ('appointment.reminded', 'role.invited', 'webhook.added', 'webhook.paused') and coalesce(to_jsonb(x)->>'kind', '') not like 'complaint.%') y`)
	}
	return all
}

func TestFillAgainChangesNothing(t *testing.T) {
	d, c := fill(t)
	before := everything(t, d)
	d.Clock.Advance(40 * 24 * time.Hour)
	if err := demo.Fill(context.Background(), c, d.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	for table, content := range everything(t, d) {
		if content != before[table] {
			t.Errorf("%s changed", table)
		}
	}
}

func TestFillCompletesWhatWasInterrupted(t *testing.T) {
	d, c := fill(t)
	before := everything(t, d)
	d.Exec(t, `delete from invitations`)
	for _, table := range slices.Backward(tables) {
		if table != "site_texts" && table != "organisations" && table != "accounts" {
			d.Exec(t, `delete from `+table+` where organisation_id = (select id from organisations where kind = 'authority')`)
		}
	}
	d.Exec(t, `delete from accounts where email like '%@lra-lindenaukreis.example'`)
	d.Exec(t, `delete from organisations where kind = 'authority'`)
	if err := demo.Fill(context.Background(), c, d.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	for table, content := range everything(t, d) {
		if content != before[table] {
			t.Errorf("%s is not as it was", table)
		}
	}
}

func TestTwoPortalsFillAtOnce(t *testing.T) {
	d, c := fill(t)
	other := dbtest.New(t)
	both := make(chan error, 2)
	for range 2 {
		go func() {
			both <- demo.Fill(context.Background(), &desk.Counter{DB: other.DB, Keys: c.Keys, Passwords: c.Passwords, Address: c.Address}, d.Clock.Now())
		}()
	}
	for range 2 {
		if err := <-both; err != nil {
			t.Error(err)
		}
	}
	got, want := everything(t, other), everything(t, d)
	for table := range want {
		if got[table] != want[table] {
			t.Errorf("%s differs from a portal that was filled alone", table)
		}
	}
}

func twoPeopleInEveryRole(t *testing.T, d *dbtest.Database, _ *desk.Counter) {
	for kind, roles := range map[officer.OrganisationKind][]officer.Role{officer.Company: officer.DeskRoles, officer.Authority: officer.DeskRoles, officer.TSP: officer.BackOfficeRoles} {
		for _, r := range roles {
			n := dbtest.Get[int](t, d, `select count(*) from role_assignments r join organisations o on o.id = r.organisation_id
				join members m on m.organisation_id = r.organisation_id and m.account_id = r.account_id and m.left_at is null
				where o.kind = $1 and r.role = $2 and r.ended_at is null`, kind, r)
			if n < 2 {
				t.Errorf("%s has %d people as %s", kind, n, r)
			}
		}
	}
	for _, kind := range []string{"company", "authority"} {
		active := dbtest.Get[int](t, d, `select count(*) from appointments p join organisations o on o.id = p.organisation_id
			where o.kind = $1 and p.status = 'active' and p.training_until > current_date + 30`, kind)
		if active < 2 {
			t.Errorf("%s has %d officers at work", kind, active)
		}
	}
}

func TestSignIns(t *testing.T) {
	d, _ := fill(t)
	list, err := demo.SignIns(context.Background(), d.DB)
	if err != nil {
		t.Fatal(err)
	}
	notes, seen, applicants := map[string]int{}, map[officer.Role]int{}, 0
	for _, s := range list {
		notes[s.Note]++
		if s.FamilyName == "" || s.Email == "" || len(s.Roles) == 0 && s.Note == "" && s.Organisation != "" {
			t.Errorf("%+v", s)
		}
		if s.Organisation == "" {
			applicants++
		}
		for _, r := range s.Roles {
			seen[r]++
		}
		if a, b, conflict := rbac.Conflicting(s.Roles); conflict {
			t.Errorf("%s is %s and %s", s.FamilyName, a, b)
		}
	}
	for _, n := range []string{"training_lapsed", "training_runs_out", "suspended", "nominated", "accepted", "left"} {
		if notes["demo."+n] == 0 {
			t.Errorf("nobody with %s", n)
		}
	}
	for _, r := range slices.Concat(officer.DeskRoles, officer.BackOfficeRoles) {
		if seen[r] < 2 {
			t.Errorf("%d people as %s", seen[r], r)
		}
	}
	if applicants < 2 {
		t.Errorf("%d applicants", applicants)
	}
	if n := dbtest.Get[int](t, d, `select count(*) from mails where template in ('appointment', 'role') and args->>'link' like 'http://127.0.0.1/%'`); n != 4 {
		t.Errorf("%d people were asked by mail", n)
	}
	if n := dbtest.Get[int](t, d, `select count(*) from accounts where password_hash <> ''`); n > 0 {
		t.Errorf("%d accounts have a password", n)
	}
	d.Exec(t, `update accounts set status = 'closed' where email = $1`, list[0].Email)
	if fewer, err := demo.SignIns(context.Background(), d.DB); err != nil || len(fewer) != len(list)-1 {
		t.Errorf("%d of %d after one was closed, %v", len(fewer), len(list), err)
	}
}

func TestSignInsOfAnEmptyPortal(t *testing.T) {
	list, err := demo.SignIns(context.Background(), dbtest.New(t).DB)
	if err != nil || len(list) != 0 {
		t.Errorf("%v, %v", list, err)
	}
}

// open lists what everybody may see: who runs a shop, and the provider's own.
var open = []string{"organisations", "shops", "shop_products"}

// Each scope sees its own and nothing else. What an applicant is still filling
// in is theirs alone.
func scopes(t *testing.T, d *dbtest.Database, _ *desk.Counter) {
	var houses []officer.OrganisationID
	d.Select(t, &houses, `select id from organisations order by number`)
	for _, table := range tables {
		sum, all := 0, d.Count(t, postgres.System, table)
		if slices.Contains([]string{"accounts", "site_texts"}, table) {
			continue // no organisation's
		}
		if table == "applications" {
			all -= dbtest.Get[int](t, d, `select count(*) from applications where person_id is null`)
		}
		for _, id := range houses {
			sum += d.Count(t, postgres.Scope{Kind: "organisation", Organisation: id}, table)
		}
		if sum != all || all == 0 {
			t.Errorf("%s: organisations see %d rows together, there are %d", table, sum, all)
		}
		stranger := postgres.Scope{Kind: "account", Account: officer.NewID[officer.AccountID]()}
		if n := d.Count(t, stranger, table); n > 0 && !slices.Contains(open, table) {
			t.Errorf("%s: a stranger sees %d rows", table, n)
		}
	}
}

// Every text is composed (NFC), and every mail address is nobody's.
func texts(t *testing.T, d *dbtest.Database, _ *desk.Counter) {
	for _, table := range tables {
		if n := dbtest.Get[int](t, d, `select count(*) from `+table+` x where to_jsonb(x)::text is not nfc normalized`); n > 0 {
			t.Errorf("%s has %d rows that are not composed", table, n)
		}
		if n := dbtest.Get[int](t, d, `select count(*) from `+table+` x, regexp_matches(to_jsonb(x)::text, '[a-z]@([a-z.-]+)', 'g') m where m[1] not like '%.example'`); n > 0 {
			t.Errorf("%s has %d mail addresses that somebody may have", table, n)
		}
	}
	for _, key := range officer.SiteTextKeys {
		for _, language := range []string{"de", "en"} {
			if n := dbtest.Get[int](t, d, `select count(*) from site_texts where key = $1 and language = $2 and body ~* 'demonstration|Vorführung'`, key, language); n != 1 {
				t.Errorf("%s in %s is missing, or does not say that it is a demo", key, language)
			}
		}
	}
}

func BenchmarkFill(b *testing.B) {
	var spent time.Duration
	for range b.N {
		d := dbtest.New(b)
		keys, err := secret.NewKeys()
		if err != nil {
			b.Fatal(err)
		}
		begin := time.Now()
		if err := demo.Fill(context.Background(), &desk.Counter{DB: d.DB, Keys: keys, Passwords: passwords()}, d.Clock.Now()); err != nil {
			b.Fatal(err)
		}
		spent += time.Since(begin)
	}
	b.ReportMetric(float64(spent.Milliseconds())/float64(b.N), "ms/fill")
}
