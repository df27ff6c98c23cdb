package main

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/web"
	"officerportal/officer/web/webtest"
	"officerportal/rbac"
)

// statementsPerPage is how many statements one page may cost: who is asking, the
// announcements, and what the page is about.
const statementsPerPage = 8

// dearer pages put together what lies in many places.
var dearer = map[string]int{
	"/desk/cases/:case": 10, "/desk/cases/:case/consents": 10, "/desk/cases/:case/document": 10, "/desk/cases/:case/checks": 10, "/desk/cases/:case/review": 10,
	"/portal/applications/:application": 14, "/portal/released/:redemption": 11,
	"/desk/orders/:order/papers/:paper": 12, "/desk/orders/:order/papers/:paper/pdf": 12, "/desk/orders/:order/papers/pdf": 12, // and a line in the book
	"/portal/orders/:order/papers/:paper": 14, "/portal/orders/:order/papers/:paper/pdf": 14, "/portal/orders/:order/papers/pdf": 14, // and where the order is
	"/office/orders/:order":             14, // the whole of an order, as everything that decides about it is read
	"/portal/handed/:application/sheet": 12, "/portal/handed/:application/sheet/pdf": 12,
}

// Each step of an applicant's form is judged by shop, product, house, account and
// what the person ordered before.
func init() {
	for _, step := range append(officer.OrderSteps, "withdraw") {
		dearer["/portal/applications/:application/"+string(step)] = 11
	}
}

// noPages are routes of which no GET is a page.
var noPages = []string{"/api/production/batches", "/api/production/batches/:batch", "/api/production/openapi.json", "/api/production/openapi-3.0.json",
	"/api/production/openapi.yaml", "/api/production/openapi-3.0.yaml", "/demo/ca/root.pem", "/demo/ca/crl", "/demo/ca/ocsp", "/demo/ca/ocsp/*", "/livez", "/readyz", "/static/*", "/language", "/session"}

// ledTo are pages that only a link from a mail or a step of a flow opens;
// the walk goes there.
var ledTo = []string{
	"/scan/:number", "/desk/orders/papers", "/office/shops", // lead on
	"/signin/second-factor", "/signin/recovery", "/account/second-factor/setup", "/account/recovery-codes",
}

// A view is a page as somebody saw it.
type view struct {
	route web.Route
	who   *person
	path  string
	page  *webtest.Page // nil for a PDF
}

func (v view) name() string {
	if v.who == nil {
		return v.path + " as nobody"
	}
	return v.path + " as " + v.who.name
}

// TestPages looks at every page as everybody who may, in both languages.
func TestPages(t *testing.T) {
	p := wholePortal(t, "http://portal.example")
	p.gather(t)
	p.data.Exec(t, `update accounts set language = 'de'`)
	german := p.look(t, "de")
	p.data.Exec(t, `update accounts set language = 'en'`)
	p.look(t, "en")
	t.Run("links", func(t *testing.T) { p.links(t, german) })
	t.Run("bad input", func(t *testing.T) { p.badInput(t, german) })
	t.Run("log", p.quietLog)
}

// look opens every page and holds it against the rules of pages.
func (p *whole) look(t *testing.T, language string) (seen []view) {
	t.Helper()
	t.Run(language, func(t *testing.T) {
		p.each(t, func(t *testing.T, r web.Route) {
			if r.Method != http.MethodGet || slices.Contains(noPages, r.Path) {
				return
			}
			may, _ := p.may(r)
			if r.Permission == rbac.Public {
				may = append(may, nil)
			}
			found := 0
			for _, who := range may {
				for _, v := range p.views(t, r, who, language) {
					found++
					seen = append(seen, v)
				}
			}
			if found == 0 && !slices.Contains(ledTo, r.Path) {
				t.Error("nobody of the demo sees this page")
			}
		})
	})
	return seen
}

// costs asks for a page and counts the statements that it took.
func (p *whole) costs(t testing.TB, who *person, req *http.Request) (answer, int64) {
	t.Helper()
	before := p.db.Statements()
	a := p.ask(t, who, req.Clone(req.Context()))
	return a, p.db.Statements() - before
}

// views opens a route's addresses as somebody. What is not in the state for the
// page may lead elsewhere, be refused or not be found, but it never is a fault.
func (p *whole) views(t *testing.T, r web.Route, who *person, language string) (seen []view) {
	t.Helper()
	paths := p.mailed(t, r)
	if who != nil && len(paths) == 0 {
		paths = p.addresses(t, r, who)
	} else if len(paths) == 0 {
		paths = []string{one(r)}
	}
	for _, path := range paths {
		req := get(path)
		req.Header.Set("Accept-Language", language)
		a, cost := p.costs(t, who, req)
		v := view{route: r, who: who, path: path}
		if a.status != 200 {
			if !slices.Contains([]int{303, 403, 404, 409}, a.status) {
				t.Errorf("%s: %d", v.name(), a.status)
			}
			continue
		}
		most := int64(max(dearer[r.Path], statementsPerPage))
		if cost > most { // once a minute the session and the announcements are due as well; asked again, they are not
			_, cost = p.costs(t, who, req)
		}
		if cost > most {
			t.Errorf("%s: %d statements", v.name(), cost)
		}
		if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			seen = append(seen, v)
			continue
		}
		var err error
		if v.page, err = webtest.Read(a.body); err != nil {
			t.Errorf("%s: %v", v.name(), err)
			continue
		}
		for _, flaw := range v.page.Flaws(language) {
			t.Errorf("%s: %s", v.name(), flaw)
		}
		seen = append(seen, v)
	}
	return seen
}

// fewOfAKind is how many links of one kind somebody follows, such as rows of a list.
const fewOfAKind = 3

// links holds that no page leads somebody where they cannot go, or may not.
func (p *whole) links(t *testing.T, seen []view) {
	type way struct{ who, pattern string }
	gone := make(map[way]int)
	dead := make(map[string]bool)
	for _, v := range seen {
		if v.page == nil {
			continue
		}
		for _, href := range v.page.Links() {
			path, _, _ := strings.Cut(href, "#")
			pattern := placeholderPattern(path)
			w := way{v.name()[len(v.path):], pattern}
			if gone[w]++; gone[w] > fewOfAKind || dead[pattern] || strings.HasPrefix(href, "/language") {
				continue
			}
			if a := p.ask(t, v.who, get(path)); a.status != 200 && a.status != 303 {
				dead[pattern] = true // one is enough to say
				t.Errorf("%s leads to %s: %d", v.name(), href, a.status)
			}
		}
		for _, form := range v.page.All("form") {
			if action := webtest.Attr(form, "action"); !p.takes(v.who, webtest.Attr(form, "method"), action) {
				t.Errorf("%s has a form to %s, which nobody takes from them", v.name(), action)
			}
		}
	}
	if len(gone) < 50 {
		t.Errorf("only %d links were followed", len(gone))
	}
}

// takes reports whether there is a route for a form and the person may use it.
func (p *whole) takes(who *person, method, action string) bool {
	path, _, _ := strings.Cut(action, "?")
	for _, r := range p.server.Routes() {
		pattern := "^" + placeholderOf.ReplaceAllString(regexp.QuoteMeta(r.Path), `[^/]+`) + "$"
		if !strings.EqualFold(r.Method, method) || !regexp.MustCompile(pattern).MatchString(path) {
			continue
		}
		if who == nil {
			return r.Permission == rbac.Public
		}
		return rbac.Allows(who.Roles, who.Place, r.Permission) && !elsewhere(r, who.Place)
	}
	return false
}

// nonsense is what people, programs and attackers put into fields.
var nonsense = map[string]string{
	"nothing":          "",
	"space":            " \t  ",
	"too long":         strings.Repeat("Übermaß ", 1_000),
	"other script":     "Юлия 王 \u0645\u0631\u062d\u0628\u0627",
	"control":          "a\x00b\x1b[2J\u202e\u200b",
	"formula":          `=HYPERLINK("http://evil.example";"x")`,
	"markup":           `"><script>alert(1)</script><img src=x onerror=alert(1)>`,
	"template":         `{{.}} ${7*7} %s %n`,
	"not UTF-8":        "M\xfcller",
	"number":           "-1",
	"large number":     "99999999999999999999",
	"quote":            `'; drop table persons; --`,
	"somebody's id":    "app_zzzzzzzzzzzzzzzz",
	"decomposed":       "Mu\u0308ller-A\u030angstro\u0308m",
	"date":             "31.02.2026",
	"an offered value": "yes",
}

// badInput sends every form that was seen with nonsense in every field. Whatever
// the answer, it is no fault, and what was sent stands in it as text.
func (p *whole) badInput(t *testing.T, seen []view) {
	tried := make(map[string]bool)
	for _, v := range seen {
		if v.page == nil {
			continue
		}
		for _, form := range v.page.All("form") {
			action := webtest.Attr(form, "action")
			key := v.route.Path + " " + placeholderPattern(action)
			if tried[key] || v.who == nil || !strings.EqualFold(webtest.Attr(form, "method"), "post") || slices.Contains([]string{"/signout", "/account/place"}, action) {
				continue
			}
			tried[key] = true
			for name, value := range nonsense {
				fields := url.Values{}
				for n := range form.Descendants() {
					switch field := webtest.Attr(n, "name"); {
					case field == "":
					case field == "csrf" || field == "version":
						fields.Set(field, webtest.Attr(n, "value"))
					default:
						fields.Set(field, value)
					}
				}
				fields.Set("csrf", v.who.csrf)
				a := p.ask(t, v.who, send(action, fields))
				if a.status >= 500 || a.status < 200 {
					t.Errorf("%s, form to %s with %s: %d", v.name(), action, name, a.status)
				}
				if strings.Contains(a.body, "<script>alert") || strings.Contains(a.body, "<img src=x") {
					t.Errorf("%s, form to %s: markup goes through", v.name(), action)
				}
			}
		}
	}
	if len(tried) < 10 {
		t.Errorf("only %d forms were tried", len(tried))
	}
}

var anyID = regexp.MustCompile(`[a-z]{3}_[a-z2-9]{16}`)

// placeholderPattern makes addresses of one route alike.
func placeholderPattern(path string) string { return anyID.ReplaceAllString(path, ":id") }
