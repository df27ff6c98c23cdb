package demo

import (
	"fmt"

	"officerportal/officer"
	"officerportal/officer/officertest"
)

// zoneCodes are the document codes of machine readable zones.
var zoneCodes = map[officer.DocumentType]string{
	officer.IdentityCard: "ID", officer.Passport: "P", officer.ResidencePermit: "AR", officer.ForeignPassport: "P",
}

// issuers of foreign passports, as printed.
var issuers = map[string]string{
	"POL": "Prezydent Miasta", "ITA": "Ministero degli Affari Esteri", "NOR": "Politiet", "CZE": "Magistrát města", "PAK": "Government of Pakistan",
	"IRL": "Department of Foreign Affairs", "ISL": "Þjóðskrá Íslands", "NLD": "Burgemeester", "PRT": "Serviço de Estrangeiros", "GRC": "Ellinikí Astynomía", "GBR": "HMPO",
}

// document draws a citizen's document that expires on a day: what an officer
// types from it, and its machine readable zone. The number begins as those of
// the official specimens do, so that nobody has it.
func (w *writer) document(c citizen, p officer.PersonData, expires officer.Date) officer.DocumentEntry {
	e := officer.DocumentEntry{Type: c.document, ExpiresOn: expires, IssuedOn: issued(c, p, expires), FamilyName: p.FamilyName, GivenNames: p.GivenNames,
		BirthDate: p.BirthDate, Nationality: p.Nationality}
	zone := officertest.Zone{Code: zoneCodes[c.document], Issuer: "D", Nationality: state(p.Nationality), Birth: p.BirthDate.Partial(), Expiry: expires,
		Family: p.FamilyName, Given: p.GivenNames}
	switch c.document {
	case officer.ForeignPassport:
		e.Country, zone.Issuer = p.Nationality, p.Nationality
		e.Issuer, e.Number = issuers[p.Nationality], fmt.Sprintf("X0%07d", w.chance.IntN(10_000_000))
	case officer.ResidencePermit:
		e.Issuer, e.Number = "Ausländerbehörde "+p.Address.Locality, officertest.GermanNumber(c.document, w.chance.Rand)
	default:
		e.Issuer, e.Number = "Stadt "+p.Address.Locality, officertest.GermanNumber(c.document, w.chance.Rand)
	}
	zone.Number = e.Number
	if c.document.MRZFormat() == officer.TD1 {
		e.MRZ = officertest.TD1(zone)
	} else {
		e.MRZ = officertest.TD3(zone)
	}
	return e
}

// issued gives the day a document was issued on: it holds for ten years, for six
// when its holder was younger than 24, and a residence permit for four.
func issued(c citizen, p officer.PersonData, expires officer.Date) officer.Date {
	years := 10
	if c.document == officer.ResidencePermit {
		years = 4
	} else if p.BirthDate.Age(expires.AddMonths(-12*6)) < 24 {
		years = 6
	}
	return expires.AddMonths(-12 * years).AddDays(1)
}

// state writes a nationality as the zone does.
func state(code string) string {
	if code == "DEU" {
		return "D"
	}
	return code
}

// expiry draws on which day a document expires that was shown on a day: in two
// months at the earliest, and not before it can have been issued.
func (w *writer) expiry(c citizen, shown officer.Date) officer.Date {
	years := 5
	if c.document == officer.ResidencePermit {
		years = 3
	}
	return shown.AddDays(w.chance.between(60, years*365))
}
