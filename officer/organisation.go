package officer

import (
	"slices"
	"strings"
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

// TenantKinds are the kinds that the provider admits; it is itself the only one
// of its own.
var TenantKinds = []OrganisationKind{Company, Authority}

// The statuses of an organisation. At the desk of a closed one nobody works.
const (
	OrganisationActive = "active"
	OrganisationClosed = "closed"
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
	EvidenceOn            Date   // when the register data were looked up or the extract was made
	EvidenceNote          string // what was seen
	EmailDomains          []string
	DocumentTypes         []DocumentType
	SecondCheck           bool // a checker has to see every identification
	PurchaseOrderRequired bool
	Terms                        // with the provider
	Status                string // active, closed
	CreatedAt             time.Time
	Version               int
}

// The numbers an organisation may have.
const (
	firstOrganisationNumber = 1000
	lastOrganisationNumber  = 999999
)

// Clean gives the organisation as it may be kept, and what is wrong with it. The
// evidence is checked where it is given: it may grow old afterwards.
func (o Organisation) Clean() (Organisation, Problems) {
	var c cleaner
	c.line("name", &o.Name, MaxLine)
	c.line("legal_form", &o.LegalForm, MaxLine)
	c.address("", &o.Address)
	c.line("register_court", &o.RegisterCourt, MaxLine)
	c.line("register_number", &o.RegisterNumber, 40)
	c.vat(&o.VATID)
	c.text("evidence_note", &o.EvidenceNote, MaxLine)
	p := c.problems
	for _, missing := range o.missing() {
		if !p.Has(missing.Field) {
			p = append(p, missing)
		}
	}
	if o.Number < firstOrganisationNumber || o.Number > lastOrganisationNumber {
		p.Add("organisation_number", "organisation.number_range")
	}
	return o, p
}

func (o Organisation) missing() Problems {
	var p Problems
	p.required([2]string{"kind", string(o.Kind)}, [2]string{"name", o.Name})
	p.address("", o.Address)
	if o.Kind == Company {
		p.required([2]string{"register_number", o.RegisterNumber})
	}
	p.vat(o.VATID)
	return p
}

// CheckEvidence gives what is wrong with the evidence of the register data: there
// is a note of what was seen, and it is not older than EvidenceMonths.
func (o Organisation) CheckEvidence(today Date) Problems {
	var p Problems
	p.required([2]string{"evidence_on", o.EvidenceOn.String()}, [2]string{"evidence_note", o.EvidenceNote})
	switch {
	case o.EvidenceOn.IsZero():
	case o.EvidenceOn.After(today):
		p.Add("evidence_on", "organisation.evidence_future")
	case o.EvidenceOn.AddMonths(EvidenceMonths).Before(today):
		p.Add("evidence_on", "organisation.evidence_old", "months", EvidenceMonths)
	}
	return p
}

// Changed names the fields that a form of the organisation's own data changes,
// and reports whether register data are among them: those need fresh evidence.
func (o Organisation) Changed(kept Organisation) (fields []string, register bool) {
	for _, f := range []struct {
		name      string
		same      bool
		evidenced bool
	}{
		{"name", o.Name == kept.Name, true},
		{"legal_form", o.LegalForm == kept.LegalForm, true},
		{"address", o.Address == kept.Address, false},
		{"register_court", o.RegisterCourt == kept.RegisterCourt, true},
		{"register_number", o.RegisterNumber == kept.RegisterNumber, true},
		{"vat_id", o.VATID == kept.VATID, false},
		{"evidence", o.EvidenceOn == kept.EvidenceOn && o.EvidenceNote == kept.EvidenceNote, true},
	} {
		if !f.same {
			fields = append(fields, f.name)
			register = register || f.evidenced
		}
	}
	return fields, register
}

// Settings are what an organisation decides for itself.
type Settings struct {
	SecondCheck           bool
	PurchaseOrderRequired bool
	DocumentTypes         []DocumentType
	EmailDomains          []string
}

// Settings gives the organisation's own decisions.
func (o Organisation) Settings() Settings {
	return Settings{o.SecondCheck, o.PurchaseOrderRequired, o.DocumentTypes, o.EmailDomains}
}

// maxDomains is how many e-mail domains an organisation may name.
const maxDomains = 50

// Decide sets the organisation's own decisions. Domains are kept in their one
// form, in order and without doubles; one of each kind of document is the least.
func (o *Organisation) Decide(s Settings) error {
	var p Problems
	if len(s.DocumentTypes) == 0 {
		p.Add("document_types", "organisation.no_document_type")
	}
	if len(s.EmailDomains) > maxDomains {
		p.Add("email_domains", "organisation.too_many_domains", "max", maxDomains)
	}
	domains := []string{}
	for _, typed := range s.EmailDomains {
		domain, err := asciiDomain(strings.TrimPrefix(strings.TrimSpace(typed), "@"))
		if err != nil && !p.Has("email_domains") {
			p.AddErr("email_domains", err)
		}
		domains = append(domains, domain)
	}
	if err := p.Err(); err != nil {
		return err
	}
	slices.Sort(domains)
	o.SecondCheck, o.PurchaseOrderRequired = s.SecondCheck, s.PurchaseOrderRequired
	o.DocumentTypes, o.EmailDomains = s.DocumentTypes, slices.Compact(domains)
	return nil
}

// Close shuts the organisation: its people have no desk any more. The provider
// itself stays open.
func (o *Organisation) Close() error {
	if o.Kind == TSP {
		return Fail(Conflict, "organisation.provider_stays")
	}
	return o.move(OrganisationActive, OrganisationClosed)
}

// Reopen opens it again, with the roles that were held.
func (o *Organisation) Reopen() error { return o.move(OrganisationClosed, OrganisationActive) }

func (o *Organisation) move(from, to string) error {
	if o.Status != from {
		return Fail(Conflict, "organisation.wrong_status")
	}
	o.Status = to
	return nil
}

// Procedure gives the procedure by which this organisation's own people
// identify: an authority does it by BehördenIdent, a company by OfficerIdent.
func (o Organisation) Procedure() Procedure {
	if o.Kind == Authority {
		return BehoerdenIdent
	}
	return OfficerIdent
}

// FirstShop is the shop that a new organisation begins with: its products are
// those that its own desk may identify for, by the desk's procedure. The
// provider's is the public one, by every procedure that needs no desk.
func (o Organisation) FirstShop(catalogue []Product, at time.Time) Shop {
	shop := Shop{ID: NewID[ShopID](), Organisation: o.ID, Name: o.Name, Public: o.Kind == TSP, Status: "open", CreatedAt: at}
	for _, p := range catalogue {
		by := slices.DeleteFunc(slices.Clone(p.Procedures), func(x Procedure) bool {
			return shop.Public && x.AtDesk() || !shop.Public && x != o.Procedure()
		})
		if p.Active && len(by) > 0 {
			shop.Offers = append(shop.Offers, Offer{Product: p.ID, Procedures: by})
		}
	}
	return shop
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

// An OrganisationPage is a page of the provider's list.
type OrganisationPage struct {
	Organisations  []Organisation
	Previous, Next Cursor
}
