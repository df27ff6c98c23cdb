// Package secret keeps what must not be known: sealed table fields, keyed
// digests of tokens and codes, signatures on evidence, passwords, second
// factors, and the one key file behind them.
//
//	Box        seals a field to its organisation, table, column and row
//	Digests    turns tokens and codes into what a table may hold
//	Evidence   signs records, so that a changed one shows
//	Passwords  argon2id, at most as many at once as there are processors
//	TOTP       the authenticator app as a second factor; recovery codes
//
// It knows nothing of accounts, tables or transactions: it is given bytes and
// gives bytes back. Everything that would be harmful in a log is a [Secret].
package secret

import (
	"crypto/subtle"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// Mask is what a secret shows of itself.
const Mask = "••••"

// A Secret is a text that does not print: with every verb of fmt, in slog, in
// JSON, in templates it comes out as [Mask], and the database driver refuses
// it. The text sits behind a pointer, so that even a struct which has a Secret
// in an unexported field, where fmt cannot call methods, shows an address only.
// The zero Secret is the empty text.
type Secret struct{ text *string }

// Of wraps a text.
func Of(text string) Secret { return Secret{&text} }

// Reveal gives the text. Whoever calls it answers for where it goes.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// Empty reports whether there is no text.
func (s Secret) Empty() bool { return s.Reveal() == "" }

// Equal compares in a time that does not depend on where the texts differ.
func (s Secret) Equal(t Secret) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(t.Reveal())) == 1
}

// String gives the mask.
func (Secret) String() string { return Mask }

// GoString gives the mask.
func (Secret) GoString() string { return Mask }

// Format writes the mask, whatever the verb; without it a wrong verb such as %d
// would print the text in its complaint.
func (Secret) Format(w fmt.State, _ rune) { io.WriteString(w, Mask) }

// LogValue gives the mask.
func (Secret) LogValue() slog.Value { return slog.StringValue(Mask) }

// MarshalText gives the mask, also for JSON and XML.
func (Secret) MarshalText() ([]byte, error) { return []byte(Mask), nil }

// MarshalJSON gives the mask as a JSON text.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + Mask + `"`), nil }

// UnmarshalText takes a text from a form, a flag or JSON.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = Of(string(text))
	return nil
}

// Value refuses: a table holds sealed fields, digests and hashes, never a secret.
func (Secret) Value() (driver.Value, error) {
	return nil, errors.New("secret: a secret is not stored as it is")
}

// opaque keeps the keys inside a struct that embeds it out of logs.
type opaque struct{}

func (opaque) String() string               { return Mask }
func (opaque) Format(w fmt.State, _ rune)   { io.WriteString(w, Mask) }
func (opaque) LogValue() slog.Value         { return slog.StringValue(Mask) }
func (opaque) MarshalJSON() ([]byte, error) { return []byte(`"` + Mask + `"`), nil }
