package pdf

var applicationDE = applicationWords{
	Name:      "Antragsformular 1.0",
	Title:     "Antrag: %s",
	Draft:     "Entwurf",
	DraftText: "Dieser Antrag ist noch nicht abgesendet. Unterschreiben Sie erst den abgesendeten Antrag.",
	Version:   "Fassung %d, abgesendet am %s",

	Person:       "Angaben zur Person",
	Document:     "Ausweis",
	Contact:      "Kontakt",
	Certificate:  "Zertifikat",
	Delivery:     "Lieferung",
	Organisation: "Organisation",
	Signatory:    "Zeichnungsberechtigung",
	Revokers:     "Sperrberechtigte Personen",
	Secrets:      "Sperrpasswort und Sicherheitsfrage",
	Payment:      "Rechnung",
	Consents:     "Erklärungen",
	Signatures:   "Unterschrift",

	Consent:     "Erklärung",
	Given:       "Erteilt",
	TextVersion: "Fassung des Textes",
	ConsentNo:   "nicht erteilt",

	Declaration:        "Ich beantrage das Produkt „%s“ mit der Bestellnummer %s. Meine Angaben in diesem Antrag sind richtig und vollständig.",
	RepresentativeText: "Die Organisation ist mit dem Antrag und mit ihrer Nennung im Zertifikat einverstanden.",
	SignThereText:      "Unterschreiben Sie erst vor der Person, die Sie identifiziert.",
}

var recordDE = recordWords{
	Name:       "Identifizierungsprotokoll 1.0",
	Title:      "Identifizierungsprotokoll",
	PrintTitle: "Ausdruck",
	PrintText:  "Maßgeblich ist das elektronisch signierte Protokoll im Portal. Dieser Ausdruck dient nur der Ansicht.",

	Who:         "Wer, wo und wann",
	Person:      "Identifizierte Person",
	Document:    "Vorgelegter Ausweis",
	Checks:      "Prüfungen",
	Differences: "Abweichungen von der maschinenlesbaren Zone",
	Statement:   "Erklärung des Officers",
	Signed:      "Elektronische Signatur",

	ID:             "Kennung",
	Officer:        "Identifiziert durch",
	Place:          "Ort",
	Started:        "Begonnen",
	Completed:      "Abgeschlossen",
	Checker:        "Zweite Prüfung durch",
	Level:          "Stufe der Identitätsprüfung",
	Digest:         "Prüfsumme",
	KeyID:          "Schlüssel",
	SignedBy:       "Signiert von",
	SignedAt:       "Signiert am",
	Check:          "Prüfung",
	Outcome:        "Ergebnis",
	Note:           "Bemerkung",
	Tools:          "Hilfsmittel",
	Field:          "Angabe",
	Reason:         "Grund",
	Authentication: "Nachweis der Anmeldung",
	Content:        "Prüfsumme des Zertifikatsinhalts",
	Outcomes: map[Outcome]string{
		Passed:        "bestanden",
		Failed:        "nicht bestanden",
		NotApplicable: "entfällt",
	},
	Levels: map[Level]string{
		Baseline: "Baseline nach ETSI TS 119 461 (0.4.0.19461.1.1)",
		Extended: "Extended nach ETSI TS 119 461 (0.4.0.19461.1.2)",
	},
}

var authorityDE = authorityWords{
	Name:     "BehördenIdent 1.0",
	Title:    "BehördenIdent",
	Subtitle: "Bestätigung der Unterschrift durch eine Behörde",

	Person:       "Antragstellende Person",
	Applicant:    "Unterschrift der antragstellenden Person",
	Authority:    "Bestätigung der Behörde",
	Declaration:  "Ich unterschreibe meinen Antrag mit der oben genannten Bestellnummer.",
	Confirmed:    "Die vorstehende Unterschrift ist echt. Sie stammt von %s. Über die Person habe ich mir durch den oben genannten Ausweis im Original Gewissheit verschafft. Die Unterschrift wurde in meiner Gegenwart",
	Performed:    "vollzogen.",
	Acknowledged: "anerkannt.",

	Expires: "gültig bis %s",
	Only:    "Diese Bestätigung ist nur zur Vorlage bei %s bestimmt.",
}

var revocationDE = revocationWords{
	Name:       "Sperrinformation 1.0",
	Title:      "So lassen Sie Ihre Karte sperren",
	FinalTitle: "Eine Sperrung ist endgültig",
	FinalText:  "Sie kann nicht zurückgenommen werden und wirkt nie rückwirkend. Sie können sie auf einen späteren Tag legen.",

	When:     "Wann Sie sperren lassen",
	How:      "Wie Sie sperren lassen",
	Then:     "Was dann geschieht",
	Password: "Ihr Sperrpasswort",
	Who:      "Wer außer Ihnen sperren lassen darf",

	Reasons: []string{
		"Sofort: Die Karte ist verloren oder gestohlen, oder jemand anders kennt die PIN.",
		"Sofort: Die Transport-PIN war bei der ersten Benutzung schon verwendet.",
		"Sie verlassen die Organisation, oder Ihre Vertretungsmacht endet.",
		"Ihr Name oder andere Angaben im Zertifikat haben sich geändert.",
		"Das berufliche Merkmal im Zertifikat ist erloschen.",
		"Angaben im Zertifikat waren bei der Ausstellung falsch.",
		"Sie brauchen die Karte nicht mehr.",
	},
	Portal: Step{"Im Portal", "Melden Sie sich an, wählen Sie unter „Meine Produkte“ die Karte und dann „Sperren“."},
	Online: Step{"Ohne Anmeldung", "Mit Bestell- oder Kartennummer und Sperrpasswort:\n%s"},
	Phone:  Step{"Am Telefon", "Mit Bestell- oder Kartennummer und Sperrpasswort:\n%s"},
	Consequences: []string{
		"Die Sperrung ist spätestens nach 24 Stunden für alle sichtbar.",
		"Sie und Ihre Organisation erhalten eine Nachricht.",
		"Mit der Karte können Sie danach nicht mehr gültig signieren oder siegeln. Für eine neue Karte bestellen Sie erneut.",
	},
	PasswordText: "Sie haben es bei der Bestellung selbst gewählt. Es steht auf keinem Papier, und niemand kann es Ihnen nennen. Bewahren Sie es getrennt von der Karte auf und schreiben Sie es nicht auf dieses Blatt.",
	CardNumber:   "Kartennummer (nach Erhalt eintragen)",
}
