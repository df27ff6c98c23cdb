package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Trail is the organisation's book of events, for whoever audits it. Nothing in
// it can be changed.
type Trail struct{ *Counter }

// A TrailPage is a page of the book, with the people one can ask for.
type TrailPage struct {
	officer.EventPage
	People []officer.Member
}

// Events shows lines of the book, the newest first. A filter that asks for
// nothing possible is Invalid.
func (s *Trail) Events(ctx context.Context, f officer.EventFilter) (TrailPage, error) {
	return view(ctx, s.Counter, rbac.EventRead, func(tx *postgres.Tx) (p TrailPage, err error) {
		if p.People, err = tx.MemberNames(); err != nil {
			return p, err
		}
		if err := f.Check(); err != nil {
			return p, err
		}
		p.EventPage, err = tx.Events(f)
		return p, err
	})
}

// ExportLimit is how many lines one export holds. An export that is cut off
// silently would not be evidence, so a longer one is refused.
const ExportLimit = 10_000

// Export gives all lines that a filter asks for, the newest first.
func (s *Trail) Export(ctx context.Context, f officer.EventFilter) ([]officer.Event, error) {
	return view(ctx, s.Counter, rbac.EventRead, func(tx *postgres.Tx) ([]officer.Event, error) {
		if err := f.Check(); err != nil {
			return nil, err
		}
		list, err := tx.EventsToExport(f, ExportLimit+1)
		if len(list) > ExportLimit {
			return nil, officer.Fail(officer.Conflict, "event.export_too_long", "max", ExportLimit)
		}
		return list, err
	})
}
