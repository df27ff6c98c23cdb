package officer

import (
	"slices"
	"time"
)

// An OrganisationKind is company, authority, or the trust service provider itself.
type OrganisationKind string

// The kinds of organisation.
const (
	Company   OrganisationKind = "company"
	Authority OrganisationKind = "authority"
	TSP       OrganisationKind = "tsp"
)

// An Organisation is a tenant. Number is its short public number, the first
// part of its order numbers.
type Organisation struct {
	ID                    OrganisationID
	Number                int
	Kind                  OrganisationKind
	Name                  string
	LegalForm             string
	Address               Address
	RegisterCourt         string
	RegisterNumber        string
	VATID                 string
	EmailDomains          []string
	DocumentTypes         []DocumentType
	SecondCheck           bool // a checker has to see every identification
	PurchaseOrderRequired bool
	Status                string // active, closed
	CreatedAt             time.Time
	Version               int
}

// Procedure gives the procedure by which this organisation's own people
// identify: an authority does it by BehördenIdent, a company by OfficerIdent.
func (o Organisation) Procedure() Procedure {
	if o.Kind == Authority {
		return BehoerdenIdent
	}
	return OfficerIdent
}

// Accepts reports whether the organisation's allow-list has the document type.
func (o Organisation) Accepts(t DocumentType) bool { return slices.Contains(o.DocumentTypes, t) }

// An Address is a postal address. Country is the ISO 3166-1 alpha-2 code.
type Address struct {
	Street     string
	PostalCode string
	Locality   string
	Country    string
}

// Empty reports whether nothing was entered.
func (a Address) Empty() bool { return a.Street == "" && a.PostalCode == "" && a.Locality == "" }

// A Branch is one site of an organisation, where a desk stands.
type Branch struct {
	ID           BranchID
	Organisation OrganisationID
	Name         string
	Address      Address
	ClosedAt     *time.Time
	Version      int
}
