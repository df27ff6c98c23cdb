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
)

// The life of a shop code as the person before the door meets it, and what of
// the organisation's book tells of it.
func TestShopCodeOpensAShop(t *testing.T) {
	k := newShopkeepers(t)
	d := k.draw(t, officer.ShopCode{Quota: 2, ExpiresAt: k.Clock.Now().Add(time.Hour)})
	if d.Link() != "https://portal.example/portal/shops#"+d.Clear.Grouped() || strings.Contains(fmt.Sprintf("%v %+v", d, d), d.Clear.Reveal()) {
		t.Errorf("%v", d)
	}
	if n := dbtest.Get[int](t, k.Database, `select count(*) from shop_codes where digest like '%' || $1 || '%'`, d.Clear.Reveal()); n != 0 {
		t.Error("the code is kept in clear")
	}
	if _, err := k.visits.Shop(k.person, k.Company.Shop); !errors.Is(err, officer.NotFound) {
		t.Errorf("seen before entering: %v", err)
	}
	typed := strings.ToLower(strings.ReplaceAll(d.Clear.Grouped(), "-", " "))
	if id, err := k.visits.Enter(k.person, typed, desk.Visitor{}); err != nil || id != k.Company.Shop {
		t.Fatalf("%s %v", id, err)
	}
	if err := k.enters(k.person, d); err != nil {
		t.Errorf("again, while in: %v", err)
	}
	if c := k.code(t, d.ID); c.Used != 1 {
		t.Errorf("used %d times", c.Used)
	}
	if err := k.open(t); err != nil {
		t.Errorf("orders: %v", err)
	}
	if err := k.visits.Leave(k.person, k.Company.Shop); err != nil {
		t.Fatal(err)
	}
	if err := k.visits.Leave(k.person, k.Company.Shop); err == nil {
		t.Error("left twice")
	}
	second := dbtest.As(k.Applicant(t))
	if err := k.enters(second, d); err != nil {
		t.Fatal(err)
	}
	if err := k.enters(dbtest.As(k.Applicant(t)), d); !unknown(err) {
		t.Errorf("a third of two: %v", err)
	}
	if err := k.enters(k.person, d); err != nil { // who came by it before has a place
		t.Errorf("coming back: %v", err)
	}
	if c := k.code(t, d.ID); c.Used != 2 || c.State(k.Clock.Now()) != officer.CodeSpent {
		t.Errorf("used %d times, %s", c.Used, c.State(k.Clock.Now()))
	}
	var kinds []string
	k.Select(t, &kinds, `select kind from events where organisation_id = $1 and actor = $2 order by at, id`, k.Company.ID, k.who.Account)
	if slices.Sort(kinds); !slices.Equal(kinds, []string{"shop.entered", "shop.entered", "shop.entered", "shop.left"}) {
		t.Errorf("the book says %v", kinds)
	}
}

// To whoever tries, a code that opens nothing is one and the same, whatever the reason.
func TestEveryShutDoorLooksTheSame(t *testing.T) {
	k := newShopkeepers(t)
	never, err := officer.NewCode(officer.ShopCodeSymbols, zeros{})
	if err != nil {
		t.Fatal(err)
	}
	for name, shut := range map[string]func(d *desk.DrawnShopCode) error{
		"unknown": func(d *desk.DrawnShopCode) error { d.Clear = never; return nil },
		"paused":  func(d *desk.DrawnShopCode) error { return k.codes.Pause(k.admin, d.ID, 1) },
		"revoked": func(d *desk.DrawnShopCode) error { return k.codes.Revoke(k.admin, d.ID, 1) },
		"replaced": func(d *desk.DrawnShopCode) error {
			_, err := k.codes.Rotate(k.admin, d.ID, 1, time.Time{})
			return err
		},
		"spent": func(d *desk.DrawnShopCode) error { return k.enters(dbtest.As(k.Applicant(t)), *d) },
		"expired": func(d *desk.DrawnShopCode) error {
			k.Exec(t, `update shop_codes set expires_at = created_at where id = $1`, d.ID)
			return nil
		},
		"shop over": func(d *desk.DrawnShopCode) error {
			k.Exec(t, `update shops set closes_at = created_at where id = $1`, k.Company.Shop)
			return nil
		},
		"shop closed": func(d *desk.DrawnShopCode) error {
			k.Exec(t, `update shops set status = 'closed' where id = $1`, k.Company.Shop)
			return nil
		},
		"organisation closed": func(d *desk.DrawnShopCode) error {
			k.Exec(t, `update organisations set status = 'closed' where id = $1`, k.Company.ID)
			return nil
		},
	} {
		d := k.draw(t, officer.ShopCode{Quota: 1})
		if err := shut(&d); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		who := dbtest.As(k.Applicant(t))
		before := k.DB.Statements()
		err := k.enters(who, d)
		if cost := k.DB.Statements() - before; !unknown(err) || cost != 4 { // two counts, the door, the line in the person's book
			t.Errorf("%s: %v, %d statements", name, err, cost)
		}
		k.Exec(t, `update shops set status = 'open', closes_at = null`)
		k.Exec(t, `update organisations set status = 'active'`)
	}
}

// zeros is a source of no randomness: a code that nobody drew.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// A slip costs no try; guesses do, for the account and for where it comes from.
func TestGuessingShopCodes(t *testing.T) {
	k := newShopkeepers(t)
	d := k.draw(t, officer.ShopCode{})
	swapped := []byte(d.Clear.Reveal())
	for i := range swapped[:len(swapped)-1] {
		if swapped[i] != swapped[i+1] {
			swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
			break
		}
	}
	for range 50 {
		if _, err := k.visits.Enter(k.person, string(swapped), desk.Visitor{}); !errors.Is(err, officer.Invalid) || unknown(err) {
			t.Fatalf("a slip: %v", err)
		}
	}
	if n := dbtest.Get[int](t, k.Database, `select count(*) from throttles`); n != 0 {
		t.Fatalf("slips were counted in %d places", n)
	}
	order, _ := officer.NewCode(officer.OrderCodeSymbols, zeros{})
	var e *officer.Error
	if _, err := k.visits.Enter(k.person, order.Grouped(), desk.Visitor{}); !errors.As(err, &e) || e.Fields[0].Key != "shopcode.is_order_code" {
		t.Errorf("an order code: %v", err)
	}
	wrong, _ := officer.NewCode(officer.ShopCodeSymbols, zeros{})
	var wait sync.WaitGroup
	var mu sync.Mutex
	refused := map[bool]int{}
	for range 50 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			_, err := k.visits.Enter(k.person, wrong.Reveal(), desk.Visitor{Address: "192.0.2.9"})
			mu.Lock()
			defer mu.Unlock()
			refused[errors.Is(err, officer.TooMany)]++
			if err == nil {
				t.Error("a guess opens a shop")
			}
		}()
	}
	wait.Wait()
	counted := dbtest.Get[int](t, k.Database, `select max(tries + refused) from throttles`)
	if refused[false] != officer.ThrottleShopCode.Free || refused[true] != 50-officer.ThrottleShopCode.Free || counted != 50 {
		t.Errorf("%v, %d counted", refused, counted)
	}
	if err := k.enters(k.person, d); !errors.Is(err, officer.TooMany) {
		t.Errorf("the right one comes too early: %v", err)
	}
	k.Clock.Advance(time.Hour)
	if err := k.enters(k.person, d); err != nil {
		t.Errorf("after the wait: %v", err)
	}
}

// Fifty people at once for three places, and one person at ten windows.
func TestRacersForAShop(t *testing.T) {
	k := newShopkeepers(t)
	d := k.draw(t, officer.ShopCode{Quota: 3})
	var wait sync.WaitGroup
	var mu sync.Mutex
	in := 0
	for range 50 {
		who := dbtest.As(k.Applicant(t))
		wait.Add(1)
		go func() {
			defer wait.Done()
			_, err := k.visits.Enter(who, d.Clear.Reveal(), desk.Visitor{Address: string(officer.NewID[officer.EventID]())})
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				in++
			case !unknown(err) && !errors.Is(err, officer.TooMany):
				t.Error(err)
			}
		}()
	}
	wait.Wait()
	if n := dbtest.Get[int](t, k.Database, `select count(*) from shop_customers`); in != 3 || n != 3 || k.code(t, d.ID).Used != 3 {
		t.Errorf("%d were let in, %d are customers, %d counted", in, n, k.code(t, d.ID).Used)
	}
	many := k.draw(t, officer.ShopCode{Quota: 5})
	for range 10 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			if err := k.enters(k.person, many); err != nil && !errors.Is(err, officer.TooMany) {
				t.Error(err)
			}
		}()
	}
	wait.Wait()
	if c := k.code(t, many.ID); c.Used != 1 {
		t.Errorf("one person took %d places", c.Used)
	}
}

// What becomes of those who entered: pausing and rotating leave them, revoking
// and removing do not.
func TestWhatBecomesOfCustomers(t *testing.T) {
	k := newShopkeepers(t)
	d := k.draw(t, officer.ShopCode{})
	if err := k.enters(k.person, d); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(k.codes.Pause(k.admin, d.ID, 1), k.open(t), k.codes.Resume(k.admin, d.ID, 2)); err != nil {
		t.Fatalf("pausing: %v", err)
	}
	later, err := k.codes.Rotate(k.admin, d.ID, 3, k.Clock.Now().Add(time.Hour))
	if err != nil || later.Replaces.ID != d.ID || later.Used != 0 || k.code(t, d.ID).State(k.Clock.Now()) != officer.CodeActive {
		t.Fatalf("rotating: %+v %v", later.ShopCode, err)
	}
	if err := k.enters(dbtest.As(k.Applicant(t)), d); err != nil {
		t.Errorf("the old code within its time: %v", err)
	}
	k.Clock.Advance(2 * time.Hour)
	if err := k.enters(dbtest.As(k.Applicant(t)), d); !unknown(err) {
		t.Errorf("the old code after its time: %v", err)
	}
	if err := k.open(t); err != nil {
		t.Errorf("after rotating: %v", err)
	}
	if err := k.codes.Revoke(k.admin, d.ID, 4); err != nil {
		t.Fatal(err)
	}
	if err := k.codes.Revoke(k.admin, d.ID, 5); why(err) != "code.wrong_status" {
		t.Errorf("revoked twice: %v", err)
	}
	if n := dbtest.Get[int](t, k.Database, `select count(*) from shop_customers where left_why = 'revoked'`); n != 2 {
		t.Errorf("%d lost the shop", n)
	}
	if list, err := k.visits.List(k.person); err != nil || len(list) != 1 {
		t.Errorf("the shop still stands in the portal: %v", err)
	}
	if err := k.enters(k.person, later); err != nil {
		t.Fatalf("by another code: %v", err)
	}
	if err := k.codes.RemoveCustomer(k.admin, k.Company.Shop, k.who.Account); err != nil {
		t.Fatal(err)
	}
	if err := k.enters(k.person, later); !unknown(err) {
		t.Errorf("who was removed comes back: %v", err)
	}
	k.Clock.Advance(time.Minute)
	if err := k.enters(k.person, k.draw(t, officer.ShopCode{})); err != nil {
		t.Errorf("by a code drawn afterwards: %v", err)
	}
}

// Who applied in a shop still sees it, and is told why nothing new can be ordered.
func TestWhyNothingCanBeOrdered(t *testing.T) {
	k := newShopkeepers(t)
	d := k.draw(t, officer.ShopCode{})
	if err := k.enters(k.person, d); err != nil {
		t.Fatal(err)
	}
	person := officer.Person{ID: officer.NewID[officer.PersonID](), PersonData: officer.PersonData{FamilyName: "Antrag", BirthDate: officer.Today(k.Clock.Now()).AddDays(-9999)}}
	app := officer.Application{ID: officer.NewID[officer.ApplicationID](), Shop: k.Company.Shop, Product: k.Signature.ID, Person: person.ID, Account: k.who.Account, Status: officer.ApplicationDraft,
		Quantity: 1, Language: "de", CreatedBy: k.who.Account, CreatedAt: k.Clock.Now(), ChangedAt: k.Clock.Now(), StatusSince: k.Clock.Now()}
	err := k.DB.Do(context.Background(), postgres.System.InOrganisation(k.Company.ID), func(tx *postgres.Tx) error {
		return errors.Join(tx.AddPerson(&person), tx.AddApplication(&app))
	})
	if err != nil {
		t.Fatal(err)
	}
	steps := []struct {
		act  func() error
		want string
	}{
		{func() error { return nil }, "<nil>"},
		{func() error { return k.shops.Close(k.admin, k.Company.Shop, 1) }, "shop.closed"},
		{func() error { return k.shops.Reopen(k.admin, k.Company.Shop, 2) }, "<nil>"},
		{func() error {
			return k.shops.Save(k.admin, officer.ShopProfile, officer.Shop{ID: k.Company.Shop, Version: 3, Name: "Shop", OpensAt: k.Clock.Now().Add(time.Hour), ClosesAt: k.Clock.Now().Add(2 * time.Hour)})
		}, "shop.not_open_yet"},
		{func() error { k.Clock.Advance(time.Hour); return nil }, "<nil>"},
		{func() error { k.Clock.Advance(time.Hour); return nil }, "shop.over"},
		{func() error {
			return k.shops.Save(k.admin, officer.ShopProfile, officer.Shop{ID: k.Company.Shop, Version: 4, Name: "Shop"})
		}, "<nil>"},
		{func() error { return k.codes.Revoke(k.admin, d.ID, 1) }, "shop.code_revoked"},
		{func() error { return k.enters(k.person, k.draw(t, officer.ShopCode{})) }, "<nil>"},
		{func() error { return k.visits.Leave(k.person, k.Company.Shop) }, "shop.not_entered"},
	}
	for i, s := range steps {
		if err := s.act(); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
		refusal := k.open(t)
		if got := why(refusal); got != s.want {
			t.Errorf("step %d: %s, want %s", i, got, s.want)
		}
	}
}

// A poster has the code that was just shown, and no other.
func TestShopPoster(t *testing.T) {
	k := newShopkeepers(t)
	d, other := k.draw(t, officer.ShopCode{}), k.draw(t, officer.ShopCode{})
	for _, typed := range []string{other.Clear.Reveal(), "", "x"} {
		if _, err := k.codes.Poster(k.admin, d.ID, typed, "de", "pdf"); !errors.Is(err, officer.NotFound) {
			t.Errorf("%q: %v", typed, err)
		}
	}
	p, err := k.codes.Poster(k.admin, d.ID, d.Clear.Grouped(), "en", "pdf")
	if err != nil || p.Link != d.Link() || p.Language != "en" {
		t.Errorf("%+v %v", p, err)
	}
}
