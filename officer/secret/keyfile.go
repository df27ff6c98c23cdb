package secret

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Load reads a key file. It refuses one that is missing (fs.ErrNotExist), that
// others on the machine can read, or that the group can change; a group that
// reads is accepted, since secret stores mount files so.
func Load(path string) (*Keys, error) {
	r, err := readRing(path)
	if err != nil {
		return nil, err
	}
	return r.keys()
}

// Generate draws new keys and writes them to a new file of mode 0600. It never
// overwrites one (fs.ErrExist), for with the old keys goes everything sealed.
func Generate(path string) (*Keys, error) {
	r, err := newRing(time.Now())
	if err != nil {
		return nil, err
	}
	if err := writeRing(path, r, os.Link); err != nil {
		return nil, err
	}
	return r.keys()
}

// LoadOrGenerate is for a first start and the demo. Two programs starting at
// once end up with the same keys.
func LoadOrGenerate(path string) (*Keys, error) {
	keys, err := Load(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return keys, err
	}
	if keys, err = Generate(path); errors.Is(err, fs.ErrExist) {
		return Load(path)
	}
	return keys, err
}

// Rotate gives the file new primary keys at once. Old ones still open, match
// and verify. With several instances do it in two steps, [Announce] and
// [Promote], restarting all of them after each: so none meets a key it has not.
func Rotate(path string) error {
	return change(path, func(r *ring) error {
		return errors.Join(r.announce(time.Now()), r.promote())
	})
}

// Announce adds new keys to the file, which are not used to seal, digest or
// sign before [Promote].
func Announce(path string) error {
	return change(path, func(r *ring) error { return r.announce(time.Now()) })
}

// Promote makes announced keys primary. The private half of the signing keys
// before them is destroyed.
func Promote(path string) error { return change(path, (*ring).promote) }

func change(path string, do func(*ring) error) error {
	r, err := readRing(path)
	if err != nil {
		return err
	}
	if err := do(r); err != nil {
		return fmt.Errorf("key file %s: %w", path, err)
	}
	return writeRing(path, r, os.Rename)
}

// maxKeyFile is far more than any key file; what is longer is something else.
const maxKeyFile = 1 << 20

func readRing(path string) (*ring, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("key file %s is missing: %w", path, fs.ErrNotExist)
	}
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	defer f.Close()
	if err := guarded(f); err != nil {
		return nil, fmt.Errorf("key file %s: %w", path, err)
	}
	content, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	r, err := parseRing(content)
	if err != nil {
		return nil, fmt.Errorf("key file %s: %w", path, err)
	}
	return r, nil
}

func guarded(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errors.New("is not a file")
	}
	if mode := info.Mode().Perm(); mode&0o027 != 0 {
		return fmt.Errorf("has mode %04o, so that others can read or change it; set it to 0600", mode)
	}
	return nil
}

// writeRing writes a whole file beside path, and puts it there in one step:
// os.Link never replaces, os.Rename does. A crash leaves the old file or the
// new one, never a half.
func writeRing(path string, r *ring, put func(from, to string) error) error {
	content, err := r.marshal()
	if err == nil {
		_, err = parseRing(content) // never put down what could not be read back
	}
	if err != nil {
		return fmt.Errorf("key file %s: %w", path, err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".keys-*") // made with mode 0600
	if err != nil {
		return fmt.Errorf("key file: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(content)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("key file: %w", err)
	}
	if err := put(f.Name(), path); err != nil {
		return fmt.Errorf("key file: %w", err)
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
