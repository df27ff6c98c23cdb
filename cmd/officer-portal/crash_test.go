package main

import (
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"officerportal/officer"
)

// TestCrashesLoseNoOrderAndDoubleNone submits five hundred cases from eight
// desks while the portal is killed, and PostgreSQL is killed, in the middle of
// it. Whoever saw a confirmation has an order; every case has exactly one, with
// exactly one line in the book and one mail; and the portal is back in ten seconds.
func TestCrashesLoseNoOrderAndDoubleNone(t *testing.T) {
	const cases, desks = 500, 8
	p := newPortal(t)
	p.start(t)
	db := p.owner(t)
	officerOf, ids := signedCases(t, db, cases)
	db.Close()

	var next, done atomic.Int64
	var mu sync.Mutex
	confirmed := map[officer.ApplicationID]string{}
	var wg sync.WaitGroup
	for range desks {
		b := p.browser(t)
		b.signIn(t, officerOf)
		wg.Go(func() {
			for i := next.Add(1) - 1; i < cases; i = next.Add(1) - 1 {
				order := submitUntilTold(t, b, ids[i])
				mu.Lock()
				confirmed[ids[i]] = order
				mu.Unlock()
				done.Add(1)
			}
		})
	}
	waitFor(t, &done, cases/4)
	p.kill()
	portalBack := p.start(t)
	waitFor(t, &done, cases/2)
	postgresBack := killPostgres(t, p)
	wg.Wait()

	if portalBack > 10*time.Second || postgresBack > 10*time.Second {
		t.Errorf("back after %v (portal) and %v (PostgreSQL), want ten seconds", portalBack, postgresBack)
	}
	t.Logf("back after %v (portal killed) and %v (PostgreSQL killed)", portalBack, postgresBack)
	db = p.owner(t)
	defer db.Close()
	checkOrders(t, db, ids, confirmed)
}

// signedCases makes copies of a case of the demo that is signed and waits to be
// submitted, and says who may do it.
func signedCases(t testing.TB, db *sqlx.DB, n int) (account string, ids []officer.ApplicationID) {
	t.Helper()
	var from struct{ ID, Officer string }
	err := db.Get(&from, `select a.id, i.officer_account_id as officer from applications a
		join organisations o on o.id = a.organisation_id and o.kind = 'company'
		join identifications i on i.organisation_id = a.organisation_id and i.id = a.identification_id
		join appointments p on p.organisation_id = a.organisation_id and p.account_id = i.officer_account_id and p.status = 'active' and p.training_until > current_date
		where a.status = 'identified' and a.document_expires_on > current_date + 60 order by a.id limit 1`)
	if err != nil {
		t.Fatalf("no signed case in the demo: %v", err)
	}
	for range n {
		id := officer.NewID[officer.ApplicationID]()
		ids = append(ids, id)
		if _, err := db.Exec(`insert into applications select (jsonb_populate_record(a, jsonb_build_object('id', $1::text))).* from applications a where id = $2`, id, from.ID); err != nil {
			t.Fatal(err)
		}
	}
	return from.Officer, ids
}

// submitUntilTold presses the button until the portal answers with an order, as
// a person does whose browser showed an error.
func submitUntilTold(t testing.TB, b *browser, id officer.ApplicationID) (order string) {
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		status, location, err := b.post("/desk/cases/"+string(id)+"/submit", nil)
		if err == nil && status == http.StatusSeeOther && strings.HasPrefix(location, "/desk/orders/") {
			return strings.TrimPrefix(location, "/desk/orders/")
		}
		if err == nil && status < 500 {
			t.Errorf("case %s: %d %s", id, status, location)
			return ""
		}
	}
	t.Errorf("case %s: no answer in two minutes", id)
	return ""
}

func waitFor(t testing.TB, done *atomic.Int64, n int64) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); done.Load() < n; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("only %d of %d cases are submitted", done.Load(), n)
		}
	}
}

// killPostgres kills the postmaster and tells how long the portal is not ready.
func killPostgres(t testing.TB, p *portal) time.Duration {
	t.Helper()
	db := p.owner(t)
	var pid int
	err := db.Get(&pid, `select (regexp_match(pg_read_file('postmaster.pid'), '^\d+'))[1]::int`)
	db.Close()
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	for time.Since(begin) < time.Minute {
		if r, err := http.Get("http://" + p.address + "/readyz"); err == nil {
			r.Body.Close()
			if r.StatusCode == http.StatusOK && time.Since(begin) > 100*time.Millisecond {
				return time.Since(begin)
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("the portal does not come back")
	return 0
}

// checkOrders compares what people were told with what is there.
func checkOrders(t testing.TB, db *sqlx.DB, ids []officer.ApplicationID, confirmed map[officer.ApplicationID]string) {
	t.Helper()
	var rows []struct {
		Application   officer.ApplicationID
		ID            string
		Events, Mails int
	}
	err := db.Select(&rows, `select application_id as application, id, (select count(*) from events e where e.organisation_id = o.organisation_id
		and e.subject = o.id and e.kind = 'order.submitted') as events,
		(select count(*) from mails m where m.template = 'order_submitted' and m.args->>'number' = o.number) as mails from orders o`)
	if err != nil {
		t.Fatal(err)
	}
	found := map[officer.ApplicationID]int{}
	for _, r := range rows {
		told, ours := confirmed[r.Application]
		if !ours {
			continue
		}
		found[r.Application]++
		if told != r.ID {
			t.Errorf("case %s was told %s and is %s", r.Application, told, r.ID)
		}
		if r.Events != 1 || r.Mails != 1 {
			t.Errorf("order %s has %d lines in the book and %d mails", r.ID, r.Events, r.Mails)
		}
	}
	for _, id := range ids {
		if found[id] != 1 {
			t.Errorf("case %s has %d orders", id, found[id])
		}
	}
}
