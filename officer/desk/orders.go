package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// An OrderFile is an order with where it came from and what happened to it.
type OrderFile struct {
	officer.Order
	Application officer.Application
	Product     officer.Product
	Cards       []officer.Card
	History     []officer.Event // the newest first
}

// WaitsForPassword reports whether the applicant has not chosen the revocation
// password yet, so that they may be sent another link.
func (f OrderFile) WaitsForPassword() bool { return f.Application.MayLinkRevocation() == nil }

// Order shows an order.
func (s *Applying) Order(ctx context.Context, id officer.OrderID) (OrderFile, error) {
	return view(ctx, s.Counter, rbac.OrderRead, func(tx *postgres.Tx) (f OrderFile, err error) {
		if f.Order, err = tx.Order(id); err != nil {
			return f, err
		}
		if f.Application, err = tx.Application(f.Order.Application); err != nil {
			return f, err
		}
		if f.Product, err = tx.Product(f.Order.Product); err != nil {
			return f, err
		}
		if f.Cards, err = tx.CardsOf(id); err != nil {
			return f, err
		}
		f.History, err = tx.EventsAbout(string(id), string(f.Application.ID), string(f.Application.Identification))
		return f, err
	})
}

// OrderOf finds the order that a case became; NotFound while it is none.
func (s *Applying) OrderOf(ctx context.Context, id officer.ApplicationID) (officer.Order, error) {
	return view(ctx, s.Counter, rbac.CaseOpen, func(tx *postgres.Tx) (officer.Order, error) { return tx.OrderOf(id) })
}
