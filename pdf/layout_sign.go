package pdf

// Space to write on a line by hand, to sign, and for a seal with some air around
// it (official seals measure 20 to 35 mm).
const (
	writeHeight = 10.0
	signHeight  = 15.0
	signGap     = 6.0
	sealWidth   = 50.0
	sealHeight  = 46.0
	maxPrefills = 4 // lines of a prefilled name; it stands in full elsewhere
)

// A signLine is one line to write on.
type signLine struct {
	label, value string
	share        float64
	space        float64 // above the line
}

// signature draws the lines for signing and the box for a seal; it keeps to one page.
func (l *layout) signature(s Signature) {
	width := right - left
	rows := [][]signLine{
		{{s.PlaceLabel, s.Place, 3, writeHeight}, {s.DateLabel, s.Date, 2, writeHeight}},
		{{s.SignLabel, "", 1, signHeight}},
		{{s.NameLabel, s.Name, 1, writeHeight}},
	}
	if s.SealLabel == "" {
		rows = [][]signLine{rows[0], {rows[1][0], rows[2][0]}}
	} else {
		width -= sealWidth + signGap
	}
	height := subStyle.pitch + 3
	for _, r := range rows {
		height += rowHeight(r, width)
	}
	if s.SealLabel != "" {
		height = max(height, sealHeight+subStyle.pitch+3)
	}
	l.room(height)
	if s.Caption != "" {
		l.write(left, l.y+subStyle.pitch*0.75, subStyle, subStyle.line(s.Caption, right-left))
		l.y += subStyle.pitch
	}
	start := l.y
	for _, r := range rows {
		l.signLines(r, width)
	}
	if s.SealLabel != "" {
		l.seal(s.SealLabel, start)
	}
	l.y += 3
}

// rowHeight is the space with the label below, or more for long prefilled values.
func rowHeight(row []signLine, width float64) float64 {
	space := 0.0
	for i, part := range row {
		_, w := place(row, i, width)
		space = max(space, part.space, float64(len(prefilled(part.value, w)))*bodyStyle.pitch+2)
	}
	return space + smallStyle.pitch
}

// place is where the i-th line of a row begins, relative to the left, and how long it is.
func place(row []signLine, i int, width float64) (x, w float64) {
	sum := 0.0
	for _, part := range row {
		sum += part.share
	}
	unit := (width - signGap*float64(len(row)-1)) / sum
	for _, part := range row[:i] {
		x += part.share*unit + signGap
	}
	return x, row[i].share * unit
}

func prefilled(value string, width float64) []string {
	if value == "" {
		return nil
	}
	lines := bodyStyle.lines(value, width-2)
	if len(lines) > maxPrefills {
		lines = append(lines[:maxPrefills-1], bodyStyle.line(lines[maxPrefills-1]+" …", width-2))
	}
	return lines
}

func (l *layout) signLines(row []signLine, width float64) {
	height := rowHeight(row, width)
	base := l.y + height - smallStyle.pitch
	for i, part := range row {
		x, w := place(row, i, width)
		lines := prefilled(part.value, w)
		for n, line := range lines {
			l.write(left+x+1, base-1.2-float64(len(lines)-1-n)*bodyStyle.pitch, bodyStyle, line)
		}
		l.rule(left+x, base, w, 0.25, 0)
		l.write(left+x, base+smallStyle.pitch*0.85, smallStyle, smallStyle.line(part.label, w))
	}
	l.y += height
}

// seal is the box for the official seal, at the right of the lines.
func (l *layout) seal(label string, y float64) {
	x := right - sealWidth
	l.outline(x, y+2, sealWidth, sealHeight, 0.25)
	l.write(x+2, y+2+sealHeight-1.8, smallStyle, smallStyle.line(label, sealWidth-4))
	l.y = max(l.y, y+2+sealHeight)
}
