package postgres

import (
	"time"

	"officerportal/officer"
)

// A Draft is somebody's draft as far as housekeeping knows it.
type Draft struct {
	ID           officer.ApplicationID
	Organisation officer.OrganisationID
	Account      officer.AccountID
}

const oldDrafts = `select id, organisation_id as organisation, account_id as account from applications
	where status = 'draft' and created_by = account_id and changed_at <= $1`

// OldDrafts names some drafts that nobody worked on since a moment. It needs the
// system's scope: nobody else sees drafts.
func (tx *Tx) OldDrafts(since time.Time) (list []Draft, err error) {
	err = tx.list(&list, oldDrafts+` order by changed_at, id limit 100`, since)
	return list, err
}

// UnwarnedDrafts names some of them whose applicants were not told since they
// worked on them.
func (tx *Tx) UnwarnedDrafts(since time.Time) (list []Draft, err error) {
	err = tx.list(&list, oldDrafts+` and (draft_warned_at is null or draft_warned_at < changed_at) order by changed_at, id limit 100`, since)
	return list, err
}

// WarnDraft notes that the applicant is told of their draft's end, once: Stale if
// they were told already, or worked on it meanwhile.
func (tx *Tx) WarnDraft(a officer.Application) error {
	return tx.one(stale(), `update applications set draft_warned_at = $4 where organisation_id = $1 and id = $2 and version = $3
		and (draft_warned_at is null or draft_warned_at < changed_at)`, tx.Organisation(), a.ID, a.Version, tx.Now)
}

// SaveExpired ends a draft, its secrets and what was stated of a document with it.
func (tx *Tx) SaveExpired(a *officer.Application) error {
	for _, save := range []func() error{
		func() error { return tx.SaveApplication(a) },
		func() error { return tx.SaveStated(*a) },
		func() error { return tx.SaveRevocationPassword(a.ID, a.RevocationPasswordHash) },
		func() error { return tx.SaveSecurityAnswer(a.ID, a.SecurityAnswerHash) },
	} {
		if err := save(); err != nil {
			return err
		}
	}
	return nil
}
