package pdf

import (
	"fmt"
	"strings"
)

// paper starts the paper of an order: all that every paper has.
func (o Order) paper(w *words) (Paper, error) {
	if _, known := w.Families[o.Family]; !known {
		return Paper{}, fmt.Errorf("no texts for family %q", o.Family)
	}
	if _, known := w.Procedures[o.Procedure]; !known {
		return Paper{}, fmt.Errorf("no texts for procedure %q", o.Procedure)
	}
	p := Paper{Language: w.Language, Number: o.Number, Link: o.Link, Author: o.Portal, Printed: o.Printed}
	head := Fields(nil)
	head.put(w.Labels.Number, o.Number)
	head.put(w.Labels.Product, o.Product)
	if o.Quantity > 1 {
		head.put(w.Labels.Quantity, fmt.Sprint(o.Quantity))
	}
	head.put(w.Labels.Applicant, o.Applicant)
	head.put(w.Labels.Procedure, w.Procedures[o.Procedure])
	p.Head = head
	return p, nil
}

// add appends blocks.
func (p *Paper) add(blocks ...Block) { p.Blocks = append(p.Blocks, blocks...) }

// section appends a heading with its block, unless the block is empty.
func (p *Paper) section(heading string, b Block) {
	if !empty(b) {
		p.add(Heading{Text: heading}, b)
	}
}

func empty(b Block) bool {
	switch b := b.(type) {
	case Paragraph:
		return b.Text == ""
	case Fields:
		return len(b) == 0
	case Steps:
		return len(b) == 0
	case List:
		return len(b.Items) == 0
	case Table:
		return len(b.Rows) == 0
	}
	return false
}

// put adds a field that has a value.
func (f *Fields) put(label, value string) {
	if value != "" {
		*f = append(*f, Field{label, value})
	}
}

// lines are name and address.
func lines(c Contact) []string {
	return append(nonempty(c.Name), nonempty(c.Address...)...)
}

// joined is a contact in one line.
func joined(c Contact) string {
	return strings.Join(nonempty(append(append(lines(c), c.Phone, c.Hours), c.Ways...)...), ", ")
}

func nonempty(parts ...string) (kept []string) {
	for _, s := range parts {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// reach is in two lines who answers, and how they are reached.
func reach(c Contact) string {
	ways := strings.Join(nonempty(append([]string{c.Phone, c.Hours, c.Mail, c.Web}, c.Ways...)...), " · ")
	return strings.Join(nonempty(c.Name, ways), "\n")
}

// personFields are the person as the document names them.
func personFields(w *words, p Person) (f Fields) {
	f.put(w.Labels.Title, p.Title)
	f.put(w.Labels.GivenNames, p.GivenNames)
	f.put(w.Labels.FamilyName, p.FamilyName)
	f.put(w.Labels.BirthName, p.BirthName)
	f.put(w.Labels.Pseudonym, p.Pseudonym)
	f.put(w.Labels.BirthDate, w.date(p.BirthDate))
	f.put(w.Labels.BirthPlace, p.BirthPlace)
	f.put(w.Labels.Nationality, p.Nationality)
	f.put(w.Labels.Address, p.Address)
	return f
}

// fullName is how a person is called in running text.
func (p Person) fullName() string {
	return strings.Join(nonempty(p.Title, p.GivenNames, p.FamilyName), " ")
}

func documentFields(w *words, d IDDocument) (f Fields) {
	f.put(w.Labels.DocumentType, d.Type)
	f.put(w.Labels.DocumentNumber, d.Number)
	f.put(w.Labels.Issuer, d.Issuer)
	f.put(w.Labels.Issued, w.date(d.Issued))
	f.put(w.Labels.Expires, w.date(d.Expires))
	return f
}

// signature is the block for somebody to sign on.
func signature(w *words, caption, name string) Signature {
	s := w.Sign
	return Signature{
		Caption: caption, PlaceLabel: s.Place, DateLabel: s.Date,
		SignLabel: s.Sign, NameLabel: s.Name, Name: name,
	}
}
