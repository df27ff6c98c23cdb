package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/postgres"
)

func clone(t testing.TB) string {
	root := "host=/tmp/pgme user=postgres sslmode=disable dbname="
	db, err := sql.Open("postgres", root+"postgres")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	name := "t_" + strings.TrimPrefix(string(officer.NewID[officer.JobID]()), "job_")
	if _, err := db.Exec("create database " + name); err != nil {
		t.Fatal(err)
	}
	if _, err := postgres.Migrate(context.Background(), root+name); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(root, name)
}
