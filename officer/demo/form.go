package demo

import (
	"fmt"

	"officerportal/officer"
)

// The answers that people of the demo give, where they are free to choose.
var (
	questions   = []string{"Wie hieß Ihr erstes Haustier?", "In welcher Straße stand Ihr Elternhaus?", "Wie heißt Ihr Lieblingsbuch?", "Welches war Ihr erstes Fahrrad?"}
	departments = map[officer.OrganisationKind][]string{
		officer.Company:   {"", "Netzbetrieb", "Einkauf", "Rechnungswesen", "Anlagenplanung", "Rechtsabteilung"},
		officer.Authority: {"", "Bauamt", "Jugendamt", "Kreiskasse", "Straßenverkehrsamt", "Untere Wasserbehörde"},
		officer.TSP:       {""},
	}
	professions = [][2]string{{"Rechtsanwältin", "Rechtsanwaltskammer Musterland"}, {"Beratende Ingenieurin", "Ingenieurkammer Musterland"}, {"Steuerberater", "Steuerberaterkammer Musterland"}}
)

// filledIn gives the form as somebody hands it in in whose case nothing is missing.
func (f *file) filledIn() officer.Form {
	h, p := f.house, f.person
	form := officer.Form{
		Person:      p.PersonData,
		Contact:     officer.Contact{Email: p.Email, Mobile: p.Mobile},
		Certificate: officer.CertificateWish{Publish: pick(f.chance, []string{"yes", "no", "no"})},
		Delivery:    f.delivery(),
		Organisation: officer.OrganisationEntry{Name: h.Name, LegalForm: h.LegalForm, Address: h.Address, RegisterCourt: h.RegisterCourt,
			RegisterNumber: h.RegisterNumber, VATID: h.VATID, EvidenceOn: f.setting.Today.AddDays(-f.chance.between(2, 60)), EvidenceNote: "Handelsregister online eingesehen."},
		Signatory: officer.Signatory{Self: "yes"},
		Secrets:   officer.SecretsEntry{Question: pick(f.chance, questions), Answered: true, RevocationPassword: pick(f.chance, []string{"typed", "typed", "typed", "link"})},
		Payment:   f.payment(),
	}
	if h.Kind == officer.Authority {
		form.Organisation.EvidenceNote = "Behördenverzeichnis des Landes eingesehen."
	}
	f.wish(&form)
	if h.Kind != officer.TSP && f.chance.IntN(3) == 0 {
		form.Revokers = []officer.Revoker{{Name: f.house.account(f.house.staff[0]).Name(), Function: "Kartenstelle", Contact: "kartenstelle@" + h.domain}}
	}
	return form
}

// wish says what stands in the certificate besides the person.
func (f *file) wish(form *officer.Form) {
	p, w := f.setting.Product, &form.Certificate
	w.Organisation = p.NeedsOrganisation || p.AllowsOrganisation && f.house.Kind != officer.TSP && f.chance.IntN(5) < 3
	if w.Organisation {
		w.Department = pick(f.chance, departments[f.house.Kind])
	}
	if p.AllowsAttribute {
		profession := pick(f.chance, professions)
		w.Attribute, w.ConfirmedBy = profession[0], profession[1]
	}
	if f.chance.IntN(4) == 0 {
		w.Email = f.person.Email
	}
	if w.Organisation && p.Family == officer.SignatureCard && f.chance.IntN(2) == 0 {
		manager := f.house.account(f.house.staff[0])
		form.Signatory = officer.Signatory{Self: "no", Name: manager.Name(), Role: "Zeichnungsberechtigt", Contact: manager.Email}
	}
}

// delivery sends the card to the desk or home, and the PIN letter home or along.
func (f *file) delivery() officer.Delivery {
	home := f.person.Address
	if f.house.Kind == officer.TSP || f.chance.IntN(3) == 0 {
		return officer.Delivery{CardTo: "applicant", Card: home, PINTo: "same"}
	}
	b := pick(f.chance, f.house.branches)
	return officer.Delivery{CardTo: "desk", DeskBranch: b.ID, Card: b.Address, PINTo: "applicant", PIN: home}
}

func (f *file) payment() officer.Payment {
	h := f.house
	if h.Kind == officer.TSP {
		return officer.Payment{Recipient: f.person.Spoken(), Address: f.person.Address}
	}
	return officer.Payment{Recipient: h.Name, Address: h.Address, VATID: h.VATID, PurchaseOrder: fmt.Sprintf("45%08d", f.chance.IntN(100_000_000)),
		CostCentre: fmt.Sprintf("KST %d", f.chance.between(1000, 9999))}
}
