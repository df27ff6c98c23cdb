package officer

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Content is what goes into the certificate, and what the officer vouches for
// by seeing person and document. A change to it undoes signature and check;
// a change to anything else of the form does not.
type Content struct {
	Format       string // the fields and their order; a change of either is another format
	Product      ProductID
	Procedure    Procedure
	Person       PersonData
	Email        string
	Publish      string
	Attribute    string
	ConfirmedBy  string
	Department   string
	Organisation *CertifiedOrganisation // nil where none stands in the certificate
}

// A CertifiedOrganisation is an organisation as the certificate names it.
type CertifiedOrganisation struct {
	Name           string
	LegalForm      string
	Address        Address
	RegisterCourt  string
	RegisterNumber string
	VATID          string
}

const contentFormat = "certificate content 1"

func contentOf(a Application, p Product) Content {
	f := a.Form
	c := Content{Format: contentFormat, Product: a.Product, Procedure: a.Procedure, Person: f.Person,
		Email: f.Certificate.Email, Publish: f.Certificate.Publish}
	if p.AllowsAttribute {
		c.Attribute, c.ConfirmedBy = f.Certificate.Attribute, f.Certificate.ConfirmedBy
	}
	if f.NamesOrganisation(p) {
		o := f.Organisation
		c.Department = f.Certificate.Department
		c.Organisation = &CertifiedOrganisation{Name: o.Name, LegalForm: o.LegalForm, Address: o.Address,
			RegisterCourt: o.RegisterCourt, RegisterNumber: o.RegisterNumber, VATID: o.VATID}
	}
	return c
}

// Digest gives the SHA-256 of the content in 64 hexadecimal letters. Fields are
// written with their names and in a fixed order, so that no two contents run together.
func (c Content) Digest() string {
	text, err := json.Marshal(c)
	if err != nil {
		panic("officer: content: " + err.Error()) // strings and dates only: cannot happen
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
