package postgres_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

// shopWorld is a sample with a code of the company's shop, by which an applicant entered.
type shopWorld struct {
	*dbtest.Sample
	code officer.ShopCode
	who  officer.Actor
}

func newShopWorld(t *testing.T) shopWorld {
	w := shopWorld{Sample: dbtest.NewSample(t)}
	w.who = w.Applicant(t)
	w.code = officer.ShopCode{ID: officer.NewID[officer.ShopCodeID](), Shop: w.Company.Shop, Label: "Kantine", Quota: 3,
		ExpiresAt: w.Clock.Now().Add(24 * time.Hour), Status: officer.CodeActive, CreatedBy: "acc_sample", CreatedAt: w.Clock.Now()}
	w.at(t, w.Company, func(tx *postgres.Tx) error {
		if err := tx.AddShopCode(w.code, "digest-1"); err != nil {
			return err
		}
		return tx.AddShopCustomer(w.customer(w.who, "Alex Antrag"), officer.SearchForm("Antrag Alex"))
	})
	return w
}

func (w shopWorld) customer(a officer.Actor, name string) officer.ShopCustomer {
	return officer.ShopCustomer{Shop: w.Company.Shop, Account: a.Account, Code: w.code.ID, Name: name, Email: a.Email, JoinedAt: w.Clock.Now()}
}

// at works in an organisation's scope.
func (w shopWorld) at(t *testing.T, h dbtest.House, f func(*postgres.Tx) error) {
	t.Helper()
	w.in(t, postgres.Scope{Kind: "organisation", Organisation: h.ID}, f)
}

func (w shopWorld) in(t *testing.T, s postgres.Scope, f func(*postgres.Tx) error) {
	t.Helper()
	if err := w.DB.Do(context.Background(), s, f); err != nil {
		t.Fatal(err)
	}
}

func own(a officer.Actor) postgres.Scope { return postgres.Scope{Kind: "account", Account: a.Account} }

// Whatever of a shop is asked for in another organisation's scope is not there.
func TestShopsOfAnotherOrganisation(t *testing.T) {
	w := newShopWorld(t)
	foreign := postgres.Scope{Kind: "organisation", Organisation: w.Authority.ID}
	logo := officer.Logo{MediaType: "image/png", Content: []byte("png"), Digest: "d1"}
	w.at(t, w.Company, func(tx *postgres.Tx) error { return tx.SaveShopLogo(w.Company.Shop, logo) })
	for name, find := range map[string]func(*postgres.Tx) error{
		"shop":        func(tx *postgres.Tx) error { _, err := tx.Shop(w.Company.Shop); return err },
		"code":        func(tx *postgres.Tx) error { _, err := tx.ShopCode(w.code.ID); return err },
		"customer":    func(tx *postgres.Tx) error { _, err := tx.ShopCustomer(w.Company.Shop, w.who.Account); return err },
		"logo":        func(tx *postgres.Tx) error { _, err := tx.ShopLogo(w.Company.Shop, "d1"); return err },
		"portal shop": func(tx *postgres.Tx) error { _, err := tx.PortalShop(w.Company.Shop); return err },
		"drop logo":   func(tx *postgres.Tx) error { return tx.DropShopLogo(w.Company.Shop) },
		"door":        func(tx *postgres.Tx) error { _, err := tx.ShopDoor([]string{"digest-1"}, w.who.Account); return err },
	} {
		if err := w.DB.Do(context.Background(), foreign, find); !errors.Is(err, officer.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.in(t, foreign, func(tx *postgres.Tx) error {
		codes, err := tx.ShopCodes(w.Company.Shop)
		if err != nil || len(codes) > 0 {
			t.Errorf("codes: %d, %v", len(codes), err)
		}
		for _, query := range []string{"", "antrag"} {
			page, err := tx.ShopCustomers(officer.CustomerFilter{Shop: w.Company.Shop, Query: query})
			if err != nil || len(page.Customers) > 0 {
				t.Errorf("customers: %d, %v", len(page.Customers), err)
			}
		}
		if n, err := tx.CustomersOf(w.code.ID); n != 0 || err != nil {
			t.Errorf("counts %d, %v", n, err)
		}
		if n, err := tx.RemoveCustomersOf(w.code.ID); n != 0 || err != nil {
			t.Errorf("removes %d, %v", n, err)
		}
		if used, err := tx.UseShopCode(w.code.ID); used || err != nil {
			t.Errorf("uses the code: %v", err)
		}
		if err := tx.SaveShopCode(w.code); !errors.Is(err, officer.Stale) {
			t.Errorf("saves the code: %v", err)
		}
		if err := tx.RemoveCustomer(w.Company.Shop, w.who.Account); !errors.Is(err, officer.Conflict) {
			t.Errorf("removes a customer: %v", err)
		}
		return nil
	})
	w.at(t, w.Company, func(tx *postgres.Tx) error {
		got, err := tx.ShopLogo(w.Company.Shop, "d1")
		if err != nil || string(got.Content) != "png" {
			t.Errorf("the own logo: %v", err)
		}
		return tx.DropShopLogo(w.Company.Shop)
	})
}

// A person has the public shop and those they entered, until they leave.
func TestPortalShops(t *testing.T) {
	w := newShopWorld(t)
	shops := func(a officer.Actor) (ids []officer.ShopID) {
		w.in(t, own(a), func(tx *postgres.Tx) error {
			list, err := tx.PortalShops()
			for _, s := range list {
				ids = append(ids, s.ID)
				if len(s.Offers) != 3 || !s.Entered() || s.Open(tx.Now) != nil || s.House == "" {
					t.Errorf("%s: %+v", s.Name, s)
				}
			}
			return err
		})
		return ids
	}
	if got := shops(w.who); !slices.Equal(got, []officer.ShopID{w.Company.Shop, w.TSP.Shop}) {
		t.Fatalf("shops: %v", got)
	}
	stranger := w.Applicant(t)
	if got := shops(stranger); !slices.Equal(got, []officer.ShopID{w.TSP.Shop}) {
		t.Errorf("a stranger's shops: %v", got)
	}
	err := w.DB.View(context.Background(), own(stranger), func(tx *postgres.Tx) error { _, err := tx.PortalShop(w.Company.Shop); return err })
	if !errors.Is(err, officer.NotFound) {
		t.Errorf("a stranger finds the shop: %v", err)
	}
	err = w.DB.Do(context.Background(), own(stranger), func(tx *postgres.Tx) error { return tx.LeaveShop(w.Company.Shop) })
	if !errors.Is(err, officer.Conflict) {
		t.Errorf("a stranger leaves: %v", err)
	}
	w.in(t, own(w.who), func(tx *postgres.Tx) error {
		s, err := tx.PortalShop(w.Company.Shop)
		if err != nil || s.Organisation != w.Company.ID || s.House != w.Company.Name || len(s.Offers) != 3 {
			t.Errorf("%+v %v", s, err)
		}
		return tx.LeaveShop(w.Company.Shop)
	})
	if got := shops(w.who); !slices.Equal(got, []officer.ShopID{w.TSP.Shop}) {
		t.Errorf("after leaving: %v", got)
	}
}

// Of a closed organisation every shop is closed.
func TestShopOfAClosedOrganisation(t *testing.T) {
	w := newShopWorld(t)
	w.Exec(t, `update organisations set status = 'closed' where id = $1`, w.Company.ID)
	w.in(t, own(w.who), func(tx *postgres.Tx) error {
		s, err := tx.PortalShop(w.Company.Shop)
		if err != nil || !errors.Is(s.Open(tx.Now), officer.Conflict) {
			t.Errorf("%v %v", s.Status, err)
		}
		return nil
	})
	w.in(t, postgres.System, func(tx *postgres.Tx) error {
		d, err := tx.ShopDoor([]string{"other", "digest-1"}, w.who.Account)
		if err != nil || !d.Shut || d.CameBy != w.code.ID || !d.In() || d.Shop.Name != w.Company.Name {
			t.Errorf("%+v %v", d, err)
		}
		return nil
	})
}

// Shops keep their rules.
func TestShopIsKept(t *testing.T) {
	w := newShopWorld(t)
	var want officer.Shop
	w.at(t, w.Company, func(tx *postgres.Tx) (err error) {
		if want, err = tx.Shop(w.Company.Shop); err != nil {
			return err
		}
		if want.DeliveryTo != officer.DeliverAnywhere || want.PaidBy != officer.PaidByApplicant {
			t.Errorf("rules of a shop that has none: %q %q", want.DeliveryTo, want.PaidBy)
		}
		want.ContactName, want.ContactEmail, want.ContactPhone = "Kartenstelle", "karten@beispiel.example", "+49301234"
		want.OpensAt, want.ClosesAt = tx.Now, tx.Now.Add(time.Hour)
		want.DeliveryTo, want.PaidBy = officer.DeliverToDesk, officer.PaidByOrganisation
		want.Invoice = officer.Invoice{Recipient: "Buchhaltung", Address: w.Company.Address, VATID: "DE123456789"}
		want.PurchaseOrderRequired, want.CostCentreRequired = true, true
		want.Offers = want.Offers[:1]
		return tx.SaveShop(want)
	})
	w.at(t, w.Company, func(tx *postgres.Tx) error {
		got, err := tx.Shop(w.Company.Shop)
		if err != nil {
			return err
		}
		if got.Invoice != want.Invoice || got.DeliveryTo != want.DeliveryTo || got.PaidBy != want.PaidBy || !got.ClosesAt.Equal(want.ClosesAt) || !got.OpensAt.Equal(want.OpensAt) ||
			!got.PurchaseOrderRequired || !got.CostCentreRequired || got.ContactName != want.ContactName || len(got.Offers) != 1 || got.Version != want.Version+1 {
			t.Errorf("%+v", got)
		}
		if err := tx.SaveShop(want); !errors.Is(err, officer.Stale) {
			t.Errorf("an old version is saved: %v", err)
		}
		return nil
	})
}

// Of fifty at once as many get in as there are places.
func TestLastPlaceOfAShopCode(t *testing.T) {
	w := newShopWorld(t)
	var mu sync.Mutex
	var wait sync.WaitGroup
	in := 0
	for range 50 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			err := w.DB.Do(context.Background(), postgres.System.InOrganisation(w.Company.ID), func(tx *postgres.Tx) error {
				used, err := tx.UseShopCode(w.code.ID)
				if used {
					mu.Lock()
					in++
					mu.Unlock()
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}()
	}
	wait.Wait()
	if used := dbtest.Get[int](t, w.Database, `select used from shop_codes where id = $1`, w.code.ID); in != 3 || used != 3 {
		t.Errorf("%d got in, %d counted", in, used)
	}
}

// The list of customers goes on by keys, forwards and back, and is searched by name and address.
func TestShopCustomers(t *testing.T) {
	w := newShopWorld(t)
	w.at(t, w.Company, func(tx *postgres.Tx) error {
		for i := range 2 * officer.PageSize {
			c := officer.ShopCustomer{Shop: w.Company.Shop, Account: officer.NewID[officer.AccountID](), Code: w.code.ID, Name: "Kim " + strconv.Itoa(i),
				Email: "kim" + strconv.Itoa(i) + "@beispiel.example", JoinedAt: tx.Now.Add(time.Duration(i/3) * time.Second)}
			if err := tx.AddShopCustomer(c, officer.SearchForm("Ünver Kim")); err != nil {
				return err
			}
		}
		return nil
	})
	w.at(t, w.Company, func(tx *postgres.Tx) error {
		seen := map[officer.AccountID]bool{}
		f := officer.CustomerFilter{Shop: w.Company.Shop}
		pages := 0
		for {
			page, err := tx.ShopCustomers(f)
			if err != nil {
				return err
			}
			for _, c := range page.Customers {
				if seen[c.Account] || c.CodeLabel != "Kantine" {
					t.Errorf("%+v", c)
				}
				seen[c.Account] = true
			}
			if pages++; page.Next.IsZero() {
				back, err := tx.ShopCustomers(officer.CustomerFilter{Shop: f.Shop, Code: w.code.ID, After: page.Previous})
				if err != nil || len(back.Customers) != officer.PageSize {
					t.Errorf("back: %d, %v", len(back.Customers), err)
				}
				break
			}
			f.After = page.Next
		}
		if pages != 3 || len(seen) != 2*officer.PageSize+1 {
			t.Errorf("%d pages with %d customers", pages, len(seen))
		}
		for query, want := range map[string]int{"Kim Ünver": officer.PageSize, "unver": officer.PageSize, "Antrag": 1, "KIM49@": 1, "nobody": 0} {
			found, err := tx.ShopCustomers(officer.CustomerFilter{Shop: w.Company.Shop, Query: query})
			if err != nil || len(found.Customers) != want || found.More != (want == officer.PageSize) {
				t.Errorf("%q finds %d, %v", query, len(found.Customers), err)
			}
		}
		return nil
	})
}
