// Package cluster runs PostgreSQL for the portal, so that one command is enough
// to try it: it finds the system's PostgreSQL binaries, makes a data directory,
// starts the server as a child process, starts it again when it dies and stops
// it with the portal, even when the portal is killed.
//
// It refuses to know what is stored. It never deletes a data directory, never
// changes one made by another major version, and never listens on a network
// address: the only way in is a unix socket in a directory that nobody but the
// server's user (and root) can enter. Linux only, as its promise about killed
// portals rests on the parent-death signal.
package cluster

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Superuser is the role that owns a cluster made here.
const Superuser = "postgres"

// Options say where a cluster lives and how it runs.
type Options struct {
	// DataDir holds everything of one cluster: data, socket, lock. It is made when missing.
	DataDir string
	// BinDir, if given, is the only place where PostgreSQL's binaries are looked for.
	BinDir string
	// Settings are further server settings; they win over the built-in ones.
	Settings map[string]string
	// FastUnsafe gives up durability for speed: a crash of the machine loses the data. For tests.
	FastUnsafe bool
	// Log takes the server's messages; nil keeps them silent. Statements and their values are never logged.
	Log *slog.Logger
}

// A Cluster is a running PostgreSQL server: the one this process started, or
// one that another portal process runs on the same data directory. Its methods
// may be called concurrently.
type Cluster struct {
	opts   Options
	data   string // the server's own directory, <DataDir>/data
	socket string // directory of the unix socket; fixed once Start has returned
	log    *slog.Logger

	shared   atomic.Bool
	restarts atomic.Int64

	up       chan error // what Start waits for, sent once
	told     bool       // whether up was sent; of the supervising goroutine
	lock     *os.File   // held while this process is the one that runs the server; of the supervising goroutine
	stop     chan struct{}
	hurry    chan struct{}
	done     chan struct{}
	stopOnce sync.Once
	rush     sync.Once
}

// Start gives a running cluster for opts.DataDir, making it first if there is
// none, and sharing it if another process runs it already. It returns when the
// server answers. The end of ctx gives up a start that is under way and means
// nothing later: use [Cluster.Stop].
//
// Errors: [ErrMissing] without PostgreSQL binaries, [ErrVersion] when the data
// belong to a major version that is not installed.
func Start(ctx context.Context, opts Options) (*Cluster, error) {
	if opts.DataDir == "" {
		return nil, errors.New("cluster: no data directory given")
	}
	dir, err := filepath.Abs(opts.DataDir)
	if err != nil {
		return nil, fmt.Errorf("cluster: %w", err)
	}
	if err := makeHome(dir); err != nil {
		return nil, fmt.Errorf("cluster: %w", err)
	}
	opts.DataDir = dir
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	c := &Cluster{
		opts: opts, data: filepath.Join(dir, "data"), log: opts.Log,
		up: make(chan error, 1), stop: make(chan struct{}), hurry: make(chan struct{}), done: make(chan struct{}),
	}
	go c.supervise()
	if err := c.await(ctx); err != nil {
		return nil, err
	}
	return c, nil
}

// Attach gives the cluster that another process runs on a data directory,
// waiting for it to answer until ctx ends. It never starts one.
func Attach(ctx context.Context, dataDir string) (*Cluster, error) {
	dir, err := filepath.Abs(dataDir)
	if err != nil {
		return nil, fmt.Errorf("cluster: %w", err)
	}
	c := &Cluster{data: filepath.Join(dir, "data"), stop: make(chan struct{}), done: make(chan struct{})}
	close(c.done)
	c.shared.Store(true)
	for {
		if p := readPidFile(c.data); p.status == statusReady && answers(p.socket) {
			c.socket = p.socket
			return c, nil
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("cluster: nobody runs PostgreSQL in %s: %w", c.data, context.Cause(ctx))
		case <-time.After(quick):
		}
	}
}

// await waits for the first answer of the supervisor.
func (c *Cluster) await(ctx context.Context) error {
	select {
	case err := <-c.up:
		if err != nil {
			<-c.done
			return fmt.Errorf("cluster: %w", err)
		}
		return nil
	case <-ctx.Done():
		cause := context.Cause(ctx)
		c.Stop(ctx)
		return fmt.Errorf("cluster: PostgreSQL in %s is not up yet: %w", c.data, cause)
	}
}

// Shared reports whether another process runs the server. That changes when
// the other process ends: this one then starts the server again by itself, at
// the same address.
func (c *Cluster) Shared() bool { return c.shared.Load() }

// Restarts counts how often this process had to start the server again after
// it had ended by itself.
func (c *Cluster) Restarts() int { return int(c.restarts.Load()) }

// DSN names a database of the cluster for lib/pq, as key=value pairs. It stays
// the same over restarts.
func (c *Cluster) DSN(database, user string) string {
	return fmt.Sprintf("host=%s port=%s dbname=%s user=%s sslmode=disable",
		quote(c.socket), port, quote(database), quote(user))
}

// quote follows libpq, 34.1.1.1 Keyword/Value Connection Strings.
func quote(value string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(value) + "'"
}

// CreateDatabase makes an empty UTF-8 database of that name, unless there is one.
func (c *Cluster) CreateDatabase(ctx context.Context, name string) error {
	err := query(ctx, c.socket, login{Superuser, "postgres"}, `create database "`+strings.ReplaceAll(name, `"`, `""`)+`"`)
	var refused *serverError
	if errors.As(err, &refused) && refused.code == duplicateDatabase {
		return nil
	}
	if err != nil {
		return fmt.Errorf("cluster: create database %s: %w", name, err)
	}
	return nil
}

// Ping reports whether the server lets people in.
func (c *Cluster) Ping(ctx context.Context) error {
	return query(ctx, c.socket, login{Superuser, "postgres"}, "")
}

// Stop ends the server in good order if this process runs it; a shared one is
// left alone. When ctx ends first, open connections and the final checkpoint
// are cut short (the next start then recovers) and ctx's error is returned.
// Further calls do nothing.
func (c *Cluster) Stop(ctx context.Context) error {
	c.stopOnce.Do(func() { close(c.stop) })
	select {
	case <-c.done:
		return nil
	case <-ctx.Done():
	}
	c.rush.Do(func() { close(c.hurry) })
	select {
	case <-c.done:
		return fmt.Errorf("cluster: stopped in a hurry: %w", ctx.Err())
	case <-time.After(hurryLimit):
		return fmt.Errorf("cluster: PostgreSQL in %s does not stop: %w", c.data, ctx.Err())
	}
}

// DefaultDataDir is where the portal keeps its data when nobody says
// otherwise: a system directory for root (a folder under /root cannot be
// entered by the server's user), the user's data directory else, and nothing
// for a user without a home.
func DefaultDataDir() string {
	if os.Geteuid() == 0 {
		return "/var/lib/officer-portal"
	}
	if base := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(base) {
		return filepath.Join(base, "officer-portal")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".local", "share", "officer-portal")
}
