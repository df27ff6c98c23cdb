package pdf

import (
	"fmt"
	"time"
)

// words are all texts of the papers in one language. A misspelt name does not
// compile; a missing text fails the test of completeness.
type words struct {
	Language Language

	PageOf, LanguageNote string
	PrintedAt            string
	Yes, No              string
	Months               [12]string // as dates name them: "11" or "November"
	Date, Month, Time    string     // formats of day, month, year; month, year; date, hour, minute
	Families             map[Family]string
	Procedures           map[Procedure]string

	Labels        labels
	Sign          signWords
	Checklist     checklistWords
	Application   applicationWords
	Record        recordWords
	Authority     authorityWords
	Revocation    revocationWords
	Certification map[Procedure]certificationWords
	Codes         map[CodeKind]codeWords

	CodeHow, CodeShop, CodeUses, CodeTimes, CodeExpires, CodeBound string
	Coupon                                                         couponWords
	CertifiedForm                                                  certifiedFormWords
	Certified                                                      map[Procedure]certifiedWords
	Appointment                                                    appointmentWords
	Desk                                                           deskWords
}

// labels name values in field tables.
type labels struct {
	Number, Product, Quantity, Applicant, Organisation, Procedure string

	Title, GivenNames, FamilyName, BirthName, Pseudonym, Name string
	BirthDate, BirthPlace, Born, Nationality, Address         string

	DocumentType, DocumentNumber, Issuer, Issued, Expires string

	Mail, Phone, Mobile, Hours, Web string

	Subject, CertificateMail, Publish, Department, Attribute, ConfirmedBy string

	Card, PINLetter string

	LegalForm, Country, RegisterCourt, RegisterNumber, VATID string

	SignsAlone, Representative, Role, Contact, Function string

	RevocationPassword, PasswordSet, SecurityQuestion string

	Recipient, PurchaseOrder, Cost string
}

// signWords stand at the lines for signing.
type signWords struct{ Place, Date, Sign, Name, Seal, Applicant, Representative string }

// certificationWords let the TSP's staff certify the applicant's signature on the
// application form itself.
type certificationWords struct{ Heading, Text, Caption, Seal string }

type checklistWords struct {
	Name, Title string

	Bring, Steps, SendTo, Next, Help string

	DeliveryTitle, DoneText string

	BringDocument, BringEID, BringApp, BringCoupon, BringForm, BringList, BringAppointment, BringAuthorityForm, BringCertified string
	EvidenceOrganisation, EvidenceAttribute, EvidenceRepresentative, EvidenceSignatory, EvidenceOfficer                        string

	Check, SignNow, SignThere, SignHere, Certify, HandIn, Forward, Send, SendSealed, SendCertified Step
	Ident                                                                                          map[Procedure]Step
	ProcedureNumber, Where                                                                         string

	NextCheck, NextWaiting, NextCard, NextCardDesk, NextActivation string
	NextFamily                                                     map[Family]string
	NextQuantity                                                   string
}

type applicationWords struct {
	Name, Title, Draft, DraftText, Version string

	Person, Document, Contact, Certificate, Delivery, Organisation, Signatory string
	Revokers, Secrets, Payment, Consents, Signatures                          string

	Consent, Given, TextVersion, ConsentNo         string
	Declaration, RepresentativeText, SignThereText string
}

type recordWords struct {
	Name, Title, PrintTitle, PrintText string

	Who, Person, Document, Checks, Differences, Statement, Signed string

	ID, Officer, Place, Started, Completed, Checker, Level, Digest, KeyID, SignedBy, SignedAt string
	Authentication, Content                                                                   string
	Check, Outcome, Note, Tools, Field, Reason                                                string
	Outcomes                                                                                  map[Outcome]string
	Levels                                                                                    map[Level]string
}

type authorityWords struct {
	Name, Title, Subtitle string

	Person, Applicant, Authority                    string
	Declaration, Confirmed, Performed, Acknowledged string
	Only, Expires                                   string
}

type revocationWords struct {
	Name, Title, FinalTitle, FinalText string

	When, How, Then, Password, Who string

	Reasons                  []string
	Portal, Online, Phone    Step
	Consequences             []string
	PasswordText, CardNumber string
}

func wordsOf(l Language) *words {
	if l == English {
		return &english
	}
	return &german
}

// fill puts values into a text with fmt's verbs.
func fill(text string, values ...any) string { return fmt.Sprintf(text, values...) }

// date is the day as the language writes it, as far as it is known.
func (w *words) date(d Date) string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month < time.January || d.Month > time.December:
		return fill("%d", d.Year)
	case d.Day == 0:
		return fill(w.Month, w.Months[d.Month-1], d.Year)
	}
	return fill(w.Date, d.Day, w.Months[d.Month-1], d.Year)
}

// moment is a point in time by its own location's clock; the zero time is empty.
func (w *words) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return fill(w.Time, w.day(t), t.Hour(), t.Minute())
}

func (w *words) day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return w.date(Date{t.Year(), t.Month(), t.Day()})
}

func (w *words) yesNo(b bool) string {
	if b {
		return w.Yes
	}
	return w.No
}
