package page

import (
	"slices"
	"time"

	"github.com/a-h/templ"

	"officerportal/officer"
)

// ShopPage is a shop as whoever looks after it sees it.
type ShopPage struct {
	officer.Shop
	Base      string // address of the list
	House     officer.Organisation
	Products  []officer.Product
	Customers int
	Now       time.Time
	MaySave   bool
	MayCodes  bool
}

// ShopForm is one part of a shop's settings as it is edited.
type ShopForm struct {
	officer.Shop
	Base          string
	House         officer.Organisation
	Products      []officer.Product
	Opens, Closes MomentField
}

// A MomentField asks for a day and a time of day, NAME_day … and NAME_time.
type MomentField struct {
	DateField
	Clock string // as typed; empty for the whole day
}

// MomentOf gives the field of a moment in Berlin; the zero time is empty.
func MomentOf(name string, t time.Time) MomentField {
	if t.IsZero() {
		return MomentField{DateField: DateField{Name: name}}
	}
	t = t.In(officer.Berlin())
	return MomentField{DateField: DayField(name, officer.Today(t)), Clock: t.Format("15:04")}
}

// LastMomentOf is MomentOf for the end of something: where it ends with a day,
// that day is what people typed.
func LastMomentOf(name string, t time.Time) MomentField {
	if m := MomentOf(name, t); m.Clock != "00:00" {
		return m
	}
	return MomentField{DateField: DayField(name, officer.Today(t).AddDays(-1))}
}

func (p ShopPage) path(more ...string) string { return shopPath(p.Base, p.ID, more...) }

func (p ShopForm) path(more ...string) string { return shopPath(p.Base, p.ID, more...) }

func shopPath(base string, id officer.ShopID, more ...string) string {
	path := base + "/" + string(id)
	for _, m := range more {
		path += "/" + m
	}
	return path
}

// ShopStatus is whether a shop takes orders, in colour, icon and word.
func (f *Frame) ShopStatus(s officer.Shop, now time.Time) Tag {
	switch {
	case s.Status != officer.ShopOpen:
		return Tag{Text: f.T("shop_status.closed"), Tone: Info, Icon: "close"}
	case now.Before(s.OpensAt):
		return Tag{Text: f.T("shop_status.not_yet"), Tone: Info}
	case s.Accepts(now) != nil:
		return Tag{Text: f.T("shop_status.over"), Tone: Info, Icon: "close"}
	}
	return Tag{Text: f.T("shop_status.open"), Tone: Success}
}

func shopTable(f *Frame, base string, shops []officer.Shop, now time.Time) Table {
	t := Table{Caption: f.T("shop.title"), Empty: f.T("shop.none"), Columns: []Column{
		{Label: f.T("field.name")}, {Label: f.T("shop.state")}, {Label: f.T("shop.products"), Numeric: true},
	}}
	for _, s := range shops {
		t.Rows = append(t.Rows, Row{LinkTo(shopPath(base, s.ID), s.Name), TagOf(f.ShopStatus(s, now)), Text(f.Number(len(s.Offers)))})
	}
	return t
}

// change is where a part is changed, for who may.
func (p ShopPage) change(part string) string {
	if !p.MaySave {
		return ""
	}
	return p.path(part)
}

func (p ShopPage) profile(f *Frame) Summary {
	period := f.T("shop.always")
	if !p.OpensAt.IsZero() || !p.ClosesAt.IsZero() {
		period = f.openFor(p.OpensAt, p.ClosesAt)
	}
	return Summary{Title: f.T("shop_part.profile"), Change: p.change("profile"), Rows: []SummaryRow{
		{Label: f.T("shop.state"), Value: TagOf(f.ShopStatus(p.Shop, p.Now))},
		{Label: f.T("field.name"), Value: Personal(p.Name)},
		{Label: f.T("field.greeting_de"), Value: Text(orDash(p.GreetingDE))},
		{Label: f.T("field.greeting_en"), Value: Text(orDash(p.GreetingEN))},
		{Label: f.T("shop.contact"), Value: Lines(orDashes(p.ContactName, p.ContactEmail, p.ContactPhone)...)},
		{Label: f.T("shop.period"), Value: Text(period)},
		{Label: f.T("shop.customers"), Value: Text(f.Number(p.Customers))},
	}}
}

// openFor says from when until when something holds; a zero time is open.
func (f *Frame) openFor(from, until time.Time) string {
	switch {
	case until.IsZero():
		return f.T("shop.from", "from", f.DateTime(from))
	case from.IsZero():
		return f.T("shop.until", "until", f.DateTime(until))
	}
	return f.T("shop.from_until", "from", f.DateTime(from), "until", f.DateTime(until))
}

func orDashes(lines ...string) []string {
	lines = slices.DeleteFunc(lines, func(s string) bool { return s == "" })
	if len(lines) == 0 {
		return []string{"–"}
	}
	return lines
}

func (p ShopPage) offers(f *Frame) Summary {
	s := Summary{Title: f.T("shop_part.offers"), Change: p.change("offers")}
	for _, product := range p.Products {
		i := slices.IndexFunc(p.Offers, func(o officer.Offer) bool { return o.Product == product.ID })
		if i < 0 {
			continue
		}
		names := make([]string, len(p.Offers[i].Procedures))
		for j, by := range p.Offers[i].Procedures {
			names[j] = f.procedure(by)
		}
		s.Rows = append(s.Rows, SummaryRow{Label: product.Name(f.Language), Value: Lines(names...)})
	}
	return s
}

func (p ShopPage) rules(f *Frame) Summary {
	s := Summary{Title: f.T("shop_part.rules"), Change: p.change("rules"), Rows: []SummaryRow{
		{Label: f.T("shop.paid_by"), Value: Text(f.text("paid_by", p.PaidBy))}}}
	if p.PaidBy == officer.PaidByOrganisation {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("field.recipient"), Value: Lines(orDashes(append([]string{p.Invoice.Recipient}, f.address(p.Invoice.Address)...)...)...)},
			SummaryRow{Label: f.T("field.vat_id"), Value: Code(orDash(p.Invoice.VATID))})
	}
	return Summary{Title: s.Title, Change: s.Change, Rows: append(s.Rows,
		SummaryRow{Label: f.T("shop.needed"), Value: Text(p.needed(f))},
		SummaryRow{Label: f.T("shop.delivery_to"), Value: Text(f.text("delivery_to", p.DeliveryTo))})}
}

// needed names what an order must state for the invoice.
func (p ShopPage) needed(f *Frame) string {
	switch {
	case p.PurchaseOrderRequired && p.CostCentreRequired:
		return f.T("shop.needs_both")
	case p.PurchaseOrderRequired:
		return f.T("shop.needs_purchase_order")
	case p.CostCentreRequired:
		return f.T("shop.needs_cost_centre")
	}
	return f.T("shop.needs_nothing")
}

func (p ShopPage) buttons(f *Frame) []Button {
	list := []Button{{Label: f.T("shop.preview"), Href: p.path("preview"), Kind: Secondary}}
	if p.MayCodes && !p.Public {
		list = append([]Button{{Label: f.T("shop_code.title"), Href: p.path("codes")}, {Label: f.T("customer.title"), Href: p.path("customers"), Kind: Secondary}}, list...)
	}
	switch {
	case !p.MaySave:
	case p.Status == officer.ShopOpen:
		list = append(list, Button{Label: f.T("shop.close"), Href: p.path("close"), Kind: Secondary})
	default:
		list = append(list, Button{Label: f.T("shop.reopen"), Href: p.path("reopen"), Kind: Secondary})
	}
	return list
}

func (p ShopForm) offered(product officer.ProductID, by officer.Procedure) bool {
	return slices.ContainsFunc(p.Offers, func(o officer.Offer) bool { return o.Product == product && slices.Contains(o.Procedures, by) })
}

// Logo is the address of a shop's picture below a list of shops; its name is its
// content's digest, so that browsers may keep it.
func logoPath(base string, s officer.Shop) string { return shopPath(base, s.ID, "logo", s.LogoDigest) }

// logoOf shows a shop's picture. The shop's name stands beside it.
func logoOf(f *Frame, base string, s officer.Shop) templ.Component {
	return picture(logoPath(base, s), f.T("shop.logo_of", "shop", s.Name))
}
