package pdf

var couponEN = couponWords{
	Name:     "PostIdent coupon 1.0",
	Title:    "PostIdent coupon",
	Subtitle: "With this coupon you identify yourself for your order.",
	Number:   "Procedure number",
	Person:   "Who is identified",
	Branch:   "At a post office",
	BranchSteps: []Step{
		{"Take the coupon and your identity document", "The original of your identity card, passport or residence permit, valid for at least four more weeks. You have to come in person."},
		{"Show them at the post office", "The post office scans the bar code and checks your document."},
		{"Compare the data and sign", "Is your name as on the document? The post office passes the confirmation on electronically."},
	},
	App: "With the online-ID function (eID) in the PostIdent app",
	AppSteps: []Step{
		{"Open the PostIdent app", "You need a German identity card or residence permit with the online-ID function switched on, and its six-digit PIN."},
		{"Enter the procedure number", "Enter the procedure number from this coupon, without spaces."},
		{"Hold the document to the phone", "Enter your PIN. The app tells you when everything has been transmitted."},
	},
	AfterTitle: "Afterwards",
	After:      "Send the signed application form to %s, as your checklist says. You keep the coupon.",
}

var certifiedFormEN = certifiedFormWords{
	Person:      "Applicant",
	Applicant:   "Signature of the applicant",
	Declaration: "I sign my application with the order number given above. The data in the application form are correct and complete.",
	NotYet:      "Do not sign yet",
	Confirmed:   "The signature above is genuine. It is that of %s. I made sure of the person by the original of the identity document named below. In my presence the signature was",
	Made:        []string{"made.", "acknowledged."},
	Document:    []string{"Document: kind and number", "Issued by, valid until"},
}

var certifiedEN = map[Procedure]certifiedWords{
	NotarIdent: {
		Name:       "NotarIdent 1.0",
		Subtitle:   "Certification of a signature by a notary",
		NotYetText: "only before the notary. There is a fee.",
		Heading:    "To be filled in by the notary",
		By:         "Notary",
		Seal:       "Official seal",
	},
	BotschaftsIdent: {
		Name:       "BotschaftsIdent 1.0",
		Subtitle:   "Certification of a signature by a German mission abroad",
		NotYetText: "only at the embassy or consulate. There is a fee.",
		Heading:    "To be filled in by the mission",
		By:         "Embassy or consulate",
		Seal:       "Official seal (Dienstsiegel)",
	},
}

var appointmentEN = appointmentWords{
	Name:       "Appointment sheet 1.0",
	Title:      "Your appointment with the trust service provider",
	WaitTitle:  "Come only once the appointment is confirmed",
	Wait:       "%s will contact you and confirm the appointment you wish for, or name another.",
	Wish:       "Your wish",
	Wished:     "Appointment wished for",
	Note:       "Note",
	Confirmed:  "Confirmed appointment (please enter)",
	Day:        "Day and time",
	With:       "Contact person",
	Place:      "Where you identify yourself",
	BringSheet: "This sheet with the confirmed appointment",
	There:      "On site",
	Steps: []Step{
		{"Show your identity document", "A member of staff checks the original of your document."},
		{"Sign the application form", "Only there, with place and date."},
		{"Hand in your papers", "You need not post anything afterwards."},
	},
}

var deskEN = deskWords{
	Name:       "Desk sheet 1.0",
	Title:      "Your way to the desk",
	Subtitle:   "Your application is with: %s",
	BringSheet: "This sheet: its code opens your application there",
	Place:      "Where you identify yourself",
	Places:     "Another site",
	Steps: []Step{
		{"Go to the desk with your identity document", "You have to come in person. Ask your organisation about the hours."},
		{"Check your data", "The officer compares your application with the document. What is wrong is put right there."},
		{"Sign the application form", "Before the officer, with place and date. It is printed for you there."},
	},
	Next: []string{
		"The officer transmits your application. Only then is it an order with an order number.",
		"You get a message. Order and checklist then stand in your portal as well.",
	},
}
