package desk_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
)

const password = "korrekt Pferd Batterie Heftklammer"

// house is the sample with the services of sign-in at work in it.
type house struct {
	*dbtest.Sample
	signIn   *desk.SignIn
	accounts *desk.Accounts
}

var passwords = sync.OnceValues(secret.NewPasswords)

func newHouse(t testing.TB) *house {
	t.Helper()
	s := dbtest.NewSample(t)
	keys, err := secret.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	p, err := passwords()
	if err != nil {
		t.Fatal(err)
	}
	c := &desk.Counter{DB: s.DB, Keys: keys, Passwords: p, Address: "https://portal.example"}
	return &house{Sample: s, signIn: &desk.SignIn{Counter: c, Limits: officer.DefaultSessionLimits}, accounts: &desk.Accounts{Counter: c}}
}

var hashOnce = sync.OnceValues(func() (string, error) {
	p, err := passwords()
	if err != nil {
		return "", err
	}
	return p.Hash(context.Background(), secret.Of(password))
})

// withPassword lets a person of the sample sign in.
func (h *house) withPassword(t testing.TB, a officer.Actor) officer.Actor {
	t.Helper()
	hash, err := hashOnce()
	if err != nil {
		t.Fatal(err)
	}
	h.Exec(t, `update accounts set password_hash = $2 where id = $1`, a.Account, hash)
	return a
}

func (h *house) authenticate(email, password string, from desk.Visitor) (desk.Admission, error) {
	return h.signIn.Authenticate(context.Background(), desk.Credentials{Email: email, Password: password}, from)
}

// in signs somebody in and gives the context of their next request.
func (h *house) in(t testing.TB, a officer.Actor) (context.Context, desk.Admission) {
	t.Helper()
	in, err := h.authenticate(a.Email, password, desk.Visitor{Address: "192.0.2.7"})
	if err != nil {
		t.Fatal(err)
	}
	return h.with(t, in.Token), in
}

// with gives the context of a request with a session's token.
func (h *house) with(t testing.TB, token secret.Secret) context.Context {
	t.Helper()
	actor, err := h.signIn.Resume(context.Background(), token.Reveal())
	if err != nil {
		t.Fatal(err)
	}
	return officer.WithActor(context.Background(), actor)
}

// enrolled signs somebody in who sets up their authenticator, and gives its key
// and the recovery codes besides.
func (h *house) enrolled(t testing.TB, a officer.Actor) (ctx context.Context, key string, codes []secret.Secret) {
	t.Helper()
	ctx, _ = h.in(t, a)
	if err := h.accounts.BeginEnrolment(ctx, ""); err != nil {
		t.Fatal(err)
	}
	drawn, err := h.accounts.Enrolment(ctx)
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := h.accounts.ConfirmEnrolment(ctx, h.code(t, drawn.Key.Reveal()))
	if err != nil {
		t.Fatal(err)
	}
	return h.with(t, fresh.Token), drawn.Key.Reveal(), fresh.Codes
}

func (h *house) code(t testing.TB, key string) string {
	t.Helper()
	code, err := totp.GenerateCode(key, h.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func (h *house) events(t testing.TB, id officer.AccountID) string {
	var kinds []string
	h.Select(t, &kinds, `select kind from account_events where account_id = $1 order by at, id`, id)
	return strings.Join(kinds, " ")
}

// mail gives the newest mail to an address: its template and link.
func (h *house) mail(t testing.TB, to string) (template, token string) {
	t.Helper()
	var rows []struct{ Template, Link string }
	h.Select(t, &rows, `select template, coalesce(args ->> 'link', '') as link from mails where recipient = $1 order by created_at desc, id desc`, to)
	if len(rows) == 0 {
		return "", ""
	}
	return rows[0].Template, rows[0].Link[strings.LastIndex(rows[0].Link, "/")+1:]
}

func TestSignIn(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Company.Actor(officer.RoleOfficer))
	applicant := h.withPassword(t, h.Applicant(t))

	ctx, in := h.in(t, applicant)
	actor, _ := officer.ActorFrom(ctx)
	if in.Further || actor.SecondFactorDue || actor.Place != officer.Portal || !actor.Has(officer.RoleApplicant) {
		t.Errorf("an applicant: %+v", actor)
	}
	ctx, in = h.in(t, who)
	actor, _ = officer.ActorFrom(ctx)
	if !in.Further || !actor.SecondFactorDue || actor.Organisation != h.Company.ID {
		t.Errorf("an officer: %+v", actor)
	}
	if _, err := h.accounts.Sessions(ctx); !errors.Is(err, officer.Unauthenticated) {
		t.Errorf("without the second factor: %v", err)
	}
	if got := h.events(t, who.Account); got != "signin.succeeded" {
		t.Errorf("events: %s", got)
	}
}

func TestRefusalsAreTheSame(t *testing.T) {
	h := newHouse(t)
	known := h.withPassword(t, h.Applicant(t))
	closed := h.withPassword(t, h.Applicant(t))
	h.Exec(t, `update accounts set status = 'closed' where id = $1`, closed.Account)
	invited := h.Applicant(t)
	h.Exec(t, `update accounts set status = 'invited' where id = $1`, invited.Account)
	for name, c := range map[string]struct{ email, password string }{
		"wrong password":       {known.Email, "falsch"},
		"no password":          {known.Email, ""},
		"unknown":              {"nobody@privat.example", password},
		"closed":               {closed.Email, password},
		"invited":              {invited.Email, password},
		"no address":           {"", password},
		"not an address":       {"kim", password},
		"with NUL":             {"kim\x00@privat.example", password},
		"not UTF-8":            {"\xff@privat.example", password},
		"password of 100 kB":   {known.Email, strings.Repeat("x", 100_000)},
		"other look-alike key": {"x" + known.Email, password},
	} {
		_, err := h.authenticate(c.email, c.password, desk.Visitor{Address: "192.0.2.9"})
		var refusal *officer.Error
		if !errors.As(err, &refusal) || refusal.Kind != officer.Invalid || refusal.Key != "signin.wrong" || len(refusal.Fields) != 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from account_events where details::text like '%example%'`); n != 0 {
		t.Error("an e-mail address stands in the events")
	}
}

// An account that is answered without hashing, or with another number of
// statements, would stand out by the time that the answer takes.
func TestUnknownAddressesTakeTheSameWork(t *testing.T) {
	h := newHouse(t)
	h.accounts.Passwords, _ = secret.NewPasswords() // nobody else's work is counted
	work := func(email string) [2]int64 {
		h.Exec(t, `delete from throttles`)
		hashes, statements := h.accounts.Passwords.Done(), h.DB.Statements()
		if _, err := h.authenticate(email, "falsch", desk.Visitor{}); !errors.Is(err, officer.Invalid) {
			t.Fatal(err)
		}
		return [2]int64{h.accounts.Passwords.Done() - hashes, h.DB.Statements() - statements}
	}
	known := h.withPassword(t, h.Applicant(t))
	want := work(known.Email)
	closed := h.withPassword(t, h.Applicant(t))
	h.Exec(t, `update accounts set status = 'closed' where id = $1`, closed.Account)
	for name, email := range map[string]string{"unknown": "nobody@privat.example", "without a password": h.Applicant(t).Email, "closed": closed.Email} {
		if got := work(email); got != want || got[0] != 1 {
			t.Errorf("%s: %d hashes and %d statements, a known one takes %v", name, got[0], got[1], want)
		}
	}
}

func TestSpellingsOfAnAddressAreOneAccount(t *testing.T) {
	h := newHouse(t)
	ctx := officer.WithActor(context.Background(), h.TSP.Actor(officer.RoleOperator))
	first, err := h.accounts.Invite(ctx, desk.Holder{Email: "Kim.Muster@Beispiel.example", GivenNames: "Kim", FamilyName: "Muster"})
	if err != nil {
		t.Fatal(err)
	}
	for _, email := range []string{"kim.muster@beispiel.example", "KIMMUSTER@beispiel.example", "kim.muster+portal@beispiel.example", "ｋｉｍ.muster@beispiel.example"} {
		again, err := h.accounts.Invite(ctx, desk.Holder{Email: email, GivenNames: "Eve", FamilyName: "Angreiferin"})
		if err != nil || again.ID != first.ID || again.Email != "kim.muster@beispiel.example" {
			t.Errorf("%s: %+v, %v", email, again, err)
		}
	}
	other, err := h.accounts.Invite(ctx, desk.Holder{Email: "klm.muster@beispiel.example", GivenNames: "K. L. M.", FamilyName: "Muster"})
	if err != nil || other.ID == first.ID {
		t.Errorf("a neighbour: %+v, %v", other, err)
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from mails where recipient <> 'kim.muster@beispiel.example' and recipient <> 'klm.muster@beispiel.example'`); n != 0 {
		t.Error("a mail went to the address as it was typed")
	}
	if _, err := h.accounts.Invite(ctx, desk.Holder{Email: "poststelle@beispiel.example", FamilyName: "Post"}); !errors.Is(err, officer.Invalid) {
		t.Errorf("a role's mailbox: %v", err)
	}
	if _, err := h.accounts.Invite(h.Company.As(officer.RoleOfficer), desk.Holder{Email: "x@beispiel.example", FamilyName: "X"}); !errors.Is(err, officer.Forbidden) {
		t.Errorf("an officer invites: %v", err)
	}
}

func TestEveryChangeOfRightsGivesANewToken(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Company.Actor(officer.RoleOfficer))
	dead := func(name string, token secret.Secret) {
		t.Helper()
		if _, err := h.signIn.Resume(context.Background(), token.Reveal()); !errors.Is(err, officer.Unauthenticated) {
			t.Errorf("%s: the old token: %v", name, err)
		}
	}
	ctx, first := h.in(t, who)
	if err := h.accounts.BeginEnrolment(ctx, ""); err != nil {
		t.Fatal(err)
	}
	drawn, _ := h.accounts.Enrolment(ctx)
	fresh, err := h.accounts.ConfirmEnrolment(ctx, h.code(t, drawn.Key.Reveal()))
	if err != nil {
		t.Fatal(err)
	}
	dead("enrolment", first.Token)

	switched, err := h.signIn.SwitchPlace(h.with(t, fresh.Token), "")
	if err != nil {
		t.Fatal(err)
	}
	dead("other place", fresh.Token)
	ctx = h.with(t, switched)
	if a, _ := officer.ActorFrom(ctx); a.Place != officer.Portal || !a.SecondFactor || !a.Has(officer.RoleApplicant) || a.Has(officer.RoleOfficer) {
		t.Errorf("in the portal: %+v", a)
	}
	if _, err := h.signIn.SwitchPlace(ctx, h.Authority.ID); !errors.Is(err, officer.NotFound) {
		t.Errorf("a place of others: %v", err)
	}
	changed, err := h.accounts.ChangePassword(ctx, password, "ganz neue Zeichenkette mit Fisch")
	if err != nil {
		t.Fatal(err)
	}
	dead("password", switched)

	in, err := h.authenticate(who.Email, "ganz neue Zeichenkette mit Fisch", desk.Visitor{Session: changed.Reveal()})
	if err != nil {
		t.Fatal(err)
	}
	dead("signed in again in the same browser", changed)
	h.Clock.Advance(time.Minute)
	shown, err := h.signIn.ShowSecondFactor(h.with(t, in.Token), h.code(t, drawn.Key.Reveal()))
	if err != nil {
		t.Fatal(err)
	}
	dead("second factor", in.Token)
	if err := h.signIn.SignOut(h.with(t, shown)); err != nil {
		t.Fatal(err)
	}
	dead("sign-out", shown)
}

func TestEndedRoleIsOutOnTheNextRequest(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Company.Actor(officer.RoleChecker))
	_, in := h.in(t, who)
	h.Clock.Advance(time.Second)
	h.Exec(t, `update role_assignments set ended_at = $1, ended_by = 'acc_sample' where account_id = $2`, h.Clock.Now(), who.Account)
	if _, err := h.signIn.Resume(context.Background(), in.Token.Reveal()); !errors.Is(err, officer.Unauthenticated) {
		t.Errorf("%v", err)
	}
	ctx, _ := h.in(t, who)
	if a, _ := officer.ActorFrom(ctx); a.Place != officer.Portal {
		t.Errorf("signed in anew: %+v", a)
	}
}

func TestResumeWritesOnceAMinute(t *testing.T) {
	h := newHouse(t)
	_, in := h.in(t, h.withPassword(t, h.Applicant(t)))
	seen := func() time.Time { return dbtest.Get[time.Time](t, h.Database, `select seen_at from sessions`) }
	began := seen()
	h.Clock.Advance(59 * time.Second)
	h.with(t, in.Token)
	if !seen().Equal(began) {
		t.Error("written within the minute")
	}
	h.Clock.Advance(time.Second)
	a, _ := officer.ActorFrom(h.with(t, in.Token))
	if !seen().Equal(h.Clock.Now()) || !a.SessionEnds.Equal(h.Clock.Now().Add(30*time.Minute)) {
		t.Error("not written after a minute")
	}
	for range 30 {
		h.Clock.Advance(25 * time.Minute)
		if _, err := h.signIn.Resume(context.Background(), in.Token.Reveal()); err != nil {
			break
		}
	}
	if n := h.Count(t, postgres.System, "sessions"); n != 1 {
		t.Errorf("%d sessions", n)
	}
	if _, err := h.signIn.Resume(context.Background(), in.Token.Reveal()); !errors.Is(err, officer.Unauthenticated) {
		t.Errorf("after more than twelve hours of use: %v", err)
	}
}

func TestTidyForgets(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Applicant(t))
	_, in := h.in(t, who)
	if err := h.accounts.RequestReset(context.Background(), who.Email, desk.Visitor{}); err != nil {
		t.Fatal(err)
	}
	left := func() (n [3]int) {
		t.Helper()
		if err := h.signIn.Tidy(context.Background()); err != nil {
			t.Fatal(err)
		}
		for i, table := range []string{"sessions", "links", "throttles"} {
			n[i] = h.Count(t, postgres.System, table)
		}
		return n
	}
	if n := left(); n[0] != 1 || n[1] != 1 || n[2] == 0 {
		t.Errorf("at once: %v", n)
	}
	h.Clock.Advance(3 * 24 * time.Hour)
	if n := left(); n != [3]int{1, 0, 0} {
		t.Errorf("after three days: %v", n)
	}
	for range 5 {
		_, _ = h.authenticate(who.Email, "geraten", desk.Visitor{})
	}
	if _, err := h.authenticate(who.Email, password, desk.Visitor{Device: in.Device.Reveal()}); err != nil {
		t.Errorf("the browser is not known any more: %v", err)
	}
	h.Clock.Advance(200 * 24 * time.Hour)
	if n := left(); n != [3]int{} {
		t.Errorf("after half a year: %v", n)
	}
}
