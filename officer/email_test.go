package officer_test

import (
	"errors"
	"strings"
	"testing"

	"officerportal/officer"

	"golang.org/x/net/idna"
	"pgregory.net/rapid"
)

func TestParseEmail(t *testing.T) {
	long := strings.Repeat("a", 64)
	for _, c := range []struct{ typed, want, key string }{
		{"Erika.Mustermann@Example.ORG", "erika.mustermann@example.org", ""},
		{" erika@example.org \r\n", "erika@example.org", ""},
		{"erika+karte@example.org", "erika+karte@example.org", ""},
		{"o'neill@example.org", "o'neill@example.org", ""},
		{"ｅｒｉｋａ@ｅｘａｍｐｌｅ．org", "erika@example.org", ""},
		{"x@Müller.de", "x@xn--mller-kva.de", ""},
		{"x@mu\u0308ller.de", "x@xn--mller-kva.de", ""},
		{"x@bücher.straße.de", "x@xn--bcher-kva.xn--strae-oqa.de", ""},
		{"x@ÄÖÜ.de", "x@xn--4ca0bs.de", ""},
		{"x@xn--mller-kva.de", "x@xn--mller-kva.de", ""},
		{"x@example.org.", "x@example.org", ""},
		{"", "", ""},
		{" \t", "", ""},
		{"erika", "", "email.form"},
		{"@example.org", "", "email.form"},
		{"erika@", "", "email.form"},
		{"a@b@example.org", "", "email.form"},
		{".a@example.org", "", "email.form"},
		{"a..b@example.org", "", "email.form"},
		{long + "a@example.org", "", "email.form"},
		{"erika mustermann@example.org", "", "email.space"},
		{"erika@exam\u200bple.org", "", "email.space"},
		{"eri\x00ka@example.org", "", "email.space"},
		{"\"e r\"@example.org", "", "email.space"},
		{"müller@example.org", "", "email.character"},
		{"<erika@example.org>", "", "email.character"},
		{"erіka@example.org", "", "email.character"}, // Cyrillic і
		{"erika@exаmple.org", "", "email.domain_character"},
		{"erika@[127.0.0.1]", "", "email.domain_character"},
		{"erika@exam_ple.org", "", "email.domain_character"},
		{"erika@127.0.0.1", "", "email.domain"},
		{"erika@localhost", "", "email.domain"},
		{"erika@-x.org", "", "email.domain"},
		{"erika@x..org", "", "email.domain"},
		{"erika@" + long + ".org", "", "email.domain"},
		{"erika@example.c", "", "email.domain"},
		{long + "@" + strings.Repeat("abc.", 48) + "org", "", "email.too_long"},
	} {
		got, err := officer.ParseEmail(c.typed)
		if string(got) != c.want || keyOf(err) != c.key {
			t.Errorf("ParseEmail(%q) = %q, %v; want %q %s", c.typed, got, err, c.want, c.key)
		}
	}
}

func TestDomainsAreEncodedAsElsewhere(t *testing.T) {
	labels := rapid.StringOfN(rapid.RuneFrom([]rune("abcz09äöüßéłşžđœþạ")), 1, 14, -1)
	rapid.Check(t, func(t *rapid.T) {
		host := labels.Draw(t, "label") + "." + labels.Draw(t, "second") + ".org"
		want, err := idna.Punycode.ToASCII(host)
		if err != nil {
			t.Skip(err)
		}
		if got, err := officer.ParseEmail("x@" + host); err != nil || got.Domain() != want {
			t.Fatalf("%s became %s, %v; want %s", host, got.Domain(), err, want)
		}
	})
}

func TestMailbox(t *testing.T) {
	for address, want := range map[officer.Email]officer.MailboxKind{
		"info@x.de": officer.RoleMailbox, "info+karte@x.de": officer.RoleMailbox, "info2@x.de": officer.RoleMailbox,
		"no-reply@x.de": officer.RoleMailbox, "post.stelle@x.de": officer.RoleMailbox, "team_it@x.de": officer.PersonalMailbox,
		"poststelle@x.de": officer.RoleMailbox, "geschaeftsfuehrung@x.de": officer.RoleMailbox, "postmaster@x.de": officer.RoleMailbox,
		"pr@x.de": officer.DoubtfulMailbox, "hr@x.de": officer.DoubtfulMailbox, "gf@x.de": officer.DoubtfulMailbox,
		"erika.mustermann@x.de": officer.PersonalMailbox, "em@x.de": officer.PersonalMailbox, "m.post@x.de": officer.PersonalMailbox,
		"2024@x.de": officer.PersonalMailbox,
	} {
		if got := address.Mailbox(); got != want {
			t.Errorf("%s is %s, want %s", address, got, want)
		}
	}
	// Those the decisions name one by one.
	for name := range strings.FieldsSeq(`poststelle buero verwaltung rathaus buergerbuero empfang personal bewerbung einkauf vertrieb
		hilfe datenschutz edv amt behoerde gemeinde stadt kanzlei geschaeftsfuehrung rechnung rechnungen finanzen kasse standesamt
		ordnungsamt verteiler beirat betriebsrat personalrat leitung pforte kundenservice postfach funktionspostfach`) {
		if err := officer.Email(name + "@x.de").CheckPersonal(); keyOf(err) != "email.role" {
			t.Errorf("%s is taken for a person", name)
		}
	}
	if err := officer.Email("hr@x.de").CheckPersonal(); err != nil {
		t.Errorf("initials are refused: %v", err)
	}
}

func TestEmailLookAlikes(t *testing.T) {
	key := officer.Email("erika.mustermann@example.org").LookAlikeKey()
	for _, same := range []string{"ErikaMustermann@example.org", "e.rika.mustermann+x@EXAMPLE.org", "erlka.rnustermann@exarnple.org", "er1ka.mustermann@examp1e.org"} {
		e, err := officer.ParseEmail(same)
		if got := e.LookAlikeKey(); got != key || err != nil {
			t.Errorf("%s has key %s, not %s; %v", same, got, key, err)
		}
	}
	if officer.Email("max@example.org").LookAlikeKey() == key {
		t.Error("somebody else has the same key")
	}
	a, b, c := officer.Email("x@example.org"), officer.Email("y@mail.example.org"), officer.Email("z@notexample.org")
	if !a.SameOrganisation(b) || !b.SameOrganisation(a) || a.SameOrganisation(c) {
		t.Error("the organisation of an address is wrong")
	}
}

func FuzzParseEmail(f *testing.F) {
	for _, s := range []string{"erika@example.org", "x@Müller.de", "a@b@c", "\u212a@\u212a.de", "a@ß.de", "x@İ.de"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		e, err := officer.ParseEmail(typed)
		if err != nil {
			if !errors.Is(err, officer.Invalid) || e != "" {
				t.Fatalf("%q: %q, %v", typed, e, err)
			}
			return
		}
		again, err := officer.ParseEmail(string(e))
		if err != nil || again != e || len(e) > 255 || strings.ToLower(string(e)) != string(e) {
			t.Fatalf("%q gave %q, which reads %q, %v", typed, e, again, err)
		}
		for _, r := range string(e) {
			if r <= ' ' || r > '~' {
				t.Fatalf("%q gave %q", typed, e)
			}
		}
		e.LookAlikeKey()
		e.Mailbox()
	})
}
