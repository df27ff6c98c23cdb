package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Nominate asks somebody to be an officer. They get a link by mail and answer it
// themselves.
func (s *People) Nominate(ctx context.Context, who officer.Invitee) (officer.AppointmentID, error) {
	return do(ctx, s.Counter, rbac.AppointmentNominate, func(tx *postgres.Tx) (officer.AppointmentID, error) {
		a, err := officer.Nominate(who, tx.Actor, tx.Now)
		if err != nil {
			return "", err
		}
		if a.Branch != "" {
			if err := openBranch(tx, a.Branch); err != nil {
				return "", err
			}
		}
		if err := tx.AddAppointment(a); err != nil {
			return "", err
		}
		tx.Record("appointment.nominated", string(a.ID))
		return a.ID, s.askNominee(tx, a)
	})
}

func (s *People) askNominee(tx *postgres.Tx, a officer.Appointment) error {
	return s.ask(tx, officer.Link{Purpose: officer.LinkAppointment, Subject: string(a.ID)}, a.Name, a.Email, tx.Actor.OrganisationName)
}

// RemindNominee mails the question again, with a fresh link.
func (s *People) RemindNominee(ctx context.Context, id officer.AppointmentID) error {
	return change(ctx, s.Counter, rbac.AppointmentNominate, func(tx *postgres.Tx) error {
		a, err := tx.Appointment(id)
		if err != nil {
			return err
		}
		if a.Status != officer.AppointmentNominated {
			return officer.Fail(officer.Conflict, "appointment.wrong_status")
		}
		tx.Record("appointment.reminded", string(a.ID))
		return s.askNominee(tx, a)
	})
}

// A Seen is an appointment as somebody saw it: what they do about it counts only
// if nobody changed it since.
type Seen struct {
	ID      officer.AppointmentID
	Version int
}

// read loads the appointment as it was seen, or it is Stale.
func (seen Seen) read(tx *postgres.Tx) (officer.Appointment, error) {
	a, err := tx.Appointment(seen.ID)
	if err == nil && a.Version != seen.Version {
		err = officer.Fail(officer.Stale, "form.stale")
	}
	return a, err
}

// RecordBackgroundCheck notes when somebody's reliability was checked, and by
// which evidence.
func (s *People) RecordBackgroundCheck(ctx context.Context, seen Seen, on officer.Date, evidence string) error {
	return s.lead(ctx, rbac.AppointmentRecord, seen, func(tx *postgres.Tx, a *officer.Appointment) error {
		tx.Record("appointment.background_check_recorded", string(a.ID), "on", on)
		return a.RecordBackgroundCheck(on, evidence, tx.Actor, officer.Today(tx.Now))
	})
}

// RecordTraining notes a training, the first or a renewal; the book keeps those
// before.
func (s *People) RecordTraining(ctx context.Context, seen Seen, on officer.Date) error {
	return s.lead(ctx, rbac.AppointmentRecord, seen, func(tx *postgres.Tx, a *officer.Appointment) error {
		today := officer.Today(tx.Now)
		could := a.MayIdentify(today)
		if err := a.RecordTraining(on, tx.Actor, today); err != nil {
			return err
		}
		tx.Record("appointment.training_recorded", string(a.ID), "trained_on", a.TrainedOn, "until", a.TrainingUntil)
		if !could && a.MayIdentify(today) {
			return tx.RightsGrew(a.Account)
		}
		return nil
	})
}

// Activate lets an officer begin: with it comes the role.
func (s *People) Activate(ctx context.Context, seen Seen) error {
	return s.lead(ctx, rbac.AppointmentActivate, seen, func(tx *postgres.Tx, a *officer.Appointment) error {
		if err := a.Activate(tx.Actor, tx.Now); err != nil {
			return err
		}
		tx.Record("appointment.activated", string(a.ID))
		if err := s.tell(tx, *a, "appointment_activated"); err != nil {
			return err
		}
		return grant(tx, a.Account, officer.RoleOfficer, tx.Actor.Account)
	})
}

// Suspend takes an officer out for a while: the role and their sessions here end
// at once.
func (s *People) Suspend(ctx context.Context, seen Seen, why string) error {
	return s.lead(ctx, rbac.AppointmentSuspend, seen, func(tx *postgres.Tx, a *officer.Appointment) error {
		if err := a.Suspend(why, tx.Actor, tx.Now); err != nil {
			return err
		}
		tx.Record("appointment.suspended", string(a.ID))
		if err := s.tell(tx, *a, "appointment_suspended"); err != nil {
			return err
		}
		return tx.EndRole(a.Account, officer.RoleOfficer)
	})
}

// Lift lets a suspended officer go on: the role comes back.
func (s *People) Lift(ctx context.Context, seen Seen) error {
	return s.lead(ctx, rbac.AppointmentSuspend, seen, func(tx *postgres.Tx, a *officer.Appointment) error {
		if err := a.Lift(tx.Actor); err != nil {
			return err
		}
		tx.Record("appointment.lifted", string(a.ID))
		if err := s.tell(tx, *a, "appointment_lifted"); err != nil {
			return err
		}
		return grant(tx, a.Account, officer.RoleOfficer, tx.Actor.Account)
	})
}

// End ends an appointment for good. An officer at work loses the role, and their
// sessions here end at once.
func (s *People) End(ctx context.Context, seen Seen, why string) error {
	return s.lead(ctx, rbac.AppointmentEnd, seen, func(tx *postgres.Tx, a *officer.Appointment) error {
		active := a.Status == officer.AppointmentActive
		if err := a.End(why, tx.Actor, tx.Now); err != nil {
			return err
		}
		tx.Record("appointment.ended", string(a.ID))
		if err := s.tell(tx, *a, "appointment_ended"); err != nil || !active {
			return err
		}
		return tx.EndRole(a.Account, officer.RoleOfficer)
	})
}

// tell mails the person what became of their appointment, in their own language
// where they have an account. Why stays in the organisation.
func (c *Counter) tell(tx *postgres.Tx, a officer.Appointment, template string) error {
	args := map[string]string{"organisation": tx.Actor.OrganisationName}
	if a.Account == "" {
		args["name"] = a.Name
		return c.mail(tx, officer.Mail{Recipient: a.Email, Language: language(tx.Actor), Template: template, Args: args})
	}
	holder, err := tx.Account(a.Account)
	if err != nil {
		return err
	}
	return c.mailTo(tx, holder, template, args)
}

// lead changes an appointment as it was seen.
func (s *People) lead(ctx context.Context, p rbac.Permission, seen Seen, act func(*postgres.Tx, *officer.Appointment) error) error {
	return changeIn(ctx, s.Counter, p, beyond, func(tx *postgres.Tx) error {
		a, err := seen.read(tx)
		if err != nil {
			return err
		}
		if err := act(tx, &a); err != nil {
			return err
		}
		return tx.SaveAppointment(&a)
	})
}
