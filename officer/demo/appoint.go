package demo

import (
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
)

// How many days ago it was that somebody was nominated, accepted, was suspended
// or left, where that is recent.
const (
	nominatedDays = 3
	acceptedDays  = 6
	suspendedDays = 9
	leftDays      = 40
)

// appoint leads an officer's appointment to where it stands.
func (w *writer) appoint(c colleague, a officer.Account, by officer.Actor, n int) {
	begun := w.monthsAgo(appointedMonths, n)
	switch c.officer {
	case nominated:
		begun = w.at(nominatedDays, 10, 20)
	case accepted:
		begun = w.at(acceptedDays+2, 9, 45)
	}
	p := officer.Appointment{ID: idOf[officer.AppointmentID](a.Email), Organisation: w.house.ID, Email: a.Email, Name: a.Name(),
		Branch: w.house.branches[c.branch].ID, Status: officer.AppointmentNominated, NominatedBy: by.Account, NominatedAt: begun}
	w.record(begun, by, "appointment.nominated", string(p.ID))
	if c.officer != nominated {
		w.qualify(&p, c, a, by)
	}
	w.appointments = append(w.appointments, p)
}

// qualify goes on with an appointment that was accepted.
func (w *writer) qualify(p *officer.Appointment, c colleague, a officer.Account, by officer.Actor) {
	p.Account, p.Status, p.AcceptedAt = a.ID, officer.AppointmentAccepted, p.NominatedAt.Add(26*time.Hour)
	w.record(p.AcceptedAt, w.house.actor(c), "appointment.accepted", string(p.ID))
	w.train(p, c, by)
	if c.officer == accepted {
		return
	}
	p.BackgroundCheckedOn, p.BackgroundCheckedBy = officer.Today(p.AcceptedAt).AddDays(9), by.Account
	p.BackgroundNote = "Führungszeugnis im Original gesehen."
	w.record(p.AcceptedAt.AddDate(0, 0, 9), by, "appointment.background_check_recorded", string(p.ID))
	p.Status, p.ActivatedBy, p.ActivatedAt = officer.AppointmentActive, by.Account, p.AcceptedAt.AddDate(0, 0, 14)
	w.record(p.ActivatedAt, by, "appointment.activated", string(p.ID))
	role := postgres.Grant{Organisation: w.house.ID, Account: a.ID, Role: officer.RoleOfficer, GrantedBy: by.Account, GrantedAt: p.ActivatedAt}
	switch c.officer {
	case suspended:
		p.Status, p.SuspendedBy, p.SuspendedAt = officer.AppointmentSuspended, by.Account, w.at(suspendedDays, 11, 5)
		p.SuspendedWhy = "Bis ein Vorgang geklärt ist."
		role.EndedBy, role.EndedAt = by.Account, p.SuspendedAt
		w.record(p.SuspendedAt, by, "appointment.suspended", string(p.ID))
	case left:
		p.Status, p.EndedBy, p.EndedAt = officer.AppointmentLeft, by.Account, w.at(leftDays, 15, 30)
		p.EndedWhy = "Hat das Unternehmen verlassen."
		role.EndedBy, role.EndedAt = by.Account, p.EndedAt
		w.record(p.EndedAt, by, "appointment.ended", string(p.ID))
	}
	w.grants = append(w.grants, role)
}

// train records the training that holds at present, and for officers who were
// renewed the one before.
func (w *writer) train(p *officer.Appointment, c colleague, by officer.Actor) {
	today := officer.Today(w.now)
	first := officer.Today(p.AcceptedAt).AddDays(4)
	switch c.officer {
	case accepted:
		first = today.AddDays(-2)
	case trainingLapsed:
		first = today.AddMonths(-officer.TrainingMonths).AddDays(-25)
	case trainingRunsOut:
		w.trained(p, first, by)
		first = today.AddMonths(-officer.TrainingMonths).AddDays(18)
	case atWork, suspended, left:
		w.trained(p, first, by)
		first = today.AddMonths(-4)
	}
	w.trained(p, first, by)
}

func (w *writer) trained(p *officer.Appointment, on officer.Date, by officer.Actor) {
	p.TrainedOn, p.TrainingUntil, p.TrainingRecordedBy = on, on.AddMonths(officer.TrainingMonths), by.Account
	w.record(on.Time().Add(15*time.Hour), by, "appointment.training_recorded", string(p.ID), "trained_on", on, "until", p.TrainingUntil)
}
