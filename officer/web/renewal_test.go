package web

import (
	"net/http/httptest"
	"testing"
)

// Whoever's rights grew finds a new token with the next page, not with a form
// that is open, nor with what the script asks for behind it.
func TestTokenOfGrownRights(t *testing.T) {
	p := newPortal(t, nil)
	who := p.Applicant(t)
	p.Exec(t, `update accounts set password_hash = (select max(password_hash) from accounts) where id = $1`, who.Account)
	b := p.browser(t)
	b.signIn(who.Email, rightPassword)
	b.get("/account/profile")
	old := b.cookies["__Host-session"].Value
	p.Exec(t, `update sessions set rights_grew = true`)
	behind := httptest.NewRequest("GET", "/account", nil)
	behind.Header.Set("Sec-Fetch-Mode", "cors")
	form := b.page
	b.send(behind)
	b.page = form
	if b.cookies["__Host-session"].Value != old {
		t.Fatal("the script got another token behind an open form")
	}
	second := p.browser(t) // another tab of the same browser, a moment behind
	second.cookies["__Host-session"] = b.cookies["__Host-session"]
	b.post("/account/profile", "given_names", "Alex", "family_name", "Neu", "language", "de", "version", "1")
	b.want("/account", 200, "Alex Neu")
	second.get("/account").want("/account", 200)
	fresh := b.cookies["__Host-session"].Value
	if fresh == old || second.cookies["__Host-session"].Value != fresh {
		t.Errorf("tokens %q and %q after %q", fresh, second.cookies["__Host-session"].Value, old)
	}
	b.get("/account/profile").post("/account/profile", "given_names", "Alex", "family_name", "Neuer", "language", "de", "version", "2")
	b.want("/account", 200, "Alex Neuer")
}
