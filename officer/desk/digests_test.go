package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
)

func (h *house) wantDigest(t testing.TB, who officer.Actor) {
	t.Helper()
	if err := (&desk.Mails{Counter: h.accounts.Counter}).Choose(dbtest.As(who), append([]officer.MailTopic{officer.MailsOfDigest}, officer.MailTopics...)); err != nil {
		t.Fatal(err)
	}
}

// at sets the clock to a time in Germany.
func (h *house) at(t testing.TB, text string) {
	t.Helper()
	then, err := time.ParseInLocation("2006-01-02 15:04", text, officer.Berlin())
	if err != nil {
		t.Fatal(err)
	}
	if h.Clock.Advance(then.Sub(h.Clock.Now())); !h.Clock.Now().Equal(then) {
		t.Fatalf("the clock stands at %v", h.Clock.Now())
	}
}

// waits lets something wait at the company's desk.
func (h *house) waits(t testing.TB) {
	t.Helper()
	h.Ordered(t, h.Company, h.Applicant(t).Account, nil)
	h.Exec(t, `delete from orders`)
	h.Exec(t, `update applications set status = 'identification_due'`)
}

// At seven on working days, by the clocks of Berlin; once a day, also for a worker
// that was away at seven; and only to who wants it.
func TestDigestsOfADesk(t *testing.T) {
	h := newHouse(t)
	d := &desk.Digests{Counter: h.accounts.Counter}
	reads, other := h.Company.Actor(officer.RoleOfficer), h.Company.Second(officer.RoleOfficer)
	h.wantDigest(t, reads)
	h.at(t, "2027-03-25 06:00")
	h.waits(t)
	want := 0
	for _, c := range []struct {
		at    string
		comes bool
	}{
		{"2027-03-25 06:59", false}, {"2027-03-25 07:00", true}, {"2027-03-25 18:00", false},
		{"2027-03-26 12:00", false},                             // Good Friday
		{"2027-03-28 07:00", false},                             // Sunday, when the clocks go forward
		{"2027-03-29 07:00", false},                             // Easter Monday
		{"2027-03-30 06:59", false}, {"2027-03-30 07:00", true}, // in summer time
		{"2027-03-31 15:30", true},                              // the worker was away in the morning
		{"2027-11-01 06:59", false}, {"2027-11-01 07:01", true}, // in winter time again; All Saints is a holiday in some states only
	} {
		h.at(t, c.at)
		drain(t, d.Send)
		drain(t, d.Send)
		if c.comes {
			want++
		}
		if got := h.mailsTo(t, reads); len(got) != want {
			t.Errorf("%s: %d mails, want %d", c.at, len(got), want)
		}
	}
	if got := h.mailsTo(t, other); len(got) != 0 {
		t.Errorf("who did not ask has %v", got)
	}
	var args map[string]string
	if err := json.Unmarshal([]byte(dbtest.Get[string](t, h.Database, `select args::text from mails where template = 'digest_desk' limit 1`)), &args); err != nil {
		t.Fatal(err)
	}
	if args["identify"] != "1" || args["check"] != "0" || args["organisation"] != h.Company.Name || args["name"] == "" {
		t.Errorf("%v", args)
	}
}

// Nothing comes when nothing waits, and a role that ended ends it.
func TestNoDigest(t *testing.T) {
	h := newHouse(t)
	d, who := &desk.Digests{Counter: h.accounts.Counter}, h.Company.Actor(officer.RoleRAManager)
	h.wantDigest(t, who)
	h.Exec(t, `update appointments set training_until = null where status = 'active'`)
	h.at(t, "2027-02-02 08:00")
	drain(t, d.Send)
	if got := h.mailsTo(t, who); len(got) != 0 {
		t.Errorf("of nothing: %v", got)
	}
	h.waits(t)
	drain(t, d.Send)
	if got := h.mailsTo(t, who); len(got) != 0 {
		t.Errorf("later on a day that was looked at: %v", got)
	}
	h.Exec(t, `update role_assignments set ended_at = now(), ended_by = 'acc_x' where account_id = $1`, who.Account)
	h.at(t, "2027-02-03 08:00")
	drain(t, d.Send)
	if got := h.mailsTo(t, who); len(got) != 0 {
		t.Errorf("without the role: %v", got)
	}
}

// The provider's clerks hear of every organisation's orders.
func TestDigestOfAClerk(t *testing.T) {
	h := newHouse(t)
	d, clerk := &desk.Digests{Counter: h.accounts.Counter}, h.TSP.Actor(officer.RoleClerk)
	h.wantDigest(t, clerk)
	h.Ordered(t, h.Company, "", nil)
	h.Ordered(t, h.Authority, "", nil)
	h.at(t, "2027-02-02 07:00")
	drain(t, d.Send)
	if args := dbtest.Get[string](t, h.Database, `select args::text from mails where template = 'digest_clerk' and recipient = $1`, clerk.Email); !strings.Contains(args, `"orders": "2"`) {
		t.Error(args)
	}
}

func TestTwoWorkersSendEachDigestOnce(t *testing.T) {
	h := newHouse(t)
	d := &desk.Digests{Counter: h.accounts.Counter}
	for _, role := range []officer.Role{officer.RoleOfficer, officer.RoleRAManager, officer.RoleChecker} {
		h.wantDigest(t, h.Company.Actor(role))
		h.wantDigest(t, h.Company.Second(role))
	}
	h.waits(t)
	h.at(t, "2027-02-02 07:00")
	var workers sync.WaitGroup
	for range 3 {
		workers.Go(func() {
			for found := true; found; {
				var err error
				if found, err = d.Send(context.Background()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	workers.Wait()
	if n := dbtest.Get[int](t, h.Database, `select count(*) from mails where template = 'digest_desk'`); n != 6 {
		t.Errorf("%d digests for six people", n)
	}
}

// What somebody switched off does not go out; what is mandatory does.
func TestMailsThatNobodyWants(t *testing.T) {
	h := newHouse(t)
	who, m := h.Applicant(t), &desk.Mails{Counter: h.accounts.Counter}
	h.Exec(t, `update accounts set email_key = email where id = $1`, who.Account)
	settings, err := m.Settings(dbtest.As(who))
	if err != nil || slices.Contains(settings.Offered, officer.MailsOfDigest) || len(settings.Offered) != 3 || len(settings.Choices) != 0 {
		t.Fatalf("%+v, %v", settings, err)
	}
	ok(t, m.Choose(dbtest.As(who), []officer.MailTopic{officer.MailsOfExpiry}))
	for _, template := range []string{"reminder_papers", "password_changed", "card_expiring"} {
		h.Exec(t, `insert into mails (id, recipient, language, template, message_id, due_at, created_at) values ($1, $2, 'de', $3, $1, $4, $4)`,
			officer.NewID[officer.MailID](), who.Email, template, h.Clock.Now())
	}
	office := &mailer{}
	outbox := &desk.Outbox{Counter: h.accounts.Counter, Mailer: office}
	drain(t, outbox.Deliver)
	var sent []string
	h.Select(t, &sent, `select template || ' ' || status from mails order by template`)
	if !slices.Equal(sent, []string{"card_expiring sent", "password_changed sent", "reminder_papers unwanted"}) || len(office.ids) != 2 {
		t.Errorf("%v, %d went out", sent, len(office.ids))
	}
	if err := m.Choose(context.Background(), nil); !errors.Is(err, officer.Unauthenticated) {
		t.Errorf("nobody chooses: %v", err)
	}
}

// The operator sees where mails are and sends dead ones again, under the
// Message-ID that they had.
func TestDeadLetters(t *testing.T) {
	h := newHouse(t)
	m, operator := &desk.Mails{Counter: h.accounts.Counter}, h.TSP.As(officer.RoleOperator)
	office := &mailer{failures: 32}
	outbox := &desk.Outbox{Counter: h.accounts.Counter, Mailer: office}
	for range 2 {
		queueMail(t, h.Database)
	}
	for range 16 {
		drain(t, outbox.Deliver)
		h.Clock.Advance(8 * time.Hour)
	}
	page, err := m.List(operator, officer.MailDead, officer.Cursor{})
	if err != nil || len(page.Mails) != 2 || page.Mails[0].Problem == "" || page.Mails[0].Args != nil {
		t.Fatalf("%+v, %v", page, err)
	}
	ok(t, m.Resend(operator, page.Mails[0].ID))
	if err := m.Resend(operator, page.Mails[0].ID); !errors.Is(err, officer.Conflict) {
		t.Errorf("what is queued: %v", err)
	}
	if err := m.Resend(operator, officer.NewID[officer.MailID]()); !errors.Is(err, officer.NotFound) {
		t.Errorf("what is not there: %v", err)
	}
	if n, err := m.ResendAll(operator); n != 1 || err != nil {
		t.Errorf("all: %d, %v", n, err)
	}
	drain(t, outbox.Deliver)
	if page, err := m.List(operator, officer.MailSent, officer.Cursor{}); err != nil || len(page.Mails) != 2 {
		t.Errorf("%+v, %v", page, err)
	}
	ids := map[string]bool{}
	for _, id := range office.ids {
		ids[id] = true
	}
	if len(ids) != 2 {
		t.Errorf("%d Message-IDs for two mails", len(ids))
	}
	for name, ctx := range map[string]context.Context{"a clerk": h.TSP.As(officer.RoleClerk), "a manager": h.Company.As(officer.RoleRAManager)} {
		_, listed := m.List(ctx, officer.MailDead, officer.Cursor{})
		_, all := m.ResendAll(ctx)
		if one := m.Resend(ctx, page.Mails[0].ID); !errors.Is(listed, officer.Forbidden) || !errors.Is(all, officer.Forbidden) || !errors.Is(one, officer.Forbidden) {
			t.Errorf("%s: %v, %v, %v", name, listed, all, one)
		}
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from events where kind like 'mail.resent%' and organisation_id = $1`, h.TSP.ID); n != 2 {
		t.Errorf("%d lines in the book", n)
	}
	h.Clock.Advance(91 * 24 * time.Hour)
	ok(t, outbox.Tidy(t.Context()))
	if n := dbtest.Get[int](t, h.Database, `select count(*) from mails`); n != 0 {
		t.Errorf("%d old mails are kept", n)
	}
}

// Each organisation signs its own mails, set by its manager or by the operator.
func TestHowAnOrganisationSigns(t *testing.T) {
	h := newHouse(t)
	m, manager, operator := &desk.Mails{Counter: h.accounts.Counter}, h.Company.As(officer.RoleRAManager), h.TSP.As(officer.RoleOperator)
	sign := officer.MailHouse{Sender: "Beispiel GmbH", ReplyTo: "karten@beispiel.example", FooterDE: "Musterstadt", FooterEN: "Musterstadt"}
	own, err := m.OwnHouse(manager)
	ok(t, err)
	ok(t, m.SignOwn(manager, own.Version, sign))
	if err := m.SignOwn(manager, own.Version, sign); !errors.Is(err, officer.Stale) {
		t.Errorf("as an older reader: %v", err)
	}
	seen, err := m.House(operator, h.Company.ID)
	if err != nil || seen.House != sign {
		t.Errorf("%+v, %v", seen.House, err)
	}
	if err := m.Sign(operator, h.Company.ID, seen.Version, officer.MailHouse{Sender: "x@y.example"}); !errors.Is(err, officer.Invalid) {
		t.Errorf("another address: %v", err)
	}
	ok(t, m.Sign(operator, h.Authority.ID, 1, officer.MailHouse{Sender: "Landratsamt"}))
	for name, ctx := range map[string]context.Context{"an officer": h.Company.As(officer.RoleOfficer), "a clerk": h.TSP.As(officer.RoleClerk)} {
		if err := m.SignOwn(ctx, 1, sign); !errors.Is(err, officer.Forbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	h.Exec(t, `insert into mails (id, organisation_id, recipient, language, template, message_id, due_at, created_at) values ('mai_x', $1, 'a@b.example', 'de', 'x', 'x', $2, $2)`,
		h.Company.ID, h.Clock.Now())
	got, err := (&desk.Outbox{Counter: h.accounts.Counter}).Mail(t.Context(), "mai_x")
	if err != nil || got.House != sign {
		t.Errorf("the mail is signed %+v, %v", got.House, err)
	}
}
