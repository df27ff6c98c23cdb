package officer_test

import (
	"strings"
	"testing"

	"officerportal/officer"
)

func BenchmarkParseMRZ(b *testing.B) {
	now := today(b)
	for name, text := range map[string]string{
		"card": card2021, "passport": passport, "half": card2021[:45],
		"swapped": strings.ReplaceAll(card2021, "<", ";"), "wrong": strings.Replace(card2021, "L01", "LO1", 1),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				officer.ParseMRZ(text, now)
			}
		})
	}
}

func BenchmarkRules(b *testing.B) {
	const long = "Friederike Wilhelmine Charlotte Müller-Lüdenscheidt"
	for name, rule := range map[string]func(){
		"CheckDigit":          func() { officer.CheckDigit("L01X00T47") },
		"ParseDocumentNumber": func() { _, _ = officer.ParseDocumentNumber(officer.IdentityCard, "l01x 00t47 1") },
		"ParseDate":           func() { _, _ = officer.ParseDate("31.12.1979") },
		"CleanName":           func() { _, _ = officer.CleanName(long, 200) },
		"SearchForm":          func() { officer.SearchForm(long) },
		"SearchForms":         func() { officer.SearchForms("Jurgen Muller") },
		"CompareNames":        func() { officer.CompareNames("Müller-Lüdenscheidt", "MUELLER LUEDENSCHEI") },
		"ParseOrderNumber":    func() { _, _ = officer.ParseOrderNumber("1042-4821-9301-3") },
		"ParseEmail":          func() { _, _ = officer.ParseEmail("Erika.Mustermann@Müller.de") },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				rule()
			}
		})
	}
}
