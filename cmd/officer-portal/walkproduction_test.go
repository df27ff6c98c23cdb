package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/web/page"
	"officerportal/officer/web/webtest"
)

// TestWalkThroughProduction: a clerk looks at everything, uploads a file of results
// with a mistake, and makes a batch that the demo produces; its holder says that
// card and PIN letter came, and the order is completed.
func TestWalkThroughProduction(t *testing.T) {
	if testing.Short() {
		t.Skip("a walk through a browser takes its time")
	}
	p := wholePortal(t, "http://portal.example")
	p.gather(t)
	p.listen(t)
	all := p.house.all
	for _, language := range []string{"de", "en"} {
		p.data.Exec(t, `update accounts set language = $1`, language)
		p.walkProduction(t, language)
	}
	clerk := p.role(t, officer.RoleClerk, officer.TSP).Account
	w := (&walks{whole: p}).arrive(t, p.family(t, clerk), "de", 1280)
	w.who = clerk
	p.data.Exec(t, `update accounts set language = 'de'`)
	w.enters(page.ProductionPath)
	id := dbtest.Get[officer.OrderID](t, p.data, `update orders set status_since = '2020-01-01' where id = (select o.id from orders o where o.status = 'in_production' and o.batch_id is null
		and o.account_id is not null and o.quantity = 1 order by o.id limit 1) returning id`)
	w.goes(page.ProductionPath)
	w.Expect(422)
	w.saves()
	w.reads(w.says("production.choose_orders", nil))
	w.Expect()
	w.answers("order", string(id))
	w.answers("way", "demo")
	w.saves()
	w.reads(w.says("production.made", nil))
	all.production.Makers[officer.BatchByDemo].(*desk.DemoProducer).Pause = 0
	for range 3 {
		if _, err := all.production.Produce(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	holder := dbtest.Get[officer.AccountID](t, p.data, `select account_id from orders where id = $1`, id)
	h := (&walks{whole: p}).arrive(t, p.family(t, holder), "de", 1280)
	h.who = holder
	h.enters(page.MyOrderHref(id))
	h.reads("ZZ", h.says("parcel_state.sent", nil))
	h.looks("order-parcels")
	h.presses(`button[value="card"]`)
	h.reads(h.says("parcel.noted", nil))
	h.presses(`button[value="pin"]`)
	h.reads(h.says("order_status.completed", nil))
	if s := dbtest.Get[string](t, p.data, `select status from orders where id = $1`, id); s != "completed" {
		t.Errorf("the order is %s", s)
	}
}

// walkProduction looks at every page of production.
func (p *whole) walkProduction(t *testing.T, language string) {
	t.Helper()
	clerk := p.role(t, officer.RoleClerk, officer.TSP)
	g := &glass{Window: webtest.Open(t, 3*time.Minute), portal: p}
	g.Do(network.SetCookie("session", clerk.token).WithURL(p.address).WithHTTPOnly(true), g.wide(1280))
	batch := p.batchByFile(t)
	file := filepath.Join(t.TempDir(), "ergebnisse.jsonl")
	if err := os.WriteFile(file, []byte(`{"batch":"`+string(batch)+`","card":"crd_zzzzzzzzzzzzzzzz","serial":"x"}`+"\n{\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	g.Do(chromedp.Navigate(p.address+page.ResultsPath), chromedp.SetUploadFiles("#file", []string{file}), chromedp.Click("main .kern-btn--primary"), chromedp.WaitVisible(".kern-progress"))
	imported := webtest.Ask[string](g.Window, `location.pathname`)
	if _, err := p.house.all.jobs.Work(context.Background()); err != nil {
		t.Fatal(err)
	}
	overdue := dbtest.Get[string](t, p.data, `select id from cards where card_sent_at < now() - interval '15 days' and card_received_at is null limit 1`)
	for name, path := range map[string]string{
		"ready": page.ProductionPath, "batches": page.BatchesPath, "batch": page.BatchHref(batch, ""), "send": page.BatchHref(batch, "/send"), "results": page.ResultsPath,
		"import": imported, "overdue": page.OverduePath, "card": page.CardHref(officer.CardID(overdue)),
	} {
		g.Do(chromedp.Navigate(p.address+path), chromedp.WaitVisible("main"))
		where := "production-" + name + "_" + language
		g.audit(where)
		for _, width := range []int64{320, 1280} {
			g.Do(g.wide(width))
			g.fits(where, width)
		}
		g.shoot("walk_" + where)
	}
}

// family is how somebody is called.
func (p *whole) family(t *testing.T, id officer.AccountID) string {
	return dbtest.Get[string](t, p.data, `select family_name from accounts where id = $1`, id)
}
