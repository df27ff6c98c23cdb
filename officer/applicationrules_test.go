package officer_test

import (
	"slices"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/officertest"
)

// setting is a company's desk where a signature card with organisation is applied for.
func setting(t *testing.T) officer.Setting {
	return officer.Setting{
		Product:      officer.Product{ID: "prd_x", Family: officer.SignatureCard, AllowsOrganisation: true, Procedures: officer.Procedures},
		Organisation: officer.Organisation{Kind: officer.Company},
		Today:        today(t),
	}
}

// faults writes problems as FIELD KEY.
func faults(p officer.Problems) string {
	var list []string
	for _, x := range p {
		list = append(list, x.Field+" "+x.Key)
	}
	return strings.Join(list, ", ")
}

func TestNothingIsMissingInAWholeForm(t *testing.T) {
	for _, family := range []officer.Family{officer.SignatureCard, officer.SealCard, officer.OfficerCard} {
		s := setting(t)
		s.Product.Family, s.Product.NeedsOrganisation, s.Organisation.PurchaseOrderRequired = family, true, true
		if p := officertest.Form(s.Today).Missing(s); len(p) > 0 {
			t.Errorf("%s: %s", family, faults(p))
		}
	}
}

func TestGroupProblems(t *testing.T) {
	s := setting(t)
	for _, c := range []struct {
		group  officer.Group
		change func(*officer.Form, *officer.Setting)
		want   string
	}{
		{officer.GroupPerson, func(f *officer.Form, _ *officer.Setting) { f.Person.GivenNames = "" }, ""},
		{officer.GroupPerson, func(f *officer.Form, _ *officer.Setting) { f.Person = officer.PersonData{} },
			"family_name form.missing, birth_date form.missing, birth_place form.missing, nationality form.missing, street form.missing, postal_code form.missing, locality form.missing, country form.missing"},
		{officer.GroupPerson, func(f *officer.Form, s *officer.Setting) { f.Person.BirthDate = s.Today.AddDays(1) }, "birth_date person.birth_date_future"},
		{officer.GroupPerson, func(f *officer.Form, _ *officer.Setting) { f.Person.Address.PostalCode = "1011" }, "postal_code address.postal_code_form"},
		{officer.GroupPerson, func(f *officer.Form, _ *officer.Setting) {
			f.Person.Address.Country, f.Person.Address.PostalCode = "NL", "1011 AB"
		}, ""},
		{officer.GroupContact, func(f *officer.Form, _ *officer.Setting) { f.Contact.Email, f.Contact.Mobile = "", "" }, "email form.missing, mobile form.missing"},
		{officer.GroupContact, func(f *officer.Form, _ *officer.Setting) { f.Contact.Email = "info@beispiel.example" }, "email email.role"},
		{officer.GroupContact, func(f *officer.Form, _ *officer.Setting) { f.Contact.Email = "lucja" }, "email email.form"},
		{officer.GroupContact, func(f *officer.Form, _ *officer.Setting) { f.Contact.Mobile, f.Contact.Phone = "keins", "12" }, "mobile phone.form, phone phone.length"},
		{officer.GroupCertificate, func(f *officer.Form, _ *officer.Setting) { f.Certificate.Publish = "" }, "publish form.missing"},
		{officer.GroupCertificate, func(f *officer.Form, _ *officer.Setting) { f.Certificate.Attribute = "Notarin" }, ""},
		{officer.GroupCertificate, func(f *officer.Form, s *officer.Setting) {
			f.Certificate.Attribute, s.Product.AllowsAttribute = "Notarin", true
		}, "confirmed_by form.missing"},
		{officer.GroupCertificate, func(_ *officer.Form, s *officer.Setting) {
			s.Product.AllowsAttribute, s.Product.Variant = true, "profession"
		}, "attribute form.missing, confirmed_by form.missing"},
		{officer.GroupDelivery, func(f *officer.Form, _ *officer.Setting) { f.Delivery = officer.Delivery{} }, "card_to form.missing, pin_to form.missing"},
		{officer.GroupDelivery, func(f *officer.Form, _ *officer.Setting) {
			f.Delivery = officer.Delivery{CardTo: "desk", PINTo: "applicant"}
		}, "desk_branch form.missing, pin_street form.missing, pin_postal_code form.missing, pin_locality form.missing, pin_country form.missing"},
		{officer.GroupOrganisation, func(f *officer.Form, _ *officer.Setting) { f.Organisation.Name = "" }, ""},
		{officer.GroupOrganisation, func(f *officer.Form, s *officer.Setting) {
			f.Organisation.Name, f.Organisation.RegisterNumber, s.Product.NeedsOrganisation = "", "", true
		}, "organisation_name form.missing, register_number form.missing"},
		{officer.GroupOrganisation, func(f *officer.Form, s *officer.Setting) {
			f.Organisation.RegisterNumber, s.Product.NeedsOrganisation, s.Organisation.Kind = "", true, officer.Authority
		}, ""},
		{officer.GroupOrganisation, func(f *officer.Form, s *officer.Setting) {
			f.Certificate.Organisation, f.Organisation.EvidenceOn = true, s.Today.AddMonths(-6).AddDays(-1)
		}, "evidence_on organisation.evidence_old"},
		{officer.GroupOrganisation, func(f *officer.Form, s *officer.Setting) {
			f.Certificate.Organisation, f.Organisation.EvidenceOn = true, s.Today.AddMonths(-6)
		}, ""},
		{officer.GroupOrganisation, func(f *officer.Form, s *officer.Setting) {
			f.Certificate.Organisation, f.Organisation.EvidenceOn, f.Organisation.VATID = true, s.Today.AddDays(1), "DE12345"
		}, "vat_id vat_id.form, evidence_on organisation.evidence_future"},
		{officer.GroupSignatory, func(f *officer.Form, s *officer.Setting) { f.Signatory.Self, s.Product.NeedsOrganisation = "no", true },
			"signatory_name form.missing, signatory_role form.missing, signatory_contact form.missing"},
		{officer.GroupSignatory, func(f *officer.Form, s *officer.Setting) {
			f.Signatory.Self, s.Product.NeedsOrganisation, s.Product.Family = "no", true, officer.SealCard
		}, "signatory_self signatory.seal_self_only"},
		{officer.GroupRevokers, func(f *officer.Form, _ *officer.Setting) { f.Revokers = []officer.Revoker{{Name: "Ada"}} }, "revoker_contact form.missing"},
		{officer.GroupRevokers, func(f *officer.Form, s *officer.Setting) {
			f.Revokers, s.Product.Test = []officer.Revoker{{}}, true
		}, ""},
		{officer.GroupSecrets, func(f *officer.Form, _ *officer.Setting) { f.Secrets = officer.SecretsEntry{} },
			"question form.missing, answer form.missing, revocation_password secrets.revocation_password_missing"},
		{officer.GroupPayment, func(f *officer.Form, _ *officer.Setting) { f.Payment.PurchaseOrder = "" }, ""},
		{officer.GroupPayment, func(f *officer.Form, s *officer.Setting) {
			f.Payment.PurchaseOrder, s.Organisation.PurchaseOrderRequired = "", true
		}, "purchase_order form.missing"},
	} {
		f, s := officertest.Form(s.Today), s
		c.change(&f, &s)
		if got := faults(f.Problems(c.group, s)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.group, got, c.want)
		}
	}
}

func TestCleanTidiesAndRefuses(t *testing.T) {
	var f officer.Form
	f.Person = officer.PersonData{FamilyName: "  Müller \t Meier ", Nationality: "D", BirthPlace: "Ort\u200b", Address: officer.Address{Country: "XX"}}
	f, p := f.Clean(officer.GroupPerson)
	if f.Person.FamilyName != "Müller Meier" || f.Person.Nationality != "DEU" {
		t.Errorf("%+v", f.Person)
	}
	if got := faults(p); got != "birth_place line.invisible, country form.choose" {
		t.Error(got)
	}
	f.Contact = officer.Contact{Email: " Anna@Bücher.EXAMPLE ", Mobile: "+49 (0)170 / 123-4567", Phone: "halb"}
	f, p = f.Clean(officer.GroupContact)
	if f.Contact != (officer.Contact{Email: "anna@xn--bcher-kva.example", Mobile: "+491701234567", Phone: "halb"}) || len(p) > 0 {
		t.Errorf("%+v %s", f.Contact, faults(p))
	}
	f.Payment.VATID, f.Payment.Recipient = "de 123 456 789", "=cmd()"
	f, p = f.Clean(officer.GroupPayment)
	if f.Payment.VATID != "DE123456789" || faults(p) != "recipient line.start" {
		t.Errorf("%q %s", f.Payment.VATID, faults(p))
	}
	f.Delivery = officer.Delivery{CardTo: "neighbour", PINTo: "same"}
	if f, p = f.Clean(officer.GroupDelivery); f.Delivery.CardTo != "" || faults(p) != "card_to form.choose" {
		t.Error(faults(p))
	}
	f.Revokers = slices.Repeat([]officer.Revoker{{Name: "Ada", Contact: "1"}}, officer.MaxRevokers+1)
	if _, p = f.Clean(officer.GroupRevokers); faults(p) != "revoker_name revokers.too_many" {
		t.Error(faults(p))
	}
}

func TestCleanLeavesTheOriginalAlone(t *testing.T) {
	f := officer.Form{Revokers: []officer.Revoker{{Name: " Ada "}}}
	if clean, _ := f.Clean(officer.GroupRevokers); f.Revokers[0].Name != " Ada " || clean.Revokers[0].Name != "Ada" {
		t.Errorf("%v %v", f.Revokers, clean.Revokers)
	}
}

func TestChangedNamesTheFields(t *testing.T) {
	a := officertest.Form(today(t))
	b := a
	b.Person.FamilyName, b.Person.Address.Street = "Meier", "Gasse 1"
	b.Revokers = []officer.Revoker{{Name: "Ada", Contact: "0301234567"}}
	for g, want := range map[officer.Group]string{
		officer.GroupPerson: "family_name street", officer.GroupContact: "", officer.GroupRevokers: "revoker_name_1 revoker_contact_1",
	} {
		if got := strings.Join(b.Changed(g, a), " "); got != want {
			t.Errorf("%s: %s", g, got)
		}
	}
	if got := strings.Join(a.Changed(officer.GroupRevokers, b), " "); got != "revoker_name_1 revoker_contact_1" {
		t.Errorf("removed: %s", got)
	}
}

// TestEveryGroupHasItsEntries holds the fields that are shown and compared
// against those that are cleaned: what a group takes is what its entries show.
func TestEveryGroupHasItsEntries(t *testing.T) {
	full := officertest.Form(today(t))
	full.Revokers = []officer.Revoker{{Name: "Ada", Contact: "0301234567"}}
	for _, g := range officer.Groups {
		if len(full.Entries(g)) == 0 {
			t.Errorf("%s has no entries", g)
		}
		if len(full.Changed(g, officer.Form{})) == 0 || !(officer.Form{}).Untouched(g) || full.Untouched(g) {
			t.Errorf("%s: a full and an empty form look alike", g)
		}
		if got := (officer.Form{}).With(g, full); len(got.Changed(g, full)) != 0 {
			t.Errorf("%s is not taken whole", g)
		}
		if _, err := officer.ParseGroup(string(g)); err != nil {
			t.Error(err)
		}
	}
}
