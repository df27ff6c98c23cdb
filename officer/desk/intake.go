package desk

import (
	"context"
	"errors"
	"strings"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// A Start is what somebody chose to begin a case with.
type Start struct {
	Case     officer.ApplicationID // drawn when the page was made, so that sending it twice begins one case
	Person   officer.PersonID      // somebody known; empty for a new person:
	New      officer.PersonData
	Email    string
	Another  bool // the new person is not the one of the same name and birth date
	Shop     officer.ShopID
	Product  officer.ProductID
	Branch   officer.BranchID
	Language string // of the applicant's papers
}

// Begin begins a case for somebody: the person if they are new, the application
// and the act of identification. The case is the officer's at once. Beginning
// the same case twice gives the one that is there.
func (s *Intake) Begin(ctx context.Context, b Start) (officer.ApplicationID, error) {
	if s.begun(ctx, b.Case) {
		return b.Case, nil
	}
	err := change(ctx, s.Counter, rbac.IdentificationStart, func(tx *postgres.Tx) error {
		today := officer.Today(tx.Now)
		if err := mayIdentify(tx, today); err != nil {
			return err
		}
		p, wrongPerson := s.whom(tx, b)
		a, wrongChoice := application(tx, b, p)
		where, wrongPlace := placeName(tx, b.Branch)
		if err := together(wrongPerson, wrongChoice, wrongPlace); err != nil {
			return err
		}
		return begin(tx, &a, p, where)
	})
	if postgres.Constraint(err) == "applications_pkey" && s.begun(ctx, b.Case) { // both at once
		err = nil
	}
	return b.Case, err
}

// begun reports whether the actor began this very case already.
func (s *Intake) begun(ctx context.Context, id officer.ApplicationID) bool {
	mine, err := view(ctx, s.Counter, rbac.IdentificationStart, func(tx *postgres.Tx) (bool, error) {
		a, err := tx.Application(id)
		return a.CreatedBy == tx.Actor.Account, err
	})
	return err == nil && mine
}

// together tells what is wrong in several places of one form at once. Whatever
// is more than a wrong entry comes first.
func together(errs ...error) error {
	var all officer.Problems
	for _, err := range errs {
		var refusal *officer.Error
		switch {
		case err == nil:
		case errors.As(err, &refusal) && refusal.Kind == officer.Invalid:
			all = append(all, refusal.Fields...)
		default:
			return err
		}
	}
	return all.Err()
}

// begin starts the act of a new application and keeps both.
func begin(tx *postgres.Tx, a *officer.Application, p officer.Person, where string) error {
	i, err := a.Identify(p, tx.Actor, where, tx.Now)
	if err != nil {
		return err
	}
	if err := tx.AddApplication(a); err != nil {
		return err
	}
	tx.Record("case.opened", string(a.ID), "person", p.ID, "product", a.Product, "procedure", a.Procedure)
	tx.Record("identification.started", string(a.ID), "identification", i.ID, "place", where)
	return tx.AddIdentification(&i)
}

// whom gives the person a case is for, and writes down a new one.
func (s *Intake) whom(tx *postgres.Tx, b Start) (officer.Person, error) {
	if b.Person != "" {
		return tx.Person(b.Person)
	}
	p, err := newPerson(tx, b)
	if err != nil {
		return p, err
	}
	alike, err := tx.PersonsAlike(p.PersonData)
	if err != nil {
		return p, err
	}
	if len(alike) > 0 && !b.Another {
		return p, officer.Problems{{Field: "another", Key: "person.known_already", Args: officer.Args{"name": alike[0].Name()}}}.Err()
	}
	if p.IsOneself(tx.Actor) {
		return p, officer.Fail(officer.Forbidden, "identification.of_oneself")
	}
	tx.Record("person.added", string(p.ID))
	return p, tx.AddPerson(&p)
}

// newPerson cleans what was typed of somebody new, and finds their account if
// they belong to the organisation.
func newPerson(tx *postgres.Tx, b Start) (officer.Person, error) {
	p := officer.Person{ID: officer.NewID[officer.PersonID](), CreatedAt: tx.Now}
	var problems officer.Problems
	var err error
	p.FamilyName, err = officer.CleanName(b.New.FamilyName, officer.NameLimit)
	problems.AddErr("family_name", err)
	p.GivenNames, err = officer.CleanName(b.New.GivenNames, officer.NameLimit)
	problems.AddErr("given_names", err)
	email, err := officer.ParseEmail(b.Email)
	problems.AddErr("email", err)
	problems.AddErr("email", email.CheckPersonal())
	p.BirthDate, p.Email = b.New.BirthDate, string(email)
	if err := p.Check(officer.Today(tx.Now)); err != nil {
		var missing *officer.Error
		errors.As(err, &missing)
		for _, m := range missing.Fields {
			if !problems.Has(m.Field) {
				problems = append(problems, m)
			}
		}
	}
	if err := problems.Err(); err != nil {
		return p, err
	}
	p.Account, err = account(tx, p.Email)
	return p, err
}

// account gives the account of a member by their address, "" for none.
func account(tx *postgres.Tx, email string) (officer.AccountID, error) {
	if email == "" {
		return "", nil
	}
	return tx.MemberByEmail(email)
}

// application makes the application of a case, filled with what is known.
func application(tx *postgres.Tx, b Start, p officer.Person) (officer.Application, error) {
	list, err := offerings(tx)
	if err != nil {
		return officer.Application{}, err
	}
	var problems officer.Problems
	offered := false
	for _, o := range list {
		offered = offered || o.Shop == b.Shop && o.Product.ID == b.Product
	}
	if !offered {
		problems.Add("offering", "form.choose")
	}
	house, err := tx.OwnOrganisation()
	if err != nil {
		return officer.Application{}, err
	}
	a := officer.Application{
		ID: b.Case, Organisation: house.ID, Shop: b.Shop, Product: b.Product, Person: p.ID, Account: p.Account, Procedure: house.Procedure(),
		Status: officer.ApplicationDraft, Quantity: 1, Language: b.Language, CreatedBy: tx.Actor.Account, CreatedAt: tx.Now, ChangedAt: tx.Now,
		StatusSince: tx.Now, ClaimedBy: tx.Actor.Account, ClaimedName: tx.Actor.Name, ClaimedAt: tx.Now,
	}
	a.Form.Person = p.PersonData
	a.Form.Contact = officer.Contact{Email: p.Email, Mobile: p.Mobile}
	a.Form.Organisation = officer.OrganisationEntry{Name: house.Name, LegalForm: house.LegalForm, Address: house.Address,
		RegisterCourt: house.RegisterCourt, RegisterNumber: house.RegisterNumber, VATID: house.VATID}
	return a, problems.Err()
}

// placeName names the place of an act as the record shall have it.
func placeName(tx *postgres.Tx, id officer.BranchID) (string, error) {
	branches, err := tx.OpenBranches()
	if err != nil {
		return "", err
	}
	for _, b := range branches {
		if b.ID == id {
			return strings.TrimSuffix(strings.TrimSpace(b.Name+", "+b.Address.Locality), ","), nil
		}
	}
	return "", officer.Problems{{Field: "branch", Key: "form.choose"}}.Err()
}

// Identify begins an act of identification for a case that is there: an
// application that waits for one, or another officer's case that is taken over.
// Nothing of the other officer's act is carried over, since whoever signs has
// to have seen everything themselves.
func (s *Intake) Identify(ctx context.Context, id officer.ApplicationID, branch officer.BranchID) error {
	return change(ctx, s.Counter, rbac.IdentificationStart, func(tx *postgres.Tx) error {
		c, err := s.readCase(tx, id)
		if err != nil {
			return err
		}
		if err := mayIdentify(tx, c.Setting.Today); err != nil {
			return err
		}
		if c.Identification.ID != "" && c.Identification.Officer == tx.Actor.Account && c.Identification.Status != officer.IdentificationAborted {
			tx.Record("identification.resumed", string(id), "identification", c.Identification.ID)
			return nil
		}
		if err := takeOver(tx, c, branch); err != nil {
			return err
		}
		return claim(tx, id, true)
	})
}

// takeOver ends another officer's act, if there is one, and begins the actor's.
func takeOver(tx *postgres.Tx, c Case, branch officer.BranchID) error {
	if old := c.Identification; old.ID != "" && old.Status != officer.IdentificationAborted {
		if old.Signed() {
			return officer.Fail(officer.Conflict, "identification.signed_already")
		}
		old.HandOver(tx.Now)
		tx.Record("identification.taken_over", string(c.Application.ID), "identification", old.ID, "from", old.Officer)
		if err := tx.SaveIdentification(&old); err != nil {
			return err
		}
	}
	where, err := placeName(tx, branch)
	if err != nil {
		return err
	}
	i, err := c.Application.Identify(c.Person, tx.Actor, where, tx.Now)
	if err != nil {
		return err
	}
	tx.Record("identification.started", string(c.Application.ID), "identification", i.ID, "place", where)
	if err := tx.SaveApplication(&c.Application); err != nil {
		return err
	}
	return tx.AddIdentification(&i)
}

// Agree notes that the person agreed to the texts, in the versions that stood on
// the page. Nothing of a document is captured before.
func (s *Intake) Agree(ctx context.Context, id officer.ApplicationID, version int, given []officer.Consent) error {
	return change(ctx, s.Counter, rbac.IdentificationSave, func(tx *postgres.Tx) error {
		c, err := s.capturing(tx, id)
		if err != nil {
			return err
		}
		if version != c.Version() {
			return officer.Fail(officer.Stale, "form.stale")
		}
		if err := c.Application.Agree(given, tx.Actor.Account, tx.Now); err != nil {
			return err
		}
		tx.Record("consent.given", string(id), "texts", officer.ConsentTexts)
		return tx.SaveApplication(&c.Application)
	})
}

// capturing reads a case for somebody who wants to write what they see.
func (s *Intake) capturing(tx *postgres.Tx, id officer.ApplicationID) (Case, error) {
	c, err := s.readCase(tx, id)
	if err == nil {
		err = c.ReadOnly
	}
	return c, err
}
