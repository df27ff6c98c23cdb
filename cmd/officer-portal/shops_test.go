package main

import (
	"bytes"
	"context"
	"image"
	"image/png"
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
