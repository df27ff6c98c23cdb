package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"io/fs"

	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
)

// people are the sessions of the tests: token and who holds it.
type people map[string]officer.Actor

func (p people) Resume(_ context.Context, token string) (officer.Actor, error) {
	if a, known := p[token]; known {
		return a, nil
	}
	return officer.Actor{}, officer.Fail(officer.Unauthenticated, "signin.needed")
}

type assets struct{}

func (assets) Path(name string) string { return "/static/" + name }

func (assets) Open(name string) ([]byte, string, error) {
	if name == "portal.css" {
		return []byte("body{}"), "text/css; charset=utf-8", nil
	}
	return nil, "", fs.ErrNotExist
}

func (assets) Gzip(name string) ([]byte, bool) { return nil, false }

// The people at the door.
var (
	anna = officer.Actor{
		Account: "acc_anna", Session: "ses_anna", Name: "Anna Łucka", Language: "de",
		Place: officer.Desk, Organisation: "org_amt", OrganisationName: "Stadt Musterhausen",
		Roles: []officer.Role{officer.RoleOfficer}, SecondFactor: true,
	}
	everybody = people{"anna": anna}
)

// site is a server with further routes, for tests.
func site(t *testing.T, change func(*Config), more ...func(*Server, *router)) *Server {
	t.Helper()
	cfg := Config{
		Services: Services{Sessions: everybody, Assets: assets{}, Ready: func(context.Context) error { return nil }},
		Log:      slog.New(slog.NewJSONHandler(io.Discard, nil)),
		CSRFKey:  []byte("0123456789abcdef0123456789abcdef"),
	}
	if change != nil {
		change(&cfg)
	}
	saved := areas
	areas = append(append([]func(*Server, *router){}, areas...), more...)
	defer func() { areas = saved }()
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
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

func TestStartPageInBothLanguages(t *testing.T) {
	s := site(t, nil)
	for accept, want := range map[string]string{
		"":                      `<html lang="de">`,
		"de-AT,en;q=0.5":        `<html lang="de">`,
		"en-GB,en;q=0.9":        `<html lang="en">`,
		"fr-FR,en;q=0.8":        `<html lang="en">`,
		"zh":                    `<html lang="de">`,
		"en\";<script>alert(1)": `<html lang="de">`,
	} {
		req := httptest.NewRequest(fiber.MethodGet, "/", nil)
		req.Header.Set("Accept-Language", accept)
		res, body := ask(t, s, req, "")
		if res.StatusCode != 200 || !strings.Contains(body, want) {
			t.Errorf("Accept-Language %q: status %d, %s missing", accept, res.StatusCode, want)
		}
	}
}
