package officer

import (
	"slices"
	"strings"
	"time"
)

// Refusal says why an officer with this appointment may not identify on a day,
// and nil when they may.
func (a Appointment) Refusal(on Date) error {
	switch {
	case a.MayIdentify(on):
		return nil
	case a.ID == "":
		return Fail(Forbidden, "officer.not_appointed")
	case a.Status == AppointmentSuspended:
		return Fail(Forbidden, "officer.suspended")
	case a.Status == AppointmentActive && !a.TrainingUntil.IsZero():
		return Fail(Forbidden, "officer.training_lapsed", "date", a.TrainingUntil)
	}
	return Fail(Forbidden, "officer.may_not_identify")
}

// IsOneself reports whether a person the desk knows is the actor: the same
// account, or the same e-mail address.
func (p Person) IsOneself(by Actor) bool {
	return p.Account != "" && p.Account == by.Account || p.Email != "" && strings.EqualFold(p.Email, by.Email)
}

// Identify begins an act of identification for an application: by an officer who
// may, by a procedure of the desk, and never of oneself (EN 319 411-1
// REG-6.2.2-26). It becomes the application's current one.
func (a *Application) Identify(p Person, by Actor, place string, at time.Time) (Identification, error) {
	switch {
	case !by.MayIdentify:
		return Identification{}, Fail(Forbidden, "officer.may_not_identify")
	case p.IsOneself(by) || a.About(by):
		return Identification{}, Fail(Forbidden, "identification.of_oneself")
	case !a.Procedure.AtDesk():
		return Identification{}, Fail(Conflict, "identification.elsewhere")
	}
	if a.Status != ApplicationInIdentification {
		if err := a.Move(ApplicationInIdentification, at); err != nil {
			return Identification{}, err
		}
	}
	i := Identification{
		ID: NewID[IdentificationID](), Organisation: a.Organisation, Application: a.ID, Person: p.ID, SubjectAccount: firstAccount(p.Account, a.Account),
		Officer: by.Account, OfficerName: by.Name, Appointment: by.Appointment, Procedure: a.Procedure, Place: place,
		Status: IdentificationStarted, StartedAt: at,
	}
	a.Identification, a.ChangedAt = i.ID, at
	return i, nil
}

func firstAccount(ids ...AccountID) AccountID {
	for _, id := range ids {
		if id != "" {
			return id
		}
	}
	return ""
}

// MayWork refuses to change anything about a case: to an officer who may not
// identify at present, and to the person it is about, who never fills in their
// own application at a desk (EN 319 411-1 REG-6.2.2-26).
func (a Application) MayWork(by Actor) error {
	switch {
	case !by.MayIdentify:
		return Fail(Forbidden, "officer.may_not_identify")
	case a.About(by):
		return Fail(Forbidden, "identification.of_oneself")
	}
	return nil
}

// MayCapture refuses everybody but the officer who sees the person, and that
// officer too when they may not identify at present, or the act was broken off.
func (i Identification) MayCapture(by Actor) error {
	switch {
	case i.ID == "":
		return Fail(Conflict, "identification.not_started")
	case i.Status == IdentificationAborted:
		return Fail(Conflict, "identification.aborted_already")
	case !by.MayIdentify:
		return Fail(Forbidden, "officer.may_not_identify")
	case i.SubjectAccount != "" && i.SubjectAccount == by.Account:
		return Fail(Forbidden, "identification.of_oneself")
	case i.Officer != by.Account:
		return Fail(Conflict, "identification.of_colleague", "name", i.OfficerName)
	}
	return nil
}

// Signed reports whether an officer's signature stands behind what was captured.
func (i Identification) Signed() bool {
	return i.Status == IdentificationSigned || i.Status == IdentificationChecked
}

// An AbortReason says why an identification was broken off.
type AbortReason string

// The reasons. The applicant hears none of them, only that it ended.
const (
	AbortPersonLeft     AbortReason = "person_left"
	AbortDocument       AbortReason = "document_not_acceptable"
	AbortNotRecognised  AbortReason = "person_not_recognised"
	AbortForgery        AbortReason = "suspected_forgery"
	AbortOther          AbortReason = "other"
	abortedCase                     = "identification_aborted" // what the application keeps: neutral, the applicant may read it
	forgeryIncidentKind             = "suspected_forgery"
)

// AbortReasons lists them in the order in which they are offered.
var AbortReasons = []AbortReason{AbortPersonLeft, AbortDocument, AbortNotRecognised, AbortForgery, AbortOther}

// NeedsNote reports whether the reason says too little by itself.
func (r AbortReason) NeedsNote() bool { return r == AbortOther || r == AbortForgery }

// Abort breaks an identification off for good, and its application with it.
func (i *Identification) Abort(a *Application, reason AbortReason, note string, at time.Time) error {
	var p Problems
	if !slices.Contains(AbortReasons, reason) {
		p.Add("reason", "form.choose")
	}
	if reason.NeedsNote() && note == "" {
		p.Add("note", "abort.note_missing")
	}
	if err := p.Err(); err != nil {
		return err
	}
	if i.Status == IdentificationAborted {
		return Fail(Conflict, "identification.aborted_already")
	}
	if err := a.Move(ApplicationAborted, at); err != nil {
		return err
	}
	a.ClosedWhy = abortedCase
	i.Status, i.AbortedAt, i.AbortedWhy, i.Capture.AbortNote = IdentificationAborted, at, string(reason), note
	return nil
}

// HandOver ends an act that another officer goes on with: they have to see the
// person themselves, so nothing of it is carried over.
func (i *Identification) HandOver(at time.Time) {
	i.Status, i.AbortedAt, i.AbortedWhy = IdentificationAborted, at, "taken_over"
}

// Suspicion makes the incident that an abort for suspected forgery raises; false
// for every other reason.
func (i Identification) Suspicion(by Actor, at time.Time) (Incident, bool) {
	if i.AbortedWhy != string(AbortForgery) {
		return Incident{}, false
	}
	return Incident{
		ID: NewID[IncidentID](), Organisation: i.Organisation, Kind: forgeryIncidentKind, Application: i.Application, Identification: i.ID,
		ReportedBy: by.Account, ReportedName: by.Name, ReportedAt: at, Note: i.Capture.AbortNote, Status: "open",
	}, true
}
