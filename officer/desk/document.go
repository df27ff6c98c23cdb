package desk

import (
	"context"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Captured says what came of saving a page of the identification.
type Captured struct {
	Version int // of the case, for the next save from the same page
	At      time.Time
	Undone  bool // the officer's signature no longer holds
	Blocked bool // a check failed: the case cannot go on
}

// A Page is what every save of a page carries: which case, in which version the
// person saw it, and whether it is a draft on the way.
type Page struct {
	Case    officer.ApplicationID
	Version int
	Draft   bool
}

// SaveDocument keeps what was read from the document: its data, the sealed
// number, how it agrees with the zone, never the zone. A draft keeps what is
// right so far; otherwise everything wrong is told at once and nothing is kept.
func (s *Intake) SaveDocument(ctx context.Context, p Page, e officer.DocumentEntry) (Captured, error) {
	return do(ctx, s.Counter, rbac.IdentificationSave, func(tx *postgres.Tx) (Captured, error) {
		c, err := s.page(tx, p)
		if err != nil {
			return Captured{}, err
		}
		if !c.Application.Form.Agreed() {
			return Captured{}, officer.Fail(officer.Conflict, "consent.needed_first")
		}
		before := c.Identification
		holder, err := s.takeDocument(&c, p, e)
		if err != nil {
			return Captured{}, err
		}
		if err := c.name(tx, holder, p.Draft); err != nil {
			return Captured{}, err
		}
		return c.keep(tx, before, "identification.document_saved", "type", c.Identification.Document.Type, "draft", p.Draft)
	})
}

// takeDocument puts an entry into the act and gives the person it names.
func (s *Intake) takeDocument(c *Case, p Page, e officer.DocumentEntry) (officer.Holder, error) {
	i := &c.Identification
	kept, err := s.openNumber(*i)
	if err != nil {
		return officer.Holder{}, err
	}
	r, problems := e.Read(*i, kept, c.Setting)
	if err := problems.Err(); err != nil && !p.Draft {
		return officer.Holder{}, err
	}
	if p.Draft { // what is being typed over is not lost
		r.Holder = r.Holder.Or(officer.HolderOf(c.Application.Form.Person))
		if r.Number.IsZero() && r.Document.Type == i.Document.Type {
			r.Number = kept
		}
	}
	sealed, err := s.seal(*i, kept, r.Number)
	if err == nil {
		i.TakeDocument(r, sealed)
	}
	return r.Holder, err
}

// name writes the person as the document names them into the application, and
// once it is no draft into what the desk knows of them.
func (c *Case) name(tx *postgres.Tx, h officer.Holder, draft bool) error {
	form := c.Application.Form
	form.Person = h.Name(form.Person)
	if _, err := c.Application.Write(officer.GroupPerson, form, c.Setting.Product, tx.Now); err != nil {
		return err
	}
	known := h.Name(c.Person.PersonData)
	if draft || known == c.Person.PersonData {
		return nil
	}
	c.Person.PersonData = known
	return tx.SavePerson(&c.Person)
}

// SaveChecks keeps how document and person were checked. A check that failed is
// kept as well: it blocks the case, and the officer is led to break it off.
func (s *Intake) SaveChecks(ctx context.Context, p Page, given officer.Capture) (Captured, error) {
	return do(ctx, s.Counter, rbac.IdentificationSave, func(tx *postgres.Tx) (Captured, error) {
		c, err := s.page(tx, p)
		if err != nil {
			return Captured{}, err
		}
		if c.Identification.Document.Type == "" {
			return Captured{}, officer.Fail(officer.Conflict, "checks.document_first")
		}
		before := c.Identification
		if err := c.Identification.TakeChecks(given); err != nil {
			return Captured{}, err
		}
		i := c.Identification
		if !p.Draft && len(i.Capture.Faults(i.Document.Type)) == 0 {
			if err := i.Capture.CheckProblems(i.Document.Type, i.DrawnFeatures).Err(); err != nil {
				return Captured{}, err
			}
		}
		faults := i.Capture.Faults(i.Document.Type)
		saved, err := c.keep(tx, before, "identification.checks_saved", "faults", len(faults), "draft", p.Draft)
		saved.Blocked = len(faults) > 0
		return saved, err
	})
}

// page reads the case behind a page that somebody wants to save.
func (s *Intake) page(tx *postgres.Tx, p Page) (Case, error) {
	c, err := s.capturing(tx, p.Case)
	switch {
	case err != nil:
		return c, err
	case p.Version != c.Version():
		return c, officer.Fail(officer.Stale, "form.stale")
	case p.Draft && c.Identification.Signed():
		return c, officer.Fail(officer.Conflict, "identification.signed_already")
	}
	return c, nil
}

// keep writes what was captured, and takes back a signature that no longer
// stands for it.
func (c *Case) keep(tx *postgres.Tx, before officer.Identification, kind officer.EventKind, details ...any) (Captured, error) {
	a, i := &c.Application, &c.Identification
	tx.Record(kind, string(a.ID), append(details, "identification", i.ID)...)
	undone := i.Signed() && (!a.Signed() || !i.SameEvidence(before))
	if undone {
		if err := c.undo(tx, string(kind)); err != nil {
			return Captured{}, err
		}
	} else if err := tx.SaveIdentification(i); err != nil {
		return Captured{}, err
	}
	a.DocumentExpiresOn, a.ChangedAt = i.Document.ExpiresOn, tx.Now
	if undone && a.Signed() {
		if err := a.Unsign(tx.Now); err != nil {
			return Captured{}, err
		}
	}
	if err := tx.SaveApplication(a); err != nil {
		return Captured{}, err
	}
	return Captured{Version: c.Version(), At: tx.Now, Undone: undone}, nil
}
