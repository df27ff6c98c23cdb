package desk_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

// A disappointed holder has a card of the company that was sent to them.
type disappointed struct {
	*house
	*desk.Complaints
	who   officer.Actor
	own   context.Context
	clerk context.Context
	order officer.Order
	card  officer.CardID
}

func newDisappointed(t *testing.T) *disappointed {
	t.Helper()
	h := newHouse(t)
	d := &disappointed{house: h, Complaints: &desk.Complaints{Counter: h.accounts.Counter}, who: h.Applicant(t), clerk: h.TSP.As(officer.RoleClerk)}
	d.own = dbtest.As(d.who)
	d.order = h.Ordered(t, h.Company, d.who.Account, func(_ *officer.Application, o *officer.Order) { o.Status = officer.OrderDispatched })
	d.card = d.sent(t, d.order, 20)
	return d
}

// sent adds a card of an order that was sent so many days ago.
func (d *disappointed) sent(t *testing.T, o officer.Order, days int) officer.CardID {
	t.Helper()
	c := officer.NewCards(o, "", d.Clock.Now())[0]
	c.Ordinal = dbtest.Get[int](t, d.Database, `select count(*) + 1 from cards where order_id = $1`, o.ID)
	at := d.Clock.Now().AddDate(0, 0, -days)
	d.Exec(t, `insert into cards (organisation_id, id, order_id, account_id, person_id, product_id, ordinal, holder, search_name, status, serial, produced_on, valid_until, card_sent_at, pin_sent_at, activates_at, created_at)
		values ($1, $2, $3, nullif($4, ''), $5, $6, $7, $8, $9, 'valid', $2, $10, $11, $12, $12, $12, $12)`,
		o.Organisation, c.ID, o.ID, o.Account, o.Person, o.Product, c.Ordinal, c.Holder, c.SearchName, officer.Today(at), at.AddDate(2, 0, 0), at)
	return c.ID
}

func (d *disappointed) raise(t *testing.T, kind officer.ComplaintKind, text string) officer.ComplaintID {
	t.Helper()
	id, err := d.Raise(d.own, d.order.ID, d.card, officer.ComplaintNote{Kind: kind, Text: text})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// newest gives the newest mail's template to the holder.
func (d *disappointed) newest(t *testing.T) string {
	t.Helper()
	template, _ := d.mail(t, d.who.Email)
	return template
}

// From the complaint to the question, the reply and the answer: each turn is told
// by mail, stands in the talk and in the organisation's book.
func TestTheTalkAboutAComplaint(t *testing.T) {
	d := newDisappointed(t)
	id := d.raise(t, officer.CardDefective, "Der Leser erkennt sie nicht.")
	if got := d.newest(t); got != "complaint_raised" {
		t.Errorf("mailed %q", got)
	}
	list, err := d.List(d.clerk, officer.ComplaintFilter{Status: officer.ComplaintOpen})
	if err != nil || len(list.Rows) != 1 || list.Rows[0].Number != d.order.Number || list.Rows[0].OrganisationName != d.Company.Name {
		t.Fatalf("%+v, %v", list, err)
	}
	d.Clock.Advance(time.Minute)
	ok(t, d.Claim(d.clerk, id, 1))
	if err := d.Handle(dbtest.As(d.TSP.Second(officer.RoleClerk)), id, 2, officer.ActAnswer, "x"); !errors.Is(err, officer.Conflict) {
		t.Errorf("a colleague's: %v", err)
	}
	ok(t, d.Handle(d.clerk, id, 2, officer.ActAsk, "Welcher Leser?"))
	if got := d.newest(t); got != "complaint_asked" {
		t.Errorf("mailed %q", got)
	}
	if mine, err := d.List(d.clerk, officer.ComplaintFilter{Status: officer.ComplaintAsked, Clerk: d.TSP.Actor(officer.RoleClerk).Account}); err != nil || len(mine.Rows) != 1 {
		t.Errorf("the clerk's own: %+v, %v", mine, err)
	}
	d.Clock.Advance(time.Minute)
	if err := d.Reply(d.own, id, 3, "  "); !errors.Is(err, officer.Invalid) {
		t.Errorf("saying nothing: %v", err)
	}
	if err := d.Reply(d.own, id, 1, "x"); !errors.Is(err, officer.Stale) {
		t.Errorf("as an older reader: %v", err)
	}
	ok(t, d.Reply(d.own, id, 3, "Ein alter."))
	d.Clock.Advance(time.Minute)
	ok(t, d.Handle(d.clerk, id, 4, officer.ActAnswer, "Nehmen Sie einen neuen."))
	if got := d.newest(t); got != "complaint_answered" {
		t.Errorf("mailed %q", got)
	}
	file, err := d.OwnComplaint(d.own, id)
	ok(t, err)
	var said []string
	for _, m := range file.Messages {
		said = append(said, string(m.Act)+": "+m.Body)
	}
	if want := []string{"raised: Der Leser erkennt sie nicht.", "asked: Welcher Leser?", "replied: Ein alter.", "answered: Nehmen Sie einen neuen."}; !slices.Equal(said, want) {
		t.Errorf("%v", said)
	}
	if file.Status != officer.ComplaintClosed || file.Outcome != officer.ComplaintAnswered || file.ClosedName == "" {
		t.Errorf("%+v", file.Complaint)
	}
	for _, err := range []error{d.Reply(d.own, id, 5, "x"), d.WithdrawOwn(d.own, id, 5), d.Handle(d.clerk, id, 5, officer.ActAsk, "x"), d.Claim(d.clerk, id, 5)} {
		if !errors.Is(err, officer.Conflict) {
			t.Errorf("what is closed: %v", err)
		}
	}
	var kinds []string
	d.Select(t, &kinds, `select kind from events where organisation_id = $1 and subject = $2 order by at, id`, d.Company.ID, id)
	if len(kinds) != 5 {
		t.Errorf("the organisation's book says %v", kinds)
	}
	bodies := dbtest.Get[int](t, d.Database, `select count(*) from mails where args::text like '%Leser%' or args::text like '%alter%'`)
	if bodies != 0 {
		t.Error("what was said stands in a mail")
	}
}

// A replacement repeats the application's content in a new order, free of charge,
// that has to be approved like any other; there is one at a time.
func TestReplacement(t *testing.T) {
	d := newDisappointed(t)
	id := d.raise(t, officer.WrongData, "Vorname")
	ok(t, d.Handle(d.clerk, id, 1, officer.ActReplace, "Unser Fehler."))
	file, err := d.OwnComplaint(d.own, id)
	if err != nil || file.Replacement == "" || file.Outcome != officer.ComplaintReplaced {
		t.Fatalf("%+v, %v", file.Complaint, err)
	}
	err = d.DB.View(t.Context(), postgres.System.InOrganisation(d.Company.ID), func(tx *postgres.Tx) error {
		o, err := tx.Order(file.Replacement)
		ok(t, err)
		if o.Status != officer.OrderOpen || o.Approved.By != "" || !o.FreeOfCharge || o.Replaces != d.order.ID || o.Number == d.order.Number || o.Account != d.who.Account ||
			o.Person != d.order.Person || o.Product != d.order.Product || o.Quantity != 1 {
			t.Errorf("%+v", o)
		}
		a, err := tx.Application(o.Application)
		ok(t, err)
		former, err := tx.Application(d.order.Application)
		ok(t, err)
		if a.ID == former.ID || a.Status != officer.ApplicationTransmitted || a.Identification != former.Identification || a.Form.Person != former.Form.Person {
			t.Errorf("%+v, copied from %+v", a, former)
		}
		return nil
	})
	ok(t, err)
	if got := dbtest.Get[string](t, d.Database, `select replaces from applications where replaces is not null`); got != string(d.order.Application) {
		t.Errorf("repeats %s", got)
	}
	if got := dbtest.Get[string](t, d.Database, `select args->>'number' from mails where template = 'complaint_replaced'`); got == string(d.order.Number) || got == "" {
		t.Errorf("the mail names %q", got)
	}
	second := d.raise(t, officer.CardDefective, "Auch kaputt.")
	if err := d.Handle(d.clerk, second, 1, officer.ActReplace, "Noch eine."); !errors.Is(err, officer.Conflict) {
		t.Errorf("a second one: %v", err)
	}
	ok(t, d.Handle(d.clerk, second, 1, officer.ActRefuse, "Ersatz ist unterwegs."))
	if got := d.newest(t); got == "" {
		t.Error("no mail")
	}
}

// Of two clerks who decide at once one does.
func TestTwoClerksDecideOnce(t *testing.T) {
	d := newDisappointed(t)
	id := d.raise(t, officer.PINDamaged, "")
	results := make(chan error, 2)
	var both sync.WaitGroup
	for _, clerk := range []officer.Actor{d.TSP.Actor(officer.RoleClerk), d.TSP.Second(officer.RoleClerk)} {
		both.Go(func() { results <- d.Handle(dbtest.As(clerk), id, 1, officer.ActReplace, "Ersatz.") })
	}
	both.Wait()
	first, second := <-results, <-results
	if (first == nil) == (second == nil) {
		t.Errorf("%v, %v", first, second)
	}
	if n := dbtest.Get[int](t, d.Database, `select count(*) from orders where replaces is not null`); n != 1 {
		t.Errorf("%d replacements", n)
	}
}

func TestWhatCannotBeComplainedAbout(t *testing.T) {
	d := newDisappointed(t)
	fresh := d.Ordered(t, d.Company, d.who.Account, nil)
	early := d.sent(t, d.order, 2)
	stranger := dbtest.As(d.Applicant(t))
	for name, c := range map[string]struct {
		ctx   context.Context
		order officer.OrderID
		card  officer.CardID
		note  officer.ComplaintNote
		want  officer.Kind
	}{
		"nobody's turn":           {context.Background(), d.order.ID, d.card, officer.ComplaintNote{Kind: officer.PINUsed}, officer.Unauthenticated},
		"somebody else's":         {stranger, d.order.ID, d.card, officer.ComplaintNote{Kind: officer.PINUsed}, officer.NotFound},
		"an officer's":            {d.Company.As(officer.RoleOfficer), d.order.ID, d.card, officer.ComplaintNote{Kind: officer.PINUsed}, officer.Forbidden},
		"a card of another order": {d.own, fresh.ID, d.card, officer.ComplaintNote{Kind: officer.PINUsed}, officer.NotFound},
		"nothing was sent":        {d.own, fresh.ID, "", officer.ComplaintNote{Kind: officer.PINUsed}, officer.Invalid},
		"too early":               {d.own, d.order.ID, early, officer.ComplaintNote{Kind: officer.CardNotReceived}, officer.Invalid},
		"which of two cards":      {d.own, d.order.ID, "", officer.ComplaintNote{Kind: officer.PINUsed}, officer.Invalid},
		"undescribed":             {d.own, d.order.ID, d.card, officer.ComplaintNote{Kind: officer.WrongData}, officer.Invalid},
		"of no kind":              {d.own, d.order.ID, d.card, officer.ComplaintNote{Kind: "x"}, officer.Invalid},
	} {
		if _, err := d.Raise(c.ctx, c.order, c.card, c.note); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	d.raise(t, officer.CardNotReceived, "")
	if _, err := d.Raise(d.own, d.order.ID, d.card, officer.ComplaintNote{Kind: officer.CardNotReceived}); !errors.Is(err, officer.Conflict) {
		t.Errorf("twice: %v", err)
	}
	if n := dbtest.Get[int](t, d.Database, `select count(*) from complaints`); n != 1 {
		t.Errorf("%d complaints", n)
	}
}

func TestWhoSeesAComplaint(t *testing.T) {
	d := newDisappointed(t)
	id := d.raise(t, officer.PINUsed, "")
	for name, c := range map[string]struct {
		ctx                 context.Context
		own, theirs, handle officer.Kind // empty where they may
	}{
		"the holder":      {d.own, "", officer.Forbidden, officer.Forbidden},
		"a stranger":      {dbtest.As(d.Applicant(t)), officer.NotFound, officer.Forbidden, officer.Forbidden},
		"an officer":      {d.Company.As(officer.RoleOfficer), officer.Forbidden, "", officer.Forbidden},
		"a manager":       {d.Company.As(officer.RoleRAManager), officer.Forbidden, "", officer.Forbidden},
		"another house's": {d.Authority.As(officer.RoleOfficer), officer.Forbidden, officer.NotFound, officer.Forbidden},
		"a shop admin":    {d.Company.As(officer.RoleShopAdmin), officer.Forbidden, officer.Forbidden, officer.Forbidden},
		"an operator":     {d.TSP.As(officer.RoleOperator), officer.Forbidden, officer.Forbidden, officer.Forbidden},
	} {
		_, own := d.OwnComplaint(c.ctx, id)
		_, theirs := d.Complaint(c.ctx, id)
		handled := d.Handle(c.ctx, id, 1, officer.ActAnswer, "x")
		for what, got := range map[string]struct {
			err  error
			want officer.Kind
		}{"looks at their own": {own, c.own}, "looks": {theirs, c.theirs}, "handles": {handled, c.handle}} {
			if (got.want == "") != (got.err == nil) || got.want != "" && !errors.Is(got.err, got.want) {
				t.Errorf("%s %s: %v", name, what, got.err)
			}
		}
	}
	house, err := d.House(d.Company.As(officer.RoleOfficer), officer.Cursor{})
	if err != nil || len(house.Rows) != 1 {
		t.Errorf("the house sees %+v, %v", house, err)
	}
	if other, err := d.House(d.Authority.As(officer.RoleOfficer), officer.Cursor{}); err != nil || len(other.Rows) != 0 {
		t.Errorf("another sees %+v, %v", other, err)
	}
	clerk := d.TSP.Actor(officer.RoleClerk)
	d.Exec(t, `update complaints set account_id = $1`, clerk.Account)
	if err := d.Handle(d.clerk, id, 1, officer.ActAnswer, "x"); !errors.Is(err, officer.Forbidden) {
		t.Errorf("a clerk's own: %v", err)
	}
	if err := d.Claim(d.clerk, id, 1); !errors.Is(err, officer.Forbidden) {
		t.Errorf("claiming a clerk's own: %v", err)
	}
}

// Pages of complaints go on and back, in every view.
func TestPagesOfComplaints(t *testing.T) {
	d := newDisappointed(t)
	d.Exec(t, `insert into complaints (organisation_id, id, account_id, order_id, card_id, kind, status, status_since, raised_at)
		select $1, 'cmp_' || n, $2, $3, 'crd_' || n, 'pin_used', 'open', $4::timestamptz + n / 3 * interval '1 second', $4::timestamptz + n / 3 * interval '1 second' from generate_series(1, 60) n`,
		d.Company.ID, d.who.Account, d.order.ID, d.Clock.Now())
	for name, read := range map[string]func(officer.Cursor) (officer.ComplaintPage, error){
		"a clerk": func(c officer.Cursor) (officer.ComplaintPage, error) {
			return d.List(d.clerk, officer.ComplaintFilter{Status: officer.ComplaintOpen, After: c})
		},
		"the holder": func(c officer.Cursor) (officer.ComplaintPage, error) { return d.Own(d.own, c) },
		"the house": func(c officer.Cursor) (officer.ComplaintPage, error) {
			return d.House(d.Company.As(officer.RoleOfficer), c)
		},
	} {
		seen := map[officer.ComplaintID]bool{}
		var back officer.Cursor
		for at, more := (officer.Cursor{}), true; more; more = !at.IsZero() {
			page, err := read(at)
			ok(t, err)
			for _, c := range page.Rows {
				seen[c.ID] = true
			}
			at, back = page.Next, page.Previous
		}
		if len(seen) != 60 || back.IsZero() {
			t.Errorf("%s sees %d of 60", name, len(seen))
		}
	}
}

// An account with an open complaint is not deleted; afterwards its contact goes.
func TestDeletionWaitsForComplaints(t *testing.T) {
	d := newDisappointed(t)
	d.Exec(t, `update orders set status = 'completed'`)
	id, err := d.Raise(d.own, d.order.ID, d.card, officer.ComplaintNote{Kind: officer.PINUsed, Contact: "+49 30 1234567"})
	ok(t, err)
	e := d.enquiries()
	ok(t, e.RequestDeletion(d.own, ""))
	enquiry := d.openEnquiry(t, d.who.Account)
	if err := e.Close(d.clerk, enquiry, 1, officer.EnquiryDone, "x"); !errors.Is(err, officer.Conflict) {
		t.Errorf("with an open complaint: %v", err)
	}
	ok(t, d.WithdrawOwn(d.own, id, 1))
	ok(t, e.Close(d.clerk, enquiry, 1, officer.EnquiryRefused, "Noch nicht."))
	if page, err := e.Deletion(d.own, "de"); err != nil || page.Refused.OutcomeNote != "Noch nicht." {
		t.Errorf("%+v, %v", page.Refused, err)
	}
	if got := dbtest.Get[string](t, d.Database, `select args::text from mails where template = 'deletion_refused'`); strings.Contains(got, "Noch nicht") {
		t.Errorf("the reason stands in the mail: %s", got)
	}
	ok(t, e.RequestDeletion(d.own, ""))
	ok(t, e.Close(d.clerk, d.openEnquiry(t, d.who.Account), 1, officer.EnquiryDone, "x"))
	if got := dbtest.Get[string](t, d.Database, `select contact from complaints`); got != "" {
		t.Errorf("the number %s is kept", got)
	}
}
