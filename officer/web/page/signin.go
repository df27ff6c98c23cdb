package page

import (
	"slices"
	"strings"

	"officerportal/officer"
	"officerportal/pdf"
)

// A SignInPage is where people sign in.
type SignInPage struct {
	Email     string
	Return    string // where they wanted to go
	Unlock    string // token of the mailed link by which they came; empty without
	Throttled bool   // too many wrong tries: a way out is offered
	Demo      []officer.DemoPerson
	Codes     DemoCodes
}

// DemoCodes are an order code and a shop code for whoever tries the demo.
type DemoCodes struct{ Order, Shop officer.Code }

// A demoGroup is an organisation's people on the demo's sign-in page.
type demoGroup struct {
	name   string
	people []officer.DemoPerson
}

// demoGroups sorts the demo's people by organisation, as they come.
func (p SignInPage) demoGroups(f *Frame) []demoGroup {
	var groups []demoGroup
	for _, who := range p.Demo {
		name := who.Name
		if who.Organisation == "" {
			name = f.T("demo.applicants")
		}
		i := slices.IndexFunc(groups, func(g demoGroup) bool { return g.name == name })
		if i < 0 {
			groups, i = append(groups, demoGroup{name: name}), len(groups)
		}
		groups[i].people = append(groups[i].people, who)
	}
	return groups
}

// demoLabel names somebody with what they do and what is special about them.
func demoLabel(f *Frame, who officer.DemoPerson) string {
	about := f.Roles(who.Roles)
	if who.Organisation == "" {
		about = f.T("role.applicant")
	}
	if who.Note != "" {
		about = strings.TrimPrefix(about+", "+f.T(who.Note), ", ")
	}
	return who.GivenNames + " " + who.FamilyName + " – " + about
}

// Roles names roles in a row.
func (f *Frame) Roles(roles []officer.Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = f.text("role", string(r))
	}
	return strings.Join(names, ", ")
}

// A CodePage asks for the second factor.
type CodePage struct {
	Return   string
	Recovery bool // for a recovery code instead of the authenticator's
}

func (p CodePage) field(f *Frame) Field {
	if p.Recovery {
		return Field{Name: "code", Label: f.T("recovery.code"), Hint: f.T("recovery.code_hint"), Code: true, MaxLength: 60}
	}
	return Field{Name: "code", Label: f.T("second_factor.code"), Hint: f.T("second_factor.code_hint"), Code: true,
		Autocomplete: "one-time-code", InputMode: "numeric", Width: 10, MaxLength: 20}
}

// A NewPasswordPage is where somebody chooses a password behind a mailed link.
type NewPasswordPage struct {
	Action string
	Email  string // whose account it is
	Label  string // what the button says
}

// An EnrolmentPage shows the key that an authenticator app takes over.
type EnrolmentPage struct {
	QR  pdf.Matrix
	Key string
}

// groups cuts a key into pieces that can be typed.
func groups(key string) string {
	var pieces []string
	for piece := range slices.Chunk([]byte(key), 4) {
		pieces = append(pieces, string(piece))
	}
	return strings.Join(pieces, " ")
}

// viewBox is the QR code with the light margin that readers need.
func viewBox(m pdf.Matrix) string {
	n := Number("de", m.Width+2*pdf.QuietQR)
	margin := "-" + Number("de", pdf.QuietQR)
	return margin + " " + margin + " " + n + " " + n
}
