package desk_test

import (
	"errors"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres/dbtest"
)

// A draft that its applicant leaves alone is announced once, and then ends with
// all that it held; one they go on with begins its time anew.
func TestADraftEnds(t *testing.T) {
	w := newOrderWorld(t)
	left := w.filled(w.Company.Shop, w.Signature, officer.OfficerIdent)
	kept, err := w.Begin(w.ctx, w.Company.Shop, w.Seal.ID)
	must(t, err)
	mails := func(template string) int { return w.count(`select count(*) from mails where template = $1`, template) }
	tend := func() {
		t.Helper()
		for range 2 { // an hour later, or another worker
			must(t, w.TendDrafts(t.Context()))
		}
	}
	w.Clock.Advance(officer.DraftKept - officer.DraftWarned - time.Second)
	tend()
	if n := mails("draft_ends"); n != 0 {
		t.Errorf("%d announced too early", n)
	}
	w.Clock.Advance(time.Second)
	tend()
	if n := mails("draft_ends"); n != 2 {
		t.Errorf("%d announced, want both", n)
	}
	if got := dbtest.Get[string](t, w.Database, `select distinct args ->> 'count' from mails where template = 'draft_ends'`); got != "7" {
		t.Errorf("in %s days", got)
	}
	w.Exec(t, `update applications set changed_at = $2 where id = $1`, kept, w.Clock.Now().Add(time.Second)) // its applicant was there
	w.Clock.Advance(officer.DraftWarned)
	tend()
	if d := w.draft(kept); d.Application.Status != officer.ApplicationDraft {
		t.Errorf("the one that was worked on is %s", d.Application.Status)
	}
	if n, told := mails("draft_ended"), mails("draft_ends"); n != 1 || told != 2 {
		t.Errorf("%d told of an end, %d of one that comes", n, told)
	}
	remains := `select count(*) from applications where id = $1 and status = 'expired' and (stated_number_sealed is not null or stated_type <> '' or revocation_password_hash <> ''
		or security_answer_hash <> '' or family_name <> '' or search_name <> '' or form::text like '%Đặng%' or birth_date is not null)`
	if w.count(`select count(*) from applications where id = $1 and status = 'expired'`, left) != 1 || w.count(remains, left) != 0 {
		t.Error("the draft has not ended, or something of it is left")
	}
	if n := w.count(`select count(*) from account_events where kind in ('application.expired', 'application.end_announced') and account_id = $1`, w.who.Account); n != 3 {
		t.Errorf("%d lines in the person's book", n)
	}
	w.Clock.Advance(officer.DraftKept - 2*officer.DraftWarned + 24*time.Hour)
	tend()
	if n := mails("draft_ends"); n != 3 {
		t.Errorf("%d announced, want the second one anew", n)
	}
}

// Only a draft ends so, and only an applicant's own.
func TestWhatDoesNotExpire(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for name, a := range map[string]officer.Application{
		"too early":      {Status: officer.ApplicationDraft, Account: "acc_a", CreatedBy: "acc_a", ChangedAt: now.Add(-officer.DraftKept + time.Second)},
		"a desk's":       {Status: officer.ApplicationDraft, Account: "acc_a", CreatedBy: "acc_b", ChangedAt: now.Add(-90 * 24 * time.Hour)},
		"submitted":      {Status: officer.ApplicationSubmitted, Account: "acc_a", CreatedBy: "acc_a", ChangedAt: now.Add(-90 * 24 * time.Hour)},
		"an ended order": {Status: officer.ApplicationTransmitted, Account: "acc_a", CreatedBy: "acc_a", ChangedAt: now.Add(-90 * 24 * time.Hour)},
	} {
		if err := a.Expire(now); !errors.Is(err, officer.Conflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
