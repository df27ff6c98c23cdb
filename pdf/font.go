package pdf

import (
	"bytes"
	"compress/zlib"
	_ "embed" // the fonts
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/font"
	"github.com/jung-kurt/gofpdf"
	"golang.org/x/text/encoding/charmap"
)

//go:embed fonts/NotoSans-Regular.ttf
var regularTTF []byte

//go:embed fonts/NotoSans-Bold.ttf
var boldTTF []byte

// gofpdf parses an UTF-8 font anew for every document, which costs more than all
// the rest of a paper. Eight-bit fonts, whose definition it reads from JSON, cost
// next to nothing. So a face is split into code pages, each an eight-bit font cut
// and compressed once per process: page 0 is Windows-1252, which is most of every
// paper, and the other pages take the remaining characters in their order.
const (
	firstCode = 32 // gofpdf embeds the codes 32 to 255
	pageSize  = 256 - firstCode

	nearRunes = 0x500 // Latin, Greek, Cyrillic
)

// A face is one weight of the font.
type face struct {
	name    string
	ttf     []byte
	font    *font.Font
	near    [nearRunes]glyph // by character, as most text needs it
	far     map[rune]glyph
	runes   map[font.GID]rune // the way back from the shaper's glyphs
	pages   []*codePage
	shapers sync.Pool
}

// A glyph is where a character stands, and its advance in 1/1000 em.
type glyph struct {
	page, code uint8
	advance    int32
}

// A codePage is an eight-bit font, cut when it is first used.
type codePage struct {
	family     string
	runes      [pageSize]rune // 0: no character
	once       sync.Once
	definition []byte // JSON as gofpdf reads it
	file       []byte // TrueType, zlib
}

var faces = sync.OnceValue(func() [2]*face {
	return [2]*face{newFace("NotoSans-Regular", regularTTF), newFace("NotoSans-Bold", boldTTF)}
})

// newFace panics if the embedded font is broken, since no paper can do without.
func newFace(name string, ttf []byte) *face {
	parsed, err := font.ParseTTF(bytes.NewReader(ttf))
	if err != nil {
		panic(fmt.Sprintf("embedded font %s: %v", name, err))
	}
	f := &face{name: name, ttf: ttf, font: parsed.Font,
		far: map[rune]glyph{}, runes: map[font.GID]rune{}}
	f.shapers.New = func() any { return newShaper(f) }
	f.paginate(parsed)
	return f
}

// paginate gives every character of the font its page and code.
func (f *face) paginate(parsed *font.Face) {
	rest := f.characters(parsed)
	for code := firstCode; code < 256; code++ {
		r := charmap.Windows1252.DecodeByte(byte(code))
		if r != unicode.ReplacementChar && rest[r] { // five codes are not assigned
			f.place(parsed, r, 0, code)
			delete(rest, r)
		}
	}
	order := make([]rune, 0, len(rest))
	for r := range rest {
		order = append(order, r)
	}
	sort.Slice(order, func(i, j int) bool { return order[i] < order[j] })
	for i, r := range order {
		f.place(parsed, r, 1+i/pageSize, firstCode+i%pageSize)
	}
}

func gid(parsed *font.Face, r rune) font.GID {
	g, _ := parsed.NominalGlyph(r)
	return g
}

// characters is the font's character map; glyphs of several characters stay
// with the first of them on the way back.
func (f *face) characters(parsed *font.Face) map[rune]bool {
	all := map[rune]bool{}
	for it := parsed.Cmap.Iter(); it.Next(); {
		r, g := it.Char()
		all[r] = true
		if first, taken := f.runes[g]; !taken || r < first {
			f.runes[g] = r
		}
	}
	return all
}

func (f *face) place(parsed *font.Face, r rune, page, code int) {
	for len(f.pages) <= page {
		f.pages = append(f.pages, &codePage{family: fmt.Sprintf("%s-%d", strings.ToLower(f.name), len(f.pages))})
	}
	f.pages[page].runes[code-firstCode] = r
	advance := int32(parsed.HorizontalAdvance(gid(parsed, r)))
	g := glyph{uint8(page), uint8(code), advance}
	if r < nearRunes {
		f.near[r] = g
		return
	}
	f.far[r] = g
}

// glyph is where a character stands; its code is 0 if the font lacks it.
func (f *face) glyph(r rune) glyph {
	if r >= 0 && r < nearRunes {
		return f.near[r]
	}
	return f.far[r]
}

// prints says whether text may contain the character: private-use ones are
// alternate glyphs for the shaper only, and format characters are invisible.
func (f *face) prints(r rune) bool {
	return f.glyph(r).code > 0 && !unicode.In(r, unicode.Co, unicode.Cf)
}

// load cuts the page's font, once.
func (c *codePage) load(f *face) {
	c.once.Do(func() {
		cut := gofpdf.UTF8CutFont(f.ttf, strings.ReplaceAll(string(c.runes[:]), "\x00", ""))
		c.file = deflate(cut)
		c.definition = c.define(f, len(cut))
	})
}

// define describes the page to gofpdf, whose names these are.
func (c *codePage) define(f *face, size int) []byte {
	widths := make([]int32, 256)
	var differences strings.Builder
	for i, r := range c.runes {
		g := f.glyph(r)
		widths[firstCode+i] = g.advance
		if g.page > 0 { // page 0 is the base encoding
			fmt.Fprintf(&differences, "%d /uni%04X ", firstCode+i, r)
		}
	}
	definition, err := json.Marshal(map[string]any{
		"Tp":           "TrueType",
		"Name":         c.baseFont(f),
		"Desc":         f.descriptor(),
		"Cw":           widths,
		"Diff":         differences.String(),
		"File":         c.family + ".z",
		"OriginalSize": size,
	})
	if err != nil {
		panic(err) // cannot be: numbers and strings only
	}
	return definition
}

// baseFont is the font's name with a tag of six letters, as ISO 32000-1
// clause 9.6.4 asks of subsets.
func (c *codePage) baseFont(f *face) string {
	page := c.family[len(c.family)-1] - '0'
	return fmt.Sprintf("OFFIC%c+%s", 'A'+page, f.name)
}

// descriptor is the font's metrics (head, hhea, OS/2 of the cut fonts).
func (f *face) descriptor() gofpdf.FontDescType {
	const nonsymbolic = 1 << 5
	stem := 80
	if strings.HasSuffix(f.name, "Bold") {
		stem = 140
	}
	d := gofpdf.FontDescType{Ascent: 1069, Descent: -293, CapHeight: 714,
		Flags: nonsymbolic, StemV: stem, MissingWidth: 600}
	d.FontBBox.Xmin, d.FontBBox.Ymin, d.FontBBox.Xmax, d.FontBBox.Ymax = -573, -293, 1630, 1069
	return d
}

func deflate(data []byte) []byte {
	var out bytes.Buffer
	w, err := zlib.NewWriterLevel(&out, zlib.BestCompression)
	if err != nil {
		panic(err) // cannot be: the level is a constant
	}
	if _, err = w.Write(data); err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // cannot be: a buffer takes everything
	}
	return out.Bytes()
}
