package officer

import (
	"bytes"
	"crypto/rand"
	"errors"
	"slices"
	"testing"
)

func steps(d Draft) (names []string) {
	for _, s := range d.Steps() {
		names = append(names, string(s))
	}
	return names
}

// Steps that a product does not need do not appear.
func TestSteps(t *testing.T) {
	signature := Product{Family: SignatureCard, AllowsOrganisation: true}
	always := []string{"person", "document", "contact", "certificate", "revokers", "delivery", "secrets", "payment", "procedure", "consents", "review"}
	for name, c := range map[string]struct {
		product Product
		named   bool
		without []string
		with    []string
	}{
		"a signature card":         {signature, false, []string{"organisation", "signatory", "quantity"}, always},
		"one with an organisation": {signature, true, []string{"quantity"}, append([]string{"organisation", "signatory"}, always...)},
		"a seal card":              {Product{Family: SealCard, NeedsOrganisation: true, AllowsQuantity: true}, false, nil, append([]string{"organisation", "signatory", "quantity"}, always...)},
		"a test card":              {Product{Family: SignatureCard, Test: true, AllowsQuantity: true}, false, []string{"payment", "revokers", "organisation"}, []string{"quantity", "person"}},
	} {
		d := Draft{Setting: Setting{Product: c.product}}
		d.Application.Form.Certificate.Organisation = c.named
		got := steps(d)
		for _, s := range c.with {
			if !slices.Contains(got, s) {
				t.Errorf("%s lacks %s", name, s)
			}
		}
		for _, s := range c.without {
			if slices.Contains(got, s) {
				t.Errorf("%s asks for %s", name, s)
			}
		}
		if got[len(got)-1] != "review" || d.Before(Step(got[0])) != "" || d.After(StepReview) != StepReview {
			t.Errorf("%s: the ends of %v", name, got)
		}
		for i, s := range got[1:] {
			if d.Before(Step(s)) != Step(got[i]) || d.After(Step(got[i])) != Step(s) {
				t.Errorf("%s: beside %s", name, s)
			}
			if n, of := d.Place(Step(s)); n != i+2 || of != len(got) {
				t.Errorf("%s: %s is step %d of %d", name, s, n, of)
			}
		}
	}
	if _, err := ParseStep("checks"); !errors.Is(err, NotFound) {
		t.Errorf("a step of the desk: %v", err)
	}
}

// Only what product, shop and code allow, and the document is good for.
func TestChoosingAProcedure(t *testing.T) {
	monday := date(t, "23.11.2026")
	for name, c := range map[string]struct {
		by       Procedure
		document DocumentType
		wish     AppointmentWish
		want     string
	}{
		"none":                          {"", IdentityCard, AppointmentWish{}, "procedure.choose"},
		"not offered":                   {BotschaftsIdent, IdentityCard, AppointmentWish{}, "procedure.not_offered"},
		"at the post office":            {PostIdentBranch, ForeignPassport, AppointmentWish{}, ""},
		"a passport online":             {PostIdentEID, Passport, AppointmentWish{}, "procedure.document_not_online"},
		"a card online":                 {PostIdentEID, IdentityCard, AppointmentWish{}, ""},
		"what the desk does not accept": {OfficerIdent, ForeignPassport, AppointmentWish{}, "procedure.document_not_accepted"},
		"what it accepts":               {OfficerIdent, IdentityCard, AppointmentWish{}, ""},
		"without a day":                 {DTrustIdent, IdentityCard, AppointmentWish{}, "form.missing"},
		"today":                         {DTrustIdent, IdentityCard, AppointmentWish{On: monday}, "appointment_wish.past"},
		"on a Saturday":                 {DTrustIdent, IdentityCard, AppointmentWish{On: monday.AddDays(5)}, "appointment_wish.weekend"},
		"next year":                     {DTrustIdent, IdentityCard, AppointmentWish{On: monday.AddMonths(4)}, "appointment_wish.far"},
		"tomorrow":                      {DTrustIdent, IdentityCard, AppointmentWish{On: monday.AddDays(1), Half: HalfMorning}, ""},
		"at night":                      {DTrustIdent, IdentityCard, AppointmentWish{On: monday.AddDays(1), Half: "night"}, "form.choose"},
	} {
		d := Draft{Choices: []Procedure{PostIdentBranch, PostIdentEID, OfficerIdent, DTrustIdent},
			Setting: Setting{Organisation: Organisation{DocumentTypes: []DocumentType{IdentityCard}}, Today: monday}}
		d.Application.Stated.Type = c.document
		err := d.ChooseProcedure(c.by, c.wish, false, monday.Time())
		if c.want == "" && err != nil || c.want != "" && !told(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A shop's rules: where cards go, who pays, what is needed.
func TestRulesOfAShop(t *testing.T) {
	card := Delivery{CardTo: "applicant", Card: Address{Street: "a", PostalCode: "12345", Locality: "b", Country: "DE"}, PINTo: "same"}
	desk := Delivery{CardTo: "desk", DeskBranch: "brn_x", PINTo: "same"}
	for name, c := range map[string]struct {
		shop     Shop
		delivery Delivery
		fine     bool
	}{
		"anywhere, to the person":        {Shop{DeliveryTo: DeliverAnywhere}, card, true},
		"anywhere, to a site":            {Shop{DeliveryTo: DeliverAnywhere}, desk, true},
		"to the person only":             {Shop{DeliveryTo: DeliverToApplicant}, desk, false},
		"to sites only":                  {Shop{DeliveryTo: DeliverToDesk}, card, false},
		"to a site of the public shop":   {Shop{Public: true}, desk, false},
		"at the desk, which asks no one": {Shop{}, desk, true},
	} {
		p := Form{Delivery: c.delivery}.DeliveryProblems(Setting{Shop: c.shop})
		if fine := len(p) == 0; fine != c.fine {
			t.Errorf("%s: %v", name, p)
		}
	}
	s := Setting{Shop: Shop{PaidBy: PaidByOrganisation, PurchaseOrderRequired: true, CostCentreRequired: true},
		Organisation: Organisation{Name: "Beispiel GmbH", Address: card.Card}}
	billed := s.Billed(Payment{Recipient: "Ich", CostCentre: "7"})
	if billed.Recipient != "Beispiel GmbH" || billed.CostCentre != "7" {
		t.Errorf("%+v", billed)
	}
	if p := (Form{Payment: billed}).PaymentProblems(s); len(p) != 1 || p[0].Field != "purchase_order" {
		t.Errorf("%v", p)
	}
}

// Every single wrong digit of a procedure's number, and every swap of two
// neighbours, is told by the check digit.
func TestProcedureNumbers(t *testing.T) {
	for range 50 {
		n, err := NewProcedureNumber(rand.Reader)
		if err != nil || !n.Valid() || len(n.Grouped()) != 14 {
			t.Fatalf("%s, %v", n, err)
		}
		for i := range n {
			for digit := byte('0'); digit <= '9'; digit++ {
				wrong := []byte(n)
				if wrong[i] = digit; digit != n[i] && ProcedureNumber(wrong).Valid() {
					t.Errorf("%s for %s", wrong, n)
				}
			}
			swapped := []byte(n)
			if i > 0 {
				swapped[i-1], swapped[i] = swapped[i], swapped[i-1]
			}
			if !bytes.Equal(swapped, []byte(n)) && ProcedureNumber(swapped).Valid() {
				t.Errorf("%s for %s", swapped, n)
			}
		}
	}
	for _, n := range []ProcedureNumber{"", "123", "12345678901x"} {
		if n.Valid() {
			t.Errorf("%q is one", n)
		}
	}
}

func TestWithdrawingAnOrder(t *testing.T) {
	at := date(t, "23.11.2026").Time()
	for _, status := range OrderStatuses {
		o := Order{Status: status}
		err := o.Withdraw("Grund", at)
		if (err == nil) != (status == OrderOpen) {
			t.Errorf("%s: %v", status, err)
		}
	}
	o := Order{Status: OrderOpen}
	if err := o.Withdraw("", at); !errors.Is(err, Invalid) || o.Status != OrderOpen {
		t.Errorf("without a reason: %v", err)
	}
}

// What the officer sees otherwise than it was stated is told, field by field.
func TestStatedDifferences(t *testing.T) {
	day := date(t, "1.2.2030")
	a := Application{Stated: Document{Type: IdentityCard, IssuedOn: day, ExpiresOn: day}}
	i := Identification{Document: Document{Type: IdentityCard, IssuedOn: day, ExpiresOn: day}}
	if got := StatedDifferences(a, i, true); len(got) != 0 {
		t.Errorf("%v", got)
	}
	i.Document.ExpiresOn, i.Document.Type = day.AddDays(1), Passport
	if got := StatedDifferences(a, i, false); !slices.Equal(got, []string{"type", "number", "expires_on"}) {
		t.Errorf("%v", got)
	}
	if got := StatedDifferences(Application{}, i, false); got != nil {
		t.Errorf("nothing was stated, and yet %v", got)
	}
	if w := StatedWarnings([]string{"number"}); len(w) != 1 || w[0].Part != PartDocument {
		t.Errorf("%+v", w)
	}
}
