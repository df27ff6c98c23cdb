package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"database/sql"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/web"
	"officerportal/officer/web/httpsig"
	"officerportal/officer/web/webtest"
	"officerportal/rbac"
)

// public lists the routes that nobody need sign in for. A new one is said here
// out loud, with the reason where it is not plain.
var public = []string{
	"GET /", "GET /livez", "GET /readyz", "GET /static/*", "GET /language",
	"GET /signin", "POST /signin", "GET /signin/unlock", "POST /signin/unlock", "GET /signin/unlock/:token",
	"GET /register", "POST /register", "GET /register/sent/:registration", "POST /register/resend/:registration", "GET /register/:token", "POST /register/:token",
	"GET /email/confirm/:token", "POST /email/confirm/:token", // by whoever reads the mailbox, on whichever device
	"POST /signout", // also of a session that has ended meanwhile
	"GET /password/forgotten", "POST /password/forgotten", "GET /password/reset/:token", "POST /password/reset/:token",
	"GET /invitation/:token", "POST /invitation/:token",
	"GET /appointments/accept/:token", "POST /appointments/accept/:token", "GET /roles/accept/:token", "POST /roles/accept/:token",
	"GET /revocation-password/:token", "POST /revocation-password/:token", "GET /revocation-password",
	"GET /imprint", "GET /privacy", "GET /accessibility", "GET /revocation", // what to do when a card has to be revoked
	"GET /barrier", "POST /barrier", "GET /help", "GET /help/:topic",
	"GET /portal/code", // links with codes lead there; it says why somebody has to sign in
	// the personaliser's program, which signs its calls; what it may call is told to anybody
	"GET /api/production/batches", "GET /api/production/batches/:batch", "POST /api/production/results", "POST /api/production/dispatch",
	"GET /api/production/openapi.json", "GET /api/production/openapi-3.0.json", "GET /api/production/openapi.yaml", "GET /api/production/openapi-3.0.yaml",
	"GET /demo/ca/root.pem", "GET /demo/ca/crl", "POST /demo/ca/ocsp", "GET /demo/ca/ocsp", "GET /demo/ca/ocsp/*", // exist in the demo only
	"POST /demo/signin", "GET /demo/mailbox", "GET /demo/mailbox/:mail", // exist in the demo only
}

// planted are secrets that the requests of these tests carry; no log may.
var planted = []string{"geheimes-Kennwort-4711", "L01X00T475", "Code493817", "planted@geheim.example", "bm9ib2R5IGtub3dzIHRoaXMgdG9rZW4"}

// stuffed is a form with secrets in every field that may hold one.
func stuffed(who *person) url.Values {
	form := url.Values{"password": planted[:1], "old_password": planted[:1], "revocation_password": planted[:1], "answer": planted[:1], "note": planted[:1],
		"number": planted[1:2], "mrz": planted[1:2], "q": planted[1:2], "code": planted[2:3], "email": planted[3:4]}
	if who != nil {
		form.Set("csrf", who.csrf)
	}
	return form
}

// TestHygiene goes over the whole route table, so that a new route is tested
// before its author writes a test.
func TestHygiene(t *testing.T) {
	p := wholePortal(t, "http://portal.example")
	p.gather(t)
	t.Run("permissions", p.permissions)
	t.Run("nobody", p.nobody)
	t.Run("wrong role", p.wrongRole)
	t.Run("wrong id", p.wrongID)
	t.Run("somebody else's", p.somebodyElses)
	t.Run("forged form", p.forgedForm)
	t.Run("machines", p.machines)
	t.Run("shape", p.shape)
	t.Run("log", p.quietLog)
	t.Run("no database", p.noDatabase) // the last, since it stays away
}

// each calls f with every route in a test of its own that says which.
func (p *whole) each(t *testing.T, f func(t *testing.T, r web.Route)) {
	for _, r := range p.server.Routes() {
		t.Run(r.Method+" "+r.Path, func(t *testing.T) { f(t, r) })
	}
}

// may lists who may use a route, and who may not.
func (p *whole) may(r web.Route) (may, mayNot []*person) {
	for _, who := range p.people {
		if rbac.Allows(who.Roles, who.Place, r.Permission) && (r.Permission == rbac.Public || !elsewhere(r, who.Place)) {
			may = append(may, who)
		} else {
			mayNot = append(mayNot, who)
		}
	}
	return may, mayNot
}

// elsewhere reports whether a route is for people at work elsewhere.
func elsewhere(r web.Route, place officer.Place) bool {
	desk, office, portal := strings.HasPrefix(r.Path, "/desk"), strings.HasPrefix(r.Path, "/office"), strings.HasPrefix(r.Path, "/portal")
	return place == officer.Portal && (desk || office) || place == officer.Desk && office || place != officer.Portal && portal
}

// request is what a route is asked with: a form if it takes one.
func request(r web.Route, path string, form url.Values) *http.Request {
	if r.Method == http.MethodPost {
		return send(path, form)
	}
	return get(path)
}

func (p *whole) permissions(t *testing.T) {
	var open []string
	p.each(t, func(t *testing.T, r web.Route) {
		if !r.Permission.Known() {
			t.Errorf("asks for %q", r.Permission)
		}
		if r.Permission == rbac.Public {
			open = append(open, r.Method+" "+r.Path)
		} else if may, _ := p.may(r); len(may) == 0 {
			t.Errorf("nobody of the demo has %s", r.Permission)
		}
	})
	for _, route := range open {
		if !slices.Contains(public, route) {
			t.Errorf("%s is public and nobody said so", route)
		}
	}
	for _, route := range public {
		if !slices.Contains(open, route) {
			t.Errorf("%s is said to be public", route)
		}
	}
}

// nobody is sent to the sign-in, and never sees a form.
func (p *whole) nobody(t *testing.T) {
	p.each(t, func(t *testing.T, r web.Route) {
		if r.Permission == rbac.Public {
			return
		}
		a := p.ask(t, nil, request(r, one(r), stuffed(nil)))
		if r.Method == http.MethodGet && (a.status != 303 || !strings.HasPrefix(a.header.Get("Location"), "/signin?return=")) {
			t.Errorf("%d %s", a.status, a.header.Get("Location"))
		}
		if r.Method == http.MethodPost && a.status != 401 {
			t.Errorf("%d", a.status)
		}
		if strings.Contains(a.body, "<form") {
			t.Error("shows a form")
		}
	})
}

func (p *whole) wrongRole(t *testing.T) {
	p.each(t, func(t *testing.T, r web.Route) {
		_, mayNot := p.may(r)
		for _, who := range mayNot {
			if a := p.ask(t, who, request(r, one(r), stuffed(who))); a.status != 403 {
				t.Errorf("%s: %d", who.name, a.status)
			}
		}
	})
}

// wrongID: what is no id, and what is nobody's, are the same to whoever may ask.
func (p *whole) wrongID(t *testing.T) {
	p.each(t, func(t *testing.T, r web.Route) {
		if r.Machine() {
			return // see machines
		}
		may, _ := p.may(r)
		for _, path := range p.wrong(r) {
			for _, who := range firstOfEachPlace(may) {
				if a := p.ask(t, who, request(r, path, stuffed(who))); a.status != 404 {
					t.Errorf("%s, %.80s: %d", who.name, path, a.status)
				}
			}
		}
	})
}

// firstOfEachPlace spares asking the same as many people.
func firstOfEachPlace(people []*person) (list []*person) {
	seen := make(map[officer.Place]bool)
	for _, who := range people {
		if !seen[who.Place] {
			seen[who.Place] = true
			list = append(list, who)
		}
	}
	return list
}

// somebodyElses: who may not know learns nothing. In the back office everything
// is the provider's to see.
func (p *whole) somebodyElses(t *testing.T) {
	tried := 0
	p.each(t, func(t *testing.T, r web.Route) {
		may, _ := p.may(r)
		for _, who := range may {
			if who.Place == officer.BackOffice && !strings.HasPrefix(r.Path, "/account") {
				continue
			}
			for _, path := range p.foreign(t, r, who) {
				tried++
				if a := p.ask(t, who, request(r, path, stuffed(who))); a.status != 404 {
					t.Errorf("%s, %s: %d", who.name, path, a.status)
				}
			}
		}
	})
	if tried < 10 {
		t.Errorf("only %d foreign addresses were tried", tried)
	}
}

// forgedForm: a form without our token, with another's, or from another site
// changes nothing.
func (p *whole) forgedForm(t *testing.T) {
	before := p.fingerprint(t)
	p.each(t, func(t *testing.T, r web.Route) {
		if r.Method != http.MethodPost || r.Machine() {
			return
		}
		who, other := p.people[0], p.people[1]
		if may, _ := p.may(r); len(may) > 0 {
			who = may[0]
			other = p.people[(slices.Index(p.people, who)+1)%len(p.people)]
		}
		for name, forge := range map[string]func(url.Values, http.Header){
			"no token":        func(f url.Values, _ http.Header) { f.Del("csrf") },
			"another's token": func(f url.Values, _ http.Header) { f.Set("csrf", other.csrf) },
			"two tokens":      func(f url.Values, _ http.Header) { f.Add("csrf", other.csrf) },
			"other site":      func(_ url.Values, h http.Header) { h.Set("Sec-Fetch-Site", "cross-site") },
			"sister site":     func(_ url.Values, h http.Header) { h.Set("Sec-Fetch-Site", "same-site") },
			"other origin":    func(_ url.Values, h http.Header) { h.Del("Sec-Fetch-Site"); h.Set("Origin", "https://evil.example") },
			"no origin":       func(_ url.Values, h http.Header) { h.Del("Sec-Fetch-Site"); h.Set("Origin", "null") },
		} {
			for _, path := range append(p.addresses(t, r, who), one(r))[:1] {
				form, header := stuffed(who), http.Header{}
				header.Set("Sec-Fetch-Site", "same-origin")
				forge(form, header)
				req := send(path, form)
				req.Header.Del("Sec-Fetch-Site")
				for key := range header {
					req.Header.Set(key, header.Get(key))
				}
				if a := p.ask(t, who, req); a.status != 403 {
					t.Errorf("%s: %d", name, a.status)
				}
			}
		}
	})
	for table, print := range p.fingerprint(t) {
		if print != before[table] {
			t.Errorf("%s changed", table)
		}
	}
}

// machines: what programs call takes no session for an answer. The personaliser's
// calls are refused without a signature, and with one that anybody can make.
func (p *whole) machines(t *testing.T) {
	before := p.fingerprint(t)
	_, stranger, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	p.each(t, func(t *testing.T, r web.Route) {
		if !strings.HasPrefix(r.Path, "/api/") || strings.Contains(r.Path, "openapi") {
			return
		}
		for _, who := range append(firstOfEachPlace(p.people), nil) {
			for name, sign := range map[string]func(*http.Request, []byte){
				"unsigned": func(*http.Request, []byte) {},
				"noise": func(req *http.Request, _ []byte) {
					req.Header.Set("Signature-Input", "x")
					req.Header.Set("Signature", "y")
				},
				"a stranger's": func(req *http.Request, body []byte) { signAs(t, req, body, stranger, strings.Repeat("0", 64)) },
			} {
				tried++
				body := []byte(`{"batch":"bat_zzzzzzzzzzzzzzzz","results":[{"card":"crd_zzzzzzzzzzzzzzzz"}]}`)
				req := httptest.NewRequest(r.Method, one(r), nil)
				if r.Method == http.MethodPost {
					req = httptest.NewRequest(r.Method, one(r), bytes.NewReader(body))
					req.Header.Set("Content-Type", "application/json")
				} else {
					body = nil
				}
				sign(req, body)
				a := p.ask(t, who, req)
				p.carries(t, a, 401)
				if !strings.HasPrefix(a.header.Get("Content-Type"), "application/problem+json") || strings.Contains(a.body, "<") || a.header.Get("Set-Cookie") != "" {
					t.Errorf("%s: %s %s", name, a.header.Get("Content-Type"), a.body)
				}
			}
		}
	})
	if tried < 40 {
		t.Errorf("only %d calls", tried)
	}
	for table, print := range p.fingerprint(t) {
		if print != before[table] {
			t.Errorf("%s changed", table)
		}
	}
}

// signAs signs a request as a program does.
func signAs(t testing.TB, req *http.Request, body []byte, key ed25519.PrivateKey, keyID string) {
	t.Helper()
	var headers []string
	if req.Method == http.MethodPost {
		if req.Header.Get("Idempotency-Key") == "" {
			req.Header.Set("Idempotency-Key", "call-1")
		}
		req.Header.Set("Content-Digest", httpsig.Digest(body))
		headers = append(headers, "idempotency-key")
	}
	input, signature, err := httpsig.Sign(httpsig.Request{Method: req.Method, Path: req.URL.EscapedPath(), Query: req.URL.RawQuery, Host: req.Host, Header: req.Header.Get, Body: body},
		keyID, key, time.Now(), headers...)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Signature-Input", input)
	req.Header.Set("Signature", signature)
}

// shape: too large, by the wrong method; and what every answer carries.
func (p *whole) shape(t *testing.T) {
	methods := make(map[string][]string)
	for _, r := range p.server.Routes() {
		methods[r.Path] = append(methods[r.Path], r.Method)
	}
	p.listen(t)
	p.each(t, func(t *testing.T, r web.Route) {
		may, _ := p.may(r)
		who := append(may, nil)[0]
		if r.Method == http.MethodPost {
			p.carries(t, p.announced(t, one(r), max(r.Limit(), 1<<20)+1<<20), 413)
		}
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch} {
			if !slices.Contains(methods[r.Path], method) && !shadowed(p.server.Routes(), r, method) {
				p.carries(t, p.ask(t, who, httptest.NewRequest(method, one(r), nil)), 405)
			}
		}
		p.carries(t, p.ask(t, nil, request(r, one(r), nil)), 0)
		p.carries(t, p.ask(t, who, request(r, one(r), nil)), 0)
	})
}

// announced says to the portal's listener how large a form will be, and gives the
// answer that comes before it is sent.
func (p *whole) announced(t *testing.T, path string, size int) answer {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_, err = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: portal.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\ncsrf=", path, size)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, string(text)}
}

// shadowed reports whether an address of the route is also one of a wider route
// for the method, as /products/new is one of /products/:product.
func shadowed(routes []web.Route, r web.Route, method string) bool {
	return slices.ContainsFunc(routes, func(wide web.Route) bool {
		pattern := placeholderOf.ReplaceAllString(regexp.QuoteMeta(wide.Path), `[^/]+`)
		return wide.Method == method && regexp.MustCompile("^"+pattern+"$").MatchString(one(r))
	})
}

// carries holds an answer to its status, if one is given, and to the headers.
func (p *whole) carries(t *testing.T, a answer, status int) {
	t.Helper()
	if status != 0 && a.status != status {
		t.Errorf("status %d, want %d", a.status, status)
	}
	for header, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'; script-src 'self'; ", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		"Permissions-Policy": "camera=()", "Cache-Control": "",
	} {
		if got := a.header.Get(header); got == "" || !strings.HasPrefix(got, want) {
			t.Errorf("%d: %s is %q", a.status, header, got)
		}
	}
}

// quietLog: what all of this wrote into the log has no secret in it, no text was
// missing, and no page went without its menu or its announcements.
func (p *whole) quietLog(t *testing.T) {
	text := p.log.take()
	if strings.Count(text, `"msg":"request"`) < 500 {
		t.Fatalf("the log has %d lines", strings.Count(text, "\n"))
	}
	secrets := slices.Clone(planted)
	for _, who := range p.people {
		secrets = append(secrets, who.token, who.csrf, who.Name, who.Email)
	}
	told := make(map[string]bool)
	for line := range strings.Lines(text) {
		for _, s := range secrets {
			if strings.Contains(line, s) || strings.Contains(line, url.QueryEscape(s)) {
				t.Errorf("%q stands in the log: %s", s, line)
			}
		}
		_, what, _ := strings.Cut(line, `"msg"`) // the time before it differs
		if (strings.Contains(line, "text missing") || strings.Contains(line, "not readable") || strings.Contains(line, `"level":"ERROR"`)) && !told[what] {
			told[what] = true
			t.Error(line)
		}
	}
	if found := regexp.MustCompile(`[a-z]@[a-z]|[?&][a-z]+=`).FindString(text); found != "" {
		t.Errorf("an address stands in the log: %s", found)
	}
}

// plain is what a reader sees of a page.
func plain(body string) string {
	page, err := webtest.Read(body)
	if err != nil {
		return body
	}
	return strings.Join(strings.Fields(page.Text()), " ")
}

// drawn is what is drawn by lot and may say anything: tokens and ids.
var drawn = regexp.MustCompile(`[A-Za-z0-9_-]{16,}`)

// noDatabase: the portal says so, in both languages, and tells no more.
func (p *whole) noDatabase(t *testing.T) {
	p.loseDatabase(t)
	for language, words := range map[string]string{"de": "nicht erreichbar", "en": "not available"} {
		p.each(t, func(t *testing.T, r web.Route) {
			if r.Permission == rbac.Public {
				if a := p.ask(t, nil, request(r, one(r), nil)); a.status == 500 {
					t.Error("a fault for a stranger")
				}
				return
			}
			may, _ := p.may(r)
			req := request(r, one(r), stuffed(may[0]))
			req.Header.Set("Accept-Language", language)
			a := p.ask(t, may[0], req)
			p.carries(t, a, 503)
			if !strings.Contains(a.body, `<html lang="`+language+`"`) || !strings.Contains(a.body, words) || !strings.Contains(a.body, a.header.Get("X-Request-Id")) {
				t.Errorf("%s: the page lacks its words or its reference number: %.300s", language, plain(a.body))
			}
			if a.header.Get("Retry-After") == "" {
				t.Error("says not when to come again")
			}
			said := strings.ReplaceAll(a.body, a.header.Get("X-Request-Id"), "") // drawn by lot as well, and shorter
			for _, detail := range []string{"sql", "pq:", "postgres", "connect", "socket", "panic", ".go:"} {
				if strings.Contains(strings.ToLower(drawn.ReplaceAllString(said, "")), detail) {
					t.Errorf("tells a stranger about %q", detail)
				}
			}
		})
	}
	if a := p.ask(t, nil, get("/readyz")); a.status != 503 {
		t.Errorf("/readyz says %d", a.status)
	}
	if a := p.ask(t, p.people[0], get("/livez")); a.status != 200 {
		t.Errorf("/livez says %d", a.status)
	}
	p.log.take()
}

// loseDatabase takes the database away, as a failing server does: connections
// break, and new ones are refused.
func (p *whole) loseDatabase(t *testing.T) {
	t.Helper()
	name := regexp.MustCompile(`dbname='(\w+)'`).FindStringSubmatch(p.data.DSN)
	if name == nil {
		t.Fatalf("what is the database's name in %s?", p.data.DSN)
	}
	server, err := sql.Open("postgres", strings.Replace(p.data.DSN, name[1], "postgres", 1))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	for _, step := range []string{`alter database ` + name[1] + ` allow_connections false`,
		`select pg_terminate_backend(pid) from pg_stat_activity where datname = '` + name[1] + `'`} {
		if _, err := server.Exec(step); err != nil {
			t.Fatal(err)
		}
	}
}
