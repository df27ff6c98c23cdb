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
	if more := r.more(w); len(more) > 0 {
		p.add(more)
	}
	p.section(t.Differences, r.differences(w))
	p.section(w.Application.Consents, consentTable(w, r.Consents))
	p.section(t.Statement, List{Items: r.Statement})
	p.section(t.Signed, r.signed(w))
	return p, nil
}

// more is what else the officer wrote about the checks.
func (r IdentificationRecord) more(w *words) (f Fields) {
	f.put(w.Record.Tools, r.Tools)
	f.put(w.Record.Note, r.Note)
	return f
}

func (r IdentificationRecord) differences(w *words) Table {
	t := Table{Columns: []Column{{w.Record.Field, 5}, {w.Record.Reason, 9}}}
	for _, d := range r.Differences {
		t.Rows = append(t.Rows, []string{d.Field, d.Reason})
	}
	return t
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
	f.put(t.Authentication, r.Authentication)
	f.put(t.Content, r.Content)
	return f
}

func checkTable(w *words, checks []Check) (Table, error) {
	r := w.Record
	t := Table{Columns: []Column{{r.Check, 5}, {r.Outcome, 3}, {r.Note, 6}}}
	for _, c := range checks {
		outcome, known := r.Outcomes[c.Outcome]
		if !known {
			return t, fmt.Errorf("no text for outcome %q", c.Outcome)
		}
		t.Rows = append(t.Rows, []string{c.Name, outcome, c.Note})
	}
	return t, nil
}
