package job_test

import (
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/job"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

// letters are mails in the outbox of a real database.
const letters = 3

// An outbox is the portal's, on its way to a post office that fails.
type outbox struct {
	*dbtest.Database
	*desk.Outbox
	queued []string // Message-IDs
}

func newOutbox(t *testing.T, mailer *job.SMTP) *outbox {
	t.Helper()
	o := &outbox{Database: dbtest.New(t)}
	o.Outbox = &desk.Outbox{Counter: &desk.Counter{DB: o.DB}, Mailer: mailer}
	err := o.DB.Do(t.Context(), postgres.System, func(tx *postgres.Tx) error {
		o.queued = nil
		for n := range letters {
			m := aMail()
			m.Recipient, m.MessageID = fmt.Sprintf("kim%d@beispiel.example", n), string(m.ID)+"@portal.example"
			o.queued = append(o.queued, m.MessageID)
			if err := tx.QueueMail(m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// round delivers what is due, and goes on to when the next try is.
func (o *outbox) round(t *testing.T) {
	t.Helper()
	for range letters {
		if _, err := o.Deliver(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	o.Clock.Advance(8 * time.Hour)
}

// states counts the mails by their status.
func (o *outbox) states(t *testing.T) string {
	t.Helper()
	return dbtest.Get[string](t, o.Database, `select coalesce(string_agg(n || ' ' || status, ', ' order by status), '') from (select status, count(*) as n from mails group by status) x`)
}

// arrived gives the Message-IDs of what a post office took, each once.
func (p *postOffice) arrived() (ids []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range p.got {
		if id := strings.Trim(m.Header.Get("Message-Id"), "<>"); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// count gives how many mails the post office took, the same one twice as two.
func (p *postOffice) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.got)
}

// whole holds that every mail arrived, and none under an ID that is not its own.
func (o *outbox) whole(t *testing.T, office *postOffice) {
	t.Helper()
	got := office.arrived()
	slices.Sort(got)
	slices.Sort(o.queued)
	if !slices.Equal(got, o.queued) {
		t.Errorf("arrived %v, queued %v", got, o.queued)
	}
	if s := o.states(t); s != fmt.Sprintf("%d sent", letters) {
		t.Errorf("in the outbox: %s", s)
	}
}

// A server that is down loses nothing: everything is sent when it is back.
func TestAServerThatIsDown(t *testing.T) {
	away, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := away.Addr().(*net.TCPAddr)
	away.Close()
	o := newOutbox(t, sender(t, at, "none"))
	for range 3 {
		o.round(t)
	}
	if s := o.states(t); s != fmt.Sprintf("%d queued", letters) {
		t.Fatalf("while it is down: %s", s)
	}
	office := &postOffice{}
	office.serve(t, at.String())
	o.round(t)
	o.whole(t, office)
	if office.count() != letters {
		t.Errorf("%d mails for %d", office.count(), letters)
	}
}

// A server that takes a mail but says so too late gets it again, as the same mail.
func TestAServerThatIsSlow(t *testing.T) {
	office := &postOffice{slowness: 2 * patience}
	o := newOutbox(t, office.open(t, "none"))
	began := time.Now()
	o.round(t)
	if took := time.Since(began); took > letters*3*patience {
		t.Errorf("waited %v", took)
	}
	if s := o.states(t); s != fmt.Sprintf("%d queued", letters) {
		t.Fatalf("while it is slow: %s", s)
	}
	office.hurry(0)
	o.round(t)
	o.whole(t, office)
	if n := office.count(); n < letters || n > 2*letters {
		t.Errorf("%d mails arrived", n)
	}
}

// hurry says how long the post office takes from here on.
func (p *postOffice) hurry(slowness time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.slowness = slowness
}

// A server that refuses for now, and one that refuses for good: the first gets
// everything later, with the second everything is given up, kept and seen.
func TestAServerThatRefuses(t *testing.T) {
	office := &postOffice{refuse: &smtp.SMTPError{Code: 451, Message: "later"}}
	o := newOutbox(t, office.open(t, "none"))
	o.round(t)
	o.round(t)
	if s := o.states(t); s != fmt.Sprintf("%d queued", letters) {
		t.Fatalf("while it refuses: %s", s)
	}
	office.judge(nil)
	o.round(t)
	o.whole(t, office)

	office = &postOffice{refuse: &smtp.SMTPError{Code: 550, Message: "no such mailbox"}}
	o = newOutbox(t, office.open(t, "none"))
	for range 20 {
		o.round(t)
	}
	if s := o.states(t); s != fmt.Sprintf("%d dead", letters) || office.count() != 0 {
		t.Errorf("refused for good: %s, %d arrived", s, office.count())
	}
	if problem := dbtest.Get[string](t, o.Database, `select problem from mails limit 1`); !strings.Contains(problem, "no such mailbox") {
		t.Errorf("what the server said is not kept: %s", problem)
	}
	if kept := dbtest.Get[int](t, o.Database, `select count(*) from mails where args <> '{}'`); kept != letters {
		t.Errorf("%d mails can still be sent by hand", kept)
	}
}

// judge says what the post office refuses from here on.
func (p *postOffice) judge(refuse *smtp.SMTPError) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuse = refuse
}

// A worker that dies between sending a mail and writing that down sends it again,
// as the same mail.
func TestAWorkerThatDiesWhileItSends(t *testing.T) {
	office := &postOffice{}
	o := newOutbox(t, office.open(t, "none"))
	err := o.DB.Do(t.Context(), postgres.System, func(tx *postgres.Tx) error {
		m, err := tx.NextMail()
		if err != nil {
			return err
		}
		if err := o.Mailer.Send(t.Context(), m); err != nil {
			return err
		}
		return officer.Fail(officer.Unavailable, "database.unavailable") // and is gone
	})
	if err == nil || len(office.arrived()) != 1 {
		t.Fatalf("%v, %d arrived", err, len(office.arrived()))
	}
	o.round(t)
	o.whole(t, office)
	if office.count() != letters+1 {
		t.Errorf("%d mails arrived, one of them twice", office.count())
	}
}
