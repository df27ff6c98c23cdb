package desk_test

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
)

func (h *house) registration() *desk.Registration {
	return &desk.Registration{Counter: h.accounts.Counter, SignIn: h.signIn}
}

func registrant(email string) desk.Registrant {
	return desk.Registrant{Email: email, GivenNames: "Žaneta", FamilyName: "Łucka", Language: "en", Password: password, ReturnPath: "/portal/code"}
}

// register gives the token of the link that a registration is mailed.
func (h *house) register(t testing.TB, email string) (officer.RegistrationID, string) {
	t.Helper()
	id, err := h.registration().Register(context.Background(), registrant(email), desk.Visitor{})
	if err != nil {
		t.Fatal(err)
	}
	h.Clock.Advance(time.Second) // mails of one moment have no order
	template, token := h.mail(t, email)
	if template != "registration" || len(token) != 32 {
		t.Fatalf("mail %q, token of %d letters", template, len(token))
	}
	return id, token
}

func fields(err error) string {
	var refusal *officer.Error
	var list []string
	if errors.As(err, &refusal) {
		for _, p := range refusal.Fields {
			list = append(list, p.Field+" "+p.Key)
		}
	}
	return strings.Join(list, ", ")
}

func TestRegistrationOpensAnAccountAndSignsIn(t *testing.T) {
	h := newHouse(t)
	r := h.registration()
	_, token := h.register(t, "zaneta@privat.example")
	if n := dbtest.Get[int](t, h.Database, `select count(*) from accounts where email = 'zaneta@privat.example'`); n != 0 {
		t.Fatal("an account before the link was followed")
	}
	for range 2 { // looking uses nothing up
		if waits, err := r.Followed(context.Background(), token); err != nil || waits.Email != "zaneta@privat.example" {
			t.Fatalf("%+v, %v", waits, err)
		}
	}
	if _, _, err := r.Activate(context.Background(), token, "ein ganz anderes Passwort", desk.Visitor{}); fields(err) != "password registration.wrong_password" {
		t.Errorf("another password: %v", err)
	}
	in, back, err := r.Activate(context.Background(), token, password, desk.Visitor{Address: "192.0.2.7"})
	if err != nil || in.Further || back.ReturnPath != "/portal/code" {
		t.Fatalf("%+v, %v", in, err)
	}
	a, _ := officer.ActorFrom(h.with(t, in.Token))
	if a.Name != "Žaneta Łucka" || a.Language != "en" || a.Place != officer.Portal || !a.Has(officer.RoleApplicant) {
		t.Errorf("%+v", a)
	}
	if got := h.events(t, a.Account); got != "account.opened signin.succeeded" && got != "signin.succeeded account.opened" {
		t.Errorf("book: %s", got)
	}
	if _, _, err := r.Activate(context.Background(), token, password, desk.Visitor{}); !errors.Is(err, officer.NotFound) {
		t.Errorf("the link again: %v", err)
	}
	if _, err := h.authenticate("Z.aneta+x@PRIVAT.example", password, desk.Visitor{}); err != nil {
		t.Errorf("another spelling of the address: %v", err)
	}
}

func TestRegistrationIsChecked(t *testing.T) {
	h := newHouse(t)
	r := h.registration()
	for name, c := range map[string]struct {
		change func(*desk.Registrant)
		want   string
	}{
		"a role's mailbox":       {func(w *desk.Registrant) { w.Email = "Poststelle+x@stadt.example" }, "email account.role_mailbox"},
		"a role with a number":   {func(w *desk.Registrant) { w.Email = "info2@stadt.example" }, "email account.role_mailbox"},
		"two letters":            {func(w *desk.Registrant) { w.Email = "hr@privat.example" }, "own_mailbox account.initials"},
		"two letters, confirmed": {func(w *desk.Registrant) { w.Email, w.OwnMailbox = "hr@privat.example", true }, ""},
		"no address":             {func(w *desk.Registrant) { w.Email = " " }, "email form.missing"},
		"a short password":       {func(w *desk.Registrant) { w.Password = "vierzehn Zeich" }, "password password.too_short"},
		"everything": {func(w *desk.Registrant) { *w = desk.Registrant{Email: "x", GivenNames: "=1", Password: "passwort"} },
			"email email.form, given_names name.character, password password.too_short, password password.common"},
	} {
		who := registrant("zaneta@privat.example")
		c.change(&who)
		_, err := r.Register(context.Background(), who, desk.Visitor{})
		if got := fields(err); got != c.want {
			t.Errorf("%s: %s, want %s (%v)", name, got, c.want, err)
		}
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from mails`); n != 1 {
		t.Errorf("%d mails", n)
	}
}

// Whoever registers somebody else's address first gains nothing: the address's
// holder follows the link and does not know that password, and the stranger has
// no link. The holder's own registration is untouched by it.
func TestSomebodyElseRegistersMyAddressFirst(t *testing.T) {
	h := newHouse(t)
	r := h.registration()
	stranger := registrant("zaneta@privat.example")
	stranger.Password, stranger.FamilyName = "das weiß nur der Fremde", "Fremd"
	if _, err := r.Register(context.Background(), stranger, desk.Visitor{}); err != nil {
		t.Fatal(err)
	}
	h.Clock.Advance(time.Second)
	_, his := h.mail(t, stranger.Email)
	_, mine := h.register(t, stranger.Email)
	if _, _, err := r.Activate(context.Background(), his, password, desk.Visitor{}); !errors.Is(err, officer.Invalid) {
		t.Errorf("my password behind the stranger's link: %v", err)
	}
	in, _, err := r.Activate(context.Background(), mine, password, desk.Visitor{})
	if err != nil {
		t.Fatal(err)
	}
	if a, _ := officer.ActorFrom(h.with(t, in.Token)); a.Name != "Žaneta Łucka" {
		t.Errorf("the account is %s's", a.Name)
	}
	if _, _, err := r.Activate(context.Background(), his, stranger.Password, desk.Visitor{}); !errors.Is(err, officer.Conflict) {
		t.Errorf("the stranger's registration after mine: %v", err)
	}
	if _, err := h.authenticate(stranger.Email, stranger.Password, desk.Visitor{}); !errors.Is(err, officer.Invalid) {
		t.Errorf("the stranger signs in: %v", err)
	}
}

func TestRegistrationLinkInTwoBrowsers(t *testing.T) {
	h := newHouse(t)
	r := h.registration()
	_, token := h.register(t, "zaneta@privat.example")
	var all sync.WaitGroup
	var won atomic.Int32
	for range 4 {
		all.Go(func() {
			_, _, err := r.Activate(context.Background(), token, password, desk.Visitor{})
			if err == nil {
				won.Add(1)
			} else if !errors.Is(err, officer.NotFound) && !errors.Is(err, officer.Conflict) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := dbtest.Get[int](t, h.Database, `select count(*) from accounts where email = 'zaneta@privat.example'`); n != 1 || won.Load() != 1 {
		t.Errorf("%d browsers opened %d accounts", won.Load(), n)
	}
}

// Spellings of one mailbox are one account, whichever is registered first.
func TestLookAlikesAreOneAccount(t *testing.T) {
	h := newHouse(t)
	r := h.registration()
	_, token := h.register(t, "ja.ne@privat.example")
	_, other := h.register(t, "jane@privat.example")
	if _, _, err := r.Activate(context.Background(), token, password, desk.Visitor{}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Activate(context.Background(), other, password, desk.Visitor{}); !errors.Is(err, officer.Conflict) {
		t.Errorf("a second account by another spelling: %v", err)
	}
	h.Clock.Advance(25 * time.Hour) // past the throttle
	for _, spelling := range []string{"JANE@privat.example", "ｊａｎｅ@privat.example", "j.a.n.e@privat.example"} {
		h.Clock.Advance(2 * time.Hour)
		if _, err := r.Register(context.Background(), registrant(spelling), desk.Visitor{}); err != nil {
			t.Fatalf("%s: %v", spelling, err)
		}
		h.Clock.Advance(time.Second)
		if template, _ := h.mail(t, "ja.ne@privat.example"); template != "registration_known" {
			t.Errorf("%s is mailed %q", spelling, template)
		}
		h.Exec(t, `delete from mails`)
	}
}

func TestResendAndExpiry(t *testing.T) {
	h := newHouse(t)
	r := h.registration()
	id, first := h.register(t, "zaneta@privat.example")
	if err := r.Resend(context.Background(), id, desk.Visitor{}); err != nil {
		t.Fatal(err)
	}
	h.Clock.Advance(time.Second)
	_, second := h.mail(t, "zaneta@privat.example")
	if second == first {
		t.Error("the same link again")
	}
	h.Clock.Advance(24 * time.Hour)
	if _, err := r.Followed(context.Background(), second); !errors.Is(err, officer.NotFound) {
		t.Errorf("a day later: %v", err)
	}
	if err := r.Resend(context.Background(), id, desk.Visitor{}); err != nil {
		t.Fatalf("a new link after the old ran out: %v", err)
	}
	h.Clock.Advance(time.Second)
	_, third := h.mail(t, "zaneta@privat.example")
	if _, err := r.Followed(context.Background(), third); err != nil {
		t.Error(err)
	}
	h.Clock.Advance(officer.RegistrationLifetime)
	if err := r.Resend(context.Background(), id, desk.Visitor{}); !errors.Is(err, officer.NotFound) {
		t.Errorf("after the registration ran out: %v", err)
	}
	if err := h.signIn.Tidy(context.Background()); err != nil {
		t.Fatal(err)
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from registrations`); n != 0 {
		t.Error("what ran out is kept")
	}
}

// An invitation and a registration of the same person become one account, under
// the name that the organisation answers for.
func TestSomebodyInvitedRegisters(t *testing.T) {
	h := newHouse(t)
	a, err := h.accounts.Invite(h.Company.As(officer.RoleRAManager), desk.Holder{Email: "zaneta@privat.example", GivenNames: "Jeannette", FamilyName: "Lutz"})
	if err != nil {
		t.Fatal(err)
	}
	_, invitation := h.mail(t, a.Email)
	h.Clock.Advance(time.Second)
	_, token := h.register(t, a.Email)
	in, _, err := h.registration().Activate(context.Background(), token, password, desk.Visitor{})
	if err != nil {
		t.Fatal(err)
	}
	if me, _ := officer.ActorFrom(h.with(t, in.Token)); me.Account != a.ID || me.Name != "Jeannette Lutz" {
		t.Errorf("%+v", me)
	}
	if err := h.accounts.Accept(context.Background(), invitation, another); !errors.Is(err, officer.NotFound) {
		t.Errorf("the invitation's link afterwards: %v", err)
	}
}

// The tokens of links mean something in their own flow only, and as they are.
func TestRegistrationLinkElsewhereAndTampered(t *testing.T) {
	h := newHouse(t)
	r, nobody := h.registration(), context.Background()
	_, token := h.register(t, "zaneta@privat.example")
	who := h.withPassword(t, h.Applicant(t))
	if err := h.accounts.RequestReset(nobody, who.Email, desk.Visitor{}); err != nil {
		t.Fatal(err)
	}
	_, reset := h.mail(t, who.Email)
	changed := token[:len(token)-1] + string(token[len(token)-1]^1)
	for name, try := range map[string]error{
		"reset":             h.accounts.Reset(nobody, token, another),
		"invitation":        h.accounts.Accept(nobody, token, another),
		"change of address": func() error { _, err := h.accounts.ConfirmEmail(nobody, token); return err }(),
		"reset's token":     func() error { _, _, err := r.Activate(nobody, reset, password, desk.Visitor{}); return err }(),
		"tampered":          func() error { _, _, err := r.Activate(nobody, changed, password, desk.Visitor{}); return err }(),
		"lengthened":        func() error { _, _, err := r.Activate(nobody, token+"a", password, desk.Visitor{}); return err }(),
		"cut":               func() error { _, _, err := r.Activate(nobody, token[1:], password, desk.Visitor{}); return err }(),
		"empty":             func() error { _, _, err := r.Activate(nobody, "", password, desk.Visitor{}); return err }(),
	} {
		if !errors.Is(try, officer.NotFound) {
			t.Errorf("%s: %v", name, try)
		}
	}
	if _, _, err := r.Activate(nobody, token, password, desk.Visitor{}); err != nil {
		t.Errorf("the link itself, after all that: %v", err)
	}
}

// The work for an address is the same whoever has it: hashes are counted by the
// time they are given, statements by the database's own count.
func TestRegistrationTellsNobodyWhoHasAnAccount(t *testing.T) {
	h := newHouse(t)
	known := h.withPassword(t, h.Applicant(t))
	closed := h.withPassword(t, h.Applicant(t))
	h.Exec(t, `update accounts set status = 'closed' where id = $1`, closed.Account)
	invited := h.Applicant(t)
	h.Exec(t, `update accounts set status = 'invited', password_hash = '' where id = $1`, invited.Account)
	r := h.registration()
	work := map[string]int64{}
	for _, email := range []string{"neu@privat.example", known.Email, closed.Email, invited.Email} {
		before := h.DB.Statements()
		id, err := r.Register(context.Background(), registrant(email), desk.Visitor{})
		if err != nil {
			t.Fatalf("%s: %v", email, err)
		}
		work[email] = h.DB.Statements() - before
		if hash := dbtest.Get[string](t, h.Database, `select password_hash from registrations where id = $1`, id); !strings.HasPrefix(hash, "$argon2id$") {
			t.Errorf("%s: no hash was made: %q", email, hash)
		}
		before = h.DB.Statements()
		if waits, err := r.Waiting(context.Background(), id); err != nil || waits.Email != email {
			t.Errorf("%s: %v", email, err)
		}
		if err := r.Resend(context.Background(), id, desk.Visitor{}); err != nil {
			t.Errorf("%s: %v", email, err)
		}
		if cost := work["resend "+known.Email]; cost != 0 && cost != h.DB.Statements()-before {
			t.Errorf("%s: resending takes %d statements", email, h.DB.Statements()-before)
		}
		work["resend "+email] = h.DB.Statements() - before
	}
	for email, cost := range work {
		if !strings.HasPrefix(email, "resend") && cost != work[known.Email] {
			t.Errorf("%s: %d statements, for a known one %d", email, cost, work[known.Email])
		}
	}
	var templates []string
	h.Select(t, &templates, `select distinct template from mails order by 1`)
	if got := strings.Join(templates, " "); got != "registration registration_closed registration_known" {
		t.Errorf("mails: %s", got)
	}
	var leaked int
	if leaked = dbtest.Get[int](t, h.Database, `select count(*) from mails where template <> 'registration' and args ->> 'link' like '%/register/%'`); leaked != 0 {
		t.Errorf("%d links to the holders of accounts", leaked)
	}
}

func TestRegistrationsAreCounted(t *testing.T) {
	h := newHouse(t)
	r := h.registration()
	for i := range 5 {
		_, err := r.Register(context.Background(), registrant("zaneta@privat.example"), desk.Visitor{Address: "192.0.2.7"})
		if errors.Is(err, officer.TooMany) != (i >= 3) {
			t.Errorf("request %d for an address: %v", i+1, err)
		}
	}
	refused := 0
	for i := range 40 {
		email := strings.Repeat("x", i+1) + "@privat.example"
		if _, err := r.Register(context.Background(), registrant(email), desk.Visitor{Address: "192.0.2.7"}); errors.Is(err, officer.TooMany) {
			refused++
		}
	}
	if refused < 20 {
		t.Errorf("from one network only %d of 40 were refused", refused)
	}
	_, token := h.register(t, "andere@privat.example")
	for i := range 7 {
		_, _, err := r.Activate(context.Background(), token, "ein ganz anderes Passwort", desk.Visitor{})
		if errors.Is(err, officer.TooMany) != (i >= 5) {
			t.Errorf("wrong password %d: %v", i+1, err)
		}
	}
	h.Clock.Advance(time.Hour)
	if _, _, err := r.Activate(context.Background(), token, password, desk.Visitor{}); err != nil {
		t.Errorf("after the wait: %v", err)
	}
}

// A code with which somebody came waits sealed with their registration, and is
// told to whoever opened the account; a slip in it is told at once.
func TestACodeWaitsForTheAccount(t *testing.T) {
	h := newHouse(t)
	r, ctx := h.registration(), context.Background()
	code, err := officer.NewCode(officer.OrderCodeSymbols, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	who := registrant("code@privat.example")
	who.CodeSymbols = officer.OrderCodeSymbols
	who.Code = code.Reveal()[:5] + "?"
	if _, err := r.Register(ctx, who, desk.Visitor{}); !strings.HasPrefix(fields(err), "code ") {
		t.Errorf("a slip: %v", err)
	}
	who.Code = code.Grouped()
	id, err := r.Register(ctx, who, desk.Visitor{})
	if err != nil {
		t.Fatal(err)
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from registrations where encode(code_sealed, 'escape') like '%' || $1 || '%'`, code.Grouped()); n != 0 {
		t.Error("the code lies in clear")
	}
	_, token := h.mail(t, who.Email)
	_, opened, err := r.Activate(ctx, token, password, desk.Visitor{})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := r.Code(opened); err != nil || got != code.Grouped() {
		t.Errorf("%q, %v", got, err)
	}
	opened.ID = officer.NewID[officer.RegistrationID]()
	if got, err := r.Code(opened); err == nil {
		t.Errorf("another registration opens it: %q", got)
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from registrations where id = $1`, id); n != 0 {
		t.Error("the code stays after the account is open")
	}
}
