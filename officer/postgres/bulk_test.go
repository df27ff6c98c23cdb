package postgres_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/officertest"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

// A bulkFile is one of everything that a case has.
type bulkFile struct {
	person   officer.Person
	app      officer.Application
	idn      officer.Identification
	record   officer.Record
	order    officer.Order
	incident officer.Incident
}

// whole makes a case in which every field says something.
func whole(s *dbtest.Sample, h dbtest.House) bulkFile {
	at, by, checker := s.Clock.Now().Add(-time.Hour), h.Actor(officer.RoleOfficer), h.Actor(officer.RoleChecker)
	f := bulkFile{person: officer.Person{ID: officer.NewID[officer.PersonID](), Organisation: h.ID, Account: officer.NewID[officer.AccountID](),
		PersonData: officertest.Person(), Email: "mail@privat.example", Mobile: "+491713920001", CreatedAt: at, Version: 1}}
	f.person.Title, f.person.BirthName = "Dr.", "Świątek"
	f.person.SearchName = f.person.SearchForm()
	f.app = officer.Application{ID: officer.NewID[officer.ApplicationID](), Organisation: h.ID, Shop: h.Shop, Product: s.Signature.ID, Person: f.person.ID,
		Account: f.person.Account, Procedure: h.Procedure(), Status: officer.ApplicationCheckDue, Quantity: 1, Language: "en",
		Form: officertest.Form(officer.Today(at)), RevocationPasswordHash: "hash", SecurityAnswerHash: "other", DocumentExpiresOn: officer.Today(at).AddDays(900),
		CreatedBy: by.Account, CreatedAt: at, ChangedAt: at.Add(time.Minute), StatusSince: at.Add(time.Minute), ClaimedBy: checker.Account, ClaimedName: checker.Name, ClaimedAt: at,
		ContentDigest: "digest", ClosedWhy: "why", Version: 1}
	f.idn = officer.Identification{ID: officer.NewID[officer.IdentificationID](), Organisation: h.ID, Application: f.app.ID, Person: f.person.ID,
		SubjectAccount: f.person.Account, Officer: by.Account, OfficerName: by.Name, Appointment: by.Appointment, Procedure: h.Procedure(), Place: "Ort",
		Status: officer.IdentificationSentBack, NumberSealed: []byte{0, 1, 255}, StartedAt: at, CompletedAt: at.Add(time.Minute), AbortedAt: at.Add(time.Hour),
		AbortedWhy: "other", CheckedBy: checker.Account, CheckedName: checker.Name, CheckedAt: at.Add(2 * time.Minute), CheckNote: "note", Version: 1}
	officertest.Identify(&f.idn, f.app.Form.Person, officer.Today(at))
	f.app.Identification = f.idn.ID
	f.record = officer.Record{Organisation: h.ID, Identification: f.idn.ID, Sequence: 1, Record: []byte(`{"ł":1}`), Digest: []byte{1}, Signature: []byte{2}, KeyID: "ev_x",
		ContentDigest: "digest", SignedBy: by.Account, SignedAt: at}
	f.order = officer.NewOrder(f.app, "1001-0000-0000-0", by.Account, at)
	f.order.Status, f.order.StatusSince = officer.OrderWaiting, at.Add(time.Minute)
	f.incident = officer.Incident{ID: officer.NewID[officer.IncidentID](), Organisation: h.ID, Kind: "suspected_forgery", Application: f.app.ID, Identification: f.idn.ID,
		ReportedBy: by.Account, ReportedName: by.Name, ReportedAt: at, Note: "note", Status: officer.IncidentClosed, ClosedBy: checker.Account,
		ClosedAt: at.Add(time.Minute), Outcome: officer.IncidentUnfounded, OutcomeNote: "so", Version: 1}
	return f
}

func (f bulkFile) add(tx *postgres.Tx) error {
	for _, err := range []error{
		tx.AddPersons([]officer.Person{f.person}), tx.AddApplications([]officer.Application{f.app}), tx.AddIdentifications([]officer.Identification{f.idn}),
		tx.AddRecords([]officer.Record{f.record}), tx.AddOrders([]officer.Order{f.order}), tx.AddIncidents([]officer.Incident{f.incident}),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestBulkComesBackAsItWas(t *testing.T) {
	s := dbtest.NewSample(t)
	f := whole(s, s.Company)
	must(t, in(t, s, s.Company, f.add))
	var back bulkFile
	must(t, in(t, s, s.Company, func(tx *postgres.Tx) (err error) {
		back.person, err = tx.Person(f.person.ID)
		must(t, err)
		back.app, err = tx.Application(f.app.ID)
		must(t, err)
		back.idn, err = tx.Identification(f.idn.ID)
		must(t, err)
		records, err := tx.Records(f.idn.ID)
		must(t, err)
		back.record = records[0]
		back.order, err = tx.Order(f.order.ID)
		must(t, err)
		back.incident, err = tx.Incident(f.incident.ID)
		return err
	}))
	want, got := reflect.ValueOf(f), reflect.ValueOf(back)
	for i := range want.NumField() {
		if w, g := fmt.Sprintf("%+v", want.Field(i)), fmt.Sprintf("%+v", got.Field(i)); w != g {
			t.Errorf("%s\nwrote %s\nread  %s", want.Type().Field(i).Name, w, g)
		}
	}
}

func TestBulkPeopleComeBack(t *testing.T) {
	s := dbtest.NewSample(t)
	at, today := s.Clock.Now(), officer.Today(s.Clock.Now())
	by, h := s.Company.Actor(officer.RoleRAManager), s.Company
	a := officer.Account{ID: officer.NewID[officer.AccountID](), Email: "ida.ödön@beispiel.example", EmailKey: "idaödön@beispiel.example", GivenNames: "Ida", FamilyName: "Ödön",
		Language: "en", Status: officer.AccountActive, CreatedAt: at, Version: 1}
	b := officer.Branch{ID: officer.NewID[officer.BranchID](), Organisation: h.ID, Name: "Neben", Address: officer.Address{Street: "Weg 1", PostalCode: "1", Locality: "Ort", Country: "AT"}, Version: 1}
	m := officer.Member{Organisation: h.ID, Account: a.ID, Name: a.Name(), Email: a.Email, Branch: b.ID, JoinedAt: at, Roles: []officer.Role{officer.RoleOfficer}}
	p := officer.Appointment{ID: officer.NewID[officer.AppointmentID](), Organisation: h.ID, Account: a.ID, Email: a.Email, Name: a.Name(), Branch: b.ID,
		Status: officer.AppointmentLeft, NominatedBy: by.Account, NominatedAt: at, AcceptedAt: at, BackgroundCheckedOn: today, BackgroundCheckedBy: by.Account,
		BackgroundNote: "seen", TrainedOn: today, TrainingRecordedBy: by.Account, TrainingUntil: today.AddMonths(12), ActivatedBy: by.Account, ActivatedAt: at,
		SuspendedBy: by.Account, SuspendedAt: at, SuspendedWhy: "x", EndedBy: by.Account, EndedAt: at, EndedWhy: "y", Version: 1}
	r := officer.RoleAssignment{Organisation: h.ID, Account: a.ID, Role: officer.RoleOfficer, GrantedBy: by.Account, GrantedAt: at}
	err := s.DB.Do(t.Context(), postgres.System.InOrganisation(h.ID), func(tx *postgres.Tx) error {
		must(t, tx.AddAccounts([]officer.Account{a}))
		must(t, tx.AddBranches([]officer.Branch{b}))
		must(t, tx.AddMembers([]officer.Member{m}))
		must(t, tx.AddRoles([]officer.RoleAssignment{r}))
		must(t, tx.AddAppointments([]officer.Appointment{p}))
		account, err := tx.Account(a.ID)
		must(t, err)
		branch, err := tx.Branch(b.ID)
		must(t, err)
		member, err := tx.Member(a.ID)
		must(t, err)
		appointment, err := tx.Appointment(p.ID)
		must(t, err)
		history, err := tx.RoleHistory(a.ID)
		must(t, err)
		for _, c := range [][2]any{{a, account}, {b, branch}, {m, member}, {p, appointment}, {r, history[0]}} {
			if w, g := fmt.Sprintf("%+v", c[0]), fmt.Sprintf("%+v", c[1]); w != g {
				t.Errorf("wrote %s\nread  %s", w, g)
			}
		}
		return nil
	})
	must(t, err)
}

// More rows than one statement takes all arrive, and in their own organisation only.
func TestBulkEvents(t *testing.T) {
	s := dbtest.NewSample(t)
	var list []officer.Event
	for n := range 333 {
		list = append(list, officer.Event{ID: officer.NewID[officer.EventID](), Organisation: s.Company.ID, At: s.Clock.Now().Add(time.Duration(-n) * time.Minute),
			Kind: "test.happened", Subject: "sub_1", Actor: "acc_1", ActorName: "Łucja", ActorRole: officer.RoleOfficer, Details: officer.Args{"n": float64(n), "list": []any{"a"}}})
	}
	must(t, in(t, s, s.Company, func(tx *postgres.Tx) error { return tx.AddEvents(list) }))
	if n := dbtest.Get[int](t, s.Database, `select count(distinct details->>'n') from events where kind = 'test.happened'`); n != len(list) {
		t.Errorf("%d of %d events arrived", n, len(list))
	}
	must(t, in(t, s, s.Company, func(tx *postgres.Tx) error {
		back, err := tx.EventsAbout("sub_1")
		if len(back) == 0 || !reflect.DeepEqual(back[0], list[0]) {
			t.Errorf("%+v, want %+v", back[0], list[0])
		}
		return err
	}))
	must(t, in(t, s, s.Company, func(tx *postgres.Tx) error { return tx.AddEvents(nil) }))
}

func TestBulkStaysInItsOrganisation(t *testing.T) {
	s := dbtest.NewSample(t)
	f := whole(s, s.Authority)
	e := officer.Event{ID: officer.NewID[officer.EventID](), Organisation: s.Authority.ID, At: s.Clock.Now(), Kind: "test.happened"}
	for name, add := range map[string]func(*postgres.Tx) error{
		"persons": func(tx *postgres.Tx) error { return tx.AddPersons([]officer.Person{f.person}) },
		"orders":  func(tx *postgres.Tx) error { return tx.AddOrders([]officer.Order{f.order}) },
		"records": func(tx *postgres.Tx) error { return tx.AddRecords([]officer.Record{f.record}) },
		"events":  func(tx *postgres.Tx) error { return tx.AddEvents([]officer.Event{e}) },
		"members": func(tx *postgres.Tx) error {
			return tx.AddMembers([]officer.Member{{Organisation: s.Authority.ID, Account: "acc_x", Name: "x", JoinedAt: s.Clock.Now()}})
		},
	} {
		if err := in(t, s, s.Company, add); err == nil || !strings.Contains(err.Error(), "row-level security") {
			t.Errorf("%s of another organisation: %v", name, err)
		}
	}
}
