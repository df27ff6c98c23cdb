package web

import (
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
)

// standing is the name of the row that says where a thing stands by now, beside
// what somebody was about to do with it.
const standing = "standing"

// about makes the comparison of a form that does something to a thing: beside
// "suspend" stands that the thing has ended meanwhile.
func about(f *page.Frame, thing, deed string, other colleague) colleague {
	other.Label = func(name string) string {
		if name == standing {
			return thing
		}
		return fieldLabel(f, name)
	}
	other.Word = func(name, sent string) string {
		if name == standing {
			return deed
		}
		return sent
	}
	return other
}

// staleAppointment shows a form about an appointment beside how that stands now.
// What the form does not ask is not compared.
func (s *Server) staleAppointment(c *fiber.Ctx, title string, form *Form) error {
	p, err := s.appointmentPage(c)
	if err != nil {
		return err
	}
	f, a := &page.Frame{Language: s.language(c)}, p.Appointment
	saved := []page.Value{{Name: standing, Value: f.AppointmentStatus(a.Status).Text}}
	for _, v := range []page.Value{{Name: "background_checked_on", Value: typedDay(a.BackgroundCheckedOn)},
		{Name: "background_note", Value: a.BackgroundNote}, {Name: "trained_on", Value: typedDay(a.TrainedOn)}} {
		if form.Has(v.Name) || form.Has(v.Name+"_day") {
			saved = append(saved, v)
		}
	}
	return s.bothVersions(c, form, about(f, f.T("people.appointment"), f.T(title), colleague{
		Version: a.Version, Back: peoplePath(c, string(a.ID)), Saved: saved,
	}))
}

// staleBranch shows what was to happen to a site beside how that stands now.
func (s *Server) staleBranch(c *fiber.Ctx, title string, form *Form) error {
	b, err := s.branchOf(c)
	if err != nil {
		return err
	}
	f := &page.Frame{Language: s.language(c)}
	return s.bothVersions(c, form, about(f, b.Name, f.T(title), colleague{
		Version: b.Version, Back: "/desk/branches/" + string(b.ID), Saved: []page.Value{{Name: standing, Value: page.BranchStanding(f, b.Branch)}},
	}))
}

// staleName shows a name as it was sent beside the saved one.
func (s *Server) staleName(c *fiber.Ctx, form *Form, kept officer.Account, back string) error {
	return s.bothVersions(c, form, colleague{Version: kept.Version, Back: back, Saved: []page.Value{
		{Name: "given_names", Value: kept.GivenNames}, {Name: "family_name", Value: kept.FamilyName},
	}})
}

// staleProfile shows somebody what they saved themselves in another tab. A name
// that an organisation keeps is not asked and not compared.
func (s *Server) staleProfile(c *fiber.Ctx, form *Form, mine desk.AccountPage) error {
	f, a := &page.Frame{Language: s.language(c)}, mine.Account
	other := colleague{Name: a.Name(), Version: a.Version, Back: "/account", Saved: []page.Value{{Name: "language", Value: f.T("language." + a.Language)}}}
	if !mine.Fixed() {
		other.Saved = append(other.Saved, page.Value{Name: "given_names", Value: a.GivenNames}, page.Value{Name: "family_name", Value: a.FamilyName})
	}
	other.Label = func(name string) string {
		if name == "language" {
			return f.T("account.language")
		}
		return fieldLabel(f, name)
	}
	other.Word = func(name, sent string) string {
		if name == "language" && page.Known(sent) {
			return f.T("language." + sent)
		}
		return sent
	}
	return s.bothVersions(c, form, other)
}

// typedDay writes a day as its three fields are compared; none is empty.
func typedDay(d officer.Date) string {
	if d.IsZero() {
		return ""
	}
	day := page.DayField("", d)
	return day.Day + "." + day.Month + "." + day.Year
}
