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

// code draws all dark modules as one path.
func (d *document) code(c printedCode) {
	const k = 72 / 25.4
	w, h := c.w/float64(c.matrix.Width)*k, c.h/float64(c.matrix.Height)*k
	x, y := c.x*k, (pageHeight-c.y)*k
	var b []byte
	for r := range c.matrix.runs {
		for _, v := range [4]float64{x + float64(r.x)*w, y - float64(r.y+1)*h, float64(r.length) * w, h} {
			b = append(strconv.AppendFloat(b, v, 'f', 3, 64), ' ')
		}
		b = append(b, "re\n"...)
	}
	d.out.RawWriteBuf(bytes.NewReader(append(b, 'f')))
}

// text draws a line: stretches of one code page at once, letters with marks
// glyph by glyph under their own text, so that it can be searched and copied.
func (d *document) text(t text) {
	f := t.style.face()
	d.gray(t.style.gray)
	scale := t.style.size * point / 1000
	var stretch []byte
	var page uint8
	x, begin := int32(0), int32(0)
	flush := func() {
		if len(stretch) > 0 {
			d.set(f, page, t.style.size)
			d.out.Text(t.x+float64(begin)*scale, t.y, string(stretch))
			stretch = stretch[:0]
		}
		begin = x
	}
	for s := t.text; len(s) > 0; {
		c, simple := cluster(s)
		s = s[len(c):]
		if !simple {
			flush()
			x += d.marked(f, t, x, c)
			begin = x
			continue
		}
		r, _ := utf8.DecodeRuneInString(c)
		g := f.glyph(r)
		if g.page != page {
			flush()
			page = g.page
		}
		stretch = append(stretch, g.code)
		x += g.advance
	}
	flush()
}

// marked draws a letter with marks at x (1/1000 em) and gives its advance.
func (d *document) marked(f *face, t text, x int32, c string) int32 {
	scale := t.style.size * point / 1000
	glyphs, advance := f.shape(c)
	d.out.RawWriteStr(fmt.Sprintf("/Span <</ActualText <%X>>> BDC", textString(c)))
	for _, p := range glyphs {
		g := f.glyph(p.r)
		d.set(f, g.page, t.style.size)
		d.out.Text(t.x+float64(x+p.dx)*scale, t.y-float64(p.dy)*scale, string([]byte{g.code}))
	}
	d.out.RawWriteStr("EMC")
	return advance
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

func (d *document) gray(v uint8) {
	d.out.SetTextColor(int(v), int(v), int(v))
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
