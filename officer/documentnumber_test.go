package officer_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/officertest"

	"pgregory.net/rapid"
)

func TestCheckDigit(t *testing.T) {
	for _, c := range []struct {
		s    string
		want byte
	}{
		{"L898902C3", '6'}, // ICAO 9303-4, specimen
		{"740812", '2'},
		{"120415", '9'},
		{"ZE184226B<<<<<", '1'},
		{"D23145890", '7'}, // ICAO 9303-5, specimen
		{"L01X00T47", '1'}, // specimen of the German identity card
		{"<<<<<<<<<", '0'},
		{"", '0'},
	} {
		if got, ok := officer.CheckDigit(c.s); !ok || got != c.want {
			t.Errorf("CheckDigit(%q) = %c, %v; want %c", c.s, got, ok, c.want)
		}
	}
	for _, bad := range []string{"a", "Ä", "1 2", "12-"} {
		if _, ok := officer.CheckDigit(bad); ok {
			t.Errorf("%q has a check digit", bad)
		}
	}
}

func TestParseDocumentNumber(t *testing.T) {
	const card, pass, permit, foreign = officer.IdentityCard, officer.Passport, officer.ResidencePermit, officer.ForeignPassport
	for _, c := range []struct {
		docType     officer.DocumentType
		typed, want string
		key         string
	}{
		{card, "L01X00T47", "L01X00T47", ""},
		{card, "l01x 00t47", "L01X00T47", ""},
		{card, "L01X00T471", "L01X00T47", ""},
		{card, "L01X00T471D", "L01X00T47", ""},
		{card, "L01X00T47D<<", "L01X00T47", ""},
		{card, "T22000129", "T22000129", ""},
		{card, "T220001293", "T22000129", ""},
		{card, "T220001294", "", "document.number_check"},
		{card, "L01X00T472", "", "document.number_check"},
		{card, "LO1X00T47", "", "document.number_character"},
		{card, "L01X00T4", "", "document.number_length"},
		{card, "L01X00T47123", "", "document.number_length"},
		{card, "D", "", "document.number_length"},
		{card, "C01X00T47", "", "document.number_of_passport"},
		{card, "101X00T47", "", "document.number_first"},
		{card, "Z01X00T47", "", "document.number_first"},
		{card, "", "", "document.number_missing"},
		{card, " - ", "", "document.number_missing"},
		{card, "L01X00T4ß", "", "document.number_character"},
		{card, "L01X00T4\u212a", "", "document.number_character"}, // the Kelvin sign is no K
		{pass, "C01X00T47", "C01X00T47", ""},
		{pass, "L01X00T47", "", "document.number_of_identity_card"},
		{pass, "901X00T47", "", "document.number_first"},
		{permit, "YZ0V1P6VT", "YZ0V1P6VT", ""},
		{permit, "901X00T47", "901X00T47", ""},
		{foreign, "ab 123-456", "AB123456", ""},
		{foreign, "SO1", "SO1", ""},
		{foreign, strings.Repeat("9", 20), strings.Repeat("9", 20), ""},
		{foreign, strings.Repeat("9", 21), "", "document.number_too_long"},
		{foreign, "AB/12", "", "document.number_character"},
		{foreign, "АВ12", "", "document.number_character"}, // Cyrillic
		{foreign, "=1+1", "", "document.number_character"},
	} {
		got, err := officer.ParseDocumentNumber(c.docType, c.typed)
		if got.Reveal() != c.want || keyOf(err) != c.key {
			t.Errorf("%s %q = %q, %v; want %q %s", c.docType, c.typed, got.Reveal(), err, c.want, c.key)
		}
	}
}

func TestDocumentNumberHides(t *testing.T) {
	n, err := officer.ParseDocumentNumber(officer.IdentityCard, "L01X00T47")
	if err != nil {
		t.Fatal(err)
	}
	type record struct{ number officer.DocumentNumber }
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("seen", "number", n, "record", struct{ N officer.DocumentNumber }{n})
	js, _ := json.Marshal(map[string]any{"number": n, "record": struct{ N officer.DocumentNumber }{n}})
	shown := fmt.Sprint(n, &n, record{n}, log.String(), string(js)) +
		fmt.Sprintf("%v %+v %#v %s %q %x %d %+v %#v", n, n, n, n, n, n, n, record{n}, record{n})
	for _, leak := range []string{"L01X", "0T47", "4c303158", "4C303158"} {
		if strings.Contains(shown, leak) {
			t.Errorf("%q is visible in %s", leak, shown)
		}
	}
	if got := n.Masked(); got != "••••••T47" {
		t.Errorf("Masked() = %q", got)
	}
	if short, _ := officer.ParseDocumentNumber(officer.ForeignPassport, "AB1234"); short.Masked() != "••••••" {
		t.Errorf("Masked() of a short number = %q", short.Masked())
	}
	if again, _ := officer.ParseDocumentNumber(officer.IdentityCard, "l01x00t47"); !n.Equal(again) || n.Equal(officer.DocumentNumber{}) {
		t.Error("Equal is wrong")
	}
}

func TestNumberSuggestions(t *testing.T) {
	const typed = "LO1X 00T4B"
	got := officer.NumberSuggestions(officer.IdentityCard, typed)
	want := []officer.Suggestion{
		{Field: "number", Position: 2, From: "O", To: "0"},
		{Field: "number", Position: 9, From: "B", To: "8"},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("got %v", got)
	}
	if text := got[1].ApplyNumber(got[0].ApplyNumber(typed)); text != "L01X00T48" {
		t.Errorf("applied: %q", text)
	}
	if text := got[0].ApplyNumber("L"); text != "L" {
		t.Errorf("applied to another text: %q", text)
	}
	if got := officer.NumberSuggestions(officer.ForeignPassport, typed); got != nil {
		t.Errorf("foreign numbers get %v", got)
	}
}

func TestEverySingleSlipOfAGermanNumberIsSeen(t *testing.T) {
	const letters = "0123456789CFGHJKLMNPRTVWXYZ"
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringOfN(rapid.RuneFrom([]rune(letters)), 9, 9, 9).Draw(t, "number")
		at := rapid.IntRange(0, 8).Draw(t, "at")
		other := rapid.RuneFrom([]rune(letters)).Draw(t, "other")
		check, _ := officer.CheckDigit(number)
		slip := number[:at] + string(other) + number[at+1:]
		_, err := officer.ParseDocumentNumber(officer.ResidencePermit, slip+string(check))
		worth := func(c byte) int { return strings.IndexByte("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", c) }
		blind := worth(number[at])%10 == worth(byte(other))%10
		if blind != (err == nil) {
			t.Fatalf("%s+%c typed as %s: %v", number, check, slip, err)
		}
	})
}

func TestCheckExpiry(t *testing.T) {
	today := date(t, "2026-06-30")
	for _, c := range []struct{ expiry, key, last string }{
		{"2026-07-28", "", "2026-06-30"},
		{"2026-07-27", "document.expires_soon", "2026-06-29"},
		{"2026-06-30", "document.expires_soon", "2026-06-02"},
		{"2026-06-29", "document.expired", "2026-06-01"},
		{"2031-01-01", "", "2030-12-04"},
	} {
		expiry := date(t, c.expiry)
		err := officer.CheckExpiry(expiry, today)
		if keyOf(err) != c.key || officer.LastAcceptable(expiry).String() != c.last {
			t.Errorf("%s: %v, last %s", c.expiry, err, officer.LastAcceptable(expiry))
		}
		var refusal *officer.Error
		if c.key == "document.expires_soon" && (!errors.As(err, &refusal) || refusal.Args["last"] != date(t, c.last)) {
			t.Errorf("%s does not name the last day: %v", c.expiry, refusal.Args)
		}
	}
	if err := officer.CheckExpiry(officer.Date{}, today); keyOf(err) != "document.expiry_missing" {
		t.Errorf("unknown expiry: %v", err)
	}
}

func TestDocumentTypes(t *testing.T) {
	for _, dt := range officer.DocumentTypes {
		if back, err := officer.ParseDocumentType(string(dt)); err != nil || back != dt {
			t.Errorf("%s: %v, %v", dt, back, err)
		}
		// Only cards bear the address; only foreign documents need their state asked.
		if dt.ShowsAddress() != (dt.MRZFormat() == officer.TD1) || dt.NeedsIssuer() != (dt == officer.ForeignPassport) {
			t.Errorf("%s shows address %v, needs issuer %v", dt, dt.ShowsAddress(), dt.NeedsIssuer())
		}
	}
	if _, err := officer.ParseDocumentType("library_card"); keyOf(err) != "document.type_unknown" {
		t.Errorf("a library card is %v", err)
	}
}

func FuzzParseDocumentNumber(f *testing.F) {
	for _, s := range []string{"L01X00T47", "L01X00T471D<<", "T 22000129", "LO1X00T47", "ab-12", "Ä", "<<<"} {
		f.Add(s, uint8(0))
		f.Add(s, uint8(3))
	}
	f.Fuzz(func(t *testing.T, typed string, kind uint8) {
		docType := officer.DocumentTypes[int(kind)%len(officer.DocumentTypes)]
		n, err := officer.ParseDocumentNumber(docType, typed)
		for _, s := range officer.NumberSuggestions(docType, typed) {
			if s.ApplyNumber(typed) == (officer.Suggestion{}).ApplyNumber(typed) {
				t.Fatalf("%v changes nothing in %q", s, typed)
			}
		}
		if err != nil {
			if !errors.Is(err, officer.Invalid) || !n.IsZero() {
				t.Fatalf("%q: %v", typed, err)
			}
			return
		}
		again, err := officer.ParseDocumentNumber(docType, n.Reveal())
		if err != nil || !again.Equal(n) || len(n.Reveal()) > 20 || n.IsZero() {
			t.Fatalf("%q gave %q, which reads %q, %v", typed, n.Reveal(), again.Reveal(), err)
		}
	})
}

func TestSampleNumbersAreRight(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		for _, dt := range []officer.DocumentType{officer.IdentityCard, officer.Passport, officer.ResidencePermit} {
			if n := officertest.GermanNumber(dt, r); !strings.Contains(n, "01X") {
				t.Errorf("%s is no specimen's", n)
			} else if _, err := officer.ParseDocumentNumber(dt, n); err != nil {
				t.Errorf("%s %s: %v", dt, n, err)
			}
		}
	}
}
