package secret

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base32"
	"encoding/pem"
	"errors"
	"strings"
	"time"
)

// ErrNotSigned is what [Evidence.Verify] says when a signature does not belong
// to the message, the purpose or the key.
var ErrNotSigned = errors.New("secret: the signature does not fit")

// ErrUnknownKey means that evidence names a key this ring never had.
var ErrUnknownKey = errors.New("secret: evidence signed with an unknown key")

// Evidence signs records with Ed25519 (RFC 8032, FIPS 186-5). Signed is the
// line "officer-portal evidence v1 PURPOSE", a line feed, and the message, so
// that anybody can check it with ordinary tools and the exported public key.
// Retired keys keep their public half only: they verify, and can sign no more.
type Evidence struct {
	opaque
	keys []signingKey // the primary first
}

const evidenceHead = "officer-portal evidence v1 "

// Sign signs a message, usually from [MarshalCanonical], with the newest key.
// Store both results beside the message.
func (e *Evidence) Sign(purpose Purpose, message []byte) (keyID string, signature []byte) {
	k := e.keys[0]
	return k.ID, ed25519.Sign(ed25519.NewKeyFromSeed(k.Seed), purpose.frame(evidenceHead, string(message)))
}

// Verify checks a signature made with any key of the ring, present or retired.
// Its errors are [ErrUnknownKey] and [ErrNotSigned].
func (e *Evidence) Verify(purpose Purpose, keyID string, message, signature []byte) error {
	for _, k := range e.keys {
		if k.ID != keyID {
			continue
		}
		if !ed25519.Verify(k.Public, purpose.frame(evidenceHead, string(message)), signature) {
			return ErrNotSigned
		}
		return nil
	}
	return ErrUnknownKey
}

// A PublicKey is what others need to check evidence.
type PublicKey struct {
	ID     string    `json:"id"`
	Made   time.Time `json:"made"`
	Signs  bool      `json:"signs"` // the key new evidence is signed with
	Public []byte    `json:"public"`
}

// PublicKeys lists the public half of every key, the signing one first.
func (e *Evidence) PublicKeys() []PublicKey {
	all := make([]PublicKey, len(e.keys))
	for i, k := range e.keys {
		all[i] = PublicKey{ID: k.ID, Made: k.Made, Signs: i == 0, Public: append([]byte(nil), k.Public...)}
	}
	return all
}

// PEM writes the key as SubjectPublicKeyInfo (RFC 8410), readable by OpenSSL.
func (k PublicKey) PEM() ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(ed25519.PublicKey(k.Public))
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), nil
}

// evidenceID names a key after its public half, so that a name cannot be lent
// to another key: ev_ and 80 bits of its SHA-256.
func evidenceID(public ed25519.PublicKey) string {
	sum := sha256.Sum256(public)
	return "ev_" + lowerBase32(sum[:10])
}

func lowerBase32(b []byte) string {
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))
}
