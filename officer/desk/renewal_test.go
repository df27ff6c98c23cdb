package desk_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/secret"
)

// resume gives what a token stands for at this moment.
func (h *house) resume(t testing.TB, token secret.Secret) officer.Actor {
	t.Helper()
	a, err := h.signIn.Resume(context.Background(), token.Reveal())
	ok(t, err)
	return a
}

// working is a checker of the company at work, with the second factor shown.
func (h *staffed) working(t testing.TB) (officer.Actor, secret.Secret) {
	t.Helper()
	who := h.withPassword(t, h.Company.Actor(officer.RoleChecker))
	_, in := h.in(t, who)
	h.Exec(t, `update sessions set second_factor_at = created_at where account_id = $1`, who.Account)
	h.Clock.Advance(time.Minute)
	return who, in.Token
}

// A role that is granted makes the token worthless that was made without it; of
// two tabs that ask at once both get the same new one.
func TestTokenAfterAGrant(t *testing.T) {
	h := newStaffed(t)
	who, old := h.working(t)
	if h.resume(t, old).TokenDue {
		t.Fatal("a new token is due before anything changed")
	}
	ok(t, h.people.Grant(h.manager, who.Account, officer.RoleShopAdmin))
	a := h.resume(t, old)
	if !a.TokenDue || !a.Has(officer.RoleShopAdmin) {
		t.Fatalf("%+v", a)
	}
	ctx := h.with(t, old)
	first, err := h.signIn.Renew(ctx, old.Reveal())
	ok(t, err)
	again := h.resume(t, old) // the second tab, which still has the old one
	second, err := h.signIn.Renew(h.with(t, old), old.Reveal())
	ok(t, err)
	if first.Empty() || !first.Equal(second) || first.Equal(old) || !again.TokenDue {
		t.Errorf("the tabs got %v and %v", first.Reveal(), second.Reveal())
	}
	if h.resume(t, first).TokenDue {
		t.Error("the new token is due again")
	}
	h.Clock.Advance(officer.TokenGrace + time.Second)
	if _, err := h.signIn.Resume(context.Background(), old.Reveal()); !errors.Is(err, officer.Unauthenticated) {
		t.Errorf("the old token after a while: %v", err)
	}
	if h.resume(t, first).Session != a.Session {
		t.Error("another session")
	}
}

func TestTokensAtOnce(t *testing.T) {
	h := newStaffed(t)
	who, old := h.working(t)
	ok(t, h.people.Grant(h.manager, who.Account, officer.RoleShopAdmin))
	ctx := h.with(t, old)
	const tabs = 8
	got := make(chan secret.Secret, tabs)
	for range tabs {
		go func() {
			token, err := h.signIn.Renew(ctx, old.Reveal())
			if err != nil {
				t.Error(err)
			}
			got <- token
		}()
	}
	for range tabs {
		if h.resume(t, <-got).Account != who.Account {
			t.Error("signed out")
		}
	}
}

// Who went to another place meanwhile has a token that nothing of this replaces,
// and the one before is worthless at once.
func TestRenewalTooLate(t *testing.T) {
	h := newStaffed(t)
	who, old := h.working(t)
	ok(t, h.people.Grant(h.manager, who.Account, officer.RoleShopAdmin))
	late := h.with(t, old)
	moved, err := h.signIn.SwitchPlace(h.with(t, old), "")
	ok(t, err)
	if _, err := h.signIn.Resume(context.Background(), old.Reveal()); !errors.Is(err, officer.Unauthenticated) {
		t.Errorf("the token of the other place: %v", err)
	}
	token, err := h.signIn.Renew(late, old.Reveal())
	if err != nil || !token.Empty() || h.resume(t, moved).TokenDue {
		t.Errorf("%v, %v", token.Reveal(), err)
	}
}

// An activation and a training that was overdue give rights as well; a training
// renewed in time gives none.
func TestTokenAfterAnAppointment(t *testing.T) {
	h := newStaffed(t)
	who, seen := h.ready(t)
	h.withPassword(t, who)
	_, in := h.in(t, who)
	h.Clock.Advance(time.Minute)
	ok(t, h.people.Activate(h.manager, seen))
	seen.Version++
	if !h.resume(t, in.Token).TokenDue {
		t.Error("activated")
	}
	h.Exec(t, `update sessions set rights_grew = false`)
	train := func() bool {
		ok(t, h.people.RecordTraining(h.manager, seen, h.today))
		seen.Version++
		return h.resume(t, in.Token).TokenDue
	}
	if train() {
		t.Error("trained in time")
	}
	h.Exec(t, `update appointments set trained_on = $2::date - 400, training_until = $2 where id = $1`, seen.ID, h.today.AddDays(-1))
	if !train() {
		t.Error("trained after the training had lapsed")
	}
}

// A page that reads itself again keeps no session open: it ends when nobody has
// done anything for as long as it may.
func TestLookingPutsNothingOff(t *testing.T) {
	h := newStaffed(t)
	who := h.withPassword(t, h.Company.Actor(officer.RoleChecker))
	_, in := h.in(t, who)
	look := func() (officer.Actor, error) { return h.signIn.Look(context.Background(), in.Token.Reveal()) }
	first, err := look()
	ok(t, err)
	for range 5 {
		h.Clock.Advance(h.signIn.Limits.Idle / 6)
		again, err := look()
		ok(t, err)
		if !again.SessionEnds.Equal(first.SessionEnds) {
			t.Fatalf("the end moved from %s to %s", first.SessionEnds, again.SessionEnds)
		}
	}
	h.Clock.Advance(h.signIn.Limits.Idle / 6)
	if _, err := look(); !errors.Is(err, officer.Unauthenticated) {
		t.Errorf("after the idle time: %v", err)
	}
}
