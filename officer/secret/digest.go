package secret

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// A Purpose is what a token, code or signature is for. The same token gives
// another digest for each purpose, so that a link for one flow is nothing in
// another. A purpose is a constant of lower-case letters and underscores.
type Purpose string

// The purposes known so far; a package may have its own.
const (
	Session       Purpose = "session"
	PasswordReset Purpose = "password_reset"
	EmailChange   Purpose = "email_change"
	Invitation    Purpose = "invitation"
	Recovery      Purpose = "recovery_code"
	Identity      Purpose = "identification_record" // evidence signed by an officer's act
	Checkpoint    Purpose = "event_checkpoint"      // the head of the audit trail
	Production    Purpose = "production_batch"      // what is handed over to the personaliser
)

// frame puts the purpose before the message, so that no two pairs of them give
// the same bytes: the purpose cannot hold the line feed that ends it. A purpose
// of other characters is a mistake in the program and panics.
func (p Purpose) frame(head string, message string) []byte {
	if p == "" || strings.Trim(string(p), "abcdefghijklmnopqrstuvwxyz_") != "" {
		panic("secret: a purpose is made of lower-case letters and underscores")
	}
	return []byte(head + string(p) + "\n" + message)
}

// Digests turns tokens and codes into keyed digests (HMAC-SHA-256, RFC 2104),
// which are all a table holds: who reads the table can neither use nor guess
// them. A fast hash is enough for what has 112 bits or more of chance in it;
// for passwords see [Passwords].
type Digests struct {
	opaque
	keys []digestKey // the primary first
}

const digestHead = "officer-portal digest v1 "

// Digest gives "key id, full stop, 43 letters": the digest under the newest key, to be stored.
func (d *Digests) Digest(purpose Purpose, token Secret) string {
	return d.keys[0].digest(purpose, token)
}

// Candidates gives the digest under each key, the newest first, to look up what
// may have been stored before a rotation: where digest = any($1).
func (d *Digests) Candidates(purpose Purpose, token Secret) []string {
	all := make([]string, len(d.keys))
	for i, k := range d.keys {
		all[i] = k.digest(purpose, token)
	}
	return all
}

// Current reports whether a stored digest was made under the newest key.
func (d *Digests) Current(stored string) bool {
	return strings.HasPrefix(stored, d.keys[0].ID+".")
}

func (k digestKey) digest(purpose Purpose, token Secret) string {
	mac := hmac.New(sha256.New, k.Key)
	mac.Write(purpose.frame(digestHead, token.Reveal()))
	return k.ID + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// tokenBytes is 192 bits of chance.
const tokenBytes = 24

// NewToken draws a token of 192 bits: 32 letters, safe in a link and a cookie.
func NewToken() Secret {
	b := make([]byte, tokenBytes)
	rand.Read(b) // never fails: crypto/rand ends the program instead
	return Of(base64.RawURLEncoding.EncodeToString(b))
}
