package officer

import "slices"

// A Family groups products by what the card is for.
type Family string

// The families of the catalogue. A test card is a product of its family with Test set.
const (
	SignatureCard Family = "signature"
	SealCard      Family = "seal"
	OfficerCard   Family = "officer"
)

// A Procedure is a way of identifying the applicant (domain: Identverfahren).
type Procedure string

// The procedures.
const (
	PostIdentBranch Procedure = "postident_branch"
	PostIdentEID    Procedure = "postident_eid"
	NotarIdent      Procedure = "notarident"
	BotschaftsIdent Procedure = "botschaftsident"
	OfficerIdent    Procedure = "officerident"
	BehoerdenIdent  Procedure = "behoerdenident"
	DTrustIdent     Procedure = "dtrust_ident"
)

// Procedures lists all of them in the order in which they are shown.
var Procedures = []Procedure{PostIdentBranch, PostIdentEID, NotarIdent, BotschaftsIdent, OfficerIdent, BehoerdenIdent, DTrustIdent}

// AtDesk reports whether the organisation's own people identify by it.
func (p Procedure) AtDesk() bool { return p == OfficerIdent || p == BehoerdenIdent }

// A Product is an entry of the catalogue.
type Product struct {
	ID                 ProductID
	Code               string // the operator's short name, such as SIG-STD-5.1
	Family             Family
	Variant            string // standard, m100, multi, profession
	Generation         string // such as 5.1
	Algorithm          string // RSA or ECC
	TermYears          int
	Test               bool
	NeedsOrganisation  bool
	AllowsOrganisation bool
	AllowsQuantity     bool
	AllowsAttribute    bool
	NameDE, NameEN     string
	PurposeDE          string
	PurposeEN          string
	Active             bool
	Position           int
	Procedures         []Procedure // which the product is certified for
	Version            int
}

// Name gives the product's name in a language.
func (p Product) Name(language string) string {
	if language == "en" {
		return p.NameEN
	}
	return p.NameDE
}

// Purpose gives what the product is for in a language.
func (p Product) Purpose(language string) string {
	if language == "en" {
		return p.PurposeEN
	}
	return p.PurposeDE
}

// Allows reports whether the product may be identified by the procedure.
func (p Product) Allows(by Procedure) bool { return slices.Contains(p.Procedures, by) }
