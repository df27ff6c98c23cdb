package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"officerportal/officer"
	"officerportal/officer/officertest"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/web/webtest"
)

// An applicant comes to the desk with an identity card whose zone was read with
// one letter of the name amiss.
type applicant struct {
	family, given, zoneFamily, number string
	product                           string // its German name
}

var (
	ownCard   = applicant{"Łukaszewska-Ångström", "Žaneta", "Lukaszewska-Angstrem", "L01X00T47", "Signaturkarte Standard 6.1"}
	houseSeal = applicant{"D’Angelo", "Róisín", "Dangela", "L01X00V23", "Siegelkarte Standard 6.4"}
)

var bornOn, _ = officer.NewDate(1987, 6, 5)

func (a applicant) zone() string {
	return officertest.TD1(officertest.Zone{Code: "ID", Issuer: "D", Number: a.number, Nationality: "D", Birth: bornOn.Partial(),
		Expiry: officer.Today(time.Now()).AddMonths(50), Family: a.zoneFamily, Given: a.given})
}

// TestWalk goes the whole way of an officer's day in a real browser: from the
// sign-in to the papers in hand. One walk is at an authority, in German on a wide
// screen, with a second pair of eyes; the other at a company, in English on one
// of 320 px, for a seal.
func TestWalk(t *testing.T) {
	if testing.Short() {
		t.Skip("a walk takes its time")
	}
	p := &walks{whole: wholePortal(t, "http://portal.example")}
	p.listen(t)
	t.Run("ways", func(t *testing.T) {
		t.Run("authority", func(t *testing.T) {
			t.Parallel()
			w := p.arrive(t, "Böhm", "de", 1280)
			w.signsIn()
			w.identifies(ownCard)
			w.applies()
			w.signs()
			w.isChecked("Demirci")
			w.submits()
			w.holdsPapers(ownCard)
		})
		t.Run("company", func(t *testing.T) {
			t.Parallel()
			w := p.arrive(t, "O’Brien", "en", 320)
			w.signsIn()
			w.identifies(houseSeal)
			w.applies()
			w.signs()
			w.submits()
			w.holdsPapers(houseSeal)
		})
		p.variants(t)
	})
}

// begins starts a case for somebody new.
func (w *walk) begins(a applicant) {
	w.Helper()
	w.family = a.family
	w.goes("/desk/cases/new")
	w.looks("new-case")
	w.errs("new-case")
	w.fills("name", a.given+" "+a.family)
	w.dates("birth", bornOn)
	w.saves()
	w.looks("new-person")
	w.errsIn(`form[action="/desk/cases"]`, "new-person")
	w.fills("family_name", a.family, "given_names", a.given, "email", "antrag."+strings.ToLower(a.number)+"@privat.example")
	w.dates("birth_date", bornOn)
	w.answers("offering", w.offering(a.product))
	w.answers("branch", webtest.Ask[string](w.Window, `[...document.querySelectorAll("[name=branch] option")].at(-1).value`))
	w.presses(`form[action="/desk/cases"] .kern-btn--primary`)
	w.base = strings.TrimSuffix(w.at(), "/consents")
	w.comes(w.base+"/consents", "consents")
}

// offering is the value of the product in the form's list, of a shop that is open.
func (w *walk) offering(product string) string {
	return dbtest.Get[string](w, w.portal.data, `select s.shop_id || ':' || p.id from products p join shop_products s on s.product_id = p.id
		join members m on m.organisation_id = s.organisation_id and m.account_id = $2
		join shops h on h.organisation_id = s.organisation_id and h.id = s.shop_id and h.status = 'open'
		where p.name_de = $1 and s.procedures && '{officerident,behoerdenident}' order by h.created_at, h.id limit 1`, product, w.who)
}

// identifies is the first half: person, consents, document, checks.
func (w *walk) identifies(a applicant) {
	w.Helper()
	w.identifiesUpTo(a)
	w.checks(officer.Passed)
	w.saves()
	w.comes(w.base, "case")
}

// identifiesUpTo comes as far as the checks.
func (w *walk) identifiesUpTo(a applicant) {
	w.Helper()
	w.begins(a)
	w.agrees()
	w.errs("document")
	w.captures(a)
	w.comes(w.base+"/checks", "checks")
	w.reads(a.family)
	w.errs("checks")
}

// agrees gives the consents.
func (w *walk) agrees() {
	w.Helper()
	w.errs("consents")
	for _, text := range officer.ConsentTexts {
		w.answers("consent_"+text, "yes")
	}
	w.saves()
	w.comes(w.base+"/document", "document")
}

// captures reads the zone, wrong first, and gives the reason for the difference.
func (w *walk) captures(a applicant) {
	w.Helper()
	zone := a.zone()
	w.types("mrz", strings.Replace(zone, a.number[:3], "L0I", 1))
	right := w.says("verdict.all_right", nil)
	if !w.mute {
		w.until(`document.querySelector("#mrz-live").innerText !== ""`)
		w.looks("verdict")
		if webtest.Ask[bool](w.Window, `document.querySelector("#mrz-live").innerText.includes("`+right+`")`) {
			w.Error("a wrong zone is called right")
		}
	}
	w.types("mrz", strings.ToLower(strings.ReplaceAll(zone, "\n", " "))) // pasted as one line, in small letters
	if !w.mute {
		w.until(`document.querySelector("#mrz-live").innerText.includes(%q)`, right)
	}
	w.presses(`button[name=read]`)
	w.reads(right)
	if got := webtest.Ask[string](w.Window, `document.querySelector("[name=number]").value + document.querySelector("[name=birth_date_year]").value`); got != a.number+"1987" {
		w.Errorf("the zone fills in %q", got)
	}
	w.fills("family_name", a.family, "given_names", a.given, "issuer", "Stadt Köln")
	w.dates("issued_on", officer.Today(time.Now()).AddMonths(-70))
	w.refused(pressed(primary), "difference")
	w.types("reason_family_name", "Ein Buchstabe der Zone ist abgenutzt")
	w.saves()
}

// checks answers every check of the page in the same way.
func (w *walk) checks(result string) {
	w.Helper()
	w.answers("original_seen", "yes")
	n := webtest.Ask[int](w.Window, `(r => (r.forEach(x => x.click()), r.length))([...document.querySelectorAll("main input[type=radio][value=`+result+`]")])`)
	if n < 10 {
		w.Errorf("only %d checks", n)
	}
}

// groupAnswers is what has to be entered in each group; the rest is there.
var groupAnswers = map[officer.Group]func(*walk){
	officer.GroupPerson: func(w *walk) {
		w.fills("birth_place", "Kraków", "street", "Müllerstraße 12", "postal_code", "10117", "locality", "Berlin")
		w.answers("country", "DE")
	},
	officer.GroupContact:     func(w *walk) { w.types("mobile", "+49 170 1234567") },
	officer.GroupCertificate: func(w *walk) { w.answers("publish", "no") },
	officer.GroupDelivery:    func(w *walk) { w.answers("card_to", "applicant"); w.answers("pin_to", "same") },
	officer.GroupOrganisation: func(w *walk) {
		w.dates("evidence_on", officer.Today(time.Now()).AddDays(-20))
		w.types("evidence_note", "Abruf im Register")
	},
	officer.GroupSignatory: func(w *walk) { w.answers("signatory_self", "yes") },
	officer.GroupPayment:   func(w *walk) { w.types("purchase_order", "4500012345") },
}

// applies is every group of the application, in the order the portal leads.
func (w *walk) applies() {
	w.Helper()
	w.resumes()
	for range 2 * len(officer.Groups) {
		group := officer.Group(strings.TrimPrefix(w.at(), w.base+"/"))
		switch {
		case w.at() == w.base:
			w.presses(`main [data-shortcut=w]`)
			continue
		case group == "review":
			w.entitles()
			w.comes(w.base+"/review", "review")
			return
		case group == officer.GroupSecrets:
			w.keepsSecrets()
			continue
		}
		w.looks(string(group))
		w.errs(string(group))
		if answer := groupAnswers[group]; answer != nil {
			answer(w)
		}
		w.saves()
	}
	w.Fatalf("the way through the groups ends at %s", w.at())
}

// resumes leaves the case and finds it again: by a search, to whose page Back
// leads, and on the list.
func (w *walk) resumes() {
	w.Helper()
	w.goes("/desk")
	w.types("q", w.family)
	w.presses(`main [role=search] button`)
	w.looks("found")
	address := webtest.Ask[string](w.Window, `decodeURIComponent(location.href)`)
	if strings.Contains(address, w.family) || !strings.Contains(address, "/desk?search=") {
		w.Errorf("a search leads to %s", address)
	}
	w.presses(`main a[href="` + w.base + `"]`)
	w.Do(chromedp.Evaluate(`history.back()`, nil))
	w.until(`location.pathname === "/desk"`)
	w.reads(w.says("case.caption_found", nil))
	w.goes("/desk?view=mine")
	w.looks("worklist")
	w.presses(`main a[href="` + w.base + `"]`)
	w.presses(`main [data-shortcut=w]`)
}

// entitles names somebody who may revoke, which nobody has to.
func (w *walk) entitles() {
	w.Helper()
	w.goes(w.base + "/revokers")
	w.looks("revokers")
	w.errs("revokers")
	w.fills("revoker_name", "Grace Hopper", "revoker_contact", "030 12345678")
	w.presses(`main form button[name=go_on]`)
	if w.at() != w.base+"/review" {
		w.goes(w.base + "/review")
	}
	w.reads("Grace Hopper")
}

// keepsSecrets is the security question, and the applicant's own password, typed
// by them at the desk.
func (w *walk) keepsSecrets() {
	w.Helper()
	w.looks("secrets")
	w.errs("secrets")
	w.fills("question", "Wie hieß Ihr erstes Haustier?", "answer", "Rex der Dritte")
	w.saves()
	w.goes(w.base + "/secrets/password")
	w.looks("applicant-types")
	w.errs("applicant-types")
	w.fills("revocation_password", "Korrekt-Pferd-Batterie", "revocation_password_repeated", "Korrekt-Pferd-Batterie")
	w.saves()
	w.reads(w.says("secrets.password_chosen", nil))
	w.goes(w.base)
}

// signs confirms the record with a code that was not used yet.
func (w *walk) signs() {
	w.Helper()
	w.presses(`main [data-shortcut=w]`)
	w.comes(w.base+"/sign", "sign")
	w.errs("sign")
	w.types("code", w.used) // worth nothing a second time
	w.refused(pressed(primary), "sign")
	w.types("code", w.code())
	w.saves()
}

// isChecked lets a colleague look at the record, and then goes on.
func (w *walk) isChecked(colleague string) {
	w.Helper()
	w.comes(w.base, "check-due")
	c := w.all.arrive(w.Window.TB, colleague, w.language, w.width)
	if w.mute {
		c.silent()
	}
	c.enters("/desk?view=check")
	c.presses(`main a[href="` + w.base + `"]`)
	c.presses(`main [data-shortcut=w]`)
	c.comes(w.base+"/check", "second-check")
	c.errsIn(`form[action="`+w.base+`/check/send-back"]`, "second-check")
	c.presses(`form[action="` + w.base + `/check"] .kern-btn--primary`)
	c.comes("/desk", "checked")
	w.goes(w.base)
	w.presses(`main [data-shortcut=w]`)
}

// submits makes the order: by a double click, and once more from another tab.
func (w *walk) submits() {
	w.Helper()
	w.comes(w.base+"/submit", "submit")
	other := w.another()
	other.goes(w.base + "/submit")
	w.Do(chromedp.DoubleClick(`main form .kern-btn--primary`))
	w.until(`location.pathname.startsWith("/desk/orders/")`)
	w.looks("order")
	other.saves()
	if here, there := w.at(), other.at(); here != there {
		w.Errorf("two tabs, two orders: %s and %s", here, there)
	}
	if n := dbtest.Get[int](w, w.portal.data, `select count(*) from orders where application_id = $1`, w.id()); n != 1 {
		w.Errorf("%d orders", n)
	}
}

// another is a second tab of the same browser.
func (w *walk) another() *walk {
	w.Helper()
	tab := *w
	tab.glass = &glass{Window: w.Another(), portal: w.portal}
	tab.Do(tab.wide(w.width))
	if w.mute {
		tab.silent()
	}
	return &tab
}

// id is the case's.
func (w *walk) id() string { return strings.TrimPrefix(w.base, "/desk/cases/") }

// holdsPapers opens the papers, each as a page and as a PDF that says whose it is.
func (w *walk) holdsPapers(a applicant) {
	w.Helper()
	number := dbtest.Get[string](w, w.portal.data, `select number from orders where application_id = $1`, w.id())
	w.reads(number)
	w.presses(`main [data-shortcut=w]`)
	w.looks("papers")
	list := w.at()
	papers := webtest.Ask[[]string](w.Window, `[...document.querySelectorAll("main table a")].map(a => a.getAttribute("href")).filter(h => !h.includes("/pdf"))`)
	if len(papers) < 3 {
		w.Errorf("papers: %v", papers)
	}
	for i, path := range papers {
		w.goes(path)
		w.reads(number)
		if i == 0 {
			w.looks("paper")
		}
	}
	w.goes(list)
	text := strings.Join(strings.Fields(w.readsPDF(webtest.Ask[string](w.Window, `document.querySelector("main a.kern-btn[href*='/pdf']").getAttribute("href")`))), " ")
	for _, part := range []string{number, a.given, a.family} {
		if !strings.Contains(text, part) {
			w.Errorf("the PDF does not say %q", part)
		}
	}
}

// readsPDF fetches a PDF in the browser's session, and gives its text.
func (w *walk) readsPDF(path string) string {
	w.Helper()
	a := w.portal.ask(w, &person{token: w.session()}, get(path))
	file := filepath.Join(w.Window.TB.(*testing.T).TempDir(), "papers.pdf")
	if err := os.WriteFile(file, []byte(a.body), 0o600); err != nil {
		w.Fatal(err)
	}
	text, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		w.Fatalf("%s: %d, %d bytes: %v", path, a.status, len(a.body), err)
	}
	return string(text)
}

// session is the token in the browser's cookie.
func (w *walk) session() (token string) {
	w.Helper()
	w.Do(chromedp.ActionFunc(func(ctx context.Context) error {
		all, err := network.GetCookies().WithURLs([]string{w.portal.address}).Do(ctx)
		for _, c := range all {
			if c.Name == "session" {
				token = c.Value
			}
		}
		return err
	}))
	return token
}
