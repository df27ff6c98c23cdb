// Package pgtest gives tests real databases: a template is built once and
// cloned for each test in some ten milliseconds.
//
// All test binaries of a user share one PostgreSQL, under the directory for
// temporary files and without durability. It belongs to none of them: a keeper
// process runs it, see keep. A test without PostgreSQL fails, it never skips.
//
// The package knows no schema: whoever calls it says how a template is built.
package pgtest

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"regexp"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/lib/pq" // the driver behind every database here

	"officerportal/officer/postgres/cluster"
)

// limit is how long a test waits for its database at the very most; building a
// template on a busy machine is the longest part.
const limit = 2 * time.Minute

// A Template is a database to make clones of.
type Template struct {
	// Name is a digest of everything Build does, of 1 to 40 characters a–z, 0–9:
	// a template of that name is not built again, not even by a later run.
	Name string
	// Build fills the empty database at dsn, as superuser. It may make roles,
	// which all databases share, and must close its connections.
	Build func(ctx context.Context, dsn string) error
}

// A Database is one test's own.
type Database struct {
	name   string
	server *cluster.Cluster
}

// DSN is the address of the database for lib/pq.
func (d *Database) DSN(user string) string { return d.server.DSN(d.name, user) }

// DSN gives the address, as superuser, of an empty database that exists until the test ends.
func DSN(t testing.TB) string {
	t.Helper()
	return Template{Name: "empty", Build: func(context.Context, string) error { return nil }}.
		Clone(t).DSN(cluster.Superuser)
}

// Clone makes a copy of the template that exists until the test ends.
func (tpl Template) Clone(t testing.TB) *Database {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	server, err := connect(ctx)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	name, err := tpl.clone(ctx, server)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		defer cancel()
		if err := drop(ctx, server, name); err != nil {
			t.Errorf("pgtest: %v", err)
		}
	})
	return &Database{name, server}
}

var (
	digest = regexp.MustCompile(`^[a-z0-9]{1,40}$`)
	clones atomic.Int64
)

func (tpl Template) clone(ctx context.Context, server *cluster.Cluster) (name string, err error) {
	if !digest.MatchString(tpl.Name) {
		return "", fmt.Errorf("template name %q: want 1 to 40 of a–z, 0–9", tpl.Name)
	}
	name = fmt.Sprintf("clone_%d_%d", os.Getpid(), clones.Add(1))
	return name, admin(ctx, server, func(conn *sql.Conn) error {
		if err := tpl.ensure(ctx, server, conn); err != nil {
			return fmt.Errorf("template %s: %w", tpl.Name, err)
		}
		return execute(ctx, conn, "create database "+name+" template template_"+tpl.Name)
	})
}

func drop(ctx context.Context, server *cluster.Cluster, name string) error {
	return admin(ctx, server, func(conn *sql.Conn) error {
		return execute(ctx, conn, "drop database "+name+" with (force)")
	})
}

// ensure builds the template unless somebody has, one builder at a time. It
// gets its name when it is whole.
func (tpl Template) ensure(ctx context.Context, server *cluster.Cluster, conn *sql.Conn) error {
	if there, err := tpl.exists(ctx, conn); there || err != nil {
		return err
	}
	if err := execute(ctx, conn, "select pg_advisory_lock(1)"); err != nil { // until conn is closed
		return err
	}
	if there, err := tpl.exists(ctx, conn); there || err != nil {
		return err
	}
	if err := execute(ctx, conn, "drop database if exists template_new with (force)", "create database template_new"); err != nil {
		return err
	}
	if err := tpl.Build(ctx, server.DSN("template_new", cluster.Superuser)); err != nil {
		return err
	}
	return execute(ctx, conn,
		"alter database template_new allow_connections false",
		"alter database template_new rename to template_"+tpl.Name)
}

func (tpl Template) exists(ctx context.Context, conn *sql.Conn) (there bool, err error) {
	err = conn.QueryRowContext(ctx, "select exists (select from pg_database where datname = $1)", "template_"+tpl.Name).Scan(&there)
	return there, err
}

// admin works on one connection and closes it. There is no pool, so that
// nothing is left running for a test that looks for leaked goroutines.
func admin(ctx context.Context, server *cluster.Cluster, work func(*sql.Conn) error) error {
	db, err := sql.Open("postgres", server.DSN("postgres", cluster.Superuser))
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return work(conn)
}

func execute(ctx context.Context, conn *sql.Conn, statements ...string) error {
	for _, s := range statements {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}
