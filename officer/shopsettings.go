package officer

import (
	"slices"
	"strings"
	"time"
)

// A ShopPart is what one page of a shop's settings is about.
type ShopPart string

// The parts.
const (
	ShopProfile ShopPart = "profile" // name, greeting, contact, when it is open
	ShopOffers  ShopPart = "offers"  // products, each with its procedures
	ShopRules   ShopPart = "rules"   // who pays, where cards go
)

// ShopParts lists them in the order of the screen.
var ShopParts = []ShopPart{ShopProfile, ShopOffers, ShopRules}

// maxGreeting is how long a greeting may be, in letters.
const maxGreeting = 1000

// Take takes one part of the settings from given into the shop.
func (s *Shop) Take(p ShopPart, given Shop) {
	switch p {
	case ShopProfile:
		s.Name, s.GreetingDE, s.GreetingEN = given.Name, given.GreetingDE, given.GreetingEN
		s.ContactName, s.ContactEmail, s.ContactPhone = given.ContactName, given.ContactEmail, given.ContactPhone
		s.OpensAt, s.ClosesAt = given.OpensAt, given.ClosesAt
	case ShopOffers:
		s.Offers = given.Offers
	case ShopRules:
		s.PaidBy, s.Invoice, s.DeliveryTo = given.PaidBy, given.Invoice, given.DeliveryTo
		s.PurchaseOrderRequired, s.CostCentreRequired = given.PurchaseOrderRequired, given.CostCentreRequired
	}
}

// Clean gives the shop as it may be kept, and what is wrong with one part of it.
func (s Shop) Clean(p ShopPart) (Shop, Problems) {
	switch p {
	case ShopProfile:
		return s.cleanProfile()
	case ShopRules:
		return s.cleanRules()
	}
	return s, nil
}

func (s Shop) cleanProfile() (Shop, Problems) {
	var c cleaner
	c.text("name", &s.Name, 100)
	c.set("greeting_de", &s.GreetingDE, maxGreeting, CleanText)
	c.set("greeting_en", &s.GreetingEN, maxGreeting, CleanText)
	c.text("contact_name", &s.ContactName, MaxLine)
	c.mail("contact_email", &s.ContactEmail)
	c.phone("contact_phone", &s.ContactPhone)
	p := c.problems
	p.required([2]string{"name", s.Name})
	p.mail("contact_email", s.ContactEmail)
	p.phone("contact_phone", s.ContactPhone)
	if !s.OpensAt.IsZero() && !s.ClosesAt.IsZero() && !s.ClosesAt.After(s.OpensAt) {
		p.Add("closes", "shop.period_backward")
	}
	return s, p
}

// cleanRules asks for recipient and address only where the organisation pays;
// where it does not, none are kept.
func (s Shop) cleanRules() (Shop, Problems) {
	var c cleaner
	c.chosen("delivery_to", &s.DeliveryTo, DeliverAnywhere, DeliverToApplicant, DeliverToDesk)
	c.chosen("paid_by", &s.PaidBy, PaidByApplicant, PaidByOrganisation)
	if s.PaidBy != PaidByOrganisation {
		s.Invoice = Invoice{}
	}
	c.line("recipient", &s.Invoice.Recipient, MaxLine)
	c.address("", &s.Invoice.Address)
	c.vat(&s.Invoice.VATID)
	p := c.problems
	p.required([2]string{"delivery_to", s.DeliveryTo}, [2]string{"paid_by", s.PaidBy})
	if s.PaidBy == PaidByOrganisation {
		p.required([2]string{"recipient", s.Invoice.Recipient})
		p.address("", s.Invoice.Address)
		p.vat(s.Invoice.VATID)
	}
	return s, p
}

// CheckOffers refuses what cannot be offered: a procedure that the product is
// not certified for, and one that nobody of the house could carry out.
func (s Shop) CheckOffers(catalogue []Product, house Organisation) error {
	for _, o := range s.Offers {
		i := slices.IndexFunc(catalogue, func(p Product) bool { return p.ID == o.Product })
		for _, by := range o.Procedures {
			if i < 0 || !catalogue[i].Allows(by) || !house.Runs(by) {
				return Fail(Conflict, "shop.procedure_not_certified")
			}
		}
	}
	return nil
}

// Runs reports whether a shop of the organisation can offer a procedure: of those
// that a desk carries out, each kind of organisation has its own, and the
// provider none; what its terms bar it does not offer.
func (o Organisation) Runs(by Procedure) bool {
	return !slices.Contains(o.BarredProcedures, by) && (!by.AtDesk() || o.Kind != TSP && by == o.Procedure())
}

// Entries gives a part of the settings field by field, to compare two versions
// and to name what changed. Offers are one field for each product.
func (s Shop) Entries(p ShopPart) []Entry {
	switch p {
	case ShopProfile:
		return []Entry{{"name", s.Name}, {"greeting_de", s.GreetingDE}, {"greeting_en", s.GreetingEN}, {"contact_name", s.ContactName},
			{"contact_email", s.ContactEmail}, {"contact_phone", s.ContactPhone}, {"opens", moment(s.OpensAt)}, {"closes", moment(s.ClosesAt)}}
	case ShopOffers:
		var list []Entry
		for _, o := range s.Offers {
			words := make([]string, len(o.Procedures))
			for i, by := range o.Procedures {
				words[i] = string(by)
			}
			list = append(list, Entry{"procedures_" + string(o.Product), strings.Join(words, " ")})
		}
		return list
	case ShopRules:
		list := append([]Entry{{"paid_by", s.PaidBy}, {"recipient", s.Invoice.Recipient}}, s.Invoice.Address.entries("")...)
		return append(list, Entry{"vat_id", s.Invoice.VATID}, Entry{"purchase_order_required", yes(s.PurchaseOrderRequired)},
			Entry{"cost_centre_required", yes(s.CostCentreRequired)}, Entry{"delivery_to", s.DeliveryTo})
	}
	return nil
}

// Changed names the fields of a part in which the shop differs from another;
// offers are one field.
func (s Shop) Changed(p ShopPart, other Shop) []string {
	if p == ShopOffers {
		return []string{"offers"}
	}
	var names []string
	before := other.Entries(p)
	for i, e := range s.Entries(p) {
		if before[i] != e {
			names = append(names, e.Field)
		}
	}
	return names
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(Berlin()).Format("2006-01-02 15:04")
}
