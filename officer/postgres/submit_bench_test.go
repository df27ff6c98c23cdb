package postgres_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"sync/atomic"
	"testing"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

const benchDesks = 8

// BenchmarkSubmit compares the transaction that makes an order, from eight desks
// through the portal's store, with the same statements by pgbench -M prepared on
// the same server as the same role. Both figures are orders a second of one run.
func BenchmarkSubmit(b *testing.B) {
	s := dbtest.NewSample(b)
	by := s.Company.Actor(officer.RoleOfficer)
	s.Exec(b, `insert into persons (organisation_id, id, family_name, search_name, created_at) values ($1, 'per_x', 'X', 'X', now())`, s.Company.ID)
	b.Run("portal", func(b *testing.B) {
		signed(b, s, "go", b.N)
		var next atomic.Int64
		b.SetParallelism(benchDesks / 2)
		b.ResetTimer()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if err := submitOne(dbtest.As(by), s, by, next.Add(1)); err != nil {
					b.Error(err)
				}
			}
		})
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "orders/s")
	})
	b.Run("pgbench", func(b *testing.B) {
		each := b.N/benchDesks + 1
		for client := range benchDesks {
			signed(b, s, fmt.Sprintf("p%d", client), each)
		}
		b.ResetTimer()
		rate := pgbench(b, s, each)
		b.ReportMetric(rate, "orders/s")
		b.ReportMetric(1e9/rate, "ns/op")
	})
}

// signed adds cases app_KIND_1 to app_KIND_N that wait to be submitted.
func signed(b *testing.B, s *dbtest.Sample, kind string, n int) {
	b.Helper()
	s.Exec(b, `insert into applications (organisation_id, id, shop_id, product_id, person_id, procedure, status, family_name, given_names, search_name,
			birth_date, created_by, created_at, changed_at, status_since)
		select $1, 'app_' || $5 || '_' || n || '_' || $6::bigint, $2, $3, 'per_x', 'officerident', 'identified', 'Müller', 'Kim', 'MUELLER KIM', '1980-01-01', 'acc_x', now(), now(), now()
		from generate_series(1, $4) n`, s.Company.ID, s.Company.Shop, s.Signature.ID, n, kind, round.Add(1))
}

// round tells the cases of one run of a benchmark from those of the next.
var round atomic.Int64

func submitOne(ctx context.Context, s *dbtest.Sample, by officer.Actor, n int64) error {
	return s.DB.Do(ctx, postgres.ScopeOf(by), func(tx *postgres.Tx) error {
		o := officer.Order{ID: officer.NewID[officer.OrderID](), Application: officer.ApplicationID(fmt.Sprintf("app_go_%d_%d", n, round.Load())), SubmittedBy: by.Account}
		o.Number = officer.OrderNumber(o.ID)
		tx.Record("order.submitted", string(o.ID), "application", o.Application, "number", o.Number)
		id := officer.NewID[officer.MailID]()
		return tx.Submit(o, 1, officer.Mail{ID: id, Recipient: "kim@beispiel.example", Language: "de", Template: "order_submitted",
			Args: map[string]string{"name": "Kim Müller", "number": string(o.Number)}, MessageID: string(id)})
	})
}

// script is what the portal sends: begin, one prepared statement, commit. The
// scope, which the portal sets together with begin, is the connection's here.
const script = `\set i :i + 1
begin;
with sent as (
	update applications set status = 'transmitted', status_since = now(), changed_at = now(), claimed_by = null, claimed_name = '', claimed_at = null, version = version + 1
	where organisation_id = '%[1]s' and id = 'app_p' || :client_id || '_' || :i || '_' || (%[2]d + :client_id) and version = 1 and status in ('identified', 'checked')
	returning organisation_id, id, shop_id, product_id, person_id, account_id, procedure, quantity, family_name, given_names, search_name, birth_date
), ordered as (
	insert into orders (organisation_id, id, number, application_id, shop_id, product_id, person_id, account_id, procedure, quantity, family_name,
		given_names, search_name, birth_date, status, status_since, submitted_by, created_at)
	select organisation_id, 'ord_' || id, 'number ' || id, id, shop_id, product_id, person_id, account_id, procedure, quantity, family_name, given_names, search_name,
		birth_date, 'open', now(), 'acc_x', now() from sent
), booked as (
	insert into events (organisation_id, id, at, kind, subject, actor, actor_name, actor_role, details, request)
	select organisation_id, 'evt_' || id, now(), 'order.submitted', id, 'acc_x', 'Kim', 'officer', '{"number": "x"}', '' from sent
), mailed as (
	insert into mails (id, organisation_id, recipient, language, template, args, message_id, due_at, created_at)
	select 'mai_' || id, organisation_id, 'kim@beispiel.example', 'de', 'order_submitted', '{"name": "Kim Müller", "number": "x"}', id, now(), now() from sent
)
select from sent;
commit;
`

var tps = regexp.MustCompile(`tps = ([0-9.]+)`)

// pgbench runs the script from as many clients as there are desks and gives
// transactions a second, connecting not counted.
func pgbench(b *testing.B, s *dbtest.Sample, each int) float64 {
	b.Helper()
	file := filepath.Join(b.TempDir(), "submit.sql")
	text := fmt.Sprintf(script, s.Company.ID, round.Load()-benchDesks+1)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(tool(b, "pgbench"), "-n", "-M", "prepared", "-c", strconv.Itoa(benchDesks), "-j", "2", "-t", strconv.Itoa(each), "-D", "i=0", "-f", file, s.DSN)
	cmd.Env = append(os.Environ(), fmt.Sprintf("PGOPTIONS=-c role=officer_portal_app -c app.scope=organisation -c app.organisation=%s", s.Company.ID))
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatalf("pgbench: %v\n%s", err, bytes.TrimSpace(out))
	}
	rate, err := strconv.ParseFloat(string(tps.FindSubmatch(out)[1]), 64)
	if err != nil {
		b.Fatal(err)
	}
	if left := dbtest.Get[int](b, s.Database, `select count(*) from applications where id like 'app\_p%' and status = 'identified'`); left > 0 {
		b.Fatalf("pgbench left %d cases", left)
	}
	return rate
}

// tool finds one of PostgreSQL's programs.
func tool(b *testing.B, name string) string {
	b.Helper()
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) == 0 {
		b.Fatalf("%s is missing: it comes with PostgreSQL", name)
	}
	return found[len(found)-1]
}
