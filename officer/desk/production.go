package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

// Production has approved orders made into cards: batches go out signed, results
// come back and are held against what was ordered.
type Production struct {
	*Counter
	Anchors officer.Anchors                     // whom the provider trusts
	Makers  map[officer.BatchWay]CardProduction // that the worker goes to by itself
	Ways    []officer.BatchWay                  // in which a batch may be handed over here
}

// Ready lists approved orders that wait to go into a batch.
func (s *Production) Ready(ctx context.Context, after officer.Cursor) (officer.ReadyPage, error) {
	return view(ctx, s.Counter, rbac.ProductionRead, func(tx *postgres.Tx) (officer.ReadyPage, error) { return tx.ReadyOrders(after) })
}

// MakeBatch has the cards of orders made: of those named, or of the oldest that
// wait where none is. One of the named that is not ready is a Conflict for all of
// them; nobody hands over their own.
func (s *Production) MakeBatch(ctx context.Context, ids []officer.OrderID, way officer.BatchWay) (officer.BatchID, error) {
	return do(ctx, s.Counter, rbac.ProductionHandOver, func(tx *postgres.Tx) (officer.BatchID, error) {
		if !slices.Contains(s.Ways, way) {
			return "", officer.Problems{{Field: "way", Key: "form.choose"}}.Err()
		}
		if err := tx.HoldProduction(); err != nil {
			return "", err
		}
		orders, err := tx.TakeReady(ids)
		if err != nil {
			return "", err
		}
		if orders, err = handable(tx, orders, len(ids)); err != nil {
			return "", err
		}
		b := officer.Batch{ID: officer.NewID[officer.BatchID](), Organisation: tx.Organisation(), Way: way, Orders: len(orders),
			MadeBy: tx.Actor.Account, MadeName: tx.Actor.Name, MadeAt: tx.Now}
		return b.ID, s.handOver(tx, b, orders)
	})
}

// handable leaves out the clerk's own orders, or refuses where they were named.
func handable(tx *postgres.Tx, orders []officer.Order, named int) ([]officer.Order, error) {
	if named > 0 && len(orders) != named {
		return nil, officer.Fail(officer.Conflict, "production.not_ready")
	}
	others := slices.DeleteFunc(orders, func(o officer.Order) bool { return o.Account != "" && o.Account == tx.Actor.Account })
	switch {
	case named > 0 && len(others) != named:
		return nil, officer.Fail(officer.Forbidden, "order.own")
	case len(others) == 0:
		return nil, officer.Fail(officer.Conflict, "production.none_ready")
	}
	cards := 0
	for i, o := range others {
		if cards += o.Quantity; cards > officer.MaxBatchCards && i > 0 {
			return others[:i], nil // the rest goes into the next one
		}
	}
	return others, nil
}

// handOver writes down the cards of a batch, and signs what the personaliser is to know.
func (s *Production) handOver(tx *postgres.Tx, b officer.Batch, orders []officer.Order) error {
	ids := make([]officer.OrderID, len(orders))
	for i, o := range orders {
		ids[i] = o.ID
	}
	content, fresh, again, err := s.compose(tx, b, orders, ids)
	if err != nil {
		return err
	}
	if b.Cards = len(content.Cards); b.Cards == 0 {
		return officer.Fail(officer.Conflict, "production.none_ready")
	}
	if err := s.seal(&b, content); err != nil {
		return err
	}
	tx.Record("production.batch_made", string(b.ID), "orders", b.Orders, "cards", b.Cards, "way", b.Way)
	for _, step := range []func() error{
		func() error { return tx.AddBatch(b) },
		func() error { return tx.AddCards(fresh) },
		func() error { return tx.AgainInBatch(b.ID, again) },
		func() error { return tx.InBatch(b.ID, ids) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// compose says what each card of the orders shall be, and notes in each order's
// book that it goes out.
func (s *Production) compose(tx *postgres.Tx, b officer.Batch, orders []officer.Order, ids []officer.OrderID) (content officer.BatchContent, fresh []officer.Card, again []officer.CardID, err error) {
	content = officer.BatchContent{Format: officer.BatchFormat, Batch: b.ID, MadeAt: b.MadeAt}
	of, err := readOrdered(tx, ids)
	if err != nil {
		return content, nil, nil, err
	}
	for i := range orders {
		o := &orders[i]
		if err := o.HandOver(b.ID); err != nil {
			return content, nil, nil, err
		}
		made, old := officer.CardsToMake(*o, of.cards[o.ID], b.ID, tx.Now)
		fresh = append(fresh, made...)
		for _, c := range old {
			again = append(again, c.ID)
		}
		for _, c := range append(made, old...) {
			content.Cards = append(content.Cards, officer.BatchCardOf(c.ID, of.applications[o.ID], of.products[o.Product], of.houses[o.Organisation]))
		}
		err := tx.Within(o.Organisation, func() error {
			tx.Record("order.handed_over", string(o.ID), "batch", b.ID, "cards", len(made)+len(old))
			return nil
		})
		if err != nil {
			return content, nil, nil, err
		}
	}
	return content, fresh, again, nil
}

// ordered is what belongs to the orders of a batch.
type ordered struct {
	applications map[officer.OrderID]officer.Application
	cards        map[officer.OrderID][]officer.Card
	products     map[officer.ProductID]officer.Product
	houses       map[officer.OrganisationID]string
}

func readOrdered(tx *postgres.Tx, ids []officer.OrderID) (of ordered, err error) {
	of = ordered{cards: map[officer.OrderID][]officer.Card{}, products: map[officer.ProductID]officer.Product{}, houses: map[officer.OrganisationID]string{}}
	if of.applications, err = tx.ApplicationsOfOrders(ids); err != nil {
		return of, err
	}
	cards, err := tx.CardsOfOrders(ids)
	if err != nil {
		return of, err
	}
	for _, c := range cards {
		of.cards[c.Order] = append(of.cards[c.Order], c)
	}
	products, err := tx.Products()
	if err != nil {
		return of, err
	}
	for _, p := range products {
		of.products[p.ID] = p
	}
	houses, err := tx.Organisations()
	for _, h := range houses {
		of.houses[h.ID] = h.Name
	}
	return of, err
}

// seal signs a batch's content, and puts it away: it names people.
func (s *Production) seal(b *officer.Batch, content officer.BatchContent) error {
	text, err := secret.MarshalCanonical(content)
	if err != nil {
		return err
	}
	digest := sha256.Sum256(text)
	b.Digest = digest[:]
	b.KeyID, b.Signature = s.Keys.Evidence.Sign(secret.Production, text)
	b.ContentSealed, err = s.Keys.Box.Seal(text, batchPlace(*b))
	return err
}

func batchPlace(b officer.Batch) string {
	return secret.Bind(string(b.Organisation), "production_batches", "content_sealed", string(b.ID))
}

// open gives a batch's content as it was signed; one that was tampered with is a fault.
func (s *Production) open(b officer.Batch) ([]byte, error) {
	text, err := s.Keys.Box.Open(b.ContentSealed, batchPlace(b))
	if err != nil {
		return nil, err
	}
	return text, s.Keys.Evidence.Verify(secret.Production, b.KeyID, text, b.Signature)
}

// A batchFile is how a batch leaves the house. As a whole it is canonical JSON
// (RFC 8785), so that the member batch is, byte by byte, what was signed.
type batchFile struct {
	Batch     json.RawMessage `json:"batch"`
	Digest    string          `json:"digest"`    // SHA-256, hexadecimal digits
	KeyID     string          `json:"key_id"`    // see "officer-portal keys public"
	Signature []byte          `json:"signature"` // Ed25519, Base64
}

// file writes a batch as it leaves the house.
func (s *Production) file(b officer.Batch) ([]byte, error) {
	text, err := s.open(b)
	if err != nil {
		return nil, err
	}
	return secret.MarshalCanonical(batchFile{text, hex.EncodeToString(b.Digest), b.KeyID, b.Signature})
}

// Batches lists batches, the newest first.
func (s *Production) Batches(ctx context.Context, after officer.Cursor) (officer.BatchPage, error) {
	return view(ctx, s.Counter, rbac.ProductionRead, func(tx *postgres.Tx) (officer.BatchPage, error) { return tx.Batches(after) })
}

// A BatchView is a batch with a page of its cards.
type BatchView struct {
	officer.Batch
	Cards  []officer.Card
	Faults []officer.CardFault
	After  officer.CardID // where the page began
	Next   officer.CardID // where the next begins; empty for none
}

// Batch shows a batch.
func (s *Production) Batch(ctx context.Context, id officer.BatchID, after officer.CardID) (BatchView, error) {
	return view(ctx, s.Counter, rbac.ProductionRead, func(tx *postgres.Tx) (v BatchView, err error) {
		if v.Batch, err = tx.Batch(id); err != nil {
			return v, err
		}
		v.ContentSealed, v.After = nil, after
		if v.Cards, err = tx.BatchCards(id, after, officer.PageSize+1); err != nil {
			return v, err
		}
		if len(v.Cards) > officer.PageSize {
			v.Cards = v.Cards[:officer.PageSize]
			v.Next = v.Cards[officer.PageSize-1].ID
		}
		v.Faults, err = tx.CardFaults(id)
		return v, err
	})
}

// Fetch gives a batch's file, and notes when that happened first.
func (s *Production) Fetch(ctx context.Context, id officer.BatchID) (file []byte, err error) {
	return do(ctx, s.Counter, rbac.ProductionHandOver, func(tx *postgres.Tx) ([]byte, error) {
		b, err := tx.Batch(id)
		if err != nil {
			return nil, err
		}
		tx.Record("production.batch_fetched", string(id), "cards", b.Cards)
		if b.FetchedAt.IsZero() {
			b.FetchedAt = tx.Now
			if err := tx.SaveBatch(&b); err != nil {
				return nil, err
			}
		}
		return s.file(b)
	})
}
