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

// row puts cells side by side. All lines of a row keep the pitch of the first
// cell, so that label and value stand on one line.
func (l *layout) row(cells ...cell) {
	count, pitch := 0, cells[0].style.pitch
	for _, c := range cells {
		count = max(count, len(c.lines))
	}
	if height := float64(count) * pitch; height <= tallest {
		l.room(height)
	}
	for i := range count {
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

// put writes a text at x, wrapped at the right margin.
func (l *layout) put(x float64, s style, text string) {
	l.row(cell{x, s, s.lines(text, right-x)})
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
		l.put(left, bodyStyle, b.Text)
		l.y += 2
	case Notice:
		l.panel(b.Title, bodyStyle, b.Text)
	case Address:
		l.address(b)
	case Fields:
		l.fields(b)
	case Table:
		l.table(b)
	case Steps:
		l.steps(b)
	case List:
		l.list(b)
	case Signature:
		l.signature(b)
	}
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
	l.room(float64(len(lines))*s.pitch + 12)
	l.row(cell{left, s, lines})
	l.y += 1.2
}

// panel is a text with a bar beside it, over pages where it has to.
func (l *layout) panel(title string, s style, body string) {
	const indent = 5
	start := l.mark()
	if title != "" {
		l.room(2 * s.pitch)
		start = l.mark()
		l.put(left+indent, strongStyle, title)
	}
	l.put(left+indent, s, body)
	l.bar(start)
	l.y += 3
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
	head := func() {
		l.cells(t.Columns, titles, unit, columnStyle)
		l.rule(left, l.y, right-left, 0.25, 0)
		l.y += 0.6
	}
	l.room(4 * bodyStyle.pitch)
	head()
	l.resume = head
	for _, row := range t.Rows {
		l.cells(t.Columns, row, unit, bodyStyle)
		l.hair()
	}
	l.resume = nil
	l.y += 2
}

// cells is one row of a table; surplus cells are dropped with a table's author to blame.
func (l *layout) cells(columns []Column, texts []string, unit float64, s style) {
	const gap = 3
	var cells []cell
	x := left
	for i, c := range columns {
		w := float64(max(c.Share, 1)) * unit
		if i < len(texts) {
			cells = append(cells, cell{x, s, s.lines(texts[i], w-gap)})
		}
		x += w
	}
	if len(cells) > 0 {
		l.row(cells...)
	}
}

func (l *layout) steps(steps Steps) {
	const number, text = 7.0, 14.0
	for i, s := range steps {
		title := strongStyle.lines(s.Title, right-left-text)
		l.room(float64(len(title)+1) * strongStyle.pitch)
		l.tick(left)
		l.row(cell{left + number, strongStyle, []string{fmt.Sprint(i + 1)}}, cell{left + text, strongStyle, title})
		if s.Text != "" {
			l.put(left+text, bodyStyle, s.Text)
		}
		l.y += 1.2
	}
	l.y += 1
}

func (l *layout) list(b List) {
	const indent = 7.0
	for _, item := range b.Items {
		lines := bodyStyle.lines(item, right-left-indent)
		if float64(len(lines))*bodyStyle.pitch <= tallest {
			l.room(float64(len(lines)) * bodyStyle.pitch)
		}
		if b.Tick {
			l.tick(left)
		} else {
			l.write(left+1.5, l.y+bodyStyle.pitch*0.75, strongStyle, "•")
		}
		l.row(cell{left + indent, bodyStyle, lines})
		l.y += 0.9
	}
	l.y += 1
}

// tick is a box to tick beside the line which comes next.
func (l *layout) tick(x float64) {
	l.room(bodyStyle.pitch)
	l.outline(x, l.y+0.55, 3.6, 3.6, 0.25)
}
