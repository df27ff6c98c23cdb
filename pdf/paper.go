package pdf

import "time"

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

	Number string // the order number: Code 128, running head, footer
	Link   string // what the QR code opens

	Blocks []Block

	Name    string    // kind and version of the text, in the footer: "Checkliste 1.0"
	Author  string    // metadata: the portal's or the organisation's name
	Printed time.Time // metadata: date of creation; shown nowhere unless a block says so
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

// LanguageNote is the text of the footer that names the language, and for
// English says which version is binding.
func (p Paper) LanguageNote() string { return wordsOf(p.Language).LanguageNote }
