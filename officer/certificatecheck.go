package officer

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// subjectTypes are the attributes' object identifiers (X.520, RFC 4519, EN 319
// 412-1). E-mail address and profession stand elsewhere in the certificate.
var subjectTypes = map[AttributeType]asn1.ObjectIdentifier{
	SubjectCommonName: {2, 5, 4, 3}, SubjectSurname: {2, 5, 4, 4}, SubjectCountry: {2, 5, 4, 6}, SubjectLocality: {2, 5, 4, 7},
	SubjectOrganisationName: {2, 5, 4, 10}, SubjectOrganisationUnit: {2, 5, 4, 11}, SubjectTitle: {2, 5, 4, 12}, SubjectGivenName: {2, 5, 4, 42},
	SubjectPseudonym: {2, 5, 4, 65}, SubjectOrganisationIdentifier: {2, 5, 4, 97},
}

// OID is the attribute's object identifier in a subject; nil for what stands
// elsewhere in the certificate.
func (t AttributeType) OID() asn1.ObjectIdentifier { return subjectTypes[t] }

// What a certificate carries besides its subject.
var (
	subjectSerial   = asn1.ObjectIdentifier{2, 5, 4, 5} // the provider's, which makes a subject unique
	subjectEmail    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}
	admissionOID    = asn1.ObjectIdentifier{1, 3, 36, 8, 3, 3}
	statementsOID   = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3}
	policySignature = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 2}
	policySeal      = asn1.ObjectIdentifier{0, 4, 0, 194112, 1, 3}
	statementType   = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6}
	typeSignature   = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 1}
	typeSeal        = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 2}
	statementsDue   = []asn1.ObjectIdentifier{{0, 4, 0, 1862, 1, 1}, {0, 4, 0, 1862, 1, 4}} // compliance, kept on a card
)

// Anchors are the authorities that the provider trusts, and nothing else: no
// system's roots.
type Anchors struct {
	Pool     *x509.CertPool
	Practice bool // of the demo: a product's RSA key may be an ECDSA key
}

// CheckCertificate holds a certificate that came back against what was ordered:
// it parses, its chain ends at an anchor, and subject, key, term, usage, policy and
// statements are those of the card. All that is wrong is told. The field of each
// problem is the certificate's usage.
func CheckCertificate(der []byte, chain []Certified, usage CertificateUsage, card BatchCard, anchors Anchors, now time.Time) (*x509.Certificate, Problems) {
	var p Problems
	field := string(usage)
	c, err := x509.ParseCertificate(der)
	if err != nil {
		p.Add(field, "result.certificate_unreadable")
		return nil, p
	}
	if key := chainProblem(c, chain, anchors, now); key != "" {
		p.Add(field, key)
	}
	for _, d := range subjectDifferences(c, card.Subject) {
		p.Add(field, "result.subject_differs", "attribute", d)
	}
	if !fits(c, card.Product, anchors.Practice) {
		p.Add(field, "result.key_algorithm", "algorithm", card.Product.Algorithm)
	}
	if c.NotAfter.After(c.NotBefore.AddDate(card.Product.TermYears, 1, 0)) || c.NotAfter.Before(c.NotBefore.AddDate(card.Product.TermYears, -1, 0)) {
		p.Add(field, "result.term_differs", "count", card.Product.TermYears)
	}
	for _, key := range usageProblems(c, usage, card.Product) {
		p.Add(field, key)
	}
	return c, p
}

// chainProblem verifies the chain to an anchor. What came with the card are
// intermediates, never anchors.
func chainProblem(c *x509.Certificate, chain []Certified, anchors Anchors, now time.Time) string {
	if anchors.Pool == nil {
		return "result.no_anchors"
	}
	between := x509.NewCertPool()
	for i, der := range chain {
		above, err := x509.ParseCertificate(der)
		if err != nil || i >= maxChain {
			return "result.chain_unreadable"
		}
		between.AddCert(above)
	}
	if now.After(c.NotAfter) || now.Before(c.NotBefore) {
		return "result.not_in_force"
	}
	_, err := c.Verify(x509.VerifyOptions{Roots: anchors.Pool, Intermediates: between, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	if err != nil {
		return "result.chain_untrusted"
	}
	return ""
}

// subjectDifferences names the attributes that are missing, different, or there
// without having been ordered.
func subjectDifferences(c *x509.Certificate, ordered []BatchAttribute) (differ []AttributeType) {
	want := make(map[AttributeType]string, len(ordered))
	for _, a := range ordered {
		want[a.Type] = a.Value
	}
	have := certified(c)
	for t := range attributeTypes(have, want) {
		if have[t] != want[t] {
			differ = append(differ, t)
		}
	}
	slices.Sort(differ)
	return differ
}

func attributeTypes(maps ...map[AttributeType]string) map[AttributeType]bool {
	all := map[AttributeType]bool{}
	for _, m := range maps {
		for t := range m {
			all[t] = true
		}
	}
	return all
}

// foreignAttribute stands for whatever a subject has that no card's has.
const foreignAttribute AttributeType = "other"

// certified reads what a certificate says of its holder. An attribute that is
// there twice is no attribute of ours.
func certified(c *x509.Certificate) map[AttributeType]string {
	have := map[AttributeType]string{}
	put := func(t AttributeType, value string) {
		if old, twice := have[t]; twice && old != value {
			t = foreignAttribute
		}
		have[t] = value
	}
	for _, n := range c.Subject.Names {
		value, _ := n.Value.(string)
		switch {
		case n.Type.Equal(subjectSerial):
		case n.Type.Equal(subjectEmail):
			put(SubjectEmailAddress, value)
		default:
			put(attributeOf(n.Type), value)
		}
	}
	for _, e := range c.EmailAddresses {
		put(SubjectEmailAddress, e)
	}
	for _, profession := range professions(c) {
		put(SubjectProfession, profession)
	}
	return have
}

func attributeOf(id asn1.ObjectIdentifier) AttributeType {
	for t, known := range subjectTypes {
		if known.Equal(id) {
			return t
		}
	}
	return foreignAttribute
}

// professions reads the professions of the admission extension (Common PKI 2.0,
// part 1, table 29b): the texts at the depth of profession items.
func professions(c *x509.Certificate) (list []string) {
	for _, e := range c.Extensions {
		if e.Id.Equal(admissionOID) {
			list = append(list, textsIn(e.Value, 0)...)
		}
	}
	return list
}

// textsIn collects the directory strings of nested sequences, not deeper than
// the extension goes.
func textsIn(der []byte, depth int) (list []string) {
	for len(der) > 0 && depth < 8 {
		var v asn1.RawValue
		rest, err := asn1.Unmarshal(der, &v)
		if err != nil {
			return list
		}
		der = rest
		switch {
		case v.Class == asn1.ClassUniversal && v.IsCompound:
			list = append(list, textsIn(v.Bytes, depth+1)...)
		case v.Class == asn1.ClassUniversal && (v.Tag == asn1.TagUTF8String || v.Tag == asn1.TagPrintableString):
			list = append(list, string(v.Bytes))
		}
	}
	return list
}

// fits reports whether the key is of the product's kind: RSA of at least 3000
// bits, or an elliptic curve of at least 256 (SOG-IS, BSI TR-02102-1).
func fits(c *x509.Certificate, p BatchProduct, practice bool) bool {
	switch key := c.PublicKey.(type) {
	case *rsa.PublicKey:
		return p.Algorithm == "RSA" && key.N.BitLen() >= 3000
	case *ecdsa.PublicKey:
		return (p.Algorithm != "RSA" || practice) && key.Curve.Params().BitSize >= 256
	}
	return false
}

// usageProblems holds key usage, policy and statements against the usage: EN 319
// 412-2 and -3, EN 319 411-2, EN 319 412-5. A test card's certificate is never a
// qualified one.
func usageProblems(c *x509.Certificate, usage CertificateUsage, p BatchProduct) (keys []string) {
	signs, proves := c.KeyUsage&x509.KeyUsageContentCommitment != 0, c.KeyUsage&x509.KeyUsageDigitalSignature != 0
	if c.IsCA || c.KeyUsage&(x509.KeyUsageCertSign|x509.KeyUsageCRLSign) != 0 {
		keys = append(keys, "result.of_an_authority")
	}
	if usage == AuthenticationCertificate {
		if signs || !proves {
			keys = append(keys, "result.key_usage")
		}
		if qualified(c) {
			keys = append(keys, "result.not_to_be_qualified")
		}
		return keys
	}
	if !signs || proves {
		keys = append(keys, "result.key_usage")
	}
	if p.Test {
		if qualified(c) {
			keys = append(keys, "result.not_to_be_qualified")
		}
		return keys
	}
	policy, kind := policySignature, typeSignature
	if p.Family == SealCard {
		policy, kind = policySeal, typeSeal
	}
	if !hasPolicy(c, policy) {
		keys = append(keys, "result.policy_missing")
	}
	if !stated(c, kind) {
		keys = append(keys, "result.statements_missing")
	}
	return keys
}

func qualified(c *x509.Certificate) bool {
	return hasPolicy(c, policySignature) || hasPolicy(c, policySeal) || len(statements(c)) > 0
}

func hasPolicy(c *x509.Certificate, id asn1.ObjectIdentifier) bool {
	return slices.ContainsFunc(c.Policies, func(o x509.OID) bool { return o.EqualASN1OID(id) })
}

// A statement is a QCStatement of RFC 3739.
type statement struct {
	ID   asn1.ObjectIdentifier
	Info asn1.RawValue `asn1:"optional"`
}

func statements(c *x509.Certificate) (list []statement) {
	for _, e := range c.Extensions {
		if e.Id.Equal(statementsOID) {
			if rest, err := asn1.Unmarshal(e.Value, &list); err != nil || len(rest) > 0 {
				return []statement{{}} // there, but not to be read
			}
		}
	}
	return list
}

// stated reports whether all statements of a qualified certificate on a card are
// there, for the kind of it.
func stated(c *x509.Certificate, kind asn1.ObjectIdentifier) bool {
	list := statements(c)
	for _, due := range statementsDue {
		if !slices.ContainsFunc(list, func(s statement) bool { return s.ID.Equal(due) }) {
			return false
		}
	}
	return slices.ContainsFunc(list, func(s statement) bool {
		var kinds []asn1.ObjectIdentifier
		_, err := asn1.Unmarshal(s.Info.FullBytes, &kinds)
		return s.ID.Equal(statementType) && err == nil && len(kinds) == 1 && kinds[0].Equal(kind)
	})
}

// KeyDigest names a certificate's public key: SHA-256 of its
// SubjectPublicKeyInfo in hexadecimal digits.
func KeyDigest(c *x509.Certificate) string {
	sum := sha256.Sum256(c.RawSubjectPublicKeyInfo)
	return hex.EncodeToString(sum[:])
}

// CertificateOf writes down a certificate of a card.
func CertificateOf(card Card, usage CertificateUsage, c *x509.Certificate) Certificate {
	return Certificate{Organisation: card.Organisation, Card: card.ID, Usage: usage, DER: c.Raw, Serial: strings.ToLower(c.SerialNumber.Text(16)),
		Issuer: c.Issuer.String(), Subject: c.Subject.String(), NotBefore: c.NotBefore, NotAfter: c.NotAfter, KeyDigest: KeyDigest(c)}
}
