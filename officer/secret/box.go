package secret

import (
	"encoding/binary"
	"errors"
	"strings"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// ErrNotOpened is what [Box.Open] says to anything it did not seal itself for
// the same place: another key, another row, a changed byte. It does not say which.
var ErrNotOpened = errors.New("secret: the sealed field does not open here")

// A Box seals table fields with AES-256-GCM (NIST SP 800-38D, BSI TR-02102-1)
// under the newest key and opens them under any key of its ring. Nonces are
// drawn at random: one key is good for 2³² fields, so rotate long before.
type Box struct {
	opaque
	aead    tink.AEAD
	primary uint32
}

func newBox(h *keyset.Handle) (*Box, error) {
	a, err := aead.New(h)
	if err != nil {
		return nil, err
	}
	entry, err := h.Primary()
	if err != nil {
		return nil, err
	}
	return &Box{aead: a, primary: entry.KeyID()}, nil
}

// Bind names the place of a field, for use as associated data: a sealed value
// carried over to another organisation, column or row does not open there.
// Values that belong to no organisation bind to an empty one.
func Bind(organisation, table, column, row string) string {
	parts := []string{organisation, table, column, row}
	for i, p := range parts {
		parts[i] = bindEscapes.Replace(p)
	}
	return strings.Join(parts, "|")
}

// Two different places must never give one name, whatever stands in the parts.
var bindEscapes = strings.NewReplacer("%", "%25", "|", "%7C")

// Seal encrypts plaintext for one place; see [Bind].
func (b *Box) Seal(plaintext []byte, place string) ([]byte, error) {
	if place == "" {
		return nil, errors.New("secret: a field is sealed to a place")
	}
	return b.aead.Encrypt(plaintext, []byte(place))
}

// Open decrypts what was sealed for this very place, else [ErrNotOpened].
func (b *Box) Open(sealed []byte, place string) ([]byte, error) {
	plaintext, err := b.aead.Decrypt(sealed, []byte(place))
	if err != nil {
		return nil, ErrNotOpened
	}
	return plaintext, nil
}

// Current reports whether a field was sealed under the newest key. Whoever
// saves the row anyway, or tidies up after a rotation, seals the others anew.
// Tink's output begins with a version byte of 1 and the key's number.
func (b *Box) Current(sealed []byte) bool {
	return len(sealed) > 5 && sealed[0] == 1 && binary.BigEndian.Uint32(sealed[1:5]) == b.primary
}
