package officer

import "time"

// A CertificateUsage says what a certificate on a card is for.
type CertificateUsage string

// The usages: a signature card holds both, a seal card the qualified one alone.
const (
	QualifiedCertificate      CertificateUsage = "qualified"
	AuthenticationCertificate CertificateUsage = "authentication"
)

// Certificates lists what a card of the family holds.
func (f Family) Certificates() []CertificateUsage {
	if f == SealCard {
		return []CertificateUsage{QualifiedCertificate}
	}
	return []CertificateUsage{QualifiedCertificate, AuthenticationCertificate}
}

// A Certificate is one of those on a card, as it was issued.
type Certificate struct {
	Organisation OrganisationID
	Card         CardID
	Usage        CertificateUsage
	DER          []byte
	Serial       string // hexadecimal digits
	Issuer       string // distinguished name, RFC 4514
	Subject      string
	NotBefore    time.Time
	NotAfter     time.Time
	KeyDigest    string // SHA-256 of the public key's SubjectPublicKeyInfo, hexadecimal digits
}
