package desk

import (
	"context"
	"errors"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Begin begins the application for a product of a shop, or gives the draft that
// the actor has open for it.
func (s *Ordering) Begin(ctx context.Context, shop officer.ShopID, product officer.ProductID) (officer.ApplicationID, error) {
	return s.begin(ctx, func(tx *postgres.Tx) (b beginning, err error) {
		if b.shop, err = tx.PortalShop(shop); err != nil {
			return b, err
		}
		b.product, b.accepts = product, b.shop.Open
		return b, tx.At(b.shop.Organisation)
	})
}

// BeginReleased begins the application for the product that an order code
// released, or gives the one that the actor began with it before.
func (s *Ordering) BeginReleased(ctx context.Context, id officer.RedemptionID) (officer.ApplicationID, error) {
	return s.begin(ctx, func(tx *postgres.Tx) (beginning, error) { return released(tx, id) })
}

// released goes into the house of one of the actor's redemptions and reads it.
func released(tx *postgres.Tx, id officer.RedemptionID) (b beginning, err error) {
	r, err := tx.Redemption(id)
	if err != nil {
		return b, err
	}
	if err := tx.At(r.Organisation); err != nil {
		return b, err
	}
	if b.code, err = tx.OrderCode(r.Code); err != nil {
		return b, err
	}
	if b.shop, err = tx.PortalShop(b.code.Shop); err != nil {
		return b, err
	}
	b.redemption, b.product, b.accepts = id, b.code.Product, b.shop.Accepts
	return b, nil
}

// A beginning is what somebody wants to order, and what allows it.
type beginning struct {
	shop       officer.PortalShop
	product    officer.ProductID
	redemption officer.RedemptionID // empty where the shop itself is open to them
	code       officer.OrderCode
	accepts    func(time.Time) error
}

// begin looks for what is open first. Of two tabs that begin at once the second
// finds what the first began.
func (s *Ordering) begin(ctx context.Context, what func(*postgres.Tx) (beginning, error)) (officer.ApplicationID, error) {
	open := func() (officer.ApplicationID, error) {
		return viewOwn(ctx, s.Counter, rbac.ApplicationSave, func(tx *postgres.Tx) (officer.ApplicationID, error) {
			b, err := what(tx)
			if err != nil {
				return "", err
			}
			return b.open(tx)
		})
	}
	if id, err := open(); id != "" || err != nil {
		return id, err
	}
	id, err := doOwn(ctx, s.Counter, rbac.ApplicationSave, func(tx *postgres.Tx) (officer.ApplicationID, error) {
		b, err := what(tx)
		if err != nil {
			return "", err
		}
		return b.begin(tx)
	})
	if postgres.Constraint(err) == "application_draft_once" || errors.Is(err, officer.Stale) { // another tab was quicker
		return open()
	}
	return id, err
}

// open finds the application that was begun before: by the same redemption, or
// the draft of the same product in the same shop.
func (b beginning) open(tx *postgres.Tx) (officer.ApplicationID, error) {
	if b.redemption != "" {
		if id, err := tx.OrderedBy(b.redemption); id != "" || err != nil {
			return id, err
		}
	}
	id, err := tx.OwnDraft(b.shop.ID, b.product)
	if id == "" || err != nil || b.redemption == "" {
		return id, err
	}
	a, err := tx.Application(id)
	if a.Redemption == "" { // begun in the shop; the code's terms have to be put into it
		return "", err
	}
	return id, err
}

// begin makes the draft, with what the portal knows of the person already. One
// that was begun in the shop takes the code's terms.
func (b beginning) begin(tx *postgres.Tx) (officer.ApplicationID, error) {
	if err := b.accepts(tx.Now); err != nil {
		return "", err
	}
	if id, err := tx.OwnDraft(b.shop.ID, b.product); id != "" || err != nil {
		return id, b.release(tx, id, err)
	}
	product, err := tx.Product(b.product)
	if err != nil {
		return "", err
	}
	account, err := tx.Account(tx.Actor.Account)
	if err != nil {
		return "", err
	}
	known, _, err := tx.OwnPerson()
	if err != nil {
		return "", err
	}
	a, err := officer.BeginDraft(account, b.shop.Shop, product, b.code, known, tx.Now)
	if err != nil {
		return "", err
	}
	a.Redemption = b.redemption
	tx.RecordOwn("application.begun", string(a.ID), "shop", b.shop.ID, "product", product.ID)
	return a.ID, tx.AddApplication(&a)
}

// release puts the code's terms into a draft. Without a code there is nothing to
// put: another tab began that draft meanwhile.
func (b beginning) release(tx *postgres.Tx, id officer.ApplicationID, err error) error {
	if err != nil {
		return err
	}
	if b.redemption == "" {
		return officer.Fail(officer.Stale, "form.stale")
	}
	a, err := tx.Application(id)
	if err != nil {
		return err
	}
	a.ReleaseBy(b.redemption, b.code)
	tx.RecordOwn("application.begun", string(id), "shop", b.shop.ID, "product", b.product)
	return tx.SaveApplication(&a)
}

// A ReleasedProduct is what an order code released to the actor.
type ReleasedProduct struct {
	Product     officer.Product
	Shop        officer.PortalShop
	Procedures  []officer.Procedure   // by which they may be identified
	Application officer.ApplicationID // which they began with it; empty before
	Blocked     error                 // why it cannot be ordered at present; nil when it can
}

// Released shows what an order code released to the actor.
func (s *Ordering) Released(ctx context.Context, id officer.RedemptionID) (ReleasedProduct, error) {
	return viewOwn(ctx, s.Counter, rbac.ApplicationSave, func(tx *postgres.Tx) (p ReleasedProduct, err error) {
		b, err := released(tx, id)
		if err != nil {
			return p, err
		}
		if p.Product, err = tx.Product(b.product); err != nil {
			return p, err
		}
		p.Shop, p.Procedures = b.shop, b.code.Allows(b.shop.Procedures(p.Product))
		if p.Blocked, err = refusal(b.accepts(tx.Now)); err != nil {
			return p, err
		}
		if p.Blocked == nil && len(p.Procedures) == 0 {
			p.Blocked = officer.Fail(officer.Conflict, "ordering.not_sold")
		}
		p.Application, err = b.open(tx)
		return p, err
	})
}
