package postgres

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"officerportal/officer"
)

// A Tx is a transaction at work for a scope. Now is its time, Actor who causes it.
type Tx struct {
	Scope Scope
	Actor officer.Actor
	Now   time.Time

	ctx      context.Context
	tx       *sqlx.Tx
	events   []officer.Event // of the scope's organisation, or of the person where there is none
	own      []officer.Event // of the person, wherever they are
	recorded int
}

// Context is the request's context, with its deadline.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Organisation is the scope's organisation.
func (tx *Tx) Organisation() officer.OrganisationID { return tx.Scope.Organisation }

// At goes with a person into one organisation's shop: their own rows there, and
// lines in that organisation's book. It is for the scope of an account, once,
// and of the back office, whose clerk goes to whose order it is; what is read and
// written before belongs to no organisation, or to the provider's.
func (tx *Tx) At(id officer.OrganisationID) error {
	return tx.goTo(`select set_config('app.organisation', $1, true)`, id)
}

// goTo goes where a statement that sets app.organisation says.
func (tx *Tx) goTo(query string, args ...any) error {
	person := tx.Scope.Kind == "account" && tx.Scope.Organisation == ""
	if !person && tx.Scope.Kind != "tsp" || len(tx.events) > 0 {
		return fmt.Errorf("scope %q of %q cannot go to an organisation", tx.Scope.Kind, tx.Scope.Organisation)
	}
	return tx.get(&tx.Scope.Organisation, query, args...)
}

// Within does something in the book of an organisation, for work that goes
// through many in one transaction: lines recorded and mails queued meanwhile are
// that organisation's. It is for the scopes that see all rows.
func (tx *Tx) Within(id officer.OrganisationID, f func() error) error {
	if tx.Scope.Kind != "tsp" && tx.Scope.Kind != "system" {
		return fmt.Errorf("scope %q does not go through organisations", tx.Scope.Kind)
	}
	before := tx.Scope.Organisation
	tx.Scope.Organisation = id
	err := f()
	tx.Scope.Organisation = before
	return err
}

// Recorded reports how many lines this transaction writes into the book.
func (tx *Tx) Recorded() int { return tx.recorded }

// Record writes a line into the book: what happened to which thing. Details
// are name/value pairs; never a document number, code, password or token. Kind
// and names have a text each, event.KIND and event_detail.NAME.
func (tx *Tx) Record(kind officer.EventKind, subject string, pairs ...any) {
	tx.events = append(tx.events, tx.event(kind, subject, pairs))
}

// RecordOwn writes a line into the person's own book, also where they are in an
// organisation's shop: what they have not submitted yet is none of its business.
func (tx *Tx) RecordOwn(kind officer.EventKind, subject string, pairs ...any) {
	tx.own = append(tx.own, tx.event(kind, subject, pairs))
}

func (tx *Tx) event(kind officer.EventKind, subject string, pairs []any) officer.Event {
	tx.recorded++
	e := officer.Event{
		ID: officer.NewID[officer.EventID](), Organisation: tx.Scope.Organisation, At: tx.Now, Kind: kind, Subject: subject,
		Actor: tx.Actor.Account, ActorName: tx.Actor.Name, Details: officer.Args{}, Request: officer.RequestFrom(tx.ctx),
	}
	if len(tx.Actor.Roles) > 0 {
		e.ActorRole = tx.Actor.Roles[0]
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		e.Details[pairs[i].(string)] = pairs[i+1]
	}
	return e
}

// lines are recorded events as columns, ready for unnest.
type lines struct {
	ids, organisations, kinds, subjects, actors, names, roles, details, requests pq.StringArray
}

// takeLines hands out what was recorded so far; flush has nothing left to write.
func (tx *Tx) takeLines() (lines, error) {
	l, err := linesOf(tx.events)
	tx.events = nil
	return l, err
}

func linesOf(events []officer.Event) (l lines, err error) {
	for _, e := range events {
		d, err := json.Marshal(e.Details)
		if err != nil {
			return l, err
		}
		l.ids, l.kinds, l.subjects = append(l.ids, string(e.ID)), append(l.kinds, string(e.Kind)), append(l.subjects, e.Subject)
		l.organisations = append(l.organisations, string(e.Organisation))
		l.actors, l.names, l.roles = append(l.actors, string(e.Actor)), append(l.names, e.ActorName), append(l.roles, string(e.ActorRole))
		l.details, l.requests = append(l.details, string(d)), append(l.requests, e.Request)
	}
	return l, nil
}

// flush writes the books' lines, each book's in one statement. Where no
// organisation is concerned they stand in the person's own book.
func (tx *Tx) flush() error {
	tx.events = slices.DeleteFunc(tx.events, func(e officer.Event) bool {
		if e.Organisation == "" {
			tx.own = append(tx.own, e)
		}
		return e.Organisation == ""
	})
	if err := tx.flushOwn(); err != nil || len(tx.events) == 0 {
		return err
	}
	l, err := tx.takeLines()
	if err != nil {
		return err
	}
	return tx.exec(`insert into events (organisation_id, id, at, kind, subject, actor, actor_name, actor_role, details, request)
		select e.organisation, e.id, $1, e.kind, e.subject, e.actor, e.actor_name, e.actor_role, e.details::jsonb, e.request
		from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
			as e (organisation, id, kind, subject, actor, actor_name, actor_role, details, request)`,
		tx.Now, l.organisations, l.ids, l.kinds, l.subjects, l.actors, l.names, l.roles, l.details, l.requests)
}

func (tx *Tx) flushOwn() error {
	if len(tx.own) == 0 {
		return nil
	}
	l, err := linesOf(tx.own)
	if err != nil {
		return err
	}
	tx.own = nil
	return tx.exec(`insert into account_events (account_id, id, at, kind, details, request)
		select $1, e.id, $2, e.kind, e.details::jsonb, e.request
		from unnest($3::text[], $4::text[], $5::text[], $6::text[]) as e (id, kind, details, request)`,
		tx.person(l.subjects), tx.Now, l.ids, l.kinds, l.details, l.requests)
}

// person is whose book a line without an organisation belongs to: the scope's
// person, or at sign-in, when nobody is known yet, the account it is about.
func (tx *Tx) person(subjects []string) string {
	if tx.Scope.Account != "" {
		return string(tx.Scope.Account)
	}
	return subjects[0]
}

// get reads exactly one row into dest; none is NotFound.
func (tx *Tx) get(dest any, query string, args ...any) error {
	return tx.tx.GetContext(tx.ctx, dest, query, args...)
}

// list reads all rows into the slice dest.
func (tx *Tx) list(dest any, query string, args ...any) error {
	return tx.tx.SelectContext(tx.ctx, dest, query, args...)
}

// exec runs a statement.
func (tx *Tx) exec(query string, args ...any) error {
	_, err := tx.result(query, args...)
	return err
}

// one runs a statement that must hit exactly one row; else it gives miss, such
// as Stale for a guarded update.
func (tx *Tx) one(miss error, query string, args ...any) error {
	r, err := tx.result(query, args...)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n != 1 {
		return miss
	}
	return nil
}

func (tx *Tx) result(query string, args ...any) (sql.Result, error) {
	return tx.tx.ExecContext(tx.ctx, query, args...)
}

// stale is what a guarded update gives when the version moved on meanwhile.
func stale() error { return officer.Fail(officer.Stale, "form.stale") }

// orStale turns the row that a guarded update did not find into Stale.
func orStale(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return stale()
	}
	return err
}

// Count gives how many rows of a table the scope sees, for tests and the figures of small tables.
func (tx *Tx) Count(table string) (n int, err error) {
	err = tx.get(&n, `select count(*) from `+pq.QuoteIdentifier(table))
	return n, err
}
