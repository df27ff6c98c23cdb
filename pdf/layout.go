package pdf

// Lengths on paper are millimetres from the top left corner, sizes of type are
// points. A4 with the margins of DIN 5008 (25 left, 20 right).
const (
	pageWidth, pageHeight = 210.0, 297.0
	left, right           = 25.0, 190.0
	top, bottom           = 24.0, 275.0 // of the text, on pages after the first

	point = 25.4 / 72
)

// A style is how text looks. gray is 0 for black; no text is lighter than 90,
// which has a contrast of more than 7:1 (WCAG 2.2, 1.4.6).
type style struct {
	bold  bool
	size  float64 // points
	pitch float64 // from line to line, millimetres
	gray  uint8
}

var (
	titleStyle   = style{bold: true, size: 19, pitch: 8.2}
	headingStyle = style{bold: true, size: 12.5, pitch: 5.8}
	subStyle     = style{bold: true, size: 10.5, pitch: 5}
	bodyStyle    = style{size: 10, pitch: 4.8}
	strongStyle  = style{bold: true, size: 10, pitch: 4.8}
	labelStyle   = style{size: 9, pitch: 4.8, gray: 70}
	columnStyle  = style{bold: true, size: 9, pitch: 4.8}
	smallStyle   = style{size: 7.5, pitch: 3.6, gray: 70}
	addressStyle = style{size: 10.5, pitch: 4.8}
	codeStyle    = style{bold: true, size: 18, pitch: 9}
	numberStyle  = style{bold: true, size: 11, pitch: 5}
)

func (s style) face() *face {
	if s.bold {
		return faces()[1]
	}
	return faces()[0]
}

// units converts a width to the 1/1000 em of this style.
func (s style) units(width float64) int32 { return int32(width / (s.size * point) * 1000) }

// mm is the width of clean text.
func (s style) mm(text string) float64 {
	return float64(s.face().width(text)) / 1000 * s.size * point
}

// lines breaks a text for a width.
func (s style) lines(text string, width float64) []string {
	f := s.face()
	return f.wrap(f.clean(text), s.units(width))
}

// line cuts a text to one line of a width.
func (s style) line(text string, width float64) string {
	f := s.face()
	return f.shorten(f.clean(text), s.units(width))
}

// A sheet is one page as a list of things to draw; whoever draws needs to decide nothing.
type sheet struct {
	areas []area
	texts []text
	codes []printedCode
}

// A text is one clean line; y is its baseline.
type text struct {
	x, y  float64
	style style
	text  string
}

// An area is a filled rectangle, or an outline of the given line width.
type area struct {
	x, y, w, h float64
	gray       uint8
	line       float64 // 0: filled
}

// A printedCode is a QR code or Code 128 stretched to a rectangle.
type printedCode struct {
	x, y, w, h float64
	matrix     Matrix
}

// A layout puts a paper on sheets, from top to bottom.
type layout struct {
	paper  Paper
	sheets []sheet
	codes  *codes
	y      float64 // where the next thing begins
	resume func()  // repeats what has to stand on top of a continued block
}

// lay puts the whole paper on sheets.
func lay(p Paper, c *codes) []sheet {
	l := &layout{paper: p, codes: c, sheets: make([]sheet, 1)}
	l.opening()
	for blocks := p.Blocks; len(blocks) > 0; {
		n := sectionLength(blocks)
		l.section(blocks[:n])
		blocks = blocks[n:]
	}
	l.margins()
	return l.sheets
}

// sectionLength counts the blocks up to the next main heading.
func sectionLength(blocks []Block) int {
	for i, b := range blocks[1:] {
		if h, ok := b.(Heading); ok && !h.Sub {
			return i + 1
		}
	}
	return len(blocks)
}

// keepBelow is the height up to which a section moves to the next page as a
// whole; one that is signed does so up to a full page, since nobody should sign
// without seeing what.
const keepBelow = 70.0

func (l *layout) section(blocks []Block) {
	start := l.mark()
	l.blocks(blocks)
	if len(l.sheets) == start.sheets {
		return
	}
	alone := len(l.sheets[start.sheets-1].texts)-start.texts <= headingLines(blocks[0])
	l.rewind(start)
	l.turn()
	l.blocks(blocks)
	whole := len(l.sheets) == start.sheets+1
	if alone || whole && (l.y-top <= keepBelow || signed(blocks)) {
		return
	}
	l.rewind(start)
	l.blocks(blocks)
}

// headingLines is how many lines a section's heading takes; it may not stand on
// a page alone.
func headingLines(b Block) int {
	if h, ok := b.(Heading); ok {
		return len(headingStyle.lines(h.Text, right-left))
	}
	return 0
}

// A mark is a place to go back to.
type mark struct {
	sheets, areas, texts, codes int
	y                           float64
}

func (l *layout) mark() mark {
	s := l.sheet()
	return mark{len(l.sheets), len(s.areas), len(s.texts), len(s.codes), l.y}
}

func (l *layout) rewind(m mark) {
	l.sheets = l.sheets[:m.sheets]
	s := l.sheet()
	s.areas, s.texts, s.codes = s.areas[:m.areas], s.texts[:m.texts], s.codes[:m.codes]
	l.y = m.y
}

func signed(blocks []Block) bool {
	for _, b := range blocks {
		if _, ok := b.(Signature); ok {
			return true
		}
	}
	return false
}

func (l *layout) sheet() *sheet { return &l.sheets[len(l.sheets)-1] }

// turn begins the next page.
func (l *layout) turn() {
	l.sheets = append(l.sheets, sheet{})
	l.y = top
	if resume := l.resume; resume != nil {
		l.resume = nil // it must not turn the page again
		resume()
		l.resume = resume
	}
}

// room turns the page if less than a height is left.
func (l *layout) room(height float64) {
	if l.y+height > bottom && l.y > top {
		l.turn()
	}
}
