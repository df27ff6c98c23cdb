package desk_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
)

// mailsTo lists the templates that were mailed to somebody, the oldest first.
func (h *house) mailsTo(t testing.TB, who officer.Actor) (list []string) {
	t.Helper()
	h.Select(t, &list, `select template from mails where recipient = $1 order by created_at, id`, who.Email)
	return list
}

// drain does a piece of work until there is none.
func drain(t testing.TB, do func(context.Context) (bool, error)) {
	t.Helper()
	for range 50 {
		found, err := do(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if !found {
			return
		}
	}
	t.Fatal("it does not end")
}

const week = 7 * 24 * time.Hour

// Two reminders to the applicant, then those who look after the order are told,
// once; and nothing more, however long it takes.
func TestRemindersOfPapers(t *testing.T) {
	h := newHouse(t)
	who, r := h.Applicant(t), &desk.Reminders{Counter: h.accounts.Counter}
	o := h.Ordered(t, h.Company, who.Account, func(a *officer.Application, o *officer.Order) {
		a.Procedure, o.Procedure = officer.PostIdentBranch, officer.PostIdentBranch
		o.SubmittedBy = who.Account
	})
	managers := []officer.Actor{h.Company.Actor(officer.RoleRAManager), h.Company.Second(officer.RoleRAManager)}
	for n, want := range []int{0, 1, 2, 2, 2, 2} {
		drain(t, r.Remind)
		if got := h.mailsTo(t, who); len(got) != want || want > 0 && got[0] != "reminder_papers" {
			t.Errorf("after %d weeks: %v", n, got)
		}
		for _, m := range managers {
			if got := h.mailsTo(t, m); len(got) != max(0, min(n-2, 1)) {
				t.Errorf("after %d weeks the managers have %v", n, got)
			}
		}
		h.Clock.Advance(week)
	}
	if got := h.mailsTo(t, managers[0]); got[0] != "overdue_order" {
		t.Errorf("the managers have %v", got)
	}
	args := dbtest.Get[string](t, h.Database, `select args::text from mails where template = 'reminder_papers' limit 1`)
	if !strings.Contains(args, string(o.Number)) || !strings.Contains(args, "/portal/orders/"+string(o.ID)) {
		t.Error(args)
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from events where kind = 'order.reminded' and organisation_id = $1`, h.Company.ID); n != 3 {
		t.Errorf("%d lines in the book", n)
	}
}

// A worker that was away for a month catches up with one reminder, not with all
// of them at once.
func TestAWorkerThatWasAway(t *testing.T) {
	h := newHouse(t)
	who, r := h.Applicant(t), &desk.Reminders{Counter: h.accounts.Counter}
	h.Ordered(t, h.TSP, who.Account, postIdent(who))
	h.Clock.Advance(5 * week)
	for n, want := range []string{"1 0", "2 0", "2 1", "2 1"} {
		drain(t, r.Remind)
		drain(t, r.Remind)
		if got := fmt.Sprint(len(h.mailsTo(t, who)), " ", len(h.mailsTo(t, h.TSP.Actor(officer.RoleClerk)))); got != want {
			t.Errorf("%d weeks later: %s, want %s", n, got, want)
		}
		h.Clock.Advance(week)
	}
}

// postIdent lets an order be the applicant’s own, by PostIdent.
func postIdent(who officer.Actor) func(*officer.Application, *officer.Order) {
	return func(a *officer.Application, o *officer.Order) {
		a.Procedure, o.Procedure, o.SubmittedBy = officer.PostIdentBranch, officer.PostIdentBranch, who.Account
	}
}

// What came meanwhile, was approved or ended, nobody is reminded of.
func TestNobodyIsRemindedOfWhatIsThere(t *testing.T) {
	h := newHouse(t)
	who, r := h.Applicant(t), &desk.Reminders{Counter: h.accounts.Counter}
	var ids []officer.OrderID
	for range 5 {
		ids = append(ids, h.Ordered(t, h.Company, who.Account, postIdent(who)).ID)
	}
	h.Exec(t, `insert into order_papers (organisation_id, order_id, paper, received_at) values ($1, $2, 'coupon', now())`, h.Company.ID, ids[0])
	h.Exec(t, `update orders set approved_by = 'acc_clerk', approved_at = now() where id = $1`, ids[1])
	h.Exec(t, `update orders set status = 'in_production' where id = $1`, ids[2])
	h.Exec(t, `update orders set replaces = $2 where id = $1`, ids[3], ids[0])
	h.Exec(t, `update orders set procedure = 'officerident' where id = $1`, ids[4]) // identified at the desk, and no paper is expected
	h.Clock.Advance(3 * week)
	drain(t, r.Remind)
	if got := h.mailsTo(t, who); len(got) != 0 {
		t.Errorf("reminded of %v", got)
	}
	h.Exec(t, `insert into order_papers (organisation_id, order_id, paper) values ($1, $2, 'form'), ($1, $3, 'form')`, h.Company.ID, ids[0], ids[4])
	drain(t, r.Remind)
	if got := h.mailsTo(t, who); len(got) != 2 {
		t.Errorf("papers that are expected: %v", got)
	}
}

// A question that nobody answers: the count stands in its own row, and the clerk
// who asked is told in the end where no desk looks after it.
func TestRemindersOfQuestions(t *testing.T) {
	h := newHouse(t)
	who, r := h.Applicant(t), &desk.Reminders{Counter: h.accounts.Counter}
	clerk := h.TSP.Second(officer.RoleClerk)
	o := h.Ordered(t, h.TSP, who.Account, postIdent(who))
	h.Exec(t, `update orders set status = 'waiting' where id = $1`, o.ID)
	ask := func(id officer.QuestionID) {
		h.Exec(t, `insert into order_questions (organisation_id, id, order_id, account_id, reasons, asked_by, asked_name, asked_at) values ($1, $2, $3, $4, '{paper_missing}', $5, 'Clerk', $6)`,
			h.TSP.ID, id, o.ID, who.Account, clerk.Account, h.Clock.Now())
	}
	first := officer.NewID[officer.QuestionID]()
	ask(first)
	for range 5 {
		drain(t, r.Remind)
		h.Clock.Advance(week)
	}
	if got := h.mailsTo(t, who); !slices.Equal(got, []string{"reminder_question", "reminder_question"}) {
		t.Errorf("the applicant has %v", got)
	}
	if got := h.mailsTo(t, clerk); !slices.Equal(got, []string{"overdue_order"}) || len(h.mailsTo(t, h.TSP.Actor(officer.RoleClerk))) != 0 {
		t.Errorf("the clerk has %v", got)
	}
	if n := dbtest.Get[int](t, h.Database, `select reminded from order_questions`); n != 3 {
		t.Errorf("reminded %d times", n)
	}
	h.Exec(t, `update order_questions set answered_at = now(), answered_by = $1`, who.Account)
	second := officer.NewID[officer.QuestionID]()
	ask(second)
	h.Clock.Advance(week)
	drain(t, r.Remind)
	if got := h.mailsTo(t, who); len(got) != 3 {
		t.Errorf("a second question counts anew: %v", got)
	}
}

// An application that waits at a desk.
func TestRemindersOfIdentification(t *testing.T) {
	h := newHouse(t)
	who, r := h.Applicant(t), &desk.Reminders{Counter: h.accounts.Counter}
	h.Ordered(t, h.Company, who.Account, nil)
	h.Exec(t, `delete from orders`)
	h.Exec(t, `update applications set status = 'identification_due', created_by = account_id`)
	for range 5 {
		drain(t, r.Remind)
		h.Clock.Advance(week)
	}
	if got := h.mailsTo(t, who); !slices.Equal(got, []string{"reminder_identification", "reminder_identification"}) {
		t.Errorf("the applicant has %v", got)
	}
	if got := h.mailsTo(t, h.Company.Actor(officer.RoleRAManager)); !slices.Equal(got, []string{"overdue_application"}) {
		t.Errorf("the manager has %v", got)
	}
}

// Who closed their account is not written to; the desk is told all the same.
func TestReminderOfAClosedAccount(t *testing.T) {
	h := newHouse(t)
	who, r := h.Applicant(t), &desk.Reminders{Counter: h.accounts.Counter}
	h.Ordered(t, h.Company, who.Account, postIdent(who))
	h.Exec(t, `update accounts set status = 'closed' where id = $1`, who.Account)
	for range 5 {
		drain(t, r.Remind)
		h.Clock.Advance(week)
	}
	if got := h.mailsTo(t, who); len(got) != 0 || len(h.mailsTo(t, h.Company.Actor(officer.RoleRAManager))) != 1 {
		t.Errorf("the closed account has %v", got)
	}
}

// Two workers at once send each reminder once.
func TestTwoWorkersRemindOnce(t *testing.T) {
	h := newHouse(t)
	who, r := h.Applicant(t), &desk.Reminders{Counter: h.accounts.Counter}
	for range 12 {
		h.Ordered(t, h.Company, who.Account, postIdent(who))
	}
	h.Clock.Advance(week)
	var workers sync.WaitGroup
	for range 3 {
		workers.Go(func() {
			for {
				if found, err := r.Remind(context.Background()); err != nil || !found {
					if err != nil {
						t.Error(err)
					}
					return
				}
			}
		})
	}
	workers.Wait()
	if got := h.mailsTo(t, who); len(got) != 12 {
		t.Errorf("%d reminders for 12 orders", len(got))
	}
}
