package officer

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// CleanName reads a person's name or title: the letters and signs of DIN 91379 data
// type A, composed or not. It gives form C with white space folded; nothing stays
// nothing, for a name that people need not have. max counts letters with their
// marks as one. Errors are [Invalid], name.*, and name the character and its place.
func CleanName(typed string, max int) (string, error) {
	name, err := nameCharset.clean(typed, max)
	if err != nil {
		return "", err
	}
	if name != "" && !strings.ContainsFunc(name, unicode.IsLetter) {
		return "", Fail(Invalid, "name.no_letter")
	}
	return name, nil
}

// CleanLine reads one line of an address, the name of an organisation or a place:
// DIN 91379 data type B with group N3, so digits and signs too. Errors are [Invalid], line.*.
func CleanLine(typed string, max int) (string, error) { return lineCharset.clean(typed, max) }

// CleanText reads a note or a reason of several lines in any script. It gives form
// C, lines trimmed, no more than one empty line in a row. Errors are [Invalid], text.*.
func CleanText(typed string, max int) (string, error) {
	if !utf8.ValidString(typed) {
		return "", Fail(Invalid, "text.encoding")
	}
	text := norm.NFC.String(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(typed))
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		line = foldSpace(line)
		if line != "" || len(lines) > 0 && lines[len(lines)-1] != "" {
			lines = append(lines, line)
		}
	}
	text = strings.TrimSpace(strings.Join(lines, "\n"))
	for i, r := range text {
		if key := refusal(r, ""); r != '\n' && (key == "control" || key == "invisible") {
			return "", charset{keys: "text."}.refuse(key, text[:i], string(r))
		}
	}
	return notLonger("text.", text, max)
}

// clean folds, composes and checks what was typed.
func (c charset) clean(typed string, max int) (string, error) {
	if !utf8.ValidString(typed) {
		return "", Fail(Invalid, c.keys+"encoding")
	}
	text := foldSpace(norm.NFC.String(typed))
	for rest := text; rest != ""; {
		letter, marks, next := cutCluster(rest)
		if !c.has(letter, marks, next) {
			return "", c.refuse(refusal(letter, marks), text[:len(text)-len(rest)], string(letter)+marks)
		}
		rest = next
	}
	if text != "" && strings.IndexByte(c.notFirst, text[0]) >= 0 {
		return "", Fail(Invalid, c.keys+"start", "character", text[:1])
	}
	return notLonger(c.keys, text, max)
}

// has reports whether a character with its marks belongs to the set.
func (c charset) has(r rune, marks, next string) bool {
	return latinLetter(r, marks, next) || marks == "" && strings.ContainsRune(c.signs, r)
}

// refuse makes the error for a character that does not belong.
func (c charset) refuse(key, before, character string) error {
	r, _ := utf8.DecodeRuneInString(character)
	return Fail(Invalid, c.keys+key, "character", character,
		"code", fmt.Sprintf("U+%04X", r), "position", Clusters(before)+1)
}

func notLonger(keys, text string, max int) (string, error) {
	if n := Clusters(text); n > max {
		return "", Fail(Invalid, keys+"too_long", "length", n, "max", max)
	}
	return text, nil
}

// foldSpace trims, and makes one space of any white space: tabs, line breaks and
// the non-breaking spaces that come with pasted text.
func foldSpace(s string) string { return strings.Join(strings.Fields(s), " ") }

// cutCluster takes the first character and the marks on it off s.
func cutCluster(s string) (letter rune, marks, rest string) {
	letter, size := utf8.DecodeRuneInString(s)
	end := size
	for end < len(s) {
		r, n := utf8.DecodeRuneInString(s[end:])
		if !isMark(r) {
			break
		}
		end += n
	}
	return letter, s[size:end], s[end:]
}

// Clusters counts what people take for one letter each: a letter with the marks on
// it is one (the grapheme clusters of UAX #29, for the letters that names have).
func Clusters(s string) int {
	n := 0
	for s != "" {
		_, _, s = cutCluster(s)
		n++
	}
	return n
}

// CutClusters gives the first max clusters of s, without a space at the end, and
// reports whether anything was cut.
func CutClusters(s string, max int) (string, bool) {
	rest := s
	for range max {
		if rest == "" {
			return s, false
		}
		_, _, rest = cutCluster(rest)
	}
	return strings.TrimRight(s[:len(s)-len(rest)], " "), rest != ""
}

// ExportCell makes a value safe for a cell of a spreadsheet: programs would
// calculate what begins with = + - @, a tab or a line break, so an apostrophe
// stands before it.
func ExportCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}
