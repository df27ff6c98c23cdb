package desk_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/officertest"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
)

// An intakeDesk is a sample world with the intake's services at work in it.
type intakeDesk struct {
	*dbtest.Sample
	*desk.Intake
	t *testing.T
}

func newIntake(t *testing.T) *intakeDesk {
	t.Helper()
	s := dbtest.NewSample(t)
	keys, err := secret.Generate(filepath.Join(t.TempDir(), "keys"))
	must(t, err)
	return &intakeDesk{s, &desk.Intake{Counter: &desk.Counter{DB: s.DB, Keys: keys}}, t}
}

func day(t *testing.T, text string) officer.Date {
	t.Helper()
	d, err := officer.ParseDate(text)
	must(t, err)
	return d
}

// start is what an officer of a house enters to begin a case for somebody new.
func (d *intakeDesk) start(h dbtest.House) desk.Start {
	b := desk.Start{Case: officer.NewID[officer.ApplicationID](), Shop: h.Shop, Product: d.Signature.ID, Branch: h.Branch, Language: "de", Email: "erika@privat.example"}
	b.New = officer.PersonData{FamilyName: "Mustermann", GivenNames: "Erika", BirthDate: day(d.t, "12.08.1983")}
	return b
}

// opened begins a case, agreed to.
func (d *intakeDesk) opened(h dbtest.House) officer.ApplicationID {
	d.t.Helper()
	ctx := h.As(officer.RoleOfficer)
	id, err := d.Begin(ctx, d.start(h))
	must(d.t, err)
	must(d.t, d.Agree(ctx, id, d.see(ctx, id).Version(), agreed()))
	return id
}

func (d *intakeDesk) see(ctx context.Context, id officer.ApplicationID) desk.Case {
	d.t.Helper()
	c, err := d.Case(ctx, id)
	must(d.t, err)
	return c
}

func agreed() []officer.Consent {
	var all []officer.Consent
	for _, text := range officer.ConsentTexts {
		all = append(all, officer.Consent{Text: text, Version: "v1", Given: true})
	}
	return all
}

// entry is what stands on Erika's identity card.
func (d *intakeDesk) entry() officer.DocumentEntry {
	today := officer.Today(d.Clock.Now())
	expiry := today.AddMonths(60)
	return officer.DocumentEntry{
		Type: officer.IdentityCard, Number: "LZ6311T47", Issuer: "Stadt Köln", IssuedOn: today.AddMonths(-60), ExpiresOn: expiry,
		FamilyName: "Mustermann", GivenNames: "Erika", BirthDate: day(d.t, "12.08.1983"), Nationality: "DEU",
		MRZ: officertest.TD1(officertest.Zone{Code: "ID", Issuer: "D", Number: "LZ6311T47", Nationality: "D",
			Birth: day(d.t, "12.08.1983").Partial(), Expiry: expiry, Family: "Mustermann", Given: "Erika"}),
	}
}

// checks is a case in which everything was looked at and well.
func checks(c desk.Case) officer.Capture {
	capture := officer.Capture{OriginalSeen: "yes", Features: map[string]officer.Outcome{}, Face: map[string]officer.Outcome{}, Tools: []string{"magnifier"}}
	for _, f := range officer.Features(c.Identification.Document.Type) {
		if slices.Contains(c.Identification.DrawnFeatures, f.Key) || f.Kind == officer.Tactile {
			capture.Features[f.Key] = officer.Outcome{Result: officer.Passed}
		}
	}
	for _, key := range officer.FacialFeatures {
		capture.Face[key] = officer.Outcome{Result: officer.Passed}
	}
	return capture
}

func (d *intakeDesk) events(kind string) int {
	return dbtest.Get[int](d.t, d.Database, `select count(*) from events where kind = $1`, kind)
}

func partOf(c desk.Case, key string) officer.Part {
	for _, p := range c.Parts() {
		if p.Key == key {
			return p
		}
	}
	return officer.Part{}
}

func TestOfficerTakesInAPerson(t *testing.T) {
	d := newIntake(t)
	for _, h := range []dbtest.House{d.Company, d.Authority} {
		ctx := h.As(officer.RoleOfficer)
		id := d.opened(h)
		c := d.see(ctx, id)
		if c.Application.Procedure != h.Procedure() || c.Application.ClaimedBy != h.Actor(officer.RoleOfficer).Account || c.ReadOnly != nil ||
			c.Identification.Place != "Hauptsitz, Musterstadt" || c.Application.Form.Contact.Email != "erika@privat.example" {
			t.Errorf("%+v", c)
		}
		saved, err := d.SaveDocument(ctx, desk.Page{Case: id, Version: c.Version()}, d.entry())
		must(t, err)
		c = d.see(ctx, id)
		if saved.Version != c.Version() || partOf(c, officer.PartDocument).State != officer.PartComplete || !c.Identification.Capture.MRZRead ||
			c.Identification.Document.NumberMasked != "••••••T47" || len(c.Identification.DrawnFeatures) != 2 ||
			c.Application.Form.Person.Nationality != "DEU" || c.Person.Nationality != "DEU" || c.Application.DocumentExpiresOn != d.entry().ExpiresOn {
			t.Errorf("after the document: %+v", c)
		}
		if _, err := d.SaveChecks(ctx, desk.Page{Case: id, Version: c.Version()}, checks(c)); err != nil {
			t.Fatal(err)
		}
		if state := partOf(d.see(ctx, id), officer.PartChecks).State; state != officer.PartComplete {
			t.Errorf("checks are %s", state)
		}
		number, err := d.Reveal(ctx, id)
		if err != nil || number.Reveal() != "LZ6311T47" {
			t.Errorf("%q, %v", number.Reveal(), err)
		}
	}
	if d.events("identification.number_revealed") != 2 || d.events("case.opened") != 2 || d.events("consent.given") != 2 {
		t.Error("not everything stands in the book")
	}
}

// Nothing of the zone and nothing readable of the number is anywhere in the database.
func TestNumberAndZoneAreNotKept(t *testing.T) {
	d := newIntake(t)
	ctx := d.Company.As(officer.RoleOfficer)
	id := d.opened(d.Company)
	_, err := d.SaveDocument(ctx, desk.Page{Case: id, Version: d.see(ctx, id).Version(), Draft: true}, d.entry())
	must(t, err)
	_, err = d.SaveDocument(ctx, desk.Page{Case: id, Version: d.see(ctx, id).Version()}, d.entry())
	must(t, err)
	_, err = d.Reveal(ctx, id)
	must(t, err)
	var tables []string
	d.Select(t, &tables, `select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`)
	for _, table := range tables {
		text := dbtest.Get[string](t, d.Database, `select coalesce(string_agg(x::text, ' '), '') from `+table+` x`)
		for _, secret := range []string{"LZ6311T47", "T47", "MUSTERMANN<<ERIKA", "IDD<<"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds %s", table, secret)
			}
		}
	}
}

// A sealed number opens in its own row only.
func TestSealedNumberIsBoundToItsRow(t *testing.T) {
	d := newIntake(t)
	ctx := d.Company.As(officer.RoleOfficer)
	one := d.opened(d.Company)
	_, err := d.SaveDocument(ctx, desk.Page{Case: one, Version: d.see(ctx, one).Version()}, d.entry())
	must(t, err)
	other := d.start(d.Company)
	other.New.GivenNames = "Max"
	two, err := d.Begin(ctx, other)
	must(t, err)
	d.Exec(t, `update identifications set document_type = 'identity_card', document_number_sealed = (select document_number_sealed from identifications where application_id = $1)
		where application_id = $2`, one, two)
	if _, err := d.Reveal(ctx, two); !errors.Is(err, secret.ErrNotOpened) {
		t.Errorf("a number carried over to another row: %v", err)
	}
}

// The same people at the same door, for every use case of the intake.
func TestWhoMayTakeIn(t *testing.T) {
	d := newIntake(t)
	id := d.opened(d.Company)
	h := d.Company
	lapsed := h.Second(officer.RoleOfficer)
	lapsed.MayIdentify = false
	oneself := h.Second(officer.RoleOfficer)
	d.Exec(t, `update persons set account_id = $1`, oneself.Account)
	d.Exec(t, `update identifications set subject_account_id = $1`, oneself.Account)
	for _, who := range []struct {
		name string
		ctx  context.Context
		want officer.Kind
	}{
		{"nobody", context.Background(), officer.Unauthenticated},
		{"second factor due", dbtest.As(officer.Actor{SecondFactorDue: true, Roles: []officer.Role{officer.RoleOfficer}, Place: officer.Desk}), officer.Unauthenticated},
		{"applicant", dbtest.As(d.Applicant(t)), officer.Forbidden},
		{"checker", h.As(officer.RoleChecker), officer.Forbidden},
		{"RA manager", h.As(officer.RoleRAManager), officer.Forbidden},
		{"auditor", h.As(officer.RoleAuditor), officer.Forbidden},
		{"clerk", d.TSP.As(officer.RoleClerk), officer.Forbidden},
		{"training lapsed", dbtest.As(lapsed), officer.Forbidden},
		{"another organisation", d.Authority.As(officer.RoleOfficer), officer.NotFound},
		{"themselves", dbtest.As(oneself), officer.Forbidden},
	} {
		for what, use := range map[string]func() error{
			"identify": func() error { return d.Identify(who.ctx, id, h.Branch) },
			"agree":    func() error { return d.Agree(who.ctx, id, 1, agreed()) },
			"document": func() error { _, err := d.SaveDocument(who.ctx, desk.Page{Case: id}, d.entry()); return err },
			"checks":   func() error { _, err := d.SaveChecks(who.ctx, desk.Page{Case: id}, officer.Capture{}); return err },
			"abort":    func() error { return d.Abort(who.ctx, id, officer.AbortPersonLeft, "") },
		} {
			if what == "abort" && who.name == "training lapsed" {
				continue // may break off what they may not go on with
			}
			if err := use(); !errors.Is(err, who.want) {
				t.Errorf("%s, %s: %v, want %s", what, who.name, err, who.want)
			}
		}
	}
	for kind, use := range map[officer.Kind]func() error{
		officer.Unauthenticated: func() error {
			_, err := d.Search(context.Background(), officer.PersonQuery{Name: "Muster"})
			return err
		},
		officer.Forbidden: func() error { _, err := d.Reveal(h.As(officer.RoleChecker), id); return err },
		officer.NotFound:  func() error { _, err := d.Case(d.Authority.As(officer.RoleChecker), id); return err },
		officer.Invalid: func() error {
			_, err := d.Search(h.As(officer.RoleOfficer), officer.PersonQuery{Name: "LZ6311T47"})
			return err
		},
	} {
		if err := use(); !errors.Is(err, kind) {
			t.Errorf("%v, want %s", err, kind)
		}
	}
}

func TestNobodyBeginsACaseForThemselves(t *testing.T) {
	d := newIntake(t)
	by := d.Company.Actor(officer.RoleOfficer)
	b := d.start(d.Company)
	b.Email = strings.ToUpper(by.Email[:5]) + by.Email[5:]
	if _, err := d.Begin(dbtest.As(by), b); !errors.Is(err, officer.Forbidden) {
		t.Errorf("with the own address: %v", err)
	}
	colleague := d.Company.Second(officer.RoleOfficer)
	b.Email = colleague.Email
	id, err := d.Begin(dbtest.As(by), b)
	must(t, err)
	if c := d.see(dbtest.As(by), id); c.Identification.SubjectAccount != colleague.Account {
		t.Errorf("the colleague's account is not the subject's: %+v", c.Identification)
	}
	if d.events("person.added") != 1 {
		t.Error("the refused person was written down")
	}
}

func TestBegin(t *testing.T) {
	d := newIntake(t)
	ctx := d.Company.As(officer.RoleOfficer)
	for name, c := range map[string]struct {
		change func(*desk.Start)
		field  string
	}{
		"no name":                  {func(b *desk.Start) { b.New.FamilyName = "" }, "family_name"},
		"digits":                   {func(b *desk.Start) { b.New.FamilyName = "R2D2" }, "family_name"},
		"another script":           {func(b *desk.Start) { b.New.GivenNames = "Антон" }, "given_names"},
		"no birth date":            {func(b *desk.Start) { b.New.BirthDate = officer.Date{} }, "birth_date"},
		"birth date in the future": {func(b *desk.Start) { b.New.BirthDate = officer.Today(d.Clock.Now()).AddDays(1) }, "birth_date"},
		"no address":               {func(b *desk.Start) { b.Email = "erika" }, "email"},
		"a role's mailbox":         {func(b *desk.Start) { b.Email = "info@beispiel.example" }, "email"},
		"no product":               {func(b *desk.Start) { b.Product = "" }, "offering"},
		"another house's shop":     {func(b *desk.Start) { b.Shop = d.Authority.Shop }, "offering"},
		"no branch":                {func(b *desk.Start) { b.Branch = "" }, "branch"},
		"another house's branch":   {func(b *desk.Start) { b.Branch = d.Authority.Branch }, "branch"},
	} {
		b := d.start(d.Company)
		c.change(&b)
		_, err := d.Begin(ctx, b)
		var refusal *officer.Error
		if !errors.As(err, &refusal) || !officer.Problems(refusal.Fields).Has(c.field) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := d.Begin(ctx, desk.Start{Case: officer.NewID[officer.ApplicationID]()})
	var all *officer.Error
	if !errors.As(err, &all) || len(all.Fields) != 4 {
		t.Errorf("not everything is told at once: %v", err)
	}
	if n := dbtest.Get[int](t, d.Database, `select count(*) from persons`); n != 0 {
		t.Errorf("%d people were written down by refused starts", n)
	}

	b := d.start(d.Company)
	first, err := d.Begin(ctx, b)
	must(t, err)
	again, err := d.Begin(ctx, b)
	if again != first || err != nil || dbtest.Get[int](t, d.Database, `select count(*) from applications`) != 1 {
		t.Errorf("the same form twice: %s, %v", again, err)
	}
	if _, err := d.Begin(dbtest.As(d.Company.Second(officer.RoleOfficer)), b); err == nil {
		t.Error("a colleague's case id was taken")
	}
	b.Case = officer.NewID[officer.ApplicationID]()
	if _, err := d.Begin(ctx, b); !errors.Is(err, officer.Invalid) {
		t.Errorf("somebody of the same name and birth date: %v", err)
	}
	b.Another = true
	_, err = d.Begin(ctx, b)
	must(t, err)
	found, err := d.Search(ctx, officer.PersonQuery{Name: "mustermann"})
	if err != nil || len(found.Persons) != 2 {
		t.Errorf("%+v, %v", found, err)
	}
	b = desk.Start{Case: officer.NewID[officer.ApplicationID](), Person: found.Persons[0].ID, Shop: b.Shop, Product: b.Product, Branch: b.Branch, Language: "en"}
	_, err = d.Begin(ctx, b)
	must(t, err)
	view, err := d.Beginning(ctx, found.Persons[0].ID)
	if err != nil || len(view.Warnings) != 2 || len(view.Offerings) != 3 || view.Branch != d.Company.Branch || view.Refusal != nil {
		t.Errorf("%+v, %v", view, err)
	}
}

func TestStaleAndDraft(t *testing.T) {
	d := newIntake(t)
	ctx := d.Company.As(officer.RoleOfficer)
	id := d.opened(d.Company)
	version := d.see(ctx, id).Version()
	saved, err := d.SaveDocument(ctx, desk.Page{Case: id, Version: version, Draft: true}, officer.DocumentEntry{Type: officer.IdentityCard, Number: "LZ6311T4", Issuer: "Stadt"})
	must(t, err)
	c := d.see(ctx, id)
	if c.Identification.Document.Issuer != "Stadt" || len(c.Identification.NumberSealed) != 0 || c.Application.Form.Person.FamilyName != "Mustermann" ||
		partOf(c, officer.PartDocument).State != officer.PartInProgress {
		t.Errorf("%+v", c)
	}
	if _, err := d.SaveDocument(ctx, desk.Page{Case: id, Version: version}, d.entry()); !errors.Is(err, officer.Stale) {
		t.Errorf("an old page: %v", err)
	}
	saved, err = d.SaveDocument(ctx, desk.Page{Case: id, Version: saved.Version}, d.entry())
	must(t, err)
	// A draft in which the number is being typed over loses neither number nor name, but has to be compared anew.
	half := d.entry()
	half.Number, half.FamilyName, half.MRZ = "LZ63", "", ""
	saved, err = d.SaveDocument(ctx, desk.Page{Case: id, Version: saved.Version, Draft: true}, half)
	must(t, err)
	c = d.see(ctx, id)
	if c.Identification.Document.NumberMasked != "••••••T47" || c.Application.Form.Person.FamilyName != "Mustermann" || c.Identification.Capture.MRZRead {
		t.Errorf("%+v", c)
	}
	// Saving again what is there, without the number: the kept one counts.
	whole := d.entry()
	whole.Number = ""
	saved, err = d.SaveDocument(ctx, desk.Page{Case: id, Version: saved.Version}, whole)
	must(t, err)
	whole.MRZ = ""
	_, err = d.SaveDocument(ctx, desk.Page{Case: id, Version: saved.Version}, whole)
	must(t, err)
	if c := d.see(ctx, id); !c.Identification.Capture.MRZRead {
		t.Error("an unchanged page had to be compared again")
	}
}

func TestDocumentNeedsConsents(t *testing.T) {
	d := newIntake(t)
	ctx := d.Company.As(officer.RoleOfficer)
	id, err := d.Begin(ctx, d.start(d.Company))
	must(t, err)
	version := d.see(ctx, id).Version()
	if _, err := d.SaveDocument(ctx, desk.Page{Case: id, Version: version}, d.entry()); !errors.Is(err, officer.Conflict) {
		t.Errorf("without consents: %v", err)
	}
	if err := d.Agree(ctx, id, version, agreed()[1:]); !errors.Is(err, officer.Invalid) {
		t.Errorf("one text missing: %v", err)
	}
	must(t, d.Agree(ctx, id, version, agreed()))
	if err := d.Agree(ctx, id, version, agreed()); !errors.Is(err, officer.Stale) {
		t.Errorf("an old page: %v", err)
	}
	if _, err := d.SaveChecks(ctx, desk.Page{Case: id, Version: d.see(ctx, id).Version()}, officer.Capture{}); !errors.Is(err, officer.Conflict) {
		t.Errorf("checks without a document: %v", err)
	}
}

func TestTakeOver(t *testing.T) {
	d := newIntake(t)
	first, second := d.Company.As(officer.RoleOfficer), dbtest.As(d.Company.Second(officer.RoleOfficer))
	id := d.opened(d.Company)
	_, err := d.SaveDocument(first, desk.Page{Case: id, Version: d.see(first, id).Version()}, d.entry())
	must(t, err)
	c := d.see(second, id)
	if c.ReadOnly == nil || !c.MayTakeOver || c.AlsoHere.Name == "" {
		t.Errorf("%+v", c)
	}
	if _, err := d.SaveDocument(second, desk.Page{Case: id, Version: c.Version()}, d.entry()); !errors.Is(err, officer.Conflict) {
		t.Errorf("writing into a colleague's act: %v", err)
	}
	must(t, d.Identify(second, id, d.Company.Branch))
	must(t, d.Identify(second, id, d.Company.Branch)) // sent twice
	c = d.see(second, id)
	if me := d.Company.Second(officer.RoleOfficer).Account; c.ReadOnly != nil || c.Identification.Officer != me || c.Application.ClaimedBy != me || c.Identification.Document.Type != "" {
		t.Errorf("%+v", c)
	}
	if n := dbtest.Get[int](t, d.Database, `select count(*) from identifications where status = 'aborted' and aborted_why = 'taken_over'`); n != 1 {
		t.Errorf("%d acts handed over", n)
	}
	if d.see(first, id).ReadOnly == nil {
		t.Error("the first officer still writes")
	}
}

func TestAbort(t *testing.T) {
	d := newIntake(t)
	ctx := d.Company.As(officer.RoleOfficer)
	for _, c := range []struct {
		reason    officer.AbortReason
		note      string
		want      officer.Kind
		incidents int
	}{
		{"boredom", "", officer.Invalid, 0},
		{officer.AbortOther, "", officer.Invalid, 0},
		{officer.AbortForgery, "", officer.Invalid, 0},
		{officer.AbortPersonLeft, "", "", 0},
		{officer.AbortForgery, "Prägung fehlt, Schrift verschwommen", "", 1},
	} {
		b := d.start(d.Company)
		b.Another = true
		id, err := d.Begin(ctx, b)
		must(t, err)
		err = d.Abort(ctx, id, c.reason, c.note)
		if c.want != "" {
			if !errors.Is(err, c.want) {
				t.Errorf("%s: %v", c.reason, err)
			}
			continue
		}
		must(t, err)
		seen := d.see(ctx, id)
		if seen.Application.Status != officer.ApplicationAborted || seen.Application.ClosedWhy != "identification_aborted" ||
			seen.Identification.Status != officer.IdentificationAborted || seen.Identification.AbortedWhy != string(c.reason) || seen.ReadOnly == nil {
			t.Errorf("%+v", seen)
		}
		if err := d.Abort(ctx, id, c.reason, c.note); !errors.Is(err, officer.Conflict) {
			t.Errorf("twice: %v", err)
		}
		if n := dbtest.Get[int](t, d.Database, `select count(*) from incidents where application_id = $1`, id); n != c.incidents {
			t.Errorf("%s: %d incidents", c.reason, n)
		}
	}
	if d.events("incident.raised") != 1 {
		t.Error("the suspicion does not stand in the book")
	}
}

// What an officer signed no longer holds when what it stands for changes.
func TestChangeUndoesTheSignature(t *testing.T) {
	d := newIntake(t)
	ctx := d.Company.As(officer.RoleOfficer)
	signed := func() (officer.ApplicationID, desk.Case) {
		b := d.start(d.Company)
		b.Another = true
		id, err := d.Begin(ctx, b)
		must(t, err)
		must(t, d.Agree(ctx, id, d.see(ctx, id).Version(), agreed()))
		_, err = d.SaveDocument(ctx, desk.Page{Case: id, Version: d.see(ctx, id).Version()}, d.entry())
		must(t, err)
		c := d.see(ctx, id)
		_, err = d.SaveChecks(ctx, desk.Page{Case: id, Version: c.Version()}, checks(c))
		must(t, err)
		c = d.see(ctx, id)
		d.Exec(t, `update identifications set status = 'signed' where application_id = $1`, id)
		d.Exec(t, `update applications set status = 'identified', content_digest = $2 where id = $1`, id, c.Application.Content(d.Signature).Digest())
		return id, d.see(ctx, id)
	}
	id, c := signed()
	for name, save := range map[string]func() (desk.Captured, error){
		"document": func() (desk.Captured, error) {
			return d.SaveDocument(ctx, desk.Page{Case: id, Version: d.see(ctx, id).Version()}, d.entry())
		},
		"checks": func() (desk.Captured, error) {
			return d.SaveChecks(ctx, desk.Page{Case: id, Version: d.see(ctx, id).Version()}, checks(c))
		},
	} {
		if kept, err := save(); err != nil || kept.Undone {
			t.Errorf("the same %s again: %+v, %v", name, kept, err)
		}
	}
	if _, err := d.SaveChecks(ctx, desk.Page{Case: id, Version: d.see(ctx, id).Version(), Draft: true}, officer.Capture{}); !errors.Is(err, officer.Conflict) {
		t.Errorf("a draft over a signature: %v", err)
	}
	for name, save := range map[string]func(officer.ApplicationID, desk.Case) (desk.Captured, error){
		"issuer": func(id officer.ApplicationID, c desk.Case) (desk.Captured, error) {
			e := d.entry()
			e.Issuer = "Stadt Bonn"
			return d.SaveDocument(ctx, desk.Page{Case: id, Version: c.Version()}, e)
		},
		"name": func(id officer.ApplicationID, c desk.Case) (desk.Captured, error) {
			e := d.entry()
			e.GivenNames = "Erika Maria"
			e.Reasons = map[string]string{"given_names": "zweiter Vorname fehlt in der Zone"}
			return d.SaveDocument(ctx, desk.Page{Case: id, Version: c.Version()}, e)
		},
		"checks": func(id officer.ApplicationID, c desk.Case) (desk.Captured, error) {
			given := checks(c)
			given.Note = "Ecke abgestoßen"
			return d.SaveChecks(ctx, desk.Page{Case: id, Version: c.Version()}, given)
		},
	} {
		id, c := signed()
		kept, err := save(id, c)
		now := d.see(ctx, id)
		if err != nil || !kept.Undone || now.Identification.Status != officer.IdentificationUndone || now.Application.Status != officer.ApplicationInIdentification ||
			now.Application.ContentDigest != "" || partOf(now, officer.PartSign).State != officer.PartFault || kept.Version != now.Version() {
			t.Errorf("%s: %+v, %v, %+v", name, kept, err, now)
		}
	}
}
