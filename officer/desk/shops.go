package desk

import (
	"context"
	"slices"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Shops are an organisation's sections of the portal, for whoever looks after
// them: a shop admin, or the provider's operator for the public one.
type Shops struct{ *Counter }

// A ShopFile is a shop with the catalogue it chooses from.
type ShopFile struct {
	officer.Shop
	House     officer.Organisation
	Products  []officer.Product // that can be ordered at all
	Customers int               // people who have it in their portal
}

// List lists the shops of the actor's organisation, open ones first.
func (s *Shops) List(ctx context.Context) ([]officer.Shop, error) {
	return view(ctx, s.Counter, rbac.ShopRead, (*postgres.Tx).Shops)
}

// Shop shows one shop of the actor's organisation.
func (s *Shops) Shop(ctx context.Context, id officer.ShopID) (ShopFile, error) {
	return view(ctx, s.Counter, rbac.ShopRead, func(tx *postgres.Tx) (f ShopFile, err error) {
		if f.Shop, err = tx.Shop(id); err != nil {
			return f, err
		}
		if f.House, err = tx.OwnOrganisation(); err != nil {
			return f, err
		}
		if f.Customers, err = tx.CustomersIn(id); err != nil {
			return f, err
		}
		all, err := tx.Products()
		f.Products = slices.DeleteFunc(all, func(p officer.Product) bool { return !p.Active })
		return f, err
	})
}

// Open opens a further shop under a name. It sells nothing yet.
func (s *Shops) Open(ctx context.Context, name string) (officer.ShopID, error) {
	return do(ctx, s.Counter, rbac.ShopSave, func(tx *postgres.Tx) (officer.ShopID, error) {
		house, err := tx.OwnOrganisation()
		if err != nil {
			return "", err
		}
		if house.Kind == officer.TSP { // its one shop is everybody's
			return "", officer.Fail(officer.Conflict, "shop.provider_has_one")
		}
		shop := officer.Shop{ID: officer.NewID[officer.ShopID](), Name: name, Status: officer.ShopOpen, CreatedAt: tx.Now}
		shop, problems := shop.Clean(officer.ShopProfile)
		if err := problems.Err(); err != nil {
			return "", err
		}
		tx.Record("shop.opened", string(shop.ID))
		return shop.ID, tx.AddShop(shop)
	})
}

// Save changes one part of a shop's settings. Orders made before keep what they
// were made by.
func (s *Shops) Save(ctx context.Context, part officer.ShopPart, given officer.Shop) error {
	return s.onShop(ctx, given.ID, given.Version, func(tx *postgres.Tx, kept *officer.Shop) error {
		before := *kept
		clean, problems := given.Clean(part)
		if err := problems.Err(); err != nil {
			return err
		}
		kept.Take(part, clean)
		if part == officer.ShopOffers {
			if err := checkOffers(tx, *kept); err != nil {
				return err
			}
		}
		tx.Record("shop.saved", string(kept.ID), "part", part, "fields", kept.Changed(part, before), "offers", len(kept.Offers))
		return nil
	})
}

func checkOffers(tx *postgres.Tx, shop officer.Shop) error {
	house, err := tx.OwnOrganisation()
	if err != nil {
		return err
	}
	products, err := tx.Products()
	if err != nil {
		return err
	}
	return shop.CheckOffers(products, house)
}

// Close shuts a shop: its codes open nothing and nobody orders there; what was
// ordered goes on.
func (s *Shops) Close(ctx context.Context, id officer.ShopID, version int) error {
	return s.onShop(ctx, id, version, func(tx *postgres.Tx, shop *officer.Shop) error {
		tx.Record("shop.closed", string(id))
		return shop.Close()
	})
}

// Reopen opens it again, for whoever had entered it.
func (s *Shops) Reopen(ctx context.Context, id officer.ShopID, version int) error {
	return s.onShop(ctx, id, version, func(tx *postgres.Tx, shop *officer.Shop) error {
		tx.Record("shop.reopened", string(id))
		return shop.Reopen()
	})
}

// onShop changes a shop as the actor saw it.
func (s *Shops) onShop(ctx context.Context, id officer.ShopID, version int, act func(*postgres.Tx, *officer.Shop) error) error {
	return change(ctx, s.Counter, rbac.ShopSave, func(tx *postgres.Tx) error {
		shop, err := tx.Shop(id)
		if err != nil {
			return err
		}
		if shop.Version != version {
			return officer.Fail(officer.Stale, "form.stale")
		}
		if err := act(tx, &shop); err != nil {
			return err
		}
		return tx.SaveShop(shop)
	})
}

// SetLogo gives a shop its picture, made anew from a file that was sent.
func (s *Shops) SetLogo(ctx context.Context, id officer.ShopID, file []byte) error {
	logo, err := officer.MakeLogo(file)
	if err != nil {
		return err
	}
	return change(ctx, s.Counter, rbac.ShopSave, func(tx *postgres.Tx) error {
		if _, err := tx.Shop(id); err != nil {
			return err
		}
		tx.Record("shop.logo_set", string(id), "type", logo.MediaType)
		return tx.SaveShopLogo(id, logo)
	})
}

// DropLogo takes a shop's picture away.
func (s *Shops) DropLogo(ctx context.Context, id officer.ShopID) error {
	return change(ctx, s.Counter, rbac.ShopSave, func(tx *postgres.Tx) error {
		tx.Record("shop.logo_dropped", string(id))
		return tx.DropShopLogo(id)
	})
}

// Logo gives a shop's picture by its digest.
func (s *Shops) Logo(ctx context.Context, id officer.ShopID, digest string) (officer.Logo, error) {
	return view(ctx, s.Counter, rbac.ShopRead, func(tx *postgres.Tx) (officer.Logo, error) { return tx.ShopLogo(id, digest) })
}

// Preview shows a shop as somebody sees it who has entered it.
func (s *Shops) Preview(ctx context.Context, id officer.ShopID) (Visit, error) {
	return view(ctx, s.Counter, rbac.ShopRead, func(tx *postgres.Tx) (v Visit, err error) {
		shop, err := tx.Shop(id)
		if err != nil {
			return v, err
		}
		house, err := tx.OwnOrganisation()
		if err != nil {
			return v, err
		}
		return visit(tx, officer.PortalShop{Shop: shop, House: house.Name, EnteredAt: tx.Now})
	})
}
