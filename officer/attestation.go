package officer

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"
)

// LevelBaseline and LevelExtended name the level of identity proofing in a
// record (ETSI TS 119 461).
const (
	LevelBaseline = "0.4.0.19461.1.1"
	LevelExtended = "0.4.0.19461.1.2"
)

// attestationFormat names the fields of an attestation. Evidence is read for
// decades: a field may be added, none ever means something else.
const attestationFormat = "officer-portal identification record 1"

// An Attestation is what an officer signs: who was seen, by whom, with which
// document, what was checked and how it came out, what is applied for. Its
// names in JSON are part of the evidence and therefore written out.
//
// The document's number stands in it masked, and as a salted and keyed digest:
// whoever holds the portal's key and the number can show that they belong
// together, and nobody else can find the number by trying.
type Attestation struct {
	Format         string           `json:"format"`
	Organisation   AttestedHouse    `json:"organisation"`
	Identification IdentificationID `json:"identification"`
	Application    ApplicationID    `json:"application"`
	Sequence       int              `json:"sequence"`
	Procedure      Procedure        `json:"procedure"`
	Level          string           `json:"level_of_identity_proofing"`
	Officer        AttestedOfficer  `json:"officer"`
	Place          string           `json:"place"`
	StartedAt      time.Time        `json:"started_at"`
	CompletedAt    time.Time        `json:"completed_at"`
	Person         AttestedPerson   `json:"person"`
	Document       AttestedDocument `json:"document"`
	Checks         AttestedChecks   `json:"checks"`
	Product        AttestedProduct  `json:"product"`
	Certificate    AttestedContent  `json:"certificate"`
	Consents       []AttestedText   `json:"consents"`
	ContentDigest  string           `json:"content_digest"`
	Statement      AttestedText     `json:"statement"`
	Authentication string           `json:"authentication"` // how the officer showed who they are when signing
}

// The parts of an attestation.
type (
	AttestedHouse struct {
		ID     OrganisationID `json:"id"`
		Number int            `json:"number"`
		Name   string         `json:"name"`
	}
	AttestedOfficer struct {
		Account     AccountID     `json:"account"`
		Name        string        `json:"name"`
		Role        Role          `json:"role"`
		Appointment AppointmentID `json:"appointment"`
	}
	AttestedPerson struct {
		ID          PersonID `json:"id"`
		Title       string   `json:"title,omitempty"`
		GivenNames  string   `json:"given_names"`
		FamilyName  string   `json:"family_name"`
		BirthName   string   `json:"birth_name,omitempty"`
		Pseudonym   string   `json:"pseudonym,omitempty"`
		BirthDate   Date     `json:"birth_date"`
		BirthPlace  string   `json:"birth_place"`
		Nationality string   `json:"nationality"`
		Street      string   `json:"street"`
		PostalCode  string   `json:"postal_code"`
		Locality    string   `json:"locality"`
		Country     string   `json:"country"`
	}
	AttestedDocument struct {
		Type         DocumentType `json:"type"`
		NumberMasked string       `json:"number_masked"`
		NumberSalt   string       `json:"number_salt"`
		NumberDigest string       `json:"number_digest"`
		Issuer       string       `json:"issuer"`
		Country      string       `json:"country"`
		IssuedOn     Date         `json:"issued_on"`
		ExpiresOn    Date         `json:"expires_on"`
	}
	AttestedChecks struct {
		OriginalSeen string               `json:"original_seen"`
		MRZRead      bool                 `json:"mrz_read"`
		Drawn        []string             `json:"features_drawn"`
		Features     []AttestedCheck      `json:"features"`
		Face         []AttestedCheck      `json:"face"`
		Differences  []AttestedDifference `json:"differences"`
		Tools        []string             `json:"tools"`
		Note         string               `json:"note,omitempty"`
	}
	AttestedCheck struct {
		Check  string `json:"check"`
		Result string `json:"result"`
		Note   string `json:"note,omitempty"`
	}
	AttestedDifference struct {
		Field  string `json:"field"`
		Reason string `json:"reason"`
	}
	AttestedProduct struct {
		ID   ProductID `json:"id"`
		Code string    `json:"code"`
	}
	AttestedContent struct {
		Email          string `json:"email,omitempty"`
		Publish        string `json:"publish"`
		Attribute      string `json:"attribute,omitempty"`
		ConfirmedBy    string `json:"confirmed_by,omitempty"`
		Organisation   string `json:"organisation,omitempty"`
		Department     string `json:"department,omitempty"`
		RegisterCourt  string `json:"register_court,omitempty"`
		RegisterNumber string `json:"register_number,omitempty"`
	}
	AttestedText struct {
		Text     string     `json:"text"`
		Version  string     `json:"version"`
		Language string     `json:"language,omitempty"`
		At       *time.Time `json:"at,omitempty"`
	}
)

// A Witness is what an attestation needs besides case, product and organisation.
type Witness struct {
	By             Actor
	At             time.Time
	Sequence       int
	Language       string // in which the officer read the statement
	NumberMasked   string
	NumberSalt     string
	NumberDigest   string
	Authentication string
}

// Attest writes down what the officer vouches for.
func Attest(i Identification, a Application, s Setting, w Witness) Attestation {
	return Attestation{
		Format:         attestationFormat,
		Organisation:   AttestedHouse{s.Organisation.ID, s.Organisation.Number, s.Organisation.Name},
		Identification: i.ID, Application: a.ID, Sequence: w.Sequence, Procedure: i.Procedure, Level: LevelBaseline,
		Officer: AttestedOfficer{w.By.Account, w.By.Name, RoleOfficer, i.Appointment},
		Place:   i.Place, StartedAt: i.StartedAt.UTC(), CompletedAt: w.At.UTC(),
		Person:   attestedPerson(a.Person, a.Form.Person),
		Document: attestedDocument(i.Document, w),
		Checks:   attestedChecks(i),
		Product:  AttestedProduct{a.Product, s.Product.Code}, Certificate: attestedContent(a.Content(s.Product)),
		Consents: attestedConsents(a.Form.Consents), ContentDigest: a.Content(s.Product).Digest(),
		Statement:      AttestedText{Text: "officer_statement", Version: OfficerStatement.Version(), Language: w.Language},
		Authentication: w.Authentication,
	}
}

func attestedPerson(id PersonID, p PersonData) AttestedPerson {
	return AttestedPerson{ID: id, Title: p.Title, GivenNames: p.GivenNames, FamilyName: p.FamilyName, BirthName: p.BirthName,
		Pseudonym: p.Pseudonym, BirthDate: p.BirthDate, BirthPlace: p.BirthPlace, Nationality: p.Nationality,
		Street: p.Address.Street, PostalCode: p.Address.PostalCode, Locality: p.Address.Locality, Country: p.Address.Country}
}

func attestedDocument(d Document, w Witness) AttestedDocument {
	return AttestedDocument{Type: d.Type, NumberMasked: w.NumberMasked, NumberSalt: w.NumberSalt, NumberDigest: w.NumberDigest,
		Issuer: d.Issuer, Country: d.Country, IssuedOn: d.IssuedOn, ExpiresOn: d.ExpiresOn}
}

func attestedContent(c Content) AttestedContent {
	a := AttestedContent{Email: c.Email, Publish: c.Publish, Attribute: c.Attribute, ConfirmedBy: c.ConfirmedBy, Department: c.Department}
	if o := c.Organisation; o != nil {
		a.Organisation, a.RegisterCourt, a.RegisterNumber = o.fullName(), o.RegisterCourt, o.RegisterNumber
	}
	return a
}

func attestedChecks(i Identification) AttestedChecks {
	c := i.Capture
	checks := AttestedChecks{OriginalSeen: c.OriginalSeen, MRZRead: c.MRZRead, Drawn: i.DrawnFeatures,
		Features: attestedOutcomes(c.Features), Face: attestedOutcomes(c.Face), Tools: c.Tools, Note: c.Note}
	for _, d := range c.Differences {
		checks.Differences = append(checks.Differences, AttestedDifference(d))
	}
	return checks
}

// attestedOutcomes lists checks by name, so that the same checks are the same record.
func attestedOutcomes(all map[string]Outcome) []AttestedCheck {
	var list []AttestedCheck
	for _, name := range slices.Sorted(maps.Keys(all)) {
		list = append(list, AttestedCheck{name, all[name].Result, all[name].Note})
	}
	return list
}

func attestedConsents(all []Consent) []AttestedText {
	var list []AttestedText
	for _, c := range all {
		if c.Given {
			at := c.At.UTC()
			list = append(list, AttestedText{Text: c.Text, Version: c.Version, At: &at})
		}
	}
	return list
}

// Attestation reads what a record says. It says nothing about whether the
// record is genuine: that is verified with the evidence key.
func (r Record) Attestation() (Attestation, error) {
	var a Attestation
	if err := json.Unmarshal(r.Record, &a); err != nil {
		return a, fmt.Errorf("identification record: %w", err)
	}
	return a, nil
}
