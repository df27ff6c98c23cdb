package officer

import "time"

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

// TrainingMonths is how long a training holds.
const TrainingMonths = 12

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

// TrainingOverdue reports whether the training has lapsed by a day.
func (a Appointment) TrainingOverdue(on Date) bool {
	return !a.TrainingUntil.IsZero() && a.TrainingUntil.Before(on)
}

// MayIdentify reports whether the officer may identify people on a day: the
// appointment is active and the training has not lapsed.
func (a Appointment) MayIdentify(on Date) bool {
	return a.Status == AppointmentActive && !a.TrainingUntil.IsZero() && !a.TrainingOverdue(on)
}
