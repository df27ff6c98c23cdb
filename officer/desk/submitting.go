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

// numberTries is how often an order number is drawn before we call it a fault;
// an organisation with a hundred thousand orders needs a second draw once in a
// thousand.
const numberTries = 8

// Submit makes a case an order. However often it is asked for (a double click,
// the back button, two tabs, a retry after a crash), there is one order, and
// this is the one that is answered.
func (s *Applying) Submit(ctx context.Context, id officer.ApplicationID) (officer.OrderID, error) {
	for try := 1; ; try++ {
		order, err := do(ctx, s.Counter, rbac.ApplicationSubmit, func(tx *postgres.Tx) (officer.OrderID, error) { return s.submit(tx, id) })
		switch {
		case err == nil:
			return order, nil
		case postgres.Constraint(err) == "order_number_once" && try < numberTries:
			continue
		case errors.Is(err, officer.Conflict) || errors.Is(err, officer.Stale):
			return s.submitted(ctx, id, err)
		}
		return "", err
	}
}

// submit does it once.
func (s *Applying) submit(tx *postgres.Tx, id officer.ApplicationID) (officer.OrderID, error) {
	f, err := readForm(tx, id)
	if err == nil {
		err = f.mayWork(tx)
	}
	if err != nil {
		return "", err
	}
	if err := f.Application.Submittable(f.Setting); err != nil {
		return "", err
	}
	number, err := officer.NewOrderNumber(f.Setting.Organisation.Number, cmp.Or[io.Reader](s.Random, rand.Reader))
	if err != nil {
		return "", err
	}
	o := officer.NewOrder(f.Application, number, tx.Actor.Account, tx.Now)
	tx.Record("order.submitted", string(o.ID), "application", id, "number", o.Number)
	return o.ID, tx.Submit(o, f.Application.Version, s.stamped(orderMail(f.Application, o)))
}

// submitted answers the order that is there already; if there is none, the
// refusal stands.
func (s *Applying) submitted(ctx context.Context, id officer.ApplicationID, refusal error) (officer.OrderID, error) {
	order, err := view(ctx, s.Counter, rbac.ApplicationSubmit, func(tx *postgres.Tx) (officer.Order, error) { return tx.OrderOf(id) })
	if errors.Is(err, officer.NotFound) {
		return "", refusal
	}
	return order.ID, err
}

// orderMail confirms the order to the applicant.
func orderMail(a officer.Application, o officer.Order) officer.Mail {
	return officer.Mail{Recipient: a.Form.Contact.Email, Language: a.Language, Template: "order_submitted",
		Args: map[string]string{"name": a.Form.Person.Spoken(), "number": string(o.Number)}}
}
