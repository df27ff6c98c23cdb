package desk

import (
	"context"
	"io"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Ordering is what an applicant does in their own portal: fill in the
// application for a product, step by step, submit it, withdraw it.
type Ordering struct {
	*Counter
	Random io.Reader // of numbers; nil for the system's
}

// A Draft is an application in its applicant's portal, with what its pages show.
// Once it is submitted there is nothing left to fill in.
type Draft struct {
	officer.Draft
	House        officer.Organisation
	Shop         officer.PortalShop
	Sites        []officer.Branch // of the house: where a card can go, and where its desks are
	NumberMasked string           // of the document as stated
	Order        officer.Order    // what it became; zero before
}

// Draft shows an application to its applicant.
func (s *Ordering) Draft(ctx context.Context, id officer.ApplicationID) (Draft, error) {
	return viewOwn(ctx, s.Counter, rbac.ApplicationSave, func(tx *postgres.Tx) (Draft, error) {
		d, err := s.readDraft(tx, id)
		if err != nil || d.Application.Status != officer.ApplicationTransmitted {
			return d, err
		}
		d.Order, err = tx.OrderOf(id)
		return d, err
	})
}

// readDraft goes into the house of one of the actor's applications and reads it.
// Somebody else's is NotFound, as one that does not exist.
func (s *Ordering) readDraft(tx *postgres.Tx, id officer.ApplicationID) (d Draft, err error) {
	if err = tx.AtApplication(id); err != nil {
		return d, err
	}
	f, err := readForm(tx, id)
	if err != nil {
		return d, err
	}
	d.Application, d.Setting, d.House = f.Application, f.Setting, f.Setting.Organisation
	if d.Shop, err = tx.PortalShop(d.Application.Shop); err != nil {
		return d, err
	}
	d.Setting.Shop = d.Shop.Shop
	if d.Sites, err = tx.OpenBranches(); err != nil {
		return d, err
	}
	if d.Account, err = tx.Account(tx.Actor.Account); err != nil {
		return d, err
	}
	if d.Earlier, err = tx.OwnIdentities(id); err != nil {
		return d, err
	}
	number, err := s.openStated(d.Application)
	if err != nil {
		return d, err
	}
	d.NumberMasked = number.Masked()
	return d, d.judge(tx)
}

// judge notes by which procedures the applicant may be identified, and what
// stands in the way of ordering.
func (d *Draft) judge(tx *postgres.Tx) error {
	code, err := releasedBy(tx, d.Application.Redemption)
	if err != nil {
		return err
	}
	d.Choices = code.Allows(d.Shop.Procedures(d.Setting.Product))
	accepts := d.Shop.Open
	if d.Application.Redemption != "" {
		accepts = d.Shop.Accepts
	}
	switch reason, fault := refusal(accepts(tx.Now)); {
	case fault != nil:
		return fault
	case reason != nil:
		d.Blocked = reason
	case len(d.Choices) == 0:
		d.Blocked = officer.Fail(officer.Conflict, "ordering.not_sold")
	}
	return nil
}

// releasedBy gives the order code by which a product was released; the zero code,
// which allows everything, where it was not by one.
func releasedBy(tx *postgres.Tx, id officer.RedemptionID) (officer.OrderCode, error) {
	if id == "" {
		return officer.OrderCode{}, nil
	}
	r, err := tx.Redemption(id)
	if err != nil {
		return officer.OrderCode{}, err
	}
	return tx.OrderCode(r.Code)
}

// writable reads a draft for somebody who wants to fill it in, and who saw it in
// this version; else it is Stale.
func (s *Ordering) writable(tx *postgres.Tx, id officer.ApplicationID, version int) (Draft, error) {
	d, err := s.readDraft(tx, id)
	switch {
	case err != nil:
	case !d.Application.ByApplicant():
		err = officer.Fail(officer.Conflict, "ordering.begun_at_desk")
	case d.Application.Status != officer.ApplicationDraft:
		err = officer.Fail(officer.Conflict, "ordering.submitted_already")
	case d.Application.Version != version:
		err = officer.Fail(officer.Stale, "form.stale")
	}
	return d, err
}
