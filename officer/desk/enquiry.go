package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Enquiries are matters about accounts that the provider's clerks look into:
// somebody wants their account deleted, or one account orders under two names.
type Enquiries struct{ *Counter }

// noticeIdentities tells the provider, once, that an application names somebody
// else than earlier ones of the account did. It is for the transaction of the
// application, in the person's scope; the provider's clerks find it among the
// enquiries. The organisation's book is not told: what the person ordered
// elsewhere is none of its business.
func (c *Counter) noticeIdentities(tx *postgres.Tx, account officer.AccountID, application officer.ApplicationID) error {
	return tx.NoticeOnce(officer.Enquiry{
		ID: officer.NewID[officer.EnquiryID](), Kind: officer.EnquiryIdentities, Account: account, Subject: string(application),
	})
}

// List shows a page of the open matters, or of those that were closed.
func (s *Enquiries) List(ctx context.Context, status string, after officer.Cursor) (officer.EnquiryPage, error) {
	return view(ctx, s.Counter, rbac.EnquiryRead, func(tx *postgres.Tx) (officer.EnquiryPage, error) {
		return tx.EnquiryPage(status, after)
	})
}

// An EnquiryFile is a matter with what the clerk has to know of the account.
type EnquiryFile struct {
	officer.Enquiry
	Holdings   officer.Holdings
	Identities []officer.Identity // where the matter is about them
}

// Enquiry shows one. It looks beyond what the back office sees of drafts, which
// are private, only to count them.
func (s *Enquiries) Enquiry(ctx context.Context, id officer.EnquiryID) (EnquiryFile, error) {
	return viewIn(ctx, s.Counter, rbac.EnquiryRead, beyond, func(tx *postgres.Tx) (f EnquiryFile, err error) {
		if f.Enquiry, err = tx.Enquiry(id); err != nil {
			return f, err
		}
		if f.Kind == officer.EnquiryIdentities {
			if f.Identities, err = tx.Identities(f.Account); err != nil {
				return f, err
			}
		}
		f.Holdings, err = tx.Holdings(f.Account)
		return f, err
	})
}

// Close ends a matter with what came of it. A deletion that is done closes the
// account for good, unless something still hangs on it (Conflict); the person is
// told by mail; where it is refused, the reason stands on the page of the request.
func (s *Enquiries) Close(ctx context.Context, id officer.EnquiryID, version int, outcome officer.EnquiryOutcome, note string) error {
	return changeIn(ctx, s.Counter, rbac.EnquiryClose, beyond, func(tx *postgres.Tx) error {
		e, err := tx.Enquiry(id)
		if err != nil {
			return err
		}
		if e.Version != version {
			return officer.Fail(officer.Stale, "form.stale")
		}
		if err := e.Close(outcome, note, tx.Actor, tx.Now); err != nil {
			return err
		}
		tx.Record("enquiry.closed", string(id), "about", e.Kind, "outcome", outcome)
		if err := tx.SaveEnquiry(e); err != nil {
			return err
		}
		if e.Kind != officer.EnquiryDeletion {
			return nil
		}
		return s.answerDeletion(tx, e)
	})
}

// answerDeletion does what a clerk decided about somebody's account, and tells them.
func (s *Enquiries) answerDeletion(tx *postgres.Tx, e officer.Enquiry) error {
	a, err := tx.Account(e.Account)
	if err != nil {
		return err
	}
	if e.Outcome == officer.EnquiryRefused {
		return s.mailTo(tx, a, "deletion_refused", map[string]string{"link": s.Address + "/account/deletion", "help": s.Address + "/help"})
	}
	hangs, err := tx.Holdings(a.ID)
	if err != nil {
		return err
	}
	if err := hangs.MayGo(); err != nil {
		return err
	}
	if err := s.mailTo(tx, a, "deletion_done", nil); err != nil {
		return err
	}
	tx.Record("account.closed", string(a.ID), "drafts", hangs.Drafts)
	return tx.BlankAccount(a)
}

// A DeletionPage is what somebody sees who thinks of deleting their account.
type DeletionPage struct {
	Holdings officer.Holdings
	Enquiry  officer.Enquiry // the open request; zero for none
	Refused  officer.Enquiry // the latest one, where it was refused; zero for none
	Ways     []string        // how support is reached, as the operator wrote it
}

// Deletion shows what a deletion would mean for the actor, and the request that
// is open.
func (s *Enquiries) Deletion(ctx context.Context, language string) (DeletionPage, error) {
	return viewOwn(ctx, s.Counter, rbac.AccountDeletion, func(tx *postgres.Tx) (p DeletionPage, err error) {
		if p.Enquiry, _, err = tx.OpenEnquiry(tx.Actor.Account, officer.EnquiryDeletion); err != nil {
			return p, err
		}
		if latest, refused, err := tx.RefusedEnquiry(tx.Actor.Account, officer.EnquiryDeletion); err != nil {
			return p, err
		} else if refused {
			p.Refused = latest
		}
		support, err := tx.SiteText("support", language)
		if err != nil {
			return p, err
		}
		p.Ways = support.Ways()
		p.Holdings, err = tx.Holdings(tx.Actor.Account)
		return p, err
	})
}

// RequestDeletion asks the provider to delete the actor's account. A second
// request beside an open one is a Conflict. A note is optional.
func (s *Enquiries) RequestDeletion(ctx context.Context, note string) error {
	var p officer.Problems
	note, err := officer.CleanText(note, officer.NoteLimit)
	p.AddErr("note", err)
	return changeOwn(ctx, s.Counter, rbac.AccountDeletion, func(tx *postgres.Tx) error {
		if err := p.Err(); err != nil {
			return err
		}
		tx.Record("deletion.requested", string(tx.Actor.Account))
		return tx.AddEnquiry(officer.Enquiry{ID: officer.NewID[officer.EnquiryID](), Kind: officer.EnquiryDeletion, Account: tx.Actor.Account, Note: note})
	})
}

// TakeBackDeletion withdraws the actor's open request; NotFound without one.
func (s *Enquiries) TakeBackDeletion(ctx context.Context) error {
	return changeOwn(ctx, s.Counter, rbac.AccountDeletion, func(tx *postgres.Tx) error {
		e, open, err := tx.OpenEnquiry(tx.Actor.Account, officer.EnquiryDeletion)
		if err != nil {
			return err
		}
		if !open {
			return officer.Fail(officer.NotFound, "page.not_found")
		}
		if err := e.TakeBack(tx.Actor, tx.Now); err != nil {
			return err
		}
		tx.Record("deletion.withdrawn", string(tx.Actor.Account))
		return tx.SaveEnquiry(e)
	})
}
