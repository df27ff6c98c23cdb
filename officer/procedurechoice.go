package officer

import (
	"slices"
	"time"
)

// An AppointmentWish says when an applicant would like to come to the provider,
// where it identifies people itself. The provider answers with an appointment.
type AppointmentWish struct {
	On   Date
	Half string // of the day: HalfMorning, HalfAfternoon, or "" for either
	Note string
}

// The halves of a day.
const (
	HalfMorning   = "morning"
	HalfAfternoon = "afternoon"
)

// appointmentWithin is how many months ahead an appointment can be wished for.
const appointmentWithin = 3

// ProcedureProblems: by which procedure the applicant is identified. Only those
// count that product, shop and code allow, and that the document is good for.
func (d Draft) ProcedureProblems() Problems {
	var p Problems
	a := d.Application
	document := a.Stated.Type
	switch by := a.Procedure; {
	case by == "":
		p.Add("procedure", "procedure.choose")
	case !slices.Contains(d.Choices, by):
		p.Add("procedure", "procedure.not_offered")
	case by.AtDesk() && document != "" && !d.Setting.Organisation.Accepts(document):
		p.Add("procedure", "procedure.document_not_accepted", "document", document.TextKey())
	case by == PostIdentEID && document != "" && !document.OnlineID():
		p.Add("procedure", "procedure.document_not_online", "document", document.TextKey())
	case by == DTrustIdent:
		return a.Form.Appointment.Problems(d.Setting.Today)
	}
	return p
}

// OnlineID reports whether a document has the online-ID function.
func (t DocumentType) OnlineID() bool { return t == IdentityCard || t == ResidencePermit }

// Problems: a working day that is not past and not far off.
func (w AppointmentWish) Problems(today Date) Problems {
	var p Problems
	p.required([2]string{"appointment_on", w.On.String()})
	if len(p) > 0 {
		return p
	}
	day := w.On.Time().Weekday()
	switch {
	case !w.On.After(today):
		p.Add("appointment_on", "appointment_wish.past")
	case w.On.After(today.AddMonths(appointmentWithin)):
		p.Add("appointment_on", "appointment_wish.far", "last", today.AddMonths(appointmentWithin))
	case day == time.Saturday || day == time.Sunday:
		p.Add("appointment_on", "appointment_wish.weekend")
	}
	return p
}

// ChooseProcedure notes by which procedure the applicant wants to be identified,
// and for the provider's own when they would like to come.
func (d *Draft) ChooseProcedure(by Procedure, wish AppointmentWish, draft bool, at time.Time) error {
	var c cleaner
	c.chosen("appointment_half", &wish.Half, HalfMorning, HalfAfternoon)
	c.text("appointment_note", &wish.Note, MaxLine)
	if by != "" && !slices.Contains(d.Choices, by) {
		c.problems.Add("procedure", "procedure.not_offered")
	}
	if by != DTrustIdent {
		wish = AppointmentWish{}
	}
	a := &d.Application
	a.Procedure, a.Form.Appointment, a.ChangedAt = by, wish, at
	p := c.problems
	if !draft {
		for _, missing := range d.ProcedureProblems() {
			if !p.Has(missing.Field) {
				p = append(p, missing)
			}
		}
	}
	return p.Err()
}
