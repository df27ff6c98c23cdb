// Package dbtest gives tests a real database of the portal's schema, worked as
// the app's role, and looks behind the app's back as the tables' owner.
package dbtest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"officerportal/officer/postgres"
	"officerportal/officer/postgres/cluster"
	"officerportal/officer/postgres/pgtest"
)

// A Database is a test's own.
type Database struct {
	DB    *postgres.DB
	DSN   string // as the owner of the tables
	Clock *Clock
	owner *sqlx.DB
}

// A Clock stands where a test puts it.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now gives the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set puts the clock.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// Advance puts the clock forward.
func (c *Clock) Advance(d time.Duration) { c.Set(c.Now().Add(d)) }

// New gives a fresh database with the schema and nothing else in it. Its clock
// starts at the real time and stands still.
func New(t testing.TB) *Database {
	t.Helper()
	return open(t, schema.Clone(t).DSN(cluster.Superuser))
}

// NewFilled is New with what fill puts in, which is done once for each name: see
// [pgtest.Template].
func NewFilled(t testing.TB, name string, fill func(ctx context.Context, dsn string) error) *Database {
	t.Helper()
	filled := pgtest.Template{Name: name, Build: func(ctx context.Context, dsn string) error {
		return errors.Join(schema.Build(ctx, dsn), fill(ctx, dsn))
	}}
	return open(t, filled.Clone(t).DSN(cluster.Superuser))
}

func open(t testing.TB, dsn string) *Database {
	t.Helper()
	d := &Database{DSN: dsn, Clock: &Clock{now: time.Now().UTC().Truncate(time.Microsecond)}}
	var err error
	if d.owner, err = sqlx.Connect("postgres", dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.owner.Close() })
	if d.DB, err = postgres.Open(context.Background(), dsn, d.Clock.Now); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.DB.Close() })
	return d
}

// Exec runs a statement as the owner; row level security does not hold it back.
func (d *Database) Exec(t testing.TB, query string, args ...any) {
	t.Helper()
	if _, err := d.owner.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// Select reads rows as the owner into the slice dest.
func (d *Database) Select(t testing.TB, dest any, query string, args ...any) {
	t.Helper()
	if err := d.owner.Select(dest, query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// Get reads one value as the owner.
func Get[T any](t testing.TB, d *Database, query string, args ...any) (v T) {
	t.Helper()
	if err := d.owner.Get(&v, query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

// Count gives how many rows of a table a scope sees.
func (d *Database) Count(t testing.TB, s postgres.Scope, table string) (n int) {
	t.Helper()
	err := d.DB.View(context.Background(), s, func(tx *postgres.Tx) (err error) {
		n, err = tx.Count(table)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// AsApp runs a statement as the app's role in a scope, as a fault in the portal
// would: grants, row level security and constraints are all that is in its way.
func (d *Database) AsApp(t testing.TB, s postgres.Scope, query string) error {
	t.Helper()
	tx, err := d.owner.Beginx()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec(`set local role officer_portal_app`); err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(`select set_config('app.scope', $1, true), set_config('app.organisation', $2, true), set_config('app.account', $3, true)`,
		s.Kind, string(s.Organisation), string(s.Account)); err != nil {
		t.Fatal(err)
	}
	_, err = tx.Exec(query)
	return err
}
