package web

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// watched are sessions that tell how they were asked for.
type watched struct {
	people
	looked, resumed int
}

func (w *watched) Look(ctx context.Context, token string) (officer.Actor, error) {
	w.looked++
	return w.people.Resume(ctx, token)
}

func (w *watched) Resume(ctx context.Context, token string) (officer.Actor, error) {
	w.resumed++
	return w.people.Resume(ctx, token)
}

// moving is a page about something under way, or about nothing.
func moving(s *Server, r *router) {
	r.get("/moving", rbac.SignedIn, func(c *fiber.Ctx) error {
		return c.SendString(s.renew(c, "/moving", c.Query("still") == "").Path)
	})
	r.get("/broken", rbac.SignedIn, func(c *fiber.Ctx) error {
		s.renew(c, "/broken", true)
		return officer.Fail(officer.NotFound, "page.not_found")
	})
	r.post("/moving/renewal", rbac.SignedIn, s.chooseRenewal)
}

// A page renews itself by a header while something is under way, not when there
// is nothing, and not once it went wrong.
func TestPagesRenewThemselves(t *testing.T) {
	s := site(t, nil, moving)
	for path, want := range map[string]string{"/moving": "300; url=/moving?by_itself=1", "/moving?still=1": "", "/broken": ""} {
		if res, _ := ask(t, s, get(path), "anna"); res.Header.Get("Refresh") != want {
			t.Errorf("%s: Refresh is %q", path, res.Header.Get("Refresh"))
		}
	}
}

// Whoever does not want pages to change under their hands says so once.
func TestNobodyNeedsBeRenewed(t *testing.T) {
	s := site(t, nil, moving)
	token, _ := visitForm(t, s, "/desk", "anna")
	choose := func(answer string) *http.Cookie {
		t.Helper()
		res, _ := ask(t, s, send("/moving/renewal", url.Values{"csrf": {token}, "renew": {answer}, "return": {"/moving"}}), "anna")
		if res.StatusCode != 303 || res.Header.Get("Location") != "/moving" {
			t.Fatalf("%d %s", res.StatusCode, res.Header.Get("Location"))
		}
		for _, c := range res.Cookies() {
			if c.Name == renewalCookie {
				return c
			}
		}
		t.Fatal("nothing was kept")
		return nil
	}
	off := choose("off")
	if off.MaxAge < 30*24*3600 || !off.HttpOnly {
		t.Errorf("%+v", off)
	}
	req := get("/moving")
	req.AddCookie(off)
	if res, _ := ask(t, s, req, "anna"); res.Header.Get("Refresh") != "" {
		t.Error("renews itself nevertheless")
	}
	if on := choose("on"); on.MaxAge >= 0 {
		t.Errorf("%+v", on)
	}
}

// What a browser asks for by itself is nobody at the keyboard; a form is somebody,
// whatever its address says.
func TestAPageOfItsOwnAccord(t *testing.T) {
	w := &watched{people: everybody}
	s := site(t, func(c *Config) { c.Sessions = w }, moving)
	for _, c := range []struct {
		req     *http.Request
		looked  bool
		because string
	}{
		{get("/moving"), false, "somebody came"}, {get("/moving?by_itself=1"), true, "the page came by itself"},
		{send("/moving/renewal?by_itself=1", nil), false, "somebody sent a form"},
	} {
		w.looked, w.resumed = 0, 0
		if ask(t, s, c.req, "anna"); (w.looked == 1) != c.looked || w.looked+w.resumed != 1 {
			t.Errorf("%s: %d looked, %d resumed", c.because, w.looked, w.resumed)
		}
	}
}

// The dashboard tells drafts from what a desk has, and begins where there is nothing.
func TestDashboardSays(t *testing.T) {
	if !(page.DashboardPage{}).Empty() || (page.DashboardPage{Released: make([]officer.Released, 1)}).Empty() {
		t.Error("what is released is something to see")
	}
}
