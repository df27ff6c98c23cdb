package desk

import (
	"strings"

	"officerportal/officer"
	"officerportal/pdf"
)

// applicationForm is the application as it was submitted, with space to sign.
func (s sheet) applicationForm() pdf.ApplicationForm {
	a := s.application
	form := pdf.ApplicationForm{
		Order: s.order(), Version: a.Version, Submitted: s.CreatedAt.In(officer.Berlin()),
		Person: s.person(a.Form.Person), Document: s.identityDocument(), Contact: pdf.Reach{Mail: a.Form.Contact.Email, Phone: a.Form.Contact.Phone, Mobile: a.Form.Contact.Mobile},
		Certificate: s.certificate(), Delivery: s.delivery(), Revokers: s.revokers(),
		Secrets:  pdf.Secrets{RevocationPassword: a.RevocationPasswordHash != "", SecurityQuestion: a.Form.Secrets.Question},
		Consents: s.consents(),
	}
	if a.Form.NamesOrganisation(s.product) {
		form.Organisation, form.Signatory = s.certifiedOrganisation(), s.signatory()
	}
	if a.Form.Asks(officer.GroupPayment, s.product) {
		form.Payment = s.payment()
	}
	return form
}

// identityDocument shows the number masked: whoever needs it in full reveals it
// in the portal, where that is written down.
func (s sheet) identityDocument() pdf.IDDocument {
	d := s.identification.Document
	if d.Type == "" {
		return pdf.IDDocument{}
	}
	return pdf.IDDocument{Type: s.text(d.Type.TextKey()), Number: s.masked, Issuer: d.Issuer, Issued: paperDate(d.IssuedOn), Expires: paperDate(d.ExpiresOn)}
}

// certificate is the subject as it will be issued, line by line; the other
// wishes stand in it already.
func (s sheet) certificate() pdf.Certificate {
	wish := s.application.Form.Certificate
	var subject []string
	for _, a := range s.application.Content(s.product).Subject(s.product.Family) {
		subject = append(subject, s.text("subject."+string(a.Type))+": "+a.Value)
	}
	c := pdf.Certificate{Subject: strings.Join(subject, "\n")}
	if s.product.AllowsAttribute && wish.Attribute != "" {
		c.ConfirmedBy = wish.ConfirmedBy
	}
	if wish.Publish != "" {
		publish := wish.Publish == "yes"
		c.Publish = &publish
	}
	return c
}

// delivery is where card and PIN letter go, as on the envelopes.
func (s sheet) delivery() pdf.Delivery {
	d, name := s.application.Form.Delivery, titled(s.application.Form.Person)
	var to pdf.Delivery
	if d.CardTo == "desk" {
		to.Card = s.addressed(d.Card, nonempty(s.organisation.Name, s.branch.Name, s.identification.OfficerName)...)
	} else {
		to.Card = s.addressed(d.Card, name)
	}
	to.PINLetter = to.Card
	if d.PINTo == "applicant" {
		to.PINLetter = s.addressed(d.PIN, name)
	}
	return to
}

func (s sheet) certifiedOrganisation() pdf.Organisation {
	o := s.application.Form.Organisation
	return pdf.Organisation{Name: o.Name, LegalForm: o.LegalForm, Address: strings.Join(s.lines(o.Address), "\n"),
		Country: s.texts.Country(s.language, o.Address.Country), RegisterCourt: o.RegisterCourt, RegisterNumber: o.RegisterNumber, VATID: o.VATID}
}

func (s sheet) signatory() pdf.Signatory {
	x := s.application.Form.Signatory
	if x.Self == "yes" {
		return pdf.Signatory{Applicant: true}
	}
	return pdf.Signatory{Name: x.Name, Role: x.Role, Contact: x.Contact}
}

func (s sheet) payment() pdf.Payment {
	p := s.application.Form.Payment
	return pdf.Payment{Recipient: p.Recipient, Address: strings.Join(s.lines(p.Address), "\n"), PurchaseOrder: p.PurchaseOrder,
		Cost: p.CostCentre, VATID: p.VATID}
}

// consents are what was last said to each text.
func (s sheet) consents() (list []pdf.Consent) {
	for _, text := range officer.ConsentTexts {
		if c, there := s.application.Form.Consent(text); there {
			list = append(list, pdf.Consent{Text: s.text("consent.title." + text), Version: c.Version, Given: c.Given, At: c.At.In(officer.Berlin())})
		}
	}
	return list
}

func nonempty(all ...string) (kept []string) {
	for _, s := range all {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}
