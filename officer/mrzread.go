package officer

import (
	"strings"
	"time"
)

// mrzSpan is a field's place in the zone, counted from 1 with both ends, as the
// tables of ICAO 9303 have it. The check digit, if any, follows the field.
type mrzSpan struct {
	name           string
	line, from, to int
	check          bool
	letters        mrzLetters
}

// mrzLetters says what may stand in a field.
type mrzLetters int

const (
	anyLetters  mrzLetters = iota // A–Z, 0–9 and <
	onlyLetters                   // A–Z and <
	onlyDigits                    // 0–9 and <
)

// The layouts: ICAO 9303-5 §4.2.2 and 9303-4 §4.2.2. Sex is left out on purpose.
var mrzSpans = map[MRZFormat][]mrzSpan{
	TD1: {
		{"code", 1, 1, 2, false, onlyLetters},
		{"issuer", 1, 3, 5, false, onlyLetters},
		{"number", 1, 6, 14, true, anyLetters},
		{"birth", 2, 1, 6, true, onlyDigits},
		{"expiry", 2, 9, 14, true, onlyDigits},
		{"nationality", 2, 16, 18, false, onlyLetters},
		{"composite", 2, 30, 29, true, onlyDigits},
		{"names", 3, 1, 30, false, onlyLetters},
	},
	TD3: {
		{"code", 1, 1, 2, false, onlyLetters},
		{"issuer", 1, 3, 5, false, onlyLetters},
		{"names", 1, 6, 44, false, onlyLetters},
		{"number", 2, 1, 9, true, anyLetters},
		{"nationality", 2, 11, 13, false, onlyLetters},
		{"birth", 2, 14, 19, true, onlyDigits},
		{"expiry", 2, 22, 27, true, onlyDigits},
		{"optional", 2, 29, 42, true, anyLetters},
		{"composite", 2, 44, 43, true, onlyDigits},
	},
}

// compositeSpans are the parts over which the last check digit goes.
var compositeSpans = map[MRZFormat][][3]int{
	TD1: {{1, 6, 30}, {2, 1, 7}, {2, 9, 15}, {2, 19, 29}},
	TD3: {{2, 1, 10}, {2, 14, 20}, {2, 22, 43}},
}

// mrzReader fills an MRZ from the lines of a zone.
type mrzReader struct {
	mrzText
	today       Date
	mrz         MRZ
	checkFailed bool
}

// readMRZ reads the text as it stands.
func readMRZ(text string, today Date) MRZ {
	r := mrzReader{mrzText: splitMRZ(text), today: today}
	r.mrz = MRZ{Format: r.format, Missing: r.missing()}
	for _, span := range mrzSpans[r.format] {
		r.read(span)
	}
	if r.mrz.Missing > 0 {
		r.faults.Add(mrzField, "mrz.incomplete", "missing", r.mrz.Missing)
	}
	r.mrz.Faults = r.faults
	return r.mrz
}

// read takes one field: its letters, its check digit, then its meaning.
func (r *mrzReader) read(span mrzSpan) {
	f := MRZField{Name: span.name}
	value, check := r.fieldText(span, &f)
	r.suggest(span, value, check)
	if f.Complete {
		key := r.verdict(span, value, check)
		if key == "" {
			key = r.take(span.name, value)
		}
		f.OK = key == ""
		r.note(key)
		if span.name == "number" {
			r.mrz.NumberCheckOK = f.OK || key == "mrz.number_german"
		}
	}
	f.Value, f.Check = shownValue(span.name, value), check
	r.mrz.Fields = append(r.mrz.Fields, f)
}

// shownValue is what a field shows of itself: the last check digit goes over the
// document's number, so it shows nothing.
func shownValue(name, value string) string {
	switch name {
	case "composite":
		return ""
	case "number", "optional":
		return newDocumentNumber(strings.TrimRight(value, "<")).Masked()
	}
	return strings.TrimRight(value, "<")
}

// note adds a fault, unless it only follows from one that was told before: the
// last check digit fails with every other, and wrong characters are told once.
func (r *mrzReader) note(key string) {
	follows := key == "mrz.composite_check" && r.checkFailed || key == "mrz.character"
	if key != "" && !follows {
		r.faults.Add(mrzField, key)
	}
	r.checkFailed = r.checkFailed || strings.HasSuffix(key, "_check") || strings.HasSuffix(key, "_letters")
}

// fieldText gives a field's characters and its check digit. A TD1 number of more
// than nine characters goes on in the optional data, and its check digit follows
// there (ICAO 9303-5 §4.2.2.1 note j).
func (r *mrzReader) fieldText(span mrzSpan, f *MRZField) (value, check string) {
	if span.name == "composite" {
		value, f.Complete = r.composite()
	} else {
		value, f.Complete = r.at(span.line, span.from, span.to)
	}
	if !span.check || !f.Complete {
		return value, ""
	}
	check, f.Complete = r.at(span.line, span.to+1, span.to+1)
	if r.format == TD1 && span.name == "number" && check == "<" {
		var rest string
		rest, f.Complete = r.at(1, 16, 30)
		rest, _, _ = strings.Cut(rest, "<")
		if len(rest) > 1 {
			value, check = value+rest[:len(rest)-1], rest[len(rest)-1:]
		}
	}
	return value, check
}

// composite joins what the last check digit goes over.
func (r *mrzReader) composite() (string, bool) {
	all, complete := "", true
	for _, span := range compositeSpans[r.format] {
		part, ok := r.at(span[0], span[1], span[2])
		all, complete = all+part, complete && ok
	}
	return all, complete
}

// verdict names what is wrong with a field's characters, or gives nothing.
func (r *mrzReader) verdict(span mrzSpan, value, check string) string {
	switch {
	case strings.Contains(value, "?"):
		return "mrz.character"
	case span.name != "composite" && strings.ContainsFunc(value, span.letters.excludes):
		return "mrz." + span.name + "_letters"
	case !span.check:
		return ""
	}
	want, ok := CheckDigit(value)
	// The check digit of an empty optional field may be a filler, ICAO 9303-4 §4.2.2.2.
	empty := span.name == "optional" && check == "<" && strings.Trim(value, "<") == ""
	if empty || ok && check == string(want) {
		return ""
	}
	return "mrz." + span.name + "_check"
}

// excludes reports whether r may not stand in a field of these letters.
func (l mrzLetters) excludes(r rune) bool {
	digit := r >= '0' && r <= '9'
	return l == onlyLetters && digit || l == onlyDigits && !digit && r != '<'
}

// take keeps what a field says, or names the text for what cannot be.
func (r *mrzReader) take(name, value string) string {
	text := strings.TrimRight(value, "<")
	switch name {
	case "code":
		r.mrz.DocumentCode = text
	case "issuer":
		return takeState(text, &r.mrz.Issuer, "mrz.issuer_unknown")
	case "nationality":
		return takeState(text, &r.mrz.Nationality, "mrz.nationality_unknown")
	case "number":
		return r.takeNumber(strings.ReplaceAll(text, "<", ""))
	case "birth":
		return r.takeBirth(value)
	case "expiry":
		return r.takeExpiry(value)
	case "names":
		return r.takeNames(value)
	}
	return ""
}

// takeNumber keeps the number; a German one must follow the German rules.
func (r *mrzReader) takeNumber(number string) string {
	if number == "" {
		return "mrz.number_missing"
	}
	r.mrz.Number = newDocumentNumber(number)
	if t, known := r.mrz.DocumentType(); known && t.German() {
		if _, err := ParseDocumentNumber(t, number); err != nil {
			return "mrz.number_german"
		}
	}
	return ""
}

// takeBirth reads YYMMDD with << for what is unknown. The century is the latest
// that does not put the birth into the future.
func (r *mrzReader) takeBirth(value string) string {
	yy, okYear := mrzPair(value[:2])
	mm, okMonth := mrzPair(value[2:4])
	dd, okDay := mrzPair(value[4:])
	born := PartialDate{Month: mm, Day: dd}
	if value[:2] != "<<" {
		born.Year = 2000 + yy
		if first, ok := born.Earliest(); ok && first.After(r.today) {
			born.Year -= 100
		}
	}
	if !okYear || !okMonth || !okDay || !born.possible() {
		return "mrz.birth_date"
	}
	r.mrz.Birth = born
	return ""
}

// takeExpiry reads YYMMDD, always of this century.
func (r *mrzReader) takeExpiry(value string) string {
	yy, okYear := mrzPair(value[:2])
	mm, okMonth := mrzPair(value[2:4])
	dd, okDay := mrzPair(value[4:])
	expiry, err := NewDate(2000+yy, time.Month(mm), dd)
	if !okYear || !okMonth || !okDay || err != nil {
		return "mrz.expiry_date"
	}
	r.mrz.Expiry = expiry
	return ""
}

// mrzPair reads two digits, or 0 for two fillers.
func mrzPair(s string) (int, bool) {
	if s == "<<" {
		return 0, true
	}
	return digits(s)
}

// takeNames parts family and given names at the first <<. A zone without room for
// all names ends in a letter (ICAO 9303-3 §4.6).
func (r *mrzReader) takeNames(value string) string {
	r.mrz.NameTruncated = value[len(value)-1] != '<'
	primary, secondary, _ := strings.Cut(strings.TrimRight(value, "<"), "<<")
	r.mrz.PrimaryName, r.mrz.SecondaryName = mrzWords(primary), mrzWords(secondary)
	if r.mrz.PrimaryName == "" {
		return "mrz.names_missing"
	}
	return ""
}

// mrzWords makes one space of any number of fillers.
func mrzWords(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '<' }), " ")
}

// takeState keeps the state a code names, or returns the fault's key.
func takeState(code string, to *string, unknown string) string {
	state, ok := StateOf(code)
	if !ok {
		return unknown
	}
	*to = state
	return ""
}

// suggest proposes another reading for each character that cannot stand where it
// stands. In a number that may hold any letter it proposes the one change that
// makes the check digit right.
func (r *mrzReader) suggest(span mrzSpan, value, check string) {
	add := func(at int, from, to byte) {
		r.mrz.Suggestions = append(r.mrz.Suggestions, Suggestion{
			Field: span.name, Line: span.line, Position: at, From: string(from), To: string(to),
		})
	}
	if typed, _ := r.at(span.line, span.to+1, span.to+1); span.check && typed != "" {
		if to, ok := lookAlike(typed[0]); ok && to < 'A' {
			add(span.to+1, typed[0], to)
		}
	}
	if span.name == "composite" || span.name == "optional" {
		return
	}
	typed, _ := r.at(span.line, span.from, min(span.to, r.typedTo(span.line)))
	for i := range len(typed) {
		to, ok := lookAlike(typed[i])
		if ok && (span.letters.excludes(rune(typed[i])) || r.numberWants(span, value, check, i, to)) {
			add(span.from+i, typed[i], to)
		}
	}
}

// typedTo is the number of characters typed of a line.
func (r *mrzReader) typedTo(line int) int {
	if line > len(r.lines) {
		return 0
	}
	return len(r.lines[line-1])
}

// numberWants reports whether the document's number would be right with the
// character to at i: by the German letters, or by the check digit.
func (r *mrzReader) numberWants(span mrzSpan, value, check string, i int, to byte) bool {
	if span.name != "number" {
		return false
	}
	if r.mrz.Issuer == "DEU" {
		return to < 'A' // German numbers hold none of O, I, S, B
	}
	if want, ok := CheckDigit(value); value == "" || !ok || check == string(want) {
		return false
	}
	want, _ := CheckDigit(value[:i] + string(to) + value[i+1:])
	return check == string(want)
}
