package officer

import (
	"slices"
	"time"
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
	Status       string // open, closed
	CreatedAt    time.Time
	Version      int
	Offers       []Offer
}

// An Offer is a product in a shop with the procedures allowed there; only those
// count that the product allows as well.
type Offer struct {
	Product    ProductID
	Procedures []Procedure
}

// Offers reports whether the shop sells the product by the procedure.
func (s Shop) Sells(p Product, by Procedure) bool {
	if s.Status != "open" || !p.Active || !p.Allows(by) {
		return false
	}
	return slices.ContainsFunc(s.Offers, func(o Offer) bool {
		return o.Product == p.ID && slices.Contains(o.Procedures, by)
	})
}
