package officer_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/officertest"

	"pgregory.net/rapid"
)

// Specimens: the German identity card of 2021 and of 2010, the German passport of
// 2017, and the examples of ICAO 9303-4, 9303-5.
const (
	card2021 = "IDD<<L01X00T471<<<<<<<<<<<<<<<\n8308126<3108011D<<2108<<<<<<<7\nMUSTERMANN<<ERIKA<<<<<<<<<<<<<"
	card2010 = "IDD<<T220001293<<<<<<<<<<<<<<<\n6408125<2010315D<<<<<<<<<<<<<4\nMUSTERMANN<<ERIKA<<<<<<<<<<<<<"
	passport = "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<\nC01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4"
	icaoTD1  = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
	icaoTD3  = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
	icaoLong = "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"
)

var date2000 = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func today(t testing.TB) officer.Date { return date(t, "2026-06-30") }

func TestParseMRZSpecimens(t *testing.T) {
	for _, c := range []struct {
		name, text, want string
		faults           string // Utopia is no state, and nothing else may be wrong
	}{
		{"card 2021", card2021, "TD1 ID DEU L01X00T47 DEU 1983-08-12 2031-08-01 MUSTERMANN/ERIKA", ""},
		{"card 2010", card2010, "TD1 ID DEU T22000129 DEU 1964-08-12 2020-10-31 MUSTERMANN/ERIKA", ""},
		{"passport", passport, "TD3 P DEU C01X00T47 DEU 1964-08-12 2027-02-28 MUSTERMANN/ERIKA", ""},
		{"ICAO TD1", icaoTD1, "TD1 I  D23145890  1974-08-12 2012-04-15 ERIKSSON/ANNA MARIA", "mrz.issuer_unknown mrz.nationality_unknown"},
		{"ICAO TD3", icaoTD3, "TD3 P  L898902C3  1974-08-12 2012-04-15 ERIKSSON/ANNA MARIA", "mrz.issuer_unknown mrz.nationality_unknown"},
		{"ICAO long", icaoLong, "TD1 I  D23145890734  1934-07-12 2095-07-12 STEVENSON/PETER JOHN", "mrz.issuer_unknown mrz.nationality_unknown"},
	} {
		m := officer.ParseMRZ(c.text, today(t))
		got := fmt.Sprintf("%s %s %s %s %s %v %v %s/%s", m.Format, m.DocumentCode, m.Issuer,
			m.Number.Reveal(), m.Nationality, m.Birth, m.Expiry, m.PrimaryName, m.SecondaryName)
		if got != c.want || faultKeys(m) != c.faults || !m.Complete() || !m.NumberCheckOK || m.NameTruncated {
			t.Errorf("%s: got %s\n     want %s\nfaults %s", c.name, got, c.want, faultKeys(m))
		}
	}
}

func faultKeys(m officer.MRZ) string {
	var keys []string
	for _, f := range m.Faults {
		keys = append(keys, f.Key)
	}
	return strings.Join(keys, " ")
}

func TestParseMRZTolerance(t *testing.T) {
	lines := strings.Split(card2021, "\n")
	for name, text := range map[string]string{
		"lower case":          strings.ToLower(card2021),
		"no line breaks":      strings.ReplaceAll(card2021, "\n", ""),
		"carriage returns":    strings.ReplaceAll(card2021, "\n", "\r\n") + "\r\n",
		"spaces":              strings.Join(strings.Split(card2021, ""), " "),
		"blank lines":         "\n\n" + strings.ReplaceAll(card2021, "\n", "\n \n"),
		"breaks elsewhere":    card2021[:20] + "\n" + strings.ReplaceAll(card2021[20:], "\n", ""),
		"two lines at once":   lines[0] + lines[1] + "\n" + lines[2],
		"fillers left out":    "IDD<<L01X00T471\n" + lines[1] + "\nMUSTERMANN<<ERIKA",
		"quotes for fillers":  strings.ReplaceAll(card2021, "<<", "«"),
		"non-breaking spaces": strings.ReplaceAll(card2021, "<D", "<\u00a0D"),
		"marks of a copy":     "\ufeff" + strings.ReplaceAll(card2021, "\n", "\u200b\n") + "\u200e",
	} {
		if m := officer.ParseMRZ(text, today(t)); !m.Valid() || m.Number.Reveal() != "L01X00T47" || m.KeyboardSwapped {
			t.Errorf("%s: %v, number %q", name, m.Faults, m.Number.Reveal())
		}
	}
	pass := strings.Replace(passport, "<<<<<<<<<<<<<<<<<<<<<<\n", "\n", 1)
	if m := officer.ParseMRZ(pass, today(t)); !m.Valid() {
		t.Errorf("a passport's names without fillers: %v", m.Faults)
	}
}

func TestParseMRZFaults(t *testing.T) {
	// mend puts to in place of the characters at a place of the 2021 card.
	mend := func(at int, to string) string { return card2021[:at] + to + card2021[at+len(to):] }
	for _, c := range []struct{ name, text, want string }{
		{"nothing", " \n", "mrz.missing"},
		{"something else", "XDD<<", "mrz.format"},
		{"a visa", "V<UTO", "mrz.format"},
		{"number", mend(5, "M"), "mrz.number_check"},
		{"check digit of the number", mend(14, "2"), "mrz.number_check"},
		{"letter O in a German number", mend(6, "O"), "mrz.number_check"},
		{"birth", mend(31, "9"), "mrz.birth_check"},
		{"letter in birth", mend(31, "B"), "mrz.birth_letters"},
		{"expiry", mend(40, "4"), "mrz.expiry_check"},
		{"optional data", mend(52, "7"), "mrz.composite_check"},
		{"composite", mend(60, "6"), "mrz.composite_check"},
		{"digit in names", mend(62, "0"), "mrz.names_letters"},
		{"digit in nationality", mend(46, "0"), "mrz.nationality_letters"},
		{"unknown nationality", mend(46, "ZZZ"), "mrz.nationality_unknown"},
		{"no names", mend(62, strings.Repeat("<", 30)), "mrz.names_missing"},
		{"too long", card2021 + "<<", "mrz.line_length"},
		{"too long without breaks", strings.ReplaceAll(card2021, "\n", "") + "<", "mrz.too_long"},
		{"too many lines", card2021 + "\nX", "mrz.lines"},
		{"umlaut", strings.Replace(card2021, "MUST", "MÜST", 1), "mrz.character"},
		{"old German card", "IDD<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<\n1220001518D<<6408125<1010318<<<<<<<0", "mrz.td2"},
		{"cut short", card2021[:70], "mrz.incomplete"},
		{"impossible birth", officertest.TD1(specimen(func(z *officertest.Zone) { z.Birth.Month = 13 })), "mrz.birth_date"},
		{"no expiry", officertest.TD1(specimen(func(z *officertest.Zone) { z.Expiry = officer.Date{} })), "mrz.expiry_date"},
		{"no number", officertest.TD1(specimen(func(z *officertest.Zone) { z.Number = "" })), "mrz.number_missing"},
		{"no German number", officertest.TD1(specimen(func(z *officertest.Zone) { z.Number = "AAAAAAAAA" })), "mrz.number_german"},
	} {
		m := officer.ParseMRZ(c.text, today(t))
		if faultKeys(m) != c.want || m.Valid() || m.Err() == nil {
			t.Errorf("%s: %s, want %s", c.name, faultKeys(m), c.want)
		}
	}
}

// specimen is the German specimen with something changed.
func specimen(change func(*officertest.Zone)) officertest.Zone {
	expiry, _ := officer.NewDate(2031, 8, 1)
	z := officertest.Zone{
		Code: "ID", Issuer: "D", Number: "L01X00T47", Nationality: "D",
		Birth: officer.PartialDate{Year: 1983, Month: 8, Day: 12}, Expiry: expiry,
		Family: "Mustermann", Given: "Erika", Optional: "2108",
	}
	change(&z)
	return z
}

func TestComposedZonesAreTheSpecimens(t *testing.T) {
	same := func(*officertest.Zone) {}
	if got := officertest.TD1(specimen(same)); got != card2021 {
		t.Errorf("TD1:\n%s", got)
	}
	got := officertest.TD3(specimen(func(z *officertest.Zone) {
		z.Code, z.Number, z.Optional = "P", "C01X00T47", ""
		z.Birth.Year, z.Expiry = 1964, date(t, "2027-02-28")
	}))
	// The composer leaves sex unspecified, over which no check digit goes, and writes
	// 0 as check digit of the empty personal number, which weighs as < does.
	if got != strings.Replace(strings.Replace(passport, "5F2", "5<2", 1), "<4", "04", 1) {
		t.Errorf("TD3:\n%s", got)
	}
}

func TestMRZWhileTyping(t *testing.T) {
	text := strings.ReplaceAll(card2021, "\n", "")
	for typed, complete := range map[int]string{
		0: "", 1: "", 2: "code", 5: "code issuer", 14: "code issuer", 15: "code issuer number",
		36: "code issuer number", 37: "code issuer number birth", 45: "code issuer number birth expiry",
		60: "code issuer number birth expiry nationality composite",
		71: "code issuer number birth expiry nationality composite",
		90: "code issuer number birth expiry nationality composite names",
	} {
		m := officer.ParseMRZ(text[:typed], today(t))
		var done []string
		for _, f := range m.Fields {
			if f.Complete != f.OK {
				t.Errorf("%d characters: %s is complete %v, right %v", typed, f.Name, f.Complete, f.OK)
			}
			if f.Complete {
				done = append(done, f.Name)
			}
		}
		if strings.Join(done, " ") != complete || typed > 0 && m.Missing != 90-typed {
			t.Errorf("%d characters: %q, missing %d", typed, done, m.Missing)
		}
	}
	if _, known := officer.ParseMRZ("P<D<<MUST", today(t)).Field("names"); !known {
		t.Error("a passport in the making has no field for names")
	}
}

func TestMRZDates(t *testing.T) {
	for _, c := range []struct{ birth, want string }{
		{"260630", "2026-06-30"}, {"260701", "1926-07-01"}, {"99<<<<", "1999-XX-XX"},
		{"26<<<<", "2026-XX-XX"}, {"2607<<", "1926-07-XX"}, {"<<<<<<", ""}, {"830000", "1983-XX-XX"}, {"000229", "2000-02-29"},
	} {
		check, _ := officer.CheckDigit(c.birth)
		text := strings.Replace(card2021, "8308126", c.birth+string(check), 1)
		if m := officer.ParseMRZ(text, today(t)); m.Birth.String() != c.want || faultKeys(m) != "mrz.composite_check" && c.birth != "<<<<<<" && faultKeys(m) != "" {
			t.Errorf("%s: %v, %s", c.birth, m.Birth, faultKeys(m))
		}
	}
}

func TestMRZNames(t *testing.T) {
	for _, c := range []struct {
		family, given, primary, secondary string
		truncated                         bool
	}{
		{"Müller-Lüdenscheidt", "Anna Maria", "MUELLER LUEDENSCHEIDT", "ANNA MARIA", true}, // cut at the second N
		{"Sukarno", "", "SUKARNO", "", false},
		{"D’Angelo", "Łucja", "DANGELO", "LUCJA", false},
		{"Nilavadhanananda", "Chayapa Dejthamrong", "NILAVADHANANANDA", "CHAYAPA DEJT", true},
	} {
		z := specimen(func(z *officertest.Zone) { z.Family, z.Given = c.family, c.given })
		m := officer.ParseMRZ(officertest.TD1(z), today(t))
		if m.PrimaryName != c.primary || !strings.HasPrefix(c.secondary, m.SecondaryName) || m.NameTruncated != c.truncated {
			t.Errorf("%s, %s: %q / %q, cut %v", c.family, c.given, m.PrimaryName, m.SecondaryName, m.NameTruncated)
		}
		family, given := m.CompareNames(c.family, c.given)
		if family == officer.NameDiffers || given == officer.NameDiffers {
			t.Errorf("%s, %s: %s, %s", c.family, c.given, family, given)
		}
	}
	m := officer.ParseMRZ(card2021, today(t))
	if _, given := m.CompareNames("Mustermann", "Erika Maria"); given != officer.NameDiffers {
		t.Errorf("a name the zone has room for, but not: %s", given)
	}
	if got := officer.GermanTransliteration("Weiß-Øvergård d’Or"); got != "WEISS<OEVERGAARD<DOR" {
		t.Errorf("transliterated: %s", got)
	}
}

func TestMRZDocumentType(t *testing.T) {
	for _, c := range []struct {
		code, issuer string
		td3          bool
		want         officer.DocumentType
	}{
		{"ID", "D", false, officer.IdentityCard},
		{"AR", "D", false, officer.ResidencePermit},
		{"P", "D", true, officer.Passport},
		{"PO", "D", true, officer.Passport},
		{"P", "FRA", true, officer.ForeignPassport},
		{"ID", "FRA", false, ""},
		{"P", "UTO", true, ""},
	} {
		z := specimen(func(z *officertest.Zone) { z.Code, z.Issuer = c.code, c.issuer })
		text := officertest.TD1(z)
		if c.td3 {
			text = officertest.TD3(z)
		}
		if got, known := officer.ParseMRZ(text, today(t)).DocumentType(); got != c.want || known != (c.want != "") {
			t.Errorf("%s of %s is %q", c.code, c.issuer, got)
		}
	}
	for _, dt := range officer.DocumentTypes {
		if f := dt.MRZFormat(); f != officer.TD1 && f != officer.TD3 {
			t.Errorf("%s has format %q", dt, f)
		}
	}
}

func TestMRZStates(t *testing.T) {
	for code, want := range map[string]string{
		"D": "DEU", "FRA": "FRA", "RKS": "RKS", "XXA": "XXA", "GBN": "GBN", "USA": "USA", "TUR": "TUR",
		"UTO": "", "ZZZ": "", "QQQ": "", "DD": "", "YUG": "", "001": "",
	} {
		z := specimen(func(z *officertest.Zone) { z.Nationality = code })
		if got := officer.ParseMRZ(officertest.TD1(z), today(t)).Nationality; got != want {
			t.Errorf("%s is %q, want %q", code, got, want)
		}
	}
}

func TestMRZHides(t *testing.T) {
	m := officer.ParseMRZ(strings.ReplaceAll(card2021, "<", ";"), today(t))
	right := officer.ParseMRZ(card2021, today(t))
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("read", "mrz", m, "right", right)
	js, err := json.Marshal([]any{m, right, right.Fields})
	if err != nil {
		t.Fatal(err)
	}
	type record struct{ zone officer.MRZ }
	shown := log.String() + string(js) + fmt.Sprintf("%v %+v %#v %s %+v %#v", m, right, right, right, record{m}, record{right})
	for _, leak := range []string{"L01X00", "01X00T47", "T471"} {
		if strings.Contains(shown, leak) {
			t.Errorf("%q is visible in %s", leak, shown)
		}
	}
	if strings.Contains(log.String(), "ERIKA") || !strings.Contains(string(js), `"complete":true`) {
		t.Errorf("log %s, JSON %s", log.String(), js)
	}
}

func TestMRZReadsWhatIsComposed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.StringOfN(rapid.RuneFrom([]rune("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), 1, 12, -1)
		z := officertest.Zone{
			Code: "P", Issuer: rapid.SampledFrom([]string{"FRA", "USA", "TUR"}).Draw(t, "issuer"), Nationality: "POL",
			Number: rapid.StringMatching(`[A-Z0-9]{1,9}`).Draw(t, "number"),
			Birth:  officer.DateOf(date2000.AddDate(0, 0, -rapid.IntRange(0, 9000).Draw(t, "born"))).Partial(),
			Expiry: officer.DateOf(date2000.AddDate(0, 0, rapid.IntRange(0, 9000).Draw(t, "expires"))),
			Family: letters.Draw(t, "family"), Given: letters.Draw(t, "given"),
			Optional: rapid.StringMatching(`[A-Z0-9]{0,14}`).Draw(t, "optional"),
		}
		text := officertest.TD3(z)
		if rapid.Bool().Draw(t, "card") {
			z.Code, z.Number = "I", z.Number+rapid.StringMatching(`[A-Z0-9]{0,11}`).Draw(t, "more")
			z.Optional = ""
			text = officertest.TD1(z)
		}
		m := officer.ParseMRZ(text, officer.DateOf(date2000).AddDays(9000))
		if !m.Valid() || m.Number.Reveal() != z.Number || m.Birth != z.Birth || m.Expiry != z.Expiry ||
			m.PrimaryName != z.Family || m.SecondaryName != z.Given || len(m.Suggestions) > 0 {
			t.Fatalf("%s\nread as %v %s %v %v %s/%s %v", text, m.Faults, m.Number.Reveal(), m.Birth, m.Expiry,
				m.PrimaryName, m.SecondaryName, m.Suggestions)
		}
	})
}

func FuzzParseMRZ(f *testing.F) {
	for _, s := range []string{card2021, card2010, passport, icaoTD1, icaoTD3, icaoLong, "I", "P<", "i ;", "«", "A\n\nB\nC\nD"} {
		f.Add(s)
		f.Add(strings.ReplaceAll(strings.ToLower(s), "<", ";"))
		f.Add(s[:len(s)/2])
	}
	now := today(f)
	f.Fuzz(func(t *testing.T, text string) {
		m := officer.ParseMRZ(text, now)
		if m.Valid() && (!m.Complete() || m.Number.IsZero() || m.PrimaryName == "" || m.Issuer == "" || m.KeyboardSwapped) {
			t.Fatalf("%q is taken for valid: %+v", text, m.Fields)
		}
		for _, s := range m.Suggestions {
			mended := s.ApplyMRZ(text)
			if mended == (officer.Suggestion{}).ApplyMRZ(text) {
				t.Fatalf("%v changes nothing in %q", s, text)
			}
		}
		if m.KeyboardSwapped && officer.ParseMRZ(m.Corrected(), now).Missing != 0 {
			t.Fatalf("%q is corrected to %q", text, m.Corrected())
		}
		if m.Format != "" && m.Missing < 0 || m.Format == "" && len(m.Faults) == 0 {
			t.Fatalf("%q: format %q, missing %d", text, m.Format, m.Missing)
		}
		m.CompareNames(text, text)
		m.DocumentType()
	})
}
