package pdf

import "fmt"

// A cell is a column of lines in a row.
type cell struct {
	x     float64
	style style
	lines []string
}

// tallest is the height from which on a row may be divided between pages.
const tallest = 60.0

// row puts cells side by side, on one page unless they are very tall.
func (l *layout) row(cells ...cell) {
	if len(cells) == 0 {
		return
	}
	if height := float64(longest(cells)) * cells[0].style.pitch; height <= tallest {
		l.room(height)
	}
	l.flow(cells...)
}

func longest(cells []cell) (count int) {
	for _, c := range cells {
		count = max(count, len(c.lines))
	}
	return count
}

// flow puts cells side by side, line by line over pages. All lines keep the pitch
// of the first cell, so that label and value stand on one line.
func (l *layout) flow(cells ...cell) {
	pitch := cells[0].style.pitch
	for i := range longest(cells) {
		l.room(pitch)
		for _, c := range cells {
			if i < len(c.lines) && c.lines[i] != "" {
				l.write(c.x, l.y+pitch*0.75, c.style, c.lines[i])
			}
		}
		l.y += pitch
	}
}

// write puts a clean line with its baseline at y.
func (l *layout) write(x, y float64, s style, line string) {
	sheet := l.sheet()
	sheet.texts = append(sheet.texts, text{x, y, s, line})
}

func (l *layout) fill(x, y, w, h float64, gray uint8) {
	sheet := l.sheet()
	sheet.areas = append(sheet.areas, area{x, y, w, h, gray, 0})
}

func (l *layout) outline(x, y, w, h, line float64) {
	sheet := l.sheet()
	sheet.areas = append(sheet.areas, area{x, y, w, h, 0, line})
}

// rule is a horizontal line.
func (l *layout) rule(x, y, w, thickness float64, gray uint8) {
	l.fill(x, y-thickness/2, w, thickness, gray)
}

func (l *layout) blocks(blocks []Block) {
	for _, b := range blocks {
		l.block(b)
	}
}

func (l *layout) block(b Block) {
	switch b := b.(type) {
	case Heading:
		l.heading(b)
	case Paragraph:
		l.row(cell{left, bodyStyle, bodyStyle.lines(b.Text, right-left)})
		l.y += 2
	case Notice:
		l.panel(b.Title, bodyStyle, b.Text)
	case Address:
		l.address(b)
	case Fields:
		l.fields(b)
	case Table:
		l.table(b)
	case Code:
		l.typed(b)
	case Steps:
		l.steps(b)
	case List:
		l.list(b)
	case Signature:
		l.signature(b)
	case Barcode:
		l.barcode(b)
	}
}

// typed is a code to be typed: large, in a frame.
func (l *layout) typed(c Code) {
	const inside = 4.0
	lines := codeStyle.lines(c.Text, right-left-2*inside)
	height := labelStyle.pitch + float64(len(lines))*codeStyle.pitch + 2*inside
	l.room(height + 4)
	l.y += 2
	l.outline(left, l.y, right-left, height, 0.4)
	l.y += inside
	l.row(cell{left + inside, labelStyle, labelStyle.lines(c.Label, right-left-2*inside)})
	l.row(cell{left + inside, codeStyle, lines})
	l.y += inside + 3
}

// Size of a bar code that stands out: modules of about half a millimetre can be
// read by any scanner (ISO/IEC 15417 asks for 0.25 and more).
const (
	barcodeModule = 0.5
	barcodeHeight = 18.0
)

// barcode draws a number to scan in a box of its own, with its quiet zone.
func (l *layout) barcode(b Barcode) {
	m, err := Code128(b.Value)
	if err != nil {
		return // who made the paper has refused it already
	}
	width := min(float64(m.Width)*barcodeModule, right-left-2*Quiet128*barcodeModule)
	l.room(barcodeHeight + 4*numberStyle.pitch)
	l.row(cell{left, strongStyle, strongStyle.lines(b.Caption, right-left)})
	l.y += 2
	l.code(left+Quiet128*barcodeModule, l.y, width, barcodeHeight, m)
	l.y += barcodeHeight + 1
	l.row(cell{left + Quiet128*barcodeModule, titleStyle, titleStyle.lines(b.Text, right-left)})
	l.y += 3
}

func (l *layout) heading(h Heading) {
	s, before := headingStyle, 3.4
	if h.Sub {
		s, before = subStyle, 3
	}
	lines := s.lines(h.Text, right-left)
	if l.y > top {
		l.y += before
	}
	l.room(float64(len(lines))*s.pitch + 2*bodyStyle.pitch)
	l.row(cell{left, s, lines})
	l.y += 1.2
}

// panel is a text with a bar beside it, over pages where it has to.
func (l *layout) panel(title string, s style, body string) {
	const x = left + 5
	cells := []cell{{x, s, s.lines(body, right-x)}}
	if title != "" {
		cells = append([]cell{{x, strongStyle, strongStyle.lines(title, right-x)}}, cells...)
	}
	start := l.together(cells)
	for _, c := range cells {
		l.flow(c)
	}
	l.bar(start)
	l.y += 3
}

// together makes room for cells below each other, or, if they are too tall for
// that, for their first lines, and says where they begin.
func (l *layout) together(cells []cell) mark {
	height := 0.0
	for _, c := range cells {
		height += float64(len(c.lines)) * c.style.pitch
	}
	if height > tallest {
		height = float64(len(cells[0].lines)+2) * cells[0].style.pitch
	}
	l.room(min(height, tallest))
	return l.mark()
}

// bar draws the bar of a panel from a mark to here, page by page.
func (l *layout) bar(from mark) {
	for i := from.sheets - 1; i < len(l.sheets); i++ {
		y, end := top, bottom
		if i == from.sheets-1 {
			y = from.y
		}
		if i == len(l.sheets)-1 {
			end = l.y
		}
		if end > y {
			l.sheets[i].areas = append(l.sheets[i].areas, area{left, y, 1.1, end - y, 40, 0})
		}
	}
}

func (l *layout) address(a Address) {
	text := ""
	for i, line := range a.Lines {
		if i > 0 {
			text += "\n"
		}
		text += line
	}
	l.panel(a.Caption, addressStyle, text)
}

func (l *layout) fields(rows Fields) {
	const label = 52.0
	for _, f := range rows {
		if f.Value == "" {
			l.blank(f.Label, left+label, right)
			continue
		}
		l.row(cell{left, labelStyle, labelStyle.lines(f.Label, label-3)},
			cell{left + label, bodyStyle, bodyStyle.lines(f.Value, right-left-label)})
		l.hair()
	}
	l.y += 2
}

// blank is a line to fill in by hand, from x to end.
func (l *layout) blank(label string, x, end float64) {
	l.room(9)
	l.y += 2
	l.row(cell{left, labelStyle, labelStyle.lines(label, x-left-3)})
	l.rule(x, l.y, end-x, 0.25, 0)
	l.y += 1.2
}

// hair divides rows of a table.
func (l *layout) hair() {
	l.y += 0.5
	l.rule(left, l.y, right-left, 0.1, 190)
	l.y += 0.5
}

func (l *layout) table(t Table) {
	shares := 0
	for _, c := range t.Columns {
		shares += max(c.Share, 1)
	}
	unit := (right - left) / float64(max(shares, 1))
	titles := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		titles[i] = c.Title
	}
	titleCells := cells(t.Columns, titles, unit, columnStyle)
	head := func() {
		l.row(titleCells...)
		l.rule(left, l.y, right-left, 0.25, 0)
		l.y += 0.6
	}
	l.room(4 * bodyStyle.pitch)
	head()
	l.resume = head
	for _, row := range t.Rows {
		l.row(cells(t.Columns, row, unit, bodyStyle)...)
		l.hair()
	}
	l.resume = nil
	l.y += 2
}

// cells is one row of a table: as many as there are columns.
func cells(columns []Column, texts []string, unit float64, s style) (row []cell) {
	const gap = 3
	x := left
	for i, c := range columns {
		w := float64(max(c.Share, 1)) * unit
		if i < len(texts) {
			row = append(row, cell{x, s, s.lines(texts[i], w-gap)})
		}
		x += w
	}
	return row
}

func (l *layout) steps(steps Steps) {
	const number, x = left + 7.0, left + 14.0
	for i, s := range steps {
		cells := []cell{{x, strongStyle, strongStyle.lines(s.Title, right-x)}}
		if s.Text != "" {
			cells = append(cells, cell{x, bodyStyle, bodyStyle.lines(s.Text, right-x)})
		}
		l.together(cells)
		l.tick()
		l.write(number, l.y+strongStyle.pitch*0.75, strongStyle, fmt.Sprint(i+1))
		for _, c := range cells {
			l.flow(c)
		}
		l.y += 1.2
	}
	l.y += 1
}

func (l *layout) list(b List) {
	const indent = 7.0
	for _, item := range b.Items {
		text := cell{left + indent, bodyStyle, bodyStyle.lines(item, right-left-indent)}
		l.together([]cell{text})
		if b.Tick {
			l.tick()
		} else {
			l.write(left+1.5, l.y+bodyStyle.pitch*0.75, strongStyle, "•")
		}
		l.flow(text)
		l.y += 0.9
	}
	l.y += 1
}

// tick is a box to tick beside the line which comes next.
func (l *layout) tick() {
	l.outline(left, l.y+0.55, 3.6, 3.6, 0.25)
}
