package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/officertest"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
	"officerportal/officer/web/webtest"
)

// A caseSite is the web site over a sample world with a case in which nothing is
// missing. The sessions are named after the people.
type caseSite struct {
	*dbtest.Sample
	t    *testing.T
	s    *Server
	id   officer.ApplicationID
	base string
}

// anyCode accepts the code 123456.
type anyCode struct{}

func (anyCode) Reauthenticate(_ context.Context, code string) error {
	if code == "123456" {
		return nil
	}
	var p officer.Problems
	p.Add("code", "second_factor.wrong")
	return p.Err()
}

func newCaseSite(t *testing.T, product func(*dbtest.Sample) officer.Product) *caseSite {
	t.Helper()
	keys, err := secret.NewKeys()
	must0(t, err)
	passwords, err := secret.NewPasswords()
	must0(t, err)
	w := &caseSite{Sample: dbtest.NewSample(t), t: t}
	counter := &desk.Counter{DB: w.DB, Keys: keys, Passwords: passwords, Address: "https://portal.example"}
	sessions := people{"foreign": w.Authority.Actor(officer.RoleOfficer)}
	for _, r := range officer.DeskRoles {
		a := w.Company.Actor(r)
		a.SessionEnds = w.Clock.Now().Add(time.Hour)
		sessions[string(r)] = a
	}
	w.s, err = New(Config{
		Services: Services{Sessions: sessions, Assets: assets{}, Applying: &desk.Applying{Counter: counter, Again: anyCode{}},
			WorkList: &desk.WorkList{Counter: counter}, Intake: &desk.Intake{Counter: counter}, Notices: &desk.Notices{Counter: counter},
			Ready: func(context.Context) error { return nil }},
		Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})), CSRFKey: []byte("0123456789abcdef0123456789abcdef"),
	})
	must0(t, err)
	w.begin(keys, product(w.Sample))
	return w
}

func must0(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func signature(s *dbtest.Sample) officer.Product { return s.Signature }
func seal(s *dbtest.Sample) officer.Product      { return s.Seal }

// begin makes the case of the company's first officer.
func (w *caseSite) begin(keys *secret.Keys, p officer.Product) {
	now, today, by := w.Clock.Now(), officer.Today(w.Clock.Now()), w.Company.Actor(officer.RoleOfficer)
	person := officer.Person{ID: officer.NewID[officer.PersonID](), PersonData: officertest.Person(), CreatedAt: now}
	a := officer.Application{ID: officer.NewID[officer.ApplicationID](), Shop: w.Company.Shop, Product: p.ID, Person: person.ID,
		Procedure: officer.OfficerIdent, Status: officer.ApplicationInIdentification, Quantity: 1, Language: "de", Form: officertest.Form(today),
		CreatedBy: by.Account, CreatedAt: now, ChangedAt: now, StatusSince: now}
	i, err := a.Identify(person, by, "Hauptsitz", now)
	must0(w.t, err)
	officertest.Identify(&i, a.Form.Person, today)
	i.NumberSealed, err = keys.Box.Seal([]byte("T22000129"), secret.Bind(string(w.Company.ID), "identifications", "document_number_sealed", string(i.ID)))
	must0(w.t, err)
	a.DocumentExpiresOn = i.Document.ExpiresOn
	must0(w.t, w.DB.Do(w.Company.As(officer.RoleOfficer), postgres.ScopeOf(by), func(tx *postgres.Tx) error {
		tx.Record("case.opened", string(a.ID))
		if err := tx.AddPerson(&person); err != nil {
			return err
		}
		if err := tx.AddApplication(&a); err != nil {
			return err
		}
		return tx.AddIdentification(&i)
	}))
	w.id, w.base = a.ID, "/desk/cases/"+string(a.ID)
}

// look gets a page as somebody and holds it against the rules of pages.
func (w *caseSite) look(path, who string) (int, string, *webtest.Page) {
	w.t.Helper()
	res, body := ask(w.t, w.s, get(path), who)
	if res.StatusCode == http.StatusSeeOther {
		return res.StatusCode, res.Header.Get("Location"), nil
	}
	p, err := webtest.Read(body)
	must0(w.t, err)
	for _, flaw := range p.Flaws("de") {
		w.t.Errorf("%s as %s: %s", path, who, flaw)
	}
	return res.StatusCode, body, p
}

// fieldsOf are the fields of the form on a page that goes to action, as they stand.
func fieldsOf(p *webtest.Page, action string) url.Values {
	v := url.Values{}
	for _, form := range p.All("form") {
		if webtest.Attr(form, "action") != action {
			continue
		}
		for n := range form.Descendants() {
			name := webtest.Attr(n, "name")
			switch {
			case name == "" || n.Data == "button":
			case n.Data == "option":
			case webtest.Attr(n, "type") == "radio" || webtest.Attr(n, "type") == "checkbox":
				if has(n, "checked") {
					v.Set(name, webtest.Attr(n, "value"))
				}
			case n.Data == "select":
				for o := range n.Descendants() {
					if has(o, "selected") {
						v.Set(name, webtest.Attr(o, "value"))
					}
				}
			case n.Data == "textarea" && n.FirstChild != nil:
				v.Set(name, n.FirstChild.Data)
			default:
				v.Set(name, webtest.Attr(n, "value"))
			}
		}
		return v
	}
	return v
}

func has(n *html.Node, attribute string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == attribute })
}

// send posts the form of a page with changes, as a browser would; it gives
// status, and the body or where it leads.
func (w *caseSite) send(page, action, who string, change map[string]string) (int, string) {
	w.t.Helper()
	_, body, p := w.look(page, who)
	if p == nil {
		w.t.Fatalf("%s leads to %s", page, body)
	}
	v := fieldsOf(p, action)
	for name, value := range change {
		v.Set(name, value)
	}
	return w.post(action, who, v)
}

func (w *caseSite) post(action, who string, v url.Values) (int, string) {
	w.t.Helper()
	res, body := ask(w.t, w.s, send(action, v), who)
	if res.StatusCode == http.StatusSeeOther {
		return res.StatusCode, res.Header.Get("Location")
	}
	if p, err := webtest.Read(body); err == nil {
		for _, flaw := range p.Flaws("de") {
			w.t.Errorf("answer of %s: %s", action, flaw)
		}
	}
	return res.StatusCode, body
}

// want holds a status and something that the answer says.
func (w *caseSite) want(what string, status int, said string, wantStatus int, words ...string) {
	w.t.Helper()
	if status != wantStatus {
		w.t.Errorf("%s: status %d, want %d", what, status, wantStatus)
	}
	for _, word := range words {
		if !strings.Contains(said, word) {
			w.t.Errorf("%s: %q is not said", what, word)
		}
	}
}

func TestEverySectionShowsWhatIsSavedAndSavesIt(t *testing.T) {
	w := newCaseSite(t, seal)
	for _, g := range officer.Groups {
		path := w.base + "/" + string(g)
		status, body, _ := w.look(path, "officer")
		w.want(path, status, body, 200, "Đặng-Ångström", "Siegelkarte")
		if g == officer.GroupRevokers {
			continue
		}
		status, to := w.send(path, path, "officer", nil)
		w.want(path, status, to, 303, w.base+"/review")
	}
	if n := dbtest.Get[int](t, w.Database, `select count(*) from events where kind = 'application.saved' and details->>'fields' <> 'null'`); n != 0 {
		t.Errorf("saving unchanged pages changed %d of them", n)
	}
}

func TestSectionsRefuseInWordsAndKeepWhatWasTyped(t *testing.T) {
	w := newCaseSite(t, seal)
	for _, c := range []struct {
		group  officer.Group
		change map[string]string
		words  []string
	}{
		{officer.GroupPerson, map[string]string{"family_name": "Mül1er", "birth_date_month": "13"}, []string{`value="Mül1er"`, `value="13"`, "Fehler: ", "Prüfen Sie Tag, Monat und Jahr"}},
		{officer.GroupPerson, map[string]string{"family_name": "", "postal_code": "123"}, []string{"Familienname: Füllen Sie dieses Feld aus", "fünf Ziffern"}},
		{officer.GroupContact, map[string]string{"email": "info@beispiel.example", "mobile": "geheim"}, []string{`value="info@beispiel.example"`, `value="geheim"`}},
		{officer.GroupContact, map[string]string{"email": "<script>alert(1)</script>"}, []string{"&lt;script&gt;"}},
		{officer.GroupCertificate, map[string]string{"publish": "maybe"}, []string{"Wählen Sie eine der angebotenen Antworten"}},
		{officer.GroupDelivery, map[string]string{"card_to": "desk", "desk_branch": string(w.Authority.Branch)}, []string{"Wählen Sie eine der angebotenen Antworten"}},
		{officer.GroupDelivery, map[string]string{"pin_to": "applicant"}, []string{`href="#pin_street"`}},
		{officer.GroupOrganisation, map[string]string{"evidence_on_year": "2020"}, []string{"älter als 6 Monate"}},
		{officer.GroupOrganisation, map[string]string{"organisation_name": strings.Repeat("ä", 300)}, []string{`href="#organisation_name"`}},
		{officer.GroupSignatory, map[string]string{"signatory_self": "no"}, []string{"Siegelkarte beantragt nur"}},
		{officer.GroupSecrets, map[string]string{"question": "Eine andere?"}, []string{`value="Eine andere?"`, "Antwort: Füllen Sie dieses Feld aus"}},
		{officer.GroupPayment, map[string]string{"recipient": "=1+1", "vat_id": "12"}, []string{`value="=1+1"`, "Länderkürzel"}},
	} {
		path := w.base + "/" + string(c.group)
		status, body := w.send(path, path, "officer", c.change)
		w.want(path, status, body, 422, c.words...)
	}
}

func TestADraftMayBeIncomplete(t *testing.T) {
	w := newCaseSite(t, signature)
	path := w.base + "/contact"
	status, to := w.send(path, path, "officer", map[string]string{"mobile": "", "draft": "yes"})
	w.want("draft", status, to, 303, w.base)
	status, body, _ := w.look(w.base+"/review", "officer")
	w.want("review", status, body, 200, "Es fehlt noch eine Angabe", w.base+"/contact#mobile")
	if strings.Contains(body, "Weiter zur Unterschrift") {
		t.Error("an incomplete case leads to signing")
	}
}

// TestTheScriptSavesDrafts: the answer is a line and the version to build on.
func TestTheScriptSavesDrafts(t *testing.T) {
	w := newCaseSite(t, signature)
	path := w.base + "/person"
	_, _, p := w.look(path, "officer")
	v := fieldsOf(p, path)
	v.Set("birth_name", "Kowalska")
	v.Set("birth_date_month", "") // half typed: what is saved stays
	req := send(path, v)
	req.Header.Set("X-Portal-Script", "1")
	res, body := ask(t, w.s, req, "officer")
	if version := res.Header.Get("Form-Version"); res.StatusCode != 200 || version != "2" || !strings.HasPrefix(body, "Entwurf gespeichert um") {
		t.Errorf("%d %q %q", res.StatusCode, version, body)
	}
	if _, body, _ := w.look(path, "officer"); !strings.Contains(body, `value="Kowalska"`) || !strings.Contains(body, `value="1984"`) {
		t.Error("the draft is not kept whole")
	}
}

func TestWhoComesTooLateSeesBothVersions(t *testing.T) {
	w := newCaseSite(t, signature)
	path := w.base + "/payment"
	_, _, p := w.look(path, "officer")
	late := fieldsOf(p, path)
	if status, to := w.send(path, path, "officer", map[string]string{"cost_centre": "4711"}); status != 303 {
		t.Fatal(status, to)
	}
	late.Set("cost_centre", "0815")
	status, body := w.post(path, "officer", late)
	w.want("too late", status, body, 409, "4711", "0815", "Kostenstelle")
	again, err := webtest.Read(body)
	must0(t, err)
	status, to := w.post(path, "officer", fieldsOf(again, path))
	w.want("knowingly", status, to, 303)
	if _, body, _ := w.look(path, "officer"); !strings.Contains(body, `value="0815"`) {
		t.Error("what was sent knowingly is not saved")
	}
}

func TestRevokersComeAndGo(t *testing.T) {
	w := newCaseSite(t, signature)
	path := w.base + "/revokers"
	for i, name := range []string{"Ada Lovelace", "Grace Hopper"} {
		status, to := w.send(path, path, "officer", map[string]string{"revoker_name": name, "revoker_contact": "030 1234567" + strconv.Itoa(i)})
		w.want(name, status, to, 303, path)
	}
	status, body := w.send(path, path, "officer", map[string]string{"revoker_name": "Nur Name"})
	w.want("incomplete", status, body, 422, `value="Nur Name"`, `href="#revoker_contact"`, "Ada Lovelace")
	_, _, p := w.look(path, "officer")
	v := fieldsOf(p, path)
	v.Set("remove", "0")
	status, to := w.post(path, "officer", v)
	w.want("removed", status, to, 303, path)
	if _, body, _ := w.look(path, "officer"); strings.Contains(body, "Ada Lovelace") || !strings.Contains(body, "Grace Hopper") {
		t.Error("the wrong person is gone")
	}
	for _, n := range []string{"7", "-1", "x"} {
		_, _, p := w.look(path, "officer")
		v := fieldsOf(p, path)
		v.Set("remove", n)
		if status, _ := w.post(path, "officer", v); status != 409 {
			t.Errorf("removing %s: %d", n, status)
		}
	}
	status, to = w.send(path, path, "officer", map[string]string{"go_on": "yes"})
	w.want("on", status, to, 303, w.base+"/review")
}

func TestRevocationPasswordAtTheDeskAndByLink(t *testing.T) {
	w := newCaseSite(t, signature)
	typed := w.base + "/secrets/password"
	_, body, _ := w.look(typed, "officer")
	w.want("the applicant's page", 200, body, 200, "Drehen Sie den Bildschirm")
	for _, secret := range []string{"Đặng", "Signaturkarte", "beispiel.example"} {
		if strings.Contains(body, secret) {
			t.Errorf("the applicant's page shows %s", secret)
		}
	}
	status, body := w.send(typed, typed, "officer", map[string]string{"revocation_password": "Korrekt-Pferd-Batterie", "revocation_password_repeated": "anders"})
	w.want("typed differently", status, body, 422, `href="#revocation_password_repeated"`)
	if strings.Contains(body, "Korrekt-Pferd") {
		t.Error("the password comes back")
	}

	status, to := w.send(w.base+"/secrets", w.base+"/secrets/link", "officer", nil)
	w.want("mailed", status, to, 303, w.base+"/secrets")
	link, err := url.Parse(dbtest.Get[string](t, w.Database, `select args->>'link' from mails`))
	must0(t, err)
	status, body, _ = w.look(link.Path, "")
	w.want("by link", status, body, 200, "Sperrpasswort wählen")
	_, token := link.Path, ""
	token, cookies := visitForm(t, w.s, link.Path, "")
	choose := func(password string) (*http.Response, string) {
		req := send(link.Path, url.Values{"csrf": {token}, "revocation_password": {password}, "revocation_password_repeated": {password}})
		for _, c := range cookies {
			req.AddCookie(c)
		}
		return ask(t, w.s, req, "")
	}
	res, body := choose("kurz")
	w.want("too short", res.StatusCode, body, 422, `href="#revocation_password"`)
	res, _ = choose("Korrekt-Pferd-Batterie")
	w.want("chosen", res.StatusCode, res.Header.Get("Location"), 303, "/revocation-password")
	status, body, _ = w.look("/revocation-password", "")
	w.want("thanks", status, body, 200, "gespeichert")
	_, spent, _ := w.look(link.Path, "")
	_, wrong, _ := w.look("/revocation-password/unknown", "")
	if strip(spent) != strip(wrong) {
		t.Error("a spent link answers otherwise than a wrong one")
	}
}

// strip takes what differs between any two pages out: reference number, path.
func strip(body string) string {
	var kept []string
	for _, line := range strings.FieldsFunc(body, func(r rune) bool { return r == '<' }) {
		if !strings.Contains(line, "portal-code") && !strings.Contains(line, "/language?") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "<")
}
