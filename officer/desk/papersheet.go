package desk

import (
	"strings"

	"officerportal/officer"
	"officerportal/pdf"
)

// document makes one of the papers that the order has.
func (s sheet) document(k officer.PaperKind) pdf.Document {
	switch k {
	case officer.PaperApplication:
		return s.applicationForm()
	case officer.PaperRecord:
		return s.recordPaper()
	case officer.PaperAuthority:
		return s.authorityForm()
	case officer.PaperRevocation:
		return s.revocationSheet()
	case officer.PaperCoupon:
		return s.coupon()
	case officer.PaperNotary, officer.PaperEmbassy:
		return pdf.CertificationForm{Order: s.order(), Person: s.person(s.application.Form.Person)}
	case officer.PaperAppointment:
		return s.appointmentSheet()
	}
	return s.checklist()
}

// order is what every paper has in its head.
func (s sheet) order() pdf.Order {
	family := pdf.Family(s.product.Family)
	if s.product.Test {
		family = pdf.TestCard
	}
	return pdf.Order{
		Language: pdf.Language(s.language), Number: string(s.Number), Link: s.link,
		Product: s.product.Name(s.language), Family: family, Quantity: s.Quantity, Procedure: pdf.Procedure(s.Procedure),
		Applicant: titled(s.application.Form.Person),
		Printed:   s.now, Portal: s.text("frame.portal") + " · " + s.organisation.Name, TSP: s.contact(),
	}
}

// titled is a person's name as people say it, with the title.
func titled(p officer.PersonData) string { return strings.TrimSpace(p.Title + " " + p.Spoken()) }

func (s sheet) checklist() pdf.Checklist {
	form := s.application.Form
	c := pdf.Checklist{Order: s.order(), ProcedureNumber: s.ProcedureNumber.Grouped(), DeliverToDesk: form.Delivery.CardTo == "desk", DeliveryNotice: s.deliveryNotice(), Desk: s.desk()}
	if form.NamesOrganisation(s.product) {
		if form.Organisation.EvidenceOn.IsZero() { // else the officer has looked it up
			c.Organisation = form.Organisation.Name
		}
		if form.Signatory.Self == "no" {
			c.Representative = form.Signatory.Name
		}
	}
	if s.product.AllowsAttribute {
		c.Attribute, c.ConfirmedBy = form.Certificate.Attribute, form.Certificate.ConfirmedBy
	}
	if s.record != nil {
		c.IdentifiedAt, c.IdentifiedBy = s.record.SignedAt.In(officer.Berlin()), s.record.Attestation.Officer.Name
	}
	return c
}

// deliveryNotice is the provider's word on the present delivery time, for cards
// that are still to come.
func (s sheet) deliveryNotice() string {
	if !s.Moving() {
		return ""
	}
	var all []string
	for _, a := range s.head.notices {
		all = append(all, a.Text(s.language))
	}
	return strings.Join(all, "\n")
}

// desk is where the applicant goes to be identified.
func (s sheet) desk() pdf.Contact {
	switch {
	case s.Procedure.AtDesk():
		return pdf.Contact{Name: s.organisation.Name, Address: s.lines(s.organisation.Address)}
	case s.Procedure == officer.DTrustIdent:
		return s.contact()
	}
	return pdf.Contact{}
}

func (s sheet) coupon() pdf.Coupon {
	return pdf.Coupon{Order: s.order(), ProcedureNumber: string(s.ProcedureNumber), Grouped: s.ProcedureNumber.Grouped(), Person: s.person(s.application.Form.Person),
		Branch: s.product.Allows(officer.PostIdentBranch), App: s.product.Allows(officer.PostIdentEID)}
}

func (s sheet) appointmentSheet() pdf.AppointmentSheet {
	wish := s.application.Form.Appointment
	a := pdf.AppointmentSheet{Order: s.order(), WishedOn: paperDate(wish.On), Note: wish.Note, Evidence: s.checklist().Evidence()}
	if wish.Half != "" {
		a.WishedHalf = s.text("appointment_wish." + wish.Half)
	}
	return a
}

func (s sheet) authorityForm() pdf.AuthorityForm {
	return pdf.AuthorityForm{Order: s.order(), Person: s.person(s.application.Form.Person), Document: s.identityDocument(),
		Authority: pdf.Contact{Name: s.organisation.Name, Address: s.lines(s.organisation.Address)}, Officer: s.identification.OfficerName}
}

func (s sheet) revocationSheet() pdf.RevocationInformation {
	return pdf.RevocationInformation{Order: s.order(), Hotline: pdf.Contact{Ways: s.head.ways("revocation", s.language)}, Revokers: s.revokers()}
}

// revokers are the persons entitled to revoke, where the product asks for them.
func (s sheet) revokers() (list []pdf.Revoker) {
	if !s.application.Form.Asks(officer.GroupRevokers, s.product) {
		return nil
	}
	for _, r := range s.application.Form.Revokers {
		list = append(list, pdf.Revoker(r))
	}
	return list
}

func (s sheet) person(p officer.PersonData) pdf.Person {
	return pdf.Person{Title: p.Title, GivenNames: p.GivenNames, FamilyName: p.FamilyName, BirthName: p.BirthName, Pseudonym: p.Pseudonym,
		BirthDate: paperDate(p.BirthDate), BirthPlace: p.BirthPlace, Nationality: s.texts.Nationality(s.language, p.Nationality),
		Address: strings.Join(s.lines(p.Address), "\n")}
}

// lines writes an address as it stands on an envelope; Germany goes unsaid.
func (s sheet) lines(a officer.Address) []string {
	if a.Empty() {
		return nil
	}
	list := []string{a.Street, strings.TrimSpace(a.PostalCode + " " + a.Locality)}
	if a.Country != "" && a.Country != "DE" {
		list = append(list, s.texts.Country(s.language, a.Country))
	}
	return list
}

// addressed is an address under a name, in lines.
func (s sheet) addressed(a officer.Address, names ...string) string {
	return strings.Join(append(names, s.lines(a)...), "\n")
}

func paperDate(d officer.Date) pdf.Date {
	if d.IsZero() {
		return pdf.Date{}
	}
	return pdf.Date{Year: d.Year(), Month: d.Month(), Day: d.Day()}
}
