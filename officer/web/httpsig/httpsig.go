// Package httpsig signs and verifies HTTP requests by RFC 9421 with Ed25519, as
// far as machines that call the portal need it: one signature, over method, path,
// query, the body's digest (RFC 9530) and named headers, with the time at which it
// was made. It is stricter than the standard: whatever it does not know it
// refuses.
package httpsig

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Request is what is signed of a request.
type Request struct {
	Method string
	Path   string // as it was sent, not decoded
	Query  string // without the question mark
	Host   string
	Header func(name string) string // a header's value; values of several lines joined by ", "
	Body   []byte
}

// The headers that carry a signature.
const (
	InputHeader     = "Signature-Input"
	SignatureHeader = "Signature"
	DigestHeader    = "Content-Digest"
)

// Window is how much a signature's time may differ from ours, either way.
const Window = 5 * time.Minute

// Refusals, for the caller to explain. None says more than who tries can know.
var (
	ErrMissing   = errors.New("httpsig: the request is not signed: headers Signature-Input and Signature are needed")
	ErrMalformed = errors.New("httpsig: Signature-Input or Signature is not of the expected form")
	ErrCovered   = errors.New("httpsig: the signature does not cover what it must")
	ErrWindow    = errors.New("httpsig: the signature was made too long ago, or in the future")
	ErrDigest    = errors.New("httpsig: Content-Digest does not fit the body")
	ErrKey       = errors.New("httpsig: the key is not known, or the signature does not fit")
)

// A Verifier knows the keys of those who may call.
type Verifier struct {
	Keys map[string]ed25519.PublicKey // by [KeyID]
	Now  func() time.Time
}

// KeyID names a key: the SHA-256 of its SubjectPublicKeyInfo as hexadecimal
// digits, as "openssl pkey -pubin -outform DER | sha256sum" gives it.
func KeyID(spki []byte) string {
	sum := sha256.Sum256(spki)
	return hex.EncodeToString(sum[:])
}

// params is what a signature says of itself.
type params struct {
	label   string
	covered []string
	created int64
	keyID   string
	text    string // as signed, with covered
}

var (
	inputForm     = regexp.MustCompile(`^([a-z*][a-z0-9_*.-]*)=(\(((?:"[@a-z0-9-]+"(?: "[@a-z0-9-]+")*)?)\)((?:;[a-z]+=(?:"[\x20-\x21\x23-\x5b\x5d-\x7e]*"|[0-9]{1,15}))+))$`)
	parameterForm = regexp.MustCompile(`;([a-z]+)=("[^"]*"|[0-9]+)`)
	valueForm     = regexp.MustCompile(`^([a-z*][a-z0-9_*.-]*)=:([A-Za-z0-9+/=]+):$`)
)

// read takes Signature-Input apart.
func read(input string) (p params, err error) {
	m := inputForm.FindStringSubmatch(input)
	if m == nil || len(input) > 2000 {
		return p, ErrMalformed
	}
	p.label, p.text = m[1], m[2]
	for _, name := range strings.Fields(m[3]) {
		p.covered = append(p.covered, strings.Trim(name, `"`))
	}
	for _, x := range parameterForm.FindAllStringSubmatch(m[4], -1) {
		switch value := strings.Trim(x[2], `"`); x[1] {
		case "created":
			p.created, err = strconv.ParseInt(value, 10, 64)
		case "keyid":
			p.keyID = value
		case "alg":
			if value != "ed25519" {
				return p, ErrKey
			}
		case "nonce":
		default:
			return p, ErrMalformed
		}
	}
	return p, err
}

// base writes what is signed (RFC 9421 §2.5).
func base(r Request, p params) ([]byte, error) {
	var b strings.Builder
	seen := map[string]bool{}
	for _, name := range p.covered {
		value, err := component(r, name)
		if err != nil || seen[name] {
			return nil, ErrMalformed
		}
		seen[name] = true
		fmt.Fprintf(&b, "%q: %s\n", name, value)
	}
	fmt.Fprintf(&b, "%q: %s", "@signature-params", p.text)
	return []byte(b.String()), nil
}

// component gives one of a request's parts (RFC 9421 §2.1, §2.2).
func component(r Request, name string) (string, error) {
	switch name {
	case "@method":
		return r.Method, nil
	case "@path":
		return r.Path, nil
	case "@query":
		return "?" + r.Query, nil
	case "@authority":
		return strings.ToLower(r.Host), nil
	}
	value := strings.TrimSpace(r.Header(name))
	if strings.HasPrefix(name, "@") || value == "" || strings.ContainsAny(value, "\r\n") {
		return "", ErrMalformed
	}
	return value, nil
}

// Verify checks a request's signature and names the key that made it. Method,
// path and query are always covered, the body's digest where there is a body, and
// the headers that the caller names.
func (v Verifier) Verify(r Request, headers ...string) (keyID string, err error) {
	input, signature := r.Header(InputHeader), r.Header(SignatureHeader)
	if input == "" || signature == "" {
		return "", ErrMissing
	}
	p, err := read(input)
	if err != nil {
		return "", err
	}
	m := valueForm.FindStringSubmatch(signature)
	if m == nil || m[1] != p.label {
		return "", ErrMalformed
	}
	raw, err := base64.StdEncoding.DecodeString(m[2])
	if err != nil {
		return "", ErrMalformed
	}
	must := append([]string{"@method", "@path", "@query"}, headers...)
	if len(r.Body) > 0 {
		must = append(must, "content-digest")
	}
	for _, name := range must {
		if !slices.Contains(p.covered, strings.ToLower(name)) {
			return "", ErrCovered
		}
	}
	if age := v.Now().Sub(time.Unix(p.created, 0)); age > Window || age < -Window {
		return "", ErrWindow
	}
	key, known := v.Keys[p.keyID]
	text, err := base(r, p)
	switch {
	case err != nil:
		return "", err
	case !known || !ed25519.Verify(key, text, raw):
		return "", ErrKey
	case len(r.Body) > 0 && r.Header(DigestHeader) != Digest(r.Body):
		return "", ErrDigest
	}
	return p.keyID, nil
}

// Digest is a body's Content-Digest (RFC 9530).
func Digest(body []byte) string {
	sum := sha256.Sum256(body)
	return "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
}

// Sign gives the headers Signature-Input and Signature for a request; its header
// Content-Digest must be there already if it has a body. It is what a personaliser's
// program does.
func Sign(r Request, keyID string, key ed25519.PrivateKey, at time.Time, headers ...string) (input, signature string, err error) {
	covered := append([]string{"@method", "@path", "@query"}, headers...)
	if len(r.Body) > 0 {
		covered = append(covered, "content-digest")
	}
	p := params{covered: covered, text: fmt.Sprintf(`("%s");created=%d;keyid="%s";alg="ed25519"`, strings.Join(covered, `" "`), at.Unix(), keyID)}
	text, err := base(r, p)
	if err != nil {
		return "", "", err
	}
	return "sig=" + p.text, "sig=:" + base64.StdEncoding.EncodeToString(ed25519.Sign(key, text)) + ":", nil
}
