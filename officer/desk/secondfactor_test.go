package desk_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
)

// further signs somebody in up to the second factor.
func (h *house) further(t testing.TB, a officer.Actor) context.Context {
	t.Helper()
	ctx, in := h.in(t, a)
	if !in.Further {
		t.Fatal("no second factor was asked for")
	}
	return ctx
}

func TestSecondFactor(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Company.Actor(officer.RoleOfficer))
	_, key, codes := h.enrolled(t, who)

	// The code that set the authenticator up is used up, and so is each later one.
	if _, err := h.signIn.ShowSecondFactor(h.further(t, who), h.code(t, key)); !errors.Is(err, officer.Invalid) {
		t.Errorf("the enrolment's own code: %v", err)
	}
	h.Clock.Advance(30 * time.Second)
	code := h.code(t, key)
	token, err := h.signIn.ShowSecondFactor(h.further(t, who), code[:3]+" "+code[3:])
	if err != nil {
		t.Fatal(err)
	}
	in := h.with(t, token)
	if _, err := h.accounts.Sessions(in); err != nil {
		t.Errorf("with the second factor: %v", err)
	}
	if _, err := h.signIn.ShowSecondFactor(h.further(t, who), code); !errors.Is(err, officer.Invalid) {
		t.Errorf("a replayed code: %v", err)
	}
	if err := h.accounts.Reauthenticate(in, code); !errors.Is(err, officer.Invalid) {
		t.Errorf("the sign-in's code signs as well: %v", err)
	}
	if err := h.accounts.Reauthenticate(in, codes[0].Reveal()); !errors.Is(err, officer.Invalid) {
		t.Errorf("a recovery code signs: %v", err)
	}
	h.Clock.Advance(30 * time.Second)
	if err := h.accounts.Reauthenticate(in, h.code(t, key)); err != nil {
		t.Errorf("a fresh code: %v", err)
	}
	if err := h.accounts.Reauthenticate(in, h.code(t, key)); !errors.Is(err, officer.Invalid) {
		t.Errorf("one code for two records: %v", err)
	}
	if err := h.accounts.Reauthenticate(h.further(t, who), h.code(t, key)); !errors.Is(err, officer.Unauthenticated) {
		t.Errorf("from a session without the second factor: %v", err)
	}
}

func TestRecoveryCodes(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Company.Actor(officer.RoleOfficer))
	other := h.withPassword(t, h.Company.Second(officer.RoleOfficer))
	ctx, _, codes := h.enrolled(t, who)
	h.enrolled(t, other)
	if len(codes) != 10 || len(slices.Compact(codes)) != 10 {
		t.Fatalf("%d codes", len(codes))
	}
	if _, err := h.signIn.ShowSecondFactor(h.further(t, other), codes[0].Reveal()); !errors.Is(err, officer.Invalid) {
		t.Errorf("somebody else's code: %v", err)
	}
	h.Clock.Advance(time.Second) // mails of one moment have no order
	if _, err := h.signIn.ShowSecondFactor(h.further(t, who), strings.ToLower(strings.ReplaceAll(codes[0].Reveal(), "-", " "))); err != nil {
		t.Errorf("typed in lower case, with blanks: %v", err)
	}
	if template, _ := h.mail(t, who.Email); template != "recovery_code_used" {
		t.Errorf("mail %q", template)
	}
	if _, err := h.signIn.ShowSecondFactor(h.further(t, who), codes[0].Reveal()); !errors.Is(err, officer.Invalid) {
		t.Errorf("a used code: %v", err)
	}
	var worked sync.Map
	var all sync.WaitGroup
	later := h.further(t, who)
	for i := range 8 {
		all.Go(func() {
			if _, err := h.signIn.ShowSecondFactor(later, codes[1].Reveal()); err == nil {
				worked.Store(i, true)
			}
		})
	}
	all.Wait()
	n := 0
	worked.Range(func(any, any) bool { n++; return true })
	if n != 1 {
		t.Errorf("one code worked %d times at once", n)
	}
	fresh, err := h.accounts.RenewRecoveryCodes(ctx, password)
	if err != nil || len(fresh) != 10 {
		t.Fatal(err)
	}
	if _, err := h.accounts.RenewRecoveryCodes(ctx, "falsch"); !errors.Is(err, officer.Invalid) {
		t.Errorf("without the password: %v", err)
	}
	h.Exec(t, `delete from throttles`)
	if _, err := h.signIn.ShowSecondFactor(h.further(t, who), codes[5].Reveal()); !errors.Is(err, officer.Invalid) {
		t.Errorf("a code of the set before: %v", err)
	}
	if _, err := h.signIn.ShowSecondFactor(h.further(t, who), fresh[5].Reveal()); err != nil {
		t.Errorf("a fresh code: %v", err)
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from recovery_codes where digest ~ '[A-Z2-9]{4}-[A-Z2-9]{4}'`); n != 0 {
		t.Error("a code stands in the table as it is")
	}
}

// Fifty guesses at once get no further than fifty in a row.
func TestWrongCodesAtOnce(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Company.Actor(officer.RoleOfficer))
	_, key, _ := h.enrolled(t, who)
	ctx := h.further(t, who)
	h.Clock.Advance(time.Hour - time.Hour%time.Second) // any code but the right one
	wrong := "000000"
	if h.code(t, key) == wrong {
		wrong = "111111"
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	answers := map[officer.Kind]int{}
	for range 50 {
		all.Go(func() {
			_, err := h.signIn.ShowSecondFactor(ctx, wrong)
			var refusal *officer.Error
			mu.Lock()
			defer mu.Unlock()
			if errors.As(err, &refusal) {
				answers[refusal.Kind]++
			} else {
				t.Error(err)
			}
		})
	}
	all.Wait()
	counted := dbtest.Get[int](t, h.Database, `select max(tries + refused) from throttles`)
	if answers[officer.Invalid] != 5 || answers[officer.TooMany] != 45 || counted != 50 {
		t.Errorf("answers %v, %d counted", answers, counted)
	}
	if _, err := h.signIn.ShowSecondFactor(ctx, h.code(t, key)); !errors.Is(err, officer.TooMany) {
		t.Errorf("the right one too early: %v", err)
	}
	if strings.Count(h.events(t, who.Account), "second_factor.failed") != 5 {
		t.Errorf("events: %s", h.events(t, who.Account))
	}
}

// Who knows the password only must not put an authenticator of their own in the
// place of the one they cannot show.
func TestPasswordAloneReplacesNoAuthenticator(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Company.Actor(officer.RoleOfficer))
	early := h.further(t, who) // signed in before there was an authenticator
	if err := h.accounts.BeginEnrolment(early, ""); err != nil {
		t.Fatal(err)
	}
	drawn, err := h.accounts.Enrolment(early)
	if err != nil {
		t.Fatal(err)
	}
	in, _, _ := h.enrolled(t, who)
	h.Exec(t, `update sessions set ended_at = null, ended_why = ''`) // as if it had not been ended
	if _, err := h.accounts.ConfirmEnrolment(early, h.code(t, drawn.Key.Reveal())); !errors.Is(err, officer.Unauthenticated) {
		t.Errorf("a key that waited in an older session: %v", err)
	}
	thief := h.further(t, who)
	for name, err := range map[string]error{
		"begin": h.accounts.BeginEnrolment(thief, password),
		"drop":  h.accounts.DropSecondFactor(thief, password),
		"codes": func() error { _, err := h.accounts.RenewRecoveryCodes(thief, password); return err }(),
		"place": func() error { _, err := h.signIn.SwitchPlace(thief, ""); return err }(),
	} {
		if !errors.Is(err, officer.Unauthenticated) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := h.accounts.BeginEnrolment(in, "falsch"); !errors.Is(err, officer.Invalid) {
		t.Errorf("an unlocked screen without the password: %v", err)
	}
	if err := h.accounts.DropSecondFactor(in, password); !errors.Is(err, officer.Conflict) {
		t.Errorf("an officer goes without: %v", err)
	}
	if err := h.accounts.BeginEnrolment(in, password); err != nil {
		t.Errorf("a new phone: %v", err)
	}
}

func TestApplicantMayGoWithoutSecondFactor(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Applicant(t))
	ctx, key, _ := h.enrolled(t, who)
	if !strings.Contains(h.events(t, who.Account), "second_factor.enrolled") {
		t.Error("no event")
	}
	h.Clock.Advance(time.Minute)
	token, err := h.signIn.ShowSecondFactor(h.further(t, who), h.code(t, key))
	if err != nil {
		t.Fatal(err)
	}
	if err := h.accounts.DropSecondFactor(h.with(t, token), password); err != nil {
		t.Fatal(err)
	}
	if template, _ := h.mail(t, who.Email); template != "second_factor_changed" {
		t.Errorf("mail %q", template)
	}
	if _, err := h.signIn.Resume(ctx, token.Reveal()); err != nil {
		t.Errorf("the session that did it ended: %v", err)
	}
	if _, in := h.in(t, who); in.Further {
		t.Error("a second factor is still asked for")
	}
}

func TestDemoSignInIsOfTheDemoOnly(t *testing.T) {
	h := newHouse(t)
	who := h.Company.Actor(officer.RoleOfficer)
	if _, err := h.signIn.DemoSignIn(context.Background(), who.Account, desk.Visitor{}); !errors.Is(err, officer.NotFound) {
		t.Errorf("in production: %v", err)
	}
	if _, err := h.signIn.DemoPeople(context.Background()); !errors.Is(err, officer.NotFound) {
		t.Errorf("in production: %v", err)
	}
	h.signIn.Demo = true
	people, err := h.signIn.DemoPeople(context.Background())
	if err != nil || len(people) != 26 || people[0].Name == "" || len(people[0].Roles) != 1 {
		t.Fatalf("%d people, %v", len(people), err)
	}
	in, err := h.signIn.DemoSignIn(context.Background(), who.Account, desk.Visitor{})
	if err != nil {
		t.Fatal(err)
	}
	ctx := h.with(t, in.Token)
	if a, _ := officer.ActorFrom(ctx); a.SecondFactorDue || !a.SecondFactor || !a.MayIdentify {
		t.Errorf("%+v", a)
	}
	if err := h.accounts.Reauthenticate(ctx, desk.DemoCode); err != nil {
		t.Errorf("the demo's code: %v", err)
	}
	h.signIn.Demo = false
	if err := h.accounts.Reauthenticate(ctx, desk.DemoCode); !errors.Is(err, officer.Invalid) {
		t.Errorf("the demo's code in production: %v", err)
	}
}
