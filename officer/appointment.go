package officer

import (
	"slices"
	"time"
)

// An AppointmentStatus is where an officer's appointment stands.
type AppointmentStatus string

// The statuses of an appointment. Whether training is overdue is not a status
// but a date: see MayIdentify.
const (
	AppointmentNominated AppointmentStatus = "nominated"
	AppointmentAccepted  AppointmentStatus = "accepted"
	AppointmentActive    AppointmentStatus = "active"
	AppointmentSuspended AppointmentStatus = "suspended"
	AppointmentLeft      AppointmentStatus = "left"
)

// AppointmentStatuses lists them in the order of an appointment's life.
var AppointmentStatuses = []AppointmentStatus{AppointmentNominated, AppointmentAccepted, AppointmentActive, AppointmentSuspended, AppointmentLeft}

// appointmentMoves is the life of an appointment. It can end at any time, and
// nothing follows the end: who comes back is nominated anew.
var appointmentMoves = map[AppointmentStatus][]AppointmentStatus{
	AppointmentNominated: {AppointmentAccepted, AppointmentLeft},
	AppointmentAccepted:  {AppointmentActive, AppointmentLeft},
	AppointmentActive:    {AppointmentSuspended, AppointmentLeft},
	AppointmentSuspended: {AppointmentActive, AppointmentLeft},
	AppointmentLeft:      {},
}

// TrainingMonths is how long a training holds.
const TrainingMonths = 12

// TrainingNoticeDays is how many days ahead the renewal of a training is due.
const TrainingNoticeDays = 30

// NoteLimit is the length of a note or a reason, in characters.
const NoteLimit = 500

// An Appointment makes an account an officer of one organisation.
type Appointment struct {
	ID                  AppointmentID
	Organisation        OrganisationID
	Account             AccountID // empty until the person accepted
	Email               string
	Name                string
	Branch              BranchID
	Status              AppointmentStatus
	NominatedBy         AccountID
	NominatedAt         time.Time
	AcceptedAt          time.Time
	BackgroundCheckedOn Date
	BackgroundCheckedBy AccountID
	BackgroundNote      string // what was seen as evidence
	TrainedOn           Date
	TrainingRecordedBy  AccountID
	TrainingUntil       Date
	ActivatedBy         AccountID
	ActivatedAt         time.Time
	SuspendedBy         AccountID
	SuspendedAt         time.Time
	SuspendedWhy        string
	EndedBy             AccountID
	EndedAt             time.Time
	EndedWhy            string
	Version             int
}

// Nominate proposes somebody as an officer; the appointment waits for them.
func Nominate(p Invitee, by Actor, at time.Time) (Appointment, error) {
	if err := p.Check(); err != nil {
		return Appointment{}, err
	}
	return Appointment{
		ID: NewID[AppointmentID](), Organisation: by.Organisation, Email: string(p.Email), Name: p.Name, Branch: p.Branch,
		Status: AppointmentNominated, NominatedBy: by.Account, NominatedAt: at, Version: 1,
	}, nil
}

// Accept binds the appointment to the account of the person who was asked: the
// one with the very address that the nomination went to.
func (a *Appointment) Accept(by Actor, at time.Time) error {
	if err := sameMailbox(a.Email, by.Email); err != nil {
		return err
	}
	a.Account, a.AcceptedAt = by.Account, at
	return a.move(AppointmentAccepted)
}

// Decline is the answer no of the person who was asked.
func (a *Appointment) Decline(at time.Time) error {
	if a.Status != AppointmentNominated {
		return a.wrongStatus()
	}
	a.EndedAt, a.EndedWhy = at, EndedDeclined
	return a.move(AppointmentLeft)
}

// EndedDeclined stands as the reason where the person said no, instead of words.
const EndedDeclined = "declined"

// RecordBackgroundCheck notes that the person's reliability was checked (EN 319
// 401 clause 7.2), on which day and by which evidence.
func (a *Appointment) RecordBackgroundCheck(on Date, evidence string, by Actor, today Date) error {
	if err := a.recordable(by); err != nil {
		return err
	}
	var p Problems
	p.pastDay("background_checked_on", on, today)
	evidence = p.note("background_note", evidence)
	if err := p.Err(); err != nil {
		return err
	}
	a.BackgroundCheckedOn, a.BackgroundNote, a.BackgroundCheckedBy = on, evidence, by.Account
	return nil
}

// RecordTraining notes a training, the first or a renewal. It holds for
// TrainingMonths.
func (a *Appointment) RecordTraining(on Date, by Actor, today Date) error {
	if err := a.recordable(by); err != nil {
		return err
	}
	var p Problems
	p.pastDay("trained_on", on, today)
	if until := on.AddMonths(TrainingMonths); !on.IsZero() && until.Before(today) {
		p.Add("trained_on", "appointment.training_lapsed_already", "date", until)
	}
	if err := p.Err(); err != nil {
		return err
	}
	a.TrainedOn, a.TrainingUntil, a.TrainingRecordedBy = on, on.AddMonths(TrainingMonths), by.Account
	return nil
}

// recordable refuses evidence about oneself, and about somebody who has not
// agreed to be appointed or is no officer any more.
func (a *Appointment) recordable(by Actor) error {
	if err := a.notOneself(by); err != nil {
		return err
	}
	if a.Status == AppointmentNominated || a.Status == AppointmentLeft {
		return a.wrongStatus()
	}
	return nil
}

// Activate lets the officer begin. Nobody activates themselves.
func (a *Appointment) Activate(by Actor, at time.Time) error {
	if err := a.notOneself(by); err != nil {
		return err
	}
	if a.Status != AppointmentAccepted {
		return a.wrongStatus()
	}
	if missing := a.Missing(Today(at)); len(missing) != 1 || missing[0] != MissingActivation {
		return Fail(Conflict, "appointment.incomplete")
	}
	a.ActivatedBy, a.ActivatedAt = by.Account, at
	return a.move(AppointmentActive)
}

// Suspend takes an officer out for a while, at once.
func (a *Appointment) Suspend(why string, by Actor, at time.Time) error {
	if a.Status != AppointmentActive {
		return a.wrongStatus()
	}
	var p Problems
	why = p.note("why", why)
	if err := p.Err(); err != nil {
		return err
	}
	a.SuspendedBy, a.SuspendedAt, a.SuspendedWhy = by.Account, at, why
	return a.move(AppointmentSuspended)
}

// Lift ends a suspension; why there was one stays written. Nobody lifts their own.
func (a *Appointment) Lift(by Actor) error {
	if err := a.notOneself(by); err != nil {
		return err
	}
	if a.Status != AppointmentSuspended {
		return a.wrongStatus()
	}
	return a.move(AppointmentActive)
}

// End ends the appointment for good, whatever it stands at.
func (a *Appointment) End(why string, by Actor, at time.Time) error {
	if a.Status == AppointmentLeft {
		return a.wrongStatus()
	}
	var p Problems
	why = p.note("why", why)
	if err := p.Err(); err != nil {
		return err
	}
	a.EndedBy, a.EndedAt, a.EndedWhy = by.Account, at, why
	return a.move(AppointmentLeft)
}

func (a *Appointment) move(to AppointmentStatus) error {
	if !slices.Contains(appointmentMoves[a.Status], to) {
		return a.wrongStatus()
	}
	a.Status = to
	return nil
}

func (a *Appointment) wrongStatus() error { return Fail(Conflict, "appointment.wrong_status") }

func (a *Appointment) notOneself(by Actor) error {
	if a.Account != "" && a.Account == by.Account {
		return Fail(Forbidden, "appointment.not_by_oneself")
	}
	return nil
}

// What can be missing of an appointment.
const (
	MissingAcceptance      = "acceptance"
	MissingBackgroundCheck = "background_check"
	MissingTraining        = "training"
	MissingRenewal         = "training_renewal" // the training has lapsed
	MissingActivation      = "activation"
	MissingLifting         = "lifting" // suspended
)

// Missing lists what stands between the person and identifying people on a day,
// in the order in which it is done; nothing for an officer at work, for one who
// has left, and for somebody who was never appointed.
func (a Appointment) Missing(on Date) []string {
	switch a.Status {
	case AppointmentLeft, "":
		return nil
	case AppointmentNominated:
		return []string{MissingAcceptance, MissingBackgroundCheck, MissingTraining, MissingActivation}
	}
	var list []string
	if a.BackgroundCheckedOn.IsZero() {
		list = append(list, MissingBackgroundCheck)
	}
	if a.TrainedOn.IsZero() {
		list = append(list, MissingTraining)
	} else if a.TrainingOverdue(on) {
		list = append(list, MissingRenewal)
	}
	switch a.Status {
	case AppointmentAccepted:
		list = append(list, MissingActivation)
	case AppointmentSuspended:
		list = append(list, MissingLifting)
	}
	return list
}

// TrainingOverdue reports whether the training has lapsed by a day.
func (a Appointment) TrainingOverdue(on Date) bool {
	return !a.TrainingUntil.IsZero() && a.TrainingUntil.Before(on)
}

// TrainingDue reports whether a training still holds on a day but lapses within
// TrainingNoticeDays.
func (a Appointment) TrainingDue(on Date) bool {
	return !a.TrainingUntil.IsZero() && !a.TrainingOverdue(on) && !a.TrainingUntil.After(on.AddDays(TrainingNoticeDays))
}

// MayIdentify reports whether the officer may identify people on a day: the
// appointment is active and the training has not lapsed.
func (a Appointment) MayIdentify(on Date) bool {
	return a.Status == AppointmentActive && !a.TrainingUntil.IsZero() && !a.TrainingOverdue(on)
}

// pastDay notes a day that is missing or has not come yet.
func (p *Problems) pastDay(field string, d, today Date) {
	switch {
	case d.IsZero():
		p.Add(field, "form.missing")
	case d.After(today):
		p.Add(field, "date.in_future")
	}
}

// note reads a reason or a note that must be given.
func (p *Problems) note(field, typed string) string {
	text, err := CleanText(typed, NoteLimit)
	p.AddErr(field, err)
	if text == "" && err == nil {
		p.Add(field, "form.missing")
	}
	return text
}
