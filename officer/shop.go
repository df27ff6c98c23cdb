package officer

import (
	"slices"
	"time"
)

// The statuses of a shop. In a closed one nobody orders; what was ordered there
// goes on.
const (
	ShopOpen   = "open"
	ShopClosed = "closed"
)

// Where a shop lets cards be sent.
const (
	DeliverAnywhere    = "any"
	DeliverToApplicant = "applicant"
	DeliverToDesk      = "desk"
)

// Who pays for what is ordered in a shop.
const (
	PaidByApplicant    = "applicant"
	PaidByOrganisation = "organisation"
)

// A Shop is an organisation's section of the portal: some products, each by
// some procedures. The provider's public shop is one too.
type Shop struct {
	ID           ShopID
	Organisation OrganisationID
	Name         string
	GreetingDE   string
	GreetingEN   string
	Public       bool
	Status       string // ShopOpen, ShopClosed
	CreatedAt    time.Time
	Version      int

	ContactName  string
	ContactEmail string
	ContactPhone string
	OpensAt      time.Time // zero: at once
	ClosesAt     time.Time // zero: never
	DeliveryTo   string    // DeliverAnywhere, DeliverToApplicant, DeliverToDesk
	PaidBy       string    // PaidByApplicant, PaidByOrganisation
	Invoice      Invoice   // where the organisation pays
	LogoDigest   string    // of the picture, a part of its address; empty for none

	PurchaseOrderRequired bool
	CostCentreRequired    bool

	Offers []Offer
}

// An Invoice says to whom the organisation's invoices go.
type Invoice struct {
	Recipient string
	Address   Address
	VATID     string
}

// An Offer is a product in a shop with the procedures allowed there; only those
// count that the product allows as well.
type Offer struct {
	Product    ProductID
	Procedures []Procedure
}

// Greeting gives the shop's greeting in a language, or in the other one where
// there is none.
func (s Shop) Greeting(language string) string {
	if language == "en" && s.GreetingEN != "" || s.GreetingDE == "" {
		return s.GreetingEN
	}
	return s.GreetingDE
}

// Accepts reports whether something new can be ordered in the shop at a time:
// it is open, and within the time it is open for. The refusals are [Conflict].
func (s Shop) Accepts(at time.Time) error {
	switch {
	case s.Status != ShopOpen:
		return Fail(Conflict, "shop.closed")
	case at.Before(s.OpensAt):
		return Fail(Conflict, "shop.not_open_yet")
	case !s.ClosesAt.IsZero() && !at.Before(s.ClosesAt):
		return Fail(Conflict, "shop.over")
	}
	return nil
}

// Sells reports whether the shop sells the product by the procedure.
func (s Shop) Sells(p Product, by Procedure) bool {
	return slices.Contains(s.Procedures(p), by)
}

// Procedures lists by which of its procedures the shop lets people be identified
// for a product, in the order in which procedures are shown. None: the product
// cannot be ordered here.
func (s Shop) Procedures(p Product) []Procedure {
	if s.Status != ShopOpen || !p.Active {
		return nil
	}
	i := slices.IndexFunc(s.Offers, func(o Offer) bool { return o.Product == p.ID })
	if i < 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(Procedures), func(by Procedure) bool {
		return !p.Allows(by) || !slices.Contains(s.Offers[i].Procedures, by)
	})
}

// Close shuts the shop: nobody orders there or enters it any more.
func (s *Shop) Close() error { return s.move(ShopOpen, ShopClosed) }

// Reopen opens it again, with whoever had entered it.
func (s *Shop) Reopen() error { return s.move(ShopClosed, ShopOpen) }

func (s *Shop) move(from, to string) error {
	if s.Status != from {
		return Fail(Conflict, "shop.wrong_status")
	}
	s.Status = to
	return nil
}

// How somebody came to have a shop in their portal no more.
const (
	LeftThemselves = "left"
	LeftRemoved    = "removed" // the organisation took them out
	LeftRevoked    = "revoked" // the code they had entered by was revoked
)

// A PortalShop is a shop as a person has it in their portal.
type PortalShop struct {
	Shop
	House     string    // the organisation's name
	EnteredAt time.Time // zero for the public shop, and for one the person never entered
	LeftAt    time.Time // zero while the shop is in the portal
	LeftWhy   string    // LeftThemselves, LeftRemoved, LeftRevoked; empty while it is
}

// Entered reports whether the shop stands in the person's portal.
func (s PortalShop) Entered() bool { return s.Public || !s.EnteredAt.IsZero() && s.LeftAt.IsZero() }

// Open reports whether the person may order in the shop at a time, as one who
// entered it. What an order code released does not need this, but only what
// [Shop.Accepts] asks. The refusals are [Conflict] and say why.
func (s PortalShop) Open(at time.Time) error {
	if err := s.Accepts(at); err != nil {
		return err
	}
	switch {
	case s.Entered():
		return nil
	case s.LeftWhy == LeftRemoved:
		return Fail(Conflict, "shop.removed_from")
	case s.LeftWhy == LeftRevoked:
		return Fail(Conflict, "shop.code_revoked")
	}
	return Fail(Conflict, "shop.not_entered")
}
