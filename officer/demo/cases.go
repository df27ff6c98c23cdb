package demo

import "officerportal/officer"

// A caseOf somebody is a plan with what became of it so far.
type caseOf struct {
	plan
	so func(*file)
}

// takeCases opens everything that is no order yet, or never will be.
func (w *writer) takeCases() {
	cases := map[officer.OrganisationKind][]caseOf{officer.Company: companyCases, officer.Authority: authorityCases}
	for _, c := range cases[w.house.Kind] {
		f := w.take(c.plan)
		c.so(f)
		f.close()
	}
}

// expiresIn types in a document that expires so many days from today.
func (f *file) expiresIn(days int) *file {
	return f.document(officer.Today(f.now).AddDays(days))
}

// companyCases are the company's, where no second check is wanted.
var companyCases = []caseOf{
	{plan{who: companyPeople[24], product: "SIG-STD-6.1", days: 2}, func(f *file) { f.open() }},
	{plan{who: companyPeople[4], product: "SIG-M100-5.1", days: 5}, func(f *file) { f.open().fill(officer.GroupPerson, officer.GroupContact) }},
	{plan{who: companyPeople[16], product: "SEAL-STD-6.4", days: 9, quantity: 2}, func(f *file) {
		f.open().fill(officer.GroupPerson, officer.GroupContact, officer.GroupCertificate, officer.GroupDelivery, officer.GroupOrganisation, officer.GroupSignatory)
	}},

	{plan{who: companyPeople[5], product: "SIG-STD-6.1", days: 1}, func(f *file) { f.begin() }},
	{plan{who: companyPeople[22], product: "TEST-SIG-STD-5.1", days: 1, quantity: 3}, func(f *file) { f.begin().agree() }},
	{plan{who: companyPeople[0], product: "SIG-M100-5.1", days: 2}, func(f *file) { f.begin().agree().expiresIn(37) }},
	{plan{who: companyPeople[10], product: "SIG-STD-6.1", days: 3}, func(f *file) {
		f.begin().agree().shown().found().fill(officer.GroupPerson, officer.GroupContact, officer.GroupCertificate)
	}},
	{plan{who: companyPeople[9], product: "SIG-PROF-5.1", days: 1}, func(f *file) { f.captured() }},
	{plan{who: companyPeople[23], product: "SIG-STD-5.1", days: 16}, func(f *file) { f.begin().agree().expiresIn(21).found() }},
	{plan{who: companyPeople[15], product: "SIG-STD-6.1", days: 5}, func(f *file) { f.captured().sign().nextDay(1).moveHouse() }},

	{plan{who: companyPeople[7], product: "SIG-STD-6.1", days: 3}, func(f *file) { f.begin().agree().expiresIn(41).found().fill().sign() }},
	{plan{who: companyPeople[8], product: "SIG-MULTI-5.1", days: 2}, func(f *file) { f.captured().sign() }},
	{plan{who: companyPeople[12], product: "SEAL-MULTI-5.4", days: 7, quantity: 4}, func(f *file) { f.captured().sign().release() }},
	{plan{who: companyPeople[6], product: "SIG-STD-6.1", days: 1}, func(f *file) { f.captured().sign() }},

	{plan{who: companyPeople[17], product: "SIG-STD-6.1", days: 4}, func(f *file) {
		f.begin().agree().shown().suspicious().abort(officer.AbortForgery, "Der Druck auf der Datenseite ist glatt, das Hologramm kippt nicht. Pass zurückgegeben.")
	}},
	{plan{who: companyPeople[21], product: "SIG-STD-6.1", days: 33}, func(f *file) {
		f.begin().agree().abort(officer.AbortPersonLeft, "")
	}},
	{plan{who: companyPeople[13], product: "SIG-M100-5.1", days: 21}, func(f *file) {
		f.begin().agree().abort(officer.AbortDocument, "Pass beschädigt, die Datenseite ist lose.")
	}},
	{plan{who: companyPeople[20], product: "SIG-STD-5.1", days: 27}, func(f *file) {
		f.captured().withdraw("Die Person wechselt die Abteilung und braucht keine Karte mehr.")
	}},
	{plan{who: companyPeople[25], product: "SIG-STD-6.1", days: 12}, func(f *file) { f.open().fill(officer.GroupPerson).withdraw("Doppelt angelegt.") }},
	{plan{who: companyPeople[2], product: "SIG-STD-6.1", days: 48}, func(f *file) { f.open().fill(officer.GroupPerson, officer.GroupContact).expire() }},
	{plan{who: companyPeople[14], product: "SIG-STD-6.1", days: 65}, func(f *file) { f.begin().agree().expire() }},
}

// authorityCases are the authority's, where a second pair of eyes looks.
var authorityCases = []caseOf{
	{plan{who: authorityPeople[14], product: "SIG-STD-6.1", days: 1}, func(f *file) { f.open().fill(officer.GroupPerson) }},
	{plan{who: authorityPeople[16], product: "SEAL-STD-6.4", days: 3, quantity: 3}, func(f *file) {
		f.open().fill(officer.GroupPerson, officer.GroupContact, officer.GroupOrganisation, officer.GroupSignatory, officer.GroupSecrets)
	}},

	{plan{who: authorityPeople[0], product: "SIG-STD-6.1", days: 1}, func(f *file) { f.begin().agree().shown() }},
	{plan{who: authorityPeople[10], product: "SIG-STD-6.1", days: 2}, func(f *file) { f.begin().agree().shown().found().fill(officer.GroupPerson, officer.GroupContact) }},
	{plan{who: authorityPeople[1], product: "SIG-PROF-5.1", days: 4}, func(f *file) {
		f.captured().sign().release().nextDay(1).sendBack("Im Ausweis steht der Geburtsname mit ö. Bitte vergleichen und neu unterschreiben.")
	}},

	{plan{who: authorityPeople[2], product: "SIG-STD-6.1", days: 5}, func(f *file) { f.captured().sign().release() }},
	{plan{who: authorityPeople[4], product: "SIG-M100-5.1", days: 3}, func(f *file) { f.captured().sign().release() }},
	{plan{who: authorityPeople[6], product: "SIG-STD-6.1", days: 2}, func(f *file) { f.begin().agree().expiresIn(33).found().fill().sign().release() }},
	{plan{who: authorityPeople[13], product: "SEAL-STD-6.4", days: 2, quantity: 1}, func(f *file) { f.captured().sign().release().claim() }},

	{plan{who: authorityPeople[3], product: "SIG-STD-6.1", days: 6}, func(f *file) { f.captured().sign().release().nextDay(1).approve() }},
	{plan{who: authorityPeople[8], product: "SIG-STD-6.1", days: 4}, func(f *file) { f.captured().sign().nextDay(1).approve() }},

	{plan{who: authorityPeople[12], product: "SIG-STD-6.1", days: 58}, func(f *file) {
		f.begin().agree().shown().suspicious().abort(officer.AbortForgery, "Relief am Rand nicht zu fühlen.").nextDay(9).
			settle(officer.IncidentUnfounded, "Die ausstellende Behörde hat den Ausweis geprüft: echt, nach einem Waschgang abgerieben. Die Person bekommt einen neuen.")
	}},
	{plan{who: authorityPeople[7], product: "SIG-STD-6.1", days: 15}, func(f *file) {
		f.begin().agree().shown().abort(officer.AbortNotRecognised, "Lichtbild fast zehn Jahre alt, nicht sicher zu vergleichen.")
	}},
	{plan{who: authorityPeople[9], product: "SIG-STD-5.1", days: 24}, func(f *file) { f.open().fill(officer.GroupPerson, officer.GroupContact).withdraw("Ruhestand.") }},
	{plan{who: authorityPeople[5], product: "SIG-STD-6.1", days: 52}, func(f *file) { f.open().fill(officer.GroupPerson).expire() }},
}
