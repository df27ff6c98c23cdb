package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/officertest"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
	"officerportal/officer/web/page"
	"officerportal/officer/web/static"
	"officerportal/officer/web/webtest"
)

// A pressSite is the web site with the papers of orders, and the worker that
// prints many of them.
type pressSite struct {
	*intakeSite
	applying *desk.Applying
}

func newPressSite(t *testing.T, change func(*Config)) *pressSite {
	t.Helper()
	s := &pressSite{}
	s.intakeSite = newIntakeSite(t, func(cfg *Config) {
		counter := cfg.Intake.Counter
		counter.Address = "https://portal.example"
		papers := &desk.Papers{Counter: counter, Texts: desk.Texts{Of: page.Translate, Country: page.Country, Nationality: page.Nationality}}
		cfg.Papers, cfg.Jobs = papers, &desk.Jobs{Counter: counter, Kinds: map[string]desk.Work{desk.PapersJob: papers.Work}}
		s.applying = &desk.Applying{Counter: counter, Again: agrees{}}
		if change != nil {
			change(cfg)
		}
	})
	return s
}

// agrees is an authenticator that agrees.
type agrees struct{}

func (agrees) Reauthenticate(context.Context, string) error { return nil }

// order makes an order of a house's first officer.
func (s *pressSite) order(h dbtest.House) officer.OrderID {
	s.t.Helper()
	ctx, by, now := h.As(officer.RoleOfficer), h.Actor(officer.RoleOfficer), s.Clock.Now()
	person := officer.Person{ID: officer.NewID[officer.PersonID](), PersonData: officertest.Person(), CreatedAt: now}
	a := officer.Application{ID: officer.NewID[officer.ApplicationID](), Shop: h.Shop, Product: s.Signature.ID, Person: person.ID, Procedure: h.Procedure(),
		Status: officer.ApplicationInIdentification, Quantity: 1, Language: "de", Form: officertest.Form(officer.Today(now)), CreatedBy: by.Account,
		CreatedAt: now, ChangedAt: now, StatusSince: now}
	i, err := a.Identify(person, by, "Hauptsitz", now)
	s.ok(err)
	officertest.Identify(&i, a.Form.Person, officer.Today(now))
	i.NumberSealed, err = s.applying.Keys.Box.Seal([]byte("T22000129"), secret.Bind(string(h.ID), "identifications", "document_number_sealed", string(i.ID)))
	s.ok(err)
	a.DocumentExpiresOn = i.Document.ExpiresOn
	s.ok(s.DB.Do(ctx, postgres.ScopeOf(by), func(tx *postgres.Tx) error {
		if err := tx.AddPerson(&person); err != nil {
			return err
		}
		if err := tx.AddApplication(&a); err != nil {
			return err
		}
		return tx.AddIdentification(&i)
	}))
	s.ok(s.applying.Sign(ctx, a.ID, a.Version+i.Version, "de", ""))
	id, err := s.applying.Submit(ctx, a.ID)
	s.ok(err)
	return id
}

func (s *pressSite) ok(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func papersOf(id officer.OrderID, rest string) string {
	return "/desk/orders/" + string(id) + "/papers" + rest
}

// TestEveryPaperIsAPage reads each paper in both languages, whatever language
// the officer's own pages have.
func TestEveryPaperIsAPage(t *testing.T) {
	s := newPressSite(t, nil)
	id := s.order(s.Authority) // an authority has them all
	for _, own := range []string{"de", "en"} {
		reader := s.people["foreign"]
		reader.Language = own
		s.people["foreign"] = reader
		_, list, body := s.look(papersOf(id, ""), "foreign")
		if flaws := list.Flaws(own); len(flaws) > 0 {
			t.Errorf("the list: %s", strings.Join(flaws, "; "))
		}
		for _, kind := range (officer.Order{Procedure: officer.BehoerdenIdent}).Papers(true) {
			if link := papersOf(id, "/"+string(kind)+"?language=de"); !strings.Contains(body, link) {
				t.Errorf("the list does not lead to %s", link)
			}
			for _, language := range []string{"de", "en"} {
				status, p, _ := s.look(papersOf(id, "/"+string(kind)+"?language="+language), "foreign")
				if status != http.StatusOK {
					t.Fatalf("%s answers %d", kind, status)
				}
				if flaws := p.Flaws(own); len(flaws) > 0 {
					t.Errorf("%s in %s: %s", kind, language, strings.Join(flaws, "; "))
				}
				s.checkPaper(p, language)
			}
		}
	}
}

// checkPaper holds that the sheet says which language it is in, whose it is, and
// carries both codes.
func (s *pressSite) checkPaper(p *webtest.Page, language string) {
	s.t.Helper()
	sheets := p.All("article")
	if len(sheets) != 1 || webtest.Attr(sheets[0], "lang") != language {
		s.t.Fatalf("%d sheets in %s", len(sheets), language)
	}
	if text := p.Text(); !strings.Contains(text, "Łucja Žaneta Đặng-Ångström") || strings.Contains(text, "T22000129") {
		s.t.Errorf("it says %s", text)
	}
	codes := p.All("svg")
	named := slices.ContainsFunc(codes, func(n *html.Node) bool { return webtest.Attr(n, "aria-label") != "" })
	if len(codes) != 2 || !named {
		s.t.Errorf("%d codes", len(codes))
	}
}

func TestPaperPDF(t *testing.T) {
	s := newPressSite(t, nil)
	id := s.order(s.Company)
	number := dbtest.Get[string](t, s.Database, `select number from orders`)
	for path, name := range map[string]string{
		papersOf(id, "/checklist/pdf"):               number + "-checklist.pdf",
		papersOf(id, "/application/pdf?language=en"): number + "-application.pdf",
		papersOf(id, "/pdf"):                         number + ".pdf",
	} {
		res, body := ask(t, s.Server, get(path), "officer")
		if res.StatusCode != http.StatusOK || !strings.HasPrefix(body, "%PDF-") || res.Header.Get("Content-Type") != "application/pdf" {
			t.Fatalf("%s answers %d %s", path, res.StatusCode, res.Header.Get("Content-Type"))
		}
		if got := res.Header.Get("Content-Disposition"); got != `inline; filename="`+name+`"` {
			t.Errorf("%s is called %s", path, got)
		}
		if got := res.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s may be kept: %s", path, got)
		}
	}
}

// TestPapersAreTheirOwnersOnly asks as everybody for the papers of one order.
func TestPapersAreTheirOwnersOnly(t *testing.T) {
	s := newPressSite(t, nil)
	id := s.order(s.Company)
	for _, path := range []string{"", "/pdf", "/checklist", "/checklist/pdf"} {
		for who, want := range map[string]int{"officer": 200, "colleague": 200, "lapsed": 200, "foreign": 404, "checker": 403, "manager": 403, "auditor": 403, "": 303} {
			if status, _, _ := statusOf(s, papersOf(id, path), who); status != want {
				t.Errorf("%s as %q: %d, want %d", path, who, status, want)
			}
		}
	}
	for _, path := range []string{papersOf(id, "/authority"), papersOf(id, "/authority/pdf"), papersOf(id, "/coffee"), papersOf("ord_x", "")} {
		if status, _, _ := statusOf(s, path, "officer"); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
}

// statusOf asks for an address; body is without what differs from page to page.
func statusOf(s *pressSite, path, who string) (status int, location, body string) {
	res, body := ask(s.t, s.Server, get(path), who)
	return res.StatusCode, res.Header.Get("Location"), body
}

func TestAScannedCode(t *testing.T) {
	s := newPressSite(t, nil)
	id := s.order(s.Company)
	number := dbtest.Get[string](t, s.Database, `select number from orders`)
	digits := officer.OrderNumber(number).Digits()
	for _, scanned := range []string{number, digits} {
		if status, location, _ := statusOf(s, "/scan/"+scanned, "officer"); status != 303 || location != "/desk/orders/"+string(id) {
			t.Errorf("%s: %d %s", scanned, status, location)
		}
	}
	if status, location, _ := statusOf(s, "/scan/"+number, ""); status != 303 || location != "/signin?return=%2Fscan%2F"+number {
		t.Errorf("nobody: %d %s", status, location)
	}
	said := map[string]bool{}
	for _, c := range []struct{ scanned, who string }{{number, "foreign"}, {"1001-0000-0000-1", "officer"}, {"1001-0000-0000-1", "foreign"}, {"1001-0000-0000-2", "officer"}, {"x", "officer"}} {
		status, p, _ := s.look("/scan/"+c.scanned, c.who)
		if status != http.StatusNotFound {
			t.Fatalf("%s as %s: %d", c.scanned, c.who, status)
		}
		for _, main := range p.All("h1") {
			said[main.FirstChild.Data] = true
		}
	}
	if len(said) != 1 {
		t.Errorf("what is not found is told apart: %v", said)
	}
}

// chosen is the form by which papers of orders are printed.
func chosen(kinds []string, ids ...officer.OrderID) url.Values {
	var orders []string
	for _, id := range ids {
		orders = append(orders, string(id))
	}
	return url.Values{"orders": {strings.Join(orders, " ")}, "paper": kinds}
}

func TestPrintManyOrders(t *testing.T) {
	s := newPressSite(t, nil)
	one, two, theirs := s.order(s.Company), s.order(s.Company), s.order(s.Authority)
	status, _, body := s.post("/desk/orders/papers", "officer", url.Values{"order": {string(one), string(two), string(one)}})
	p := s.read(body)
	if status != http.StatusOK || !strings.Contains(p.Text(), "Unterlagen von 2 Bestellungen") || strings.Contains(p.Text(), "BehördenIdent") {
		t.Errorf("%d: %s", status, p.Text())
	}
	if flaws := p.Flaws("de"); len(flaws) > 0 {
		t.Error(flaws)
	}
	job := s.must("/desk/orders/papers/print", "officer", chosen([]string{"checklist", "record"}, one, two))
	if !strings.HasPrefix(job, "/jobs/job_") {
		t.Fatal(job)
	}
	s.checkJob(job, "beginnt gleich", `http-equiv="refresh"`)
	if found, err := s.Jobs.Work(t.Context()); !found || err != nil {
		t.Fatal(found, err)
	}
	s.checkJob(job, "Der Auftrag ist fertig", job+"/result")
	res, content := ask(t, s.Server, get(job+"/result"), "officer")
	if res.StatusCode != http.StatusOK || !strings.HasPrefix(content, "%PDF-") || res.Header.Get("Content-Disposition") == "" {
		t.Errorf("%d %v", res.StatusCode, res.Header)
	}
	for who, want := range map[string]int{"colleague": 404, "foreign": 404, "checker": 403, "": 303} {
		for _, path := range []string{job, job + "/result", job + "/events"} {
			if status, _, _ := statusOf(s, path, who); status != want {
				t.Errorf("%s as %q: %d", path, who, status)
			}
		}
	}
	for name, c := range map[string]struct {
		form   url.Values
		status int
		says   string
	}{
		"somebody else's order": {chosen([]string{"checklist"}, one, theirs), 404, "Diese Seite gibt es nicht"},
		"no id":                 {url.Values{"orders": {"' or true"}, "paper": {"checklist"}}, 404, "Diese Seite gibt es nicht"},
		"no order":              {chosen([]string{"checklist"}), 422, "mindestens eine Bestellung"},
		"no paper":              {chosen(nil, one, two), 422, "mindestens eine Unterlage"},
		"unknown paper":         {chosen([]string{"coffee"}, one), 422, "mindestens eine Unterlage"},
	} {
		status, _, body := s.post("/desk/orders/papers/print", "officer", c.form)
		if status != c.status || !strings.Contains(s.read(body).Text(), c.says) {
			t.Errorf("%s: %d %s", name, status, s.read(body).Text())
		}
	}
}

// checkJob looks at a job's page.
func (s *pressSite) checkJob(job, says, has string) {
	s.t.Helper()
	_, p, body := s.look(job, "officer")
	if !strings.Contains(p.Text(), says) || !strings.Contains(body, has) {
		s.t.Errorf("no %q, or no %q in %s", says, has, p.Text())
	}
	if flaws := p.Flaws("de"); len(flaws) > 0 {
		s.t.Error(flaws)
	}
}

func TestChooseEveryOrderOfAStatus(t *testing.T) {
	s := newPressSite(t, nil)
	open, done := s.order(s.Company), s.order(s.Company)
	s.Exec(t, `update orders set status = 'completed' where id = $1`, done)
	_, _, body := s.post("/desk/orders/papers", "officer", url.Values{"order": {string(done)}, "status": {"open"}, "every": {"yes"}})
	if !strings.Contains(body, string(open)) || strings.Contains(body, string(done)) {
		t.Error("not the orders of the status were chosen")
	}
	if status, _, body := s.post("/desk/orders/papers", "officer", url.Values{"status": {"coffee"}, "every": {"yes"}}); status != 422 {
		t.Errorf("%d %s", status, s.read(body).Text())
	}
}

func TestCancelAJob(t *testing.T) {
	s := newPressSite(t, nil)
	job := s.must("/desk/orders/papers/print", "officer", chosen([]string{"checklist"}, s.order(s.Company)))
	if status, _, _ := s.post(job+"/cancel", "colleague", url.Values{}); status != http.StatusNotFound {
		t.Errorf("a colleague cancels: %d", status)
	}
	s.must(job+"/cancel", "officer", url.Values{})
	s.checkJob(job, "Dieser Auftrag wurde abgebrochen", "/jobs")
	if status, _, _ := s.post(job+"/cancel", "officer", url.Values{}); status != http.StatusConflict {
		t.Errorf("cancelled twice: %d", status)
	}
	if found, err := s.Jobs.Work(t.Context()); found || err != nil {
		t.Errorf("the worker took it: %v %v", found, err)
	}
}

// TestPapersInABrowser prints two orders as somebody does, sees the bar move and
// the page change by itself, and has axe read the papers.
func TestPapersInABrowser(t *testing.T) {
	files, err := static.New()
	if err != nil {
		t.Fatal(err)
	}
	s := newPressSite(t, func(cfg *Config) { cfg.Assets = files })
	id := s.order(s.Company)
	s.order(s.Company)
	base := serve(t, s.Server)
	w := webtest.Open(t, time.Minute)
	w.Do(chromedp.ActionFunc(func(ctx context.Context) error {
		return network.SetCookie(sessionCookie, "officer").WithURL(base).Do(ctx)
	}))
	for _, path := range []string{papersOf(id, ""), papersOf(id, "/checklist"), papersOf(id, "/application"), papersOf(id, "/record?language=en"), papersOf(id, "/revocation")} {
		w.Do(chromedp.Navigate(base + path))
		for _, v := range w.Axe("static/node_modules/axe-core/axe.min.js") {
			t.Errorf("%s: %s", path, v)
		}
	}
	w.Do(chromedp.Navigate(base+"/desk/orders"), chromedp.Click("#pick-all"), chromedp.Click(`form[action="/desk/orders/papers"] button`),
		chromedp.WaitVisible(`form[action="/desk/orders/papers/print"]`))
	if n := webtest.Ask[int](w, `document.querySelector("[name=orders]").value.split(" ").length`); n != 2 {
		t.Errorf("%d orders chosen", n)
	}
	w.Do(chromedp.Click(`form[action="/desk/orders/papers/print"] button`), chromedp.WaitVisible(`[data-events]`))
	worked := make(chan error, 1)
	go func() { _, err := s.Jobs.Work(context.Background()); worked <- err }()
	w.Do(chromedp.WaitVisible(`a[href$='/result']`))
	if err := <-worked; err != nil {
		t.Error(err)
	}
	var begins string
	w.Do(chromedp.Evaluate(`fetch(document.querySelector("a[href$='/result']").href).then(r => r.text()).then(t => t.slice(0, 5))`, &begins, webtest.Awaited))
	if begins != "%PDF-" {
		t.Errorf("the result is %q", begins)
	}
}
