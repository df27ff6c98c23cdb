package officer

import (
	"log/slog"
	"strings"
	"unicode"
)

// A DocumentNumber is the number of an identity document, in capitals and without
// its check digit. The law forbids to search or sort by it (§§ 16, 20 PAuswG), so
// it neither prints, logs nor marshals by accident: who needs it says Reveal, and
// records that. It points to its text because fmt cannot call String on another
// struct's unexported field and would print a plain string there.
type DocumentNumber struct{ text *string }

// hidden is what a secret shows of itself.
const hidden = "•••"

// newDocumentNumber wraps a number that was checked before.
func newDocumentNumber(s string) DocumentNumber {
	if s == "" {
		return DocumentNumber{}
	}
	return DocumentNumber{&s}
}

// Reveal gives the number itself.
func (n DocumentNumber) Reveal() string {
	if n.text == nil {
		return ""
	}
	return *n.text
}

// Masked gives the form for the screen: dots, and the last three characters of a
// number that has more than six.
func (n DocumentNumber) Masked() string {
	s := n.Reveal()
	shown := 0
	if len(s) > 6 {
		shown = 3
	}
	return strings.Repeat("•", len(s)-shown) + s[len(s)-shown:]
}

// IsZero reports whether there is no number.
func (n DocumentNumber) IsZero() bool { return n.Reveal() == "" }

// Equal reports whether both are the same number.
func (n DocumentNumber) Equal(other DocumentNumber) bool { return n.Reveal() == other.Reveal() }

// String, GoString, LogValue, MarshalText and MarshalJSON hide the number.
func (n DocumentNumber) String() string               { return hidden }
func (n DocumentNumber) GoString() string             { return hidden }
func (n DocumentNumber) LogValue() slog.Value         { return slog.StringValue(hidden) }
func (n DocumentNumber) MarshalText() ([]byte, error) { return []byte(hidden), nil }
func (n DocumentNumber) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

// The characters of German numbers (no vowels, no look-alikes), and the first
// letters that tell identity cards from passports.
const (
	germanNumberLetters    = "0123456789CFGHJKLMNPRTVWXYZ"
	identityCardFirst      = "LMNPRTVWXY"
	passportFirst          = "CFGHJK"
	germanNumberLength     = 9
	foreignNumberMaxLength = 20
)

// CheckDigit calculates the check digit of s, '0' to '9' (ICAO 9303-3 §4.9); false
// if a character is none of 0–9, A–Z and <.
func CheckDigit(s string) (byte, bool) {
	sum := 0
	for i := range len(s) {
		v, ok := mrzValue(s[i])
		if !ok {
			return 0, false
		}
		sum += v * [3]int{7, 3, 1}[i%3]
	}
	return byte('0' + sum%10), true
}

// mrzValue is a character's worth in the check digit.
func mrzValue(c byte) (int, bool) {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0'), true
	case c >= 'A' && c <= 'Z':
		return int(c-'A') + 10, true
	}
	return 0, c == '<'
}

// ParseDocumentNumber reads a number as printed or typed. German ones may be
// followed by their check digit and by the D of the nationality, as on the back of
// older cards; both are verified and dropped. Errors are [Invalid], with keys
// document.number_*.
func ParseDocumentNumber(t DocumentType, typed string) (DocumentNumber, error) {
	s := compactNumber(typed)
	if s == "" {
		return DocumentNumber{}, Fail(Invalid, "document.number_missing")
	}
	if t.German() {
		return parseGermanNumber(t, s)
	}
	for i, r := range s {
		if !asciiAlphanumeric(r) {
			return DocumentNumber{}, numberCharacter(s[:i], r)
		}
	}
	if len(s) > foreignNumberMaxLength {
		return DocumentNumber{}, Fail(Invalid, "document.number_too_long", "max", foreignNumberMaxLength)
	}
	return newDocumentNumber(s), nil
}

// compactNumber writes capitals and drops what people put between characters,
// and the fillers of the machine readable zone at the end.
func compactNumber(typed string) string {
	s := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '-' {
			return -1
		}
		if r < unicode.MaxASCII {
			return unicode.ToUpper(r)
		}
		return r // ſ and ı must not turn into S and I
	}, typed)
	return strings.TrimRight(s, "<")
}

func asciiAlphanumeric(r rune) bool { return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' }

func parseGermanNumber(t DocumentType, s string) (DocumentNumber, error) {
	// The D is no letter of German numbers, so at the end it is the nationality.
	s = strings.TrimRight(strings.TrimSuffix(s, "D"), "<")
	for i, r := range s {
		if !strings.ContainsRune(germanNumberLetters, r) {
			return DocumentNumber{}, numberCharacter(s[:i], r)
		}
	}
	number, check := s, ""
	if len(s) == germanNumberLength+1 {
		number, check = s[:germanNumberLength], s[germanNumberLength:]
	}
	if len(number) != germanNumberLength {
		return DocumentNumber{}, Fail(Invalid, "document.number_length",
			"length", len(s), "expected", germanNumberLength)
	}
	if key := firstLetterFault(t, number[0]); key != "" {
		return DocumentNumber{}, Fail(Invalid, key)
	}
	if want, _ := CheckDigit(number); check != "" && check[0] != want {
		return DocumentNumber{}, Fail(Invalid, "document.number_check")
	}
	return newDocumentNumber(number), nil
}

// firstLetterFault names the text for a first letter that belongs to another type
// of document, or is empty. Residence permits know no rule.
func firstLetterFault(t DocumentType, first byte) string {
	card, passport := strings.IndexByte(identityCardFirst, first) >= 0, strings.IndexByte(passportFirst, first) >= 0
	switch {
	case t == ResidencePermit || t == IdentityCard && card || t == Passport && passport:
		return ""
	case t == IdentityCard && passport:
		return "document.number_of_passport"
	case t == Passport && card:
		return "document.number_of_identity_card"
	}
	return "document.number_first"
}

func numberCharacter(before string, r rune) error {
	return Fail(Invalid, "document.number_character",
		"position", len([]rune(before))+1, "character", string(r))
}

// A Suggestion proposes to read one character differently. It is shown and never
// applied by the portal itself. Line and Position count from 1; Line is 0 where
// there are no lines.
type Suggestion struct {
	Field    string
	Line     int
	Position int
	From, To string
}

// lookAlikes pairs the letters and digits that readers mix up.
const lookAlikes = "O0I1S5B8"

// lookAlike gives the character that c is mixed up with; false if there is none.
func lookAlike(c byte) (byte, bool) {
	i := strings.IndexByte(lookAlikes, c)
	if i < 0 {
		return c, false
	}
	return lookAlikes[i^1], true
}

// NumberSuggestions proposes digits for the letters O, I, S and B in a German
// number, where they cannot occur. Foreign numbers may hold any letter.
func NumberSuggestions(t DocumentType, typed string) []Suggestion {
	if !t.German() {
		return nil
	}
	var found []Suggestion
	s := compactNumber(typed)
	for i := range len(s) {
		if to, ok := lookAlike(s[i]); ok && to < 'A' {
			found = append(found, Suggestion{
				Field: "number", Position: i + 1, From: s[i : i+1], To: string(to),
			})
		}
	}
	return found
}

// ApplyNumber gives the typed number, without spaces, as the suggestion reads it.
// A suggestion made for another text changes nothing.
func (s Suggestion) ApplyNumber(typed string) string {
	text := compactNumber(typed)
	i := s.Position - 1
	if i < 0 || i >= len(text) || text[i:i+1] != s.From {
		return text
	}
	return text[:i] + s.To + text[i+1:]
}
