package officer

import (
	"strings"
	"unicode"
)

// The character set of German authorities, DIN 91379:2022-08, data types A (names)
// and B (other lines). Everything is in Unicode's form C, as the standard demands.

// latinLetters are the 500 letters of the standard, as ranges.
var latinLetters = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x0041, 0x005A, 1}, {0x0061, 0x007A, 1}, {0x00C0, 0x00D6, 1}, {0x00D8, 0x00F6, 1},
		{0x00F8, 0x017E, 1}, {0x0187, 0x0188, 1}, {0x018F, 0x018F, 1}, {0x0197, 0x0197, 1},
		{0x01A0, 0x01A1, 1}, {0x01AF, 0x01B0, 1}, {0x01B7, 0x01B7, 1}, {0x01CD, 0x01DC, 1},
		{0x01DE, 0x01DF, 1}, {0x01E2, 0x01F0, 1}, {0x01F4, 0x01F5, 1}, {0x01F8, 0x01FF, 1},
		{0x0212, 0x0213, 1}, {0x0218, 0x021B, 1}, {0x021E, 0x021F, 1}, {0x0227, 0x0233, 1},
		{0x0259, 0x0259, 1}, {0x0268, 0x0268, 1}, {0x0292, 0x0292, 1}, {0x1E02, 0x1E03, 1},
		{0x1E06, 0x1E07, 1}, {0x1E0A, 0x1E11, 1}, {0x1E17, 0x1E17, 1}, {0x1E1C, 0x1E2B, 1},
		{0x1E2F, 0x1E37, 1}, {0x1E3A, 0x1E3B, 1}, {0x1E40, 0x1E49, 1}, {0x1E52, 0x1E5B, 1},
		{0x1E5E, 0x1E63, 1}, {0x1E6A, 0x1E6F, 1}, {0x1E80, 0x1E87, 1}, {0x1E8C, 0x1E97, 1},
		{0x1E9E, 0x1E9E, 1}, {0x1EA0, 0x1EF9, 1},
	},
	LatinOffset: 5,
}

// latinSequences are the 149 letters that Unicode writes with combining marks:
// for each run of marks, the letters it may follow. Of the last, which joins two
// letters, the second must be an h.
var latinSequences = map[string]string{
	"\u0300":       "CFGKMPSTZcfgkmpstz",
	"\u0301":       "JjÿĪī",
	"\u0302":       "DKLMNdklmn",
	"\u0304":       "CFHKNPSTZcfhknpstzÛûḲḳṢṣṬṭỤụ",
	"\u0306":       "CMNRZcmnrzÇç",
	"\u0307":       "KUku",
	"\u0308":       "CTZczẠạỌọỤụ",
	"\u030B":       "Aa",
	"\u030C":       "J",
	"\u030D":       "ēō",
	"\u0310":       "Mm",
	"\u0315":       "CKPTckptČč",
	"\u031B":       "KTkt",
	"\u031B\u0304": "Ss",
	"\u0323":       "CPcpČč",
	"\u0325":       "LRlr",
	"\u0325\u0304": "LRlr",
	"\u0326":       "CHKLNchklnŽž",
	"\u0327":       "ZzŽž",
	"\u0328\u0306": "Cc",
	"\u0331":       "HSs",
	joinBelow:      "Kk",
}

const joinBelow = "\u035F"

// The other characters of the standard, by its groups. N4, the white space, is
// folded before.
const (
	signsN1 = " ',-.`~¨´·ʹʺʾʿˈˌ’‡"
	signsN2 = "!\"#$%&()*+/0123456789:;<=>?@[\\]^_{|}¡¢£¥§©ª«¬®¯°±²³µ¶¹º»¿×÷€"
	signsN3 = "¤¦¸¼½¾"
)

// A charset says what a kind of field may hold, and how its messages begin.
type charset struct {
	keys     string // name, line
	signs    string // what it may hold besides letters
	notFirst string // what it may not begin with
}

// Nobody's name begins with a hyphen, a comma or a stop. Companies are called
// +Plus and @home, so these signs stay and are escaped when a table is exported;
// nothing begins with = or -, the other signs that spreadsheets calculate with.
var (
	nameCharset = charset{keys: "name.", signs: signsN1, notFirst: "-,."}
	lineCharset = charset{keys: "line.", signs: signsN1 + signsN2 + signsN3, notFirst: "=-"}
)

// latinLetter reports whether the standard has the letter with these marks, and next
// after it.
func latinLetter(letter rune, marks, next string) bool {
	if marks == "" {
		return unicode.Is(latinLetters, letter)
	}
	return strings.ContainsRune(latinSequences[marks], letter) &&
		(marks != joinBelow || next != "" && strings.ContainsAny(next[:1], "Hh"))
}

// refusal gives the last part of the message key for a character, with its marks,
// that the set does not have.
func refusal(r rune, marks string) string {
	switch {
	case unicode.Is(unicode.Cc, r):
		return "control"
	case invisible(r) || strings.ContainsFunc(marks, invisible):
		return "invisible"
	case unicode.Is(unicode.Nd, r):
		return "digit"
	case unicode.Is(unicode.Pd, r) || r == '\u2212':
		return "dash"
	case strings.ContainsRune("‘‛‚“”„‟′″ʻʼʽ＇＂", r):
		return "quote"
	case unicode.Is(unicode.L, r) && !unicode.Is(unicode.Latin, r):
		return "script"
	case marks != "" || isMark(r):
		return "combination"
	}
	return "character"
}

// invisible reports whether a character shows nothing by itself: joiners, direction
// marks, soft hyphens, tags, variation selectors, fillers.
func invisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) ||
		r == '\u2800' // the braille blank
}
