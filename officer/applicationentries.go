package officer

import (
	"slices"
	"strconv"
)

// An Entry is one field of a form's page with what stands in it; a date as
// YYYY-MM-DD, an answer as the word it is stored by.
type Entry struct{ Field, Value string }

// Entries gives a group field by field, in the order of its page: to fill the
// page, to compare two versions, to name what changed.
func (f Form) Entries(g Group) []Entry {
	switch g {
	case GroupPerson:
		return f.Person.entries()
	case GroupContact:
		return []Entry{{"email", f.Contact.Email}, {"mobile", f.Contact.Mobile}, {"phone", f.Contact.Phone}}
	case GroupCertificate:
		c := f.Certificate
		return []Entry{{"certificate_email", c.Email}, {"publish", c.Publish}, {"names_organisation", yes(c.Organisation)},
			{"department", c.Department}, {"attribute", c.Attribute}, {"confirmed_by", c.ConfirmedBy}}
	case GroupDelivery:
		return f.Delivery.entries()
	case GroupOrganisation:
		return f.Organisation.entries()
	case GroupSignatory:
		s := f.Signatory
		return []Entry{{"signatory_self", s.Self}, {"signatory_name", s.Name}, {"signatory_role", s.Role}, {"signatory_contact", s.Contact}}
	case GroupRevokers:
		return revokerEntries(f.Revokers)
	case GroupSecrets:
		return []Entry{{"question", f.Secrets.Question}, {"answer", yes(f.Secrets.Answered)}, {"revocation_password", f.Secrets.RevocationPassword}}
	case GroupPayment:
		return f.Payment.entries()
	}
	return nil
}

// Changed names the fields of a group in which two forms differ.
func (f Form) Changed(g Group, other Form) []string {
	before := make(map[string]string)
	for _, e := range other.Entries(g) {
		before[e.Field] = e.Value
	}
	var names []string
	for _, e := range f.Entries(g) {
		if before[e.Field] != e.Value {
			names = append(names, e.Field)
		}
		delete(before, e.Field)
	}
	for _, e := range other.Entries(g) { // those that are gone
		if before[e.Field] != "" {
			names = append(names, e.Field)
		}
	}
	return names
}

// InOrder sorts faults as the fields stand on their page; those of other fields last.
func (p Problems) InOrder(entries []Entry) Problems {
	place := make(map[string]int, len(entries))
	for i, e := range entries {
		place[e.Field] = i - len(entries)
	}
	sorted := slices.Clone(p)
	slices.SortStableFunc(sorted, func(a, b Problem) int { return place[a.Field] - place[b.Field] })
	return sorted
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func (a Address) entries(prefix string) []Entry {
	return []Entry{{prefix + "street", a.Street}, {prefix + "postal_code", a.PostalCode}, {prefix + "locality", a.Locality}, {prefix + "country", a.Country}}
}

func (p PersonData) entries() []Entry {
	return append([]Entry{{"title", p.Title}, {"given_names", p.GivenNames}, {"family_name", p.FamilyName}, {"birth_name", p.BirthName},
		{"pseudonym", p.Pseudonym}, {"birth_date", p.BirthDate.String()}, {"birth_place", p.BirthPlace}, {"nationality", p.Nationality}},
		p.Address.entries("")...)
}

func (d Delivery) entries() []Entry {
	list := append([]Entry{{"card_to", d.CardTo}, {"desk_branch", string(d.DeskBranch)}}, d.Card.entries("card_")...)
	return append(append(list, Entry{"pin_to", d.PINTo}), d.PIN.entries("pin_")...)
}

func (o OrganisationEntry) entries() []Entry {
	list := append([]Entry{{"organisation_name", o.Name}, {"legal_form", o.LegalForm}}, o.Address.entries("")...)
	return append(list, Entry{"register_court", o.RegisterCourt}, Entry{"register_number", o.RegisterNumber}, Entry{"vat_id", o.VATID},
		Entry{"evidence_on", o.EvidenceOn.String()}, Entry{"evidence_note", o.EvidenceNote})
}

func (p Payment) entries() []Entry {
	list := append([]Entry{{"recipient", p.Recipient}}, p.Address.entries("")...)
	return append(list, Entry{"purchase_order", p.PurchaseOrder}, Entry{"cost_centre", p.CostCentre}, Entry{"vat_id", p.VATID})
}

func revokerEntries(list []Revoker) []Entry {
	var all []Entry
	for i, r := range list {
		n := "_" + strconv.Itoa(i+1)
		all = append(all, Entry{"revoker_name" + n, r.Name}, Entry{"revoker_function" + n, r.Function}, Entry{"revoker_contact" + n, r.Contact})
	}
	return all
}
