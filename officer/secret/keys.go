package secret

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
)

// Keys are the portal's keys, ready for use.
type Keys struct {
	opaque
	Box      *Box
	Digests  *Digests
	Evidence *Evidence
}

// keyFormat is the first thing in a key file; another format is another word.
const keyFormat = "officer-portal keys 1"

// ring is a key file's content: three rings of keys, each with a primary. The
// sealing ring is a Tink keyset in clear: the file is the root of trust, its
// protection is its owner and mode, or the secret store that mounts it.
type ring struct {
	Format    string          `json:"format"`
	Sealing   json.RawMessage `json:"sealing"`
	Digesting digestRing      `json:"digesting"`
	Signing   signingRing     `json:"signing"`

	sealing *keyset.Handle // Sealing, read
}

type digestRing struct {
	Primary string      `json:"primary"`
	Keys    []digestKey `json:"keys"`
}

type digestKey struct {
	ID   string    `json:"id"`
	Made time.Time `json:"made"`
	Key  []byte    `json:"key"`
}

type signingRing struct {
	Primary string       `json:"primary"`
	Keys    []signingKey `json:"keys"`
}

type signingKey struct {
	ID     string            `json:"id"`
	Made   time.Time         `json:"made"`
	Public ed25519.PublicKey `json:"public"`
	Seed   []byte            `json:"seed,omitempty"` // gone once the key is retired
}

// NewKeys draws keys that are kept nowhere: for tests.
func NewKeys() (*Keys, error) {
	r, err := newRing(time.Now())
	if err != nil {
		return nil, err
	}
	return r.keys()
}

func newRing(at time.Time) (*ring, error) {
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, err
	}
	digesting, signing := newDigestKey(at), newSigningKey(at)
	return &ring{
		Format:    keyFormat,
		Digesting: digestRing{Primary: digesting.ID, Keys: []digestKey{digesting}},
		Signing:   signingRing{Primary: signing.ID, Keys: []signingKey{signing}},
		sealing:   handle,
	}, nil
}

func newDigestKey(at time.Time) digestKey {
	id, key := make([]byte, 5), make([]byte, 32)
	rand.Read(id)
	rand.Read(key)
	return digestKey{ID: lowerBase32(id), Made: at.UTC().Truncate(time.Second), Key: key}
}

func newSigningKey(at time.Time) signingKey {
	seed := make([]byte, ed25519.SeedSize)
	rand.Read(seed)
	public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	return signingKey{ID: evidenceID(public), Made: at.UTC().Truncate(time.Second), Public: public, Seed: seed}
}

// announce adds a key to each ring, without using it yet.
func (r *ring) announce(at time.Time) error {
	if r.waiting() {
		return errors.New("a new set of keys is waiting already; promote it first")
	}
	m := keyset.NewManagerFromHandle(r.sealing)
	if _, err := m.Add(aead.AES256GCMKeyTemplate()); err != nil {
		return err
	}
	handle, err := m.Handle()
	if err != nil {
		return err
	}
	r.sealing = handle
	r.Digesting.Keys = append(r.Digesting.Keys, newDigestKey(at))
	r.Signing.Keys = append(r.Signing.Keys, newSigningKey(at))
	return nil
}

// promote makes the announced keys primary and destroys what earlier signing
// keys could still sign with.
func (r *ring) promote() error {
	if !r.waiting() {
		return errors.New("no new keys are waiting; announce them first")
	}
	m := keyset.NewManagerFromHandle(r.sealing)
	newest, err := r.sealing.Entry(r.sealing.Len() - 1)
	if err != nil {
		return err
	}
	if err := m.SetPrimary(newest.KeyID()); err != nil {
		return err
	}
	if r.sealing, err = m.Handle(); err != nil {
		return err
	}
	r.Digesting.Primary = r.Digesting.Keys[len(r.Digesting.Keys)-1].ID
	last := len(r.Signing.Keys) - 1
	r.Signing.Primary = r.Signing.Keys[last].ID
	for i := range r.Signing.Keys[:last] {
		r.Signing.Keys[i].Seed = nil
	}
	return nil
}

// waiting reports whether the newest keys are announced, but not in use.
func (r *ring) waiting() bool {
	return r.Digesting.Primary != r.Digesting.Keys[len(r.Digesting.Keys)-1].ID
}

// keys makes the tools from the ring; the primary goes first in each.
func (r *ring) keys() (*Keys, error) {
	box, err := newBox(r.sealing)
	if err != nil {
		return nil, err
	}
	return &Keys{
		Box:      box,
		Digests:  &Digests{keys: primaryFirst(r.Digesting.Keys, func(k digestKey) bool { return k.ID == r.Digesting.Primary })},
		Evidence: &Evidence{keys: primaryFirst(r.Signing.Keys, func(k signingKey) bool { return k.ID == r.Signing.Primary })},
	}, nil
}

func primaryFirst[K any](keys []K, primary func(K) bool) []K {
	var first, rest []K
	for _, k := range keys {
		if primary(k) {
			first = append(first, k)
		} else {
			rest = append(rest, k)
		}
	}
	return append(first, rest...)
}

// marshal writes the ring as a key file's content.
func (r *ring) marshal() ([]byte, error) {
	var sealing bytes.Buffer
	if err := insecurecleartextkeyset.Write(r.sealing, keyset.NewJSONWriter(&sealing)); err != nil {
		return nil, err
	}
	r.Sealing = sealing.Bytes()
	b, err := json.MarshalIndent(r, "", "  ")
	return append(b, '\n'), err
}

// parseRing reads a key file's content and says everything that is wrong with
// it at once. Its errors never quote the content.
func parseRing(content []byte) (*ring, error) {
	var r ring
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil || d.More() {
		return nil, errors.New("is not a key file")
	}
	if r.Format != keyFormat {
		return nil, fmt.Errorf("is not of the format %q", keyFormat)
	}
	handle, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(r.Sealing)))
	if err == nil {
		_, err = newBox(handle)
	}
	if err != nil {
		err = errors.New("sealing: the keyset cannot be used")
	}
	r.sealing = handle
	return &r, errors.Join(err, r.Digesting.check(), r.Signing.check())
}

func (d digestRing) check() error {
	seen := map[string]bool{}
	var faults []error
	for i, k := range d.Keys {
		if k.ID == "" || seen[k.ID] || len(k.Key) < 32 {
			faults = append(faults, fmt.Errorf("digesting: key %d lacks an id of its own or 256 bits", i+1))
		}
		seen[k.ID] = true
	}
	if !seen[d.Primary] {
		faults = append(faults, errors.New("digesting: the primary key is missing"))
	}
	return errors.Join(faults...)
}

func (s signingRing) check() error {
	seen, primary := map[string]bool{}, false
	var faults []error
	for i, k := range s.Keys {
		if !k.sound() || seen[k.ID] {
			faults = append(faults, fmt.Errorf("signing: key %d is doubled, or its id, public and private half do not belong together", i+1))
		}
		seen[k.ID] = true
		primary = primary || k.ID == s.Primary && len(k.Seed) > 0
	}
	if !primary {
		faults = append(faults, errors.New("signing: the primary key is missing or retired"))
	}
	return errors.Join(faults...)
}

func (k signingKey) sound() bool {
	if len(k.Public) != ed25519.PublicKeySize || k.ID != evidenceID(k.Public) {
		return false
	}
	if k.Seed == nil {
		return true
	}
	return len(k.Seed) == ed25519.SeedSize && ed25519.NewKeyFromSeed(k.Seed).Public().(ed25519.PublicKey).Equal(k.Public)
}
