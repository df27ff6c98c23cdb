package page

import (
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"officerportal/officer"
)

// DocumentPage is the form in which an officer captures an identity document.
type DocumentPage struct {
	Case        officer.ApplicationID
	Version     int
	Types       []officer.DocumentType // the organisation's allow-list
	Type        officer.DocumentType
	Number      string // as typed by this officer a moment ago; never a kept one
	Masked      string // of the kept one
	Issuer      string
	Country     string
	IssuedOn    DateField
	ExpiresOn   DateField
	FamilyName  string
	GivenNames  string
	BirthDate   DateField
	Nationality string
	MRZ         string       // as typed a moment ago; never kept
	Zone        *officer.MRZ // the verdict on it; nil when there is nothing to judge
	Reasons     map[string]string
	Taken       bool // the zone's data were just taken over
	Signed      bool
	Focus       string           // the field to go on with
	Stated      officer.Document // as the applicant stated it, the number masked; zero where an officer began the case
}

func (p DocumentPage) stated(f *Frame) Summary {
	return Summary{Rows: statedRows(f, p.Stated, p.Stated.NumberMasked)}
}

func (p DocumentPage) action() string { return "/desk/cases/" + string(p.Case) + "/document" }

// draftAction is where drafts go; once an officer signed there are none, since a
// draft must not undo a signature.
func (p DocumentPage) draftAction() string {
	if p.Signed {
		return ""
	}
	return p.action() + "/draft"
}

func (p DocumentPage) types(f *Frame) []Option {
	var list []Option
	for _, t := range p.Types {
		list = append(list, Option{Value: string(t), Label: f.T(t.TextKey())})
	}
	return list
}

// asksCountry reports whether the issuing state has to be asked: only where a
// foreign passport may be shown.
func (p DocumentPage) asksCountry() bool {
	return slices.Contains(p.Types, officer.ForeignPassport)
}

func (p DocumentPage) numberHint(f *Frame) string {
	if p.Masked != "" {
		return f.T("document.number_kept", "masked", p.Masked)
	}
	return f.T("document.number_hint")
}

// nameHint shows the zone's name beside the printed one: a hint, since the zone
// knows no umlauts and may cut.
func (p DocumentPage) nameHint(f *Frame, inZone func(officer.MRZ) string) string {
	if p.Zone == nil || inZone(*p.Zone) == "" {
		return f.T("document.name_hint")
	}
	return f.T("document.name_in_zone", "name", inZone(*p.Zone))
}

func primary(m officer.MRZ) string   { return m.PrimaryName }
func secondary(m officer.MRZ) string { return m.SecondaryName }

// asksReason reports whether the reason for a difference stands on the page: it
// is missing, or was given a moment ago.
func (p DocumentPage) asksReason(f *Frame, field string) bool {
	return p.Reasons[field] != "" || f.Error("reason_"+field) != ""
}

// asksMRZReason is the reason for reading no zone; it is asked once the zone
// turned out to be a problem.
func (p DocumentPage) asksMRZReason(f *Frame) bool {
	return p.asksReason(f, "mrz") || f.Error("mrz") != ""
}

// focus puts the cursor into the field to go on with.
func (p DocumentPage) focus(field string) templ.Attributes {
	return templ.Attributes{"autofocus": p.Focus == field}
}

// verdictState is how one field of the zone came out.
func verdictState(f *Frame, x officer.MRZField) Tag {
	switch {
	case !x.Complete:
		return Tag{Text: f.T("verdict.pending"), Tone: Info}
	case !x.OK:
		return Tag{Text: f.T("verdict.wrong"), Tone: Alarm}
	case x.Check != "":
		return Tag{Text: f.T("verdict.right"), Tone: Success}
	}
	return Tag{Text: f.T("verdict.read"), Tone: Success}
}

// SuggestionValue writes a suggestion for a button; ParseSuggestion reads it.
func SuggestionValue(s officer.Suggestion) string {
	return fmt.Sprintf("%d:%d:%s:%s", s.Line, s.Position, s.From, s.To)
}

// ParseSuggestion reads what a suggestion's button sends; a wrong one changes nothing.
func ParseSuggestion(value string) (s officer.Suggestion) {
	parts := strings.Split(value, ":")
	if len(parts) != 4 {
		return s
	}
	if _, err := fmt.Sscanf(parts[0]+" "+parts[1], "%d %d", &s.Line, &s.Position); err != nil {
		return officer.Suggestion{}
	}
	s.From, s.To = parts[2], parts[3]
	return s
}

// DocumentSummary is what was captured of a document, for whoever may only look.
type DocumentSummary struct {
	Case     officer.ApplicationID
	Act      officer.Identification
	ReadOnly string
	Revealed string // the number, on the one page that shows it
	MayShow  bool   // the reader may have the number shown
}

func (p DocumentSummary) rows(f *Frame) Summary {
	d := p.Act.Document
	rows := []SummaryRow{
		{Label: f.T("field.type"), Value: Text(f.typeName(d.Type))},
		{Label: f.T("field.number"), Value: Code(orDash(d.NumberMasked))},
		{Label: f.T("field.issuer"), Value: Personal(orDash(d.Issuer))},
		{Label: f.T("field.issued_on"), Value: DayOf(f, d.IssuedOn)},
		{Label: f.T("field.expires_on"), Value: DayOf(f, d.ExpiresOn)},
	}
	state := f.T("document.mrz_not_read")
	if p.Act.Capture.MRZRead {
		state = f.T("document.mrz_read")
	}
	rows = append(rows, SummaryRow{Label: f.T("document.mrz_state"), Value: Text(state)})
	for _, x := range p.Act.Capture.Differences {
		rows = append(rows, SummaryRow{Label: f.T("document.reason", "field", f.text("field", x.Field)), Value: Personal(x.Reason)})
	}
	return Summary{Rows: rows}
}

func (f *Frame) typeName(t officer.DocumentType) string {
	if t == "" {
		return "–"
	}
	return f.T(t.TextKey())
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
