package desk

import (
	"context"
	"slices"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/pdf"
	"officerportal/rbac"
)

// Papers prints what belongs to an order. The content comes from here and from
// package pdf; whoever asks writes it as PDF or as a page.
type Papers struct {
	*Counter
	Texts Texts
}

// Texts are the portal's own words, which live with its pages.
type Texts struct {
	Of          func(language, key string, args officer.Args) string
	Country     func(language, code string) string // by ISO 3166-1 alpha-2
	Nationality func(language, code string) string // as ICAO 9303 part 3 §5 has it
}

// A PaperList says which papers an order has, and in which language the
// applicant gets them.
type PaperList struct {
	Order    officer.Order
	Kinds    []officer.PaperKind
	Language string
}

// A Printing says what is wanted of an order's papers.
type Printing struct {
	Papers   []officer.PaperKind // empty for all of the order
	Language string              // empty for the applicant's
	Format   string              // pdf or page, for the book
}

// Printed are the papers that were wanted, ready to be written, and what else
// the order has.
type Printed struct {
	PaperList
	Papers []pdf.Paper
}

// List tells which papers an order has.
func (s *Papers) List(ctx context.Context, id officer.OrderID) (PaperList, error) {
	return view(ctx, s.Counter, rbac.PaperPrint, func(tx *postgres.Tx) (PaperList, error) {
		f, err := s.readPaperFile(tx, id)
		return f.list(), err
	})
}

// Print makes papers of an order. Each use stands in the book. A paper that the
// order does not have is NotFound; an order whose record is not genuine has none.
func (s *Papers) Print(ctx context.Context, id officer.OrderID, w Printing) (Printed, error) {
	head, err := s.letterhead(ctx)
	if err != nil {
		return Printed{}, err
	}
	return do(ctx, s.Counter, rbac.PaperPrint, func(tx *postgres.Tx) (Printed, error) {
		f, err := s.readPaperFile(tx, id)
		if err != nil {
			return Printed{}, err
		}
		p := Printed{PaperList: f.list()}
		if p.Papers, err = s.sheet(f, head, w.Language, tx).papers(w.Papers); err != nil {
			return Printed{}, err
		}
		tx.Record("paper.printed", string(id), "papers", kindsOr(w.Papers, p.Kinds), "format", w.Format, "language", string(p.Papers[0].Language))
		return p, nil
	})
}

// kindsOr gives the wanted papers, or all there are.
func kindsOr(wanted, all []officer.PaperKind) []officer.PaperKind {
	if len(wanted) == 0 {
		return all
	}
	return wanted
}

// papers makes the wanted ones, in their own order; none wanted are all.
func (s sheet) papers(wanted []officer.PaperKind) (list []pdf.Paper, err error) {
	there := s.kinds()
	for _, k := range kindsOr(wanted, there) {
		if !slices.Contains(there, k) {
			return nil, officer.Fail(officer.NotFound, "page.not_found")
		}
		p, err := s.document(k).Paper()
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}
