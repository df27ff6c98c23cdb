package desk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"slices"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
)

// shopkeepers are a shop admin of the company and an applicant.
type shopkeepers struct {
	*dbtest.Sample
	shops  *desk.Shops
	codes  *desk.ShopCodes
	visits *desk.PortalShops
	admin  context.Context
	who    officer.Actor
	person context.Context
}

func newShopkeepers(t *testing.T) *shopkeepers {
	t.Helper()
	s := dbtest.NewSample(t)
	keys, err := secret.Generate(t.TempDir() + "/keys")
	if err != nil {
		t.Fatal(err)
	}
	c := &desk.Counter{DB: s.DB, Keys: keys, Address: "https://portal.example"}
	k := &shopkeepers{Sample: s, shops: &desk.Shops{Counter: c}, codes: &desk.ShopCodes{Counter: c}, visits: &desk.PortalShops{Counter: c}, admin: s.Company.As(officer.RoleShopAdmin)}
	k.who = s.Applicant(t)
	k.person = dbtest.As(k.who)
	return k
}

func (k *shopkeepers) draw(t *testing.T, c officer.ShopCode) desk.DrawnShopCode {
	t.Helper()
	c.Shop = k.Company.Shop
	if c.Label == "" {
		c.Label = "Aushang"
	}
	d, err := k.codes.Draw(k.admin, c)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// code reads a code as it stands now.
func (k *shopkeepers) code(t *testing.T, id officer.ShopCodeID) officer.ShopCode {
	t.Helper()
	f, err := k.codes.Code(k.admin, id)
	if err != nil {
		t.Fatal(err)
	}
	return f.ShopCode
}

// enters reports how entering a code ends for somebody.
func (k *shopkeepers) enters(who context.Context, d desk.DrawnShopCode) error {
	_, err := k.visits.Enter(who, d.Clear.Grouped(), desk.Visitor{Address: "192.0.2.7"})
	return err
}

// unknown reports whether somebody was told nothing but that the code opens no shop.
func unknown(err error) bool {
	var e *officer.Error
	return errors.As(err, &e) && e.Kind == officer.Invalid && len(e.Fields) == 1 && e.Fields[0].Key == "shopcode.unknown" && e.Fields[0].Field == "code" && e.Fields[0].Args == nil
}

func (k *shopkeepers) open(t *testing.T) error {
	t.Helper()
	v, err := k.visits.Shop(k.person, k.Company.Shop)
	if err != nil {
		t.Fatal(err)
	}
	return v.Refusal
}

func why(err error) string {
	var e *officer.Error
	if !errors.As(err, &e) {
		return fmt.Sprint(err)
	}
	return e.Key
}

// Whoever may not stands before a closed door, in every use case.
func TestDoorOfShops(t *testing.T) {
	k := newShopkeepers(t)
	d := k.draw(t, officer.ShopCode{})
	id, shop := d.ID, k.Company.Shop
	file, err := k.shops.Shop(k.admin, shop)
	if err != nil {
		t.Fatal(err)
	}
	acts := map[string]func(context.Context) error{
		"list codes": func(c context.Context) error { _, err := k.codes.List(c, shop); return err },
		"code":       func(c context.Context) error { _, err := k.codes.Code(c, id); return err },
		"draw": func(c context.Context) error {
			_, err := k.codes.Draw(c, officer.ShopCode{Shop: shop, Label: "x"})
			return err
		},
		"save code": func(c context.Context) error { return k.codes.Save(c, d.ShopCode) },
		"pause":     func(c context.Context) error { return k.codes.Pause(c, id, 1) },
		"resume":    func(c context.Context) error { return k.codes.Resume(c, id, 1) },
		"revoke":    func(c context.Context) error { return k.codes.Revoke(c, id, 1) },
		"rotate":    func(c context.Context) error { _, err := k.codes.Rotate(c, id, 1, time.Time{}); return err },
		"poster": func(c context.Context) error {
			_, err := k.codes.Poster(c, id, d.Clear.Reveal(), "de", "pdf")
			return err
		},
		"customers": func(c context.Context) error {
			_, err := k.codes.Customers(c, officer.CustomerFilter{Shop: shop})
			return err
		},
		"customer":        func(c context.Context) error { _, err := k.codes.Customer(c, shop, k.who.Account); return err },
		"remove customer": func(c context.Context) error { return k.codes.RemoveCustomer(c, shop, k.who.Account) },
		"save":            func(c context.Context) error { return k.shops.Save(c, officer.ShopProfile, file.Shop) },
		"close":           func(c context.Context) error { return k.shops.Close(c, shop, 1) },
		"reopen":          func(c context.Context) error { return k.shops.Reopen(c, shop, 1) },
		"logo":            func(c context.Context) error { return k.shops.SetLogo(c, shop, logo(t, 20, 20)) },
		"drop logo":       func(c context.Context) error { return k.shops.DropLogo(c, shop) },
		"preview":         func(c context.Context) error { _, err := k.shops.Preview(c, shop); return err },
	}
	for name, act := range acts {
		for who, c := range map[string]struct {
			ctx  context.Context
			want error
		}{
			"nobody":             {context.Background(), officer.Unauthenticated},
			"an applicant":       {k.person, officer.Forbidden},
			"a checker":          {k.Company.As(officer.RoleChecker), officer.Forbidden},
			"another shop admin": {k.Authority.As(officer.RoleShopAdmin), officer.NotFound},
		} {
			if err := act(c.ctx); !errors.Is(err, c.want) {
				t.Errorf("%s by %s: %v, want %v", name, who, err, c.want)
			}
		}
	}
	for who, ctx := range map[string]context.Context{"nobody": context.Background(), "a shop admin at the desk": k.admin} {
		if _, err := k.visits.Enter(ctx, d.Clear.Reveal(), desk.Visitor{}); err == nil {
			t.Errorf("%s enters", who)
		}
	}
	if n := dbtest.Get[int](t, k.Database, `select version from shops where id = $1`, shop) + dbtest.Get[int](t, k.Database, `select version from shop_codes where id = $1`, id); n != 2 {
		t.Error("something changed")
	}
}

func logo(t *testing.T, width, height int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A shop is opened, filled, changed by two at once, closed and reopened.
func TestShopOfAnOrganisation(t *testing.T) {
	k := newShopkeepers(t)
	if _, err := k.shops.Open(k.admin, k.Company.Name); !errors.Is(err, officer.Conflict) {
		t.Errorf("a second shop of the same name: %v", err)
	}
	if _, err := k.shops.Open(k.admin, " "); !errors.Is(err, officer.Invalid) {
		t.Errorf("a shop without a name: %v", err)
	}
	if _, err := k.shops.Open(k.TSP.As(officer.RoleOperator), "Zweiter"); !errors.Is(err, officer.Conflict) {
		t.Errorf("a second shop of the provider: %v", err)
	}
	id, err := k.shops.Open(k.admin, "Werk Süd")
	if err != nil {
		t.Fatal(err)
	}
	shop := officer.Shop{ID: id, Version: 1, Offers: []officer.Offer{{Product: k.Seal.ID, Procedures: []officer.Procedure{officer.OfficerIdent, officer.NotarIdent}}}}
	if err := k.shops.Save(k.admin, officer.ShopOffers, shop); err != nil {
		t.Fatal(err)
	}
	if err := k.shops.Save(k.admin, officer.ShopOffers, shop); !errors.Is(err, officer.Stale) {
		t.Errorf("a version that is gone: %v", err)
	}
	for _, by := range []officer.Procedure{officer.BehoerdenIdent, "telepathy"} {
		shop.Version, shop.Offers[0].Procedures = 2, []officer.Procedure{by}
		if err := k.shops.Save(k.admin, officer.ShopOffers, shop); !errors.Is(err, officer.Conflict) {
			t.Errorf("%s: %v", by, err)
		}
	}
	rules := officer.Shop{ID: id, Version: 2, PaidBy: officer.PaidByOrganisation, DeliveryTo: officer.DeliverToDesk, Invoice: officer.Invoice{Recipient: "Buchhaltung"}}
	if err := k.shops.Save(k.admin, officer.ShopRules, rules); !errors.Is(err, officer.Invalid) {
		t.Errorf("an invoice without an address: %v", err)
	}
	rules.Invoice.Address = k.Company.Address
	profile := officer.Shop{ID: id, Version: 3, Name: "Werk Nord", ContactEmail: "Karten@Beispiel.example", OpensAt: k.Clock.Now(), ClosesAt: k.Clock.Now().Add(time.Hour)}
	if err := errors.Join(k.shops.Save(k.admin, officer.ShopRules, rules), k.shops.Save(k.admin, officer.ShopProfile, profile)); err != nil {
		t.Fatal(err)
	}
	file, err := k.shops.Shop(k.admin, id)
	if err != nil || file.Name != "Werk Nord" || file.ContactEmail != "karten@beispiel.example" || file.DeliveryTo != officer.DeliverToDesk || len(file.Offers) != 1 {
		t.Errorf("%+v %v", file.Shop, err)
	}
	if err := k.shops.Close(k.admin, id, 4); err != nil {
		t.Fatal(err)
	}
	if err := k.shops.Close(k.admin, id, 5); !errors.Is(err, officer.Conflict) {
		t.Errorf("closed twice: %v", err)
	}
	if err := k.shops.Reopen(k.admin, id, 5); err != nil {
		t.Error(err)
	}
}

// The provider's operator looks after the public shop in the same way.
func TestPublicShop(t *testing.T) {
	k := newShopkeepers(t)
	operator := k.TSP.As(officer.RoleOperator)
	shop := officer.Shop{ID: k.TSP.Shop, Version: 1, Offers: []officer.Offer{{Product: k.Signature.ID, Procedures: []officer.Procedure{officer.OfficerIdent}}}}
	if err := k.shops.Save(operator, officer.ShopOffers, shop); !errors.Is(err, officer.Conflict) {
		t.Errorf("the public shop by OfficerIdent: %v", err)
	}
	shop.Offers[0].Procedures = []officer.Procedure{officer.PostIdentEID}
	if err := k.shops.Save(operator, officer.ShopOffers, shop); err != nil {
		t.Fatal(err)
	}
	list, err := k.visits.List(k.person)
	if err != nil || len(list) != 1 || list[0].ID != k.TSP.Shop || !slices.Equal(list[0].Procedures(k.Signature), []officer.Procedure{officer.PostIdentEID}) {
		t.Errorf("%+v %v", list, err)
	}
	if err := k.visits.Leave(k.person, k.TSP.Shop); why(err) != "shop.public_stays" {
		t.Errorf("the public shop is left: %v", err)
	}
}

// A logo is made anew, is served by its digest, and goes again.
func TestShopLogo(t *testing.T) {
	k := newShopkeepers(t)
	file := append(logo(t, 40, 30), "<script>alert(1)</script>"...)
	if err := k.shops.SetLogo(k.admin, k.Company.Shop, file); err != nil {
		t.Fatal(err)
	}
	shop, err := k.shops.Shop(k.admin, k.Company.Shop)
	if err != nil || len(shop.LogoDigest) != 64 {
		t.Fatalf("%q %v", shop.LogoDigest, err)
	}
	kept, err := k.shops.Logo(k.admin, shop.ID, shop.LogoDigest)
	if err != nil || bytes.Contains(kept.Content, []byte("script")) || kept.MediaType != "image/png" {
		t.Errorf("%s: %v", kept.MediaType, err)
	}
	if _, err := k.visits.Logo(k.person, shop.ID, shop.LogoDigest); !errors.Is(err, officer.NotFound) {
		t.Errorf("a stranger to the shop gets it: %v", err)
	}
	if err := k.enters(k.person, k.draw(t, officer.ShopCode{})); err != nil {
		t.Fatal(err)
	}
	if _, err := k.visits.Logo(k.person, shop.ID, shop.LogoDigest); err != nil {
		t.Errorf("a customer: %v", err)
	}
	if err := k.shops.DropLogo(k.admin, shop.ID); err != nil {
		t.Error(err)
	}
	if _, err := k.visits.Logo(k.person, shop.ID, shop.LogoDigest); !errors.Is(err, officer.NotFound) {
		t.Errorf("a dropped logo: %v", err)
	}
}
