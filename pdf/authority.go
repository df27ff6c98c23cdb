package pdf

import "fmt"

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
	p.Sender, p.Recipient = lines(a.Authority), lines(a.TSP)
	name := a.Person.fullName()
	p.section(t.Person, append(personFields(w, a.Person), documentFields(w, a.Document)...))
	p.add(Heading{t.Applicant}, Paragraph{t.Declaration}, signature(w, "", name))
	p.add(Heading{t.Authority}, Paragraph{fill(t.Confirmed, name)},
		List{Tick: true, Items: []string{t.Performed, t.Acknowledged}},
		Paragraph{fill(t.Only, a.TSP.Name)}, a.seal(w))
	return p, nil
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
