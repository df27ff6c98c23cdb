package ca

import (
	"crypto/rand"
	"crypto/x509"
	"errors"
	"math/big"
	"time"

	"golang.org/x/crypto/ocsp"
)

// A Revocation says since when, and why, a certificate is revoked. Reason is a
// CRLReason of RFC 5280 §5.3.1.
type Revocation struct {
	Serial string // hexadecimal digits
	Reason int
	At     time.Time
}

// StatusFor is how long a CRL or an OCSP answer holds.
const StatusFor = time.Hour

// ErrRequest says that something is no OCSP request for this authority.
var ErrRequest = errors.New("ca: not an OCSP request for this authority")

// CRL lists what is revoked, signed. Revocations dated in the future are no
// business of it yet. Its number is the time, so that it only grows.
func (a *Authority) CRL(list []Revocation, now time.Time) ([]byte, error) {
	template := &x509.RevocationList{Number: big.NewInt(now.UnixMicro()), ThisUpdate: now.UTC(), NextUpdate: now.Add(StatusFor).UTC()}
	for _, r := range list {
		n, ok := new(big.Int).SetString(r.Serial, 16)
		if !ok || r.At.After(now) {
			continue
		}
		template.RevokedCertificateEntries = append(template.RevokedCertificateEntries,
			x509.RevocationListEntry{SerialNumber: n, RevocationTime: r.At.UTC(), ReasonCode: r.Reason})
	}
	return x509.CreateRevocationList(rand.Reader, template, a.Issuing, a.key)
}

// A Look tells what is known of a certificate by its serial number: whether it
// was issued here, and its revocation if there is one.
type Look func(serial string) (issued bool, revoked *Revocation, err error)

// OCSP answers a request, signed. What cannot be read, and what asks about
// another authority's certificates, is [ErrRequest].
func (a *Authority) OCSP(request []byte, look Look, now time.Time) ([]byte, error) {
	r, err := ocsp.ParseRequest(request)
	if err != nil {
		return nil, ErrRequest
	}
	if !a.concerns(r) {
		return nil, ErrRequest
	}
	answer := ocsp.Response{Status: ocsp.Unknown, SerialNumber: r.SerialNumber, IssuerHash: r.HashAlgorithm, ThisUpdate: now.UTC(), NextUpdate: now.Add(StatusFor).UTC()}
	issued, revoked, err := look(Serial(r.SerialNumber))
	switch {
	case err != nil:
		return nil, err
	case revoked != nil && !revoked.At.After(now):
		answer.Status, answer.RevokedAt, answer.RevocationReason = ocsp.Revoked, revoked.At.UTC(), revoked.Reason
	case issued:
		answer.Status = ocsp.Good
	}
	return ocsp.CreateResponse(a.Issuing, a.Issuing, answer, a.key)
}

// concerns reports whether a request is about a certificate of the issuing authority.
func (a *Authority) concerns(r *ocsp.Request) bool {
	if !r.HashAlgorithm.Available() {
		return false
	}
	der, err := ocsp.CreateRequest(&x509.Certificate{SerialNumber: r.SerialNumber}, a.Issuing, &ocsp.RequestOptions{Hash: r.HashAlgorithm})
	if err != nil {
		return false
	}
	mine, err := ocsp.ParseRequest(der)
	return err == nil && string(mine.IssuerKeyHash) == string(r.IssuerKeyHash) && string(mine.IssuerNameHash) == string(r.IssuerNameHash)
}

// Serial writes a certificate's number as it is kept: lower-case hexadecimal
// digits.
func Serial(n *big.Int) string { return n.Text(16) }
