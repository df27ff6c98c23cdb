package secret

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"pgregory.net/rapid"
)

// RFC 6238 appendix B, SHA-1, the last six of its eight digits.
func TestTOTPRFC6238(t *testing.T) {
	key := Of("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") // 12345678901234567890
	for at, code := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		step, fits, err := VerifyTOTP(key, code, time.Unix(at, 0), 0)
		if !fits || step != at/30 || err != nil {
			t.Errorf("%d: %v, step %d, %v", at, fits, step, err)
		}
	}
}

func TestVerifyTOTP(t *testing.T) {
	enrolled, err := EnrolTOTP("Officer Portal", "anna@musterwerke.example")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 22, 14, 7, 10, 0, time.UTC)
	now := at.Unix() / 30
	code := func(steps int) string {
		c, err := totp.GenerateCode(enrolled.Key.Reveal(), at.Add(time.Duration(steps)*30*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for name, c := range map[string]struct {
		code string
		last int64
		want int64 // 0: refused
	}{
		"now":                   {code(0), 0, now},
		"slow clock":            {code(-1), 0, now - 1},
		"fast clock":            {code(1), 0, now + 1},
		"too old":               {code(-2), 0, 0},
		"too new":               {code(2), 0, 0},
		"used already":          {code(0), now, 0},
		"older than used":       {code(-1), now, 0},
		"next one, early":       {code(1), now, now + 1},
		"used from a fast one":  {code(0), now + 1, 0},
		"typed in two groups":   {code(0)[:3] + " " + code(0)[3:], 0, now},
		"pasted with a newline": {code(0) + "\r\n", 0, now},
		"empty":                 {"", 0, 0},
		"short":                 {code(0)[:5], 0, 0},
		"long":                  {code(0) + "0", 0, 0},
		"letters":               {"abcdef", 0, 0},
		"other digits":          {"١٢٣٤٥٦", 0, 0},
	} {
		step, fits, err := VerifyTOTP(enrolled.Key, c.code, at, c.last)
		if fits != (c.want != 0) || step != c.want || err != nil {
			t.Errorf("%s: %v, step %d, want %d; %v", name, fits, step, c.want, err)
		}
	}
	if _, fits, err := VerifyTOTP(Of("not base 32!"), code(0), at, 0); fits || err == nil {
		t.Errorf("damaged key: %v, %v", fits, err)
	}
}

func TestEnrolTOTP(t *testing.T) {
	a, err := EnrolTOTP("Officer Portal", "anna@musterwerke.example")
	if err != nil {
		t.Fatal(err)
	}
	uri, err := url.Parse(a.URI.Reveal())
	if err != nil {
		t.Fatal(err)
	}
	q := uri.Query()
	if uri.Scheme != "otpauth" || uri.Host != "totp" || uri.Path != "/Officer Portal:anna@musterwerke.example" ||
		q.Get("secret") != a.Key.Reveal() || q.Get("issuer") != "Officer Portal" || q.Get("period") != "30" || q.Get("digits") != "6" || q.Get("algorithm") != "SHA1" {
		t.Errorf("%s", a.URI.Reveal())
	}
	if len(a.Key.Reveal()) != 32 {
		t.Errorf("a key of %d letters", len(a.Key.Reveal()))
	}
	if b, _ := EnrolTOTP("Officer Portal", "anna@musterwerke.example"); b.Key.Equal(a.Key) {
		t.Error("the same key twice")
	}
	for _, c := range [][2]string{{"", "a"}, {"a", ""}} {
		if _, err := EnrolTOTP(c[0], c[1]); err == nil {
			t.Errorf("enrolled %q", c)
		}
	}
}

func TestRecoveryCodes(t *testing.T) {
	if len(symbols) != 29 {
		t.Fatalf("%d symbols", len(symbols))
	}
	codes, seen := NewRecoveryCodes(), map[string]bool{}
	if len(codes) != 10 {
		t.Errorf("%d codes", len(codes))
	}
	for _, c := range codes {
		code := c.Reveal()
		groups := strings.Split(code, "-")
		if len(groups) != 6 || len(groups[0]) != 4 || len(groups[5]) != 4 || seen[code] {
			t.Errorf("%s", code)
		}
		seen[code] = true
		for _, typed := range []string{code, strings.ToLower(code), strings.ReplaceAll(code, "-", ""), "  " + strings.ReplaceAll(code, "-", " ") + "\n",
			strings.ReplaceAll(code, "5", "s"), strings.ReplaceAll(code, "2", "Z"), strings.ReplaceAll(code, "-", "–")} {
			if got, ok := ParseRecoveryCode(typed); !ok || !got.Equal(c) {
				t.Errorf("%q is not taken for %s", typed, code)
			}
		}
		for _, typed := range []string{code + "2", code[1:], "0" + code[1:], "O" + code[1:], "L" + code[1:], "Ä" + code[1:], ""} {
			if _, ok := ParseRecoveryCode(typed); ok {
				t.Errorf("%q is taken for a code", typed)
			}
		}
	}
}

// Each symbol as often as the other: chi square with 28 degrees of freedom
// passes 70 once in fifty thousand runs.
func TestSymbolsAreDrawnFairly(t *testing.T) {
	const n = 29000
	count := map[rune]int{}
	for _, s := range drawSymbols(n) {
		count[s]++
	}
	chi := 0.0
	for _, s := range symbols {
		d := float64(count[s]) - n/29
		chi += d * d / (n / 29)
	}
	if chi > 70 || len(count) != 29 {
		t.Errorf("chi square %.1f, %d symbols", chi, len(count))
	}
}

// Recovery code to digest and back, as the sign-in does it.
func TestRecoveryDigests(t *testing.T) {
	d := freshKeys(t).Digests
	rapid.Check(t, func(t *rapid.T) {
		codes := NewRecoveryCodes()
		i := rapid.IntRange(0, len(codes)-1).Draw(t, "i")
		stored := d.Digest(Recovery, codes[i])
		typed, ok := ParseRecoveryCode(strings.ToLower(codes[i].Reveal()))
		if !ok || d.Candidates(Recovery, typed)[0] != stored || d.Digest(PasswordReset, typed) == stored {
			t.Fatal("the code does not find its digest, or finds it for another purpose")
		}
	})
}

func FuzzParseRecoveryCode(f *testing.F) {
	f.Add("7KXM-2PQA-33BC-DEFG-HJKM-NPQR")
	f.Add("ſſſſ–ıııı")
	f.Fuzz(func(t *testing.T, typed string) {
		code, ok := ParseRecoveryCode(typed)
		if !ok {
			return
		}
		if again, ok := ParseRecoveryCode(code.Reveal()); !ok || !again.Equal(code) || len(code.Reveal()) != 29 {
			t.Fatalf("%q became %q", typed, code.Reveal())
		}
	})
}

func FuzzVerifyTOTP(f *testing.F) {
	f.Add("287082", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", int64(59), int64(0))
	f.Add("", "", int64(-1), int64(-5))
	f.Fuzz(func(t *testing.T, code, key string, at, last int64) {
		step, fits, err := VerifyTOTP(Of(key), code, time.Unix(at, 0), last)
		if fits && (err != nil || step <= last) {
			t.Fatalf("step %d after %d, %v", step, last, err)
		}
	})
}
