package pdf

import "fmt"

// Paper implements [Document].
func (r IdentificationRecord) Paper() (Paper, error) {
	w := wordsOf(r.Language)
	p, err := r.paper(w)
	if err != nil {
		return p, fmt.Errorf("identification record: %w", err)
	}
	t := w.Record
	p.Title, p.Name = t.Title, t.Name
	p.add(Notice{t.PrintTitle, t.PrintText})
	p.section(t.Who, r.who(w))
	p.section(t.Person, personFields(w, r.Person))
	p.section(t.Document, documentFields(w, r.Document))
	checks, err := checkTable(w, r.Checks)
	if err != nil {
		return p, fmt.Errorf("identification record: %w", err)
	}
	p.section(t.Checks, checks)
	p.section(t.Signed, r.signed(w))
	return p, nil
}

func (r IdentificationRecord) who(w *words) (f Fields) {
	t := w.Record
	f.put(t.ID, r.ID)
	f.put(t.Officer, r.Officer)
	f.put(w.Labels.Role, r.Role)
	f.put(w.Labels.Organisation, r.Organisation)
	f.put(t.Place, r.Place)
	f.put(t.Started, w.moment(r.Started))
	f.put(t.Completed, w.moment(r.Completed))
	f.put(t.Checker, r.Checker)
	level, known := t.Levels[r.Level]
	if !known {
		level = string(r.Level)
	}
	f.put(t.Level, level)
	return f
}

func (r IdentificationRecord) signed(w *words) (f Fields) {
	t := w.Record
	f.put(t.Digest, r.Digest)
	f.put(t.KeyID, r.KeyID)
	f.put(t.SignedBy, r.SignedBy)
	f.put(t.SignedAt, w.moment(r.SignedAt))
	return f
}

func checkTable(w *words, checks []Check) (Table, error) {
	r := w.Record
	t := Table{Columns: []Column{{r.Check, 6}, {r.Outcome, 3}, {r.Note, 5}}}
	for _, c := range checks {
		outcome, known := r.Outcomes[c.Outcome]
		if !known {
			return t, fmt.Errorf("no text for outcome %q", c.Outcome)
		}
		t.Rows = append(t.Rows, []string{c.Name, outcome, c.Note})
	}
	return t, nil
}
