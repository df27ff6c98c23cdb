package desk

import (
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
)

// A paperFile is everything of an order that stands on its papers.
type paperFile struct {
	officer.Order
	application    officer.Application
	identification officer.Identification // zero where somebody else identifies
	record         *SignedRecord          // the newest; nil where no officer signed
	masked         string                 // the document's number as papers show it
	product        officer.Product
	organisation   officer.Organisation
	branch         officer.Branch // to which the card goes; zero for none
	own            bool           // the applicant looks, in their own portal
}

// readPaperFile reads an order of the scope's organisation, or one of the
// person's own, in whichever organisation it is. A record that is not genuine
// refuses all of its papers: something is very wrong there.
func (s *Papers) readPaperFile(tx *postgres.Tx, id officer.OrderID) (f paperFile, err error) {
	if f.own, err = ownOrderAt(tx, id); err != nil {
		return f, err
	}
	if f.Order, err = tx.Order(id); err != nil {
		return f, err
	}
	if f.application, err = tx.Application(f.Order.Application); err != nil {
		return f, err
	}
	if f.product, err = tx.Product(f.Order.Product); err != nil {
		return f, err
	}
	if f.organisation, err = tx.OwnOrganisation(); err != nil {
		return f, err
	}
	if d := f.application.Form.Delivery; d.CardTo == "desk" && d.DeskBranch != "" {
		if f.branch, err = tx.Branch(d.DeskBranch); err != nil {
			return f, err
		}
	}
	return f, s.readIdentification(tx, &f)
}

// ownOrderAt goes with an applicant into the organisation of one of their own
// orders, and reports whether it is one that asks.
func ownOrderAt(tx *postgres.Tx, id officer.OrderID) (own bool, err error) {
	if tx.Scope.Kind != "account" {
		return false, nil
	}
	o, err := tx.OwnOrder(id)
	if err != nil {
		return true, err
	}
	return true, tx.At(o.Organisation)
}

func (s *Papers) readIdentification(tx *postgres.Tx, f *paperFile) (err error) {
	id := f.application.Identification
	if id == "" {
		return s.readStated(f)
	}
	if f.identification, err = tx.Identification(id); err != nil {
		return err
	}
	number, err := s.openNumber(f.identification)
	if err != nil {
		return err
	}
	f.masked = number.Masked()
	records, err := tx.Records(id)
	if err != nil || len(records) == 0 {
		return err
	}
	record := s.verify(records[0])
	if !record.Verified || record.ContentDigest != f.application.ContentDigest {
		return officer.Fail(officer.Conflict, "record.not_verified")
	}
	f.record = &record
	return nil
}

// readStated takes what the applicant said of their identity document, where no
// officer saw it.
func (s *Papers) readStated(f *paperFile) error {
	number, err := s.openStated(f.application)
	f.identification.Document, f.masked = f.application.Stated, number.Masked()
	return err
}

func (f paperFile) kinds() []officer.PaperKind {
	if f.own {
		return f.Order.OwnPapers()
	}
	return f.Order.Papers(f.record != nil)
}

func (f paperFile) list() PaperList {
	return PaperList{Order: f.Order, Kinds: f.kinds(), Language: f.application.Language}
}

// A sheet writes the papers of one order in one language.
type sheet struct {
	paperFile
	head     letterhead
	texts    Texts
	language string
	link     string // what the codes lead to
	now      time.Time
}

// sheet puts an order's file under a letterhead; no language is the applicant's.
func (s *Papers) sheet(f paperFile, h letterhead, language string, tx *postgres.Tx) sheet {
	if language == "" {
		language = f.application.Language
	}
	return sheet{paperFile: f, head: h, texts: s.Texts, language: language,
		link: s.Address + "/scan/" + string(f.Number), now: tx.Now.In(officer.Berlin())}
}

// text gives a text without values.
func (s sheet) text(key string) string { return s.texts.Of(s.language, key, nil) }
