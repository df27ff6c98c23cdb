package desk_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
)

// A clerkWorld has an order that came by post, and two clerks.
type clerkWorld struct {
	*dbtest.Sample
	*desk.Clerks
	holder        officer.Actor
	order         officer.OrderID
	first, second context.Context
	t             *testing.T
}

func newClerkWorld(t *testing.T) *clerkWorld {
	t.Helper()
	h := newHouse(t)
	w := &clerkWorld{Sample: h.Sample, Clerks: &desk.Clerks{Counter: h.accounts.Counter}, holder: h.Applicant(t), t: t}
	w.order = w.Ordered(t, w.Company, w.holder.Account, func(a *officer.Application, o *officer.Order) {
		a.Procedure, o.Procedure, a.Identification, o.SubmittedBy = officer.NotarIdent, officer.NotarIdent, "", w.holder.Account
	}).ID
	w.first, w.second = w.TSP.As(officer.RoleClerk), dbtest.As(w.TSP.Second(officer.RoleClerk))
	return w
}

func (w *clerkWorld) file() desk.ClerkFile {
	w.t.Helper()
	f, err := w.Order(w.first, w.order)
	must(w.t, err)
	return f
}

func (w *clerkWorld) version() int { w.t.Helper(); return w.file().Dossier.Version }

// passes checks everything and ticks off every paper.
func (w *clerkWorld) passes() {
	w.t.Helper()
	f := w.file()
	in := desk.Inspection{Papers: f.ExpectedPapers()}
	for _, item := range f.Items {
		in.Checks = append(in.Checks, officer.OrderCheck{Item: item, Outcome: officer.CheckPassed})
	}
	must(w.t, w.Inspect(w.first, w.order, f.Dossier.Version, in))
}

func (w *clerkWorld) mails(template string) int {
	w.t.Helper()
	return dbtest.Get[int](w.t, w.Database, `select count(*) from mails where template = $1`, template)
}

// Everybody at the clerks' door, with one order in its state.
func TestDoorOfClerks(t *testing.T) {
	w := newClerkWorld(t)
	question, err := officer.ReadQuestion([]string{"document"}, "")
	must(t, err)
	acts := map[string]func(context.Context, officer.OrderID, int) error{
		"claim": func(ctx context.Context, id officer.OrderID, v int) error { return w.Claim(ctx, id, v, false) },
		"inspect": func(ctx context.Context, id officer.OrderID, v int) error {
			return w.Inspect(ctx, id, v, desk.Inspection{})
		},
		"approve": w.Approve,
		"ask":     func(ctx context.Context, id officer.OrderID, v int) error { return w.Ask(ctx, id, v, question) },
		"resume":  func(ctx context.Context, id officer.OrderID, v int) error { return w.Resume(ctx, id, v, "x") },
		"end": func(ctx context.Context, id officer.OrderID, v int) error {
			return w.End(ctx, id, v, officer.OrderRejected, "x")
		},
	}
	v := w.version()
	for name, act := range acts {
		for who, c := range map[string]struct {
			ctx     context.Context
			id      officer.OrderID
			version int
			want    error
		}{
			"nobody":       {context.Background(), w.order, v, officer.Unauthenticated},
			"an officer":   {w.Company.As(officer.RoleOfficer), w.order, v, officer.Forbidden},
			"an operator":  {w.TSP.As(officer.RoleOperator), w.order, v, officer.Forbidden},
			"the holder":   {dbtest.As(w.holder), w.order, v, officer.Forbidden},
			"no order":     {w.first, officer.NewID[officer.OrderID](), v, officer.NotFound},
			"a stale page": {w.first, w.order, v - 1, officer.Stale},
		} {
			if err := act(c.ctx, c.id, c.version); !errors.Is(err, c.want) {
				t.Errorf("%s by %s: %v, want %v", name, who, err, c.want)
			}
		}
	}
	if err := w.Approve(w.first, w.order, v); !errors.Is(err, officer.Conflict) {
		t.Errorf("approved with papers missing: %v", err)
	}
	if w.version() != v {
		t.Error("a refusal left something behind")
	}
}

// From the first look to production, by two clerks; the books and the mails tell it.
func TestTwoClerksApprove(t *testing.T) {
	w := newClerkWorld(t)
	w.Exec(t, `update organisations set approval_four_eyes = true where id = $1`, w.Company.ID)
	next, err := w.Next(w.first)
	if must(t, err); next != w.order || w.file().ClaimedBy != w.TSP.Actor(officer.RoleClerk).Account {
		t.Errorf("next is %s", next)
	}
	if _, err := w.Next(w.second); !errors.Is(err, officer.NotFound) {
		t.Errorf("what a colleague has is next: %v", err)
	}
	failed := desk.Inspection{Checks: []officer.OrderCheck{{Item: officer.CheckPerson, Outcome: officer.CheckFailed}}}
	if err := w.Inspect(w.first, w.order, w.version(), failed); !problem(err, "form.missing") {
		t.Errorf("failed without a note: %v", err)
	}
	if n := dbtest.Get[int](t, w.Database, `select count(*) from order_checks`); n != 0 {
		t.Errorf("%d checks stayed of what was refused", n)
	}
	w.passes()
	f := w.file()
	must(t, w.Inspect(w.second, w.order, f.Dossier.Version, desk.Inspection{Papers: f.ExpectedPapers(), Checks: f.Checks}))
	if got := w.file().Checks; len(got) != len(f.Items) || got[0].By != w.TSP.Actor(officer.RoleClerk).Account {
		t.Errorf("who found it, after a colleague saved the page: %+v", got)
	}
	must(t, w.Approve(w.first, w.order, w.version()))
	if f := w.file(); f.Status != officer.OrderOpen || w.mails("order_in_production") != 0 {
		t.Errorf("after the first of two: %s", f.Status)
	}
	if err := w.Approve(w.first, w.order, w.version()); !errors.Is(err, officer.Conflict) {
		t.Errorf("one clerk twice: %v", err)
	}
	must(t, w.Approve(w.second, w.order, w.version()))
	f = w.file()
	if f.Status != officer.OrderInProduction || f.Approved.By == f.Confirmed.By || w.mails("order_in_production") != 1 {
		t.Errorf("%+v", f.Dossier.Order)
	}
	if n := dbtest.Get[int](t, w.Database, `select count(*) from events where organisation_id = $1 and subject = $2 and kind in ('order.claimed', 'order.paper_received', 'order.checked',
		'order.approved_first', 'order.released')`, w.Company.ID, w.order); n != 7 {
		t.Errorf("%d lines in the book of the order's house", n)
	}
	if err := w.Approve(w.second, w.order, w.version()); !errors.Is(err, officer.Conflict) {
		t.Errorf("once more: %v", err)
	}
}

// What a clerk asks the holder answers, once, and the order goes on.
func TestAskedAndAnswered(t *testing.T) {
	w := newClerkWorld(t)
	q, err := officer.ReadQuestion([]string{"delivery"}, "Welche Hausnummer?")
	must(t, err)
	must(t, w.Ask(w.first, w.order, w.version(), q))
	if f := w.file(); f.Status != officer.OrderWaiting || len(f.Questions) != 1 || !f.Questions[0].Open() || w.mails("order_waiting") != 1 || w.mails("order_waiting_desk") != 0 {
		t.Errorf("%s %+v", f.Status, f.Questions)
	}
	holder := dbtest.As(w.holder)
	seen, err := w.OwnWaiting(holder, w.order)
	if must(t, err); len(seen.Questions) != 1 || seen.Questions[0].Note != "Welche Hausnummer?" {
		t.Errorf("the holder reads %+v", seen.Questions)
	}
	if _, err := w.OwnWaiting(dbtest.As(w.Applicant(t)), w.order); !errors.Is(err, officer.NotFound) {
		t.Errorf("another person reads it: %v", err)
	}
	if _, err := w.DeskWaiting(w.Authority.As(officer.RoleOfficer), w.order); !errors.Is(err, officer.NotFound) {
		t.Errorf("another house reads it: %v", err)
	}
	if err := w.AnswerOwn(holder, w.order, seen.Version, " "); !problem(err, "form.missing") {
		t.Errorf("an empty answer: %v", err)
	}
	must(t, w.AnswerOwn(holder, w.order, seen.Version, "Nummer 12."))
	if err := w.AnswerOwn(holder, w.order, seen.Version, "Nummer 13."); !errors.Is(err, officer.Stale) {
		t.Errorf("answered twice: %v", err)
	}
	f := w.file()
	if f.Status != officer.OrderOpen || f.AnsweredAt.IsZero() || f.Questions[0].Answer != "Nummer 12." || f.Questions[0].AnsweredBy != w.holder.Account {
		t.Errorf("%s %+v", f.Status, f.Questions)
	}
	list, err := w.List(w.first, officer.WorkFilter{View: officer.WorkAnswered})
	if must(t, err); len(list.Rows) != 1 || list.Counts[officer.WorkAnswered] != 1 || list.Rows[0].House != w.Company.Name {
		t.Errorf("answered ones: %+v", list)
	}
	must(t, w.Ask(w.first, w.order, w.version(), q0(t)))
	must(t, w.AnswerAtDesk(w.Company.As(officer.RoleOfficer), w.order, w.version(), "Vom Schalter."))
	must(t, w.End(w.first, w.order, w.version(), officer.OrderRejected, "Ausweis abgelaufen"))
	if f := w.file(); f.Status != officer.OrderRejected || f.ClosedWhy != "Ausweis abgelaufen" || w.mails("order_rejected_by_clerk") != 1 {
		t.Errorf("%s %q", f.Status, f.ClosedWhy)
	}
}

func q0(t *testing.T) officer.Question {
	t.Helper()
	q, err := officer.ReadQuestion([]string{"payment"}, "")
	must(t, err)
	return q
}

// Orders are found in whatever house, by name, birth date and number.
func TestClerksFindOrders(t *testing.T) {
	w := newClerkWorld(t)
	o := w.file().Dossier.Order
	other := w.Ordered(t, w.Authority, "", nil)
	for name, f := range map[string]officer.WorkFilter{"by name": {Query: officer.PersonQuery{Name: "Đặng-Ångström"}}, "by birth date": {Query: officer.PersonQuery{Birth: o.BirthDate}},
		"open ones": {View: officer.WorkOpen}} {
		page, err := w.List(w.first, f)
		if must(t, err); len(page.Rows) != 2 {
			t.Errorf("%s: %d", name, len(page.Rows))
		}
	}
	if id, err := w.ByNumber(w.first, other.Number); err != nil || id != other.ID {
		t.Errorf("%s, %v", id, err)
	}
	if _, err := w.ByNumber(w.Company.As(officer.RoleOfficer), other.Number); !errors.Is(err, officer.Forbidden) {
		t.Errorf("an officer: %v", err)
	}
}

// Clerks who ask for the next order at once get one each.
func TestRaceForTheNextOrder(t *testing.T) {
	w := newClerkWorld(t)
	const clerks = 4
	for range clerks - 1 {
		w.Ordered(t, w.Authority, "", nil)
	}
	var all sync.Map
	var crowd sync.WaitGroup
	for range clerks {
		who := dbtest.As(w.Person(t, w.TSP, officer.RoleClerk))
		crowd.Go(func() {
			id, err := w.Next(who)
			if err != nil {
				t.Error(err)
			}
			if _, taken := all.LoadOrStore(id, true); taken {
				t.Errorf("%s was given to two", id)
			}
		})
	}
	crowd.Wait()
}
