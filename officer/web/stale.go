package web

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
)

// A colleague was faster: what they saved while a form was open elsewhere.
type colleague struct {
	Name    string       // empty if unknown
	Version int          // of what is saved now
	Saved   []page.Value // field names of the form, with the saved values as they are shown
	Back    string       // where the saved version is looked at

	// Word says how a sent answer reads beside the saved one; nil: as it was sent.
	Word func(field, sent string) string
	// Label names a field; nil: by the text field.NAME.
	Label func(field string) string
}

// bothVersions answers a form that came too late: it shows what was sent beside
// what is saved, and lets the person send it once more, knowingly. A form with
// secrets is not for this page, since it carries everything along.
func (s *Server) bothVersions(c *fiber.Ctx, form *Form, other colleague) error {
	f := s.frame(c, "refusal.stale")
	p := page.StalePage{By: other.Name, Action: c.Path(), Version: other.Version, Cancel: other.Back, Values: form.carried()}
	for _, saved := range other.Saved {
		yours := form.shown(saved.Name)
		if other.Word != nil {
			yours = other.Word(saved.Name, yours)
		}
		if yours != saved.Value {
			p.Rows = append(p.Rows, page.StaleRow{Label: other.label(f, saved.Name), Yours: yours, Theirs: saved.Value})
		}
	}
	c.Status(statuses[officer.Stale])
	return s.render(c, page.StaleForm(f, p))
}

func (o colleague) label(f *page.Frame, name string) string {
	if o.Label != nil {
		return o.Label(name)
	}
	return fieldLabel(f, name)
}

func fieldLabel(f *page.Frame, name string) string {
	if page.HasText("field." + name) {
		return f.T("field." + name)
	}
	return name
}

// shown is a field as a person reads it; a date comes from its three parts.
func (f *Form) shown(name string) string {
	if !f.Has(name) && f.Has(name+"_day") {
		return strings.Join([]string{f.Value(name + "_day"), f.Value(name + "_month"), f.Value(name + "_year")}, ".")
	}
	return strings.Join(f.values[name], ", ")
}

// carried is everything that was sent, to be sent once more.
func (f *Form) carried() []page.Value {
	var all []page.Value
	for name, values := range f.values {
		if name == "csrf" || name == "version" {
			continue
		}
		for _, v := range values {
			all = append(all, page.Value{Name: name, Value: strings.ToValidUTF8(v, "")})
		}
	}
	slices.SortStableFunc(all, func(a, b page.Value) int { return strings.Compare(a.Name, b.Name) })
	return all
}
