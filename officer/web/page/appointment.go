package page

import (
	"github.com/a-h/templ"

	"officerportal/officer"
)

// steps are an appointment's life as a task list: what is done, what is missing,
// and where it is done.
func (p PersonPage) steps(f *Frame) TaskGroup {
	a := p.Appointment
	g := TaskGroup{Tasks: []Task{
		{Title: f.T("appointment.nomination"), Hint: f.Date(a.NominatedAt), Tag: done(f)},
		p.acceptance(f), p.backgroundCheck(f), p.training(f), p.activation(f),
	}}
	return g
}

func done(f *Frame) Tag { return Tag{Text: f.T("appointment.done"), Tone: Success} }

func (p PersonPage) acceptance(f *Frame) Task {
	t := Task{Title: f.T("appointment.acceptance"), Tag: Tag{Text: f.T("invitation_status.open"), Tone: Info}}
	if !p.Appointment.AcceptedAt.IsZero() {
		t.Hint, t.Tag = f.Date(p.Appointment.AcceptedAt), done(f)
	}
	return t
}

func (p PersonPage) backgroundCheck(f *Frame) Task {
	a := p.Appointment
	t := Task{Title: f.T("appointment.background_check"), Href: p.toRecord("background-check"), Tag: isMissing(f)}
	if !a.BackgroundCheckedOn.IsZero() {
		t.Hint, t.Tag = f.Day(a.BackgroundCheckedOn)+": "+a.BackgroundNote, done(f)
	} else if t.Href == "" {
		t.Tag = notYet(f)
	}
	return t
}

func (p PersonPage) training(f *Frame) Task {
	a := p.Appointment
	t := Task{Title: f.T("appointment.training"), Href: p.toRecord("training"), Tag: isMissing(f)}
	switch {
	case a.TrainingOverdue(p.Today):
		t.Tag = Tag{Text: f.T("appointment.overdue", "date", a.TrainingUntil), Tone: Alarm}
	case a.TrainingDue(p.Today):
		t.Tag = Tag{Text: f.T("appointment.due", "date", a.TrainingUntil), Tone: Warning}
	case !a.TrainedOn.IsZero():
		t.Tag = done(f)
	case t.Href == "":
		t.Tag = notYet(f)
	}
	if !a.TrainedOn.IsZero() {
		t.Hint = f.T("appointment.trained", "date", a.TrainedOn, "until", a.TrainingUntil)
	}
	return t
}

func (p PersonPage) activation(f *Frame) Task {
	a := p.Appointment
	t := Task{Title: f.T("appointment.activation"), Tag: notYet(f)}
	switch missing := a.Missing(p.Today); {
	case !a.ActivatedAt.IsZero():
		t.Hint, t.Tag = f.Date(a.ActivatedAt), done(f)
	case p.Oneself && p.MayAppoint:
		t.Hint = f.T("appointment.not_by_oneself")
	case len(missing) == 1 && missing[0] == officer.MissingActivation:
		t.Tag = isMissing(f)
		if p.MayAppoint {
			t.Href = p.appointmentPath("activate")
		}
	}
	return t
}

func isMissing(f *Frame) Tag { return Tag{Text: f.T("appointment.is_missing"), Tone: Warning} }

func notYet(f *Frame) Tag { return Tag{Text: f.T("appointment.not_yet"), Tone: Info} }

func (p PersonPage) appointmentPath(act string) string {
	return "/desk/people/" + string(p.Appointment.ID) + "/" + act
}

// toRecord is where evidence is recorded: by somebody else than the person, after
// they said yes.
func (p PersonPage) toRecord(what string) string {
	a := p.Appointment
	if !p.MayAppoint || p.Oneself || a.Status == officer.AppointmentNominated || a.Status == officer.AppointmentLeft {
		return ""
	}
	return p.appointmentPath(what)
}

// appointmentButtons are what can be done about the appointment as a whole.
func (p PersonPage) appointmentButtons(f *Frame) []Button {
	if !p.MayAppoint || p.Appointment.Status == officer.AppointmentLeft {
		return nil
	}
	var list []Button
	switch p.Appointment.Status {
	case officer.AppointmentNominated:
		list = append(list, Button{Label: f.T("appointment.remind"), Kind: Secondary, Href: p.appointmentPath("remind")})
	case officer.AppointmentActive:
		list = append(list, Button{Label: f.T("appointment.suspend"), Kind: Secondary, Href: p.appointmentPath("suspend")})
	case officer.AppointmentSuspended:
		if !p.Oneself {
			list = append(list, Button{Label: f.T("appointment.lift"), Kind: Secondary, Href: p.appointmentPath("lift")})
		}
	}
	return append(list, Button{Label: f.T("appointment.end"), Kind: Plain, Href: p.appointmentPath("end")})
}

// ended says why an appointment ended.
func (f *Frame) ended(a officer.Appointment) string {
	if a.EndedWhy == officer.EndedDeclined {
		return f.T("appointment.declined")
	}
	return a.EndedWhy
}

// earlier lists appointments that ended.
func (p PersonPage) earlier(f *Frame) Table {
	t := Table{Caption: f.T("appointment.earlier"), Columns: []Column{{Label: f.T("appointment.nomination")}, {Label: f.T("appointment.ended_at")}, {Label: f.T("field.why")}}}
	for _, a := range p.Earlier {
		t.Rows = append(t.Rows, Row{DateOf(f, a.NominatedAt), DateOf(f, a.EndedAt), Text(f.ended(a))})
	}
	return t
}

// RecordForm is a background check or a training as it is typed.
type RecordForm struct {
	Appointment officer.Appointment
	On          DateField
	Note        string
	Version     int
}

func (r RecordForm) action(what string) string {
	return "/desk/people/" + string(r.Appointment.ID) + "/" + what
}

// ReasonForm asks for a reason before something ends.
type ReasonForm struct {
	Text    string
	Action  string
	Version int
	Why     string
	NoWhy   bool // no reason is asked
	Label   string
	Cancel  string
}

// AnswerPage is what a mailed link asks.
type AnswerPage struct {
	Action       string
	Organisation string
	Role         officer.Role
	Name         string
	SignedInAs   string // e-mail address of whoever is signed in; empty for nobody
	Asked        string // the address that was asked
	HasAccount   bool
	SignIn       string // where to sign in, and back here
	GivenNames   string
	FamilyName   string
}

// other reports whether somebody else than the one who was asked is signed in.
func (p AnswerPage) other() bool {
	return p.SignedInAs != "" && officer.Email(p.SignedInAs).AccountKey() != officer.Email(p.Asked).AccountKey()
}

func (p AnswerPage) question(f *Frame) templ.Component {
	if p.Role == officer.RoleOfficer {
		return Paragraph(f.T("answer.officer", "organisation", p.Organisation, "name", p.Name))
	}
	return Paragraph(f.T("answer.role", "organisation", p.Organisation, "name", p.Name, "role", f.text("role", string(p.Role))))
}
