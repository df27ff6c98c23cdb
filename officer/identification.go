package officer

import "time"

// An IdentificationStatus is where an act of identification stands.
type IdentificationStatus string

// The statuses of an identification.
const (
	IdentificationStarted  IdentificationStatus = "started"
	IdentificationSigned   IdentificationStatus = "signed"
	IdentificationChecked  IdentificationStatus = "checked"
	IdentificationSentBack IdentificationStatus = "sent_back"
	IdentificationUndone   IdentificationStatus = "undone"
	IdentificationAborted  IdentificationStatus = "aborted"
)

// An Identification is one act: who was seen, by whom, with which document,
// when, where, and what was checked. The document's number is kept sealed and
// is opened only to reveal it, which is an event.
type Identification struct {
	ID             IdentificationID
	Organisation   OrganisationID
	Application    ApplicationID
	Person         PersonID
	SubjectAccount AccountID
	Officer        AccountID
	OfficerName    string
	Appointment    AppointmentID
	Procedure      Procedure
	Place          string
	Status         IdentificationStatus
	Document       Document
	NumberSealed   []byte
	Capture        Capture
	DrawnFeatures  []string
	StartedAt      time.Time
	CompletedAt    time.Time
	AbortedAt      time.Time
	AbortedWhy     string
	CheckedBy      AccountID
	CheckedName    string
	CheckedAt      time.Time
	CheckNote      string
	Version        int
}

// A Document is the identity document without its number.
type Document struct {
	Type         DocumentType
	Issuer       string // issuing authority as printed
	Country      string // issuing state, ICAO 9303 three letters
	IssuedOn     Date
	ExpiresOn    Date
	NumberMasked string // for showing: only the last three characters
}

// A Capture is what the officer recorded while looking at document and person.
type Capture struct {
	OriginalSeen string             // "yes", "no" or ""
	Features     map[string]Outcome // security feature → outcome
	Face         map[string]Outcome // facial feature → outcome
	Differences  []Difference
	Tools        []string // magnifier, uv_lamp, reader …
	Note         string
	MRZRead      bool      // the machine-readable zone was read and its check digits were right
	Holder       Holder    // the person as typed from the document when it was compared
	Names        NameMatch // how the printed names agree with the zone's
	AbortNote    string    // what the officer wrote when they broke off; never shown to the applicant
}

// A Holder is the person as their document names them. If the application says
// something else later, document and application have to be compared again.
type Holder struct {
	FamilyName  string
	GivenNames  string
	BirthDate   Date
	Nationality string // ISO 3166-1 alpha-3, or a code of ICAO 9303-3 §5
}

// An Outcome is how a check came out.
type Outcome struct {
	Result string // Passed, Failed, NotApplicable, or "" when it was not done
	Note   string
}

// The results of a check.
const (
	Passed        = "passed"
	Failed        = "failed"
	NotApplicable = "not_applicable" // the feature is missing from this issue, or could not be judged
)

// Results lists them in the order in which they are offered.
var Results = []string{Passed, Failed, NotApplicable}

// A Difference is a field whose typed value is not what the document's
// machine-readable zone says, with the officer's reason.
type Difference struct {
	Field  string
	Reason string
}

// A Record is what an officer signed: canonical JSON, its digest and the
// signature of the portal's evidence key. Records are never changed; signing
// anew adds the next in Sequence.
type Record struct {
	Organisation   OrganisationID
	Identification IdentificationID
	Sequence       int
	Record         []byte // canonical JSON, RFC 8785
	Digest         []byte // SHA-256 of Record
	Signature      []byte // Ed25519, RFC 8032
	KeyID          string
	ContentDigest  string // of the certificate content at the time
	SignedBy       AccountID
	SignedAt       time.Time
}
