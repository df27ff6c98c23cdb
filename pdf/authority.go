package pdf

import (
	"fmt"
	"strings"
)

// Paper implements [Document]. The certification has the contents § 34 (3)
// VwVfG asks for: that the signature is genuine, whose it is and how the official
// made sure of the person, whether it was performed or acknowledged in the
// official's presence, for whom it is meant, place, day, signature, official seal.
func (a AuthorityForm) Paper() (Paper, error) {
	w := wordsOf(a.Language)
	p, err := a.paper(w)
	if err != nil {
		return p, fmt.Errorf("authority form: %w", err)
	}
	t := w.Authority
	p.Title, p.Subtitle, p.Name = t.Title, t.Subtitle, t.Name
	name := a.Person.fullName()
	p.section(t.Person, a.subject(w))
	p.add(Heading{Text: t.Applicant}, Paragraph{t.Declaration}, signature(w, "", name))
	p.add(Heading{Text: t.Authority, Sub: true}, Paragraph{fill(t.Confirmed, name)},
		List{Tick: true, Items: []string{t.Performed, t.Acknowledged}},
		Paragraph{fill(t.Only, strings.Join(lines(a.TSP), ", "))}, a.seal(w))
	return p, nil
}

// subject names person and document in few lines, so that all of the form fits a page.
func (a AuthorityForm) subject(w *words) (f Fields) {
	p, d := a.Person, a.Document
	f.put(w.Labels.Name, p.fullName())
	f.put(w.Labels.BirthName, p.BirthName)
	f.put(w.Labels.Born, strings.Join(nonempty(w.date(p.BirthDate), p.BirthPlace), ", "))
	f.put(w.Labels.Nationality, p.Nationality)
	f.put(w.Labels.Address, strings.ReplaceAll(p.Address, "\n", ", "))
	expires := ""
	if until := w.date(d.Expires); until != "" {
		expires = fill(w.Authority.Expires, until)
	}
	f.put(d.Type, strings.Join(nonempty(d.Number, d.Issuer, expires), ", "))
	return f
}

// seal is where the official signs and seals.
func (a AuthorityForm) seal(w *words) Signature {
	s := signature(w, "", a.Officer)
	if a.Function != "" {
		s.Name = a.Officer + ", " + a.Function
	}
	s.Caption = a.Authority.Name
	s.Place, s.Date = a.Place, w.date(a.Date)
	s.SealLabel = w.Sign.Seal
	return s
}
