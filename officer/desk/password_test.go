package desk_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
)

const another = "vier neue Worte dazwischen"

func TestPasswordReset(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Company.Actor(officer.RoleOfficer))
	ctx, key, _ := h.enrolled(t, who)
	nobody := context.Background()
	if err := h.accounts.RequestReset(nobody, who.Email, desk.Visitor{}); err != nil {
		t.Fatal(err)
	}
	_, first := h.mail(t, who.Email)
	h.Clock.Advance(time.Second)
	if err := h.accounts.RequestReset(nobody, who.Email, desk.Visitor{}); err != nil {
		t.Fatal(err)
	}
	template, token := h.mail(t, who.Email)
	if template != "password_reset" || token == first || len(token) != 32 {
		t.Fatalf("mail %s, token of %d letters", template, len(token))
	}
	if err := h.accounts.Reset(nobody, first, another); !errors.Is(err, officer.NotFound) {
		t.Errorf("an earlier link: %v", err)
	}
	if err := h.accounts.Accept(nobody, token, another); !errors.Is(err, officer.NotFound) {
		t.Errorf("in the flow of invitations: %v", err)
	}
	if err := h.accounts.Reset(nobody, token, "kurz"); !errors.Is(err, officer.Invalid) {
		t.Errorf("a bad password: %v", err)
	}
	h.Clock.Advance(time.Second)
	if err := h.accounts.Reset(nobody, token, another); err != nil {
		t.Fatalf("the link after a refused password: %v", err)
	}
	if err := h.accounts.Reset(nobody, token, another); !errors.Is(err, officer.NotFound) {
		t.Errorf("the link again: %v", err)
	}
	a, _ := officer.ActorFrom(ctx)
	if n := dbtest.Get[int](t, h.Database, `select count(*) from sessions where ended_at is null and account_id = $1`, a.Account); n != 0 {
		t.Errorf("%d sessions go on", n)
	}
	if _, err := h.authenticate(who.Email, password, desk.Visitor{}); !errors.Is(err, officer.Invalid) {
		t.Errorf("the forgotten password: %v", err)
	}
	in, err := h.authenticate(who.Email, another, desk.Visitor{})
	if err != nil || !in.Further {
		t.Fatalf("a reset goes round the second factor: %v", err)
	}
	h.Clock.Advance(time.Minute)
	if _, err := h.signIn.ShowSecondFactor(h.with(t, in.Token), h.code(t, key)); err != nil {
		t.Error(err)
	}
	if template, _ := h.mail(t, who.Email); template != "password_changed" {
		t.Errorf("mail %q", template)
	}
}

func TestResetLinkInTwoBrowsers(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Applicant(t))
	if err := h.accounts.RequestReset(context.Background(), who.Email, desk.Visitor{}); err != nil {
		t.Fatal(err)
	}
	_, token := h.mail(t, who.Email)
	var all sync.WaitGroup
	var won atomic.Int32
	for i := range 4 {
		all.Go(func() {
			if h.accounts.Reset(context.Background(), token, another+string(rune('a'+i))) == nil {
				won.Add(1)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("%d browsers set a password", won.Load())
	}
}

func TestResetTellsNobodyWhoHasAnAccount(t *testing.T) {
	h := newHouse(t)
	known := h.withPassword(t, h.Applicant(t))
	closed := h.withPassword(t, h.Applicant(t))
	h.Exec(t, `update accounts set status = 'closed' where id = $1`, closed.Account)
	for _, email := range []string{known.Email, closed.Email, "nobody@privat.example"} {
		for name, ask := range map[string]func(context.Context, string, desk.Visitor) error{"reset": h.accounts.RequestReset, "unlock": h.accounts.RequestUnlock} {
			began := time.Now()
			if err := ask(context.Background(), email, desk.Visitor{}); err != nil {
				t.Errorf("%s %s: %v", name, email, err)
			}
			if took := time.Since(began); took < 150*time.Millisecond {
				t.Errorf("%s %s: answered after %s", name, email, took)
			}
		}
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from mails`); n != 2 {
		t.Errorf("%d mails", n)
	}
	for _, email := range []string{"", "kim", "kim@", "a b@example.org"} {
		if err := h.accounts.RequestReset(context.Background(), email, desk.Visitor{}); !errors.Is(err, officer.Invalid) {
			t.Errorf("%q: %v", email, err)
		}
	}
}

func TestMailsAreCounted(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Applicant(t))
	for i := range 5 {
		err := h.accounts.RequestReset(context.Background(), who.Email, desk.Visitor{})
		if want := i >= 3; errors.Is(err, officer.TooMany) != want {
			t.Errorf("request %d: %v", i+1, err)
		}
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from mails`); n != 3 {
		t.Errorf("%d mails", n)
	}
}

func TestInvitationOpensAnAccount(t *testing.T) {
	h := newHouse(t)
	manager := h.Company.As(officer.RoleRAManager)
	a, err := h.accounts.Invite(manager, desk.Holder{Email: "neu@beispiel.example", GivenNames: "Žaneta", FamilyName: "Łucka", Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	template, token := h.mail(t, "neu@beispiel.example")
	if template != "invitation" {
		t.Fatalf("mail %q", template)
	}
	if _, err := h.authenticate(a.Email, "", desk.Visitor{}); !errors.Is(err, officer.Invalid) {
		t.Errorf("without a password: %v", err)
	}
	holder, err := h.accounts.LinkHolder(context.Background(), officer.LinkInvitation, token)
	if err != nil || holder.ID != a.ID {
		t.Errorf("%+v, %v", holder, err)
	}
	if err := h.accounts.Accept(context.Background(), token, "zwölf Zeichen"); !errors.Is(err, officer.Invalid) {
		t.Errorf("short without a second factor: %v", err)
	}
	h.Exec(t, `insert into members (organisation_id, account_id, name, email, joined_at) values ($1, $2, 'Žaneta', '', now())`, h.Company.ID, a.ID)
	h.Exec(t, `insert into role_assignments (organisation_id, account_id, role, granted_by, granted_at) values ($1, $2, 'checker', 'acc_sample', now())`, h.Company.ID, a.ID)
	if err := h.accounts.Accept(context.Background(), token, "zwölf Zeichen"); err != nil {
		t.Fatal(err)
	}
	in, err := h.authenticate(a.Email, "zwölf Zeichen", desk.Visitor{})
	if err != nil || !in.Further {
		t.Errorf("%v", err)
	}
	if _, err := h.accounts.Invite(manager, desk.Holder{Email: "neu@beispiel.example", FamilyName: "X"}); err != nil {
		t.Error(err)
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from mails where template = 'invitation'`); n != 1 {
		t.Errorf("%d invitations to somebody who is there", n)
	}
	h.Clock.Advance(15 * 24 * time.Hour)
	if _, err := h.accounts.LinkHolder(context.Background(), officer.LinkInvitation, token); !errors.Is(err, officer.NotFound) {
		t.Errorf("after its time: %v", err)
	}
}

func TestChangePassword(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Applicant(t))
	_, elsewhere := h.in(t, who)
	ctx, _ := h.in(t, who)
	for name, c := range map[string]struct{ old, new, field string }{
		"wrong old":        {"falsch", another, "old_password"},
		"too short":        {password, "vierzehn Zeich", "password"},
		"common":           {password, "passwort12345678", "password"},
		"the person's own": {password, who.Email, "password"},
	} {
		_, err := h.accounts.ChangePassword(ctx, c.old, c.new)
		var refusal *officer.Error
		if !errors.As(err, &refusal) || refusal.Kind != officer.Invalid || len(refusal.Fields) == 0 || refusal.Fields[0].Field != c.field {
			t.Errorf("%s: %v", name, err)
		}
	}
	token, err := h.accounts.ChangePassword(ctx, password, another)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.signIn.Resume(ctx, elsewhere.Token.Reveal()); !errors.Is(err, officer.Unauthenticated) {
		t.Errorf("another session goes on: %v", err)
	}
	h.with(t, token)
	for range 5 {
		_, _ = h.accounts.ChangePassword(h.with(t, token), "falsch", password)
	}
	if _, err := h.accounts.ChangePassword(h.with(t, token), another, password); !errors.Is(err, officer.TooMany) {
		t.Errorf("after five wrong ones: %v", err)
	}
}

func TestProfileAndSessions(t *testing.T) {
	h := newHouse(t)
	mine, theirs := h.withPassword(t, h.Applicant(t)), h.withPassword(t, h.Applicant(t))
	ctx, _ := h.in(t, mine)
	h.in(t, mine)
	h.in(t, theirs)
	page, err := h.accounts.Mine(ctx)
	if err != nil || page.Sessions != 2 || page.Fixed() || page.Account.Email != mine.Email {
		t.Fatalf("%+v, %v", page, err)
	}
	save := desk.Profile{GivenNames: " D’Angelo ", FamilyName: "Đặng-Ångström", Language: "en", Version: page.Account.Version}
	if err := h.accounts.SaveProfile(ctx, save); err != nil {
		t.Fatal(err)
	}
	if err := h.accounts.SaveProfile(ctx, save); !errors.Is(err, officer.Stale) {
		t.Errorf("the same form again: %v", err)
	}
	for _, name := range []string{"", "Kim\u200b", "Иван", "=1+1"} {
		if err := h.accounts.SaveProfile(ctx, desk.Profile{FamilyName: name, Language: "de", Version: save.Version + 1}); !errors.Is(err, officer.Invalid) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if err := h.accounts.SetLanguage(ctx, "de"); err != nil {
		t.Error(err)
	}
	page, _ = h.accounts.Mine(ctx)
	if page.Account.Name() != "D’Angelo Đặng-Ångström" || page.Account.Language != "de" {
		t.Errorf("%+v", page.Account)
	}
	other := dbtest.Get[officer.SessionID](t, h.Database, `select id from sessions where account_id = $1`, theirs.Account)
	if err := h.accounts.EndSession(ctx, other); !errors.Is(err, officer.NotFound) {
		t.Errorf("somebody else's session: %v", err)
	}
	if err := h.accounts.EndOtherSessions(ctx); err != nil {
		t.Error(err)
	}
	list, err := h.accounts.Sessions(ctx)
	a, _ := officer.ActorFrom(ctx)
	if err != nil || len(list) != 1 || list[0].ID != a.Session {
		t.Errorf("%+v, %v", list, err)
	}
	if err := h.accounts.ClearSecondFactor(context.Background(), mine.Email); err != nil {
		t.Error(err)
	}
	if err := h.accounts.Close(context.Background(), mine.Email); err != nil {
		t.Error(err)
	}
	if _, err := h.authenticate(mine.Email, password, desk.Visitor{}); !errors.Is(err, officer.Invalid) {
		t.Errorf("a closed account: %v", err)
	}
}

func TestNameOfAnOfficerIsFixed(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Company.Actor(officer.RoleOfficer))
	ctx, _, _ := h.enrolled(t, who)
	page, err := h.accounts.Mine(ctx)
	if err != nil || !page.Fixed() || page.RecoveryCodes != 10 {
		t.Fatalf("%+v, %v", page, err)
	}
	if err := h.accounts.SaveProfile(ctx, desk.Profile{FamilyName: "Anders", Language: "en", Version: page.Account.Version}); err != nil {
		t.Fatal(err)
	}
	if page, _ = h.accounts.Mine(ctx); page.Account.FamilyName == "Anders" || page.Account.Language != "en" {
		t.Errorf("%+v", page.Account)
	}
}

func TestFirstOperator(t *testing.T) {
	h := newHouse(t)
	console := officer.WithActor(context.Background(), officer.Actor{Name: "console", Place: officer.BackOffice, Roles: []officer.Role{officer.RoleOperator}})
	a, err := h.accounts.AppointOperator(console, desk.Holder{Email: "olga@tsp.example", GivenNames: "Olga", FamilyName: "Operateur"})
	if err != nil {
		t.Fatal(err)
	}
	_, token := h.mail(t, a.Email)
	if err := h.accounts.Accept(context.Background(), token, another); err != nil {
		t.Fatal(err)
	}
	in, err := h.authenticate(a.Email, another, desk.Visitor{})
	if err != nil || !in.Further {
		t.Fatalf("%+v, %v", in, err)
	}
	if actor, _ := officer.ActorFrom(h.with(t, in.Token)); actor.Place != officer.BackOffice || !actor.Has(officer.RoleOperator) {
		t.Errorf("%+v", actor)
	}
	clerk := h.TSP.Actor(officer.RoleClerk)
	if _, err := h.accounts.AppointOperator(console, desk.Holder{Email: clerk.Email, FamilyName: "Kim"}); !errors.Is(err, officer.Conflict) {
		t.Errorf("a clerk: %v", err)
	}
	if _, err := h.accounts.AppointOperator(h.Company.As(officer.RoleOfficer), desk.Holder{Email: "x@tsp.example", FamilyName: "X"}); !errors.Is(err, officer.Forbidden) {
		t.Errorf("by an officer: %v", err)
	}
}
