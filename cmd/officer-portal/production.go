package main

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"officerportal/officer"
	"officerportal/officer/ca"
	"officerportal/officer/desk"
	"officerportal/officer/job"
	"officerportal/officer/web/httpsig"
)

// productionFlags say how cards are made, and whom the provider trusts for them.
type productionFlags struct {
	TrustAnchors     string `help:"Folder with the certificates (*.pem) of the authorities that cards' certificates must lead to. Without one no card is taken over outside the demo." placeholder:"DIR" type:"path"`
	ProductionFolder string `help:"Folder by which batches reach the personaliser: written to DIR/out, results are read from DIR/in. Without one they are downloaded and uploaded." placeholder:"DIR" type:"path"`
}

// callFlags say who may call to report cards.
type callFlags struct {
	ProductionKeyFile string `help:"File with the public Ed25519 keys (PEM) of the personaliser that may call /api/production. Without one nobody may." placeholder:"FILE" type:"path"`
}

// anchors reads the certificates of a folder.
func (p productionFlags) anchors(f *faults) (list []*x509.Certificate) {
	if p.ProductionFolder != "" {
		if info, err := os.Stat(p.ProductionFolder); err != nil || !info.IsDir() {
			f.add("--production-folder %s is not a folder", p.ProductionFolder)
		}
	}
	if p.TrustAnchors == "" {
		return nil
	}
	names, err := filepath.Glob(filepath.Join(p.TrustAnchors, "*.pem"))
	if err != nil || len(names) == 0 {
		f.add("--trust-anchors: there is no *.pem in %s", p.TrustAnchors)
	}
	for _, name := range names {
		for _, der := range blocks(f, "--trust-anchors", name, "CERTIFICATE") {
			c, err := x509.ParseCertificate(der)
			switch {
			case err != nil:
				f.add("--trust-anchors: %s: %v", name, err)
			case !c.IsCA:
				f.add("--trust-anchors: %s is not an authority's certificate", name)
			case strings.HasPrefix(c.Subject.CommonName, ca.Mark+" Officer Portal "):
				f.add("--trust-anchors: %s is the demo's authority, which nobody may trust", name)
			default:
				list = append(list, c)
			}
		}
	}
	return list
}

// personalisers reads the public keys of those who may call.
func (c callFlags) personalisers(f *faults) map[string]ed25519.PublicKey {
	if c.ProductionKeyFile == "" {
		return nil
	}
	keys := map[string]ed25519.PublicKey{}
	for _, der := range blocks(f, "--production-key-file", c.ProductionKeyFile, "PUBLIC KEY") {
		any, err := x509.ParsePKIXPublicKey(der)
		key, is := any.(ed25519.PublicKey)
		if err != nil || !is {
			f.add("--production-key-file: %s holds a key that is not Ed25519", c.ProductionKeyFile)
			continue
		}
		keys[httpsig.KeyID(der)] = key
	}
	return keys
}

// blocks reads the PEM blocks of a file; another kind of block, and none, is a fault.
func blocks(f *faults, flag, name, kind string) (list [][]byte) {
	content, err := os.ReadFile(name)
	if err != nil {
		f.add("%s: %v", flag, err)
		return nil
	}
	for block, rest := pem.Decode(content); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != kind {
			f.add("%s: %s holds a %s, not a %s", flag, name, block.Type, kind)
			continue
		}
		list = append(list, block.Bytes)
	}
	if len(list) == 0 {
		f.add("%s: there is no %s in %s", flag, kind, name)
	}
	return list
}

// demoPause is how long the demo's producer takes for a card, and for its PIN letter.
const demoPause = 20 * time.Second

// production puts together how cards are made. The demo makes them by itself, by
// an authority of its own; nowhere else is there one.
func (s settings) production(c *desk.Counter) (*desk.Production, *desk.DemoAuthority, error) {
	p := &desk.Production{Counter: c, Ways: []officer.BatchWay{officer.BatchByFile}, Makers: map[officer.BatchWay]desk.CardProduction{}}
	if s.folder != "" {
		p.Makers[officer.BatchByFile] = job.HandOverFolder{Dir: s.folder}
	}
	if s.calls {
		p.Ways = append(p.Ways, officer.BatchByAPI)
	}
	if len(s.anchors) > 0 || s.demo {
		p.Anchors.Pool = x509.NewCertPool()
	}
	for _, a := range s.anchors {
		p.Anchors.Pool.AddCert(a)
	}
	if !s.demo {
		return p, nil, nil
	}
	authority, err := s.authority()
	if err != nil {
		return nil, nil, fmt.Errorf("the demo's authority: %w", err)
	}
	p.Anchors.Practice = true
	p.Anchors.Pool.AddCert(authority.Root)
	p.Ways = append([]officer.BatchWay{officer.BatchByDemo}, p.Ways...)
	p.Makers[officer.BatchByDemo] = &desk.DemoProducer{Counter: c, Authority: authority, Pause: demoPause}
	return p, &desk.DemoAuthority{Counter: c, Authority: authority}, nil
}

// authority is the demo's, kept beside its data so that a restart keeps its cards.
func (s settings) authority() (*ca.Authority, error) {
	address := s.address + "/demo/ca"
	if s.dataDir == "" {
		return ca.New(address, time.Now())
	}
	return ca.Open(filepath.Join(s.dataDir, "keys", "demo-ca.pem"), address, time.Now())
}
