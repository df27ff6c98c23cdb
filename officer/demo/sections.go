package demo

import (
	"slices"
	"time"

	"officerportal/officer"
)

// A section is a shop with what it sells and by which procedures.
type section struct {
	officer.Shop
	sells    []string // codes of products; empty for the whole catalogue
	by       []officer.Procedure
	closesIn int // days from now; 0 for never
	letter   byte
	codes    []shopCodePlan
}

// sections lists a house's shops, the first one first.
func (h house) sections() []section {
	first := section{Shop: h.shop, sells: h.sells, by: h.by, letter: h.letter, codes: h.codes}
	return append([]section{first}, slices.Clone(h.more)...)
}

// project is a shop for people who are not employed: they are identified in
// Berlin or at a post office, and order until the project is over.
func project() section {
	return section{letter: 'N', closesIn: 75, by: []officer.Procedure{officer.DTrustIdent, officer.PostIdentBranch, officer.PostIdentEID},
		sells: []string{"SIG-STD-6.1", "SIG-M100-5.1", "TEST-SIG-STD-5.1"}, codes: projectCodes,
		Shop: officer.Shop{Name: "Projekt Nordlicht", DeliveryTo: officer.DeliverToApplicant, CostCentreRequired: true,
			GreetingDE: "Karten für alle, die am Windpark Nordlicht mitarbeiten. Die Kostenstelle steht in Ihrem Vertrag.",
			GreetingEN: "Cards for everybody who works on the Nordlicht wind farm. Your contract names the cost centre."}}
}

// exchange is a shop that was closed when its time was over.
func exchange() section {
	return section{by: []officer.Procedure{officer.PostIdentBranch}, sells: []string{"SIG-STD-5.1"},
		Shop: officer.Shop{Name: "Umtausch alter Karten", Status: officer.ShopClosed, GreetingDE: "Hier wurden Karten der Generation 4 umgetauscht."}}
}

// rules gives the company's shops who pays and whom to ask.
func (s *section) rules(h house) {
	s.ContactName, s.ContactEmail, s.ContactPhone = "Kartenstelle", "kartenstelle@"+h.domain, "+49171392000"+string("1234567890"[h.Number%10])
	if h.Kind == officer.Company {
		s.PaidBy = officer.PaidByOrganisation
		s.Invoice = officer.Invoice{Recipient: h.Name, Address: h.Address, VATID: h.VATID}
	}
}

// stock furnishes a shop: what it sells, its rules, its picture.
func (w *writer) stock(s section, products []officer.Product) {
	h := w.house
	if !s.Public {
		s.rules(h)
	}
	for _, p := range products {
		if !p.Active || len(s.sells) > 0 && !slices.Contains(s.sells, p.Code) {
			continue
		}
		by := slices.DeleteFunc(slices.Clone(s.by), func(x officer.Procedure) bool { return !p.Allows(x) })
		s.Offers = append(s.Offers, officer.Offer{Product: p.ID, Procedures: by})
	}
	if len(s.Offers) < len(s.sells) {
		w.keep(errCatalogue)
	}
	if s.closesIn > 0 {
		last := officer.Today(w.now).AddDays(s.closesIn)
		s.ClosesAt = time.Date(last.Year(), last.Month(), last.Day(), 0, 0, 0, 0, officer.Berlin()).UTC()
	}
	w.keep(s.CheckOffers(products, h.Organisation))
	for _, part := range officer.ShopParts {
		clean, problems := s.Clean(part)
		if part != officer.ShopRules || !s.Public { // the public shop has no rules of its own
			w.keep(problems.Err())
			s.Shop = clean
		}
	}
	s.CreatedAt = h.CreatedAt
	w.record(h.CreatedAt, w.operator(), "shop.opened", string(s.ID), "offers", len(s.Offers))
	if s.letter != 0 {
		logo, err := officer.MakeLogo(drawLogo(s.letter))
		w.keep(err)
		w.logos = append(w.logos, shopLogo{s.ID, logo})
		w.record(h.CreatedAt.Add(time.Hour), w.shopAdmin(), "shop.logo_set", string(s.ID), "type", logo.MediaType)
	}
	if s.Status == officer.ShopClosed {
		w.record(w.at(120, 16, 5), w.shopAdmin(), "shop.closed", string(s.ID))
	}
	w.shops = append(w.shops, s.Shop)
	for _, p := range s.codes {
		w.giveOut(s.Shop, p)
	}
}

// shopAdmin is who looks after the house's shops.
func (w *writer) shopAdmin() officer.Actor {
	for _, c := range w.house.staff {
		if slices.Contains(c.roles, officer.RoleShopAdmin) {
			return w.house.actor(c)
		}
	}
	return w.operator()
}

// in gives a shop by its name.
func (w *writer) in(name string) officer.Shop {
	for _, s := range w.shops {
		if s.Name == name {
			return s
		}
	}
	return officer.Shop{}
}
