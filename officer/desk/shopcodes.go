package desk

import (
	"context"
	"crypto/rand"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

// ShopCodes open an organisation's shops to whoever enters them. They are drawn
// here, shown once, and kept as keyed digests.
type ShopCodes struct{ *Counter }

const shopCodeDigest secret.Purpose = "shop_code"

// ShopCodeDigest gives what is kept in a shop code's stead.
func (c *Counter) ShopCodeDigest(clear officer.Code) string {
	return c.Keys.Digests.Digest(shopCodeDigest, secret.Of(clear.Reveal()))
}

// shopCodePath is where a shop code's link leads. The code stands in the
// fragment, which no browser sends to a server.
const shopCodePath = "/portal/shops"

// A ShopCodeList is a shop with its codes, the newest first.
type ShopCodeList struct {
	Shop  officer.Shop
	Codes []officer.ShopCode
	Now   time.Time
}

// A ShopCodeFile is one code with its shop.
type ShopCodeFile struct {
	officer.ShopCode
	Of       officer.Shop
	In       int              // people who have the shop by it
	Replaces officer.ShopCode // the code in whose stead it was drawn; zero for none
	Now      time.Time
}

// A DrawnShopCode is a code with its clear text, for the one time it is shown.
type DrawnShopCode struct {
	ShopCodeFile
	Clear   officer.Code
	address string
}

// Link is where the code is entered by itself. It says the code, so it is for
// the page and the paper that show it.
func (d DrawnShopCode) Link() string { return d.address + shopCodePath + "#" + d.Clear.Grouped() }

// List lists a shop's codes.
func (s *ShopCodes) List(ctx context.Context, id officer.ShopID) (ShopCodeList, error) {
	return view(ctx, s.Counter, rbac.CodeList, func(tx *postgres.Tx) (l ShopCodeList, err error) {
		l.Now = tx.Now
		if l.Shop, err = tx.Shop(id); err != nil {
			return l, err
		}
		l.Codes, err = tx.ShopCodes(id)
		return l, err
	})
}

// Code shows one.
func (s *ShopCodes) Code(ctx context.Context, id officer.ShopCodeID) (ShopCodeFile, error) {
	return view(ctx, s.Counter, rbac.CodeList, func(tx *postgres.Tx) (ShopCodeFile, error) { return shopCodeFile(tx, id) })
}

func shopCodeFile(tx *postgres.Tx, id officer.ShopCodeID) (f ShopCodeFile, err error) {
	f.Now = tx.Now
	if f.ShopCode, err = tx.ShopCode(id); err != nil {
		return f, err
	}
	if f.Of, err = tx.Shop(f.Shop); err != nil {
		return f, err
	}
	if f.ShopCode.Replaces != "" {
		if f.Replaces, err = tx.ShopCode(f.ShopCode.Replaces); err != nil {
			return f, err
		}
	}
	f.In, err = tx.CustomersOf(id)
	return f, err
}

// Draw draws a code for a shop. Its clear text is given this once.
func (s *ShopCodes) Draw(ctx context.Context, c officer.ShopCode) (DrawnShopCode, error) {
	return do(ctx, s.Counter, rbac.CodeIssue, func(tx *postgres.Tx) (d DrawnShopCode, err error) {
		shop, err := tx.Shop(c.Shop)
		if err != nil {
			return d, err
		}
		if shop.Public {
			return d, officer.Fail(officer.Conflict, "shop.public_needs_no_code")
		}
		if c, err = c.Clean(tx.Now, true); err != nil {
			return d, err
		}
		c.Status = officer.CodeActive
		return s.draw(tx, c)
	})
}

func (s *ShopCodes) draw(tx *postgres.Tx, c officer.ShopCode) (d DrawnShopCode, err error) {
	clear, err := officer.NewCode(officer.ShopCodeSymbols, rand.Reader)
	if err != nil {
		return d, err
	}
	c.ID, c.CreatedBy, c.CreatedAt = officer.NewID[officer.ShopCodeID](), tx.Actor.Account, tx.Now
	tx.Record("shop_code.drawn", string(c.ID), "shop", c.Shop, "quota", c.Quota, "replaces", c.Replaces)
	if err := tx.AddShopCode(c, s.ShopCodeDigest(clear)); err != nil {
		return d, err
	}
	f, err := shopCodeFile(tx, c.ID)
	return DrawnShopCode{ShopCodeFile: f, Clear: clear, address: s.Address}, err
}

// Save changes a code's label, quota and expiry.
func (s *ShopCodes) Save(ctx context.Context, given officer.ShopCode) error {
	return s.onCode(ctx, given.ID, given.Version, func(tx *postgres.Tx, kept *officer.ShopCode) error {
		expiry := !given.ExpiresAt.Equal(kept.ExpiresAt)
		kept.Label, kept.Quota = given.Label, given.Quota
		if expiry { // one that is over already may stay as it is
			kept.ExpiresAt = given.ExpiresAt
		}
		clean, err := kept.Clean(tx.Now, expiry)
		if err != nil {
			return err
		}
		*kept = clean
		tx.Record("shop_code.saved", string(kept.ID), "quota", kept.Quota)
		return nil
	})
}

// Pause stops people from entering by a code until it is resumed.
func (s *ShopCodes) Pause(ctx context.Context, id officer.ShopCodeID, version int) error {
	return s.onCode(ctx, id, version, func(tx *postgres.Tx, c *officer.ShopCode) error {
		tx.Record("shop_code.paused", string(id))
		return c.Pause()
	})
}

// Resume lets them enter by it again.
func (s *ShopCodes) Resume(ctx context.Context, id officer.ShopCodeID, version int) error {
	return s.onCode(ctx, id, version, func(tx *postgres.Tx, c *officer.ShopCode) error {
		tx.Record("shop_code.resumed", string(id))
		return c.Resume()
	})
}

// Revoke ends a code at once. Whoever entered by it has the shop no more and
// orders nothing new there; what they ordered goes on.
func (s *ShopCodes) Revoke(ctx context.Context, id officer.ShopCodeID, version int) error {
	return s.onCode(ctx, id, version, func(tx *postgres.Tx, c *officer.ShopCode) error {
		n, err := tx.RemoveCustomersOf(id)
		if err != nil {
			return err
		}
		tx.Record("shop_code.revoked", string(id), "people", n)
		return c.Revoke(tx.Now)
	})
}

// Rotate draws a code in another's stead. The old one stays good until a time,
// or ends at once where that is zero; whoever entered by it stays.
func (s *ShopCodes) Rotate(ctx context.Context, id officer.ShopCodeID, version int, until time.Time) (DrawnShopCode, error) {
	return do(ctx, s.Counter, rbac.CodeIssue, func(tx *postgres.Tx) (d DrawnShopCode, err error) {
		old, err := shopCodeAt(tx, id, version)
		if err != nil {
			return d, err
		}
		next, err := old.Rotate(until, tx.Now)
		if err != nil {
			return d, err
		}
		if until.IsZero() {
			tx.Record("shop_code.rotated", string(id))
		} else {
			tx.Record("shop_code.rotated", string(id), "until", officer.Today(until).String())
		}
		if err := tx.SaveShopCode(old); err != nil {
			return d, err
		}
		return s.draw(tx, next)
	})
}

func (s *ShopCodes) onCode(ctx context.Context, id officer.ShopCodeID, version int, act func(*postgres.Tx, *officer.ShopCode) error) error {
	return change(ctx, s.Counter, rbac.CodeChange, func(tx *postgres.Tx) error {
		c, err := shopCodeAt(tx, id, version)
		if err != nil {
			return err
		}
		if err := act(tx, &c); err != nil {
			return err
		}
		return tx.SaveShopCode(c)
	})
}

// shopCodeAt reads a code as the actor saw it.
func shopCodeAt(tx *postgres.Tx, id officer.ShopCodeID, version int) (officer.ShopCode, error) {
	c, err := tx.ShopCode(id)
	if err == nil && c.Version != version {
		err = officer.Fail(officer.Stale, "form.stale")
	}
	return c, err
}
