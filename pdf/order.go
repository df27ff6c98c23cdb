package pdf

import "time"

// A Family of products decides which texts a paper carries.
type Family string

// The families of the catalogue.
const (
	SignatureCard Family = "signature"
	SealCard      Family = "seal"
	OfficerCard   Family = "officer"
	TestCard      Family = "test"
)

// A Procedure is the way in which the applicant is identified.
type Procedure string

// The procedures. NoIdent is for products which need no identification.
const (
	NoIdent         Procedure = ""
	PostIdentBranch Procedure = "postident_branch"
	PostIdentEID    Procedure = "postident_eid"
	NotarIdent      Procedure = "notarident"
	BotschaftsIdent Procedure = "botschaftsident"
	OfficerIdent    Procedure = "officerident"
	BehoerdenIdent  Procedure = "behoerdenident"
	DTrustIdent     Procedure = "dtrust_ident"
)

// An Order is what all papers name in their head. Texts given as data (product,
// notices) have to be in the paper's language already.
type Order struct {
	Language  Language
	Number    string // as people read it out; 1 to 80 ASCII characters
	Link      string // what the QR code opens: an address of the portal
	Product   string // the catalogue's name
	Family    Family
	Quantity  int // shown from 2 up
	Procedure Procedure
	Applicant string // full name

	Printed time.Time // shown in its own location: give Europe/Berlin
	Portal  string    // author of the document
	TSP     Contact   // the trust service provider
}

// A Contact is where somebody is reached. Empty fields are left out.
type Contact struct {
	Name    string
	Address []string // lines, without the name
	Phone   string
	Hours   string // in the paper's language: "Montag bis Freitag 7:00–18:00 Uhr"
	Mail    string
	Web     string
	Ways    []string // further ways, each with its own label: "Fax: …"
}

// A Date is a day of the civil calendar. Unknown parts are 0; the zero Date is
// no date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// Checklist tells the applicant what to bring, to sign and to send, to whom,
// and what happens next.
type Checklist struct {
	Order
	Organisation   string // named in the certificate
	Attribute      string // professional attribute …
	ConfirmedBy    string // … and the body that confirms it
	Representative string // who has to sign as well, where the applicant may not alone

	ProcedureNumber string  // PostIdent: the number of the coupon
	Desk            Contact // OfficerIdent, BehördenIdent, D-Trust Ident: where to go

	IdentifiedAt time.Time // zero while the identification is due; the paper is signed after it
	IdentifiedBy string

	DeliverToDesk  bool   // the card goes to the officer's desk
	DeliveryNotice string // the announcement, such as "about six weeks"
}

// ApplicationForm is the application on paper, with all its groups and the
// space for signatures. Groups with nothing in them are left out.
type ApplicationForm struct {
	Order
	Version   int       // of the application
	Submitted time.Time // zero: a draft, and the paper says so

	Person       Person
	Document     IDDocument
	Contact      Reach
	Certificate  Certificate
	Delivery     Delivery
	Organisation Organisation
	Signatory    Signatory
	Revokers     []Revoker
	Secrets      Secrets
	Payment      Payment
	Consents     []Consent
}

// A Person is the applicant as the identity document names them.
type Person struct {
	Title, GivenNames, FamilyName, BirthName, Pseudonym string

	BirthDate   Date
	BirthPlace  string
	Nationality string // in the paper's language
	Address     string // lines, by line feed
}

// An IDDocument is an identity document. Number is printed as it is given:
// masked, unless the procedure needs it in full.
type IDDocument struct {
	Type, Number, Issuer string
	Issued, Expires      Date
}

// Reach is how the applicant is reached.
type Reach struct{ Mail, Phone, Mobile string }

// A Certificate is what the certificate will say beyond the person's name.
type Certificate struct {
	Subject                string // the subject as it will be issued
	Mail                   string
	Publish                *bool // nil: not asked
	Organisation           string
	Department             string
	Attribute, ConfirmedBy string
}

// Delivery is where card and PIN letter go; addresses are lines by line feed.
type Delivery struct{ Card, PINLetter string }

// An Organisation as the register knows it.
type Organisation struct {
	Name, LegalForm, Address, Country string
	RegisterCourt, RegisterNumber     string
	VATID                             string
}

// A Signatory says who signs for the organisation. The zero Signatory: the
// question does not arise.
type Signatory struct {
	Applicant           bool // the applicant may sign alone
	Name, Role, Contact string
}

// A Revoker is a third person entitled to revoke.
type Revoker struct{ Name, Function, Contact string }

// Secrets says what was agreed, never the secrets themselves.
type Secrets struct {
	RevocationPassword bool   // one is set
	SecurityQuestion   string // the question, not the answer
}

// Payment is who pays.
type Payment struct {
	Recipient, Address  string
	PurchaseOrder, Cost string // purchase-order number, cost centre
	VATID               string
}

// A Consent is one declaration with the version of its text.
type Consent struct {
	Text    string // what is declared, in the paper's language
	Version string // version or digest of the text
	Given   bool
	At      time.Time
}

// An Outcome of a check.
type Outcome string

// The outcomes.
const (
	Passed        Outcome = "passed"
	Failed        Outcome = "failed"
	NotApplicable Outcome = "not_applicable"
)

// A Level of identity proofing (ETSI TS 119 461), by its object identifier.
type Level string

// The levels.
const (
	Baseline Level = "0.4.0.19461.1.1"
	Extended Level = "0.4.0.19461.1.2"
)

// A Check is one thing the officer looked at.
type Check struct {
	Name    string // in the paper's language
	Outcome Outcome
	Note    string
}

// A Difference is a field that the machine-readable zone says otherwise, with the
// officer's reason.
type Difference struct{ Field, Reason string }

// IdentificationRecord is the officer's signed record on paper. The signed
// original is electronic; Digest and KeyID let it be found and verified.
type IdentificationRecord struct {
	Order
	ID           string // of the identification
	Organisation string
	Officer      string
	Role         string
	Place        string
	Started      time.Time
	Completed    time.Time

	Person      Person
	Document    IDDocument // Number masked
	Checks      []Check
	Tools       string // used for the checks
	Note        string
	Differences []Difference
	Consents    []Consent
	Level       Level

	Statement      []string // what the officer stated by signing, sentence by sentence
	Authentication string   // how the officer showed who they are
	Content        string   // digest of the certificate content the record vouches for
	Digest         string   // of the canonical record, hexadecimal, with its algorithm: "SHA-256 …"
	KeyID          string
	SignedBy       string
	SignedAt       time.Time
	Checker        string // second pair of eyes, if any
}

// AuthorityForm is the paper of BehördenIdent: the applicant signs before the
// authority's official, who certifies the signature with the official seal in
// the manner of § 34 VwVfG.
type AuthorityForm struct {
	Order
	Authority Contact // whose official seal it is
	Officer   string
	Function  string
	Place     string
	Date      Date

	Person   Person
	Document IDDocument
}

// RevocationInformation tells the holder how to have a card revoked.
type RevocationInformation struct {
	Order
	Hotline  Contact // of revocation: phone, hours, address
	Online   string  // address of the page for revoking without signing in
	Revokers []Revoker
}
