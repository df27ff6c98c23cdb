package desk_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
)

// home is a world in which an applicant has an order, signed by the company's officer.
type home struct {
	*press
	portal *desk.Portal
	me     officer.Actor
	order  officer.OrderID
}

func newHome(t testing.TB) *home {
	t.Helper()
	h := &home{press: newPress(t)}
	h.portal = &desk.Portal{Counter: h.Counter}
	h.me = h.Applicant(t)
	h.order = h.press.order(t, h.Company, h.Signature, h.mine)
	return h
}

// mine makes an application the applicant's own.
func (h *home) mine(a *officer.Application) { a.Account = h.me.Account }

func (h *home) asMe() context.Context { return dbtest.As(h.me) }

// move takes an order to a status, as the back office would.
func (h *home) move(t testing.TB, id officer.OrderID, to officer.OrderStatus) {
	h.Exec(t, `update orders set status = $2, status_since = $3 where id = $1`, id, to, h.Clock.Now())
}

func TestDashboardShowsWhatIsUnderWay(t *testing.T) {
	h := newHome(t)
	draft := h.beginIn(t, h.Company, h.Seal, h.mine)
	d, err := h.portal.Dashboard(h.asMe())
	must(t, err)
	if len(d.Orders.Rows) != 1 || d.Orders.Rows[0].ID != h.order || d.Orders.Rows[0].OrganisationName != h.Company.Name || d.Orders.Rows[0].ProductDE != h.Signature.NameDE ||
		len(d.Applications) != 1 || d.Applications[0].ID != draft || d.Applications[0].NameEN != h.Seal.NameEN || d.Weeks != 6 || !d.Moving() {
		t.Errorf("%+v", d)
	}
	h.move(t, h.order, officer.OrderCompleted)
	h.Exec(t, `update applications set status = 'withdrawn' where id = $1`, draft)
	if d, err = h.portal.Dashboard(h.asMe()); err != nil || len(d.Orders.Rows)+len(d.Applications) != 0 || d.Moving() {
		t.Errorf("%+v, %v", d, err)
	}
}

// Nobody finds another's, by whatever way they look for it.
func TestOnlyOnesOwn(t *testing.T) {
	h := newHome(t)
	other := dbtest.As(h.Applicant(t))
	number := dbtest.Get[officer.OrderNumber](t, h.Database, `select number from orders`)
	d, err := h.portal.Dashboard(other)
	must(t, err)
	if len(d.Orders.Rows)+len(d.Applications) != 0 {
		t.Errorf("another sees %+v", d)
	}
	if page, err := h.portal.Orders(other, officer.OwnOrderFilter{Statuses: officer.OrderStatuses}); err != nil || len(page.Rows) != 0 {
		t.Errorf("another lists %+v, %v", page, err)
	}
	for name, look := range map[string]func(context.Context) error{
		"order":  func(ctx context.Context) error { _, err := h.portal.Order(ctx, h.order); return err },
		"number": func(ctx context.Context) error { _, err := h.portal.OrderByNumber(ctx, number); return err },
	} {
		if err := look(other); !errors.Is(err, officer.NotFound) {
			t.Errorf("%s of another: %v", name, err)
		}
		if err := look(context.Background()); !errors.Is(err, officer.Unauthenticated) {
			t.Errorf("%s for nobody: %v", name, err)
		}
		if err := look(h.as(officer.RoleShopAdmin)); !errors.Is(err, officer.Forbidden) {
			t.Errorf("%s for a shop admin: %v", name, err)
		}
		if err := look(h.as(officer.RoleOfficer)); !errors.Is(err, officer.NotFound) {
			t.Errorf("%s for the officer who identified, in their own portal: %v", name, err)
		}
		must(t, look(h.asMe()))
	}
}

// The history tells what happened, and not who of the others did it.
func TestHistoryWithoutNames(t *testing.T) {
	h := newHome(t)
	_, err := h.papers.Print(h.as(officer.RoleOfficer), h.order, desk.Printing{Format: "pdf"})
	must(t, err)
	f, err := h.portal.Order(h.asMe(), h.order)
	must(t, err)
	if len(f.History) != 1 || f.History[0].Kind != "order.submitted" || f.History[0].ActorName != "" || f.History[0].PartyOf(h.me.Account) != officer.PartyDesk {
		t.Errorf("%+v", f.History)
	}
}

// A list goes on by keys, forwards and back, over statuses that lie apart in the index.
func TestArchiveIsPaged(t *testing.T) {
	h := newHome(t)
	h.Exec(t, `insert into applications select (jsonb_populate_record(a, jsonb_build_object('id', 'app_' || n))).* from applications a, generate_series(1, 59) n where a.account_id = $1`, h.me.Account)
	h.Exec(t, `insert into orders select (jsonb_populate_record(o, jsonb_build_object('id', 'ord_' || n, 'application_id', 'app_' || n, 'number', n, 'created_at', o.created_at - n * interval '1 hour',
		'status', (array['completed', 'withdrawn', 'rejected'])[1 + n % 3]))).* from orders o, generate_series(1, 59) n`)
	h.move(t, h.order, officer.OrderCompleted)
	var seen []officer.OrderID
	filter := officer.OwnOrderFilter{Statuses: officer.Archived}
	for {
		page, err := h.portal.Orders(h.asMe(), filter)
		must(t, err)
		for _, o := range page.Rows {
			seen = append(seen, o.ID)
		}
		if filter.After = page.Next; page.Next.IsZero() {
			back, err := h.portal.Orders(h.asMe(), officer.OwnOrderFilter{Statuses: officer.Archived, After: page.Previous})
			must(t, err)
			if len(back.Rows) != officer.PageSize || back.Rows[0].ID != seen[officer.PageSize] {
				t.Errorf("back from the last page: %d rows from %s", len(back.Rows), back.Rows[0].ID)
			}
			break
		}
	}
	for n, id := range seen {
		if want := officer.OrderID(fmt.Sprint("ord_", n)); n > 0 && id != want {
			t.Fatalf("row %d is %s", n, id)
		}
	}
	if len(seen) != 60 || seen[0] != h.order {
		t.Errorf("%d rows, the first %s", len(seen), seen[0])
	}
}
