package secret

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

func TestEvidence(t *testing.T) {
	e := freshKeys(t).Evidence
	message := []byte(`{"officer":"acc_1"}`)
	id, signature := e.Sign(Identity, message)
	if err := e.Verify(Identity, id, message, signature); err != nil {
		t.Fatal(err)
	}
	bent := bytes.Clone(signature)
	bent[5] ^= 1
	for name, c := range map[string]struct {
		purpose            Purpose
		id                 string
		message, signature []byte
		want               error
	}{
		"another purpose":   {Checkpoint, id, message, signature, ErrNotSigned},
		"another message":   {Identity, id, []byte(`{"officer":"acc_2"}`), signature, ErrNotSigned},
		"another signature": {Identity, id, message, bent, ErrNotSigned},
		"short signature":   {Identity, id, message, signature[:10], ErrNotSigned},
		"none":              {Identity, id, message, nil, ErrNotSigned},
		"another key":       {Identity, "ev_aaaaaaaaaaaaaaaa", message, signature, ErrUnknownKey},
		"no key":            {Identity, "", message, signature, ErrUnknownKey},
	} {
		if err := e.Verify(c.purpose, c.id, c.message, c.signature); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if other := freshKeys(t).Evidence; !errors.Is(other.Verify(Identity, id, message, signature), ErrUnknownKey) {
		t.Error("a foreign ring verifies")
	}
}

// What is signed can be put together by hand, so that evidence outlives this program.
func TestEvidenceIsVerifiableWithoutUs(t *testing.T) {
	e := freshKeys(t).Evidence
	id, signature := e.Sign(Identity, []byte("{}"))
	public := e.PublicKeys()[0]
	signed := []byte("officer-portal evidence v1 identification_record\n{}")
	if public.ID != id || !regexp.MustCompile(`^ev_[a-z2-7]{16}$`).MatchString(id) || !ed25519.Verify(public.Public, signed, signature) {
		t.Errorf("key %s signs something else", id)
	}
	text, err := public.PEM()
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil || !key.(ed25519.PublicKey).Equal(ed25519.PublicKey(public.Public)) {
		t.Errorf("%v\n%s", err, text)
	}
	var back PublicKey
	if j, err := json.Marshal(public); err != nil || json.Unmarshal(j, &back) != nil || !bytes.Equal(back.Public, public.Public) {
		t.Errorf("as JSON: %s, %v", j, err)
	}
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Log("no openssl here; checked with the standard library only")
		return
	}
	dir := t.TempDir()
	for name, content := range map[string][]byte{"key.pem": text, "signed": signed, "signature": signature} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "signed", "-sigfile", "signature")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("openssl: %v\n%s", err, out)
	}
}

func BenchmarkSign(b *testing.B) {
	e := freshKeys(b).Evidence
	message := bytes.Repeat([]byte("x"), 4096)
	for b.Loop() {
		e.Sign(Identity, message)
	}
}
