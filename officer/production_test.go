package officer_test

import (
	"crypto/x509"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/ca"
	"officerportal/officer/officertest"
)

var madeAt = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func signatureOrder(quantity int) officer.Order {
	return officer.Order{ID: officer.NewID[officer.OrderID](), Organisation: "org_a", Quantity: quantity, Status: officer.OrderInProduction, GivenNames: "Kim", FamilyName: "Öz"}
}

// What goes into a batch, and what comes back into the next one.
func TestCardsOfABatch(t *testing.T) {
	o := signatureOrder(3)
	made, again := officer.CardsToMake(o, nil, "bat_1", madeAt)
	if len(made) != 3 || len(again) != 0 || made[2].Ordinal != 3 || made[0].Batch != "bat_1" {
		t.Fatalf("%+v %+v", made, again)
	}
	made[0].Status = officer.CardProduced
	fresh, again := officer.CardsToMake(o, made[:2], "bat_2", madeAt)
	if len(fresh) != 1 || fresh[0].Ordinal != 3 || len(again) != 1 || again[0].ID != made[1].ID || again[0].Batch != "bat_2" {
		t.Errorf("%+v %+v", fresh, again)
	}
	if err := o.HandOver("bat_1"); err != nil || o.Batch != "bat_1" {
		t.Error(err)
	}
	if err := o.HandOver("bat_2"); !errors.Is(err, officer.Conflict) {
		t.Errorf("twice: %v", err)
	}
	o.Approved = officer.Approval{By: "acc_clerk"}
	if err := o.FailProduction(madeAt); err != nil || o.Status != officer.OrderWaiting || o.Batch != "" || o.Approved.By != "" {
		t.Errorf("%v %+v", err, o)
	}
	open := officer.Order{Status: officer.OrderOpen}
	if err := open.HandOver("bat_1"); !errors.Is(err, officer.Conflict) {
		t.Errorf("an open order: %v", err)
	}
}

// An order is dispatched with its last card, and completed with its last parcel.
func TestWhenAllOfAnOrderIsThere(t *testing.T) {
	o, cards := signatureOrder(2), make([]officer.Card, 2)
	if officer.AllSent(o, cards[:1]) || officer.AllSent(o, cards) || officer.AllDelivered(o, nil) {
		t.Error("nothing was sent")
	}
	for i := range cards {
		cards[i].Parcel.SentAt = madeAt
		if got := officer.AllSent(o, cards); got != (i == 1) {
			t.Errorf("%d cards: %v", i+1, got)
		}
		cards[i].PIN.SentAt = madeAt
	}
	for i := range cards {
		for _, kind := range officer.ParcelKinds {
			if officer.AllDelivered(o, cards) {
				t.Error("something is under way")
			}
			if err := cards[i].ParcelOf(kind).Receive(officer.ReceivedByHolder, madeAt); err != nil {
				t.Error(err)
			}
		}
	}
	if !officer.AllDelivered(o, cards) {
		t.Error("all arrived")
	}
}

// Fourteen days are fourteen days, also over the change to summer time.
func TestAnOverdueParcel(t *testing.T) {
	sent := time.Date(2026, 3, 20, 17, 0, 0, 0, officer.Berlin())
	p := officer.Parcel{SentAt: sent}
	for after, want := range map[time.Duration]bool{0: false, officer.OverdueAfter - time.Second: false, officer.OverdueAfter: true} {
		if p.Overdue(sent.Add(after)) != want {
			t.Errorf("after %v", after)
		}
	}
	p.ReceivedAt = sent
	if p.Overdue(sent.AddDate(1, 0, 0)) || (officer.Parcel{}).Overdue(sent) {
		t.Error("a parcel that arrived, or was never sent, is overdue")
	}
	c := officer.OverdueCard{Card: officer.Card{Parcel: officer.Parcel{SentAt: sent.AddDate(0, 0, 2)}, PIN: officer.Parcel{SentAt: sent}}}
	if got := c.Since(sent.AddDate(0, 1, 0)); !got.Equal(sent) {
		t.Errorf("since %v", got)
	}
}

// What the personaliser is told: addresses as the applicant chose them.
func TestWhereParcelsGo(t *testing.T) {
	a := officer.Application{Form: officertest.Form(officer.DateOf(madeAt))}
	private, work, letter := officer.Address{Street: "Weg 1"}, officer.Address{Street: "Amt 2"}, officer.Address{Street: "Post 3"}
	for name, c := range map[string]struct {
		delivery           officer.Delivery
		card, company, pin string
	}{
		"home":             {officer.Delivery{CardTo: "applicant", Card: private, PINTo: "same"}, "Weg 1", "", "Weg 1"},
		"desk":             {officer.Delivery{CardTo: "desk", Card: work, PINTo: "same"}, "Amt 2", "Amt", "Amt 2"},
		"desk and home":    {officer.Delivery{CardTo: "desk", Card: work, PINTo: "applicant", PIN: private}, "Amt 2", "Amt", "Weg 1"},
		"two of one's own": {officer.Delivery{CardTo: "applicant", Card: private, PINTo: "applicant", PIN: letter}, "Weg 1", "", "Post 3"},
	} {
		a.Form.Delivery = c.delivery
		b := officer.BatchCardOf("crd_x", a, officer.Product{Family: officer.SignatureCard}, "Amt")
		if b.CardTo.Street != c.card || b.CardTo.Company != c.company || b.PINLetterTo.Street != c.pin {
			t.Errorf("%s: %+v %+v", name, b.CardTo, b.PINLetterTo)
		}
	}
	text, err := json.Marshal(officer.BatchCardOf("crd_x", a, officer.Product{Family: officer.SealCard}, "Amt"))
	if err != nil || strings.Contains(string(text), a.Form.Person.BirthDate.String()) || strings.Contains(string(text), "authentication") {
		t.Errorf("%s %v", text, err)
	}
}

// checked is what is wrong with a certificate for a card.
func checked(t *testing.T, usage officer.CertificateUsage, card officer.BatchCard, practice bool, change func(*ca.Request)) []string {
	t.Helper()
	a, err := ca.New("http://x", madeAt)
	if err != nil {
		t.Fatal(err)
	}
	key, err := a.CardKey("crd_x", string(usage))
	if err != nil {
		t.Fatal(err)
	}
	r := ca.Request{Signing: usage == officer.QualifiedCertificate, Key: &key.PublicKey, From: madeAt, Until: madeAt.AddDate(card.Product.TermYears, 0, 0)}
	for _, x := range card.Subject {
		switch x.Type {
		case officer.SubjectEmailAddress:
			r.Email = x.Value
		case officer.SubjectProfession:
			r.Profession = x.Value
		default:
			r.Subject = append(r.Subject, ca.Attribute{Type: x.Type.OID(), Value: x.Value})
		}
	}
	if change != nil {
		change(&r)
	}
	der, err := a.Issue(r)
	if err != nil {
		t.Fatal(err)
	}
	anchors := officer.Anchors{Pool: a.Pool(), Practice: practice}
	_, problems := officer.CheckCertificate(der, []officer.Certified{a.Issuing.Raw}, usage, card, anchors, madeAt.Add(time.Hour))
	var keys []string
	for _, p := range problems {
		if p.Field != string(usage) {
			t.Errorf("the field is %q", p.Field)
		}
		keys = append(keys, strings.TrimPrefix(p.Key, "result."))
	}
	return keys
}

// A certificate against what was ordered, for each kind of card.
func TestCertificates(t *testing.T) {
	person := officer.BatchCard{Product: officer.BatchProduct{Family: officer.SignatureCard, Algorithm: "ECC", TermYears: 2}, Subject: []officer.BatchAttribute{
		{officer.SubjectCommonName, "Şule Öz"}, {officer.SubjectGivenName, "Şule"}, {officer.SubjectSurname, "Öz"}, {officer.SubjectProfession, "Notarin, Ort „Süd“"},
		{officer.SubjectOrganisationIdentifier, "NTRDE-HRB 1"}, {officer.SubjectCountry, "DE"}, {officer.SubjectEmailAddress, "oez@beispiel.example"}}}
	seal, test, rsa := person, person, person
	seal.Product.Family, test.Product.Test, rsa.Product.Algorithm = officer.SealCard, true, "RSA"
	signs, proves := officer.QualifiedCertificate, officer.AuthenticationCertificate
	for name, c := range map[string]struct {
		card     officer.BatchCard
		usage    officer.CertificateUsage
		practice bool
		change   func(*ca.Request)
		want     []string
	}{
		"signature":                  {person, signs, false, nil, nil},
		"authentication":             {person, proves, false, nil, nil},
		"seal":                       {seal, signs, false, func(r *ca.Request) { r.Seal = true }, nil},
		"test card":                  {test, signs, false, func(r *ca.Request) { r.Plain = true }, nil},
		"RSA in practice":            {rsa, signs, true, nil, nil},
		"RSA":                        {rsa, signs, false, nil, []string{"key_algorithm"}},
		"a signature on a seal card": {seal, signs, false, nil, []string{"policy_missing", "statements_missing"}},
		"a qualified test card":      {test, signs, false, nil, []string{"not_to_be_qualified"}},
		"not qualified":              {person, signs, false, func(r *ca.Request) { r.Plain = true }, []string{"policy_missing", "statements_missing"}},
		"qualified to authenticate":  {person, proves, false, func(r *ca.Request) { r.Signing = true }, []string{"key_usage", "not_to_be_qualified"}},
		"another name":               {person, signs, false, func(r *ca.Request) { r.Subject[0].Value = "Sule Oez" }, []string{"subject_differs"}},
		"another profession":         {person, signs, false, func(r *ca.Request) { r.Profession = "Notar" }, []string{"subject_differs"}},
		"no profession":              {person, signs, false, func(r *ca.Request) { r.Profession = "" }, []string{"subject_differs"}},
		"no address":                 {person, signs, false, func(r *ca.Request) { r.Email = "" }, []string{"subject_differs"}},
		"a name twice": {person, signs, false, func(r *ca.Request) {
			r.Subject = append(r.Subject, ca.Attribute{Type: r.Subject[0].Type, Value: "Wer anders"})
		}, []string{"subject_differs"}},
		"the provider's own number": {person, signs, false, func(r *ca.Request) {
			r.Subject = append(r.Subject, ca.Attribute{Type: []int{2, 5, 4, 5}, Value: "4711"})
		}, nil},
		"an attribute nobody ordered": {person, signs, false, func(r *ca.Request) {
			r.Subject = append(r.Subject, ca.Attribute{Type: []int{2, 5, 4, 9}, Value: "Weg 1"})
		}, []string{"subject_differs"}},
		"too long":  {person, signs, false, func(r *ca.Request) { r.Until = r.From.AddDate(2, 2, 0) }, []string{"term_differs"}},
		"too short": {person, signs, false, func(r *ca.Request) { r.Until = r.From.AddDate(1, 10, 0) }, []string{"term_differs"}},
	} {
		if got := checked(t, c.usage, c.card, c.practice, c.change); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if _, p := officer.CheckCertificate([]byte("x"), nil, signs, person, officer.Anchors{}, madeAt); len(p) != 1 {
		t.Errorf("%v", p)
	}
}

// Without a configured anchor nothing is trusted, whatever the system trusts.
func TestNothingIsTrustedByItself(t *testing.T) {
	a, _ := ca.New("http://x", madeAt)
	key, _ := a.CardKey("crd_x", "qualified")
	der, err := a.Issue(ca.Request{Signing: true, Key: &key.PublicKey, From: madeAt, Until: madeAt.AddDate(2, 0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	card := officer.BatchCard{Product: officer.BatchProduct{Algorithm: "ECC", TermYears: 2}}
	for name, c := range map[string]struct {
		anchors officer.Anchors
		want    string
	}{"none": {officer.Anchors{}, "result.no_anchors"}, "an empty folder": {officer.Anchors{Pool: x509.NewCertPool()}, "result.chain_untrusted"}} {
		_, p := officer.CheckCertificate(der, []officer.Certified{a.Issuing.Raw, a.Root.Raw}, officer.QualifiedCertificate, card, c.anchors, madeAt)
		if len(p) == 0 || p[0].Key != c.want {
			t.Errorf("%s: %v", name, p)
		}
	}
}

func FuzzReadResults(f *testing.F) {
	f.Add([]byte(`{"card":"crd_x","certificates":{"qualified":"AAAA"},"card_sent":{"at":"2026-03-02"}}`))
	f.Add([]byte(`{"batch":"b","results":[{"card":"x"},null,[]]}`))
	f.Add([]byte("{}\n{"))
	f.Fuzz(func(t *testing.T, file []byte) {
		rows, err := officer.ReadResults(file)
		if err != nil {
			return
		}
		for _, r := range rows {
			if r.Problem == nil {
				officer.TakeResult(officer.CardInWork{Card: officer.Card{Status: officer.CardOrdered, CreatedAt: madeAt}, OrderStatus: officer.OrderInProduction},
					officer.BatchCard{Certificates: officer.SignatureCard.Certificates()}, r.Result, officer.Anchors{}, madeAt)
			}
		}
	})
}
