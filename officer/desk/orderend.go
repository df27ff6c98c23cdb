package desk

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"io"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Submit hands a draft in as it was seen in this version. By a procedure of the
// house's own desk it waits there from then on; by any other it is an order at
// once. However often it is asked for (a double click, the back button, two tabs,
// a retry after a crash), it happens once, and each time that is answered.
func (s *Ordering) Submit(ctx context.Context, id officer.ApplicationID, version int) error {
	for try := 1; ; try++ {
		err := changeOwn(ctx, s.Counter, rbac.ApplicationSubmit, func(tx *postgres.Tx) error { return s.submit(tx, id, version) })
		drawnTwice := postgres.Constraint(err) == "order_number_once" || postgres.Constraint(err) == "order_procedure_number_once"
		switch {
		case err == nil:
			return nil
		case drawnTwice && try < numberTries:
			continue
		case officer.OtherThanBefore(err):
			return errors.Join(err, s.notice(ctx, id))
		case errors.Is(err, officer.Conflict) || errors.Is(err, officer.Stale):
			return s.handedIn(ctx, id, err)
		}
		return err
	}
}

// handedIn is satisfied when the application was submitted before; if it was not,
// the refusal stands.
func (s *Ordering) handedIn(ctx context.Context, id officer.ApplicationID, refusal error) error {
	a, err := viewOwn(ctx, s.Counter, rbac.ApplicationSubmit, func(tx *postgres.Tx) (officer.Application, error) {
		if err := tx.AtApplication(id); err != nil {
			return officer.Application{}, err
		}
		return tx.Application(id)
	})
	if err == nil && (a.Status == officer.ApplicationDraft || a.Status.Ended() && a.Status != officer.ApplicationTransmitted || !a.ByApplicant()) {
		err = refusal
	}
	return err
}

// submit does it once.
func (s *Ordering) submit(tx *postgres.Tx, id officer.ApplicationID, version int) error {
	d, err := s.writable(tx, id, version)
	if err != nil {
		return err
	}
	a := &d.Application
	a.Form.Contact.Email = d.Account.Email
	if err := d.Submit(tx.Now); err != nil {
		return err
	}
	if err := d.introduce(tx); err != nil {
		return err
	}
	tx.Record("application.submitted", string(id), "product", a.Product, "procedure", a.Procedure)
	if err := tx.SaveApplication(a); err != nil {
		return err
	}
	if a.Procedure.AtDesk() {
		tx.Record("application.identification_due", string(id))
		return s.mailTo(tx, d.Account, "application_waits", map[string]string{"house": d.House.Name, "link": s.Address + OwnApplicationPath(id)})
	}
	return s.order(tx, d)
}

// introduce makes the applicant known to the house: as who they are, if it did
// not know anybody of their account.
func (d *Draft) introduce(tx *postgres.Tx) error {
	p, known, err := tx.OwnPerson()
	if err != nil {
		return err
	}
	if !known {
		form := d.Application.Form
		p = officer.Person{ID: officer.NewID[officer.PersonID](), Account: d.Account.ID, PersonData: form.Person, Email: form.Contact.Email,
			Mobile: form.Contact.Mobile, CreatedAt: tx.Now}
		tx.Record("person.added", string(p.ID))
		if err := tx.AddPerson(&p); err != nil {
			return err
		}
	}
	d.Application.Person = p.ID
	return nil
}

// order makes the order of an application that needs no desk of the house.
func (s *Ordering) order(tx *postgres.Tx, d Draft) error {
	a, random := d.Application, cmp.Or[io.Reader](s.Random, rand.Reader)
	number, err := officer.NewOrderNumber(d.House.Number, random)
	if err != nil {
		return err
	}
	o := officer.NewOrder(a, number, tx.Actor.Account, tx.Now)
	if a.Procedure.Numbered() {
		if o.ProcedureNumber, err = officer.NewProcedureNumber(random); err != nil {
			return err
		}
	}
	tx.Record("order.submitted", string(o.ID), "application", a.ID, "number", o.Number)
	mail := officer.Mail{Recipient: d.Account.Email, Language: d.Account.Language, Template: "ordered_" + string(a.Procedure),
		Args: map[string]string{"name": d.Account.Name(), "number": string(o.Number), "link": s.Address + OwnOrderPath(o.ID)}}
	if o.ProcedureNumber != "" {
		mail.Args["procedure_number"] = o.ProcedureNumber.Grouped()
	}
	return tx.Submit(o, a.Version, s.stamped(mail))
}

// OwnApplicationPath and OwnOrderPath are where applicants find what is theirs.
func OwnApplicationPath(id officer.ApplicationID) string { return "/portal/applications/" + string(id) }
func OwnOrderPath(id officer.OrderID) string             { return "/portal/orders/" + string(id) }

// Withdraw gives an application up before it is an order, with a reason; a draft,
// which nobody has seen, may do without.
func (s *Ordering) Withdraw(ctx context.Context, id officer.ApplicationID, version int, why string) error {
	why, err := officer.CleanText(why, officer.MaxNote)
	if err != nil {
		return ofField("why", err)
	}
	return changeOwn(ctx, s.Counter, rbac.ApplicationWithdraw, func(tx *postgres.Tx) error {
		d, err := s.readDraft(tx, id)
		if err != nil {
			return err
		}
		a, seen := &d.Application, d.Application.Status != officer.ApplicationDraft
		if a.Version != version {
			return officer.Fail(officer.Stale, "form.stale")
		}
		if err := a.WithdrawOwn(why, tx.Now); err != nil {
			return err
		}
		if err := tx.SaveApplication(a); err != nil || !seen {
			tx.RecordOwn("application.withdrawn", string(id))
			return err
		}
		tx.Record("application.withdrawn", string(id))
		return s.mailTo(tx, d.Account, "application_withdrawn", map[string]string{"product": d.Setting.Product.Name(d.Account.Language)})
	})
}

// OpenOrder shows an order that the actor might withdraw.
func (s *Ordering) OpenOrder(ctx context.Context, id officer.OrderID) (officer.Order, error) {
	return viewOwn(ctx, s.Counter, rbac.ApplicationWithdraw, func(tx *postgres.Tx) (officer.Order, error) { return ownOrder(tx, id) })
}

// ownOrder goes into the house of one of the actor's orders, or for a clerk of
// anybody's, and reads it.
func ownOrder(tx *postgres.Tx, id officer.OrderID) (officer.Order, error) {
	if err := tx.AtOrder(id); err != nil {
		return officer.Order{}, err
	}
	return tx.Order(id)
}

// WithdrawOrder gives an order up while it is open, with a reason.
func (s *Ordering) WithdrawOrder(ctx context.Context, id officer.OrderID, version int, why string) error {
	why, err := officer.CleanText(why, officer.MaxNote)
	if err != nil {
		return ofField("why", err)
	}
	return changeOwn(ctx, s.Counter, rbac.ApplicationWithdraw, func(tx *postgres.Tx) error {
		o, err := ownOrder(tx, id)
		if err != nil {
			return err
		}
		if o.Version != version {
			return officer.Fail(officer.Stale, "form.stale")
		}
		if err := o.Withdraw(why, tx.Now); err != nil {
			return err
		}
		account, err := tx.Account(tx.Actor.Account)
		if err != nil {
			return err
		}
		tx.Record("order.withdrawn", string(id), "number", o.Number)
		if err := tx.SaveOrder(&o); err != nil {
			return err
		}
		return s.mailTo(tx, account, "order_withdrawn", map[string]string{"number": string(o.Number)})
	})
}
