package demo_test

import (
	"context"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/ca"
	"officerportal/officer/demo"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
)

// TestCardsOfTheDemo: whatever was sent has its cards, as many as were ordered, each
// with the certificates of its kind; making them again changes nothing.
func TestCardsOfTheDemo(t *testing.T) {
	d := dbtest.New(t)
	db, err := postgres.Open(context.Background(), d.DSN, time.Now) // batches are made by the clock
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	keys, err := secret.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	c := &desk.Counter{DB: db, Keys: keys, Passwords: passwords(), Demo: true}
	if err := demo.Fill(context.Background(), c, time.Now()); err != nil {
		t.Fatal(err)
	}
	a, err := ca.New("http://portal.example/demo/ca", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	p := &desk.Production{Counter: c, Anchors: officer.Anchors{Pool: a.Pool(), Practice: true}, Ways: []officer.BatchWay{officer.BatchByFile}}
	begun := time.Now()
	if err := demo.MakeCards(context.Background(), p, a); err != nil {
		t.Fatal(err)
	}
	t.Logf("made in %v", time.Since(begun))
	for what, query := range map[string]string{
		"orders without all of their cards": `select count(*) from orders o where status in ('dispatched', 'completed') and quantity <> (select count(*) from cards c where c.order_id = o.id)`,
		"cards without their certificates": `select count(*) from cards c join products p on p.id = c.product_id where c.status <> 'ordered'
			and (select count(*) from certificates x where x.card_id = c.id) <> case p.family when 'seal' then 1 else 2 end`,
		"completed orders with a parcel under way":   `select count(*) from cards c join orders o on o.id = c.order_id where o.status = 'completed' and (c.card_received_at is null or c.pin_received_at is null)`,
		"cards that were sent before they were made": `select count(*) from cards where card_sent_at < produced_on`,
		"cards that were not activated in time":      `select count(*) from cards where status = 'not_activated' and card_sent_at < now() - interval '2 days'`,
	} {
		if n := dbtest.Get[int](t, d, query); n != 0 {
			t.Errorf("%d %s", n, what)
		}
	}
	for what, query := range map[string]string{
		"cards": `select count(*) from cards where status = 'valid'`, "overdue parcels": `select count(*) from cards where card_sent_at < now() - interval '14 days' and card_received_at is null`,
		"open batches": `select count(*) from production_batches where status = 'open' and produced = 2`, "cards that could not be made": `select count(*) from production_faults`,
	} {
		if n := dbtest.Get[int](t, d, query); n == 0 {
			t.Errorf("the demo shows no %s", what)
		}
	}
	before := dbtest.Get[string](t, d, `select count(*) || md5(string_agg(c::text, '' order by id)) from cards c`)
	if err := demo.MakeCards(context.Background(), p, a); err != nil {
		t.Fatal(err)
	}
	if after := dbtest.Get[string](t, d, `select count(*) || md5(string_agg(c::text, '' order by id)) from cards c`); after != before {
		t.Error("making cards again changed some")
	}
}
