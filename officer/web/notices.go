package web

import (
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// noticeRoutes are the operator's announcements and the texts every site must have.
func (s *Server) noticeRoutes(r *router) {
	for _, key := range []string{"imprint", "privacy", "accessibility", "revocation"} {
		r.get("/"+key, rbac.Public, func(c *fiber.Ctx) error { return s.siteText(c, key) })
	}
	r.get("/barrier", rbac.Public, s.askBarrier)
	r.post("/barrier", rbac.Public, s.reportBarrier)
	r.get("/office/announcements", rbac.AnnouncementRead, s.announcements).inMenu("announcement.menu")
	r.get("/office/announcements/new", rbac.AnnouncementSave, s.newAnnouncement)
	r.post("/office/announcements", rbac.AnnouncementSave, s.addAnnouncement)
	r.get("/office/announcements/:announcement", rbac.AnnouncementSave, s.announcement)
	r.post("/office/announcements/:announcement", rbac.AnnouncementSave, s.saveAnnouncement)
	r.post("/office/announcements/:announcement/withdraw", rbac.AnnouncementSave, s.withdrawAnnouncement)
	r.get("/office/texts", rbac.AnnouncementSave, s.siteTexts).inMenu("site_text.menu")
	r.get("/office/texts/:key/:language", rbac.AnnouncementSave, s.editSiteText)
	r.post("/office/texts/:key/:language", rbac.AnnouncementSave, s.saveSiteText)
}

// siteText shows a text of the operator, to anybody, with or without script.
func (s *Server) siteText(c *fiber.Ctx, key string) error {
	t, err := s.Notices.SiteText(c.UserContext(), key, s.language(c))
	if err != nil {
		return err
	}
	return s.show(c, "site_text."+key, func(f *page.Frame) templ.Component { return page.SiteTextPage(f, t) })
}

// askBarrier lets anybody say what they could not use, with or without script.
func (s *Server) askBarrier(c *fiber.Ctx) error {
	return s.show(c, "barrier.title", func(f *page.Frame) templ.Component { return page.Barrier(f, officer.BarrierReport{}) })
}

func (s *Server) reportBarrier(c *fiber.Ctx) error {
	form := bind(c)
	r := officer.BarrierReport{Where: form.Line("where", 200), Text: form.Lines("text", officer.BarrierTextLimit), Email: form.Line("email", 255)}
	err := form.Err()
	if err == nil {
		err = s.Notices.ReportBarrier(c.UserContext(), r, s.visitor(c))
	}
	if err != nil {
		typed := officer.BarrierReport{Where: form.Value("where"), Text: form.Value("text"), Email: form.Value("email")}
		return s.again(c, err, "barrier.title", func(f *page.Frame) templ.Component { return page.Barrier(f, typed) })
	}
	return s.done(c, "/accessibility", "barrier.reported")
}

func (s *Server) announcements(c *fiber.Ctx) error {
	list, err := s.Notices.Announcements(c.UserContext())
	if err != nil {
		return err
	}
	actor, _ := officer.ActorFrom(c.UserContext())
	may := rbac.Allows(actor.Roles, actor.Place, rbac.AnnouncementSave)
	return s.show(c, "announcement.title", func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.Announcements(f, list, may, time.Now())
	})
}

func (s *Server) newAnnouncement(c *fiber.Ctx) error {
	a := officer.Announcement{Places: []string{"order"}, Level: "info", StartsAt: time.Now()}
	return s.show(c, "announcement.new", func(f *page.Frame) templ.Component { return announcementEdit(f, a, nil) })
}

func (s *Server) announcementOf(c *fiber.Ctx) (officer.Announcement, error) {
	id, err := officer.ParseID[officer.AnnouncementID](c.Params("announcement"))
	if err != nil {
		return officer.Announcement{}, err
	}
	return s.Notices.Announcement(c.UserContext(), id)
}

func (s *Server) announcement(c *fiber.Ctx) error {
	a, err := s.announcementOf(c)
	if err != nil {
		return err
	}
	return s.show(c, "announcement.edit", func(f *page.Frame) templ.Component { return announcementEdit(f, a, nil) })
}

func announcementEdit(f *page.Frame, a officer.Announcement, form *Form) templ.Component {
	f.Back = &page.Link{Href: "/office/announcements", Text: f.T("announcement.title")}
	p := page.AnnouncementForm{Announcement: a, Starts: page.DayField("starts", dayOf(a.StartsAt)), Ends: page.DayField("ends", dayOf(a.EndsAt))}
	if a.DeliveryWeeks != 0 {
		p.Weeks = strconv.Itoa(a.DeliveryWeeks)
	}
	if form != nil {
		p.Weeks = form.Value("delivery_weeks")
		p.Starts, p.Ends = form.dateField("starts"), form.dateField("ends")
	}
	return page.AnnouncementEdit(f, p)
}

// dayOf gives a time's day in Germany; the zero time has none.
func dayOf(t time.Time) officer.Date {
	if t.IsZero() {
		return officer.Date{}
	}
	return officer.Today(t)
}

// dateField gives a date's three parts as they were sent.
func (f *Form) dateField(name string) page.DateField {
	return page.DateField{Name: name, Day: f.Value(name + "_day"), Month: f.Value(name + "_month"), Year: f.Value(name + "_year")}
}

// midnight gives the first moment of a day in Germany; the zero day has none.
func midnight(d officer.Date) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, officer.Berlin())
}

// bindAnnouncement reads the form. The last day counts whole, so the
// announcement ends with the day after.
func bindAnnouncement(form *Form, a officer.Announcement) officer.Announcement {
	a.Places = form.Many("places", officer.AnnouncementPlaces...)
	a.Level = form.One("level", "info", "warning")
	a.TextDE, a.TextEN = form.Lines("text_de", 1000), form.Lines("text_en", 1000)
	a.DeliveryWeeks = form.Number("delivery_weeks")
	a.StartsAt, a.EndsAt = midnight(form.Date("starts")), time.Time{}
	if last := form.Date("ends"); !last.IsZero() {
		a.EndsAt = midnight(last.AddDays(1))
	}
	return a
}

func (s *Server) addAnnouncement(c *fiber.Ctx) error {
	return s.announce(c, officer.Announcement{}, "announcement.new")
}

func (s *Server) saveAnnouncement(c *fiber.Ctx) error {
	a, err := s.announcementOf(c)
	if err != nil {
		return err
	}
	return s.announce(c, a, "announcement.edit")
}

func (s *Server) announce(c *fiber.Ctx, a officer.Announcement, title string) error {
	form := bind(c)
	a = bindAnnouncement(form, a)
	if a.ID != "" {
		a.Version = form.Version()
	}
	err := form.Err()
	if err == nil {
		err = s.Notices.Announce(c.UserContext(), a)
	}
	if err != nil {
		return s.again(c, err, title, func(f *page.Frame) templ.Component { return announcementEdit(f, a, form) })
	}
	return s.done(c, "/office/announcements", "announcement.saved")
}

func (s *Server) withdrawAnnouncement(c *fiber.Ctx) error {
	id, err := officer.ParseID[officer.AnnouncementID](c.Params("announcement"))
	if err != nil {
		return err
	}
	if err := s.Notices.Withdraw(c.UserContext(), id, bind(c).Version()); err != nil {
		return err
	}
	return s.done(c, "/office/announcements", "announcement.withdrawn")
}

func (s *Server) siteTexts(c *fiber.Ctx) error {
	list, err := s.Notices.SiteTexts(c.UserContext())
	if err != nil {
		return err
	}
	return s.show(c, "site_text.title", func(f *page.Frame) templ.Component { return page.SiteTexts(f, list) })
}

// writtenText reads the text that an address names.
func (s *Server) writtenText(c *fiber.Ctx) (officer.SiteText, error) {
	key, language := c.Params("key"), c.Params("language")
	if !page.Known(language) || !page.HasText("site_text."+key) {
		return officer.SiteText{}, officer.Fail(officer.NotFound, "page.not_found")
	}
	return s.Notices.SiteText(c.UserContext(), key, language)
}

func (s *Server) editSiteText(c *fiber.Ctx) error {
	t, err := s.writtenText(c)
	if err != nil {
		return err
	}
	return s.show(c, "site_text.edit", func(f *page.Frame) templ.Component { return page.SiteTextEdit(f, t) })
}

func (s *Server) saveSiteText(c *fiber.Ctx) error {
	t, err := s.writtenText(c)
	if err != nil {
		return err
	}
	form := bind(c)
	t.Version = form.Number("seen")
	t.Body = form.Lines("body", officer.SiteTextLimit)
	if err = form.Err(); err == nil {
		err = s.Notices.SaveSiteText(c.UserContext(), t)
	}
	if err != nil {
		return s.again(c, err, "site_text.edit", func(f *page.Frame) templ.Component { return page.SiteTextEdit(f, t) })
	}
	return s.done(c, "/office/texts", "site_text.saved")
}

// announced gives the announcements that a page carries: where people order,
// and at the start of the portal and the desk. A page without them is better
// than no page.
func (s *Server) announced(c *fiber.Ctx, f *page.Frame) []page.Announcement {
	place := noticePlace(c.Path())
	if place == "" || s.Notices == nil {
		return nil
	}
	list, err := s.Notices.At(c.UserContext(), place)
	if err != nil {
		s.log.Warn("announcements not readable", "request", visitOf(c).id, "error", err)
	}
	shown := make([]page.Announcement, len(list))
	for i, a := range list {
		shown[i] = page.Announcement{Tone: page.Tone(a.Level), Text: a.Text(f.Language)}
	}
	return shown
}

// noticePlace says which place of [officer.AnnouncementPlaces] an address belongs to.
func noticePlace(path string) string {
	switch {
	case path == "/":
		return "portal"
	case path == "/desk":
		return "desk"
	case ordering(path), path == "/desk/cases/new" || strings.HasPrefix(path, "/desk/cases/") && strings.HasSuffix(path, "/review"):
		return "order"
	case within(path, portalComplaints+"/new"): // whoever misses a card should know that it takes longer
		return "order"
	case within(path, portalShops), strings.HasSuffix(path, "/preview") && (within(path, deskShops) || within(path, officeShops)):
		return "order"
	}
	return ""
}

// ordering reports whether an applicant is about to order on a page: before they
// begin, at the list of steps, and when they check their answers.
func ordering(path string) bool {
	rest, is := strings.CutPrefix(path, "/portal/applications/")
	return is && (!strings.Contains(rest, "/") || strings.HasSuffix(rest, "/"+string(officer.StepReview))) || strings.HasPrefix(path, "/portal/released/")
}
