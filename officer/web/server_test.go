package web

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// people are the sessions of the tests: token and who holds it.
type people map[string]officer.Actor

func (p people) Resume(_ context.Context, token string) (officer.Actor, error) {
	if token == "broken" {
		return officer.Actor{}, fmt.Errorf("the database is away")
	}
	if a, known := p[token]; known {
		return a, nil
	}
	return officer.Actor{}, officer.Fail(officer.Unauthenticated, "signin.needed")
}

func (p people) Look(ctx context.Context, token string) (officer.Actor, error) {
	return p.Resume(ctx, token)
}

type assets struct{}

func (assets) Path(name string) string { return "/static/" + name }

func (assets) Open(name string) ([]byte, string, error) {
	if name == "portal.0123456789ab.css" {
		return []byte("body{}"), "text/css; charset=utf-8", nil
	}
	return nil, "", fs.ErrNotExist
}

func (assets) Gzip(name string) ([]byte, bool) { return nil, false }

// The people at the door. Anna is an officer, Otto an operator of the provider,
// Dora still owes her second factor.
var (
	anna = officer.Actor{
		Account: "acc_anna", Session: "ses_anna", Name: "Anna Łucka", Language: "de",
		Place: officer.Desk, Organisation: "org_amt", OrganisationName: "Stadt Musterhausen",
		Roles: []officer.Role{officer.RoleOfficer}, SecondFactor: true,
		SessionEnds: time.Date(2026, 11, 22, 14, 0, 0, 0, time.UTC),
	}
	otto = officer.Actor{
		Account: "acc_otto", Session: "ses_otto", Name: "Otto", Language: "en",
		Place: officer.BackOffice, Organisation: "org_tsp", Roles: []officer.Role{officer.RoleOperator}, SecondFactor: true,
	}
	dora = officer.Actor{
		Account: "acc_dora", Session: "ses_dora", Name: "Dora", Language: "de",
		Place: officer.Desk, Organisation: "org_amt", Roles: []officer.Role{officer.RoleOfficer}, SecondFactorDue: true,
	}
	everybody = people{"anna": anna, "otto": otto, "dora": dora}
)

// site is a server with a few routes for tests besides its own.
func site(t *testing.T, change func(*Config), more ...func(*Server, *router)) *Server {
	t.Helper()
	cfg := Config{
		Services: Services{Sessions: everybody, Assets: assets{}, Ready: func(context.Context) error { return nil }},
		Log:      slog.New(slog.NewJSONHandler(io.Discard, nil)),
		CSRFKey:  []byte("0123456789abcdef0123456789abcdef"),

		ReadTimeout: time.Second, // browsers open connections ahead and say nothing on them
	}
	if change != nil {
		change(&cfg)
	}
	saved := areas
	areas = append([]func(*Server, *router){(*Server).frameRoutes, (*Server).startRoutes, testRoutes}, more...)
	defer func() { areas = saved }()
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// testRoutes are a public form, a page for officers, and one that any account may use.
func testRoutes(s *Server, r *router) {
	form := func(f *page.Frame) templ.Component { return page.ConfirmPage(f, page.Confirm{Action: "/form"}) }
	r.get("/form", rbac.Public, func(c *fiber.Ctx) error { return s.show(c, "start.title", form) })
	r.post("/form", rbac.Public, func(c *fiber.Ctx) error {
		in := bind(c)
		name := in.Line("name", 10)
		in.Need("name")
		if err := in.Err(); err != nil {
			return s.again(c, err, "start.title", form)
		}
		return c.SendString("name=" + name)
	})
	r.get("/desk", rbac.CaseList, func(c *fiber.Ctx) error { return s.show(c, "start.title", form) }).inMenu("start.title")
	r.get("/desk/cases/:id", rbac.CaseOpen, func(c *fiber.Ctx) error { return c.SendString(c.Params("id")) })
	r.post("/desk/cases", rbac.PersonSave, func(c *fiber.Ctx) error { return s.done(c, "/desk", "start.title") })
	r.get("/sign-two", rbac.AccountSecondFactor, func(c *fiber.Ctx) error { return c.SendString("two") })
}

// ask sends a request with a session's token, if any.
func ask(t *testing.T, s *Server, req *http.Request, token string) (*http.Response, string) {
	t.Helper()
	if token != "" {
		req.AddCookie(&http.Cookie{Name: s.cookieName(sessionCookie), Value: token})
	}
	res, err := s.App().Test(req, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

func get(path string) *http.Request { return httptest.NewRequest(http.MethodGet, path, nil) }

// send is a form as a browser posts it to us.
func send(path string, form url.Values) *http.Request {
	req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return req
}

var hiddenToken = regexp.MustCompile(`name="csrf" value="([^"]*)"`)

// visitForm opens the page with a form and gives its token and cookies.
func visitForm(t *testing.T, s *Server, path, session string) (string, []*http.Cookie) {
	t.Helper()
	res, body := ask(t, s, get(path), session)
	found := hiddenToken.FindStringSubmatch(body)
	if found == nil || found[1] == "" {
		t.Fatalf("%s: no token in the form", path)
	}
	return found[1], res.Cookies()
}

func TestUnsafeConfigurationIsRefused(t *testing.T) {
	log := slog.New(slog.NewJSONHandler(io.Discard, nil))
	services := Services{Sessions: everybody, Assets: assets{}, Ready: func(context.Context) error { return nil }}
	for name, cfg := range map[string]Config{
		"short key":   {Services: services, Log: log, CSRFKey: make([]byte, 31)},
		"no sessions": {Services: Services{Assets: assets{}, Ready: services.Ready}, Log: log, CSRFKey: make([]byte, 32)},
		"no log":      {Services: services, CSRFKey: make([]byte, 32)},
	} {
		if _, err := New(cfg); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestStartPageInTheReadersLanguage(t *testing.T) {
	s := site(t, nil)
	for accept, want := range map[string]string{
		"":                      "de",
		"de-AT,en;q=0.5":        "de",
		"en-GB,en;q=0.9":        "en",
		"fr-FR,en;q=0.8":        "en",
		"zh":                    "de",
		"en\";<script>alert(1)": "de",
	} {
		req := get("/")
		req.Header.Set("Accept-Language", accept)
		res, body := ask(t, s, req, "")
		if res.StatusCode != 200 || !strings.Contains(body, `<html lang="`+want+`">`) {
			t.Errorf("Accept-Language %q: status %d, not in %s", accept, res.StatusCode, want)
		}
	}
}

// Trap: without Immutable, strings kept after a handler change under one's
// hands, into another visitor's values.
func TestStringsKeptAfterTheHandlerDoNotChange(t *testing.T) {
	var kept [][3]string
	s := site(t, nil, func(s *Server, r *router) {
		r.get("/keep/:id", rbac.Public, func(c *fiber.Ctx) error {
			kept = append(kept, [3]string{c.Params("id"), c.Query("q"), c.Get("X-Word")}) // as they are: a sum would be a copy
			return nil
		})
	})
	base, client := serve(t, s), &http.Client{} // one connection, whose memory is used again and again
	defer client.CloseIdleConnections()
	for i := range 200 {
		req, err := http.NewRequest(http.MethodGet, fmt.Sprintf("%s/keep/%04d?q=%04d", base, i, i), nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("X-Word", fmt.Sprintf("%04d", i))
		res, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
	}
	for i, k := range kept {
		if want := fmt.Sprintf("%04d", i); k != [3]string{want, want, want} {
			t.Fatalf("kept strings %d became %q", i, k)
		}
	}
}

// serve runs the server on a listener of its own and gives its address.
func serve(t *testing.T, s *Server) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := s.Shutdown(ctx); err != nil {
			t.Error(err)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return "http://" + l.Addr().String()
}

func fetch(t *testing.T, req *http.Request) (*http.Response, string) {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

// Trap: /Desk and /desk/ must not be second doors beside /desk.
func TestOneAddressPerRoute(t *testing.T) {
	s := site(t, nil)
	for path, want := range map[string]int{"/desk": 200, "/Desk": 404, "/desk/": 404, "//desk": 404, "/desk/../form": 404} {
		if res, _ := ask(t, s, get(path), "anna"); res.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, res.StatusCode, want)
		}
	}
}

// Trap: anybody may write X-Forwarded-For; only our proxy is believed.
func TestAddressCannotBeForged(t *testing.T) {
	show := func(s *Server, r *router) {
		r.get("/who", rbac.Public, func(c *fiber.Ctx) error { return c.SendString(c.IP() + " " + c.Hostname() + " " + c.Protocol()) })
	}
	for _, c := range []struct {
		name    string
		proxies []string
		want    string
	}{
		{"nobody trusted", nil, "127.0.0.1 127.0.0.1"},
		{"other proxy trusted", []string{"10.0.0.0/8"}, "127.0.0.1 127.0.0.1"},
		{"our proxy", []string{"127.0.0.1"}, "203.0.113.7 portal.example https"},
	} {
		base := serve(t, site(t, func(cfg *Config) { cfg.TrustedProxies = c.proxies }, show))
		req, err := http.NewRequest(http.MethodGet, base+"/who", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("X-Forwarded-For", "203.0.113.7")
		req.Header.Set("X-Forwarded-Host", "portal.example")
		req.Header.Set("X-Forwarded-Proto", "https")
		if _, body := fetch(t, req); !strings.HasPrefix(body, c.want) {
			t.Errorf("%s: %s, want %s", c.name, body, c.want)
		}
	}
}

func TestTooLargeABodyIsRefusedInWords(t *testing.T) {
	base := serve(t, site(t, func(cfg *Config) { cfg.BodyLimit = 4096 }))
	req, err := http.NewRequest(http.MethodPost, base+"/form", bytes.NewReader(make([]byte, 8192)))
	if err != nil {
		t.Fatal(err)
	}
	res, body := fetch(t, req)
	if res.StatusCode != 413 || !strings.Contains(body, "zu groß") || res.Header.Get("Content-Security-Policy") == "" {
		t.Errorf("status %d, policy %q", res.StatusCode, res.Header.Get("Content-Security-Policy"))
	}
}

// Trap: without a read timeout a client that sends a request letter by letter
// keeps a connection for as long as it likes.
func TestASlowClientIsCutOff(t *testing.T) {
	base := serve(t, site(t, func(cfg *Config) { cfg.ReadTimeout = 200 * time.Millisecond }))
	conn, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: "); err != nil {
		t.Fatal(err)
	}
	_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	answer, err := io.ReadAll(conn)
	if err != nil || strings.Contains(string(answer), "200 OK") {
		t.Errorf("%v, %q", err, answer)
	}
}
