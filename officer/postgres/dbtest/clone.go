package dbtest

import (
	"context"
	"testing"

	"officerportal/migrations"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/cluster"
	"officerportal/officer/postgres/pgtest"
)

// clone gives the address, as the owner of the tables, of a fresh copy of the
// schema, which is built once for each set of migrations.
func clone(t testing.TB) string {
	t.Helper()
	schema := pgtest.Template{Name: migrations.Digest(), Build: func(ctx context.Context, dsn string) error {
		_, err := postgres.Migrate(ctx, dsn)
		return err
	}}
	return schema.Clone(t).DSN(cluster.Superuser)
}
