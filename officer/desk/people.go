package desk

import (
	"context"
	"slices"
	"strings"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// People is an organisation's RA manager at work: who works here, in which role,
// and how far each officer's appointment is.
type People struct{ *Counter }

// A Staff is a page of the organisation's people, with how many suspicions wait
// to be followed up.
type Staff struct {
	officer.PeoplePage
	OpenIncidents int
}

// List shows the organisation's people, the most urgent first.
func (s *People) List(ctx context.Context, f officer.PeopleFilter) (Staff, error) {
	return view(ctx, s.Counter, rbac.RoleList, func(tx *postgres.Tx) (staff Staff, err error) {
		if staff.PeoplePage, err = tx.Colleagues(f); err != nil {
			return staff, err
		}
		staff.OpenIncidents, err = tx.CountIncidents(officer.IncidentOpen)
		return staff, err
	})
}

// A PersonFile is what the organisation has about one of its people, or about
// somebody who was asked and has not answered.
type PersonFile struct {
	Member       officer.Member        // zero for who has not answered
	Appointment  officer.Appointment   // the running one, else the last; zero for none
	Earlier      []officer.Appointment // those before
	Invitation   officer.Invitation    // zero for none
	Roles        []officer.RoleAssignment
	Branches     []officer.Branch // open ones
	Events       []officer.Event  // the newest first
	Organisation officer.OrganisationKind
}

// historyShown is how many lines of the book stand on a person's page.
const historyShown = 50

// Name is the person's name.
func (f PersonFile) Name() string {
	for _, name := range []string{f.Member.Name, f.Appointment.Name, f.Invitation.Name} {
		if name != "" {
			return name
		}
	}
	return ""
}

// Person shows one of the people by the id that the list gives: an account's, or
// the appointment's or invitation's that waits for an answer.
func (s *People) Person(ctx context.Context, id string) (PersonFile, error) {
	return view(ctx, s.Counter, rbac.RoleList, func(tx *postgres.Tx) (f PersonFile, err error) {
		f.Organisation = tx.Actor.OrganisationKind
		if err = f.find(tx, id); err != nil {
			return f, err
		}
		if f.Branches, err = tx.OpenBranches(); err != nil {
			return f, err
		}
		f.Events, err = tx.EventsOf(historyShown, f.subjects()...)
		return f, err
	})
}

// subjects are the ids under which the book tells of the person.
func (f PersonFile) subjects() (ids []string) {
	for _, a := range append([]officer.Appointment{f.Appointment}, f.Earlier...) {
		ids = append(ids, string(a.ID))
	}
	ids = append(ids, string(f.Member.Account), string(f.Invitation.ID))
	return slices.DeleteFunc(ids, func(id string) bool { return id == "" })
}

func (f *PersonFile) find(tx *postgres.Tx, id string) (err error) {
	switch {
	case strings.HasPrefix(id, officer.AppointmentID("").Prefix()):
		return f.findAppointment(tx, id)
	case strings.HasPrefix(id, officer.InvitationID("").Prefix()):
		invitation, err := officer.ParseID[officer.InvitationID](id)
		if err == nil {
			f.Invitation, err = tx.Invitation(invitation)
		}
		return err
	}
	account, err := officer.ParseID[officer.AccountID](id)
	if err != nil {
		return err
	}
	return f.findMember(tx, account)
}

// findAppointment finds the person an appointment is of, who may not have answered.
func (f *PersonFile) findAppointment(tx *postgres.Tx, id string) error {
	appointment, err := officer.ParseID[officer.AppointmentID](id)
	if err != nil {
		return err
	}
	if f.Appointment, err = tx.Appointment(appointment); err != nil || f.Appointment.Account == "" {
		return err
	}
	return f.findMember(tx, f.Appointment.Account)
}

func (f *PersonFile) findMember(tx *postgres.Tx, id officer.AccountID) (err error) {
	if f.Member, err = tx.Member(id); err != nil {
		return err
	}
	if f.Roles, err = tx.RoleHistory(id); err != nil {
		return err
	}
	list, err := tx.AppointmentsOf(f.Member)
	if len(list) > 0 {
		f.Appointment, f.Earlier = list[0], list[1:]
	}
	return err
}

// Move assigns somebody to another site, or to none.
func (s *People) Move(ctx context.Context, who officer.AccountID, to officer.BranchID) error {
	return change(ctx, s.Counter, rbac.AppointmentRecord, func(tx *postgres.Tx) error {
		m, err := present(tx, who)
		if err != nil {
			return err
		}
		if to != "" {
			if err := openBranch(tx, to); err != nil {
				return err
			}
		}
		m.Branch = to
		tx.Record("member.moved", string(who), "branch", to)
		return tx.SaveMember(m)
	})
}

// Leave ends everything that somebody does for the organisation: roles,
// appointment, membership. Their sessions here end at once. Why is asked only
// where an appointment ends with it.
func (s *People) Leave(ctx context.Context, who officer.AccountID, why string) error {
	return changeIn(ctx, s.Counter, rbac.RoleRevoke, beyond, func(tx *postgres.Tx) error {
		m, err := present(tx, who)
		if err != nil {
			return err
		}
		for _, r := range m.Roles {
			if err := notTheLast(tx, who, r); err != nil {
				return err
			}
		}
		if err := s.endAppointments(tx, m, why); err != nil {
			return err
		}
		ended, err := tx.EndRoles(who)
		if err != nil {
			return err
		}
		m.LeftAt = tx.Now
		tx.Record("member.left", string(who), "roles", ended)
		return tx.SaveMember(m)
	})
}

// endAppointments ends whatever appointment of a member still runs.
func (s *People) endAppointments(tx *postgres.Tx, m officer.Member, why string) error {
	list, err := tx.AppointmentsOf(m)
	if err != nil {
		return err
	}
	for _, a := range list {
		if a.Status == officer.AppointmentLeft {
			continue
		}
		if err := a.End(why, tx.Actor, tx.Now); err != nil {
			return err
		}
		tx.Record("appointment.ended", string(a.ID))
		if err := s.tell(tx, a, "appointment_ended"); err != nil {
			return err
		}
		if err := tx.SaveAppointment(&a); err != nil {
			return err
		}
	}
	return nil
}

// present finds somebody who belongs to the organisation and has not left.
func present(tx *postgres.Tx, who officer.AccountID) (officer.Member, error) {
	m, err := tx.Member(who)
	if err == nil && !m.LeftAt.IsZero() {
		err = officer.Fail(officer.Conflict, "member.left_already")
	}
	return m, err
}

// openBranch refuses a site that is closed or not there.
func openBranch(tx *postgres.Tx, id officer.BranchID) error {
	b, err := tx.Branch(id)
	if err == nil && b.ClosedAt != nil {
		err = officer.Fail(officer.Conflict, "branch.closed_already")
	}
	return err
}
