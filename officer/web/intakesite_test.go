package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/officertest"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
	"officerportal/officer/web/page"
	"officerportal/officer/web/webtest"
)

// An intakeSite is the whole web site over a sample world; the people of the
// company sign in by the name of their role.
type intakeSite struct {
	*Server
	*dbtest.Sample
	t      *testing.T
	people people
}

func newIntakeSite(t *testing.T, change func(*Config)) *intakeSite {
	t.Helper()
	s := &intakeSite{Sample: dbtest.NewSample(t), t: t}
	keys, err := secret.Generate(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	counter := &desk.Counter{DB: s.DB, Keys: keys}
	h := s.Company
	lapsed := h.Second(officer.RoleOfficer)
	lapsed.MayIdentify, lapsed.Name = false, "Lena Lapsed"
	s.Exec(t, `update appointments set trained_on = trained_on - interval '2 years', training_until = training_until - interval '2 years' where id = $1`, lapsed.Appointment)
	colleague := s.Person(t, h, officer.RoleOfficer)
	colleague.Name = "Carla Colleague"
	s.people = people{"officer": h.Actor(officer.RoleOfficer), "colleague": colleague, "lapsed": lapsed, "checker": h.Actor(officer.RoleChecker),
		"manager": h.Actor(officer.RoleRAManager), "auditor": h.Actor(officer.RoleAuditor), "foreign": s.Authority.Actor(officer.RoleOfficer)}
	for name, a := range s.people {
		a.SessionEnds = time.Now().Add(time.Hour)
		s.people[name] = a
	}
	cfg := Config{
		Services: Services{Sessions: s.people, Assets: assets{}, Intake: &desk.Intake{Counter: counter}, WorkList: &desk.WorkList{Counter: counter},
			Notices: &desk.Notices{Counter: counter}, Ready: func(context.Context) error { return nil }},
		Log: slog.New(slog.NewJSONHandler(io.Discard, nil)), CSRFKey: []byte("0123456789abcdef0123456789abcdef"), ReadTimeout: time.Second,
	}
	if change != nil {
		change(&cfg)
	}
	if s.Server, err = New(cfg); err != nil {
		t.Fatal(err)
	}
	return s
}

// look opens a page.
func (s *intakeSite) look(path, who string) (int, *webtest.Page, string) {
	s.t.Helper()
	res, body := ask(s.t, s.Server, get(path), who)
	if res.StatusCode == http.StatusSeeOther {
		return res.StatusCode, nil, res.Header.Get("Location")
	}
	return res.StatusCode, s.read(body), body
}

func (s *intakeSite) read(body string) *webtest.Page {
	s.t.Helper()
	p, err := webtest.Read(body)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

// post sends a form, with the token of a page that the same person sees.
func (s *intakeSite) post(path, who string, form url.Values) (int, string, string) {
	s.t.Helper()
	form.Set("csrf", s.token(who))
	res, body := ask(s.t, s.Server, send(path, form), who)
	return res.StatusCode, res.Header.Get("Location"), body
}

func (s *intakeSite) token(who string) string {
	if who == "" {
		return "none"
	}
	_, p, _ := s.look("/language-page-that-is-not-there", who)
	return p.Token()
}

// must sends a form that has to be taken, and gives where it leads.
func (s *intakeSite) must(path, who string, form url.Values) string {
	s.t.Helper()
	status, location, body := s.post(path, who, form)
	if status != http.StatusSeeOther {
		s.t.Fatalf("%s answered %d: %s", path, status, s.read(body).Text())
	}
	return location
}

// version is what a form on a page builds on.
func (s *intakeSite) version(path, who string) string {
	s.t.Helper()
	_, p, _ := s.look(path, who)
	for _, n := range p.All("input") {
		if webtest.Attr(n, "name") == "version" {
			return webtest.Attr(n, "value")
		}
	}
	s.t.Fatalf("%s has no form with a version", path)
	return ""
}

func values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

func (s *intakeSite) startForm() url.Values {
	return values("case", string(officer.NewID[officer.ApplicationID]()), "family_name", "Mustermann", "given_names", "Erika",
		"birth_date_day", "12", "birth_date_month", "8", "birth_date_year", "1983", "email", "erika@privat.example",
		"offering", offeringValue(s.Company.Shop, s.Signature.ID), "branch", string(s.Company.Branch), "paper_language", "de")
}

// opened is a case of the officer, just begun; the address of its page.
func (s *intakeSite) opened() string {
	s.t.Helper()
	return strings.TrimSuffix(s.must("/desk/cases", "officer", s.startForm()), "/consents")
}

// begun is a case of the officer, agreed to; the address of its page.
func (s *intakeSite) begun() string {
	s.t.Helper()
	base := s.opened()
	s.must(base+"/consents", "officer", s.consentForm(base))
	return base
}

func (s *intakeSite) consentForm(base string) url.Values {
	form := values("version", s.version(base+"/consents", "officer"))
	for _, text := range officer.ConsentTexts {
		form.Set("version_"+text, page.ConsentVersion(text))
		form.Set("consent_"+text, "yes")
	}
	return form
}

// card is what stands on Erika's identity card, as the form sends it.
func (s *intakeSite) card(base string) url.Values {
	form := values("type", "identity_card", "number", "LZ6311T47", "issuer", "Stadt Köln", "issued_on_day", "2", "issued_on_month", "8", "issued_on_year", "2021",
		"family_name", "Mustermann", "given_names", "Erika", "nationality", "DEU", "mrz", s.zone())
	for field, d := range map[string]officer.Date{"birth_date": s.birth(), "expires_on": s.expiry()} {
		part := page.DayField(field, d)
		form.Set(field+"_day", part.Day)
		form.Set(field+"_month", part.Month)
		form.Set(field+"_year", part.Year)
	}
	if base != "" {
		form.Set("version", s.version(base+"/document", "officer"))
	}
	return form
}

func (s *intakeSite) birth() officer.Date {
	d, err := officer.ParseDate("12.8.1983")
	if err != nil {
		s.t.Fatal(err)
	}
	return d
}

func (s *intakeSite) expiry() officer.Date { return officer.Today(s.Clock.Now()).AddMonths(50) }

func (s *intakeSite) zone() string {
	return officertest.TD1(officertest.Zone{Code: "ID", Issuer: "D", Number: "LZ6311T47", Nationality: "D", Birth: s.birth().Partial(),
		Expiry: s.expiry(), Family: "Mustermann", Given: "Erika"})
}

// looked is a checks form in which everything was looked at and well.
func (s *intakeSite) looked(base string) url.Values {
	_, p, _ := s.look(base+"/checks", "officer")
	form := values("original_seen", "yes", "version", s.version(base+"/checks", "officer"))
	for _, n := range p.All("input") {
		name := webtest.Attr(n, "name")
		if webtest.Attr(n, "type") == "radio" && name != "original_seen" {
			form.Set(name, officer.Passed)
		}
	}
	return form
}
