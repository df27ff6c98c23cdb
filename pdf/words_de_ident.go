package pdf

var couponDE = couponWords{
	Name:     "PostIdent-Coupon 1.0",
	Title:    "PostIdent-Coupon",
	Subtitle: "Mit diesem Coupon weisen Sie sich für Ihre Bestellung aus.",
	Number:   "Vorgangsnummer",
	Person:   "Wer sich ausweist",
	Branch:   "In einer Postfiliale",
	BranchSteps: []Step{
		{"Coupon und Ausweis mitnehmen", "Personalausweis, Reisepass oder Aufenthaltstitel im Original, noch mindestens vier Wochen gültig. Sie müssen selbst kommen."},
		{"In der Filiale vorlegen", "Die Filiale scannt den Strichcode und prüft Ihren Ausweis."},
		{"Angaben vergleichen und unterschreiben", "Stimmt Ihr Name mit dem Ausweis überein? Die Filiale gibt die Bestätigung elektronisch weiter."},
	},
	App: "Mit der Online-Ausweisfunktion (eID) in der PostIdent-App",
	AppSteps: []Step{
		{"PostIdent-App öffnen", "Sie brauchen einen Personalausweis oder Aufenthaltstitel mit eingeschalteter Online-Ausweisfunktion und die sechsstellige PIN dazu."},
		{"Vorgangsnummer eingeben", "Geben Sie die Vorgangsnummer von diesem Coupon ein, ohne Leerzeichen."},
		{"Ausweis an das Smartphone halten", "Geben Sie Ihre PIN ein. Die App meldet, wenn alles übermittelt ist."},
	},
	AfterTitle: "Danach",
	After:      "Senden Sie das unterschriebene Antragsformular an %s, wie es auf Ihrer Checkliste steht. Den Coupon behalten Sie.",
}

var certifiedFormDE = certifiedFormWords{
	Person:      "Antragstellende Person",
	Applicant:   "Unterschrift der antragstellenden Person",
	Declaration: "Ich unterschreibe meinen Antrag mit der oben genannten Bestellnummer. Die Angaben im Antragsformular sind richtig und vollständig.",
	NotYet:      "Noch nicht unterschreiben",
	Confirmed:   "Die vorstehende Unterschrift ist echt. Sie stammt von %s. Über die Person habe ich mir durch den unten genannten Ausweis im Original Gewissheit verschafft. Die Unterschrift wurde in meiner Gegenwart",
	Made:        []string{"vollzogen.", "anerkannt."},
	Document:    []string{"Ausweis: Art und Nummer", "Ausgestellt von, gültig bis"},
}

var certifiedDE = map[Procedure]certifiedWords{
	NotarIdent: {
		Name:       "NotarIdent 1.0",
		Subtitle:   "Notarielle Beglaubigung einer Unterschrift",
		NotYetText: "erst vor der Notarin oder dem Notar. Es entstehen Gebühren.",
		Heading:    "Von der Notarin oder dem Notar auszufüllen",
		By:         "Notarin oder Notar",
		Seal:       "Amtssiegel",
	},
	BotschaftsIdent: {
		Name:       "BotschaftsIdent 1.0",
		Subtitle:   "Beglaubigung durch eine deutsche Auslandsvertretung",
		NotYetText: "erst in der Botschaft oder im Konsulat. Es entstehen Gebühren.",
		Heading:    "Von der Auslandsvertretung auszufüllen",
		By:         "Botschaft oder Konsulat",
		Seal:       "Dienstsiegel",
	},
}

var appointmentDE = appointmentWords{
	Name:       "Terminblatt 1.0",
	Title:      "Ihr Termin beim Vertrauensdiensteanbieter",
	WaitTitle:  "Kommen Sie erst, wenn der Termin bestätigt ist",
	Wait:       "%s meldet sich bei Ihnen und bestätigt den Wunschtermin oder nennt einen anderen.",
	Wish:       "Ihr Wunsch",
	Wished:     "Wunschtermin",
	Note:       "Hinweis",
	Confirmed:  "Bestätigter Termin (bitte eintragen)",
	Day:        "Tag und Uhrzeit",
	With:       "Ansprechperson",
	Place:      "Dort weisen Sie sich aus",
	BringSheet: "Dieses Blatt mit dem bestätigten Termin",
	There:      "Vor Ort",
	Steps: []Step{
		{"Ausweis vorlegen", "Eine Mitarbeiterin oder ein Mitarbeiter prüft Ihren Ausweis im Original."},
		{"Antragsformular unterschreiben", "Erst dort, mit Ort und Datum."},
		{"Unterlagen abgeben", "Sie müssen danach nichts per Post senden."},
	},
}

var deskDE = deskWords{
	Name:       "Schalterblatt 1.0",
	Title:      "Ihr Weg zum Schalter",
	Subtitle:   "Ihr Antrag liegt bei: %s",
	BringSheet: "Dieses Blatt: Der Code öffnet dort Ihren Antrag",
	Place:      "Dort weisen Sie sich aus",
	Places:     "Weiterer Standort",
	Steps: []Step{
		{"Mit dem Ausweis zum Schalter gehen", "Sie müssen selbst kommen. Fragen Sie Ihre Organisation nach den Öffnungszeiten."},
		{"Angaben prüfen", "Der Officer vergleicht Ihren Antrag mit dem Ausweis. Was nicht stimmt, wird dort berichtigt."},
		{"Antragsformular unterschreiben", "Vor dem Officer, mit Ort und Datum. Sie bekommen es dort ausgedruckt."},
	},
	Next: []string{
		"Der Officer übermittelt Ihren Antrag. Erst dann ist es eine Bestellung mit einer Bestellnummer.",
		"Sie erhalten eine Nachricht. Die Bestellung und ihre Checkliste stehen danach auch in Ihrem Portal.",
	},
}
