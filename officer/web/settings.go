package web

import (
	"errors"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// settingsRoutes are what an organisation decides for itself.
func (s *Server) settingsRoutes(r *router) {
	r.get("/desk/settings", rbac.OrganisationSettings, s.settings).inMenu("settings.menu")
	r.post("/desk/settings", rbac.OrganisationSettings, s.saveSettings)
}

func (s *Server) settings(c *fiber.Ctx) error {
	o, err := s.Organisations.Own(c.UserContext())
	if err != nil {
		return err
	}
	return s.settingsForm(c, page.SettingsForm{Settings: o.Settings(), Domains: strings.Join(o.EmailDomains, "\n"), Version: o.Version}, nil)
}

func (s *Server) settingsForm(c *fiber.Ctx, p page.SettingsForm, refusal error) error {
	return s.reason(c, "settings.title", refusal, func(f *page.Frame) templ.Component { return page.SettingsEdit(f, p) })
}

func (s *Server) saveSettings(c *fiber.Ctx) error {
	form := bind(c)
	p := page.SettingsForm{Domains: form.Value("email_domains"), Version: form.Version()}
	p.SecondCheck, p.PurchaseOrderRequired = form.Yes("second_check"), form.Yes("purchase_order_required")
	p.DocumentTypes = typed[officer.DocumentType](form.Many("document_types", plain(officer.DocumentTypes)...))
	p.EmailDomains = strings.FieldsFunc(p.Domains, func(r rune) bool { return strings.ContainsRune(" ,;\t\r\n", r) })
	err := form.Err()
	if err == nil {
		err = s.Organisations.Decide(c.UserContext(), p.Version, p.Settings)
	}
	switch {
	case errors.Is(err, officer.Stale):
		return s.staleSettings(c, form)
	case err != nil:
		return s.settingsForm(c, p, err)
	}
	return s.done(c, "/desk/settings", "settings.saved")
}

func (s *Server) staleSettings(c *fiber.Ctx, form *Form) error {
	o, err := s.Organisations.Own(c.UserContext())
	if err != nil {
		return err
	}
	return s.bothVersions(c, form, colleague{Version: o.Version, Back: "/desk/settings", Saved: []page.Value{
		{Name: "second_check", Value: yes(o.SecondCheck)}, {Name: "purchase_order_required", Value: yes(o.PurchaseOrderRequired)},
		{Name: "document_types", Value: strings.Join(plain(o.DocumentTypes), ", ")}, {Name: "email_domains", Value: strings.Join(o.EmailDomains, "\n")},
	}})
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
