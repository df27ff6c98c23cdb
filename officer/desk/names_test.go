package desk_test

import (
	"context"
	"errors"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
)

func TestDoorOfNames(t *testing.T) {
	h := newStaffed(t)
	who, manager, operator := h.Company.Actor(officer.RoleOfficer), h.Company.Actor(officer.RoleRAManager), h.TSP.Actor(officer.RoleOperator)
	for _, c := range []struct {
		name string
		ctx  context.Context
		c    desk.Correction
		want error
	}{
		{"nobody", context.Background(), desk.Correction{Who: who.Account}, officer.Unauthenticated},
		{"the person", dbtest.As(who), desk.Correction{Who: who.Account}, officer.Forbidden},
		{"an auditor", h.Company.As(officer.RoleAuditor), desk.Correction{Who: who.Account}, officer.Forbidden},
		{"another organisation's manager", h.Authority.As(officer.RoleRAManager), desk.Correction{Who: who.Account}, officer.NotFound},
		{"the operator, of a desk", dbtest.As(operator), desk.Correction{Who: who.Account}, officer.NotFound},
		{"their own", h.manager, desk.Correction{Who: manager.Account}, officer.Forbidden},
		{"the operator's own", dbtest.As(operator), desk.Correction{Who: operator.Account}, officer.Forbidden},
		{"no name", h.manager, desk.Correction{Who: who.Account, FamilyName: "-", Version: -1}, officer.Invalid},
		{"the same name", h.manager, desk.Correction{Who: who.Account, GivenNames: "Kim", FamilyName: "officer"}, officer.Invalid},
		{"an old page", h.manager, desk.Correction{Who: who.Account}, officer.Stale},
		{"the right one", h.manager, desk.Correction{Who: who.Account}, nil},
		{"the provider's own people", dbtest.As(operator), desk.Correction{Who: h.TSP.Actor(officer.RoleClerk).Account}, nil},
	} {
		if c.c.FamilyName == "" {
			c.c.GivenNames, c.c.FamilyName = "Łucja", "Đặng"
		}
		c.c.Version++
		if c.name == "no name" {
			c.c.GivenNames, c.c.FamilyName = "", "1"
		}
		if c.name == "an old page" {
			c.c.FamilyName, c.c.Version = "Nowak", 99
		}
		if err := h.people.Rename(c.ctx, c.c); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// A corrected name stands everywhere where the organisation keeps it, the person
// is told, and the book has both.
func TestCorrectedName(t *testing.T) {
	h := newStaffed(t)
	who, _ := h.active(t)
	h.withPassword(t, who)
	before := dbtest.Get[string](t, h.Database, `select name from members where account_id = $1`, who.Account)
	ok(t, h.people.Rename(h.manager, desk.Correction{Who: who.Account, FamilyName: "Yıldız", Version: 1}))
	for _, query := range []string{`select name from members where account_id = $1`, `select name from appointments where account_id = $1`,
		`select trim(given_names || ' ' || family_name) from accounts where id = $1`,
		`select details->>'to' from events where kind = 'member.renamed' and subject = $1`,
		`select args->>'name' from mails where template = 'name_corrected' and recipient = (select email from accounts where id = $1)`} {
		if got := dbtest.Get[string](t, h.Database, query, who.Account); got != "Yıldız" {
			t.Errorf("%s: %q", query, got)
		}
	}
	if from := dbtest.Get[string](t, h.Database, `select details->>'from' from events where kind = 'member.renamed'`); from != before {
		t.Errorf("from %q, was %q", from, before)
	}
	list, err := h.people.List(h.manager, officer.PeopleFilter{Name: "yildiz"})
	if err != nil || len(list.People) != 1 {
		t.Errorf("found %d by the new name, %v", len(list.People), err)
	}
	_, in := h.in(t, who)
	if a := h.resume(t, in.Token); a.Name != "Yıldız" || a.Place != officer.Desk {
		t.Errorf("at work as %q in %s", a.Name, a.Place)
	}
	// another organisation keeps its own entry, and there it counts
	h.Exec(t, `insert into members (organisation_id, account_id, name, email, joined_at) values ($1, $2, 'Y. Yildiz', $3, now())`, h.Authority.ID, who.Account, who.Email)
	h.Exec(t, `insert into role_assignments (organisation_id, account_id, role, granted_by, granted_at) values ($1, $2, 'checker', 'acc_x', now())`, h.Authority.ID, who.Account)
	ok(t, h.people.Rename(h.manager, desk.Correction{Who: who.Account, GivenNames: "Deniz", FamilyName: "Yıldız", Version: 2}))
	h.Exec(t, `update sessions set organisation_id = $1`, h.Authority.ID)
	if a := h.resume(t, in.Token); a.Name != "Y. Yildiz" {
		t.Errorf("at the authority as %q", a.Name)
	}
}

// The person is told by mail what becomes of their appointment, in their own
// language and with nothing but names in it.
func TestToldOfTheAppointment(t *testing.T) {
	h := newStaffed(t)
	who, seen := h.ready(t)
	h.Exec(t, `update accounts set language = 'en' where id = $1`, who.Account)
	h.Exec(t, `delete from mails`)
	ok(t, h.people.Activate(h.manager, seen))
	seen.Version++
	ok(t, h.people.Suspend(h.manager, seen, "Vertraulicher Grund"))
	seen.Version++
	h.Clock.Advance(1e9)
	ok(t, h.people.Lift(h.manager, seen))
	h.Clock.Advance(1e9)
	ok(t, h.people.Leave(h.manager, who.Account, "Vertraulicher Grund"))
	for _, template := range []string{"appointment_activated", "appointment_suspended", "appointment_lifted", "appointment_ended"} {
		n := dbtest.Get[int](t, h.Database, `select count(*) from mails where template = $1 and recipient = $2 and language = 'en'
			and args->>'organisation' = $3 and (select count(*) from jsonb_object_keys(args)) = 2`, template, who.Email, h.Company.Name)
		if n != 1 {
			t.Errorf("%s: %d mails", template, n)
		}
	}
	_, nominated := h.nominee(t)
	ok(t, h.people.End(h.manager, nominated, "Doch nicht"))
	if n := dbtest.Get[int](t, h.Database, `select count(*) from mails where template = 'appointment_ended'`); n != 2 {
		t.Errorf("%d mails: who was only asked is told as well", n)
	}
}

// An account that is closed leads nobody: the other manager is the last one.
func TestClosedAccountIsNoLastManager(t *testing.T) {
	h := newStaffed(t)
	first, second := h.Company.Actor(officer.RoleRAManager), h.Company.Second(officer.RoleRAManager)
	h.Exec(t, `update accounts set status = 'closed' where id = $1`, second.Account)
	if err := h.people.Revoke(h.manager, first.Account, officer.RoleRAManager); !errors.Is(err, officer.Conflict) {
		t.Errorf("revoked: %v", err)
	}
	if err := h.people.Leave(h.manager, first.Account, ""); !errors.Is(err, officer.Conflict) {
		t.Errorf("left: %v", err)
	}
	ok(t, h.people.Revoke(h.manager, second.Account, officer.RoleRAManager))
}
