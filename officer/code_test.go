package officer_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"officerportal/officer"

	"pgregory.net/rapid"
)

const codeSymbols = "23456789ABCDEFGHJKMNPQRTVWXYZ"

func TestNewCode(t *testing.T) {
	seen, used := map[string]bool{}, map[rune]bool{}
	for range 500 {
		c, err := officer.NewCode(officer.OrderCodeSymbols, rand.Reader)
		if err != nil || len(c.Reveal()) != officer.OrderCodeSymbols+1 || seen[c.Reveal()] {
			t.Fatalf("%q, %v", c.Reveal(), err)
		}
		seen[c.Reveal()] = true
		for _, r := range c.Reveal() {
			used[r] = true
		}
		if back, err := officer.ParseCode(c.Grouped(), officer.OrderCodeSymbols); err != nil || back.Reveal() != c.Reveal() {
			t.Fatalf("%s reads %q, %v", c.Grouped(), back.Reveal(), err)
		}
	}
	if len(used) != len(codeSymbols) {
		t.Errorf("%d symbols are used", len(used))
	}
	for _, symbols := range []int{-1, 0, 28} {
		if _, err := officer.NewCode(symbols, rand.Reader); err == nil {
			t.Errorf("a code of %d symbols", symbols)
		}
	}
	if _, err := officer.NewCode(16, bytes.NewReader(nil)); err == nil {
		t.Error("no randomness, but a code")
	}
}

func TestParseCode(t *testing.T) {
	c, err := officer.NewCode(officer.ShopCodeSymbols, bytes.NewReader(bytes.Repeat([]byte{7, 1, 30, 22}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	text := c.Reveal()
	for _, typed := range []string{text, strings.ToLower(text), c.Grouped(), " " + strings.ReplaceAll(c.Grouped(), "-", " – ") + "\r\n", strings.ReplaceAll(c.Grouped(), "-", ".")} {
		if got, err := officer.ParseCode(typed, officer.ShopCodeSymbols); err != nil || got.Reveal() != text {
			t.Errorf("%q reads %q, %v", typed, got.Reveal(), err)
		}
	}
	for typed, key := range map[string]string{
		"": "code.missing", " - ": "code.missing", text[1:]: "code.length", text + "2": "code.length",
		"0" + text[1:]: "code.character", "ſ" + text[1:]: "code.character", "=" + text: "code.character",
		text[:3] + text[4:5] + text[3:4] + text[5:]: "code.check",
	} {
		if _, err := officer.ParseCode(typed, officer.ShopCodeSymbols); keyOf(err) != key || !errors.Is(err, officer.Invalid) {
			t.Errorf("%q: %v, want %s", typed, err, key)
		}
	}
}

func TestCodeHides(t *testing.T) {
	c, err := officer.NewCode(officer.OrderCodeSymbols, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	type holder struct{ code officer.Code }
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("drawn", "code", c)
	js, _ := json.Marshal(map[string]any{"code": c})
	shown := log.String() + string(js) + fmt.Sprintf("%v %+v %#v %s %+v %#v", c, c, c, c, holder{c}, holder{c})
	if strings.Contains(shown, c.Reveal()[:6]) {
		t.Errorf("the code is visible in %s", shown)
	}
}

func TestEverySlipInACodeIsSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		symbols := rapid.IntRange(1, 27).Draw(t, "symbols")
		c, err := officer.NewCode(symbols, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		right := []byte(c.Reveal())
		i, j := rapid.IntRange(0, symbols).Draw(t, "i"), rapid.IntRange(0, symbols).Draw(t, "j")
		wrong, swapped := bytes.Clone(right), bytes.Clone(right)
		wrong[i] = codeSymbols[rapid.IntRange(0, 28).Draw(t, "symbol")]
		swapped[i], swapped[j] = swapped[j], swapped[i]
		for _, slip := range [][]byte{wrong, swapped} {
			_, err := officer.ParseCode(string(slip), symbols)
			if same := bytes.Equal(slip, right); same != (err == nil) || !same && keyOf(err) != "code.check" {
				t.Fatalf("%s typed as %s: %v", right, slip, err)
			}
		}
	})
}

func FuzzParseCode(f *testing.F) {
	c, _ := officer.NewCode(officer.ShopCodeSymbols, rand.Reader)
	for _, s := range []string{c.Reveal(), c.Grouped(), "", "0OIL", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		c, err := officer.ParseCode(typed, officer.ShopCodeSymbols)
		if err != nil {
			if !errors.Is(err, officer.Invalid) || c.Reveal() != "" {
				t.Fatalf("%q: %q, %v", typed, c.Reveal(), err)
			}
			return
		}
		if back, err := officer.ParseCode(c.Grouped(), officer.ShopCodeSymbols); err != nil || back.Reveal() != c.Reveal() {
			t.Fatalf("%q gave %q, which reads %q, %v", typed, c.Reveal(), back.Reveal(), err)
		}
	})
}
