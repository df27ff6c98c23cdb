package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"officerportal/officer"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/web/webtest"
)

// TestFromOrderCodeToProduct walks the way of a code: a shop admin issues it, a
// stranger opens its link, signs in, and arrives at what it releases. No request
// carries the code in its address, and nothing keeps it.
func TestFromOrderCodeToProduct(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes its time")
	}
	p := wholePortal(t, "http://portal.example")
	p.gather(t)
	p.listen(t)
	for _, language := range []string{"de", "en"} {
		t.Run(language, func(t *testing.T) {
			p.data.Exec(t, `update accounts set language = $1`, language)
			admin := &codeWalk{&glass{Window: webtest.Open(t, 3*time.Minute), portal: p}, language}
			link, code := admin.issue(p.role(t, officer.RoleShopAdmin, officer.Company))
			person := &codeWalk{&glass{Window: webtest.Open(t, 3*time.Minute), portal: p}, language}
			person.redeem(link, code, p.role(t, officer.RoleApplicant))
			admin.see(p.role(t, officer.RoleApplicant))
			admin.list()
		})
	}
}

// A codeWalk is somebody on the way of a code.
type codeWalk struct {
	*glass
	language string
}

// stop looks at the page that is open, wide and narrow.
func (w *codeWalk) stop(path, heading string) {
	w.Helper()
	until(w.Window, `location.pathname.startsWith(%q) && document.querySelector("h1").innerText.length > 0`, path)
	for _, width := range []int64{1280, 320} {
		w.Do(w.wide(width))
		name := fmt.Sprintf("%s %s in %s at %d px", path, heading, w.language, width)
		w.audit(name)
		w.fits(name, width)
		w.shoot(strings.NewReplacer("/", "_", " ", "_").Replace(strings.Trim(name, "/")))
	}
	w.Do(w.wide(1280))
}

func (w *codeWalk) as(who *person) {
	w.Helper()
	w.Do(network.Enable(), network.SetCookie("session", who.token).WithURL(w.portal.address).WithHTTPOnly(true))
}

func (w *codeWalk) fill(values map[string]string) {
	w.Helper()
	for name, value := range values {
		w.Do(chromedp.Evaluate(fmt.Sprintf(`document.getElementById(%q).value = %q`, name, value), nil))
	}
}

// issue draws a code for two people and reads it from the page, this once.
func (w *codeWalk) issue(who *person) (link, code string) {
	w.Helper()
	w.as(who)
	w.Do(chromedp.Navigate(w.portal.address + "/desk/codes"))
	w.stop("/desk/codes", "list")
	w.Do(chromedp.Navigate(w.portal.address + "/desk/codes/new"))
	w.stop("/desk/codes/new", "form")
	w.Expect(422)
	w.fill(map[string]string{"uses": "0", "email": "info@beispiel.example", "domain": "beispiel.example"})
	w.Do(chromedp.Evaluate(`document.getElementById("offer").selectedIndex = 1`, nil))
	click(w.Window, "main form.portal-form button[type=submit]")
	until(w.Window, `!!document.getElementById("errors")`)
	w.stop("/desk/codes", "faults")
	w.Expect()
	w.fill(map[string]string{"uses": "2", "email": "", "domain": "", "note": "Walk " + w.language, "for_whom": "Łucja Žaneta Đặng-Ångström"})
	click(w.Window, "main form.portal-form button[type=submit]")
	until(w.Window, `!!document.querySelector(".portal-codebox")`)
	w.stop("/desk/codes", "issued")
	code = webtest.Ask[string](w.Window, `document.querySelector(".portal-codebox .portal-code").innerText`)
	link = webtest.Ask[string](w.Window, `document.querySelector(".portal-codelink").innerText`)
	if !strings.HasSuffix(link, "/portal/code#"+code) || len(code) != 31 {
		w.Fatalf("the page shows %q and %q", code, link)
	}
	return w.portal.address + strings.TrimPrefix(link, w.portal.all.counter.Address), code
}

// redeem follows the link as a stranger, signs in on the way, and redeems.
func (w *codeWalk) redeem(link, code string, who *person) {
	w.Helper()
	w.watch(code)
	w.Do(network.SetCookie("language", w.language).WithURL(w.portal.address), chromedp.Navigate(link))
	w.stop("/portal/code", "stranger")
	w.unkept(code)
	click(w.Window, `main a[href*="/signin"]`)
	until(w.Window, `location.pathname === "/signin"`)
	w.unkept(code)
	click(w.Window, fmt.Sprintf(`button[value=%q]`, string(who.Account)))
	until(w.Window, `location.pathname === "/portal/code" && document.getElementById("code").value === %q`, code)
	w.unkept(code)
	w.stop("/portal/code", "filled")
	w.Expect(422)
	w.fill(map[string]string{"code": code[:10] + "2" + code[11:]})
	if code[10] == '2' {
		w.fill(map[string]string{"code": code[:10] + "3" + code[11:]})
	}
	click(w.Window, "main form.portal-form button[type=submit]")
	until(w.Window, `!!document.getElementById("errors")`)
	w.stop("/portal/code", "slip")
	w.Expect(404) // the application belongs to another room of the house
	w.fill(map[string]string{"code": strings.ToLower(strings.ReplaceAll(code, "-", " "))})
	click(w.Window, "main form.portal-form button[type=submit]")
	until(w.Window, `/^\/portal\/(released|applications)\//.test(location.pathname)`)
	w.unkept(code)
}

// watch holds that no request says the code in its address. What stands behind #
// is told apart by the browser, and not sent.
func (w *codeWalk) watch(code string) {
	var mu sync.Mutex
	chromedp.ListenTarget(w.Ctx, func(event any) {
		if e, sent := event.(*network.EventRequestWillBeSent); sent {
			mu.Lock()
			defer mu.Unlock()
			for key, value := range e.Request.Headers {
				if said(fmt.Sprint(value), code) {
					w.Errorf("the header %s of a request for %s says the code", key, e.Request.URL)
				}
			}
			if said(e.Request.URL, code) {
				w.Errorf("%s says the code", e.Request.URL)
			}
		}
	})
}

func said(text, code string) bool {
	return strings.Contains(text, code) || strings.Contains(text, strings.ReplaceAll(code, "-", ""))
}

// unkept holds that the code is neither in the address nor in any of the browser's stores.
func (w *codeWalk) unkept(code string) {
	w.Helper()
	kept := webtest.Ask[string](w.Window, `location.href + JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage}) + document.cookie + JSON.stringify(history.state)`)
	if said(kept, code) {
		w.Errorf("the browser keeps the code: %s", kept)
	}
}

// see looks at the code's page, where the applicant stands now.
func (w *codeWalk) see(who *person) {
	w.Helper()
	id := dbtest.Get[string](w.TB, w.portal.data, `select id from order_codes where note = $1`, "Walk "+w.language)
	w.Do(chromedp.Navigate(w.portal.address + "/desk/codes/" + id))
	w.stop("/desk/codes/", "one")
	if text := webtest.Ask[string](w.Window, `document.querySelector("main").innerText`); !strings.Contains(text, who.Name) || !strings.Contains(text, who.Email) {
		w.Errorf("the code's page does not say who redeemed it: %s", text)
	}
	click(w.Window, `main a[href$="/revoke"]`)
	w.stop("/desk/codes/", "revoke")
	click(w.Window, "main form.portal-form button[type=submit]")
	until(w.Window, `location.pathname.endsWith(%q)`, id)
	if status := dbtest.Get[string](w.TB, w.portal.data, `select status from order_codes where id = $1`, id); status != "revoked" {
		w.Errorf("the code is %s", status)
	}
}

// list uploads a list of people, looks at its faults, and has the codes drawn.
func (w *codeWalk) list() {
	w.Helper()
	file := filepath.Join(w.TempDir(), "people.csv")
	if err := os.WriteFile(file, []byte("Vorname;Nachname;E-Mail\r\nJ\xf6rg;M\xfcller;joerg@beispiel.example\r\nBo;;bo\r\nUli;\xd6z;\r\n"), 0o600); err != nil {
		w.Fatal(err)
	}
	w.Do(chromedp.Navigate(w.portal.address + "/desk/codes/lists/new"))
	w.stop("/desk/codes/lists/new", "upload")
	w.Do(chromedp.SetUploadFiles("#file", []string{file}, chromedp.ByQuery), chromedp.Evaluate(`document.getElementById("offer").selectedIndex = 1`, nil))
	click(w.Window, "main form.portal-form button[type=submit]")
	until(w.Window, `/lists\/job_/.test(location.pathname)`)
	w.stop("/desk/codes/lists/", "checked")
	click(w.Window, "main form.portal-form button[type=submit]")
	until(w.Window, `location.pathname.startsWith("/jobs/job_")`)
	if found, err := w.portal.all.jobs.Work(w.Ctx); !found || err != nil {
		w.Fatalf("no job was done: %v", err)
	}
	until(w.Window, `!!document.querySelector("main a[href$='/result']")`)
	w.stop("/jobs/", "done")
	if n := dbtest.Get[int](w.TB, w.portal.data, `select count(*) from order_codes where batch = (select id from jobs where kind = 'order_codes' order by created_at desc limit 1)`); n != 2 {
		w.Errorf("%d codes were drawn", n)
	}
}

// TestACodeSurvivesTheRegistration walks the way of a stranger without an account:
// the code's link, registering, the mail's link in another window, and the page
// where the code stands ready. No request carries it in its address.
func TestACodeSurvivesTheRegistration(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes its time")
	}
	p := wholePortal(t, "http://portal.example")
	p.gather(t)
	p.listen(t)
	code := p.issue(t, p.role(t, officer.RoleShopAdmin, officer.Company)).Code.Grouped()
	first := &codeWalk{&glass{Window: webtest.Open(t, 2*time.Minute), portal: p}, "de"}
	first.watch(code)
	first.Do(network.SetCookie("language", "de").WithURL(p.address), chromedp.Navigate(p.address+"/portal/code#"+code))
	until(first.Window, `!!document.querySelector('main a[href*="/register?"]')`)
	click(first.Window, `main a[href*="/register?"]`)
	until(first.Window, `location.pathname === "/register" && document.getElementById("code").value === %q`, code)
	first.unkept(code)
	first.stop("/register", "with a code")
	first.fill(map[string]string{"email": "carla@privat.example", "family_name": "Code", "password": newPassword})
	click(first.Window, "main form.portal-form button[type=submit]")
	until(first.Window, `location.pathname.startsWith("/register/sent/")`)
	first.unkept(code)
	second := &codeWalk{&glass{Window: webtest.Open(t, 2*time.Minute), portal: p}, "de"}
	second.watch(code)
	second.Do(chromedp.Navigate((&registering{glass: second.glass}).link("registration", "carla@privat.example")))
	second.fill(map[string]string{"password": newPassword})
	click(second.Window, "main form.portal-form button[type=submit]")
	until(second.Window, `location.pathname === "/portal/code" && document.getElementById("code").value === %q`, code)
	second.unkept(code)
	click(second.Window, "main form.portal-form button[type=submit]")
	until(second.Window, `location.pathname.startsWith("/portal/released/")`)
}
