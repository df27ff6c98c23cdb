package dbtest

import (
	"context"

	"officerportal/migrations"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/pgtest"
)

// schema is built once for each set of migrations, and copied for each test.
var schema = pgtest.Template{Name: migrations.Digest(), Build: func(ctx context.Context, dsn string) error {
	_, err := postgres.Migrate(ctx, dsn)
	return err
}}
