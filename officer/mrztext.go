package officer

import (
	"strings"
	"unicode"
)

// mrzText is a zone cut into its lines. A character that cannot stand in a zone
// is ? in the lines, so that every position is one byte, and noted in faults.
type mrzText struct {
	format MRZFormat
	lines  []string
	faults Problems
}

// mrzField is the form field under which faults of a zone are noted.
const mrzField = "mrz"

// size gives the number of lines and the characters of each.
func (f MRZFormat) size() (lines, width int) {
	switch f {
	case TD1:
		return 3, 30
	case TD3:
		return 2, 44
	}
	return 0, 0
}

// formatOf tells the format from the document's code.
func formatOf(first byte) MRZFormat {
	switch first {
	case 'A', 'C', 'I':
		return TD1
	case 'P':
		return TD3
	}
	return ""
}

// splitMRZ cuts typed text into the lines of a zone.
func splitMRZ(text string) mrzText {
	typed := typedLines(text)
	if len(typed) == 0 {
		z := mrzText{}
		z.faults.Add(mrzField, "mrz.missing")
		return z
	}
	z := mrzText{format: formatOf(typed[0][0])}
	count, width := z.format.size()
	all := strings.Join(typed, "")
	switch {
	case z.format == "":
		z.faults.Add(mrzField, "mrz.format")
	case len(typed) == 2 && z.format == TD1 && len(typed[0]) == 36:
		z.format = ""
		z.faults.Add(mrzField, "mrz.td2")
	case len(typed) == 1, len(all) == count*width, longest(typed) > width && len(typed) < count:
		z.cut(all)
	default:
		z.take(typed)
	}
	z.fill()
	z.noteLetters(text)
	return z
}

// frenchQuotes are what text recognition makes of the fillers.
var frenchQuotes = strings.NewReplacer("«", "<<", "‹", "<")

// typedLines gives the lines that hold anything, in capitals and without spaces.
func typedLines(text string) []string {
	var lines []string
	for line := range strings.FieldsFuncSeq(frenchQuotes.Replace(text), func(r rune) bool { return r == '\n' || r == '\r' }) {
		line = strings.Map(mrzLetter, line)
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// mrzLetter gives the capital of a letter of the zone, ? for what cannot stand in
// it, and drops spaces, also those without width that come along with a copy.
func mrzLetter(r rune) rune {
	switch {
	case r >= 'a' && r <= 'z':
		return r - 'a' + 'A'
	case r == '<' || asciiAlphanumeric(r):
		return r
	case unicode.IsSpace(r), unicode.Is(unicode.Cf, r):
		return -1
	}
	return '?'
}

func longest(lines []string) int {
	n := 0
	for _, l := range lines {
		n = max(n, len(l))
	}
	return n
}

// cut makes lines of text typed without line breaks, or with breaks elsewhere.
func (z *mrzText) cut(all string) {
	count, width := z.format.size()
	if extra := len(all) - count*width; extra > 0 {
		z.faults.Add(mrzField, "mrz.too_long", "extra", extra)
		all = all[:count*width]
	}
	for len(all) > width {
		z.lines = append(z.lines, all[:width])
		all = all[width:]
	}
	z.lines = append(z.lines, all)
}

// take accepts the lines as they were typed.
func (z *mrzText) take(typed []string) {
	count, width := z.format.size()
	if len(typed) > count {
		z.faults.Add(mrzField, "mrz.lines", "lines", len(typed), "expected", count)
		typed = typed[:count]
	}
	for i, line := range typed {
		if len(line) > width {
			z.faults.Add(mrzField, "mrz.line_length", "line", i+1, "length", len(line), "expected", width)
			line = line[:width]
		}
		z.lines = append(z.lines, line)
	}
}

// fill adds the fillers that people leave out at the end of a line: after the
// names, and after the number of a TD1. A line that is still being typed stays.
func (z *mrzText) fill() {
	_, width := z.format.size()
	for i, line := range z.lines {
		last := i == len(z.lines)-1
		number := z.format == TD1 && i == 0 && len(line) >= 15 && !last
		names := z.format == TD3 && i == 0 && !last ||
			z.format == TD1 && i == 2 && strings.Contains(line, "<<")
		if number || names {
			z.lines[i] = line + strings.Repeat("<", width-len(line))
		}
	}
}

// noteLetters reports the first character that no zone has, as it was typed.
func (z *mrzText) noteLetters(typed string) {
	for i, line := range z.lines {
		at := strings.IndexByte(line, '?')
		if at < 0 {
			continue
		}
		wrong := strings.IndexFunc(typed, func(r rune) bool {
			return mrzLetter(r) == '?' && r != '«' && r != '‹'
		})
		z.faults.Add(mrzField, "mrz.character",
			"line", i+1, "position", at+1, "character", string([]rune(typed[wrong:])[:1]))
		return
	}
}

// missing counts the characters still to come.
func (z *mrzText) missing() int {
	count, width := z.format.size()
	n := count * width
	for _, line := range z.lines {
		n -= len(line)
	}
	return n
}

// at gives characters from to to of a line, all counted from 1 as the standard
// does; false when they were not all typed yet.
func (z *mrzText) at(line, from, to int) (string, bool) {
	if line < 1 || line > len(z.lines) || from < 1 || to < from || to > len(z.lines[line-1]) {
		return "", false
	}
	return z.lines[line-1][from-1 : to], true
}

// ApplyMRZ gives the zone, in its lines, as the suggestion reads it. A suggestion
// made for another text changes nothing. What cannot stand in a zone comes out as ?.
func (s Suggestion) ApplyMRZ(text string) string {
	z := splitMRZ(text)
	if found, ok := z.at(s.Line, s.Position, s.Position); ok && found == s.From {
		line := z.lines[s.Line-1]
		z.lines[s.Line-1] = line[:s.Position-1] + s.To + line[s.Position:]
	}
	return strings.Join(z.lines, "\n")
}
