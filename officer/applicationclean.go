package officer

import (
	"strings"

	"golang.org/x/text/language"
)

// How long entries may be, in letters as people count them. What a certificate
// holds of them is shorter, and the preview says what is cut.
const (
	MaxName  = 200
	MaxLine  = 200
	MaxNote  = 1000
	MaxPhone = 40
	// MaxRevokers is how many third persons may be named.
	MaxRevokers = 10
)

// Clean gives a group as it may be kept: composed letters, white space folded,
// and what is wrong with characters and lengths. Whether something is missing is
// another question: a draft may be incomplete, but never unclean.
func (f Form) Clean(g Group) (Form, Problems) {
	var c cleaner
	f.Revokers = append([]Revoker(nil), f.Revokers...)
	switch g {
	case GroupPerson:
		c.person(&f.Person)
	case GroupContact:
		c.mail("email", &f.Contact.Email)
		c.phone("mobile", &f.Contact.Mobile)
		c.phone("phone", &f.Contact.Phone)
	case GroupCertificate:
		c.certificate(&f.Certificate)
	case GroupDelivery:
		c.delivery(&f.Delivery)
	case GroupOrganisation:
		c.organisation(&f.Organisation)
	case GroupSignatory:
		c.signatory(&f.Signatory)
	case GroupRevokers:
		c.revokers(f.Revokers)
	case GroupSecrets:
		c.line("question", &f.Secrets.Question, MaxLine) // it is printed
	case GroupPayment:
		c.payment(&f.Payment)
	}
	return f, c.problems
}

// A cleaner tidies fields in place and notes what it cannot.
type cleaner struct{ problems Problems }

func (c *cleaner) set(field string, value *string, max int, tidy func(string, int) (string, error)) {
	clean, err := tidy(*value, max)
	if err != nil {
		c.problems.AddErr(field, err)
		return
	}
	*value = clean
}

func (c *cleaner) name(field string, value *string)          { c.set(field, value, MaxName, CleanName) }
func (c *cleaner) line(field string, value *string, max int) { c.set(field, value, max, CleanLine) }

// text is a single line in any script.
func (c *cleaner) text(field string, value *string, max int) {
	c.set(field, value, max, func(s string, max int) (string, error) { return CleanText(foldSpace(s), max) })
}

// mail writes an address in its one form; one that is none yet stays as typed,
// so that a draft may be half an address.
func (c *cleaner) mail(field string, value *string) {
	if address, err := ParseEmail(*value); err == nil {
		*value = string(address)
		return
	}
	c.text(field, value, maxEmail)
}

// phone writes a number in its one form; one that is none yet stays as typed.
func (c *cleaner) phone(field string, value *string) {
	if number, err := ParsePhone(*value); err == nil {
		*value = number
		return
	}
	c.text(field, value, MaxPhone)
}

// chosen lets an answer through that was offered, or none.
func (c *cleaner) chosen(field string, value *string, offered ...string) {
	for _, o := range append(offered, "") {
		if *value == o {
			return
		}
	}
	c.problems.Add(field, "form.choose")
	*value = ""
}

func (c *cleaner) country(field string, value *string) {
	if *value != "" && !KnownCountry(*value) {
		c.problems.Add(field, "form.choose")
		*value = ""
	}
}

// KnownCountry reports whether a code is one of ISO 3166-1 alpha-2.
func KnownCountry(code string) bool {
	region, err := language.ParseRegion(code)
	return err == nil && len(code) == 2 && region.String() == code && region.IsCountry() && !strings.Contains(noStates, " "+region.ISO3()+" ")
}

func (c *cleaner) address(prefix string, a *Address) {
	c.line(prefix+"street", &a.Street, MaxLine)
	c.line(prefix+"postal_code", &a.PostalCode, 20)
	c.line(prefix+"locality", &a.Locality, MaxLine)
	c.country(prefix+"country", &a.Country)
}

func (c *cleaner) person(p *PersonData) {
	c.name("title", &p.Title)
	c.name("given_names", &p.GivenNames)
	c.name("family_name", &p.FamilyName)
	c.name("birth_name", &p.BirthName)
	c.line("pseudonym", &p.Pseudonym, MaxName)
	c.line("birth_place", &p.BirthPlace, MaxLine)
	if state, known := StateOf(p.Nationality); known {
		p.Nationality = state
	} else if p.Nationality != "" {
		c.problems.Add("nationality", "form.choose")
		p.Nationality = ""
	}
	c.address("", &p.Address)
}

func (c *cleaner) certificate(w *CertificateWish) {
	c.mail("certificate_email", &w.Email)
	c.chosen("publish", &w.Publish, "yes", "no")
	c.line("department", &w.Department, MaxLine)
	c.line("attribute", &w.Attribute, MaxLine)
	c.line("confirmed_by", &w.ConfirmedBy, MaxLine)
}

func (c *cleaner) delivery(d *Delivery) {
	c.chosen("card_to", &d.CardTo, "applicant", "desk")
	c.address("card_", &d.Card)
	c.chosen("pin_to", &d.PINTo, "applicant", "same")
	c.address("pin_", &d.PIN)
}

func (c *cleaner) organisation(o *OrganisationEntry) {
	c.line("organisation_name", &o.Name, MaxLine)
	c.line("legal_form", &o.LegalForm, MaxLine)
	c.address("", &o.Address)
	c.line("register_court", &o.RegisterCourt, MaxLine)
	c.line("register_number", &o.RegisterNumber, 40)
	c.vat(&o.VATID)
	c.text("evidence_note", &o.EvidenceNote, MaxLine)
}

// vat is written without spaces and in capitals.
func (c *cleaner) vat(id *string) {
	*id = strings.ToUpper(strings.Join(strings.Fields(*id), ""))
	c.line("vat_id", id, 20)
}

func (c *cleaner) signatory(s *Signatory) {
	c.chosen("signatory_self", &s.Self, "yes", "no")
	c.name("signatory_name", &s.Name)
	c.line("signatory_role", &s.Role, MaxLine)
	c.line("signatory_contact", &s.Contact, MaxLine)
}

func (c *cleaner) revokers(list []Revoker) {
	if len(list) > MaxRevokers {
		c.problems.Add("revoker_name", "revokers.too_many", "max", MaxRevokers)
	}
	for i := range list {
		c.name("revoker_name", &list[i].Name)
		c.line("revoker_function", &list[i].Function, MaxLine)
		c.line("revoker_contact", &list[i].Contact, MaxLine)
	}
}

func (c *cleaner) payment(p *Payment) {
	c.line("recipient", &p.Recipient, MaxLine)
	c.address("", &p.Address)
	c.line("purchase_order", &p.PurchaseOrder, 60)
	c.line("cost_centre", &p.CostCentre, 60)
	c.vat(&p.VATID)
}
