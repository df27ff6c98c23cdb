package desk_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
)

// mailer is a mail server that is not ours: it fails so many times, then takes.
type mailer struct {
	failures int
	ids      []string
}

func (m *mailer) Send(_ context.Context, mail officer.Mail) error {
	m.ids = append(m.ids, mail.MessageID)
	if len(m.ids) <= m.failures {
		return errors.New("451 later")
	}
	return nil
}

func queueMail(t *testing.T, d *dbtest.Database) {
	t.Helper()
	d.Exec(t, `insert into mails (id, recipient, language, template, args, message_id, due_at, created_at)
		values ($1, 'a@b.example', 'de', 'x', '{"link": "https://secret"}', $1, $2, $2)`, officer.NewID[officer.MailID](), d.Clock.Now())
}

func TestAMailIsTriedUntilItIsTaken(t *testing.T) {
	d := dbtest.New(t)
	queueMail(t, d)
	office := &mailer{failures: 3}
	outbox := &desk.Outbox{Counter: &desk.Counter{DB: d.DB}, Mailer: office}
	for range 3 {
		if found, err := outbox.Deliver(t.Context()); !found || err != nil {
			t.Fatal(found, err)
		}
		if found, err := outbox.Deliver(t.Context()); found || err != nil {
			t.Fatalf("tried again at once: %v %v", found, err)
		}
		d.Clock.Advance(8 * time.Hour)
	}
	if found, err := outbox.Deliver(t.Context()); !found || err != nil {
		t.Fatal(found, err)
	}
	if found, _ := outbox.Deliver(t.Context()); found || len(office.ids) != 4 {
		t.Errorf("sent %d times", len(office.ids))
	}
	for _, id := range office.ids {
		if id != office.ids[0] {
			t.Errorf("another Message-ID: %v", office.ids)
		}
	}
	if args := dbtest.Get[string](t, d, `select args::text from mails where status = 'sent'`); args != "{}" {
		t.Errorf("the sent mail's content is kept: %s", args)
	}
}

func TestAMailNobodyTakesIsGivenUpAndSeen(t *testing.T) {
	d := dbtest.New(t)
	queueMail(t, d)
	outbox := &desk.Outbox{Counter: &desk.Counter{DB: d.DB}, Mailer: &mailer{failures: 1000}}
	tries := 0
	for ; tries < 100; tries++ {
		if found, err := outbox.Deliver(t.Context()); err != nil {
			t.Fatal(err)
		} else if !found {
			break
		}
		d.Clock.Advance(8 * time.Hour)
	}
	if state := dbtest.Get[string](t, d, `select status || ' ' || problem from mails`); state != "dead 451 later" || tries < 10 {
		t.Errorf("after %d tries: %s", tries, state)
	}
}

func job(t *testing.T, s *dbtest.Sample, by officer.Actor) officer.JobID {
	t.Helper()
	j := officer.Job{ID: officer.NewID[officer.JobID](), Kind: "test", Payload: []byte(`{"n": 3}`), Total: 3}
	err := s.DB.Do(dbtest.As(by), postgres.ScopeOf(by), func(tx *postgres.Tx) error { return tx.AddJob(j) })
	if err != nil {
		t.Fatal(err)
	}
	return j.ID
}

// withKeys gives a counter that can seal what jobs make.
func withKeys(t testing.TB, db *postgres.DB) *desk.Counter {
	t.Helper()
	keys, err := secret.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	return &desk.Counter{DB: db, Keys: keys}
}

func TestAJobRunsAndItsResultIsItsOwners(t *testing.T) {
	s := dbtest.NewSample(t)
	me, other := s.Company.Actor(officer.RoleOfficer), s.Company.Second(officer.RoleOfficer)
	jobs := &desk.Jobs{Counter: withKeys(t, s.DB), Kinds: map[string]desk.Work{
		"test": func(_ context.Context, j officer.Job, progress func(int, int) error) (string, []byte, error) {
			return "result.txt", []byte("done"), progress(2, 3)
		},
	}}
	id := job(t, s, me)
	if found, err := jobs.Work(t.Context()); !found || err != nil {
		t.Fatal(found, err)
	}
	j, err := jobs.Job(dbtest.As(me), id)
	if err != nil || j.Status != "done" || j.Done != 2 {
		t.Fatalf("%+v %v", j, err)
	}
	name, content, err := jobs.Result(dbtest.As(me), id)
	if err != nil || name != "result.txt" || string(content) != "done" {
		t.Errorf("%s %q %v", name, content, err)
	}
	for _, a := range []officer.Actor{other, s.Authority.Actor(officer.RoleOfficer)} {
		if _, _, err := jobs.Result(dbtest.As(a), id); !errors.Is(err, officer.NotFound) {
			t.Errorf("somebody else's result: %v", err)
		}
	}
	if err := jobs.Cancel(dbtest.As(me), id); !errors.Is(err, officer.Conflict) {
		t.Errorf("cancelling a job that is done: %v", err)
	}
	s.Clock.Advance(25 * time.Hour)
	if err := jobs.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := jobs.Job(dbtest.As(me), id); !errors.Is(err, officer.NotFound) {
		t.Errorf("an old job is kept: %v", err)
	}
}

func TestACancelledJobStops(t *testing.T) {
	s := dbtest.NewSample(t)
	me := s.Company.Actor(officer.RoleOfficer)
	jobs := &desk.Jobs{Counter: withKeys(t, s.DB)}
	id := job(t, s, me)
	jobs.Kinds = map[string]desk.Work{"test": func(_ context.Context, j officer.Job, progress func(int, int) error) (string, []byte, error) {
		if err := jobs.Cancel(dbtest.As(me), j.ID); err != nil {
			t.Error(err)
		}
		return "x", nil, progress(1, 3)
	}}
	if _, err := jobs.Work(t.Context()); err != nil {
		t.Fatal(err)
	}
	if j, _ := jobs.Job(dbtest.As(me), id); j.Status != "cancelled" {
		t.Errorf("%+v", j)
	}
}

func TestAJobThatFails(t *testing.T) {
	s := dbtest.NewSample(t)
	me := s.Company.Actor(officer.RoleOfficer)
	var failure error
	jobs := &desk.Jobs{Counter: withKeys(t, s.DB), Kinds: map[string]desk.Work{
		"test": func(context.Context, officer.Job, func(int, int) error) (string, []byte, error) {
			return "", nil, failure
		},
	}}
	for _, c := range []struct {
		name    string
		failure error
		rounds  int
		want    string
	}{
		{"refused for good", officer.Fail(officer.NotFound, "page.not_found"), 1, "failed page.not_found"},
		{"a fault", errors.New("broken pipe to /secret/path"), 1, "queued job.fault"},
		{"a fault again and again", errors.New("broken pipe"), 3, "failed job.fault"},
	} {
		failure = c.failure
		id := job(t, s, me)
		for range c.rounds {
			if _, err := jobs.Work(t.Context()); err != nil {
				t.Fatal(err)
			}
			s.Clock.Advance(time.Hour)
		}
		j, err := jobs.Job(dbtest.As(me), id)
		if got := j.Status + " " + j.Problem; err != nil || got != c.want {
			t.Errorf("%s: %s, want %s (%v)", c.name, got, c.want, err)
		}
		s.Exec(t, `update jobs set status = 'done'`)
	}
}

// TestOneWorkerPerJob lets several workers take at once; and a job whose worker
// died is taken again after the lease.
func TestOneWorkerPerJob(t *testing.T) {
	s := dbtest.NewSample(t)
	id := job(t, s, s.Company.Actor(officer.RoleOfficer))
	var runs atomic.Int32
	dying, die := context.WithCancel(t.Context())
	jobs := &desk.Jobs{Counter: withKeys(t, s.DB), Kinds: map[string]desk.Work{
		"test": func(ctx context.Context, _ officer.Job, _ func(int, int) error) (string, []byte, error) {
			if runs.Add(1) == 1 {
				die()
			}
			return "x", []byte("x"), nil
		},
	}}
	if _, err := jobs.Work(dying); err != nil {
		t.Fatal(err)
	}
	if found, _ := jobs.Work(t.Context()); found {
		t.Error("the job was taken while its lease holds")
	}
	s.Clock.Advance(2 * time.Minute)
	if found, err := jobs.Work(t.Context()); !found || err != nil {
		t.Fatal(found, err)
	}
	if j, _ := jobs.Job(s.Company.As(officer.RoleOfficer), id); j.Status != "done" || runs.Load() != 2 {
		t.Errorf("%+v after %d runs", j, runs.Load())
	}
}
