package pdf

import "fmt"

// Paper implements [Document].
func (r RevocationInformation) Paper() (Paper, error) {
	w := wordsOf(r.Language)
	p, err := r.paper(w)
	if err != nil {
		return p, fmt.Errorf("revocation information: %w", err)
	}
	t := w.Revocation
	p.Title, p.Name = t.Title, t.Name
	p.Head = append(p.Head, Field{t.CardNumber, ""})
	p.add(Notice{t.FinalTitle, t.FinalText})
	p.section(t.When, List{Items: t.Reasons})
	p.section(t.How, r.ways(w))
	p.section(t.Then, List{Items: t.Consequences})
	p.add(Heading{Text: t.Password}, Paragraph{t.PasswordText})
	p.section(t.Who, revokerTable(w, r.Revokers))
	return p, nil
}

// ways are the ways of revoking that are open: only those with an address.
func (r RevocationInformation) ways(w *words) Fields {
	t := w.Revocation
	f := Fields{{t.Portal.Title, t.Portal.Text}}
	if r.Online != "" {
		f.put(t.Online.Title, fill(t.Online.Text, r.Online))
	}
	if how := joined(r.Hotline); how != "" {
		f.put(t.Phone.Title, fill(t.Phone.Text, how))
	}
	return f
}
