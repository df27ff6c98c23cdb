package officer_test

import (
	"errors"
	"strings"
	"testing"

	"officerportal/officer"
)

func TestParsePhone(t *testing.T) {
	for _, c := range []struct{ typed, want, key string }{
		{"+49 (0)30 2598-0", "+493025980", ""},
		{"0049 30 / 2598 0", "+493025980", ""},
		{"030 25.98-0", "03025980", ""},
		{"(030) 2598–0", "03025980", ""},
		{"＋４９ ３０ ２５９８０", "+493025980", ""},
		{"\u00a0030\u00a025980\t", "03025980", ""},
		{"", "", ""},
		{"+", "", "phone.form"},
		{"030 2598 App. 3", "", "phone.form"},
		{"=1+1", "", "phone.form"},
		{"+49+30", "", "phone.form"},
		{"110", "", "phone.length"},
		{"+1234567890123456", "", "phone.length"},
	} {
		got, err := officer.ParsePhone(c.typed)
		if got != c.want || keyOf(err) != c.key {
			t.Errorf("ParsePhone(%q) = %q, %v; want %q %s", c.typed, got, err, c.want, c.key)
		}
	}
}

func FuzzParsePhone(f *testing.F) {
	for _, s := range []string{"+49 (0)30 2598-0", "0049", "+00", "(0)", "１"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		number, err := officer.ParsePhone(typed)
		if err != nil {
			if !errors.Is(err, officer.Invalid) || number != "" {
				t.Fatalf("%q: %q, %v", typed, number, err)
			}
			return
		}
		if strings.Trim(number, "+0123456789") != "" || len(number) > 16 {
			t.Fatalf("%q gave %q", typed, number)
		}
		// Only what begins 00 without a + reads differently a second time.
		if again, err := officer.ParsePhone(number); (err != nil || again != number) && !strings.HasPrefix(number, "00") {
			t.Fatalf("%q gave %q, which reads %q, %v", typed, number, again, err)
		}
	})
}
