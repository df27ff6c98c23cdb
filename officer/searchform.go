package officer

import (
	"math/bits"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// SearchForm writes a name in the capitals A–Z, as DIN 91379 derives its search
// form, so that Müller, Mueller and MÜLLER are one: Ä=AE, Å=AA, Ø=OE, ß=SS, Þ=TH,
// other marks are dropped. Hyphens, stops and spaces become one space, apostrophes
// vanish, digits stay. Letters of other scripts stay as they are, so that a query
// in Cyrillic finds nothing instead of everything.
func SearchForm(name string) string { return foldName(name, germanVowels) }

// plainForm is the search form of those who drop the dots instead: Ü=U, Ø=O.
func plainForm(name string) string { return foldName(name, plainVowels) }

// vowelRule says how A, O, U with dots, A with a ring, and O with a stroke are written.
type vowelRule struct{ dots, ring, stroke string }

var (
	germanVowels = vowelRule{dots: "E", ring: "A", stroke: "OE"}
	plainVowels  = vowelRule{stroke: "O"}
)

const (
	markDots = '\u0308'
	markRing = '\u030A'
)

// foldName writes each letter's basic letters; the standard composition makes
// sure that a letter and its marks stand together, whatever way it was typed.
func foldName(name string, rule vowelRule) string {
	b := make([]byte, 0, len(name)+4)
	text := norm.NFD.String(name)
	for i, r := range text {
		if r < unicode.MaxASCII {
			b = appendASCII(b, byte(r))
			continue
		}
		switch letters := rule.letter(r); {
		case r == markDots || r == markRing:
			b = append(b, rule.mark(text[:i], r)...)
		case letters == " ":
			b = appendSpace(b)
		default:
			b = append(b, letters...)
		}
	}
	return strings.TrimRight(string(b), " ")
}

// appendASCII adds a capital, a digit, or one space for whatever separates words.
func appendASCII(b []byte, c byte) []byte {
	switch {
	case c >= 'a' && c <= 'z':
		return append(b, c-'a'+'A')
	case c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		return append(b, c)
	case c == '\'' || c == '`' || c == '~' || c == '^':
		return b
	}
	return appendSpace(b)
}

func appendSpace(b []byte) []byte {
	if len(b) == 0 || b[len(b)-1] == ' ' {
		return b
	}
	return append(b, ' ')
}

// mark gives what a mark adds to the letter it stands on, which is the last one
// of before that is no mark itself.
func (v vowelRule) mark(before string, mark rune) string {
	before = strings.TrimRightFunc(before, isMark)
	if before == "" {
		return ""
	}
	base := before[len(before)-1]
	switch {
	case mark == markDots && strings.IndexByte("AOUaou", base) >= 0:
		return v.dots
	case mark == markRing && (base == 'A' || base == 'a'):
		return v.ring
	}
	return ""
}

// isMark reports a combining mark; U+0300 is the first of all.
func isMark(r rune) bool { return r >= 0x300 && unicode.Is(unicode.M, r) }

// basicLetters are the letters that no decomposition leads back to A–Z.
var basicLetters = map[rune]string{
	'Æ': "AE", 'æ': "AE", 'Œ': "OE", 'œ': "OE", 'Ð': "D", 'ð': "D", 'Đ': "D", 'đ': "D",
	'Þ': "TH", 'þ': "TH", 'Ħ': "H", 'ħ': "H", 'Ĳ': "IJ", 'ĳ': "IJ", 'ĸ': "K", 'ı': "I",
	'Ŀ': "L", 'ŀ': "L", 'Ł': "L", 'ł': "L", 'ŉ': "N", 'Ŋ': "N", 'ŋ': "N", 'Ŧ': "T", 'ŧ': "T",
	'Ƈ': "C", 'ƈ': "C", 'Ə': "E", 'ə': "E", 'Ɨ': "I", 'ɨ': "I", 'Ʒ': "Z", 'ʒ': "Z",
	'Ǥ': "G", 'ǥ': "G", 'ß': "SS", 'ẞ': "SS",
}

// letter gives the basic letters of a character outside ASCII.
func (v vowelRule) letter(r rune) string {
	switch {
	case r == 'Ø' || r == 'ø':
		return v.stroke
	case basicLetters[r] != "":
		return basicLetters[r]
	case unicode.In(r, unicode.M, unicode.Lm): // marks; ʾ, ʿ and their like
		return ""
	case unicode.In(r, unicode.L, unicode.N):
		return string(unicode.ToUpper(r))
	case unicode.In(r, unicode.Z, unicode.Pd):
		return " "
	}
	return ""
}

// Up to fewPlaces doubtful vowels SearchForms tries each combination, above two
// changes at a time; vowels after the maxPlaces-th are taken as they are.
const (
	fewPlaces = 4
	maxPlaces = 12
)

// SearchForms gives the search forms to look for when somebody types query: Ü may
// have been written UE or U, by them or by whoever typed the stored name, so Muller
// and Müller find each other. The first is SearchForm(query); there are at most 81.
func SearchForms(query string) []string {
	form := SearchForm(query)
	if form == "" {
		return nil
	}
	places, withE := doubtfulVowels(form)
	all := 1<<len(places) - 1
	forms := []string{form}
	for set := 1; set <= all; set++ {
		if len(places) <= fewPlaces || bits.OnesCount(uint(set)) <= 2 || set == withE || set == all&^withE {
			forms = append(forms, respell(form, places, set))
		}
	}
	slices.Sort(forms[1:])
	return append(forms[:1], slices.DeleteFunc(slices.Compact(forms[1:]), func(f string) bool { return f == form })...)
}

// doubtfulVowels finds the A, O and U of a search form that may have had dots, and
// the set of those that an E follows, as bits. The U of AU, EU and OU never has.
func doubtfulVowels(form string) (places []int, withE int) {
	for i := range len(form) {
		diphthong := form[i] == 'U' && i > 0 && strings.IndexByte("AEO", form[i-1]) >= 0
		if strings.IndexByte("AOU", form[i]) < 0 || diphthong || len(places) == maxPlaces {
			continue
		}
		if i+1 < len(form) && form[i+1] == 'E' {
			withE |= 1 << len(places)
		}
		places = append(places, i)
	}
	return places, withE
}

// respell adds the E after the vowels of the set, or takes it away where there is one.
func respell(form string, places []int, set int) string {
	var b strings.Builder
	done := 0
	for i, at := range places {
		if set>>i&1 == 0 {
			continue
		}
		b.WriteString(form[done : at+1])
		done = at + 1
		if done < len(form) && form[done] == 'E' {
			done++
		} else {
			b.WriteByte('E')
		}
	}
	return b.String() + form[done:]
}

// A NameMatch says how a printed name and the one in the machine readable zone agree.
type NameMatch string

// The verdicts, from best to worst.
const (
	NameSame           NameMatch = "same"           // letter by letter
	NameTransliterated NameMatch = "transliterated" // the zone writes the same letters in A–Z
	NameTruncated      NameMatch = "truncated"      // the zone had no room for all of it
	NameDiffers        NameMatch = "differs"        // the officer must give a reason
)

// CompareNames compares a printed name with one from the machine readable zone:
// by search form, with Ü as UE or U, and tolerant of a cut end and of words cut to
// their beginning. It is a hint for the officer's eyes, not a proof.
func CompareNames(visual, mrz string) NameMatch {
	zone := SearchForm(mrz)
	german, plain := SearchForm(visual), plainForm(visual)
	switch {
	case zone == "" || german == "":
		if zone == german {
			return NameSame
		}
		return NameDiffers
	case zone == strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(visual), "-", " ")):
		return NameSame
	case sameLetters(zone, german) || sameLetters(zone, plain):
		return NameTransliterated
	case cutFrom(zone, german) || cutFrom(zone, plain):
		return NameTruncated
	}
	return NameDiffers
}

func sameLetters(a, b string) bool {
	return strings.ReplaceAll(a, " ", "") == strings.ReplaceAll(b, " ", "")
}

// cutFrom reports whether each word of short begins a word of full, in their
// order and starting with the first (ICAO 9303-3 §4.6: names that do not fit lose
// their ends, or keep initials).
func cutFrom(short, full string) bool {
	if strings.HasPrefix(strings.ReplaceAll(full, " ", ""), strings.ReplaceAll(short, " ", "")) {
		return true
	}
	words, rest := strings.Fields(short), strings.Fields(full)
	for i, w := range words {
		at := slices.IndexFunc(rest, func(f string) bool { return strings.HasPrefix(f, w) })
		if at < 0 || i == 0 && at > 0 {
			return false
		}
		rest = rest[at+1:]
	}
	return true
}
