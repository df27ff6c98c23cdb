package officer

import "strings"

// A Warning is something unusual about a case that does not block it: the
// officer looks twice.
type Warning struct {
	Key  string
	Args Args
	Part string // where it is looked at; empty for nowhere
}

// Ages that are possible, but seldom meant.
const (
	youngHolder = 16
	oldHolder   = 95
)

// CaseWarnings gives everything that is unusual about a case. prior are the
// person's other cases and orders.
func CaseWarnings(a Application, i Identification, prior []PriorCase, s Setting) []Warning {
	var w []Warning
	w = append(w, nameWarnings(i)...)
	w = append(w, birthWarnings(a.Form.Person.BirthDate, s.Today)...)
	w = append(w, PriorWarnings(prior, s.Today)...)
	w = append(w, emailWarnings(a.Form.Contact.Email, s.Organisation)...)
	return append(w, deliveryWarnings(a.Form, s)...)
}

func nameWarnings(i Identification) []Warning {
	switch i.Capture.Names {
	case NameTransliterated:
		return []Warning{{Key: "warning.name_transliterated", Part: PartDocument}}
	case NameTruncated:
		return []Warning{{Key: "warning.name_truncated", Part: PartDocument}}
	}
	return nil
}

func birthWarnings(birth, today Date) []Warning {
	if birth.IsZero() {
		return nil
	}
	switch age := birth.Age(today); {
	case age < youngHolder:
		return []Warning{{Key: "warning.young", Args: Args{"age": age}, Part: PartDocument}}
	case age > oldHolder:
		return []Warning{{Key: "warning.old", Args: Args{"age": age}, Part: PartDocument}}
	}
	return nil
}

// PriorWarnings gives what somebody who begins a case for a person has to know
// of the person's other cases and orders.
func PriorWarnings(prior []PriorCase, today Date) []Warning {
	var w []Warning
	for _, c := range prior {
		args := Args{"product_de": c.NameDE, "product_en": c.NameEN, "number": string(c.Number), "application": string(c.Application), "order": string(c.Order), "date": Today(c.CreatedAt)}
		switch {
		case c.Holds(today):
			w = append(w, Warning{Key: "warning.holds_card", Args: args})
		case c.Open() && c.Order != "":
			w = append(w, Warning{Key: "warning.open_order", Args: args})
		case c.Open():
			w = append(w, Warning{Key: "warning.open_case", Args: args})
		}
	}
	return w
}

// emailWarnings: an address outside the organisation's domains may be right, and
// may be a slip.
func emailWarnings(email string, o Organisation) []Warning {
	at := strings.LastIndexByte(email, '@')
	if at < 0 || len(o.EmailDomains) == 0 {
		return nil
	}
	domain := strings.ToLower(email[at+1:])
	for _, d := range o.EmailDomains {
		if d = strings.ToLower(d); domain == d || strings.HasSuffix(domain, "."+d) {
			return nil
		}
	}
	return []Warning{{Key: "warning.email_domain", Args: Args{"domain": domain}, Part: string(GroupContact)}}
}

// deliveryWarnings: a card that names the organisation, sent to a private address.
func deliveryWarnings(f Form, s Setting) []Warning {
	d := f.Delivery
	if d.CardTo != "applicant" || d.Card.Empty() || !f.NamesOrganisation(s.Product) || sameAddress(d.Card, s.Organisation.Address) {
		return nil
	}
	return []Warning{{Key: "warning.private_delivery", Part: string(GroupDelivery)}}
}

func sameAddress(a, b Address) bool {
	return SearchForm(a.Street) == SearchForm(b.Street) && a.PostalCode == b.PostalCode && SearchForm(a.Locality) == SearchForm(b.Locality)
}
