package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/web/webtest"
)

// TestFromRegistrationToThePortal walks the way of somebody who comes by
// themselves: register, mail, link, password, portal; then another address. Every
// stop is looked at wide and at 320 px.
func TestFromRegistrationToThePortal(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes its time")
	}
	p := wholePortal(t, "http://portal.example")
	p.listen(t)
	for _, language := range []string{"de", "en"} {
		t.Run(language, func(t *testing.T) {
			g := &glass{Window: webtest.Open(t, 3*time.Minute), portal: p}
			w := &registering{glass: g, language: language, email: "wanda." + language + "@privat.example"}
			w.register()
			w.activate()
			w.move()
		})
	}
}

// registering is somebody on the way to an account.
type registering struct {
	*glass
	language, email string
}

// until waits for a page that is just being loaded to say yes.
func until(w *webtest.Window, question string, args ...any) {
	w.Helper()
	question = fmt.Sprintf(`document.readyState === "complete" && !document.gone && (`+question+`)`, args...)
	for end := time.Now().Add(8 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		var yes bool
		if err := chromedp.Run(w.Ctx, chromedp.Evaluate(question, &yes)); err == nil && yes { // an error: the page before is going away
			return
		}
	}
	w.Fatalf("%s: still at %s: %s", question, webtest.Ask[string](w, `location.href`), webtest.Ask[string](w, `document.querySelector("main").innerText`))
}

// click marks the page as gone, so that the next one is waited for.
func click(w *webtest.Window, selector string) {
	w.Helper()
	w.Do(chromedp.Evaluate(`document.gone = true`, nil), chromedp.Click(selector, chromedp.ByQuery))
}

// stop looks at the page that is open, wide and narrow.
func (w *registering) stop(path string) {
	w.Helper()
	until(w.Window, `location.pathname.startsWith(%q)`, path)
	for _, width := range []int64{1280, 320} {
		w.Do(w.wide(width))
		name := fmt.Sprintf("%s in %s at %d px", path, w.language, width)
		w.audit(name)
		w.fits(name, width)
		w.shoot(strings.ReplaceAll(strings.Trim(name, "/"), "/", "_"))
	}
	w.Do(w.wide(1280))
	if got := webtest.Ask[string](w.Window, `document.documentElement.lang`); got != w.language {
		w.Errorf("%s is in %s", path, got)
	}
}

// link gives the address in the newest mail to somebody, and how it is called.
func (w *registering) link(template, to string) string {
	w.Helper()
	link := dbtest.Get[string](w.TB, w.portal.data, `select args ->> 'link' from mails where template = $1 and recipient = $2 order by created_at desc, id desc limit 1`, template, to)
	return w.portal.address + strings.TrimPrefix(link, w.portal.all.counter.Address)
}

func (w *registering) fill(values map[string]string) {
	w.Helper()
	for name, value := range values {
		w.Do(chromedp.Evaluate(fmt.Sprintf(`document.getElementById(%q).value = %q`, name, value), nil)) // keys know no Ą
	}
}

func (w *registering) send() {
	w.Helper()
	click(w.Window, `main form.portal-form[method=post] button[type=submit]`)
}

// register comes by a page that needs an account, is refused a role's mailbox,
// is asked about two letters, and registers.
func (w *registering) register() {
	w.Helper()
	w.Do(network.SetCookie("language", w.language).WithURL(w.portal.address), chromedp.Navigate(w.portal.address+"/account/sessions"))
	w.stop("/signin")
	click(w.Window, `main a[href^="/register?"]`)
	w.stop("/register")
	w.Expect(422)
	w.fill(map[string]string{"email": "info@privat.example", "given_names": "Wanda", "family_name": "Ągnieszka", "password": newPassword})
	w.send()
	w.stop("/register")
	until(w.Window, `document.activeElement.id === "errors" && !!document.querySelector("#email-error")`)
	w.fill(map[string]string{"email": "hr@privat.example", "password": newPassword})
	w.send()
	w.stop("/register")
	until(w.Window, `!!document.querySelector("input[type=checkbox]#own_mailbox")`)
	if kept := webtest.Ask[string](w.Window, `document.querySelector("#family_name").value`); kept != "Ągnieszka" {
		w.Errorf("the name is not kept: %q", kept)
	}
	w.fill(map[string]string{"email": w.email, "password": newPassword})
	w.send()
	w.stop("/register/sent/")
	w.Expect()
	w.send() // once more
	until(w.Window, `!!document.querySelector(".kern-alert--success")`)
	w.stop("/register/sent/")
}

// activate follows the link, mistypes the password once, and arrives where the
// way led.
func (w *registering) activate() {
	w.Helper()
	w.Do(chromedp.Navigate(w.link("registration", w.email)))
	w.stop("/register/")
	w.Expect(422)
	w.fill(map[string]string{"password": "nicht das Passwort von vorhin"})
	w.send()
	until(w.Window, `!!document.querySelector("#password-error")`)
	w.stop("/register/")
	w.Expect()
	w.fill(map[string]string{"password": newPassword})
	w.send()
	w.stop("/account/sessions")
	w.Do(chromedp.Navigate(w.portal.address + "/"))
	w.stop("/portal")
	for _, path := range []string{"/account", "/account/profile", "/account/password", "/account/second-factor", "/account/deletion"} {
		w.Do(chromedp.Navigate(w.portal.address + path))
		w.stop(path)
	}
}

// move changes the address: asked here, confirmed by both links.
func (w *registering) move() {
	w.Helper()
	to := "umgezogen." + w.email
	w.Do(chromedp.Navigate(w.portal.address + "/account/email"))
	w.stop("/account/email")
	w.fill(map[string]string{"email": to, "password": newPassword})
	w.send()
	until(w.Window, `!!document.querySelector(".kern-summary")`)
	w.stop("/account/email")
	for _, link := range []string{w.link("email_change_new", to), w.link("email_change_old", w.email)} {
		w.Do(chromedp.Navigate(link))
		w.stop("/email/confirm/")
		w.send()
		until(w.Window, `!document.querySelector("main form.portal-form")`)
		w.stop("/email/confirm/")
	}
	w.Do(chromedp.Navigate(w.portal.address + "/account"))
	w.stop("/account")
	if text := webtest.Ask[string](w.Window, `document.querySelector("main").textContent`); !strings.Contains(text, to) {
		w.Errorf("the account's page does not name %s", to)
	}
}

// The code of a link stands behind the #, and goes along to the sign-in, to
// registering, and to the field where it belongs; the address shows it nowhere.
func TestACodesLinkOutlivesTheSignIn(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes its time")
	}
	p := wholePortal(t, "http://portal.example")
	p.listen(t)
	p.situateAccounts(t)
	const code = "2ABC-3DEF-4GHJ-5KMN-6PQR-7TVW-X"
	w := webtest.Open(t, time.Minute)
	w.Do(chromedp.Navigate(p.address + "/portal/code#" + code))
	until(w, `location.pathname === "/portal/code" && location.hash === ""`)
	click(w, `main a[href*="/signin"]`)
	until(w, `location.pathname === "/signin" && location.hash === ""`)
	if href := webtest.Ask[string](w, `[...document.querySelectorAll("main a")].find(a => a.pathname === "/register").href`); href != p.address+"/register?return=%2Fportal%2Fcode#"+code {
		t.Errorf("to the registration by %s", href)
	}
	w.Do(chromedp.SendKeys("#email", "rita@privat.example"), chromedp.SendKeys("#password", newPassword))
	click(w, `main form.portal-form button[type=submit]`)
	until(w, `location.pathname === "/portal/code" && location.hash === "" && document.getElementById("code").value === %q`, code)
	if strings.Contains(p.log.take(), "2ABC") {
		t.Error("the code stands in the log")
	}
}
