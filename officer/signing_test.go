package officer_test

import (
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/officertest"
)

var (
	noon = time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	olga = officer.Actor{Account: "acc_olga", Name: "Olga", Email: "olga@beispiel.example", MayIdentify: true}
	chen = officer.Actor{Account: "acc_chen", Name: "Chen"}
)

// signed is a case that Olga signed, at a desk with a second check.
func signed(t *testing.T) (officer.Application, officer.Identification, officer.Setting) {
	t.Helper()
	s := setting(t)
	a := officer.Application{ID: "app_1", Product: s.Product.ID, Procedure: officer.OfficerIdent, Status: officer.ApplicationInIdentification,
		Quantity: 1, Form: officertest.Form(s.Today), DocumentExpiresOn: s.Today.AddDays(900), Version: 3}
	i := officer.Identification{ID: "idn_1", Application: a.ID, Officer: olga.Account, OfficerName: olga.Name, SubjectAccount: "acc_subject", Status: officer.IdentificationStarted}
	if err := i.Sign(olga, a, noon); err != nil {
		t.Fatal(err)
	}
	if err := a.Sign(s.Product, true, noon); err != nil {
		t.Fatal(err)
	}
	return a, i, s
}

func TestWhoMaySign(t *testing.T) {
	for name, c := range map[string]struct {
		by   officer.Actor
		a    officer.Application
		i    officer.Identification
		want string
	}{
		"their own act":     {by: olga, i: officer.Identification{Officer: olga.Account, Status: officer.IdentificationStarted}},
		"after an undoing":  {by: olga, i: officer.Identification{Officer: olga.Account, Status: officer.IdentificationUndone}},
		"after a send-back": {by: olga, i: officer.Identification{Officer: olga.Account, Status: officer.IdentificationSentBack}},
		"not appointed":     {by: chen, i: officer.Identification{Officer: chen.Account}, want: "officer.may_not_identify"},
		"another's act":     {by: olga, i: officer.Identification{Officer: "acc_other"}, want: "identification.other_officer"},
		"themselves":        {by: olga, i: officer.Identification{Officer: olga.Account, SubjectAccount: olga.Account}, want: "identification.of_oneself"},
		"own application":   {by: olga, a: officer.Application{Account: olga.Account}, i: officer.Identification{Officer: olga.Account}, want: "identification.of_oneself"},
		"own address": {by: olga, a: officer.Application{Form: officer.Form{Contact: officer.Contact{Email: "OLGA@beispiel.example"}}},
			i: officer.Identification{Officer: olga.Account}, want: "identification.of_oneself"},
		"twice":   {by: olga, i: officer.Identification{Officer: olga.Account, Status: officer.IdentificationSigned}, want: "identification.wrong_status"},
		"aborted": {by: olga, i: officer.Identification{Officer: olga.Account, Status: officer.IdentificationAborted}, want: "identification.wrong_status"},
	} {
		if err := c.i.Sign(c.by, c.a, noon); key(err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// key is the message key of a refusal.
func key(err error) string {
	var e *officer.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

func TestFourEyes(t *testing.T) {
	for name, c := range map[string]struct {
		by   officer.Actor
		want string
	}{
		"the officer":       {olga, "application.four_eyes"},
		"the subject":       {officer.Actor{Account: "acc_subject"}, "application.four_eyes"},
		"the same address":  {officer.Actor{Account: "acc_x", Email: "lucja.dang@beispiel.example"}, "application.four_eyes"},
		"somebody else":     {chen, ""},
		"somebody, no mail": {officer.Actor{Account: "acc_y"}, ""},
	} {
		a, i, _ := signed(t)
		if err := i.Approve(c.by, a, noon); key(err) != c.want {
			t.Errorf("%s approves: %v", name, err)
		}
		a, i, _ = signed(t)
		if err := i.SendBack(c.by, a, "Foto unscharf", noon); key(err) != c.want {
			t.Errorf("%s sends back: %v", name, err)
		}
	}
	a, i, _ := signed(t)
	if err := i.SendBack(chen, a, "", noon); !errors.Is(err, officer.Invalid) || i.Status != officer.IdentificationSigned {
		t.Errorf("sent back without a reason: %v", err)
	}
}

func TestWhatUndoesASignature(t *testing.T) {
	for name, c := range map[string]struct {
		group  officer.Group
		change func(*officer.Form)
		undone bool
	}{
		"family name":     {officer.GroupPerson, func(f *officer.Form) { f.Person.FamilyName = "Meier" }, true},
		"address":         {officer.GroupPerson, func(f *officer.Form) { f.Person.Address.Street = "Gasse 1" }, true},
		"mail in it":      {officer.GroupCertificate, func(f *officer.Form) { f.Certificate.Email = "a@b.example" }, true},
		"publication":     {officer.GroupCertificate, func(f *officer.Form) { f.Certificate.Publish = "yes" }, true},
		"organisation in": {officer.GroupCertificate, func(f *officer.Form) { f.Certificate.Organisation = true }, true},
		"mobile":          {officer.GroupContact, func(f *officer.Form) { f.Contact.Mobile = "+491777777777" }, false},
		"delivery":        {officer.GroupDelivery, func(f *officer.Form) { f.Delivery.CardTo = "desk" }, false},
		"payment":         {officer.GroupPayment, func(f *officer.Form) { f.Payment.CostCentre = "7" }, false},
		"nothing":         {officer.GroupPerson, func(*officer.Form) {}, false},
	} {
		a, i, s := signed(t)
		given := a.Form
		c.change(&given)
		undone, err := a.Write(c.group, given, s.Product, noon)
		if err != nil || undone != c.undone {
			t.Errorf("%s: undone %v, %v", name, undone, err)
		}
		if want := map[bool]officer.ApplicationStatus{true: officer.ApplicationInIdentification, false: officer.ApplicationCheckDue}[c.undone]; a.Status != want || a.Signed() == c.undone {
			t.Errorf("%s: %s, signed %v", name, a.Status, a.Signed())
		}
		if c.undone {
			if err := i.Undo(); err != nil || i.Status != officer.IdentificationUndone {
				t.Error(err)
			}
		}
	}
}

func TestContentThatOnlyMovesBetweenFieldsIsAnother(t *testing.T) {
	a := officer.Application{Form: officer.Form{Person: officer.PersonData{GivenNames: "Anna", FamilyName: "Maria Huber"}}}
	b := officer.Application{Form: officer.Form{Person: officer.PersonData{GivenNames: "Anna Maria", FamilyName: "Huber"}}}
	if a.Content(officer.Product{}).Digest() == b.Content(officer.Product{}).Digest() {
		t.Error("two contents have one digest")
	}
}

func TestSubmittable(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*officer.Application, *officer.Setting)
		want   string
	}{
		"checked":            {func(*officer.Application, *officer.Setting) {}, ""},
		"no check wanted":    {func(a *officer.Application, _ *officer.Setting) { a.Status = officer.ApplicationIdentified }, ""},
		"check due":          {func(a *officer.Application, _ *officer.Setting) { a.Status = officer.ApplicationCheckDue }, "application.not_ready"},
		"in identification":  {func(a *officer.Application, _ *officer.Setting) { a.Status = officer.ApplicationInIdentification }, "application.not_ready"},
		"an order already":   {func(a *officer.Application, _ *officer.Setting) { a.Status = officer.ApplicationTransmitted }, "order.already_submitted"},
		"withdrawn":          {func(a *officer.Application, _ *officer.Setting) { a.Status = officer.ApplicationWithdrawn }, "application.not_ready"},
		"other content":      {func(a *officer.Application, _ *officer.Setting) { a.Form.Person.FamilyName = "Meier" }, "application.not_what_was_signed"},
		"28 days":            {func(a *officer.Application, s *officer.Setting) { a.DocumentExpiresOn = s.Today.AddDays(28) }, ""},
		"27 days":            {func(a *officer.Application, s *officer.Setting) { a.DocumentExpiresOn = s.Today.AddDays(27) }, "document.expires_soon"},
		"two signature ones": {func(a *officer.Application, _ *officer.Setting) { a.Quantity = 2 }, "application.quantity_single"},
		"order number needed": {func(a *officer.Application, s *officer.Setting) {
			a.Form.Payment.PurchaseOrder, s.Organisation.PurchaseOrderRequired = "", true
		}, "form.invalid"},
	} {
		a, _, s := signed(t)
		a.Status = officer.ApplicationChecked
		c.change(&a, &s)
		if err := a.Submittable(s); key(err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestQuantity(t *testing.T) {
	seal, card := officer.Product{AllowsQuantity: true}, officer.Product{}
	for _, c := range []struct {
		n    int
		p    officer.Product
		want string
	}{
		{1, card, ""}, {1, seal, ""}, {100, seal, ""}, {2, card, "application.quantity_single"}, {0, seal, "application.quantity_range"},
		{-1, card, "application.quantity_range"}, {101, seal, "application.quantity_range"},
	} {
		a := officer.Application{Status: officer.ApplicationInIdentification, Quantity: 1}
		err := a.SetQuantity(c.n, c.p, noon)
		var e *officer.Error
		got := ""
		if errors.As(err, &e) {
			got = e.Fields[0].Key
		}
		if got != c.want || (err == nil) != (a.Quantity == c.n) {
			t.Errorf("%d: %q, want %q", c.n, got, c.want)
		}
	}
}

// TestLivesMirrorTheSchema compares each life's words with the check constraint.
func TestLivesMirrorTheSchema(t *testing.T) {
	schema, err := os.ReadFile("../migrations/00001_house.sql")
	if err != nil {
		t.Fatal(err)
	}
	for constraint, words := range map[string][]string{
		"application_status_known":    texts(officer.ApplicationStatuses()),
		"identification_status_known": texts(officer.IdentificationStatuses()),
		"order_status_known":          texts(officer.OrderStatuses),
	} {
		m := regexp.MustCompile(`(?s)constraint ` + constraint + ` check \(status in \((.*?)\)\)`).FindSubmatch(schema)
		if m == nil {
			t.Fatalf("%s is not in the schema", constraint)
		}
		var stored []string
		for _, w := range strings.Split(string(m[1]), ",") {
			stored = append(stored, strings.Trim(strings.TrimSpace(w), "'"))
		}
		slices.Sort(stored)
		slices.Sort(words)
		if !slices.Equal(stored, words) {
			t.Errorf("%s: the schema has %v, the life %v", constraint, stored, words)
		}
	}
}

func texts[T ~string](list []T) []string {
	var plain []string
	for _, x := range list {
		plain = append(plain, string(x))
	}
	return plain
}

// TestEveryStatusCanBeReached walks the lives from their beginnings.
func TestEveryStatusCanBeReached(t *testing.T) {
	seen := map[officer.OrderStatus]bool{officer.OrderOpen: true}
	for todo := []officer.OrderStatus{officer.OrderOpen}; len(todo) > 0; todo = todo[1:] {
		for _, to := range officer.OrderStatuses {
			if o := (officer.Order{Status: todo[0]}); o.Move(to, noon) == nil && !seen[to] {
				seen[to] = true
				todo = append(todo, to)
			}
		}
	}
	if len(seen) != len(officer.OrderStatuses) {
		t.Errorf("only %v are reached", seen)
	}
	for _, s := range officer.OrderStatuses {
		o := officer.Order{Status: s}
		if err := o.Move(s, noon); !errors.Is(err, officer.Conflict) {
			t.Errorf("%s moves to itself", s)
		}
	}
}

func TestStatementsSayTheSameNumberOfThings(t *testing.T) {
	s := officer.OfficerStatement
	if len(s.DE) == 0 || len(s.DE) != len(s.EN) || len(s.Version()) != 16 {
		t.Errorf("%d and %d sentences, version %q", len(s.DE), len(s.EN), s.Version())
	}
	other := officer.Statement{DE: slices.Clone(s.DE), EN: s.EN}
	other.DE[0] += "!"
	if other.Version() == s.Version() {
		t.Error("another text has the same version")
	}
}
