package officer

import (
	"maps"
	"slices"
	"time"
)

// An ApplicationStatus is where a case stands before, and until, it is an order.
type ApplicationStatus string

// The statuses of an application, domain: §7.
const (
	ApplicationDraft             ApplicationStatus = "draft"
	ApplicationSubmitted         ApplicationStatus = "submitted"
	ApplicationIdentificationDue ApplicationStatus = "identification_due"
	ApplicationInIdentification  ApplicationStatus = "in_identification"
	ApplicationIdentified        ApplicationStatus = "identified"
	ApplicationCheckDue          ApplicationStatus = "check_due"
	ApplicationChecked           ApplicationStatus = "checked"
	ApplicationTransmitted       ApplicationStatus = "transmitted"
	ApplicationRejected          ApplicationStatus = "rejected"
	ApplicationWithdrawn         ApplicationStatus = "withdrawn"
	ApplicationExpired           ApplicationStatus = "expired"
	ApplicationAborted           ApplicationStatus = "aborted"
)

// applicationMoves is the life of an application: from each status, where it
// may go. The check constraint application_status_known lists the same words.
var applicationMoves = map[ApplicationStatus][]ApplicationStatus{
	ApplicationDraft:             {ApplicationSubmitted, ApplicationInIdentification, ApplicationWithdrawn, ApplicationExpired, ApplicationAborted},
	ApplicationSubmitted:         {ApplicationIdentificationDue, ApplicationTransmitted, ApplicationRejected, ApplicationWithdrawn, ApplicationExpired},
	ApplicationIdentificationDue: {ApplicationInIdentification, ApplicationRejected, ApplicationWithdrawn, ApplicationExpired, ApplicationAborted},
	ApplicationInIdentification:  {ApplicationIdentified, ApplicationCheckDue, ApplicationWithdrawn, ApplicationExpired, ApplicationAborted},
	ApplicationIdentified:        {ApplicationTransmitted, ApplicationInIdentification, ApplicationWithdrawn, ApplicationExpired, ApplicationAborted},
	ApplicationCheckDue:          {ApplicationChecked, ApplicationInIdentification, ApplicationRejected, ApplicationWithdrawn, ApplicationExpired, ApplicationAborted},
	ApplicationChecked:           {ApplicationTransmitted, ApplicationInIdentification, ApplicationWithdrawn, ApplicationExpired, ApplicationAborted},
	ApplicationTransmitted:       {},
	ApplicationRejected:          {},
	ApplicationWithdrawn:         {},
	ApplicationExpired:           {},
	ApplicationAborted:           {},
}

// ApplicationStatuses lists every status of an application's life.
func ApplicationStatuses() []ApplicationStatus { return slices.Sorted(maps.Keys(applicationMoves)) }

// Ended reports whether nothing can happen to the application any more; a
// transmitted one goes on as an order.
func (s ApplicationStatus) Ended() bool { return len(applicationMoves[s]) == 0 }

// An Application is the form with everything the card needs, and at the desk
// the case an officer works on.
type Application struct {
	ID                     ApplicationID
	Organisation           OrganisationID
	Shop                   ShopID
	Product                ProductID
	Person                 PersonID         // empty in an applicant's draft: the organisation does not know them yet
	Account                AccountID        // the applicant's account; empty when only an officer acts
	Redemption             RedemptionID     // by which the product was released; empty where the shop is open to the applicant
	Identification         IdentificationID // the current one; empty before the first
	Procedure              Procedure
	Status                 ApplicationStatus
	Quantity               int
	Language               string // in which the applicant's papers are printed
	Form                   Form
	RevocationPasswordHash string
	SecurityAnswerHash     string
	DocumentExpiresOn      Date
	Stated                 Document // the identity document as the applicant stated it; zero where an officer began the case
	StatedNumberSealed     []byte
	CreatedBy              AccountID
	CreatedAt              time.Time
	ChangedAt              time.Time
	StatusSince            time.Time
	ClaimedBy              AccountID
	ClaimedName            string
	ClaimedAt              time.Time
	ContentDigest          string // of the certificate content that was signed; empty before
	ClosedWhy              string
	Version                int
}

// MaxQuantity is how many cards one order may have.
const MaxQuantity = 100

// A Form holds the groups of an application (domain: §6). The document group
// belongs to the identification.
type Form struct {
	Person       PersonData
	Contact      Contact
	Certificate  CertificateWish
	Delivery     Delivery
	Organisation OrganisationEntry
	Signatory    Signatory
	Revokers     []Revoker
	Secrets      SecretsEntry
	Payment      Payment
	Appointment  AppointmentWish // where the provider itself identifies
	Consents     []Consent
}

// Contact is how the applicant is reached. Email is personal and the reorder key.
type Contact struct {
	Email  string
	Phone  string
	Mobile string
}

// CertificateWish is what the applicant wants in the certificate.
type CertificateWish struct {
	Email        string
	Publish      string // "yes", "no" or "" when not answered
	Organisation bool   // the organisation stands in the certificate
	Department   string
	Attribute    string // professional attribute
	ConfirmedBy  string // the body that confirms it
}

// Delivery says where the card and the PIN letter go.
type Delivery struct {
	CardTo     string // "applicant" or "desk"
	Card       Address
	PINTo      string // "applicant" or "same"
	PIN        Address
	DeskBranch BranchID
}

// OrganisationEntry is the organisation as it shall stand in the certificate.
// Evidence is not older than six months (VDV § 3).
type OrganisationEntry struct {
	Name           string
	LegalForm      string
	Address        Address
	RegisterCourt  string
	RegisterNumber string
	VATID          string
	EvidenceOn     Date
	EvidenceNote   string
}

// Signatory says who may sign for the organisation.
type Signatory struct {
	Self    string // "yes", "no" or ""
	Name    string
	Role    string
	Contact string
}

// A Revoker is a third person entitled to revoke.
type Revoker struct {
	Name     string
	Function string
	Contact  string
}

// SecretsEntry is what may be kept readable of the secrets: the question.
// Answer and revocation password are kept as hashes only.
type SecretsEntry struct {
	Question           string
	Answered           bool   // the answer's hash is kept
	RevocationPassword string // how it is chosen: "typed" at the desk, by "link", or "" when not arranged yet
}

// Payment says who pays.
type Payment struct {
	Recipient     string
	Address       Address
	PurchaseOrder string
	CostCentre    string
	VATID         string
}

// A Consent is one text somebody agreed to: which, in which version, when, before whom.
type Consent struct {
	Text    string // terms, obligations, privacy, legal_effect, id_copy
	Version string // hash of the text agreed to
	Given   bool
	At      time.Time
	By      AccountID // who recorded it
}

// CaseTitle is how a case is called where no order number exists yet.
func (a Application) CaseTitle() string {
	if a.Form.Person.GivenNames == "" {
		return a.Form.Person.FamilyName
	}
	return a.Form.Person.FamilyName + ", " + a.Form.Person.GivenNames
}

// ByApplicant reports whether the applicant began the application themself, in
// their portal; the others were begun at a desk.
func (a Application) ByApplicant() bool { return a.Account != "" && a.CreatedBy == a.Account }

// Content is what the certificate would say and what the identification
// vouches for, see [Content].
func (a Application) Content(p Product) Content { return contentOf(a, p) }

// Open reports whether the form may still be written.
func (a Application) Open() error {
	switch a.Status {
	case ApplicationDraft, ApplicationIdentificationDue, ApplicationInIdentification,
		ApplicationIdentified, ApplicationCheckDue, ApplicationChecked:
		return nil
	}
	return Fail(Conflict, "application.wrong_status", "status", string(a.Status))
}

// Signed reports whether an officer's signature stands behind the application.
func (a Application) Signed() bool { return a.ContentDigest != "" }

// Write takes one group from given into the form. If that changes what an
// officer signed, signature and check no longer hold: the application goes back
// into identification, and undone says so.
func (a *Application) Write(g Group, given Form, p Product, at time.Time) (undone bool, err error) {
	if err := a.Open(); err != nil {
		return false, err
	}
	a.Form.take(g, given)
	a.ChangedAt = at
	if !a.Signed() || a.Content(p).Digest() == a.ContentDigest {
		return false, nil
	}
	return true, a.Unsign(at)
}

// Unsign puts a signed application back into identification.
func (a *Application) Unsign(at time.Time) error {
	if err := a.Move(ApplicationInIdentification, at); err != nil {
		return err
	}
	a.ContentDigest = ""
	return nil
}

// Sign notes that an officer signed what the application says now; second says
// whether the organisation wants a second pair of eyes.
func (a *Application) Sign(p Product, second bool, at time.Time) error {
	to := ApplicationIdentified
	if second {
		to = ApplicationCheckDue
	}
	if err := a.Move(to, at); err != nil {
		return err
	}
	a.ContentDigest = a.Content(p).Digest()
	return nil
}

// SetQuantity sets how many cards are ordered with the same content. Signature
// cards are ordered one at a time (domain: §3).
func (a *Application) SetQuantity(n int, p Product, at time.Time) error {
	if err := quantityProblems(n, p).Err(); err != nil {
		return err
	}
	if err := a.Open(); err != nil {
		return err
	}
	a.Quantity, a.ChangedAt = n, at
	return nil
}

func quantityProblems(n int, p Product) (found Problems) {
	switch {
	case n < 1 || n > MaxQuantity:
		found.Add("quantity", "application.quantity_range")
	case n != 1 && !p.AllowsQuantity:
		found.Add("quantity", "application.quantity_single")
	}
	return found
}

// Withdraw gives the case up before it is an order; the reason stays with it.
func (a *Application) Withdraw(why string, at time.Time) error {
	if why == "" {
		return Problems{{Field: "why", Key: "form.missing"}}.Err()
	}
	if err := a.Move(ApplicationWithdrawn, at); err != nil {
		return err
	}
	a.ClosedWhy = why
	return nil
}

// Submittable reports whether the application may become an order on a day: an
// officer signed exactly this content, a checker agreed where one was wanted at
// that time, and the identity document is valid for four more weeks (domain: §5).
func (a Application) Submittable(s Setting) error {
	if a.Status == ApplicationTransmitted {
		return Fail(Conflict, "order.already_submitted")
	}
	if a.Status != ApplicationChecked && a.Status != ApplicationIdentified {
		return Fail(Conflict, "application.not_ready", "status", string(a.Status))
	}
	if a.Content(s.Product).Digest() != a.ContentDigest {
		return Fail(Conflict, "application.not_what_was_signed")
	}
	if a.Quantity != 1 && !s.Product.AllowsQuantity {
		return Fail(Conflict, "application.quantity_single")
	}
	if err := CheckExpiry(a.DocumentExpiresOn, s.Today); err != nil {
		return err
	}
	return a.Form.Missing(s).Err()
}

// Move takes the application to another status, if its life allows that.
func (a *Application) Move(to ApplicationStatus, at time.Time) error {
	if !slices.Contains(applicationMoves[a.Status], to) {
		return Fail(Conflict, "application.wrong_status", "status", string(a.Status))
	}
	a.Status, a.StatusSince, a.ChangedAt = to, at, at
	return nil
}
