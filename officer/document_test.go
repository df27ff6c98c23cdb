package officer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/officertest"
)

// deskOf is what documents are judged against: a company on 22 November 2026.
func deskOf(t *testing.T) officer.Setting {
	return officer.Setting{
		Product:      officer.Product{Family: officer.SignatureCard, AllowsOrganisation: true},
		Organisation: officer.Organisation{Kind: officer.Company, DocumentTypes: officer.DocumentTypes, EmailDomains: []string{"beispiel.example"}},
		Today:        date(t, "22.11.2026"),
	}
}

// erika is what stands on an identity card, with its zone.
func erika(t *testing.T) officer.DocumentEntry {
	return officer.DocumentEntry{
		Type: officer.IdentityCard, Number: "LZ6311T47", Issuer: "Stadt Köln", IssuedOn: date(t, "2.8.2021"), ExpiresOn: date(t, "1.8.2031"),
		FamilyName: "Müller-Lüdenscheidt", GivenNames: "Erika", BirthDate: date(t, "12.8.1983"), Nationality: "DEU", MRZ: cardZone(t, nil),
	}
}

func cardZone(t *testing.T, change func(*officertest.Zone)) string {
	z := officertest.Zone{Code: "ID", Issuer: "D", Number: "LZ6311T47", Nationality: "D", Birth: date(t, "12.8.1983").Partial(),
		Expiry: date(t, "1.8.2031"), Family: "Müller-Lüdenscheidt", Given: "Erika"}
	if change != nil {
		change(&z)
	}
	return officertest.TD1(z)
}

func fields(p officer.Problems) string {
	var names []string
	for _, x := range p {
		names = append(names, x.Field+" "+x.Key)
	}
	return strings.Join(names, ", ")
}

func TestReadDocument(t *testing.T) {
	type entry = officer.DocumentEntry
	for _, c := range []struct {
		name   string
		change func(*entry)
		want   string // problems, in order
	}{
		{"all well", func(*entry) {}, ""},
		{"check digit and nationality typed as well", func(e *entry) { e.Number = "lz6311t475 d" }, ""},
		{"zone in lower case, one line", func(e *entry) { e.MRZ = strings.ToLower(strings.ReplaceAll(e.MRZ, "\n", "")) }, ""},
		{"no type", func(e *entry) { e.Type = "" }, "type form.choose"},
		{"unknown type", func(e *entry) { e.Type = "library_card" }, "type form.choose"},
		{"another type than the zone's", func(e *entry) { e.Type, e.Number = officer.ResidencePermit, "LZ6311T47" }, "type document.type_differs"},
		{"wrong check digit", func(e *entry) { e.Number = "LZ6311T474" }, "number document.number_check"},
		{"number of a passport", func(e *entry) { e.Number = "CF6311T47" }, "number document.number_of_passport"},
		{"no number", func(e *entry) { e.Number = "" }, "number document.number_missing"},
		{"another number, no reason", func(e *entry) { e.Number = "LZ6311T48" }, "reason_number document.reason_needed"},
		{"no issuer", func(e *entry) { e.Issuer = " " }, "issuer form.missing"},
		{"issuer with control character", func(e *entry) { e.Issuer = "Köln\x00" }, "issuer line.control"},
		{"not issued yet", func(e *entry) { e.IssuedOn = date(t, "23.11.2026") }, "issued_on document.issued_future"},
		{"issued when it ended", func(e *entry) { e.IssuedOn, e.ExpiresOn = date(t, "1.1.2026"), date(t, "1.1.2025") },
			"issued_on document.issued_after_expiry, expires_on document.expired"},
		{"expired", func(e *entry) { e.ExpiresOn = date(t, "21.11.2026") }, "expires_on document.expired"},
		{"27 days", func(e *entry) { e.ExpiresOn = date(t, "19.12.2026") }, "expires_on document.expires_soon"},
		{"28 days, but not what the zone says", func(e *entry) { e.ExpiresOn = date(t, "20.12.2026") }, "reason_expires_on document.reason_needed"},
		{"28 days", func(e *entry) {
			e.ExpiresOn = date(t, "20.12.2026")
			e.MRZ = cardZone(t, func(z *officertest.Zone) { z.Expiry = date(t, "20.12.2026") })
		}, ""},
		{"no expiry", func(e *entry) { e.ExpiresOn = officer.Date{} }, "expires_on document.expiry_missing"},
		{"no family name", func(e *entry) { e.FamilyName = "" }, "family_name form.missing"},
		{"Cyrillic", func(e *entry) { e.FamilyName = "Мюллер" }, "family_name name.script"},
		{"another family name", func(e *entry) { e.FamilyName = "Maier" }, "reason_family_name document.reason_needed"},
		{"a further given name", func(e *entry) { e.GivenNames = "Erika Maria" }, "reason_given_names document.reason_needed"},
		{"born another day", func(e *entry) { e.BirthDate = date(t, "13.8.1983") }, "reason_birth_date document.reason_needed"},
		{"born tomorrow", func(e *entry) { e.BirthDate = date(t, "23.11.2026") }, "birth_date person.birth_date_future"},
		{"another nationality", func(e *entry) { e.Nationality = "AUT" }, "reason_nationality document.reason_needed"},
		{"no such nationality", func(e *entry) { e.Nationality = "XYZ" }, "nationality document.state_unknown"},
		{"no zone", func(e *entry) { e.MRZ = " \n" }, "reason_mrz document.mrz_or_reason"},
		{"no zone, with a reason", func(e *entry) { e.MRZ, e.Reasons = "", map[string]string{"mrz": "Zone zerkratzt"} }, ""},
		{"a reason with a control character", func(e *entry) { e.MRZ, e.Reasons = "", map[string]string{"mrz": "x\x07"} }, "reason_mrz text.control"},
		{"half a zone", func(e *entry) { e.MRZ = e.MRZ[:40] }, "mrz mrz.incomplete"},
		{"zone with a slip", func(e *entry) { e.MRZ = strings.Replace(e.MRZ, "830812", "830813", 1) }, "mrz mrz.birth_check"},
		{"scanner set to another keyboard", func(e *entry) { e.MRZ = strings.NewReplacer("Z", "Y", "<", ";").Replace(e.MRZ) }, "mrz mrz.keyboard_swapped"},
		{"card of another state", func(e *entry) { e.MRZ = cardZone(t, func(z *officertest.Zone) { z.Issuer = "AUT" }) }, "mrz document.type_of_zone_unknown"},
	} {
		e := erika(t)
		c.change(&e)
		r, p := e.Read(officer.Identification{}, officer.DocumentNumber{}, deskOf(t))
		if got := fields(p); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if c.want != "" && (r.MRZRead || len(r.Differences) > 0) {
			t.Errorf("%s: a comparison with faults was kept", c.name)
		}
	}
}

func TestReadDocumentGivesWhatItRead(t *testing.T) {
	e := erika(t)
	r, p := e.Read(officer.Identification{}, officer.DocumentNumber{}, deskOf(t))
	if len(p) > 0 || !r.MRZRead || r.Names != officer.NameTransliterated || r.Number.Reveal() != "LZ6311T47" || r.Document.Country != "DEU" ||
		r.Holder != (officer.Holder{FamilyName: "Müller-Lüdenscheidt", GivenNames: "Erika", BirthDate: date(t, "12.8.1983"), Nationality: "DEU"}) {
		t.Errorf("%+v %v", r, p)
	}
	e.Number, e.Nationality, e.Reasons = "LZ6311T48", "AUT", map[string]string{"number": " Zone überdruckt ", "nationality": "zweite Staatsangehörigkeit", "family_name": "unnötig"}
	r, p = e.Read(officer.Identification{}, officer.DocumentNumber{}, deskOf(t))
	want := []officer.Difference{{Field: "number", Reason: "Zone überdruckt"}, {Field: "nationality", Reason: "zweite Staatsangehörigkeit"}}
	if len(p) > 0 || !slices.Equal(r.Differences, want) {
		t.Errorf("%+v %v", r.Differences, p)
	}
}

func TestTypesOfDocuments(t *testing.T) {
	s := deskOf(t)
	passport := officertest.Zone{Code: "P", Issuer: "D", Number: "C01X00T47", Nationality: "D", Birth: date(t, "12.8.1983").Partial(),
		Expiry: date(t, "1.8.2031"), Family: "Müller-Lüdenscheidt", Given: "Erika"}
	foreign := passport
	foreign.Issuer, foreign.Nationality, foreign.Number = "TUR", "TUR", "U12345678"
	permit := officertest.Zone{Code: "AR", Issuer: "D", Number: "YZ6311T4C", Nationality: "TUR", Birth: passport.Birth, Expiry: passport.Expiry, Family: passport.Family, Given: "Erika"}
	for _, c := range []struct {
		name, number, nationality, country, zone string
		t                                        officer.DocumentType
		want                                     string
	}{
		{"passport", "C01X00T47", "DEU", "", officertest.TD3(passport), officer.Passport, ""},
		{"permit", "YZ6311T4C", "TUR", "", officertest.TD1(permit), officer.ResidencePermit, ""},
		{"foreign passport", "U12345678", "tur", "TUR", officertest.TD3(foreign), officer.ForeignPassport, ""},
		{"foreign passport without state", "U12345678", "TUR", "", officertest.TD3(foreign), officer.ForeignPassport, "country document.country_missing"},
		{"foreign passport of Germany", "U12345678", "TUR", "D", officertest.TD3(foreign), officer.ForeignPassport, "country document.country_german"},
		{"foreign passport of another state", "U12345678", "TUR", "AUT", officertest.TD3(foreign), officer.ForeignPassport, "reason_country document.reason_needed"},
	} {
		e := erika(t)
		e.Type, e.Number, e.Nationality, e.Country, e.MRZ = c.t, c.number, c.nationality, c.country, c.zone
		_, p := e.Read(officer.Identification{}, officer.DocumentNumber{}, s)
		if got := fields(p); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	s.Organisation.DocumentTypes = []officer.DocumentType{officer.Passport}
	if _, p := erika(t).Read(officer.Identification{}, officer.DocumentNumber{}, s); fields(p) != "type document.type_not_accepted" {
		t.Errorf("not on the allow-list: %s", fields(p))
	}
}

// What was compared once holds until something of it changes.
func TestComparisonHolds(t *testing.T) {
	s := deskOf(t)
	r, _ := erika(t).Read(officer.Identification{}, officer.DocumentNumber{}, s)
	i := officer.Identification{ID: officer.NewID[officer.IdentificationID]()}
	i.TakeDocument(r, []byte("sealed"))
	for name, c := range map[string]struct {
		change func(*officer.DocumentEntry)
		holds  bool
	}{
		"nothing":         {func(*officer.DocumentEntry) {}, true},
		"number again":    {func(e *officer.DocumentEntry) { e.Number = "LZ6311T47" }, true},
		"issuer":          {func(e *officer.DocumentEntry) { e.Issuer = "Stadt Bonn" }, true},
		"another number":  {func(e *officer.DocumentEntry) { e.Number = "LZ6311T48" }, false},
		"another name":    {func(e *officer.DocumentEntry) { e.GivenNames = "Erica" }, false},
		"another birth":   {func(e *officer.DocumentEntry) { e.BirthDate = date(t, "1.1.1990") }, false},
		"another expiry":  {func(e *officer.DocumentEntry) { e.ExpiresOn = date(t, "1.8.2030") }, false},
		"another type":    {func(e *officer.DocumentEntry) { e.Type = officer.ResidencePermit }, false},
		"a new zone read": {func(e *officer.DocumentEntry) { e.MRZ = cardZone(t, nil) }, true},
	} {
		e := erika(t)
		e.MRZ, e.Number = "", ""
		c.change(&e)
		_, p := e.Read(i, r.Number, s)
		if (len(p) == 0) != c.holds {
			t.Errorf("%s: %s", name, fields(p))
		}
	}
	person := r.Holder.Name(officer.PersonData{BirthPlace: "Köln"})
	if p := i.DocumentProblems(person, s); len(p) > 0 {
		t.Errorf("complete, but %s", fields(p))
	}
	person.FamilyName = "Maier"
	if p := i.DocumentProblems(person, s); fields(p) != "mrz document.person_changed" {
		t.Errorf("the person changed: %s", fields(p))
	}
	s.Today = date(t, "5.7.2031")
	if p := i.DocumentProblems(r.Holder.Name(officer.PersonData{}), s); fields(p) != "expires_on document.expires_soon" {
		t.Errorf("some years later: %s", fields(p))
	}
	if p := (officer.Identification{}).DocumentProblems(person, s); len(p) != 6 {
		t.Errorf("nothing captured: %s", fields(p))
	}
}

func TestDocumentEntryDoesNotPrint(t *testing.T) {
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if text := fmt.Sprintf(verb, erika(t)); strings.Contains(text, "6311") {
			t.Errorf("%s shows %s", verb, text)
		}
	}
}

func TestParseState(t *testing.T) {
	for typed, want := range map[string]string{"": "", " deu ": "DEU", "d": "DEU", "TUR": "TUR", "XXA": "XXA", "RKS": "RKS", "DE": "?", "ZZZ": "?", "<": "?"} {
		got, err := officer.ParseState(typed)
		if err != nil {
			got = "?"
		}
		if got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func FuzzReadDocument(f *testing.F) {
	f.Add("identity_card", "LZ6311T47", "Stadt Köln", "", "Müller", "Erika", "DEU", "IDD<<LZ6311T475")
	f.Add("foreign_passport", "U1", "", "TUR", "", "", "D", "P<TUR")
	types := officer.DocumentTypes
	f.Fuzz(func(t *testing.T, kind, number, issuer, country, family, given, nationality, mrz string) {
		e := officer.DocumentEntry{Type: officer.DocumentType(kind), Number: number, Issuer: issuer, Country: country, FamilyName: family,
			GivenNames: given, Nationality: nationality, MRZ: mrz, ExpiresOn: date(t, "1.1.2031"), IssuedOn: date(t, "1.1.2021"), BirthDate: date(t, "1.1.1980")}
		r, p := e.Read(officer.Identification{}, officer.DocumentNumber{}, deskOf(t))
		if len(p) > 0 {
			if r.MRZRead || r.Differences != nil {
				t.Error("a comparison with faults was kept")
			}
			return
		}
		if !slices.Contains(types, r.Document.Type) || r.Number.IsZero() || r.Holder.FamilyName == "" || len(r.Holder.Nationality) != 3 || r.Document.Issuer == "" {
			t.Errorf("accepted: %+v", r)
		}
	})
}
