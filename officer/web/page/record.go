package page

import (
	"strings"
	"time"

	"github.com/a-h/templ"

	"officerportal/officer"
)

// A RecordView is a signed record as it is shown.
type RecordView struct {
	Attestation officer.Attestation
	Verified    bool
	KeyID       string
	Sequence    int
	SignedAt    time.Time
}

// A recordLine is one thing that a record says.
type recordLine struct {
	Label, Text string
	Personal    bool
}

// recordLines are everything a record says that a person can judge.
func recordLines(f *Frame, a officer.Attestation) []recordLine {
	p, d := a.Person, a.Document
	address := officer.Address{Street: p.Street, PostalCode: p.PostalCode, Locality: p.Locality, Country: p.Country}
	list := []recordLine{
		{f.T("sign.person"), strings.Join(lines(p.Title, p.GivenNames, p.FamilyName), " "), true},
		{f.T("field.birth_name"), p.BirthName, true},
		{f.T("field.pseudonym"), p.Pseudonym, true},
		{f.T("field.birth_date"), f.Day(p.BirthDate), false},
		{f.T("field.birth_place"), p.BirthPlace, true},
		{f.T("field.nationality"), Nationality(f.Language, p.Nationality), false},
		{f.T("section.address"), strings.Join(AddressLines(f, address), ", "), true},
		{f.T("review.document"), f.text("document_type", string(d.Type)), false},
		{f.T("review.document_number"), d.NumberMasked, true},
		{f.T("review.issuer"), d.Issuer, true},
		{f.T("review.issued_on"), f.Day(d.IssuedOn), false},
		{f.T("review.expires_on"), f.Day(d.ExpiresOn), false},
	}
	list = append(list, checkLines(f, a)...)
	list = append(list, contentLines(f, a.Certificate)...)
	list = append(list,
		recordLine{f.T("review.product"), a.Product.Code, false},
		recordLine{f.T("sign.procedure"), f.procedure(a.Procedure), false},
		recordLine{f.T("record.level"), levelText(f, a.Level), false},
		recordLine{f.T("record.officer"), a.Officer.Name, true},
		recordLine{f.T("sign.place"), a.Place, true},
		recordLine{f.T("record.content"), short(a.ContentDigest), true})
	return list
}

// contentLines are what the certificate would say besides the person.
func contentLines(f *Frame, c officer.AttestedContent) []recordLine {
	return []recordLine{
		{f.T("field.certificate_email"), c.Email, true},
		{f.T("field.publish"), EntryText(f.Language, officer.Entry{Field: "publish", Value: c.Publish}), false},
		{f.T("field.attribute"), c.Attribute, true},
		{f.T("field.confirmed_by"), c.ConfirmedBy, true},
		{f.T("field.organisation_name"), c.Organisation, true},
		{f.T("field.department"), c.Department, true},
		{f.T("field.register_number"), strings.Join(lines(c.RegisterCourt, c.RegisterNumber), ", "), true},
	}
}

// checkLines are the checks with their outcomes.
func checkLines(f *Frame, a officer.Attestation) []recordLine {
	c := a.Checks
	list := []recordLine{{f.T("review.original"), yesNo(f, c.OriginalSeen == "yes"), false}, {f.T("review.mrz"), yesNo(f, c.MRZRead), false}}
	for _, x := range c.Features {
		list = append(list, recordLine{f.text("feature."+string(a.Document.Type), x.Check), outcomeText(f, "check_result", x), false})
	}
	for _, x := range c.Face {
		list = append(list, recordLine{f.text("face", x.Check), outcomeText(f, "face_result", x), false})
	}
	for _, d := range c.Differences {
		list = append(list, recordLine{f.T("review.differences") + ", " + fieldText(f, d.Field), d.Reason, true})
	}
	for _, tool := range c.Tools {
		list = append(list, recordLine{f.T("review.tools"), f.text("tool", tool), false})
	}
	return append(list, recordLine{f.T("record.note"), c.Note, true})
}

func outcomeText(f *Frame, words string, c officer.AttestedCheck) string {
	text := f.text(words, c.Result)
	if c.Note != "" {
		text += " – " + c.Note
	}
	return text
}

func levelText(f *Frame, oid string) string {
	switch oid {
	case officer.LevelBaseline:
		return f.T("record.level_baseline")
	case officer.LevelExtended:
		return f.T("record.level_extended")
	}
	return oid
}

// short is enough of a digest to compare it by eye.
func short(digest string) string {
	if len(digest) > 16 {
		return digest[:16] + "…"
	}
	return digest
}

func (l recordLine) value() templ.Component {
	if l.Personal {
		return Personal(l.Text)
	}
	return Text(l.Text)
}

func (r RecordView) summary(f *Frame) Summary {
	var s Summary
	for _, l := range recordLines(f, r.Attestation) {
		if l.Text != "" {
			s.Rows = append(s.Rows, SummaryRow{Label: l.Label, Value: l.value()})
		}
	}
	s.Rows = append(s.Rows, SummaryRow{Label: f.T("record.completed"), Value: DateTimeOf(f, r.SignedAt)},
		SummaryRow{Label: f.T("record.signature"), Value: verified(f, r)})
	return s
}

// recordChanges says what differs between two records of one case.
func recordChanges(f *Frame, before, now RecordView) Table {
	t := Table{Caption: f.T("check.changes_caption"), Empty: f.T("check.changes_same"),
		Columns: []Column{{Label: f.T("stale.field")}, {Label: f.T("check.before")}, {Label: f.T("check.after")}}}
	was := make(map[string]recordLine)
	for _, l := range recordLines(f, before.Attestation) {
		was[l.Label] = l
	}
	for _, l := range recordLines(f, now.Attestation) {
		if old := was[l.Label]; old.Text != l.Text {
			t.Rows = append(t.Rows, Row{Text(l.Label), old.value(), l.value()})
		}
		delete(was, l.Label)
	}
	for _, l := range recordLines(f, before.Attestation) {
		if old, gone := was[l.Label]; gone && old.Text != "" {
			t.Rows = append(t.Rows, Row{Text(l.Label), old.value(), Text("–")})
		}
	}
	return t
}

// A SignPage is the statement before it is signed.
type SignPage struct {
	Application    officer.Application
	Identification officer.Identification
	Setting        officer.Setting
	Missing        officer.Problems
	Version        int
	Signed         *RecordView // already signed: the newest record
	SecondCheck    bool
	Demo           bool // practice data: the page says which code to type
}

// codeHint says what to type. People of the demo come without an authenticator.
func (p SignPage) codeHint(f *Frame) string {
	if p.Demo {
		return f.T("demo.code")
	}
	return f.T("sign.code_hint")
}

func (p SignPage) summary(f *Frame) Summary {
	person, i := p.Application.Form.Person, p.Identification
	return Summary{Title: f.T("sign.summary"), Change: CaseHref(p.Application.ID, "review"), Rows: []SummaryRow{
		{Label: f.T("sign.person"), Value: Lines(lines(person.Spoken(), f.Day(person.BirthDate))...)},
		{Label: f.T("review.document"), Value: Lines(lines(f.text("document_type", string(i.Document.Type)), i.Document.NumberMasked)...)},
		{Label: f.T("review.product"), Value: Text(p.Setting.Product.Name(f.Language))},
		{Label: f.T("sign.procedure"), Value: Text(f.procedure(i.Procedure))},
		{Label: f.T("sign.place"), Value: Personal(i.Place)},
		{Label: f.T("sign.started"), Value: DateTimeOf(f, i.StartedAt)},
	}}
}

// A CheckPage is what the second pair of eyes sees.
type CheckPage struct {
	Application    officer.Application
	Identification officer.Identification
	Records        []RecordView // the newest first
	Version        int
	Due            bool
	Why            string // what stands in the field
}
