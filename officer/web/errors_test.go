package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

func TestEveryKindHasAStatusAndWords(t *testing.T) {
	if len(statuses) != len(officer.Kinds) || len(headlines) != len(officer.Kinds) {
		t.Errorf("%d kinds, %d statuses, %d headlines", len(officer.Kinds), len(statuses), len(headlines))
	}
	for _, kind := range officer.Kinds {
		if statuses[kind] < 400 || statuses[kind] > 599 {
			t.Errorf("%s: status %d", kind, statuses[kind])
		}
		for _, key := range []string{headlines[kind], headlines[kind] + "_text"} {
			if !page.HasText(key) {
				t.Errorf("%s: no text %q", kind, key)
			}
		}
	}
}

// failing is a site whose handler answers with the given error.
func failing(t *testing.T, err error, log *bytes.Buffer) *Server {
	t.Helper()
	return site(t, func(cfg *Config) {
		if log != nil {
			cfg.Log = slog.New(slog.NewJSONHandler(log, nil))
		}
	}, func(s *Server, r *router) {
		r.get("/fail", rbac.Public, func(*fiber.Ctx) error { return err })
		r.get("/panic", rbac.Public, func(*fiber.Ctx) error { panic("broken: geheim-4711") })
	})
}

func TestErrorsInThePersonsWords(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
		want   string
	}{
		{officer.Fail(officer.Invalid, "form.missing"), 422, "Füllen Sie dieses Feld aus."},
		{officer.Fail(officer.Forbidden, "role.not_allowed"), 403, "Dafür haben Sie keine Berechtigung"},
		{officer.Fail(officer.Forbidden, "refusal.csrf"), 403, "Das Formular wurde nicht angenommen"},
		{fmt.Errorf("wrapped: %w", officer.Fail(officer.NotFound, "page.not_found")), 404, "Diese Seite gibt es nicht"},
		{officer.NotFound, 404, "Diese Seite gibt es nicht"},
		{officer.Fail(officer.Conflict, "no.such_key"), 409, "Laden Sie die Seite neu"},
		{officer.Fail(officer.Stale, "form.stale"), 409, "Jemand hat das inzwischen geändert"},
		{officer.Fail(officer.TooMany, "refusal.too_many_text"), 429, "Zu viele Versuche"},
		{officer.Fail(officer.Unavailable, "refusal.unavailable_text"), 503, "gerade nicht erreichbar"},
		{officer.Fail(officer.Unauthenticated, "signin.needed"), 401, `href="/signin?return=%2Ffail"`},
		{fmt.Errorf("query: %w", context.DeadlineExceeded), 503, "gerade nicht erreichbar"},
		{officer.Fail(officer.Kind("odd"), "form.missing"), 500, "Das Portal hat einen Fehler gemacht"},
	} {
		res, body := ask(t, failing(t, c.err, nil), get("/fail"), "")
		if res.StatusCode != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%v: %d, want %d with %q", c.err, res.StatusCode, c.status, c.want)
		}
		if again := res.Header.Get("Retry-After"); (again != "") != (c.status == 503 || c.status == 429) {
			t.Errorf("%v: Retry-After %q", c.err, again)
		}
	}
}

// A fault shows a reference number and nothing else; the log has the rest under
// the same number.
func TestAFaultIsOpaque(t *testing.T) {
	for _, path := range []string{"/fail", "/panic"} {
		for language, want := range map[string]string{"de": "Das Portal hat einen Fehler gemacht", "en": "The portal made a mistake"} {
			var log bytes.Buffer
			req := get(path)
			req.Header.Set("Accept-Language", language)
			res, body := ask(t, failing(t, errors.New("pq: broken: geheim-4711"), &log), req, "")
			reference := res.Header.Get("X-Request-Id")
			if res.StatusCode != 500 || !strings.Contains(body, want) || reference == "" || !strings.Contains(body, reference) {
				t.Errorf("%s: %d, reference %q", path, res.StatusCode, reference)
			}
			for _, secret := range []string{"geheim", "pq:", "goroutine", ".go:"} {
				if strings.Contains(body, secret) {
					t.Errorf("%s: the page tells %q", path, secret)
				}
			}
			if !strings.Contains(log.String(), "geheim-4711") || !strings.Contains(log.String(), reference) {
				t.Errorf("%s: the log does not tell what broke: %s", path, log.String())
			}
		}
	}
}

func TestUnknownAddressesAndMethods(t *testing.T) {
	s := site(t, nil)
	res, body := ask(t, s, get("/none"), "anna")
	if res.StatusCode != 404 || !strings.Contains(body, "Anna Łucka") || !strings.Contains(body, `href="/desk"`) {
		t.Errorf("404 page for Anna: %d", res.StatusCode)
	}
	req := send("/desk", nil)
	if res, _ = ask(t, s, req, "anna"); res.StatusCode != 405 {
		t.Errorf("POST to a page: %d, want 405", res.StatusCode)
	}
}

// The script wants a status, not a page.
func TestTheScriptGetsAStatus(t *testing.T) {
	s := site(t, nil)
	for path, want := range map[string]int{"/none": 404, "/desk": 401} {
		req := get(path)
		req.Header.Set("X-Portal-Script", "1")
		if res, body := ask(t, s, req, ""); res.StatusCode != want || body != "" {
			t.Errorf("%s: %d %q, want %d", path, res.StatusCode, body, want)
		}
	}
}

func TestARefusedFormIsShownAgain(t *testing.T) {
	s := site(t, nil)
	token, cookies := visitForm(t, s, "/form", "")
	req := send("/form", map[string][]string{"csrf": {token}, "name": {"viel zu lang für das Feld"}})
	for _, c := range cookies {
		req.AddCookie(c)
	}
	res, body := ask(t, s, req, "")
	if res.StatusCode != 422 || !strings.Contains(body, `href="#name"`) || !strings.Contains(body, "höchstens 10 Zeichen") || !strings.Contains(body, "<title>Fehler:") {
		t.Errorf("%d: %s", res.StatusCode, body)
	}
}
