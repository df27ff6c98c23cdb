package officer

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A Date is a day of the calendar without a time or a zone: a birth date, an
// expiry date. The zero Date is unknown. Dates compare with ==.
type Date struct {
	year       int16
	month, day uint8
}

// The years a typed date may have. Outside them it is a slip of the keyboard.
const (
	firstYear = 1850
	lastYear  = 2150
)

// NewDate gives the date, or an [Invalid] error: date.impossible for the 31st
// of February, date.year_range for a year nobody means.
func NewDate(year int, month time.Month, day int) (Date, error) {
	if year < firstYear || year > lastYear {
		return Date{}, Fail(Invalid, "date.year_range", "first", firstYear, "last", lastYear)
	}
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || t.Month() != month || t.Day() != day {
		return Date{}, Fail(Invalid, "date.impossible")
	}
	return DateOf(t), nil
}

// DateOf gives the day that t shows on the calendar of its own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{int16(y), uint8(m), uint8(d)}
}

// Berlin is the zone in which the portal's days begin and end. It panics when
// the program has no time zone data.
var Berlin = sync.OnceValue(func() *time.Location {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic("officer: no time zone data: " + err.Error())
	}
	return zone
})

// Today gives the day in Berlin at the instant now.
func Today(now time.Time) Date { return DateOf(now.In(Berlin())) }

// ParseDate reads a typed date: 31.12.1979, 1979-12-31, 31 12 1979, 31/12/1979
// or 31121979. Empty text is the zero Date. The month is never guessed to be first.
func ParseDate(text string) (Date, error) {
	parts := strings.FieldsFunc(text, func(r rune) bool {
		return strings.ContainsRune(".-/, \t\n\u00a0\u2009\u202f", r)
	})
	switch {
	case len(parts) == 0 && strings.TrimSpace(text) == "":
		return Date{}, nil
	case len(parts) == 1 && len(parts[0]) == 8:
		return ParseDateFields(parts[0][:2], parts[0][2:4], parts[0][4:])
	case len(parts) == 3 && len(parts[0]) == 4:
		return ParseDateFields(parts[2], parts[1], parts[0])
	case len(parts) == 3:
		return ParseDateFields(parts[0], parts[1], parts[2])
	}
	return Date{}, Fail(Invalid, "date.form")
}

// ParseDateFields reads a date from three form fields. Three empty fields are
// the zero Date, some empty ones date.incomplete; a year needs four digits.
func ParseDateFields(day, month, year string) (Date, error) {
	fields := [3]string{strings.TrimSpace(year), strings.TrimSpace(month), strings.TrimSpace(day)}
	if fields == [3]string{} {
		return Date{}, nil
	}
	var numbers [3]int
	for i, f := range fields {
		if f == "" {
			return Date{}, Fail(Invalid, "date.incomplete")
		}
		n, ok := digits(f)
		if !ok {
			return Date{}, Fail(Invalid, "date.form")
		}
		numbers[i] = n
	}
	if len(fields[0]) < 4 {
		return Date{}, Fail(Invalid, "date.year_short")
	}
	return NewDate(numbers[0], time.Month(numbers[1]), numbers[2])
}

// digits reads one to four decimal digits, nothing else: no sign, no space.
func digits(s string) (int, bool) {
	if len(s) > 4 || s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// IsZero reports whether the date is unknown.
func (d Date) IsZero() bool { return d == Date{} }

// Year, Month and Day are the parts of the date.
func (d Date) Year() int         { return int(d.year) }
func (d Date) Month() time.Month { return time.Month(d.month) }
func (d Date) Day() int          { return int(d.day) }

// Time gives the date's midnight in UTC, for formatting and arithmetic.
func (d Date) Time() time.Time {
	return time.Date(int(d.year), time.Month(d.month), int(d.day), 0, 0, 0, 0, time.UTC)
}

// AddDays gives the date n days later, or earlier when n is negative. An
// unknown date stays unknown.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return DateOf(d.Time().AddDate(0, 0, n))
}

// AddMonths gives the date n months later; the 31st becomes the last day of a
// shorter month. An unknown date stays unknown.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	first := time.Date(int(d.year), time.Month(d.month)+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return DateOf(first.AddDate(0, 0, min(int(d.day), last)-1))
}

// Compare gives -1, 0 or +1 as d lies before, on or after other. An unknown date
// comes before all others.
func (d Date) Compare(other Date) int { return d.Time().Compare(other.Time()) }

// Before reports whether d lies before other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// After reports whether d lies after other.
func (d Date) After(other Date) bool { return d.Compare(other) > 0 }

// DaysUntil counts the days from d to other; negative when other lies before.
func (d Date) DaysUntil(other Date) int {
	return int(other.Time().Sub(d.Time()).Hours() / 24)
}

// Age counts the completed years of somebody born on d, on the day at. Who was
// born on 29 February has completed a common year on 1 March (§§ 187, 188 BGB).
func (d Date) Age(at Date) int {
	age := int(at.year) - int(d.year)
	if at.month < d.month || at.month == d.month && at.day < d.day {
		age--
	}
	return age
}

// String gives YYYY-MM-DD, or nothing for an unknown date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// MarshalText writes YYYY-MM-DD, or nothing for an unknown date.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes, and nothing else.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	t, err := time.Parse(time.DateOnly, string(text))
	if err != nil {
		return Fail(Invalid, "date.form")
	}
	*d = DateOf(t)
	return nil
}

// Value stores the date in a column of type date; unknown is null.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads a column of type date or text.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
	case time.Time:
		*d = DateOf(v)
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	default:
		return fmt.Errorf("officer.Date: cannot read %T", src)
	}
	return nil
}
