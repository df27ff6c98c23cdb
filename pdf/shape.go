package pdf

import (
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// maxMarks is how many marks a letter may carry: DIN 91379 knows two. More is an
// attack on the reader's eyes, and would leave the line.
const maxMarks = 3

// A shaper places combining marks. It may not be shared at the same time.
type shaper struct {
	face *font.Face
	shaping.HarfbuzzShaper
}

func newShaper(f *face) *shaper { return &shaper{face: font.NewFace(f.font)} }

// A placed is a character at an offset from the cluster's origin, 1/1000 em.
type placed struct {
	r      rune
	dx, dy int32
}

// joiner has neither ink nor width. It closes a cluster at its full advance:
// readers of PDF take the place of the last glyph for the cluster's end, and
// would else see a gap after every mark, and a space in the middle of a name.
const joiner = '\u200D'

// shape places the characters of a cluster and gives its advance in 1/1000 em.
func (f *face) shape(cluster string) (glyphs []placed, advance int32) {
	s := f.shapers.Get().(*shaper)
	defer f.shapers.Put(s)
	text := []rune(cluster)
	out := s.Shape(shaping.Input{Text: text, RunEnd: len(text), Face: s.face, Size: fixed.I(1000),
		Direction: di.DirectionLTR, Script: language.Latin, Language: "de"})
	for _, g := range out.Glyphs {
		r, known := f.runes[g.GlyphID]
		if !known {
			r = unicode.ReplacementChar
		}
		glyphs = append(glyphs, placed{r, advance + int32(g.XOffset.Round()), int32(g.YOffset.Round())})
		advance += int32(g.Advance.Round())
	}
	return append(glyphs, placed{joiner, advance, 0}), advance
}

// cluster is the first letter of clean text with its marks; simple ones are
// a single character, drawn as it is.
func cluster(s string) (c string, simple bool) {
	r, n := utf8.DecodeRuneInString(s)
	simple = !isMark(r)
	for n < len(s) && s[n] >= 0xCC { // no mark begins with a smaller byte
		r, size := utf8.DecodeRuneInString(s[n:])
		if !isMark(r) {
			break
		}
		n, simple = n+size, false
	}
	return s[:n], simple
}

func isMark(r rune) bool { return r >= 0x300 && unicode.Is(unicode.Mn, r) }

// advanceOf is the width of a cluster in 1/1000 em.
func (f *face) advanceOf(c string, simple bool) int32 {
	if simple {
		r, _ := utf8.DecodeRuneInString(c)
		return f.glyph(r).advance
	}
	_, advance := f.shape(c)
	return advance
}
