package officer

import (
	"slices"
	"strings"
	"unicode"
)

// EvidenceMonths is how old the evidence for an organisation's data may be (VDV § 3).
const EvidenceMonths = 6

// required notes each field that is empty.
func (p *Problems) required(fields ...[2]string) {
	for _, f := range fields {
		if f[1] == "" {
			p.Add(f[0], "form.missing")
		}
	}
}

// address notes what is missing of an address whose fields are named with a prefix.
func (p *Problems) address(prefix string, a Address) {
	p.required([2]string{prefix + "street", a.Street}, [2]string{prefix + "postal_code", a.PostalCode},
		[2]string{prefix + "locality", a.Locality}, [2]string{prefix + "country", a.Country})
	if a.Country == "DE" && a.PostalCode != "" && (len(a.PostalCode) != 5 || strings.Trim(a.PostalCode, "0123456789") != "") {
		p.Add(prefix+"postal_code", "address.postal_code_form")
	}
}

// mail notes an address that no mail can be sent to; none is fine.
func (p *Problems) mail(field, address string) Email {
	email, err := ParseEmail(address)
	p.AddErr(field, err)
	return email
}

// phone notes a number that nobody can dial; none is fine.
func (p *Problems) phone(field, number string) {
	_, err := ParsePhone(number)
	p.AddErr(field, err)
}

// vat notes a VAT ID that cannot be one: the country's letters and up to twelve
// signs, for Germany nine digits; none is fine.
func (p *Problems) vat(id string) {
	if id == "" {
		return
	}
	rest, german := strings.CutPrefix(id, "DE")
	wrong := len(id) < 4 || len(id) > 14 || !unicode.IsUpper(rune(id[0])) || !unicode.IsUpper(rune(id[1])) ||
		strings.ContainsFunc(id, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsUpper(r) && !unicode.IsDigit(r) })
	if wrong || german && (len(rest) != 9 || strings.Trim(rest, "0123456789") != "") {
		p.Add("vat_id", "vat_id.form")
	}
}

// PersonProblems: who somebody is, as the document says it.
func (f Form) PersonProblems(s Setting) Problems {
	var p Problems
	x := f.Person
	// A single name exists, and then it is the family name.
	p.required([2]string{"family_name", x.FamilyName}, [2]string{"birth_date", x.BirthDate.String()},
		[2]string{"birth_place", x.BirthPlace}, [2]string{"nationality", x.Nationality})
	p.address("", x.Address)
	if x.BirthDate.After(s.Today) {
		p.Add("birth_date", "person.birth_date_future")
	}
	return p
}

// ContactProblems: how the applicant is reached. The e-mail address is the
// person's own: who else reads it could revoke or order in their name.
func (f Form) ContactProblems(Setting) Problems {
	var p Problems
	p.required([2]string{"email", f.Contact.Email}, [2]string{"mobile", f.Contact.Mobile})
	p.AddErr("email", p.mail("email", f.Contact.Email).CheckPersonal())
	p.phone("mobile", f.Contact.Mobile)
	p.phone("phone", f.Contact.Phone)
	return p
}

// CertificateProblems: what the applicant wants in the certificate.
func (f Form) CertificateProblems(s Setting) Problems {
	var p Problems
	c := f.Certificate
	p.required([2]string{"publish", c.Publish})
	p.mail("certificate_email", c.Email)
	if !s.Product.AllowsAttribute {
		return p
	}
	if c.Attribute != "" || s.Product.Variant == "profession" {
		p.required([2]string{"attribute", c.Attribute}, [2]string{"confirmed_by", c.ConfirmedBy})
	}
	return p
}

// DeliveryProblems: where card and PIN letter go, which travel apart.
func (f Form) DeliveryProblems(s Setting) Problems {
	var p Problems
	d := f.Delivery
	p.required([2]string{"card_to", d.CardTo})
	if d.CardTo != "" && !slices.Contains(s.Shop.Deliveries(), d.CardTo) {
		p.Add("card_to", "delivery.not_in_shop")
	}
	switch d.CardTo {
	case "desk":
		p.required([2]string{"desk_branch", string(d.DeskBranch)})
	case "applicant":
		p.address("card_", d.Card)
	}
	p.required([2]string{"pin_to", d.PINTo})
	if d.PINTo == "applicant" {
		p.address("pin_", d.PIN)
	}
	return p
}

// OrganisationProblems: the organisation as it shall stand in the certificate,
// with evidence; a note of a look-up in the register is evidence enough.
func (f Form) OrganisationProblems(s Setting) Problems {
	var p Problems
	o := f.Organisation
	p.required([2]string{"organisation_name", o.Name})
	p.address("", o.Address)
	if s.Organisation.Kind == Company {
		p.required([2]string{"register_number", o.RegisterNumber})
	}
	p.vat(o.VATID)
	p.required([2]string{"evidence_on", o.EvidenceOn.String()}, [2]string{"evidence_note", o.EvidenceNote})
	switch {
	case o.EvidenceOn.After(s.Today):
		p.Add("evidence_on", "organisation.evidence_future")
	case !o.EvidenceOn.IsZero() && o.EvidenceOn.AddMonths(EvidenceMonths).Before(s.Today):
		p.Add("evidence_on", "organisation.evidence_old", "months", EvidenceMonths)
	}
	return p
}

// SignatoryProblems: who may sign for the organisation. For a seal only an
// authorised signatory applies.
func (f Form) SignatoryProblems(s Setting) Problems {
	var p Problems
	x := f.Signatory
	p.required([2]string{"signatory_self", x.Self})
	if x.Self == "no" && s.Product.Family == SealCard {
		p.Add("signatory_self", "signatory.seal_self_only")
	} else if x.Self == "no" {
		p.required([2]string{"signatory_name", x.Name}, [2]string{"signatory_role", x.Role}, [2]string{"signatory_contact", x.Contact})
	}
	return p
}

// RevokersProblems: third persons entitled to revoke; there need be none.
func (f Form) RevokersProblems(Setting) Problems {
	var p Problems
	for _, r := range f.Revokers {
		p = append(p, r.Problems()...)
	}
	return p
}

// Problems gives what is missing of a person entitled to revoke.
func (r Revoker) Problems() Problems {
	var p Problems
	p.required([2]string{"revoker_name", r.Name}, [2]string{"revoker_contact", r.Contact})
	return p
}

// SecretsProblems: security question and revocation password. Answer and
// password are kept as hashes outside the form; that they were given is here.
func (f Form) SecretsProblems(Setting) Problems {
	var p Problems
	p.required([2]string{"question", f.Secrets.Question}, [2]string{"answer", yes(f.Secrets.Answered)})
	if f.Secrets.RevocationPassword == "" {
		p.Add("revocation_password", "secrets.revocation_password_missing")
	}
	return p
}

// PaymentProblems: who pays. The purchase-order number is asked for before
// submission where the organisation wants it.
func (f Form) PaymentProblems(s Setting) Problems {
	var p Problems
	x := f.Payment
	p.required([2]string{"recipient", x.Recipient})
	p.address("", x.Address)
	if s.NeedsPurchaseOrder() {
		p.required([2]string{"purchase_order", x.PurchaseOrder})
	}
	if s.Shop.CostCentreRequired {
		p.required([2]string{"cost_centre", x.CostCentre})
	}
	p.vat(x.VATID)
	return p
}
