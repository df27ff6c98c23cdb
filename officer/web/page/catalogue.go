package page

import (
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
