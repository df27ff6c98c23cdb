package officer_test

import (
	"slices"
	"testing"
	"time"

	"officerportal/officer"
)

// Every reason by everybody who may ask, with the number that the list carries:
// the table is written out a second time, so that no change of it goes unseen.
func TestRevocationReasons(t *testing.T) {
	const h, n, p, c, m, k = officer.RevokedByHolder, officer.RevokedByNamed, officer.RevokedByPassword,
		officer.RevokedByConfirmer, officer.RevokedByRAManager, officer.RevokedByClerk
	rows := []struct {
		reason officer.RevocationReason
		code   int
		by     []officer.RevocationRole
	}{
		{"lost", 1, []officer.RevocationRole{h, n, p, m, k}},
		{"pin_disclosed", 1, []officer.RevocationRole{h, n, p, m, k}},
		{"left", 3, []officer.RevocationRole{h, n, p, m, k}},
		{"data_changed", 4, []officer.RevocationRole{h, n, p, m, k}},
		{"replaced", 4, []officer.RevocationRole{h, m, k}},
		{"not_needed", 5, []officer.RevocationRole{h, n, p, m, k}},
		{"attribute_removed", 9, []officer.RevocationRole{c, k}},
		{"false_data", 9, []officer.RevocationRole{c, m, k}},
		{"death", 0, []officer.RevocationRole{n, p, m, k}},
	}
	for _, row := range rows {
		if code, known := row.reason.CRLReason(); !known || code != row.code {
			t.Errorf("%s: CRLReason %d, %v, want %d", row.reason, code, known, row.code)
		}
		for _, by := range []officer.RevocationRole{h, n, p, c, m, k} {
			if got, want := slices.Contains(officer.RevocationReasons(by), row.reason), slices.Contains(row.by, by); got != want {
				t.Errorf("%s by %s: offered %v, want %v", row.reason, by, got, want)
			}
		}
	}
	if got := len(officer.RevocationReasons(k)); got != len(rows) {
		t.Errorf("a clerk has %d reasons, want all %d", got, len(rows))
	}
	if _, known := officer.RevocationReason("mood").CRLReason(); known {
		t.Error("a reason that is none has a number")
	}
	if got := officer.RevocationReasons("passer-by"); len(got) != 0 {
		t.Errorf("somebody without a role has the reasons %v", got)
	}
}

// Never retroactive, and once scheduled only brought forward.
func TestRevocationTime(t *testing.T) {
	day := 24 * time.Hour
	for name, row := range map[string]struct{ got, want time.Time }{
		"at once":       {officer.RevocationTime(time.Time{}, midday), midday},
		"yesterday":     {officer.RevocationTime(midday.Add(-day), midday), midday},
		"next week":     {officer.RevocationTime(midday.Add(7*day), midday), midday.Add(7 * day)},
		"sooner":        {officer.SoonerRevocation(midday.Add(7*day), midday.Add(day), midday), midday.Add(day)},
		"later":         {officer.SoonerRevocation(midday.Add(day), midday.Add(7*day), midday), midday.Add(day)},
		"now after all": {officer.SoonerRevocation(midday.Add(day), time.Time{}, midday), midday},
	} {
		if !row.got.Equal(row.want) {
			t.Errorf("%s: %v, want %v", name, row.got, row.want)
		}
	}
}

// The status has to be visible a day after the revocation takes effect.
func TestRevocationLate(t *testing.T) {
	if officer.RevocationLate(midday, midday.Add(24*time.Hour-time.Second)) {
		t.Error("late before the day is over")
	}
	if !officer.RevocationLate(midday, midday.Add(24*time.Hour)) {
		t.Error("not late after a day")
	}
}

// Scheduled, in progress, done: each step once, not before its time, and the card
// goes along; what is done counts from the time it was to take effect.
func TestLifeOfARevocation(t *testing.T) {
	card, later := officer.Card{Status: officer.CardValid}, midday.Add(48*time.Hour)
	r, err := officer.NewRevocation(card, officer.RevokedByHolder, officer.RevokeLost, later, midday)
	if err != nil {
		t.Fatal(err)
	}
	if r.Begin(&card, midday) == nil || r.Finish(&card, later) == nil || card.Status != officer.CardValid {
		t.Fatalf("before its time the card is %s", card.Status)
	}
	if err := r.Begin(&card, later); err != nil || card.Status != officer.CardRevocationRunning {
		t.Fatalf("begun: %v, card %s", err, card.Status)
	}
	if r.Begin(&card, later) == nil {
		t.Error("begun twice")
	}
	done := later.Add(time.Minute)
	if err := r.Finish(&card, done); err != nil || card.Status != officer.CardRevoked || !card.RevokedAt.Equal(later) || !r.DoneAt.Equal(done) {
		t.Errorf("finished: %v, card %s since %v, done %v", err, card.Status, card.RevokedAt, r.DoneAt)
	}
	if r.Finish(&card, done) == nil {
		t.Error("finished twice")
	}
	if _, err := officer.NewRevocation(card, officer.RevokedByClerk, officer.RevokeLost, later, midday); err == nil {
		t.Error("a revoked card is revoked once more")
	}
	if _, err := officer.NewRevocation(officer.Card{Status: officer.CardValid}, officer.RevokedByHolder, officer.RevokeDeath, later, midday); err == nil {
		t.Error("a holder gives their own death as the reason")
	}
}
