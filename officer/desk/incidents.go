package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Incidents are the suspicions that officers reported, for whoever follows them up.
type Incidents struct{ *Counter }

// List shows a page of the open ones, or of those that were closed.
func (s *Incidents) List(ctx context.Context, status string, after officer.Cursor) (officer.IncidentPage, error) {
	return view(ctx, s.Counter, rbac.IncidentRead, func(tx *postgres.Tx) (officer.IncidentPage, error) {
		return tx.IncidentPage(status, after)
	})
}

// An IncidentFile is a suspicion with what the book tells about it.
type IncidentFile struct {
	officer.Incident
	Events []officer.Event
}

// Incident shows one.
func (s *Incidents) Incident(ctx context.Context, id officer.IncidentID) (IncidentFile, error) {
	return view(ctx, s.Counter, rbac.IncidentRead, func(tx *postgres.Tx) (f IncidentFile, err error) {
		if f.Incident, err = tx.Incident(id); err != nil {
			return f, err
		}
		f.Events, err = tx.EventsOf(historyShown, string(id))
		return f, err
	})
}

// Close ends the follow-up with what came out of it.
func (s *Incidents) Close(ctx context.Context, id officer.IncidentID, version int, outcome officer.IncidentOutcome, note string) error {
	return change(ctx, s.Counter, rbac.IncidentClose, func(tx *postgres.Tx) error {
		n, err := tx.Incident(id)
		if err != nil {
			return err
		}
		if n.Version != version {
			return officer.Fail(officer.Stale, "form.stale")
		}
		if err := n.Close(outcome, note, tx.Actor, tx.Now); err != nil {
			return err
		}
		tx.Record("incident.closed", string(id), "outcome", outcome)
		return tx.SaveIncident(&n)
	})
}
