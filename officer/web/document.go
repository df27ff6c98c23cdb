package web

import (
	"errors"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// zoneLimit is the longest text that is read as a machine readable zone, in
// characters; the zone itself has 90.
const zoneLimit = 500

// document shows the form for an identity document, or what was captured.
func (s *Server) document(c *fiber.Ctx) error {
	k, err := s.caseOf(c)
	if err != nil {
		return err
	}
	return s.show(c, "document.title", func(f *page.Frame) templ.Component {
		around(f, k.Application)
		switch {
		case k.ReadOnly != nil:
			return page.DocumentView(f, page.DocumentSummary{Case: k.Application.ID, Act: k.Identification, ReadOnly: whyNot(f, k.ReadOnly),
				MayShow: may(c, rbac.IdentificationReveal)})
		case !k.Application.Form.Agreed():
			return page.ConsentsFirst(f, k.Application.ID)
		}
		p := documentPage(k)
		p.Focus = "mrz"
		return page.Document(f, p)
	})
}

// documentPage is the form as it is saved.
func documentPage(k desk.Case) page.DocumentPage {
	d, person := k.Identification.Document, k.Application.Form.Person
	p := page.DocumentPage{
		Case: k.Application.ID, Version: k.Version(), Types: k.Setting.Organisation.DocumentTypes, Type: d.Type, Masked: d.NumberMasked,
		Issuer: d.Issuer, IssuedOn: page.DayField("issued_on", d.IssuedOn), ExpiresOn: page.DayField("expires_on", d.ExpiresOn),
		FamilyName: person.FamilyName, GivenNames: person.GivenNames, BirthDate: page.DayField("birth_date", person.BirthDate),
		Nationality: person.Nationality, Reasons: map[string]string{}, Signed: k.Identification.Signed(), Stated: k.Application.Stated,
	}
	if d.Type == officer.ForeignPassport {
		p.Country = d.Country
	}
	for _, x := range k.Identification.Capture.Differences {
		p.Reasons[x.Field] = x.Reason
	}
	return p
}

// sentDocument is the form as it was sent a moment ago.
func sentDocument(k desk.Case, form *Form) page.DocumentPage {
	p := documentPage(k)
	p.Version = form.Version()
	p.Type, p.Number, p.MRZ = officer.DocumentType(form.Value("type")), form.Value("number"), form.Value("mrz")
	p.Issuer, p.Country, p.Nationality = form.Value("issuer"), form.Value("country"), form.Value("nationality")
	p.FamilyName, p.GivenNames = form.Value("family_name"), form.Value("given_names")
	p.IssuedOn, p.ExpiresOn, p.BirthDate = sentDate(form, "issued_on"), sentDate(form, "expires_on"), sentDate(form, "birth_date")
	p.Reasons = sentReasons(form)
	p.Zone = judged(p.MRZ)
	return p
}

func sentReasons(form *Form) map[string]string {
	reasons := map[string]string{}
	for _, field := range append([]string{"mrz"}, officer.ComparedFields...) {
		if why := strings.TrimSpace(form.Value("reason_" + field)); why != "" {
			reasons[field] = why
		}
	}
	return reasons
}

// judged gives the verdict on a zone; nil when there is none.
func judged(text string) *officer.MRZ {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	m := officer.ParseMRZ(text, officer.Today(time.Now()))
	return &m
}

// saveDocument keeps the document. Its other buttons only change what stands on
// the page: take over what the zone says, or read a character differently.
func (s *Server) saveDocument(c *fiber.Ctx) error {
	id, err := s.caseID(c)
	if err != nil {
		return err
	}
	form := bind(c)
	if form.Has("read") || form.Has("swap") || form.Has("apply") || form.Has("apply_number") {
		return s.readZone(c, id, form)
	}
	p := desk.Page{Case: id, Version: form.Version()}
	entry := documentEntry(form)
	var saved desk.Captured
	if err = form.Err(); err == nil {
		saved, err = s.Intake.SaveDocument(c.UserContext(), p, entry)
	}
	if err != nil {
		return s.documentAgain(c, id, form, err)
	}
	return s.done(c, "/desk/cases/"+string(id)+"/checks", savedNotice(saved))
}

func savedNotice(saved desk.Captured) string {
	if saved.Undone {
		return "case.undone"
	}
	return "case.saved"
}

// draftDocument keeps what is right so far. The zone is judged and forgotten.
func (s *Server) draftDocument(c *fiber.Ctx) error {
	id, err := s.caseID(c)
	if err != nil {
		return err
	}
	form := bind(c)
	saved, err := s.Intake.SaveDocument(c.UserContext(), desk.Page{Case: id, Version: form.Version(), Draft: true}, documentEntry(form))
	if err != nil {
		return err
	}
	return s.saved(c, saved.At, saved.Version)
}

func documentEntry(form *Form) officer.DocumentEntry {
	return officer.DocumentEntry{
		Type: officer.DocumentType(form.Value("type")), Number: form.Line("number", 100), Issuer: form.Line("issuer", officer.IssuerLimit),
		Country: form.Line("country", 10), IssuedOn: form.Date("issued_on"), ExpiresOn: form.Date("expires_on"),
		FamilyName: form.Line("family_name", officer.NameLimit), GivenNames: form.Line("given_names", officer.NameLimit),
		BirthDate: form.Date("birth_date"), Nationality: form.Line("nationality", 10), MRZ: form.Lines("mrz", zoneLimit), Reasons: sentReasons(form),
	}
}

// documentAgain shows the form with what is wrong, or both versions when a
// colleague was faster.
func (s *Server) documentAgain(c *fiber.Ctx, id officer.ApplicationID, form *Form, err error) error {
	k, readErr := s.Intake.Case(c.UserContext(), id)
	if readErr != nil {
		return readErr
	}
	if errors.Is(err, officer.Stale) {
		f := &page.Frame{Language: s.language(c)}
		other := s.colleagueIn(c, k, savedDocument(f, k))
		other.Word = documentWords(f)
		return s.bothVersions(c, form, other)
	}
	return s.again(c, err, "document.title", func(f *page.Frame) templ.Component {
		around(f, k.Application)
		f.Word()
		return page.Document(f, sentDocument(k, form))
	})
}

// savedDocument is what is saved, field by field, as a person reads it. The
// number is not among it.
func savedDocument(f *page.Frame, k desk.Case) []page.Value {
	d, person, word := k.Identification.Document, k.Application.Form.Person, documentWords(f)
	return []page.Value{
		{Name: "family_name", Value: person.FamilyName}, {Name: "given_names", Value: person.GivenNames}, {Name: "birth_date", Value: f.Day(person.BirthDate)},
		{Name: "nationality", Value: word("nationality", person.Nationality)}, {Name: "issuer", Value: d.Issuer}, {Name: "issued_on", Value: f.Day(d.IssuedOn)}, {Name: "expires_on", Value: f.Day(d.ExpiresOn)},
	}
}

// documentWords writes what was sent as the saved values are written.
func documentWords(f *page.Frame) func(field, sent string) string {
	return func(field, sent string) string {
		if field == "nationality" && sent != "" {
			return page.Nationality(f.Language, sent)
		}
		if d, err := officer.ParseDate(sent); err == nil && (!d.IsZero() || sent == "") && strings.Contains(sent, ".") {
			return f.Day(d)
		}
		return sent
	}
}

// readZone shows the form again with what the zone says in the fields that are
// still empty. Nothing is saved, and no entry of the officer is replaced.
func (s *Server) readZone(c *fiber.Ctx, id officer.ApplicationID, form *Form) error {
	k, err := s.Intake.Case(c.UserContext(), id)
	if err != nil {
		return err
	}
	if k.ReadOnly != nil {
		return k.ReadOnly
	}
	p := sentDocument(k, form)
	switch {
	case form.Has("swap") && p.Zone != nil && p.Zone.KeyboardSwapped:
		p.MRZ = p.Zone.Corrected()
	case form.Has("apply"):
		p.MRZ = page.ParseSuggestion(form.Value("apply")).ApplyMRZ(p.MRZ)
	case form.Has("apply_number"):
		p.Number = page.ParseSuggestion(form.Value("apply_number")).ApplyNumber(p.Number)
	}
	p.Zone = judged(p.MRZ)
	takeZone(&p)
	return s.show(c, "document.title", func(f *page.Frame) templ.Component {
		around(f, k.Application)
		if p.Zone == nil && !form.Has("apply_number") {
			f.Problems.Add("mrz", "mrz.missing")
		}
		return page.Document(f, p)
	})
}

// takeZone fills what is empty from a zone without a fault, and says where to go on.
func takeZone(p *page.DocumentPage) {
	p.Focus = "mrz"
	if p.Zone == nil || !p.Zone.Valid() {
		return
	}
	m := *p.Zone
	if t, known := m.DocumentType(); known && p.Type == "" {
		p.Type = t
	}
	if p.Number == "" && p.Masked == "" {
		p.Number = m.Number.Reveal()
	}
	fill(&p.Nationality, m.Nationality)
	if t, _ := m.DocumentType(); t == officer.ForeignPassport {
		fill(&p.Country, m.Issuer)
	}
	if birth, full := m.Birth.Date(); full && emptyDate(p.BirthDate) {
		p.BirthDate = page.DayField("birth_date", birth)
	}
	if emptyDate(p.ExpiresOn) {
		p.ExpiresOn = page.DayField("expires_on", m.Expiry)
	}
	p.Taken, p.Focus = true, "issuer"
}

func fill(field *string, value string) {
	if strings.TrimSpace(*field) == "" {
		*field = value
	}
}

func emptyDate(d page.DateField) bool { return d.Day+d.Month+d.Year == "" }

// judgeZone answers the script while an officer types a zone: the same verdict
// as on the page. Nothing is kept.
func (s *Server) judgeZone(c *fiber.Ctx) error {
	f := &page.Frame{Language: s.language(c)}
	text := bind(c).Value("mrz")
	if len(text) > 4*zoneLimit {
		return officer.Fail(officer.Invalid, "form.too_long", "count", zoneLimit)
	}
	m := judged(text)
	if m == nil {
		c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
		return c.SendString("")
	}
	return s.render(c, page.Verdict(f, *m))
}

// revealNumber shows the number this once. The page is never kept by a browser.
func (s *Server) revealNumber(c *fiber.Ctx) error {
	k, err := s.caseOf(c)
	if err != nil {
		return err
	}
	number, err := s.Intake.Reveal(c.UserContext(), k.Application.ID)
	if err != nil {
		return err
	}
	return s.show(c, "document.revealed", func(f *page.Frame) templ.Component {
		around(f, k.Application)
		return page.Revealed(f, k.Application.ID, number.Reveal())
	})
}
