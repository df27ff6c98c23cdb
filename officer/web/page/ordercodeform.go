package page

import (
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"officerportal/officer"
)

// OrderCodeForm is a code, or what all codes of a list have in common, as it is
// entered. Values are the fields as they were typed.
type OrderCodeForm struct {
	ID         officer.OrderCodeID
	Offers     []Option // what can be released
	Values     map[string]string
	Procedures []string
	LastDay    DateField
}

func (p OrderCodeForm) offer(f *Frame) Choice {
	c := Choice{Name: "offer", Label: f.T("order_code.offer"), Value: p.Values["offer"], Options: p.Offers}
	if len(p.Offers) > 1 {
		c.Empty = f.T("order_code.choose_offer")
	}
	return c
}

func (p OrderCodeForm) lastDay(f *Frame) DateField {
	d := p.LastDay
	d.Name, d.Label, d.Hint, d.Optional = "last_day", f.T("order_code.last_day"), f.T("order_code.last_day_hint"), true
	return d
}

func (p OrderCodeForm) procedures(f *Frame) Choice {
	return Choice{Name: "procedures", Hint: f.T("order_code.procedures_hint"), Values: p.Procedures, Options: procedureOptions(f), Optional: true}
}

func (p OrderCodeForm) line(name, label, hint string) Field {
	return Field{Name: name, Label: label, Hint: hint, Value: p.Values[name], Optional: true, MaxLength: officer.MaxLine}
}

// OfferOptions are what codes can be drawn for, as answers.
func OfferOptions(language string, shops []officer.Shop, products map[officer.ProductID]officer.Product) []Option {
	var options []Option
	for _, s := range shops {
		for _, o := range s.Offers {
			p, known := products[o.Product]
			if !known {
				continue
			}
			label := p.Name(language)
			if len(shops) > 1 {
				label += " – " + s.Name
			}
			options = append(options, Option{Value: string(s.ID) + " " + string(o.Product), Label: label})
		}
	}
	return options
}

// IssuedCodePage shows a code the one time it is known.
type IssuedCodePage struct {
	officer.OrderCode
	Code, Link string
}

// papers are the letters that can be made while the code is known.
func (p IssuedCodePage) papers(f *Frame) (list []CodePaper) {
	for _, language := range Languages {
		for _, format := range []string{"page", "pdf"} {
			path := orderCodeHref(p.ID, "/letter")
			if format == "pdf" {
				path += "/pdf"
			}
			list = append(list, CodePaper{Action: path, Label: f.T("order_code.letter_"+format, "language", f.T("language."+language)), Values: []Value{{"language", language}}})
		}
	}
	return list
}

// CodeListForm is the upload of a list of people.
type CodeListForm struct {
	OrderCodeForm
	By, Language string
}

// csvFile lets the browser offer tables first.
var csvFile = templ.Attributes{"accept": ".csv,.txt,text/csv,text/plain"}

func (p CodeListForm) by(f *Frame) Choice {
	return Choice{Name: "by", Label: f.T("code_list.by"), Value: p.By, Options: []Option{
		{Value: "letters", Label: f.T("code_list.by_letters"), Hint: f.T("code_list.by_letters_hint")},
		{Value: "mails", Label: f.T("code_list.by_mails"), Hint: f.T("code_list.by_mails_hint")},
	}}
}

func (p CodeListForm) language(f *Frame) Choice {
	c := Choice{Name: "language", Label: f.T("code_list.language"), Hint: f.T("code_list.language_hint"), Value: p.Language, Inline: true}
	for _, l := range Languages {
		c.Options = append(c.Options, Option{Value: l, Label: f.T("language." + l)})
	}
	return c
}

// CodeListView is a list that was checked, before anything is drawn.
type CodeListView struct {
	ID       officer.JobID
	List     officer.PeopleList
	Terms    officer.OrderCode
	By       string
	ShopName string
	Product  officer.Product
	Drawing  bool
}

func (p CodeListView) href(part string) string {
	return orderCodesPath + "/lists/" + string(p.ID) + part
}

// faultsShown is how many lines the page shows; all of them are in the file.
const faultsShown = 200

func (p CodeListView) summary(f *Frame) Summary {
	s := Summary{Rows: []SummaryRow{
		{Label: f.T("order_code.product"), Value: Text(p.Product.Name(f.Language))}, {Label: f.T("order_code.shop"), Value: Text(p.ShopName)},
		{Label: f.T("code_list.by"), Value: Text(f.T("code_list.by_" + p.By))},
		{Label: f.T("code_list.rows"), Value: Text(f.Number(p.List.Rows))}, {Label: f.T("code_list.right"), Value: Text(f.Number(len(p.List.People)))},
		{Label: f.T("code_list.faulty"), Value: Text(f.Number(p.List.FaultyRows()))},
	}}
	if len(p.List.Ignored) > 0 {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("code_list.ignored"), Value: Text(strings.Join(p.List.Ignored, ", "))})
	}
	return s
}

func (f *Frame) rowFault(r officer.RowFault) string {
	message := f.T(r.Key, r.Args)
	if r.Field == "" {
		return message
	}
	return f.T("list_field."+r.Field) + ": " + message
}

func (f *Frame) faultTable(caption string, faults []officer.RowFault) Table {
	t := Table{Caption: caption, Columns: []Column{{Label: f.T("code_list.line"), Numeric: true}, {Label: f.T("code_list.fault")}}}
	for _, r := range faults[:min(len(faults), faultsShown)] {
		t.Rows = append(t.Rows, Row{Text(f.Number(r.Line)), Text(f.rowFault(r))})
	}
	return t
}

// FaultsCSV writes everything that is wrong with a list for a spreadsheet.
func FaultsCSV(f *Frame, w io.Writer, list officer.PeopleList) error {
	rows := [][]string{{f.T("code_list.line"), f.T("code_list.fault")}}
	for _, r := range append(append([]officer.RowFault(nil), list.Faults...), list.Warnings...) {
		rows = append(rows, []string{strconv.Itoa(r.Line), f.rowFault(r)})
	}
	return f.writeCSV(w, rows)
}
