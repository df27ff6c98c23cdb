package postgres_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

// networks is from how many addresses people redeem codes at a time.
const networks = 64

// BenchmarkRedeem compares redeeming a code, from eight people at a time, with the
// same statements by pgbench -M prepared on the same server as the same role: two
// counts, the one statement that redeems, two counts given back, a line in the
// person's own book. Both figures are redemptions a second of one run.
func BenchmarkRedeem(b *testing.B) {
	s := dbtest.NewSample(b)
	b.Run("portal", func(b *testing.B) {
		redeemable(b, s, "go", b.N)
		var next atomic.Int64
		b.SetParallelism(benchDesks / 2)
		b.ResetTimer()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if err := redeemOne(s, next.Add(1)); err != nil {
					b.Error(err)
				}
			}
		})
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "redemptions/s")
	})
	b.Run("pgbench", func(b *testing.B) {
		each := b.N/benchDesks + 1
		for client := range benchDesks {
			redeemable(b, s, fmt.Sprintf("p%d", client), each)
		}
		b.ResetTimer()
		rate := pgbenchRedeem(b, s, each)
		b.ReportMetric(rate, "redemptions/s")
		b.ReportMetric(1e9/rate, "ns/op")
	})
}

// redeemable adds codes with the digests KIND_1_ROUND to KIND_N_ROUND.
func redeemable(b *testing.B, s *dbtest.Sample, kind string, n int) {
	b.Helper()
	s.Exec(b, `insert into order_codes (organisation_id, id, shop_id, product_id, digest, uses, created_by, created_at)
		select $1, 'orc_' || $5 || '_' || n || '_' || $6::bigint, $2, $3, $5 || '_' || n || '_' || $6::bigint, 1, 'acc_x', now() from generate_series(1, $4) n`,
		s.Company.ID, s.Company.Shop, s.Signature.ID, n, kind, round.Add(1))
	s.Exec(b, `analyze order_codes`)
}

func redeemOne(s *dbtest.Sample, n int64) error {
	who := officer.Actor{Account: officer.NewID[officer.AccountID](), Name: "Kim Meier"}
	counts := map[string]officer.Throttle{"a." + string(who.Account): officer.ThrottleOrderCode, fmt.Sprint("n.", n%networks): officer.ThrottleOrderAddress}
	return s.DB.Do(dbtest.As(who), postgres.System, func(tx *postgres.Tx) error {
		for key, throttle := range counts {
			if _, err := tx.Try(key, throttle); err != nil {
				return err
			}
		}
		_, fresh, err := tx.RedeemCode(officer.CodeTry{Account: who.Account, Name: who.Name, Email: "kim@beispiel.example", Digests: []string{fmt.Sprintf("go_%d_%d", n, round.Load())},
			Redemption: officer.NewID[officer.RedemptionID](), Event: officer.NewID[officer.EventID](), At: tx.Now})
		if err != nil || !fresh {
			return fmt.Errorf("code %d: %v %w", n, fresh, err)
		}
		tx.Record("order_code.redeemed", string(who.Account), "redemption", "red_x")
		for key := range counts {
			if err := tx.Refund(key); err != nil {
				return err
			}
		}
		return nil
	})
}

// redeemScript is what the portal sends, with values of pgbench's own.
const redeemScript = `\set i :i + 1
\set n :i %% 64
begin;
%[1]s
with found as materialized (
	select organisation_id, id from order_codes where digest = any (array['p' || :client_id || '_' || :i || '_' || (%[3]d + :client_id)])
), mine as (
	select r.organisation_id, r.id, r.code_id, r.redeemed_at from redemptions r
	join found f on f.organisation_id = r.organisation_id and f.id = r.code_id where r.account_id = 'acc_' || :client_id || '_' || :i
), used as (
	update order_codes c set used = c.used + 1 from found f
	where c.organisation_id = f.organisation_id and c.id = f.id and not exists (select from mine)
		and c.status = 'active' and c.used < c.uses and (c.expires_at is null or c.expires_at > now())
		and (c.email_key = '' or c.email_key = 'kim@beispiel.example') and (c.domain = '' or c.domain = any (array['beispiel.example']))
		and exists (select from shops s
			join organisations o on o.id = s.organisation_id and o.status = 'active'
			join shop_products sp on sp.organisation_id = s.organisation_id and sp.shop_id = s.id and sp.product_id = c.product_id
			join products p on p.id = sp.product_id and p.active
			where s.organisation_id = c.organisation_id and s.id = c.shop_id and s.status = 'open'
				and (s.opens_at is null or s.opens_at <= now()) and (s.closes_at is null or s.closes_at > now()))
	returning c.organisation_id, c.id
), redeemed as (
	insert into redemptions (organisation_id, id, code_id, account_id, name, email, redeemed_at)
	select organisation_id, 'red_' || id, id, 'acc_' || :client_id || '_' || :i, 'Kim Meier', 'kim@beispiel.example', now() from used returning organisation_id, id, code_id, redeemed_at
), booked as (
	insert into events (organisation_id, id, at, kind, subject, actor, actor_name, actor_role, details, request)
	select organisation_id, 'evt_' || id, now(), 'order_code.redeemed', id, 'acc_x', 'Kim Meier', 'applicant', '{"redemption": "red_x"}', '' from used
)
select organisation_id, id, code_id, redeemed_at, true from redeemed union all select organisation_id, id, code_id, redeemed_at, false from mine;
%[2]s
insert into account_events (account_id, id, at, kind, details, request)
	values ('acc_' || :client_id || '_' || :i, 'evt_' || %[3]d, now(), 'order_code.redeemed', '{"redemption": "red_x"}', '');
commit;
`

// counted and givenBack are the two counts of a try.
func counted() (tries, refunds string) {
	for _, key := range []string{`'a.' || :client_id || '_' || :i`, `'n.' || :n`} {
		tries += `insert into throttles as t (key, tries, first_at, last_at, free_at) values (` + key + `, 1, now(), now(), now())
			on conflict (key) do update set tries = case when t.last_at < now() - interval '1 day' then 1 else t.tries + 1 end, refused = 0,
				first_at = case when t.last_at < now() - interval '1 day' then now() else t.first_at end, last_at = now(),
				free_at = now() + make_interval(secs => (array[0, 0, 0, 0, 30, 60, 120, 240, 480, 900]::float8[])[least(case when t.last_at < now() - interval '1 day' then 1 else t.tries + 1 end, 4)])
			where t.free_at <= now() returning tries;` + "\n"
		refunds += `update throttles set tries = greatest(tries - 1, 0), free_at = least(free_at, last_at) where key = ` + key + ";\n"
	}
	return tries, refunds
}

func pgbenchRedeem(b *testing.B, s *dbtest.Sample, each int) float64 {
	b.Helper()
	tries, refunds := counted()
	file := filepath.Join(b.TempDir(), "redeem.sql")
	text := fmt.Sprintf(redeemScript, tries, refunds, round.Load()-benchDesks+1)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	cmd := exec.CommandContext(context.Background(), tool(b, "pgbench"), "-n", "-M", "prepared", "-c", strconv.Itoa(benchDesks), "-j", "2", "-t", strconv.Itoa(each), "-D", "i=0", "-f", file, s.DSN)
	cmd.Env = append(os.Environ(), "PGOPTIONS=-c role=officer_portal_app -c app.scope=system")
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatalf("pgbench: %v\n%s", err, strings.TrimSpace(string(out)))
	}
	rate, err := strconv.ParseFloat(string(tps.FindSubmatch(out)[1]), 64)
	if err != nil {
		b.Fatal(err)
	}
	if left := dbtest.Get[int](b, s.Database, `select count(*) from order_codes where digest like 'p%' and used = 0`); left > 0 {
		b.Fatalf("pgbench left %d codes", left)
	}
	return rate
}
