package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

// newStaffSite is the whole site with the services that look after people and
// organisations. Besides the company's people, an operator and another
// organisation's manager sign in by these names.
func newStaffSite(t *testing.T) *intakeSite {
	t.Helper()
	passwords, err := hashing()
	if err != nil {
		t.Fatal(err)
	}
	s := newIntakeSite(t, func(cfg *Config) {
		c := cfg.Intake.Counter
		c.Passwords, c.Address = passwords, "https://portal.example"
		cfg.People, cfg.Organisations = &desk.People{Counter: c}, &desk.Organisations{Counter: c}
		cfg.Incidents, cfg.Trail = &desk.Incidents{Counter: c}, &desk.Trail{Counter: c}
	})
	s.people["operator"], s.people["foreign manager"] = s.TSP.Actor(officer.RoleOperator), s.Authority.Actor(officer.RoleRAManager)
	return s
}

// mailed gives the path of the newest link that was mailed to an address.
func (s *intakeSite) mailed(to string) string {
	s.t.Helper()
	link := dbtest.Get[string](s.t, s.Database, `select args->>'link' from mails where recipient = $1 and args ? 'link' order by created_at desc, id desc limit 1`, to)
	return strings.TrimPrefix(link, "https://portal.example")
}

func day(d officer.Date, name string) []string {
	return []string{name + "_day", d.Time().Format("2"), name + "_month", d.Time().Format("1"), name + "_year", d.Time().Format("2006")}
}

// sees checks what a person sees on a page.
func (s *intakeSite) sees(path, who string, status int, texts ...string) {
	s.t.Helper()
	got, p, _ := s.look(path, who)
	if got != status {
		s.t.Fatalf("%s sees %s with %d, want %d", who, path, got, status)
	}
	for _, text := range texts {
		if !strings.Contains(p.Text(), text) {
			s.t.Errorf("%s at %s does not see %q", who, path, text)
		}
	}
}

// From the nomination to the end, on the pages.
func TestAppointmentOnTheWeb(t *testing.T) {
	s := newStaffSite(t)
	today := officer.Today(s.Clock.Now())
	at := s.must("/desk/people/nominate", "manager", values("name", "Łucja Đặng", "email", "lucja@neu.example", "site", string(s.Company.Branch)))
	s.sees(at, "manager", http.StatusOK, "Łucja Đặng", "Benannt", "Wartet auf Antwort")
	s.sees("/desk/people", "manager", http.StatusOK, "Łucja Đặng")

	link := s.mailed("lucja@neu.example")
	s.sees(link, "", http.StatusOK, "möchte Sie als Officer benennen", "lucja@neu.example")
	s.sees(link, "checker", http.StatusOK, "Sie sind mit einem anderen Konto angemeldet")
	s.answerAsNew(link, "Łucja", "Đặng")
	s.sees(link, "", http.StatusNotFound, "verbraucht")

	s.must(at+"/background-check", "manager", values(append(day(today, "background_checked_on"), "background_note", "Führungszeugnis", "version", "2")...))
	s.must(at+"/training", "manager", values(append(day(today, "trained_on"), "version", "3")...))
	s.sees(at, "manager", http.StatusOK, "Freischaltung", "Fehlt")
	s.must(at+"/activate", "manager", values("version", "4"))
	s.sees(at, "manager", http.StatusOK, "Aktiv")
	s.must(at+"/suspend", "manager", values("version", "5", "why", "Verdacht"))
	s.sees(at, "manager", http.StatusOK, "Ausgesetzt seit", "Verdacht")
	s.Clock.Advance(time.Second)
	s.must(at+"/lift", "manager", values("version", "6"))
	s.must(at+"/end", "manager", values("version", "7", "why", "Wechsel"))
	s.sees(at, "manager", http.StatusOK, "Beendet am", "Wechsel", "Officer freigeschaltet")
}

// answerAsNew says yes to a link and opens an account with it.
func (s *intakeSite) answerAsNew(link, given, family string) {
	s.t.Helper()
	token, cookies := visitForm(s.t, s.Server, link, "")
	req := send(link, url.Values{"csrf": {token}, "answer": {"accept"}, "given_names": {given}, "family_name": {family}, "password": {rightPassword}})
	for _, c := range cookies {
		req.AddCookie(c)
	}
	if res, body := ask(s.t, s.Server, req, ""); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != signInPath {
		s.t.Fatalf("%d %s", res.StatusCode, s.read(body).Text())
	}
}

func TestAnswerOfSomebodyWithAnAccount(t *testing.T) {
	s := newStaffSite(t)
	who := s.Applicant(t)
	s.Exec(t, `update accounts set email_key = email where id = $1`, who.Account)
	s.people["asked"] = who
	due := who
	due.SecondFactorDue = true
	s.people["due"] = due
	for i, answer := range []string{"decline", "accept"} {
		s.Clock.Advance(time.Minute)
		s.must("/desk/people/invite", "manager", values("name", who.Name, "email", who.Email, "role", "checker"))
		link := s.mailed(who.Email)
		if status, _, to := s.look(link, "due"); status != http.StatusSeeOther || !strings.HasPrefix(to, secondFactorPath) {
			t.Errorf("second factor due: %d %s", status, to)
		}
		s.sees(link, "asked", http.StatusOK, "Zweitprüfung", "Annehmen", "Ablehnen")
		if status, _, body := s.post(link, "asked", values("answer", answer)); status != http.StatusOK || !strings.Contains(body, []string{"Sie haben abgelehnt", "Vielen Dank"}[i]) {
			t.Errorf("%s: %d", answer, status)
		}
		s.sees(link, "asked", http.StatusNotFound)
	}
	s.sees("/desk/people/"+string(who.Account), "manager", http.StatusOK, "Zweitprüfung", "Rolle entziehen")
}

// The wrong people at the door of each page and each form.
func TestDoorOfStaffPages(t *testing.T) {
	s := newStaffSite(t)
	incident := officer.Incident{ID: officer.NewID[officer.IncidentID](), Kind: "suspected_forgery", ReportedBy: "acc_x", ReportedName: "x", ReportedAt: s.Clock.Now(), Note: "x"}
	if err := s.DB.Do(t.Context(), postgres.System.InOrganisation(s.Company.ID), func(tx *postgres.Tx) error { return tx.AddIncident(&incident) }); err != nil {
		t.Fatal(err)
	}
	person, appointment := "/desk/people/"+string(s.people["checker"].Account), "/desk/people/"+string(s.people["officer"].Appointment)
	branch, organisation := "/desk/branches/"+string(s.Company.Branch), "/office/organisations/"+string(s.Company.ID)
	for _, path := range []string{person, person + "/roles", person + "/leave", person + "/site", appointment, appointment + "/suspend", appointment + "/end",
		appointment + "/training", appointment + "/background-check", appointment + "/activate", appointment + "/lift", branch, branch + "/close",
		"/desk/incidents/" + string(incident.ID)} {
		for who, want := range map[string]int{"": http.StatusSeeOther, "officer": http.StatusForbidden, "foreign manager": http.StatusNotFound, "manager": http.StatusOK} {
			if got, _, _ := s.look(path, who); got != want {
				t.Errorf("%q at %s: %d, want %d", who, path, got, want)
			}
		}
	}
	for _, path := range []string{"/desk/people", "/desk/people/nominate", "/desk/people/invite", "/desk/branches", "/desk/branches/new", "/desk/settings", "/desk/incidents"} {
		for who, want := range map[string]int{"": http.StatusSeeOther, "officer": http.StatusForbidden, "manager": http.StatusOK} {
			if got, _, _ := s.look(path, who); got != want {
				t.Errorf("%q at %s: %d, want %d", who, path, got, want)
			}
		}
	}
	for _, path := range []string{"/office/organisations", "/office/organisations/new", organisation, organisation + "/edit", organisation + "/managers", organisation + "/close"} {
		for who, want := range map[string]int{"": http.StatusSeeOther, "manager": http.StatusForbidden, "auditor": http.StatusForbidden, "operator": http.StatusOK} {
			if got, _, _ := s.look(path, who); got != want {
				t.Errorf("%q at %s: %d, want %d", who, path, got, want)
			}
		}
	}
	for _, path := range []string{"/desk/events", "/desk/events.csv"} {
		for who, want := range map[string]int{"": http.StatusSeeOther, "manager": http.StatusForbidden, "operator": http.StatusForbidden} {
			if res, _ := ask(t, s.Server, get(path), who); res.StatusCode != want {
				t.Errorf("%q at %s: %d, want %d", who, path, res.StatusCode, want)
			}
		}
	}
}

// Ids that are malformed, of another kind or unknown are not found.
func TestIdsOfStaffPages(t *testing.T) {
	s := newStaffSite(t)
	for _, path := range []string{
		"/desk/people/x", "/desk/people/acc_x", "/desk/people/" + string(officer.NewID[officer.AccountID]()), "/desk/people/" + string(officer.NewID[officer.AppointmentID]()),
		"/desk/people/" + string(officer.NewID[officer.InvitationID]()), "/desk/people/org_x/roles", "/desk/people/" + string(s.people["checker"].Account) + "/suspend",
		"/desk/people/" + string(s.people["checker"].Account) + "/roles/king/revoke", "/desk/people/" + string(s.people["checker"].Account) + "/invitation/withdraw",
		"/desk/branches/x", "/desk/branches/" + string(officer.NewID[officer.BranchID]()), "/desk/incidents/x", "/desk/incidents/" + string(officer.NewID[officer.IncidentID]()),
		"/appointments/accept/x", "/roles/accept/" + strings.Repeat("A", 32),
	} {
		if got, _, _ := s.look(path, "manager"); got != http.StatusNotFound {
			t.Errorf("%s: %d", path, got)
		}
	}
	for _, path := range []string{"/office/organisations/x", "/office/organisations/" + string(officer.NewID[officer.OrganisationID]())} {
		if got, _, _ := s.look(path, "operator"); got != http.StatusNotFound {
			t.Errorf("%s: %d", path, got)
		}
	}
}

// A form that was refused comes back with what was typed, and says why.
func TestRefusedStaffForms(t *testing.T) {
	s := newStaffSite(t)
	appointment, branch := "/desk/people/"+string(s.people["officer"].Appointment), "/desk/branches/"+string(s.Company.Branch)
	for _, c := range []struct {
		path, who string
		form      url.Values
		status    int
		texts     []string
	}{
		{"/desk/people/nominate", "manager", values("name", "=cmd", "email", "info@firma.example"), 422, []string{"Funktionspostfach", `value="=cmd"`}},
		{"/desk/people/nominate", "manager", values("name", "Kim", "email", s.people["officer"].Email), 409, []string{"bereits als Officer benannt", `value="Kim"`}},
		{"/desk/people/invite", "manager", values("name", "Kim", "email", "kim@neu.example", "role", "officer"), 422, []string{"angebotenen Antworten"}},
		{appointment + "/training", "manager", values("version", "1", "trained_on_day", "31", "trained_on_month", "2", "trained_on_year", "2026"), 422, []string{"Dieses Datum gibt es nicht", `value="31"`}},
		{appointment + "/background-check", "manager", values("version", "1", "background_note", "Zeugnis"), 422, []string{"Füllen Sie dieses Feld aus", "Zeugnis"}},
		{appointment + "/suspend", "manager", values("version", "1", "why", " "), 422, []string{"Füllen Sie dieses Feld aus"}},
		{appointment + "/suspend", "manager", values("version", "0", "why", "x"), 409, []string{"inzwischen geändert"}},
		{appointment + "/lift", "manager", values("version", "1"), 409, []string{"im jetzigen Stand"}},
		{"/desk/branches", "manager", values("name", "Hauptsitz", "country", "DE"), 409, []string{"mit diesem Namen", `value="Hauptsitz"`}},
		{branch + "/close", "manager", values("version", "1"), 422, []string{"wohin die"}},
		{"/desk/settings", "manager", values("version", "1", "email_domains", "kein domain!"), 422, []string{"mindestens eine Art von Ausweis", "kein domain!"}},
		{"/desk/people/" + string(s.people["checker"].Account) + "/roles", "manager", values(), 422, []string{"Füllen Sie dieses Feld aus"}},
		{"/desk/people/" + string(s.people["checker"].Account) + "/roles", "manager", values("role", "auditor"), 409, []string{"darf keine andere Rolle haben"}},
		{"/desk/people/" + string(s.people["checker"].Account) + "/roles/shop_admin/revoke", "manager", values(), 409, []string{"nicht mehr"}},
		{"/office/organisations", "operator", values("kind", "company", "organisation_number", "x", "name", "Neu"), 422, []string{"ganze Zahl", `value="Neu"`}},
		{"/office/organisations", "operator", values("kind", "tsp"), 422, []string{"angebotenen Antworten"}},
	} {
		status, _, body := s.post(c.path, c.who, c.form)
		if status != c.status {
			t.Errorf("%s %v: %d, want %d", c.path, c.form, status, c.status)
		}
		for _, text := range c.texts {
			if !strings.Contains(body, text) {
				t.Errorf("%s %v does not say %q", c.path, c.form, text)
			}
		}
	}
}

// Who was too late sees both versions, and can send theirs once more.
func TestBothVersionsOfStaffForms(t *testing.T) {
	s := newStaffSite(t)
	branch, organisation := "/desk/branches/"+string(s.Company.Branch), "/office/organisations/"+string(s.Company.ID)
	evidence := day(officer.Today(s.Clock.Now()), "evidence_on")
	address := []string{"street", "Weg 1", "postal_code", "12345", "locality", "Ort", "country", "DE"}
	for _, c := range []struct {
		path, who    string
		first, later []string
	}{
		{branch, "manager", append([]string{"name", "Zentrale"}, address...), append([]string{"name", "Hauptstelle"}, address...)},
		{"/desk/settings", "manager", []string{"document_types", "passport", "email_domains", "eins.example"}, []string{"document_types", "passport", "email_domains", "zwei.example"}},
		{organisation, "operator", append(append([]string{"name", "Eins GmbH", "register_number", "HRB 1", "evidence_note", "Register"}, address...), evidence...),
			append(append([]string{"name", "Zwei GmbH", "register_number", "HRB 1", "evidence_note", "Register"}, address...), evidence...)},
	} {
		version := dbtest.Get[string](t, s.Database, `select version from organisations where id = $1`, s.Company.ID)
		if c.path == branch {
			version = "1"
		}
		s.must(c.path, c.who, values(append(c.first, "version", version)...))
		status, _, body := s.post(c.path, c.who, values(append(c.later, "version", version)...))
		if status != http.StatusConflict || !strings.Contains(body, c.first[len(c.first)-1]) && !strings.Contains(body, c.first[1]) || !strings.Contains(body, c.later[1]) {
			t.Errorf("%s: %d %s", c.path, status, s.read(body).Text())
		}
	}
}

func TestTrailOnTheWeb(t *testing.T) {
	s := newStaffSite(t)
	s.must("/desk/people/"+string(s.people["checker"].Account)+"/roles", "manager", values("role", "shop_admin"))
	s.sees("/desk/events", "auditor", http.StatusOK, "Rolle vergeben", "Rolle: Shop-Verwaltung", string(s.people["checker"].Account))
	s.sees("/desk/events?noun=branch", "auditor", http.StatusOK, "Keine Ereignisse")
	s.sees("/desk/events?from_day=31&from_month=2&from_year=2026", "auditor", http.StatusOK, "Dieses Datum gibt es nicht")
	s.sees("/desk/events?from_day=2&from_month=1&from_year=2026&until_day=1&until_month=1&until_year=2026", "auditor", http.StatusOK, "vor dem ersten")
	res, body := ask(t, s.Server, get("/desk/events.csv?noun=role"), "auditor")
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "text/csv; charset=utf-8" || !strings.Contains(res.Header.Get("Content-Disposition"), "attachment") ||
		!strings.Contains(body, ";role.granted;Rolle vergeben;") {
		t.Errorf("%d %v %q", res.StatusCode, res.Header, body)
	}
}

func TestAdmissionOnTheWeb(t *testing.T) {
	s := newStaffSite(t)
	form := values(append([]string{"kind", "authority", "organisation_number", "2000", "name", "Stadt Neuburg", "street", "Markt 1", "postal_code", "12345",
		"locality", "Neuburg", "country", "DE", "evidence_note", "Amtsblatt", "manager_name", "Nora Neu", "manager_email", "nora@neuburg.example"},
		day(officer.Today(s.Clock.Now()), "evidence_on")...)...)
	at := s.must("/office/organisations", "operator", form)
	s.sees(at, "operator", http.StatusOK, "Stadt Neuburg", "2000", "nora@neuburg.example", "Antwort der Person")
	s.answerAsNew(s.mailed("nora@neuburg.example"), "Nora", "Neu")
	s.sees(at, "operator", http.StatusOK, "Nora Neu", "Aktiv")
	s.terms(at)
	s.must(at+"/close", "operator", values("version", "2"))
	s.sees(at, "operator", http.StatusOK, "Geschlossen", "Organisation geschlossen")
	s.must(at+"/reopen", "operator", values("version", "3"))
	s.sees("/office/organisations?q=neuburg", "operator", http.StatusOK, "Stadt Neuburg")
	if status, _, _ := s.post("/office/organisations", "operator", form); status != http.StatusConflict {
		t.Errorf("admitted twice: %d", status)
	}
}

// terms bars a procedure: the shops stop offering it, and nobody offers it anew.
func (s *intakeSite) terms(at string) {
	s.t.Helper()
	form := url.Values{"version": {"1"}, "procedures": {"behoerdenident", "postident_eid"}, "approval_four_eyes": {"yes"},
		"contract_from_day": {"1"}, "contract_from_month": {"1"}, "contract_from_year": {"2026"}, "contract_until_day": {"31"}, "contract_until_month": {"12"}, "contract_until_year": {"2025"}}
	if status, _, p := s.post(at+"/terms", "operator", form); status != http.StatusUnprocessableEntity {
		s.t.Errorf("a contract that ends before it begins: %d %.200s", status, p)
	}
	form.Set("contract_until_year", "2025")
	form.Set("contract_from_year", "2024")
	s.must(at+"/terms", "operator", form)
	s.sees(at, "operator", http.StatusOK, "31.12.2025", "Der Vertrag ist abgelaufen", "BehördenIdent")
	if status, _, _ := s.post(at+"/terms", "operator", form); status != http.StatusConflict {
		s.t.Errorf("over a newer version: %d", status)
	}
}

// A name that is searched for stands in no address, and what another session
// searched for is nobody's.
func TestSearchForPeople(t *testing.T) {
	s := newStaffSite(t)
	at := s.must("/desk/people", "manager", url.Values{"q": {"Kim checker"}, "left": {"yes"}})
	if strings.Contains(strings.ToLower(at), "kim") || !strings.Contains(at, "left=yes") {
		t.Errorf("led to %s", at)
	}
	at = s.must("/desk/people", "manager", url.Values{"q": {"Kim checker"}})
	_, p, body := s.look(at, "manager")
	if !strings.Contains(body, `value="Kim checker"`) || strings.Contains(p.Text(), "Kim officer") || !strings.Contains(p.Text(), "Kim checker") {
		t.Errorf("found %s", p.Text())
	}
	if _, _, body := s.look(at, "auditor"); strings.Contains(body, `value="Kim checker"`) {
		t.Error("another session's search is opened")
	}
	if at := s.must("/desk/people", "manager", url.Values{"q": {" "}}); at != "/desk/people" {
		t.Errorf("nothing leads to %s", at)
	}
}

// Every page is sound HTML in both languages, and asks the database few times.
func TestStaffPagesAreSound(t *testing.T) {
	s := newStaffSite(t)
	person, appointment := "/desk/people/"+string(s.people["checker"].Account), "/desk/people/"+string(s.people["officer"].Appointment)
	branch, organisation := "/desk/branches/"+string(s.Company.Branch), "/office/organisations/"+string(s.Company.ID)
	pages := map[string][]string{
		"manager": {"/desk/people", "/desk/people?left=yes", "/desk/people/nominate", "/desk/people/invite", person, person + "/roles", person + "/site", person + "/leave",
			person + "/roles/checker/revoke", appointment, appointment + "/suspend", appointment + "/training", appointment + "/background-check", appointment + "/end",
			"/desk/branches", "/desk/branches/new", branch, branch + "/close", "/desk/settings", "/desk/incidents", "/desk/incidents?status=closed"},
		"auditor": {"/desk/people", person, "/desk/events", "/desk/incidents"},
		"operator": {"/office/organisations", "/office/organisations/new", organisation, organisation + "/edit", organisation + "/managers", organisation + "/close",
			"/office/people", "/office/people/invite"},
	}
	for who, paths := range pages {
		for _, language := range []string{"de", "en"} {
			a := s.people[who]
			a.Language = language
			s.people[who] = a
			for _, path := range paths {
				before := s.DB.Statements()
				status, p, _ := s.look(path, who)
				if status != http.StatusOK {
					t.Errorf("%s at %s: %d", who, path, status)
					continue
				}
				for _, flaw := range p.Flaws(language) {
					t.Errorf("%s at %s in %s: %s", who, path, language, flaw)
				}
				if n := s.DB.Statements() - before; n > 10 {
					t.Errorf("%s asks %d times", path, n)
				}
			}
		}
	}
}
