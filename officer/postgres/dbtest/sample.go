package dbtest

import (
	"context"
	"slices"
	"testing"

	"officerportal/officer"
	"officerportal/officer/postgres"
)

// A Sample is a small world to test in: a company and an authority with two
// people in every role, the provider with its public shop, and a catalogue.
type Sample struct {
	*Database
	Company, Authority, TSP House
	Signature, Seal, Test   officer.Product
}

// A House is an organisation of the sample.
type House struct {
	officer.Organisation
	Branch officer.BranchID
	Shop   officer.ShopID
	people map[officer.Role][]officer.Actor
}

// Actor gives the first person in a role, at work in this house.
func (h House) Actor(r officer.Role) officer.Actor { return h.people[r][0] }

// Second gives the second person in a role.
func (h House) Second(r officer.Role) officer.Actor { return h.people[r][1] }

// As gives a context in which a person of the house acts.
func (h House) As(r officer.Role) context.Context {
	return officer.WithActor(context.Background(), h.Actor(r))
}

// As gives a context in which somebody acts.
func As(a officer.Actor) context.Context { return officer.WithActor(context.Background(), a) }

// NewSample makes a database with the sample in it.
func NewSample(t testing.TB) *Sample {
	t.Helper()
	s := &Sample{Database: New(t)}
	s.catalogue(t)
	s.Company = s.house(t, 1001, officer.Company, "Beispiel GmbH", officer.DeskRoles)
	s.Authority = s.house(t, 1002, officer.Authority, "Landratsamt Musterkreis", officer.DeskRoles)
	s.TSP = s.house(t, 1000, officer.TSP, "Vertrauensdienst AG", officer.BackOfficeRoles)
	return s
}

func (s *Sample) catalogue(t testing.TB) {
	t.Helper()
	s.Signature = officer.Product{ID: officer.NewID[officer.ProductID](), Code: "SIG-STD", Family: officer.SignatureCard, Variant: "standard", Generation: "5.1",
		Algorithm: "RSA", TermYears: 2, AllowsOrganisation: true, NameDE: "Signaturkarte Standard 5.1", NameEN: "Signature card Standard 5.1", Active: true, Procedures: officer.Procedures}
	s.Seal = officer.Product{ID: officer.NewID[officer.ProductID](), Code: "SEAL-STD", Family: officer.SealCard, Variant: "standard", Generation: "5.4",
		Algorithm: "RSA", TermYears: 2, NeedsOrganisation: true, AllowsOrganisation: true, AllowsQuantity: true, NameDE: "Siegelkarte Standard 5.4", NameEN: "Seal card Standard 5.4", Active: true, Procedures: officer.Procedures}
	s.Test = s.Signature
	s.Test.ID, s.Test.Code, s.Test.Test, s.Test.AllowsQuantity = officer.NewID[officer.ProductID](), "TEST-SIG", true, true
	s.Test.NameDE, s.Test.NameEN = "Testkarte Signatur", "Signature test card"
	s.do(t, postgres.System, func(tx *postgres.Tx) error {
		for _, p := range []officer.Product{s.Signature, s.Seal, s.Test} {
			if err := tx.AddProduct(p); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Sample) house(t testing.TB, number int, kind officer.OrganisationKind, name string, roles []officer.Role) House {
	t.Helper()
	h := House{Organisation: officer.Organisation{
		ID: officer.NewID[officer.OrganisationID](), Number: number, Kind: kind, Name: name, Status: "active",
		Address:      officer.Address{Street: "Musterweg 1", PostalCode: "12345", Locality: "Musterstadt", Country: "DE"},
		EmailDomains: []string{"beispiel.example"}, DocumentTypes: slices.Clone(officer.DocumentTypes), CreatedAt: s.Clock.Now(),
	}, Branch: officer.NewID[officer.BranchID](), Shop: officer.NewID[officer.ShopID](), people: map[officer.Role][]officer.Actor{}}
	shop := officer.Shop{ID: h.Shop, Name: name, Status: "open", Public: kind == officer.TSP, CreatedAt: s.Clock.Now()}
	for _, p := range []officer.Product{s.Signature, s.Seal, s.Test} {
		shop.Offers = append(shop.Offers, officer.Offer{Product: p.ID, Procedures: officer.Procedures})
	}
	s.do(t, postgres.System.InOrganisation(h.ID), func(tx *postgres.Tx) error {
		if err := tx.AddOrganisation(h.Organisation); err != nil {
			return err
		}
		return tx.AddShop(shop)
	})
	s.Exec(t, `insert into branches (organisation_id, id, name, street, postal_code, locality) values ($1, $2, 'Hauptsitz', 'Musterweg 1', '12345', 'Musterstadt')`, h.ID, h.Branch)
	for _, r := range roles {
		for range 2 {
			h.people[r] = append(h.people[r], s.Person(t, h, r))
		}
	}
	return h
}

// Person adds somebody with a role to a house; an officer is appointed, trained
// and active.
func (s *Sample) Person(t testing.TB, h House, r officer.Role) officer.Actor {
	t.Helper()
	a := officer.Actor{
		Account: officer.NewID[officer.AccountID](), Session: officer.NewID[officer.SessionID](), Name: "Kim " + string(r), Language: "de",
		Place: officer.Desk, Organisation: h.ID, OrganisationName: h.Name, OrganisationKind: h.Kind, Roles: []officer.Role{r}, SecondFactor: true,
	}
	a.Email = string(a.Account) + "@beispiel.example"
	if h.Kind == officer.TSP {
		a.Place = officer.BackOffice
	}
	now, today := s.Clock.Now(), officer.Today(s.Clock.Now())
	s.Exec(t, `insert into accounts (id, email, email_key, given_names, family_name, status, created_at) values ($1, $2, $2, 'Kim', $3, 'active', $4)`, a.Account, a.Email, string(r), now)
	s.Exec(t, `insert into members (organisation_id, account_id, name, email, search_name, branch_id, joined_at) values ($1, $2, $3, $4, $5, $6, $7)`, h.ID, a.Account, a.Name, a.Email, officer.SearchForm(a.Name), h.Branch, now)
	s.Exec(t, `insert into role_assignments (organisation_id, account_id, role, granted_by, granted_at) values ($1, $2, $3, 'acc_sample', $4)`, h.ID, a.Account, r, now)
	if r == officer.RoleOfficer {
		a.MayIdentify, a.Appointment = true, officer.NewID[officer.AppointmentID]()
		s.Exec(t, `insert into appointments (organisation_id, id, account_id, email, name, branch_id, status, nominated_by, nominated_at, accepted_at,
			background_checked_on, trained_on, training_until, activated_by, activated_at)
			values ($1, $2, $3, $4, $5, $6, 'active', 'acc_sample', $7, $7, $8, $8, $9, 'acc_sample', $7)`,
			h.ID, a.Appointment, a.Account, a.Email, a.Name, h.Branch, now, today.AddDays(-30), today.AddMonths(11))
	}
	return a
}

// Applicant adds a natural person with an account and no role.
func (s *Sample) Applicant(t testing.TB) officer.Actor {
	t.Helper()
	a := officer.Actor{Account: officer.NewID[officer.AccountID](), Session: officer.NewID[officer.SessionID](), Name: "Alex Antrag",
		Language: "de", Place: officer.Portal, Roles: []officer.Role{officer.RoleApplicant}}
	a.Email = string(a.Account) + "@privat.example"
	s.Exec(t, `insert into accounts (id, email, email_key, given_names, family_name, status, created_at) values ($1, $2, $2, 'Alex', 'Antrag', 'active', $3)`, a.Account, a.Email, s.Clock.Now())
	return a
}

func (s *Sample) do(t testing.TB, scope postgres.Scope, f func(*postgres.Tx) error) {
	t.Helper()
	if err := s.DB.Do(context.Background(), scope, f); err != nil {
		t.Fatal(err)
	}
}
