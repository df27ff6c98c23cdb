package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Approve is the second pair of eyes saying yes to what was seen.
func (s *Applying) Approve(ctx context.Context, id officer.ApplicationID, seen int) error {
	return s.check(ctx, id, seen, func(tx *postgres.Tx, f *File) error {
		if err := f.Identification.Approve(tx.Actor, f.Application, tx.Now); err != nil {
			return err
		}
		tx.Record("identification.checked", string(f.Identification.ID), "application", id)
		return f.Application.Move(officer.ApplicationChecked, tx.Now)
	})
}

// SendBack is the second pair of eyes saying why not. The case waits for its
// officer, who reads the reason and signs anew.
func (s *Applying) SendBack(ctx context.Context, id officer.ApplicationID, seen int, why string) error {
	why, err := officer.CleanText(why, officer.MaxNote)
	if err != nil {
		return ofField("why", err)
	}
	return s.check(ctx, id, seen, func(tx *postgres.Tx, f *File) error {
		if err := f.Identification.SendBack(tx.Actor, f.Application, why, tx.Now); err != nil {
			return err
		}
		tx.Record("identification.sent_back", string(f.Identification.ID), "application", id)
		return f.Application.Unsign(tx.Now)
	})
}

// check lets a checker decide on exactly what they saw, if the newest record is
// genuine and speaks of the content as it is now. Either way the case goes back
// to its officer, to submit it or to mend it.
func (s *Applying) check(ctx context.Context, id officer.ApplicationID, seen int, decide func(*postgres.Tx, *File) error) error {
	return change(ctx, s.Counter, rbac.IdentificationCheck, func(tx *postgres.Tx) error {
		f, err := readSeen(tx, id, seen)
		if err != nil {
			return err
		}
		if f.Application.Status != officer.ApplicationCheckDue {
			return officer.Fail(officer.Conflict, "application.wrong_status", "status", string(f.Application.Status))
		}
		if err := s.genuine(tx, f); err != nil {
			return err
		}
		if err := decide(tx, &f); err != nil {
			return err
		}
		if err := tx.SaveIdentification(&f.Identification); err != nil {
			return err
		}
		if err := tx.SaveApplication(&f.Application); err != nil {
			return err
		}
		return f.hand(tx, f.Identification.Officer, f.Identification.OfficerName)
	})
}

func (s *Applying) genuine(tx *postgres.Tx, f File) error {
	list, err := s.records(tx, f.Identification.ID)
	if err != nil {
		return err
	}
	if len(list) == 0 || !list[0].Verified || list[0].ContentDigest != f.Application.Content(f.Setting.Product).Digest() {
		return officer.Fail(officer.Conflict, "record.not_verified")
	}
	return nil
}
