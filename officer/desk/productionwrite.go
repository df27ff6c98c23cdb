package desk

import (
	"maps"
	"slices"

	"officerportal/officer"
	"officerportal/officer/postgres"
)

// write keeps what rows changed: cards, certificates, faults, and what follows
// for their orders and batches.
func (t *taker) write(tx *postgres.Tx, w work) error {
	var batches []officer.BatchID
	for _, id := range slices.Sorted(maps.Keys(w.changed)) {
		c := w.cards[id].Card
		if err := tx.SaveCard(&c); err != nil {
			return err
		}
		batches = append(batches, c.Batch)
	}
	if err := tx.AddCertificates(w.fresh); err != nil {
		return err
	}
	for _, f := range w.faults {
		if err := tx.AddCardFault(f); err != nil {
			return err
		}
		batches = append(batches, f.Batch)
	}
	if err := moveOrders(tx, w.changes); err != nil {
		return err
	}
	slices.Sort(batches)
	return closeBatches(tx, slices.Compact(batches))
}

// closeBatches counts what came back of batches.
func closeBatches(tx *postgres.Tx, ids []officer.BatchID) error {
	if len(ids) == 0 {
		return nil
	}
	closed, err := tx.CountBatches(ids)
	for _, id := range closed {
		tx.Record("production.batch_closed", string(id))
	}
	return err
}

// moveOrders brings orders to where their cards are: waiting for one that could
// not be made, dispatched when all were sent. What happened stands in each
// organisation's book.
func moveOrders(tx *postgres.Tx, changes map[officer.OrderID][]cardChange) error {
	ids := slices.Sorted(maps.Keys(changes))
	if len(ids) == 0 {
		return nil
	}
	orders, err := tx.OrdersAnywhere(ids)
	if err != nil {
		return err
	}
	all, err := tx.CardsOfOrders(ids)
	if err != nil {
		return err
	}
	cards := map[officer.OrderID][]officer.Card{}
	for _, c := range all {
		cards[c.Order] = append(cards[c.Order], c)
	}
	for i := range orders {
		o := &orders[i]
		if err := tx.Within(o.Organisation, func() error { return moveOrder(tx, o, cards[o.ID], changes[o.ID]) }); err != nil {
			return err
		}
	}
	return nil
}

var changeEvents = map[officer.Change]officer.EventKind{
	officer.ChangeMade: "order.card_made", officer.ChangeCardSent: "order.card_sent", officer.ChangePINSent: "order.pin_sent", officer.ChangeFault: "order.production_failed",
}

func moveOrder(tx *postgres.Tx, o *officer.Order, cards []officer.Card, changes []cardChange) error {
	failed := false
	for _, c := range changes {
		pairs := []any{"card", c.card.ID}
		switch c.change {
		case officer.ChangeMade:
			pairs = append(pairs, "serial", c.card.Serial)
		case officer.ChangeCardSent:
			pairs = append(pairs, "tracking", c.card.Parcel.Tracking)
		case officer.ChangePINSent:
			pairs = append(pairs, "tracking", c.card.PIN.Tracking)
		case officer.ChangeFault:
			failed = true
			pairs = append(pairs, "fault", c.fault)
		}
		tx.Record(changeEvents[c.change], string(o.ID), pairs...)
	}
	from := o.Status
	switch {
	case failed && o.Status == officer.OrderInProduction:
		if err := o.FailProduction(tx.Now); err != nil {
			return err
		}
	case o.Status == officer.OrderInProduction && officer.AllSent(*o, cards):
		if err := o.Move(officer.OrderDispatched, tx.Now); err != nil {
			return err
		}
		tx.Record("order.dispatched", string(o.ID), "from", from, "to", o.Status)
	default:
		return nil
	}
	return tx.SaveOrder(o)
}
