package officer

import (
	"encoding/json"
	"log/slog"
	"strings"
)

// An MRZFormat is the layout of a machine readable zone.
type MRZFormat string

// The layouts the portal reads.
const (
	TD1 MRZFormat = "TD1" // three lines of 30: identity cards, residence permits (ICAO 9303-5)
	TD3 MRZFormat = "TD3" // two lines of 44: passports (ICAO 9303-4)
)

// An MRZ is what the machine readable zone of a document says, as far as it was
// typed. Sex and optional data are checked over, but not kept. It prints and
// marshals its verdicts only, never what the zone says.
type MRZ struct {
	Format        MRZFormat // empty until the first character tells
	DocumentCode  string    // ID, P, AR …
	Issuer        string    // ICAO 9303-3 §5, with DEU for the D of Germany
	Number        DocumentNumber
	NumberCheckOK bool
	Nationality   string // as Issuer
	Birth         PartialDate
	Expiry        Date
	PrimaryName   string // family name, in A–Z
	SecondaryName string // given names, in A–Z; empty for a single name
	NameTruncated bool   // the zone had no room for all names, or just enough

	Fields      []MRZField // in the order of the zone; Complete says which were typed in full
	Missing     int        // characters still to come
	Faults      Problems   // everything that is wrong, under the field mrz
	Suggestions []Suggestion

	// KeyboardSwapped says that the text comes right when read as typed by a
	// scanner that is set to another keyboard layout; Corrected has that text.
	KeyboardSwapped bool

	corrected *string // a pointer, so that no printing of the struct shows it
}

// An MRZField is one field with the verdict on it. Value is masked for the
// document's number and the optional data.
type MRZField struct {
	Name     string // code, issuer, number, birth, expiry, nationality, names, optional, composite
	Value    string
	Check    string // the check digit as typed, if the field has one
	Complete bool
	OK       bool
}

// ParseMRZ reads a zone typed, pasted or scanned, all at once or line by line, in
// capitals or not, with or without spaces, line breaks and the fillers at a line's
// end. It reads what there is: Fields holds the verdicts so far. today decides the
// century of the birth date.
func ParseMRZ(text string, today Date) MRZ {
	m := readMRZ(text, today)
	if m.checksPass() || len(text) < shortestZone {
		return m
	}
	for _, layout := range []*strings.Replacer{swappedKeys, swappedSigns} {
		other := layout.Replace(text)
		if alternative := readMRZ(other, today); alternative.checksPass() {
			corrected := strings.Join(splitMRZ(other).lines, "\n")
			m.KeyboardSwapped, m.corrected = true, &corrected
			break
		}
	}
	return m
}

// shortestZone is less than any zone has, fillers left out: below it, nobody needs
// to try another keyboard layout.
const shortestZone = 48

// The signs that stand for < when scanner and computer use different keyboard
// layouts: a US scanner on a German computer types ; for it and swaps Y and Z.
var (
	swappedSigns = strings.NewReplacer(fillerSigns...)
	swappedKeys  = strings.NewReplacer(append([]string{"Y", "Z", "Z", "Y", "y", "z", "z", "y"}, fillerSigns...)...)
	fillerSigns  = []string{";", "<", ">", "<", "\\", "<", "|", "<", ",", "<", "`", "<", "§", "<", "°", "<"}
)

// Corrected gives the text as it was meant when KeyboardSwapped is set. It is
// offered to the officer and never taken by itself.
func (m MRZ) Corrected() string {
	if m.corrected == nil {
		return ""
	}
	return *m.corrected
}

// Complete reports whether every character of the zone is there.
func (m MRZ) Complete() bool { return m.Format != "" && m.Missing == 0 }

// Valid reports whether the zone is complete and nothing is wrong with it.
func (m MRZ) Valid() bool { return len(m.Faults) == 0 }

// Err gives every fault of the zone as one [Invalid] error, or nil.
func (m MRZ) Err() error { return m.Faults.Err() }

// checksPass reports whether the zone is complete and every check digit right.
func (m MRZ) checksPass() bool {
	for _, f := range m.Fields {
		if f.Check != "" && !f.OK || !f.Complete {
			return false
		}
	}
	return m.Complete()
}

// Field gives the field of that name.
func (m MRZ) Field(name string) (MRZField, bool) {
	for _, f := range m.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return MRZField{}, false
}

// DocumentType tells the type of the document; false when the zone does not, or
// the portal does not accept it.
func (m MRZ) DocumentType() (DocumentType, bool) {
	german := m.Issuer == "DEU"
	switch {
	case m.Format == TD3 && german:
		return Passport, true
	case m.Format == TD3 && m.Issuer != "":
		return ForeignPassport, true
	case german && strings.HasPrefix(m.DocumentCode, "I"):
		return IdentityCard, true
	case german && strings.HasPrefix(m.DocumentCode, "A"):
		return ResidencePermit, true
	}
	return "", false
}

// CompareNames compares the printed names with the zone's. A name that lacks its
// end counts as cut only when the zone is full; else it differs.
func (m MRZ) CompareNames(family, given string) (familyMatch, givenMatch NameMatch) {
	verdict := func(visual, zone string) NameMatch {
		match := CompareNames(visual, zone)
		if match == NameTruncated && !m.NameTruncated {
			return NameDiffers
		}
		return match
	}
	return verdict(family, m.PrimaryName), verdict(given, m.SecondaryName)
}

// GermanTransliteration writes a name as a German zone does: Ä as AE, ß as SS,
// spaces and hyphens as <, apostrophes not at all (ICAO 9303-3 §6).
func GermanTransliteration(name string) string {
	return strings.ReplaceAll(SearchForm(name), " ", "<")
}

// String, GoString and LogValue say how the reading went, and nothing of what it read.
func (m MRZ) String() string {
	if m.Format == "" {
		return "MRZ"
	}
	return "MRZ " + string(m.Format)
}
func (m MRZ) GoString() string     { return m.String() }
func (m MRZ) LogValue() slog.Value { return slog.StringValue(m.String()) }

// MarshalJSON writes format and verdicts: what a live display needs.
func (m MRZ) MarshalJSON() ([]byte, error) {
	type verdict struct {
		Name     string `json:"name"`
		Complete bool   `json:"complete"`
		OK       bool   `json:"ok"`
	}
	verdicts := make([]verdict, len(m.Fields))
	for i, f := range m.Fields {
		verdicts[i] = verdict{f.Name, f.Complete, f.OK}
	}
	return json.Marshal(map[string]any{
		"format": m.Format, "missing": m.Missing, "valid": m.Valid(),
		"keyboardSwapped": m.KeyboardSwapped, "fields": verdicts,
	})
}
