package desk_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/lib/pq"

	"officerportal/officer"
)

// BenchmarkSubmit measures cases becoming orders, from several desks at once:
// reading the case, its rules, and the one statement that writes application,
// order, book and mail. Compare with the same inserts by pgbench -M prepared.
func BenchmarkSubmit(b *testing.B) {
	for _, desks := range []int{1, 8} {
		b.Run(fmt.Sprintf("desks=%d", desks), func(b *testing.B) {
			world := newBench(b)
			world.sign(b)
			ids := world.copies(b, b.N)
			ctx := world.as(officer.RoleOfficer)
			var next atomic.Int64
			b.SetParallelism(desks)
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if _, err := world.Submit(ctx, ids[next.Add(1)-1]); err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "orders/s")
		})
	}
}

// copies makes signed cases out of the one there is.
func (b *bench) copies(t testing.TB, n int) []officer.ApplicationID {
	t.Helper()
	ids := make([]officer.ApplicationID, n)
	texts := make([]string, n)
	for i := range ids {
		ids[i] = officer.NewID[officer.ApplicationID]()
		texts[i] = string(ids[i])
	}
	b.Exec(t, `create table wanted (id text)`)
	for len(texts) > 0 {
		batch := texts[:min(1000, len(texts))]
		b.Exec(t, `insert into wanted select unnest($1::text[])`, pq.Array(batch))
		texts = texts[len(batch):]
	}
	b.Exec(t, `insert into applications select (jsonb_populate_record(a, jsonb_build_object('id', w.id))).* from applications a, wanted w where a.id = '`+string(b.id)+`'`)
	b.Exec(t, `drop table wanted`)
	b.Exec(t, `analyze`)
	return ids
}
