package desk

import (
	"context"
	"errors"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Parcels are the two ways on which a card reaches its holder: who says that they
// arrived, and who is warned when they do not.
type Parcels struct{ *Counter }

// receivers says as whom somebody at a place tells that a parcel arrived.
var receivers = map[officer.Place]officer.Receiver{
	officer.Portal: officer.ReceivedByHolder, officer.Desk: officer.ReceivedByDesk, officer.BackOffice: officer.ReceivedByClerk,
}

// OfOrder lists an order's cards, for the page of the order.
func (s *Parcels) OfOrder(ctx context.Context, id officer.OrderID) ([]officer.Card, error) {
	return view(ctx, s.Counter, rbac.CardRead, func(tx *postgres.Tx) ([]officer.Card, error) {
		if err := goToOrder(tx, id); err != nil {
			return nil, err
		}
		return tx.CardsOf(id)
	})
}

// goToOrder goes into the organisation of an order, where the scope is wider.
func goToOrder(tx *postgres.Tx, id officer.OrderID) error {
	if tx.Scope.Kind == "organisation" {
		return nil
	}
	return tx.AtOrder(id)
}

// Receive notes that a parcel of a card arrived: told by the holder, or by the
// desk or a clerk, who do not tell it of their own. Twice is once. With the last
// parcel of its last card the order is completed.
func (s *Parcels) Receive(ctx context.Context, order officer.OrderID, card officer.CardID, kind officer.ParcelKind) error {
	err := change(ctx, s.Counter, rbac.CardReceive, func(tx *postgres.Tx) error {
		if err := goToOrder(tx, order); err != nil {
			return err
		}
		o, err := tx.Order(order)
		if err != nil {
			return err
		}
		if tx.Actor.Place != officer.Portal && o.Account != "" && o.Account == tx.Actor.Account {
			return officer.Fail(officer.Forbidden, "order.own")
		}
		c, err := tx.Card(card)
		if err == nil && c.Order != order {
			err = officer.Fail(officer.NotFound, "page.not_found")
		}
		if err != nil {
			return err
		}
		return receive(tx, o, c, kind)
	})
	if errors.Is(err, errReceived) {
		return nil
	}
	return err
}

// errReceived says that a parcel had been told to have arrived before.
var errReceived = errors.New("received already")

func receive(tx *postgres.Tx, o officer.Order, c officer.Card, kind officer.ParcelKind) error {
	by, parcel := receivers[tx.Actor.Place], c.ParcelOf(kind)
	if !parcel.ReceivedAt.IsZero() {
		return errReceived
	}
	if err := parcel.Receive(by, tx.Now); err != nil {
		return err
	}
	tx.Record(officer.EventKind("order."+string(kind)+"_received"), string(o.ID), "card", c.ID, "received_by", by)
	if err := tx.SaveCard(&c); err != nil {
		return err
	}
	cards, err := tx.CardsOf(o.ID)
	if err != nil || o.Status != officer.OrderDispatched || !officer.AllDelivered(o, cards) {
		return err
	}
	from := o.Status
	if err := o.Move(officer.OrderCompleted, tx.Now); err != nil {
		return err
	}
	tx.Record("order.completed", string(o.ID), "from", from, "to", o.Status)
	return tx.SaveOrder(&o)
}

// A CardFile is a card with its order, for the clerk's page.
type CardFile struct {
	officer.Card
	Number       officer.OrderNumber
	OrderStatus  officer.OrderStatus
	Certificates []officer.Certificate
}

// Card shows a clerk one card.
func (s *Parcels) Card(ctx context.Context, id officer.CardID) (CardFile, error) {
	return view(ctx, s.Counter, rbac.ProductionRead, func(tx *postgres.Tx) (f CardFile, err error) {
		if err = tx.AtCard(id); err != nil {
			return f, err
		}
		if f.Card, err = tx.Card(id); err != nil {
			return f, err
		}
		o, err := tx.Order(f.Order)
		if err != nil {
			return f, err
		}
		f.Number, f.OrderStatus = o.Number, o.Status
		f.Certificates, err = tx.Certificates(id)
		return f, err
	})
}

// Overdue lists cards of which a parcel should have arrived.
func (s *Parcels) Overdue(ctx context.Context, after officer.Cursor) (officer.OverduePage, error) {
	return view(ctx, s.Counter, rbac.ProductionRead, func(tx *postgres.Tx) (officer.OverduePage, error) {
		return tx.OverdueCards(tx.Now.Add(-officer.OverdueAfter), after)
	})
}

// overdueMails are the mails about a parcel that should have arrived.
var overdueMails = map[officer.ParcelKind]string{officer.CardParcel: "card_overdue", officer.PINParcel: "pin_overdue"}

// WarnOverdue tells one holder that a parcel should have arrived, and the order's
// book; it reports whether there was one. For the worker.
func (s *Parcels) WarnOverdue(ctx context.Context) (found bool, err error) {
	for _, kind := range officer.ParcelKinds {
		err := s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
			c, err := tx.NextOverdue(kind, tx.Now.Add(-officer.OverdueAfter))
			if err != nil {
				return err
			}
			return tx.Within(c.Organisation, func() error { return s.warn(tx, c, kind) })
		})
		if err == nil {
			return true, nil
		}
		if !errors.Is(err, officer.NotFound) {
			return false, err
		}
	}
	return false, nil
}

func (s *Parcels) warn(tx *postgres.Tx, c officer.OverdueCard, kind officer.ParcelKind) error {
	tx.Record(officer.EventKind("order."+string(kind)+"_overdue"), string(c.Order), "card", c.ID)
	o, err := tx.Order(c.Order)
	if err != nil {
		return err
	}
	args := map[string]string{"number": string(o.Number), "link": s.Address + "/portal/orders/" + string(o.ID), "help": s.Address + "/help"}
	if o.Account != "" {
		a, err := tx.Account(o.Account)
		if err != nil || a.Status != officer.AccountActive {
			return err
		}
		return s.mailTo(tx, a, overdueMails[kind], args)
	}
	a, err := tx.Application(o.Application)
	if err != nil {
		return err
	}
	args["name"], args["link"] = a.Form.Person.Spoken(), s.Address+"/help"
	return s.mail(tx, officer.Mail{Recipient: a.Form.Contact.Email, Language: a.Language, Template: overdueMails[kind], Args: args})
}
