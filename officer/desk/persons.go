package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Found is what a search at the start of a case brings.
type Found struct {
	Persons []officer.Person
	Waiting []Waiting // applications that wait for somebody to identify the applicant
	More    bool      // there are more than are shown: say more
}

// A Waiting application with the name of what is applied for.
type Waiting struct {
	officer.Application
	Product officer.Product
}

// Search looks for people by name and birth date, and for applications of theirs
// that wait for an identification. A document's number is never searched for.
func (s *Intake) Search(ctx context.Context, q officer.PersonQuery) (Found, error) {
	if err := q.Check(); err != nil {
		return Found{}, err
	}
	return view(ctx, s.Counter, rbac.PersonFind, func(tx *postgres.Tx) (f Found, err error) {
		if f.Persons, err = tx.FindPersons(q); err != nil {
			return f, err
		}
		waiting, err := tx.FindWaiting(q)
		if err != nil {
			return f, err
		}
		if f.Waiting, err = named(tx, waiting); err != nil {
			return f, err
		}
		f.More = len(f.Persons) > postgres.FoundLimit || len(f.Waiting) > postgres.FoundLimit
		f.Persons, f.Waiting = atMost(f.Persons), atMost(f.Waiting)
		return f, nil
	})
}

func atMost[T any](list []T) []T { return list[:min(len(list), postgres.FoundLimit)] }

// named puts the products to applications.
func named(tx *postgres.Tx, list []officer.Application) ([]Waiting, error) {
	if len(list) == 0 {
		return nil, nil
	}
	products, err := tx.Products()
	if err != nil {
		return nil, err
	}
	waiting := make([]Waiting, len(list))
	for i, a := range list {
		waiting[i].Application = a
		for _, p := range products {
			if p.ID == a.Product {
				waiting[i].Product = p
			}
		}
	}
	return waiting, nil
}

// A Beginning is what there is to choose from when a case begins.
type Beginning struct {
	Places
	Person    officer.Person // whom it is for; zero for somebody new
	Offerings []Offering
	Warnings  []officer.Warning // what else this person has with the organisation
	Refusal   error             // why the actor may not begin one; nil when they may
}

// Places are where an act of identification can happen.
type Places struct {
	Branches []officer.Branch
	Branch   officer.BranchID // the officer's own
}

// Places lists where the officer may identify somebody.
func (s *Intake) Places(ctx context.Context) (Places, error) {
	return view(ctx, s.Counter, rbac.IdentificationStart, places)
}

func places(tx *postgres.Tx) (p Places, err error) {
	if p.Branches, err = tx.OpenBranches(); err != nil || tx.Actor.Appointment == "" {
		return p, err
	}
	mine, err := tx.Appointment(tx.Actor.Appointment)
	p.Branch = mine.Branch
	return p, err
}

// An Offering is a product of one of the organisation's shops that its desk may
// identify for.
type Offering struct {
	Shop     officer.ShopID
	ShopName string
	Product  officer.Product
}

// Beginning shows what a case for a person can begin with; "" is somebody new.
func (s *Intake) Beginning(ctx context.Context, person officer.PersonID) (Beginning, error) {
	return view(ctx, s.Counter, rbac.PersonFind, func(tx *postgres.Tx) (b Beginning, err error) {
		today := officer.Today(tx.Now)
		if person != "" {
			if b.Person, err = tx.Person(person); err != nil {
				return b, err
			}
			prior, err := tx.PriorCases(person, "")
			if err != nil {
				return b, err
			}
			b.Warnings = officer.PriorWarnings(prior, today)
		}
		if b.Offerings, err = offerings(tx); err != nil {
			return b, err
		}
		if b.Places, err = places(tx); err != nil {
			return b, err
		}
		b.Refusal, err = refusal(mayIdentify(tx, today))
		return b, err
	})
}

// offerings lists what may be applied for at the organisation's own desk.
func offerings(tx *postgres.Tx) ([]Offering, error) {
	house, err := tx.OwnOrganisation()
	if err != nil {
		return nil, err
	}
	shops, err := tx.Shops()
	if err != nil {
		return nil, err
	}
	products, err := tx.Products()
	if err != nil {
		return nil, err
	}
	var list []Offering
	for _, shop := range shops {
		for _, p := range products {
			if shop.Sells(p, house.Procedure()) {
				list = append(list, Offering{Shop: shop.ID, ShopName: shop.Name, Product: p})
			}
		}
	}
	return list, nil
}
