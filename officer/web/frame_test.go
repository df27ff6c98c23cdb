package web

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

func TestLanguageByLink(t *testing.T) {
	var kept string
	s := site(t, func(cfg *Config) {
		cfg.SetLanguage = func(ctx context.Context, language string) error {
			actor, _ := officer.ActorFrom(ctx)
			kept = string(actor.Account) + " " + language
			return nil
		}
	})
	_, body := ask(t, s, get("/form?x=1"), "")
	if want := `href="/language?return=%2Fform%3Fx%3D1&amp;to=en"`; !strings.Contains(body, want) {
		t.Fatalf("%s is missing", want)
	}
	res, _ := ask(t, s, get("/language?return=%2Fform%3Fx%3D1&to=en"), "")
	if res.StatusCode != 303 || res.Header.Get("Location") != "/form?x=1" {
		t.Fatalf("%d %s", res.StatusCode, res.Header.Get("Location"))
	}
	req := get("/form")
	req.AddCookie(res.Cookies()[0])
	if _, body = ask(t, s, req, ""); !strings.Contains(body, `<html lang="en">`) {
		t.Error("the chosen language is not used")
	}
	if kept != "" {
		t.Errorf("kept in an account: %s", kept)
	}
	ask(t, s, get("/language?to=en"), "anna")
	if kept != "acc_anna en" {
		t.Errorf("account: %q", kept)
	}
}

func TestLanguageLinkIsNoWayOut(t *testing.T) {
	s := site(t, nil)
	for _, back := range []string{"//evil.example", "https://evil.example", `/\evil.example`} {
		res, _ := ask(t, s, get("/language?"+url.Values{"to": {"en"}, "return": {back}}.Encode()), "")
		if res.Header.Get("Location") != "/" {
			t.Errorf("%s leads to %s", back, res.Header.Get("Location"))
		}
	}
	for _, to := range []string{"fr", "", "../de"} {
		if res, _ := ask(t, s, get("/language?to="+to), ""); len(res.Cookies()) != 0 {
			t.Errorf("language %q was kept", to)
		}
	}
	req := get("/language?to=en")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	if res, _ := ask(t, s, req, ""); len(res.Cookies()) != 0 {
		t.Error("another site changed the language")
	}
}

// The account's language wins over the browser's.
func TestLanguageOfTheAccount(t *testing.T) {
	req := get("/form")
	req.Header.Set("Accept-Language", "de")
	if _, body := ask(t, site(t, nil), req, "otto"); !strings.Contains(body, `<html lang="en">`) {
		t.Error("Otto's page is not in English")
	}
}

func TestSessionEnd(t *testing.T) {
	s := site(t, nil)
	_, body := ask(t, s, get("/desk"), "anna")
	if !strings.Contains(body, `data-session-ends="2026-11-22T14:00:00Z"`) || !strings.Contains(body, `id="session-warning"`) {
		t.Error("the page does not know when the session ends")
	}
	if res, body := ask(t, s, get("/session"), "anna"); res.StatusCode != 200 || body != "2026-11-22T14:00:00Z" {
		t.Errorf("%d %s", res.StatusCode, body)
	}
}

func TestPlaceSwitcher(t *testing.T) {
	actor := anna
	actor.OtherPlaces = []officer.Membership{{Organisation: "org_gmbh", Name: "Muster GmbH"}, {}}
	s := site(t, func(cfg *Config) { cfg.Sessions = people{"anna": actor} })
	_, body := ask(t, s, get("/desk"), "anna")
	for _, want := range []string{
		`<option value="org_amt" selected>Stadt Musterhausen</option>`, `<option value="org_gmbh">Muster GmbH</option>`, `<option value="">Mein Portal</option>`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is missing", want)
		}
	}
}

func TestDemoIsSaidOnEveryPage(t *testing.T) {
	for _, demo := range []bool{true, false} {
		_, body := ask(t, site(t, func(cfg *Config) { cfg.Demo = demo }), get("/none"), "")
		if strings.Contains(body, "Übungsbetrieb") != demo {
			t.Errorf("demo %v", demo)
		}
	}
}

func TestDraftAnswer(t *testing.T) {
	s := site(t, nil, func(s *Server, r *router) {
		r.get("/draft", rbac.Public, func(c *fiber.Ctx) error {
			return s.saved(c, time.Date(2026, 11, 22, 13, 7, 0, 0, time.UTC), 4)
		})
	})
	res, body := ask(t, s, get("/draft"), "")
	if body != "Entwurf gespeichert um 14:07 Uhr" || res.Header.Get("Form-Version") != "4" {
		t.Errorf("%q %v", body, res.Header)
	}
}

func TestBothVersionsAreShown(t *testing.T) {
	s := site(t, nil, func(s *Server, r *router) {
		r.post("/stale", rbac.SignedIn, func(c *fiber.Ctx) error {
			return s.bothVersions(c, bind(c), colleague{Name: "Bea", Version: 5, Back: "/desk",
				Saved: []page.Value{{Name: "name", Value: "Lucja"}, {Name: "born", Value: "31.12.1979"}, {Name: "street", Value: "Ring 1"}}})
		})
	})
	token, _ := visitForm(t, s, "/desk", "anna")
	form := url.Values{"csrf": {token}, "version": {"4"}, "name": {"Łucja"}, "street": {"Ring 1"}, "tick": {"a", "b"},
		"born_day": {"30"}, "born_month": {"12"}, "born_year": {"1979"}}
	res, body := ask(t, s, send("/stale", form), "anna")
	for _, want := range []string{
		"Bea hat diese Angaben", "Łucja", "Lucja", "30.12.1979", "31.12.1979", `action="/stale"`, `href="/desk"`,
		`name="version" value="5"`, `name="name" value="Łucja"`, `name="tick" value="a"`, `name="tick" value="b"`, `name="born_day" value="30"`,
	} {
		if res.StatusCode != 409 || !strings.Contains(body, want) {
			t.Errorf("%d, %s is missing", res.StatusCode, want)
		}
	}
	for _, unwanted := range []string{`value="4"`, "<td>Ring 1"} {
		if strings.Contains(body, unwanted) {
			t.Errorf("%s is there", unwanted)
		}
	}
	form.Set("name", "Lucja")
	form.Set("born_day", "31")
	if res, body := ask(t, s, send("/stale", form), "anna"); res.StatusCode != 409 || !strings.Contains(body, "nichts anders als Sie") || strings.Contains(body, "<table") {
		t.Errorf("a form that differs in nothing: %d %s", res.StatusCode, body)
	}
	if n := strings.Count(body, `name="csrf"`); n != 2 { // the form's and the one to sign out
		t.Errorf("%d tokens", n)
	}
}

func TestStreamEndsWithTheWork(t *testing.T) {
	step := 0
	s := site(t, nil, func(s *Server, r *router) {
		r.get("/events", rbac.SignedIn, func(c *fiber.Ctx) error {
			return s.stream(c, func(ctx context.Context) (Step, error) {
				if actor, _ := officer.ActorFrom(ctx); actor.Account != "acc_anna" || ctx.Err() != nil {
					return Step{}, fmt.Errorf("actor %q, context %v", actor.Account, ctx.Err())
				}
				step++
				return Step{Value: step, Max: 2, Text: "Zeile\n2", Done: step == 2}, nil
			})
		})
	})
	res, body := ask(t, s, get("/events"), "anna")
	want := "data: {\"value\":1,\"max\":2,\"text\":\"Zeile\\n2\"}\n\ndata: {\"value\":2,\"max\":2,\"text\":\"Zeile\\n2\"}\n\nevent: end\ndata: {}\n\n"
	if res.Header.Get("Content-Type") != "text/event-stream" || body != want {
		t.Errorf("%s %q", res.Header.Get("Content-Type"), body)
	}
}
