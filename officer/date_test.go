package officer_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"
	_ "time/tzdata"

	"officerportal/officer"

	"pgregory.net/rapid"
)

// date reads a date that the test's author knows to be right.
func date(t testing.TB, s string) officer.Date {
	t.Helper()
	d, err := officer.ParseDate(s)
	if err != nil || d.IsZero() {
		t.Fatalf("%q is no date: %v", s, err)
	}
	return d
}

// keyOf gives the message key of a refusal, or nothing.
func keyOf(err error) string {
	var e *officer.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

func TestParseDate(t *testing.T) {
	for _, c := range []struct{ typed, want, key string }{
		{"31.12.1979", "1979-12-31", ""},
		{"1979-12-31", "1979-12-31", ""},
		{"31 12 1979", "1979-12-31", ""},
		{" 1. 2. 2003\u00a0", "2003-02-01", ""},
		{"1/2/2003", "2003-02-01", ""},
		{"31121979", "1979-12-31", ""},
		{"29.02.2024", "2024-02-29", ""},
		{"", "", ""},
		{" \t", "", ""},
		{"29.02.2023", "", "date.impossible"},
		{"00.01.2023", "", "date.impossible"},
		{"12.13.2023", "", "date.impossible"},
		{"31.12.79", "", "date.year_short"},
		{"31.12.1079", "", "date.year_range"},
		{"31.12.9999", "", "date.year_range"},
		{"31.12", "", "date.form"},
		{"gestern", "", "date.form"},
		{"31.12.1979.", "1979-12-31", ""},
		{"+1.12.1979", "", "date.form"},
		{"٣١.١٢.١٩٧٩", "", "date.form"},
		{"1.2.3.4", "", "date.form"},
		{"...", "", "date.form"},
	} {
		d, err := officer.ParseDate(c.typed)
		if d.String() != c.want || keyOf(err) != c.key {
			t.Errorf("ParseDate(%q) = %q, %v; want %q %s", c.typed, d, err, c.want, c.key)
		}
	}
}

func TestParseDateFields(t *testing.T) {
	for _, c := range []struct{ day, month, year, want, key string }{
		{"1", "2", "2003", "2003-02-01", ""},
		{" 01", "02 ", "2003", "2003-02-01", ""},
		{"", "", "", "", ""},
		{"1", "", "2003", "", "date.incomplete"},
		{"1", "Mai", "2003", "", "date.form"},
		{"-1", "2", "2003", "", "date.form"},
		{"1", "2", "20033", "", "date.form"},
	} {
		d, err := officer.ParseDateFields(c.day, c.month, c.year)
		if d.String() != c.want || keyOf(err) != c.key {
			t.Errorf("%v: got %q, %v", c, d, err)
		}
	}
}

func TestDateArithmetic(t *testing.T) {
	d := date(t, "2024-01-31")
	for _, c := range []struct {
		got  officer.Date
		want string
	}{
		{d.AddMonths(1), "2024-02-29"},
		{d.AddMonths(13), "2025-02-28"},
		{d.AddMonths(-2), "2023-11-30"},
		{d.AddDays(30), "2024-03-01"},
		{d.AddDays(-31), "2023-12-31"},
		{officer.Date{}.AddDays(1), ""},
		{officer.Date{}.AddMonths(1), ""},
	} {
		if c.got.String() != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if !d.Before(d.AddDays(1)) || d.Before(d) || d.After(d) || !d.After(officer.Date{}) {
		t.Error("order of dates is wrong")
	}
}

func TestAge(t *testing.T) {
	for _, c := range []struct {
		born, at string
		want     int
	}{
		{"1964-08-12", "2024-08-11", 59},
		{"1964-08-12", "2024-08-12", 60},
		{"2004-02-29", "2022-02-28", 17},
		{"2004-02-29", "2022-03-01", 18},
	} {
		if got := date(t, c.born).Age(date(t, c.at)); got != c.want {
			t.Errorf("born %s is %d on %s, want %d", c.born, got, c.at, c.want)
		}
	}
}

func TestTodayIsBerlins(t *testing.T) {
	for _, c := range []struct{ instant, want string }{
		{"2026-06-30T21:59:59Z", "2026-06-30"},
		{"2026-06-30T22:00:00Z", "2026-07-01"},
		{"2026-12-31T23:00:00Z", "2027-01-01"},
	} {
		now, _ := time.Parse(time.RFC3339, c.instant)
		if got := officer.Today(now); got.String() != c.want {
			t.Errorf("Today(%s) = %s, want %s", c.instant, got, c.want)
		}
	}
}

func TestDateStored(t *testing.T) {
	d := date(t, "1979-12-31")
	for _, src := range []any{"1979-12-31", []byte("1979-12-31"), time.Date(1979, 12, 31, 0, 0, 0, 0, time.UTC)} {
		var got officer.Date
		if err := got.Scan(src); err != nil || got != d {
			t.Errorf("Scan(%v) = %v, %v", src, got, err)
		}
	}
	got := d
	if err := got.Scan(nil); err != nil || !got.IsZero() {
		t.Errorf("null is %v, %v", got, err)
	}
	if got.Scan(7) == nil || got.Scan("31.12.1979") == nil {
		t.Error("Scan takes a number or a typed form")
	}
	if v, err := (officer.Date{}).Value(); v != nil || err != nil {
		t.Errorf("the unknown date stores %v, %v", v, err)
	}
	if v, _ := d.Value(); v != "1979-12-31" {
		t.Errorf("stores %v", v)
	}
}

func TestDateRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := officer.DateOf(time.Unix(rapid.Int64Range(-3e9, 5e9).Draw(t, "seconds"), 0).UTC())
		n := rapid.IntRange(-20000, 20000).Draw(t, "days")
		text, _ := json.Marshal(d)
		var back officer.Date
		if err := json.Unmarshal(text, &back); err != nil || back != d {
			t.Fatalf("%s became %v, %v", text, back, err)
		}
		if d.DaysUntil(d.AddDays(n)) != n || d.AddDays(n).AddDays(-n) != d {
			t.Fatalf("%v + %d days does not lead back", d, n)
		}
	})
}

func TestPartialDate(t *testing.T) {
	born := date(t, "1979-12-31")
	for _, c := range []struct {
		text    string
		matches bool
	}{
		{"1979-12-31", true}, {"1979-12-XX", true}, {"1979-XX-XX", true}, {"1979-11-XX", false},
		{"XXXX-XX-XX", true}, {"XXXX-02-29", false},
	} {
		var p officer.PartialDate
		if err := p.UnmarshalText([]byte(c.text)); err != nil {
			if c.text != "XXXX-XX-XX" { // nothing known is written as nothing
				t.Errorf("%s: %v", c.text, err)
			}
			continue
		}
		if p.String() != c.text || p.Matches(born) != c.matches {
			t.Errorf("%s became %s, matches %v", c.text, p, p.Matches(born))
		}
	}
	for _, bad := range []string{"1979-2-31", "1979-02-30", "1979-13-XX", "1979-XX-32", "197X-01-01", "1979", "-1-1-1", "1979-00-01"} {
		var p officer.PartialDate
		if err := p.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q is taken for %v", bad, p)
		}
	}
	if d, ok := born.Partial().Date(); !ok || d != born {
		t.Errorf("%v became %v", born, d)
	}
	if d, ok := (officer.PartialDate{Year: 1979}).Earliest(); !ok || d.String() != "1979-01-01" {
		t.Errorf("the earliest day of 1979 is %v", d)
	}
	if _, ok := (officer.PartialDate{Year: 1979}).Date(); ok {
		t.Error("a year alone is a date")
	}
}

func TestPartialDateStored(t *testing.T) {
	p := officer.PartialDate{Year: 1979, Month: 5}
	v, err := p.Value()
	if err != nil || v != "1979-05-XX" {
		t.Fatalf("stores %v, %v", v, err)
	}
	for _, src := range []any{v, []byte("1979-05-XX")} {
		var back officer.PartialDate
		if err := back.Scan(src); err != nil || back != p {
			t.Errorf("Scan(%v) = %v, %v", src, back, err)
		}
	}
	if err := p.Scan(nil); err != nil || !p.IsZero() {
		t.Errorf("null is %v, %v", p, err)
	}
	if p.Scan(1.5) == nil {
		t.Error("Scan takes a number")
	}
	if v, _ := (officer.PartialDate{}).Value(); v != nil {
		t.Errorf("the unknown date stores %v", v)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"31.12.1979", "1979-12-31", "31121979", "1 . 2. 03", "29.2.2100", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		d, err := officer.ParseDate(typed)
		if err != nil {
			if keyOf(err) == "" || !errors.Is(err, officer.Invalid) || !d.IsZero() {
				t.Fatalf("%q: %v, %v", typed, d, err)
			}
			return
		}
		if back, err := officer.ParseDate(d.String()); err != nil || back != d {
			t.Fatalf("%q gave %v, which reads %v, %v", typed, d, back, err)
		}
	})
}
