package postgres

import (
	"database/sql"
	"errors"
	"time"

	"github.com/lib/pq"

	"officerportal/officer"
)

// Try takes one try under a key and gives how many there have been, or refuses
// with TooMany when its time has not come and gives how many came too early in
// this wait. It counts before anything is verified, and tries under one key go
// through one after the other, so that fifty at once get no further than fifty
// in a row. Refused tries prolong nothing. While tries are free none waits for
// another: of two at the same moment the later one may have begun before.
func (tx *Tx) Try(key string, t officer.Throttle) (n int, err error) {
	waits := pq.Float64Array{}
	for _, w := range t.Waits() {
		waits = append(waits, w.Seconds())
	}
	err = tx.get(&n, `insert into throttles as t (key, tries, first_at, last_at, free_at)
		values ($1, 1, $2, $2, $2::timestamptz + make_interval(secs => ($3::float8[])[1]))
		on conflict (key) do update set
			tries = case when t.last_at < $4 then 1 else t.tries + 1 end,
			refused = 0,
			first_at = case when t.last_at < $4 then $2 else t.first_at end,
			last_at = $2,
			free_at = $2::timestamptz + make_interval(secs => ($3::float8[])[least(case when t.last_at < $4 then 1 else t.tries + 1 end, cardinality($3::float8[]))])
		where t.free_at <= $2 or coalesce(($3::float8[])[least(t.tries, cardinality($3::float8[]))], 0) = 0
		returning tries`, key, tx.Now, waits, tx.Now.Add(-t.Forget))
	if errors.Is(err, sql.ErrNoRows) {
		return tx.refuseTry(key)
	}
	return n, err
}

func (tx *Tx) refuseTry(key string) (int, error) {
	var r struct {
		Refused int
		FreeAt  time.Time
	}
	if err := tx.get(&r, `update throttles set refused = refused + 1 where key = $1 returning refused, free_at`, key); err != nil {
		return 0, err
	}
	return r.Refused, officer.TriesSpent(tx.Now, r.FreeAt)
}

// Forgive forgets the tries under a key, after one that was right.
func (tx *Tx) Forgive(key string) error {
	return tx.exec(`delete from throttles where key = $1`, key)
}

// Refund gives back one try, after one that was right, where others use the
// same key: they keep what they have spent.
func (tx *Tx) Refund(key string) error {
	return tx.exec(`update throttles set tries = greatest(tries - 1, 0), free_at = least(free_at, last_at) where key = $1`, key)
}
