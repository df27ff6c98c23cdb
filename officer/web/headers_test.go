package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestHeadersOfEveryAnswer(t *testing.T) {
	for _, tls := range []bool{false, true} {
		s := site(t, func(cfg *Config) { cfg.TLS = tls })
		for _, path := range []string{"/", "/desk", "/none", "/livez", "/static/none"} {
			res, _ := ask(t, s, get(path), "")
			for name, want := range map[string]string{
				// Trap: with no-referrer browsers send "Origin: null" and every form of ours is refused.
				"Referrer-Policy":            "same-origin",
				"X-Content-Type-Options":     "nosniff",
				"X-Frame-Options":            "DENY",
				"Cross-Origin-Opener-Policy": "same-origin",
				"Cache-Control":              "no-store",
			} {
				if got := res.Header.Get(name); got != want {
					t.Errorf("%s %s: %q, want %q", path, name, got, want)
				}
			}
			policy := res.Header.Get("Content-Security-Policy")
			for _, part := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "img-src 'self' data:"} {
				if !strings.Contains(policy, part) {
					t.Errorf("%s: the content policy lacks %s", path, part)
				}
			}
			if strings.Contains(policy, "unsafe") {
				t.Errorf("%s: the content policy allows what is unsafe", path)
			}
			if got := res.Header.Get("Strict-Transport-Security") != ""; got != tls {
				t.Errorf("%s: HSTS %v with TLS %v", path, got, tls)
			}
			for _, telling := range []string{"Server", "X-Powered-By"} {
				if res.Header.Get(telling) != "" {
					t.Errorf("%s: %s tells what we are", path, telling)
				}
			}
		}
	}
}

func TestCookiesAreBoundToThisHost(t *testing.T) {
	s := site(t, func(cfg *Config) { cfg.TLS = true })
	_, cookies := visitForm(t, s, "/form", "")
	if len(cookies) != 1 || cookies[0].Name != "__Host-visit" {
		t.Fatalf("cookies %v", cookies)
	}
	c := cookies[0]
	if !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode || c.MaxAge != 0 {
		t.Errorf("cookie %v", c)
	}
}
