package desk

import (
	"cmp"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"officerportal/officer"
	"officerportal/pdf"
)

// recordPaper says what the signed record says, and nothing from elsewhere but
// who checked it: what is on the paper is what was signed.
func (s sheet) recordPaper() pdf.IdentificationRecord {
	a, r := s.record.Attestation, s.record.Record
	p := pdf.IdentificationRecord{
		Order: s.order(), ID: string(a.Identification), Organisation: a.Organisation.Name,
		Officer: a.Officer.Name, Role: s.text("paper.role." + string(a.Officer.Role)), Place: a.Place,
		Started: a.StartedAt.In(officer.Berlin()), Completed: a.CompletedAt.In(officer.Berlin()),
		Person: s.attestedPerson(), Document: s.attestedDocument(),
		Checks: s.checks(), Tools: s.named("tool.", a.Checks.Tools), Note: a.Checks.Note, Differences: s.differences(),
		Consents: s.attestedConsents(), Level: pdf.Level(a.Level),
		Content: "SHA-256 " + a.ContentDigest, Digest: "SHA-256 " + hex.EncodeToString(r.Digest), KeyID: r.KeyID,
		SignedBy: a.Officer.Name, SignedAt: r.SignedAt.In(officer.Berlin()), Authentication: s.text("paper.authentication." + a.Authentication),
		Checker: s.identification.CheckedName,
	}
	if a.Statement.Version == officer.OfficerStatement.Version() {
		p.Statement = officer.OfficerStatement.In(s.language)
	}
	return p
}

func (s sheet) attestedPerson() pdf.Person {
	p := s.record.Attestation.Person
	return s.person(officer.PersonData{Title: p.Title, GivenNames: p.GivenNames, FamilyName: p.FamilyName, BirthName: p.BirthName,
		Pseudonym: p.Pseudonym, BirthDate: p.BirthDate, BirthPlace: p.BirthPlace, Nationality: p.Nationality,
		Address: officer.Address{Street: p.Street, PostalCode: p.PostalCode, Locality: p.Locality, Country: p.Country}})
}

func (s sheet) attestedDocument() pdf.IDDocument {
	d := s.record.Attestation.Document
	return pdf.IDDocument{Type: s.text(d.Type.TextKey()), Number: d.NumberMasked, Issuer: d.Issuer, Issued: paperDate(d.IssuedOn), Expires: paperDate(d.ExpiresOn)}
}

// checks lists everything the officer looked at, in the order of the desk's page.
func (s sheet) checks() []pdf.Check {
	a := s.record.Attestation
	list := []pdf.Check{
		{Name: s.text("review.original"), Outcome: passedIf(a.Checks.OriginalSeen == "yes", pdf.Failed)},
		{Name: s.text("review.mrz"), Outcome: passedIf(a.Checks.MRZRead, pdf.NotApplicable)},
	}
	drawn := map[string]string{}
	for _, key := range a.Checks.Drawn {
		drawn[key] = s.text("paper.drawn")
	}
	var order []string
	for _, f := range officer.Features(a.Document.Type) {
		order = append(order, f.Key)
	}
	for _, c := range inOrder(a.Checks.Features, order) {
		if c.Result != "" {
			list = append(list, pdf.Check{Name: s.text("feature." + string(a.Document.Type) + "." + c.Check), Outcome: pdf.Outcome(c.Result),
				Note: strings.Join(nonempty(drawn[c.Check], c.Note), "; ")})
		}
	}
	return append(list, s.faceChecks()...)
}

// faceChecks lists the comparison of the face. Features that simply agree share
// a line, so that those with a remark stand out.
func (s sheet) faceChecks() (list []pdf.Check) {
	var agree []string
	for _, c := range inOrder(s.record.Attestation.Checks.Face, officer.FacialFeatures) {
		name := s.text("face." + c.Check)
		switch {
		case c.Result == officer.Passed && c.Note == "":
			agree = append(agree, name)
		case c.Result != "":
			list = append(list, pdf.Check{Name: s.text("checks.face") + ": " + name, Outcome: pdf.Outcome(c.Result), Note: c.Note})
		}
	}
	if len(agree) == 0 {
		return list
	}
	return append([]pdf.Check{{Name: s.text("checks.face"), Outcome: pdf.Passed, Note: strings.Join(agree, ", ")}}, list...)
}

// inOrder puts checks, which a record lists by name, in the order of the desk's page.
func inOrder(list []officer.AttestedCheck, keys []string) []officer.AttestedCheck {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b officer.AttestedCheck) int {
		return cmp.Compare(slices.Index(keys, a.Check), slices.Index(keys, b.Check))
	})
	return list
}

func passedIf(yes bool, otherwise pdf.Outcome) pdf.Outcome {
	if yes {
		return pdf.Passed
	}
	return otherwise
}

// named gives the texts of keys in one line.
func (s sheet) named(prefix string, keys []string) string {
	var names []string
	for _, k := range keys {
		names = append(names, s.text(prefix+k))
	}
	return strings.Join(names, ", ")
}

func (s sheet) differences() (list []pdf.Difference) {
	for _, d := range s.record.Attestation.Checks.Differences {
		list = append(list, pdf.Difference{Field: s.text("paper.difference." + d.Field), Reason: d.Reason})
	}
	return list
}

func (s sheet) attestedConsents() (list []pdf.Consent) {
	for _, c := range s.record.Attestation.Consents {
		var at time.Time
		if c.At != nil {
			at = c.At.In(officer.Berlin())
		}
		list = append(list, pdf.Consent{Text: s.text("consent.title." + c.Text), Version: c.Version, Given: true, At: at})
	}
	return list
}
