package page

import (
	"slices"
	"strings"
	"time"

	"officerportal/officer"
)

// VisitPage is a shop as a person sees it, or as a preview shows it.
type VisitPage struct {
	officer.PortalShop
	Products []officer.Product
	Now      time.Time
	Refusal  string // why nothing can be ordered now; empty where it can
	Base     string // address of the list that the shop is below
	Preview  bool   // nothing can be done here
}

// PortalShopsPage lists the shops in a person's portal, and takes a code.
type PortalShopsPage struct {
	Shops []officer.PortalShop
	Now   time.Time
}

// NotOrderable are the products that people look for here in vain.
var NotOrderable = []string{"timestamps", "seal_id", "advanced_personal_id", "advanced_enterprise_id"}

// holder says who may hold a product.
func (f *Frame) holder(p officer.Product) string {
	switch {
	case p.Test:
		return f.T("holder.test")
	case p.Family == officer.SealCard:
		return f.T("holder.seal")
	case p.Family == officer.OfficerCard:
		return f.T("holder.officer")
	case p.AllowsAttribute:
		return f.T("holder.profession")
	case p.NeedsOrganisation:
		return f.T("holder.employee")
	case p.AllowsOrganisation:
		return f.T("holder.person_or_employee")
	}
	return f.T("holder.person")
}

// purpose says what a product is for, in the catalogue's words or in ours.
func (f *Frame) purpose(p officer.Product) string {
	if text := p.Purpose(f.Language); text != "" {
		return text
	}
	if p.Test {
		return f.T("purpose.test")
	}
	return f.text("purpose", string(p.Family))
}

// A productGroup is what a shop's page lists under one heading.
type productGroup struct {
	name     string
	products []officer.Product
}

// groups are the products by what the cards are for; test cards come last.
func (v VisitPage) groups() []productGroup {
	var list []productGroup
	for _, name := range append(plainWords(officer.Families), "test") {
		g := productGroup{name: name}
		for _, p := range v.Products {
			if p.Test && name == "test" || !p.Test && string(p.Family) == name {
				g.products = append(g.products, p)
			}
		}
		if len(g.products) > 0 {
			list = append(list, g)
		}
	}
	return list
}

// procedures are those by which anything of the shop can be had, each once.
func (v VisitPage) procedures() []officer.Procedure {
	return slices.DeleteFunc(slices.Clone(officer.Procedures), func(by officer.Procedure) bool {
		return !slices.ContainsFunc(v.Products, func(p officer.Product) bool { return v.Sells(p, by) })
	})
}

// procedures names them in a line.
func (f *Frame) procedures(list []officer.Procedure) string {
	names := make([]string, len(list))
	for i, by := range list {
		names[i] = f.procedure(by)
	}
	return strings.Join(names, ", ")
}

// quantity says how many cards one order may have.
func (f *Frame) quantity(p officer.Product) string {
	if p.AllowsQuantity {
		return f.T("quantity.many", "max", officer.MaxQuantity)
	}
	return f.T("quantity.one")
}

func (f *Frame) term(p officer.Product) string { return f.T("term.years", "count", p.TermYears) }

// orderLabel says which of the many buttons of the page orders what.
func (f *Frame) orderLabel(p officer.Product) string {
	return f.T("visit.order") + ": " + p.Name(f.Language)
}

// deliveryTo says where cards go; the public shop has no site of a house.
func (v VisitPage) deliveryTo() string {
	if v.Public && v.DeliveryTo == officer.DeliverAnywhere {
		return officer.DeliverToApplicant
	}
	return v.DeliveryTo
}

// contact is how a shop's people are reached.
func (v VisitPage) contact() []string {
	var lines []string
	for _, s := range []string{v.ContactName, v.ContactEmail, v.ContactPhone} {
		if s != "" {
			lines = append(lines, s)
		}
	}
	return lines
}

// terms are the shop's rules, as far as they concern an applicant.
func (v VisitPage) terms(f *Frame) Summary {
	s := Summary{Title: f.T("visit.terms"), Rows: []SummaryRow{
		{Label: f.T("shop.paid_by"), Value: Text(f.text("visit_paid_by", v.PaidBy))},
		{Label: f.T("shop.delivery_to"), Value: Text(f.text("visit_delivery", v.deliveryTo()))},
	}}
	if v.PurchaseOrderRequired || v.CostCentreRequired {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("visit.have_ready"), Value: Text(ShopPage{Shop: v.Shop}.needed(f))})
	}
	if !v.OpensAt.IsZero() || !v.ClosesAt.IsZero() {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("shop.period"), Value: Text(f.openFor(v.OpensAt, v.ClosesAt))})
	}
	if lines := v.contact(); len(lines) > 0 {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("visit.questions"), Value: Lines(lines...)})
	}
	return s
}

func portalShopTable(f *Frame, shops []officer.PortalShop, now time.Time) Table {
	t := Table{Caption: f.T("portal_shop.mine"), Empty: f.T("portal_shop.none"), Columns: []Column{
		{Label: f.T("portal_shop.shop")}, {Label: f.T("portal_shop.house")}, {Label: f.T("shop.state")},
	}}
	for _, s := range shops {
		house := Personal(s.House)
		if s.Public {
			house = Text(f.T("portal_shop.everybody"))
		}
		t.Rows = append(t.Rows, Row{LinkTo(shopPath("/portal/shops", s.ID), s.Name), house, TagOf(f.ShopStatus(s.Shop, now))})
	}
	return t
}
