package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/pquerna/otp/totp"

	"officerportal/officer"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
	"officerportal/officer/web/page"
	"officerportal/officer/web/webtest"
)

// Walks are ways through one portal. Each page is judged once in each language.
type walks struct {
	*whole
	seen sync.Map
}

// first reports whether a page comes into sight for the first time.
func (all *walks) first(page string) bool {
	_, seen := all.seen.LoadOrStore(page, true)
	return !seen
}

// A walk is somebody of the demo at a window, on their way through the portal.
// It holds every page it comes to against WCAG and the width of its window.
type walk struct {
	*glass
	all      *walks
	who      officer.AccountID
	language string
	width    int64
	mute     bool // the browser runs no script
	key      string
	spent    int64  // the last step of the authenticator that was used
	used     string // the code of that step
	base     string // of the case
	family   string // name of the applicant
}

// walkPassword is what the people of the walks sign in with.
const walkPassword = "Vier Wörter, gut zu merken"

// arrive opens a window for somebody of the demo, by their e-mail address' name.
func (all *walks) arrive(t testing.TB, name, language string, width int64) *walk {
	t.Helper()
	w := &walk{glass: &glass{Window: webtest.Open(t, 4*time.Minute), portal: all.whole}, all: all, language: language, width: width}
	w.who = dbtest.Get[officer.AccountID](t, all.data, `update accounts set language = $2 where family_name = $1 returning id`, name, language)
	w.Do(w.wide(width), network.SetCookie("language", language).WithURL(all.address))
	return w
}

// enters puts somebody before the portal who is signed in already.
func (w *walk) enters(path string) {
	w.Helper()
	who := w.portal.enter(w, w.who, "walker")
	w.Do(network.SetCookie("session", who.token).WithURL(w.portal.address).WithHTTPOnly(true))
	w.goes(path)
}

// goes opens an address.
func (w *walk) goes(path string) {
	w.Helper()
	w.Do(chromedp.Navigate(w.portal.address + path))
	w.until(`document.querySelector("main")`)
}

// until waits for a page that may just be loading to say yes.
func (w *walk) until(question string, args ...any) {
	w.Helper()
	if len(args) > 0 {
		question = fmt.Sprintf(question, args...)
	}
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(15 * time.Millisecond) {
		var yes bool
		err := chromedp.Run(w.Ctx, chromedp.Evaluate(`document.readyState === "complete" && !!(`+question+`)`, &yes))
		if err == nil && yes { // an error: the page before is going away
			return
		}
	}
	w.Fatalf("%s: at %s: %s", question, w.at(), webtest.Ask[string](w.Window, `document.querySelector("main").innerText`))
}

// at is the path of the page.
func (w *walk) at() string { return webtest.Ask[string](w.Window, `location.pathname`) }

// says is a text of the portal in the walker's language.
func (w *walk) says(key string, args map[string]any) string {
	return page.Translate(w.language, key, args)
}

// reads holds that the page says something.
func (w *walk) reads(parts ...string) {
	w.Helper()
	text := webtest.Ask[string](w.Window, `document.querySelector("main").innerText`)
	for _, part := range parts {
		if !strings.Contains(text, part) {
			w.Errorf("%s does not say %q: %s", w.at(), part, text)
		}
	}
}

// types replaces what stands in a field, key by key as far as the page can tell.
func (w *walk) types(name, text string) {
	w.Helper()
	if !webtest.Ask[bool](w.Window, fmt.Sprintf(`(f => f && (f.focus(), f.select(), true))(document.querySelector('main [name=%q]'))`, name)) {
		w.Fatalf("%s has no field %q", w.at(), name)
	}
	w.Do(input.InsertText(text))
}

// answers chooses an answer: of a select, a radio or a checkbox.
func (w *walk) answers(name, value string) {
	w.Helper()
	if !webtest.Ask[bool](w.Window, fmt.Sprintf(`(() => {
		for (const f of document.querySelectorAll('main [name=%q]')) {
			if (f.localName === "select") { f.value = %[2]q; f.dispatchEvent(new Event("input", {bubbles: true})); return f.value === %[2]q; }
			if (f.value === %[2]q) { if (!f.checked) f.click(); return f.checked; }
		}
	})() === true`, name, value)) {
		w.Fatalf("%s has no answer %q to %q", w.at(), value, name)
	}
}

// fills types into several fields, given as name and text.
func (w *walk) fills(pairs ...string) {
	w.Helper()
	for i := 0; i < len(pairs); i += 2 {
		w.types(pairs[i], pairs[i+1])
	}
}

// dates fills the three fields of a day.
func (w *walk) dates(name string, d officer.Date) {
	w.Helper()
	f := page.DayField(name, d)
	w.fills(name+"_day", f.Day, name+"_month", f.Month, name+"_year", f.Year)
}

// presses clicks something that leads to another page, and waits for it.
func (w *walk) presses(selector string) {
	w.Helper()
	w.leaves(pressed(selector))
}

// pressed clicks what a selector finds first.
func pressed(selector string) string {
	return fmt.Sprintf(`(b => b && (b.click(), true))(document.querySelector(%q))`, selector)
}

// leaves does what leads to another page.
func (w *walk) leaves(how string) {
	w.Helper()
	w.Do(chromedp.Evaluate(`document.documentElement.dataset.left = "yes"`, nil))
	if !webtest.Ask[bool](w.Window, `!!(`+how+`)`) {
		w.Fatalf("%s has no %s: %s", w.at(), how, webtest.Ask[string](w.Window, `document.querySelector("main").innerText`))
	}
	w.until(`!document.documentElement.dataset.left`)
}

// saves presses the page's own button.
func (w *walk) saves() { w.Helper(); w.presses(primary) }

const primary = `main form[method=post] .kern-btn--primary`

// comes holds where the way leads, and looks at the page there.
func (w *walk) comes(path, name string) {
	w.Helper()
	if at := w.at(); at != path {
		w.Fatalf("at %s, want %s: %s", at, path, webtest.Ask[string](w.Window, `document.querySelector("main").innerText`))
	}
	w.looks(name)
}

// looks judges a page the first time it is seen, and its picture is kept.
func (w *walk) looks(name string) {
	w.Helper()
	if !w.all.first(w.view(name)) {
		return
	}
	if language := webtest.Ask[string](w.Window, `document.documentElement.lang`); language != w.language {
		w.Errorf("%s is in %q", name, language)
	}
	where := fmt.Sprintf("%s (%s, %s)", name, w.at(), w.language)
	if !w.mute { // axe is a script
		w.audit(where)
	}
	for _, width := range []int64{320, w.width} {
		w.Do(w.wide(width))
		w.fits(where, width)
	}
	w.shoot("walk_" + name + "_" + w.language)
}

// view is a page as this window shows it.
func (w *walk) view(name string) string { return fmt.Sprint(name, "_", w.language, w.mute) }

// errs sends the page's form with nothing in it, looks at the refusal, and opens
// the page anew.
func (w *walk) errs(name string) {
	w.Helper()
	if !w.all.first(w.view(name + "-flaws")) {
		return
	}
	path := w.at()
	w.refused(emptied, name)
	if dead := webtest.Ask[string](w.Window, deadEnds); dead != "" {
		w.Errorf("%s: the error summary leads nowhere: %s", name, dead)
	}
	if !w.mute {
		w.until(`document.activeElement.id === "errors"`)
	}
	w.goes(path)
}

// errsIn is errs for a form that is not the page's first; it leaves the page as
// it was refused.
func (w *walk) errsIn(form, name string) {
	w.Helper()
	w.refused(`(form => { for (const f of form.elements) if (f.type !== "hidden") { f.value = ""; f.checked = false; } form.submit(); return true; })(document.querySelector('`+form+`'))`, name)
}

// refused sends what has to be refused, and looks at how the page says so.
func (w *walk) refused(how, name string) {
	w.Helper()
	w.Expect(422)
	w.leaves(how)
	w.until(`document.getElementById("errors")`)
	w.Expect()
	w.looks(name + "-flawed")
}

// signsIn is the first day: password, an authenticator set up, recovery codes kept.
func (w *walk) signsIn() {
	w.Helper()
	p := w.portal
	hash, err := p.all.counter.Passwords.Hash(context.Background(), secret.Of(walkPassword))
	if err != nil {
		w.Fatal(err)
	}
	email := dbtest.Get[string](w, p.data, `update accounts set password_hash = $2, totp_sealed = null, totp_confirmed_at = null, totp_last_step = 0
		where id = $1 returning email`, w.who, hash)
	w.goes("/desk/cases/new")
	w.comes("/signin", "signin")
	w.fills("email", email, "password", "falsch geraten")
	w.refused(pressed(`form[action="/signin"] .kern-btn--primary`), "signin")
	w.fills("email", email, "password", walkPassword)
	w.saves()
	w.comes("/account/second-factor", "second-factor-needed")
	w.presses(`form[action="/account/second-factor/begin"] .kern-btn--primary`)
	w.comes("/account/second-factor/setup", "authenticator")
	w.key = strings.ReplaceAll(webtest.Ask[string](w.Window, `document.querySelector(".portal-steps .portal-code").textContent`), " ", "")
	w.errs("authenticator")
	w.types("code", w.code())
	w.saves()
	w.looks("recovery-codes")
	if n := webtest.Ask[int](w.Window, `document.querySelectorAll(".portal-recovery li").length`); n < 8 {
		w.Errorf("%d recovery codes", n)
	}
	w.presses(`main a.kern-btn--primary`)
}

// code is what the authenticator shows, one step on where this one was used: the
// walk goes faster than the clock.
func (w *walk) code() string {
	w.Helper()
	step := max(time.Now().Unix()/30, w.spent+1)
	code, err := totp.GenerateCode(w.key, time.Unix(step*30, 0))
	if err != nil {
		w.Fatal(err)
	}
	w.spent, w.used = step, code
	return code
}

// silent lets the browser run no script.
func (w *walk) silent() {
	w.Helper()
	w.mute = true
	w.Do(emulation.SetScriptExecutionDisabled(true))
}
