package main

import (
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
)

// situateCodes issues order codes: of the company one in each state and a list of
// people that is checked, of the authority one.
func (p *whole) situateCodes(t testing.TB) {
	t.Helper()
	company, authority := p.role(t, officer.RoleShopAdmin, officer.Company), p.role(t, officer.RoleShopAdmin, officer.Authority)
	applicant := p.role(t, officer.RoleApplicant)
	for _, who := range []*person{company, authority} {
		for _, state := range officer.OrderCodeStates {
			issued := p.issue(t, who)
			var err error
			switch state {
			case officer.CodePaused:
				err = p.all.codes.Pause(dbtest.As(who.Actor), issued.OrderCode.ID)
			case officer.CodeRevoked:
				err = p.all.codes.Revoke(dbtest.As(who.Actor), issued.OrderCode.ID)
			case officer.CodeExpired:
				p.data.Exec(t, `update order_codes set expires_at = now() - interval '1 day' where id = $1`, issued.OrderCode.ID)
			case officer.CodeSpent:
				redeeming := &desk.Redeeming{Counter: p.all.counter}
				_, err = redeeming.Redeem(dbtest.As(applicant.Actor), issued.Code.Grouped(), desk.Visitor{Address: "192.0.2.1"})
			}
			if err != nil {
				t.Fatalf("%s: %v", state, err)
			}
		}
		w := desk.CodeWish{Terms: p.offered(t, who), By: desk.ByLetter, Language: "de"}
		id, err := p.all.codes.CheckList(dbtest.As(who.Actor), w, []byte("Vorname;Nachname;E-Mail\nAda;Beispiel;ada@beispiel.example\nBo;;bo\n"))
		if err != nil {
			t.Fatal(err)
		}
		p.data.Exec(t, `update order_codes set batch = $1 where organisation_id = $2 and status = 'active' and used = 0`, id, who.Organisation)
	}
}

// offered are the terms of a code for the first thing that somebody's shop has.
func (p *whole) offered(t testing.TB, who *person) officer.OrderCode {
	t.Helper()
	first := dbtest.Get[string](t, p.data, `select sp.shop_id || ' ' || sp.product_id from shop_products sp join shops s on s.organisation_id = sp.organisation_id
		and s.id = sp.shop_id and s.status = 'open' join products p on p.id = sp.product_id and p.active where sp.organisation_id = $1 order by 1 limit 1`, who.Organisation)
	shop, product, _ := strings.Cut(first, " ")
	return officer.OrderCode{ID: officer.NewID[officer.OrderCodeID](), Shop: officer.ShopID(shop), Product: officer.ProductID(product), Uses: 1, Recipient: "Ada Beispiel", Note: "Etage 3"}
}

func (p *whole) issue(t testing.TB, who *person) desk.IssuedCode {
	t.Helper()
	issued, err := p.all.codes.Issue(dbtest.As(who.Actor), p.offered(t, who), officer.Date{})
	if err != nil {
		t.Fatal(err)
	}
	return issued
}
