package main

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/web/webtest"
)

const newPassword = "korrekt Pferd Batterie Heftklammer"

// situateAccounts brings about what the demo has none of: a registration that
// waits, an account that was opened by one and is about to change its address
// and to be deleted, and a request for that which was taken back.
func (p *whole) situateAccounts(t testing.TB) {
	t.Helper()
	ctx := context.Background()
	r := &desk.Registration{Counter: p.all.counter, SignIn: p.all.signIn}
	who := desk.Registrant{Email: "rita@privat.example", GivenNames: "Rita", FamilyName: "Registriert", Language: "de", Password: newPassword}
	if _, err := r.Register(ctx, who, desk.Visitor{}); err != nil {
		t.Fatal(err)
	}
	link := dbtest.Get[string](t, p.data, `select args ->> 'link' from mails where recipient = $1`, who.Email)
	in, _, err := r.Activate(ctx, link[strings.LastIndex(link, "/")+1:], newPassword, desk.Visitor{})
	if err != nil {
		t.Fatal(err)
	}
	rita, err := p.all.signIn.Resume(ctx, in.Token.Reveal())
	if err != nil {
		t.Fatal(err)
	}
	hers := officer.WithActor(ctx, rita)
	if err := p.all.accounts.AskEmailChange(hers, desk.NewAddress{Email: "rita@neu.example", Password: newPassword}, desk.Visitor{}); err != nil {
		t.Fatal(err)
	}
	if err := (&desk.Enquiries{Counter: p.all.counter}).RequestDeletion(hers, "Ich ziehe um."); err != nil {
		t.Fatal(err)
	}
	p.data.Exec(t, `insert into enquiries (id, kind, account_id, subject, raised_at)
		select $1, 'two_identities', account_id, id, now() from applications where account_id is not null order by id limit 1`, officer.NewID[officer.EnquiryID]())
	p.data.Exec(t, `insert into enquiries (id, kind, account_id, raised_at, status, handled_by, handled_name, handled_at, outcome, outcome_note)
		select $1, 'account_deletion', $2, now(), 'closed', 'acc_clerk', 'Clara Clerk', now(), 'withdrawn', ''`, officer.NewID[officer.EnquiryID](), rita.Account)
	who.Email = "wartet@privat.example"
	if _, err := r.Register(ctx, who, desk.Visitor{}); err != nil {
		t.Fatal(err)
	}
}

// visitor gives somebody who is not signed in, in a browser of their own, as what
// posts their forms.
func (p *whole) visitor(t testing.TB) func(path string, form url.Values) answer {
	t.Helper()
	begun := p.ask(t, nil, get("/register"))
	page, err := webtest.Read(begun.body)
	if err != nil || page.Token() == "" {
		t.Fatalf("no form to register: %v", err)
	}
	cookies := (&http.Response{Header: begun.header}).Cookies()
	return func(path string, form url.Values) answer {
		t.Helper()
		form.Set("csrf", page.Token())
		req := send(path, form)
		for _, cookie := range cookies {
			req.AddCookie(cookie)
		}
		return p.ask(t, nil, req)
	}
}

// TestKnownAndUnknownGetTheSamePage compares what a stranger sees who registers
// an address: the same status, the same page but for the address and the token,
// and the same number of statements.
func TestKnownAndUnknownGetTheSamePage(t *testing.T) {
	p := wholePortal(t, "http://portal.example")
	p.gather(t)
	known := p.role(t, officer.RoleOfficer)
	visitor := p.visitor(t)
	seen := map[string]string{}
	costs := map[string]int64{}
	for _, email := range []string{"unbekannt@privat.example", known.Email} {
		form := url.Values{"email": {email}, "family_name": {"Neu"}, "password": {newPassword}, "language": {"de"}, "return": {"/portal/code"}}
		before := p.db.Statements()
		sent := visitor("/register", form)
		costs[email] = p.db.Statements() - before
		if sent.status != 303 || !strings.HasPrefix(sent.header.Get("Location"), "/register/sent/reg_") {
			t.Fatalf("%s: %d %s", email, sent.status, sent.header.Get("Location"))
		}
		page := p.ask(t, nil, get(sent.header.Get("Location")))
		text := strings.ReplaceAll(plain(page.body), email, "ADDRESS")
		seen[email] = text
		if !strings.Contains(text, "ADDRESS") || page.status != 200 {
			t.Errorf("%s: %d %s", email, page.status, text)
		}
		again := visitor(strings.Replace(sent.header.Get("Location"), "sent", "resend", 1), url.Values{})
		if again.status != 303 || again.header.Get("Location") != sent.header.Get("Location") {
			t.Errorf("%s: resending gives %d", email, again.status)
		}
	}
	if seen["unbekannt@privat.example"] != seen[known.Email] {
		t.Errorf("the pages differ:\n%s\n%s", seen["unbekannt@privat.example"], seen[known.Email])
	}
	if costs["unbekannt@privat.example"] != costs[known.Email] {
		t.Errorf("statements: %v", costs)
	}
	if role := visitor("/register", url.Values{"email": {"info@stadt.example"}, "family_name": {"Neu"}, "password": {newPassword}, "language": {"de"}}); role.status != 422 ||
		!strings.Contains(plain(role.body), "Sammelpostfach") || !strings.Contains(plain(role.body), "über das Officer-Portal") || !strings.Contains(role.body, "info@stadt.example") {
		t.Errorf("a role's mailbox: %d %s", role.status, plain(role.body))
	}
}
