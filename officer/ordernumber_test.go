package officer_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"officerportal/officer"

	"pgregory.net/rapid"
)

func TestNewOrderNumber(t *testing.T) {
	seen := map[officer.OrderNumber]bool{}
	for range 1000 {
		n, err := officer.NewOrderNumber(1042, rand.Reader)
		if err != nil || n.Organisation() != 1042 || len(n) != 16 || len(n.Digits()) != 13 || seen[n] {
			t.Fatalf("%q, %v, organisation %d", n, err, n.Organisation())
		}
		seen[n] = true
	}
	if n, err := officer.NewOrderNumber(123456, rand.Reader); err != nil || len(n) != 18 || n.Organisation() != 123456 {
		t.Errorf("%q, %v", n, err)
	}
	for _, outside := range []int{-1, 0, 999, 1000000} {
		if n, err := officer.NewOrderNumber(outside, rand.Reader); err == nil {
			t.Errorf("organisation %d gets %q", outside, n)
		}
	}
	if _, err := officer.NewOrderNumber(1042, bytes.NewReader(nil)); err == nil {
		t.Error("no randomness, but an order number")
	}
}

func TestParseOrderNumber(t *testing.T) {
	const check = officer.OrderNumber("1042-4821-9301-3")
	digits := check.Digits()
	for _, typed := range []string{
		string(check), digits, " " + digits + "\r\n", strings.ReplaceAll(string(check), "-", " "),
		strings.ReplaceAll(string(check), "-", "."), strings.ReplaceAll(string(check), "-", "–"),
		strings.ReplaceAll(string(check), "-", "ß"), strings.ReplaceAll(string(check), "-", "/"),
		"]C1" + digits, "*" + digits + "*", "\x1d" + digits, "https://portal.example/s/" + string(check),
	} {
		got, err := officer.ParseOrderNumber(typed)
		if err != nil || got != check {
			t.Errorf("%q = %q, %v; want %q", typed, got, err, check)
		}
	}
	for typed, key := range map[string]string{
		"": "order.number_missing", " - ": "order.number_missing",
		digits[:12]: "order.number_form", digits + "000": "order.number_form",
		"Nr. " + digits: "order.number_form",
		"0" + digits:    "order.number_form", digits[:12] + "O": "order.number_form",
		"١٠٤٢٤٨٢١٩٣٠١٧":                                     "order.number_form",
		digits[1:2] + digits[:1] + digits[2:]:               "order.number_form", // begins with 0
		digits[:2] + digits[3:4] + digits[2:3] + digits[4:]: "order.number_check",
	} {
		if got, err := officer.ParseOrderNumber(typed); keyOf(err) != key || !errors.Is(err, officer.Invalid) {
			t.Errorf("%q = %q, %v; want %s", typed, got, err, key)
		}
	}
	if officer.OrderNumber("").Organisation() != 0 {
		t.Error("an empty number has an organisation")
	}
}

func TestOrderNumberSeesSlips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		org := rapid.IntRange(1000, 999999).Draw(t, "organisation")
		n, err := officer.NewOrderNumber(org, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		digits := []byte(n.Digits())
		at := rapid.IntRange(1, len(digits)-2).Draw(t, "at")
		wrong := bytes.Clone(digits)
		wrong[at] = '0' + (wrong[at]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10
		swapped := bytes.Clone(digits)
		swapped[at], swapped[at+1] = swapped[at+1], swapped[at]
		for _, slip := range [][]byte{wrong, swapped} {
			_, err := officer.ParseOrderNumber(string(slip))
			if same := bytes.Equal(slip, digits); same != (err == nil) || !same && keyOf(err) != "order.number_check" {
				t.Fatalf("%s typed as %s: %v", digits, slip, err)
			}
		}
	})
}

func FuzzParseOrderNumber(f *testing.F) {
	for _, s := range []string{"1042-4821-9301-7", "]C11042482193017", "https://x/1042", "1042ß4821", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		n, err := officer.ParseOrderNumber(typed)
		if err != nil {
			if !errors.Is(err, officer.Invalid) || n != "" {
				t.Fatalf("%q: %q, %v", typed, n, err)
			}
			return
		}
		if back, err := officer.ParseOrderNumber(string(n)); err != nil || back != n || n.Organisation() < 1000 {
			t.Fatalf("%q gave %q, which reads %q, %v", typed, n, back, err)
		}
	})
}
