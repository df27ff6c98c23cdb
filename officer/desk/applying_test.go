package desk_test

import (
	"context"
	"errors"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/officertest"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
)

// bench is a small world with a case in it, ready to be signed.
type bench struct {
	*dbtest.Sample
	*desk.Applying
	again *again
	id    officer.ApplicationID
}

// again is an authenticator that shows one code.
type again struct{ asked int }

func (a *again) Reauthenticate(_ context.Context, code string) error {
	a.asked++
	if code != right {
		return officer.Fail(officer.Invalid, "second_factor.wrong")
	}
	return nil
}

const right = "123456"

func newBench(t testing.TB) *bench {
	t.Helper()
	keys, err := secret.NewKeys()
	must(t, err)
	passwords, err := secret.NewPasswords()
	must(t, err)
	s := dbtest.NewSample(t)
	b := &bench{Sample: s, again: &again{}}
	b.Applying = &desk.Applying{Counter: &desk.Counter{DB: s.DB, Keys: keys, Passwords: passwords, Address: "https://portal.example"}, Again: b.again}
	b.id = b.begin(t, s.Signature)
	return b
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// begin makes a case of the company's first officer with everything captured.
func (b *bench) begin(t testing.TB, p officer.Product) officer.ApplicationID {
	t.Helper()
	return b.beginIn(t, b.Company, p, func(*officer.Application) {})
}

// beginIn makes a case of a house's first officer, changed before it is captured.
func (b *bench) beginIn(t testing.TB, h dbtest.House, p officer.Product, change func(*officer.Application)) officer.ApplicationID {
	t.Helper()
	now, today, by := b.Clock.Now(), officer.Today(b.Clock.Now()), h.Actor(officer.RoleOfficer)
	person := officer.Person{ID: officer.NewID[officer.PersonID](), PersonData: officertest.Person(), CreatedAt: now}
	a := officer.Application{ID: officer.NewID[officer.ApplicationID](), Shop: h.Shop, Product: p.ID, Person: person.ID,
		Procedure: h.Procedure(), Status: officer.ApplicationInIdentification, Quantity: 1, Language: "de", Form: officertest.Form(today),
		CreatedBy: by.Account, CreatedAt: now, ChangedAt: now, StatusSince: now}
	change(&a)
	person.PersonData = a.Form.Person
	i, err := a.Identify(person, by, "Hauptsitz", now)
	must(t, err)
	officertest.Identify(&i, a.Form.Person, today)
	i.NumberSealed, err = b.Keys.Box.Seal([]byte("T22000129"), secret.Bind(string(h.ID), "identifications", "document_number_sealed", string(i.ID)))
	must(t, err)
	a.DocumentExpiresOn = i.Document.ExpiresOn
	must(t, b.Sample.DB.Do(h.As(officer.RoleOfficer), postgres.ScopeOf(by), func(tx *postgres.Tx) error {
		tx.Record("case.begun", string(a.ID))
		if err := tx.AddPerson(&person); err != nil {
			return err
		}
		if err := tx.AddApplication(&a); err != nil {
			return err
		}
		return tx.AddIdentification(&i)
	}))
	return a.ID
}

// as acts in the company.
func (b *bench) as(r officer.Role) context.Context { return b.Company.As(r) }

// file reads the case as its officer does.
func (b *bench) file(t testing.TB) desk.File {
	t.Helper()
	f, err := b.File(b.as(officer.RoleOfficer), b.id)
	must(t, err)
	return f
}

// sign signs the case as its officer.
func (b *bench) sign(t testing.TB) {
	t.Helper()
	must(t, b.Sign(b.as(officer.RoleOfficer), b.id, b.file(t).Version(), "de", right))
}

func (b *bench) secondCheck(t testing.TB) {
	b.Exec(t, `update organisations set second_check = true where id = $1`, b.Company.ID)
}

// events gives the kinds of the book's lines about things, the oldest first.
func (b *bench) events(t testing.TB, kind string) int {
	t.Helper()
	return dbtest.Get[int](t, b.Database, `select count(*) from events where kind = $1`, kind)
}

// key is the message key of a refusal, or of its first field.
func key(err error) string {
	var e *officer.Error
	if !errors.As(err, &e) {
		return ""
	}
	if len(e.Fields) > 0 {
		return e.Fields[0].Field + " " + e.Fields[0].Key
	}
	return e.Key
}

func TestSaveKeepsAGroup(t *testing.T) {
	b := newBench(t)
	f := b.file(t)
	form := f.Application.Form
	form.Contact.Mobile, form.Person.FamilyName = " 0170 / 765 43 21", "Nicht Gemeint"
	kept, err := b.Save(b.as(officer.RoleOfficer), b.id, desk.Entry{Group: officer.GroupContact, Form: form, Version: f.Application.Version})
	must(t, err)
	after := b.file(t).Application
	if after.Form.Contact.Mobile != "01707654321" || after.Form.Person != officertest.Person() || kept.Version != after.Version || kept.Undone {
		t.Errorf("%+v %+v", after.Form, kept)
	}
	if got := dbtest.Get[string](t, b.Database, `select details->>'fields' from events where kind = 'application.saved'`); got != `["mobile"]` {
		t.Error(got)
	}
}

func TestSaveRefuses(t *testing.T) {
	b := newBench(t)
	f := b.file(t)
	entry := func(g officer.Group, change func(*officer.Form)) desk.Entry {
		e := desk.Entry{Group: g, Form: f.Application.Form, Version: f.Application.Version}
		change(&e.Form)
		return e
	}
	nothing := func(*officer.Form) {}
	stale := entry(officer.GroupContact, nothing)
	stale.Version--
	half := entry(officer.GroupContact, func(f *officer.Form) { f.Contact = officer.Contact{Email: "lucja@"} })
	unread := entry(officer.GroupContact, func(f *officer.Form) { f.Contact.Email = "lucja@" })
	unread.Faults = officer.Problems{{Field: "mobile", Key: "form.not_text"}}
	for name, c := range map[string]struct {
		e    desk.Entry
		want string
	}{
		"incomplete":                      {half, "email email.form"},
		"unreadable, in the page's order": {unread, "email email.form"},
		"stale":                           {stale, "form.stale"},
		"not asked":                       {entry(officer.GroupOrganisation, nothing), "page.not_found"},
		"unclean":                         {entry(officer.GroupPerson, func(f *officer.Form) { f.Person.FamilyName = "X\u0007" }), "family_name name.control"},
		"branch of nowhere":               {entry(officer.GroupDelivery, func(f *officer.Form) { f.Delivery.CardTo, f.Delivery.DeskBranch = "desk", b.Authority.Branch }), "desk_branch form.choose"},
	} {
		if _, err := b.Save(b.as(officer.RoleOfficer), b.id, c.e); key(err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if n := b.events(t, "application.saved"); n != 0 {
		t.Errorf("%d lines in the book for what was refused", n)
	}
	half.Draft = true
	if _, err := b.Save(b.as(officer.RoleOfficer), b.id, half); err != nil {
		t.Errorf("a draft was refused: %v", err)
	}
}

func TestDeliveryToTheDeskTakesTheBranchsAddress(t *testing.T) {
	b := newBench(t)
	f := b.file(t)
	f.Application.Form.Delivery = officer.Delivery{CardTo: "desk", DeskBranch: b.Company.Branch, PINTo: "same"}
	_, err := b.Save(b.as(officer.RoleOfficer), b.id, desk.Entry{Group: officer.GroupDelivery, Form: f.Application.Form, Version: f.Application.Version})
	must(t, err)
	if got := b.file(t).Application.Form.Delivery.Card.Street; got != "Musterweg 1" {
		t.Error(got)
	}
}

// TestTheDoor is the table of people at the same door.
func TestTheDoor(t *testing.T) {
	b := newBench(t)
	v := b.file(t).Application.Version
	stranger, foreign := context.Background(), b.Authority.As(officer.RoleOfficer)
	for name, use := range map[string]func(context.Context) error{
		"file":    func(ctx context.Context) error { _, err := b.File(ctx, b.id); return err },
		"records": func(ctx context.Context) error { _, err := b.Records(ctx, b.id); return err },
		"save": func(ctx context.Context) error {
			_, err := b.Save(ctx, b.id, desk.Entry{Group: officer.GroupContact, Version: v, Draft: true})
			return err
		},
		"quantity": func(ctx context.Context) error { return b.SaveQuantity(ctx, b.id, v, 1) },
		"sign":     func(ctx context.Context) error { return b.Sign(ctx, b.id, v, "de", right) },
		"submit":   func(ctx context.Context) error { _, err := b.Submit(ctx, b.id); return err },
		"withdraw": func(ctx context.Context) error { return b.Withdraw(ctx, b.id, v, "Grund") },
	} {
		if err := use(stranger); !errors.Is(err, officer.Unauthenticated) {
			t.Errorf("%s by a stranger: %v", name, err)
		}
		if err := use(b.as(officer.RoleShopAdmin)); !errors.Is(err, officer.Forbidden) {
			t.Errorf("%s by a shop admin: %v", name, err)
		}
		if err := use(foreign); !errors.Is(err, officer.NotFound) {
			t.Errorf("%s by another organisation: %v", name, err)
		}
	}
	for name, err := range map[string]error{
		"approve by another organisation":   b.Approve(b.Authority.As(officer.RoleChecker), b.id, 2),
		"send back by another organisation": b.SendBack(b.Authority.As(officer.RoleChecker), b.id, 2, "Grund"),
	} {
		if !errors.Is(err, officer.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := b.Approve(b.as(officer.RoleOfficer), b.id, 2); !errors.Is(err, officer.Forbidden) {
		t.Errorf("approve by an officer: %v", err)
	}
}

func TestWithdraw(t *testing.T) {
	b := newBench(t)
	v := b.file(t).Application.Version
	if err := b.Withdraw(b.as(officer.RoleOfficer), b.id, v, "  "); key(err) != "why form.missing" {
		t.Error(err)
	}
	must(t, b.Withdraw(b.as(officer.RoleOfficer), b.id, v, "Person hat gekündigt"))
	a := b.file(t).Application
	if a.Status != officer.ApplicationWithdrawn || a.ClosedWhy != "Person hat gekündigt" || b.events(t, "application.withdrawn") != 1 {
		t.Errorf("%s %q", a.Status, a.ClosedWhy)
	}
	if err := b.Withdraw(b.as(officer.RoleOfficer), b.id, a.Version, "noch einmal"); !errors.Is(err, officer.Conflict) {
		t.Errorf("withdrawn twice: %v", err)
	}
}
