package pdf

import "time"

// The samples: every kind of paper in both languages, as an officer prints them.
type sample struct {
	name string
	doc  Document
}

var printed = time.Date(2026, 11, 22, 14, 7, 0, 0, time.FixedZone("CET", 3600))

func pick(l Language, de, en string) string {
	if l == English {
		return en
	}
	return de
}

func sampleOrder(l Language) Order {
	return Order{
		Language: l, Number: "OP-7K4M-2QXF-9", Link: "https://portal.example.org/o/OP-7K4M-2QXF-9",
		Product: "Signaturkarte 5.1 Standard", Family: SignatureCard, Procedure: OfficerIdent,
		Applicant: "Dr. Łucja Žaneta Đặng-Ångström", Printed: printed, Portal: "Officer Portal · Musterwerke AG",
		TSP: Contact{Name: "Vertrauensdienste Muster GmbH", Address: []string{"Antragsprüfung", "Kommandantenstraße 15", "10969 Berlin"},
			Phone: "+49 30 000000-0", Mail: "support@example.org",
			Hours: pick(l, "Montag bis Freitag 7:00–18:00 Uhr", "Monday to Friday 7:00–18:00")},
	}
}

func samplePerson(l Language) Person {
	return Person{Title: "Dr.", GivenNames: "Łucja Žaneta", FamilyName: "Đặng-Ångström", BirthName: "Ḫořáková-Ẕlatý",
		BirthDate: Date{1987, 3, 4}, BirthPlace: "Łódź", Nationality: pick(l, "polnisch", "Polish"),
		Address: "Straße des 17. Juni 135\n10623 Berlin"}
}

func sampleDocument(l Language) IDDocument {
	return IDDocument{Type: pick(l, "Personalausweis", "German identity card"), Number: "L01•••••3", Issuer: "Landeshauptstadt München",
		Issued: Date{2021, 8, 1}, Expires: Date{2031, 7, 31}}
}

func sampleRevokers(l Language) []Revoker {
	return []Revoker{{"Jürgen D’Angelo", pick(l, "Leitung IT-Sicherheit", "Head of IT security"), "j.dangelo@example.org"},
		{"Ayşe Yıldız", pick(l, "Personalabteilung", "Human resources"), "+49 30 000000-77"}}
}

func sampleChecklist(l Language) Checklist {
	return Checklist{Order: sampleOrder(l), Organisation: "Musterwerke AG",
		Desk: Contact{Name: "Musterwerke AG, " + pick(l, "Werkausweisstelle", "badge office"), Address: []string{"Raum 1.204", "Hauptstraße 1, 10115 Berlin"},
			Hours: pick(l, "Di und Do 9–12 Uhr", "Tue and Thu 9–12")},
		DeliveryNotice: pick(l, "Zurzeit rechnen Sie bitte mit etwa sechs Wochen.", "At present please expect about six weeks.")}
}

func sampleApplication(l Language) ApplicationForm {
	publish := true
	a := ApplicationForm{Order: sampleOrder(l), Version: 2, Submitted: printed, Person: samplePerson(l), Document: sampleDocument(l),
		Contact:      Reach{"l.dang@example.org", "", "+49 170 0000000"},
		Certificate:  Certificate{Subject: "CN=Łucja Žaneta Đặng-Ångström, O=Musterwerke AG, C=DE", Mail: "l.dang@example.org", Publish: &publish, Organisation: "Musterwerke AG", Department: "Einkauf"},
		Delivery:     Delivery{"Musterwerke AG, Werkausweisstelle\nHauptstraße 1\n10115 Berlin", "Straße des 17. Juni 135\n10623 Berlin"},
		Organisation: Organisation{"Musterwerke AG", "Aktiengesellschaft", "Hauptstraße 1, 10115 Berlin", "Deutschland", "Amtsgericht Berlin (Charlottenburg)", "HRB 123456 B", "DE123456789"},
		Signatory:    Signatory{Name: "Óscar Núñez-Þórsdóttir", Role: "Prokura", Contact: "o.nunez@example.org"},
		Revokers:     sampleRevokers(l), Secrets: Secrets{true, pick(l, "Wie hieß Ihr erstes Haustier?", "What was your first pet’s name?")},
		Payment: Payment{"Musterwerke AG, Kreditorenbuchhaltung", "Postfach 12 34\n10115 Berlin", "4500012345", "KST 4711", "DE123456789"},
		Consents: []Consent{
			{pick(l, "Nutzungsbedingungen", "Terms of use"), "2026-05, 3f9a51c2", true, printed},
			{pick(l, "Pflichten der Zertifikatsinhaber", "Obligations of subscribers"), "2026-05, 77b0e1d4", true, printed},
			{pick(l, "Belehrung über die Rechtswirkung der qualifizierten Signatur", "Instruction on the legal effect of a qualified signature"), "2025-11, c01d55aa", true, printed},
			{pick(l, "Kopie des Ausweises", "Copy of the identity document"), "2025-11, 9a8b7c6d", false, time.Time{}},
		}}
	return a
}

func sampleRecord(l Language) IdentificationRecord {
	return IdentificationRecord{Order: sampleOrder(l), ID: "idn_k3m9qv7xw2d4n8pr", Organisation: "Musterwerke AG", Officer: "Ayşe Yıldız", Role: "Officer",
		Place: "Berlin, Hauptstraße 1", Started: printed.Add(-9 * time.Minute), Completed: printed.Add(-3 * time.Minute),
		Person: samplePerson(l), Document: sampleDocument(l), Level: Extended,
		Checks: []Check{
			{pick(l, "Original lag vor, keine Kopie", "Original seen, not a copy"), Passed, ""},
			{pick(l, "Ausweisart ist zugelassen", "Type of document is allowed"), Passed, ""},
			{pick(l, "Noch mindestens 28 Tage gültig", "Valid for at least 28 more days"), Passed, ""},
			{pick(l, "Sicherheitsmerkmal: fühlbarer Druck", "Security feature: tactile print"), Passed, pick(l, "vom System ausgewählt", "drawn by the system")},
			{pick(l, "Sicherheitsmerkmal: Identigram", "Security feature: Identigram"), Passed, ""},
			{pick(l, "Sicherheitsmerkmal: Changeable Laser Image", "Security feature: changeable laser image"), Passed, ""},
			{pick(l, "Gesicht stimmt mit dem Foto überein", "Face matches the photo"), Passed, pick(l, "Augen, Nase, Ohr, Kinn", "eyes, nose, ear, chin")},
			{pick(l, "Angaben stimmen mit dem Ausweis überein", "Data equal the document"), Passed, pick(l, "Name in der MRZ gekürzt; Schreibweise der Vorderseite übernommen", "Name cut in the MRZ; spelling of the front taken")},
			{pick(l, "Kopie des Ausweises", "Copy of the document"), NotApplicable, ""},
		},
		Tools: pick(l, "Lupe, UV-Lampe", "magnifier, UV lamp"), Note: pick(l, "Ausweis stark abgenutzt", "document badly worn"),
		Differences: []Difference{{pick(l, "Familienname", "Family name"), pick(l, "In der Zone steht der Name vor der Eheschließung.", "The zone has the name before marriage.")}},
		Consents:    []Consent{{pick(l, "Nutzungsbedingungen", "Terms of use"), "2026-05, 3f9a51c2", true, printed}},
		Statement: []string{pick(l, "Ich habe die genannte Person persönlich gesehen.", "I have seen the person named here in person."),
			pick(l, "Ich habe nicht mich selbst identifiziert.", "I have not identified myself.")},
		Authentication: pick(l, "Angemeldet mit zweitem Faktor", "Signed in with a second factor"),
		Content:        "SHA-256 ceefcd1e493fc0a41145e314a899b7fbd37e4d7f381cb81d20c59e7e69a5dea8",
		Digest:         "SHA-256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", KeyID: "ed25519-2026-1",
		SignedBy: "Ayşe Yıldız", SignedAt: printed.Add(-2 * time.Minute), Checker: "Jürgen D’Angelo"}
}

func sampleAuthority(l Language) AuthorityForm {
	o := sampleOrder(l)
	o.Procedure = BehoerdenIdent
	return AuthorityForm{Order: o, Authority: Contact{Name: "Stadtverwaltung Musterstadt, Bürgeramt", Address: []string{"Rathausplatz 1", "12345 Musterstadt"}},
		Officer: "Jürgen D’Angelo", Function: pick(l, "Sachbearbeitung", "clerk"), Person: samplePerson(l), Document: sampleDocument(l)}
}

func sampleRevocation(l Language) RevocationInformation {
	return RevocationInformation{Order: sampleOrder(l), Online: "https://portal.example.org/sperren",
		Hotline:  Contact{Phone: "+49 30 000000-99", Hours: pick(l, "rund um die Uhr", "round the clock")},
		Revokers: sampleRevokers(l)}
}

func sampleCodeLetter(l Language) CodeLetter {
	return CodeLetter{Language: l, Kind: OrderCodeKind, Sender: []string{"Musterwerke AG", "Hauptstraße 1", "10115 Berlin"},
		Recipient: []string{"Łucja Žaneta Đặng-Ångström", "Straße des 17. Juni 135", "10623 Berlin"}, House: "Musterwerke AG", Shop: "Werkausweisstelle",
		Product: pick(l, "Signaturkarte 5.1 Standard", "Signature card 5.1 Standard"), Code: "2345-6789-ABCD-EFGH-JKMN-PQRT-V",
		Link: "https://portal.example.org/portal/code#2345-6789-ABCD-EFGH-JKMN-PQRT-V", Address: "https://portal.example.org", Uses: 2,
		Expires: printed.AddDate(0, 1, 0), Contact: sampleOrder(l).TSP, Portal: "Officer Portal · Musterwerke AG", Printed: printed}
}

func sampleCodePoster(l Language) CodeLetter {
	return CodeLetter{Language: l, Kind: ShopCodeKind, House: "Musterwerke AG", Shop: "Werkausweisstelle", Code: "2345-6789-ABCD-EFGH-J",
		Link: "https://portal.example.org/portal/shops#2345-6789-ABCD-EFGH-J", Address: "https://portal.example.org",
		Contact: Contact{Name: "Sabine Lütjens", Mail: "karten@example.org"}, Portal: "Officer Portal · Musterwerke AG", Printed: printed}
}

func sampleCoupon(l Language) Coupon {
	c := Coupon{Order: sampleOrder(l), ProcedureNumber: "471108152342", Grouped: "4711 0815 2342", Branch: true, App: true, Person: samplePerson(l)}
	c.Procedure = PostIdentBranch
	return c
}

func sampleCertification(l Language, by Procedure) CertificationForm {
	f := CertificationForm{Order: sampleOrder(l), Person: samplePerson(l)}
	f.Procedure = by
	return f
}

func sampleAppointment(l Language) AppointmentSheet {
	a := AppointmentSheet{Order: sampleOrder(l), WishedOn: Date{2026, 12, 1}, WishedHalf: pick(l, "vormittags", "in the morning"), Note: pick(l, "Ich komme mit Rollstuhl.", "I use a wheelchair."),
		Evidence: sampleChecklist(l).Evidence()}
	a.Procedure = DTrustIdent
	return a
}

func sampleDesk(l Language) DeskSheet {
	d := DeskSheet{Order: sampleOrder(l), Organisation: "Musterwerke AG", Evidence: sampleChecklist(l).Evidence(),
		Places: []Contact{{Name: "Musterwerke AG", Address: []string{"Hauptstraße 1", "10115 Berlin"}}, {Name: "Werk Süd", Address: []string{"Industriestraße 7", "80331 München"}}}}
	d.Number = ""
	return d
}

func samples() (all []sample) {
	for _, l := range []Language{German, English} {
		seal := sampleChecklist(l)
		seal.Family, seal.Procedure, seal.Product, seal.Quantity = SealCard, PostIdentBranch, "Siegelkarte 5.4 Multi", 3
		seal.ProcedureNumber, seal.Desk, seal.Representative = "4711 0815 2342", Contact{}, "Óscar Núñez-Þórsdóttir"
		done := sampleChecklist(l)
		done.Organisation, done.IdentifiedAt, done.IdentifiedBy, done.DeliverToDesk = "", printed, "Ayşe Yıldız", true
		onSite := sampleApplication(l)
		onSite.Procedure = DTrustIdent
		all = append(all,
			sample{"checklist-" + string(l), sampleChecklist(l)},
			sample{"checklist-seal-" + string(l), seal},
			sample{"checklist-done-" + string(l), done},
			sample{"application-" + string(l), sampleApplication(l)},
			sample{"application-onsite-" + string(l), onSite},
			sample{"coupon-" + string(l), sampleCoupon(l)},
			sample{"notary-" + string(l), sampleCertification(l, NotarIdent)},
			sample{"embassy-" + string(l), sampleCertification(l, BotschaftsIdent)},
			sample{"appointment-" + string(l), sampleAppointment(l)},
			sample{"desk-" + string(l), sampleDesk(l)},
			sample{"record-" + string(l), sampleRecord(l)},
			sample{"authority-" + string(l), sampleAuthority(l)},
			sample{"revocation-" + string(l), sampleRevocation(l)},
			sample{"code-letter-" + string(l), sampleCodeLetter(l)},
			sample{"code-poster-" + string(l), sampleCodePoster(l)})
	}
	return all
}
