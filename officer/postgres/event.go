package postgres

import (
	"encoding/json"
	"time"

	"officerportal/officer"
)

const eventColumns = `e.organisation_id as organisation, e.id, e.at, e.kind, e.subject, e.actor, e.actor_name, e.actor_role, e.details, e.request`

// eventRow holds the details as the driver gives them.
type eventRow struct {
	officer.Event
	Details []byte
}

func (r eventRow) event() (officer.Event, error) {
	e := r.Event
	err := json.Unmarshal(r.Details, &e.Details)
	return e, err
}

// Events lists lines of the organisation's book, the newest first.
func (tx *Tx) Events(f officer.EventFilter) (page officer.EventPage, err error) {
	list, err := tx.readEvents(f, officer.PageSize+1)
	page.Events, page.Previous, page.Next = turn(list, f.After, func(e officer.Event) officer.Cursor { return officer.Cursor{At: e.At, ID: string(e.ID)} })
	return page, err
}

// EventsOf lists what was done to some things, the newest first; at most limit.
func (tx *Tx) EventsOf(limit int, subjects ...string) ([]officer.Event, error) {
	return tx.eventList(`e.subject = any ($2) order by e.at desc, e.id desc limit $3`, tx.Organisation(), texts(subjects), limit)
}

// EventsToExport lists the newest lines that a filter asks for; at most limit.
func (tx *Tx) EventsToExport(f officer.EventFilter, limit int) ([]officer.Event, error) {
	f.After = officer.Cursor{}
	return tx.readEvents(f, limit)
}

func (tx *Tx) readEvents(f officer.EventFilter, limit int) ([]officer.Event, error) {
	q := eventQuery{args: []any{tx.Organisation()}, where: `true`}
	q.narrow(f)
	order := `e.at desc, e.id desc`
	if f.After.Back {
		order = `e.at, e.id`
	}
	return tx.eventList(q.where+` order by `+order+` limit `+q.arg(limit), q.args...)
}

// eventList reads lines of the organisation, which is $1.
func (tx *Tx) eventList(conditions string, args ...any) ([]officer.Event, error) {
	var rows []eventRow
	if err := tx.list(&rows, `select `+eventColumns+` from events e where e.organisation_id = $1 and `+conditions, args...); err != nil {
		return nil, err
	}
	list := make([]officer.Event, len(rows))
	for i, r := range rows {
		var err error
		if list[i], err = r.event(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// eventQuery grows by the parts of a filter that are set, so that each
// combination has its own plan.
type eventQuery struct {
	where string
	args  []any
}

func (q *eventQuery) arg(v any) string {
	q.args = append(q.args, v)
	return placeholder(len(q.args))
}

func (q *eventQuery) and(condition string, v any) { q.where += ` and ` + condition + q.arg(v) }

func (q *eventQuery) narrow(f officer.EventFilter) {
	if !f.From.IsZero() {
		q.and(`e.at >= `, begin(f.From))
	}
	if !f.Until.IsZero() {
		q.and(`e.at < `, begin(f.Until.AddDays(1)))
	}
	if f.Noun != "" {
		q.and(`e.noun = `, f.Noun)
	}
	if f.Actor != "" {
		q.and(`e.actor = `, f.Actor)
	}
	if f.Subject != "" {
		q.and(`e.subject = `, f.Subject)
	}
	if !f.After.IsZero() {
		sign := `<`
		if f.After.Back {
			sign = `>`
		}
		q.where += ` and (e.at, e.id) ` + sign + ` (` + q.arg(f.After.At) + `, ` + q.arg(f.After.ID) + `)`
	}
}

// begin is the first moment of a day in Germany.
func begin(d officer.Date) time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, officer.Berlin())
}
