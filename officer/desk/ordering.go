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

// ownAt goes with the actor into the shop's organisation of one of their
// applications. Somebody else's is NotFound, as one that does not exist.
func ownAt(tx *postgres.Tx, id officer.ApplicationID) error {
	at, err := tx.OwnApplicationAt(id)
	if err != nil {
		return err
	}
	return tx.At(at)
}

// Begin begins the application for a product of a shop, or gives the draft that
// the actor has open for it.
func (s *Ordering) Begin(ctx context.Context, shop officer.ShopID, product officer.ProductID) (officer.ApplicationID, error) {
	return s.begin(ctx, func(tx *postgres.Tx) (started, error) {
		at, err := tx.ShopAt(shop)
		if err != nil {
			return started{}, err
		}
		return started{shop: shop, product: product}, tx.At(at)
	})
}

// A started application is known by its shop and product, and by what released it.
type started struct {
	shop       officer.ShopID
	product    officer.ProductID
	redemption officer.RedemptionID
}

// begin looks for an open draft first. Of two tabs that begin at once the second
// finds what the first began.
func (s *Ordering) begin(ctx context.Context, what func(*postgres.Tx) (started, error)) (officer.ApplicationID, error) {
	open := func() (officer.ApplicationID, error) {
		return viewOwn(ctx, s.Counter, rbac.ApplicationSave, func(tx *postgres.Tx) (officer.ApplicationID, error) {
			b, err := what(tx)
			if err != nil {
				return "", err
			}
			return tx.OwnDraft(b.shop, b.product)
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
		return draft(tx, b)
	})
	if postgres.Constraint(err) == "application_draft_once" {
		return open()
	}
	return id, err
}

// draft makes the draft, with what the portal knows of the person already.
func draft(tx *postgres.Tx, b started) (officer.ApplicationID, error) {
	shop, err := tx.Shop(b.shop)
	if err != nil {
		return "", err
	}
	if err := mayEnter(tx, b, shop); err != nil {
		return "", err
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
	a, err := officer.BeginDraft(account, shop, product, known, tx.Now)
	if err != nil {
		return "", err
	}
	a.Redemption = b.redemption
	tx.Record("application.begun", string(a.ID), "shop", shop.ID, "product", product.ID)
	return a.ID, tx.AddApplication(&a)
}

// mayEnter refuses whoever may see a shop but not begin anything in it: by what
// they ordered there once. A released product needs no entrance.
func mayEnter(tx *postgres.Tx, b started, shop officer.Shop) error {
	if shop.Public || b.redemption != "" {
		return nil
	}
	in, err := tx.InShop(b.shop)
	if err == nil && !in {
		err = officer.Fail(officer.Conflict, "ordering.not_in_shop")
	}
	return err
}
