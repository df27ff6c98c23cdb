package main

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"officerportal/officer"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/web/webtest"
)

// A shop code from the desk that draws it to the portal where it opens the shop:
// an admin shows it once, somebody who is not signed in follows its link, signs
// in, and finds it in the field and nowhere else.
func TestWalkOfAShopCode(t *testing.T) {
	if testing.Short() {
		t.Skip("a walk through a browser takes its time")
	}
	p := wholePortal(t, "http://portal.example")
	p.gather(t)
	p.listen(t)
	admin := p.role(t, officer.RoleShopAdmin, officer.Company)
	shop := dbtest.Get[string](t, p.data, `select id from shops where organisation_id = $1 and status = 'open' and opens_at is null and closes_at is null and name <> 'Zweiter Shop' order by created_at, id limit 1`, admin.Organisation)
	g := &glass{Window: webtest.Open(t, 3*time.Minute), portal: p}

	g.Do(network.SetCookie("session", admin.token).WithURL(p.address).WithHTTPOnly(true), g.wide(1280),
		chromedp.Navigate(p.address+"/desk/shops/"+shop+"/codes/new"), chromedp.SendKeys("#label", "Walk"), chromedp.SendKeys("#quota", "1"),
		chromedp.Click(`main .kern-btn--primary`), chromedp.WaitVisible(".portal-codebox"))
	g.audit("a shop code that is shown once")
	g.fits("a shop code that is shown once", 1280)
	g.Do(g.wide(320))
	g.fits("a shop code at 320 px", 320)
	link := webtest.Ask[string](g.Window, `document.querySelector(".portal-codelink").textContent`)
	_, code, found := strings.Cut(link, "/portal/shops#")
	if !found || webtest.Ask[string](g.Window, `document.querySelector(".portal-codebox .portal-code").textContent`) != code {
		t.Fatalf("the link is %q", link)
	}

	who := p.someApplicant(t)
	entered := func(times int) {
		t.Helper()
		for end := time.Now().Add(30 * time.Second); dbtest.Get[int](t, p.data, `select used from shop_codes where label = 'Walk'`) != times; time.Sleep(50 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("not entered: %s", webtest.Ask[string](g.Window, `document.querySelector("main").innerText`))
			}
		}
	}
	const submit = `form[action="/portal/shops"] .kern-btn--primary`
	p.data.Exec(t, `delete from shop_customers where account_id = $1`, who)
	g.Do(network.ClearBrowserCookies(), chromedp.Navigate("about:blank"), chromedp.Navigate(p.address+"/portal/shops#"+code),
		chromedp.Click(`//button[contains(., "Weiß")]`), chromedp.WaitVisible("#code"))
	g.Until(`document.querySelector("#code").value === "` + code + `" && location.hash === ""`)
	g.audit("the code in its field")
	g.Do(chromedp.Click(submit), chromedp.WaitVisible(".portal-product"))
	entered(1)
	g.audit("a shop at 320 px")
	g.fits("a shop at 320 px", 320)
	g.Do(chromedp.Navigate(p.address + "/portal"))
	if !webtest.Ask[bool](g.Window, `[...document.querySelectorAll(".portal-nav a")].some(a => a.getAttribute("href") === "/portal/shops/`+shop+`")`) {
		t.Error("the shop does not stand in the menu")
	}

	// Without a script the code is typed.
	p.data.Exec(t, `update shop_codes set quota = null where label = 'Walk'`)
	p.data.Exec(t, `delete from shop_customers where account_id = $1`, who)
	g.Do(chromedp.Navigate(p.address+"/portal/shops"), emulation.SetScriptExecutionDisabled(true), chromedp.Reload(),
		chromedp.WaitReady("#code"), chromedp.SendKeys("#code", strings.ToLower(code)))
	g.Until(`document.querySelector("#code").value.length === ` + strconv.Itoa(len(code)))
	g.Do(chromedp.Click(submit))
	entered(2)
	if strings.Contains(p.log.take(), code) {
		t.Error("the code stands in the log")
	}
}

// someApplicant is one of the demo's applicants.
func (p *whole) someApplicant(t *testing.T) officer.AccountID {
	t.Helper()
	return dbtest.Get[officer.AccountID](t, p.data, `select id from accounts a where family_name = 'Weiß' and not exists (select from members m where m.account_id = a.id)`)
}
