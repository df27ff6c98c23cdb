package desk_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
)

// BenchmarkWorkList reads what officers look at all day, with ten thousand and
// with a million orders in the organisation and a hundredth as many open cases.
// The figure to compare is p95-ms of the two sizes in one run.
func BenchmarkWorkList(b *testing.B) {
	for _, orders := range []int{10_000, 1_000_000} {
		s := dbtest.NewSample(b)
		fill(b, s, orders)
		list := &desk.WorkList{Counter: &desk.Counter{DB: s.DB}}
		ctx := s.Company.As(officer.RoleOfficer)
		after := officer.Cursor{At: s.Clock.Now().Add(-time.Duration(orders/2) * time.Second), ID: "ord_"}
		for name, look := range map[string]func() error{
			"cases": func() error { _, err := list.Cases(ctx, officer.CaseFilter{View: officer.ViewOpen}); return err },
			"cases by status": func() error {
				_, err := list.Cases(ctx, officer.CaseFilter{View: officer.ViewWaiting, Status: officer.ApplicationIdentificationDue})
				return err
			},
			"cases of a name": func() error {
				_, err := list.Cases(ctx, officer.CaseFilter{Query: officer.PersonQuery{Name: "Müll"}})
				return err
			},
			"orders":               func() error { _, err := list.Orders(ctx, officer.OrderFilter{}); return err },
			"orders in the middle": func() error { _, err := list.Orders(ctx, officer.OrderFilter{After: after}); return err },
			"orders by status": func() error {
				_, err := list.Orders(ctx, officer.OrderFilter{Status: officer.OrderWaiting})
				return err
			},
			"orders of a name": func() error {
				_, err := list.Orders(ctx, officer.OrderFilter{Query: officer.PersonQuery{Name: "Mül"}})
				return err
			},
		} {
			b.Run(fmt.Sprintf("%s/orders=%d", name, orders), func(b *testing.B) { p95(b, look) })
		}
	}
}

// p95 reports the time that 95 of 100 calls keep within.
func p95(b *testing.B, f func() error) {
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		if err := f(); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100])/1e6, "p95-ms")
}

// fill gives the company so many orders, one a second up to now, and a hundredth
// as many open cases, of five thousand different names.
func fill(b *testing.B, s *dbtest.Sample, orders int) {
	b.Helper()
	s.Exec(b, `insert into persons (organisation_id, id, family_name, given_names, search_name, birth_date, created_at)
		select $1, 'per_' || n, 'Müller ' || n, 'Kim', 'MUELLER ' || n || ' KIM', date '1950-01-01' + n, $2 from generate_series(1, 5000) n`, s.Company.ID, s.Clock.Now())
	s.Exec(b, `insert into applications (organisation_id, id, shop_id, product_id, person_id, procedure, status, family_name, given_names, search_name,
			birth_date, created_by, created_at, changed_at, status_since)
		select $1, 'app_' || n, $2, $3, 'per_' || n % 5000 + 1, 'officerident',
			case when n % 100 > 0 then 'transmitted' when n % 300 = 0 then 'draft' else 'identification_due' end,
			'Müller ' || n % 5000 + 1, 'Kim', 'MUELLER ' || n % 5000 + 1 || ' KIM', date '1950-01-01' + n % 5000, 'acc_x', t, t, t
		from (select n, $4::timestamptz - n * interval '1 second' as t from generate_series(1, $5) n) x`, s.Company.ID, s.Company.Shop, s.Signature.ID, s.Clock.Now(), orders)
	s.Exec(b, `insert into orders (organisation_id, id, number, application_id, shop_id, product_id, person_id, procedure, family_name, given_names, search_name,
			birth_date, status, status_since, submitted_by, created_at)
		select organisation_id, 'ord_' || substr(id, 5), id, id, shop_id, product_id, person_id, procedure, family_name, given_names, search_name, birth_date,
			(array['open', 'waiting', 'in_production', 'dispatched', 'completed'])[1 + ascii(right(id, 1)) % 5], status_since, created_by, created_at
		from applications where status = 'transmitted' and organisation_id = $1`, s.Company.ID)
	s.Exec(b, `vacuum analyze persons, applications, orders`)
}
