package officer

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"
	"time"
)

var shopNoon = time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC)

func keyOf(err error) string {
	var e *Error
	if !errors.As(err, &e) {
		return ""
	}
	if len(e.Fields) > 0 {
		return e.Fields[0].Key
	}
	return e.Key
}

func TestWhenAShopAccepts(t *testing.T) {
	hour := func(n int) time.Time { return shopNoon.Add(time.Duration(n) * time.Hour) }
	for name, c := range map[string]struct {
		shop Shop
		want string
	}{
		"always":      {Shop{Status: ShopOpen}, ""},
		"closed":      {Shop{Status: ShopClosed}, "shop.closed"},
		"later":       {Shop{Status: ShopOpen, OpensAt: hour(1)}, "shop.not_open_yet"},
		"just opened": {Shop{Status: ShopOpen, OpensAt: hour(0)}, ""},
		"in time":     {Shop{Status: ShopOpen, OpensAt: hour(-1), ClosesAt: hour(1)}, ""},
		"just over":   {Shop{Status: ShopOpen, ClosesAt: hour(0)}, "shop.over"},
	} {
		if got := keyOf(c.shop.Accepts(shopNoon)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A shop sells what it offers, by what both it and the product allow, in the order of the screen.
func TestWhatAShopSells(t *testing.T) {
	p := Product{ID: "prd_a", Active: true, Procedures: []Procedure{OfficerIdent, PostIdentEID, NotarIdent}}
	s := Shop{Status: ShopOpen, Offers: []Offer{{Product: "prd_b", Procedures: Procedures}, {Product: "prd_a", Procedures: []Procedure{OfficerIdent, DTrustIdent, PostIdentEID}}}}
	if got := s.Procedures(p); !slices.Equal(got, []Procedure{PostIdentEID, OfficerIdent}) {
		t.Errorf("sells by %v", got)
	}
	if !s.Sells(p, OfficerIdent) || s.Sells(p, NotarIdent) || s.Sells(p, DTrustIdent) {
		t.Error("sells by the wrong procedures")
	}
	ended, closed := p, s
	ended.Active, closed.Status = false, ShopClosed
	if s.Procedures(ended) != nil || closed.Procedures(p) != nil || s.Procedures(Product{ID: "prd_c", Active: true}) != nil {
		t.Error("sells what is ended, closed or not offered")
	}
}

func TestWhoMayOrderInAShop(t *testing.T) {
	open := Shop{Status: ShopOpen}
	for want, s := range map[string]PortalShop{
		"":                  {Shop: open, EnteredAt: shopNoon},
		"shop.not_entered":  {Shop: open, EnteredAt: shopNoon, LeftAt: shopNoon, LeftWhy: LeftThemselves},
		"shop.removed_from": {Shop: open, EnteredAt: shopNoon, LeftAt: shopNoon, LeftWhy: LeftRemoved},
		"shop.code_revoked": {Shop: open, EnteredAt: shopNoon, LeftAt: shopNoon, LeftWhy: LeftRevoked},
		"shop.closed":       {Shop: Shop{Status: ShopClosed, Public: true}},
	} {
		if got := keyOf(s.Open(shopNoon)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if err := (PortalShop{Shop: Shop{Status: ShopOpen, Public: true}}).Open(shopNoon); err != nil {
		t.Errorf("the public shop: %v", err)
	}
	if got := keyOf((PortalShop{Shop: open}).Open(shopNoon)); got != "shop.not_entered" {
		t.Errorf("never entered: %q", got)
	}
}

func TestWhichProceduresAHouseRuns(t *testing.T) {
	for kind, refused := range map[OrganisationKind][]Procedure{Company: {BehoerdenIdent}, Authority: {OfficerIdent}, TSP: {OfficerIdent, BehoerdenIdent}} {
		for _, by := range Procedures {
			if got := (Organisation{Kind: kind}).Runs(by); got == slices.Contains(refused, by) {
				t.Errorf("%s runs %s: %v", kind, by, got)
			}
		}
	}
}

func TestShopSettings(t *testing.T) {
	s, p := Shop{Name: "  Werk   Süd ", GreetingDE: "Hallo\r\n\r\n\r\nWelt", ContactEmail: "Karten@Beispiel.EXAMPLE", ContactPhone: "030 / 1234-56", OpensAt: shopNoon, ClosesAt: shopNoon}.Clean(ShopProfile)
	if s.Name != "Werk Süd" || s.GreetingDE != "Hallo\n\nWelt" || s.ContactEmail != "karten@beispiel.example" || s.ContactPhone != "030123456" {
		t.Errorf("%+v", s)
	}
	if len(p) != 1 || p[0].Field != "closes" {
		t.Errorf("%v", p)
	}
	s, p = Shop{PaidBy: PaidByApplicant, DeliveryTo: DeliverToDesk, Invoice: Invoice{Recipient: "x"}}.Clean(ShopRules)
	if s.Invoice.Recipient != "" || len(p) > 0 {
		t.Errorf("%+v %v", s.Invoice, p)
	}
	_, p = Shop{PaidBy: "nobody"}.Clean(ShopRules)
	if !p.Has("paid_by") || !p.Has("delivery_to") {
		t.Errorf("%v", p)
	}
	kept := Shop{Name: "a", PaidBy: PaidByApplicant}
	given := Shop{Name: "b", GreetingEN: "hello", PaidBy: PaidByOrganisation}
	kept.Take(ShopProfile, given)
	if kept.Name != "b" || kept.PaidBy != PaidByApplicant || !slices.Equal(kept.Changed(ShopProfile, Shop{Name: "a"}), []string{"name", "greeting_en"}) {
		t.Errorf("%+v", kept)
	}
}

func TestLogo(t *testing.T) {
	draw := func(w, h int) image.Image {
		m := image.NewRGBA(image.Rect(0, 0, w, h))
		m.Set(1, 1, color.RGBA{200, 10, 10, 255})
		return m
	}
	asPNG := func(w, h int) []byte { var b bytes.Buffer; _ = png.Encode(&b, draw(w, h)); return b.Bytes() }
	var photo bytes.Buffer
	_ = jpeg.Encode(&photo, draw(40, 20), nil)
	bomb := asPNG(20, 20)
	copy(bomb[16:], []byte{0, 1, 0, 0, 0, 1, 0, 0}) // says it is 65536 pixels wide and high
	for want, file := range map[string][]byte{
		"logo.missing": nil, "logo.kind": []byte("GIF89a..."), "logo.broken": []byte("\x89PNG\r\n\x1a\nnothing"), "logo.pixels": asPNG(MaxLogoSide+1, 20),
		"logo.too_large": make([]byte, MaxLogoBytes+1),
	} {
		if _, err := MakeLogo(file); keyOf(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	for _, file := range [][]byte{asPNG(MinLogoSide-1, 20), bomb, []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), photo.Bytes()[:40]} {
		if _, err := MakeLogo(file); !errors.Is(err, Invalid) {
			t.Errorf("a picture of %d bytes: %v", len(file), err)
		}
	}
	for kind, file := range map[string][]byte{"image/png": append(asPNG(20, 20), "hidden"...), "image/jpeg": append(photo.Bytes(), "hidden"...)} {
		l, err := MakeLogo(file)
		if err != nil || l.MediaType != kind || len(l.Digest) != 64 || bytes.Contains(l.Content, []byte("hidden")) {
			t.Errorf("%s: %s %v", kind, l.MediaType, err)
		}
		if again, err := MakeLogo(l.Content); kind == "image/png" && (err != nil || again.Digest != l.Digest) {
			t.Errorf("made anew it is another: %v", err)
		}
	}
}
