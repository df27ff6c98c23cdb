package page

import (
	"strconv"
	"strings"

	"officerportal/officer"
)

// OrganisationsPage is the provider's list of organisations.
type OrganisationsPage struct {
	officer.OrganisationPage
	Query   string
	After   officer.Cursor
	MaySave bool
}

// OrganisationPage is one of them.
type OrganisationPage struct {
	officer.Organisation
	Managers    []officer.Member
	Invitations []officer.Invitation
	Events      []officer.Event
	MaySave     bool
}

// OrganisationForm is an organisation as it is typed. One without an id is to be
// admitted.
type OrganisationForm struct {
	officer.Organisation
	NumberText                string
	Evidence                  DateField
	ManagerName, ManagerEmail string
}

// BranchForm is a site as it is typed.
type BranchForm struct {
	officer.Branch
	May bool
}

// BranchClosing asks where a site's people go.
type BranchClosing struct {
	officer.Branch
	People int
	Others []officer.Branch
	Chosen string
}

// NowhereSite is the answer that a closed site's people go nowhere in particular.
const NowhereSite = "none"

// SettingsForm is what an organisation decides for itself, as it is typed.
type SettingsForm struct {
	officer.Settings
	Domains string // one to a line
	Version int
	May     bool
}

func (p OrganisationsPage) href(c officer.Cursor) string {
	if c.IsZero() {
		return ""
	}
	return listHref("/office/organisations", "q", p.Query, "after", c.String())
}

func (p OrganisationsPage) pager() Pager {
	pager := Pager{Previous: p.href(p.Previous), Next: p.href(p.Next)}
	if !p.After.IsZero() {
		pager.First = listHref("/office/organisations", "q", p.Query)
	}
	return pager
}

func (p OrganisationsPage) table(f *Frame) Table {
	t := Table{Caption: f.T("organisation.caption"), Empty: f.T("organisation.none"), Columns: []Column{
		{Label: f.T("organisation.number")}, {Label: f.T("field.name")}, {Label: f.T("field.kind")}, {Label: f.T("field.locality")}, {Label: f.T("organisation.state")},
	}}
	for _, o := range p.Organisations {
		t.Rows = append(t.Rows, Row{CodeLink("/office/organisations/"+string(o.ID), strconv.Itoa(o.Number)), Personal(o.Name),
			Text(f.text("organisation_kind", string(o.Kind))), Personal(orDash(o.Address.Locality)), TagOf(f.organisationStatus(o.Status))})
	}
	return t
}

func (f *Frame) organisationStatus(status string) Tag {
	if status == officer.OrganisationActive {
		return Tag{Text: f.T("organisation_status.active"), Tone: Success}
	}
	return Tag{Text: f.T("organisation_status.closed"), Tone: Info, Icon: "close"}
}

func (p OrganisationPage) path() string { return "/office/organisations/" + string(p.ID) }

// TermsForm is what was agreed with an organisation, as it is typed.
type TermsForm struct {
	officer.Organisation
	From, Until DateField
}

// procedures are those that the organisation could offer at all.
func (p TermsForm) procedures(f *Frame) (list []Option) {
	p.BarredProcedures = nil
	for _, by := range officer.Procedures {
		if p.Runs(by) {
			list = append(list, Option{Value: string(by), Label: f.procedure(by)})
		}
	}
	return list
}

func (p TermsForm) path() string { return "/office/organisations/" + string(p.ID) }

// agreed tells what the provider agreed with the organisation.
func (p OrganisationPage) agreed(f *Frame) Summary {
	orOpen := func(d officer.Date) string {
		if d.IsZero() {
			return "–"
		}
		return f.Day(d)
	}
	var names []string
	for _, by := range p.Terms.Allowed() {
		if p.Runs(by) {
			names = append(names, f.procedure(by))
		}
	}
	s := Summary{Title: f.T("organisation.terms"), Rows: []SummaryRow{
		{Label: f.T("field.contract_from"), Value: Text(orOpen(p.ContractFrom))},
		{Label: f.T("field.contract_until"), Value: Text(orOpen(p.ContractUntil))},
		{Label: f.T("field.procedures"), Value: Lines(names...)},
		{Label: f.T("field.approval_four_eyes"), Value: Text(yesNo(f, p.ApprovalFourEyes))},
	}}
	if p.MaySave {
		s.Change = p.path() + "/terms"
	}
	return s
}

func (p OrganisationPage) about(f *Frame) Summary {
	o := p.Organisation
	s := Summary{Title: f.T("organisation.data"), Rows: []SummaryRow{
		{Label: f.T("organisation.state"), Value: TagOf(f.organisationStatus(o.Status))},
		{Label: f.T("organisation.number"), Value: Code(strconv.Itoa(o.Number))},
		{Label: f.T("field.kind"), Value: Text(f.text("organisation_kind", string(o.Kind)))},
		{Label: f.T("field.legal_form"), Value: Text(orDash(o.LegalForm))},
		{Label: f.T("organisation.address"), Value: Lines(f.address(o.Address)...)},
		{Label: f.T("field.register_court"), Value: Text(orDash(o.RegisterCourt))},
		{Label: f.T("field.register_number"), Value: Text(orDash(o.RegisterNumber))},
		{Label: f.T("field.vat_id"), Value: Code(orDash(o.VATID))},
		{Label: f.T("organisation.evidence"), Value: Lines(f.evidence(o)...)},
		{Label: f.T("organisation.admitted"), Value: DateOf(f, o.CreatedAt)},
	}}
	if p.MaySave {
		s.Change = p.path() + "/edit"
	}
	return s
}

func (f *Frame) evidence(o officer.Organisation) []string {
	if o.EvidenceOn.IsZero() {
		return []string{"–"}
	}
	return []string{f.Day(o.EvidenceOn), o.EvidenceNote}
}

// address is an address as it is written on a letter.
func (f *Frame) address(a officer.Address) []string {
	if a.Empty() {
		return []string{"–"}
	}
	list := []string{a.Street, strings.TrimSpace(a.PostalCode + " " + a.Locality)}
	if a.Country != "" && a.Country != "DE" {
		list = append(list, Country(f.Language, a.Country))
	}
	return list
}

func (p OrganisationPage) managers(f *Frame) Table {
	t := Table{Caption: f.T("organisation.managers"), Empty: f.T("organisation.no_managers"), Columns: []Column{{Label: f.T("field.name")}, {Label: f.T("people.email")}, {Label: f.T("organisation.state")}}}
	for _, m := range p.Managers {
		t.Rows = append(t.Rows, Row{Personal(m.Name), Personal(m.Email), TagOf(Tag{Text: f.T("appointment_status.active"), Tone: Success})})
	}
	for _, n := range p.Invitations {
		t.Rows = append(t.Rows, Row{Personal(n.Name), Personal(n.Email), TagOf(Tag{Text: f.T("appointment.missing.acceptance"), Tone: Info})})
	}
	return t
}

func (p OrganisationForm) action() string {
	if p.ID == "" {
		return "/office/organisations"
	}
	return "/office/organisations/" + string(p.ID)
}

func (p OrganisationForm) cancel() string {
	if p.ID == "" {
		return "/office/organisations"
	}
	return p.action()
}

func branchTable(f *Frame, list []officer.BranchRow) Table {
	t := Table{Caption: f.T("branch.caption"), Empty: f.T("branch.none"), Columns: []Column{
		{Label: f.T("field.name")}, {Label: f.T("branch.address")}, {Label: f.T("organisation.state")}, {Label: f.T("branch.people"), Numeric: true},
	}}
	for _, b := range list {
		state := Tag{Text: f.T("branch.open"), Tone: Success}
		if b.ClosedAt != nil {
			state = Tag{Text: f.T("branch.closed_on", "date", *b.ClosedAt), Tone: Info, Icon: "close"}
		}
		t.Rows = append(t.Rows, Row{PersonLink("/desk/branches/"+string(b.ID), b.Name), Lines(f.address(b.Address)...), TagOf(state), Text(f.Number(b.People))})
	}
	return t
}

func (p BranchForm) action() string {
	if p.ID == "" {
		return "/desk/branches"
	}
	return "/desk/branches/" + string(p.ID)
}

func (p BranchClosing) choice(f *Frame) Choice {
	c := Choice{Name: "to", Label: f.T("branch.where_to"), Value: p.Chosen}
	for _, b := range p.Others {
		c.Options = append(c.Options, Option{Value: string(b.ID), Label: b.Name, Personal: true})
	}
	c.Options = append(c.Options, Option{Value: NowhereSite, Label: f.T("branch.to_nobody")})
	return c
}

// BranchStanding says whether a site is open, in a word.
func BranchStanding(f *Frame, b officer.Branch) string {
	if b.ClosedAt != nil {
		return f.T("branch.state_closed")
	}
	return f.T("branch.state_open")
}
