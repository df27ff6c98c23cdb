package desk_test

import (
	"errors"
	"slices"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
)

// The document's number follows the desk's rules, is kept sealed and shown masked.
func TestStatedDocument(t *testing.T) {
	w := newOrderWorld(t)
	id, err := w.Begin(w.ctx, w.Company.Shop, w.Signature.ID)
	must(t, err)
	today := officer.Today(w.Clock.Now())
	wrong := w.document()
	wrong.Number, wrong.ExpiresOn, wrong.Issuer = "C01X00T47", today.AddDays(27), ""
	_, err = w.SaveStated(w.ctx, w.page(id), wrong, nil)
	for _, key := range []string{"document.number_of_passport", "stated.expires_soon", "form.missing"} {
		if !problem(err, key) {
			t.Errorf("no %s in %v", key, err)
		}
	}
	_, err = w.SaveStated(w.ctx, w.page(id), w.document(), nil)
	must(t, err)
	d := w.draft(id)
	if d.NumberMasked != "••••••T47" || len(d.Problems(officer.StepDocument)) != 0 {
		t.Errorf("%q, %v", d.NumberMasked, d.Problems(officer.StepDocument))
	}
	kept := w.document()
	kept.Number, kept.Issuer = "", "Stadt Bonn"
	_, err = w.SaveStated(w.ctx, w.page(id), kept, nil)
	must(t, err)
	if d = w.draft(id); d.NumberMasked != "••••••T47" || d.Application.Stated.Issuer != "Stadt Bonn" {
		t.Errorf("%q by %q", d.NumberMasked, d.Application.Stated.Issuer)
	}
}

// Withdrawing: a draft without a reason, what was submitted with one, an order
// while it is open.
func TestWithdrawingOnesOwn(t *testing.T) {
	w := newOrderWorld(t)
	draft, err := w.Begin(w.ctx, w.Company.Shop, w.Seal.ID)
	must(t, err)
	must(t, w.Withdraw(w.ctx, draft, w.draft(draft).Application.Version, ""))
	if n := w.count(`select count(*) from events`) + w.count(`select count(*) from mails`); n != 0 {
		t.Error("somebody was told of a draft")
	}
	due := w.filled(w.Company.Shop, w.Signature, officer.OfficerIdent)
	must(t, w.Submit(w.ctx, due, w.draft(due).Application.Version))
	if err := w.Withdraw(w.ctx, due, w.draft(due).Application.Version, " "); !problem(err, "form.missing") {
		t.Errorf("without a reason: %v", err)
	}
	must(t, w.Withdraw(w.ctx, due, w.draft(due).Application.Version, "Ich brauche sie nicht mehr."))
	if d := w.draft(due); d.Application.Status != officer.ApplicationWithdrawn || d.Application.ClosedWhy == "" {
		t.Errorf("%s, %q", d.Application.Status, d.Application.ClosedWhy)
	}
	ordered := w.filled(w.Company.Shop, w.Signature, officer.PostIdentBranch)
	must(t, w.Submit(w.ctx, ordered, w.draft(ordered).Application.Version))
	o := w.draft(ordered).Order
	if err := w.WithdrawOrder(dbtest.As(w.Applicant(t)), o.ID, o.Version, "x"); !errors.Is(err, officer.NotFound) {
		t.Errorf("somebody else's order: %v", err)
	}
	must(t, w.WithdrawOrder(w.ctx, o.ID, o.Version, "Doch nicht."))
	if err := w.WithdrawOrder(w.ctx, o.ID, o.Version+1, "Doch nicht."); !errors.Is(err, officer.Conflict) {
		t.Errorf("twice: %v", err)
	}
	if o = w.draft(ordered).Order; o.Status != officer.OrderWithdrawn || o.ClosedWhy != "Doch nicht." {
		t.Errorf("%+v", o)
	}
	if n := w.count(`select count(*) from mails where template in ('application_withdrawn', 'order_withdrawn')`); n != 2 {
		t.Errorf("%d mails", n)
	}
}

// An officer who orders for themself waits for a colleague: at the desk they are
// the person it is about.
func TestAnOfficersOwnApplication(t *testing.T) {
	w := newOrderWorld(t)
	self := w.Company.Actor(officer.RoleOfficer)
	w.Exec(t, `update accounts set given_names = 'Łucja', family_name = 'Ångström' where id = $1`, self.Account)
	w.Exec(t, `update shop_customers set account_id = $1`, self.Account)
	w.who = self
	w.who.Place, w.who.Roles, w.who.Organisation = officer.Portal, []officer.Role{officer.RoleApplicant}, ""
	w.ctx = dbtest.As(w.who)
	id := w.filled(w.Company.Shop, w.Signature, officer.OfficerIdent)
	must(t, w.Submit(w.ctx, id, w.draft(id).Application.Version))
	if n := w.count(`select count(*) from mails where template = 'application_waits'`); n != 1 {
		t.Errorf("%d mails", n)
	}
	intake := &desk.Intake{Counter: w.Ordering.Counter}
	if err := intake.Identify(dbtest.As(self), id, w.Company.Branch); !errors.Is(err, officer.Forbidden) {
		t.Errorf("identifies themself: %v", err)
	}
	colleague := dbtest.As(w.Company.Second(officer.RoleOfficer))
	page, err := (&desk.WorkList{Counter: w.Ordering.Counter}).Cases(colleague, officer.CaseFilter{View: officer.ViewWaiting})
	must(t, err)
	if !slices.ContainsFunc(page.Rows, func(r officer.CaseRow) bool { return r.ID == id }) {
		t.Error("it does not wait on the work list")
	}
	must(t, intake.Identify(colleague, id, w.Company.Branch))
	c, err := intake.Case(colleague, id)
	must(t, err)
	if c.Application.Stated.NumberMasked != "••••••T47" || c.Identification.SubjectAccount != self.Account || c.Person.Account != self.Account {
		t.Errorf("%q of %s", c.Application.Stated.NumberMasked, c.Identification.SubjectAccount)
	}
}
