package web

import (
	"context"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
)

// A portal is the site on a real database, with the sample's people.
type portal struct {
	*dbtest.Sample
	server *Server
}

const rightPassword = "korrekt Pferd Batterie Heftklammer"

var hashing = sync.OnceValues(func() (*secret.Passwords, error) { return secret.NewPasswords() })

func newPortal(t *testing.T, change func(*Config)) *portal {
	t.Helper()
	p := &portal{Sample: dbtest.NewSample(t)}
	keys, err := secret.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	passwords, err := hashing()
	if err != nil {
		t.Fatal(err)
	}
	p.server = site(t, func(cfg *Config) {
		cfg.TLS = true
		if change != nil {
			change(cfg)
		}
		c := &desk.Counter{DB: p.DB, Keys: keys, Passwords: passwords, Address: "https://portal.example", Demo: cfg.Demo}
		cfg.SignIn, cfg.Accounts = &desk.SignIn{Counter: c, Limits: officer.DefaultSessionLimits}, &desk.Accounts{Counter: c}
		cfg.Sessions, cfg.SetLanguage = cfg.SignIn, cfg.Accounts.SetLanguage
	}, (*Server).signInRoutes, (*Server).accountRoutes)
	hash, err := passwords.Hash(context.Background(), secret.Of(rightPassword))
	if err != nil {
		t.Fatal(err)
	}
	p.Exec(t, `update accounts set password_hash = $1`, hash)
	return p
}

// A browser keeps its cookies and the page it looks at.
type browserOf struct {
	t       *testing.T
	portal  *portal
	cookies map[string]*http.Cookie
	path    string
	status  int
	page    string
}

func (p *portal) browser(t *testing.T) *browserOf {
	return &browserOf{t: t, portal: p, cookies: map[string]*http.Cookie{}}
}

func (b *browserOf) get(path string) *browserOf {
	b.t.Helper()
	return b.send(httptest.NewRequest(http.MethodGet, path, nil))
}

// post sends a form of the page that is open, as pairs of name and value.
func (b *browserOf) post(path string, pairs ...string) *browserOf {
	b.t.Helper()
	values := url.Values{}
	if m := csrfField.FindStringSubmatch(b.page); m != nil {
		values.Set("csrf", html.UnescapeString(m[1]))
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.send(req)
}

var csrfField = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

func (b *browserOf) send(req *http.Request) *browserOf {
	b.t.Helper()
	for name, cookie := range b.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: cookie.Value})
	}
	res, err := b.portal.server.App().Test(req, -1)
	if err != nil {
		b.t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if err != nil {
		b.t.Fatal(err)
	}
	for _, cookie := range res.Cookies() {
		if cookie.MaxAge < 0 || cookie.Value == "" {
			delete(b.cookies, cookie.Name)
		} else {
			b.cookies[cookie.Name] = cookie
		}
	}
	b.status, b.path, b.page = res.StatusCode, req.URL.Path, string(body)
	if target := res.Header.Get("Location"); target != "" {
		return b.get(target)
	}
	return b
}

func (b *browserOf) want(path string, status int, parts ...string) *browserOf {
	b.t.Helper()
	if b.path != path || b.status != status {
		b.t.Errorf("at %s with %d, want %s with %d", b.path, b.status, path, status)
	}
	for _, part := range parts {
		if !strings.Contains(b.page, html.EscapeString(part)) {
			b.t.Errorf("%s does not say %q", b.path, part)
		}
	}
	return b
}

func (b *browserOf) signIn(email, password string) *browserOf {
	b.t.Helper()
	return b.get("/signin").post("/signin", "email", email, "password", password, "return", "/account")
}

var keyOnPage = regexp.MustCompile(`(?s)<span class="portal-code" translate="no">([A-Z2-7 ]{32,})</span>`)

// enrol sets an authenticator up on the way and gives its key.
func (b *browserOf) enrol() string {
	b.t.Helper()
	b.want("/account/second-factor", 200).post("/account/second-factor/begin").want("/account/second-factor/setup", 200, "QR-Code")
	m := keyOnPage.FindStringSubmatch(b.page)
	if m == nil {
		b.t.Fatal("no key on the page")
	}
	key := strings.ReplaceAll(m[1], " ", "")
	b.post("/account/second-factor/confirm", "code", b.code(key))
	return key
}

func (b *browserOf) code(key string) string {
	b.t.Helper()
	code, err := totp.GenerateCode(key, b.portal.Clock.Now())
	if err != nil {
		b.t.Fatal(err)
	}
	return code
}

var codeOnPage = regexp.MustCompile(`>([2-9A-Y]{4}(?:-[2-9A-Y]{4}){5})<`)

func TestAnOfficersFirstAndSecondSignIn(t *testing.T) {
	p := newPortal(t, nil)
	who := p.Company.Actor(officer.RoleOfficer)
	b := p.browser(t)
	b.get("/account/sessions").want("/signin", 200)
	b.signIn(who.Email, rightPassword)
	b.get("/account").want("/account/second-factor", 200, "Richten Sie zuerst den zweiten Faktor ein")
	if strings.Contains(b.page, "/account/place") {
		t.Error("other places are offered before the second factor is shown")
	}
	key := b.enrol()
	b.want("/account/second-factor/confirm", 200, "Diese Codes sehen Sie nur jetzt")
	codes := codeOnPage.FindAllStringSubmatch(b.page, -1)
	if len(codes) != 10 {
		t.Fatalf("%d recovery codes on the page", len(codes))
	}
	b.get("/account").want("/account", 200, "Beispiel GmbH: Officer", "10 Codes sind übrig.")
	b.get("/signin/second-factor").want("/desk", 200)
	b.get("/account").post("/signout").want("/signin", 200, "Sie sind abgemeldet.")

	p.Clock.Advance(time.Minute)
	b.signIn(who.Email, rightPassword).want("/signin/second-factor", 200)
	b.post("/signin/second-factor", "code", "12", "return", "/account").want("/signin/second-factor", 422, "Der Code stimmt nicht")
	b.post("/signin/second-factor", "code", b.code(key), "return", "/account").want("/account", 200)
	b.post("/signout")
	b.signIn(who.Email, rightPassword).get("/signin/recovery").want("/signin/recovery", 200)
	b.post("/signin/second-factor", "recovery", "yes", "code", codes[0][1], "return", "/account").want("/account", 200, "9 Codes sind übrig.")
}

func TestSessionCookie(t *testing.T) {
	p := newPortal(t, nil)
	who := p.Applicant(t)
	hash := dbtest.Get[string](t, p.Database, `select password_hash from accounts where password_hash <> '' limit 1`)
	p.Exec(t, `update accounts set password_hash = $1`, hash)
	b := p.browser(t)
	b.cookies["__Host-session"] = &http.Cookie{Value: "planted-by-somebody-else-00000000"}
	b.signIn(who.Email, rightPassword).want("/account", 200)
	session := b.cookies["__Host-session"]
	if session == nil || session.Value == "planted-by-somebody-else-00000000" || len(session.Value) != 32 {
		t.Fatalf("session %+v", session)
	}
	for _, name := range []string{"__Host-session", "__Host-device"} {
		c := b.cookies[name]
		if c == nil || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("%s: %+v", name, c)
		}
	}
	device := b.cookies["__Host-device"].Value
	b.post("/signout")
	if b.cookies["__Host-session"] != nil || b.cookies["__Host-device"].Value != device {
		t.Errorf("after signing out: %v", b.cookies)
	}
	b.cookies["__Host-session"] = session
	b.get("/account").want("/signin", 200)
	if n := dbtest.Get[int](t, p.Database, `select count(*) from sessions where digest like $1 or device like $2`, "%"+session.Value+"%", "%"+device+"%"); n != 0 {
		t.Error("a token stands in the table as it is")
	}
}

func TestResetByMail(t *testing.T) {
	p := newPortal(t, nil)
	who := p.Company.Actor(officer.RoleOfficer)
	b := p.browser(t)
	b.get("/password/forgotten").post("/password/forgotten", "email", "nobody@beispiel.example").want("/password/forgotten", 200, "Wenn es zu dieser Adresse ein Konto gibt")
	unknown := csrfField.ReplaceAllString(b.page, "")
	b.get("/password/forgotten").post("/password/forgotten", "email", who.Email).want("/password/forgotten", 200)
	if known := csrfField.ReplaceAllString(b.page, ""); known != unknown {
		t.Error("the page tells who has an account")
	}
	link := dbtest.Get[string](t, p.Database, `select args ->> 'link' from mails`)
	path := strings.TrimPrefix(link, "https://portal.example")
	b.get(path).want(path, 200, who.Email)
	b.get(path).post(path, "password", "kurz").want(path, 422, "mindestens 8 Zeichen")
	b.post(path, "password", "neun Zeichen und mehr").want("/signin", 200, "Ihr Passwort ist geändert.")
	b.get(path).want(path, 404, "Dieser Link ist verbraucht oder abgelaufen")
	b.signIn(who.Email, rightPassword).want("/signin", 422, "passen nicht zusammen")
	b.signIn(who.Email, "neun Zeichen und mehr").want("/account/second-factor", 200)
}

func TestTooManyTriesOfferAWayOut(t *testing.T) {
	p := newPortal(t, nil)
	who := p.Company.Actor(officer.RoleOfficer)
	b := p.browser(t)
	for range 5 {
		b.signIn(who.Email, "geraten").want("/signin", 422)
	}
	b.signIn(who.Email, rightPassword).want("/signin", 429, "zu viele falsche Versuche", "Link zum Anmelden anfordern")
	b.get("/signin/unlock").post("/signin/unlock", "email", who.Email).want("/signin/unlock", 200)
	path := strings.TrimPrefix(dbtest.Get[string](t, p.Database, `select args ->> 'link' from mails`), "https://portal.example")
	b.get(path).want(path, 200, who.Email)
	token := path[strings.LastIndex(path, "/")+1:]
	b.post("/signin", "email", who.Email, "password", rightPassword, "unlock", token, "return", "/account").want("/account/second-factor", 200)
}

func TestAccountPages(t *testing.T) {
	p := newPortal(t, nil)
	who := p.Applicant(t)
	hash := dbtest.Get[string](t, p.Database, `select password_hash from accounts where password_hash <> '' limit 1`)
	p.Exec(t, `update accounts set password_hash = $1`, hash)
	other, b := p.browser(t), p.browser(t)
	other.signIn(who.Email, rightPassword).want("/account", 200)
	b.signIn(who.Email, rightPassword).want("/account", 200, "Nicht eingerichtet")
	b.get("/account/profile").want("/account/profile", 200)
	b.post("/account/profile", "given_names", "Ida", "family_name", "H4x", "language", "de", "version", "1").want("/account/profile", 422, "Namen enthalten keine Ziffern", "H4x")
	b.post("/account/profile", "given_names", "Ida", "family_name", "Ōta", "language", "en", "version", "1").want("/account", 200, "Ida Ōta", "Your details are saved.")
	b.post("/account/profile", "given_names", "Ida", "family_name", "X", "language", "en", "version", "1").want("/account/profile", 409)
	b.get("/account/sessions").want("/account/sessions", 200, "This one", "End all others")
	b.post("/account/sessions/end-others").want("/account/sessions", 200, "All other sign-ins are ended.")
	other.get("/account").want("/signin", 200)
	b.post("/account/sessions/"+string(officer.NewID[officer.SessionID]())+"/end").want(b.path, 404)
	b.get("/account/password").post("/account/password", "old_password", "x", "password", "y").want("/account/password", 422, "The password is wrong.")
	b.post("/account/password", "old_password", rightPassword, "password", "fifteen characters").want("/account", 200, "Your password is changed.")
	b.post("/account/place", "place", string(p.Company.ID)).want("/account/place", 404)
	b.get("/account").post("/account/place", "place", "org_x").want("/account/place", 404)
}

func TestDemoSignInRouteIsOfTheDemoOnly(t *testing.T) {
	p := newPortal(t, nil)
	for _, r := range p.server.Routes() {
		if strings.HasPrefix(r.Path, "/demo") {
			t.Errorf("production has the route %s %s", r.Method, r.Path)
		}
	}
	who := p.Company.Actor(officer.RoleOfficer)
	p.browser(t).get("/signin").want("/signin", 200).post("/demo/signin", "account", string(who.Account)).want("/demo/signin", 404)

	demo := newPortal(t, func(cfg *Config) { cfg.Demo = true })
	who = demo.Company.Actor(officer.RoleOfficer)
	b := demo.browser(t)
	b.get("/signin").want("/signin", 200, "Landratsamt Musterkreis", "Kim officer – Officer")
	b.post("/demo/signin", "account", string(who.Account), "return", "/account").want("/account", 200)
	b.get("/signin").post("/demo/signin", "account", "acc_x").want("/demo/signin", 404)
}
