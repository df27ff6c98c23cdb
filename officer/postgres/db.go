package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"time"
	"unicode"

	"github.com/jmoiron/sqlx"
	"github.com/jmoiron/sqlx/reflectx"
	"github.com/lib/pq"

	"officerportal/officer"
)

// Pool sizes measured for a desk-sized machine: unbounded pools make requests
// fail under load, and two idle connections (the default) make them reconnect.
const poolSize = 16

// statementDeadline ends a statement that hangs.
const statementDeadline = 5 * time.Second

// tries is how often a transaction is tried when it lost a race (40001, 40P01).
const tries = 4

// A DB is the portal's database, worked as the role that owns nothing.
type DB struct {
	db         *sqlx.DB
	now        func() time.Time
	statements *atomic.Int64
}

// Open connects to a database whose schema is in place. The clock gives each
// transaction its time.
func Open(ctx context.Context, dsn string, clock func() time.Time) (*DB, error) {
	c, err := newConnector(dsn, statementDeadline.Milliseconds())
	if err != nil {
		return nil, err
	}
	raw := sql.OpenDB(c)
	raw.SetMaxOpenConns(poolSize)
	raw.SetMaxIdleConns(poolSize)
	raw.SetConnMaxIdleTime(5 * time.Minute)
	db := sqlx.NewDb(raw, "postgres")
	db.Mapper = reflectx.NewMapperFunc("db", column)
	d := &DB{db: db, now: clock, statements: &c.statements}
	if err := d.checkRole(ctx); err != nil {
		raw.Close()
		return nil, err
	}
	return d, nil
}

// Close ends all connections.
func (d *DB) Close() error { return d.db.Close() }

// Ping reports whether the database answers.
func (d *DB) Ping(ctx context.Context) error { return d.db.PingContext(ctx) }

// Stats gives the pool's figures.
func (d *DB) Stats() sql.DBStats { return d.db.Stats() }

// Statements gives how many statements ran so far, without begin and commit. A
// page's share of it should be small, and the same for ten rows as for a million.
func (d *DB) Statements() int64 { return d.statements.Load() }

// checkRole refuses to work as a role for which row level security does not hold.
func (d *DB) checkRole(ctx context.Context) error {
	var r struct {
		Name   string
		Super  bool
		Bypass bool
		Owns   bool
	}
	err := d.db.GetContext(ctx, &r, `select rolname as name, rolsuper as super, rolbypassrls as bypass,
		exists (select from pg_class where relowner = pg_roles.oid and relnamespace = 'public'::regnamespace) as owns
		from pg_roles where rolname = current_user`)
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	if r.Super || r.Bypass || r.Owns {
		return fmt.Errorf("database: the role %q could bypass row level security; the portal works as %q only", r.Name, appRole)
	}
	return nil
}

// column gives a field's column name: BirthDate → birth_date, TOTPSealed → totp_sealed.
func column(field string) string {
	var b strings.Builder
	runes := []rune(field)
	for i, r := range runes {
		if unicode.IsUpper(r) && i > 0 {
			nextLower := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if unicode.IsLower(runes[i-1]) || nextLower {
				b.WriteByte('_')
			}
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// Do runs f in one transaction and commits it, or nothing. A transaction that
// lost a race is run again, so f must not keep what an earlier try gave it.
func (d *DB) Do(ctx context.Context, s Scope, f func(*Tx) error) error {
	return d.run(ctx, s, nil, f)
}

// View runs f in a read-only transaction.
func (d *DB) View(ctx context.Context, s Scope, f func(*Tx) error) error {
	return d.run(ctx, s, &sql.TxOptions{ReadOnly: true}, f)
}

func (d *DB) run(ctx context.Context, s Scope, opts *sql.TxOptions, f func(*Tx) error) error {
	ctx = context.WithValue(ctx, scopeKey{}, s)
	for try := 1; ; try++ {
		err := d.once(ctx, s, opts, f)
		if err == nil || !lostRace(err) || try == tries {
			return translate(err)
		}
		pause := time.Duration(try*try) * time.Millisecond * time.Duration(2+rand.IntN(8))
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return translate(err)
		}
	}
}

func (d *DB) once(ctx context.Context, s Scope, opts *sql.TxOptions, f func(*Tx) error) error {
	raw, err := d.db.BeginTxx(ctx, opts)
	if err != nil {
		return err
	}
	defer raw.Rollback() // after a commit this does nothing
	actor, _ := officer.ActorFrom(ctx)
	tx := &Tx{Scope: s, Actor: actor, Now: d.now().UTC().Truncate(time.Microsecond), ctx: ctx, tx: raw}
	if err := f(tx); err != nil {
		return err
	}
	if err := tx.flush(); err != nil {
		return err
	}
	return raw.Commit()
}

func lostRace(err error) bool {
	var e *pq.Error
	return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01")
}
