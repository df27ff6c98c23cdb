package pdf

import (
	"strings"
	"time"
)

// A Language is one of the two the papers are written in. Any other value reads
// as German, the binding language.
type Language string

// The languages, as in the lang attribute of HTML.
const (
	German  Language = "de"
	English Language = "en"
)

// A Paper is the content of one printed paper, complete with its texts in one
// language. Empty fields are left out of the rendering.
type Paper struct {
	Language Language
	Title    string
	Subtitle string

	Sender    []string // lines; small above the recipient
	Recipient []string // lines; stands where the window of an envelope is (DIN 5008 B)
	Head      []Field  // what the paper is about: order number, product, person …

	Number    string // the order number: Code 128, running head, footer
	Link      string // what the QR code opens
	LinkLabel string // the same in words, for who cannot see it; empty: the order

	OneCode bool // the number has no bar code here: another one is to be scanned

	Blocks []Block

	Name    string    // kind and version of the text: "Checkliste 1.0"
	Author  string    // metadata: the portal's or the organisation's name
	Printed time.Time // footer, by its own location's clock; metadata: date of creation
}

// A Document is anything that can be put on paper: the structs of this package.
type Document interface {
	// Paper writes the document in its language. It fails for values which have
	// no text, such as an unknown procedure.
	Paper() (Paper, error)
}

// PageOf is the text "page x of y" of the footer.
func (p Paper) PageOf(page, pages int) string {
	return fill(wordsOf(p.Language).PageOf, page, pages)
}

// Footer is the other text of the footer: which text in which version and
// language (the English one says that the German is binding), of which order, printed when.
func (p Paper) Footer() string {
	w := wordsOf(p.Language)
	parts := nonempty(p.Name, p.Number, w.LanguageNote)
	if !p.Printed.IsZero() {
		parts = append(parts, fill(w.PrintedAt, w.moment(p.Printed)))
	}
	return strings.Join(parts, " · ")
}
