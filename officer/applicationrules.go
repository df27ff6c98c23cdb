package officer

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
}

// PersonProblems: who somebody is, as the document says it.
func (f Form) PersonProblems(s Setting) Problems {
	var p Problems
	x := f.Person
	p.required([2]string{"given_names", x.GivenNames}, [2]string{"family_name", x.FamilyName}, [2]string{"birth_date", x.BirthDate.String()},
		[2]string{"birth_place", x.BirthPlace}, [2]string{"nationality", x.Nationality})
	p.address("", x.Address)
	if x.BirthDate.After(s.Today) {
		p.Add("birth_date", "person.birth_date_future")
	}
	return p
}

// ContactProblems: how the applicant is reached.
func (f Form) ContactProblems(Setting) Problems {
	var p Problems
	p.required([2]string{"email", f.Contact.Email}, [2]string{"mobile", f.Contact.Mobile})
	return p
}

// CertificateProblems: what the applicant wants in the certificate.
func (f Form) CertificateProblems(s Setting) Problems {
	var p Problems
	c := f.Certificate
	p.required([2]string{"publish", c.Publish})
	if s.Product.AllowsAttribute && c.Attribute != "" {
		p.required([2]string{"confirmed_by", c.ConfirmedBy})
	}
	return p
}

// DeliveryProblems: where card and PIN letter go.
func (f Form) DeliveryProblems(Setting) Problems {
	var p Problems
	d := f.Delivery
	p.required([2]string{"card_to", d.CardTo})
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
// with evidence.
func (f Form) OrganisationProblems(s Setting) Problems {
	var p Problems
	o := f.Organisation
	p.required([2]string{"name", o.Name}, [2]string{"evidence_on", o.EvidenceOn.String()})
	p.address("", o.Address)
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
	p.required([2]string{"self", f.Signatory.Self})
	if f.Signatory.Self == "no" {
		if s.Product.Family == SealCard {
			p.Add("self", "signatory.seal_self_only")
		}
		p.required([2]string{"name", f.Signatory.Name}, [2]string{"role", f.Signatory.Role}, [2]string{"contact", f.Signatory.Contact})
	}
	return p
}

// RevokersProblems: third persons entitled to revoke; there need be none.
func (f Form) RevokersProblems(Setting) Problems {
	var p Problems
	for _, r := range f.Revokers {
		p.required([2]string{"revokers", r.Name}, [2]string{"revokers", r.Contact})
	}
	return p
}

// SecretsProblems: security question and revocation password. Their hashes are
// not part of the form; that they were given is.
func (f Form) SecretsProblems(Setting) Problems {
	var p Problems
	p.required([2]string{"question", f.Secrets.Question}, [2]string{"revocation_password", f.Secrets.RevocationPassword})
	return p
}

// PaymentProblems: who pays. The purchase-order number is asked for before
// submission where the organisation wants it.
func (f Form) PaymentProblems(s Setting) Problems {
	var p Problems
	x := f.Payment
	p.required([2]string{"recipient", x.Recipient})
	p.address("", x.Address)
	if s.Organisation.PurchaseOrderRequired {
		p.required([2]string{"purchase_order", x.PurchaseOrder})
	}
	return p
}
