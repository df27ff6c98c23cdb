package secret

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func keyPath(t *testing.T) string { return filepath.Join(t.TempDir(), "keys.json") }

// used is something sealed, digested and signed, to be asked for after a rotation.
type used struct {
	keys      *Keys
	sealed    []byte
	digest    string
	keyID     string
	signature []byte
}

const place = "org_a|applications|document_number|app_1"

func use(t *testing.T, k *Keys) used {
	t.Helper()
	sealed, err := k.Box.Seal([]byte("T22000129"), place)
	if err != nil {
		t.Fatal(err)
	}
	id, signature := k.Evidence.Sign(Identity, []byte("record"))
	return used{k, sealed, k.Digests.Digest(Session, Of("token")), id, signature}
}

// holds reports what of u the keys still honour: o opens, d digest, v verifies.
func (u used) holds(k *Keys) string {
	var s string
	if plain, err := k.Box.Open(u.sealed, place); err == nil && string(plain) == "T22000129" {
		s += "o"
	}
	for _, c := range k.Digests.Candidates(Session, Of("token")) {
		if c == u.digest {
			s += "d"
		}
	}
	if k.Evidence.Verify(Identity, u.keyID, []byte("record"), u.signature) == nil {
		s += "v"
	}
	return s
}

// current reports what of u was made with k's newest keys.
func (u used) current(k *Keys) bool {
	box, digest, sign := k.Box.Current(u.sealed), k.Digests.Current(u.digest), k.Evidence.PublicKeys()[0].ID == u.keyID
	return box && digest && sign
}

func TestGenerateAndLoad(t *testing.T) {
	path := keyPath(t)
	made, err := Generate(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o", info.Mode().Perm())
	}
	loaded, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if u := use(t, made); u.holds(loaded) != "odv" || !u.current(loaded) {
		t.Errorf("loaded keys are not those made: %q", u.holds(loaded))
	}
	if u := use(t, freshKeys(t)); u.holds(loaded) != "" {
		t.Errorf("foreign keys fit: %q", u.holds(loaded))
	}
	before, _ := os.ReadFile(path)
	if _, err := Generate(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("generating over a key file: %v", err)
	}
	after, _ := os.ReadFile(path)
	if string(before) != string(after) {
		t.Error("the key file was overwritten")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".keys-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestLoadRefuses(t *testing.T) {
	good := keyPath(t)
	if _, err := Generate(good); err != nil {
		t.Fatal(err)
	}
	content, _ := os.ReadFile(good)
	for name, c := range map[string]struct {
		mode    os.FileMode
		content string
		want    string
	}{
		"world-readable":   {0o644, string(content), "mode 0644"},
		"others may write": {0o602, string(content), "mode 0602"},
		"group may write":  {0o620, string(content), "mode 0620"},
		"empty":            {0o600, "", "is not a key file"},
		"another file":     {0o600, `{"users":[]}`, "is not a key file"},
		"two files in one": {0o600, string(content) + string(content), "is not a key file"},
		"another format":   {0o600, strings.Replace(string(content), keyFormat, "officer-portal keys 9", 1), "format"},
		"cut off":          {0o600, string(content[:len(content)/2]), "is not a key file"},
	} {
		path := keyPath(t)
		os.WriteFile(path, []byte(c.content), 0o600)
		os.Chmod(path, c.mode)
		keys, err := Load(path)
		if keys != nil || err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", name, err)
		}
	}
	missing := keyPath(t)
	if _, err := Load(missing); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), missing+" is missing") {
		t.Errorf("missing: %v", err)
	}
	if _, err := Load(t.TempDir()); err == nil {
		t.Error("a directory was taken for a key file")
	}
	for _, mode := range []os.FileMode{0o400, 0o440, 0o600, 0o640} {
		os.Chmod(good, mode)
		if _, err := Load(good); err != nil {
			t.Errorf("mode %o: %v", mode, err)
		}
	}
}

// Everything wrong with a ring is said at once, and no key is quoted.
func TestParseRingNamesEveryFault(t *testing.T) {
	r, err := newRing(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	other := newSigningKey(time.Now())
	r.Digesting.Primary = "gone"
	r.Digesting.Keys[0].Key = r.Digesting.Keys[0].Key[:31]
	r.Signing.Keys[0].Seed = other.Seed
	r.Signing.Primary = other.ID
	content, err := r.marshal()
	if err != nil {
		t.Fatal(err)
	}
	_, err = parseRing(content)
	for _, want := range []string{"digesting: key 1", "digesting: the primary", "signing: key 1", "signing: the primary"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not said in: %v", want, err)
		}
	}
	broken := strings.Replace(string(content), `"keyMaterialType"`, `"sealing-secret"`, 1)
	if _, err := parseRing([]byte(broken)); err == nil || !strings.Contains(err.Error(), "sealing: the keyset") || strings.Contains(err.Error(), "sealing-secret") {
		t.Errorf("broken keyset: %v", err)
	}
}

func TestRotation(t *testing.T) {
	path := keyPath(t)
	first, err := Generate(path)
	if err != nil {
		t.Fatal(err)
	}
	old := use(t, first)
	load := func() *Keys {
		t.Helper()
		k, err := Load(path)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	if err := Promote(path); err == nil {
		t.Error("promoted keys that were never announced")
	}
	if err := Announce(path); err != nil {
		t.Fatal(err)
	}
	if err := Announce(path); err == nil {
		t.Error("announced twice")
	}
	announced := load()
	if old.holds(announced) != "odv" || !old.current(announced) || !use(t, announced).current(first) {
		t.Error("announced keys are in use already")
	}
	if err := Promote(path); err != nil {
		t.Fatal(err)
	}
	promoted := load()
	fresh := use(t, promoted)
	// The instance that still runs with the announced keys understands the promoted ones, and the other way round.
	if fresh.holds(announced) != "odv" || old.holds(promoted) != "odv" || use(t, announced).holds(promoted) != "odv" {
		t.Error("instances at different steps do not understand each other")
	}
	if old.current(promoted) || !fresh.current(promoted) || fresh.holds(first) != "" {
		t.Error("the new keys are not in use")
	}
	if err := Rotate(path); err != nil {
		t.Fatal(err)
	}
	third := load()
	if old.holds(third) != "odv" || fresh.holds(third) != "odv" || fresh.current(third) {
		t.Error("after a second rotation the first keys are lost, or still in use")
	}
	if n := len(third.Evidence.PublicKeys()); n != 3 || !third.Evidence.PublicKeys()[0].Signs || third.Evidence.PublicKeys()[1].Signs {
		t.Errorf("%d public keys, or the signing one not first", n)
	}
}

// A retired signing key is worthless to whoever steals the file.
func TestRetiredKeysCannotSign(t *testing.T) {
	path := keyPath(t)
	if _, err := Generate(path); err != nil {
		t.Fatal(err)
	}
	if err := Rotate(path); err != nil {
		t.Fatal(err)
	}
	content, _ := os.ReadFile(path)
	var file ring
	if err := json.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Signing.Keys) != 2 || file.Signing.Keys[0].Seed != nil || file.Signing.Keys[1].Seed == nil {
		t.Errorf("private halves: %v, %v", file.Signing.Keys[0].Seed != nil, file.Signing.Keys[1].Seed != nil)
	}
	if err := Rotate(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("rotating nothing: %v", err)
	}
}

func TestFirstStartsRace(t *testing.T) {
	path := keyPath(t)
	var wg sync.WaitGroup
	all := make([]*Keys, 8)
	for i := range all {
		wg.Go(func() {
			var err error
			if all[i], err = LoadOrGenerate(path); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if t.Failed() {
		t.FailNow()
	}
	u := use(t, all[0])
	for i, k := range all {
		if u.holds(k) != "odv" || !u.current(k) {
			t.Errorf("start %d has other keys", i)
		}
	}
	os.Chmod(path, 0o644)
	if _, err := LoadOrGenerate(path); err == nil {
		t.Error("took, or replaced, a file that others can read")
	}
	if _, err := LoadOrGenerate(filepath.Join(t.TempDir(), "no", "folder")); err == nil {
		t.Error("wrote into a folder that is not there")
	}
}

func FuzzParseRing(f *testing.F) {
	r, err := newRing(time.Now())
	if err != nil {
		f.Fatal(err)
	}
	content, err := r.marshal()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content)
	f.Add([]byte(`{"format":"officer-portal keys 1","sealing":{},"digesting":{"primary":"","keys":[{}]},"signing":{}}`))
	f.Add([]byte(`{"format":"officer-portal keys 1","sealing":null,"digesting":{"keys":null},"signing":{"keys":[{"seed":""}]}}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		r, err := parseRing(content)
		if err != nil {
			return
		}
		k, err := r.keys() // what is read can be used, and written again
		if err != nil {
			t.Fatal(err)
		}
		if u := use(t, k); u.holds(k) != "odv" {
			t.Fatalf("keys were read that do not fit each other: %q", u.holds(k))
		}
		again, err := r.marshal()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parseRing(again); err != nil {
			t.Fatal(err)
		}
	})
}
