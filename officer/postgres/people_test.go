package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

// appointed adds a nominee or an officer of the company whose appointment stands
// at a status, with days from today until when the training holds.
func appointed(t *testing.T, s *dbtest.Sample, name string, status officer.AppointmentStatus, checked bool, until *int) officer.Appointment {
	t.Helper()
	who := s.Person(t, s.Company, officer.RoleChecker)
	today := officer.Today(s.Clock.Now())
	a := officer.Appointment{ID: officer.NewID[officer.AppointmentID](), Organisation: s.Company.ID, Account: who.Account, Name: name,
		Email: who.Email, Status: status, NominatedBy: "acc_x", NominatedAt: s.Clock.Now(), AcceptedAt: s.Clock.Now(), ActivatedBy: "acc_x", ActivatedAt: s.Clock.Now(),
		SuspendedAt: s.Clock.Now(), SuspendedWhy: "x", EndedAt: s.Clock.Now(), EndedWhy: "x"}
	if status == officer.AppointmentNominated {
		a.Account = ""
	}
	if checked {
		a.BackgroundCheckedOn = today
	}
	if until != nil {
		a.TrainingUntil = today.AddDays(*until)
		a.TrainedOn = a.TrainingUntil.AddMonths(-12)
	}
	s.Exec(t, `update members set name = $2, search_name = $3 where account_id = $1`, who.Account, name, officer.SearchForm(name))
	must(t, in(t, s, s.Company, func(tx *postgres.Tx) error { return tx.AddAppointments([]officer.Appointment{a}) }))
	return a
}

// The list is sorted in SQL by the rule that officer.Appointment.Urgency is.
func TestColleaguesAreSortedByUrgency(t *testing.T) {
	s := dbtest.NewSample(t)
	today := officer.Today(s.Clock.Now())
	days := func(n int) *int { return &n }
	want := map[string]int{}
	for i, c := range []struct {
		status  officer.AppointmentStatus
		checked bool
		until   *int
	}{
		{officer.AppointmentNominated, false, nil}, {officer.AppointmentAccepted, false, nil}, {officer.AppointmentAccepted, true, nil},
		{officer.AppointmentAccepted, false, days(300)}, {officer.AppointmentAccepted, true, days(300)}, {officer.AppointmentAccepted, true, days(-1)},
		{officer.AppointmentActive, true, days(300)}, {officer.AppointmentActive, true, days(31)}, {officer.AppointmentActive, true, days(30)},
		{officer.AppointmentActive, true, days(0)}, {officer.AppointmentActive, true, days(-1)}, {officer.AppointmentSuspended, true, days(300)},
		{officer.AppointmentSuspended, true, days(-1)}, {officer.AppointmentLeft, true, days(-1)},
	} {
		name := fmt.Sprintf("Kim %02d", i)
		want[name] = appointed(t, s, name, c.status, c.checked, c.until).Urgency(today)
	}
	must(t, in(t, s, s.Company, func(tx *postgres.Tx) error {
		page, err := tx.Colleagues(officer.PeopleFilter{Name: "Kim"})
		for _, c := range page.People {
			if u, known := want[c.Member.Name]; known && u != c.Urgency {
				t.Errorf("%s: urgency %d in SQL, %d by the rule", c.Member.Name, c.Urgency, u)
			}
			delete(want, c.Member.Name)
		}
		if !slices.IsSortedFunc(page.People, func(a, b officer.Colleague) int { return a.Urgency - b.Urgency }) || len(want) != 0 {
			t.Errorf("not in order, or missing: %v", want)
		}
		return err
	}))
}

func TestPagesOfColleagues(t *testing.T) {
	s := dbtest.NewSample(t)
	for i := range 40 {
		who := s.Person(t, s.Company, officer.RoleChecker)
		s.Exec(t, `update members set name = $2, search_name = $3 where account_id = $1`, who.Account, fmt.Sprint("Łucja Müller ", i%7), officer.SearchForm(fmt.Sprint("Łucja Müller ", i%7)))
	}
	must(t, in(t, s, s.Company, func(tx *postgres.Tx) error {
		if err := tx.AddInvitation(officer.Invitation{ID: officer.NewID[officer.InvitationID](), Role: officer.RoleAuditor, Email: "neu@beispiel.example", Name: "Neu Müllerová", Status: "open", InvitedBy: "acc_x", InvitedAt: tx.Now}); err != nil {
			return err
		}
		return tx.AddAppointment(officer.Appointment{ID: officer.NewID[officer.AppointmentID](), Email: "auch@beispiel.example", Name: "Auch Muller", Status: officer.AppointmentNominated, NominatedBy: "acc_x", NominatedAt: tx.Now})
	}))
	for _, c := range []struct {
		name string
		want int
	}{{"", 52}, {"müller", 42}, {"MUELLER", 42}, {"muller", 42}, {"Łucja Mül", 40}, {"üller", 0}, {"neu", 1}, {"kim", 10}, {"%", 52}} {
		seen := map[string]bool{}
		f := officer.PeopleFilter{Name: c.name}
		pages := 0
		var trail []officer.PeoplePage
		must(t, in(t, s, s.Company, func(tx *postgres.Tx) error {
			for pages = 1; ; pages++ {
				page, err := tx.Colleagues(f)
				if err != nil {
					return err
				}
				trail = append(trail, page)
				for _, p := range page.People {
					seen[p.Key] = true
				}
				if f.After = page.Next; f.After.IsZero() {
					break
				}
			}
			for i := len(trail) - 1; i > 0; i-- { // and back again
				page, err := tx.Colleagues(officer.PeopleFilter{Name: c.name, After: trail[i].Previous})
				if err != nil || page.People[0].Key != trail[i-1].People[0].Key {
					t.Errorf("%q: back from page %d, %v", c.name, i, err)
				}
			}
			return nil
		}))
		if len(seen) != c.want || pages != max(1, (c.want+officer.PageSize-1)/officer.PageSize) {
			t.Errorf("%q: %d people on %d pages, want %d", c.name, len(seen), pages, c.want)
		}
	}
}

// A member who is nominated is one person in the list, and one file.
func TestANominatedMemberIsOnePerson(t *testing.T) {
	s := dbtest.NewSample(t)
	who := s.Company.Actor(officer.RoleChecker)
	a := officer.Appointment{ID: officer.NewID[officer.AppointmentID](), Email: who.Email, Name: who.Name, Status: officer.AppointmentNominated, NominatedBy: "acc_x", NominatedAt: s.Clock.Now()}
	must(t, in(t, s, s.Company, func(tx *postgres.Tx) error {
		if err := tx.AddAppointment(a); err != nil {
			return err
		}
		page, err := tx.Colleagues(officer.PeopleFilter{})
		if len(page.People) != 10 || page.People[0].Key != string(who.Account) || page.People[0].Appointment.ID != a.ID || page.People[0].Urgency != officer.UrgentAnswer {
			t.Errorf("%d people, first %+v", len(page.People), page.People[0])
		}
		return err
	}))
}

// What is another organisation's is not there, whichever way it is asked for.
func TestStaffOfAnotherOrganisation(t *testing.T) {
	s := dbtest.NewSample(t)
	who, branch := s.Company.Actor(officer.RoleOfficer), officer.Branch{ID: s.Company.Branch, Version: 1, Name: "x"}
	n := officer.Invitation{ID: officer.NewID[officer.InvitationID](), Role: officer.RoleChecker, Email: "neu@beispiel.example", Name: "Neu", Status: "open", InvitedBy: "acc_x", InvitedAt: s.Clock.Now(), Version: 1}
	var a officer.Appointment
	must(t, in(t, s, s.Company, func(tx *postgres.Tx) (err error) {
		tx.Record("test.happened", string(who.Account))
		if a, err = tx.Appointment(who.Appointment); err != nil {
			return err
		}
		return tx.AddInvitation(n)
	}))
	for name, look := range map[string]func(*postgres.Tx) (int, error){
		"appointment": func(tx *postgres.Tx) (int, error) { x, err := tx.Appointment(a.ID); return len(x.ID), err },
		"appointments of": func(tx *postgres.Tx) (int, error) {
			x, err := tx.AppointmentsOf(officer.Member{Account: who.Account, Email: who.Email})
			return len(x), err
		},
		"member": func(tx *postgres.Tx) (int, error) { x, err := tx.Member(who.Account); return len(x.Account), err },
		"members with": func(tx *postgres.Tx) (int, error) {
			x, err := tx.MembersWith(officer.RoleOfficer)
			return count(x, func(m officer.Member) bool { return m.Account == who.Account }), err
		},
		"member names": func(tx *postgres.Tx) (int, error) {
			x, err := tx.MemberNames()
			return count(x, func(m officer.Member) bool { return m.Account == who.Account }), err
		},
		"colleagues": func(tx *postgres.Tx) (int, error) {
			x, err := tx.Colleagues(officer.PeopleFilter{})
			return count(x.People, func(c officer.Colleague) bool { return c.Member.Account == who.Account }), err
		},
		"colleagues after": func(tx *postgres.Tx) (int, error) {
			x, err := tx.Colleagues(officer.PeopleFilter{After: officer.Cursor{ID: string(s.Company.Actor(officer.RoleAuditor).Account)}})
			return count(x.People, func(c officer.Colleague) bool { return c.Member.Account == who.Account }), err
		},
		"role history": func(tx *postgres.Tx) (int, error) { x, err := tx.RoleHistory(who.Account); return len(x), err },
		"holders": func(tx *postgres.Tx) (int, error) {
			x, err := tx.HoldersOf(officer.RoleOfficer)
			return count(x, func(id officer.AccountID) bool { return id == who.Account }), err
		},
		"invitation": func(tx *postgres.Tx) (int, error) { x, err := tx.Invitation(n.ID); return len(x.ID), err },
		"invitations": func(tx *postgres.Tx) (int, error) {
			x, err := tx.OpenInvitations(officer.RoleChecker)
			return len(x), err
		},
		"branch": func(tx *postgres.Tx) (int, error) { x, err := tx.Branch(branch.ID); return len(x.ID), err },
		"branches": func(tx *postgres.Tx) (int, error) {
			x, err := tx.Branches()
			return count(x, func(b officer.BranchRow) bool { return b.ID == branch.ID }), err
		},
		"people at": func(tx *postgres.Tx) (int, error) { return tx.PeopleAt(branch.ID) },
		"events": func(tx *postgres.Tx) (int, error) {
			x, err := tx.Events(officer.EventFilter{})
			return len(x.Events), err
		},
		"events of": func(tx *postgres.Tx) (int, error) { x, err := tx.EventsOf(10, string(who.Account)); return len(x), err },
		"export": func(tx *postgres.Tx) (int, error) {
			x, err := tx.EventsToExport(officer.EventFilter{}, 10)
			return len(x), err
		},
		"save appointment": func(tx *postgres.Tx) (int, error) { x := a; return 0, tx.SaveAppointment(&x) },
		"save member":      func(tx *postgres.Tx) (int, error) { return 0, tx.SaveMember(officer.Member{Account: who.Account}) },
		"save branch":      func(tx *postgres.Tx) (int, error) { return 0, tx.SaveBranch(branch) },
		"save invitation":  func(tx *postgres.Tx) (int, error) { return 0, tx.SaveInvitation(n) },
		"end role":         func(tx *postgres.Tx) (int, error) { return 0, tx.EndRole(who.Account, officer.RoleOfficer) },
	} {
		err := in(t, s, s.Authority, func(tx *postgres.Tx) error {
			found, err := look(tx)
			if found != 0 {
				t.Errorf("%s of another organisation was found", name)
			}
			if strings.HasPrefix(name, "save") || name == "end role" {
				if err == nil {
					t.Errorf("%s of another organisation was possible", name)
				}
			}
			return err
		})
		if err != nil && !errors.Is(err, officer.NotFound) && !errors.Is(err, officer.Stale) && !errors.Is(err, officer.Conflict) {
			t.Errorf("%s: %v", name, err)
		}
		if name == "colleagues after" { // the key of a row elsewhere leads nowhere here
			continue
		}
		err = in(t, s, s.Company, func(tx *postgres.Tx) error {
			if found, err := look(tx); err != nil || found == 0 && !strings.HasPrefix(name, "save") && name != "end role" {
				t.Errorf("%s: the own organisation finds %d, %v", name, found, err)
			}
			return errUndone
		})
		if !errors.Is(err, errUndone) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

var errUndone = errors.New("undone")

func count[T any](list []T, f func(T) bool) (n int) {
	for _, x := range list {
		if f(x) {
			n++
		}
	}
	return n
}

// Duties stay apart even where the domain's rule is passed by: each statement is
// run as the app's role and must be refused by the constraint of that name.
func TestDutiesApartInTheDatabase(t *testing.T) {
	s := dbtest.NewSample(t)
	o, auditor, checker := s.Company.Actor(officer.RoleOfficer), s.Company.Actor(officer.RoleAuditor), s.Company.Actor(officer.RoleChecker)
	clerk := s.TSP.Actor(officer.RoleClerk)
	give := `insert into role_assignments (organisation_id, account_id, role, granted_by, granted_at) values ($1, $2, $3, $4, now())`
	set := func(what string) string {
		return `update appointments set ` + what + ` where organisation_id = $1 and id = $2`
	}
	for _, c := range []struct {
		constraint string
		house      dbtest.House
		query      string
		args       []any
	}{
		{"role_not_by_oneself", s.Company, give, []any{s.Company.ID, checker.Account, "shop_admin", checker.Account}},
		{"role_once", s.Company, give, []any{s.Company.ID, checker.Account, "checker", "acc_x"}},
		{"auditor_alone", s.Company, give, []any{s.Company.ID, auditor.Account, "checker", "acc_x"}},
		{"auditor_alone", s.Company, give, []any{s.Company.ID, checker.Account, "auditor", "acc_x"}},
		{"provider_apart", s.TSP, give, []any{s.TSP.ID, clerk.Account, "operator", "acc_x"}},
		{"provider_apart", s.TSP, give, []any{s.TSP.ID, clerk.Account, "officer", "acc_x"}},
		{"role_known", s.Company, give, []any{s.Company.ID, checker.Account, "king", "acc_x"}},
		{"role_member", s.Company, give, []any{s.Company.ID, clerk.Account, "checker", "acc_x"}},
		{"appointment_not_by_oneself", s.Company, set(`activated_by = account_id`), []any{s.Company.ID, o.Appointment}},
		{"appointment_not_by_oneself", s.Company, set(`background_checked_by = account_id`), []any{s.Company.ID, o.Appointment}},
		{"appointment_not_by_oneself", s.Company, set(`training_recorded_by = account_id`), []any{s.Company.ID, o.Appointment}},
		{"appointment_active_complete", s.Company, set(`background_checked_on = null`), []any{s.Company.ID, o.Appointment}},
		{"appointment_active_complete", s.Company, set(`trained_on = null`), []any{s.Company.ID, o.Appointment}},
		{"appointment_active_complete", s.Company, set(`activated_by = null`), []any{s.Company.ID, o.Appointment}},
		{"appointment_training_forward", s.Company, set(`training_until = trained_on`), []any{s.Company.ID, o.Appointment}},
		{"appointment_suspended_why", s.Company, set(`status = 'suspended'`), []any{s.Company.ID, o.Appointment}},
		{"appointment_ended_why", s.Company, set(`status = 'left'`), []any{s.Company.ID, o.Appointment}},
		{"appointment_status_known", s.Company, set(`status = 'king'`), []any{s.Company.ID, o.Appointment}},
		{"invitation_not_by_oneself", s.Company, `insert into invitations (organisation_id, id, role, email, name, invited_by, invited_at, account_id) values ($1, 'inv_x', 'checker', 'x', 'x', $2, now(), $2)`, []any{s.Company.ID, checker.Account}},
		{"invitation_accepted_by_somebody", s.Company, `insert into invitations (organisation_id, id, role, email, name, status, invited_by, invited_at) values ($1, 'inv_x', 'checker', 'x', 'x', 'accepted', 'acc_x', now())`, []any{s.Company.ID}},
		{"invitation_role_known", s.Company, `insert into invitations (organisation_id, id, role, email, name, invited_by, invited_at) values ($1, 'inv_x', 'officer', 'x', 'x', 'acc_x', now())`, []any{s.Company.ID}},
		{"organisation_one_provider", s.TSP, `insert into organisations (id, number, kind, name, created_at) values ('org_x', 4000, 'tsp', 'x', now())`, nil},
	} {
		scope := postgres.Scope{Kind: "organisation", Organisation: c.house.ID}
		if c.house.Kind == officer.TSP {
			scope.Kind = "tsp"
		}
		err := s.DB.Do(context.Background(), scope, func(tx *postgres.Tx) error { return postgres.Run(tx, c.query, c.args...) })
		if got := postgres.Constraint(err); got != c.constraint {
			t.Errorf("%s %v: %q (%v), want %s", c.query, c.args, got, err, c.constraint)
		}
	}
}
