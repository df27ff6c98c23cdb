package desk_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
)

func TestSignWritesARecordThatVerifies(t *testing.T) {
	b := newBench(t)
	b.sign(t)
	f := b.file(t)
	if f.Application.Status != officer.ApplicationIdentified || f.Identification.Status != officer.IdentificationSigned || !f.Application.Signed() {
		t.Errorf("%s %s", f.Application.Status, f.Identification.Status)
	}
	list, err := b.Records(b.as(officer.RoleOfficer), b.id)
	must(t, err)
	if len(list) != 1 || !list[0].Verified || list[0].KeyID == "" {
		t.Fatalf("%+v", list)
	}
	a := list[0].Attestation
	if a.Officer.Name != b.Company.Actor(officer.RoleOfficer).Name || a.Person.FamilyName != "Đặng-Ångström" || a.Level != officer.LevelBaseline ||
		a.Place != "Hauptsitz" || len(a.Checks.Features) < officer.FeaturesNeeded || len(a.Consents) != len(officer.ConsentTexts) ||
		a.Statement.Version != officer.OfficerStatement.Version() || a.ContentDigest != f.Application.ContentDigest || a.Document.NumberMasked == "" {
		t.Errorf("%+v", a)
	}
	if bytes.Contains(list[0].Record.Record, []byte("T22000129")) {
		t.Error("the record has the document's number in clear")
	}
	canonical, err := secret.Canonicalize(list[0].Record.Record)
	must(t, err)
	if !bytes.Equal(canonical, list[0].Record.Record) {
		t.Error("the record is not canonical")
	}
}

// TestTheNumbersDigestCanBeShown: who holds key and number can show that a
// record speaks of this document.
func TestTheNumbersDigestCanBeShown(t *testing.T) {
	b := newBench(t)
	b.sign(t)
	list, err := b.Records(b.as(officer.RoleOfficer), b.id)
	must(t, err)
	d := list[0].Attestation.Document
	if got := b.Keys.Digests.Digest("document_number", secret.Of(d.NumberSalt+".T22000129")); got != d.NumberDigest {
		t.Errorf("%s, want %s", got, d.NumberDigest)
	}
}

func TestATamperedRecordIsNotVerified(t *testing.T) {
	b := newBench(t)
	b.sign(t)
	for name, change := range map[string]string{
		"a byte":          `update identification_records set record = set_byte(record, 40, get_byte(record, 40) # 1)`,
		"the digest":      `update identification_records set digest = set_byte(digest, 0, get_byte(digest, 0) # 1)`,
		"the signature":   `update identification_records set signature = set_byte(signature, 5, get_byte(signature, 5) # 1)`,
		"the key":         `update identification_records set key_id = 'ev_other'`,
		"the signer":      `update identification_records set signed_by = 'acc_other'`,
		"the content":     `update identification_records set content_digest = 'other'`,
		"byte and digest": `update identification_records set record = set_byte(record, 40, get_byte(record, 40) # 1), digest = sha256(set_byte(record, 40, get_byte(record, 40) # 1))`,
	} {
		b.Exec(t, `create table kept as select * from identification_records`)
		b.Exec(t, change)
		list, err := b.Records(b.as(officer.RoleOfficer), b.id)
		must(t, err)
		if len(list) != 1 || list[0].Verified {
			t.Errorf("with %s changed the record is still verified", name)
		}
		b.Exec(t, `delete from identification_records`)
		b.Exec(t, `insert into identification_records select * from kept`)
		b.Exec(t, `drop table kept`)
	}
	list, err := b.Records(b.as(officer.RoleOfficer), b.id)
	must(t, err)
	if !list[0].Verified {
		t.Error("untouched it is not verified")
	}
}

func TestTheAppCannotChangeARecord(t *testing.T) {
	b := newBench(t)
	b.sign(t)
	for _, q := range []string{`update identification_records set key_id = 'x'`, `delete from identification_records`, `update events set kind = 'x'`, `delete from events`} {
		if err := b.AsApp(t, postgres.System, q); err == nil || !strings.Contains(err.Error(), "permission denied") {
			t.Errorf("%s: %v", q, err)
		}
	}
}

func TestSignRefuses(t *testing.T) {
	b := newBench(t)
	ctx, seen := b.as(officer.RoleOfficer), b.file(t).Version()
	if err := b.Sign(ctx, b.id, seen, "de", "654321"); key(err) != "second_factor.wrong" {
		t.Errorf("wrong code: %v", err)
	}
	if err := b.Sign(ctx, b.id, seen-1, "de", right); !errors.Is(err, officer.Stale) {
		t.Errorf("not what was seen: %v", err)
	}
	second := dbtest.As(b.Company.Second(officer.RoleOfficer))
	if err := b.Sign(second, b.id, seen, "de", right); key(err) != "identification.other_officer" {
		t.Errorf("another officer: %v", err)
	}
	lapsed := b.Company.Actor(officer.RoleOfficer)
	lapsed.MayIdentify = false
	if err := b.Sign(dbtest.As(lapsed), b.id, seen, "de", right); key(err) != "officer.may_not_identify" {
		t.Errorf("training lapsed: %v", err)
	}
	b.Exec(t, `update applications set form = jsonb_set(form, '{Contact,Mobile}', '""')`)
	if err := b.Sign(ctx, b.id, seen, "de", right); key(err) != "application.incomplete" {
		t.Errorf("incomplete: %v", err)
	}
	if n := b.events(t, "identification.signed"); n != 0 {
		t.Errorf("%d lines in the book", n)
	}
}

// TestSignAsksForACodeOnlyWhenNothingElseIsInTheWay, since a code works once.
func TestSignAsksForACodeOnlyWhenNothingElseIsInTheWay(t *testing.T) {
	b := newBench(t)
	seen := b.file(t).Version()
	b.Exec(t, `update applications set form = jsonb_set(form, '{Contact,Mobile}', '""')`)
	for name, ctx := range map[string]context.Context{"a checker": b.as(officer.RoleChecker), "too early": b.as(officer.RoleOfficer)} {
		if err := b.Sign(ctx, b.id, seen, "de", right); err == nil || b.again.asked != 0 {
			t.Errorf("%s: %v after asking %d times", name, err, b.again.asked)
		}
	}
}

// TestOfOneselfInTheDatabase: the second lock behind the rule.
func TestOfOneselfInTheDatabase(t *testing.T) {
	b := newBench(t)
	by := b.Company.Actor(officer.RoleOfficer)
	for q, want := range map[string]string{
		`update identifications set subject_account_id = officer_account_id`: "identification_not_of_oneself",
		`update identifications set checked_by = officer_account_id`:         "identification_four_eyes",
	} {
		err := b.AsApp(t, postgres.ScopeOf(by), q)
		if postgres.Constraint(err) != want {
			t.Errorf("%s: %v", q, err)
		}
	}
}

func TestSecondCheckApproves(t *testing.T) {
	b := newBench(t)
	b.secondCheck(t)
	b.sign(t)
	if got := b.file(t).Application.Status; got != officer.ApplicationCheckDue {
		t.Fatal(got)
	}
	if _, err := b.Submit(b.as(officer.RoleOfficer), b.id); key(err) != "application.not_ready" {
		t.Errorf("submitted without the check: %v", err)
	}
	must(t, b.Approve(b.as(officer.RoleChecker), b.id, b.file(t).Version()))
	f := b.file(t)
	if f.Application.Status != officer.ApplicationChecked || f.Identification.CheckedBy != b.Company.Actor(officer.RoleChecker).Account {
		t.Errorf("%s %+v", f.Application.Status, f.Identification)
	}
	if err := b.Approve(b.as(officer.RoleChecker), b.id, f.Version()); !errors.Is(err, officer.Conflict) {
		t.Errorf("twice: %v", err)
	}
}

func TestSecondCheckSendsBackAndTheOfficerSignsAnew(t *testing.T) {
	b := newBench(t)
	b.secondCheck(t)
	b.sign(t)
	checker := b.as(officer.RoleChecker)
	if err := b.SendBack(checker, b.id, b.file(t).Version(), " "); key(err) != "why form.missing" {
		t.Error(err)
	}
	must(t, b.SendBack(checker, b.id, b.file(t).Version(), "Ausstellende Behörde prüfen"))
	f := b.file(t)
	if f.Application.Status != officer.ApplicationInIdentification || f.Application.Signed() || f.Identification.CheckNote != "Ausstellende Behörde prüfen" {
		t.Errorf("%s %+v", f.Application.Status, f.Identification)
	}
	b.sign(t)
	list, err := b.Records(checker, b.id)
	must(t, err)
	if len(list) != 2 || list[0].Sequence != 2 || !list[0].Verified || !list[1].Verified {
		t.Errorf("%d records", len(list))
	}
	must(t, b.Approve(checker, b.id, b.file(t).Version()))
}

// TestAnOfficerWhoAlsoChecks must not check their own case.
func TestAnOfficerWhoAlsoChecks(t *testing.T) {
	b := newBench(t)
	b.secondCheck(t)
	b.sign(t)
	both := b.Company.Actor(officer.RoleOfficer)
	both.Roles = append(both.Roles, officer.RoleChecker)
	if err := b.Approve(dbtest.As(both), b.id, b.file(t).Version()); key(err) != "application.four_eyes" {
		t.Error(err)
	}
}

func TestAForgedRecordIsNotApproved(t *testing.T) {
	b := newBench(t)
	b.secondCheck(t)
	b.sign(t)
	b.Exec(t, `update identification_records set record = convert_to(replace(convert_from(record, 'UTF8'), 'Kraków', 'Krakow'), 'UTF8')`)
	if err := b.Approve(b.as(officer.RoleChecker), b.id, b.file(t).Version()); key(err) != "record.not_verified" {
		t.Error(err)
	}
}

func TestAChangeUndoesSignatureAndCheck(t *testing.T) {
	b := newBench(t)
	b.secondCheck(t)
	b.sign(t)
	must(t, b.Approve(b.as(officer.RoleChecker), b.id, b.file(t).Version()))
	f := b.file(t)
	f.Application.Form.Certificate.Publish = "yes"
	kept, err := b.Save(b.as(officer.RoleOfficer), b.id, desk.Entry{Group: officer.GroupCertificate, Form: f.Application.Form, Version: f.Application.Version})
	must(t, err)
	after := b.file(t)
	if !kept.Undone || after.Application.Status != officer.ApplicationInIdentification || after.Application.Signed() ||
		after.Identification.Status != officer.IdentificationUndone || after.Identification.CheckedBy != "" || b.events(t, "identification.undone") != 1 {
		t.Errorf("%+v %s %+v", kept, after.Application.Status, after.Identification)
	}
	if _, err := b.Submit(b.as(officer.RoleOfficer), b.id); !errors.Is(err, officer.Conflict) {
		t.Errorf("submitted what nobody signed: %v", err)
	}
}

// TestOnlyOneOfTwoSigns: two tabs sign at once; one record is written.
func TestOnlyOneOfTwoSigns(t *testing.T) {
	b := newBench(t)
	seen := b.file(t).Version()
	var wg sync.WaitGroup
	errs := make([]error, 2)
	for n := range errs {
		wg.Go(func() { errs[n] = b.Sign(b.as(officer.RoleOfficer), b.id, seen, "de", right) })
	}
	wg.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("%v, %v", errs[0], errs[1])
	}
	if n := b.events(t, "identification.signed"); n != 1 {
		t.Errorf("%d lines in the book", n)
	}
}

// TestTheCaseChangesHands: who has to act next finds it among their cases.
func TestTheCaseChangesHands(t *testing.T) {
	b := newBench(t)
	b.secondCheck(t)
	mine := b.Company.Actor(officer.RoleOfficer).Account
	b.Exec(t, `update applications set claimed_by = $1, claimed_at = now()`, mine)
	b.sign(t)
	if a := b.file(t).Application; a.ClaimedBy != "" || !a.ClaimedAt.IsZero() {
		t.Errorf("a case that waits for a checker is with %s", a.ClaimedBy)
	}
	b.Exec(t, `update applications set claimed_by = $1, claimed_at = now()`, b.Company.Actor(officer.RoleChecker).Account)
	must(t, b.Approve(b.as(officer.RoleChecker), b.id, b.file(t).Version()))
	if a := b.file(t).Application; a.ClaimedBy != mine || a.ClaimedName == "" {
		t.Errorf("a checked case is with %q", a.ClaimedBy)
	}
}

func TestWhatWasSignedIsKnownOfThePerson(t *testing.T) {
	b := newBench(t)
	f := b.file(t)
	f.Application.Form.Person.Address.Street, f.Application.Form.Person.BirthName = "Neue Straße 7", "Kowalska"
	_, err := b.Save(b.as(officer.RoleOfficer), b.id, desk.Entry{Group: officer.GroupPerson, Form: f.Application.Form, Version: f.Application.Version})
	must(t, err)
	known := func() string {
		return dbtest.Get[string](t, b.Database, `select street || ' ' || birth_name || ' ' || email from persons where id = $1`, f.Application.Person)
	}
	if got := known(); got == "Neue Straße 7 Kowalska lucja.dang@beispiel.example" {
		t.Error("known before anybody vouched for it")
	}
	b.sign(t)
	if got := known(); got != "Neue Straße 7 Kowalska lucja.dang@beispiel.example" {
		t.Error(got)
	}
}
