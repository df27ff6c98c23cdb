package officer_test

import (
	"slices"
	"testing"
	"time"

	"officerportal/officer"
)

// caseAt is a case whose identification is complete and whose form is empty but
// for the person's name.
func caseAt(t *testing.T) (officer.Application, officer.Identification, officer.Setting) {
	s := deskOf(t)
	r, p := erika(t).Read(officer.Identification{}, officer.DocumentNumber{}, s)
	if len(p) > 0 {
		t.Fatal(fields(p))
	}
	i := officer.Identification{ID: officer.NewID[officer.IdentificationID](), Officer: "acc_o", OfficerName: "Otto", Status: officer.IdentificationStarted}
	i.TakeDocument(r, []byte("sealed"))
	if err := i.TakeChecks(looked(i)); err != nil {
		t.Fatal(err)
	}
	a := officer.Application{Status: officer.ApplicationInIdentification, Identification: i.ID, Procedure: officer.OfficerIdent}
	a.Form.Person = r.Holder.Name(officer.PersonData{})
	var given []officer.Consent
	for _, text := range officer.ConsentTexts {
		given = append(given, officer.Consent{Text: text, Version: "1", Given: true})
	}
	if err := a.Agree(given, "acc_o", noon); err != nil {
		t.Fatal(err)
	}
	return a, i, s
}

func TestCaseParts(t *testing.T) {
	type facts struct {
		a *officer.Application
		i *officer.Identification
		s *officer.Setting
	}
	for _, c := range []struct {
		name   string
		change func(facts)
		part   string
		want   officer.PartState
		why    string
		next   string
	}{
		{"identified", func(facts) {}, officer.PartChecks, officer.PartComplete, "", "person"},
		{"nothing yet", func(f facts) { *f.a, *f.i = officer.Application{}, officer.Identification{} }, officer.PartConsents, officer.PartNotStarted, "", "consents"},
		{"no document yet", func(f facts) { *f.i = officer.Identification{} }, officer.PartDocument, officer.PartNotStarted, "", "document"},
		{"one consent", func(f facts) { f.a.Form.Consents = f.a.Form.Consents[:1] }, officer.PartConsents, officer.PartInProgress, "", "consents"},
		{"number not kept", func(f facts) { f.i.NumberSealed = nil }, officer.PartDocument, officer.PartInProgress, "", "document"},
		{"runs out", func(f facts) { f.s.Today = f.i.Document.ExpiresOn.AddDays(-20) }, officer.PartDocument, officer.PartFault, "document.expires_soon", "document"},
		{"name changed", func(f facts) { f.a.Form.Person.FamilyName = "Maier" }, officer.PartDocument, officer.PartFault, "document.person_changed", "document"},
		{"checks not begun", func(f facts) { f.i.Capture.OriginalSeen, f.i.Capture.Features, f.i.Capture.Face = "", nil, nil }, officer.PartChecks, officer.PartNotStarted, "", "checks"},
		{"checks begun", func(f facts) { f.i.Capture.Face = nil }, officer.PartChecks, officer.PartInProgress, "", "checks"},
		{"a copy", func(f facts) { f.i.Capture.OriginalSeen = "no" }, officer.PartChecks, officer.PartFault, "checks.no_original", "checks"},
		{"person begun", func(facts) {}, "person", officer.PartInProgress, "", "person"},
		{"no organisation in the certificate", func(facts) {}, "organisation", officer.PartNotNeeded, "", "person"},
		{"test cards cost nothing", func(f facts) { f.s.Product.Test = true }, "payment", officer.PartNotNeeded, "", "person"},
		{"contact untouched", func(facts) {}, "contact", officer.PartNotStarted, "", "person"},
		{"password by link", func(f facts) {
			f.a.Form.Secrets = officer.SecretsEntry{Question: "Haustier?", Answered: true, RevocationPassword: "link"}
		}, "secrets", officer.PartWaiting, "", "person"},
		{"not signed", func(facts) {}, officer.PartSign, officer.PartNotStarted, "", "person"},
		{"signed", func(f facts) { f.i.Status, f.a.ContentDigest = officer.IdentificationSigned, "x" }, officer.PartSign, officer.PartComplete, "", "person"},
		{"undone", func(f facts) { f.i.Status = officer.IdentificationUndone }, officer.PartSign, officer.PartFault, "part.undone", "person"},
		{"sent back", func(f facts) { f.i.Status = officer.IdentificationSentBack }, officer.PartSign, officer.PartFault, "part.sent_back", "person"},
		{"no second check", func(facts) {}, officer.PartCheck, officer.PartNotNeeded, "", "person"},
		{"second check to come", func(f facts) { f.s.Organisation.SecondCheck = true }, officer.PartCheck, officer.PartNotStarted, "", "person"},
		{"second check due", func(f facts) { f.a.Status = officer.ApplicationCheckDue }, officer.PartCheck, officer.PartWaiting, "", "person"},
		{"checked", func(f facts) { f.i.Status = officer.IdentificationChecked }, officer.PartCheck, officer.PartComplete, "", "person"},
		{"submitted", func(f facts) { f.a.Status = officer.ApplicationTransmitted }, officer.PartSubmit, officer.PartComplete, "", "person"},
	} {
		a, i, s := caseAt(t)
		c.change(facts{&a, &i, &s})
		parts := officer.CaseParts(a, i, s)
		at := slices.IndexFunc(parts, func(p officer.Part) bool { return p.Key == c.part })
		why := ""
		if w := parts[at].Why; w != nil {
			why = w.Key
		}
		if next, _ := officer.NextPart(parts); parts[at].State != c.want || why != c.why || next.Key != c.next {
			t.Errorf("%s: %s is %s (%s), next %s", c.name, c.part, parts[at].State, why, next.Key)
		}
	}
}

// Every part has a section, no two the same key, and a case in which everything
// is settled has no next.
func TestPartsInOrder(t *testing.T) {
	parts := officer.CaseParts(caseAt(t))
	if len(parts) != 6+len(officer.Groups) || parts[0].Key != officer.PartConsents || parts[len(parts)-1].Key != officer.PartSubmit {
		t.Errorf("%+v", parts)
	}
	seen := map[string]bool{}
	for i := range parts {
		if parts[i].Section == "" || seen[parts[i].Key] {
			t.Errorf("%+v", parts[i])
		}
		seen[parts[i].Key], parts[i].State = true, officer.PartComplete
	}
	if next, ok := officer.NextPart(parts); ok {
		t.Errorf("everything is done, but %+v is next", next)
	}
}

func TestCaseWarnings(t *testing.T) {
	house := officer.Address{Street: "Musterstraße 1", PostalCode: "12345", Locality: "Köln", Country: "DE"}
	for _, c := range []struct {
		name   string
		change func(*officer.Application, *officer.Identification, *officer.Setting)
		prior  []officer.PriorCase
		want   []string
	}{
		{"nothing", func(a *officer.Application, i *officer.Identification, _ *officer.Setting) {
			i.Capture.Names = officer.NameSame
		}, nil, nil},
		{"umlaut", func(*officer.Application, *officer.Identification, *officer.Setting) {}, nil, []string{"warning.name_transliterated"}},
		{"cut", func(_ *officer.Application, i *officer.Identification, _ *officer.Setting) {
			i.Capture.Names = officer.NameTruncated
		}, nil, []string{"warning.name_truncated"}},
		{"a child", func(a *officer.Application, i *officer.Identification, s *officer.Setting) {
			i.Capture.Names, a.Form.Person.BirthDate = "", s.Today.AddMonths(-15*12)
		}, nil, []string{"warning.young"}},
		{"sixteen today", func(a *officer.Application, i *officer.Identification, s *officer.Setting) {
			i.Capture.Names, a.Form.Person.BirthDate = "", s.Today.AddMonths(-16*12)
		}, nil, nil},
		{"very old", func(a *officer.Application, i *officer.Identification, s *officer.Setting) {
			i.Capture.Names, a.Form.Person.BirthDate = "", s.Today.AddMonths(-96*12)
		}, nil, []string{"warning.old"}},
		{"no birth date", func(a *officer.Application, i *officer.Identification, s *officer.Setting) {
			i.Capture.Names, a.Form.Person.BirthDate = "", officer.Date{}
		}, nil, nil},
		{"another domain", func(a *officer.Application, i *officer.Identification, _ *officer.Setting) {
			i.Capture.Names, a.Form.Contact.Email = "", "erika@privat.example"
		}, nil, []string{"warning.email_domain"}},
		{"a subdomain", func(a *officer.Application, i *officer.Identification, _ *officer.Setting) {
			i.Capture.Names, a.Form.Contact.Email = "", "erika@post.Beispiel.example"
		}, nil, nil},
		{"a domain that only ends alike", func(a *officer.Application, i *officer.Identification, _ *officer.Setting) {
			i.Capture.Names, a.Form.Contact.Email = "", "erika@schlechtesbeispiel.example"
		}, nil, []string{"warning.email_domain"}},
		{"organisation's card home", func(a *officer.Application, i *officer.Identification, s *officer.Setting) {
			i.Capture.Names, a.Form.Certificate.Organisation = "", true
			a.Form.Delivery = officer.Delivery{CardTo: "applicant", Card: officer.Address{Street: "Heimweg 2", PostalCode: "54321", Locality: "Bonn"}}
		}, nil, []string{"warning.private_delivery"}},
		{"organisation's card to the organisation", func(a *officer.Application, i *officer.Identification, s *officer.Setting) {
			i.Capture.Names, a.Form.Certificate.Organisation, s.Organisation.Address = "", true, house
			a.Form.Delivery = officer.Delivery{CardTo: "applicant", Card: officer.Address{Street: "MUSTERSTRASSE 1", PostalCode: "12345", Locality: "Koeln"}}
		}, nil, nil},
		{"own card home", func(a *officer.Application, i *officer.Identification, s *officer.Setting) {
			i.Capture.Names = ""
			a.Form.Delivery = officer.Delivery{CardTo: "applicant", Card: house}
		}, nil, nil},
		{"earlier cases", func(_ *officer.Application, i *officer.Identification, _ *officer.Setting) { i.Capture.Names = "" }, []officer.PriorCase{
			{Application: "app_1", ApplicationStatus: officer.ApplicationDraft, CreatedAt: noon},
			{Application: "app_2", ApplicationStatus: officer.ApplicationTransmitted, Order: "ord_2", OrderStatus: officer.OrderWaiting, CreatedAt: noon},
			{Application: "app_3", ApplicationStatus: officer.ApplicationTransmitted, Order: "ord_3", OrderStatus: officer.OrderCompleted, TermYears: 2, CreatedAt: noon},
			{Application: "app_4", ApplicationStatus: officer.ApplicationTransmitted, Order: "ord_4", OrderStatus: officer.OrderCompleted, TermYears: 2, CreatedAt: noon.AddDate(-3, 0, 0)},
			{Application: "app_5", ApplicationStatus: officer.ApplicationTransmitted, Order: "ord_5", OrderStatus: officer.OrderCompleted, TermYears: 2, Test: true, CreatedAt: noon},
		}, []string{"warning.open_case", "warning.open_order", "warning.holds_card"}},
	} {
		a, i, s := caseAt(t)
		a.Form.Contact.Email = "erika@beispiel.example"
		c.change(&a, &i, &s)
		var got []string
		for _, w := range officer.CaseWarnings(a, i, c.prior, s) {
			got = append(got, w.Key)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestAgree(t *testing.T) {
	a, _, _ := caseAt(t)
	first, _ := a.Form.Consent("terms")
	given := slices.Clone(a.Form.Consents)
	given[0].Version = "2"
	if err := a.Agree(given, "acc_p", noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	terms, _ := a.Form.Consent("terms")
	privacy, _ := a.Form.Consent("privacy")
	if len(a.Form.Consents) != 5 || terms.Version != "2" || terms.By != "acc_p" || privacy.By != "acc_o" || first.Version != "1" {
		t.Errorf("%+v", a.Form.Consents)
	}
	if err := a.Agree(given[:3], "acc_p", noon); err == nil {
		t.Error("a text is missing")
	}
}

func TestRefusalSaysWhy(t *testing.T) {
	today := date(t, "22.11.2026")
	good := officer.Appointment{ID: "apt_x", Status: officer.AppointmentActive, TrainingUntil: today}
	for _, c := range []struct {
		change func(*officer.Appointment)
		want   string
	}{
		{func(*officer.Appointment) {}, ""},
		{func(a *officer.Appointment) { a.TrainingUntil = today.AddDays(-1) }, "officer.training_lapsed"},
		{func(a *officer.Appointment) { a.Status = officer.AppointmentSuspended }, "officer.suspended"},
		{func(a *officer.Appointment) { a.Status = officer.AppointmentAccepted }, "officer.may_not_identify"},
		{func(a *officer.Appointment) { *a = officer.Appointment{} }, "officer.not_appointed"},
	} {
		a := good
		c.change(&a)
		err := a.Refusal(today)
		if got := keyOf(err); got != c.want || (err == nil) != (c.want == "") {
			t.Errorf("%+v: %v", a, err)
		}
	}
}
