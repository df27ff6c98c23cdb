package demo

import (
	"context"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
)

// Notes about people, each the key of a text.
const (
	NoteTrainingLapsed  Note = "demo.training_lapsed"
	NoteTrainingRunsOut Note = "demo.training_runs_out"
	NoteSuspended       Note = "demo.suspended"
	NoteNominated       Note = "demo.nominated"
	NoteAccepted        Note = "demo.accepted"
	NoteLeft            Note = "demo.left"
)

// SignIns lists the people of the demo whom one click signs in, by organisation
// and role, as they stand at this moment. None of them has a password.
func SignIns(ctx context.Context, db *postgres.DB) ([]SignIn, error) {
	var list []SignIn
	err := db.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		entries, ids := everybody()
		people, err := tx.People(ids)
		known := make(map[officer.AccountID]officer.Presence, len(people))
		for _, p := range people {
			known[p.Account.ID] = p
		}
		list = list[:0]
		for _, e := range entries {
			if p, ok := known[e.Account]; ok {
				list = append(list, e.now(p, tx.Now))
			}
		}
		return err
	})
	return list, err
}

// everybody lists the people in the order of the page, with where they belong.
func everybody() (entries []SignIn, ids []officer.AccountID) {
	for _, h := range []house{houses[1], houses[2], houses[0]} {
		for _, c := range h.staff {
			entries = append(entries, SignIn{Account: h.account(c).ID, Organisation: h.Name, Kind: h.Kind})
		}
	}
	for _, a := range applicants {
		entries = append(entries, SignIn{Account: a.ID})
	}
	for _, e := range entries {
		ids = append(ids, e.Account)
	}
	return entries, ids
}

// now completes an entry with what holds at this moment.
func (s SignIn) now(p officer.Presence, at time.Time) SignIn {
	s.Name, s.Email = p.Account.Name(), p.Account.Email
	for _, w := range p.Workplaces {
		s.Roles = append(s.Roles, w.Roles...)
	}
	if len(s.Roles) == 0 {
		s.Roles = roles(officer.RoleApplicant)
	}
	s.Note = noteOn(p.Appointment, officer.Today(at))
	return s
}

// noteOn says what is special about an officer on a day.
func noteOn(a officer.Appointment, today officer.Date) Note {
	switch {
	case a.Status == officer.AppointmentNominated:
		return NoteNominated
	case a.Status == officer.AppointmentAccepted:
		return NoteAccepted
	case a.Status == officer.AppointmentSuspended:
		return NoteSuspended
	case a.Status == officer.AppointmentLeft:
		return NoteLeft
	case a.Status == officer.AppointmentActive && a.TrainingOverdue(today):
		return NoteTrainingLapsed
	case a.Status == officer.AppointmentActive && !a.MayIdentify(today.AddDays(noticeDays)):
		return NoteTrainingRunsOut
	}
	return ""
}

// noticeDays is how many days ahead the end of a training is worth a word.
const noticeDays = 30
