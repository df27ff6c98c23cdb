package page

import (
	"fmt"
	"net/url"

	"officerportal/officer"
	"officerportal/pdf"
)

// PaperChoice says of which order the papers are, and in which language.
type PaperChoice struct {
	Order    officer.Order
	Language string
	Own      bool // the applicant looks, in their portal
}

// PaperListPage lists the papers of an order.
type PaperListPage struct {
	PaperChoice
	Kinds []officer.PaperKind
}

// PaperView is one paper.
type PaperView struct {
	PaperChoice
	Kind  officer.PaperKind
	Paper pdf.Paper
}

// PaperBatchPage is the choice of papers for many orders. Without orders it only
// leads back to the list.
type PaperBatchPage struct {
	Orders  []officer.OrderID
	Offered []officer.PaperKind
	Chosen  []officer.PaperKind
}

// OrderHref is the address of the order that the papers belong to.
func (p PaperChoice) OrderHref() string {
	if p.Own {
		return MyOrderHref(p.Order.ID)
	}
	return "/desk/orders/" + string(p.Order.ID)
}

// path is the address of the papers, of one paper, of the PDF.
func (p PaperChoice) path(parts ...string) string {
	path := p.OrderHref() + "/papers"
	for _, part := range parts {
		if part != "" {
			path += "/" + part
		}
	}
	return path
}

func inLanguage(path, language string) string {
	return path + "?" + url.Values{"language": {language}}.Encode()
}

// pdf is the address of a paper as PDF; no kind is all of them in one.
func (p PaperChoice) pdf(k officer.PaperKind) string {
	return inLanguage(p.path(string(k), "pdf"), p.Language)
}

// ListHref is the address of the order's list of papers, in their language.
func (p PaperChoice) ListHref() string { return inLanguage(p.path(), p.Language) }

func (p PaperListPage) href(language string) string { return inLanguage(p.path(), language) }

func (p PaperView) href(language string) string {
	return inLanguage(p.path(string(p.Kind)), language)
}

func (p PaperListPage) table(f *Frame) Table {
	t := Table{Caption: f.T("papers.caption"), Columns: []Column{
		{Label: f.T("papers.paper")}, {Label: f.T("papers.purpose")}, {Label: f.T("papers.pdf")},
	}}
	for _, k := range p.Kinds {
		name := f.text("paper", string(k))
		t.Rows = append(t.Rows, Row{
			LinkTo(inLanguage(p.path(string(k)), p.Language), name), Text(p.purpose(f, k)),
			LinkAbout(p.pdf(k), f.T("papers.pdf_link"), name),
		})
	}
	return t
}

// purpose says what a paper is for, to the applicant in other words than to an officer.
func (p PaperChoice) purpose(f *Frame, k officer.PaperKind) string {
	if p.Own && HasText("own_paper_purpose."+string(k)) {
		return f.text("own_paper_purpose", string(k))
	}
	return f.text("paper_purpose", string(k))
}

func paperOptions(f *Frame, kinds []officer.PaperKind) []Option {
	options := make([]Option, len(kinds))
	for i, k := range kinds {
		options[i] = Option{Value: string(k), Label: f.text("paper", string(k)), Hint: f.text("paper_purpose", string(k))}
	}
	return options
}

// PaperName names a kind of paper.
func (f *Frame) PaperName(k officer.PaperKind) string { return f.text("paper", string(k)) }

// A codeShape is a code as an SVG path within its view box, which holds the
// light margin that readers need.
type codeShape struct{ box, path string }

// linkLabel is what a paper's QR code opens, in words.
func linkLabel(p pdf.Paper) string {
	if p.LinkLabel != "" {
		return p.LinkLabel
	}
	return Translate(string(p.Language), "papers.qr", nil)
}

func linkCode(link string) (codeShape, bool) {
	m, err := pdf.QR(link)
	size := m.Width + 2*pdf.QuietQR
	return codeShape{fmt.Sprintf("-%d -%d %d %d", pdf.QuietQR, pdf.QuietQR, size, size), m.Path()}, err == nil
}

func numberCode(number string) (codeShape, bool) {
	m, err := pdf.Code128(number)
	return codeShape{fmt.Sprintf("-%d 0 %d 1", pdf.Quiet128, m.Width+2*pdf.Quiet128), m.Path()}, err == nil
}
