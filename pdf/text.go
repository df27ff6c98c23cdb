package pdf

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// clean makes text printable: NFC; line feeds stay; tabs are spaces; whatever
// the font lacks, control characters and surplus marks become U+FFFD, so that
// the reader sees that something stood there.
func (f *face) clean(s string) string {
	if plain(s) {
		return s
	}
	var out strings.Builder
	marks := 0
	for _, r := range norm.NFC.String(strings.ReplaceAll(s, "\r\n", "\n")) {
		if marks++; !isMark(r) {
			marks = 0
		}
		switch {
		case r == '\t':
			out.WriteByte(' ')
		case r == '\n', f.prints(r) && marks <= maxMarks:
			out.WriteRune(r)
		case r == '\u2028', r == '\u2029', r == '\r':
			out.WriteByte('\n')
		default:
			out.WriteString(f.decomposed(r))
		}
	}
	return out.String()
}

// decomposed is a character the font has only in parts, or U+FFFD.
func (f *face) decomposed(r rune) string {
	parts := norm.NFD.String(string(r))
	for i, p := range parts {
		if !f.prints(p) || i == 0 && (p == r || isMark(p)) {
			return string(unicode.ReplacementChar)
		}
	}
	return parts
}

// plain says that text is printable ASCII and line feeds.
func plain(s string) bool {
	for i := range len(s) {
		if (s[i] < ' ' && s[i] != '\n') || s[i] > '~' {
			return false
		}
	}
	return true
}

// width is the length of a clean line in 1/1000 em.
func (f *face) width(s string) (sum int32) {
	for len(s) > 0 {
		c, simple := cluster(s)
		sum += f.advanceOf(c, simple)
		s = s[len(c):]
	}
	return sum
}

// wrap breaks clean text into lines of at most limit (1/1000 em): after spaces
// and hyphens, and inside of a word only where it is longer than a line, of a mail
// address then before its host.
func (f *face) wrap(text string, limit int32) (lines []string) {
	for paragraph := range strings.SplitSeq(text, "\n") {
		lines = f.wrapParagraph(lines, paragraph, limit)
	}
	return lines
}

// A spot is a place in a paragraph: bytes and 1/1000 em from its beginning.
type spot struct {
	at    int
	width int32
}

func (f *face) wrapParagraph(lines []string, s string, limit int32) []string {
	var start, here, gap, host spot // of the line; reached; where a line may end; behind an @
	for here.at < len(s) {
		c, simple := cluster(s[here.at:])
		next := spot{here.at + len(c), here.width + f.advanceOf(c, simple)}
		if next.width-start.width > limit && c != " " && here.at > start.at {
			end := lineEnd(start, here, host, gap)
			lines = append(lines, strings.TrimRight(s[start.at:end.at], " "))
			start = end
			continue
		}
		here = next
		if breaksAfter(c, s[here.at:]) {
			gap = here
		} else if c == "@" {
			host = here
		}
	}
	return append(lines, strings.TrimRight(s[start.at:], " "))
}

// lineEnd is where the line ends: of the places on it the one given last.
func lineEnd(start spot, places ...spot) (end spot) {
	for _, p := range places {
		if p.at > start.at {
			end = p
		}
	}
	return end
}

// breaksAfter says whether a line may end between a cluster and what follows; it
// may not in the middle of "https://".
func breaksAfter(c, rest string) bool {
	switch c {
	case " ", "-", "–":
		return true
	case "/":
		return !strings.HasPrefix(rest, "/")
	}
	return false
}

// shorten cuts clean text to one line of at most limit (1/1000 em).
func (f *face) shorten(s string, limit int32) string {
	const dots = "…"
	room := limit - f.width(dots)
	var fits int // bytes that leave room for the dots
	var sum int32
	for at := 0; at < len(s); {
		c, simple := cluster(s[at:])
		sum += f.advanceOf(c, simple)
		if sum > limit || c == "\n" {
			return strings.TrimRight(s[:fits], " ") + dots
		}
		at += len(c)
		if sum <= room {
			fits = at
		}
	}
	return s
}
