package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/officertest"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/web/page"
	"officerportal/officer/web/webtest"
)

// TestOrderingWalk goes the applicants' ways in a real browser: a signature card
// of the public shop with PostIdent; from registering by an order code to the
// checklist, in both languages; three seal cards of a shop that a code opens, on a
// screen of 320 px, in English; and one without script that the company's own desk
// identifies.
func TestOrderingWalk(t *testing.T) {
	if testing.Short() {
		t.Skip("a walk takes its time")
	}
	p := &walks{whole: wholePortal(t, "http://portal.example")}
	p.gather(t)
	p.listen(t)
	t.Run("ways", func(t *testing.T) {
		t.Run("PostIdent", func(t *testing.T) {
			t.Parallel()
			w := p.orders(t, "Weiß", "de", 1280, `o.kind = 'tsp'`)
			w.begins("SIG-STD-6.1")
			w.loses(officer.Step(officer.GroupContact))
			w.fillsIn(officer.PostIdentBranch)
			w.changesFromReview()
			w.submitsTwice()
			w.reads(w.number(), w.procedureNumber())
			w.findsOrder()
			w.withdrawsOrder()
		})
		for language, width := range map[string]int64{"de": 1280, "en": 320} {
			t.Run("from registering to the checklist in "+language, func(t *testing.T) {
				t.Parallel()
				w := p.registers(t, language, width)
				w.redeems("SIG-STD-6.1", officer.PostIdentBranch)
				w.fillsIn(officer.PostIdentBranch)
				w.submitsTwice()
				w.reads(w.number(), w.procedureNumber())
				w.presses(`main a[href$="/papers/checklist"]`)
				w.looks("own-checklist")
				w.reads(w.number(), w.procedureNumber())
				w.goes(w.path(""))
				w.findsOrder()
			})
		}
		t.Run("three seals", func(t *testing.T) {
			t.Parallel()
			w := p.orders(t, "Åkerström", "en", 320, `o.kind = 'company'`)
			w.entersShop()
			w.begins("SEAL-STD-6.4")
			w.fillsIn(officer.NotarIdent)
			w.reads(w.says("field.quantity", nil))
			w.submitsTwice()
			w.findsOrder()
			if n := dbtest.Get[int](t, p.data, `select quantity from orders where application_id = $1`, w.application); n != 3 {
				t.Errorf("%d cards", n)
			}
		})
		t.Run("at the desk, without script", func(t *testing.T) {
			t.Parallel()
			w := p.orders(t, "Zieliński", "de", 1280, `o.kind = 'company'`)
			w.silent()
			w.begins("SIG-M100-5.1")
			w.fillsIn(officer.OfficerIdent)
			w.saves()
			w.comes(w.path(""), "waits-at-desk")
			w.reads(w.says("ordering.next_desk_after", nil))
			w.isIdentified("O’Brien")
			w.goes(w.path(""))
			w.comes(w.path(""), "ordered-at-desk")
			w.reads(w.number())
			w.findsOrder()
		})
	})
}

// An ordering is somebody on the way to a card.
type ordering struct {
	*walk
	application officer.ApplicationID
	shop        officer.ShopID
	person      officer.PersonData // as they applied before
	number9     string             // of their document
}

// orders puts an applicant of the demo into a shop.
func (all *walks) orders(t *testing.T, family, language string, width int64, house string) *ordering {
	t.Helper()
	w := &ordering{walk: all.arrive(t, family, language, width), number9: "L01X00T47"}
	w.shop = dbtest.Get[officer.ShopID](t, all.data, `select s.id from shops s join organisations o on o.id = s.organisation_id
		join shop_products x on x.shop_id = s.id where s.status = 'open' and s.closes_at is null and (s.opens_at is null or s.opens_at < now()) and `+house+`
		group by s.id order by count(*) desc, s.id limit 1`)
	code := officer.NewID[officer.ShopCodeID]()
	all.data.Exec(t, `insert into shop_codes (organisation_id, id, shop_id, digest, label, created_by, created_at)
		select organisation_id, $1, id, $1, 'x', 'acc_x', now() from shops where id = $2 and not public`, code, w.shop)
	all.data.Exec(t, `insert into shop_customers (organisation_id, shop_id, account_id, code_id, name, email, search_name, joined_at)
		select organisation_id, shop_id, $2, id, 'x', 'x', 'X', now() from shop_codes where id = $1 on conflict do nothing`, code, w.who)
	all.data.Exec(t, `update shop_products set procedures = '{postident_branch,postident_eid,notarident,botschaftsident,officerident,dtrust_ident}' where shop_id = $1`, w.shop)
	all.data.Exec(t, `update shops set delivery_to = 'any' where id = $1`, w.shop)
	var before []officer.PersonData
	all.data.Select(t, &before, `select family_name as familyname, given_names as givennames, birth_date as birthdate from applications where account_id = $1
		and status not in ('draft', 'withdrawn', 'expired', 'aborted') order by created_at desc, id desc limit 1`, w.who)
	if len(before) == 0 {
		t.Fatalf("%s never applied", family)
	}
	w.person = before[0]
	w.enters("/portal/shops/" + string(w.shop))
	return w
}

// registers opens an account by the pages and the mail's link.
func (all *walks) registers(t *testing.T, language string, width int64) *ordering {
	t.Helper()
	w := &ordering{walk: &walk{glass: &glass{Window: webtest.Open(t, 4*time.Minute), portal: all.whole}, all: all, language: language, width: width}, number9: "L01X00T47"}
	birth, err := officer.NewDate(1987, time.May, 4)
	if err != nil {
		t.Fatal(err)
	}
	w.person = officer.PersonData{GivenNames: "Renate Žofia", FamilyName: "Übelhör-" + strings.ToUpper(language), BirthDate: birth}
	w.Do(w.wide(width), network.SetCookie("language", language).WithURL(all.address))
	w.goes("/register")
	w.comes("/register", "register")
	email := "renate." + language + "@privat.example"
	w.fills("email", email, "given_names", w.person.GivenNames, "family_name", w.person.FamilyName, "password", walkPassword)
	w.answers("language", language)
	w.saves()
	w.looks("registered")
	w.goes(strings.TrimPrefix(dbtest.Get[string](t, all.data, `select args ->> 'link' from mails where template = 'registration' and recipient = $1`, email), all.all.counter.Address))
	w.looks("activate")
	w.types("password", walkPassword)
	w.saves()
	w.comes("/portal", "dashboard-empty")
	w.who = dbtest.Get[officer.AccountID](t, all.data, `select id from accounts where email = $1`, email)
	return w
}

// redeems types an order code for a product of the company's shop, and begins.
func (w *ordering) redeems(product string, by officer.Procedure) {
	w.Helper()
	p := w.portal
	admin := p.role(w.Window, officer.RoleShopAdmin, officer.Company)
	terms := officer.OrderCode{ID: officer.NewID[officer.OrderCodeID](), Uses: 1, Note: "Walk " + w.language,
		Product: dbtest.Get[officer.ProductID](w, p.data, `select id from products where code = $1`, product),
		Shop: dbtest.Get[officer.ShopID](w, p.data, `select s.id from shops s join shop_products x on x.organisation_id = s.organisation_id and x.shop_id = s.id
			join products p on p.id = x.product_id and p.code = $2 where s.organisation_id = $1 and s.status = 'open' and s.opens_at is null and s.closes_at is null order by s.id limit 1`, admin.Organisation, product)}
	p.data.Exec(w.Window.TB, `update shop_products set procedures = procedures || $2::text where shop_id = $1 and not procedures @> array[$2::text]`, terms.Shop, by)
	issued, err := p.all.codes.Issue(dbtest.As(admin.Actor), terms, officer.Date{})
	if err != nil {
		w.Fatal(err)
	}
	w.goes("/portal/code")
	w.looks("redeem")
	w.types("code", strings.ToLower(strings.ReplaceAll(issued.Code.Grouped(), "-", " ")))
	w.saves()
	if !strings.HasPrefix(w.at(), "/portal/released/") {
		w.Fatalf("the code leads to %s", w.at())
	}
	w.looks("released")
	w.goes("/portal") // leave, and come back
	w.presses(`main a[href^="/portal/released/"]`)
	w.saves()
	w.application = dbtest.Get[officer.ApplicationID](w, p.data, `select id from applications where account_id = $1 and status = 'draft'`, w.who)
	w.comes(w.path(officer.Step(officer.GroupPerson)), "order-person")
}

// entersShop comes into the shop by a code that is typed at +Shop.
func (w *ordering) entersShop() {
	w.Helper()
	p := w.portal
	p.data.Exec(w.Window.TB, `delete from shop_customers where account_id = $1`, w.who)
	admin := p.role(w.Window, officer.RoleShopAdmin, officer.Company)
	drawn, err := (&desk.ShopCodes{Counter: p.all.counter}).Draw(dbtest.As(admin.Actor), officer.ShopCode{Shop: w.shop, Label: "Walk", Quota: 5})
	if err != nil {
		w.Fatal(err)
	}
	w.goes("/portal/shops")
	w.types("code", strings.ToLower(drawn.Clear.Grouped()))
	w.saves()
	w.comes("/portal/shops/"+string(w.shop), "shop-entered")
	w.goes("/portal")
	if !webtest.Ask[bool](w.Window, `!!document.querySelector("nav a[href='/portal/shops/`+string(w.shop)+`']")`) {
		w.Error("the shop is not in the menu")
	}
	w.goes("/portal/shops/" + string(w.shop))
}

func (w *ordering) path(step officer.Step) string { return page.OrderHref(w.application, step) }

// begins chooses a product of the shop.
func (w *ordering) begins(code string) {
	w.Helper()
	product := dbtest.Get[string](w, w.portal.data, `select id from products where code = $1`, code)
	w.portal.data.Exec(w.Window.TB, `update applications set status = 'withdrawn' where account_id = $1 and product_id = $2 and status = 'draft'`, w.who, product)
	w.presses(`form[action$="/products/` + product + `"] button`)
	w.application = dbtest.Get[officer.ApplicationID](w, w.portal.data, `select id from applications where account_id = $1 and product_id = $2 and status = 'draft'
		and created_by = account_id and person_id is null`, w.who, product)
	w.comes(w.path(officer.Step(officer.GroupPerson)), "order-person")
	w.reads(w.says("ordering.step", map[string]any{"n": 1, "of": webtest.Ask[int](w.Window, `document.querySelector("progress").max`)}))
}

// loses nothing: what was typed is there after going back, after the overview,
// and after the script saved it by itself.
func (w *ordering) loses(step officer.Step) {
	w.Helper()
	w.goes(w.path(step))
	w.types("mobile", "+49 170 55")
	w.presses(`main button[name=back]`)
	w.goes(w.path(step))
	w.holds("mobile", "+491705") // in the form it is kept in, half as it is
	w.types("mobile", "+49 170 7654321")
	if !w.mute {
		w.Do(chromedp.Evaluate(`document.querySelector("[name=mobile]").dispatchEvent(new Event("input", {bubbles: true}))`, nil))
		w.until(`document.querySelector("[data-saved]").textContent !== ""`)
	}
	w.presses(`main button[name=draft]`)
	w.comes(w.path(""), "order-overview")
	w.presses(`main a[href="` + w.path(step) + `"]`)
	w.holds("mobile", "+491707654321")
	w.goes(w.path(officer.Step(officer.GroupPerson)))
}

// holds that a field begins with something.
func (w *ordering) holds(name, value string) {
	w.Helper()
	if got := webtest.Ask[string](w.Window, fmt.Sprintf(`document.querySelector("main [name=%s]").value`, name)); !strings.HasPrefix(strings.ReplaceAll(got, " ", ""), value) {
		w.Errorf("%s: %s is %q, want %q", w.at(), name, got, value)
	}
}

// stepAnswers is what has to be entered in each step; the rest is there.
var stepAnswers = map[officer.Step]func(*ordering, officer.Procedure){
	officer.Step(officer.GroupPerson): func(w *ordering, _ officer.Procedure) {
		w.fills("given_names", w.person.GivenNames, "family_name", w.person.FamilyName, "birth_place", "Kraków", "street", "Müllerstraße 12", "postal_code", "10117", "locality", "Berlin")
		w.dates("birth_date", w.person.BirthDate)
		w.answers("nationality", "DEU")
		w.answers("country", "DE")
	},
	officer.StepDocument: func(w *ordering, _ officer.Procedure) {
		w.answers("type", "identity_card")
		w.fills("number", w.number9, "issuer", "Stadt Köln")
		w.dates("issued_on", officer.Today(time.Now()).AddMonths(-70))
		w.dates("expires_on", officer.Today(time.Now()).AddMonths(50))
	},
	officer.Step(officer.GroupContact):     func(w *ordering, _ officer.Procedure) { w.types("mobile", "+49 170 1234567") },
	officer.Step(officer.GroupCertificate): func(w *ordering, _ officer.Procedure) { w.answers("publish", "no") },
	officer.Step(officer.GroupOrganisation): func(w *ordering, _ officer.Procedure) {
		w.fills("organisation_name", "Beispiel GmbH", "street", "Musterweg 1", "postal_code", "12345", "locality", "Musterstadt", "register_number", "HRB 12345", "evidence_note", "Abruf im Register")
		w.answers("country", "DE")
		w.dates("evidence_on", officer.Today(time.Now()).AddDays(-20))
	},
	officer.Step(officer.GroupSignatory): func(w *ordering, _ officer.Procedure) {
		w.answers("signatory_self", "no")
		w.refused(pressed(primary), "seal-refused")
		w.reads(w.says("ordering.seal_refused_text", nil))
		w.answers("signatory_self", "yes")
	},
	officer.Step(officer.GroupDelivery): func(w *ordering, _ officer.Procedure) { w.answers("pin_to", "same") },
	officer.Step(officer.GroupSecrets): func(w *ordering, _ officer.Procedure) {
		w.fills("revocation_password", "Korrekt-Pferd-Batterie", "revocation_password_repeated", "Korrekt-Pferd", "question", "Wie hieß Ihr erstes Haustier?", "answer", "Rex der Dritte")
		w.refused(pressed(primary), "secrets-differ")
		w.fills("revocation_password", "Korrekt-Pferd-Batterie", "revocation_password_repeated", "Korrekt-Pferd-Batterie", "answer", "Rex der Dritte")
	},
	officer.Step(officer.GroupPayment): func(w *ordering, _ officer.Procedure) { w.fills("purchase_order", "4500012345", "cost_centre", "K 17") },
	officer.StepProcedure:              func(w *ordering, by officer.Procedure) { w.answers("procedure", string(by)) },
	officer.StepConsents: func(w *ordering, _ officer.Procedure) {
		for _, text := range officer.ConsentTexts {
			w.answers("consent_"+text, "yes")
		}
	},
	officer.StepQuantity: func(w *ordering, _ officer.Procedure) { w.types("quantity", "3") },
}

// fillsIn goes from step to step, each wrong first, up to the check of the answers.
func (w *ordering) fillsIn(by officer.Procedure) {
	w.Helper()
	for range len(officer.OrderSteps) {
		step := officer.Step(strings.TrimPrefix(w.at(), w.path("")+"/"))
		if step == officer.StepReview {
			w.looks("order-review")
			w.reads(w.person.FamilyName, "•")
			return
		}
		w.looks("order-" + string(step))
		if step == officer.Step(officer.GroupRevokers) {
			w.errsIn(`main form[action="`+w.at()+`"]`, "order-revokers")
			w.fills("revoker_name", "Grace Hopper", "revoker_contact", "030 12345678")
			w.presses(`main form button[name=go_on]`)
			continue
		}
		w.errs("order-" + string(step))
		stepAnswers[step](w, by)
		w.saves()
	}
	w.Fatalf("the way through the steps ends at %s", w.at())
}

// changesFromReview changes one answer and comes back.
func (w *ordering) changesFromReview() {
	w.Helper()
	w.presses(`main a[href="` + w.path(officer.Step(officer.GroupContact)) + `?from=review"]`)
	w.types("mobile", "+49 171 9999999")
	w.saves()
	w.comes(w.path(officer.StepReview), "order-review")
	w.reads("+491719999999")
}

// submitsTwice submits by a double click, and once more from another tab and by
// going back.
func (w *ordering) submitsTwice() {
	w.Helper()
	other := *w
	other.walk = w.another()
	other.goes(w.path(officer.StepReview))
	w.Do(chromedp.DoubleClick(`main form .kern-btn--primary`))
	w.until(`location.pathname === %q`, w.path(""))
	w.looks("ordered")
	other.saves()
	if at := other.at(); at != w.path("") {
		w.Errorf("the other tab is at %s", at)
	}
	w.Do(chromedp.Evaluate(`history.back()`, nil))
	w.until(`document.querySelector("main")`)
	w.goes(w.path(officer.StepReview))
	w.comes(w.path(""), "ordered")
	if n := dbtest.Get[int](w, w.portal.data, `select count(*) from orders where application_id = $1`, w.application); n != 1 {
		w.Errorf("%d orders", n)
	}
	if n := dbtest.Get[int](w, w.portal.data, `select count(*) from mails where template like 'ordered_%' and args ->> 'number' = $1`, w.number()); n != 1 {
		w.Errorf("%d mails", n)
	}
}

func (w *ordering) number() string {
	return dbtest.Get[string](w, w.portal.data, `select number from orders where application_id = $1`, w.application)
}

func (w *ordering) procedureNumber() string {
	n := dbtest.Get[officer.ProcedureNumber](w, w.portal.data, `select procedure_number from orders where application_id = $1`, w.application)
	return n.Grouped()
}

// findsOrder goes to the order, and from the portal's start to it as well.
func (w *ordering) findsOrder() {
	w.Helper()
	order := dbtest.Get[string](w, w.portal.data, `select id from orders where application_id = $1`, w.application)
	w.presses(`main a[href="/portal/orders/` + order + `"]`)
	w.reads(w.number())
	w.goes("/portal")
	w.reads(w.number())
	w.goes("/portal/orders/" + order)
}

// withdrawsOrder gives the order up, with a reason.
func (w *ordering) withdrawsOrder() {
	w.Helper()
	w.goes(w.at() + "/withdraw")
	w.looks("withdraw-order")
	w.errs("withdraw-order")
	w.types("why", "Ich brauche die Karte nicht mehr.")
	w.presses(`main form .portal-btn--danger`)
	w.reads(w.says("order_status.withdrawn", nil))
}

// isIdentified is the officer's half: the application waits on the work list, the
// document is compared with what was stated, everything signed and submitted.
func (w *ordering) isIdentified(officerName string) {
	w.Helper()
	o := w.all.arrive(w.Window.TB, officerName, "de", 1280)
	o.signsIn()
	o.base = "/desk/cases/" + string(w.application)
	o.goes("/desk?view=waiting")
	o.reads(w.person.FamilyName)
	o.goes(o.base)
	o.looks("case-of-applicant")
	if webtest.Ask[int](o.Window, `document.querySelectorAll("[name=branch] option").length`) > 1 {
		o.answers("branch", webtest.Ask[string](o.Window, `[...document.querySelectorAll("[name=branch] option")].at(-1).value`))
	}
	o.presses(`form[action="` + o.base + `/identify"] .kern-btn--primary`)
	o.goes(o.base + "/document")
	o.looks("document-stated")
	o.reads(o.says("stated.by_applicant", nil), "••••••T47")
	o.types("mrz", officertest.TD1(officertest.Zone{Code: "ID", Issuer: "D", Number: "L01X00V23", Nationality: "D", Birth: w.person.BirthDate.Partial(),
		Expiry: officer.Today(time.Now()).AddMonths(50), Family: w.person.FamilyName, Given: w.person.GivenNames}))
	o.presses(`button[name=read]`)
	o.answers("type", "identity_card")
	o.fills("family_name", w.person.FamilyName, "given_names", w.person.GivenNames, "issuer", "Stadt Köln")
	o.dates("issued_on", officer.Today(time.Now()).AddMonths(-70))
	o.saves()
	o.comes(o.base+"/checks", "checks")
	o.checks(officer.Passed)
	o.saves()
	o.comes(o.base, "case-stated-differs")
	o.reads(o.says("warning.stated_differs", map[string]any{"field": o.says("field.number", nil)}))
	o.goes(o.base + "/review")
	o.presses(`main [data-shortcut=w]`)
	o.comes(o.base+"/sign", "sign")
	o.types("code", o.code())
	o.saves()
	o.submits()
}
