package officer

// A DocumentType says what kind of identity document a person shows. The
// organisation's allow-list is made of these.
type DocumentType string

// The types the portal knows how to check.
const (
	IdentityCard    DocumentType = "identity_card"    // Personalausweis
	Passport        DocumentType = "passport"         // German passport
	ResidencePermit DocumentType = "residence_permit" // electronic residence permit (eAT), as a card
	ForeignPassport DocumentType = "foreign_passport" // passport of another state
)

// DocumentTypes lists every type, in the order forms offer them.
var DocumentTypes = []DocumentType{IdentityCard, Passport, ResidencePermit, ForeignPassport}

// ParseDocumentType accepts exactly the known types.
func ParseDocumentType(s string) (DocumentType, error) {
	for _, t := range DocumentTypes {
		if s == string(t) {
			return t, nil
		}
	}
	return "", Fail(Invalid, "document.type_unknown")
}

// TextKey names the type's text.
func (t DocumentType) TextKey() string { return "document_type." + string(t) }

// German reports whether Germany issued the document, and its number therefore
// follows the German rules.
func (t DocumentType) German() bool { return t != ForeignPassport }

// MRZFormat is the form of the document's machine readable zone.
func (t DocumentType) MRZFormat() MRZFormat {
	if t == Passport || t == ForeignPassport {
		return TD3
	}
	return TD1
}

// ShowsAddress reports whether the document itself proves the registered
// address. A passport does not: ask for a registration certificate.
func (t DocumentType) ShowsAddress() bool {
	return t == IdentityCard || t == ResidencePermit
}

// NeedsIssuer reports whether the issuing state must be asked. For German
// documents it is known.
func (t DocumentType) NeedsIssuer() bool { return !t.German() }

// MinimumValidity is how many days a document must still be valid after the
// submission: four weeks.
const MinimumValidity = 28

// LastAcceptable gives the last day on which a case with a document that expires
// on the given day may be submitted.
func LastAcceptable(expiry Date) Date { return expiry.AddDays(-MinimumValidity) }

// CheckExpiry refuses a document that does not stay valid long enough after the
// submission, and names the day that would have been the last.
func CheckExpiry(expiry, submission Date) error {
	switch {
	case expiry.IsZero():
		return Fail(Invalid, "document.expiry_missing")
	case expiry.Before(submission):
		return Fail(Invalid, "document.expired", "expiry", expiry)
	case LastAcceptable(expiry).Before(submission):
		return Fail(Invalid, "document.expires_soon", "expiry", expiry, "last", LastAcceptable(expiry))
	}
	return nil
}
