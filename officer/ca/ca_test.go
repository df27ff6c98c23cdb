package ca

import (
	"bytes"
	"crypto/sha1"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var now = time.Now().UTC().Truncate(time.Second)

func authorityAt(t *testing.T) (*Authority, string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "keys", "ca.pem")
	a, err := Open(file, "http://127.0.0.1/demo/ca", now)
	if err != nil {
		t.Fatal(err)
	}
	return a, file
}

func issued(t *testing.T, a *Authority, change func(*Request)) *x509.Certificate {
	t.Helper()
	key, err := a.CardKey("crd_x", "qualified")
	if err != nil {
		t.Fatal(err)
	}
	r := Request{Subject: []Attribute{{asn1.ObjectIdentifier{2, 5, 4, 3}, "Jörg Şahin"}, {asn1.ObjectIdentifier{2, 5, 4, 6}, "DE"}}, Email: "joerg@beispiel.example",
		Signing: true, Key: &key.PublicKey, From: now, Until: now.AddDate(2, 0, 0)}
	if change != nil {
		change(&r)
	}
	der, err := a.Issue(r)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// put writes a file for openssl to read.
func put(t *testing.T, name, kind string, der []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func openssl(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command("openssl", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("openssl %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func TestAnAuthorityStaysTheSame(t *testing.T) {
	a, file := authorityAt(t)
	b, err := Open(file, "http://127.0.0.1/demo/ca", now)
	if err != nil {
		t.Fatal(err)
	}
	one, _ := a.CardKey("crd_a", "qualified")
	two, _ := b.CardKey("crd_a", "qualified")
	other, _ := b.CardKey("crd_a", "authentication")
	if !bytes.Equal(a.Root.Raw, b.Root.Raw) || !bytes.Equal(a.Issuing.Raw, b.Issuing.Raw) || !one.Equal(two) || one.Equal(other) {
		t.Error("a restart changes the authority or its cards' keys")
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if err := os.WriteFile(file, []byte("no authority"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(file, "", now); err == nil {
		t.Error("a broken file was taken")
	}
}

func TestOpenSSLVerifiesWhatIsIssued(t *testing.T) {
	a, _ := authorityAt(t)
	root, issuing := put(t, "root.pem", "CERTIFICATE", a.Root.Raw), put(t, "issuing.pem", "CERTIFICATE", a.Issuing.Raw)
	for name, change := range map[string]func(*Request){
		"signature": nil, "seal": func(r *Request) { r.Seal = true }, "authentication": func(r *Request) { r.Signing = false },
		"test card": func(r *Request) { r.Plain = true }, "profession": func(r *Request) { r.Profession = "Öffentlich bestellte Vermessungsingenieurin" },
	} {
		t.Run(name, func(t *testing.T) {
			leaf := put(t, "leaf.pem", "CERTIFICATE", issued(t, a, change).Raw)
			if out := openssl(t, "verify", "-x509_strict", "-CAfile", root, "-untrusted", issuing, leaf); !strings.Contains(out, "OK") {
				t.Error(out)
			}
			text := openssl(t, "x509", "-in", leaf, "-noout", "-text", "-nameopt", "utf8")
			wants := []string{"CN=Jörg Şahin", "TEST Officer Portal Issuing CA 1", "joerg@beispiel.example", "/demo/ca/ocsp", "/demo/ca/crl"}
			switch name {
			case "signature":
				wants = append(wants, "Non Repudiation", "0.4.0.194112.1.2", "qcStatements")
			case "seal":
				wants = append(wants, "Non Repudiation", "0.4.0.194112.1.3")
			case "authentication":
				wants = append(wants, "Digital Signature", "TLS Web Client Authentication")
			}
			for _, want := range wants {
				if !strings.Contains(text, want) {
					t.Errorf("lacks %q:\n%s", want, text)
				}
			}
			if strings.Contains(text, "0.4.0.194112") != (name != "authentication" && name != "test card") {
				t.Error("the policy of qualified certificates is in the wrong place")
			}
		})
	}
}

func TestOpenSSLReadsTheCRL(t *testing.T) {
	a, _ := authorityAt(t)
	gone, stays := issued(t, a, nil), issued(t, a, nil)
	crl, err := a.CRL([]Revocation{{Serial: Serial(gone.SerialNumber), Reason: 1, At: now.Add(-time.Hour)},
		{Serial: Serial(stays.SerialNumber), Reason: 4, At: now.Add(time.Hour)}}, now)
	if err != nil {
		t.Fatal(err)
	}
	path, root, issuing := put(t, "crl.pem", "X509 CRL", crl), put(t, "root.pem", "CERTIFICATE", a.Root.Raw), put(t, "issuing.pem", "CERTIFICATE", a.Issuing.Raw)
	text := openssl(t, "crl", "-in", path, "-noout", "-text", "-CAfile", issuing)
	if !strings.Contains(text, "verify OK") || !strings.Contains(strings.ToLower(text), Serial(gone.SerialNumber)) || !strings.Contains(text, "Key Compromise") {
		t.Error(text)
	}
	if strings.Contains(strings.ToLower(text), Serial(stays.SerialNumber)) {
		t.Error("a revocation of the future is in force")
	}
	for c, want := range map[*x509.Certificate]string{gone: "certificate revoked", stays: ": OK"} {
		out, _ := exec.Command("openssl", "verify", "-crl_check", "-CRLfile", path, "-CAfile", root, "-untrusted", issuing, put(t, "leaf.pem", "CERTIFICATE", c.Raw)).CombinedOutput()
		if !strings.Contains(string(out), want) {
			t.Errorf("want %q: %s", want, out)
		}
	}
}

func TestOpenSSLAsksForTheStatus(t *testing.T) {
	a, _ := authorityAt(t)
	good, gone, foreign := issued(t, a, nil), issued(t, a, nil), issued(t, a, nil)
	look := func(serial string) (bool, *Revocation, error) {
		switch serial {
		case Serial(good.SerialNumber):
			return true, nil, nil
		case Serial(gone.SerialNumber):
			return true, &Revocation{Serial: serial, Reason: 1, At: now.Add(-time.Minute)}, nil
		}
		return false, nil, nil
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var b bytes.Buffer
		_, _ = b.ReadFrom(r.Body)
		answer, err := a.OCSP(b.Bytes(), look, time.Now())
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "application/ocsp-response")
		_, _ = w.Write(answer)
	}))
	defer server.Close()
	root, issuing := put(t, "root.pem", "CERTIFICATE", a.Root.Raw), put(t, "issuing.pem", "CERTIFICATE", a.Issuing.Raw)
	for c, want := range map[*x509.Certificate]string{good: ": good", gone: ": revoked", foreign: ": unknown"} {
		for _, hash := range []string{"-sha1", "-sha256"} {
			out := openssl(t, "ocsp", "-issuer", issuing, hash, "-cert", put(t, "leaf.pem", "CERTIFICATE", c.Raw), "-url", server.URL, "-CAfile", root, "-verify_other", issuing, "-no_nonce")
			if !strings.Contains(out, "Response verify OK") || !strings.Contains(out, want) {
				t.Errorf("%s: want %q:\n%s", hash, want, out)
			}
		}
	}
}

func TestWhatIsNoRequestIsRefused(t *testing.T) {
	a, _ := authorityAt(t)
	b, _ := authorityAt(t)
	look := func(string) (bool, *Revocation, error) { return false, nil, nil }
	for name, request := range map[string][]byte{"nothing": nil, "noise": []byte("noise"), "a digest": sha1.New().Sum(nil), "another authority's": requestFor(t, b)} {
		if _, err := a.OCSP(request, look, now); !errors.Is(err, ErrRequest) {
			t.Errorf("%s: %v", name, err)
		}
	}
	fails := errors.New("away")
	if _, err := a.OCSP(requestFor(t, a), func(string) (bool, *Revocation, error) { return false, nil, fails }, now); !errors.Is(err, fails) {
		t.Errorf("an answer although nothing is known: %v", err)
	}
}

func requestFor(t *testing.T, a *Authority) []byte {
	t.Helper()
	leaf, issuing := put(t, "leaf.pem", "CERTIFICATE", issued(t, a, nil).Raw), put(t, "issuing.pem", "CERTIFICATE", a.Issuing.Raw)
	out := filepath.Join(t.TempDir(), "request.der")
	openssl(t, "ocsp", "-issuer", issuing, "-cert", leaf, "-reqout", out)
	content, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
