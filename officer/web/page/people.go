package page

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"

	"officerportal/officer"
)

// PeoplePage is the list of an organisation's people with its filter.
type PeoplePage struct {
	officer.PeoplePage
	Base          string // address of the list
	Filter        officer.PeopleFilter
	Search        string // the name searched for, as the address carries it
	Today         officer.Date
	OpenIncidents int
	MayNominate   bool
	MayInvite     bool
	MayIncidents  bool
}

// PersonPage is one of the people, with what the actor may do about them.
type PersonPage struct {
	Base        string // address of the list
	Member      officer.Member
	Appointment officer.Appointment
	Earlier     []officer.Appointment
	Invitation  officer.Invitation
	Held        []officer.RoleAssignment
	Branches    []officer.Branch
	Events      []officer.Event
	Grantable   []officer.Role
	Today       officer.Date
	Oneself     bool // the actor looks at their own page
	MayAppoint  bool
	MayGrant    bool
	MayRevoke   bool
	MayRename   bool
}

// NameForm is a colleague's name as it is typed.
type NameForm struct {
	GivenNames, FamilyName string
	Version                int // of the account
}

// personButtons are what can be done about a member as such: nobody corrects
// their own name.
func (p PersonPage) personButtons(f *Frame) (list []Button) {
	if p.MayRename && p.here() && !p.Oneself {
		list = append(list, Button{Label: f.T("people.rename"), Kind: Secondary, Href: p.Path() + "/name"})
	}
	if p.MayRevoke && p.here() {
		list = append(list, Button{Label: f.T("people.leave"), Kind: Secondary, Href: p.Path() + "/leave"})
	}
	return list
}

func (p PeoplePage) href(c officer.Cursor) string {
	if c.IsZero() {
		return ""
	}
	return p.list("after", c.String())
}

func (p PeoplePage) list(more ...string) string {
	left := ""
	if p.Filter.Left {
		left = "yes"
	}
	return listHref(p.Base, append([]string{"search", p.Search, "left", left}, more...)...)
}

func (p PeoplePage) pager() Pager {
	pager := Pager{Previous: p.href(p.Previous), Next: p.href(p.Next)}
	if !p.Filter.After.IsZero() {
		pager.First = p.list()
	}
	return pager
}

func (p PeoplePage) table(f *Frame) Table {
	t := Table{Caption: f.T("people.caption"), Empty: f.T("people.none"), Columns: []Column{
		{Label: f.T("field.name")}, {Label: f.T("people.standing")}, {Label: f.T("people.missing")}, {Label: f.T("people.roles")}, {Label: f.T("people.site")},
	}}
	for _, c := range p.People {
		t.Rows = append(t.Rows, Row{PersonLink(p.Base+"/"+c.Key, c.Member.Name), p.standing(f, c), p.missing(f, c), Text(f.roles(c.Member.Roles)), Personal(orDash(c.BranchName))})
	}
	return t
}

// standing is where the appointment or the invitation is.
func (p PeoplePage) standing(f *Frame, c officer.Colleague) templ.Component {
	switch {
	case c.Invitation.ID != "":
		return Tags([]Tag{{Text: f.T("invitation.waits", "role", f.T("role."+string(c.Invitation.Role))), Tone: Info}})
	case c.Appointment.ID != "":
		return Tags([]Tag{f.AppointmentStatus(c.Appointment.Status)})
	}
	return Text("–")
}

// missing is what somebody has to see to, with a lapsed training in red.
func (p PeoplePage) missing(f *Frame, c officer.Colleague) templ.Component {
	if c.Invitation.ID != "" {
		return Tags([]Tag{{Text: f.T("appointment.missing.acceptance"), Tone: Info}})
	}
	tags := f.missing(c.Appointment, p.Today)
	if len(tags) == 0 {
		return Text("–")
	}
	return Tags(tags)
}

// missing lists what is missing of an appointment, and a training that lapses soon.
func (f *Frame) missing(a officer.Appointment, today officer.Date) []Tag {
	var tags []Tag
	for _, what := range a.Missing(today) {
		tag := Tag{Text: f.T("appointment.missing." + what), Tone: Warning}
		switch what {
		case officer.MissingRenewal:
			tag = Tag{Text: f.T("appointment.overdue", "date", a.TrainingUntil), Tone: Alarm}
		case officer.MissingAcceptance, officer.MissingLifting:
			tag.Tone = Info
		}
		tags = append(tags, tag)
		if what == officer.MissingAcceptance {
			return tags // nothing else can be done before
		}
	}
	if a.TrainingDue(today) && a.Status != officer.AppointmentLeft {
		tags = append(tags, Tag{Text: f.T("appointment.due", "date", a.TrainingUntil), Tone: Warning})
	}
	return tags
}

var appointmentFaces = map[officer.AppointmentStatus]face{
	officer.AppointmentNominated: {Info, ""},
	officer.AppointmentAccepted:  {Warning, "autorenew"},
	officer.AppointmentActive:    {Success, ""},
	officer.AppointmentSuspended: {Alarm, ""},
	officer.AppointmentLeft:      {Info, "close"},
}

// AppointmentStatus is where an appointment stands, in colour, icon and word.
func (f *Frame) AppointmentStatus(s officer.AppointmentStatus) Tag {
	x := appointmentFaces[s]
	return Tag{Text: f.text("appointment_status", string(s)), Tone: x.tone, Icon: x.icon}
}

func (f *Frame) roles(list []officer.Role) string {
	if len(list) == 0 {
		return "–"
	}
	text := ""
	for i, r := range list {
		if i > 0 {
			text += ", "
		}
		text += f.text("role", string(r))
	}
	return text
}

// Name is the person's, as the organisation knows it.
func (p PersonPage) Name() string {
	return cmp.Or(p.Member.Name, p.Appointment.Name, p.Invitation.Name)
}

// key is the id by which the person's page is found.
func (p PersonPage) key() string {
	return cmp.Or(string(p.Member.Account), string(p.Appointment.ID), string(p.Invitation.ID))
}

func (p PersonPage) email() string {
	return cmp.Or(p.Member.Email, p.Appointment.Email, p.Invitation.Email)
}

// Path is where the person's page is.
func (p PersonPage) Path() string { return p.Base + "/" + p.key() }

func (p PersonPage) here() bool { return p.Member.Account != "" && p.Member.LeftAt.IsZero() }

func (p PersonPage) branch() officer.BranchID {
	if p.Member.Account != "" {
		return p.Member.Branch
	}
	return p.Appointment.Branch + p.Invitation.Branch
}

func (p PersonPage) branchName() string {
	for _, b := range p.Branches {
		if b.ID == p.branch() {
			return b.Name
		}
	}
	return "–"
}

// about is who the person is.
func (p PersonPage) about(f *Frame) Summary {
	s := Summary{Rows: []SummaryRow{{Label: f.T("people.email"), Value: Personal(p.email())}}}
	site := SummaryRow{Label: f.T("people.site"), Value: Personal(p.branchName())}
	if p.MayAppoint && p.here() && len(p.Branches) > 0 {
		site.Change = p.Path() + "/site"
	}
	s.Rows = append(s.Rows, site)
	if p.Member.Account != "" {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("people.joined"), Value: DateOf(f, p.Member.JoinedAt)})
	}
	if !p.Member.LeftAt.IsZero() {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("people.left"), Value: DateOf(f, p.Member.LeftAt)})
	}
	return s
}

// roleTable lists the roles held and those that were.
func (p PersonPage) roleTable(f *Frame) Table {
	t := Table{Caption: f.T("people.roles_held"), Empty: f.T("people.no_roles"), Columns: []Column{
		{Label: f.T("field.role")}, {Label: f.T("people.since")}, {Label: f.T("people.until")}, {Label: f.T("people.action")},
	}}
	for _, r := range p.Held {
		action, until := Text("–"), Text("–")
		if !r.EndedAt.IsZero() {
			until = DateOf(f, r.EndedAt)
		} else if p.MayRevoke && slices.Contains(p.Grantable, r.Role) {
			action = LinkTo(p.Path()+"/roles/"+string(r.Role)+"/revoke", f.T("role.revoke"))
		}
		t.Rows = append(t.Rows, Row{Text(f.text("role", string(r.Role))), DateOf(f, r.GrantedAt), until, action})
	}
	return t
}

// free are the roles that can still be given.
func (p PersonPage) free() []officer.Role {
	return slices.DeleteFunc(slices.Clone(p.Grantable), func(r officer.Role) bool { return slices.Contains(p.Member.Roles, r) })
}

// InviteForm is a nomination or an invitation as it is typed.
type InviteForm struct {
	Base                    string // address of the list
	Name, Email, Site, Role string
	Branches                []officer.Branch
	Grantable               []officer.Role // empty for a nomination
}

func siteChoice(f *Frame, value string, branches []officer.Branch) Choice {
	c := Choice{Name: "site", Label: f.T("people.site"), Value: value, Empty: f.T("people.no_site"), Optional: true}
	for _, b := range branches {
		c.Options = append(c.Options, Option{Value: string(b.ID), Label: b.Name})
	}
	return c
}

func roleChoice(f *Frame, value string, roles []officer.Role) Choice {
	c := Choice{Name: "role", Value: value}
	for _, r := range roles {
		c.Options = append(c.Options, Option{Value: string(r), Label: f.text("role", string(r)), Hint: f.text("role_hint", string(r))})
	}
	return c
}
