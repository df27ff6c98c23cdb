package postgres

import (
	"time"

	"officerportal/officer"
)

const cardColumns = `c.id, c.organisation_id as organisation, c.order_id as "order", coalesce(c.account_id, '') as account, c.person_id as person,
	c.product_id as product, c.ordinal, c.holder, c.search_name, c.status, coalesce(c.batch_id, '') as batch, c.serial, c.produced_on,
	coalesce(c.valid_until, '0001-01-01Z') as valid_until,
	coalesce(c.card_sent_at, '0001-01-01Z') as "parcel.sent_at", c.card_tracking as "parcel.tracking",
	coalesce(c.card_received_at, '0001-01-01Z') as "parcel.received_at", c.card_received_by as "parcel.received_by",
	coalesce(c.pin_sent_at, '0001-01-01Z') as "pin.sent_at", c.pin_tracking as "pin.tracking",
	coalesce(c.pin_received_at, '0001-01-01Z') as "pin.received_at", c.pin_received_by as "pin.received_by",
	coalesce(c.activates_at, '0001-01-01Z') as activates_at, coalesce(c.activated_at, '0001-01-01Z') as activated_at,
	coalesce(c.revoked_at, '0001-01-01Z') as revoked_at, c.created_at, c.version`

const ownCardQuery = `select ` + cardColumns + `, o.number, p.name_de as product_de, p.name_en as product_en, p.generation, p.family,
		g.name as organisation_name
	from cards c join orders o on o.organisation_id = c.organisation_id and o.id = c.order_id join products p on p.id = c.product_id
		join organisations g on g.id = c.organisation_id `

// AtCard goes into the organisation of a card, as [Tx.At] does: the person's own,
// or in the back office anybody's.
func (tx *Tx) AtCard(id officer.CardID) error {
	return tx.goTo(`select set_config('app.organisation', organisation_id, true) from cards where id = $1`, id)
}

// Card finds one card of the scope's organisation.
func (tx *Tx) Card(id officer.CardID) (c officer.Card, err error) {
	err = tx.get(&c, `select `+cardColumns+` from cards c where c.organisation_id = $1 and c.id = $2`, tx.Organisation(), id)
	return c, err
}

// CardsOf lists the cards of an order.
func (tx *Tx) CardsOf(order officer.OrderID) (list []officer.Card, err error) {
	err = tx.list(&list, `select `+cardColumns+` from cards c where c.organisation_id = $1 and c.order_id = $2 order by c.ordinal`, tx.Organisation(), order)
	return list, err
}

// OwnCard finds one of the person's own cards.
func (tx *Tx) OwnCard(id officer.CardID) (c officer.OwnCard, err error) {
	err = tx.get(&c, ownCardQuery+`where c.account_id = $1 and c.id = $2`, tx.Scope.Account, id)
	return c, err
}

// OwnCards lists the person's cards that were sent to them, the newest first.
func (tx *Tx) OwnCards() (list []officer.OwnCard, err error) {
	err = tx.list(&list, ownCardQuery+`where c.account_id = $1 and c.status not in ('ordered', 'produced')
		order by c.created_at desc, c.id desc limit 100`, tx.Scope.Account)
	return list, err
}

// SaveCard writes where a card stands now, if nobody touched it since it was
// read. A status that changed is told to the organisation's webhooks.
func (tx *Tx) SaveCard(c *officer.Card) error {
	const null = `'0001-01-01Z'::timestamptz)`
	var before officer.CardStatus
	err := tx.get(&before, `update cards set status = $4, serial = $5, produced_on = $6, valid_until = nullif($7, `+null+`,
			card_sent_at = nullif($8, `+null+`, card_tracking = $9, card_received_at = nullif($10, `+null+`, card_received_by = $11,
			pin_sent_at = nullif($12, `+null+`, pin_tracking = $13, pin_received_at = nullif($14, `+null+`, pin_received_by = $15,
			activates_at = nullif($16, `+null+`, activated_at = nullif($17, `+null+`, revoked_at = nullif($18, `+null+`, version = version + 1
		where organisation_id = $1 and id = $2 and version = $3
		returning (select former.status from cards former where former.organisation_id = $1 and former.id = $2)`,
		c.Organisation, c.ID, c.Version, c.Status, c.Serial, c.ProducedOn, c.ValidUntil, c.Parcel.SentAt, c.Parcel.Tracking, c.Parcel.ReceivedAt, c.Parcel.ReceivedBy,
		c.PIN.SentAt, c.PIN.Tracking, c.PIN.ReceivedAt, c.PIN.ReceivedBy, c.ActivatesAt, c.ActivatedAt, c.RevokedAt)
	if err != nil {
		return orStale(err)
	}
	c.Version++
	if before == c.Status {
		return nil
	}
	return tx.QueueWebhooks(officer.CardNews(*c, before, tx.Now))
}

// Certificates lists those on a card of the scope's organisation.
func (tx *Tx) Certificates(card officer.CardID) (list []officer.Certificate, err error) {
	err = tx.list(&list, `select organisation_id as organisation, card_id as card, usage, der, serial, issuer, subject, not_before, not_after, key_digest
		from certificates where organisation_id = $1 and card_id = $2 order by usage desc`, tx.Organisation(), card)
	return list, err
}

// OwnOverdue lists the person's cards of which a parcel was sent before a time and
// did not arrive.
func (tx *Tx) OwnOverdue(before time.Time) (list []officer.OwnCard, err error) {
	err = tx.list(&list, ownCardQuery+`where c.account_id = $1 and `+stillWaits+` and `+waitedSince+` <= $2 order by `+waitedSince+`, c.id limit 20`, tx.Scope.Account, before)
	return list, err
}
