package postgres

import (
	"encoding/json"

	"github.com/lib/pq"

	"officerportal/officer"
)

const orderColumns = `o.id, o.organisation_id as organisation, o.number, o.application_id as application, o.shop_id as shop,
	o.product_id as product, o.person_id as person, coalesce(o.account_id, '') as account, o.procedure, o.quantity, o.family_name, o.given_names,
	o.search_name, o.birth_date, o.status, o.status_since, o.submitted_by, o.created_at, o.closed_why, o.procedure_number, o.version,
	coalesce(o.claimed_by, '') as claimed_by, o.claimed_name, coalesce(o.claimed_at, '0001-01-01Z') as claimed_at,
	coalesce(o.approved_by, '') as "approved.by", o.approved_name as "approved.name", coalesce(o.approved_at, '0001-01-01Z') as "approved.at",
	coalesce(o.confirmed_by, '') as "confirmed.by", o.confirmed_name as "confirmed.name", coalesce(o.confirmed_at, '0001-01-01Z') as "confirmed.at",
	coalesce(o.answered_at, '0001-01-01Z') as answered_at, coalesce(o.batch_id, '') as batch,
	coalesce(o.replaces, '') as replaces, o.free_of_charge`

// Order finds one order.
func (tx *Tx) Order(id officer.OrderID) (officer.Order, error) {
	var o officer.Order
	err := tx.get(&o, `select `+orderColumns+` from orders o where o.organisation_id = $1 and o.id = $2`, tx.Organisation(), id)
	return o, err
}

// OrdersByID reads orders in the order in which they are named. One that the
// organisation does not have is NotFound, and so are all with it.
func (tx *Tx) OrdersByID(ids []officer.OrderID) (list []officer.Order, err error) {
	err = tx.list(&list, `select `+orderColumns+` from orders o where o.organisation_id = $1 and o.id = any ($2)
		order by array_position($2, o.id)`, tx.Organisation(), texts(ids))
	if err == nil && len(list) != len(ids) {
		err = officer.Fail(officer.NotFound, "page.not_found")
	}
	return list, err
}

// OrderIDs names the newest orders of a status.
func (tx *Tx) OrderIDs(status officer.OrderStatus, limit int) (ids []officer.OrderID, err error) {
	err = tx.list(&ids, `select id from orders where organisation_id = $1 and status = $2 order by created_at desc, id desc limit $3`,
		tx.Organisation(), status, limit)
	return ids, err
}

// OrderOf finds the order that an application became.
func (tx *Tx) OrderOf(application officer.ApplicationID) (officer.Order, error) {
	var o officer.Order
	err := tx.get(&o, `select `+orderColumns+` from orders o where o.organisation_id = $1 and o.application_id = $2`, tx.Organisation(), application)
	return o, err
}

// SaveOrder writes where an order stands now and who is at work on it, if nobody
// touched it since it was read. A status that changed is told to the
// organisation's webhooks.
func (tx *Tx) SaveOrder(o *officer.Order) error {
	var before officer.OrderStatus
	err := tx.get(&before, `update orders set status = $4, status_since = $5, closed_why = $6,
			claimed_by = nullif($7, ''), claimed_name = $8, claimed_at = nullif($9, '0001-01-01Z'::timestamptz),
			approved_by = nullif($10, ''), approved_name = $11, approved_at = nullif($12, '0001-01-01Z'::timestamptz),
			confirmed_by = nullif($13, ''), confirmed_name = $14, confirmed_at = nullif($15, '0001-01-01Z'::timestamptz),
			answered_at = nullif($16, '0001-01-01Z'::timestamptz), batch_id = nullif($17, ''), version = version + 1
		where organisation_id = $1 and id = $2 and version = $3
		returning (select former.status from orders former where former.organisation_id = $1 and former.id = $2)`,
		tx.Organisation(), o.ID, o.Version, o.Status, o.StatusSince, o.ClosedWhy, o.ClaimedBy, o.ClaimedName, o.ClaimedAt,
		o.Approved.By, o.Approved.Name, o.Approved.At, o.Confirmed.By, o.Confirmed.Name, o.Confirmed.At, o.AnsweredAt, o.Batch)
	if err != nil {
		return orStale(err)
	}
	o.Version++
	if before == o.Status {
		return nil
	}
	return tx.QueueWebhooks(officer.OrderNews(*o, before, tx.Now))
}

// submit is one statement, so that it costs one round trip: the application
// becomes transmitted if nobody touched it since it was read, and only then are
// there an order, lines in the book, a mail and news for webhooks.
const submit = `with sent as (
		update applications set status = 'transmitted', status_since = $4, changed_at = $4, claimed_by = null, claimed_name = '', claimed_at = null,
			version = version + 1
		where organisation_id = $1 and id = $2 and version = $3 and status in ('identified', 'checked', 'submitted')
		returning organisation_id, id, shop_id, product_id, person_id, account_id, procedure, quantity, family_name, given_names, search_name, birth_date
	), ordered as (
		insert into orders (organisation_id, id, number, application_id, shop_id, product_id, person_id, account_id, procedure, quantity, family_name,
			given_names, search_name, birth_date, status, status_since, submitted_by, created_at, procedure_number)
		select organisation_id, $5, $6, id, shop_id, product_id, person_id, account_id, procedure, quantity, family_name, given_names, search_name,
			birth_date, 'open', $4, $7, $4, $22 from sent
	), booked as (
		insert into events (organisation_id, id, at, kind, subject, actor, actor_name, actor_role, details, request)
		select $1, e.id, $4, e.kind, e.subject, e.actor, e.actor_name, e.actor_role, e.details::jsonb, e.request
		from sent, unnest($8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[])
			as e (id, kind, subject, actor, actor_name, actor_role, details, request)
	), mailed as (
		insert into mails (id, organisation_id, recipient, language, template, args, message_id, due_at, created_at)
		select $16, $1, $17, $18, $19, $20::jsonb, $21, $4, $4 from sent where $17::text <> ''
	), hooked as (
		insert into webhook_deliveries (organisation_id, webhook_id, id, kind, body, due_at, created_at)
		select w.organisation_id, w.id, $23, $24, $25, $4, $4 from sent, webhooks w where w.organisation_id = $1 and w.status <> 'ended'
	)
	select from sent`

// Submit makes the order of an application, with the lines recorded so far and
// a mail to the applicant, in one statement. A mail without a recipient is not
// written. When the application moved on since it was read, nothing happens and
// the answer is Conflict with order.already_submitted or Stale.
func (tx *Tx) Submit(o officer.Order, version int, m officer.Mail) error {
	args, err := json.Marshal(m.Args)
	if err != nil {
		return err
	}
	b, err := tx.takeLines()
	if err != nil {
		return err
	}
	miss, news := officer.Fail(officer.Stale, "form.stale"), officer.OrderNews(o, "", tx.Now)
	return tx.one(miss, submit, tx.Organisation(), o.Application, version, tx.Now, o.ID, o.Number, o.SubmittedBy,
		b.ids, b.kinds, b.subjects, b.actors, b.names, b.roles, b.details, b.requests,
		m.ID, m.Recipient, m.Language, m.Template, string(args), m.MessageID, o.ProcedureNumber, news.ID, news.Kind, news.Body)
}

// EventsAbout lists what the book says about things, the newest first.
func (tx *Tx) EventsAbout(subjects ...string) ([]officer.Event, error) {
	var rows []struct {
		officer.Event
		DetailsText []byte
	}
	err := tx.list(&rows, `select id, organisation_id as organisation, at, kind, subject, actor, actor_name, actor_role, details as details_text, request
		from events where organisation_id = $1 and subject = any ($2) order by at desc, id desc limit 100`, tx.Organisation(), pq.Array(subjects))
	if err != nil {
		return nil, err
	}
	list := make([]officer.Event, len(rows))
	for i, r := range rows {
		list[i] = r.Event
		if err := json.Unmarshal(r.DetailsText, &list[i].Details); err != nil {
			return nil, err
		}
	}
	return list, nil
}
