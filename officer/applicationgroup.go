package officer

// A Group is one topic of an application's form, one page at the desk (domain: §6).
// Its name is the last part of the page's address.
type Group string

// The groups. The document group belongs to the identification, the consents
// stand by themselves.
const (
	GroupPerson       Group = "person"
	GroupContact      Group = "contact"
	GroupCertificate  Group = "certificate"
	GroupDelivery     Group = "delivery"
	GroupOrganisation Group = "organisation"
	GroupSignatory    Group = "signatory"
	GroupRevokers     Group = "revokers"
	GroupSecrets      Group = "secrets"
	GroupPayment      Group = "payment"
)

// Groups lists them in the order in which they are asked.
var Groups = []Group{GroupPerson, GroupContact, GroupCertificate, GroupDelivery, GroupOrganisation,
	GroupSignatory, GroupRevokers, GroupSecrets, GroupPayment}

// A Setting is what an application is judged against: the product, the
// organisation at whose desk it is filled in, and the day.
type Setting struct {
	Product      Product
	Organisation Organisation
	Shop         Shop // whose rules hold for who applies there themself; zero at the desk
	Today        Date
}

// groupRules says for each group what is wrong with a form.
var groupRules = map[Group]func(Form, Setting) Problems{
	GroupPerson:       Form.PersonProblems,
	GroupContact:      Form.ContactProblems,
	GroupCertificate:  Form.CertificateProblems,
	GroupDelivery:     Form.DeliveryProblems,
	GroupOrganisation: Form.OrganisationProblems,
	GroupSignatory:    Form.SignatoryProblems,
	GroupRevokers:     Form.RevokersProblems,
	GroupSecrets:      Form.SecretsProblems,
	GroupPayment:      Form.PaymentProblems,
}

// Asks reports whether a form has to be asked about a group at all.
func (f Form) Asks(g Group, p Product) bool {
	switch g {
	case GroupOrganisation, GroupSignatory:
		return f.NamesOrganisation(p)
	case GroupRevokers, GroupPayment:
		return !p.Test
	}
	return true
}

// NamesOrganisation reports whether the organisation stands in the certificate:
// the product wants it, or allows it and the applicant does.
func (f Form) NamesOrganisation(p Product) bool {
	return p.NeedsOrganisation || p.AllowsOrganisation && f.Certificate.Organisation
}

// Problems gives what is wrong or missing in a group; nothing when it is not
// asked. Fields are named as on the group's page.
func (f Form) Problems(g Group, s Setting) Problems {
	if !f.Asks(g, s.Product) {
		return nil
	}
	return groupRules[g](f, s)
}

// Missing gives what is wrong or missing in any group that is asked. Fields are
// named GROUP.FIELD.
func (f Form) Missing(s Setting) Problems {
	var all Problems
	for _, g := range Groups {
		all = append(all, f.Problems(g, s).Under(string(g))...)
	}
	return all
}

// With gives the form with one group taken from another.
func (f Form) With(g Group, from Form) Form {
	f.take(g, from)
	return f
}

// ParseGroup reads a group's name from an address; any other is NotFound.
func ParseGroup(name string) (Group, error) {
	if _, known := groupRules[Group(name)]; !known {
		return "", Fail(NotFound, "page.not_found")
	}
	return Group(name), nil
}

// take replaces one group by that of another form.
func (f *Form) take(g Group, from Form) {
	switch g {
	case GroupPerson:
		f.Person = from.Person
	case GroupContact:
		f.Contact = from.Contact
	case GroupCertificate:
		f.Certificate = from.Certificate
	case GroupDelivery:
		f.Delivery = from.Delivery
	case GroupOrganisation:
		f.Organisation = from.Organisation
	case GroupSignatory:
		f.Signatory = from.Signatory
	case GroupRevokers:
		f.Revokers = from.Revokers
	case GroupSecrets:
		f.Secrets = from.Secrets
	case GroupPayment:
		f.Payment = from.Payment
	}
}

// Untouched reports whether nothing was entered into a group yet, so that a
// task list can tell "to do" from "incomplete".
func (f Form) Untouched(g Group) bool {
	switch g {
	case GroupPerson:
		return f.Person == PersonData{}
	case GroupContact:
		return f.Contact == Contact{}
	case GroupCertificate:
		return f.Certificate == CertificateWish{}
	case GroupDelivery:
		return f.Delivery == Delivery{}
	case GroupOrganisation:
		return f.Organisation.EvidenceOn.IsZero() && f.Organisation.EvidenceNote == ""
	case GroupSignatory:
		return f.Signatory == Signatory{}
	case GroupRevokers:
		return len(f.Revokers) == 0
	case GroupSecrets:
		return f.Secrets == SecretsEntry{}
	case GroupPayment:
		return f.Payment == Payment{}
	}
	return false
}

// WithQuestion gives the form with a security question, and whether an answer
// came with it. An answer belongs to its question: another question needs
// another answer.
func (f Form) WithQuestion(question string, answered bool) (Form, Problems) {
	kept := f.Secrets
	f.Secrets.Question = question
	f, p := f.Clean(GroupSecrets)
	f.Secrets.Answered = answered || kept.Answered && f.Secrets.Question == kept.Question
	p.required([2]string{"question", f.Secrets.Question}, [2]string{"answer", yes(f.Secrets.Answered)})
	return f, p
}

// MayLinkRevocation reports whether the applicant may be sent a link to choose
// the revocation password: there is none yet, and a card to revoke may come.
func (a Application) MayLinkRevocation() error {
	switch {
	case a.RevocationPasswordHash != "":
		return Fail(Conflict, "secrets.password_chosen")
	case a.Status.Ended() && a.Status != ApplicationTransmitted:
		return Fail(Conflict, "application.wrong_status", "status", string(a.Status))
	case a.Form.Problems(GroupContact, Setting{}) != nil:
		return Fail(Conflict, "secrets.email_missing")
	}
	return nil
}
