package pdf

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"strconv"

	"github.com/jung-kurt/gofpdf"
)

// WritePDF writes the paper as PDF (A4, fonts embedded, untagged). The same
// paper always gives the same bytes.
func (p Paper) WritePDF(w io.Writer) error {
	return WriteAll(w, func(yield func(Paper, error) bool) { yield(p, nil) }, nil)
}

// WriteAll writes many papers into one PDF, with a bookmark for each if there
// are several. An error of the sequence ends it, and nothing is written. After
// each paper progress, which may be nil, hears how many are done. The document is
// built in memory, about 25 KB for a page, and is a file of about 4 KB for a page:
// divide what has more than some thousand pages.
func WriteAll(w io.Writer, papers iter.Seq2[Paper, error], progress func(done int)) error {
	d := newDocument()
	done := 0
	for p, err := range papers {
		if err != nil {
			return err
		}
		d.add(p)
		done++
		if progress != nil {
			progress(done)
		}
	}
	if done == 0 {
		return fmt.Errorf("no papers to write")
	}
	return d.write(w)
}

// A document is a PDF in the making.
type document struct {
	out    *gofpdf.Fpdf
	first  Paper
	titles []bookmark
	font   fontChoice
	codes  codes
	loaded map[*codePage]bool
}

// A bookmark leads to the first page of a paper.
type bookmark struct {
	title string
	page  int
}

func newDocument() *document {
	out := gofpdf.New("P", "mm", "A4", "")
	out.SetAutoPageBreak(false, 0)
	out.SetMargins(0, 0, 0)
	out.SetCatalogSort(true)
	out.SetProducer("officer-portal", false)
	return &document{out: out, loaded: map[*codePage]bool{}}
}

// add draws the pages of a paper.
func (d *document) add(p Paper) {
	if len(d.titles) == 0 {
		d.first = p
	}
	d.titles = append(d.titles, bookmark{p.Number + " " + p.Title, d.out.PageCount() + 1})
	for _, s := range lay(p, &d.codes) {
		d.draw(s)
	}
}

// write finishes the document.
func (d *document) write(w io.Writer) error {
	p := d.first
	d.out.SetTitle(textString(p.Title+" "+p.Number), false)
	d.out.SetAuthor(textString(p.Author), false)
	if p.Subtitle != "" {
		d.out.SetSubject(textString(p.Subtitle), false)
	}
	d.out.SetCreationDate(p.Printed)
	d.out.SetModificationDate(p.Printed)
	if len(d.titles) > 1 {
		d.bookmarks()
	}
	var out bytes.Buffer
	if err := d.out.Output(&out); err != nil {
		return fmt.Errorf("writing a PDF: %w", err)
	}
	whole, err := declare(out.Bytes(), string(d.words().Language))
	if err != nil {
		return err
	}
	_, err = w.Write(whole)
	return err
}

func (d *document) words() *words { return wordsOf(d.first.Language) }

// bookmarks goes back to the last page at the end: gofpdf writes no page behind
// the one it stands on.
func (d *document) bookmarks() {
	last := d.out.PageCount()
	for _, b := range d.titles {
		d.out.SetPage(b.page)
		d.out.Bookmark(textString(b.title), 0, 0)
	}
	d.out.SetPage(last)
}

// declare names the document's language and asks viewers to show its title,
// neither of which gofpdf can do. It writes the catalogue last, so that no other
// object moves; only the offset of the cross-reference table grows.
func declare(whole []byte, language string) ([]byte, error) {
	const catalogue, pointer = "/Type /Catalog\n", "startxref\n"
	at := bytes.LastIndex(whole, []byte(catalogue))
	end := bytes.LastIndex(whole, []byte(pointer))
	if at < 0 || end < at {
		return nil, fmt.Errorf("writing a PDF: no catalogue at its end")
	}
	at += len(catalogue)
	entry := "/Lang (" + language + ")\n/ViewerPreferences <</DisplayDocTitle true>>\n"
	offset := bytes.TrimSuffix(bytes.TrimSpace(whole[end+len(pointer):]), []byte("\n%%EOF"))
	n, err := strconv.Atoi(string(offset))
	if err != nil {
		return nil, fmt.Errorf("writing a PDF: %w", err)
	}
	out := make([]byte, 0, len(whole)+len(entry)+2)
	out = append(append(append(out, whole[:at]...), entry...), whole[at:end]...)
	copy(out, "%PDF-1.7") // for ActualText and Lang; gofpdf says 1.3
	return fmt.Appendf(out, "%s%d\n%%%%EOF\n", pointer, n+len(entry)), nil
}
