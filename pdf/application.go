package pdf

import (
	"fmt"
	"strings"
)

// Paper implements [Document].
func (a ApplicationForm) Paper() (Paper, error) {
	w := wordsOf(a.Language)
	p, err := a.paper(w)
	if err != nil {
		return p, fmt.Errorf("application form: %w", err)
	}
	t := w.Application
	p.Title, p.Name = fill(t.Title, w.Families[a.Family]), t.Name
	p.Sender = append(nonempty(a.Person.fullName()), strings.Split(a.Person.Address, "\n")...)
	p.Recipient = lines(a.TSP)
	if a.Submitted.IsZero() {
		p.add(Notice{t.Draft, t.DraftText})
	} else {
		p.Subtitle = fill(t.Version, a.Version, w.moment(a.Submitted))
	}
	a.groups(w, &p)
	a.sign(w, &p)
	return p, nil
}

// groups are the fields of the application, group by group.
func (a ApplicationForm) groups(w *words, p *Paper) {
	t := w.Application
	p.section(t.Person, personFields(w, a.Person))
	p.section(t.Document, documentFields(w, a.Document))
	p.section(t.Contact, a.Contact.fields(w))
	p.section(t.Certificate, a.Certificate.fields(w))
	p.section(t.Organisation, a.Organisation.fields(w))
	p.section(t.Signatory, a.Signatory.fields(w))
	p.section(t.Delivery, a.Delivery.fields(w))
	p.section(t.Revokers, revokerTable(w, a.Revokers))
	p.section(t.Secrets, a.Secrets.fields(w))
	p.section(t.Payment, a.Payment.fields(w))
	p.section(t.Consents, consentTable(w, a.Consents))
}

// sign is the space for the signatures this procedure needs on the form.
func (a ApplicationForm) sign(w *words, p *Paper) {
	t := w.Application
	text := fill(t.Declaration, a.Product, a.Number) // it may stand on a page of its own
	if routes[a.Procedure].signThere {
		text += "\n" + t.SignThereText
	}
	p.add(Heading{Text: t.Signatures}, Paragraph{text},
		signature(w, w.Sign.Applicant, a.Person.fullName()))
	if c, ok := w.Certification[a.Procedure]; ok {
		s := signature(w, c.Caption, "")
		s.SealLabel = c.Seal
		p.add(Heading{Text: c.Heading, Sub: true}, Paragraph{c.Text}, s)
	}
	if s := a.Signatory; s.Name != "" && !s.Applicant {
		p.add(Heading{Text: w.Sign.Representative, Sub: true}, Paragraph{t.RepresentativeText}, signature(w, "", s.Name))
	}
}

func (r Reach) fields(w *words) (f Fields) {
	f.put(w.Labels.Mail, r.Mail)
	f.put(w.Labels.Phone, r.Phone)
	f.put(w.Labels.Mobile, r.Mobile)
	return f
}

func (c Certificate) fields(w *words) (f Fields) {
	f.put(w.Labels.Subject, c.Subject)
	f.put(w.Labels.CertificateMail, c.Mail)
	f.put(w.Labels.Organisation, c.Organisation)
	f.put(w.Labels.Department, c.Department)
	f.put(w.Labels.Attribute, c.Attribute)
	f.put(w.Labels.ConfirmedBy, c.ConfirmedBy)
	if c.Publish != nil {
		f.put(w.Labels.Publish, w.yesNo(*c.Publish))
	}
	return f
}

func (d Delivery) fields(w *words) (f Fields) {
	f.put(w.Labels.Card, d.Card)
	f.put(w.Labels.PINLetter, d.PINLetter)
	return f
}

func (o Organisation) fields(w *words) (f Fields) {
	f.put(w.Labels.Name, o.Name)
	f.put(w.Labels.LegalForm, o.LegalForm)
	f.put(w.Labels.Address, o.Address)
	f.put(w.Labels.Country, o.Country)
	f.put(w.Labels.RegisterCourt, o.RegisterCourt)
	f.put(w.Labels.RegisterNumber, o.RegisterNumber)
	f.put(w.Labels.VATID, o.VATID)
	return f
}

func (s Signatory) fields(w *words) (f Fields) {
	if s == (Signatory{}) {
		return nil
	}
	f.put(w.Labels.SignsAlone, w.yesNo(s.Applicant))
	f.put(w.Labels.Representative, s.Name)
	f.put(w.Labels.Role, s.Role)
	f.put(w.Labels.Contact, s.Contact)
	return f
}

func (s Secrets) fields(w *words) (f Fields) {
	if s.RevocationPassword {
		f.put(w.Labels.RevocationPassword, w.Labels.PasswordSet)
	}
	f.put(w.Labels.SecurityQuestion, s.SecurityQuestion)
	return f
}

func (p Payment) fields(w *words) (f Fields) {
	f.put(w.Labels.Recipient, p.Recipient)
	f.put(w.Labels.Address, p.Address)
	f.put(w.Labels.PurchaseOrder, p.PurchaseOrder)
	f.put(w.Labels.Cost, p.Cost)
	f.put(w.Labels.VATID, p.VATID)
	return f
}

// revokerTable names the third persons entitled to revoke.
func revokerTable(w *words, revokers []Revoker) Table {
	t := Table{Columns: []Column{{w.Labels.Name, 6}, {w.Labels.Function, 5}, {w.Labels.Contact, 8}}}
	for _, r := range revokers {
		t.Rows = append(t.Rows, []string{r.Name, r.Function, r.Contact})
	}
	return t
}

func consentTable(w *words, consents []Consent) Table {
	a := w.Application
	t := Table{Columns: []Column{{a.Consent, 5}, {a.Given, 4}, {a.TextVersion, 3}}}
	for _, c := range consents {
		given := a.ConsentNo
		if c.Given {
			given = w.moment(c.At)
		}
		t.Rows = append(t.Rows, []string{c.Text, given, c.Version})
	}
	return t
}
