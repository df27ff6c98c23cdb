package pdf

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// A fontChoice is what the page's text is set in at the moment.
type fontChoice struct {
	page *codePage
	size float64
}

// draw makes a page of a sheet.
func (d *document) draw(s sheet) {
	d.out.AddPage()
	d.font = fontChoice{}
	for _, a := range s.areas {
		d.area(a)
	}
	d.out.SetFillColor(0, 0, 0) // of the codes; and black text then needs no colour of its own
	for _, c := range s.codes {
		d.code(c)
	}
	for _, t := range s.texts {
		d.text(t)
	}
}

func (d *document) area(a area) {
	if a.line > 0 {
		d.out.SetLineWidth(a.line)
		d.out.Rect(a.x, a.y, a.w, a.h, "D")
		return
	}
	d.out.SetFillColor(int(a.gray), int(a.gray), int(a.gray))
	d.out.Rect(a.x, a.y, a.w, a.h, "F")
}

// code draws all dark modules as one path, in units of a module from the code's
// top left corner, so that most of it is small whole numbers.
func (d *document) code(c printedCode) {
	w, h := c.w/float64(c.matrix.Width)/point, c.h/float64(c.matrix.Height)/point
	b := fmt.Appendf(nil, "q %.5f 0 0 %.5f %.3f %.3f cm\n", w, -h, c.x/point, (pageHeight-c.y)/point)
	for r := range c.matrix.runs {
		for _, v := range [3]int{r.x, r.y, r.length} {
			b = append(strconv.AppendInt(b, int64(v), 10), ' ')
		}
		b = append(b, "1 re\n"...)
	}
	d.out.RawWriteBuf(bytes.NewReader(append(b, "f Q"...)))
}

// A pen writes one line. Its places are in 1/1000 em from the line's beginning.
type pen struct {
	*document
	face    *face
	line    text
	x       int32
	begin   int32  // of the stretch
	page    uint8  // the stretch's code page
	stretch []byte // not yet written
}

// text writes a line: stretches of one code page at once, letters with marks
// glyph by glyph under their own text, so that they can be searched and copied.
func (d *document) text(t text) {
	d.out.SetTextColor(int(t.style.gray), int(t.style.gray), int(t.style.gray))
	p := &pen{document: d, face: t.style.face(), line: t}
	for s := t.text; len(s) > 0; {
		c, simple := cluster(s)
		if s = s[len(c):]; simple {
			p.letter(c)
		} else {
			p.marked(c)
		}
	}
	p.flush()
}

func (p *pen) letter(c string) {
	r, _ := utf8.DecodeRuneInString(c)
	g := p.face.glyph(r)
	if g.page != p.page {
		p.flush()
		p.page = g.page
	}
	p.stretch = append(p.stretch, g.code)
	p.x += g.advance
}

// marked writes a letter with its marks where the shaper puts them.
func (p *pen) marked(c string) {
	p.flush()
	glyphs, advance := p.face.shape(c)
	p.out.RawWriteStr(fmt.Sprintf("/Span <</ActualText <%X>>> BDC", textString(c)))
	for _, placed := range glyphs {
		g := p.face.glyph(placed.r)
		p.write(g.page, p.x+placed.dx, placed.dy, []byte{g.code})
	}
	p.out.RawWriteStr("EMC")
	p.x += advance
	p.begin = p.x
}

// flush writes the stretch and begins the next one here.
func (p *pen) flush() {
	if len(p.stretch) > 0 {
		p.write(p.page, p.begin, 0, p.stretch)
		p.stretch = p.stretch[:0]
	}
	p.begin = p.x
}

func (p *pen) write(page uint8, x, y int32, codes []byte) {
	size := p.line.style.size
	em := size * point / 1000
	p.set(p.face, page, size)
	p.out.Text(p.line.x+float64(x)*em, p.line.y-float64(y)*em, string(codes))
}

// set selects a code page, and brings it into the document when first used.
func (d *document) set(f *face, page uint8, size float64) {
	c := f.pages[page]
	choice := fontChoice{c, size}
	if choice == d.font {
		return
	}
	d.font = choice
	if !d.loaded[c] {
		c.load(f)
		d.out.AddFontFromBytes(c.family, "", c.definition, c.file)
		d.loaded[c] = true
	}
	d.out.SetFont(c.family, "", size)
}

// textString is text as PDF wants it outside of pages: UTF-16 with a byte order
// mark. gofpdf's own conversion panics for bytes that are not UTF-8.
func textString(s string) string {
	b := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(faces()[0].clean(s))) {
		b = append(b, byte(u>>8), byte(u))
	}
	return string(b)
}
