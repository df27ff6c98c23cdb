package ca

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"time"
)

// An Attribute is one of a subject's, in the order in which it is written.
type Attribute struct {
	Type  asn1.ObjectIdentifier
	Value string
}

// A Request says what a certificate shall say.
type Request struct {
	Subject    []Attribute
	Email      string // as alternative name; may be empty
	Profession string // in the admission extension; may be empty
	Signing    bool   // to sign or seal documents, else to authenticate
	Seal       bool   // of a legal person
	Plain      bool   // without the statements and policy of a qualified certificate, as test cards have it
	Key        *ecdsa.PublicKey
	From       time.Time
	Until      time.Time
}

// The object identifiers of ETSI EN 319 411-2 (policies), EN 319 412-5
// (statements) and Common PKI (admission).
var (
	qcpNaturalQSCD  = oid(0, 4, 0, 194112, 1, 2)
	qcpLegalQSCD    = oid(0, 4, 0, 194112, 1, 3)
	ncpPlus         = oid(0, 4, 0, 2042, 1, 2)
	qcStatements    = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3}
	qcCompliance    = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 1}
	qcSSCD          = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 4}
	qcType          = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6}
	qcTypeSignature = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 1}
	qcTypeSeal      = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 2}
	admission       = asn1.ObjectIdentifier{1, 3, 36, 8, 3, 3}
)

func oid(numbers ...uint64) x509.OID {
	o, err := x509.OIDFromInts(numbers)
	if err != nil {
		panic("ca: " + err.Error()) // constants only
	}
	return o
}

// Issue makes a certificate, and gives it as DER.
func (a *Authority) Issue(r Request) ([]byte, error) {
	subject, err := subjectOf(r.Subject)
	if err != nil {
		return nil, err
	}
	c := &x509.Certificate{SerialNumber: serial(), RawSubject: subject, NotBefore: r.From.UTC().Truncate(time.Second), NotAfter: r.Until.UTC().Truncate(time.Second),
		BasicConstraintsValid: true, OCSPServer: []string{a.address + "/ocsp"}, IssuingCertificateURL: []string{a.address + "/root.pem"},
		CRLDistributionPoints: []string{a.address + "/crl"}}
	if r.Email != "" {
		c.EmailAddresses = []string{r.Email}
	}
	if err := purpose(c, r); err != nil {
		return nil, err
	}
	return x509.CreateCertificate(rand.Reader, c, a.Issuing, r.Key, a.key)
}

// purpose adds what the certificate is for.
func purpose(c *x509.Certificate, r Request) error {
	if r.Profession != "" {
		if err := extend(c, admission, admissionOf(r.Profession)); err != nil {
			return err
		}
	}
	if !r.Signing {
		c.KeyUsage, c.ExtKeyUsage, c.Policies = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}, []x509.OID{ncpPlus}
		return nil
	}
	c.KeyUsage = x509.KeyUsageContentCommitment
	if r.Plain {
		c.Policies = []x509.OID{ncpPlus}
		return nil
	}
	kind := qcTypeSignature
	c.Policies = []x509.OID{qcpNaturalQSCD}
	if r.Seal {
		kind, c.Policies = qcTypeSeal, []x509.OID{qcpLegalQSCD}
	}
	return extend(c, qcStatements, []statement{{ID: qcCompliance}, {ID: qcSSCD}, {ID: qcType, Info: []asn1.ObjectIdentifier{kind}}})
}

// A statement is a QCStatement of RFC 3739.
type statement struct {
	ID   asn1.ObjectIdentifier
	Info []asn1.ObjectIdentifier `asn1:"optional,omitempty"`
}

func extend(c *x509.Certificate, id asn1.ObjectIdentifier, value any) error {
	der, err := asn1.Marshal(value)
	c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: id, Value: der})
	return err
}

// An admissionSyntax is the part of Common PKI's extension that names a profession.
type admissionSyntax struct{ Contents []admissions }

type admissions struct{ Professions []professionInfo }

type professionInfo struct{ Items []string }

func admissionOf(profession string) admissionSyntax {
	return admissionSyntax{[]admissions{{[]professionInfo{{[]string{profession}}}}}}
}

// subjectOf writes a distinguished name, one attribute after another.
func subjectOf(list []Attribute) ([]byte, error) {
	var name pkix.RDNSequence
	for _, a := range list {
		name = append(name, pkix.RelativeDistinguishedNameSET{{Type: a.Type, Value: a.Value}})
	}
	return asn1.Marshal(name)
}
