package postgres

import (
	"time"

	"github.com/lib/pq"

	"officerportal/officer"
)

// Batches of cards, and the orders that go into them. All of it is for the scopes
// that see every organisation.

// HoldProduction makes whatever changes what is in production wait for this
// transaction: a key or a chip's number must not be taken twice by two files at
// the same time.
func (tx *Tx) HoldProduction() error {
	return tx.exec(`select pg_advisory_xact_lock(hashtextextended('officer-portal production', 0))`)
}

const readyQuery = `select ` + orderColumns + `, g.name as organisation_name, p.name_de as product_de, p.name_en as product_en
	from orders o join organisations g on g.id = o.organisation_id join products p on p.id = o.product_id
	where o.status = 'in_production' and o.batch_id is null `

// ReadyOrders lists a page of orders that wait to go into a batch.
func (tx *Tx) ReadyOrders(after officer.Cursor) (page officer.ReadyPage, err error) {
	sign, order := `>`, ``
	if after.Back {
		sign, order = turned(sign, order)
	}
	var list []officer.ReadyOrder
	err = tx.list(&list, readyQuery+`and ($1 = '' or (o.status_since, o.id) `+sign+` ($2, $1)) order by o.status_since`+order+`, o.id`+order+` limit $3`,
		after.ID, after.At, officer.PageSize+1)
	if err != nil {
		return page, err
	}
	page.Orders, page.Previous, page.Next = turn(list, after, func(o officer.ReadyOrder) officer.Cursor {
		return officer.Cursor{At: o.StatusSince, ID: string(o.ID)}
	})
	err = tx.get(&page.Total, `select count(*) from (select from orders where status = 'in_production' and batch_id is null limit $1) x`, officer.MaxBatchOrders)
	return page, err
}

// TakeReady takes orders that wait to go into a batch, and holds them: those
// named, or the oldest where none is.
func (tx *Tx) TakeReady(ids []officer.OrderID) (list []officer.Order, err error) {
	err = tx.list(&list, `select `+orderColumns+` from orders o where o.status = 'in_production' and o.batch_id is null
		and (cardinality($1::text[]) = 0 or o.id = any ($1)) order by o.status_since, o.id limit $2 for update`, texts(ids), officer.MaxBatchOrders)
	return list, err
}

// ApplicationsOfOrders reads the applications of orders, by order.
func (tx *Tx) ApplicationsOfOrders(ids []officer.OrderID) (map[officer.OrderID]officer.Application, error) {
	var rows []struct {
		applicationRow
		OrderID officer.OrderID
	}
	err := tx.list(&rows, `select `+applicationColumns+`, o.id as order_id from orders o
		join applications a on a.organisation_id = o.organisation_id and a.id = o.application_id where o.id = any ($1)`, texts(ids))
	if err != nil {
		return nil, err
	}
	all := make(map[officer.OrderID]officer.Application, len(rows))
	for _, r := range rows {
		if all[r.OrderID], err = r.application(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// CardsOfOrders lists the cards of orders of any organisation.
func (tx *Tx) CardsOfOrders(ids []officer.OrderID) (list []officer.Card, err error) {
	err = tx.list(&list, `select `+cardColumns+` from cards c where (c.organisation_id, c.order_id) in (select organisation_id, id from orders where id = any ($1))
		order by c.order_id, c.ordinal`, texts(ids))
	return list, err
}

// InBatch notes that orders went into a batch; Stale if one of them is not ready
// any more.
func (tx *Tx) InBatch(batch officer.BatchID, ids []officer.OrderID) error {
	r, err := tx.result(`update orders set batch_id = $1, version = version + 1 where id = any ($2) and status = 'in_production' and batch_id is null`, batch, texts(ids))
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || int(n) != len(ids) {
		return stale()
	}
	return nil
}

// AgainInBatch puts cards that are not made yet into another batch.
func (tx *Tx) AgainInBatch(batch officer.BatchID, ids []officer.CardID) error {
	return tx.exec(`update cards set batch_id = $1, version = version + 1 where id = any ($2) and status = 'ordered'`, batch, texts(ids))
}

const batchColumns = `b.id, b.organisation_id as organisation, b.way, b.status, b.orders, b.cards, b.produced, b.digest, b.signature, b.key_id, b.made_by, b.made_name,
	b.made_at, coalesce(b.fetched_at, '0001-01-01Z') as fetched_at, coalesce(b.closed_at, '0001-01-01Z') as closed_at, b.version`

// AddBatch keeps a batch of the provider's.
func (tx *Tx) AddBatch(b officer.Batch) error {
	return tx.exec(`insert into production_batches (organisation_id, id, way, orders, cards, content_sealed, digest, signature, key_id, made_by, made_name, made_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		b.Organisation, b.ID, b.Way, b.Orders, b.Cards, b.ContentSealed, b.Digest, b.Signature, b.KeyID, b.MadeBy, b.MadeName, b.MadeAt)
}

// Batch finds one, with its content.
func (tx *Tx) Batch(id officer.BatchID) (b officer.Batch, err error) {
	err = tx.get(&b, `select `+batchColumns+`, b.content_sealed from production_batches b where b.id = $1`, id)
	return b, err
}

// Batches lists a page of batches without their content, the newest first.
func (tx *Tx) Batches(after officer.Cursor) (page officer.BatchPage, err error) {
	sign, order := `<`, ` desc`
	if after.Back {
		sign, order = `>`, ``
	}
	var list []officer.Batch
	err = tx.list(&list, `select `+batchColumns+` from production_batches b where $1 = '' or (b.made_at, b.id) `+sign+` ($2, $1)
		order by b.made_at`+order+`, b.id`+order+` limit $3`, after.ID, after.At, officer.PageSize+1)
	page.Batches, page.Previous, page.Next = turn(list, after, func(b officer.Batch) officer.Cursor {
		return officer.Cursor{At: b.MadeAt, ID: string(b.ID)}
	})
	return page, err
}

// OpenBatches lists batches of a way of which something is still to come: a
// card, or word that a parcel was sent. The oldest comes first.
func (tx *Tx) OpenBatches(way officer.BatchWay, limit int) (list []officer.Batch, err error) {
	err = tx.list(&list, `select `+batchColumns+` from production_batches b where b.way = $1 and (b.status = 'open' or b.id in (select c.batch_id from cards c
			where c.batch_id is not null and c.status <> 'ordered' and (c.card_sent_at is null or c.pin_sent_at is null)))
		order by b.made_at, b.id limit $2`, way, limit)
	return list, err
}

// SaveBatch writes how far a batch is, if nobody changed it since it was read.
func (tx *Tx) SaveBatch(b *officer.Batch) error {
	err := tx.one(stale(), `update production_batches set status = $3, fetched_at = nullif($4, '0001-01-01Z'::timestamptz), version = version + 1
		where id = $1 and version = $2`, b.ID, b.Version, b.Status, b.FetchedAt)
	if err == nil {
		b.Version++
	}
	return err
}

// CountBatches counts anew how many cards of batches were made, and closes those
// for each of whose cards there is a result.
func (tx *Tx) CountBatches(ids []officer.BatchID) (closed []officer.BatchID, err error) {
	err = tx.list(&closed, `with counted as (
			select b.organisation_id, b.id, (select count(*) from cards c where c.batch_id = b.id and c.status <> 'ordered') as made,
				(select count(*) from production_faults f where f.batch_id = b.id) as failed
			from production_batches b where b.id = any ($1)
		), written as (
			update production_batches b set produced = least(x.made, b.cards), version = version + 1,
				status = case when x.made + x.failed >= b.cards then 'closed' else b.status end,
				closed_at = case when x.made + x.failed >= b.cards then coalesce(b.closed_at, $2) else b.closed_at end
			from counted x where b.organisation_id = x.organisation_id and b.id = x.id
			returning b.id, b.closed_at
		) select id from written where closed_at = $2`, texts(ids), tx.Now)
	return closed, err
}

// BatchCards lists cards of a batch, after an id.
func (tx *Tx) BatchCards(batch officer.BatchID, after officer.CardID, limit int) (list []officer.Card, err error) {
	err = tx.list(&list, `select `+cardColumns+` from cards c where c.batch_id = $1 and c.id > $2 order by c.id limit $3`, batch, after, limit)
	return list, err
}

// UnsentCards lists cards of a batch that were made and of which a parcel was not
// sent yet.
func (tx *Tx) UnsentCards(batch officer.BatchID, limit int) (list []officer.Card, err error) {
	err = tx.list(&list, `select `+cardColumns+` from cards c where c.batch_id = $1 and c.status <> 'ordered' and (c.card_sent_at is null or c.pin_sent_at is null)
		order by c.id limit $2`, batch, limit)
	return list, err
}

// CardFaults lists the cards of a batch that could not be made.
func (tx *Tx) CardFaults(batch officer.BatchID) (list []officer.CardFault, err error) {
	err = tx.list(&list, `select organisation_id as organisation, card_id as card, batch_id as batch, code, text, told_at from production_faults
		where batch_id = $1 order by card_id limit 1000`, batch)
	return list, err
}

// AddCardFault notes that a card of a batch could not be made.
func (tx *Tx) AddCardFault(f officer.CardFault) error {
	return tx.exec(`insert into production_faults (organisation_id, card_id, batch_id, code, text, told_at) values ($1, $2, $3, $4, $5, $6)
		on conflict do nothing`, f.Organisation, f.Card, f.Batch, f.Code, f.Text, f.ToldAt)
}

// CardsInWork reads cards with what has to be known to take their results, and
// holds them.
func (tx *Tx) CardsInWork(ids []officer.CardID) (map[officer.CardID]*officer.CardInWork, error) {
	var list []officer.CardInWork
	err := tx.list(&list, `select `+cardColumns+`, o.status as order_status from cards c
		join orders o on o.organisation_id = c.organisation_id and o.id = c.order_id where c.id = any ($1) order by c.id for update of c`, texts(ids))
	if err != nil {
		return nil, err
	}
	all := make(map[officer.CardID]*officer.CardInWork, len(list))
	for i := range list {
		all[list[i].ID] = &list[i]
	}
	var certificates []officer.Certificate
	err = tx.list(&certificates, `select organisation_id as organisation, card_id as card, usage, der, serial, issuer, subject, not_before, not_after, key_digest
		from certificates where (organisation_id, card_id) in (select organisation_id, id from cards where id = any ($1) and status <> 'ordered')`, texts(ids))
	if err != nil {
		return nil, err
	}
	for _, c := range certificates {
		all[c.Card].Certificates = append(all[c.Card].Certificates, c)
	}
	var failed []officer.CardFault
	err = tx.list(&failed, `select card_id as card, batch_id as batch from production_faults
		where (organisation_id, card_id) in (select organisation_id, id from cards where id = any ($1))`, texts(ids))
	for _, f := range failed {
		all[f.Card].Failed = append(all[f.Card].Failed, f.Batch)
	}
	return all, err
}

// Holders gives to which cards, of whichever organisation, chips' numbers and keys
// belong already.
func (tx *Tx) Holders(serials, keys []string) (map[string]officer.CardID, error) {
	var rows []struct {
		What string
		Card officer.CardID
	}
	err := tx.list(&rows, `select serial as what, id as card from cards where serial <> '' and serial = any ($1)
		union all select key_digest, card_id from certificates where key_digest = any ($2)`, pq.Array(serials), pq.Array(keys))
	all := make(map[string]officer.CardID, len(rows))
	for _, r := range rows {
		all[r.What] = r.Card
	}
	return all, err
}

// OrdersAnywhere reads orders of any organisation.
func (tx *Tx) OrdersAnywhere(ids []officer.OrderID) (list []officer.Order, err error) {
	err = tx.list(&list, `select `+orderColumns+` from orders o where o.id = any ($1) order by o.id for update`, texts(ids))
	return list, err
}

const waitedSince = `least(case when c.card_received_at is null then c.card_sent_at end, case when c.pin_received_at is null then c.pin_sent_at end)`

const stillWaits = `((c.card_sent_at is not null and c.card_received_at is null) or (c.pin_sent_at is not null and c.pin_received_at is null))`

// OverdueCards lists cards of which a parcel was sent before a time and did not
// arrive, the longest under way first.
func (tx *Tx) OverdueCards(before time.Time, after officer.Cursor) (page officer.OverduePage, err error) {
	sign, order := `>`, ``
	if after.Back {
		sign, order = turned(sign, order)
	}
	type row struct {
		officer.OverdueCard
		Waited time.Time
	}
	var list []row
	err = tx.list(&list, `select `+cardColumns+`, o.number, g.name as organisation_name, `+waitedSince+` as waited from cards c
		join orders o on o.organisation_id = c.organisation_id and o.id = c.order_id join organisations g on g.id = c.organisation_id
		where `+stillWaits+` and `+waitedSince+` <= $1 and ($2 = '' or (`+waitedSince+`, c.id) `+sign+` ($3, $2))
		order by `+waitedSince+order+`, c.id`+order+` limit $4`, before, after.ID, after.At, officer.PageSize+1)
	var rows []row
	rows, page.Previous, page.Next = turn(list, after, func(r row) officer.Cursor { return officer.Cursor{At: r.Waited, ID: string(r.ID)} })
	for _, r := range rows {
		page.Cards = append(page.Cards, r.OverdueCard)
	}
	return page, err
}

// NextOverdue takes a card of which it was not told yet that a parcel, sent before
// a time, should have arrived; NotFound when there is none. Other workers pass it
// over.
func (tx *Tx) NextOverdue(kind officer.ParcelKind, before time.Time) (c officer.OverdueCard, err error) {
	column := string(kind) // of the two kinds, each a column's beginning
	if kind != officer.PINParcel {
		column = "card"
	}
	err = tx.get(&c, `select `+cardColumns+`, o.number from cards c join orders o on o.organisation_id = c.organisation_id and o.id = c.order_id
		where c.`+column+`_sent_at <= $1 and c.`+column+`_received_at is null and c.`+column+`_overdue_told_at is null
		order by c.`+column+`_sent_at, c.id limit 1 for update of c skip locked`, before)
	if err != nil {
		return c, translate(err)
	}
	return c, tx.exec(`update cards set `+column+`_overdue_told_at = $3 where organisation_id = $1 and id = $2`, c.Organisation, c.ID, tx.Now)
}

// SentWithoutCards lists orders that were dispatched before anybody wrote their
// cards down.
func (tx *Tx) SentWithoutCards() (list []officer.Order, err error) {
	err = tx.list(&list, `select `+orderColumns+` from orders o where o.status in ('dispatched', 'completed')
		and not exists (select from cards c where c.organisation_id = o.organisation_id and c.order_id = o.id) order by o.id`)
	return list, err
}
