package ca

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// Mark begins the common name of everything here, so that nobody takes a
// practice certificate for a real one.
const Mark = "TEST"

// An Authority is a root with an issuing authority under it.
type Authority struct {
	Root    *x509.Certificate
	Issuing *x509.Certificate
	address string // under which root, CRL and OCSP are served, without a slash at the end
	rootKey *ecdsa.PrivateKey
	key     *ecdsa.PrivateKey // the issuing authority's
	seed    []byte            // of the cards' keys
}

// The authorities' terms.
const (
	rootYears    = 20
	issuingYears = 15
)

// New makes an authority. Address is where it is served: certificates name it.
func New(address string, now time.Time) (*Authority, error) {
	a := &Authority{address: address, seed: make([]byte, 32)}
	rand.Read(a.seed) // never fails: crypto/rand ends the program instead
	var err error
	if a.rootKey, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		return nil, err
	}
	if a.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		return nil, err
	}
	root := authority("Root CA 1", now, rootYears)
	if a.Root, err = sign(root, root, &a.rootKey.PublicKey, a.rootKey); err != nil {
		return nil, err
	}
	issuing := authority("Issuing CA 1", now, issuingYears)
	issuing.MaxPathLenZero = true
	issuing.IssuingCertificateURL = []string{address + "/root.pem"}
	a.Issuing, err = sign(issuing, a.Root, &a.key.PublicKey, a.rootKey)
	return a, err
}

// authority is what both authorities have in common.
func authority(name string, now time.Time, years int) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: serial(), Subject: pkix.Name{Country: []string{"DE"}, Organization: []string{Mark + " - practice only, not to be trusted"},
			CommonName: Mark + " Officer Portal " + name},
		NotBefore: now.AddDate(-3, 0, 0).UTC().Truncate(time.Second), NotAfter: now.AddDate(years, 0, 0).UTC().Truncate(time.Second),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign | x509.KeyUsageDigitalSignature,
	}
}

// sign makes a certificate and reads it as others do.
func sign(template, parent *x509.Certificate, public *ecdsa.PublicKey, key *ecdsa.PrivateKey) (*x509.Certificate, error) {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, key)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

// serial draws a certificate's number: 127 random bits, never zero.
func serial() *big.Int {
	b := make([]byte, 16)
	rand.Read(b)
	b[0] = b[0]&0x7f | 0x40
	return new(big.Int).SetBytes(b)
}

// CardKey gives the private key of a virtual card for a purpose: always the same
// for the same names.
func (a *Authority) CardKey(card, purpose string) (*ecdsa.PrivateKey, error) {
	for try := range 8 { // one in 2³² seeds is no key
		raw, err := hkdf.Key(sha256.New, a.seed, nil, "virtual card\x00"+card+"\x00"+purpose+"\x00"+strconv.Itoa(try), 32)
		if err != nil {
			return nil, err
		}
		if key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), raw); err == nil {
			return key, nil
		}
	}
	return nil, errors.New("ca: no key for the card")
}

// The blocks of the file in which an authority is kept.
const (
	seedBlock        = "OFFICER PORTAL TEST SEED"
	certificateBlock = "CERTIFICATE"
	keyBlock         = "PRIVATE KEY"
)

// Open reads the authority that is kept in a file, or makes one and keeps it
// there. The file holds private keys and is its owner's only.
func Open(file, address string, now time.Time) (*Authority, error) {
	content, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		if content, err = create(file, address, now); err != nil {
			return nil, err
		}
	}
	if err != nil {
		return nil, err
	}
	a := &Authority{address: address}
	if err := a.read(content); err != nil {
		return nil, fmt.Errorf("ca: %s: %w", file, err)
	}
	return a, nil
}

// create makes an authority and puts it in place at once; where another was
// faster, that one counts.
func create(file, address string, now time.Time) ([]byte, error) {
	a, err := New(address, now)
	if err != nil {
		return nil, err
	}
	content, err := a.write()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, err
	}
	draft, err := os.CreateTemp(filepath.Dir(file), ".ca-*") // 0600
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.Remove(draft.Name()) }()
	_, err = draft.Write(content)
	if err = errors.Join(err, draft.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(draft.Name(), file); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(file)
}

func (a *Authority) write() ([]byte, error) {
	var b bytes.Buffer
	for _, half := range []struct {
		certificate *x509.Certificate
		key         *ecdsa.PrivateKey
	}{{a.Root, a.rootKey}, {a.Issuing, a.key}} {
		der, err := x509.MarshalPKCS8PrivateKey(half.key)
		if err != nil {
			return nil, err
		}
		for _, block := range []*pem.Block{{Type: certificateBlock, Bytes: half.certificate.Raw}, {Type: keyBlock, Bytes: der}} {
			if err := pem.Encode(&b, block); err != nil {
				return nil, err
			}
		}
	}
	err := pem.Encode(&b, &pem.Block{Type: seedBlock, Bytes: a.seed})
	return b.Bytes(), err
}

// read takes the file apart again: root, issuing authority, seed.
func (a *Authority) read(content []byte) error {
	var certificates []*x509.Certificate
	var keys []*ecdsa.PrivateKey
	for block, rest := pem.Decode(content); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case certificateBlock:
			c, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return err
			}
			certificates = append(certificates, c)
		case keyBlock:
			k, err := x509.ParsePKCS8PrivateKey(block.Bytes)
			if err != nil {
				return err
			}
			key, _ := k.(*ecdsa.PrivateKey)
			keys = append(keys, key)
		case seedBlock:
			a.seed = block.Bytes
		}
	}
	if len(certificates) != 2 || len(keys) != 2 || keys[0] == nil || keys[1] == nil || len(a.seed) != 32 {
		return errors.New("not a test authority's file; remove it, and another is made")
	}
	a.Root, a.Issuing, a.rootKey, a.key = certificates[0], certificates[1], keys[0], keys[1]
	return nil
}

// RootPEM is what somebody imports who wants to try practice certificates.
func (a *Authority) RootPEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: certificateBlock, Bytes: a.Root.Raw})
}

// Pool holds the root alone, for those who trust it for practice.
func (a *Authority) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.Root)
	return pool
}
