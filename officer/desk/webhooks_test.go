package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
)

// receiver is an organisation's system that answers as it is told.
type receiver struct {
	mu     sync.Mutex
	got    []officer.WebhookCall
	answer int
}

func (r *receiver) Post(_ context.Context, c officer.WebhookCall) (int, officer.WebhookProblem) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.got = append(r.got, c)
	return r.answer, officer.HookAnswer(r.answer)
}

// take gives what was posted since the last time.
func (r *receiver) take() []officer.WebhookCall {
	r.mu.Lock()
	defer r.mu.Unlock()
	got := r.got
	r.got = nil
	return got
}

// A hooked house is the company with a webhook.
type hooked struct {
	*house
	*desk.Webhooks
	receiver *receiver
	fresh    desk.NewSecret
	manager  context.Context
}

func newHooked(t *testing.T) *hooked {
	t.Helper()
	h := newHouse(t)
	r := &receiver{answer: 204}
	k := &hooked{house: h, receiver: r, Webhooks: &desk.Webhooks{Counter: h.accounts.Counter, Sender: r}, manager: h.Company.As(officer.RoleRAManager)}
	var err error
	if k.fresh, err = k.Add(k.manager, "https://hooks.beispiel.example/portal"); err != nil {
		t.Fatal(err)
	}
	return k
}

// deliver delivers what is due until nothing is.
func (h *hooked) deliver(t *testing.T) []officer.WebhookCall {
	t.Helper()
	for range 100 {
		found, err := h.Deliver(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !found {
			return h.receiver.take()
		}
	}
	t.Fatal("it does not end")
	return nil
}

// move takes an order to another status, as a clerk's use case does.
func (h *hooked) move(t *testing.T, id officer.OrderID, to officer.OrderStatus) {
	t.Helper()
	err := h.DB.Do(dbtest.As(h.TSP.Actor(officer.RoleClerk)), postgres.Scope{Kind: "tsp"}, func(tx *postgres.Tx) error {
		if err := tx.AtOrder(id); err != nil {
			return err
		}
		o, err := tx.Order(id)
		if err != nil {
			return err
		}
		if err := o.Move(to, tx.Now); err != nil {
			return err
		}
		return tx.SaveOrder(&o)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func signedBy(c officer.WebhookCall, s secret.Secret) bool {
	return slices.Contains(strings.Split(c.Signature, " "), secret.SignWebhook(s, string(c.ID), c.At, c.Body))
}

func TestAWebhookHearsOfEachStatus(t *testing.T) {
	h := newHooked(t)
	applicant := h.Applicant(t)
	o := h.Ordered(t, h.Company, applicant.Account, nil)
	other := h.Ordered(t, h.Authority, "", nil)
	h.move(t, o.ID, officer.OrderWaiting)
	h.move(t, o.ID, officer.OrderOpen)
	h.move(t, other.ID, officer.OrderWaiting) // of a house without a webhook
	if got := dbtest.Get[int](t, h.Database, `select count(*) from webhook_deliveries`); got != 2 {
		t.Fatalf("%d queued", got)
	}
	// a line of work that changes no status
	err := h.DB.Do(t.Context(), postgres.System.InOrganisation(h.Company.ID), func(tx *postgres.Tx) error {
		o, err := tx.Order(o.ID)
		if err != nil {
			return err
		}
		o.ClaimedBy, o.ClaimedName, o.ClaimedAt = "acc_clerk", "Clerk", tx.Now
		return tx.SaveOrder(&o)
	})
	ok(t, err)
	// by the applicant, in their own scope
	ok(t, (&desk.Ordering{Counter: h.Counter}).WithdrawOrder(dbtest.As(applicant), o.ID, 4, "Nicht mehr nötig"))
	got := h.deliver(t)
	var heard []string
	for _, c := range got {
		var body struct {
			Type string
			Data struct {
				Order    officer.OrderID
				Number   officer.OrderNumber
				Status   string
				Previous string `json:"previous_status"`
			}
		}
		if err := json.Unmarshal([]byte(c.Body), &body); err != nil || body.Type != "order.status_changed" || body.Data.Order != o.ID || body.Data.Number != o.Number {
			t.Errorf("%s: %v", c.Body, err)
		}
		if !signedBy(c, h.fresh.Secret) || c.URL != "https://hooks.beispiel.example/portal" {
			t.Errorf("%+v is not signed", c)
		}
		heard = append(heard, body.Data.Previous+">"+body.Data.Status)
	}
	slices.Sort(heard)
	if !slices.Equal(heard, []string{"open>waiting", "open>withdrawn", "waiting>open"}) {
		t.Errorf("heard %v", heard)
	}
}

// What is rolled back is not told.
func TestWhatIsRolledBackIsNotTold(t *testing.T) {
	h := newHooked(t)
	o := h.Ordered(t, h.Company, "", nil)
	boom := errors.New("boom")
	err := h.DB.Do(t.Context(), postgres.System.InOrganisation(h.Company.ID), func(tx *postgres.Tx) error {
		o, err := tx.Order(o.ID)
		if err != nil {
			return err
		}
		ok(t, o.Move(officer.OrderWaiting, tx.Now))
		ok(t, tx.SaveOrder(&o))
		return boom
	})
	if !errors.Is(err, boom) || len(h.deliver(t)) != 0 {
		t.Errorf("told after %v", err)
	}
}

// A receiver that fails gets the same news under the same id until it works; one
// that never does is given up, and can have it replayed.
func TestAReceiverThatFailsForDays(t *testing.T) {
	h := newHooked(t)
	o := h.Ordered(t, h.Company, "", nil)
	h.move(t, o.ID, officer.OrderWaiting)
	h.receiver.answer = 503
	var all []officer.WebhookCall
	for range officer.WebhookTries + 3 {
		all = append(all, h.deliver(t)...)
		if got := h.deliver(t); len(got) != 0 {
			t.Fatalf("tried again at once: %v", got)
		}
		h.Clock.Advance(25 * time.Hour)
	}
	if len(all) != officer.WebhookTries {
		t.Fatalf("tried %d times", len(all))
	}
	for _, c := range all {
		if c.ID != all[0].ID || c.Body != all[0].Body || c.At.Equal(all[0].At) != (c == all[0]) || !signedBy(c, h.fresh.Secret) {
			t.Errorf("another post: %+v", c)
		}
	}
	file, err := h.Webhook(h.manager, h.fresh.Webhook.ID, officer.DeliveryDead, officer.Cursor{})
	if err != nil || len(file.Deliveries.Deliveries) != 1 || file.Deliveries.Deliveries[0].Response != 503 || file.Failures != officer.WebhookTries {
		t.Fatalf("%+v, %v", file, err)
	}
	h.receiver.answer = 200
	if n, err := h.Replay(h.manager, h.fresh.Webhook.ID, all[0].ID); err != nil || n != 1 {
		t.Fatalf("replayed %d, %v", n, err)
	}
	if _, err := h.Replay(h.manager, h.fresh.Webhook.ID, all[0].ID); !errors.Is(err, officer.Conflict) {
		t.Errorf("replaying what waits: %v", err)
	}
	if got := h.deliver(t); len(got) != 1 || got[0].ID != all[0].ID {
		t.Errorf("replayed as %v", got)
	}
	if _, err := h.Replay(h.manager, h.fresh.Webhook.ID, ""); !errors.Is(err, officer.Conflict) {
		t.Errorf("replaying nothing: %v", err)
	}
}

// One receiver that fails keeps no other waiting.
func TestAReceiverThatFailsAloneWaits(t *testing.T) {
	h := newHooked(t)
	elsewhere, err := h.Add(h.Authority.As(officer.RoleRAManager), "https://hooks.beispiel.example/portal")
	ok(t, err)
	for range 3 {
		h.move(t, h.Ordered(t, h.Company, "", nil).ID, officer.OrderWaiting)
	}
	h.receiver.answer = 500
	if got := h.deliver(t); len(got) != 1 {
		t.Errorf("a receiver that fails was bothered %d times at once", len(got))
	}
	h.receiver.answer = 200
	h.move(t, h.Ordered(t, h.Authority, "", nil).ID, officer.OrderWaiting)
	if got := h.deliver(t); len(got) != 1 || !signedBy(got[0], elsewhere.Secret) || signedBy(got[0], h.fresh.Secret) {
		t.Errorf("the other heard %d", len(got))
	}
	h.Clock.Advance(6 * time.Minute)
	if got := h.deliver(t); len(got) != 3 {
		t.Errorf("afterwards it heard %d", len(got))
	}
}

// After a rotation both secrets sign for a day, then the new one alone.
func TestRotation(t *testing.T) {
	h := newHooked(t)
	id := h.fresh.Webhook.ID
	if _, err := h.Rotate(h.manager, id, 7); !errors.Is(err, officer.Stale) {
		t.Errorf("as an older reader: %v", err)
	}
	second, err := h.Rotate(h.manager, id, 1)
	ok(t, err)
	if second.Secret.Equal(h.fresh.Secret) {
		t.Fatal("the same secret")
	}
	o := h.Ordered(t, h.Company, "", nil)
	h.move(t, o.ID, officer.OrderWaiting)
	if got := h.deliver(t); len(got) != 1 || !signedBy(got[0], h.fresh.Secret) || !signedBy(got[0], second.Secret) {
		t.Errorf("during the overlap: %+v", got)
	}
	h.Clock.Advance(officer.SecretOverlap + time.Minute)
	h.move(t, o.ID, officer.OrderOpen)
	if got := h.deliver(t); len(got) != 1 || signedBy(got[0], h.fresh.Secret) || !signedBy(got[0], second.Secret) {
		t.Errorf("after the overlap: %+v", got)
	}
	if kept := dbtest.Get[string](t, h.Database, `select string_agg(encode(secret_sealed, 'escape'), ' ') from webhook_secrets`); strings.Contains(kept, "whsec_") || strings.Contains(kept, second.Secret.Reveal()) {
		t.Error("a secret stands in clear in the table")
	}
}

// What happens while a webhook is paused waits; an ended one hears nothing more.
func TestPausedAndEnded(t *testing.T) {
	h := newHooked(t)
	id, o := h.fresh.Webhook.ID, h.Ordered(t, h.Company, "", nil)
	ok(t, h.Pause(h.manager, id, 1))
	h.move(t, o.ID, officer.OrderWaiting)
	if got := h.deliver(t); len(got) != 0 {
		t.Errorf("while it is paused: %v", got)
	}
	ok(t, h.Resume(h.manager, id, 2))
	if got := h.deliver(t); len(got) != 1 {
		t.Errorf("after it was resumed: %v", got)
	}
	news, err := h.Test(h.manager, id)
	ok(t, err)
	if got := h.deliver(t); len(got) != 1 || got[0].ID != news || !strings.Contains(got[0].Body, "webhook.test") {
		t.Errorf("the test: %v", got)
	}
	h.move(t, o.ID, officer.OrderOpen)
	ok(t, h.End(h.manager, id, 4))
	h.move(t, o.ID, officer.OrderWaiting)
	if got := h.deliver(t); len(got) != 0 {
		t.Errorf("after its end: %v", got)
	}
	if _, err := h.Webhook(h.manager, id, "", officer.Cursor{}); !errors.Is(err, officer.NotFound) {
		t.Errorf("after its end it is there: %v", err)
	}
	if _, err := h.Add(h.manager, "https://hooks.beispiel.example/portal"); err != nil {
		t.Errorf("the address again: %v", err)
	}
}

// A receiver that says it is gone is left alone until somebody resumes it.
func TestAReceiverThatIsGone(t *testing.T) {
	h := newHooked(t)
	o := h.Ordered(t, h.Company, "", nil)
	h.move(t, o.ID, officer.OrderWaiting)
	h.move(t, o.ID, officer.OrderOpen)
	h.receiver.answer = 410
	if got := h.deliver(t); len(got) != 1 {
		t.Errorf("it was told %d times", len(got))
	}
	w, err := h.Webhook(h.manager, h.fresh.Webhook.ID, "", officer.Cursor{})
	if err != nil || w.Status != officer.WebhookPaused {
		t.Errorf("%+v, %v", w.Webhook, err)
	}
}

// Several workers at once tell each piece of news once.
func TestWorkersShareDeliveries(t *testing.T) {
	h := newHooked(t)
	_, err := h.Add(h.manager, "https://hooks.beispiel.example/second")
	ok(t, err)
	for range 10 {
		h.move(t, h.Ordered(t, h.Company, "", nil).ID, officer.OrderWaiting)
	}
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			for range 200 {
				if found, err := h.Deliver(context.Background()); err != nil {
					t.Error(err)
					return
				} else if !found && dbtest.Get[int](t, h.Database, `select count(*) from webhook_deliveries where status = 'queued'`) == 0 {
					return
				}
			}
		})
	}
	workers.Wait()
	told := map[string]int{}
	for _, c := range h.receiver.take() {
		told[c.URL+string(c.ID)]++
	}
	for key, n := range told {
		if n != 1 {
			t.Errorf("%s was told %d times", key, n)
		}
	}
	if len(told) != 20 {
		t.Errorf("%d pieces of news were told", len(told))
	}
}

func TestWhoHasWebhooks(t *testing.T) {
	h := newHooked(t)
	id := h.fresh.Webhook.ID
	o := h.Ordered(t, h.Company, "", nil)
	h.move(t, o.ID, officer.OrderWaiting)
	delivery := dbtest.Get[officer.DeliveryID](t, h.Database, `select id from webhook_deliveries`)
	for name, c := range map[string]struct {
		ctx  context.Context
		want officer.Kind
	}{
		"nobody": {context.Background(), officer.Unauthenticated}, "an officer": {h.Company.As(officer.RoleOfficer), officer.Forbidden},
		"an applicant": {dbtest.As(h.Applicant(t)), officer.Forbidden}, "a clerk": {h.TSP.As(officer.RoleClerk), officer.Forbidden},
		"another house": {h.Authority.As(officer.RoleRAManager), officer.NotFound},
	} {
		_, file := h.Webhook(c.ctx, id, "", officer.Cursor{})
		_, one := h.Delivery(c.ctx, id, delivery)
		_, rotated := h.Rotate(c.ctx, id, 1)
		_, tested := h.Test(c.ctx, id)
		_, replayed := h.Replay(c.ctx, id, "")
		for what, err := range map[string]error{"looks": file, "looks closer": one, "rotates": rotated, "tests": tested, "replays": replayed,
			"pauses": h.Pause(c.ctx, id, 1), "resumes": h.Resume(c.ctx, id, 1), "ends": h.End(c.ctx, id, 1)} {
			if !errors.Is(err, c.want) {
				t.Errorf("%s %s: %v", name, what, err)
			}
		}
	}
	if _, err := h.Add(h.manager, "https://hooks.beispiel.example/portal"); !errors.Is(err, officer.Conflict) {
		t.Errorf("the same address: %v", err)
	}
	for _, address := range []string{"", "http://beispiel.example/", "https://127.0.0.1/", "https://10.0.0.1/x"} {
		if _, err := h.Add(h.manager, address); !errors.Is(err, officer.Invalid) {
			t.Errorf("%q: %v", address, err)
		}
	}
	for n := range 4 {
		_, err := h.Add(h.manager, "https://hooks.beispiel.example/"+string(rune('a'+n)))
		ok(t, err)
	}
	if _, err := h.Add(h.manager, "https://hooks.beispiel.example/z"); !errors.Is(err, officer.Conflict) {
		t.Errorf("one too many: %v", err)
	}
}

// A person in a shop sees no secret of its organisation, and queues for no other.
func TestAPersonSeesNoSecrets(t *testing.T) {
	h := newHooked(t)
	who := h.Applicant(t)
	in := postgres.Scope{Kind: "account", Account: who.Account, Organisation: h.Company.ID}
	for table, want := range map[string]int{"webhooks": 1, "webhook_secrets": 0, "webhook_deliveries": 0} {
		if got := h.Count(t, in, table); got != want {
			t.Errorf("sees %d of %s", got, table)
		}
	}
	if got := h.Count(t, postgres.Scope{Kind: "account", Account: who.Account, Organisation: h.Authority.ID}, "webhooks"); got != 0 {
		t.Errorf("sees %d webhooks of another house", got)
	}
}
