package desk_test

import (
	"sync"
	"testing"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

// TestSubmitGivesOneOrder: a double click, two tabs, a retry: twenty at once.
func TestSubmitGivesOneOrder(t *testing.T) {
	b := newBench(t)
	b.sign(t)
	var wg sync.WaitGroup
	orders, errs := make([]officer.OrderID, 20), make([]error, 20)
	for n := range orders {
		wg.Go(func() { orders[n], errs[n] = b.Submit(b.as(officer.RoleOfficer), b.id) })
	}
	wg.Wait()
	for n, id := range orders {
		if errs[n] != nil || id == "" || id != orders[0] {
			t.Errorf("%d: %q, %v", n, id, errs[n])
		}
	}
	for query, want := range map[string]int{
		`select count(*) from orders`:                                                     1,
		`select count(*) from events where kind = 'order.submitted'`:                      1,
		`select count(*) from mails where template = 'order_submitted'`:                   1,
		`select count(*) from applications where status = 'transmitted'`:                  1,
		`select count(*) from orders o join events e on e.subject = o.id`:                 1,
		`select count(*) from mails m join orders o on o.number = m.args->>'number'`:      1,
		`select count(*) from orders where status = 'open' and family_name like 'Đặng-%'`: 1,
	} {
		if got := dbtest.Get[int](t, b.Database, query); got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
	if _, err := officer.ParseOrderNumber(dbtest.Get[string](t, b.Database, `select number from orders`)); err != nil {
		t.Error(err)
	}
}

func TestSubmitRefusesWithoutASignature(t *testing.T) {
	b := newBench(t)
	if _, err := b.Submit(b.as(officer.RoleOfficer), b.id); key(err) != "application.not_ready" {
		t.Error(err)
	}
}

// TestSubmitLooksAtTheDocumentAgain: days went by since the officer saw it.
func TestSubmitLooksAtTheDocumentAgain(t *testing.T) {
	b := newBench(t)
	b.sign(t)
	b.Exec(t, `update applications set document_expires_on = $1`, officer.Today(b.Clock.Now()).AddDays(officer.MinimumValidity-1))
	if _, err := b.Submit(b.as(officer.RoleOfficer), b.id); key(err) != "document.expires_soon" {
		t.Error(err)
	}
}

// TestSubmitTellsWhatIsMissingNow: the organisation began to ask for a number.
func TestSubmitTellsWhatIsMissingNow(t *testing.T) {
	b := newBench(t)
	b.Exec(t, `update applications set form = jsonb_set(form, '{Payment,PurchaseOrder}', '""')`)
	b.sign(t)
	b.Exec(t, `update organisations set purchase_order_required = true where id = $1`, b.Company.ID)
	if _, err := b.Submit(b.as(officer.RoleOfficer), b.id); key(err) != "payment.purchase_order form.missing" {
		t.Error(err)
	}
}

// stuck gives the same chance a number of times, and then another.
type stuck struct{ times int }

func (r *stuck) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 1
		if r.times <= 0 {
			p[i] = 2
		}
	}
	r.times--
	return len(p), nil
}

// TestSubmitDrawsAnotherNumber when the first is taken.
func TestSubmitDrawsAnotherNumber(t *testing.T) {
	b := newBench(t)
	b.Random = &stuck{times: 3}
	for range 2 {
		b.id = b.begin(t, b.Signature)
		b.sign(t)
		_, err := b.Submit(b.as(officer.RoleOfficer), b.id)
		must(t, err)
	}
	if n := dbtest.Get[int](t, b.Database, `select count(distinct number) from orders`); n != 2 {
		t.Errorf("two orders have %d numbers", n)
	}
	b.Random = &stuck{times: 1000}
	b.id = b.begin(t, b.Signature)
	b.sign(t)
	if _, err := b.Submit(b.as(officer.RoleOfficer), b.id); postgres.Constraint(err) != "order_number_once" {
		t.Errorf("when every number is taken: %v", err)
	}
	if n := b.events(t, "order.submitted"); n != 2 {
		t.Errorf("%d lines in the book for two orders", n)
	}
}

func TestQuantityOfSealCards(t *testing.T) {
	b := newBench(t)
	b.id = b.begin(t, b.Seal)
	must(t, b.SaveQuantity(b.as(officer.RoleOfficer), b.id, b.file(t).Application.Version, 12))
	b.sign(t)
	_, err := b.Submit(b.as(officer.RoleOfficer), b.id)
	must(t, err)
	if n := dbtest.Get[int](t, b.Database, `select quantity from orders`); n != 12 {
		t.Errorf("%d cards", n)
	}
	b.id = b.begin(t, b.Signature)
	if err := b.SaveQuantity(b.as(officer.RoleOfficer), b.id, b.file(t).Application.Version, 2); key(err) != "quantity application.quantity_single" {
		t.Error(err)
	}
}
