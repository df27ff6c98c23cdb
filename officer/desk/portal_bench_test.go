package desk_test

import (
	"fmt"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
)

// BenchmarkDashboard reads what an applicant sees first, their lists and one
// order, with ten thousand and with a million orders in the organisation where
// theirs is. The figure to compare is p95-ms of the two sizes in one run.
func BenchmarkDashboard(b *testing.B) {
	for _, orders := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprintf("orders=%d", orders), func(b *testing.B) {
			s := dbtest.NewSample(b)
			fill(b, s, orders)
			me := s.Applicant(b)
			order := own(b, s, me)
			portal := &desk.Portal{Counter: &desk.Counter{DB: s.DB}}
			ctx := dbtest.As(me)
			for name, look := range map[string]func() error{
				"dashboard": func() error { _, err := portal.Dashboard(ctx); return err },
				"archive": func() error {
					_, err := portal.Orders(ctx, officer.OwnOrderFilter{Statuses: officer.Archived})
					return err
				},
				"ended":     func() error { _, err := portal.Ended(ctx); return err },
				"one order": func() error { _, err := portal.Order(ctx, order); return err },
			} {
				b.Run(name, func(b *testing.B) { p95(b, look) })
			}
		})
	}
}

// own gives an applicant one order of each status among all of the company's,
// with lines in its book, a draft, and a case at its desk.
func own(b *testing.B, s *dbtest.Sample, me officer.Actor) (order officer.OrderID) {
	b.Helper()
	s.Exec(b, `with mine as (select o.id, o.application_id, row_number() over () as n from orders o where o.organisation_id = $1 order by o.created_at desc limit 7)
		, a as (update applications set account_id = $2 where organisation_id = $1 and id in (select application_id from mine))
		update orders o set account_id = $2, status = (array['open', 'waiting', 'in_production', 'dispatched', 'completed', 'withdrawn', 'rejected'])[mine.n]
		from mine where o.organisation_id = $1 and o.id = mine.id`, s.Company.ID, me.Account)
	s.Exec(b, `update applications set account_id = $2 where organisation_id = $1 and id in (select id from applications where organisation_id = $1 and status = 'identification_due' limit 1)`, s.Company.ID, me.Account)
	s.Exec(b, `update applications set account_id = $2, created_by = $2 where organisation_id = $1 and id in (select id from applications where organisation_id = $1 and status = 'draft' limit 1)`, s.Company.ID, me.Account)
	s.Exec(b, `insert into events (organisation_id, id, at, kind, subject, actor) select organisation_id, 'evt_' || id, created_at, 'order.submitted', id, 'acc_x' from orders where organisation_id = $1`, s.Company.ID)
	s.Exec(b, `vacuum analyze applications, orders, events`)
	return dbtest.Get[officer.OrderID](b, s.Database, `select id from orders where account_id = $1 and status = 'open'`, me.Account)
}
