package main

import (
	"testing"

	"officerportal/officer"
	"officerportal/officer/postgres/dbtest"
)

// begin lets the applicant begin what has every step, and gives them an order
// that is open still, and a product that a code released.
func (p *whole) begin(t testing.TB, who *person) {
	t.Helper()
	shop := dbtest.Get[string](t, p.data, `select id from shops where public`)
	product := dbtest.Get[string](t, p.data, `select id from products where active and family = 'seal' and not test order by position limit 1`)
	if begun := p.ask(t, who, sendAs(who, "/portal/shops/"+shop+"/products/"+product)); begun.status != 303 {
		t.Fatalf("beginning an application: %d %s", begun.status, plain(begun.body))
	}
	p.data.Exec(t, `update orders set status = 'open' where id = (select id from orders where account_id = $1 and status <> 'completed' order by created_at limit 1)`, who.Account)
	code := officer.NewID[officer.OrderCodeID]()
	p.data.Exec(t, `insert into order_codes (organisation_id, id, shop_id, product_id, digest, uses, used, created_by, created_at)
		select s.organisation_id, $1, s.shop_id, s.product_id, $1, 1, 1, 'acc_x', now() from shop_products s join organisations o on o.id = s.organisation_id
			join products p on p.id = s.product_id where o.kind = 'company' and p.active order by p.position limit 1`, code)
	p.data.Exec(t, `insert into redemptions (organisation_id, id, code_id, account_id, name, email, redeemed_at)
		select organisation_id, $2, id, $3, 'x', 'x', now() from order_codes where id = $1`, code, officer.NewID[officer.RedemptionID](), who.Account)
}
