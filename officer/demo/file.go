package demo

import (
	"fmt"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
)

// A file is a case in the making, with the hour up to which it has come. Its
// steps follow the portal's own rules; what they refuse is a fault of the demo.
type file struct {
	*writer
	plan
	person  officer.Person
	form    officer.Form // as it will be once everything is filled in
	app     officer.Application
	idn     officer.Identification
	setting officer.Setting
	by      officer.Actor // the officer
	at      time.Time
	records []officer.Record

	choices []officer.Procedure    // by which an applicant may be identified
	entry   *officer.DocumentEntry // what an applicant stated of their document
	turns   []turn                 // what becomes of the order; nil for what usually does
}

// A plan of a case: who gets which product, and how many days ago it began.
type plan struct {
	who      citizen
	product  string
	days     int
	quantity int // 1 where it is 0
}

// take opens the file of a plan: person and application, nothing done yet.
func (w *writer) take(p plan) *file {
	product, ok := w.products[p.product]
	if !ok {
		w.keep(errCatalogue)
	}
	f := &file{writer: w, plan: p, at: w.at(p.days, w.chance.between(8, 15), w.chance.between(0, 59))}
	f.person = w.known(p.who, f.at)
	f.by = w.officerAt(f.at, f.person.Account)
	f.app = officer.Application{ID: id[officer.ApplicationID](w.chance), Organisation: w.house.ID, Shop: w.house.shop.ID, Product: product.ID, Person: f.person.ID,
		Account: f.person.Account, Procedure: w.house.Procedure(), Status: officer.ApplicationDraft, Quantity: max(p.quantity, 1), Language: p.who.speaks(),
		CreatedBy: f.by.Account, CreatedAt: f.at, ChangedAt: f.at, StatusSince: f.at}
	f.setting = officer.Setting{Product: product, Organisation: w.house.Organisation, Today: officer.Today(f.at)}
	f.form = f.filledIn()
	f.app.Form.Person = officer.HolderOf(f.person.PersonData).Name(officer.PersonData{})
	f.app.Form.Contact.Email = f.person.Email
	f.app.Form.Organisation = f.form.Organisation
	f.app.Form.Organisation.EvidenceOn, f.app.Form.Organisation.EvidenceNote = officer.Date{}, ""
	return f
}

// known gives the desk's record of a citizen, and writes it down at the first time.
func (w *writer) known(c citizen, at time.Time) officer.Person {
	p := w.person(c, w.home())
	for _, known := range w.persons {
		if known.ID == p.ID {
			return known
		}
	}
	p.CreatedAt = at
	w.persons = append(w.persons, p)
	w.record(at, w.officerAt(at, p.Account), "person.added", string(p.ID))
	return p
}

// officerAt picks an officer who could identify this person at a time.
func (w *writer) officerAt(at time.Time, subject officer.AccountID) officer.Actor {
	var list []officer.Actor
	for _, c := range w.house.staff {
		if by := w.house.actor(c); w.atWorkOn(c, at) && by.Account != subject {
			list = append(list, by)
		}
	}
	if len(list) == 0 { // the provider has no officers
		return officer.Actor{}
	}
	return pick(w.chance, list)
}

// close puts the finished file away.
func (f *file) close() {
	w := f.writer
	w.applications = append(w.applications, f.app)
	if f.idn.ID != "" {
		w.identifications = append(w.identifications, f.idn)
		w.signed = append(w.signed, f.records...)
	}
}

// later lets minutes pass.
func (f *file) later(minutes int) *file {
	f.at = f.at.Add(time.Duration(minutes)*time.Minute + time.Duration(f.chance.IntN(60))*time.Second)
	return f
}

// nextDay goes on on another working day.
func (f *file) nextDay(days int) *file {
	ago := int(f.now.Sub(f.at).Hours()/24) - days
	f.at = later(f.writer.at(max(ago, 0), f.chance.between(8, 16), f.chance.between(0, 59)), f.at.Add(time.Minute))
	if f.at.After(f.now) {
		f.at = f.now.Add(-time.Minute)
	}
	return f
}

func (f *file) record(kind officer.EventKind, subject string, pairs ...any) {
	f.writer.record(f.at, f.by, kind, subject, pairs...)
}

// open begins the case at the desk.
func (f *file) open() *file {
	f.record("case.opened", string(f.app.ID), "person", f.person.ID, "product", f.app.Product, "procedure", f.app.Procedure)
	return f
}

// begin opens the case and starts the act of identification.
func (f *file) begin() *file { return f.open().identify() }

// identify starts the act of identification; the case is the officer's.
func (f *file) identify() *file {
	branch := f.house.branches[f.chance.IntN(len(f.house.branches))]
	act, err := f.app.Identify(f.person, f.by, branch.Name+", "+branch.Address.Locality, f.at)
	f.keep(err)
	act.ID = id[officer.IdentificationID](f.chance)
	f.idn, f.app.Identification = act, act.ID
	f.app.ClaimedBy, f.app.ClaimedName, f.app.ClaimedAt = f.by.Account, f.by.Name, f.at
	f.record("identification.started", string(f.app.ID), "identification", act.ID, "place", act.Place)
	return f.later(2)
}

// consentVersion stands for the texts of an earlier time.
const consentVersion = "demo"

// agree notes the consents.
func (f *file) agree() *file {
	f.agreeAs(f.by.Account)
	f.record("consent.given", string(f.app.ID), "texts", officer.ConsentTexts)
	return f.later(2)
}

func (f *file) agreeAs(by officer.AccountID) {
	var given []officer.Consent
	for _, text := range officer.ConsentTexts {
		given = append(given, officer.Consent{Text: text, Version: consentVersion, Given: true})
	}
	f.keep(f.app.Agree(given, by, f.at))
}

// document types the document in, by the rules of its page.
func (f *file) document(expires officer.Date) *file {
	entry := f.writer.document(f.who, f.form.Person, expires)
	if f.entry != nil { // the one that the applicant stated
		entry, expires = *f.entry, f.entry.ExpiresOn
	}
	if f.chance.IntN(25) == 0 { // now and then a zone cannot be read
		entry.MRZ, entry.Reasons = "", map[string]string{"mrz": "Die Zone ist zerkratzt; alle Angaben zweimal abgelesen."}
	}
	reading, problems := entry.Read(f.idn, officer.DocumentNumber{}, f.setting)
	if problems.Has("reason_given_names") {
		entry.Reasons = map[string]string{"given_names": "Die Zone hat keinen Platz für die Vornamen; vorn auf der Karte stehen sie."}
		reading, problems = entry.Read(f.idn, officer.DocumentNumber{}, f.setting)
	}
	f.keep(problems.Err())
	sealed, err := f.counter.SealNumber(f.idn, reading.Number)
	f.keep(err)
	f.idn.TakeDocument(reading, sealed)
	f.app.DocumentExpiresOn = expires
	f.record("identification.document_saved", string(f.app.ID), "type", entry.Type, "draft", false, "identification", f.idn.ID)
	return f.later(2)
}

// shown is document with one that holds for a good while.
func (f *file) shown() *file { return f.document(f.expiry(f.who, f.setting.Today)) }

// checks notes how document and face were checked.
func (f *file) checks(c officer.Capture) *file {
	f.keep(f.idn.TakeChecks(c))
	f.record("identification.checks_saved", string(f.app.ID), "faults", len(c.Faults(f.idn.Document.Type)), "draft", false, "identification", f.idn.ID)
	return f.later(2)
}

// looked is what an officer records who finds everything as it should be: what
// was drawn, at least one feature more, and a face with seldom something hidden.
func (f *file) looked() officer.Capture {
	passed := officer.Outcome{Result: officer.Passed}
	c := officer.Capture{OriginalSeen: "yes", Features: map[string]officer.Outcome{}, Face: map[string]officer.Outcome{}}
	for _, drawn := range f.idn.DrawnFeatures {
		c.Features[drawn] = passed
	}
	for _, feature := range officer.Features(f.idn.Document.Type) {
		if feature.Kind == officer.Optical && (len(c.Features) < officer.FeaturesNeeded || f.chance.IntN(4) == 0) {
			c.Features[feature.Key] = passed
		}
		if feature.Key == "uv" && f.chance.IntN(5) == 0 {
			c.Features[feature.Key], c.Tools = passed, []string{"uv_lamp"}
		}
	}
	for _, key := range officer.FacialFeatures {
		c.Face[key] = passed
	}
	if f.chance.IntN(6) == 0 {
		c.Face["ears"] = officer.Outcome{Result: officer.NotApplicable, Note: "Von den Haaren verdeckt."}
	}
	return c
}

// fill writes groups of the form, all of them where none is named.
func (f *file) fill(groups ...officer.Group) *file {
	if len(groups) == 0 {
		groups = officer.Groups
	}
	for _, g := range groups {
		if !f.form.Asks(g, f.setting.Product) {
			continue
		}
		changed := f.form.Changed(g, f.app.Form)
		_, err := f.app.Write(g, f.form, f.setting.Product, f.at)
		f.keep(err)
		f.record("application.saved", string(f.app.ID), "group", g, "fields", changed)
		if g == officer.GroupSecrets {
			f.app.SecurityAnswerHash = f.hash
			if f.form.Secrets.RevocationPassword == "typed" {
				f.app.RevocationPasswordHash = f.hash
			}
		}
		f.later(1)
	}
	return f
}

// sign lets the officer vouch for what was done, and writes the record.
func (f *file) sign() *file {
	if missing := f.desk().Missing(); len(missing) > 0 {
		f.keep(fmt.Errorf("case of %s: %w", f.who.family, missing.Err()))
	}
	f.keep(f.idn.Sign(f.by, f.app, f.at))
	f.keep(f.app.Sign(f.setting.Product, f.setting.Organisation.SecondCheck, f.at))
	r, err := f.counter.Testimony(f.desk(), officer.Witness{By: f.by, At: f.at, Sequence: len(f.records) + 1, Language: f.by.Language, Authentication: "session+totp"})
	f.keep(err)
	f.records = append(f.records, r)
	f.record("identification.signed", string(f.idn.ID), "application", f.app.ID, "sequence", r.Sequence, "key", r.KeyID)
	return f.later(3)
}

// desk is the file as the desk's use cases see it.
func (f *file) desk() desk.File {
	return desk.File{Application: f.app, Identification: f.idn, Setting: f.setting}
}
