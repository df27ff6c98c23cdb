package desk

import (
	"context"
	"crypto/rand"
	"slices"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

// Codes is a shop admin at work with order codes: draw them, give them out, see
// who redeemed them, end them.
type Codes struct {
	*Counter
	Texts Texts
}

// orderCodeDigest is for what the keyed digests of order codes are made.
const orderCodeDigest secret.Purpose = "order_code"

// codePath is where applicants enter a code; the code follows behind #, so that
// it never reaches a server with the address.
const codePath = "/portal/code#"

// OrderCodeDigest gives what is kept in an order code's stead.
func (c *Counter) OrderCodeDigest(code officer.Code) string {
	return c.Keys.Digests.Digest(orderCodeDigest, secret.Of(code.Reveal()))
}

// codeLink is the link that carries a code.
func (c *Counter) codeLink(code officer.Code) string { return c.Address + codePath + code.Grouped() }

// List shows the organisation's order codes.
func (s *Codes) List(ctx context.Context, f officer.OrderCodeFilter) (officer.OrderCodePage, error) {
	return view(ctx, s.Counter, rbac.CodeList, func(tx *postgres.Tx) (page officer.OrderCodePage, err error) {
		if err := f.Check(); err != nil {
			return page, err
		}
		return tx.OrderCodes(f)
	})
}

// Export gives all codes that a filter asks for, the newest first; what would be
// too many is refused.
func (s *Codes) Export(ctx context.Context, f officer.OrderCodeFilter) ([]officer.OrderCodeRow, error) {
	return export(ctx, s.Counter, f, "order_code.exported", (*postgres.Tx).OrderCodesToExport)
}

// ExportRedeemed gives who redeemed the codes that a filter asks for, in the same way.
func (s *Codes) ExportRedeemed(ctx context.Context, f officer.OrderCodeFilter) ([]officer.RedeemedRow, error) {
	return export(ctx, s.Counter, f, "order_code.redeemed_exported", (*postgres.Tx).RedemptionsToExport)
}

func export[T any](ctx context.Context, c *Counter, f officer.OrderCodeFilter, kind officer.EventKind,
	read func(*postgres.Tx, officer.OrderCodeFilter, int) ([]T, error)) ([]T, error) {
	return do(ctx, c, rbac.CodeList, func(tx *postgres.Tx) ([]T, error) {
		if err := f.Check(); err != nil {
			return nil, err
		}
		list, err := read(tx, f, officer.MaxListPeople+1)
		if len(list) > officer.MaxListPeople {
			return nil, officer.Fail(officer.Conflict, "code.export_too_long", "max", officer.MaxListPeople)
		}
		tx.Record(kind, string(tx.Organisation()), "codes", len(list))
		return list, err
	})
}

// A CodeFile is everything about one code: what it releases, who redeemed it, and
// what was done with it.
type CodeFile struct {
	officer.OrderCode
	Shop      officer.Shop
	Product   officer.Product
	Redeemers officer.RedeemerPage
	Events    []officer.Event
}

// Code shows one code; after turns the pages of those who redeemed it.
func (s *Codes) Code(ctx context.Context, id officer.OrderCodeID, after officer.Cursor) (CodeFile, error) {
	return view(ctx, s.Counter, rbac.CodeList, func(tx *postgres.Tx) (f CodeFile, err error) {
		if err = f.read(tx, id); err != nil {
			return f, err
		}
		if f.Redeemers, err = tx.Redeemers(id, after); err != nil {
			return f, err
		}
		subjects := []string{string(id)}
		if f.Batch != "" {
			subjects = append(subjects, string(f.Batch))
		}
		f.Events, err = tx.EventsOf(historyShown, subjects...)
		return f, err
	})
}

func (f *CodeFile) read(tx *postgres.Tx, id officer.OrderCodeID) (err error) {
	if f.OrderCode, err = tx.OrderCode(id); err != nil {
		return err
	}
	if f.Shop, err = tx.Shop(f.OrderCode.Shop); err != nil {
		return err
	}
	f.Product, err = tx.Product(f.OrderCode.Product)
	return err
}

// CodeOffers are the shops of the organisation and the catalogue, to choose what
// a code releases.
type CodeOffers struct {
	Shops    []officer.Shop // open ones with something in them
	Products map[officer.ProductID]officer.Product
}

// Offers gives what codes can be drawn for.
func (s *Codes) Offers(ctx context.Context) (CodeOffers, error) {
	return view(ctx, s.Counter, rbac.CodeIssue, func(tx *postgres.Tx) (o CodeOffers, err error) {
		shops, err := tx.Shops()
		if err != nil {
			return o, err
		}
		o.Shops = slices.DeleteFunc(shops, func(x officer.Shop) bool { return x.Status != "open" || len(x.Offers) == 0 })
		products, err := tx.Products()
		o.Products = make(map[officer.ProductID]officer.Product, len(products))
		for _, p := range products {
			if p.Active {
				o.Products[p.ID] = p
			}
		}
		return o, err
	})
}

// An IssuedCode is a code that was just drawn: the one time it can be read.
type IssuedCode struct {
	CodeFile
	Code officer.Code
	Link string
}

// Issue draws a code. Its id is the form's, so that a form that is sent twice
// draws one code: the second gets a Conflict, code.issued_already.
func (s *Codes) Issue(ctx context.Context, c officer.OrderCode, last officer.Date) (IssuedCode, error) {
	code, err := officer.NewCode(officer.OrderCodeSymbols, rand.Reader)
	if err != nil {
		return IssuedCode{}, err
	}
	return do(ctx, s.Counter, rbac.CodeIssue, func(tx *postgres.Tx) (i IssuedCode, err error) {
		if c, err = terms(tx, c, last); err != nil {
			return i, err
		}
		c.Digest = s.OrderCodeDigest(code)
		fresh, err := tx.AddOrderCodes(c)
		if err == nil && len(fresh) == 0 {
			err = officer.Fail(officer.Conflict, "code.issued_already")
		}
		if err != nil {
			return i, err
		}
		tx.Record("order_code.issued", string(c.ID), "shop", c.Shop, "product", c.Product, "uses", c.Uses, "last_day", c.LastDay())
		i.Code, i.Link = code, s.codeLink(code)
		return i, i.read(tx, c.ID)
	})
}

// terms checks what a code shall release, and how.
func terms(tx *postgres.Tx, c officer.OrderCode, last officer.Date) (officer.OrderCode, error) {
	c, problems := c.Clean()
	problems.AddErr("last_day", c.Expire(last, tx.Now))
	c.Status = officer.CodeActive
	shop, err := tx.Shop(c.Shop)
	if err != nil {
		problems.Add("offer", "form.choose")
		return c, problems.Err()
	}
	i := slices.IndexFunc(shop.Offers, func(o officer.Offer) bool { return o.Product == c.Product })
	switch {
	case i < 0 || shop.Status != "open":
		problems.Add("offer", "code.not_offered")
	case len(c.Allows(shop.Offers[i].Procedures)) == 0:
		problems.Add("procedures", "code.no_procedure")
	}
	return c, problems.Err()
}

// Pause keeps a code from being redeemed until it is resumed.
func (s *Codes) Pause(ctx context.Context, id officer.OrderCodeID) error {
	return s.change(ctx, id, "order_code.paused", func(c *officer.OrderCode, _ *postgres.Tx) error { return c.Pause() })
}

// Resume lets a paused code be redeemed again.
func (s *Codes) Resume(ctx context.Context, id officer.OrderCodeID) error {
	return s.change(ctx, id, "order_code.resumed", func(c *officer.OrderCode, _ *postgres.Tx) error { return c.Resume() })
}

// Revoke ends a code for good, at once. What was redeemed before stays.
func (s *Codes) Revoke(ctx context.Context, id officer.OrderCodeID) error {
	return s.change(ctx, id, "order_code.revoked", func(c *officer.OrderCode, tx *postgres.Tx) error { return c.Revoke(tx.Now) })
}

// Renew changes how often and how long a code can be redeemed, unless somebody
// changed it since the form was shown.
func (s *Codes) Renew(ctx context.Context, id officer.OrderCodeID, version, uses int, last officer.Date) error {
	return s.change(ctx, id, "order_code.renewed", func(c *officer.OrderCode, tx *postgres.Tx) error {
		c.Version = version
		return c.Renew(uses, last, tx.Now)
	})
}

func (s *Codes) change(ctx context.Context, id officer.OrderCodeID, kind officer.EventKind, rule func(*officer.OrderCode, *postgres.Tx) error) error {
	return change(ctx, s.Counter, rbac.CodeChange, func(tx *postgres.Tx) error {
		c, err := tx.OrderCode(id)
		if err != nil {
			return err
		}
		if err := rule(&c, tx); err != nil {
			return err
		}
		tx.Record(kind, string(id), "uses", c.Uses, "last_day", c.LastDay())
		return tx.SaveOrderCode(c)
	})
}

// RevokeBatch ends what is left of the codes that were drawn from a list, such as
// when its letters went astray, and gives how many.
func (s *Codes) RevokeBatch(ctx context.Context, batch officer.JobID) (int, error) {
	return do(ctx, s.Counter, rbac.CodeChange, func(tx *postgres.Tx) (int, error) {
		drawn, err := tx.OrderCodes(officer.OrderCodeFilter{Batch: batch})
		if err != nil {
			return 0, err
		}
		n, err := tx.RevokeBatch(batch)
		switch {
		case err != nil:
		case len(drawn.Rows) == 0:
			err = officer.Fail(officer.NotFound, "page.not_found")
		case n == 0:
			err = officer.Fail(officer.Conflict, "code.none_left")
		}
		tx.Record("order_code.list_revoked", string(batch), "codes", n)
		return n, err
	})
}
