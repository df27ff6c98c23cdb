package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestFormNeedsItsToken(t *testing.T) {
	s := site(t, nil)
	visitor, cookies := visitForm(t, s, "/form", "")
	other, _ := visitForm(t, s, "/form", "")
	annas, _ := visitForm(t, s, "/desk", "anna")
	ottos, _ := visitForm(t, s, "/form", "otto")
	for _, c := range []struct {
		name, session, token, query string
		cookies                     []*http.Cookie
		want                        int
	}{
		{name: "visitor with own token", token: visitor, cookies: cookies, want: 200},
		{name: "visitor without token", cookies: cookies, want: 403},
		{name: "visitor with another visitor's token", token: other, cookies: cookies, want: 403},
		{name: "visitor without the cookie", token: visitor, want: 403},
		{name: "visitor with garbage", token: "%%%", cookies: cookies, want: 403},
		{name: "token cut short", token: visitor[:40], cookies: cookies, want: 403},
		{name: "token in the address only", query: "?csrf=" + visitor, cookies: cookies, want: 403},
		{name: "anna with own token", session: "anna", token: annas, want: 200},
		{name: "anna with otto's token", session: "anna", token: ottos, want: 403},
		{name: "anna with a token from before she signed in", session: "anna", token: visitor, cookies: cookies, want: 403},
		{name: "visitor with anna's token", token: annas, cookies: cookies, want: 403},
	} {
		form := url.Values{"name": {"Ida"}}
		if c.token != "" {
			form.Set("csrf", c.token)
		}
		req := send("/form"+c.query, form)
		for _, cookie := range c.cookies {
			req.AddCookie(cookie)
		}
		if res, body := ask(t, s, req, c.session); res.StatusCode != c.want {
			t.Errorf("%s: %d, want %d: %.80s", c.name, res.StatusCode, c.want, body)
		}
	}
}

// Every page carries another face of the same token, so that compression in
// front of us gives nothing away.
func TestTokenLooksDifferentEachTime(t *testing.T) {
	s := site(t, nil)
	first, _ := visitForm(t, s, "/desk", "anna")
	second, _ := visitForm(t, s, "/desk", "anna")
	if first == second {
		t.Error("the same token twice")
	}
}

func TestFormMustComeFromHere(t *testing.T) {
	for _, tls := range []bool{false, true} {
		s := site(t, func(cfg *Config) { cfg.TLS = tls })
		token, cookies := visitForm(t, s, "/form", "")
		own, foreign := "http://example.com", "https://example.com"
		if tls {
			own, foreign = foreign, own
		}
		for _, c := range []struct {
			site, origin string
			want         int
		}{
			{"same-origin", own, 200},
			{"none", "", 200}, // reload or bookmark
			{"", own, 200},    // older browser
			{"", "", 200},     // no browser: the token decides
			{"cross-site", own, 403},
			{"same-site", own, 403},
			{"odd", own, 403},
			{"", "null", 403},
			{"", foreign, 403},
			{"", "https://evil.example", 403},
			{"", "https://example.com.evil.example", 403},
			{"", own + ":8443", 403},
		} {
			req := httptest.NewRequest(http.MethodPost, "/form", strings.NewReader(url.Values{"csrf": {token}, "name": {"Ida"}}.Encode()))
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			for name, value := range map[string]string{"Sec-Fetch-Site": c.site, "Origin": c.origin} {
				if value != "" {
					req.Header.Set(name, value)
				}
			}
			for _, cookie := range cookies {
				req.AddCookie(cookie)
			}
			if res, _ := ask(t, s, req, ""); res.StatusCode != c.want {
				t.Errorf("TLS %v, Sec-Fetch-Site %q, Origin %q: %d, want %d", tls, c.site, c.origin, res.StatusCode, c.want)
			}
		}
	}
}

func TestMultipartFormsCarryTheTokenToo(t *testing.T) {
	s := site(t, nil)
	token, cookies := visitForm(t, s, "/form", "")
	for _, sent := range []string{token, ""} {
		body := "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n" + sent +
			"\r\n--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nIda\r\n--x--\r\n"
		req := httptest.NewRequest(http.MethodPost, "/form", strings.NewReader(body))
		req.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		for _, cookie := range cookies {
			req.AddCookie(cookie)
		}
		res, answer := ask(t, s, req, "")
		if want := map[bool]int{true: 200, false: 403}[sent != ""]; res.StatusCode != want {
			t.Errorf("token %q: %d, want %d (%.60s)", sent, res.StatusCode, want, answer)
		}
	}
}
