package desk_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/officertest"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
)

// An orderWorld is a sample with an applicant who has entered the company's shop.
type orderWorld struct {
	*dbtest.Sample
	*desk.Ordering
	t   *testing.T
	who officer.Actor
	ctx context.Context
}

func newOrderWorld(t *testing.T) *orderWorld {
	t.Helper()
	keys, err := secret.NewKeys()
	must(t, err)
	hashes, err := passwords()
	must(t, err)
	s := dbtest.NewSample(t)
	w := &orderWorld{Sample: s, t: t, who: s.Applicant(t),
		Ordering: &desk.Ordering{Counter: &desk.Counter{DB: s.DB, Keys: keys, Passwords: hashes, Address: "https://portal.example"}}}
	w.Exec(t, `update accounts set given_names = 'Łucja', family_name = 'Ångström' where id = $1`, w.who.Account)
	w.ctx = dbtest.As(w.who)
	w.Exec(t, `insert into shop_codes (organisation_id, id, shop_id, digest, label, created_by, created_at) values ($1, 'shc_a', $2, 'x', 'x', 'acc_x', now())`,
		w.Company.ID, w.Company.Shop)
	w.Exec(t, `insert into shop_customers (organisation_id, shop_id, account_id, code_id, name, email, search_name, joined_at) values ($1, $2, $3, 'shc_a', 'x', 'x', 'X', now())`,
		w.Company.ID, w.Company.Shop, w.who.Account)
	return w
}

// draft gives a draft as it is now.
func (w *orderWorld) draft(id officer.ApplicationID) desk.Draft {
	w.t.Helper()
	d, err := w.Draft(w.ctx, id)
	must(w.t, err)
	return d
}

// page is a save of a step from a page that was just opened.
func (w *orderWorld) page(id officer.ApplicationID) desk.StepPage {
	return desk.StepPage{Application: id, Version: w.draft(id).Application.Version}
}

func (w *orderWorld) document() officer.DocumentEntry {
	today := officer.Today(w.Clock.Now())
	return officer.DocumentEntry{Type: officer.IdentityCard, Number: "L01X00T47", Issuer: "Stadt Köln", IssuedOn: today.AddDays(-400), ExpiresOn: today.AddDays(900)}
}

// filled is a draft of a shop's product in which nothing is missing.
func (w *orderWorld) filled(shop officer.ShopID, p officer.Product, by officer.Procedure) officer.ApplicationID {
	w.t.Helper()
	id, err := w.Begin(w.ctx, shop, p.ID)
	must(w.t, err)
	w.fill(id, by)
	return id
}

func (w *orderWorld) fill(id officer.ApplicationID, by officer.Procedure) {
	w.t.Helper()
	form := officertest.Form(officer.Today(w.Clock.Now()))
	for _, step := range w.draft(id).Steps() {
		var err error
		switch g, is := step.Group(); {
		case step == officer.Step(officer.GroupSecrets):
			_, err = w.SaveSecrets(w.ctx, w.page(id), desk.ChosenSecrets{Question: "Frage?", Answer: "Antwort", Password: "ein Sperrpasswort", Repeated: "ein Sperrpasswort"})
		case is:
			_, err = w.Save(w.ctx, w.page(id), g, form, nil)
		case step == officer.StepDocument:
			_, err = w.SaveStated(w.ctx, w.page(id), w.document(), nil)
		case step == officer.StepProcedure:
			_, err = w.SaveProcedure(w.ctx, w.page(id), by, officer.AppointmentWish{}, nil)
		case step == officer.StepConsents:
			_, err = w.Agree(w.ctx, w.page(id), agreed())
		case step == officer.StepQuantity:
			_, err = w.SaveQuantity(w.ctx, w.page(id), 3)
		}
		if err != nil {
			w.t.Fatalf("%s: %v", step, err)
		}
	}
}

// One draft per person, shop and product, however often and from however many
// tabs it is begun; and nobody but the person sees it.
func TestBeginningADraft(t *testing.T) {
	w := newOrderWorld(t)
	if _, err := w.Begin(w.ctx, w.Authority.Shop, w.Signature.ID); !errors.Is(err, officer.NotFound) {
		t.Errorf("in a shop that they never entered: %v", err)
	}
	var all sync.Map
	var tabs sync.WaitGroup
	for range 4 {
		tabs.Go(func() {
			id, err := w.Begin(w.ctx, w.Company.Shop, w.Signature.ID)
			if err != nil {
				t.Error(err)
			}
			all.Store(id, true)
		})
	}
	tabs.Wait()
	begun := 0
	all.Range(func(any, any) bool { begun++; return true })
	if n := w.count(`select count(*) from applications where account_id = $1`, w.who.Account); begun != 1 || n != 1 {
		t.Errorf("%d drafts, %d answers", n, begun)
	}
	for name, scope := range map[string]postgres.Scope{"the house": postgres.ScopeOf(w.Company.Actor(officer.RoleOfficer)),
		"the back office": postgres.ScopeOf(w.TSP.Actor(officer.RoleClerk)), "another person": postgres.ScopeOf(w.Applicant(t))} {
		if n := w.Count(t, scope, "applications"); n != 0 {
			t.Errorf("%s sees the draft", name)
		}
	}
	if n := w.count(`select count(*) from persons`) + w.count(`select count(*) from events`); n != 0 {
		t.Error("the house learnt something before they submitted anything")
	}
	if n := w.count(`select count(*) from account_events where kind = 'application.begun' and account_id = $1`, w.who.Account); n != 1 {
		t.Errorf("%d lines in the person's book", n)
	}
}

func (w *orderWorld) count(query string, args ...any) int {
	w.t.Helper()
	return dbtest.Get[int](w.t, w.Database, query, args...)
}

// Whoever may not, may not: not begin, read, fill in, submit or withdraw.
func TestSomebodyElsesDraft(t *testing.T) {
	w := newOrderWorld(t)
	id := w.filled(w.Company.Shop, w.Signature, officer.PostIdentBranch)
	page := w.page(id)
	for name, ctx := range map[string]context.Context{"nobody": context.Background(), "another person": dbtest.As(w.Applicant(t)),
		"the house's officer": w.Company.As(officer.RoleOfficer), "the house's shop admin": w.Company.As(officer.RoleShopAdmin)} {
		_, reading := w.Draft(ctx, id)
		_, saving := w.Save(ctx, page, officer.GroupContact, officer.Form{}, nil)
		submitting := w.Submit(ctx, id, page.Version)
		withdrawing := w.Withdraw(ctx, id, page.Version, "x")
		for what, err := range map[string]error{"read": reading, "save": saving, "submit": submitting, "withdraw": withdrawing} {
			if !errors.Is(err, officer.NotFound) && !errors.Is(err, officer.Unauthenticated) && !errors.Is(err, officer.Forbidden) {
				t.Errorf("%s may %s: %v", name, what, err)
			}
		}
	}
}

// An order without a desk is made at once, and once: with its number, the
// provider's number, the person's mail and lines in the house's book.
func TestSubmitting(t *testing.T) {
	w := newOrderWorld(t)
	id := w.filled(w.Company.Shop, w.Signature, officer.PostIdentBranch)
	version := w.draft(id).Application.Version
	var clicks sync.WaitGroup
	for range 5 {
		clicks.Go(func() {
			if err := w.Submit(w.ctx, id, version); err != nil {
				t.Error(err)
			}
		})
	}
	clicks.Wait()
	if err := w.Submit(w.ctx, id, version); err != nil {
		t.Errorf("once more later: %v", err)
	}
	d := w.draft(id)
	if d.Application.Status != officer.ApplicationTransmitted || d.Order.Status != officer.OrderOpen || !d.Order.ProcedureNumber.Valid() || d.Order.Account != w.who.Account {
		t.Errorf("%s, order %+v", d.Application.Status, d.Order)
	}
	for query, want := range map[string]int{
		`select count(*) from orders`: 1,
		`select count(*) from mails where template = 'ordered_postident_branch' and args ->> 'procedure_number' like '%'`: 1,
		`select count(*) from events where kind = 'application.submitted'`:                                                1,
		`select count(*) from events where kind = 'order.submitted'`:                                                      1,
		`select count(*) from persons where account_id is not null`:                                                       1,
	} {
		if n := w.count(query); n != want {
			t.Errorf("%s: %d", query, n)
		}
	}
	if text := dbtest.Get[string](t, w.Database, `select form::text from applications`); strings.Contains(text, "L01X00T47") || strings.Contains(text, "Sperrpasswort\"") || strings.Contains(text, "Antwort") {
		t.Error("a secret stands in the form")
	}
	if _, err := w.Save(w.ctx, w.page(id), officer.GroupContact, officer.Form{}, nil); !errors.Is(err, officer.Conflict) {
		t.Errorf("written after it was submitted: %v", err)
	}
}

// A form that was changed in another window is not submitted as it was seen here.
func TestSubmittingWhatWasNotSeen(t *testing.T) {
	w := newOrderWorld(t)
	id := w.filled(w.Company.Shop, w.Signature, officer.NotarIdent)
	seen := w.draft(id).Application.Version
	_, err := w.SaveProcedure(w.ctx, w.page(id), officer.PostIdentBranch, officer.AppointmentWish{}, nil)
	must(t, err)
	if err := w.Submit(w.ctx, id, seen); !errors.Is(err, officer.Stale) {
		t.Errorf("%v", err)
	}
	if n := w.count(`select count(*) from orders`); n != 0 {
		t.Error("there is an order")
	}
}

// Each of several seal cards carries the same; a signature card comes alone.
func TestQuantity(t *testing.T) {
	w := newOrderWorld(t)
	id := w.filled(w.Company.Shop, w.Seal, officer.PostIdentBranch)
	if steps := w.draft(id).Steps(); steps[len(steps)-2] != officer.StepQuantity {
		t.Errorf("the last question is %s", steps[len(steps)-2])
	}
	must(t, w.Submit(w.ctx, id, w.draft(id).Application.Version))
	if d := w.draft(id); d.Order.Quantity != 3 {
		t.Errorf("%d cards", d.Order.Quantity)
	}
	one, err := w.Begin(w.ctx, w.Company.Shop, w.Signature.ID)
	must(t, err)
	if _, err := w.SaveQuantity(w.ctx, w.page(one), 1); !errors.Is(err, officer.NotFound) {
		t.Errorf("a signature card's quantity: %v", err)
	}
	_, err = w.Save(w.ctx, w.page(id), officer.GroupSignatory, officer.Form{Signatory: officer.Signatory{Self: "no"}}, nil)
	if !errors.Is(err, officer.Conflict) { // submitted; the rule itself is tried below
		t.Errorf("%v", err)
	}
	again, err := w.Begin(w.ctx, w.Company.Shop, w.Seal.ID)
	must(t, err)
	_, err = w.Save(w.ctx, w.page(again), officer.GroupSignatory, officer.Form{Signatory: officer.Signatory{Self: "no"}}, nil)
	if !problem(err, "stated.seal_self_only") {
		t.Errorf("a seal by somebody who may not sign: %v", err)
	}
}

func problem(err error, key string) bool {
	var e *officer.Error
	return errors.As(err, &e) && slices.ContainsFunc(e.Fields, func(p officer.Problem) bool { return p.Key == key })
}

// Somebody else's name is refused; the provider hears of it once.
func TestOneAccountOnePerson(t *testing.T) {
	w := newOrderWorld(t)
	id, err := w.Begin(w.ctx, w.Company.Shop, w.Signature.ID)
	must(t, err)
	form := officertest.Form(officer.Today(w.Clock.Now()))
	form.Person.GivenNames, form.Person.FamilyName = "Max", "Mustermann"
	if _, err := w.Save(w.ctx, w.page(id), officer.GroupPerson, form, nil); !problem(err, "identity.not_the_account") {
		t.Errorf("not the account's holder: %v", err)
	}
	w.fill(id, officer.PostIdentBranch)
	must(t, w.Submit(w.ctx, id, w.draft(id).Application.Version))

	second, err := w.Begin(w.ctx, w.Company.Shop, w.Test.ID)
	must(t, err)
	day, _ := officer.ParseDate("1.2.1970")
	form.Person.BirthDate = day
	for range 2 {
		if _, err := w.Save(w.ctx, w.page(second), officer.GroupPerson, form, nil); !problem(err, "identity.other_name") || !problem(err, "identity.other_birth_date") {
			t.Errorf("another person: %v", err)
		}
	}
	if n := w.count(`select count(*) from enquiries where kind = 'two_identities' and account_id = $1`, w.who.Account); n != 1 {
		t.Errorf("%d notices", n)
	}
	if got := w.draft(second).Application.Form.Person.FamilyName; got == "Mustermann" {
		t.Error("the other name was kept")
	}
}

// A draft that slips by, such as one the script saved, stops at the submission.
func TestAnotherPersonAtSubmission(t *testing.T) {
	w := newOrderWorld(t)
	first := w.filled(w.Company.Shop, w.Signature, officer.PostIdentBranch)
	second := w.filled(w.Company.Shop, w.Test, officer.PostIdentBranch)
	must(t, w.Submit(w.ctx, first, w.draft(first).Application.Version))
	form := w.draft(second).Application.Form
	form.Person.FamilyName = "Mustermann"
	page := w.page(second)
	page.Draft = true
	_, err := w.Save(w.ctx, page, officer.GroupPerson, form, nil)
	must(t, err)
	if err := w.Submit(w.ctx, second, w.draft(second).Application.Version); !errors.Is(err, officer.Conflict) {
		t.Errorf("%v", err)
	}
	if n := w.count(`select count(*) from enquiries where kind = 'two_identities'`); n != 1 {
		t.Errorf("%d notices", n)
	}
}

// A shop that closed, or that the person had to leave, takes nothing more; what
// was typed stays.
func TestBlockedDrafts(t *testing.T) {
	w := newOrderWorld(t)
	id := w.filled(w.Company.Shop, w.Signature, officer.PostIdentBranch)
	version := w.draft(id).Application.Version
	for name, c := range map[string][2]string{
		"closed":      {`update shops set status = 'closed'`, `update shops set status = 'open'`},
		"left":        {`update shop_customers set left_at = now(), left_why = 'removed'`, `update shop_customers set left_at = null, left_why = ''`},
		"not sold":    {`update shop_products set procedures = '{}'`, `update shop_products set procedures = '{postident_branch}'`},
		"not by this": {`update shop_products set procedures = '{notarident}'`, `update shop_products set procedures = '{postident_branch}'`},
	} {
		w.Exec(t, c[0])
		if err := w.Submit(w.ctx, id, version); !errors.Is(err, officer.Conflict) {
			t.Errorf("%s: %v", name, err)
		}
		w.Exec(t, c[1])
	}
	must(t, w.Submit(w.ctx, id, version))
}

// What an order code released is ordered once with it, by its terms.
func TestOrderingWhatACodeReleased(t *testing.T) {
	w := newOrderWorld(t)
	w.Exec(t, `insert into order_codes (organisation_id, id, shop_id, product_id, digest, uses, used, procedures, purchase_order, created_by, created_at)
		values ($1, 'orc_aaaaaaaaaaaaaaaa', $2, $3, 'd', 1, 1, '{notarident}', 'PO-1', 'acc_x', now())`, w.Authority.ID, w.Authority.Shop, w.Signature.ID)
	redemption := officer.NewID[officer.RedemptionID]()
	w.Exec(t, `insert into redemptions (organisation_id, id, code_id, account_id, name, email, redeemed_at) values ($1, $2, 'orc_aaaaaaaaaaaaaaaa', $3, 'x', 'x', now())`,
		w.Authority.ID, redemption, w.who.Account)
	if _, err := w.BeginReleased(dbtest.As(w.Applicant(t)), redemption); !errors.Is(err, officer.NotFound) {
		t.Errorf("somebody else's: %v", err)
	}
	r, err := w.Released(w.ctx, redemption)
	must(t, err)
	if r.Product.ID != w.Signature.ID || !slices.Equal(r.Procedures, []officer.Procedure{officer.NotarIdent}) || r.Application != "" {
		t.Errorf("%+v", r)
	}
	id, err := w.BeginReleased(w.ctx, redemption)
	must(t, err)
	if got := w.draft(id).Application.Form.Payment.PurchaseOrder; got != "PO-1" {
		t.Errorf("purchase order %q", got)
	}
	if _, err := w.SaveProcedure(w.ctx, w.page(id), officer.PostIdentBranch, officer.AppointmentWish{}, nil); !problem(err, "procedure.not_offered") {
		t.Errorf("by what the code does not allow: %v", err)
	}
	w.fill(id, officer.NotarIdent)
	w.Exec(t, `update order_codes set status = 'revoked'`) // what was redeemed stays
	must(t, w.Submit(w.ctx, id, w.draft(id).Application.Version))
	if again, err := w.BeginReleased(w.ctx, redemption); err != nil || again != id {
		t.Errorf("once more: %s, %v", again, err)
	}
	if n := w.count(`select count(*) from orders where procedure_number = '' and procedure = 'notarident'`); n != 1 {
		t.Errorf("%d orders", n)
	}
}

// Two windows: the second learns that the first was faster.
func TestTwoWindowsOfADraft(t *testing.T) {
	w := newOrderWorld(t)
	id, err := w.Begin(w.ctx, w.Company.Shop, w.Signature.ID)
	must(t, err)
	page, form := w.page(id), officertest.Form(officer.Today(w.Clock.Now()))
	_, err = w.Save(w.ctx, page, officer.GroupContact, form, nil)
	must(t, err)
	if _, err = w.Save(w.ctx, page, officer.GroupContact, form, nil); !errors.Is(err, officer.Stale) {
		t.Errorf("%v", err)
	}
	if got := w.draft(id).Application.Form.Contact.Email; got != w.who.Email {
		t.Errorf("the address is %s, not the account's", got)
	}
}
