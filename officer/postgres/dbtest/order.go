package dbtest

import (
	"crypto/rand"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/officertest"
	"officerportal/officer/postgres"
)

// officerOf is who signs a house's orders; the provider, which has no desk, borrows
// the company's officer.
func (s *Sample) officerOf(h House) officer.Actor {
	if h.Kind == officer.TSP {
		h = s.Company
	}
	return h.Actor(officer.RoleOfficer)
}

// Ordered makes an order of a house, signed by its first officer, with all that
// belongs to it. The account is the applicant's and may be empty. Change says
// what is different before it is kept.
func (s *Sample) Ordered(t testing.TB, h House, account officer.AccountID, change func(*officer.Application, *officer.Order)) officer.Order {
	t.Helper()
	at, by := s.Clock.Now().Add(-time.Hour).UTC().Truncate(time.Microsecond), s.officerOf(h)
	p := officer.Person{ID: officer.NewID[officer.PersonID](), Organisation: h.ID, Account: account, PersonData: officertest.Person(), CreatedAt: at, Version: 1}
	p.SearchName = p.SearchForm()
	a := officer.Application{ID: officer.NewID[officer.ApplicationID](), Organisation: h.ID, Shop: h.Shop, Product: s.Signature.ID, Person: p.ID, Account: account,
		Procedure: h.Procedure(), Status: officer.ApplicationTransmitted, Quantity: 1, Language: "de", Form: officertest.Form(officer.Today(at)),
		CreatedBy: by.Account, CreatedAt: at, ChangedAt: at, StatusSince: at, Version: 1}
	i := officer.Identification{ID: officer.NewID[officer.IdentificationID](), Organisation: h.ID, Application: a.ID, Person: p.ID, SubjectAccount: account,
		Officer: by.Account, OfficerName: by.Name, Appointment: by.Appointment, Procedure: h.Procedure(), Place: "Hauptsitz",
		Status: officer.IdentificationSigned, StartedAt: at, CompletedAt: at, Version: 1}
	officertest.Identify(&i, a.Form.Person, officer.Today(at))
	a.Identification = i.ID
	number, err := officer.NewOrderNumber(h.Number, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	o := officer.NewOrder(a, number, by.Account, at)
	if change != nil {
		change(&a, &o)
	}
	s.do(t, postgres.System.InOrganisation(h.ID), func(tx *postgres.Tx) error {
		for _, err := range []error{tx.AddPersons([]officer.Person{p}), tx.AddApplications([]officer.Application{a}),
			tx.AddIdentifications([]officer.Identification{i}), tx.AddOrders([]officer.Order{o})} {
			if err != nil {
				return err
			}
		}
		return nil
	})
	return o
}
