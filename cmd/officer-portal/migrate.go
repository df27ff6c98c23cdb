package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"officerportal/officer/postgres"
	"officerportal/officer/postgres/cluster"
)

// database is a running PostgreSQL with the portal's schema.
type database struct {
	db      *postgres.DB
	dsn     string           // as the owner of the tables
	cluster *cluster.Cluster // the portal's own; nil for a configured address
}

// ownDatabase is the name of the database in the portal's own PostgreSQL.
const ownDatabase = "officer_portal"

// openDatabase starts the portal's own PostgreSQL unless an address is given,
// brings the schema up to date, and connects as the role that owns nothing.
func openDatabase(ctx context.Context, address, dataDir string, log *slog.Logger) (*database, error) {
	d := &database{dsn: address}
	if address == "" {
		if err := d.startOwn(ctx, dataDir, log); err != nil {
			return nil, err
		}
	}
	applied, err := postgres.Migrate(ctx, d.dsn)
	if err != nil {
		d.close()
		return nil, err
	}
	if applied > 0 {
		log.Info("schema brought up to date", "migrations", applied)
	}
	if d.db, err = postgres.Open(ctx, d.dsn, time.Now); err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

func (d *database) startOwn(ctx context.Context, dataDir string, log *slog.Logger) (err error) {
	d.cluster, err = cluster.Start(ctx, cluster.Options{DataDir: dataDir, Log: log})
	if err != nil {
		return fmt.Errorf("own PostgreSQL: %w", err)
	}
	if err := d.cluster.CreateDatabase(ctx, ownDatabase); err != nil {
		d.close()
		return fmt.Errorf("own PostgreSQL: %w", err)
	}
	d.dsn = d.cluster.DSN(ownDatabase, "postgres")
	return nil
}

// stopWithin is how long PostgreSQL may take to write its last checkpoint.
const stopWithin = 30 * time.Second

func (d *database) close() error {
	var errs []error
	if d.db != nil {
		errs = append(errs, d.db.Close())
	}
	if d.cluster != nil {
		ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
		defer cancel()
		errs = append(errs, d.cluster.Stop(ctx))
	}
	return errors.Join(errs...)
}

// migrateCommand brings the schema up to date and ends.
type migrateCommand struct {
	databaseFlags
	logFlags
}

// Run migrates.
func (m *migrateCommand) Run(ctx context.Context) error {
	var f faults
	address, log := m.address(&f), m.logger(&f)
	if err := f.err(); err != nil {
		return err
	}
	d, err := openDatabase(ctx, address, orDefault(m.DataDir, cluster.DefaultDataDir()), log)
	if err != nil {
		return err
	}
	fmt.Println("The schema is up to date.")
	return d.close()
}
