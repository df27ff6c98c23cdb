package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Abort breaks a case off, with a reason for the book and the RA manager. The
// applicant is told that it ended, and nothing of why. A suspected forgery
// raises an incident.
func (s *Intake) Abort(ctx context.Context, id officer.ApplicationID, reason officer.AbortReason, note string) error {
	note, err := officer.CleanText(note, officer.ReasonLimit)
	if err != nil {
		return ofField("note", err)
	}
	return change(ctx, s.Counter, rbac.IdentificationAbort, func(tx *postgres.Tx) error {
		c, err := s.readCase(tx, id)
		if err != nil {
			return err
		}
		if err := c.mayWork(tx); err != nil {
			return err
		}
		if c.Person.IsOneself(tx.Actor) {
			return officer.Fail(officer.Forbidden, "identification.of_oneself")
		}
		if c.Identification.ID == "" {
			return officer.Fail(officer.Conflict, "identification.not_started")
		}
		if err := c.Identification.Abort(&c.Application, reason, note, tx.Now); err != nil {
			return err
		}
		tx.Record("identification.aborted", string(id), "identification", c.Identification.ID, "reason", reason)
		return s.end(tx, &c)
	})
}

// end keeps a case that was broken off, raises the incident and tells the applicant.
func (s *Intake) end(tx *postgres.Tx, c *Case) error {
	if err := tx.SaveIdentification(&c.Identification); err != nil {
		return err
	}
	if err := tx.SaveApplication(&c.Application); err != nil {
		return err
	}
	if n, suspected := c.Identification.Suspicion(tx.Actor, tx.Now); suspected {
		tx.Record("incident.raised", string(n.ID), "kind", n.Kind, "application", n.Application)
		if err := tx.AddIncident(&n); err != nil {
			return err
		}
	}
	if c.Application.Form.Contact.Email == "" {
		return nil
	}
	return s.mail(tx, abortMail(c.Application))
}

// abortMail tells the applicant that it ended, in words that say nothing of why.
func abortMail(a officer.Application) officer.Mail {
	return officer.Mail{Recipient: a.Form.Contact.Email, Language: a.Language, Template: "identification_ended",
		Args: map[string]string{"name": a.Form.Person.Spoken()}}
}

// Reveal shows the number of a case's document, once. That it was shown, by whom
// and in which case, stands in the book.
func (s *Intake) Reveal(ctx context.Context, id officer.ApplicationID) (officer.DocumentNumber, error) {
	return do(ctx, s.Counter, rbac.IdentificationReveal, func(tx *postgres.Tx) (officer.DocumentNumber, error) {
		f, err := readFile(tx, id)
		if err != nil {
			return officer.DocumentNumber{}, err
		}
		number, err := s.openNumber(f.Identification)
		if err == nil && number.IsZero() {
			err = officer.Fail(officer.NotFound, "document.number_not_kept")
		}
		tx.Record("identification.number_revealed", string(id), "identification", f.Identification.ID)
		return number, err
	})
}
