package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"officerportal/officer"
	"officerportal/officer/ca"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
)

// MakeCards gives the demo's orders that were dispatched their cards, with
// certificates of the demo's authority and two parcels each, and hands some orders
// over to a personaliser. Orders that have cards stay as they are.
func MakeCards(ctx context.Context, p *desk.Production, a *ca.Authority) error {
	made := 0
	err := p.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
		if err := tx.HoldProduction(); err != nil { // two portals may fill one database
			return err
		}
		m := maker{now: tx.Now, authority: a}
		if err := m.read(tx); err != nil || len(m.orders) == 0 {
			return err
		}
		made = len(m.orders)
		if err := m.make(); err != nil {
			return err
		}
		if err := tx.AddCards(m.cards); err != nil {
			return err
		}
		return tx.AddCertificates(m.certificates)
	})
	if err == nil && made > 0 {
		err = handOverSome(ctx, p, a)
	}
	if err != nil {
		return fmt.Errorf("demo: cards: %w", err)
	}
	return nil
}

// A maker makes the cards of orders that were dispatched.
type maker struct {
	now          time.Time
	authority    *ca.Authority
	orders       []officer.Order
	applications map[officer.OrderID]officer.Application
	products     map[officer.ProductID]officer.Product
	houses       map[officer.OrganisationID]string
	cards        []officer.Card
	ordered      []officer.BatchCard
	certificates []officer.Certificate
}

func (m *maker) read(tx *postgres.Tx) (err error) {
	if m.orders, err = tx.SentWithoutCards(); err != nil || len(m.orders) == 0 {
		return err
	}
	ids := make([]officer.OrderID, len(m.orders))
	for i, o := range m.orders {
		ids[i] = o.ID
	}
	if m.applications, err = tx.ApplicationsOfOrders(ids); err != nil {
		return err
	}
	products, err := tx.Products()
	if err != nil {
		return err
	}
	m.products = map[officer.ProductID]officer.Product{}
	for _, p := range products {
		m.products[p.ID] = p
	}
	houses, err := tx.Organisations()
	m.houses = map[officer.OrganisationID]string{}
	for _, h := range houses {
		m.houses[h.ID] = h.Name
	}
	return err
}

// make makes all cards; the certificates are issued side by side.
func (m *maker) make() error {
	for _, o := range m.orders {
		for _, c := range officer.NewCards(o, "", o.CreatedAt) {
			c.ID = idOf[officer.CardID](string(o.ID) + " card " + strconv.Itoa(c.Ordinal))
			m.cards = append(m.cards, c)
			m.ordered = append(m.ordered, officer.BatchCardOf(c.ID, m.applications[o.ID], m.products[o.Product], m.houses[o.Organisation]))
		}
	}
	lists := make([][]officer.Certificate, len(m.cards))
	status := map[officer.OrderID]officer.Order{}
	for _, o := range m.orders {
		status[o.ID] = o
	}
	var g errgroup.Group
	g.SetLimit(8)
	for i := range m.cards {
		g.Go(func() (err error) {
			lists[i], err = m.life(&m.cards[i], status[m.cards[i].Order], m.ordered[i])
			return err
		})
	}
	err := g.Wait()
	for _, l := range lists {
		m.certificates = append(m.certificates, l...)
	}
	return err
}

// life leads a card to where its order is: sent, and the PIN letter after it, once
// both arrived the order is completed.
func (m *maker) life(c *officer.Card, o officer.Order, ordered officer.BatchCard) ([]officer.Certificate, error) {
	completed := o.Status == officer.OrderCompleted
	sent, pin := o.StatusSince, o.StatusSince.Add(72*time.Hour)
	if completed {
		sent, pin = o.StatusSince.Add(-7*24*time.Hour), o.StatusSince.Add(-4*24*time.Hour)
	}
	made := sent.Add(-24 * time.Hour)
	r, err := desk.MakeVirtualCard(m.authority, ordered, made)
	if err != nil {
		return nil, err
	}
	card := officer.CardInWork{Card: *c, OrderStatus: officer.OrderInProduction}
	card.CreatedAt, r.Batch, r.CardSent = made, c.Batch, &officer.Sending{At: officer.Instant{Time: sent}, Tracking: "ZZ" + fmt.Sprintf("%09d", c.Ordinal+int(sent.Unix()%1e8)) + "ZZ"}
	if pin.Before(m.now) {
		r.PINSent = &officer.Sending{At: officer.Instant{Time: pin}}
	}
	t, problems := officer.TakeResult(card, ordered, r, m.anchors(), m.now)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	created := c.CreatedAt
	*c = t.Card
	c.CreatedAt = created
	if !m.now.Before(c.ActivatesAt) {
		err = c.Activate(c.ActivatesAt)
	}
	if completed {
		by := officer.ReceivedByHolder
		if c.Account == "" {
			by = officer.ReceivedByDesk
		}
		err = errors.Join(err, c.Parcel.Receive(by, o.StatusSince), c.PIN.Receive(by, o.StatusSince))
	}
	return t.New, err
}

// anchors are the demo's own.
func (m *maker) anchors() officer.Anchors {
	return officer.Anchors{Pool: m.authority.Pool(), Practice: true}
}

// handedOver is how many orders are with the demo's personaliser.
const handedOver = 4

// handOverSome makes a batch of orders that wait, of which one card comes back
// made and sent, one made, one not to be made, and one not yet.
func handOverSome(ctx context.Context, p *desk.Production, a *ca.Authority) error {
	clerk := houses[0].actor(houses[0].staff[2])
	clerk.Place, clerk.SecondFactor = officer.BackOffice, true
	as := officer.WithActor(ctx, clerk)
	ready, err := p.Ready(as, officer.Cursor{})
	if err != nil || len(ready.Orders) < handedOver {
		return err
	}
	var ids []officer.OrderID
	for _, o := range ready.Orders[:handedOver] {
		ids = append(ids, o.ID)
	}
	id, err := p.MakeBatch(as, ids, officer.BatchByFile)
	if err != nil {
		return err
	}
	file, err := p.Fetch(as, id)
	if err != nil {
		return err
	}
	results, err := someResults(file, a, time.Now())
	if err != nil {
		return err
	}
	_, err = p.TakeDelivery(as, desk.Delivery{Name: "ergebnisse.jsonl", File: results})
	return err
}

func someResults(file []byte, a *ca.Authority, now time.Time) ([]byte, error) {
	var signed struct{ Batch officer.BatchContent }
	if err := json.Unmarshal(file, &signed); err != nil {
		return nil, err
	}
	results := []officer.CardResult{}
	for i, ordered := range signed.Batch.Cards[:min(3, len(signed.Batch.Cards))] {
		r := officer.CardResult{Card: ordered.Card, Fault: &officer.ProductionFault{Code: "address", Text: "Hausnummer fehlt."}}
		if i < 2 {
			var err error
			if r, err = desk.MakeVirtualCard(a, ordered, now); err != nil {
				return nil, err
			}
		}
		if i == 0 {
			r.CardSent = &officer.Sending{At: officer.Instant{Time: now}, Tracking: "ZZ000000017ZZ"}
		}
		results = append(results, r)
	}
	return json.Marshal(map[string]any{"batch": signed.Batch.Batch, "results": results})
}
