package web

import (
	"net/http"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/postgres/dbtest"
)

// A form about an appointment or a site that came too late shows what was to be
// done beside how it stands, and is sent once more with the new version.
func TestBothVersionsOfDeeds(t *testing.T) {
	s := newStaffSite(t)
	today := officer.Today(s.Clock.Now())
	appointment, branch := "/desk/people/"+string(s.people["officer"].Appointment), "/desk/branches/"+string(s.Company.Branch)
	for _, c := range []struct {
		path  string
		form  []string
		texts []string
	}{
		{appointment + "/background-check", append(day(today, "background_checked_on"), "background_note", "Neuer Nachweis"), []string{"Neuer Nachweis", "Tag der Prüfung"}},
		{appointment + "/training", day(today, "trained_on"), []string{"Tag der Schulung"}},
		{appointment + "/suspend", []string{"why", "Verdacht"}, []string{"Officer-Benennung", "Aktiv"}},
		{appointment + "/activate", nil, []string{"Officer freischalten", "Aktiv"}},
		{appointment + "/lift", nil, []string{"Aktiv"}},
		{appointment + "/end", []string{"why", "Wechsel"}, []string{"Aktiv"}},
		{branch + "/close", nil, []string{"Hauptsitz", "offen"}},
		{branch + "/reopen", nil, []string{"Hauptsitz", "Wieder öffnen"}},
	} {
		status, _, body := s.post(c.path, "manager", values(append(c.form, "version", "77")...))
		p := s.read(body)
		if status != http.StatusConflict || !strings.Contains(p.Text(), "Gespeicherter Stand") || !strings.Contains(body, `name="version" value="1"`) {
			t.Errorf("%s: %d %s", c.path, status, p.Text())
		}
		for _, text := range append(c.texts, "Meine Eingabe übernehmen") {
			if !strings.Contains(p.Text(), text) {
				t.Errorf("%s: no %q in %s", c.path, text, p.Text())
			}
		}
	}
	if n := dbtest.Get[int](t, s.Database, `select count(*) from appointments where version > 1 or status <> 'active'`); n != 0 {
		t.Errorf("%d appointments changed", n)
	}
}

func TestNameOnTheWeb(t *testing.T) {
	s := newStaffSite(t)
	who := string(s.people["officer"].Account)
	at := "/desk/people/" + who + "/name"
	s.sees("/desk/people/"+who, "manager", http.StatusOK, "Namen berichtigen")
	s.sees(at, "manager", http.StatusOK, "Namen berichtigen", "erfährt davon per E-Mail")
	s.sees("/desk/people/"+string(s.people["manager"].Account)+"/name", "manager", http.StatusForbidden)
	status, _, body := s.post(at, "manager", values("given_names", "Łucja", "family_name", "=1", "version", "1"))
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, `value="Łucja"`) || !strings.Contains(body, `value="=1"`) {
		t.Errorf("%d %s", status, s.read(body).Text())
	}
	s.must(at, "manager", values("given_names", "Łucja", "family_name", "Đặng", "version", "1"))
	s.sees("/desk/people/"+who, "manager", http.StatusOK, "Łucja Đặng", "Name berichtigt")
	status, _, body = s.post(at, "manager", values("given_names", "Lucja", "family_name", "Đặng", "version", "1"))
	if text := s.read(body).Text(); status != http.StatusConflict || !strings.Contains(text, "Lucja") || !strings.Contains(text, "Łucja") {
		t.Errorf("%d %s", status, text)
	}
}

// The profile is one's own, but two tabs are enough to be late.
func TestBothVersionsOfTheProfile(t *testing.T) {
	p := newPortal(t, nil)
	b := p.browser(t)
	who := p.Applicant(t)
	p.Exec(t, `update accounts set password_hash = (select max(password_hash) from accounts) where id = $1`, who.Account)
	b.signIn(who.Email, rightPassword)
	b.get("/account/profile").post("/account/profile", "given_names", "Alex", "family_name", "Erstens", "language", "de", "version", "1")
	b.get("/account/profile").post("/account/profile", "given_names", "Alex", "family_name", "Zweitens", "language", "en", "version", "1")
	for _, text := range []string{"Erstens", "Zweitens", "Deutsch", "English"} {
		if b.status != http.StatusConflict || !strings.Contains(b.page, text) {
			t.Errorf("%d: no %q", b.status, text)
		}
	}
}

// On paper the book says which lines it shows.
func TestPrintedTrailNamesItsFilter(t *testing.T) {
	s := newStaffSite(t)
	manager := s.people["manager"]
	s.sees("/desk/events?noun=role&from_day=2&from_month=1&from_year=2026&actor="+string(manager.Account), "auditor", http.StatusOK,
		"Gezeigt wird: Erster Tag: 02.01.2026 · Worum es geht: ", "Wer: "+manager.Name)
	s.sees("/desk/events", "auditor", http.StatusOK, "Gezeigt wird: Alles")
}
