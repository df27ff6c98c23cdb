package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// A Review is a case as it stands before a decision: everything answered,
// everything missing, everything signed. The document's number is masked.
type Review struct {
	File
	Warnings []officer.Warning
	Records  []SignedRecord  // the newest first
	Order    officer.OrderID // empty while it is none
}

// Next is the page on which the actor goes on; empty when it is not theirs to.
func (r Review) Next(by officer.Actor) string {
	switch a := r.Application; {
	case a.Status == officer.ApplicationCheckDue && by.Has(officer.RoleChecker) && by.Account != r.Identification.Officer:
		return officer.PartCheck
	case !by.Has(officer.RoleOfficer):
		return ""
	case a.Status == officer.ApplicationIdentified || a.Status == officer.ApplicationChecked:
		return officer.PartSubmit
	case a.Status == officer.ApplicationInIdentification && len(r.Missing()) == 0:
		return officer.PartSign
	}
	return ""
}

// Review shows a case before a decision.
func (s *Applying) Review(ctx context.Context, id officer.ApplicationID) (Review, error) {
	return view(ctx, s.Counter, rbac.CaseOpen, func(tx *postgres.Tx) (r Review, err error) {
		if r.File, err = readFile(tx, id); err != nil {
			return r, err
		}
		prior, err := tx.PriorCases(r.Application.Person, id)
		if err != nil {
			return r, err
		}
		r.Warnings = officer.CaseWarnings(r.Application, r.Identification, prior, r.Setting)
		if r.Application.Status == officer.ApplicationTransmitted {
			order, err := tx.OrderOf(id)
			if err != nil {
				return r, err
			}
			r.Order = order.ID
		}
		if r.Identification.ID == "" {
			return r, nil
		}
		number, err := s.openNumber(r.Identification)
		if err != nil {
			return r, err
		}
		r.Identification.Document.NumberMasked = number.Masked()
		r.Records, err = s.records(tx, r.Identification.ID)
		return r, err
	})
}
