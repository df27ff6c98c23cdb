package officer_test

import (
	"slices"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/officertest"
)

func TestMRZSuggestions(t *testing.T) {
	for _, c := range []struct {
		name, from, to string
		want           officer.Suggestion
	}{
		{"O in a German number", "L01X", "LO1X", officer.Suggestion{Field: "number", Line: 1, Position: 7, From: "O", To: "0"}},
		{"I as check digit", "T471", "T47I", officer.Suggestion{Field: "number", Line: 1, Position: 15, From: "I", To: "1"}},
		{"B in birth", "8308126", "B308126", officer.Suggestion{Field: "birth", Line: 2, Position: 1, From: "B", To: "8"}},
		{"O in expiry", "3108011", "31O8011", officer.Suggestion{Field: "expiry", Line: 2, Position: 11, From: "O", To: "0"}},
		{"1 in code", "IDD", "1DD", officer.Suggestion{}}, // no format, no help
		{"5 in names", "MUSTER", "MU5TER", officer.Suggestion{Field: "names", Line: 3, Position: 3, From: "5", To: "S"}},
	} {
		m := officer.ParseMRZ(strings.Replace(card2021, c.from, c.to, 1), today(t))
		if c.want == (officer.Suggestion{}) {
			if len(m.Suggestions) > 0 {
				t.Errorf("%s: %v", c.name, m.Suggestions)
			}
			continue
		}
		if !slices.Equal(m.Suggestions, []officer.Suggestion{c.want}) {
			t.Errorf("%s: %v, want %v", c.name, m.Suggestions, c.want)
			continue
		}
		if mended := m.Suggestions[0].ApplyMRZ(strings.Replace(card2021, c.from, c.to, 1)); mended != card2021 {
			t.Errorf("%s: mended to\n%s", c.name, mended)
		}
	}
	if m := officer.ParseMRZ(card2021, today(t)); len(m.Suggestions) > 0 {
		t.Errorf("a right zone gets suggestions: %v", m.Suggestions)
	}
	if m := officer.ParseMRZ("IDD<<LO1X", today(t)); len(m.Suggestions) != 1 {
		t.Errorf("while typing: %v", m.Suggestions)
	}
}

func TestMRZSuggestionsForForeignNumbers(t *testing.T) {
	z := specimen(func(z *officertest.Zone) { z.Code, z.Issuer, z.Nationality, z.Number = "P", "FRA", "FRA", "12AB34508" })
	text := officertest.TD3(z)
	m := officer.ParseMRZ(strings.Replace(text, "12AB345", "12A8345", 1), today(t))
	want := officer.Suggestion{Field: "number", Line: 2, Position: 4, From: "8", To: "B"}
	if !slices.Contains(m.Suggestions, want) || faultKeys(m) != "mrz.number_check" {
		t.Errorf("%v, %s", m.Suggestions, faultKeys(m))
	}
	if m := officer.ParseMRZ(text, today(t)); len(m.Suggestions) > 0 || !m.Valid() {
		t.Errorf("right: %v, %s", m.Suggestions, faultKeys(m))
	}
}

func TestMRZSwappedKeyboard(t *testing.T) {
	text := officertest.TD1(specimen(func(z *officertest.Zone) { z.Number, z.Family = "LZ1Y00T47", "Yilmaz" }))
	layout := strings.NewReplacer("Y", "Z", "Z", "Y", "y", "z", "z", "y")
	for name, typed := range map[string]string{
		"US scanner on a German computer":  strings.ReplaceAll(layout.Replace(text), "<", ";"),
		"German scanner on a US computer":  strings.ReplaceAll(layout.Replace(text), "<", ">"),
		"letters only":                     layout.Replace(text),
		"lower case":                       strings.ToLower(strings.ReplaceAll(layout.Replace(text), "<", "\\")),
		"signs only":                       strings.ReplaceAll(text, "<", ";"),
		"signs only, without line breaks ": strings.ReplaceAll(strings.ReplaceAll(text, "<", ";"), "\n", ""),
	} {
		m := officer.ParseMRZ(typed, today(t))
		if !m.KeyboardSwapped || m.Corrected() != text || m.Valid() {
			t.Errorf("%s: swapped %v, %q", name, m.KeyboardSwapped, m.Corrected())
		}
	}
	if m := officer.ParseMRZ(text, today(t)); m.KeyboardSwapped || m.Corrected() != "" {
		t.Error("a right zone is taken for swapped")
	}
	if m := officer.ParseMRZ(strings.Replace(text, "LZ1Y", "LZ2Y", 1), today(t)); m.KeyboardSwapped {
		t.Error("a plain slip is taken for a swapped keyboard")
	}
}
