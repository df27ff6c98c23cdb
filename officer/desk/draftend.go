package desk

import (
	"context"
	"errors"
	"strconv"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
)

// TendDrafts tells applicants of drafts that end soon, and ends those that were
// left alone for too long. The worker calls it; each draft is a transaction in
// its applicant's own scope, so that a second worker, or the applicant who comes
// back at that moment, is not disturbed.
func (s *Ordering) TendDrafts(ctx context.Context) error {
	return errors.Join(
		s.eachDraft(ctx, officer.DraftKept-officer.DraftWarned, (*postgres.Tx).UnwarnedDrafts, s.warnOfEnd),
		s.eachDraft(ctx, officer.DraftKept, (*postgres.Tx).OldDrafts, s.endDraft))
}

// eachDraft does something with every draft that was left alone for a time.
func (s *Ordering) eachDraft(ctx context.Context, age time.Duration, find func(*postgres.Tx, time.Time) ([]postgres.Draft, error),
	do func(*postgres.Tx, officer.Application) error) error {
	for done := true; done; {
		var list []postgres.Draft
		err := s.DB.View(ctx, postgres.System, func(tx *postgres.Tx) (err error) {
			list, err = find(tx, tx.Now.Add(-age))
			return err
		})
		if err != nil {
			return err
		}
		done = false
		for _, d := range list {
			scope := postgres.Scope{Kind: "account", Organisation: d.Organisation, Account: d.Account}
			err := s.DB.Do(ctx, scope, func(tx *postgres.Tx) error {
				a, err := tx.Application(d.ID)
				if err != nil {
					return err
				}
				return do(tx, a)
			})
			if err != nil && !errors.Is(err, officer.Stale) && !errors.Is(err, officer.Conflict) {
				return err
			}
			done = done || err == nil
		}
	}
	return nil
}

// warnOfEnd tells the applicant until when their draft is kept.
func (s *Ordering) warnOfEnd(tx *postgres.Tx, a officer.Application) error {
	end := officer.Today(a.ChangedAt.Add(officer.DraftKept))
	if err := tx.WarnDraft(a); err != nil || !officer.Today(tx.Now).Before(end) { // it ends right now
		return err
	}
	tx.RecordOwn("application.end_announced", string(a.ID))
	return s.mailDraft(tx, a, "draft_ends", map[string]string{"count": strconv.Itoa(officer.Today(tx.Now).DaysUntil(end)), "link": s.Address + OwnApplicationPath(a.ID)})
}

func (s *Ordering) endDraft(tx *postgres.Tx, a officer.Application) error {
	if err := a.Expire(tx.Now); err != nil {
		return err
	}
	tx.RecordOwn("application.expired", string(a.ID))
	if err := tx.SaveExpired(&a); err != nil {
		return err
	}
	return s.mailDraft(tx, a, "draft_ended", map[string]string{"link": s.Address + "/portal"})
}

func (s *Ordering) mailDraft(tx *postgres.Tx, a officer.Application, template string, args map[string]string) error {
	account, err := tx.Account(a.Account)
	if err != nil {
		return err
	}
	product, err := tx.Product(a.Product)
	if err != nil {
		return err
	}
	args["product"] = product.Name(account.Language)
	return s.mailTo(tx, account, template, args)
}
