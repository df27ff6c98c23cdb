package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/ca"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
	"officerportal/officer/web/httpsig"
)

// pemFile writes a PEM file and gives its path.
func pemFile(t *testing.T, dir, name, kind string, der []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhoIsTrustedForCards(t *testing.T) {
	a, err := ca.New("http://x", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	public, _, _ := ed25519.GenerateKey(nil)
	spki, _ := x509.MarshalPKIXPublicKey(public)
	demo, empty, leaf := t.TempDir(), t.TempDir(), t.TempDir()
	pemFile(t, demo, "root.pem", "CERTIFICATE", a.Root.Raw)
	key, _ := a.CardKey("crd_x", "qualified")
	der, err := a.Issue(ca.Request{Key: &key.PublicKey, From: time.Now(), Until: time.Now().AddDate(1, 0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	pemFile(t, leaf, "leaf.pem", "CERTIFICATE", der)
	keys := pemFile(t, empty, "keys.txt", "PUBLIC KEY", spki)
	for name, c := range map[string]struct{ flag, value, told string }{
		"the demo's authority": {"--trust-anchors", demo, "demo's authority"}, "no certificates": {"--trust-anchors", empty, "no *.pem"},
		"a card's certificate": {"--trust-anchors", leaf, "not an authority"}, "a certificate as key": {"--production-key-file", filepath.Join(leaf, "leaf.pem"), "not a PUBLIC KEY"},
		"no such file": {"--production-key-file", filepath.Join(empty, "none"), "no such file"}, "no folder": {"--production-folder", keys, "not a folder"},
	} {
		if _, err := parsed(t, append(production(t), c.flag, c.value)...).check(); err == nil || !strings.Contains(err.Error(), c.told) {
			t.Errorf("%s: %v", name, err)
		}
	}
	p, err := parsed(t, append(production(t), "--production-key-file", keys, "--production-folder", empty)...).check()
	if err != nil || p.personalisers[httpsig.KeyID(spki)] == nil {
		t.Errorf("%v %v", p.personalisers, err)
	}
	all, err := newServices(&database{}, settings{keys: p.keys, folder: empty, calls: true})
	if err != nil || all.demoCA != nil || all.production.Makers[officer.BatchByDemo] != nil || all.production.Anchors.Practice || len(all.production.Ways) != 2 {
		t.Errorf("outside the demo: %+v %v", all.production, err)
	}
}

// TestOpenSSLChecksABatch: whoever has the public key checks a batch without the
// portal, by what README says.
func TestOpenSSLChecksABatch(t *testing.T) {
	p := wholePortal(t, "http://portal.example")
	file, err := p.house.all.production.Fetch(p.somebody(t, officer.RoleClerk), p.batchByFile(t))
	if err != nil {
		t.Fatal(err)
	}
	var signed struct {
		Batch     json.RawMessage
		KeyID     string `json:"key_id"`
		Signature []byte
	}
	if err := json.Unmarshal(file, &signed); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	public, err := p.all.counter.Keys.Evidence.PublicKeys()[0].PEM()
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"key.pem": public, "signature": signed.Signature, "message": append([]byte("officer-portal evidence v1 production_batch\n"), signed.Batch...)} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", filepath.Join(dir, "key.pem"), "-rawin", "-in", filepath.Join(dir, "message"), "-sigfile", filepath.Join(dir, "signature")).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Signature Verified Successfully") {
		t.Errorf("%v %s", err, out)
	}
}

// A personaliser is a program that fetches batches and reports cards, as one that
// is written elsewhere would.
type personaliser struct {
	t     *testing.T
	base  string
	keyID string
	key   ed25519.PrivateKey
}

// call sends a signed request and reads the answer.
func (p *personaliser) call(method, path, idempotency string, body any, answer any) (int, http.Header) {
	p.t.Helper()
	var content []byte
	if body != nil {
		var err error
		if content, err = json.Marshal(body); err != nil {
			p.t.Fatal(err)
		}
	}
	req, err := http.NewRequest(method, p.base+path, bytes.NewReader(content))
	if err != nil {
		p.t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Idempotency-Key", idempotency)
	}
	signAs(p.t, req, content, p.key, p.keyID)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	if answer != nil {
		if err := json.Unmarshal(text, answer); err != nil {
			p.t.Fatalf("%d %s: %v", res.StatusCode, text, err)
		}
	}
	return res.StatusCode, res.Header
}

// calledPortal is a whole portal that a personaliser may call.
func calledPortal(t *testing.T) (*whole, *personaliser) {
	t.Helper()
	public, private, _ := ed25519.GenerateKey(nil)
	spki, _ := x509.MarshalPKIXPublicKey(public)
	id := httpsig.KeyID(spki)
	p := wholePortalWith(t, "http://portal.example", plan{personalisers: map[string]ed25519.PublicKey{id: public}})
	p.listen(t)
	return p, &personaliser{t, p.address, id, private}
}

// TestAPersonaliserCalls leads a batch from the list to the dispatch, over a real
// connection with real signatures.
func TestAPersonaliserCalls(t *testing.T) {
	p, caller := calledPortal(t)
	production := p.house.all.production
	clerk := p.somebody(t, officer.RoleClerk)
	ready, err := production.Ready(clerk, officer.Cursor{})
	if err != nil || len(ready.Orders) == 0 {
		t.Fatalf("%v: nothing is approved", err)
	}
	id, err := production.MakeBatch(clerk, []officer.OrderID{ready.Orders[0].ID}, officer.BatchByAPI)
	if err != nil {
		t.Fatal(err)
	}
	var list struct {
		Batches []struct {
			Batch  string
			Status string
		}
	}
	if status, _ := caller.call("GET", "/api/production/batches", "", nil, &list); status != 200 || len(list.Batches) != 1 || list.Batches[0].Batch != string(id) {
		t.Fatalf("%d %+v", status, list)
	}
	var signed struct {
		Batch     json.RawMessage
		KeyID     string `json:"key_id"`
		Signature []byte
	}
	if status, _ := caller.call("GET", "/api/production/batches/"+string(id), "", nil, &signed); status != 200 {
		t.Fatal(status)
	}
	if err := p.all.counter.Keys.Evidence.Verify(secret.Production, signed.KeyID, signed.Batch, signed.Signature); err != nil {
		t.Error(err)
	}
	var content officer.BatchContent
	if err := json.Unmarshal(signed.Batch, &content); err != nil {
		t.Fatal(err)
	}
	made := []officer.CardResult{}
	for _, ordered := range content.Cards {
		r, err := desk.MakeVirtualCard(p.house.all.demoCA.Authority, ordered, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		made = append(made, r)
	}
	var report struct {
		Taken, Unchanged, Refused int
		Rows                      []struct {
			Outcome  string
			Problems []struct{ Key, Text string }
		}
	}
	results := map[string]any{"batch": id, "results": made}
	for range 2 { // the second is answered the same
		if status, _ := caller.call("POST", "/api/production/results", "call-1", results, &report); status != 200 || report.Taken != len(made) || report.Refused != 0 {
			t.Fatalf("%d %+v", status, report)
		}
	}
	var problem struct {
		Title, Detail string
		Status        int
	}
	other := map[string]any{"batch": id, "results": []map[string]any{{"card": content.Cards[0].Card, "serial": "8027600000000000000"}}}
	if status, h := caller.call("POST", "/api/production/results", "call-1", other, &problem); status != 409 || !strings.HasPrefix(h.Get("Content-Type"), "application/problem+json") || !strings.Contains(problem.Detail, "Idempotency-Key") {
		t.Errorf("%d %+v", status, problem)
	}
	if status, _ := caller.call("POST", "/api/production/results", "call-2", other, &report); status != 200 || report.Refused != 1 || report.Rows[0].Problems[0].Text == "" {
		t.Errorf("%d %+v", status, report)
	}
	sent := []map[string]any{}
	for _, c := range content.Cards {
		sent = append(sent, map[string]any{"card": c.Card, "card_sent": map[string]string{"at": time.Now().Format(time.RFC3339), "tracking": "RR123456785DE"}})
	}
	if status, _ := caller.call("POST", "/api/production/dispatch", "call-1", map[string]any{"batch": id, "sent": sent}, &report); status != 200 || report.Taken != len(sent) {
		t.Errorf("%d %+v", status, report)
	}
	if s := dbtest.Get[string](t, p.data, `select status from orders where id = $1`, ready.Orders[0].ID); s != "dispatched" {
		t.Errorf("the order is %s", s)
	}
	for name, c := range map[string]struct {
		method, path, key string
		body              any
		want              int
	}{
		"no such batch":       {"GET", "/api/production/batches/bat_zzzzzzzzzzzzzzzz", "", nil, 404},
		"no id":               {"GET", "/api/production/batches/x", "", nil, 404},
		"no results":          {"POST", "/api/production/results", "call-3", map[string]any{"batch": id, "results": []int{}}, 422},
		"a misspelt name":     {"POST", "/api/production/results", "call-4", map[string]any{"batch": id, "results": []map[string]string{{"card": "x", "seriall": "1"}}}, 422},
		"an unusable key":     {"POST", "/api/production/results", "call 5", results, 422},
		"a batch by file":     {"POST", "/api/production/results", "call-6", map[string]any{"batch": p.batchByFile(t), "results": made}, 404},
		"a parcel of nothing": {"POST", "/api/production/dispatch", "call-7", map[string]any{"batch": id, "sent": []int{1}}, 422},
	} {
		if status, _ := caller.call(c.method, c.path, c.key, c.body, &problem); status != c.want || problem.Status != c.want {
			t.Errorf("%s: %d %+v", name, status, problem)
		}
	}
}

// TestTheContractIsPublished: what may be called stands in an OpenAPI document.
func TestTheContractIsPublished(t *testing.T) {
	p, _ := calledPortal(t)
	var doc struct {
		OpenAPI    string
		Paths      map[string]map[string]any
		Components struct{ SecuritySchemes map[string]any }
	}
	a := p.ask(t, nil, get("/api/production/openapi.json"))
	if err := json.Unmarshal([]byte(a.body), &doc); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.1") || len(doc.Paths) != 4 || doc.Components.SecuritySchemes["signature"] == nil {
		t.Errorf("%+v", doc)
	}
	if a := p.ask(t, nil, get("/api/production/openapi.yaml")); a.status != 200 || !strings.Contains(a.body, "post-results") {
		t.Errorf("%d %s", a.status, a.body[:min(200, len(a.body))])
	}
}

// TestOpenSSLAsksTheDemosAuthority: certificates of the demo's cards are verified
// and their status is asked for by a tool that knows nothing of the portal.
func TestOpenSSLAsksTheDemosAuthority(t *testing.T) {
	p := wholePortal(t, "http://portal.example")
	p.listen(t)
	dir := t.TempDir()
	root := filepath.Join(dir, "root.pem")
	if err := os.WriteFile(root, []byte(p.ask(t, nil, get("/demo/ca/root.pem")).body), 0o600); err != nil {
		t.Fatal(err)
	}
	issuing := pemFile(t, dir, "issuing.pem", "CERTIFICATE", p.house.all.demoCA.Authority.Issuing.Raw)
	ders := dbtest.Get[[]byte](t, p.data, `select der from certificates where usage = 'qualified' order by card_id limit 1`)
	leaf := pemFile(t, dir, "leaf.pem", "CERTIFICATE", ders)
	run := func(args ...string) string {
		out, _ := exec.Command("openssl", args...).CombinedOutput()
		return string(out)
	}
	if out := run("verify", "-CAfile", root, "-untrusted", issuing, leaf); !strings.Contains(out, ": OK") {
		t.Error(out)
	}
	ask := []string{"ocsp", "-issuer", issuing, "-cert", leaf, "-url", p.address + "/demo/ca/ocsp", "-CAfile", root, "-verify_other", issuing, "-no_nonce"}
	if out := run(ask...); !strings.Contains(out, "Response verify OK") || !strings.Contains(out, "leaf.pem: good") {
		t.Error(out)
	}
	c, err := x509.ParseCertificate(ders)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.house.all.demoCA.RevokeCertificate(context.Background(), ca.Serial(c.SerialNumber), 1, time.Now().Add(-time.Second)); err != nil {
		t.Fatal(err)
	}
	if out := run(ask...); !strings.Contains(out, "leaf.pem: revoked") {
		t.Error(out)
	}
	crl := filepath.Join(dir, "crl.der")
	if err := os.WriteFile(crl, []byte(p.ask(t, nil, get("/demo/ca/crl")).body), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := run("crl", "-inform", "DER", "-in", crl, "-noout", "-text", "-CAfile", issuing); !strings.Contains(strings.ToLower(out), ca.Serial(c.SerialNumber)) || !strings.Contains(out, "verify OK") {
		t.Error(out)
	}
	request := filepath.Join(dir, "request.der")
	run("ocsp", "-issuer", issuing, "-cert", leaf, "-reqout", request)
	der, err := os.ReadFile(request)
	if err != nil {
		t.Fatal(err)
	}
	a := p.ask(t, nil, get("/demo/ca/ocsp/"+strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(base64.StdEncoding.EncodeToString(der))))
	if a.status != 200 || a.header.Get("Content-Type") != "application/ocsp-response" {
		t.Errorf("by GET: %d %s", a.status, a.header.Get("Content-Type"))
	}
	if a := p.ask(t, nil, get("/demo/ca/ocsp/bm9pc2U=")); a.status != 422 {
		t.Errorf("noise: %d", a.status)
	}
}

// batchByFile is one of the demo's.
func (p *whole) batchByFile(t *testing.T) officer.BatchID {
	return dbtest.Get[officer.BatchID](t, p.data, `select id from production_batches where way = 'file' limit 1`)
}

// somebody gives a context in which one of the demo's back office acts.
func (p *whole) somebody(t *testing.T, r officer.Role) context.Context {
	t.Helper()
	p.gather(t)
	for _, who := range p.people {
		if who.Has(r) {
			return officer.WithActor(context.Background(), who.Actor)
		}
	}
	t.Fatalf("nobody is %s", r)
	return nil
}
