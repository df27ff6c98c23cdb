package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/pdf"
	"officerportal/rbac"
)

// DeskSheet prints what somebody brings to the desk that has their application.
// There is no order yet; no language is the applicant's. Each use stands in the book.
func (s *Papers) DeskSheet(ctx context.Context, id officer.ApplicationID, language string) (pdf.Paper, error) {
	head, err := s.letterhead(ctx)
	if err != nil {
		return pdf.Paper{}, err
	}
	return doOwn(ctx, s.Counter, rbac.PaperPrint, func(tx *postgres.Tx) (pdf.Paper, error) {
		a, err := tx.OwnApplication(id)
		if err != nil {
			return pdf.Paper{}, err
		}
		if !a.Waits() {
			return pdf.Paper{}, officer.Fail(officer.NotFound, "page.not_found")
		}
		if err := tx.At(a.Organisation); err != nil {
			return pdf.Paper{}, err
		}
		f, err := handedFile(tx, id)
		if err != nil {
			return pdf.Paper{}, err
		}
		branches, err := tx.OpenBranches()
		if err != nil {
			return pdf.Paper{}, err
		}
		x := s.sheet(f, head, language, tx)
		x.link = s.Address + "/scan/" + string(id)
		tx.Record("paper.printed", string(id), "papers", "desk_sheet", "language", x.language)
		return x.deskSheet(branches).Paper()
	})
}

// handedFile reads an application of the scope's organisation as an order that
// has no number yet, so that its sheet reads as the order's papers will.
func handedFile(tx *postgres.Tx, id officer.ApplicationID) (f paperFile, err error) {
	if f.application, err = tx.Application(id); err != nil {
		return f, err
	}
	if f.product, err = tx.Product(f.application.Product); err != nil {
		return f, err
	}
	f.Order = officer.Order{Application: id, Product: f.application.Product, Procedure: f.application.Procedure, Quantity: f.application.Quantity, Status: officer.OrderOpen}
	f.organisation, err = tx.OwnOrganisation()
	return f, err
}

// manyPlaces is up to how many sites a sheet lists. An organisation with more
// tells its people itself where to go.
const manyPlaces = 4

func (s sheet) deskSheet(branches []officer.Branch) pdf.DeskSheet {
	d := pdf.DeskSheet{Order: s.order(), Organisation: s.organisation.Name, Evidence: s.checklist().Evidence()}
	if len(branches) == 0 || len(branches) > manyPlaces {
		d.Places = []pdf.Contact{{Name: s.organisation.Name, Address: s.lines(s.organisation.Address)}}
		return d
	}
	for _, b := range branches {
		d.Places = append(d.Places, pdf.Contact{Name: s.organisation.Name + ", " + b.Name, Address: s.lines(b.Address)})
	}
	return d
}
