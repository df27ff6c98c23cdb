package pdf

import "strings"

// The codes' column at the right of the first page, and the window of an
// envelope at its left (DIN 5008 form B: the field begins at 20 mm/45 mm, the
// address itself below 62.7 mm).
const (
	codesWidth = 52.0
	codesTop   = 20.0
	qrSize     = 30.0 // with quiet zone
	barHeight  = 9.0

	senderLine  = 55.0
	addressTop  = 62.7
	windowWidth = 80.0
	windowEnd   = 92.0
)

// opening is the head of the first page: who, to whom, what about, and the codes.
func (l *layout) opening() {
	p := l.paper
	l.write(left, 15, smallStyle, smallStyle.line(p.Author, right-left))
	codesEnd, column := l.printCodes(), right-left
	if codesEnd > codesTop {
		column -= codesWidth + 6
	}
	l.y = codesTop
	if len(p.Recipient) > 0 {
		l.window()
		l.y, column = max(l.y, windowEnd), right-left
	}
	l.title(column)
	l.head(column)
	l.y = max(l.y, codesEnd) + 3
}

// window is the recipient's address with the sender's in two small lines above.
func (l *layout) window() {
	if len(l.paper.Sender) > 0 {
		lines := smallStyle.lines(strings.Join(l.paper.Sender, " · "), windowWidth)
		for i, line := range lines[:min(len(lines), 2)] {
			l.write(left, senderLine+float64(i)*smallStyle.pitch, smallStyle, line)
		}
		l.rule(left, addressTop-2.5, windowWidth, 0.1, 0)
	}
	l.y = addressTop
	l.row(cell{left, addressStyle, addressStyle.lines(strings.Join(l.paper.Recipient, "\n"), windowWidth)})
}

func (l *layout) title(width float64) {
	p := l.paper
	l.row(cell{left, titleStyle, titleStyle.lines(p.Title, width)})
	if p.Subtitle != "" {
		l.row(cell{left, bodyStyle, bodyStyle.lines(p.Subtitle, width)})
	}
	l.y += 2.5
}

// head says what the paper is about.
func (l *layout) head(width float64) {
	const label = 40.0
	for _, f := range l.paper.Head {
		if f.Value == "" {
			l.blank(f.Label, left+label, left+width)
			continue
		}
		l.row(cell{left, labelStyle, labelStyle.lines(f.Label, label-3)},
			cell{left + label, strongStyle, strongStyle.lines(f.Value, width-label)})
	}
}

// printCodes draws QR code, Code 128 and number at the right, and says where
// they end. A text that cannot be encoded has no code; its number is in the head.
func (l *layout) printCodes() float64 {
	x, y := right-codesWidth, codesTop
	if m, err := l.codes.qr(l.paper.Link); err == nil {
		quiet := qrSize * QuietQR / float64(m.Width+2*QuietQR)
		size := qrSize - 2*quiet
		l.code(right-size, y, size, size, m)
		y += size + 3
	}
	if m, err := Code128(l.paper.Number); err == nil && !l.paper.OneCode {
		l.code(x, y, codesWidth, barHeight, m)
		line := numberStyle.line(l.paper.Number, codesWidth)
		l.write(right-numberStyle.mm(line), y+barHeight+numberStyle.pitch, numberStyle, line)
		y += barHeight + numberStyle.pitch + 2
	}
	return y
}

func (l *layout) code(x, y, w, h float64, m Matrix) {
	s := l.sheet()
	s.codes = append(s.codes, printedCode{x, y, w, h, m})
}

// margins writes what stands on every page, once their number is known.
func (l *layout) margins() {
	const header, footer, rule = 15.0, 285.0, 120
	p, s := l.paper, smallStyle
	last := s.line(p.PageOf(len(l.sheets), len(l.sheets)), right-left)
	about := text{left, footer, s, s.line(p.Footer(), right-left-s.mm(last)-8)}
	running := text{left, header, s, s.line(strings.Join(nonempty(p.Title, p.Number), " · "), right-left)}
	for i := range l.sheets {
		sheet := &l.sheets[i]
		page := s.line(p.PageOf(i+1, len(l.sheets)), right-left)
		sheet.texts = append(sheet.texts, about, text{right - s.mm(page), footer, s, page})
		sheet.areas = append(sheet.areas, area{left, footer - 5, right - left, 0.1, rule, 0})
		if i > 0 {
			sheet.texts = append(sheet.texts, running)
			sheet.areas = append(sheet.areas, area{left, header + 2, right - left, 0.1, rule, 0})
		}
	}
}
