package httpsig

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"strings"
	"testing"
	"time"
)

// TestTheStandardsExample is RFC 9421, appendix B.2.6: signed by somebody else.
func TestTheStandardsExample(t *testing.T) {
	block, _ := pem.Decode([]byte("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n"))
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	headers := map[string]string{"date": "Tue, 20 Apr 2021 02:07:55 GMT", "content-type": "application/json", "content-length": "18"}
	r := Request{Method: "POST", Path: "/foo", Query: "param=Value&Pet=dog", Host: "example.com", Header: func(n string) string { return headers[n] }}
	p, err := read(`sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"`)
	if err != nil {
		t.Fatal(err)
	}
	text, err := base(r, p)
	if err != nil {
		t.Fatal(err)
	}
	m := valueForm.FindStringSubmatch("sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:")
	if !ed25519.Verify(key.(ed25519.PublicKey), text, decode(t, m[2])) {
		t.Errorf("the example of the standard does not verify:\n%s", text)
	}
}

func TestASignedRequest(t *testing.T) {
	public, private, _ := ed25519.GenerateKey(nil)
	_, stranger, _ := ed25519.GenerateKey(nil)
	at := time.Now()
	v := Verifier{Keys: map[string]ed25519.PublicKey{"k": public}, Now: func() time.Time { return at }}
	signed := func(by ed25519.PrivateKey, keyID string, made time.Time, headers ...string) (Request, map[string]string) {
		h := map[string]string{"idempotency-key": "call-1"}
		r := Request{Method: "POST", Path: "/api/x", Host: "portal.example", Body: []byte(`{"a":1}`), Header: func(n string) string { return h[strings.ToLower(n)] }}
		h["content-digest"] = Digest(r.Body)
		input, signature, err := Sign(r, keyID, by, made, headers...)
		if err != nil {
			t.Fatal(err)
		}
		h["signature-input"], h["signature"] = input, signature
		return r, h
	}
	r, _ := signed(private, "k", at, "idempotency-key")
	if id, err := v.Verify(r, "Idempotency-Key"); err != nil || id != "k" {
		t.Fatalf("%q %v", id, err)
	}
	for name, c := range map[string]struct {
		spoil func(*Request, map[string]string)
		want  error
	}{
		"no signature":      {func(_ *Request, h map[string]string) { delete(h, "signature") }, ErrMissing},
		"another method":    {func(r *Request, _ map[string]string) { r.Method = "PUT" }, ErrKey},
		"another path":      {func(r *Request, _ map[string]string) { r.Path = "/api/y" }, ErrKey},
		"another query":     {func(r *Request, _ map[string]string) { r.Query = "x=1" }, ErrKey},
		"another body":      {func(r *Request, _ map[string]string) { r.Body = []byte(`{"a":2}`) }, ErrDigest},
		"another digest":    {func(r *Request, h map[string]string) { h["content-digest"] = Digest([]byte("x")) }, ErrKey},
		"another header":    {func(_ *Request, h map[string]string) { h["idempotency-key"] = "call-2" }, ErrKey},
		"another signature": {func(_ *Request, h map[string]string) { h["signature"] = "sig=:AAAA:" }, ErrKey},
		"another label":     {func(_ *Request, h map[string]string) { h["signature"] = "x" + h["signature"] }, ErrMalformed},
		"another algorithm": {func(_ *Request, h map[string]string) {
			h["signature-input"] = strings.Replace(h["signature-input"], "ed25519", "hmac-sha256", 1)
		}, ErrKey},
		"more parameters": {func(_ *Request, h map[string]string) { h["signature-input"] += `;expires=99999999999` }, ErrMalformed},
		"two signatures":  {func(_ *Request, h map[string]string) { h["signature-input"] += `, ` + h["signature-input"] }, ErrMalformed},
		"no header":       {func(_ *Request, h map[string]string) { delete(h, "idempotency-key") }, ErrMalformed},
	} {
		r, h := signed(private, "k", at, "idempotency-key")
		c.spoil(&r, h)
		if _, err := v.Verify(r, "Idempotency-Key"); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, c := range map[string]struct {
		by      ed25519.PrivateKey
		keyID   string
		made    time.Time
		headers []string
		want    error
	}{
		"a stranger": {stranger, "k", at, []string{"idempotency-key"}, ErrKey}, "an unknown key": {private, "x", at, []string{"idempotency-key"}, ErrKey},
		"long ago": {private, "k", at.Add(-Window - time.Minute), []string{"idempotency-key"}, ErrWindow},
		"tomorrow": {private, "k", at.Add(Window + time.Minute), []string{"idempotency-key"}, ErrWindow}, "not all of it": {private, "k", at, nil, ErrCovered},
	} {
		r, _ := signed(c.by, c.keyID, c.made, c.headers...)
		if _, err := v.Verify(r, "Idempotency-Key"); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzReadInput(f *testing.F) {
	f.Add(`sig=("@method" "@path" "@query");created=1;keyid="k";alg="ed25519"`)
	f.Add(`sig=();created=1`)
	f.Fuzz(func(t *testing.T, input string) {
		p, err := read(input)
		if err == nil && (p.label == "" || !strings.HasSuffix(input, p.text)) {
			t.Errorf("%q: %+v", input, p)
		}
	})
}

func decode(t *testing.T, s string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
