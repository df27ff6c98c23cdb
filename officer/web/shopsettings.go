package web

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
)

func (s *Server) editShop(c *fiber.Ctx, part officer.ShopPart) error {
	file, err := s.shopOf(c)
	if err != nil {
		return err
	}
	return s.shopForm(c, part, file, nil, nil)
}

// shopForm shows one part of a shop's settings, as they are or as they were sent.
func (s *Server) shopForm(c *fiber.Ctx, part officer.ShopPart, file desk.ShopFile, form *Form, refusal error) error {
	p := page.ShopForm{Shop: file.Shop, Base: shopBase(c), House: file.House, Products: file.Products,
		Opens: page.MomentOf("opens", file.OpensAt), Closes: page.LastMomentOf("closes", file.ClosesAt)}
	if form != nil {
		p.Opens, p.Closes = form.momentField("opens"), form.momentField("closes")
	}
	return s.reason(c, "shop_part."+string(part), refusal, inShop(c, file.Shop, func(f *page.Frame) templ.Component {
		switch part {
		case officer.ShopOffers:
			f.Wide = true
			return page.ShopOffers(f, p)
		case officer.ShopRules:
			return page.ShopRules(f, p)
		}
		return page.ShopProfile(f, p)
	}))
}

// bindShop reads one part of the settings.
func bindShop(form *Form, part officer.ShopPart, shop officer.Shop, products []officer.Product) officer.Shop {
	switch part {
	case officer.ShopProfile:
		shop.Name, shop.GreetingDE, shop.GreetingEN = form.Value("name"), form.Value("greeting_de"), form.Value("greeting_en")
		shop.ContactName, shop.ContactEmail, shop.ContactPhone = form.Value("contact_name"), form.Value("contact_email"), form.Value("contact_phone")
		shop.OpensAt, shop.ClosesAt = form.Moment("opens", false), form.Moment("closes", true)
	case officer.ShopOffers:
		shop.Offers = nil
		for _, p := range products {
			if by := typed[officer.Procedure](form.Many(offerField(p.ID), plain(officer.Procedures)...)); len(by) > 0 {
				shop.Offers = append(shop.Offers, officer.Offer{Product: p.ID, Procedures: by})
			}
		}
	case officer.ShopRules:
		shop.PaidBy, shop.DeliveryTo = form.Value("paid_by"), form.Value("delivery_to")
		shop.Invoice = officer.Invoice{Recipient: form.Value("recipient"), Address: bindAddress(form), VATID: form.Value("vat_id")}
		shop.PurchaseOrderRequired, shop.CostCentreRequired = form.Yes("purchase_order_required"), form.Yes("cost_centre_required")
	}
	return shop
}

func offerField(id officer.ProductID) string { return "procedures_" + string(id) }

func (s *Server) saveShop(c *fiber.Ctx, part officer.ShopPart) error {
	file, err := s.shopOf(c)
	if err != nil {
		return err
	}
	form := bind(c)
	kept := file.Shop
	file.Shop = bindShop(form, part, kept, file.Products)
	file.Version = form.Version()
	if err = form.Err(); err == nil {
		err = s.Shops.Save(c.UserContext(), part, file.Shop)
	}
	if errors.Is(err, officer.Stale) {
		return s.staleShop(c, form, part, kept, file.Products)
	}
	if err != nil {
		return s.shopForm(c, part, file, form, err)
	}
	return s.done(c, shopBase(c)+"/"+string(file.ID), "shop.saved")
}

// staleShop shows what was sent beside what a colleague saved meanwhile.
func (s *Server) staleShop(c *fiber.Ctx, form *Form, part officer.ShopPart, kept officer.Shop, products []officer.Product) error {
	f := &page.Frame{Language: s.language(c)}
	words := shopWords{f, form, products}
	entries := kept.Entries(part)
	if part == officer.ShopOffers {
		for _, p := range products { // those that the colleague does not offer
			entries = append(entries, officer.Entry{Field: offerField(p.ID)})
		}
	}
	var saved []page.Value
	for i, e := range entries {
		if slices.IndexFunc(entries, func(x officer.Entry) bool { return x.Field == e.Field }) == i {
			saved = append(saved, page.Value{Name: e.Field, Value: words.of(e.Field, e.Value)})
		}
	}
	return s.bothVersions(c, form, colleague{Version: kept.Version, Saved: saved, Back: shopBase(c) + "/" + string(kept.ID), Word: words.sent, Label: words.label})
}

// shopWords write a shop's fields as people read them.
type shopWords struct {
	*page.Frame
	form     *Form
	products []officer.Product
}

func (w shopWords) sent(field, value string) string {
	if field == "opens" || field == "closes" {
		return w.moment(w.form.Moment(field, field == "closes"))
	}
	return w.of(field, strings.ReplaceAll(value, ", ", " "))
}

// moment writes a time; none is nothing.
func (w shopWords) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return w.DateTime(t)
}

func (w shopWords) of(field, value string) string {
	switch {
	case value == "":
		return ""
	case field == "opens" || field == "closes":
		if t, err := time.ParseInLocation("2006-01-02 15:04", value, officer.Berlin()); err == nil {
			return w.DateTime(t)
		}
	case page.HasText(field + "." + value): // paid_by, delivery_to
		return w.T(field + "." + value)
	case field == "country":
		return page.Country(w.Language, value)
	case value == "yes":
		return w.T("event.yes")
	case strings.HasPrefix(field, "procedures_"):
		names := strings.Fields(value)
		slices.SortFunc(names, func(a, b string) int { // as they are shown, whatever the order in which they are kept
			return slices.Index(officer.Procedures, officer.Procedure(a)) - slices.Index(officer.Procedures, officer.Procedure(b))
		})
		for i, name := range names {
			if page.HasText("procedure." + name) {
				names[i] = w.T("procedure." + name)
			}
		}
		return strings.Join(names, ", ")
	}
	return value
}

func (w shopWords) label(field string) string {
	for _, p := range w.products {
		if offerField(p.ID) == field {
			return p.Name(w.Language)
		}
	}
	for _, key := range []string{"field." + field, "shop." + field} {
		if page.HasText(key) {
			return w.T(key)
		}
	}
	return field
}

// momentField gives a moment's parts as they were sent.
func (f *Form) momentField(name string) page.MomentField {
	return page.MomentField{DateField: f.dateField(name), Clock: f.Value(name + "_time")}
}

// Moment reads a day with a time of day in Germany; the zero time if the day is
// empty. Without a time of day the whole day counts: it begins with it, or, where
// it is the last one, ends with it.
func (f *Form) Moment(name string, last bool) time.Time {
	day, clock := f.Date(name), f.Line(name+"_time", 8)
	switch {
	case day.IsZero() && clock != "" && !f.problems.Has(name):
		f.Fail(name, "date.incomplete")
		return time.Time{}
	case day.IsZero():
		return time.Time{}
	case clock == "" && last:
		return midnight(day.AddDays(1))
	case clock == "":
		return midnight(day)
	}
	t, err := time.Parse("15:04", strings.ReplaceAll(clock, ".", ":"))
	if err != nil {
		f.Fail(name+"_time", "form.clock")
		return time.Time{}
	}
	return time.Date(day.Year(), day.Month(), day.Day(), t.Hour(), t.Minute(), 0, 0, officer.Berlin())
}
