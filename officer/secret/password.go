package secret

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"
)

// cost is argon2id with 19 MiB, two passes, one lane (RFC 9106; the OWASP
// minimum), about 20 ms of one processor.
var cost = argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// Passwords hashes and verifies, at most as many at once as there are
// processors: unbounded, 32 sign-ins at once take a gigabyte and three times
// as long. Who has to wait gives up with their context.
type Passwords struct {
	opaque
	slots chan struct{}
	decoy string
	done  *atomic.Int64
}

// Done gives how often a hash was computed so far. Two answers that must not be
// told apart by their time took the same number.
func (p *Passwords) Done() int64 { return p.done.Load() }

// NewPasswords is made once per program.
func NewPasswords() (*Passwords, error) {
	decoy, err := argon2id.CreateHash(NewToken().Reveal(), &cost)
	if err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	return &Passwords{slots: make(chan struct{}, runtime.NumCPU()), decoy: decoy, done: new(atomic.Int64)}, nil
}

// Hash gives what to store: "$argon2id$v=19$m=…". It applies no rules; see
// [CheckPassword]. It fails only when ctx ends first.
func (p *Passwords) Hash(ctx context.Context, password Secret) (hash string, err error) {
	err = p.inSlot(ctx, func() error {
		hash, err = argon2id.CreateHash(normalise(password), &cost)
		return err
	})
	return hash, err
}

// Verify reports whether the password is the hashed one. An error means that
// ctx ended first, or that the stored hash is damaged.
func (p *Passwords) Verify(ctx context.Context, password Secret, hash string) (fits bool, err error) {
	if _, err := decode(hash); err != nil {
		return false, err
	}
	err = p.inSlot(ctx, func() error {
		fits, err = argon2id.ComparePasswordAndHash(normalise(password), hash)
		return err
	})
	return fits, err
}

// Dummy does the work of Verify for an account that does not exist, so that
// the time of the answer does not tell.
func (p *Passwords) Dummy(ctx context.Context, password Secret) error {
	_, err := p.Verify(ctx, password, p.decoy)
	return err
}

// NeedsRehash reports whether a hash was made at another cost than today's.
// Whoever has just verified the password then hashes it anew.
func NeedsRehash(hash string) bool {
	made, err := decode(hash)
	return err != nil || *made != cost
}

// decode reads a stored hash, and refuses what the library would not: a cut-off
// one, whose empty key fits every password, a cost of nothing, at which it
// panics, and one that takes more than a gigabyte.
func decode(hash string) (*argon2id.Params, error) {
	made, _, _, err := argon2id.DecodeHash(hash)
	if err != nil {
		return nil, fmt.Errorf("secret: password: stored hash: %w", err)
	}
	if made.KeyLength < 16 || made.SaltLength < 8 || made.Iterations == 0 || made.Parallelism == 0 || made.Memory > 1<<20 {
		return nil, fmt.Errorf("secret: password: stored hash: %w", argon2id.ErrInvalidHash)
	}
	return made, nil
}

func (p *Passwords) inSlot(ctx context.Context, work func() error) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("secret: password: %w", err)
	}
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return fmt.Errorf("secret: password: %w", ctx.Err())
	}
	p.done.Add(1)
	if err := work(); err != nil {
		return fmt.Errorf("secret: password: %w", err)
	}
	return nil
}

// normalise composes (NFC, as RFC 8265 has it for passwords): an "ü" typed on
// a Mac is the one typed on a PC.
func normalise(password Secret) string { return norm.NFC.String(password.Reveal()) }
