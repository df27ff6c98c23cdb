package pdf

// A Block is one piece of a paper. The kinds are those of this file; render them
// by a type switch. Texts are plain: no mark-up; a line feed starts a new line.
type Block interface{ block() }

// A Heading opens a section. It stays on the page of what follows it. A Sub
// heading (HTML: h3) divides a section (h2); a section with a [Signature] is not
// divided between pages where it fits on one, so that people see what they sign.
type Heading struct {
	Text string
	Sub  bool
}

// A Paragraph is running text.
type Paragraph struct{ Text string }

// A Notice stands out from the text around it, such as a warning that a
// revocation is final. Title may be empty.
type Notice struct{ Title, Text string }

// Fields is a table of labels and values (HTML: dl).
type Fields []Field

// A Field is a label with its value. Values may be of any length; an empty one
// is a line to fill in by hand.
type Field struct{ Label, Value string }

// A Table has a row of column titles and rows of as many cells.
type Table struct {
	Columns []Column
	Rows    [][]string
}

// A Column of a [Table]: its title and its share of the width, relative to the
// shares of the others.
type Column struct {
	Title string
	Share int
}

// A Code is typed off the paper sign by sign, so it stands large in a frame under
// what it is.
type Code struct{ Label, Text string }

// Steps are numbered in their order, each with a box to tick.
type Steps []Step

// A Step says in Title what to do, and in Text, which may be empty, how.
type Step struct{ Title, Text string }

// A List has bullets, or boxes to tick on paper where Tick is set.
type List struct {
	Tick  bool
	Items []string
}

// An Address is a postal address under a caption, such as "Send to".
type Address struct {
	Caption string
	Lines   []string
}

// A Signature is space to sign by hand: lines for place and date, for the
// signature and for the name in capitals, and, for authorities, a box for the
// official seal (§ 34 (3) no. 4 VwVfG). Every text stands in the block; Place,
// Date and Name are printed on their lines and may be empty.
type Signature struct {
	Caption string // who signs

	PlaceLabel, Place string
	DateLabel, Date   string
	SignLabel         string
	NameLabel, Name   string

	SealLabel string // empty: no box for a seal
}

// A Barcode is a number to scan that stands out: larger than the order's own, with
// its digits in clear text below.
type Barcode struct {
	Caption string
	Value   string // 1 to 80 ASCII characters, encoded as Code 128
	Text    string // as people read it
}

func (Barcode) block()   {}
func (Heading) block()   {}
func (Paragraph) block() {}
func (Notice) block()    {}
func (Fields) block()    {}
func (Table) block()     {}
func (Code) block()      {}
func (Steps) block()     {}
func (List) block()      {}
func (Address) block()   {}
func (Signature) block() {}
