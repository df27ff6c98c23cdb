package postgres_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

func system(t *testing.T, d *dbtest.Database, f func(*postgres.Tx) error) error {
	t.Helper()
	return d.DB.Do(context.Background(), postgres.System, f)
}

func addAccount(t *testing.T, d *dbtest.Database, email string) officer.AccountID {
	t.Helper()
	a := officer.Account{ID: officer.NewID[officer.AccountID](), Email: email, EmailKey: email, GivenNames: "Kim", FamilyName: "Test",
		Language: "de", Status: officer.AccountActive}
	if err := system(t, d, func(tx *postgres.Tx) error { return tx.AddAccount(a) }); err != nil {
		t.Fatal(err)
	}
	return a.ID
}

func TestFiftyTriesAtOnceCountFifty(t *testing.T) {
	d := dbtest.New(t)
	var through, refused atomic.Int32
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			switch err := d.DB.Do(context.Background(), postgres.System, func(tx *postgres.Tx) error {
				_, err := tx.Try("key", officer.ThrottleSignIn)
				return committed(err, &refused)
			}); {
			case err != nil:
				t.Error(err)
			default:
				through.Add(1)
			}
		})
	}
	all.Wait()
	tries := dbtest.Get[int](t, d, `select tries from throttles`)
	counted := dbtest.Get[int](t, d, `select tries + refused from throttles`)
	if tries != 5 || counted != 50 || refused.Load() != 45 {
		t.Errorf("%d tries went through and %d were counted, %d refused; want 5, 50, 45", tries, counted, refused.Load())
	}
}

// committed keeps a refusal from rolling its own count back, as the desk does.
func committed(err error, refused *atomic.Int32) error {
	if errors.Is(err, officer.TooMany) {
		refused.Add(1)
		return nil
	}
	return err
}

// Two people of one house sign in at the same moment, and whoever began first
// comes second.
func TestFreeTriesWaitForNobody(t *testing.T) {
	d := dbtest.New(t)
	try := func(after func(*postgres.Tx) error) {
		t.Helper()
		if err := system(t, d, func(tx *postgres.Tx) error {
			if _, err := tx.Try("key", officer.ThrottleSignIn); err != nil {
				return err
			}
			return after(tx)
		}); err != nil {
			t.Error(err)
		}
		d.Clock.Advance(-3 * time.Millisecond)
	}
	refund := func(tx *postgres.Tx) error { return tx.Refund("key") }
	stay := func(*postgres.Tx) error { return nil }
	for _, after := range []func(*postgres.Tx) error{refund, refund, stay, stay, stay, stay, stay} {
		try(after)
	}
	err := system(t, d, func(tx *postgres.Tx) error { _, err := tx.Try("key", officer.ThrottleSignIn); return err })
	if !errors.Is(err, officer.TooMany) {
		t.Errorf("the sixth wrong one: %v", err)
	}
}

func TestTryWaitsAndForgets(t *testing.T) {
	d := dbtest.New(t)
	try := func() (err error) {
		_ = system(t, d, func(tx *postgres.Tx) error {
			_, err = tx.Try("key", officer.ThrottleSignIn)
			return nil
		})
		return err
	}
	for _, step := range []struct {
		after time.Duration
		free  bool
	}{
		{0, true}, {0, true}, {0, true}, {0, true}, {0, true}, // the fifth starts the first wait
		{0, false}, {29 * time.Second, false}, {time.Second, true}, // 30 s
		{59 * time.Second, false}, {time.Second, true}, // 60 s
		{120 * time.Second, true}, {240 * time.Second, true}, {480 * time.Second, true},
		{14*time.Minute + 59*time.Second, false}, {time.Second, true},
		{15 * time.Minute, true}, // never longer
		{25 * time.Hour, true}, {0, true}, {0, true}, {0, true}, {0, true}, {0, false},
	} {
		d.Clock.Advance(step.after)
		if err := try(); (err == nil) != step.free {
			t.Fatalf("after %s: %v, want free %v", step.after, err, step.free)
		}
	}
	if err := system(t, d, func(tx *postgres.Tx) error { return tx.Forgive("key") }); err != nil {
		t.Fatal(err)
	}
	if err := try(); err != nil {
		t.Errorf("after a right one: %v", err)
	}
}

func TestLinkIsUsedOnceInItsOwnFlow(t *testing.T) {
	d := dbtest.New(t)
	account := addAccount(t, d, "kim@example.org")
	add := func(digest string) {
		if err := system(t, d, func(tx *postgres.Tx) error {
			return tx.AddLink(officer.Link{Digest: digest, Purpose: officer.LinkPasswordReset, Account: account, ExpiresAt: tx.Now.Add(time.Hour)})
		}); err != nil {
			t.Fatal(err)
		}
	}
	use := func(p officer.LinkPurpose, digests ...string) error {
		return system(t, d, func(tx *postgres.Tx) error {
			_, err := tx.UseLink(p, digests)
			return err
		})
	}
	add("one")
	add("two")
	if err := use(officer.LinkInvitation, "one"); !errors.Is(err, officer.NotFound) {
		t.Errorf("in another flow: %v", err)
	}
	var won, lost atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if err := use(officer.LinkPasswordReset, "other key's", "one"); err == nil {
				won.Add(1)
			} else if errors.Is(err, officer.NotFound) {
				lost.Add(1)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 || lost.Load() != 19 {
		t.Errorf("%d used one link, %d did not", won.Load(), lost.Load())
	}
	d.Clock.Advance(time.Hour)
	if err := use(officer.LinkPasswordReset, "two"); !errors.Is(err, officer.NotFound) {
		t.Errorf("after its time: %v", err)
	}
}

func TestDeskWritesLinksForItselfAndReadsNone(t *testing.T) {
	d := twoOrganisations(t)
	add := func(org officer.OrganisationID) error {
		return d.DB.Do(context.Background(), organisationScope(orgA), func(tx *postgres.Tx) error {
			return tx.AddLink(officer.Link{Digest: "link of " + string(org), Purpose: officer.LinkAppointment, Organisation: org, ExpiresAt: tx.Now.Add(time.Hour)})
		})
	}
	if err := add(orgA); err != nil {
		t.Error(err)
	}
	if err := add(orgB); err == nil {
		t.Error("a link for another organisation was written")
	}
	if n := d.Count(t, organisationScope(orgA), "links"); n != 0 {
		t.Errorf("a desk reads %d links", n)
	}
}

func TestPresence(t *testing.T) {
	s := dbtest.NewSample(t)
	who := s.Company.Actor(officer.RoleOfficer)
	session := officer.NewSession(who.Account, s.Clock.Now(), officer.DefaultSessionLimits)
	session.Digest, session.Organisation, session.SecondFactorAt = "digest", s.Company.ID, s.Clock.Now()
	if err := system(t, s.Database, func(tx *postgres.Tx) error { return tx.AddSession(session) }); err != nil {
		t.Fatal(err)
	}
	look := func() (actor officer.Actor, err error) {
		err = system(t, s.Database, func(tx *postgres.Tx) error {
			p, err := tx.Presence([]string{"newer key's", "digest"})
			if err != nil {
				return err
			}
			actor, err = p.Actor(officer.Today(tx.Now))
			return err
		})
		return actor, err
	}
	a, err := look()
	if err != nil || a.Account != who.Account || !a.Has(officer.RoleOfficer) || !a.MayIdentify || a.Place != officer.Desk ||
		a.OrganisationName != s.Company.Name || a.SecondFactorDue || !a.SecondFactor || a.Appointment != who.Appointment ||
		len(a.OtherPlaces) != 1 || !a.SessionEnds.Equal(s.Clock.Now().Add(30*time.Minute)) {
		t.Fatalf("%+v, %v", a, err)
	}
	s.Exec(t, `insert into members (organisation_id, account_id, name, email, joined_at) values ($1, $2, 'Kim', '', now())`, s.Authority.ID, who.Account)
	s.Exec(t, `insert into role_assignments (organisation_id, account_id, role, granted_by, granted_at) values ($1, $2, 'checker', 'acc_sample', now())`, s.Authority.ID, who.Account)
	s.Exec(t, `update appointments set training_until = current_date - 1 where account_id = $1`, who.Account)
	if a, err = look(); err != nil || a.MayIdentify || len(a.OtherPlaces) != 2 || a.OtherPlaces[0].Name != s.Authority.Name {
		t.Errorf("%+v, %v", a, err)
	}
	s.Clock.Advance(time.Second)
	s.Exec(t, `update role_assignments set ended_at = $1, ended_by = 'acc_sample' where account_id = $2 and organisation_id = $3`, s.Clock.Now(), who.Account, s.Company.ID)
	if _, err = look(); !errors.Is(err, officer.NotFound) {
		t.Errorf("after the role ended: %v", err)
	}
}

func TestSessionEnds(t *testing.T) {
	d := dbtest.New(t)
	me, other := addAccount(t, d, "me@example.org"), addAccount(t, d, "other@example.org")
	add := func(account officer.AccountID, digest string) officer.Session {
		s := officer.NewSession(account, d.Clock.Now(), officer.DefaultSessionLimits)
		s.Digest, s.Device = digest, "device of "+digest
		if err := system(t, d, func(tx *postgres.Tx) error { return tx.AddSession(s) }); err != nil {
			t.Fatal(err)
		}
		return s
	}
	there := func(digest string) bool {
		err := system(t, d, func(tx *postgres.Tx) error {
			_, err := tx.Presence([]string{digest})
			return err
		})
		return err == nil
	}
	one, two, theirs := add(me, "one"), add(me, "two"), add(other, "theirs")
	mine := postgres.Scope{Kind: "account", Account: me}
	err := d.DB.Do(context.Background(), mine, func(tx *postgres.Tx) error { return tx.EndSession(me, theirs.ID, officer.EndedRevoked) })
	if !errors.Is(err, officer.NotFound) || !there("theirs") {
		t.Errorf("somebody else's session: %v", err)
	}
	err = d.DB.Do(context.Background(), mine, func(tx *postgres.Tx) error {
		n, err := tx.EndOtherSessions(me, one.ID, officer.EndedRevoked)
		if n != 1 {
			t.Errorf("%d sessions ended", n)
		}
		return err
	})
	if err != nil || !there("one") || there("two") || !there("theirs") {
		t.Errorf("%v; sessions %v %v %v", err, there("one"), there("two"), there("theirs"))
	}
	renewed := one
	renewed.Digest = "fresh"
	if err := system(t, d, func(tx *postgres.Tx) error { return tx.RenewSession(renewed) }); err != nil || there("one") || !there("fresh") {
		t.Errorf("the old token works beside the new one, or neither does: %v", err)
	}
	two.Digest = "fresh two"
	if err := system(t, d, func(tx *postgres.Tx) error { return tx.RenewSession(two) }); !errors.Is(err, officer.Unauthenticated) {
		t.Errorf("an ended session came back: %v", err)
	}
	d.Clock.Advance(29 * time.Minute)
	renewed.Touch(d.Clock.Now(), officer.DefaultSessionLimits)
	if err := system(t, d, func(tx *postgres.Tx) error { return tx.TouchSession(renewed) }); err != nil {
		t.Fatal(err)
	}
	d.Clock.Advance(29 * time.Minute)
	if !there("fresh") || there("theirs") {
		t.Error("a used session ended, or an idle one did not")
	}
	d.Clock.Advance(time.Minute)
	if there("fresh") {
		t.Error("an idle session goes on")
	}
}

func TestTOTPStepAndRecoveryCodeAreUsedOnce(t *testing.T) {
	d := dbtest.New(t)
	me, other := addAccount(t, d, "me@example.org"), addAccount(t, d, "other@example.org")
	err := system(t, d, func(tx *postgres.Tx) error { return tx.ReplaceRecoveryCodes(me, []string{"a", "b"}) })
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		use  func(*postgres.Tx) (bool, error)
		want bool
	}{
		{"first step", func(tx *postgres.Tx) (bool, error) { return tx.UseTOTPStep(me, 100) }, true},
		{"replayed step", func(tx *postgres.Tx) (bool, error) { return tx.UseTOTPStep(me, 100) }, false},
		{"earlier step", func(tx *postgres.Tx) (bool, error) { return tx.UseTOTPStep(me, 99) }, false},
		{"next step", func(tx *postgres.Tx) (bool, error) { return tx.UseTOTPStep(me, 101) }, true},
		{"somebody else's code", func(tx *postgres.Tx) (bool, error) { return tx.UseRecoveryCode(other, []string{"a"}) }, false},
		{"code", func(tx *postgres.Tx) (bool, error) { return tx.UseRecoveryCode(me, []string{"x", "a"}) }, true},
		{"used code", func(tx *postgres.Tx) (bool, error) { return tx.UseRecoveryCode(me, []string{"a"}) }, false},
	} {
		var used bool
		if err := system(t, d, func(tx *postgres.Tx) (err error) {
			used, err = c.use(tx)
			return err
		}); err != nil || used != c.want {
			t.Errorf("%s: %v, %v", c.name, used, err)
		}
	}
	if n := dbtest.Get[int](t, d, `select count(*) from recovery_codes where used_at is null`); n != 1 {
		t.Errorf("%d codes left", n)
	}
}

func TestTwoAccountsNeverShareAnAddress(t *testing.T) {
	d := dbtest.New(t)
	addAccount(t, d, "kim@example.org")
	err := system(t, d, func(tx *postgres.Tx) error {
		return tx.AddAccount(officer.Account{ID: officer.NewID[officer.AccountID](), Email: "KIM@example.org", EmailKey: "kim@example.org",
			GivenNames: "Kim", FamilyName: "Twin", Language: "de", Status: officer.AccountInvited})
	})
	var refusal *officer.Error
	if !errors.As(err, &refusal) || refusal.Key != "account.email_taken" {
		t.Errorf("%v", err)
	}
}
