package officer

import (
	"slices"
	"strings"
)

// How long what is typed from a document may be, in letters with their marks.
const (
	NameLimit   = 200
	IssuerLimit = 200
	ReasonLimit = 300
)

// A DocumentEntry is what an officer typed from the document in their hand. It
// lives for one request: of Number only the sealed form is kept, of MRZ nothing
// but the verdict, and String hides both.
type DocumentEntry struct {
	Type        DocumentType
	Number      string // empty leaves the number that is kept already
	Issuer      string // issuing authority as printed
	Country     string // issuing state; only asked where the type does not tell it
	IssuedOn    Date
	ExpiresOn   Date
	FamilyName  string // as printed, with every letter and mark
	GivenNames  string
	BirthDate   Date
	Nationality string
	MRZ         string            // as typed, pasted or scanned
	Reasons     map[string]string // why a field is not what the zone says, by field
}

// String hides what was typed.
func (e DocumentEntry) String() string   { return "document entry " + string(e.Type) }
func (e DocumentEntry) GoString() string { return e.String() }

// A Reading is what a document entry comes to. What could not be read is zero.
type Reading struct {
	Number      DocumentNumber
	Document    Document
	Holder      Holder
	Names       NameMatch
	Differences []Difference
	MRZRead     bool
}

// ComparedFields are those that both the officer and the zone say.
var ComparedFields = []string{"number", "family_name", "given_names", "birth_date", "expires_on", "nationality", "country"}

// ParseState reads the three letters of a state as documents write them, in any
// capitals, D for Germany; the codes are those of ISO 3166-1 and ICAO 9303-3 §5.
// Nothing stays nothing.
func ParseState(typed string) (string, error) {
	code := strings.ToUpper(strings.TrimSpace(typed))
	if code == "" {
		return "", nil
	}
	state, ok := StateOf(code)
	if !ok {
		return "", Fail(Invalid, "document.state_unknown")
	}
	return state, nil
}

// Read judges an entry against the rules, the machine readable zone and what was
// compared before. It gives what could be read, for a draft, and everything that
// is wrong. kept is the number saved before, if any.
func (e DocumentEntry) Read(before Identification, kept DocumentNumber, s Setting) (Reading, Problems) {
	var r Reading
	var p Problems
	e.readDocument(&r, &p, kept, s)
	e.readHolder(&r, &p, s)
	switch {
	case strings.TrimSpace(e.MRZ) != "":
		e.compareZone(&r, &p, ParseMRZ(e.MRZ, s.Today))
	case before.comparisonHolds(r, kept):
		r.MRZRead, r.Names, r.Differences = before.Capture.MRZRead, before.Capture.Names, before.Capture.Differences
	default:
		e.need(&r, &p, "mrz", "document.mrz_or_reason")
	}
	if len(p) > 0 {
		r.MRZRead, r.Differences = false, nil
	}
	return r, p
}

// readDocument takes type, number, issuer and dates.
func (e DocumentEntry) readDocument(r *Reading, p *Problems, kept DocumentNumber, s Setting) {
	var err error
	r.Document.IssuedOn, r.Document.ExpiresOn = e.IssuedOn, e.ExpiresOn
	if !slices.Contains(DocumentTypes, e.Type) {
		p.Add("type", "form.choose")
	} else if !s.Organisation.Accepts(e.Type) {
		p.Add("type", "document.type_not_accepted")
	} else {
		r.Document.Type = e.Type
		r.Number, err = e.number(kept)
		p.AddErr("number", err)
		r.Document.Country, err = e.country()
		p.AddErr("country", err)
	}
	r.Document.Issuer, err = CleanLine(e.Issuer, IssuerLimit)
	p.AddErr("issuer", err)
	p.required([2]string{"issuer", strings.TrimSpace(e.Issuer)}, [2]string{"issued_on", e.IssuedOn.String()})
	switch {
	case e.IssuedOn.After(s.Today):
		p.Add("issued_on", "document.issued_future")
	case !e.ExpiresOn.IsZero() && e.IssuedOn.After(e.ExpiresOn):
		p.Add("issued_on", "document.issued_after_expiry")
	}
	p.AddErr("expires_on", CheckExpiry(e.ExpiresOn, s.Today))
}

// number reads the typed number, or holds the kept one against the type.
func (e DocumentEntry) number(kept DocumentNumber) (DocumentNumber, error) {
	if strings.TrimSpace(e.Number) == "" && !kept.IsZero() {
		return ParseDocumentNumber(e.Type, kept.Reveal())
	}
	return ParseDocumentNumber(e.Type, e.Number)
}

func (e DocumentEntry) country() (string, error) {
	if !e.Type.NeedsIssuer() {
		return "DEU", nil
	}
	state, err := ParseState(e.Country)
	if err == nil && state == "" {
		err = Fail(Invalid, "document.country_missing")
	}
	if state == "DEU" {
		err = Fail(Invalid, "document.country_german")
	}
	return state, err
}

// readHolder takes the person as printed.
func (e DocumentEntry) readHolder(r *Reading, p *Problems, s Setting) {
	var err error
	r.Holder.BirthDate = e.BirthDate
	r.Holder.FamilyName, err = CleanName(e.FamilyName, NameLimit)
	p.AddErr("family_name", err)
	r.Holder.GivenNames, err = CleanName(e.GivenNames, NameLimit)
	p.AddErr("given_names", err)
	r.Holder.Nationality, err = ParseState(e.Nationality)
	p.AddErr("nationality", err)
	p.required([2]string{"family_name", strings.TrimSpace(e.FamilyName)}, [2]string{"birth_date", e.BirthDate.String()},
		[2]string{"nationality", strings.TrimSpace(e.Nationality)})
	if e.BirthDate.After(s.Today) {
		p.Add("birth_date", "person.birth_date_future")
	}
}

// comparisonHolds reports whether what was compared before is still what stands
// there, so that the zone need not be read again.
func (i Identification) comparisonHolds(r Reading, kept DocumentNumber) bool {
	d := i.Document
	return i.Compared() && r.Holder == i.Capture.Holder && r.Number.Equal(kept) &&
		r.Document.Type == d.Type && r.Document.ExpiresOn == d.ExpiresOn && r.Document.Country == d.Country
}

// Compared reports whether the document was compared with its zone, or a reason
// was given why that was not possible.
func (i Identification) Compared() bool {
	return i.Capture.MRZRead || slices.ContainsFunc(i.Capture.Differences, func(d Difference) bool { return d.Field == "mrz" })
}

// compareZone holds the typed values against the zone. Each difference needs the
// officer's reason.
func (e DocumentEntry) compareZone(r *Reading, p *Problems, m MRZ) {
	if m.KeyboardSwapped {
		p.Add("mrz", "mrz.keyboard_swapped")
		return
	}
	if !m.Valid() {
		*p = append(*p, m.Faults...)
		return
	}
	switch t, known := m.DocumentType(); {
	case p.Has("type"): // which type it is comes first
		return
	case !known:
		p.Add("mrz", "document.type_of_zone_unknown")
		return
	case t != e.Type:
		p.Add("type", "document.type_differs", "zone", t.TextKey())
		return
	}
	r.MRZRead = true
	family, given := m.CompareNames(r.Holder.FamilyName, r.Holder.GivenNames)
	r.Names = worse(family, given)
	for _, field := range ComparedFields {
		if !p.Has(field) && r.differs(field, m, family, given) {
			e.need(r, p, field, "document.reason_needed")
		}
	}
}

// differs reports whether a field is not what the zone says.
func (r Reading) differs(field string, m MRZ, family, given NameMatch) bool {
	switch field {
	case "number":
		return !r.Number.Equal(m.Number)
	case "family_name":
		return family == NameDiffers
	case "given_names":
		return given == NameDiffers
	case "birth_date":
		return !m.Birth.Matches(r.Holder.BirthDate)
	case "expires_on":
		return r.Document.ExpiresOn != m.Expiry
	case "nationality":
		return r.Holder.Nationality != m.Nationality
	}
	return r.Document.Country != m.Issuer
}

// worse gives the weaker of two agreements, short of a difference: that is
// listed by itself.
func worse(a, b NameMatch) NameMatch {
	for _, m := range []NameMatch{NameTruncated, NameTransliterated} {
		if a == m || b == m {
			return m
		}
	}
	return NameSame
}

// need notes a difference with its reason, or asks for the reason.
func (e DocumentEntry) need(r *Reading, p *Problems, field, key string) {
	reason, err := CleanText(e.Reasons[field], ReasonLimit)
	switch {
	case err != nil:
		p.AddErr("reason_"+field, err)
	case reason == "":
		p.Add("reason_"+field, key, "field", "field."+field)
	default:
		r.Differences = append(r.Differences, Difference{Field: field, Reason: reason})
	}
}

// HolderOf gives the person of an application as a document would name them.
func HolderOf(p PersonData) Holder {
	return Holder{FamilyName: p.FamilyName, GivenNames: p.GivenNames, BirthDate: p.BirthDate, Nationality: p.Nationality}
}

// Name puts the holder's data into a person's.
func (h Holder) Name(p PersonData) PersonData {
	p.FamilyName, p.GivenNames, p.BirthDate, p.Nationality = h.FamilyName, h.GivenNames, h.BirthDate, h.Nationality
	return p
}

// Or fills what is missing of a holder from another, as a draft does.
func (h Holder) Or(other Holder) Holder {
	if h.FamilyName == "" {
		h.FamilyName = other.FamilyName
	}
	if h.GivenNames == "" {
		h.GivenNames = other.GivenNames
	}
	if h.BirthDate.IsZero() {
		h.BirthDate = other.BirthDate
	}
	if h.Nationality == "" {
		h.Nationality = other.Nationality
	}
	return h
}

// TakeDocument puts a reading into the act.
// Another type of document has other features to check, so what was checked of
// the earlier one goes. The caller seals the number.
func (i *Identification) TakeDocument(r Reading, sealed []byte) {
	if i.Document.Type != r.Document.Type {
		i.Capture.Features, i.DrawnFeatures = nil, DrawFeatures(i.ID, r.Document.Type)
	}
	i.Document, i.NumberSealed = r.Document, sealed
	c := &i.Capture
	c.MRZRead, c.Differences, c.Names, c.Holder = r.MRZRead, r.Differences, r.Names, r.Holder
}

// DocumentProblems gives what is missing or wrong with the document of an act,
// for the person that the application names, under the names of the form's fields.
func (i Identification) DocumentProblems(person PersonData, s Setting) Problems {
	var p Problems
	d := i.Document
	p.required([2]string{"type", string(d.Type)}, [2]string{"issuer", d.Issuer}, [2]string{"issued_on", d.IssuedOn.String()})
	if d.Type != "" && !s.Organisation.Accepts(d.Type) {
		p.Add("type", "document.type_not_accepted")
	}
	if len(i.NumberSealed) == 0 {
		p.Add("number", "document.number_missing")
	}
	if d.ExpiresOn.IsZero() {
		p.Add("expires_on", "document.expiry_missing")
	} else {
		p.AddErr("expires_on", CheckExpiry(d.ExpiresOn, s.Today))
	}
	switch {
	case !i.Compared():
		p.Add("mrz", "document.not_compared")
	case i.Capture.Holder != HolderOf(person):
		p.Add("mrz", "document.person_changed")
	}
	return p
}
