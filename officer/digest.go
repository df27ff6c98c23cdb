package officer

import "time"

// DigestRoles are who may want to hear in the morning what waits for them.
var DigestRoles = []Role{RoleOfficer, RoleChecker, RoleRAManager, RoleClerk}

// digestHour is when digests go out, by the clocks of Berlin, winter and summer.
const digestHour = 7

// DigestDay gives the day whose digests are due at a time: the present one in
// Germany, from seven o'clock on, if people work on it.
func DigestDay(now time.Time) (Date, bool) {
	day := Today(now)
	return day, now.In(Berlin()).Hour() >= digestHour && WorkingDay(day)
}

// WorkingDay reports whether people work all over Germany: from Monday to
// Friday, except on holidays that every federal state has.
func WorkingDay(d Date) bool {
	switch d.Time().Weekday() {
	case time.Saturday, time.Sunday:
		return false
	}
	switch [2]int{int(d.Month()), d.Day()} {
	case [2]int{1, 1}, [2]int{5, 1}, [2]int{10, 3}, [2]int{12, 25}, [2]int{12, 26}:
		return false
	}
	switch easter(d.Year()).DaysUntil(d) {
	case -2, 1, 39, 50: // Good Friday, Easter Monday, Ascension, Whit Monday
		return false
	}
	return true
}

// easter gives Easter Sunday of a year (Gauss's rule in the Gregorian calendar,
// as Meeus writes it).
func easter(year int) Date {
	a, b, c := year%19, year/100, year%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	n := h + l - 7*((a+11*h+22*l)/451) + 114
	d, _ := NewDate(year, time.Month(n/31), n%31+1)
	return d
}

// A Digest is what waits for somebody in the morning.
type Digest struct {
	Identify  int // applications that wait for their identification
	Check     int // identifications that wait for a second pair of eyes
	Questions int // what the provider asked back and nobody answered
	Documents int // identity documents in open cases that expire soon
	Cards     int // of the organisation, that expire within eight weeks
	Trainings int // of officers, that lapse within four weeks
	Orders    int // open at the provider
	Complaint int // open at the provider
	Enquiries int // open at the provider
}

// Empty reports whether nothing waits.
func (d Digest) Empty() bool { return d == Digest{} }

// A DigestReader is somebody who wants to hear in the morning what waits.
type DigestReader struct {
	Organisation OrganisationID
	Kind         OrganisationKind
	Name         string // the organisation's
	Account      AccountID
}
