package web

import (
	"errors"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
)

// checks shows the form for the checks, or what was checked.
func (s *Server) checks(c *fiber.Ctx) error {
	k, err := s.caseOf(c)
	if err != nil {
		return err
	}
	return s.show(c, "checks.title", func(f *page.Frame) templ.Component {
		around(f, k.Application)
		p := checksPage(k)
		switch {
		case k.ReadOnly != nil:
			p.ReadOnly = whyNot(f, k.ReadOnly)
			return page.ChecksView(f, p)
		case k.Identification.Document.Type == "":
			return page.DocumentFirst(f, k.Application.ID)
		}
		return page.Checks(f, p)
	})
}

func checksPage(k desk.Case) page.ChecksPage {
	i := k.Identification
	return page.ChecksPage{Case: k.Application.ID, Version: k.Version(), Type: i.Document.Type, Drawn: i.DrawnFeatures, Capture: i.Capture,
		Differences: i.Capture.Differences, Signed: i.Signed()}
}

// saveChecks keeps the checks. One that failed leads to where a case is broken
// off, with the reason proposed.
func (s *Server) saveChecks(c *fiber.Ctx) error {
	id, err := s.caseID(c)
	if err != nil {
		return err
	}
	form := bind(c)
	given := checksEntry(form)
	var saved desk.Captured
	if err = form.Err(); err == nil {
		saved, err = s.Intake.SaveChecks(c.UserContext(), desk.Page{Case: id, Version: form.Version()}, given)
	}
	if err != nil {
		return s.checksAgain(c, id, form, given, err)
	}
	if saved.Blocked {
		return s.done(c, "/desk/cases/"+string(id)+"/abort", "")
	}
	return s.done(c, "/desk/cases/"+string(id), savedNotice(saved))
}

// draftChecks keeps what was recorded so far.
func (s *Server) draftChecks(c *fiber.Ctx) error {
	id, err := s.caseID(c)
	if err != nil {
		return err
	}
	form := bind(c)
	saved, err := s.Intake.SaveChecks(c.UserContext(), desk.Page{Case: id, Version: form.Version(), Draft: true}, checksEntry(form))
	if err != nil {
		return err
	}
	return s.saved(c, saved.At, saved.Version)
}

// checksEntry reads what was recorded. Which features belong to the document is
// the desk's business.
func checksEntry(form *Form) officer.Capture {
	given := officer.Capture{OriginalSeen: form.One("original_seen", "yes", "no"), Tools: form.Many("tools", officer.CheckTools...),
		Note: form.Lines("note", officer.ReasonLimit), Features: map[string]officer.Outcome{}, Face: map[string]officer.Outcome{}}
	for _, t := range officer.DocumentTypes {
		for _, x := range officer.Features(t) {
			field := "feature_" + x.Key
			if form.Has(field) || form.Value(field+"_note") != "" {
				given.Features[x.Key] = officer.Outcome{Result: form.One(field, officer.Results...), Note: form.Line(field+"_note", officer.ReasonLimit)}
			}
		}
	}
	for _, key := range officer.FacialFeatures {
		if form.Has("face_" + key) {
			given.Face[key] = officer.Outcome{Result: form.One("face_"+key, officer.Results...)}
		}
	}
	return given
}

// checksAgain shows the form with what is wrong, or both versions when a
// colleague was faster.
func (s *Server) checksAgain(c *fiber.Ctx, id officer.ApplicationID, form *Form, given officer.Capture, err error) error {
	k, readErr := s.Intake.Case(c.UserContext(), id)
	if readErr != nil {
		return readErr
	}
	if errors.Is(err, officer.Stale) {
		f := s.frame(c, "checks.title")
		other := s.colleagueIn(c, k, savedChecks(f, k))
		other.Word, other.Label = checkWords(f), checkLabels(f, k.Identification.Document.Type)
		return s.bothVersions(c, form, other)
	}
	return s.again(c, err, "checks.title", func(f *page.Frame) templ.Component {
		around(f, k.Application)
		f.Word()
		p := checksPage(k)
		p.Version, p.Capture = form.Version(), given
		return page.Checks(f, p)
	})
}

// savedChecks is what is saved, field by field, as a person reads it.
func savedChecks(f *page.Frame, k desk.Case) []page.Value {
	word := checkWords(f)
	i := k.Identification
	var values []page.Value
	add := func(field, answer string) {
		values = append(values, page.Value{Name: field, Value: word(field, answer)})
	}
	add("original_seen", i.Capture.OriginalSeen)
	for _, x := range officer.Features(i.Document.Type) {
		add("feature_"+x.Key, i.Capture.Features[x.Key].Result)
	}
	for _, key := range officer.FacialFeatures {
		add("face_"+key, i.Capture.Face[key].Result)
	}
	add("note", i.Capture.Note)
	return values
}

// checkWords says how an answer of the checks reads.
func checkWords(f *page.Frame) func(field, sent string) string {
	return func(field, sent string) string {
		kind := "check_result."
		switch {
		case field == "note" || sent == "":
			return sent
		case field == "original_seen":
			kind = "checks."
		case strings.HasPrefix(field, "face_"):
			kind = "face_result."
		}
		if !page.HasText(kind + sent) {
			return sent
		}
		return f.T(kind + sent)
	}
}

// checkLabels names the fields of the checks.
func checkLabels(f *page.Frame, t officer.DocumentType) func(field string) string {
	return func(field string) string {
		if key, ok := strings.CutPrefix(field, "feature_"); ok {
			return f.T("feature." + string(t) + "." + key)
		}
		if key, ok := strings.CutPrefix(field, "face_"); ok {
			return f.T("face." + key)
		}
		return fieldLabel(f, field)
	}
}
