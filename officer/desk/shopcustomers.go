package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// A CustomerList is a page of who entered a shop.
type CustomerList struct {
	officer.CustomerPage
	Shop  officer.Shop
	Codes []officer.ShopCode // to narrow the list to one of them
}

// Customers lists who entered a shop, when and by which code.
func (s *ShopCodes) Customers(ctx context.Context, f officer.CustomerFilter) (CustomerList, error) {
	return view(ctx, s.Counter, rbac.CodeList, func(tx *postgres.Tx) (l CustomerList, err error) {
		if l.Shop, err = tx.Shop(f.Shop); err != nil {
			return l, err
		}
		if l.Codes, err = tx.ShopCodes(f.Shop); err != nil {
			return l, err
		}
		l.CustomerPage, err = tx.ShopCustomers(f)
		return l, err
	})
}

// A CustomerFile is somebody who entered a shop, with the shop.
type CustomerFile struct {
	officer.ShopCustomer
	Of officer.Shop
}

// Customer shows one.
func (s *ShopCodes) Customer(ctx context.Context, shop officer.ShopID, account officer.AccountID) (CustomerFile, error) {
	return view(ctx, s.Counter, rbac.CodeList, func(tx *postgres.Tx) (f CustomerFile, err error) {
		if f.Of, err = tx.Shop(shop); err != nil {
			return f, err
		}
		f.ShopCustomer, err = tx.ShopCustomer(shop, account)
		return f, err
	})
}

// RemoveCustomer takes a shop out of somebody's portal. They order nothing new
// there, and come in again only by a code that is drawn afterwards.
func (s *ShopCodes) RemoveCustomer(ctx context.Context, shop officer.ShopID, account officer.AccountID) error {
	return change(ctx, s.Counter, rbac.CodeChange, func(tx *postgres.Tx) error {
		if _, err := tx.ShopCustomer(shop, account); err != nil {
			return err
		}
		tx.Record("shop.customer_removed", string(shop), "person", account)
		return tx.RemoveCustomer(shop, account)
	})
}
