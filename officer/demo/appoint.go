package demo

import (
	"time"

	"officerportal/officer"
)

// How many days ago it was that somebody was nominated, accepted, was suspended,
// left, or had a training that lapsed, where that is recent.
const (
	nominatedDays = 3
	acceptedDays  = 8
	suspendedDays = 9
	lapsedDays    = 25
	leftDays      = 40
)

// appoint leads an officer's appointment to where it stands.
func (w *writer) appoint(c colleague, a officer.Account, by officer.Actor, n int) {
	begun := w.monthsAgo(appointedMonths, n)
	switch c.officer {
	case nominated:
		begun = w.at(nominatedDays, 10, 20)
	case accepted:
		begun = w.at(acceptedDays, 9, 45)
	}
	p, err := officer.Nominate(officer.Invitee{Name: a.Name(), Email: officer.Email(a.Email), Branch: w.house.branches[c.branch].ID}, by, begun)
	w.keep(err)
	p.ID = idOf[officer.AppointmentID](a.Email)
	w.record(begun, by, "appointment.nominated", string(p.ID))
	if c.officer != nominated {
		w.qualify(&p, c, by)
	}
	w.appointments = append(w.appointments, p)
}

// qualify goes on with an appointment that was accepted.
func (w *writer) qualify(p *officer.Appointment, c colleague, by officer.Actor) {
	at := p.NominatedAt.Add(26 * time.Hour)
	w.keep(p.Accept(w.house.actor(c), at))
	w.record(at, w.house.actor(c), "appointment.accepted", string(p.ID))
	if len(c.roles) == 0 {
		w.record(at, w.house.actor(c), "member.joined", string(p.Account))
	}
	if c.officer == accepted {
		w.train(p, at.AddDate(0, 0, 4), by)
		return
	}
	first := at.AddDate(0, 0, 4)
	if c.officer == trainingLapsed { // the last one there was
		first = w.monthsAgo(officer.TrainingMonths, 0).AddDate(0, 0, -lapsedDays)
	}
	w.train(p, first, by)
	checked := at.AddDate(0, 0, 9)
	w.keep(p.RecordBackgroundCheck(officer.Today(checked), "Führungszeugnis im Original eingesehen.", by, officer.Today(checked)))
	w.record(checked, by, "appointment.background_check_recorded", string(p.ID), "on", officer.Today(checked))
	w.activate(p, c, by, later(first, checked).Add(3*time.Hour))
}

// activate lets an officer begin, and goes on to where the appointment stands.
func (w *writer) activate(p *officer.Appointment, c colleague, by officer.Actor, at time.Time) {
	w.keep(p.Activate(by, at))
	w.record(at, by, "appointment.activated", string(p.ID))
	role := officer.RoleAssignment{Organisation: w.house.ID, Account: p.Account, Role: officer.RoleOfficer, GrantedBy: by.Account, GrantedAt: at}
	switch c.officer {
	case trainingRunsOut:
		w.train(p, w.monthsAgo(officer.TrainingMonths, 18), by)
	case atWork, suspended, left:
		w.train(p, w.monthsAgo(4, 0), by)
	}
	switch c.officer {
	case suspended:
		at := w.at(suspendedDays, 11, 5)
		w.keep(p.Suspend("Bis ein Vorgang geklärt ist.", by, at))
		w.record(at, by, "appointment.suspended", string(p.ID))
		role.EndedBy, role.EndedAt = by.Account, at
	case left:
		at := w.at(leftDays, 15, 30)
		w.keep(p.End("Hat das Unternehmen verlassen.", by, at))
		w.record(at, by, "appointment.ended", string(p.ID))
		w.record(at, by, "member.left", string(p.Account), "roles", []officer.Role{officer.RoleOfficer})
		role.EndedBy, role.EndedAt = by.Account, at
	}
	w.roles = append(w.roles, role)
}

// train records a training on the day it was given.
func (w *writer) train(p *officer.Appointment, at time.Time, by officer.Actor) {
	day := officer.Today(at)
	w.keep(p.RecordTraining(day, by, day))
	w.record(at, by, "appointment.training_recorded", string(p.ID), "trained_on", day, "until", p.TrainingUntil)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// atWorkOn reports whether an officer could identify people at a time.
func (w *writer) atWorkOn(c colleague, at time.Time) bool {
	days := int(w.now.Sub(at).Hours() / 24)
	switch c.officer {
	case atWork, trainingRunsOut:
		return true
	case trainingLapsed:
		return days > lapsedDays+1 && days < 330
	case suspended:
		return days > suspendedDays+1
	case left:
		return days > leftDays+1
	}
	return false
}
