package desk

import (
	"context"
	"slices"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Portal shows people what is their own: what they began, what they ordered, how
// far it is. Everything is read in the scope of their account.
type Portal struct{ *Counter }

// A Dashboard is what somebody sees first.
type Dashboard struct {
	Released     []officer.Released       // products of codes that are not begun
	Overdue      []officer.OwnCard        // cards of which a parcel should have arrived
	Applications []officer.OwnApplication // not ended: drafts, and those that a desk has
	Orders       officer.OwnOrderPage     // under way
	Weeks        int                      // delivery time that is announced; 0 for none
	Today        officer.Date
}

// Moving reports whether something can change without the person's doing.
func (d Dashboard) Moving() bool {
	return len(d.Orders.Rows) > 0 || slices.ContainsFunc(d.Applications, func(a officer.OwnApplication) bool { return !a.Draft() })
}

// Dashboard shows what is under way.
func (s *Portal) Dashboard(ctx context.Context) (Dashboard, error) {
	return viewOwn(ctx, s.Counter, rbac.OrderList, func(tx *postgres.Tx) (d Dashboard, err error) {
		d.Today = officer.Today(tx.Now)
		if d.Released, err = tx.OpenRedemptions(); err != nil {
			return d, err
		}
		d.Released = slices.DeleteFunc(d.Released, func(r officer.Released) bool { return r.Application != "" })
		if d.Applications, err = tx.OwnApplications(); err != nil {
			return d, err
		}
		d.Applications = slices.DeleteFunc(d.Applications, func(a officer.OwnApplication) bool { return a.Status.Ended() })
		if d.Orders, err = tx.OwnOrders(officer.OwnOrderFilter{Statuses: officer.UnderWay}); err != nil {
			return d, err
		}
		if d.Overdue, err = tx.OwnOverdue(tx.Now.Add(-officer.OverdueAfter)); err != nil {
			return d, err
		}
		d.Weeks, err = tx.DeliveryWeeks()
		return d, err
	})
}

// Ended lists applications that ended before they were orders.
func (s *Portal) Ended(ctx context.Context) ([]officer.OwnApplication, error) {
	return viewOwn(ctx, s.Counter, rbac.OrderList, func(tx *postgres.Tx) ([]officer.OwnApplication, error) {
		list, err := tx.OwnApplications()
		return slices.DeleteFunc(list, func(a officer.OwnApplication) bool { return !a.Status.Ended() }), err
	})
}

// Orders lists somebody's own orders, the newest first.
func (s *Portal) Orders(ctx context.Context, f officer.OwnOrderFilter) (officer.OwnOrderPage, error) {
	return viewOwn(ctx, s.Counter, rbac.OrderList, func(tx *postgres.Tx) (officer.OwnOrderPage, error) { return tx.OwnOrders(f) })
}

// An OwnOrderFile is one of somebody's orders with all that is told about it.
type OwnOrderFile struct {
	officer.OwnOrder
	History []officer.Event // the newest first
	Cards   []officer.Card
	Weeks   int
	Today   officer.Date
}

// Order shows one of somebody's own orders; another's is NotFound.
func (s *Portal) Order(ctx context.Context, id officer.OrderID) (OwnOrderFile, error) {
	return viewOwn(ctx, s.Counter, rbac.OrderRead, func(tx *postgres.Tx) (f OwnOrderFile, err error) {
		f.Today = officer.Today(tx.Now)
		if f.OwnOrder, err = tx.OwnOrder(id); err != nil {
			return f, err
		}
		if f.Weeks, err = tx.DeliveryWeeks(); err != nil {
			return f, err
		}
		if err = tx.At(f.Organisation); err != nil {
			return f, err
		}
		if f.Cards, err = tx.CardsOf(f.ID); err != nil {
			return f, err
		}
		f.History, err = tx.ToldEvents(string(f.ID), string(f.Application))
		return f, err
	})
}

// OrderByNumber finds one of somebody's own orders by what is printed on its papers.
func (s *Portal) OrderByNumber(ctx context.Context, n officer.OrderNumber) (officer.OwnOrder, error) {
	return viewOwn(ctx, s.Counter, rbac.OrderRead, func(tx *postgres.Tx) (officer.OwnOrder, error) { return tx.OwnOrderByNumber(n) })
}

// A HandedApplication is one of somebody's applications, and the order that it
// became.
type HandedApplication struct {
	officer.OwnApplication
	Order officer.OrderID // empty while it is none
}

// Handed shows one of somebody's own applications; a draft, which nobody has seen
// yet, is NotFound, as another's is.
func (s *Portal) Handed(ctx context.Context, id officer.ApplicationID) (HandedApplication, error) {
	return viewOwn(ctx, s.Counter, rbac.OrderRead, func(tx *postgres.Tx) (h HandedApplication, err error) {
		h.OwnApplication, err = tx.OwnApplication(id)
		if err != nil || h.Status != officer.ApplicationTransmitted {
			if err == nil && h.Draft() {
				err = officer.Fail(officer.NotFound, "page.not_found")
			}
			return h, err
		}
		if err := tx.At(h.Organisation); err != nil {
			return h, err
		}
		o, err := tx.OrderOf(id)
		h.Order = o.ID
		return h, err
	})
}
