package officer

// State reads what an applicant says of their own identity document: the same
// rules as at the desk, but for the zone and the person, which nobody compares
// here. kept is the number saved before, if any. It gives what could be read, for
// a draft, and everything that is wrong. Which types a desk accepts is asked with
// the procedure.
func (e DocumentEntry) State(kept DocumentNumber, today Date) (Document, DocumentNumber, Problems) {
	var r Reading
	var p Problems
	e.readDocument(&r, &p, kept, Setting{Organisation: Organisation{DocumentTypes: DocumentTypes}, Today: today})
	return r.Document, r.Number, ownWords(p)
}

// StatedProblems gives what is missing or wrong with the document that the
// applicant stated, on a day, under the names of the form's fields.
func (a Application) StatedProblems(today Date) Problems {
	var p Problems
	d := a.Stated
	if d.Type == "" {
		p.Add("type", "form.choose")
	}
	if len(a.StatedNumberSealed) == 0 {
		p.Add("number", "document.number_missing")
	}
	p.required([2]string{"issuer", d.Issuer})
	if d.Type == ForeignPassport {
		p.required([2]string{"country", d.Country})
	}
	p.required([2]string{"issued_on", d.IssuedOn.String()})
	p.AddErr("expires_on", CheckExpiry(d.ExpiresOn, today))
	return p
}

// StatedDifferences names what the document an officer saw says otherwise than
// the applicant had stated. sameNumber is the caller's, since numbers are sealed.
func StatedDifferences(a Application, i Identification, sameNumber bool) (fields []string) {
	stated, seen := a.Stated, i.Document
	if stated.Type == "" || seen.Type == "" {
		return nil
	}
	for _, x := range []struct {
		field string
		same  bool
	}{
		{"type", stated.Type == seen.Type}, {"number", sameNumber}, {"issued_on", stated.IssuedOn == seen.IssuedOn}, {"expires_on", stated.ExpiresOn == seen.ExpiresOn},
	} {
		if !x.same {
			fields = append(fields, x.field)
		}
	}
	return fields
}

// StatedWarnings tells an officer of each such difference: it may be a slip, a new
// document, or another person.
func StatedWarnings(fields []string) (w []Warning) {
	for _, field := range fields {
		w = append(w, Warning{Key: "warning.stated_differs", Args: Args{"field": "field." + field}, Part: PartDocument})
	}
	return w
}
