package main

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
)

// situateShops gives the company's shop a picture and codes in each state, has the
// applicant enter by one, and both houses a customer.
func (p *whole) situateShops(t testing.TB) {
	t.Helper()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 32, 32))); err != nil {
		t.Fatal(err)
	}
	operator := p.role(t, officer.RoleOperator)
	public := dbtest.Get[officer.ShopID](t, p.data, `select id from shops where public`)
	if err := (&desk.Shops{Counter: p.all.counter}).SetLogo(officer.WithActor(context.Background(), operator.Actor), public, picture.Bytes()); err != nil {
		t.Fatal(err)
	}
	codes, visits := &desk.ShopCodes{Counter: p.all.counter}, &desk.PortalShops{Counter: p.all.counter}
	for _, kind := range officer.TenantKinds {
		admin := officer.WithActor(context.Background(), p.role(t, officer.RoleShopAdmin, kind).Actor)
		shop := dbtest.Get[officer.ShopID](t, p.data, `select id from shops where organisation_id = $1 and status = 'open' and coalesce(opens_at, now()) <= now() and coalesce(closes_at, now()) >= now() order by created_at, id limit 1`, p.role(t, officer.RoleShopAdmin, kind).Organisation)
		if err := (&desk.Shops{Counter: p.all.counter}).SetLogo(admin, shop, picture.Bytes()); err != nil {
			t.Fatal(err)
		}
		drawn := map[string]desk.DrawnShopCode{}
		for _, label := range []string{"Aushang", "Angehalten", "Gesperrt", "Ersetzt"} {
			d, err := codes.Draw(admin, officer.ShopCode{Shop: shop, Label: label, Quota: 20})
			if err != nil {
				t.Fatal(err)
			}
			drawn[label] = d
		}
		applicant := officer.WithActor(context.Background(), p.role(t, officer.RoleApplicant).Actor)
		if _, err := visits.Enter(applicant, drawn["Aushang"].Clear.Reveal(), desk.Visitor{}); err != nil {
			t.Fatal(err)
		}
		_, err := codes.Rotate(admin, drawn["Ersetzt"].ID, 1, time.Time{})
		for _, err := range []error{err, codes.Pause(admin, drawn["Angehalten"].ID, 1), codes.Revoke(admin, drawn["Gesperrt"].ID, 1)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if kind == officer.Authority { // left again, and still to be seen
			if err := visits.Leave(applicant, shop); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// What a colleague saved meanwhile stands beside what was sent, in words.
func TestTwoAtOneShop(t *testing.T) {
	p := wholePortal(t, "http://portal.example")
	p.gather(t)
	admin := p.role(t, officer.RoleShopAdmin, officer.Company)
	shop := dbtest.Get[string](t, p.data, `select id from shops where organisation_id = $1 and name = 'Kartenstelle Möwenwind'`, admin.Organisation)
	version := dbtest.Get[string](t, p.data, `select version::text from shops where id = $1`, shop)
	seal := dbtest.Get[string](t, p.data, `select id from products where code = 'SEAL-STD-6.4'`)
	path := "/desk/shops/" + shop
	p.data.Exec(t, `update accounts set language = 'de' where id = $1`, admin.Account)
	if a := p.ask(t, admin, sendAs(admin, path+"/profile", "version", version, "name", "Kartenstelle", "closes_day", "31", "closes_month", "12", "closes_year", "2030")); a.status != 303 {
		t.Fatalf("%d %s", a.status, plain(a.body))
	}
	for part, c := range map[string]struct {
		pairs []string
		words []string
	}{
		"profile": {[]string{"name", "Ausgabe", "closes_day", "1", "closes_month", "2", "closes_year", "2031", "closes_time", "8:00"},
			[]string{"Kartenstelle", "Ausgabe", "01.01.2031, 00:00 Uhr", "01.02.2031, 08:00 Uhr"}},
		"offers": {[]string{"procedures_" + seal, "notarident", "procedures_" + seal, "dtrust_ident"}, []string{"Siegelkarte Standard 6.4", "NotarIdent, D-Trust Ident", "PostIdent (Filiale), OfficerIdent"}},
		"rules":  {[]string{"paid_by", "applicant", "delivery_to", "desk"}, []string{"Wer bezahlt", "Die antragstellende Person", "Die Organisation", "Nur an einen Standort der Organisation"}},
	} {
		a := p.ask(t, admin, sendAs(admin, path+"/"+part, append(c.pairs, "version", version)...))
		if a.status != 409 {
			t.Errorf("%s: %d", part, a.status)
		}
		for _, word := range c.words {
			if !strings.Contains(plain(a.body), word) {
				t.Errorf("%s lacks %q: %s", part, word, plain(a.body))
			}
		}
	}
	a := p.ask(t, admin, sendAs(admin, path+"/rules", "version", "2", "paid_by", "organisation", "delivery_to", "desk"))
	if a.status != 422 && a.status != 409 {
		t.Errorf("rules without an address: %d", a.status)
	}
}

// A picture goes in as a file and comes out under the digest of what was made of it.
func TestLogoOfAShop(t *testing.T) {
	p := wholePortal(t, "http://portal.example")
	p.gather(t)
	admin := p.role(t, officer.RoleShopAdmin, officer.Company)
	shop := dbtest.Get[string](t, p.data, `select id from shops where organisation_id = $1 and name = 'Kartenstelle Möwenwind'`, admin.Organisation)
	upload := func(file []byte) answer {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		_ = form.WriteField("csrf", admin.csrf)
		part, _ := form.CreateFormFile("logo", `../../etc/passwd.png`)
		_, _ = part.Write(file)
		_ = form.Close()
		req := httptest.NewRequest(http.MethodPost, "/desk/shops/"+shop+"/logo", &body)
		req.Header.Set("Content-Type", form.FormDataContentType())
		req.Header.Set("Sec-Fetch-Site", "same-origin")
		return p.ask(t, admin, req)
	}
	var picture bytes.Buffer
	_ = png.Encode(&picture, image.NewGray(image.Rect(0, 0, 50, 40)))
	for name, file := range map[string][]byte{"nothing": nil, "a page": []byte("<html><script>alert(1)</script>"), "large": make([]byte, officer.MaxLogoBytes+10)} {
		if a := upload(file); a.status != 422 {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	if a := upload(picture.Bytes()); a.status != 303 {
		t.Fatalf("%d %s", a.status, plain(a.body))
	}
	path := "/desk/shops/" + shop + "/logo/" + dbtest.Get[string](t, p.data, `select digest from shop_logos where shop_id = $1`, shop)
	a := p.ask(t, admin, get(path))
	if a.status != 200 || a.header.Get("Content-Type") != "image/png" || a.header.Get("X-Content-Type-Options") != "nosniff" || a.header.Get("Cache-Control") != "private, max-age=31536000, immutable" {
		t.Errorf("%d %v", a.status, a.header)
	}
	if size, err := png.DecodeConfig(strings.NewReader(a.body)); err != nil || size.Width != 50 {
		t.Errorf("%v %v", size, err)
	}
	if a := p.ask(t, p.role(t, officer.RoleShopAdmin, officer.Authority), get(path)); a.status != 404 {
		t.Errorf("another organisation: %d", a.status)
	}
}

// Whoever is refused finds their shops in the menu all the same.
func TestARefusalKeepsTheMenu(t *testing.T) {
	p := wholePortal(t, "http://portal.example")
	p.gather(t)
	who := p.role(t, officer.RoleApplicant)
	for path, status := range map[string]int{"/portal": 200, "/portal/orders/ord_aaaaaaaaaaaaaaaa": 404, "/desk": 403} {
		if a := p.ask(t, who, get(path)); a.status != status || !strings.Contains(a.body, `href="/portal/shops/shp_`) {
			t.Errorf("%s: %d, a shop in the menu: %t", path, a.status, strings.Contains(a.body, `href="/portal/shops/shp_`))
		}
	}
}
