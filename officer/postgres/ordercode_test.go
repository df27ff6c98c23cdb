package postgres_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

// at runs f at the desk of a house.
func atDesk(t *testing.T, s *dbtest.Sample, h dbtest.House, f func(*postgres.Tx) error) {
	t.Helper()
	admin := h.Actor(officer.RoleShopAdmin)
	if err := s.DB.Do(dbtest.As(admin), postgres.ScopeOf(admin), f); err != nil {
		t.Fatal(err)
	}
}

// codeOf stores an active code of the company for its signature card.
func codeOf(t *testing.T, s *dbtest.Sample, change func(*officer.OrderCode)) officer.OrderCode {
	t.Helper()
	c := officer.OrderCode{ID: officer.NewID[officer.OrderCodeID](), Organisation: s.Company.ID, Shop: s.Company.Shop, Product: s.Signature.ID,
		Uses: 1, Status: officer.CodeActive, Version: 1}
	c.Digest = "k." + string(c.ID)
	if change != nil {
		change(&c)
	}
	atDesk(t, s, s.Company, func(tx *postgres.Tx) error { _, err := tx.AddOrderCodes(c); return err })
	return c
}

// redeemAs tries a code for somebody.
func redeemAs(s *dbtest.Sample, who officer.Actor, digest string) (r officer.Redemption, fresh bool, err error) {
	err = s.DB.Do(dbtest.As(who), postgres.System, func(tx *postgres.Tx) error {
		r, fresh, err = tx.RedeemCode(officer.CodeTry{Account: who.Account, Name: who.Name, Email: officer.Email(who.Email), Digests: []string{"k.other", digest},
			Redemption: officer.NewID[officer.RedemptionID](), Event: officer.NewID[officer.EventID](), At: tx.Now})
		return err
	})
	return r, fresh, err
}

// Whatever hinders a redemption, the answer is the same: nothing.
func TestWhatIsRedeemed(t *testing.T) {
	s := dbtest.NewSample(t)
	who := s.Applicant(t)
	who.Email = "kim.meier+karte@post.beispiel.example"
	s.Exec(t, `insert into shops (organisation_id, id, name, status, created_at) values ($1, 'shp_closed', 'Zu', 'closed', now())`, s.Company.ID)
	s.Exec(t, `insert into shops (organisation_id, id, name, created_at, closes_at) values ($1, 'shp_past', 'Vorbei', now(), $2)`, s.Company.ID, s.Clock.Now().Add(-time.Hour))
	s.Exec(t, `insert into shop_products select organisation_id, x.id, product_id, procedures from shop_products, (values ('shp_closed'), ('shp_past')) as x (id) where shop_id = $1`, s.Company.Shop)
	for name, x := range map[string]struct {
		change func(*officer.OrderCode)
		sql    string
		ok     bool
	}{
		"open":              {ok: true},
		"own address":       {change: func(c *officer.OrderCode) { c.EmailKey = "kimmeier@post.beispiel.example" }, ok: true},
		"own domain":        {change: func(c *officer.OrderCode) { c.Domain = "post.beispiel.example" }, ok: true},
		"domain above":      {change: func(c *officer.OrderCode) { c.Domain = "beispiel.example" }, ok: true},
		"later":             {change: func(c *officer.OrderCode) { c.ExpiresAt = s.Clock.Now().Add(time.Second) }, ok: true},
		"somebody else's":   {change: func(c *officer.OrderCode) { c.EmailKey = "kim@post.beispiel.example" }},
		"another domain":    {change: func(c *officer.OrderCode) { c.Domain = "spiel.example" }},
		"expired":           {change: func(c *officer.OrderCode) { c.ExpiresAt = s.Clock.Now() }},
		"paused":            {sql: `update order_codes set status = 'paused' where id = $1`},
		"revoked":           {sql: `update order_codes set status = 'revoked' where id = $1`},
		"spent":             {sql: `update order_codes set used = uses where id = $1`},
		"shop closed":       {change: func(c *officer.OrderCode) { c.Shop = "shp_closed" }},
		"shop's time is up": {change: func(c *officer.OrderCode) { c.Shop = "shp_past" }},
	} {
		c := codeOf(t, s, x.change)
		if x.sql != "" {
			s.Exec(t, x.sql, c.ID)
		}
		before := s.Count(t, postgres.System, "events")
		r, fresh, err := redeemAs(s, who, c.Digest)
		if err != nil || fresh != x.ok || (r.ID != "") != x.ok {
			t.Errorf("%s: %+v %v %v", name, r, fresh, err)
		}
		used := dbtest.Get[int](t, s.Database, `select used from order_codes where id = $1`, c.ID)
		lines := s.Count(t, postgres.System, "events") - before
		if want := map[bool]int{true: 1}[x.ok]; lines != want || x.ok != (used == 1) && name != "spent" {
			t.Errorf("%s: used %d times, %d lines in the book", name, used, lines)
		}
	}
	if r, fresh, err := redeemAs(s, who, "k.unknown"); err != nil || fresh || r.ID != "" {
		t.Errorf("unknown: %+v %v %v", r, fresh, err)
	}
}

// A product that is ended, or that the shop does not offer any more, is not released.
func TestWhatIsNotOfferedIsNotReleased(t *testing.T) {
	s := dbtest.NewSample(t)
	who, c := s.Applicant(t), codeOf(t, s, nil)
	for _, sql := range []string{`update products set active = false`, `update organisations set status = 'closed' where kind = 'company'`, `delete from shop_products`} {
		s.Exec(t, sql)
		if r, _, err := redeemAs(s, who, c.Digest); err != nil || r.ID != "" {
			t.Errorf("after %s: %+v %v", sql, r, err)
		}
		s.Exec(t, `update products set active = true`)
		s.Exec(t, `update organisations set status = 'active'`)
	}
}

// Of fifty people who try at once exactly as many get the code as it has uses, and the count is theirs.
func TestTheLastUseGoesToOne(t *testing.T) {
	s := dbtest.NewSample(t)
	c := codeOf(t, s, func(c *officer.OrderCode) { c.Uses = 3 })
	people := make([]officer.Actor, 50)
	for i := range people {
		people[i] = s.Applicant(t)
	}
	var got atomic.Int32
	var wait sync.WaitGroup
	for _, who := range people {
		wait.Add(1)
		go func() {
			defer wait.Done()
			r, fresh, err := redeemAs(s, who, c.Digest)
			if err != nil || fresh != (r.ID != "") {
				t.Errorf("%+v %v %v", r, fresh, err)
			}
			if fresh {
				got.Add(1)
			}
		}()
	}
	wait.Wait()
	used := dbtest.Get[int](t, s.Database, `select used from order_codes where id = $1`, c.ID)
	kept := dbtest.Get[int](t, s.Database, `select count(*) from redemptions where code_id = $1`, c.ID)
	if got.Load() != 3 || used != 3 || kept != 3 {
		t.Errorf("%d people got it, it was used %d times, by %d", got.Load(), used, kept)
	}
}

// Who enters a code again gets what they have, even when the code ended meanwhile.
func TestACodeIsRedeemedOnce(t *testing.T) {
	s := dbtest.NewSample(t)
	who, c := s.Applicant(t), codeOf(t, s, func(c *officer.OrderCode) { c.Uses = 5 })
	first, fresh, err := redeemAs(s, who, c.Digest)
	if err != nil || !fresh {
		t.Fatal(first, fresh, err)
	}
	s.Exec(t, `update order_codes set status = 'revoked'`)
	again, fresh, err := redeemAs(s, who, c.Digest)
	if err != nil || fresh || again.ID != first.ID || again.Organisation != s.Company.ID || again.Code != c.ID {
		t.Errorf("again %+v %v %v", again, fresh, err)
	}
	if used := dbtest.Get[int](t, s.Database, `select used from order_codes`); used != 1 {
		t.Errorf("used %d times", used)
	}
}

// A person sees what was released to them until there is an order of it; nobody else does.
func TestReleasedProducts(t *testing.T) {
	s := dbtest.NewSample(t)
	who, other, c := s.Applicant(t), s.Applicant(t), codeOf(t, s, func(c *officer.OrderCode) { c.CostCentre = "4711" })
	r, _, err := redeemAs(s, who, c.Digest)
	if err != nil {
		t.Fatal(err)
	}
	open := func(a officer.Actor) (list []officer.Released) {
		err := s.DB.View(dbtest.As(a), postgres.ScopeOf(a), func(tx *postgres.Tx) (err error) { list, err = tx.OpenRedemptions(); return err })
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	list := open(who)
	if len(list) != 1 || list[0].ID != r.ID || list[0].ShopName != s.Company.Name || list[0].ProductName("de") != s.Signature.NameDE || list[0].Application != "" {
		t.Fatalf("%+v", list)
	}
	if list := open(other); len(list) != 0 {
		t.Errorf("somebody else sees %+v", list)
	}
	err = s.DB.View(dbtest.As(who), postgres.ScopeOf(who), func(tx *postgres.Tx) error {
		mine, err := tx.Redemption(r.ID)
		if err != nil {
			return err
		}
		if err := tx.At(mine.Organisation); err != nil {
			return err
		}
		code, err := tx.OrderCode(mine.Code)
		if err == nil && code.CostCentre != "4711" {
			err = fmt.Errorf("the code says %+v", code)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	s.Exec(t, `insert into persons (organisation_id, id, account_id, family_name, search_name, created_at) values ($1, 'per_1', $2, 'Antrag', 'ANTRAG', now())`, s.Company.ID, who.Account)
	s.Exec(t, `insert into applications (organisation_id, id, shop_id, product_id, person_id, account_id, procedure, status, created_by, created_at, changed_at, status_since, redemption_id)
		values ($1, 'app_1', $2, $3, 'per_1', $4, 'notarident', 'draft', $4, now(), now(), now(), $5)`, s.Company.ID, s.Company.Shop, s.Signature.ID, who.Account, r.ID)
	if list := open(who); len(list) != 1 || list[0].Application != "app_1" {
		t.Errorf("with a draft: %+v", list)
	}
	for status, want := range map[string]int{"withdrawn": 1, "transmitted": 0} {
		s.Exec(t, `update applications set status = $1`, status)
		if list := open(who); len(list) != want || want == 1 && list[0].Application != "" {
			t.Errorf("with a %s application: %+v", status, list)
		}
	}
}

// The list turns its pages both ways, narrows by standing, and finds by beginnings of words.
func TestTheListOfOrderCodes(t *testing.T) {
	s := dbtest.NewSample(t)
	var codes []officer.OrderCode
	for i := range 60 {
		c := officer.OrderCode{ID: officer.NewID[officer.OrderCodeID](), Shop: s.Company.Shop, Product: s.Signature.ID, Uses: 1,
			Recipient: fmt.Sprintf("Person %02d", i), Note: "Etage 3"}
		c.Digest = "k." + string(c.ID)
		codes = append(codes, c)
	}
	codes[7].Recipient, codes[7].Product, codes[7].ExpiresAt = "Jörg Öztürk", s.Seal.ID, s.Clock.Now().Add(time.Minute)
	atDesk(t, s, s.Company, func(tx *postgres.Tx) error { _, err := tx.AddOrderCodes(codes...); return err })
	s.Exec(t, `update order_codes set status = 'paused' where id = $1`, codes[1].ID)
	s.Exec(t, `update order_codes set used = 1 where id = $1`, codes[2].ID)
	s.Exec(t, `update order_codes set status = 'revoked' where id = $1`, codes[3].ID)
	s.Clock.Advance(time.Hour)
	read := func(f officer.OrderCodeFilter) (p officer.OrderCodePage) {
		atDeskView(t, s, func(tx *postgres.Tx) (err error) { p, err = tx.OrderCodes(f); return err })
		return p
	}
	first := read(officer.OrderCodeFilter{})
	second := read(officer.OrderCodeFilter{After: first.Next})
	third := read(officer.OrderCodeFilter{After: second.Next})
	back := read(officer.OrderCodeFilter{After: third.Previous})
	if len(first.Rows) != 25 || len(second.Rows) != 25 || len(third.Rows) != 10 || !third.Next.IsZero() || !slices.EqualFunc(back.Rows, second.Rows, func(a, b officer.OrderCodeRow) bool { return a.ID == b.ID }) {
		t.Errorf("pages of %d, %d, %d, back %d", len(first.Rows), len(second.Rows), len(third.Rows), len(back.Rows))
	}
	for state, want := range map[officer.CodeStatus]officer.OrderCodeID{officer.CodePaused: codes[1].ID, officer.CodeSpent: codes[2].ID,
		officer.CodeRevoked: codes[3].ID, officer.CodeExpired: codes[7].ID} {
		p := read(officer.OrderCodeFilter{State: state})
		if len(p.Rows) != 1 || p.Rows[0].ID != want || p.Rows[0].State(s.Clock.Now()) != state {
			t.Errorf("%s: %+v", state, p.Rows)
		}
	}
	if p := read(officer.OrderCodeFilter{State: officer.CodeActive}); len(p.Rows) != 25 || p.Rows[0].State(s.Clock.Now()) != officer.CodeActive {
		t.Errorf("%d open ones", len(p.Rows))
	}
	for search, want := range map[string]int{"özt": 1, "JOERG oez": 1, "person": 25, "person 41": 1, "person etage": 25, "nobody": 0, "etage 4": 10} {
		if p := read(officer.OrderCodeFilter{Search: search}); len(p.Rows) != want || p.More != (want == 25) {
			t.Errorf("%q finds %d, more %v", search, len(p.Rows), p.More)
		}
	}
	if p := read(officer.OrderCodeFilter{Product: s.Seal.ID}); len(p.Rows) != 1 {
		t.Errorf("%d for the seal card", len(p.Rows))
	}
}

func atDeskView(t *testing.T, s *dbtest.Sample, f func(*postgres.Tx) error) {
	t.Helper()
	if err := s.DB.View(context.Background(), postgres.Scope{Kind: "organisation", Organisation: s.Company.ID}, f); err != nil {
		t.Fatal(err)
	}
}

// A list drawn again draws nothing twice.
func TestCodesAreAddedOnce(t *testing.T) {
	s := dbtest.NewSample(t)
	c := codeOf(t, s, func(c *officer.OrderCode) { c.Batch = "job_1" })
	d := c
	d.ID, d.Digest = officer.NewID[officer.OrderCodeID](), "k.new"
	atDesk(t, s, s.Company, func(tx *postgres.Tx) error {
		fresh, err := tx.AddOrderCodes(c, d)
		if err == nil && !slices.Equal(fresh, []officer.OrderCodeID{d.ID}) {
			t.Errorf("new are %v", fresh)
		}
		return err
	})
	if _, _, err := redeemAs(s, s.Applicant(t), c.Digest); err != nil {
		t.Fatal(err)
	}
	atDesk(t, s, s.Company, func(tx *postgres.Tx) error {
		n, err := tx.RevokeBatch("job_1")
		if err == nil && n != 1 {
			t.Errorf("%d were revoked", n)
		}
		return err
	})
	if got := dbtest.Get[string](t, s.Database, `select string_agg(status, ' ' order by used desc) from order_codes`); got != "active revoked" {
		t.Error(got)
	}
}
