package officer

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A PartialDate is a birth date as documents state it: day, month or even the
// year may be unknown, which is 0 here and << in the machine readable zone
// (ICAO 9303-3 §4.8).
type PartialDate struct {
	Year, Month, Day int
}

// Partial gives the date as one of which everything is known.
func (d Date) Partial() PartialDate {
	return PartialDate{Year: d.Year(), Month: int(d.Month()), Day: d.Day()}
}

// Date gives the full date; false when a part of it is unknown.
func (p PartialDate) Date() (Date, bool) {
	d, err := NewDate(p.Year, time.Month(p.Month), p.Day)
	return d, err == nil
}

// IsZero reports whether nothing is known.
func (p PartialDate) IsZero() bool { return p == PartialDate{} }

// Matches reports whether d agrees with every part that is known.
func (p PartialDate) Matches(d Date) bool {
	return (p.Year == 0 || p.Year == d.Year()) &&
		(p.Month == 0 || p.Month == int(d.Month())) &&
		(p.Day == 0 || p.Day == d.Day())
}

// Earliest gives the first day the date may stand for: what nobody knows counts
// as January and as the 1st. False when the year is unknown.
func (p PartialDate) Earliest() (Date, bool) {
	d, err := NewDate(p.Year, time.Month(max(p.Month, 1)), max(p.Day, 1))
	return d, err == nil
}

// String gives YYYY-MM-DD with X for what is unknown (ISO 8601-2, unspecified
// digits), or nothing when all of it is.
func (p PartialDate) String() string {
	if p.IsZero() {
		return ""
	}
	return part(p.Year, 4) + "-" + part(p.Month, 2) + "-" + part(p.Day, 2)
}

func part(n, width int) string {
	if n == 0 {
		return strings.Repeat("X", width)
	}
	return fmt.Sprintf("%0*d", width, n)
}

// MarshalText writes what String gives.
func (p PartialDate) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what MarshalText writes, and nothing else.
func (p *PartialDate) UnmarshalText(text []byte) error {
	parts := strings.Split(string(text), "-")
	if len(text) == 0 {
		*p = PartialDate{}
		return nil
	}
	if len(parts) != 3 {
		return Fail(Invalid, "date.form")
	}
	var read PartialDate
	for i, to := range []*int{&read.Year, &read.Month, &read.Day} {
		n, err := strconv.Atoi(strings.ReplaceAll(parts[i], "X", "0"))
		*to = n
		if err != nil || part(n, len(parts[i])) != parts[i] {
			return Fail(Invalid, "date.form")
		}
	}
	if !read.possible() || read.String() != string(text) {
		return Fail(Invalid, "date.form")
	}
	*p = read
	return nil
}

// possible reports whether the known parts can be parts of one date. For an
// unknown year it asks a leap year.
func (p PartialDate) possible() bool {
	year := p.Year
	if year == 0 {
		year = 2000
	}
	if p.Month < 0 || p.Month > 12 || p.Day < 0 {
		return false
	}
	if p.Month == 0 {
		return p.Day <= 31
	}
	_, err := NewDate(year, time.Month(p.Month), max(p.Day, 1))
	return err == nil
}

// Value stores the date in a column of type text; unknown is null.
func (p PartialDate) Value() (driver.Value, error) {
	if p.IsZero() {
		return nil, nil
	}
	return p.String(), nil
}

// Scan reads a column of type text.
func (p *PartialDate) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*p = PartialDate{}
		return nil
	case string:
		return p.UnmarshalText([]byte(v))
	case []byte:
		return p.UnmarshalText(v)
	}
	return fmt.Errorf("officer.PartialDate: cannot read %T", src)
}
