package page

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"officerportal/officer"
)

// A Section is one group of an application on its page.
type Section struct {
	Case     officer.ApplicationID
	Group    officer.Group
	Version  int
	Signed   bool              // a change of the certificate's content undoes signature and check
	Values   map[string]string // what stands in the fields, by name
	Setting  officer.Setting
	Form     officer.Form // as it is saved
	Branches []officer.Branch
	Preview  []officer.Attribute // of the certificate as it is saved
	Password PasswordState
}

// A PasswordState says how far the choice of the revocation password is.
type PasswordState struct {
	Chosen bool
	Mailed bool
	Min    int // characters it has at least, where the page says so
}

// Href is the address of a page of the case.
func (s Section) Href(part string) string { return CaseHref(s.Case, part) }

// CaseHref is the address of a page of a case; of the task list without a part.
func CaseHref(id officer.ApplicationID, part string) string {
	if part == "" {
		return "/desk/cases/" + string(id)
	}
	return "/desk/cases/" + string(id) + "/" + part
}

// SectionValues gives a group's saved entries by the names of the fields; a
// date in its three parts.
func SectionValues(f officer.Form, g officer.Group) map[string]string {
	values := make(map[string]string)
	for _, e := range f.Entries(g) {
		values[e.Field] = e.Value
		if d := dayOf(e); !d.IsZero() {
			values[e.Field+"_day"], values[e.Field+"_month"] = strconv.Itoa(d.Day()), strconv.Itoa(int(d.Month()))
			values[e.Field+"_year"] = strconv.Itoa(d.Year())
		}
	}
	return values
}

// dayOf gives the day of an entry that is a date, else the zero day.
func dayOf(e officer.Entry) (d officer.Date) {
	if e.Field == "birth_date" || e.Field == "evidence_on" {
		_ = d.UnmarshalText([]byte(e.Value)) // an entry is always well-formed
	}
	return d
}

// SectionPage is the page of a group.
func SectionPage(f *Frame, s Section) templ.Component {
	switch s.Group {
	case officer.GroupPerson:
		return personSection(f, s)
	case officer.GroupContact:
		return contactSection(f, s)
	case officer.GroupCertificate:
		return certificateSection(f, s)
	case officer.GroupDelivery:
		return deliverySection(f, s)
	case officer.GroupOrganisation:
		return organisationSection(f, s)
	case officer.GroupSignatory:
		return signatorySection(f, s)
	case officer.GroupRevokers:
		return revokersSection(f, s)
	case officer.GroupSecrets:
		return secretsSection(f, s)
	default:
		return paymentSection(f, s)
	}
}

// field is a line of input with what stands in it.
func (s Section) field(name string, set func(*Field)) Field {
	in := Field{Name: name, Value: s.Values[name], MaxLength: officer.MaxLine}
	if set != nil {
		set(&in)
	}
	return in
}

func optional(in *Field) { in.Optional = true }
func personal(in *Field) { in.Personal = true }

// also does several things to a field.
func also(set ...func(*Field)) func(*Field) {
	return func(in *Field) {
		for _, f := range set {
			f(in)
		}
	}
}

func hinted(hint string) func(*Field) { return func(in *Field) { in.Hint = hint } }
func wide(n int) func(*Field)         { return func(in *Field) { in.Width = n } }

func (s Section) date(name string) DateField {
	return DateField{Name: name, Day: s.Values[name+"_day"], Month: s.Values[name+"_month"], Year: s.Values[name+"_year"]}
}

func (s Section) country(f *Frame, name string) Choice {
	return Choice{Name: name, Value: s.Values[name], Options: Countries(f.Language), Empty: f.T("delivery.branch_choose")}
}

func (s Section) choice(f *Frame, name, hint string, answers ...[2]string) Choice {
	c := Choice{Name: name, Value: s.Values[name]}
	if hint != "" {
		c.Hint = f.T(hint)
	}
	for _, a := range answers {
		c.Options = append(c.Options, Option{Value: a[0], Label: f.T(a[1])})
	}
	return c
}

func (s Section) branches(f *Frame) Choice {
	c := Choice{Name: "desk_branch", Value: s.Values["desk_branch"], Empty: f.T("delivery.branch_choose"), Optional: true}
	for _, b := range s.Branches {
		label := strings.Join([]string{b.Name, b.Address.Street, b.Address.PostalCode + " " + b.Address.Locality}, ", ")
		c.Options = append(c.Options, Option{Value: string(b.ID), Label: label, Personal: true})
	}
	return c
}

// needsPINAddress says whether the address for the PIN letter is shown at once.
func (s Section) needsPINAddress() bool {
	return s.Values["pin_to"] == "applicant" || s.Values["pin_street"] != "" || s.Values["pin_postal_code"] != "" || s.Values["pin_locality"] != ""
}

// form is the frame of a section's form; secrets and lists save no drafts.
func (s Section) form() Form {
	form := Form{Action: s.Href(string(s.Group)), Version: s.Version}
	if s.Group != officer.GroupSecrets && s.Group != officer.GroupRevokers {
		form.Autosave = form.Action
	}
	return form
}

// buttons end a section, the one that Enter presses first.
func (s Section) buttons(f *Frame) []Button {
	buttons := []Button{{Label: f.T("frame.save_continue")}}
	if s.Group == officer.GroupCertificate {
		buttons = append(buttons, Button{Label: f.T("certificate.preview_refresh"), Kind: Secondary, Name: "preview", Value: "yes"})
	}
	return append(buttons, Button{Label: f.T("frame.later"), Kind: Secondary, Name: "draft", Value: "yes"})
}

// AddressLines writes an address as on an envelope.
func AddressLines(f *Frame, a officer.Address) []string {
	var lines []string
	for _, line := range []string{a.Street, strings.TrimSpace(a.PostalCode + " " + a.Locality)} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	if a.Country != "" && a.Country != "DE" {
		lines = append(lines, Country(f.Language, a.Country))
	}
	return lines
}

func previewTable(f *Frame, preview []officer.Attribute) Summary {
	var s Summary
	for _, a := range preview {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("subject." + string(a.Type)), Value: previewValue(f, a)})
	}
	return s
}

// answers are the words that entries store and people read in their language.
var answers = map[string]map[string]string{
	"publish":             {"yes": "certificate.publish_yes", "no": "certificate.publish_no"},
	"names_organisation":  {"yes": "review.yes", "": "review.no"},
	"card_to":             {"applicant": "delivery.to_applicant", "desk": "delivery.to_desk"},
	"pin_to":              {"applicant": "delivery.pin_other", "same": "delivery.pin_same"},
	"signatory_self":      {"yes": "signatory.self_yes", "no": "signatory.self_no"},
	"answer":              {"yes": "review.answer_kept"},
	"revocation_password": {"typed": "review.password_typed", "link": "review.password_link"},
}

// EntryText is an entry as people read it.
func EntryText(language string, e officer.Entry) string {
	if key, ok := answers[e.Field][e.Value]; ok {
		return Translate(language, key, nil)
	}
	switch {
	case e.Value == "":
		return ""
	case e.Field == "nationality":
		return Nationality(language, e.Value)
	case strings.HasSuffix(e.Field, "country"):
		return Country(language, e.Value)
	case !dayOf(e).IsZero():
		return day(language, dayOf(e))
	}
	return e.Value
}
