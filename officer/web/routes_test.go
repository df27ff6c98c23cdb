package web

import (
	"net/url"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"officerportal/rbac"
)

// The same door, different people.
func TestWhoComesIn(t *testing.T) {
	s := site(t, nil)
	for _, c := range []struct {
		who, method, path string
		status            int
		location          string
	}{
		{"", "GET", "/desk", 303, "/signin?return=%2Fdesk"},
		{"", "GET", "/desk/cases/7?x=1", 303, "/signin?return=%2Fdesk%2Fcases%2F7%3Fx%3D1"},
		{"", "POST", "/desk/cases", 401, ""},
		{"nobody", "GET", "/desk", 303, "/signin?return=%2Fdesk"},
		{"otto", "GET", "/desk", 403, ""},
		{"otto", "POST", "/desk/cases", 403, ""},
		{"dora", "GET", "/desk", 303, "/signin/second-factor?return=%2Fdesk"},
		{"dora", "POST", "/desk/cases", 401, ""},
		{"dora", "GET", "/sign-two", 200, ""},
		{"dora", "GET", "/", 303, "/signin/second-factor"},
		{"anna", "GET", "/desk", 200, ""},
		{"anna", "HEAD", "/desk", 200, ""},
		{"anna", "GET", "/", 303, "/desk"},
		{"anna", "POST", "/desk/cases", 403, ""}, // no token
		{"", "GET", "/", 200, ""},
		{"otto", "GET", "/", 200, ""}, // nothing in the menu
		{"broken", "GET", "/", 200, ""},
		{"broken", "GET", "/desk", 500, ""},
	} {
		req := get(c.path)
		if c.method == "POST" {
			req = send(c.path, nil)
		}
		req.Method = c.method
		res, _ := ask(t, s, req, c.who)
		if res.StatusCode != c.status || res.Header.Get("Location") != c.location {
			t.Errorf("%q %s %s: %d %q, want %d %q", c.who, c.method, c.path, res.StatusCode, res.Header.Get("Location"), c.status, c.location)
		}
	}
}

func TestAnEndedSessionLosesItsCookie(t *testing.T) {
	res, _ := ask(t, site(t, nil), get("/"), "nobody")
	for _, c := range res.Cookies() {
		if c.Name == "session" && c.Value == "" && c.MaxAge < 0 {
			return
		}
	}
	t.Errorf("cookies %v", res.Cookies())
}

func TestMenuShowsWhatOneMayUse(t *testing.T) {
	s := site(t, nil)
	for who, want := range map[string]bool{"anna": true, "otto": false, "dora": false, "": false} {
		_, body := ask(t, s, get("/form"), who)
		if got := strings.Contains(body, `href="/desk"`); got != want {
			t.Errorf("%q sees the menu entry: %v, want %v", who, got, want)
		}
	}
	_, body := ask(t, s, get("/desk"), "anna")
	if !strings.Contains(body, `aria-current="page"`) {
		t.Error("the current entry is not marked")
	}
}

func TestARouteWithoutAPermissionStopsTheProgram(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a route with an unknown permission was accepted")
		}
	}()
	(&router{}).get("/x", rbac.Permission(""), func(*fiber.Ctx) error { return nil })
}

func TestRoutesAreListed(t *testing.T) {
	s := site(t, nil)
	listed := make(map[string]bool)
	for _, r := range s.Routes() {
		if !r.Permission.Known() || r.Method == "" {
			t.Errorf("%+v", r)
		}
		listed[r.Method+" "+r.Path] = true
	}
	for _, r := range s.App().GetRoutes(true) {
		if r.Method != fiber.MethodHead && !listed[r.Method+" "+r.Path] {
			t.Errorf("%s %s is answered but not listed", r.Method, r.Path)
		}
	}
}

func TestDoneLeavesAMessageForTheNextPage(t *testing.T) {
	s := site(t, nil)
	token, _ := visitForm(t, s, "/desk", "anna")
	res, _ := ask(t, s, send("/desk/cases", url.Values{"csrf": {token}}), "anna")
	if res.StatusCode != 303 || res.Header.Get("Location") != "/desk" {
		t.Fatalf("%d %s", res.StatusCode, res.Header.Get("Location"))
	}
	req := get("/desk")
	for _, c := range res.Cookies() {
		req.AddCookie(c)
	}
	res, body := ask(t, s, req, "anna")
	if !strings.Contains(body, `kern-alert--success`) || len(res.Cookies()) != 1 || res.Cookies()[0].MaxAge >= 0 {
		t.Errorf("message not shown once: %v", res.Cookies())
	}
	for _, forged := range []string{"no.such_key", "<b>", strings.Repeat("x", 5000)} {
		req := get("/desk")
		req.Header.Set("Cookie", "notice="+forged)
		if _, body := ask(t, s, req, "anna"); strings.Contains(body, "kern-alert--success") {
			t.Errorf("a cookie put %.20q on the page", forged)
		}
	}
}

func TestOnlyPathsOfThisSite(t *testing.T) {
	for path, want := range map[string]string{
		"/desk?x=1&y=%C3%BC":            "/desk?x=1&y=%C3%BC",
		"/":                             "/",
		"":                              "/",
		"//evil.example":                "/",
		"///evil.example":               "/",
		`/\evil.example`:                "/",
		"\\\\evil":                      "/",
		"https://evil.example/desk":     "/",
		"javascript:alert(1)":           "/",
		"desk":                          "/",
		"/desk\r\nSet-Cookie: a=b":      "/",
		"/\t/evil.example":              "/",
		"/%zz":                          "/",
		"/" + strings.Repeat("x", 3000): "/",
		"/signin?return=//evil":         "/signin?return=//evil",
	} {
		if got := localPath(path); got != want {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
	}
}

func FuzzLocalPath(f *testing.F) {
	for _, seed := range []string{"/a", "//b", `/\c`, "/%2f/d", "/./\\e"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		base := &url.URL{Scheme: "https", Host: "portal.example", Path: "/x"}
		target, err := base.Parse(localPath(path))
		if err != nil || target.Host != "portal.example" || target.Scheme != "https" {
			t.Errorf("%q leads to %v (%v)", path, target, err)
		}
	})
}
