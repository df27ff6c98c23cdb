package desk_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/officertest"
)

// lapsed is an officer whose training ran out yesterday.
func (b *bench) lapsed(t testing.TB, a officer.Actor) officer.Actor {
	t.Helper()
	b.Exec(t, `update appointments set training_until = $2 where id = $1`, a.Appointment, officer.Today(b.Clock.Now()).AddDays(-1))
	a.MayIdentify = false
	return a
}

// Everybody at the door of everything that changes a case: who may identify
// today, began the act, and is not the person it is about.
func TestDoorOfACase(t *testing.T) {
	b := newBench(t)
	intake := &desk.Intake{Counter: b.Counter}
	own, colleague := b.Company.Actor(officer.RoleOfficer), b.Company.Second(officer.RoleOfficer)
	lapsed := b.lapsed(t, b.Person(t, b.Company, officer.RoleOfficer))
	subject := b.Person(t, b.Company, officer.RoleOfficer)
	foreign := b.Authority.Actor(officer.RoleOfficer)
	checker := b.Company.Actor(officer.RoleChecker)
	b.Exec(t, `update applications set account_id = $2 where id = $1`, b.id, subject.Account)
	var passes error // whatever comes after the door
	type who struct {
		name string
		ctx  context.Context
		fill error // of what the act's officer alone does
		work error // of what a colleague may do as well
	}
	people := []who{
		{"nobody", context.Background(), officer.Unauthenticated, officer.Unauthenticated},
		{"a checker", officer.WithActor(context.Background(), checker), officer.Forbidden, officer.Forbidden},
		{"another organisation's officer", officer.WithActor(context.Background(), foreign), officer.NotFound, officer.NotFound},
		{"an officer whose training lapsed", officer.WithActor(context.Background(), lapsed), officer.Forbidden, officer.Forbidden},
		{"the person it is about", officer.WithActor(context.Background(), subject), officer.Forbidden, officer.Forbidden},
		{"a colleague", officer.WithActor(context.Background(), colleague), officer.Conflict, passes},
		{"the act's officer", officer.WithActor(context.Background(), own), passes, passes},
	}
	form := officertest.Form(officer.Today(b.Clock.Now()))
	const stale = -1 // what passes the door is told that it is too late, and changes nothing
	page := desk.Page{Case: b.id, Version: stale}
	for name, c := range map[string]struct {
		do    func(context.Context) error
		whole bool // a colleague may do it as well
	}{
		"save": {do: func(ctx context.Context) error {
			_, err := b.Save(ctx, b.id, desk.Entry{Group: officer.GroupContact, Form: form, Version: stale})
			return err
		}},
		"quantity": {do: func(ctx context.Context) error { return b.SaveQuantity(ctx, b.id, stale, 1) }},
		"secrets": {do: func(ctx context.Context) error {
			_, err := b.SaveSecrets(ctx, b.id, stale, "Frage", "Antwort")
			return err
		}},
		"typed password": {do: func(ctx context.Context) error {
			return b.TypeRevocationPassword(ctx, b.id, "kurz", "kurz")
		}},
		"agree": {do: func(ctx context.Context) error { return intake.Agree(ctx, b.id, stale, agreed()) }},
		"document": {do: func(ctx context.Context) error {
			_, err := intake.SaveDocument(ctx, page, officer.DocumentEntry{})
			return err
		}},
		"checks":    {do: func(ctx context.Context) error { _, err := intake.SaveChecks(ctx, page, officer.Capture{}); return err }},
		"withdraw":  {do: func(ctx context.Context) error { return b.Withdraw(ctx, b.id, stale, "x") }, whole: true},
		"abort":     {do: func(ctx context.Context) error { return intake.Abort(ctx, b.id, "none", "") }, whole: true},
		"submit":    {do: func(ctx context.Context) error { _, err := b.Submit(ctx, b.id); return err }, whole: true},
		"mail link": {do: func(ctx context.Context) error { return b.MailRevocationLink(ctx, b.id) }},
	} {
		for _, p := range people {
			want := p.fill
			if c.whole {
				want = p.work
			}
			err := c.do(p.ctx)
			if want != nil && !errors.Is(err, want) || want == nil && (errors.Is(err, officer.Forbidden) || errors.Is(err, officer.NotFound)) {
				t.Errorf("%s by %s: %v, want %v", name, p.name, err, want)
			}
		}
	}
}

// Before anybody has begun the act, whoever may identify fills in what waits,
// but never for themselves.
func TestDoorOfAnApplicationThatWaits(t *testing.T) {
	b := newBench(t)
	own, colleague := b.Company.Actor(officer.RoleOfficer), b.Company.Second(officer.RoleOfficer)
	b.Exec(t, `update applications set identification_id = null, status = 'identification_due' where id = $1`, b.id)
	save := func(by officer.Actor, change func(*officer.Form)) error {
		f, err := b.File(b.Company.As(officer.RoleOfficer), b.id)
		ok(t, err)
		form := f.Application.Form
		change(&form)
		_, err = b.Save(officer.WithActor(context.Background(), by), b.id, desk.Entry{Group: officer.GroupContact, Form: form, Version: f.Application.Version})
		return err
	}
	nothing := func(*officer.Form) {}
	if err := save(colleague, nothing); err != nil {
		t.Errorf("a colleague: %v", err)
	}
	var e *officer.Error
	if err := save(own, func(f *officer.Form) { f.Contact.Email = own.Email }); !errors.As(err, &e) || !slices.ContainsFunc(e.Fields, func(p officer.Problem) bool { return p.Key == "contact.email_of_officer" }) {
		t.Errorf("with their own address: %v", err)
	}
	b.Exec(t, `update persons set email = $2 where id = (select person_id from applications where id = $1)`, b.id, own.Email)
	if err := save(own, nothing); !errors.Is(err, officer.Forbidden) {
		t.Errorf("known to the desk under their address: %v", err)
	}
}
