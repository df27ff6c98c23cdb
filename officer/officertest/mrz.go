// Package officertest makes sample values of the officer's words for tests and
// demo data. Nothing it makes belongs to a real person.
package officertest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"officerportal/officer"
)

// A Zone is what a machine readable zone shall say. Empty fields become fillers,
// an unknown birth part too.
type Zone struct {
	Code        string // "ID", "AR", "P"
	Issuer      string // as the zone writes it: "D", "UTO"
	Number      string
	Nationality string
	Birth       officer.PartialDate
	Expiry      officer.Date
	Family      string // as printed; written in A–Z by German rules
	Given       string
	Optional    string // TD1: second optional field, TD3: personal number
}

// GermanNumber draws the number of a German document that nobody has: it begins as
// those of the official specimens do, L01X for cards and C01X for passports.
func GermanNumber(t officer.DocumentType, r *rand.Rand) string {
	const letters = "0123456789CFGHJKLMNPRTVWXYZ"
	number := "L01X"
	if t == officer.Passport {
		number = "C01X"
	}
	for range 5 {
		number += string(letters[r.IntN(len(letters))])
	}
	return number
}

// TD1 writes the three lines of a card, check digits included.
func TD1(z Zone) string {
	line1 := fill(z.Code, 2) + fill(z.Issuer, 3) + cardNumber(z.Number)
	line2 := checked(birth(z.Birth)) + "<" + checked(expiry(z.Expiry)) + fill(z.Nationality, 3) + fill(z.Optional, 11)
	line2 += check(line1[5:] + line2[:7] + line2[8:15] + line2[18:])
	return line1 + "\n" + line2 + "\n" + names(z, 30)
}

// TD3 writes the two lines of a passport, check digits included.
func TD3(z Zone) string {
	line1 := fill(z.Code, 2) + fill(z.Issuer, 3) + names(z, 39)
	line2 := checked(fill(z.Number, 9)) + fill(z.Nationality, 3) + checked(birth(z.Birth)) + "<" +
		checked(expiry(z.Expiry)) + checked(fill(z.Optional, 14))
	return line1 + "\n" + line2 + check(line2[:10]+line2[13:20]+line2[21:])
}

// cardNumber writes a card's number with its check digit; what does not fit into
// nine characters goes on behind a filler.
func cardNumber(number string) string {
	if len(number) <= 9 {
		return checked(fill(number, 9)) + fill("", 15)
	}
	return number[:9] + "<" + fill(number[9:]+check(number), 15)
}

func birth(p officer.PartialDate) string {
	part := func(n int) string {
		if n == 0 {
			return "<<"
		}
		return fmt.Sprintf("%02d", n%100)
	}
	return part(p.Year) + part(p.Month) + part(p.Day)
}

func expiry(d officer.Date) string {
	if d.IsZero() {
		return fill("", 6)
	}
	return d.Time().Format("060102")
}

func names(z Zone, width int) string {
	text := officer.GermanTransliteration(z.Family)
	if z.Given != "" {
		text += "<<" + officer.GermanTransliteration(z.Given)
	}
	return fill(text, width)
}

func checked(s string) string { return s + check(s) }

func check(s string) string {
	d, ok := officer.CheckDigit(s)
	if !ok {
		panic("officertest: no machine readable zone can say " + s)
	}
	return string(d)
}

// fill cuts s or adds fillers to the width.
func fill(s string, width int) string {
	return (s + strings.Repeat("<", width))[:max(width, 0)]
}
