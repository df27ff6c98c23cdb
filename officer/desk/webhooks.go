package desk

import (
	"context"
	"errors"
	"strings"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

// Webhooks are how an organisation's own systems hear what happens to its orders
// and cards. Its RA managers look after them; the worker delivers.
type Webhooks struct {
	*Counter
	Sender   WebhookSender
	Loopback bool // receivers on this machine are allowed: for the demo and tests
}

// webhookLimit is how many webhooks an organisation may have.
const webhookLimit = 5

// List shows the organisation's webhooks.
func (s *Webhooks) List(ctx context.Context) ([]officer.Webhook, error) {
	return view(ctx, s.Counter, rbac.WebhookRead, (*postgres.Tx).Webhooks)
}

// A WebhookFile is a webhook with a page of what it was told.
type WebhookFile struct {
	officer.Webhook
	Secrets    []officer.WebhookSecret // that sign now, the current one first
	Deliveries officer.DeliveryPage
}

// Webhook shows one; an empty status lists all deliveries.
func (s *Webhooks) Webhook(ctx context.Context, id officer.WebhookID, status officer.DeliveryStatus, after officer.Cursor) (WebhookFile, error) {
	return view(ctx, s.Counter, rbac.WebhookRead, func(tx *postgres.Tx) (f WebhookFile, err error) {
		if f.Webhook, err = tx.Webhook(id); err != nil {
			return f, err
		}
		if f.Secrets, err = tx.WebhookSecrets(tx.Organisation(), id); err != nil {
			return f, err
		}
		f.Deliveries, err = tx.Deliveries(id, status, after)
		return f, err
	})
}

// Delivery shows one piece of news to a webhook, with all that is posted.
func (s *Webhooks) Delivery(ctx context.Context, id officer.WebhookID, delivery officer.DeliveryID) (d officer.WebhookDelivery, err error) {
	return view(ctx, s.Counter, rbac.WebhookRead, func(tx *postgres.Tx) (officer.WebhookDelivery, error) {
		if _, err := tx.Webhook(id); err != nil {
			return d, err
		}
		return tx.Delivery(id, delivery)
	})
}

// A NewSecret is a webhook's secret, given in clear this once.
type NewSecret struct {
	Webhook officer.Webhook
	Secret  secret.Secret
}

// Add enters a webhook and gives its secret.
func (s *Webhooks) Add(ctx context.Context, address string) (NewSecret, error) {
	address, invalid := officer.CleanWebhookURL(strings.TrimSpace(address), s.Loopback)
	return do(ctx, s.Counter, rbac.WebhookSave, func(tx *postgres.Tx) (n NewSecret, err error) {
		if invalid != nil {
			return n, ofField("url", invalid)
		}
		list, err := tx.Webhooks()
		if err != nil {
			return n, err
		}
		if len(list) >= webhookLimit {
			return n, officer.Fail(officer.Conflict, "webhook.too_many", "count", webhookLimit)
		}
		n.Webhook = officer.Webhook{ID: officer.NewID[officer.WebhookID](), URL: address, Organisation: tx.Organisation(), Status: officer.WebhookActive, Version: 1}
		tx.Record("webhook.added", string(n.Webhook.ID))
		if err := tx.AddWebhook(n.Webhook); err != nil {
			return n, err
		}
		n.Secret, err = s.newSecret(tx, n.Webhook.ID)
		return n, err
	})
}

func (s *Webhooks) newSecret(tx *postgres.Tx, id officer.WebhookID) (secret.Secret, error) {
	fresh, kept := secret.NewWebhookSecret(), officer.WebhookSecret{ID: officer.NewID[officer.SecretID]()}
	var err error
	if kept.Sealed, err = s.Keys.Box.Seal([]byte(fresh.Reveal()), secretPlace(tx.Organisation(), kept.ID)); err != nil {
		return fresh, err
	}
	return fresh, tx.AddWebhookSecret(id, kept)
}

func secretPlace(organisation officer.OrganisationID, id officer.SecretID) string {
	return secret.Bind(string(organisation), "webhook_secrets", "secret_sealed", string(id))
}

// Rotate gives a webhook a new secret. The former one signs beside it for a day,
// so that the receiver can change over without losing anything.
func (s *Webhooks) Rotate(ctx context.Context, id officer.WebhookID, version int) (n NewSecret, err error) {
	return do(ctx, s.Counter, rbac.WebhookSave, func(tx *postgres.Tx) (NewSecret, error) {
		if n.Webhook, err = seenWebhook(tx, id, version); err != nil {
			return n, err
		}
		tx.Record("webhook.rotated", string(id))
		if err := tx.SaveWebhook(&n.Webhook); err != nil {
			return n, err
		}
		if err := tx.RetireWebhookSecrets(id, tx.Now.Add(officer.SecretOverlap)); err != nil {
			return n, err
		}
		n.Secret, err = s.newSecret(tx, id)
		return n, err
	})
}

func seenWebhook(tx *postgres.Tx, id officer.WebhookID, version int) (officer.Webhook, error) {
	w, err := tx.Webhook(id)
	if err == nil && w.Version != version {
		err = officer.Fail(officer.Stale, "form.stale")
	}
	return w, err
}

// Pause stops deliveries, Resume goes on with them, End gives the webhook up.
func (s *Webhooks) Pause(ctx context.Context, id officer.WebhookID, version int) error {
	return s.turn(ctx, id, version, "webhook.paused", (*officer.Webhook).Pause)
}

// Resume goes on with deliveries, also after the receiver has failed for long.
func (s *Webhooks) Resume(ctx context.Context, id officer.WebhookID, version int) error {
	return s.turn(ctx, id, version, "webhook.resumed", (*officer.Webhook).Resume)
}

// End gives the webhook up for good.
func (s *Webhooks) End(ctx context.Context, id officer.WebhookID, version int) error {
	return s.turn(ctx, id, version, "webhook.ended", (*officer.Webhook).End)
}

func (s *Webhooks) turn(ctx context.Context, id officer.WebhookID, version int, kind officer.EventKind, act func(*officer.Webhook) error) error {
	return change(ctx, s.Counter, rbac.WebhookSave, func(tx *postgres.Tx) error {
		w, err := seenWebhook(tx, id, version)
		if err != nil {
			return err
		}
		if err := act(&w); err != nil {
			return err
		}
		tx.Record(kind, string(id))
		return tx.SaveWebhook(&w)
	})
}

// Test queues a piece of news that says nothing but that the webhook works.
func (s *Webhooks) Test(ctx context.Context, id officer.WebhookID) (officer.DeliveryID, error) {
	return do(ctx, s.Counter, rbac.WebhookSave, func(tx *postgres.Tx) (officer.DeliveryID, error) {
		w, err := tx.Webhook(id)
		if err != nil {
			return "", err
		}
		news := officer.TestNews(w, tx.Now)
		tx.Record("webhook.tested", string(id), "delivery", news.ID)
		if err := tx.QueueDelivery(id, news); err != nil {
			return "", err
		}
		return news.ID, s.wake(tx, w)
	})
}

// wake lets deliveries go out at once that would wait since the receiver failed.
func (s *Webhooks) wake(tx *postgres.Tx, w officer.Webhook) error {
	w.Failures, w.RestsUntil = 0, time.Time{}
	return tx.SaveWebhook(&w)
}

// Replay queues one delivery again, or with no id all dead ones, under the ids
// that they had, and gives how many there were. None is a Conflict.
func (s *Webhooks) Replay(ctx context.Context, id officer.WebhookID, delivery officer.DeliveryID) (int, error) {
	return do(ctx, s.Counter, rbac.WebhookSave, func(tx *postgres.Tx) (int, error) {
		w, err := tx.Webhook(id)
		if err != nil {
			return 0, err
		}
		if delivery != "" {
			if _, err := tx.Delivery(id, delivery); err != nil {
				return 0, err
			}
		}
		n, err := tx.ReplayDeliveries(id, delivery)
		if err != nil {
			return 0, err
		}
		if n == 0 {
			return 0, officer.Fail(officer.Conflict, "webhook.nothing_to_replay")
		}
		tx.Record("webhook.replayed", string(id), "deliveries", n)
		return n, s.wake(tx, w)
	})
}

// Deliver posts the news that is due and reports whether there was any. The
// webhook's row is held meanwhile: a worker that dies leaves the news queued, and
// it goes out again under the same id.
func (s *Webhooks) Deliver(ctx context.Context) (found bool, err error) {
	err = s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
		next, err := tx.NextDelivery()
		if err != nil {
			return err
		}
		found = true
		answer, problem, err := s.post(ctx, tx, next)
		if err != nil {
			return err
		}
		next.Delivery.Try(&next.Hook, answer, problem, tx.Now)
		return tx.SaveTry(next)
	})
	if errors.Is(err, officer.NotFound) {
		return false, nil
	}
	return found, err
}

func (s *Webhooks) post(ctx context.Context, tx *postgres.Tx, next postgres.DueDelivery) (answer int, problem officer.WebhookProblem, err error) {
	call := officer.WebhookCall{URL: next.Hook.URL, ID: next.Delivery.ID, At: tx.Now, Body: next.Delivery.Body}
	secrets, err := tx.WebhookSecrets(next.Hook.Organisation, next.Hook.ID)
	if err != nil {
		return 0, "", err
	}
	var signatures []string
	for _, kept := range secrets {
		clear, err := s.Keys.Box.Open(kept.Sealed, secretPlace(next.Hook.Organisation, kept.ID))
		if err != nil {
			return 0, "", err
		}
		signatures = append(signatures, secret.SignWebhook(secret.Of(string(clear)), string(call.ID), call.At, call.Body))
	}
	if call.Signature = strings.Join(signatures, " "); call.Signature == "" {
		return 0, officer.HookUnsigned, nil
	}
	answer, problem = s.Sender.Post(ctx, call)
	return answer, problem, nil
}

// deliveriesFor is how long it can be seen and replayed what a webhook was told.
const deliveriesFor = 30 * 24 * time.Hour

// Tidy forgets older deliveries.
func (s *Webhooks) Tidy(ctx context.Context) error {
	return s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error { return tx.DropOldDeliveries(tx.Now.Add(-deliveriesFor)) })
}
