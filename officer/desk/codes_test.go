package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/web/page"
	"officerportal/pdf"
)

// coded is a house with a shop admin who issues order codes.
type coded struct {
	*house
	codes     *desk.Codes
	redeeming *desk.Redeeming
	jobs      *desk.Jobs
	admin     context.Context
}

func newCoded(t testing.TB) *coded {
	t.Helper()
	h := newHouse(t)
	c := h.accounts.Counter
	c.Address = "https://portal.example"
	codes := &desk.Codes{Counter: c, Texts: desk.Texts{Of: page.Translate, Country: page.Country, Nationality: page.Nationality}}
	return &coded{house: h, codes: codes, redeeming: &desk.Redeeming{Counter: c}, admin: h.Company.As(officer.RoleShopAdmin),
		jobs: &desk.Jobs{Counter: c, Kinds: map[string]desk.Work{desk.CodesJob: codes.Work}}}
}

// plainCode is a code for the company's signature card.
func (h *coded) plainCode() officer.OrderCode {
	return officer.OrderCode{ID: officer.NewID[officer.OrderCodeID](), Shop: h.Company.Shop, Product: h.Signature.ID, Uses: 1}
}

func (h *coded) issue(t testing.TB, c officer.OrderCode) desk.IssuedCode {
	t.Helper()
	i, err := h.codes.Issue(h.admin, c, officer.Date{})
	ok(t, err)
	return i
}

func (h *coded) redeem(who officer.Actor, code string) (officer.Redemption, error) {
	return h.redeeming.Redeem(dbtest.As(who), code, desk.Visitor{Address: "192.0.2.7"})
}

func TestDoorOfCodes(t *testing.T) {
	h := newCoded(t)
	issued := h.issue(t, h.plainCode())
	for name, c := range map[string]struct {
		ctx  context.Context
		want error
	}{
		"nobody":       {context.Background(), officer.Unauthenticated},
		"an officer":   {h.Company.As(officer.RoleOfficer), officer.Forbidden},
		"an applicant": {dbtest.As(h.Applicant(t)), officer.Forbidden},
		"another's":    {h.Authority.As(officer.RoleShopAdmin), officer.NotFound},
	} {
		_, seen := h.codes.Code(c.ctx, issued.OrderCode.ID, officer.Cursor{})
		for what, err := range map[string]error{"see": seen, "pause": h.codes.Pause(c.ctx, issued.OrderCode.ID), "revoke": h.codes.Revoke(c.ctx, issued.OrderCode.ID),
			"renew": h.codes.Renew(c.ctx, issued.OrderCode.ID, 1, 2, officer.Date{}), "mail": h.codes.Mail(c.ctx, desk.GivenCode{ID: issued.OrderCode.ID, Typed: issued.Code.Reveal()})} {
			if !errors.Is(err, c.want) {
				t.Errorf("%s may %s: %v, want %v", name, what, err, c.want)
			}
		}
	}
	if _, err := h.redeem(h.Company.Actor(officer.RoleShopAdmin), issued.Code.Reveal()); !errors.Is(err, officer.Forbidden) {
		t.Errorf("somebody at a desk redeems: %v", err)
	}
}

// What a code may be is told at once; a form sent twice draws one code.
func TestIssuing(t *testing.T) {
	h := newCoded(t)
	c := h.plainCode()
	c.Uses, c.Email, c.Domain, c.Procedures = 0, "info@", "x", []officer.Procedure{"nonsense"}
	_, err := h.codes.Issue(h.admin, c, officer.Today(h.Clock.Now()).AddDays(-1))
	var e *officer.Error
	if !errors.As(err, &e) {
		t.Fatal(err)
	}
	var fields []string
	for _, p := range e.Fields {
		fields = append(fields, p.Field)
	}
	if want := []string{"uses", "email", "domain", "last_day", "procedures"}; !slices.Equal(fields, want) {
		t.Errorf("told of %v, want %v", fields, want)
	}
	c = h.plainCode()
	i := h.issue(t, c)
	if i.Link != "https://portal.example/portal/code#"+i.Code.Grouped() || i.Shop.ID != c.Shop || i.Product.ID != c.Product {
		t.Errorf("%+v", i)
	}
	if _, err := h.codes.Issue(h.admin, c, officer.Date{}); key(err) != "code.issued_already" {
		t.Errorf("sent twice: %v", err)
	}
	h.Exec(t, `delete from shop_products where product_id = $1`, h.Signature.ID)
	if _, err := h.codes.Issue(h.admin, h.plainCode(), officer.Date{}); key(err) != "offer code.not_offered" {
		t.Errorf("of what is not offered: %v", err)
	}
	h.nowhere(t, i.Code)
}

// nowhere holds that a code stands in no row of any table.
func (h *coded) nowhere(t *testing.T, code officer.Code) {
	t.Helper()
	var tables []string
	h.Select(t, &tables, `select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`)
	for _, table := range tables {
		for _, text := range []string{code.Reveal(), code.Grouped()} {
			if n := dbtest.Get[int](t, h.Database, `select count(*) from `+table+` x where x::text like '%' || $1 || '%'`, text); n > 0 {
				t.Errorf("a code stands in %d rows of %s", n, table)
			}
		}
	}
}

func TestALifeOfACode(t *testing.T) {
	h := newCoded(t)
	c := h.plainCode()
	c.Uses = 3
	i := h.issue(t, c)
	who, other := h.Applicant(t), h.Applicant(t)
	_, err := h.redeem(who, i.Code.Grouped())
	ok(t, err)
	ok(t, h.codes.Pause(h.admin, c.ID))
	if _, err := h.redeem(other, i.Code.Grouped()); key(err) != "code code.refused" {
		t.Errorf("while paused: %v", err)
	}
	ok(t, h.codes.Resume(h.admin, c.ID))
	if err := h.codes.Renew(h.admin, c.ID, 1, 5, officer.Date{}); !errors.Is(err, officer.Stale) {
		t.Errorf("over a colleague's change: %v", err)
	}
	f, err := h.codes.Code(h.admin, c.ID, officer.Cursor{})
	ok(t, err)
	ok(t, h.codes.Renew(h.admin, c.ID, f.Version, 2, officer.Today(h.Clock.Now()).AddDays(3)))
	_, err = h.redeem(other, i.Code.Grouped())
	ok(t, err)
	ok(t, h.codes.Revoke(h.admin, c.ID))
	if err := h.codes.Resume(h.admin, c.ID); !errors.Is(err, officer.Conflict) {
		t.Errorf("resumed after it was revoked: %v", err)
	}
	f, err = h.codes.Code(h.admin, c.ID, officer.Cursor{})
	ok(t, err)
	if f.Used != 2 || f.Uses != 2 || f.Status != officer.CodeRevoked || f.EndedAt.IsZero() || len(f.Redeemers.Rows) != 2 || f.Redeemers.Rows[0].Name != other.Name {
		t.Errorf("%+v", f)
	}
	var kinds []string
	for _, e := range f.Events {
		kinds = append(kinds, string(e.Kind))
	}
	slices.Sort(kinds)
	if want := "order_code.issued order_code.paused order_code.redeemed order_code.redeemed order_code.renewed order_code.resumed order_code.revoked"; strings.Join(kinds, " ") != want {
		t.Errorf("the book says %v", kinds)
	}
	rows, err := h.codes.Export(h.admin, officer.OrderCodeFilter{})
	if ok(t, err); len(rows) != 1 || rows[0].Digest == "" {
		t.Errorf("exported %+v", rows)
	}
	redeemed, err := h.codes.ExportRedeemed(h.admin, officer.OrderCodeFilter{Code: c.ID})
	if ok(t, err); len(redeemed) != 2 || redeemed[0].Name != other.Name || redeemed[0].Code != c.ID || redeemed[0].ProductDE == "" {
		t.Errorf("exported redemptions %+v", redeemed)
	}
	none, err := h.codes.ExportRedeemed(h.admin, officer.OrderCodeFilter{Code: officer.NewID[officer.OrderCodeID]()})
	if ok(t, err); len(none) != 0 {
		t.Errorf("of a code that is none: %+v", none)
	}
}

// Letters and mails need the code in hand; the mail waits sealed and goes out clear.
func TestGivingACode(t *testing.T) {
	h := newCoded(t)
	c := h.plainCode()
	c.Email, c.Recipient = "kim@beispiel.example", "Kim Meier"
	i, other := h.issue(t, c), h.issue(t, h.plainCode())
	for typed, want := range map[string]string{"": "code.missing", other.Code.Reveal(): "code.another", i.Code.Reveal()[1:]: "code.length"} {
		if _, err := h.codes.Letter(h.admin, desk.GivenCode{ID: c.ID, Typed: typed, Language: "de"}, "pdf"); key(err) != want {
			t.Errorf("with %q: %v", typed, err)
		}
	}
	p, err := h.codes.Letter(h.admin, desk.GivenCode{ID: c.ID, Typed: i.Code.Grouped(), Language: "en"}, "pdf")
	ok(t, err)
	if p.Link != i.Link || !slices.Contains(p.Blocks, pdf.Block(pdf.Code{Label: "Order code", Text: i.Code.Grouped()})) || p.Recipient[0] != "Kim Meier" ||
		p.Title != "Your order code: "+h.Signature.NameEN {
		t.Errorf("%+v", p)
	}
	if err := h.codes.Mail(h.admin, desk.GivenCode{ID: other.OrderCode.ID, Typed: other.Code.Reveal(), Language: "de"}); key(err) != "code.no_address" {
		t.Errorf("to nobody: %v", err)
	}
	ok(t, h.codes.Mail(h.admin, desk.GivenCode{ID: c.ID, Typed: i.Code.Reveal(), Language: "de"}))
	h.nowhere(t, i.Code)
	sent := h.deliver(t)
	if len(sent) != 1 || sent[0].Recipient != c.Email || sent[0].Template != "order_code" || sent[0].Args["link"] != i.Link || sent[0].Args["code"] != i.Code.Grouped() || sent[0].Args["sealed"] != "" {
		t.Errorf("sent %+v", sent)
	}
}

// A post office keeps what it was given.
type postOffice struct{ mails []officer.Mail }

func (p *postOffice) Send(_ context.Context, m officer.Mail) error {
	p.mails = append(p.mails, m)
	return nil
}

func (h *coded) deliver(t *testing.T) []officer.Mail {
	t.Helper()
	p := &postOffice{}
	outbox := &desk.Outbox{Counter: h.codes.Counter, Mailer: p}
	for found := true; found; {
		var err error
		found, err = outbox.Deliver(context.Background())
		ok(t, err)
	}
	return p.mails
}

// One answer, one line and one try for everything that is no use to somebody; a
// slip of the keyboard costs nothing.
func TestRefusalsAreAlike(t *testing.T) {
	h := newCoded(t)
	spent, paused, revoked, foreign, expired := h.issue(t, h.plainCode()), h.issue(t, h.plainCode()), h.issue(t, h.plainCode()), h.plainCode(), h.issue(t, h.plainCode())
	foreign.Email = "somebody@beispiel.example"
	bound := h.issue(t, foreign)
	_, err := h.redeem(h.Applicant(t), spent.Code.Reveal())
	ok(t, err)
	ok(t, h.codes.Pause(h.admin, paused.OrderCode.ID))
	ok(t, h.codes.Revoke(h.admin, revoked.OrderCode.ID))
	h.Exec(t, `update order_codes set expires_at = $2 where id = $1`, expired.OrderCode.ID, h.Clock.Now())
	unknown, err := officer.NewCode(officer.OrderCodeSymbols, strings.NewReader(strings.Repeat("unknown", 99)))
	ok(t, err)
	for name, code := range map[string]officer.Code{"unknown": unknown, "spent": spent.Code, "paused": paused.Code, "revoked": revoked.Code, "bound": bound.Code, "expired": expired.Code} {
		who := h.Applicant(t)
		before := h.db(t).Statements()
		_, err := h.redeem(who, code.Reveal())
		cost := h.db(t).Statements() - before
		if key(err) != "code code.refused" || !errors.Is(err, officer.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
		book := dbtest.Get[string](t, h.Database, `select string_agg(kind || details::text, ' ') from account_events where account_id = $1`, who.Account)
		if book != "order_code.refused{}" || cost != 4 {
			t.Errorf("%s: the book says %s after %d statements", name, book, cost)
		}
	}
	who := h.Applicant(t)
	typo := []byte(unknown.Reveal())
	typo[3] = map[bool]byte{true: 'B', false: 'A'}[typo[3] == 'A']
	for range 20 {
		if _, err := h.redeem(who, string(typo)); key(err) != "code code.check" {
			t.Fatalf("a slip: %v", err)
		}
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from account_events where account_id = $1`, who.Account); n != 0 {
		t.Errorf("slips were counted: %d lines", n)
	}
}

func (h *coded) db(testing.TB) *postgres.DB { return h.codes.DB }

// Fifty parallel wrong codes count fifty, and no more of them are looked at than
// one after the other; whoever redeems a right one has lost nothing.
func TestWrongCodesCount(t *testing.T) {
	h := newCoded(t)
	right := h.issue(t, h.plainCode())
	who := h.Applicant(t)
	var wait sync.WaitGroup
	var mu sync.Mutex
	answers := map[string]int{}
	for n := range 50 {
		wrong, err := officer.NewCode(officer.OrderCodeSymbols, strings.NewReader(strings.Repeat(fmt.Sprint("wrong", n), 99)))
		ok(t, err)
		wait.Add(1)
		go func() {
			defer wait.Done()
			_, err := h.redeem(who, wrong.Reveal())
			mu.Lock()
			defer mu.Unlock()
			answers[key(err)]++
		}()
	}
	wait.Wait()
	free := officer.ThrottleOrderCode.Free
	counted := dbtest.Get[int](t, h.Database, `select max(tries + refused) from throttles`)
	if answers["code code.refused"] != free || answers["signin.too_many"] != 50-free || counted != 50 {
		t.Errorf("%v, counted %d", answers, counted)
	}
	if _, err := h.redeem(who, right.Code.Reveal()); !errors.Is(err, officer.TooMany) {
		t.Errorf("a right code before its time: %v", err)
	}
	h.Clock.Advance(time.Hour)
	r, err := h.redeem(who, right.Code.Reveal())
	ok(t, err)
	again, err := h.redeem(who, strings.ToLower(right.Code.Grouped()))
	if ok(t, err); again.ID != r.ID {
		t.Errorf("again %+v, first %+v", again, r)
	}
}

// Of fifty people who enter a code of one use at once, one gets it, and the others
// all hear the same.
func TestFiftyAtOnce(t *testing.T) {
	h := newCoded(t)
	i := h.issue(t, h.plainCode())
	people := make([]officer.Actor, 50)
	for n := range people {
		people[n] = h.Applicant(t)
	}
	var wait sync.WaitGroup
	var mu sync.Mutex
	answers := map[string]int{}
	for n, who := range people {
		wait.Add(1)
		go func() {
			defer wait.Done()
			_, err := h.redeeming.Redeem(dbtest.As(who), i.Code.Reveal(), desk.Visitor{Address: fmt.Sprint("192.0.2.", n)})
			mu.Lock()
			defer mu.Unlock()
			answers[key(err)]++
		}()
	}
	wait.Wait()
	if answers[""] != 1 || answers["code code.refused"] != 49 {
		t.Errorf("%v", answers)
	}
}

// The same person at once in two windows redeems once, and gets it in both.
func TestTwoWindows(t *testing.T) {
	h := newCoded(t)
	c := h.plainCode()
	c.Uses = 10
	i, who := h.issue(t, c), h.Applicant(t)
	var wait sync.WaitGroup
	ids := make([]officer.RedemptionID, 4)
	for n := range ids {
		wait.Add(1)
		go func() {
			defer wait.Done()
			r, err := h.redeem(who, i.Code.Reveal())
			if err != nil {
				t.Error(err)
			}
			ids[n] = r.ID
		}()
	}
	wait.Wait()
	if used := dbtest.Get[int](t, h.Database, `select used from order_codes`); used != 1 || len(slices.Compact(ids)) != 1 {
		t.Errorf("used %d times, %v", used, ids)
	}
}

// An unknown code takes as long as one that is known and no use: tried in turn, so
// that what else the machine does falls on both.
func TestRefusalsTakeAsLong(t *testing.T) {
	h := newCoded(t)
	revoked := h.issue(t, h.plainCode())
	ok(t, h.codes.Revoke(h.admin, revoked.OrderCode.ID))
	unknown, err := officer.NewCode(officer.OrderCodeSymbols, strings.NewReader(strings.Repeat("unknown", 99)))
	ok(t, err)
	took := map[string][]time.Duration{}
	for range 60 {
		for name, code := range map[string]officer.Code{"unknown": unknown, "revoked": revoked.Code} {
			who := h.Applicant(t)
			start := time.Now()
			_, err := h.redeeming.Redeem(dbtest.As(who), code.Reveal(), desk.Visitor{Address: "2001:db8:" + string(who.Account[4:8]) + "::1"})
			took[name] = append(took[name], time.Since(start))
			if key(err) != "code code.refused" && !errors.Is(err, officer.TooMany) {
				t.Fatal(err)
			}
			h.Exec(t, `delete from throttles`)
		}
	}
	for _, list := range took {
		slices.Sort(list)
	}
	a, b := took["unknown"][30], took["revoked"][30]
	if ratio := float64(a) / float64(b); ratio < 0.6 || ratio > 1.6 {
		t.Errorf("an unknown code takes %v, a revoked one %v", a, b)
	}
}
