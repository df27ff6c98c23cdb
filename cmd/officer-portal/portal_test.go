package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
	"officerportal/officer/web/webtest"
)

// A whole portal is the house as `serve --demo` furnishes it, with the demo in a
// database of the test's own, and somebody signed in for every role.
type whole struct {
	*house
	data   *dbtest.Database
	db     *postgres.DB // as the portal works it
	log    *lines
	all    *services
	people []*person

	address string // where listen put it
}

// A person is somebody of the demo with a session.
type person struct {
	officer.Actor
	name  string // role and house, for messages
	token string // of the session
	csrf  string // of forms
}

// practice is the demo's data, which are put in once for all tests, with the keys
// that sealed what is in them.
var practice = func() (p struct {
	name string
	keys *secret.Keys
}) {
	p.name = fmt.Sprintf("demo%x", rand.Uint64())
	var err error
	if p.keys, err = secret.NewKeys(); err != nil {
		panic(err)
	}
	return p
}()

// practiceDir is where the authority of the practice data is kept, from which their
// cards have their certificates.
var practiceDir string

func fillPractice(ctx context.Context, dsn string) error {
	db, err := postgres.Open(ctx, dsn, time.Now)
	if err != nil {
		return err
	}
	defer db.Close()
	all, err := newServices(&database{db: db, dsn: dsn}, settings{keys: practice.keys, demo: true, address: "http://portal.example", dataDir: practiceDir})
	if err != nil {
		return err
	}
	_, err = fillDemo(ctx, all)
	return err
}

// wholePortal furnishes a portal that people reach at an address.
func wholePortal(t testing.TB, address string) *whole {
	t.Helper()
	return wholePortalWith(t, address, plan{})
}

// wholePortalWith furnishes one with something in its configuration.
func wholePortalWith(t testing.TB, address string, with plan) *whole {
	t.Helper()
	ctx := context.Background()
	p := &whole{data: dbtest.NewFilled(t, practice.name, fillPractice), log: &lines{}}
	log := slog.New(slog.NewJSONHandler(p.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	usual := slog.Default()
	slog.SetDefault(log) // where a missing text is told
	t.Cleanup(func() { slog.SetDefault(usual) })
	var err error
	if p.db, err = postgres.Open(ctx, p.data.DSN, time.Now); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.db.Close() })
	keys := practice.keys
	d := &database{db: p.db, dsn: p.data.DSN}
	s := &serveCommand{Demo: true, BaseURL: address}
	with.keys, with.log, with.idle, with.most, with.dataDir = keys, log, time.Hour, 2*time.Hour, practiceDir
	if p.house, err = s.furnish(ctx, with, d); err != nil {
		t.Fatal(err)
	}
	if p.all, err = newServices(d, settings{keys: keys, demo: true, address: address, limits: officer.DefaultSessionLimits, dataDir: practiceDir}); err != nil {
		t.Fatal(err)
	}
	return p
}

// listen serves the portal until the test ends.
func (p *whole) listen(t testing.TB) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.address = "http://" + l.Addr().String()
	done := make(chan error, 1)
	go func() { done <- p.server.Serve(l) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
		defer cancel()
		if err := errors.Join(p.server.Shutdown(ctx), <-done); err != nil {
			t.Error(err)
		}
	})
}

// lines keep what is logged.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

// take gives what was logged since the last time.
func (l *lines) take() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.text.Reset()
	return l.text.String()
}

// gather signs in one person for every role of every organisation, who holds no
// other role, and an applicant.
func (p *whole) gather(t testing.TB) {
	t.Helper()
	var found []struct {
		Account officer.AccountID
		Name    string
	}
	p.data.Select(t, &found, `
		select distinct on (o.number, r.roles) r.account_id as account, r.roles || ' of ' || o.name as name
		from (select organisation_id, account_id, string_agg(role, '+') as roles from role_assignments where ended_at is null group by 1, 2) r
		join organisations o on o.id = r.organisation_id
		left join appointments p on p.organisation_id = r.organisation_id and p.account_id = r.account_id and p.status <> 'left'
		where r.roles not like '%+%' and (r.roles <> 'officer' or p.status = 'active' and p.training_until > current_date + 60)
		order by o.number, r.roles, r.account_id`)
	for _, f := range found {
		p.people = append(p.people, p.enter(t, f.Account, f.Name))
	}
	applicant := dbtest.Get[officer.AccountID](t, p.data, `select id from accounts a where not exists (select from members m where m.account_id = a.id)
		and not exists (select from appointments m where m.account_id = a.id)
		order by (select count(distinct status) from orders where account_id = a.id) + (select count(distinct status) from applications where account_id = a.id) desc, id limit 1`)
	p.people = append(p.people, p.enter(t, applicant, "applicant"))
	p.begin(t, p.people[len(p.people)-1])
	p.situate(t)
}

// situate brings about what the demo has none of: an organisation with two shops,
// mails with links, a case at a colleague's desk, and a job that is done.
func (p *whole) situate(t testing.TB) {
	t.Helper()
	p.data.Exec(t, `insert into shops (organisation_id, id, name, created_at) select id, $1, 'Zweiter Shop', now() from organisations where kind = 'company'`,
		officer.NewID[officer.ShopID]())
	me := p.role(t, officer.RoleOfficer, officer.Company)
	colleague := p.enter(t, dbtest.Get[officer.AccountID](t, p.data, `select account_id from appointments where organisation_id = $1 and account_id <> $2
		and status = 'active' and training_until > current_date order by account_id limit 1`, me.Organisation, me.Account), "colleague")
	waits := dbtest.Get[officer.ApplicationID](t, p.data, `select id from applications where organisation_id = $1 and status = 'identification_due' limit 1`, me.Organisation)
	orders := dbtest.Get[string](t, p.data, `select string_agg(id, ' ') from (select id from orders where organisation_id = $1 order by created_at desc limit 3) x`, me.Organisation)
	work := &desk.WorkList{Counter: p.all.counter}
	printing := p.ask(t, me, sendAs(me, "/desk/orders/papers/print", "orders", orders, "paper", string(officer.PaperChecklist)))
	if printing.status != 303 {
		t.Fatalf("printing: %d %s", printing.status, plain(printing.body))
	}
	sent := dbtest.Get[string](t, p.data, `update applications set revocation_password_hash = '' where organisation_id = $1 and status = 'transmitted' and
		id = (select application_id from orders where organisation_id = $1 and status = 'open' order by id limit 1) returning (select o.id from orders o where o.application_id = applications.id)`, me.Organisation)
	if asked := p.ask(t, me, sendAs(me, "/desk/orders/"+sent+"/password-link")); asked.status != 303 {
		t.Fatalf("mailing a link: %d %s", asked.status, plain(asked.body))
	}
	operator := p.role(t, officer.RoleOperator)
	p.data.Exec(t, `insert into invitations (organisation_id, id, role, email, name, search_name, invited_by, invited_at)
		values ($1, $2, 'clerk', 'karla@federkiel.example', 'Karla Kommt', 'KARLA KOMMT', $3, now())`, operator.Organisation, officer.NewID[officer.InvitationID](), operator.Account)
	p.data.Exec(t, `insert into accounts (id, email, email_key, given_names, family_name, status, created_at)
		values ($1, 'neu@neuling.example', 'neu@neuling.example', 'Nils', 'Neu', 'invited', now())`, officer.NewID[officer.AccountID]())
	if err := errors.Join(
		p.all.accounts.RequestReset(context.Background(), "neu@neuling.example", desk.Visitor{}),
		p.all.accounts.RequestReset(context.Background(), me.Email, desk.Visitor{}),
		p.all.accounts.RequestUnlock(context.Background(), me.Email, desk.Visitor{}),
		work.Claim(officer.WithActor(context.Background(), colleague.Actor), waits, true)); err != nil {
		t.Fatal(err)
	}
	if found, err := p.all.jobs.Work(context.Background()); !found || err != nil {
		t.Fatalf("no job was done: %v", err)
	}
	p.situateAccounts(t)
	p.situateShops(t)
	p.situateCodes(t)
}

// enter signs somebody in.
func (p *whole) enter(t testing.TB, id officer.AccountID, name string) *person {
	t.Helper()
	in, err := p.all.signIn.DemoSignIn(context.Background(), id, desk.Visitor{})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	who := &person{name: name, token: in.Token.Reveal()}
	if who.Actor, err = p.all.signIn.Resume(context.Background(), who.token); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	page, err := webtest.Read(p.ask(t, who, get("/account")).body)
	if err != nil || page.Token() == "" {
		t.Fatalf("%s has no account page: %v", name, err)
	}
	who.csrf = page.Token()
	return who
}

// role gives somebody in a role; of a house of a kind, where it is given.
func (p *whole) role(t testing.TB, r officer.Role, kind ...officer.OrganisationKind) *person {
	t.Helper()
	for _, who := range p.people {
		if who.Has(r) && (len(kind) == 0 || who.OrganisationKind == kind[0]) {
			return who
		}
	}
	t.Fatalf("nobody is %s %v", r, kind)
	return nil
}

// An answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// ask sends a request as somebody; nil is nobody.
func (p *whole) ask(t testing.TB, who *person, req *http.Request) answer {
	t.Helper()
	if who != nil {
		req.AddCookie(&http.Cookie{Name: "session", Value: who.token})
	}
	res, err := p.server.App().Test(req, -1)
	if err != nil {
		t.Fatalf("%s %s: %v", req.Method, req.URL, err)
	}
	body, err := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	return answer{status: res.StatusCode, header: res.Header, body: string(body)}
}

func get(path string) *http.Request { return httptest.NewRequest(http.MethodGet, path, nil) }

// send is a form as a browser posts it to us.
func send(path string, form url.Values) *http.Request {
	req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return req
}

// sendAs is a form with the token of the person who sends it, and further
// name/value pairs.
func sendAs(who *person, path string, pairs ...string) *http.Request {
	form := url.Values{"csrf": {who.csrf}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return send(path, form)
}
