package postgres_test

import (
	"errors"
	"slices"
	"testing"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

// in works for a house's officer.
func in(t *testing.T, s *dbtest.Sample, h dbtest.House, f func(*postgres.Tx) error) error {
	t.Helper()
	return s.DB.Do(h.As(officer.RoleOfficer), postgres.ScopeOf(h.Actor(officer.RoleOfficer)), f)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func day(t *testing.T, text string) officer.Date {
	t.Helper()
	d, err := officer.ParseDate(text)
	must(t, err)
	return d
}

// known adds somebody the desk of a house knows.
func known(t *testing.T, s *dbtest.Sample, h dbtest.House, family, given, birth string) officer.Person {
	t.Helper()
	p := officer.Person{ID: officer.NewID[officer.PersonID](), CreatedAt: s.Clock.Now(), Email: "mail@privat.example"}
	p.FamilyName, p.GivenNames, p.BirthDate, p.Nationality = family, given, day(t, birth), "DEU"
	p.Address = officer.Address{Street: "Gasse 1", PostalCode: "54321", Locality: "Ort", Country: "DE"}
	must(t, in(t, s, h, func(tx *postgres.Tx) error { return tx.AddPerson(&p) }))
	return p
}

// opened adds a case of a person.
func opened(t *testing.T, s *dbtest.Sample, h dbtest.House, p officer.Person, status officer.ApplicationStatus) officer.Application {
	t.Helper()
	a := officer.Application{
		ID: officer.NewID[officer.ApplicationID](), Shop: h.Shop, Product: s.Signature.ID, Person: p.ID, Procedure: h.Procedure(), Status: status,
		Quantity: 1, Language: "de", CreatedBy: h.Actor(officer.RoleOfficer).Account, CreatedAt: s.Clock.Now(), ChangedAt: s.Clock.Now(), StatusSince: s.Clock.Now(),
	}
	a.Form.Person = p.PersonData
	must(t, in(t, s, h, func(tx *postgres.Tx) error { return tx.AddApplication(&a) }))
	return a
}

func TestFindPersons(t *testing.T) {
	s := dbtest.NewSample(t)
	for _, p := range [][3]string{
		{"Müller", "Jürgen", "1.2.1980"}, {"Mueller", "Anna", "1.2.1980"}, {"MÜLLER", "Max", "3.4.1990"}, {"Muller", "Zoë", "5.6.1970"},
		{"Müllerová", "Jana", "7.8.1985"}, {"Molnar", "Ede", "1.2.1980"}, {"Øster", "", "1.1.2000"}, {"Чехов", "Антон", "29.1.1960"},
	} {
		known(t, s, s.Company, p[0], p[1], p[2])
	}
	known(t, s, s.Authority, "Müller", "Fremd", "1.2.1980")
	for _, c := range []struct {
		name, birth string
		want        []string
	}{
		{"Müller", "", []string{"Mueller, Anna", "Muller, Zoë", "MÜLLER, Max", "Müller, Jürgen", "Müllerová, Jana"}},
		{"mueller", "", []string{"Mueller, Anna", "Muller, Zoë", "MÜLLER, Max", "Müller, Jürgen", "Müllerová, Jana"}},
		{"MULLER", "", []string{"Mueller, Anna", "Muller, Zoë", "MÜLLER, Max", "Müller, Jürgen", "Müllerová, Jana"}},
		{"Muller", "01.02.1980", []string{"Mueller, Anna", "Müller, Jürgen"}},
		{"müller, jur", "", []string{"Müller, Jürgen"}},
		{"Jürgen Müller", "", []string{"Müller, Jürgen"}},
		{"anna maria mueller", "", nil},
		{"", "01.02.1980", []string{"Molnar, Ede", "Mueller, Anna", "Müller, Jürgen"}},
		{"Oster", "", []string{"Øster"}},
		{"Чехов", "", []string{"Чехов, Антон"}},
		{"fremd", "", nil},
		{"%", "1.1.2000", []string{"Øster"}},
		{"_ll", "", nil},
	} {
		var names []string
		must(t, in(t, s, s.Company, func(tx *postgres.Tx) error {
			list, err := tx.FindPersons(officer.PersonQuery{Name: c.name, Birth: day(t, c.birth)})
			names = nil
			for _, p := range list {
				names = append(names, p.Name())
			}
			return err
		}))
		slices.Sort(names)
		slices.Sort(c.want)
		if !slices.Equal(names, c.want) {
			t.Errorf("%q %q found %q, want %q", c.name, c.birth, names, c.want)
		}
	}
}

func TestFindPersonsShowsAPage(t *testing.T) {
	s := dbtest.NewSample(t)
	for range postgres.FoundLimit + 5 {
		known(t, s, s.Company, "Meier", "Kim", "1.1.1980")
	}
	must(t, in(t, s, s.Company, func(tx *postgres.Tx) error {
		list, err := tx.FindPersons(officer.PersonQuery{Name: "Meyer Meier"})
		if err != nil || len(list) != 0 {
			t.Errorf("%d found, %v", len(list), err)
		}
		list, err = tx.FindPersons(officer.PersonQuery{Name: "Meier"})
		if len(list) != postgres.FoundLimit+1 {
			t.Errorf("%d found", len(list))
		}
		return err
	}))
}

func TestFindWaiting(t *testing.T) {
	s := dbtest.NewSample(t)
	anna := known(t, s, s.Company, "Müller", "Anna", "1.2.1980")
	due := opened(t, s, s.Company, anna, officer.ApplicationIdentificationDue)
	opened(t, s, s.Company, anna, officer.ApplicationDraft)
	opened(t, s, s.Authority, known(t, s, s.Authority, "Müller", "Anna", "1.2.1980"), officer.ApplicationIdentificationDue)
	for _, q := range []officer.PersonQuery{{Name: "Mueller"}, {Birth: day(t, "1.2.1980")}, {Name: "muller a", Birth: day(t, "1.2.1980")}} {
		must(t, in(t, s, s.Company, func(tx *postgres.Tx) error {
			list, err := tx.FindWaiting(q)
			if len(list) != 1 || list[0].ID != due.ID || list[0].Form.Person.GivenNames != "Anna" {
				t.Errorf("%+v: %+v", q, list)
			}
			return err
		}))
	}
}

// What another organisation has is not there, whichever way it is asked for.
func TestPeopleOfAnotherOrganisation(t *testing.T) {
	s := dbtest.NewSample(t)
	p := known(t, s, s.Company, "Müller", "Anna", "1.2.1980")
	a := opened(t, s, s.Company, p, officer.ApplicationDraft)
	i := acted(t, s, s.Company, a, p)
	n := officer.Incident{ID: officer.NewID[officer.IncidentID](), Kind: "suspected_forgery", Application: a.ID, Identification: i.ID,
		ReportedBy: i.Officer, ReportedName: i.OfficerName, ReportedAt: s.Clock.Now(), Note: "Prägung fehlt"}
	must(t, in(t, s, s.Company, func(tx *postgres.Tx) error { return tx.AddIncident(&n) }))

	for name, look := range map[string]func(*postgres.Tx) (int, error){
		"person":          func(tx *postgres.Tx) (int, error) { x, err := tx.Person(p.ID); return len(x.ID), err },
		"persons alike":   func(tx *postgres.Tx) (int, error) { x, err := tx.PersonsAlike(p.PersonData); return len(x), err },
		"identification":  func(tx *postgres.Tx) (int, error) { x, err := tx.Identification(i.ID); return len(x.ID), err },
		"identifications": func(tx *postgres.Tx) (int, error) { x, err := tx.IdentificationsOf(a.ID); return len(x), err },
		"incident":        func(tx *postgres.Tx) (int, error) { x, err := tx.Incident(n.ID); return len(x.ID), err },
		"incidents":       func(tx *postgres.Tx) (int, error) { x, err := tx.Incidents("open", 10); return len(x), err },
		"prior cases":     func(tx *postgres.Tx) (int, error) { x, err := tx.PriorCases(p.ID, ""); return len(x), err },
		"appointment":     func(tx *postgres.Tx) (int, error) { x, err := tx.Appointment(i.Appointment); return len(x.ID), err },
		"member by e-mail": func(tx *postgres.Tx) (int, error) {
			x, err := tx.MemberByEmail(s.Company.Actor(officer.RoleOfficer).Email)
			return len(x), err
		},
		"save person":   func(tx *postgres.Tx) (int, error) { x := p; return 0, tx.SavePerson(&x) },
		"save act":      func(tx *postgres.Tx) (int, error) { x := i; return 0, tx.SaveIdentification(&x) },
		"save incident": func(tx *postgres.Tx) (int, error) { x := n; return 0, tx.SaveIncident(&x) },
	} {
		must(t, in(t, s, s.Company, func(tx *postgres.Tx) error {
			if found, err := look(tx); err != nil || found == 0 && name[:4] != "save" {
				t.Errorf("%s: the own organisation finds %d, %v", name, found, err)
			}
			return nil
		}))
		err := in(t, s, s.Authority, func(tx *postgres.Tx) error {
			found, err := look(tx)
			if found != 0 {
				t.Errorf("%s of another organisation was found", name)
			}
			return err
		})
		if err != nil && !errors.Is(err, officer.NotFound) && !errors.Is(err, officer.Stale) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// acted adds an act of identification by a house's officer.
func acted(t *testing.T, s *dbtest.Sample, h dbtest.House, a officer.Application, p officer.Person) officer.Identification {
	t.Helper()
	i, err := a.Identify(p, h.Actor(officer.RoleOfficer), "Hauptsitz", s.Clock.Now())
	must(t, err)
	must(t, in(t, s, h, func(tx *postgres.Tx) error {
		if err := tx.AddIdentification(&i); err != nil {
			return err
		}
		return tx.SaveApplication(&a)
	}))
	return i
}

func TestIdentificationComesBackAsItWas(t *testing.T) {
	s := dbtest.NewSample(t)
	p := known(t, s, s.Company, "Müller", "Anna", "1.2.1980")
	i := acted(t, s, s.Company, opened(t, s, s.Company, p, officer.ApplicationDraft), p)
	i.Document = officer.Document{Type: officer.Passport, Issuer: "Stadt Köln", Country: "DEU", IssuedOn: day(t, "1.1.2020"), ExpiresOn: day(t, "1.1.2030")}
	i.NumberSealed, i.DrawnFeatures = []byte{0, 1, 255}, []string{"a", "b"}
	i.Capture = officer.Capture{OriginalSeen: "yes", Features: map[string]officer.Outcome{"a": {Result: officer.Passed}}, Tools: []string{"uv_lamp"}, MRZRead: true,
		Names: officer.NameTransliterated, Differences: []officer.Difference{{Field: "number", Reason: "verschmutzt"}}}
	must(t, in(t, s, s.Company, func(tx *postgres.Tx) error {
		if err := tx.SaveIdentification(&i); err != nil {
			return err
		}
		got, err := tx.Identification(i.ID)
		if got.Version != 2 || i.Version != 2 || string(got.NumberSealed) != string(i.NumberSealed) || got.Document != i.Document ||
			!slices.Equal(got.DrawnFeatures, i.DrawnFeatures) || !got.Capture.MRZRead || got.Capture.Differences[0] != i.Capture.Differences[0] ||
			got.Capture.Features["a"].Result != officer.Passed || got.Officer != i.Officer || !got.StartedAt.Equal(i.StartedAt) || got.Place != "Hauptsitz" {
			t.Errorf("%+v", got)
		}
		old := i
		old.Version = 1
		if err := tx.SaveIdentification(&old); !errors.Is(err, officer.Stale) {
			t.Errorf("saving an old version: %v", err)
		}
		return err
	}))
}

// The database refuses what the domain should have refused before.
func TestNobodyIdentifiesThemselvesInTheDatabase(t *testing.T) {
	s := dbtest.NewSample(t)
	p := known(t, s, s.Company, "Müller", "Anna", "1.2.1980")
	a := opened(t, s, s.Company, p, officer.ApplicationDraft)
	by := s.Company.Actor(officer.RoleOfficer)
	i, err := a.Identify(p, by, "", s.Clock.Now())
	must(t, err)
	i.SubjectAccount = by.Account
	err = in(t, s, s.Company, func(tx *postgres.Tx) error { return tx.AddIdentification(&i) })
	if !errors.Is(err, officer.Conflict) || postgres.Constraint(err) != "identification_not_of_oneself" {
		t.Errorf("%v", err)
	}
}

func TestPriorCases(t *testing.T) {
	s := dbtest.NewSample(t)
	p := known(t, s, s.Company, "Müller", "Anna", "1.2.1980")
	now := opened(t, s, s.Company, p, officer.ApplicationDraft)
	other := opened(t, s, s.Company, p, officer.ApplicationInIdentification)
	opened(t, s, s.Company, p, officer.ApplicationWithdrawn)
	done := opened(t, s, s.Company, p, officer.ApplicationTransmitted)
	gone := opened(t, s, s.Company, p, officer.ApplicationTransmitted)
	order := func(a officer.Application, status officer.OrderStatus) {
		s.Exec(t, `insert into orders (organisation_id, id, number, application_id, shop_id, product_id, person_id, procedure, family_name, given_names, search_name, status, status_since, submitted_by, created_at)
			values ($1, $2, $2, $3, $4, $5, $6, $7, '', '', '', $8, $9, 'acc_x', $9)`,
			s.Company.ID, officer.NewID[officer.OrderID](), a.ID, a.Shop, a.Product, a.Person, a.Procedure, status, s.Clock.Now())
	}
	order(done, officer.OrderCompleted)
	order(gone, officer.OrderWithdrawn)
	must(t, in(t, s, s.Company, func(tx *postgres.Tx) error {
		list, err := tx.PriorCases(p.ID, now.ID)
		if len(list) != 2 {
			t.Fatalf("%+v", list)
		}
		today := officer.Today(s.Clock.Now())
		for _, c := range list {
			if isOther := c.Application == other.ID; c.Open() != isOther || c.Holds(today) == isOther || c.Holds(today.AddMonths(25)) {
				t.Errorf("%+v", c)
			}
		}
		return err
	}))
}
