package desk

import (
	"context"
	"errors"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Intake is the first half of the officer's work on a case: who comes, with
// which document, how it was checked. It goes on with [Applying].
type Intake struct{ *Counter }

// A Case is what the pages about a case show.
type Case struct {
	File
	Person      officer.Person
	Prior       []officer.PriorCase
	Order       officer.OrderID // what it became; empty before
	ReadOnly    error           // why the actor may look, but not capture; nil when they may
	MayTakeOver bool            // the actor may begin an act of their own
	AlsoHere    postgres.Act    // who else worked on it a short while ago; zero for nobody
	Unlike      []string        // what the document says otherwise than the applicant had stated, by the form's fields
}

// recently is how long somebody counts as still working on a case.
const recently = 15 * time.Minute

// Parts gives the task list of the case.
func (c Case) Parts() []officer.Part {
	return officer.CaseParts(c.Application, c.Identification, c.Setting)
}

// Warnings gives what is unusual about the case.
func (c Case) Warnings() []officer.Warning {
	return append(officer.StatedWarnings(c.Unlike), officer.CaseWarnings(c.Application, c.Identification, c.Prior, c.Setting)...)
}

// Case shows a case.
func (s *Intake) Case(ctx context.Context, id officer.ApplicationID) (Case, error) {
	return view(ctx, s.Counter, rbac.CaseOpen, func(tx *postgres.Tx) (Case, error) { return s.readCase(tx, id) })
}

// readCase reads a case with everything about it that a page shows. The
// document's number comes masked.
func (s *Intake) readCase(tx *postgres.Tx, id officer.ApplicationID) (c Case, err error) {
	if c.File, err = readFile(tx, id); err != nil {
		return c, err
	}
	if c.Person, err = tx.Person(c.Application.Person); err != nil {
		return c, err
	}
	if c.Prior, err = tx.PriorCases(c.Application.Person, id); err != nil {
		return c, err
	}
	if c.AlsoHere, err = tx.LastAct(tx.Actor.Account, string(id), string(c.Identification.ID)); err != nil {
		return c, err
	}
	if tx.Now.Sub(c.AlsoHere.At) > recently {
		c.AlsoHere = postgres.Act{}
	}
	if c.Application.Status == officer.ApplicationTransmitted {
		order, err := tx.OrderOf(id)
		if err != nil {
			return c, err
		}
		c.Order = order.ID
	}
	number, err := s.openNumber(c.Identification)
	if err != nil {
		return c, err
	}
	c.Identification.Document.NumberMasked = number.Masked()
	stated, err := s.openStated(c.Application)
	if err != nil {
		return c, err
	}
	c.Application.Stated.NumberMasked = stated.Masked()
	c.Unlike = officer.StatedDifferences(c.Application, c.Identification, number.Equal(stated))
	c.ReadOnly, err = s.readOnly(tx, c)
	c.MayTakeOver = c.mayTakeOver(tx.Actor)
	return c, err
}

// readOnly says why the actor may not capture in this case, or nil.
func (s *Intake) readOnly(tx *postgres.Tx, c Case) (reason, err error) {
	if c.Application.Status.Ended() {
		return officer.Fail(officer.Conflict, "case.ended"), nil
	}
	if err := c.mayWork(tx); err != nil {
		return refusal(err)
	}
	return c.Identification.MayCapture(tx.Actor), nil
}

// refusal tells a refusal, which is an answer here, from a fault.
func refusal(err error) (reason, fault error) {
	var refused *officer.Error
	if errors.As(err, &refused) {
		return refused, nil
	}
	return nil, err
}

// mayIdentify refuses an actor who may not identify at present, and says why.
func mayIdentify(tx *postgres.Tx, today officer.Date) error {
	switch {
	case !tx.Actor.Has(officer.RoleOfficer):
		return officer.Fail(officer.Forbidden, "case.officers_only")
	case tx.Actor.MayIdentify:
		return nil
	case tx.Actor.Appointment == "":
		return officer.Appointment{}.Refusal(today)
	}
	p, err := tx.Appointment(tx.Actor.Appointment)
	if err != nil {
		return err
	}
	if err := p.Refusal(today); err != nil {
		return err
	}
	return officer.Fail(officer.Forbidden, "officer.may_not_identify")
}

// mayTakeOver reports whether the actor may begin an act of their own: there is
// none yet, or another officer's that was not signed.
func (c Case) mayTakeOver(by officer.Actor) bool {
	i := c.Identification
	switch {
	case !by.MayIdentify || c.Person.IsOneself(by) || c.Application.About(by):
		return false
	case i.ID == "":
		return c.Application.Status == officer.ApplicationIdentificationDue || c.Application.Status == officer.ApplicationDraft
	}
	return c.Application.Status == officer.ApplicationInIdentification && i.Officer != by.Account && !i.Signed()
}

// seal keeps a number. One that did not change keeps its sealed form, so that
// saving a page again changes nothing.
func (s *Intake) seal(i officer.Identification, kept, number officer.DocumentNumber) ([]byte, error) {
	switch {
	case number.IsZero():
		return nil, nil
	case number.Equal(kept) && s.Keys.Box.Current(i.NumberSealed):
		return i.NumberSealed, nil
	}
	return s.Keys.Box.Seal([]byte(number.Reveal()), numberPlace(i))
}
