package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
)

const longWord = "Korrekt-Pferd-Batterie"

func (b *bench) version(t testing.TB) int { return b.file(t).Application.Version }

func (b *bench) hash(t testing.TB, column string) string {
	t.Helper()
	return dbtest.Get[string](t, b.Database, `select `+column+` from applications where id = $1`, b.id)
}

// anywhere looks for a text in every table that could hold it.
func (b *bench) anywhere(t testing.TB, text string) bool {
	t.Helper()
	for _, table := range []string{"applications", "events", "mails", "links", "identifications"} {
		if dbtest.Get[bool](t, b.Database, `select exists (select from `+table+` x where strpos(x::text, $1) > 0)`, text) {
			return true
		}
	}
	return false
}

func TestSecretsAreKeptAsHashesOnly(t *testing.T) {
	b := newBench(t)
	ctx := b.as(officer.RoleOfficer)
	_, err := b.SaveSecrets(ctx, b.id, b.version(t), "Erstes Auto?", "Döner Weiß")
	must(t, err)
	must(t, b.TypeRevocationPassword(ctx, b.id, longWord, longWord))
	for _, text := range []string{"Döner", "DOENER", longWord} {
		if b.anywhere(t, text) {
			t.Errorf("%q is in the database", text)
		}
	}
	for column, s := range map[string]string{"revocation_password_hash": longWord, "security_answer_hash": "DOENERWEISS"} {
		fits, err := b.Passwords.Verify(ctx, secret.Of(s), b.hash(t, column))
		if err != nil || !fits || !strings.HasPrefix(b.hash(t, column), "$argon2id$") {
			t.Errorf("%s: %v %v", column, fits, err)
		}
	}
	if f := b.file(t).Application.Form.Secrets; f != (officer.SecretsEntry{Question: "Erstes Auto?", Answered: true, RevocationPassword: "typed"}) {
		t.Errorf("%+v", f)
	}
}

func TestAnotherQuestionNeedsAnotherAnswer(t *testing.T) {
	b := newBench(t)
	ctx, kept := b.as(officer.RoleOfficer), b.file(t).Application.Form.Secrets.Question
	for _, c := range []struct{ question, answer, want string }{
		{kept, "", ""},
		{"Eine andere?", "", "answer form.missing"},
		{"Eine andere?", " !? ", "answer form.missing"},
		{"", "Antwort", "question form.missing"},
		{"名前は?", "Antwort", "question line.script"},
		{"=1+1", "Antwort", "question line.start"},
		{"Eine andere?", "Antwort", ""},
	} {
		if _, err := b.SaveSecrets(ctx, b.id, b.version(t), c.question, c.answer); key(err) != c.want {
			t.Errorf("%q %q: %v, want %q", c.question, c.answer, err, c.want)
		}
	}
}

func TestRevocationPasswordRules(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct{ password, repeated, want string }{
		{"kurz", "kurz", "revocation_password password.too_short"},
		{"", "", "revocation_password password.too_short"},
		{"passwort", "passwort", "revocation_password password.common"},
		{"lucja.dang", "lucja.dang", "revocation_password password.contains_email"},
		{longWord, longWord + "x", "revocation_password_repeated password.not_repeated"},
	} {
		if err := b.TypeRevocationPassword(b.as(officer.RoleOfficer), b.id, c.password, c.repeated); key(err) != c.want {
			t.Errorf("%q: %v, want %q", c.password, err, c.want)
		}
	}
	if b.hash(t, "revocation_password_hash") != "" {
		t.Error("a refused password was kept")
	}
}

// mailedToken is the token of the last link that was mailed.
func (b *bench) mailedToken(t testing.TB) string {
	t.Helper()
	link := dbtest.Get[string](t, b.Database, `select args->>'link' from mails where template = 'revocation_password' order by created_at desc, id desc limit 1`)
	token, ok := strings.CutPrefix(link, "https://portal.example/revocation-password/")
	if !ok {
		t.Fatalf("mailed %q", link)
	}
	return token
}

func TestRevocationPasswordByLink(t *testing.T) {
	b := newBench(t)
	must(t, b.MailRevocationLink(b.as(officer.RoleOfficer), b.id))
	b.sign(t)
	_, err := b.Submit(b.as(officer.RoleOfficer), b.id)
	must(t, err)
	token, nobody := b.mailedToken(t), context.Background()
	must(t, b.RevocationLink(nobody, token))
	if err := b.ChooseRevocationPassword(nobody, token, "kurz", "kurz"); key(err) != "revocation_password password.too_short" {
		t.Error(err)
	}
	before := b.version(t)
	must(t, b.ChooseRevocationPassword(nobody, token, longWord, longWord))
	if fits, err := b.Passwords.Verify(nobody, secret.Of(longWord), b.hash(t, "revocation_password_hash")); err != nil || !fits {
		t.Error(fits, err)
	}
	if b.version(t) != before {
		t.Error("the applicant's choice makes an officer's open page stale")
	}
	if b.anywhere(t, longWord) || b.events(t, "revocation_password.chosen") != 1 {
		t.Error("kept in clear, or not in the book")
	}
}

// TestRevocationLinkAnswersTheSame for a token that is wrong, spent, old, or of
// another flow.
func TestRevocationLinkAnswersTheSame(t *testing.T) {
	b := newBench(t)
	must(t, b.MailRevocationLink(b.as(officer.RoleOfficer), b.id))
	token := b.mailedToken(t)
	try := func(name, token string) {
		t.Helper()
		for _, err := range []error{b.RevocationLink(context.Background(), token), b.ChooseRevocationPassword(context.Background(), token, longWord, longWord)} {
			if key(err) != "link.spent" || !errors.Is(err, officer.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	try("wrong", secret.NewToken().Reveal())
	try("empty", "")
	try("endless", strings.Repeat("a", 100000))
	other := secret.NewToken()
	b.Exec(t, `insert into links (digest, purpose, created_at, expires_at) values ($1, 'password_reset', now(), now() + interval '1 day')`,
		b.Keys.Digests.Digest("password_reset", other))
	try("another flow's", other.Reveal())
	b.Clock.Advance(15 * 24 * time.Hour)
	try("old", token)
	b.Clock.Advance(-15 * 24 * time.Hour)
	must(t, b.ChooseRevocationPassword(context.Background(), token, longWord, longWord))
	if err := b.ChooseRevocationPassword(context.Background(), token, longWord, longWord); key(err) != "link.spent" {
		t.Errorf("used twice: %v", err)
	}
}

func TestNoLinkOncePasswordIsChosen(t *testing.T) {
	b := newBench(t)
	ctx := b.as(officer.RoleOfficer)
	must(t, b.TypeRevocationPassword(ctx, b.id, longWord, longWord))
	if err := b.MailRevocationLink(ctx, b.id); key(err) != "secrets.password_chosen" {
		t.Error(err)
	}
}
