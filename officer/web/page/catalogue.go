package page

import (
	"slices"
	"strings"

	"officerportal/officer"
)

// ProductForm is a catalogue entry as it is edited.
type ProductForm struct {
	officer.Product
	Position, TermYears string // as typed
}

func (p ProductForm) action() string {
	if p.ID == "" {
		return "/office/products"
	}
	return "/office/products/" + string(p.ID)
}

// ShopForm is a shop as it is edited, with the products it chooses from.
type ShopForm struct {
	officer.Shop
	Products []officer.Product
	May      bool // the actor may change it
}

func (s ShopForm) offered(p officer.ProductID, by officer.Procedure) bool {
	return slices.ContainsFunc(s.Offers, func(o officer.Offer) bool { return o.Product == p && slices.Contains(o.Procedures, by) })
}

// procedureOptions are all procedures as answers.
func procedureOptions(f *Frame) []Option {
	options := make([]Option, len(officer.Procedures))
	for i, p := range officer.Procedures {
		options[i] = Option{Value: string(p), Label: f.procedure(p)}
	}
	return options
}

func (f *Frame) procedure(p officer.Procedure) string { return f.text("procedure", string(p)) }

// text gives the text of a word of the trade: KIND.WORD.
func (f *Frame) text(kind, word string) string { return f.T(kind + "." + word) }

func wordOptions[T ~string](f *Frame, kind string, words []T) []Option {
	options := make([]Option, len(words))
	for i, w := range words {
		options[i] = Option{Value: string(w), Label: f.text(kind, string(w))}
	}
	return options
}

func plainWords[T ~string](words []T) []string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = string(w)
	}
	return list
}

func productTable(f *Frame, products []officer.Product, may bool) Table {
	t := Table{Caption: f.T("product.title"), Empty: f.T("product.none"), Columns: []Column{
		{Label: f.T("field.code")}, {Label: f.T("product.name")}, {Label: f.T("field.family")}, {Label: f.T("field.algorithm")},
		{Label: f.T("product.procedures")}, {Label: f.T("product.state")},
	}}
	for _, p := range products {
		code := Code(p.Code)
		if may {
			code = CodeLink("/office/products/"+string(p.ID), p.Code)
		}
		state := Tag{Tone: Success, Text: f.T("product.active")}
		if !p.Active {
			state = Tag{Tone: Info, Text: f.T("product.ended")}
		}
		names := make([]string, len(p.Procedures))
		for i, by := range p.Procedures {
			names[i] = f.procedure(by)
		}
		t.Rows = append(t.Rows, Row{code, Text(p.Name(f.Language)), Text(f.text("family", string(p.Family))), Text(p.Algorithm), Text(strings.Join(names, ", ")), TagOf(state)})
	}
	return t
}

func shopTable(f *Frame, shops []officer.Shop) Table {
	t := Table{Caption: f.T("shop.title"), Empty: f.T("shop.none"), Columns: []Column{{Label: f.T("field.name")}, {Label: f.T("shop.offers"), Numeric: true}}}
	for _, s := range shops {
		t.Rows = append(t.Rows, Row{LinkTo("/shops/"+string(s.ID), s.Name), Text(f.Number(len(s.Offers)))})
	}
	return t
}
