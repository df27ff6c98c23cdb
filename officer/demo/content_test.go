package demo_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"officerportal/officer"
	"officerportal/officer/demo"
	"officerportal/officer/desk"
	"officerportal/officer/officertest"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/web/page"
)

// TestDemo fills one portal and looks at it from all sides.
func TestDemo(t *testing.T) {
	d, c := fill(t)
	for _, look := range []struct {
		name string
		at   func(*testing.T, *dbtest.Database, *desk.Counter)
	}{
		{"every status is there", everyStatusIsThere},
		{"times", times},
		{"every record verifies", everyRecordVerifies},
		{"signed content holds", signedContentHolds},
		{"rules hold", rulesHold},
		{"order numbers", orderNumbers},
		{"shown codes work", shownCodesWork},
		{"codes hold", codesHold},
		{"applicants have orders", applicantsHaveOrders},
		{"orders have their events", ordersHaveTheirEvents},
		{"every event has words", everyEventHasWords},
		{"two people in every role", twoPeopleInEveryRole},
		{"scopes", scopes},
		{"texts", texts},
	} {
		t.Run(look.name, func(t *testing.T) { look.at(t, d, c) })
	}
}

func everyStatusIsThere(t *testing.T, d *dbtest.Database, _ *desk.Counter) {
	for _, s := range officer.ApplicationStatuses() {
		if s == officer.ApplicationSubmitted {
			continue // what is submitted goes on at once, to a desk or to the provider
		}
		if n := dbtest.Get[int](t, d, `select count(*) from applications where status = $1`, s); n == 0 {
			t.Errorf("no application is %s", s)
		}
	}
	for _, s := range officer.IdentificationStatuses() {
		if n := dbtest.Get[int](t, d, `select count(*) from identifications where status = $1`, s); n == 0 {
			t.Errorf("no identification is %s", s)
		}
	}
	for _, kind := range []officer.OrganisationKind{officer.Company, officer.Authority} {
		for _, s := range officer.OrderStatuses {
			if n := dbtest.Get[int](t, d, `select count(*) from orders r join organisations o on o.id = r.organisation_id where o.kind = $1 and r.status = $2`, kind, s); n == 0 {
				t.Errorf("no order of the %s is %s", kind, s)
			}
		}
		for _, s := range officer.AppointmentStatuses {
			if n := dbtest.Get[int](t, d, `select count(*) from appointments p join organisations o on o.id = p.organisation_id where o.kind = $1 and p.status = $2`,
				kind, s); n == 0 && kind == officer.Company {
				t.Errorf("no appointment of the %s is %s", kind, s)
			}
		}
	}
	for query, least := range map[string]int{
		`select count(*) from orders`: 140,
		`select count(*) from orders where created_at < now() - interval '8 months'`:                                                   10,
		`select count(distinct p.family) from orders o join products p on p.id = o.product_id`:                                         3,
		`select count(*) from orders o join products p on p.id = o.product_id where p.test`:                                            2,
		`select count(*) from orders where quantity > 1`:                                                                               2,
		`select count(*) from applications where status <> 'transmitted'`:                                                              40,
		`select count(*) from incidents where status = 'open'`:                                                                         1,
		`select count(*) from incidents where status = 'closed'`:                                                                       1,
		`select count(*) from applications where status = 'identification_due' and account_id is not null`:                             4,
		`select count(*) from applications where claimed_by is not null and status = 'in_identification'`:                              5,
		`select count(*) from applications where status not in ('transmitted', 'aborted') and document_expires_on < current_date + 42`: 3,
		`select count(distinct document_type) from identifications where document_type <> ''`:                                          4,
	} {
		if n := dbtest.Get[int](t, d, query); n < least {
			t.Errorf("%d, want %d at least: %s", n, least, query)
		}
	}
}

// Nothing lies in the future, and nothing happens before what it follows from.
func times(t *testing.T, d *dbtest.Database, _ *desk.Counter) {
	for _, query := range []string{
		`select 'event ' || kind from events where at > $1`,
		`select 'order ' || number from orders where status_since > $1 or status_since < created_at`,
		`select 'application ' || id from applications where greatest(created_at, changed_at, status_since, claimed_at) > $1 or changed_at < created_at`,
		`select 'identification ' || id from identifications where greatest(completed_at, aborted_at, checked_at) > $1 or completed_at < started_at or checked_at < completed_at`,
		`select 'record ' || identification_id from identification_records where signed_at > $1`,
		`select 'appointment ' || name from appointments where greatest(accepted_at, activated_at, suspended_at, ended_at) > $1 or activated_at < accepted_at`,
		`select 'order before its application ' || o.number from orders o join applications a on a.id = o.application_id where o.created_at < a.created_at and $1::timestamptz is not null`,
		`select 'officer before the appointment ' || i.officer_name from identifications i join appointments p on p.id = i.appointment_id
			where (i.started_at < p.activated_at or i.started_at > p.suspended_at or i.started_at > p.ended_at) and $1::timestamptz is not null`,
		`select 'person after their application ' || p.family_name from persons p join applications a on a.person_id = p.id
			where (case when a.created_by = a.account_id then a.status_since else a.created_at end) < p.created_at and $1::timestamptz is not null`,
	} {
		var found []string
		d.Select(t, &found, query, d.Clock.Now())
		if len(found) > 0 {
			t.Error(found)
		}
	}
}

// readers gives somebody for each organisation who may open its cases.
func readers(t *testing.T, d *dbtest.Database) []officer.Actor {
	t.Helper()
	var houses []officer.Organisation
	err := d.DB.View(context.Background(), postgres.System, func(tx *postgres.Tx) (err error) {
		houses, err = tx.Organisations()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var list []officer.Actor
	for _, h := range houses {
		list = append(list, officer.Actor{Account: officer.NewID[officer.AccountID](), Place: officer.Desk, Organisation: h.ID, Roles: []officer.Role{officer.RoleOfficer}, SecondFactor: true})
	}
	return list
}

func everyRecordVerifies(t *testing.T, d *dbtest.Database, c *desk.Counter) {
	applying, verified := &desk.Applying{Counter: c}, 0
	for _, by := range readers(t, d) {
		var cases []officer.ApplicationID
		d.Select(t, &cases, `select id from applications where organisation_id = $1 and identification_id is not null`, by.Organisation)
		for _, id := range cases {
			records, err := applying.Records(dbtest.As(by), id)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range records {
				verified++
				if !r.Verified {
					t.Errorf("%s: record %d does not verify", id, r.Sequence)
				}
			}
		}
	}
	if all := d.Count(t, postgres.System, "identification_records"); verified != all || all < 130 {
		t.Errorf("%d of %d records were verified", verified, all)
	}
}

// What was signed is what stands there, unless signature or check was undone.
func signedContentHolds(t *testing.T, d *dbtest.Database, _ *desk.Counter) {
	if n := dbtest.Get[int](t, d, `select count(*) from identifications i where status in ('signed', 'checked')
		and not exists (select from identification_records r join applications a on a.organisation_id = r.organisation_id and a.identification_id = r.identification_id
			where r.identification_id = i.id and r.content_digest = a.content_digest)`); n > 0 {
		t.Errorf("%d signed cases without a record of their content", n)
	}
	if n := dbtest.Get[int](t, d, `select count(*) from orders o join applications a on a.id = o.application_id
		left join identification_records r on r.organisation_id = a.organisation_id and r.identification_id = a.identification_id
		where o.procedure in ('officerident', 'behoerdenident') and r.digest is null`); n > 0 {
		t.Errorf("%d orders without a record", n)
	}
}

// The rules of the pages hold for what the demo wrote: forms are clean, numbers
// open and are numbers, a zone made of document and person reads back.
func rulesHold(t *testing.T, d *dbtest.Database, c *desk.Counter) {
	intake := &desk.Intake{Counter: c}
	today := officer.Today(d.Clock.Now())
	for _, by := range readers(t, d) {
		var cases []officer.ApplicationID
		d.Select(t, &cases, `select id from applications where organisation_id = $1 and person_id is not null`, by.Organisation)
		for _, id := range cases {
			found, err := intake.Case(dbtest.As(by), id)
			if err != nil {
				t.Fatal(err)
			}
			f := found.Application.Form
			for _, g := range officer.Groups {
				clean, problems := f.Clean(g)
				if len(problems) > 0 || !reflect.DeepEqual(clean, f) && len(f.Changed(g, clean)) > 0 {
					t.Errorf("%s %s: %v %v", f.Person.FamilyName, g, problems, f.Changed(g, clean))
				}
			}
			if found.Identification.Document.Type == "" {
				continue
			}
			number, err := intake.Reveal(dbtest.As(by), id)
			if err != nil {
				t.Fatal(err)
			}
			if err := readsBack(found.Identification, number, today); err != nil {
				t.Errorf("%s: %v", f.Person.FamilyName, err)
			}
		}
	}
}

// readsBack writes the zone that a document has, and reads it.
func readsBack(i officer.Identification, number officer.DocumentNumber, today officer.Date) error {
	d, h := i.Document, i.Capture.Holder
	if _, err := officer.ParseDocumentNumber(d.Type, number.Reveal()); err != nil {
		return fmt.Errorf("number: %w", err)
	}
	zone := officertest.Zone{Code: "P", Issuer: d.Country, Number: number.Reveal(), Nationality: h.Nationality, Birth: h.BirthDate.Partial(), Expiry: d.ExpiresOn,
		Family: h.FamilyName, Given: h.GivenNames}
	text := officertest.TD3(zone)
	if d.Type.MRZFormat() == officer.TD1 {
		zone.Code = "ID"
		text = officertest.TD1(zone)
	}
	m := officer.ParseMRZ(text, today)
	switch {
	case !m.Valid():
		return m.Err()
	case !m.Number.Equal(number) || m.Expiry != d.ExpiresOn || !m.Birth.Matches(h.BirthDate):
		return fmt.Errorf("the zone says something else")
	case !slices.Contains(officer.DocumentTypes, d.Type) || !d.IssuedOn.Before(d.ExpiresOn):
		return fmt.Errorf("%s issued on %s, expires on %s", d.Type, d.IssuedOn, d.ExpiresOn)
	}
	return nil
}

func orderNumbers(t *testing.T, d *dbtest.Database, _ *desk.Counter) {
	var orders []struct {
		Number officer.OrderNumber
		House  int
	}
	d.Select(t, &orders, `select r.number, o.number as house from orders r join organisations o on o.id = r.organisation_id`)
	for _, o := range orders {
		if n, err := officer.ParseOrderNumber(string(o.Number)); err != nil || n != o.Number || n.Organisation() != o.House {
			t.Errorf("%s of %d: %v", o.Number, o.House, err)
		}
	}
}

// Each order's last line in the book says where it stands.
func ordersHaveTheirEvents(t *testing.T, d *dbtest.Database, _ *desk.Counter) {
	var lost []string
	d.Select(t, &lost, `select o.number from orders o where (select coalesce(e.details->>'to', 'open') from events e
		where e.organisation_id = o.organisation_id and e.subject = o.id order by e.at desc, e.id limit 1) is distinct from o.status`)
	if len(lost) > 0 {
		t.Errorf("%d orders stand elsewhere than the book says: %v", len(lost), lost)
	}
	var silent []string
	d.Select(t, &silent, `select family_name from applications a where not exists (select from events e
		where e.organisation_id = a.organisation_id and e.subject = a.id and e.kind in ('case.opened', 'application.submitted')) and a.person_id is not null`)
	if len(silent) > 0 {
		t.Errorf("nobody began the cases of %v", silent)
	}
	if n := dbtest.Get[int](t, d, `select count(*) from events where kind = 'order.submitted'`); n != d.Count(t, postgres.System, "orders") {
		t.Errorf("%d submissions in the book", n)
	}
}

// The book is read on a page: each kind of line has words there.
func everyEventHasWords(t *testing.T, d *dbtest.Database, _ *desk.Counter) {
	var kinds []string
	d.Select(t, &kinds, `select distinct kind from events order by kind`)
	for _, k := range kinds {
		if !page.HasText("event." + k) {
			t.Errorf("no words for %s", k)
		}
	}
	if len(kinds) < 30 {
		t.Errorf("only %d kinds of events", len(kinds))
	}
}

// The codes that everybody is shown open what they say, each with room to spare.
func shownCodesWork(t *testing.T, d *dbtest.Database, c *desk.Counter) {
	for _, code := range []struct {
		clear   officer.Code
		symbols int
		digest  func(officer.Code) string
		query   string
	}{
		{demo.OrderCode(), officer.OrderCodeSymbols, c.OrderCodeDigest, `select count(*) from order_codes where digest = $1 and status = 'active' and uses - used > 100 and expires_at is null`},
		{demo.ShopCode(), officer.ShopCodeSymbols, c.ShopCodeDigest, `select count(*) from shop_codes where digest = $1 and status = 'active' and quota is null and expires_at is null`},
	} {
		if again, err := officer.ParseCode(code.clear.Grouped(), code.symbols); err != nil || again.Reveal() != code.clear.Reveal() {
			t.Errorf("%s is no code: %v", code.clear.Grouped(), err)
		}
		if n := dbtest.Get[int](t, d, code.query, code.digest(code.clear)); n != 1 {
			t.Errorf("%s: %d codes", code.clear.Grouped(), n)
		}
	}
}

// Counters are what their rows say, and each kind of end is there to be looked at.
func codesHold(t *testing.T, d *dbtest.Database, _ *desk.Counter) {
	for query, want := range map[string]int{
		`select count(*) from order_codes c where used <> (select count(*) from redemptions r where r.organisation_id = c.organisation_id and r.code_id = c.id)`:   0,
		`select count(*) from shop_codes c where used <> (select count(*) from shop_customers s where s.organisation_id = c.organisation_id and s.code_id = c.id)`: 0,
		`select count(*) from shop_customers where joined_at > now() or left_at < joined_at`:                                                                       0,
		`select count(*) from redemptions r join order_codes c on c.id = r.code_id where r.redeemed_at < c.created_at or r.redeemed_at > now()`:                    0,
		`select count(distinct status) from order_codes`:                      3,
		`select count(distinct status) from shop_codes`:                       4,
		`select count(distinct left_why) from shop_customers`:                 4,
		`select least(count(*), 1) from order_codes where used = uses`:        1,
		`select least(count(*), 1) from order_codes where expires_at < now()`: 1,
		`select least(count(*), 1) from order_codes where domain <> ''`:       1,
		`select count(distinct batch) from order_codes where batch <> ''`:     2,
		`select least(count(*), 1) from shop_codes where used = quota`:        1,
		`select least(count(*), 1) from shop_codes where expires_at < now()`:  1,
		`select count(*) from shop_logos`:                                     3,
		`select least(count(*), 1) from shops where status = 'closed'`:        1,
		`select least(count(*), 2) from enquiries where status = 'open'`:      2,
	} {
		if n := dbtest.Get[int](t, d, query); n != want {
			t.Errorf("%d, want %d: %s", n, want, query)
		}
	}
}

// Applicants have something of everything in their own portals.
func applicantsHaveOrders(t *testing.T, d *dbtest.Database, _ *desk.Counter) {
	for query, want := range map[string]int{
		`select count(distinct status) from orders where submitted_by = account_id`:                                                                                                len(officer.OrderStatuses),
		`select count(distinct procedure) from orders where account_id is not null`:                                                                                                len(officer.Procedures),
		`select count(*) from orders where (procedure in ('postident_branch', 'postident_eid')) <> (procedure_number <> '')`:                                                       0,
		`select count(*) from orders where status = 'withdrawn' and submitted_by = account_id and closed_why = ''`:                                                                 0,
		`select count(distinct o.kind) from applications a join organisations o on o.id = a.organisation_id where a.status = 'identification_due' and a.created_by = a.account_id`: 2,
		`select count(*) from applications where created_by = account_id and status <> 'draft' and (stated_number_sealed is null or person_id is null)`:                            0,
		`select least(count(*), 3) from applications where created_by = account_id and status = 'draft' and person_id is null`:                                                     3,
		`select count(*) from redemptions r where not exists (select from applications a where a.redemption_id = r.id) and name = 'Amélie Berger'`:                                 1,
		`select least(count(*), 1) from orders o join applications a on a.id = o.application_id where a.redemption_id is not null`:                                                 1,
		`select least(count(*), 1) from applications a join redemptions r on r.id = a.redemption_id where a.status = 'draft' and r.account_id = a.account_id`:                      1,
		`select count(*) from enquiries e join applications a on a.id = e.subject where e.kind = 'two_identities' and a.status = 'draft'`:                                          1,
		`select count(distinct account_id) from orders where submitted_by = account_id`:                                                                                            7,
	} {
		if n := dbtest.Get[int](t, d, query); n != want {
			t.Errorf("%d, want %d: %s", n, want, query)
		}
	}
	var numbers []officer.ProcedureNumber
	d.Select(t, &numbers, `select procedure_number from orders where procedure_number <> ''`)
	for _, n := range numbers {
		if !n.Valid() {
			t.Errorf("%s is no procedure number", n)
		}
	}
}
