package officer

import "strings"

// An AttributeType names one attribute of a certificate; its text is subject.TYPE.
type AttributeType string

// The attributes a card's certificates carry (EN 319 412-2, 412-3). The serial
// number that makes the subject unique is the provider's and no part of a preview.
const (
	SubjectCommonName             AttributeType = "common_name"
	SubjectTitle                  AttributeType = "title"
	SubjectGivenName              AttributeType = "given_name"
	SubjectSurname                AttributeType = "surname"
	SubjectPseudonym              AttributeType = "pseudonym"
	SubjectOrganisationName       AttributeType = "organisation_name"
	SubjectOrganisationUnit       AttributeType = "organisation_unit"
	SubjectOrganisationIdentifier AttributeType = "organisation_identifier"
	SubjectLocality               AttributeType = "locality"
	SubjectCountry                AttributeType = "country"
	SubjectEmailAddress           AttributeType = "email"
	SubjectProfession             AttributeType = "profession"
)

// attributeBounds are the upper bounds of X.520 annex C (RFC 5280 appendix A.1), and
// of the admission extension for the profession. Counted are letters with their
// marks, so that no letter is cut in two. Without a bound nothing is cut.
var attributeBounds = map[AttributeType]int{
	SubjectCommonName: 64, SubjectTitle: 64, SubjectOrganisationName: 64, SubjectOrganisationUnit: 64,
	SubjectLocality: 128, SubjectPseudonym: 128, SubjectProfession: 128, SubjectEmailAddress: maxEmail,
}

// pseudonymMark ends the common name of a certificate that names a pseudonym.
const pseudonymMark = ":PN"

// An Attribute is one line of the certificate preview: the value as it will be
// issued, and what was asked for if that had to be cut.
type Attribute struct {
	Type     AttributeType
	Value    string
	Cut      bool
	Original string // the whole value when Cut
	Max      int    // the bound, or 0
}

// Subject previews what the certificate of a card will say, in the order in which
// certificates list it. Attributes that have no value are left out.
func (c Content) Subject(family Family) []Attribute {
	var s subject
	if family == SealCard {
		s.seal(c)
	} else {
		s.person(c)
	}
	s.add(SubjectEmailAddress, c.Email)
	return s
}

// subject collects attributes.
type subject []Attribute

// add appends an attribute, cut to its bound.
func (s *subject) add(t AttributeType, value string) {
	if value == "" {
		return
	}
	limit := attributeBounds[t]
	a := Attribute{Type: t, Value: value, Max: limit}
	if limit > 0 {
		if a.Value, a.Cut = CutClusters(value, limit); a.Cut {
			a.Original = value
		}
	}
	*s = append(*s, a)
}

// person names a natural person, or their pseudonym instead; with organisation if
// one stands in the certificate.
func (s *subject) person(c Content) {
	p := c.Person
	s.commonName(p)
	if p.Pseudonym == "" {
		s.add(SubjectTitle, p.Title)
		s.add(SubjectGivenName, p.GivenNames)
		s.add(SubjectSurname, p.FamilyName)
	}
	s.add(SubjectPseudonym, p.Pseudonym)
	s.add(SubjectProfession, c.Attribute)
	country := p.Address.Country
	if c.Organisation != nil {
		s.organisation(c)
		country = c.Organisation.Address.Country
	}
	s.add(SubjectCountry, country)
}

// seal names a legal person.
func (s *subject) seal(c Content) {
	if c.Organisation == nil {
		return
	}
	s.add(SubjectCommonName, c.Organisation.fullName())
	s.organisation(c)
	s.add(SubjectCountry, c.Organisation.Address.Country)
}

func (s *subject) organisation(c Content) {
	s.add(SubjectOrganisationName, c.Organisation.fullName())
	s.add(SubjectOrganisationIdentifier, c.Organisation.identifier())
	s.add(SubjectOrganisationUnit, c.Department)
	s.add(SubjectLocality, c.Organisation.Address.Locality)
}

// commonName writes given names and family name. What does not fit loses given
// names from the end first, since the family name tells people apart.
func (s *subject) commonName(p PersonData) {
	limit := attributeBounds[SubjectCommonName]
	full := strings.TrimSpace(p.GivenNames + " " + p.FamilyName)
	value, mark := full, ""
	if p.Pseudonym != "" {
		full, value, mark = p.Pseudonym+pseudonymMark, p.Pseudonym, pseudonymMark
	}
	given := strings.Fields(p.GivenNames)
	for mark == "" && Clusters(value) > limit && len(given) > 1 {
		given = given[:len(given)-1]
		value = strings.Join(given, " ") + " " + p.FamilyName
	}
	value, _ = CutClusters(value, limit-len(mark))
	a := Attribute{Type: SubjectCommonName, Value: value + mark, Max: limit}
	if a.Value == "" {
		return
	}
	if a.Cut = a.Value != full; a.Cut {
		a.Original = full
	}
	*s = append(*s, a)
}

// fullName is the name with the legal form, unless the name has it already.
func (o CertifiedOrganisation) fullName() string {
	if o.LegalForm == "" || strings.HasSuffix(o.Name, o.LegalForm) {
		return o.Name
	}
	return o.Name + " " + o.LegalForm
}

// identifier is the organisation's semantic identifier (EN 319 412-1 §5.1.4): of
// the trade register, or the VAT id where there is none.
func (o CertifiedOrganisation) identifier() string {
	country := strings.ToUpper(o.Address.Country)
	switch {
	case country == "":
		return ""
	case o.RegisterNumber != "":
		return "NTR" + country + "-" + o.RegisterNumber
	case o.VATID != "":
		return "VAT" + country + "-" + strings.TrimPrefix(o.VATID, country)
	}
	return ""
}
