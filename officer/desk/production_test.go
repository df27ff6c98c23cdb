package desk_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/ca"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
)

// A cardHouse is the sample with production, whose cards a test authority makes.
type cardHouse struct {
	*dbtest.Sample
	t          testing.TB
	authority  *ca.Authority
	keys       *secret.Keys
	production *desk.Production
	parcels    *desk.Parcels
	jobs       *desk.Jobs
	clerk      context.Context
}

func newCardHouse(t testing.TB) *cardHouse {
	t.Helper()
	h := &cardHouse{Sample: dbtest.NewSample(t), t: t}
	var err error
	h.authority, err = ca.New("http://portal.example/demo/ca", h.Clock.Now())
	ok(t, err)
	h.keys, err = secret.NewKeys()
	ok(t, err)
	c := &desk.Counter{DB: h.DB, Keys: h.keys, Address: "https://portal.example"}
	anchors := x509.NewCertPool()
	anchors.AddCert(h.authority.Root)
	h.production = &desk.Production{Counter: c, Anchors: officer.Anchors{Pool: anchors, Practice: true},
		Ways: []officer.BatchWay{officer.BatchByFile, officer.BatchByAPI, officer.BatchByDemo}}
	h.parcels = &desk.Parcels{Counter: c}
	h.jobs = &desk.Jobs{Counter: c, Kinds: map[string]desk.Work{desk.ProductionJob: h.production.Work}}
	h.clerk = h.TSP.As(officer.RoleClerk)
	return h
}

// approved makes an order that waits to go into a batch.
func (h *cardHouse) approved(house dbtest.House, account officer.AccountID, change func(*officer.Application, *officer.Order)) officer.Order {
	h.t.Helper()
	return h.Ordered(h.t, house, account, func(a *officer.Application, o *officer.Order) {
		o.Status, o.StatusSince = officer.OrderInProduction, o.CreatedAt
		if change != nil {
			change(a, o)
		}
	})
}

// seals makes an approved order of so many seal cards.
func (h *cardHouse) seals(n int) officer.Order {
	return h.approved(h.Company, "", func(a *officer.Application, o *officer.Order) {
		a.Product, o.Product, a.Quantity, o.Quantity = h.Seal.ID, h.Seal.ID, n, n
		a.Form.Organisation = officer.OrganisationEntry{Name: "Beispiel GmbH", RegisterCourt: "Berlin", RegisterNumber: "HRB 4711", Address: h.Company.Address}
	})
}

// batch hands orders over and gives what the personaliser reads.
func (h *cardHouse) batch(way officer.BatchWay, orders ...officer.Order) officer.BatchContent {
	h.t.Helper()
	var ids []officer.OrderID
	for _, o := range orders {
		ids = append(ids, o.ID)
	}
	id, err := h.production.MakeBatch(h.clerk, ids, way)
	ok(h.t, err)
	file, err := h.production.Fetch(h.clerk, id)
	ok(h.t, err)
	var signed struct{ Batch officer.BatchContent }
	ok(h.t, json.Unmarshal(file, &signed))
	return signed.Batch
}

// made is a right result of a card.
func (h *cardHouse) made(b officer.BatchContent, i int) officer.CardResult {
	h.t.Helper()
	r, err := desk.MakeVirtualCard(h.authority, b.Cards[i], h.Clock.Now())
	ok(h.t, err)
	r.Batch = b.Batch
	return r
}

func (h *cardHouse) sent() *officer.Sending {
	return &officer.Sending{At: officer.Instant{Time: h.Clock.Now().Truncate(time.Second)}, Tracking: "RR123456785DE"}
}

func lines(t testing.TB, results ...officer.CardResult) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, r := range results {
		ok(t, json.NewEncoder(&b).Encode(r))
	}
	return b.Bytes()
}

// take uploads a file and lets the worker take it.
func (h *cardHouse) take(file []byte, dry bool) officer.ProductionImport {
	h.t.Helper()
	id, err := h.production.Upload(h.clerk, "results.jsonl", file, dry)
	ok(h.t, err)
	found, err := h.jobs.Work(context.Background())
	ok(h.t, err)
	if status := dbtest.Get[string](h.t, h.Database, `select status || ' ' || problem from jobs where id = $1`, id); !found || status != "done " {
		h.t.Fatalf("the job: %v %s", found, status)
	}
	i, err := h.production.Import(h.clerk, id)
	ok(h.t, err)
	return i
}

func (h *cardHouse) status(o officer.Order) string {
	return dbtest.Get[string](h.t, h.Database, `select status from orders where id = $1`, o.ID)
}

func (h *cardHouse) figures(i officer.ProductionImport, taken, unchanged, faults, refused int) {
	h.t.Helper()
	if i.Taken != taken || i.Unchanged != unchanged || i.Faults != faults || i.Refused != refused || len(i.Report) != i.Rows {
		h.t.Errorf("taken %d, unchanged %d, faults %d, refused %d, want %d %d %d %d: %+v", i.Taken, i.Unchanged, i.Faults, i.Refused, taken, unchanged, faults, refused, i.Report[:min(len(i.Report), 5)])
	}
}

// What leaves the house is signed, canonical, and says no more than is needed.
func TestABatchIsSignedAndSaysNoMore(t *testing.T) {
	h := newCardHouse(t)
	o := h.approved(h.Company, "", nil)
	id, err := h.production.MakeBatch(h.clerk, nil, officer.BatchByFile)
	ok(t, err)
	file, err := h.production.Fetch(h.clerk, id)
	ok(t, err)
	if again, err := secret.Canonicalize(file); err != nil || !bytes.Equal(again, file) {
		t.Errorf("the file is not canonical: %v", err)
	}
	var signed struct {
		Batch     json.RawMessage `json:"batch"`
		KeyID     string          `json:"key_id"`
		Signature []byte          `json:"signature"`
	}
	ok(t, json.Unmarshal(file, &signed))
	key := h.keys.Evidence.PublicKeys()[0]
	if key.ID != signed.KeyID || !ed25519.Verify(key.Public, append([]byte("officer-portal evidence v1 production_batch\n"), signed.Batch...), signed.Signature) {
		t.Error("the signature does not fit what stands in the file")
	}
	a := dbtest.Get[string](t, h.Database, `select form->'Person'->>'BirthDate' from applications where id = $1`, o.Application)
	for _, secret := range []string{a, "L01X00T47", string(o.Number), string(o.Application), string(o.Person), "Identification", "nationality"} {
		if secret == "" || strings.Contains(string(file), secret) {
			t.Errorf("the personaliser learns %q", secret)
		}
	}
	for _, needed := range []string{`"type":"common_name"`, `"card_to"`, `"pin_letter_to"`, `"algorithm":"RSA"`, `"qualified","authentication"`} {
		if !strings.Contains(string(file), needed) {
			t.Errorf("the personaliser lacks %s in %s", needed, file)
		}
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from events where subject = $1 and kind = 'order.handed_over' and organisation_id = $2`, o.ID, h.Company.ID); n != 1 {
		t.Errorf("%d lines in the house's book", n)
	}
	h.Exec(t, `update production_batches set signature = '\x00'`)
	if _, err := h.production.Fetch(h.clerk, id); !errors.Is(err, secret.ErrNotSigned) {
		t.Errorf("a batch with another signature: %v", err)
	}
}

func TestWhoMakesABatch(t *testing.T) {
	h := newCardHouse(t)
	clerk := h.TSP.Actor(officer.RoleClerk)
	open := h.Ordered(t, h.Company, "", nil)
	own := h.approved(h.Company, clerk.Account, nil)
	other := h.approved(h.Authority, "", nil)
	for name, c := range map[string]struct {
		ctx  context.Context
		ids  []officer.OrderID
		way  officer.BatchWay
		want error
	}{
		"nobody":           {context.Background(), nil, officer.BatchByFile, officer.Unauthenticated},
		"the operator":     {h.TSP.As(officer.RoleOperator), nil, officer.BatchByFile, officer.Forbidden},
		"an officer":       {h.Company.As(officer.RoleOfficer), nil, officer.BatchByFile, officer.Forbidden},
		"not approved":     {h.clerk, []officer.OrderID{open.ID}, officer.BatchByFile, officer.Conflict},
		"their own":        {h.clerk, []officer.OrderID{own.ID}, officer.BatchByFile, officer.Forbidden},
		"an unknown way":   {h.clerk, nil, "pigeon", officer.Invalid},
		"one of them open": {h.clerk, []officer.OrderID{other.ID, open.ID}, officer.BatchByFile, officer.Conflict},
	} {
		if _, err := h.production.MakeBatch(c.ctx, c.ids, c.way); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if b := h.batch(officer.BatchByFile, other); len(b.Cards) != 1 {
		t.Errorf("%+v", b)
	}
	if _, err := h.production.MakeBatch(h.clerk, nil, officer.BatchByFile); !errors.Is(err, officer.Conflict) { // the rest is the clerk's own
		t.Errorf("twice: %v", err)
	}
}

// From a batch to a completed order, by file, with everything told twice.
func TestTheLifeOfAnOrderInProduction(t *testing.T) {
	h := newCardHouse(t)
	holder := h.Company.Actor(officer.RoleAuditor).Account
	o := h.approved(h.Company, holder, nil)
	b := h.batch(officer.BatchByFile, o)
	r := h.made(b, 0)
	file := lines(t, r)
	h.figures(h.take(file, true), 1, 0, 0, 0)
	if n := dbtest.Get[int](t, h.Database, `select count(*) from cards where status <> 'ordered'`); n != 0 {
		t.Error("a try changed a card")
	}
	h.figures(h.take(file, false), 1, 0, 0, 0)
	h.figures(h.take(file, false), 0, 1, 0, 0)
	h.Clock.Advance(time.Hour)
	card := officer.CardResult{Batch: b.Batch, Card: r.Card, CardSent: h.sent()}
	h.figures(h.take(lines(t, card), false), 1, 0, 0, 0)
	h.figures(h.take(lines(t, card), false), 0, 1, 0, 0)
	if s := h.status(o); s != "dispatched" {
		t.Fatalf("the order is %s", s)
	}
	if s := dbtest.Get[string](t, h.Database, `select status from production_batches`); s != "closed" {
		t.Errorf("the batch is %s", s)
	}
	person := officer.Actor{Account: holder, Place: officer.Portal, Roles: []officer.Role{officer.RoleApplicant}, Language: "de"}
	receive := func(as officer.Actor, kind officer.ParcelKind) error {
		return h.parcels.Receive(dbtest.As(as), o.ID, r.Card, kind)
	}
	if err := receive(person, officer.PINParcel); !errors.Is(err, officer.Conflict) {
		t.Errorf("a PIN letter that nobody sent arrived: %v", err)
	}
	h.Clock.Advance(72 * time.Hour)
	h.figures(h.take(lines(t, officer.CardResult{Batch: b.Batch, Card: r.Card, PINSent: h.sent()}), false), 1, 0, 0, 0)
	ok(t, receive(person, officer.CardParcel))
	ok(t, receive(person, officer.CardParcel))
	if s := h.status(o); s != "dispatched" {
		t.Fatalf("with one parcel the order is %s", s)
	}
	ok(t, receive(h.Company.Actor(officer.RoleOfficer), officer.PINParcel))
	if s := h.status(o); s != "completed" {
		t.Fatalf("with both parcels the order is %s", s)
	}
	var kinds []string
	h.Select(t, &kinds, `select kind from events where subject = $1 and organisation_id = $2 order by at, id`, o.ID, h.Company.ID)
	for _, want := range []string{"order.handed_over", "order.card_made", "order.card_sent", "order.dispatched", "order.pin_sent", "order.card_received", "order.pin_received", "order.completed"} {
		if n := len(slices.DeleteFunc(slices.Clone(kinds), func(k string) bool { return k != want })); n != 1 {
			t.Errorf("%d lines of %s in %v", n, want, kinds)
		}
	}
	if got := dbtest.Get[string](t, h.Database, `select card_received_by || ' ' || pin_received_by from cards`); got != "holder desk" {
		t.Error(got)
	}
}

func TestWhoSaysThatAParcelArrived(t *testing.T) {
	h := newCardHouse(t)
	officerHere, clerk := h.Company.Second(officer.RoleOfficer), h.TSP.Actor(officer.RoleClerk)
	o := h.approved(h.Company, officerHere.Account, nil)
	b := h.batch(officer.BatchByFile, o)
	r := h.made(b, 0)
	r.CardSent = h.sent()
	h.take(lines(t, r), false)
	person := officer.Actor{Account: officerHere.Account, Place: officer.Portal, Roles: []officer.Role{officer.RoleApplicant}}
	stranger := person
	stranger.Account = officer.NewID[officer.AccountID]()
	for name, c := range map[string]struct {
		as   officer.Actor
		want error
	}{
		"the holder at their desk": {officerHere, officer.Forbidden}, "somebody else": {stranger, officer.NotFound},
		"another house": {h.Authority.Actor(officer.RoleOfficer), officer.NotFound}, "the auditor": {h.Company.Actor(officer.RoleAuditor), officer.Forbidden},
		"a checker": {h.Company.Actor(officer.RoleChecker), officer.Forbidden},
	} {
		if err := h.parcels.Receive(dbtest.As(c.as), o.ID, r.Card, officer.CardParcel); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	ok(t, h.parcels.Receive(dbtest.As(clerk), o.ID, r.Card, officer.CardParcel))
	if err := h.parcels.Receive(dbtest.As(clerk), h.approved(h.Company, "", nil).ID, r.Card, officer.CardParcel); !errors.Is(err, officer.NotFound) {
		t.Errorf("a card of another order: %v", err)
	}
}

// A card that cannot be made has its order wait; the next batch makes what is
// missing, and yesterday's file does no harm.
func TestAFaultOfProduction(t *testing.T) {
	h := newCardHouse(t)
	o := h.seals(3)
	b := h.batch(officer.BatchByFile, o)
	fault := officer.CardResult{Batch: b.Batch, Card: b.Cards[1].Card, Fault: &officer.ProductionFault{Code: "chip", Text: "antwortet nicht"}}
	first, third := h.made(b, 0), h.made(b, 2)
	file := lines(t, first, fault, third)
	h.figures(h.take(file, false), 2, 0, 1, 0)
	h.figures(h.take(file, false), 0, 3, 0, 0)
	if s := h.status(o); s != "waiting" {
		t.Fatalf("the order is %s", s)
	}
	if s := dbtest.Get[string](t, h.Database, `select status || ' ' || produced from production_batches`); s != "closed 2" {
		t.Errorf("the batch is %s", s)
	}
	h.Exec(t, `update orders set status = 'in_production', version = version + 1 where id = $1`, o.ID) // asked, answered, approved
	again := h.batch(officer.BatchByFile, o)
	if len(again.Cards) != 1 || again.Cards[0].Card != b.Cards[1].Card {
		t.Fatalf("the second batch has %+v", again.Cards)
	}
	h.figures(h.take(file, false), 0, 3, 0, 0)
	if s := h.status(o); s != "in_production" {
		t.Errorf("an old file moved the order: %s", s)
	}
	late := h.made(b, 1)
	i := h.take(lines(t, late), false)
	h.figures(i, 0, 0, 0, 1)
	if i.Report[0].Problems[0].Key != "result.other_batch" {
		t.Errorf("%+v", i.Report)
	}
	h.figures(h.take(lines(t, h.made(again, 0)), false), 1, 0, 0, 0)
}

// Parcels that do not arrive are told once each, to the holder and to the clerk.
func TestParcelsThatDoNotArrive(t *testing.T) {
	h := newCardHouse(t)
	holder := h.Company.Actor(officer.RoleAuditor).Account
	known, unknown := h.approved(h.Company, holder, nil), h.approved(h.Authority, "", nil)
	b := h.batch(officer.BatchByFile, known, unknown)
	var results []officer.CardResult
	for i := range b.Cards {
		r := h.made(b, i)
		r.CardSent, r.PINSent = h.sent(), h.sent()
		results = append(results, r)
	}
	h.figures(h.take(lines(t, results...), false), 2, 0, 0, 0)
	warn := func() (n int) {
		for {
			found, err := h.parcels.WarnOverdue(context.Background())
			ok(t, err)
			if !found {
				return n
			}
			n++
		}
	}
	h.Clock.Advance(officer.OverdueAfter - time.Minute)
	if n := warn(); n != 0 {
		t.Errorf("%d warnings too early", n)
	}
	list, err := h.parcels.Overdue(h.clerk, officer.Cursor{})
	if ok(t, err); len(list.Cards) != 0 {
		t.Errorf("%+v", list)
	}
	h.Clock.Advance(2 * time.Minute)
	if n := warn(); n != 4 {
		t.Errorf("%d warnings", n)
	}
	if n := warn(); n != 0 {
		t.Errorf("%d warnings more", n)
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from mails where template in ('card_overdue', 'pin_overdue')`); n != 4 {
		t.Errorf("%d mails", n)
	}
	if list, err = h.parcels.Overdue(h.clerk, officer.Cursor{}); err != nil || len(list.Cards) != 2 || list.Cards[0].OrganisationName == "" {
		t.Errorf("%v %+v", err, list)
	}
	for _, o := range []officer.Order{known, unknown} {
		cards, err := h.parcels.OfOrder(h.clerk, o.ID)
		ok(t, err)
		for _, kind := range officer.ParcelKinds {
			ok(t, h.parcels.Receive(h.clerk, o.ID, cards[0].ID, kind))
		}
	}
	if list, err = h.parcels.Overdue(h.clerk, officer.Cursor{}); err != nil || len(list.Cards) != 0 {
		t.Errorf("%v %+v", err, list)
	}
}

// The demo's producer leads an order through its whole life but the receipt.
func TestTheDemosProducer(t *testing.T) {
	h := newCardHouse(t)
	o, test := h.approved(h.Company, "", nil), h.approved(h.Company, "", func(a *officer.Application, o *officer.Order) {
		a.Product, o.Product, a.Quantity, o.Quantity = h.Test.ID, h.Test.ID, 2, 2
	})
	h.production.Makers = map[officer.BatchWay]desk.CardProduction{
		officer.BatchByDemo: &desk.DemoProducer{Counter: h.production.Counter, Authority: h.authority, Pause: 20 * time.Second}}
	b := h.batch(officer.BatchByDemo, o, test)
	for step, want := range []string{"in_production", "dispatched"} {
		h.Clock.Advance(time.Duration(step) * 30 * time.Second)
		_, err := h.production.Produce(context.Background())
		ok(t, err)
		if s := h.status(o); s != want || h.status(test) != want {
			t.Fatalf("step %d: %s %s", step, s, h.status(test))
		}
	}
	h.Clock.Advance(30 * time.Second)
	if found, err := h.production.Produce(context.Background()); err != nil || !found {
		t.Fatalf("PIN letters: %v %v", found, err)
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from cards where pin_sent_at > card_sent_at`); n != 3 {
		t.Errorf("%d PIN letters", n)
	}
	h.Clock.Advance(time.Hour)
	if found, err := h.production.Produce(context.Background()); err != nil || found {
		t.Errorf("something more: %v %v", found, err)
	}
	key, err := h.authority.CardKey(string(b.Cards[0].Card), "qualified")
	ok(t, err)
	der := dbtest.Get[[]byte](t, h.Database, `select der from certificates where card_id = $1 and usage = 'qualified'`, b.Cards[0].Card)
	if c, err := x509.ParseCertificate(der); err != nil || !key.PublicKey.Equal(c.PublicKey) {
		t.Errorf("the card's key is lost: %v", err)
	}
}

// A call of the personaliser that comes twice has one effect and one answer.
func TestACallThatComesTwice(t *testing.T) {
	h := newCardHouse(t)
	b, byFile := h.batch(officer.BatchByAPI, h.approved(h.Company, "", nil)), h.batch(officer.BatchByFile, h.approved(h.Company, "", nil))
	caller, err := h.production.Personaliser(context.Background(), "personaliser")
	ok(t, err)
	waiting, err := h.production.WaitingBatches(caller)
	if ok(t, err); len(waiting) != 1 || waiting[0].ID != b.Batch {
		t.Errorf("%+v", waiting)
	}
	r := h.made(b, 0)
	first, err := h.production.Call(caller, "k1", b.Batch, lines(t, r))
	ok(t, err)
	again, err := h.production.Call(caller, "k1", b.Batch, lines(t, r))
	ok(t, err)
	var one, two desk.CallAnswer
	ok(t, json.Unmarshal(first, &one))
	ok(t, json.Unmarshal(again, &two))
	if one.Taken != 1 || two.Taken != 1 {
		t.Errorf("%s\n%s", first, again)
	}
	other, err := h.production.Call(caller, "k2", b.Batch, lines(t, r))
	ok(t, err)
	if ok(t, json.Unmarshal(other, &one)); one.Unchanged != 1 {
		t.Errorf("%s", other)
	}
	r.Serial = "8027600000000000001"
	for name, c := range map[string]struct {
		key   string
		batch officer.BatchID
		n     int
		want  error
	}{
		"other content": {"k1", b.Batch, 1, officer.Conflict}, "a batch that goes by file": {"k3", byFile.Batch, 1, officer.NotFound},
		"too many": {"k4", b.Batch, desk.MaxCallRows + 1, officer.Invalid}, "none": {"k5", b.Batch, 0, officer.Invalid},
	} {
		if _, err := h.production.Call(caller, c.key, c.batch, bytes.Repeat(lines(t, r), c.n)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := h.production.FetchWaiting(caller, byFile.Batch); !errors.Is(err, officer.NotFound) {
		t.Errorf("a batch that goes by file: %v", err)
	}
}

func TestSendingByHand(t *testing.T) {
	h := newCardHouse(t)
	o := h.seals(2)
	b := h.batch(officer.BatchByFile, o)
	h.take(lines(t, h.made(b, 0), h.made(b, 1)), false)
	send := func(tracking string) []officer.CardResult {
		var list []officer.CardResult
		for _, c := range b.Cards {
			s := h.sent()
			s.Tracking = tracking
			list = append(list, officer.CardResult{Batch: b.Batch, Card: c.Card, CardSent: s})
		}
		return list
	}
	var refusal *officer.Error
	if err := h.production.Send(h.clerk, send("<b>")); !errors.As(err, &refusal) || len(refusal.Fields) != 2 || refusal.Fields[0].Field != "card_sent_"+string(b.Cards[0].Card) {
		t.Errorf("%v", err)
	}
	if s := h.status(o); s != "in_production" {
		t.Errorf("the order is %s", s)
	}
	ok(t, h.production.Send(h.clerk, send("RR 12")))
	if s := h.status(o); s != "dispatched" {
		t.Errorf("the order is %s", s)
	}
}

func keyOf(p officer.RowReport) string {
	if len(p.Problems) == 0 {
		return string(p.Outcome)
	}
	return fmt.Sprint(p.Problems[0].Field, " ", p.Problems[0].Key)
}

// What is kept ends: uploaded files with their reports, and answers of calls.
func TestWhatProductionForgets(t *testing.T) {
	h := newCardHouse(t)
	b := h.batch(officer.BatchByAPI, h.approved(h.Company, "", nil))
	caller, err := h.production.Personaliser(context.Background(), "personaliser")
	ok(t, err)
	_, err = h.production.Call(caller, "k1", b.Batch, lines(t, h.made(b, 0)))
	ok(t, err)
	h.take(lines(t, h.made(b, 0)), true)
	if n := dbtest.Get[int](t, h.Database, `select count(*) from production_imports where content_sealed is not null`); n != 0 {
		t.Error("a file is kept after it was taken")
	}
	for _, c := range []struct {
		days int
		want string
	}{{29, "1 1"}, {31, "0 1"}, {91, "0 0"}} {
		then := h.Clock.Now().AddDate(0, 0, -c.days)
		h.Exec(t, `update production_calls set called_at = $1`, then)
		h.Exec(t, `update production_imports set made_at = $1`, then)
		ok(t, h.production.Tidy(context.Background()))
		if got := dbtest.Get[string](t, h.Database, `select (select count(*) from production_calls) || ' ' || (select count(*) from production_imports)`); got != c.want {
			t.Errorf("after %d days: %s, want %s", c.days, got, c.want)
		}
	}
}

// A maker stands for a personaliser's house that delivers what a test says.
type maker struct {
	deliver []desk.Delivery
	taken   []officer.BatchID
	told    []officer.ProductionImport
	away    error
}

func (m *maker) Take(_ context.Context, b officer.Batch, _ []byte) error {
	if m.away == nil {
		m.taken = append(m.taken, b.ID)
	}
	return m.away
}

func (m *maker) Results(context.Context, officer.Batch, []byte) (desk.Delivery, error) {
	if len(m.deliver) == 0 {
		return desk.Delivery{}, nil
	}
	return m.deliver[0], nil
}

func (m *maker) Settle(_ context.Context, _ desk.Delivery, i officer.ProductionImport) error {
	m.deliver, m.told = m.deliver[1:], append(m.told, i)
	return nil
}

// What is delivered is taken once, and whoever delivered nonsense is told so; a
// house that is away is tried again.
func TestWhatAMakerDelivers(t *testing.T) {
	h := newCardHouse(t)
	o := h.approved(h.Company, "", nil)
	id, err := h.production.MakeBatch(h.clerk, nil, officer.BatchByFile)
	ok(t, err)
	m := &maker{away: errors.New("no line")}
	h.production.Makers = map[officer.BatchWay]desk.CardProduction{officer.BatchByFile: m}
	if _, err := h.production.Produce(context.Background()); !errors.Is(err, m.away) {
		t.Errorf("%v", err)
	}
	m.away = nil
	for range 2 {
		_, err := h.production.Produce(context.Background())
		ok(t, err)
	}
	if len(m.taken) != 1 || m.taken[0] != id {
		t.Fatalf("handed over %v", m.taken)
	}
	file, err := h.production.Fetch(h.clerk, id)
	ok(t, err)
	var signed struct{ Batch officer.BatchContent }
	ok(t, json.Unmarshal(file, &signed))
	r := h.made(signed.Batch, 0)
	r.CardSent, r.PINSent = h.sent(), h.sent()
	m.deliver = []desk.Delivery{{Name: "table.csv", File: []byte("card;serial")}, {Name: "results.jsonl", File: lines(t, r)}}
	for range 3 {
		_, err := h.production.Produce(context.Background())
		ok(t, err)
	}
	if len(m.told) != 2 || m.told[0].Refused != 1 || m.told[0].Report[0].Problems[0].Key != "result.not_json" || m.told[1].Taken != 1 {
		t.Errorf("%+v", m.told)
	}
	if s := h.status(o); s != "dispatched" {
		t.Errorf("the order is %s", s)
	}
	if list, err := h.production.Imports(h.clerk); err != nil || len(list) != 2 || list[0].MadeName != "producer" {
		t.Errorf("%v %+v", err, list)
	}
}
