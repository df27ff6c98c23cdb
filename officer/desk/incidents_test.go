package desk_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

// reported adds a suspicion of the company's officer.
func (h *staffed) reported(t testing.TB, at time.Time) officer.IncidentID {
	t.Helper()
	by := h.Company.Actor(officer.RoleOfficer)
	n := officer.Incident{ID: officer.NewID[officer.IncidentID](), Kind: "suspected_forgery", ReportedBy: by.Account, ReportedName: by.Name, ReportedAt: at, Note: "Prägung fehlt"}
	ok(t, h.DB.Do(dbtest.As(by), postgres.ScopeOf(by), func(tx *postgres.Tx) error { return tx.AddIncident(&n) }))
	return n.ID
}

func TestDoorOfIncidents(t *testing.T) {
	h := newStaffed(t)
	id := h.reported(t, h.Clock.Now())
	for _, c := range []struct {
		name    string
		ctx     context.Context
		version int
		outcome officer.IncidentOutcome
		note    string
		want    error
	}{
		{"nobody", context.Background(), 1, officer.IncidentConfirmed, "x", officer.Unauthenticated},
		{"an officer", h.Company.As(officer.RoleOfficer), 1, officer.IncidentConfirmed, "x", officer.Forbidden},
		{"an auditor", h.Company.As(officer.RoleAuditor), 1, officer.IncidentConfirmed, "x", officer.Forbidden},
		{"another organisation", h.Authority.As(officer.RoleRAManager), 1, officer.IncidentConfirmed, "x", officer.NotFound},
		{"stale", h.manager, 0, officer.IncidentConfirmed, "x", officer.Stale},
		{"no outcome", h.manager, 1, "", "x", officer.Invalid},
		{"no note", h.manager, 1, officer.IncidentConfirmed, " ", officer.Invalid},
		{"the right one", h.manager, 1, officer.IncidentConfirmed, "Anzeige erstattet", nil},
		{"twice", h.manager, 2, officer.IncidentUnfounded, "x", officer.Conflict},
	} {
		if err := h.incidents.Close(c.ctx, id, c.version, c.outcome, c.note); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	f, err := h.incidents.Incident(h.Company.As(officer.RoleAuditor), id)
	if err != nil || f.Status != officer.IncidentClosed || f.OutcomeNote != "Anzeige erstattet" || len(f.Events) != 1 {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestListOfIncidents(t *testing.T) {
	h := newStaffed(t)
	for i := range 30 {
		h.reported(t, h.Clock.Now().Add(time.Duration(i)*time.Second))
	}
	first, err := h.incidents.List(h.manager, officer.IncidentOpen, officer.Cursor{})
	ok(t, err)
	second, err := h.incidents.List(h.manager, officer.IncidentOpen, first.Next)
	ok(t, err)
	back, err := h.incidents.List(h.manager, officer.IncidentOpen, second.Previous)
	ok(t, err)
	if len(first.Incidents) != 25 || len(second.Incidents) != 5 || back.Incidents[0].ID != first.Incidents[0].ID || !second.Next.IsZero() {
		t.Errorf("%d and %d", len(first.Incidents), len(second.Incidents))
	}
	if staff, err := h.people.List(h.manager, officer.PeopleFilter{}); err != nil || staff.OpenIncidents != 30 {
		t.Errorf("%d open, %v", staff.OpenIncidents, err)
	}
	if other, err := h.incidents.List(h.Authority.As(officer.RoleRAManager), officer.IncidentOpen, officer.Cursor{}); err != nil || len(other.Incidents) != 0 {
		t.Errorf("another organisation sees %d, %v", len(other.Incidents), err)
	}
}
