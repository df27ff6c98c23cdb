package officertest

import (
	"time"

	"officerportal/officer"
)

// Person is somebody whose name needs every letter it has.
func Person() officer.PersonData {
	return officer.PersonData{
		GivenNames: "Łucja Žaneta", FamilyName: "Đặng-Ångström", BirthDate: day(1984, 3, 9), BirthPlace: "Kraków", Nationality: "POL",
		Address: officer.Address{Street: "Müllerstraße 12", PostalCode: "10117", Locality: "Berlin", Country: "DE"},
	}
}

// Form is a form in which nothing is missing, whatever the product asks.
func Form(today officer.Date) officer.Form {
	house := officer.Address{Street: "Musterweg 1", PostalCode: "12345", Locality: "Musterstadt", Country: "DE"}
	f := officer.Form{
		Person:      Person(),
		Contact:     officer.Contact{Email: "lucja.dang@beispiel.example", Mobile: "+491701234567"},
		Certificate: officer.CertificateWish{Publish: "no"},
		Delivery:    officer.Delivery{CardTo: "applicant", Card: Person().Address, PINTo: "same"},
		Organisation: officer.OrganisationEntry{Name: "Beispiel GmbH", LegalForm: "GmbH", Address: house, RegisterCourt: "Amtsgericht Musterstadt",
			RegisterNumber: "HRB 12345", VATID: "DE123456789", EvidenceOn: today.AddDays(-20), EvidenceNote: "Abruf im Handelsregister"},
		Signatory: officer.Signatory{Self: "yes"},
		Secrets:   officer.SecretsEntry{Question: "Wie hieß Ihr erstes Haustier?", Answered: true, RevocationPassword: "typed"},
		Payment:   officer.Payment{Recipient: "Beispiel GmbH", Address: house, PurchaseOrder: "4500012345"},
	}
	for _, text := range officer.ConsentTexts {
		f.Consents = append(f.Consents, officer.Consent{Text: text, Version: "v1", Given: true, At: today.Time(), By: "acc_officer"})
	}
	return f
}

// Identify fills in an act as an officer does who found everything in order;
// the document's number is the caller's, since it is sealed.
func Identify(i *officer.Identification, p officer.PersonData, today officer.Date) {
	i.Document = officer.Document{Type: officer.IdentityCard, Issuer: "Stadt Musterhausen", Country: "DEU",
		IssuedOn: today.AddDays(-400), ExpiresOn: today.AddDays(900)}
	i.DrawnFeatures = officer.DrawFeatures(i.ID, i.Document.Type)
	passed := officer.Outcome{Result: officer.Passed}
	c := officer.Capture{OriginalSeen: "yes", MRZRead: true, Names: officer.NameTransliterated, Holder: officer.HolderOf(p),
		Features: map[string]officer.Outcome{}, Face: map[string]officer.Outcome{}, Tools: []string{"magnifier"}}
	for _, f := range officer.Features(i.Document.Type) {
		if f.Kind != officer.Tooled {
			c.Features[f.Key] = passed
		}
	}
	for _, key := range officer.FacialFeatures {
		c.Face[key] = passed
	}
	i.Capture = c
}

func day(year int, month time.Month, d int) officer.Date {
	date, err := officer.NewDate(year, month, d)
	if err != nil {
		panic(err)
	}
	return date
}
