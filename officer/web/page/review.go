package page

import (
	"strings"

	"github.com/a-h/templ"

	"officerportal/officer"
)

// A ReviewPage is everything that was answered, before it is signed.
type ReviewPage struct {
	Application    officer.Application
	Identification officer.Identification // the number masked
	Setting        officer.Setting
	Missing        officer.Problems // fields named PAGE.FIELD
	Warnings       []officer.Warning
	MayChange      bool   // the reader may write, and the case still can be written
	Quantity       string // what stands in the field
	Next           string // the page that follows: sign, check, submit; empty for none
}

func (p ReviewPage) href(part string) string { return CaseHref(p.Application.ID, part) }

// change is the way to a page where something is changed, or nowhere.
func (p ReviewPage) change(part string) string {
	if !p.MayChange {
		return ""
	}
	return p.href(part)
}

// sections are the summaries in the order of the case.
func (p ReviewPage) sections(f *Frame) []Summary {
	sections := []Summary{p.consents(f), p.document(f), p.checks(f)}
	for _, g := range officer.Groups {
		if !p.Application.Form.Asks(g, p.Setting.Product) {
			continue
		}
		rows := GroupRows(f, p.Application, g)
		if len(rows) == 0 {
			rows = []SummaryRow{{Label: f.text("part", string(g)), Value: Text(f.T("review.nothing"))}}
		}
		sections = append(sections, Summary{Title: f.text("part", string(g)), Change: p.change(string(g)), Rows: rows})
	}
	return sections
}

func (p ReviewPage) consents(f *Frame) Summary {
	said := f.T("review.consents_open")
	if p.Application.Form.Agreed() {
		said = f.T("review.consents_given")
	}
	return Summary{Title: f.text("part", officer.PartConsents), Change: p.change(officer.PartConsents),
		Rows: []SummaryRow{{Label: f.T("review.consents"), Value: Text(said)}}}
}

func (p ReviewPage) document(f *Frame) Summary {
	d := p.Identification.Document
	s := Summary{Title: f.text("part", officer.PartDocument), Change: p.change(officer.PartDocument)}
	if d.Type == "" {
		s.Rows = []SummaryRow{{Label: f.T("review.document"), Value: Text(f.T("review.nothing"))}}
		return s
	}
	s.Rows = []SummaryRow{{Label: f.T("review.document"), Value: Text(f.text("document_type", string(d.Type)))},
		{Label: f.T("review.document_number"), Value: Code(d.NumberMasked)}, {Label: f.T("review.issuer"), Value: Personal(d.Issuer)},
		{Label: f.T("review.issued_on"), Value: DayOf(f, d.IssuedOn)}, {Label: f.T("review.expires_on"), Value: DayOf(f, d.ExpiresOn)}}
	return s
}

func (p ReviewPage) checks(f *Frame) Summary {
	c := p.Identification.Capture
	s := Summary{Title: f.text("part", officer.PartChecks), Change: p.change(officer.PartChecks)}
	s.Rows = []SummaryRow{{Label: f.T("review.original"), Value: Text(yesNo(f, c.OriginalSeen == "yes"))},
		{Label: f.T("review.mrz"), Value: Text(yesNo(f, c.MRZRead))},
		{Label: f.T("review.features"), Value: Text(f.Number(passed(c.Features)))}, {Label: f.T("review.face"), Value: Text(f.Number(passed(c.Face)))}}
	if len(c.Differences) > 0 {
		var lines []string
		for _, d := range c.Differences {
			lines = append(lines, fieldText(f, d.Field)+": "+d.Reason)
		}
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("review.differences"), Value: Lines(lines...)})
	}
	return s
}

func yesNo(f *Frame, yes bool) string {
	if yes {
		return f.T("review.yes")
	}
	return f.T("review.no")
}

func passed(checks map[string]officer.Outcome) int {
	n := 0
	for _, o := range checks {
		if o.Result == officer.Passed {
			n++
		}
	}
	return n
}

// fieldText names a field as its page does.
func fieldText(f *Frame, field string) string {
	if HasText("field." + field) {
		return f.text("field", field)
	}
	return field
}

// GroupRows are a group's answers for a summary: what was answered, addresses
// in one piece.
func GroupRows(f *Frame, a officer.Application, g officer.Group) []SummaryRow {
	return groupRows(f, a, g, wording{label: fieldText, value: entryValue})
}

// A wording is how a summary names fields and answers: about somebody, or to them.
type wording struct {
	label func(f *Frame, field string) string
	value func(f *Frame, a officer.Application, e officer.Entry) templ.Component
}

func groupRows(f *Frame, a officer.Application, g officer.Group, w wording) []SummaryRow {
	if g == officer.GroupRevokers {
		return revokerRows(f, a.Form.Revokers)
	}
	var rows []SummaryRow
	address := make(map[string]string)
	for _, e := range a.Form.Entries(g) {
		prefix, part, isAddress := addressPart(e.Field)
		switch {
		case isAddress:
			address[prefix+part] = e.Value
			if part == "country" {
				rows = appendAddress(f, rows, prefix, address)
			}
		case e.Field == "desk_branch" || e.Value == "" && e.Field != "names_organisation":
		case e.Field == "names_organisation" && e.Value == "":
		default:
			rows = append(rows, SummaryRow{Label: w.label(f, e.Field), Value: w.value(f, a, e)})
		}
	}
	return rows
}

// addressPart tells a line of an address from other entries.
func addressPart(field string) (prefix, part string, ok bool) {
	for _, part := range []string{"street", "postal_code", "locality", "country"} {
		if prefix, ok := strings.CutSuffix(field, part); ok && (prefix == "" || strings.HasSuffix(prefix, "_")) {
			return prefix, part, true
		}
	}
	return "", "", false
}

func appendAddress(f *Frame, rows []SummaryRow, prefix string, parts map[string]string) []SummaryRow {
	a := officer.Address{Street: parts[prefix+"street"], PostalCode: parts[prefix+"postal_code"], Locality: parts[prefix+"locality"], Country: parts[prefix+"country"]}
	if a.Empty() {
		return rows
	}
	label := map[string]string{"": f.T("section.address"), "card_": f.T("delivery.card_address"), "pin_": f.T("delivery.pin_address")}[prefix]
	return append(rows, SummaryRow{Label: label, Value: Lines(AddressLines(f, a)...)})
}

func entryValue(f *Frame, a officer.Application, e officer.Entry) templ.Component {
	text := EntryText(f.Language, e)
	if e.Field == "revocation_password" && e.Value == "link" && a.RevocationPasswordHash != "" {
		text = f.T("review.password_link_chosen")
	}
	if _, worded := answers[e.Field]; worded {
		return Text(text)
	}
	return Personal(text)
}

func revokerRows(f *Frame, list []officer.Revoker) []SummaryRow {
	var rows []SummaryRow
	for _, r := range list {
		rows = append(rows, SummaryRow{Label: f.T("field.revoker_name"), Value: Lines(lines(r.Name, r.Function, r.Contact)...)})
	}
	return rows
}

// lines leaves out what is empty.
func lines(all ...string) []string {
	var list []string
	for _, s := range all {
		if s != "" {
			list = append(list, s)
		}
	}
	return list
}

// A missingLine is something to be done before signing, with the way there
// for whoever may do it.
type missingLine struct{ Href, Text string }

func (p ReviewPage) missing(f *Frame) []missingLine {
	lines := missingLines(f, p.Application.ID, p.Missing)
	if !p.MayChange {
		for i := range lines {
			lines[i].Href = ""
		}
	}
	return lines
}

func missingLines(f *Frame, id officer.ApplicationID, missing officer.Problems) []missingLine {
	var list []missingLine
	for _, problem := range missing {
		part, field, _ := strings.Cut(problem.Field, ".")
		text := f.text("part", part) + ": " + f.Message(problem)
		if HasText("field." + field) {
			text = about(f.text("part", part)+", "+f.text("field", field), f.Message(problem))
		}
		list = append(list, missingLine{Href: CaseHref(id, part) + "#" + field, Text: text})
	}
	return list
}

// next is the button that leads on from the summary.
func (p ReviewPage) next(f *Frame) []Button {
	label := map[string]string{officer.PartSign: "review.to_sign", officer.PartCheck: "review.to_check", officer.PartSubmit: "review.to_submit"}[p.Next]
	if label == "" {
		return nil
	}
	return []Button{{Label: f.T(label), Href: p.href(p.Next), Shortcut: "w"}}
}
