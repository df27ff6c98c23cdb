package page

import (
	"fmt"
	"strconv"
	"time"
	_ "time/tzdata" // a bare machine has no zone files, and Berlin must not become UTC there

	"officerportal/officer"
)

// Date writes the day of t in Berlin: 22.11.2026 or 22 November 2026.
func (f *Frame) Date(t time.Time) string { return date(f.Language, t.In(officer.Berlin())) }

// Day writes a calendar day, such as a date of birth.
func (f *Frame) Day(d officer.Date) string { return day(f.Language, d) }

// Time writes the time of day in Berlin: 14:07 Uhr or 14:07.
func (f *Frame) Time(t time.Time) string {
	return Translate(f.Language, "time.clock", map[string]any{"clock": t.In(officer.Berlin()).Format("15:04")})
}

// DateTime writes day and time in Berlin: 22.11.2026, 14:07 Uhr.
func (f *Frame) DateTime(t time.Time) string { return f.Date(t) + ", " + f.Time(t) }

func day(language string, d officer.Date) string {
	if d.IsZero() {
		return "–"
	}
	return date(language, d.Time())
}

func date(language string, t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	if language == "en" {
		return t.Format("2 January 2006")
	}
	return t.Format("02.01.2006")
}

// argument writes a value into a text: days and moments as dates, everything
// else as it prints itself. Numbers stay plain, since a year is one too; large
// ones come as [Frame.Number].
func argument(language string, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case officer.Date:
		return day(language, v)
	case time.Time:
		return date(language, v.In(officer.Berlin()))
	default:
		return fmt.Sprint(v)
	}
}

// Number writes a whole number with thousands set apart: 1.204 or 1,204. Four
// digits are grouped too, as both languages allow in tables and sentences.
func Number(language string, n int) string {
	mark := "."
	if language == "en" {
		mark = ","
	}
	digits, sign := strconv.Itoa(n), ""
	if n < 0 {
		digits, sign = digits[1:], "−"
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + mark + digits[i:]
	}
	return sign + digits
}
