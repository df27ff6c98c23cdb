package web

import "officerportal/officer"

// group reads a group of an application as it was typed. What is wrong with
// characters and lengths is the rules' business, see officer.Form.Clean; a date
// that is none is told here, beside its three fields.
func (f *Form) group(g officer.Group) (form officer.Form) {
	switch g {
	case officer.GroupPerson:
		form.Person = officer.PersonData{Title: f.Value("title"), GivenNames: f.Value("given_names"), FamilyName: f.Value("family_name"),
			BirthName: f.Value("birth_name"), Pseudonym: f.Value("pseudonym"), BirthDate: f.Date("birth_date"),
			BirthPlace: f.Value("birth_place"), Nationality: f.Value("nationality"), Address: f.address("")}
	case officer.GroupContact:
		form.Contact = officer.Contact{Email: f.Value("email"), Mobile: f.Value("mobile"), Phone: f.Value("phone")}
	case officer.GroupCertificate:
		form.Certificate = officer.CertificateWish{Email: f.Value("certificate_email"), Publish: f.Value("publish"),
			Organisation: f.Yes("names_organisation"), Department: f.Value("department"),
			Attribute: f.Value("attribute"), ConfirmedBy: f.Value("confirmed_by")}
	case officer.GroupDelivery:
		form.Delivery = officer.Delivery{CardTo: f.Value("card_to"), Card: f.address("card_"), PINTo: f.Value("pin_to"), PIN: f.address("pin_"),
			DeskBranch: officer.BranchID(f.Value("desk_branch"))}
	case officer.GroupOrganisation:
		form.Organisation = officer.OrganisationEntry{Name: f.Value("organisation_name"), LegalForm: f.Value("legal_form"), Address: f.address(""),
			RegisterCourt: f.Value("register_court"), RegisterNumber: f.Value("register_number"), VATID: f.Value("vat_id"),
			EvidenceOn: f.Date("evidence_on"), EvidenceNote: f.Value("evidence_note")}
	case officer.GroupSignatory:
		form.Signatory = officer.Signatory{Self: f.Value("signatory_self"), Name: f.Value("signatory_name"),
			Role: f.Value("signatory_role"), Contact: f.Value("signatory_contact")}
	case officer.GroupPayment:
		form.Payment = officer.Payment{Recipient: f.Value("recipient"), Address: f.address(""), PurchaseOrder: f.Value("purchase_order"),
			CostCentre: f.Value("cost_centre"), VATID: f.Value("vat_id")}
	}
	return form
}

// address reads the four lines of an address whose fields begin with a prefix.
func (f *Form) address(prefix string) officer.Address {
	return officer.Address{Street: f.Value(prefix + "street"), PostalCode: f.Value(prefix + "postal_code"),
		Locality: f.Value(prefix + "locality"), Country: f.Value(prefix + "country")}
}

// halfDates leaves a date as it is saved while somebody is still typing it: no
// draft fails for that, and none forgets the day.
func (f *Form) halfDates(form *officer.Form, saved officer.Form) {
	dates := map[string][2]*officer.Date{
		"birth_date":  {&form.Person.BirthDate, &saved.Person.BirthDate},
		"evidence_on": {&form.Organisation.EvidenceOn, &saved.Organisation.EvidenceOn},
	}
	var others officer.Problems
	for _, p := range f.problems {
		if d, isDate := dates[p.Field]; isDate {
			*d[0] = *d[1]
			continue
		}
		others = append(others, p)
	}
	f.problems = others
}
