package officer_test

import (
	"fmt"
	"strings"
	"testing"

	"officerportal/officer"

	"pgregory.net/rapid"
)

// preview writes a subject as one line.
func preview(attributes []officer.Attribute) string {
	var parts []string
	for _, a := range attributes {
		cut := ""
		if a.Cut {
			cut = "…"
		}
		parts = append(parts, string(a.Type)+"="+a.Value+cut)
	}
	return strings.Join(parts, ", ")
}

func TestSubject(t *testing.T) {
	person := officer.PersonData{Title: "Dr.", GivenNames: "Łucja Žaneta", FamilyName: "Đặng-Ångström", Address: officer.Address{Country: "PL"}}
	company := &officer.CertifiedOrganisation{Name: "Muster", LegalForm: "GmbH", RegisterNumber: "HRB 1234", VATID: "DE123456789",
		Address: officer.Address{Locality: "Köln", Country: "DE"}}
	pseudonym := person
	pseudonym.Pseudonym = "Prüfstelle 7"
	byVAT := *company
	byVAT.Name, byVAT.RegisterNumber = "Muster GmbH", ""
	for _, c := range []struct {
		name    string
		content officer.Content
		family  officer.Family
		want    string
	}{
		{"person", officer.Content{Person: person, Email: "l@example.org"}, officer.SignatureCard,
			"common_name=Łucja Žaneta Đặng-Ångström, title=Dr., given_name=Łucja Žaneta, surname=Đặng-Ångström, country=PL, email=l@example.org"},
		{"pseudonym", officer.Content{Person: pseudonym}, officer.SignatureCard,
			"common_name=Prüfstelle 7:PN, pseudonym=Prüfstelle 7, country=PL"},
		{"with organisation", officer.Content{Person: person, Organisation: company, Department: "Einkauf", Attribute: "Notarin"}, officer.SignatureCard,
			"common_name=Łucja Žaneta Đặng-Ångström, title=Dr., given_name=Łucja Žaneta, surname=Đặng-Ångström, profession=Notarin, " +
				"organisation_name=Muster GmbH, organisation_identifier=NTRDE-HRB 1234, organisation_unit=Einkauf, locality=Köln, country=DE"},
		{"seal", officer.Content{Person: person, Organisation: &byVAT}, officer.SealCard,
			"common_name=Muster GmbH, organisation_name=Muster GmbH, organisation_identifier=VATDE-123456789, locality=Köln, country=DE"},
		{"single name", officer.Content{Person: officer.PersonData{FamilyName: "Sukarno"}}, officer.OfficerCard,
			"common_name=Sukarno, surname=Sukarno"},
		{"nothing yet", officer.Content{}, officer.SealCard, ""},
		{"nobody yet", officer.Content{}, officer.SignatureCard, ""},
	} {
		if got := preview(c.content.Subject(c.family)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestSubjectCuts(t *testing.T) {
	ring := "L\u0325\u0304" // one letter of three code points
	for _, c := range []struct {
		name   string
		person officer.PersonData
		want   string
	}{
		{"just fits", officer.PersonData{GivenNames: "A", FamilyName: strings.Repeat(ring, 62)}, "A " + strings.Repeat(ring, 62)},
		{"given names go first", officer.PersonData{GivenNames: "Anna Maria Sophie", FamilyName: strings.Repeat("x", 55)}, "Anna " + strings.Repeat("x", 55) + "…"},
		{"then letters", officer.PersonData{GivenNames: "A", FamilyName: strings.Repeat(ring, 63)}, "A " + strings.Repeat(ring, 62) + "…"},
		{"the mark of a pseudonym stays", officer.PersonData{Pseudonym: strings.Repeat("p", 70)}, strings.Repeat("p", 61) + ":PN…"},
	} {
		got := officer.Content{Person: c.person}.Subject(officer.SignatureCard)[0]
		text := got.Value
		if got.Cut {
			text += "…"
			if got.Original == "" || got.Original == got.Value {
				t.Errorf("%s: the whole value is %q", c.name, got.Original)
			}
		}
		if text != c.want {
			t.Errorf("%s: %q, want %q", c.name, text, c.want)
		}
	}
}

func TestSubjectBounds(t *testing.T) {
	bounds := map[officer.AttributeType]int{
		officer.SubjectCommonName: 64, officer.SubjectTitle: 64, officer.SubjectOrganisationName: 64, officer.SubjectOrganisationUnit: 64,
		officer.SubjectLocality: 128, officer.SubjectPseudonym: 128, officer.SubjectEmailAddress: 255,
	}
	text := func(t *rapid.T, name string) string {
		return strings.TrimSpace(rapid.StringOfN(rapid.RuneFrom([]rune("aÖ \u0304")), 0, 300, -1).Draw(t, name))
	}
	rapid.Check(t, func(t *rapid.T) {
		c := officer.Content{
			Person:     officer.PersonData{Title: text(t, "title"), GivenNames: text(t, "given"), FamilyName: text(t, "family"), Pseudonym: text(t, "pseudonym")},
			Department: text(t, "department"), Email: text(t, "email"),
			Organisation: &officer.CertifiedOrganisation{Name: text(t, "organisation"), Address: officer.Address{Locality: text(t, "locality")}},
		}
		for _, a := range c.Subject(rapid.SampledFrom([]officer.Family{officer.SignatureCard, officer.SealCard}).Draw(t, "family")) {
			if bound := bounds[a.Type]; a.Value == "" || a.Max != bound || bound > 0 && officer.Clusters(a.Value) > bound || a.Cut != (a.Original != "") {
				t.Fatal(fmt.Sprint(a))
			}
		}
	})
}
