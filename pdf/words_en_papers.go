package pdf

var applicationEN = applicationWords{
	Name:      "Application form 1.0",
	Title:     "Application: %s",
	Draft:     "Draft",
	DraftText: "This application has not been submitted. Sign only the submitted application.",
	Version:   "Version %d, submitted %s",

	Person:       "Person",
	Document:     "Identity document",
	Contact:      "Contact",
	Certificate:  "Certificate",
	Delivery:     "Delivery",
	Organisation: "Organisation",
	Signatory:    "Authority to sign",
	Revokers:     "Persons authorised to revoke",
	Secrets:      "Revocation password and security question",
	Payment:      "Invoice",
	Consents:     "Declarations",
	Signatures:   "Signature",

	Consent:     "Declaration",
	Given:       "Given",
	TextVersion: "Version of the text",
	ConsentNo:   "not given",

	Declaration:        "I apply for the product “%s” with the order number %s. My data in this application are correct and complete.",
	RepresentativeText: "The organisation agrees to the application and to being named in the certificate.",
	SignThereText:      "Sign only before the person who identifies you.",
}

var recordEN = recordWords{
	Name:       "Identification record 1.0",
	Title:      "Identification record",
	PrintTitle: "Print-out",
	PrintText:  "The electronically signed record in the portal is authoritative. This print-out is for viewing only.",

	Who:         "Who, where and when",
	Person:      "Person identified",
	Document:    "Identity document shown",
	Checks:      "Checks",
	Differences: "Differences from the machine-readable zone",
	Statement:   "The officer’s statement",
	Signed:      "Electronic signature",

	ID:             "Reference",
	Officer:        "Identified by",
	Place:          "Place",
	Started:        "Started",
	Completed:      "Completed",
	Checker:        "Second check by",
	Level:          "Level of identity proofing",
	Digest:         "Digest",
	KeyID:          "Key",
	SignedBy:       "Signed by",
	SignedAt:       "Signed on",
	Check:          "Check",
	Outcome:        "Outcome",
	Note:           "Note",
	Tools:          "Tools used",
	Field:          "Field",
	Reason:         "Reason",
	Authentication: "Proof of sign-in",
	Content:        "Digest of the certificate content",
	Outcomes: map[Outcome]string{
		Passed:        "passed",
		Failed:        "failed",
		NotApplicable: "not applicable",
	},
	Levels: map[Level]string{
		Baseline: "Baseline of ETSI TS 119 461 (0.4.0.19461.1.1)",
		Extended: "Extended of ETSI TS 119 461 (0.4.0.19461.1.2)",
	},
}

var authorityEN = authorityWords{
	Name:     "BehördenIdent 1.0",
	Title:    "BehördenIdent",
	Subtitle: "Certification of a signature by an authority",

	Person:       "Applicant",
	Applicant:    "Signature of the applicant",
	Authority:    "Certification by the authority",
	Declaration:  "I sign my application with the order number given above.",
	Confirmed:    "The signature above is genuine. It is that of %s. I made sure of the person by the original of the identity document named above. In my presence the signature was",
	Performed:    "made.",
	Acknowledged: "acknowledged.",
	Expires:      "valid until %s",
	Only:         "This certification is meant only for submission to %s.",
}

var revocationEN = revocationWords{
	Name:       "Revocation information 1.0",
	Title:      "How to have your card revoked",
	FinalTitle: "A revocation is final",
	FinalText:  "It cannot be taken back and never works backwards in time. You may set it for a later day.",

	When:     "When to have it revoked",
	How:      "How to have it revoked",
	Then:     "What happens then",
	Password: "Your revocation password",
	Who:      "Who besides you may have it revoked",

	Reasons: []string{
		"At once: the card is lost or stolen, or somebody else knows the PIN.",
		"At once: the transport PIN had been used already when you first used the card.",
		"You leave the organisation, or your power to represent it ends.",
		"Your name or other data in the certificate have changed.",
		"The professional attribute in the certificate has lapsed.",
		"Data in the certificate were wrong when it was issued.",
		"You no longer need the card.",
	},
	Portal: Step{"In the portal", "Sign in, choose the card under “My Products”, then “Revoke”."},
	Online: Step{"Without signing in", "With order or card number and revocation password:\n%s"},
	Phone:  Step{"By phone", "With order or card number and revocation password:\n%s"},
	Consequences: []string{
		"After 24 hours at the latest everybody can see that the card is revoked.",
		"You and your organisation are told.",
		"You can no longer sign or seal validly with the card. For a new card, place a new order.",
	},
	PasswordText: "You chose it yourself when you ordered. It stands on no paper, and nobody can tell you what it is. Keep it apart from the card, and do not write it on this sheet.",
	CardNumber:   "Card number (enter when you have it)",
}
