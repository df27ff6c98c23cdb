package officer_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"officerportal/officer"
)

func TestThrottleWaits(t *testing.T) {
	th := officer.ThrottleSignIn
	for tries, want := range map[int]time.Duration{
		0: 0, 1: 0, 4: 0, 5: 30 * time.Second, 6: time.Minute, 7: 2 * time.Minute, 8: 4 * time.Minute, 9: 8 * time.Minute,
		10: 15 * time.Minute, 11: 15 * time.Minute, 1 << 30: 15 * time.Minute,
	} {
		if got := th.Wait(tries); got != want {
			t.Errorf("%d tries: %s, want %s", tries, got, want)
		}
	}
	waits := th.Waits()
	if len(waits) != 10 || waits[3] != 0 || waits[4] != 30*time.Second || waits[9] != 15*time.Minute {
		t.Errorf("%v", waits)
	}
	var refusal *officer.Error
	now := time.Now()
	if !errors.As(officer.TriesSpent(now, now.Add(61*time.Second)), &refusal) || refusal.Kind != officer.TooMany || refusal.Args["count"] != 2 {
		t.Errorf("%+v", refusal)
	}
}

func TestLinkLifetimes(t *testing.T) {
	for _, p := range officer.LinkPurposes {
		quick := p == officer.LinkPasswordReset || p == officer.LinkSignInUnlock
		if got := p.Lifetime(); (got == 30*time.Minute) != quick || got <= 0 {
			t.Errorf("%s: %s", p, got)
		}
	}
}

func TestAccountKey(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"kim.muster@example.org", "KimMuster@EXAMPLE.org", true},
		{"kim.muster@example.org", "kim.muster+portal@example.org", true},
		{"kim.muster@example.org", "ｋim.muster@example.org", true},
		{"kim@müller.example", "kim@xn--mller-kva.example", true},
		{"i.meier@example.org", "l.meier@example.org", false},
		{"kim@example.org", "kim@exam.ple.org", false},
	} {
		a, errA := officer.ParseEmail(c.a)
		b, errB := officer.ParseEmail(c.b)
		if errA != nil || errB != nil || (a.AccountKey() == b.AccountKey()) != c.same {
			t.Errorf("%s and %s: %q and %q, %v, %v", c.a, c.b, a.AccountKey(), b.AccountKey(), errA, errB)
		}
	}
}

func TestSessionNeverOutlivesItsEnd(t *testing.T) {
	at := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	s := officer.NewSession("acc", at, officer.DefaultSessionLimits)
	if s.IdleUntil != at.Add(30*time.Minute) || s.ExpiresAt != at.Add(12*time.Hour) {
		t.Errorf("%+v", s)
	}
	s.Touch(at.Add(11*time.Hour+45*time.Minute), officer.DefaultSessionLimits)
	if s.IdleUntil != s.ExpiresAt {
		t.Errorf("idle until %s", s.IdleUntil)
	}
}

func TestPresenceActor(t *testing.T) {
	at := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	firm := officer.Workplace{Membership: officer.Membership{Organisation: "org_firm", Name: "Firma", Kind: officer.Company}, Roles: []officer.Role{officer.RoleOfficer}}
	tsp := officer.Workplace{Membership: officer.Membership{Organisation: "org_tsp", Name: "TSP", Kind: officer.TSP}, Roles: []officer.Role{officer.RoleClerk}}
	audit := officer.Workplace{Membership: officer.Membership{Organisation: "org_firm", Name: "Firma", Kind: officer.Company}, Roles: []officer.Role{officer.RoleAuditor}}
	trained := officer.Appointment{ID: "apt", Status: officer.AppointmentActive, TrainingUntil: officer.DateOf(at)}
	lapsed := officer.Appointment{ID: "apt", Status: officer.AppointmentActive, TrainingUntil: officer.DateOf(at).AddDays(-1)}
	for _, c := range []struct {
		name        string
		at          officer.OrganisationID
		second      bool
		places      []officer.Workplace
		appointment officer.Appointment
		want        officer.Actor
		out         bool
	}{
		{name: "applicant", want: officer.Actor{Place: officer.Portal, Roles: []officer.Role{officer.RoleApplicant}}},
		{name: "officer", at: "org_firm", second: true, places: []officer.Workplace{firm}, appointment: trained,
			want: officer.Actor{Place: officer.Desk, Roles: firm.Roles, MayIdentify: true, OtherPlaces: []officer.Membership{{}}}},
		{name: "officer, training lapsed", at: "org_firm", second: true, places: []officer.Workplace{firm}, appointment: lapsed,
			want: officer.Actor{Place: officer.Desk, Roles: firm.Roles, OtherPlaces: []officer.Membership{{}}}},
		{name: "officer, second factor due", at: "org_firm", places: []officer.Workplace{firm}, appointment: trained,
			want: officer.Actor{Place: officer.Desk, Roles: firm.Roles, MayIdentify: true, SecondFactorDue: true, OtherPlaces: []officer.Membership{{}}}},
		{name: "officer in their portal", second: true, places: []officer.Workplace{firm},
			want: officer.Actor{Place: officer.Portal, Roles: []officer.Role{officer.RoleApplicant}, OtherPlaces: []officer.Membership{firm.Membership}}},
		{name: "checker with an officer's appointment", at: "org_firm", second: true, appointment: trained,
			places: []officer.Workplace{{Membership: firm.Membership, Roles: []officer.Role{officer.RoleChecker}}},
			want:   officer.Actor{Place: officer.Desk, Roles: []officer.Role{officer.RoleChecker}, OtherPlaces: []officer.Membership{{}}}},
		{name: "clerk", at: "org_tsp", second: true, places: []officer.Workplace{firm, tsp},
			want: officer.Actor{Place: officer.BackOffice, Roles: tsp.Roles, OtherPlaces: []officer.Membership{firm.Membership, {}}}},
		{name: "auditor", at: "org_firm", second: true, places: []officer.Workplace{audit},
			want: officer.Actor{Place: officer.Desk, Roles: audit.Roles}},
		{name: "auditor in the portal", second: true, places: []officer.Workplace{audit},
			want: officer.Actor{Place: officer.Portal, OtherPlaces: []officer.Membership{audit.Membership}}},
		{name: "role ended", at: "org_firm", second: true, out: true},
	} {
		p := officer.Presence{Session: officer.Session{Organisation: c.at}, Workplaces: c.places, Appointment: c.appointment}
		if c.second {
			p.Session.SecondFactorAt = at
		}
		a, err := p.Actor(officer.Today(at))
		if errors.Is(err, officer.Unauthenticated) != c.out {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if a.Place != c.want.Place || !slices.Equal(a.Roles, c.want.Roles) || a.MayIdentify != c.want.MayIdentify ||
			a.SecondFactorDue != c.want.SecondFactorDue || !slices.Equal(a.OtherPlaces, c.want.OtherPlaces) {
			t.Errorf("%s: %+v", c.name, a)
		}
	}
}

func TestAcceptedAccountStaysAccepted(t *testing.T) {
	a := officer.Account{Status: officer.AccountInvited}
	if err := a.Accept("hash"); err != nil || a.Status != officer.AccountActive {
		t.Errorf("%+v, %v", a, err)
	}
	for _, status := range []officer.AccountStatus{officer.AccountActive, officer.AccountClosed} {
		a := officer.Account{Status: status, PasswordHash: "old"}
		if err := a.Accept("new"); !errors.Is(err, officer.Conflict) || a.PasswordHash != "old" {
			t.Errorf("%s: %+v, %v", status, a, err)
		}
	}
}
