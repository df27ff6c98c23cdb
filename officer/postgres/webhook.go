package postgres

import (
	"time"

	"github.com/lib/pq"

	"officerportal/officer"
)

// QueueWebhooks leaves news to be told to the organisation's webhooks once this
// transaction is through; without any webhook nothing is written. SaveOrder,
// Submit and SaveCard call it for every status that changes; who changes many
// rows by a statement of their own calls it too.
func (tx *Tx) QueueWebhooks(list ...officer.News) error {
	var ids, kinds, bodies pq.StringArray
	for _, n := range list {
		ids, kinds, bodies = append(ids, string(n.ID)), append(kinds, string(n.Kind)), append(bodies, n.Body)
	}
	return tx.exec(`insert into webhook_deliveries (organisation_id, webhook_id, id, kind, body, due_at, created_at)
		select w.organisation_id, w.id, n.id, n.kind, n.body, $2, $2
		from webhooks w, unnest($3::text[], $4::text[], $5::text[]) as n (id, kind, body) where w.organisation_id = $1 and w.status <> 'ended'`,
		tx.Organisation(), tx.Now, ids, kinds, bodies)
}

// QueueDelivery leaves news to be told to one webhook only.
func (tx *Tx) QueueDelivery(w officer.WebhookID, n officer.News) error {
	return tx.exec(`insert into webhook_deliveries (organisation_id, webhook_id, id, kind, body, due_at, created_at) values ($1, $2, $3, $4, $5, $6, $6)`,
		tx.Organisation(), w, n.ID, n.Kind, n.Body, tx.Now)
}

const webhookColumns = `w.id, w.organisation_id as organisation, w.url, w.status, w.failures, coalesce(w.rests_until, '0001-01-01Z') as rests_until,
	w.created_by, w.created_name, w.created_at, w.version`

// AddWebhook enters one; two with the same address are a Conflict.
func (tx *Tx) AddWebhook(w officer.Webhook) error {
	return tx.exec(`insert into webhooks (organisation_id, id, url, created_by, created_name, created_at) values ($1, $2, $3, $4, $5, $6)`,
		tx.Organisation(), w.ID, w.URL, tx.Actor.Account, tx.Actor.Name, tx.Now)
}

// Webhooks lists those of the organisation that have not ended.
func (tx *Tx) Webhooks() (list []officer.Webhook, err error) {
	err = tx.list(&list, `select `+webhookColumns+` from webhooks w where w.organisation_id = $1 and w.status <> 'ended' order by w.created_at, w.id`, tx.Organisation())
	return list, err
}

// Webhook finds one that has not ended.
func (tx *Tx) Webhook(id officer.WebhookID) (w officer.Webhook, err error) {
	err = tx.get(&w, `select `+webhookColumns+` from webhooks w where w.organisation_id = $1 and w.id = $2 and w.status <> 'ended'`, tx.Organisation(), id)
	return w, err
}

// SaveWebhook writes where a webhook stands, if nobody changed it since it was read.
func (tx *Tx) SaveWebhook(w *officer.Webhook) error {
	err := tx.one(stale(), `update webhooks set status = $4, failures = $5, rests_until = nullif($6, '0001-01-01Z'::timestamptz), version = version + 1
		where organisation_id = $1 and id = $2 and version = $3`, tx.Organisation(), w.ID, w.Version, w.Status, w.Failures, w.RestsUntil)
	if err == nil {
		w.Version++
	}
	return err
}

// AddWebhookSecret gives a webhook a further secret.
func (tx *Tx) AddWebhookSecret(w officer.WebhookID, s officer.WebhookSecret) error {
	return tx.exec(`insert into webhook_secrets (organisation_id, webhook_id, id, secret_sealed, made_at) values ($1, $2, $3, $4, $5)`,
		tx.Organisation(), w, s.ID, s.Sealed, tx.Now)
}

// WebhookSecrets gives the secrets with which a webhook signs now, the current one first.
func (tx *Tx) WebhookSecrets(organisation officer.OrganisationID, w officer.WebhookID) (list []officer.WebhookSecret, err error) {
	err = tx.list(&list, `select id, secret_sealed as sealed, made_at, coalesce(until, '0001-01-01Z') as until from webhook_secrets
		where organisation_id = $1 and webhook_id = $2 and (until is null or until > $3) order by until is not null, made_at desc`, organisation, w, tx.Now)
	return list, err
}

// RetireWebhookSecrets lets those that signed until now sign until then, and
// forgets those whose time is over.
func (tx *Tx) RetireWebhookSecrets(w officer.WebhookID, until time.Time) error {
	if err := tx.exec(`delete from webhook_secrets where organisation_id = $1 and webhook_id = $2 and until <= $3`, tx.Organisation(), w, tx.Now); err != nil {
		return err
	}
	return tx.exec(`update webhook_secrets set until = least(until, $3) where organisation_id = $1 and webhook_id = $2`, tx.Organisation(), w, until)
}

const deliveryColumns = `d.id, d.webhook_id as webhook, d.kind, d.body, d.status, d.attempts, d.due_at, d.created_at,
	coalesce(d.tried_at, '0001-01-01Z') as tried_at, d.response, d.problem`

// A DueDelivery is news that is due, with the webhook it is for.
type DueDelivery struct {
	Hook     officer.Webhook
	Delivery officer.WebhookDelivery
}

// NextDelivery takes a delivery that is due and holds its webhook until the
// transaction ends, so that each receiver gets one post at a time and a slow one
// keeps one worker busy at most. NotFound when none is due.
func (tx *Tx) NextDelivery() (next DueDelivery, err error) {
	err = tx.get(&next.Hook, `select `+webhookColumns+` from webhooks w
		where w.status = 'active' and (w.rests_until is null or w.rests_until <= $1) and exists (select from webhook_deliveries d
			where d.organisation_id = w.organisation_id and d.webhook_id = w.id and d.status = 'queued' and d.due_at <= $1)
		order by w.rests_until nulls first, random() limit 1 for update of w skip locked`, tx.Now)
	if err != nil {
		return next, translate(err)
	}
	err = tx.get(&next.Delivery, `select `+deliveryColumns+` from webhook_deliveries d where d.organisation_id = $1 and d.webhook_id = $2
		and d.status = 'queued' and d.due_at <= $3 order by d.due_at, d.id limit 1 for update`, next.Hook.Organisation, next.Hook.ID, tx.Now)
	return next, translate(err)
}

// SaveTry writes how a try went, of the delivery and of its webhook, which this
// transaction holds.
func (tx *Tx) SaveTry(t DueDelivery) error {
	w, d := t.Hook, t.Delivery
	err := tx.one(stale(), `update webhooks set status = $3, failures = $4, rests_until = nullif($5, '0001-01-01Z'::timestamptz)
		where organisation_id = $1 and id = $2`, w.Organisation, w.ID, w.Status, w.Failures, w.RestsUntil)
	if err != nil {
		return err
	}
	return tx.one(stale(), `update webhook_deliveries set status = $4, attempts = $5, due_at = $6, tried_at = $7, response = $8, problem = $9
		where organisation_id = $1 and webhook_id = $2 and id = $3`,
		w.Organisation, w.ID, d.ID, d.Status, d.Attempts, d.DueAt, d.TriedAt, d.Response, d.Problem)
}

// Deliveries lists a page of a webhook's deliveries, the newest first; an empty
// status lists all.
func (tx *Tx) Deliveries(w officer.WebhookID, status officer.DeliveryStatus, after officer.Cursor) (page officer.DeliveryPage, err error) {
	sign, order := `<`, ` desc`
	if after.Back {
		sign, order = turned(sign, order)
	}
	var list []officer.WebhookDelivery
	err = tx.list(&list, `select `+deliveryColumns+` from webhook_deliveries d where d.organisation_id = $1 and d.webhook_id = $2
		and ($3 = '' or d.status = $3) and ($4 = '' or (d.created_at, d.id) `+sign+` ($5, $4)) order by d.created_at`+order+`, d.id`+order+` limit $6`,
		tx.Organisation(), w, status, after.ID, after.At, officer.PageSize+1)
	page.Deliveries, page.Previous, page.Next = turn(list, after, func(d officer.WebhookDelivery) officer.Cursor {
		return officer.Cursor{At: d.CreatedAt, ID: string(d.ID)}
	})
	return page, err
}

// Delivery finds one of a webhook's deliveries.
func (tx *Tx) Delivery(w officer.WebhookID, id officer.DeliveryID) (d officer.WebhookDelivery, err error) {
	err = tx.get(&d, `select `+deliveryColumns+` from webhook_deliveries d where d.organisation_id = $1 and d.webhook_id = $2 and d.id = $3`, tx.Organisation(), w, id)
	return d, err
}

// ReplayDeliveries queues a webhook's deliveries again, under the ids they had:
// the one named, or all dead ones. One that is queued already is not counted.
func (tx *Tx) ReplayDeliveries(w officer.WebhookID, id officer.DeliveryID) (n int, err error) {
	r, err := tx.result(`update webhook_deliveries set status = 'queued', attempts = 0, due_at = $4, problem = '' where organisation_id = $1 and webhook_id = $2
		and (id = $3 and status <> 'queued' or $3 = '' and status = 'dead')`, tx.Organisation(), w, id, tx.Now)
	if err != nil {
		return 0, err
	}
	count, err := r.RowsAffected()
	return int(count), err
}

// DropOldDeliveries forgets what was told, or given up, before a day.
func (tx *Tx) DropOldDeliveries(before time.Time) error {
	return tx.exec(`delete from webhook_deliveries where status <> 'queued' and created_at < $1`, before)
}
