package web

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// organisationRoutes are the tenants, looked after by the provider's operator.
func (s *Server) organisationRoutes(r *router) {
	r.get("/office/organisations", rbac.OrganisationSave, s.listOrganisations).inMenu("organisation.menu")
	r.get("/office/organisations/new", rbac.OrganisationSave, s.newOrganisation)
	r.post("/office/organisations", rbac.OrganisationSave, s.admitOrganisation)
	r.get("/office/organisations/:organisation", rbac.OrganisationSave, s.organisation)
	r.post("/office/organisations/:organisation", rbac.OrganisationSave, s.saveOrganisation)
	r.get("/office/organisations/:organisation/edit", rbac.OrganisationSave, s.editOrganisation)
	r.get("/office/organisations/:organisation/terms", rbac.OrganisationSave, s.askTerms)
	r.post("/office/organisations/:organisation/terms", rbac.OrganisationSave, s.saveTerms)
	r.get("/office/organisations/:organisation/managers", rbac.OrganisationSave, s.askManager)
	r.post("/office/organisations/:organisation/managers", rbac.OrganisationSave, s.inviteManager)
	r.get("/office/organisations/:organisation/close", rbac.OrganisationSave, s.askClose)
	r.post("/office/organisations/:organisation/close", rbac.OrganisationSave, s.closeOrganisation)
	r.get("/office/organisations/:organisation/reopen", rbac.OrganisationSave, s.askReopen)
	r.post("/office/organisations/:organisation/reopen", rbac.OrganisationSave, s.reopenOrganisation)
}

func (s *Server) listOrganisations(c *fiber.Ctx) error {
	query, after := queryLine(c, "q"), officer.ParseCursor(c.Query("after"))
	list, err := s.Organisations.List(c.UserContext(), query, after)
	if err != nil {
		return err
	}
	return s.show(c, "organisation.title", func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.Organisations(f, page.OrganisationsPage{OrganisationPage: list, Query: query, After: after, MaySave: may(c, rbac.OrganisationSave)})
	})
}

func (s *Server) organisationOf(c *fiber.Ctx) (page.OrganisationPage, error) {
	id, err := officer.ParseID[officer.OrganisationID](c.Params("organisation"))
	if err != nil {
		return page.OrganisationPage{}, err
	}
	file, err := s.Organisations.Organisation(c.UserContext(), id)
	return page.OrganisationPage{Organisation: file.Organisation, Managers: file.Managers, Invitations: file.Invitations, Events: file.Events,
		MaySave: may(c, rbac.OrganisationSave)}, err
}

// inOrganisation is a frame with the organisation's name above the heading and
// the way back.
func inOrganisation(p page.OrganisationPage, of func(*page.Frame) templ.Component) func(*page.Frame) templ.Component {
	return func(f *page.Frame) templ.Component {
		f.Caption = p.Name
		f.Back = &page.Link{Href: "/office/organisations", Text: f.T("organisation.title")}
		return of(f)
	}
}

func (s *Server) organisation(c *fiber.Ctx) error {
	p, err := s.organisationOf(c)
	if err != nil {
		return err
	}
	return s.show(c, "organisation.one", inOrganisation(p, func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.Organisation(f, p)
	}))
}

func (s *Server) newOrganisation(c *fiber.Ctx) error {
	number, err := s.Organisations.NextNumber(c.UserContext())
	if err != nil {
		return err
	}
	p := page.OrganisationForm{NumberText: strconv.Itoa(number), Evidence: page.DateField{Name: "evidence_on"}}
	p.Kind, p.Address.Country = officer.Company, "DE"
	return s.organisationForm(c, "organisation.admit", p, nil)
}

func (s *Server) editOrganisation(c *fiber.Ctx) error {
	p, err := s.organisationOf(c)
	if err != nil {
		return err
	}
	return s.organisationForm(c, "organisation.edit", page.OrganisationForm{Organisation: p.Organisation, Evidence: page.DayField("evidence_on", p.EvidenceOn)}, nil)
}

func (s *Server) organisationForm(c *fiber.Ctx, title string, p page.OrganisationForm, refusal error) error {
	return s.reason(c, title, refusal, inOrganisation(page.OrganisationPage{Organisation: officer.Organisation{Name: captionOf(p)}}, func(f *page.Frame) templ.Component {
		p.Evidence.Hint = f.T("organisation.evidence_hint")
		return page.OrganisationEdit(f, p)
	}))
}

// captionOf names the organisation that is edited; a new one has no name yet.
func captionOf(p page.OrganisationForm) string {
	if p.ID == "" {
		return ""
	}
	return p.Name
}

// bindOrganisation reads the form into an organisation.
func bindOrganisation(form *Form, o officer.Organisation) page.OrganisationForm {
	o.Name, o.LegalForm, o.Address = form.Value("name"), form.Value("legal_form"), bindAddress(form)
	o.RegisterCourt, o.RegisterNumber, o.VATID = form.Value("register_court"), form.Value("register_number"), form.Value("vat_id")
	o.EvidenceOn, o.EvidenceNote = form.Date("evidence_on"), form.Value("evidence_note")
	return page.OrganisationForm{Organisation: o, NumberText: form.Value("organisation_number"), Evidence: form.dateField("evidence_on"),
		ManagerName: form.Value("manager_name"), ManagerEmail: form.Value("manager_email")}
}

func bindAddress(form *Form) officer.Address {
	return officer.Address{Street: form.Value("street"), PostalCode: form.Value("postal_code"), Locality: form.Value("locality"), Country: form.Value("country")}
}

func (s *Server) admitOrganisation(c *fiber.Ctx) error {
	form := bind(c)
	o := officer.Organisation{Kind: officer.OrganisationKind(form.One("kind", plain(officer.TenantKinds)...)), Number: form.Number("organisation_number")}
	p := bindOrganisation(form, o)
	err := form.Err()
	var id officer.OrganisationID
	if err == nil {
		id, err = s.Organisations.Admit(c.UserContext(), desk.Candidate{Organisation: p.Organisation, ManagerName: p.ManagerName, ManagerEmail: p.ManagerEmail})
	}
	if err != nil {
		return s.organisationForm(c, "organisation.admit", p, err)
	}
	return s.done(c, "/office/organisations/"+string(id), "organisation.admitted_done")
}

func (s *Server) saveOrganisation(c *fiber.Ctx) error {
	kept, err := s.organisationOf(c)
	if err != nil {
		return err
	}
	form := bind(c)
	p := bindOrganisation(form, kept.Organisation)
	p.Version = form.Version()
	if err = form.Err(); err == nil {
		err = s.Organisations.Save(c.UserContext(), p.Organisation)
	}
	switch {
	case errors.Is(err, officer.Stale):
		return s.bothVersions(c, form, colleague{Version: kept.Version, Saved: organisationValues(kept.Organisation), Back: "/office/organisations/" + string(kept.ID)})
	case err != nil:
		return s.organisationForm(c, "organisation.edit", p, err)
	}
	return s.done(c, "/office/organisations/"+string(kept.ID), "organisation.saved")
}

// organisationValues are the saved values by the names of the form.
func organisationValues(o officer.Organisation) []page.Value {
	day := page.DayField("", o.EvidenceOn)
	return append([]page.Value{{Name: "name", Value: o.Name}, {Name: "legal_form", Value: o.LegalForm}}, append(addressValues(o.Address),
		page.Value{Name: "register_court", Value: o.RegisterCourt}, page.Value{Name: "register_number", Value: o.RegisterNumber},
		page.Value{Name: "vat_id", Value: o.VATID}, page.Value{Name: "evidence_on", Value: strings.Join([]string{day.Day, day.Month, day.Year}, ".")},
		page.Value{Name: "evidence_note", Value: o.EvidenceNote})...)
}

func addressValues(a officer.Address) []page.Value {
	return []page.Value{{Name: "street", Value: a.Street}, {Name: "postal_code", Value: a.PostalCode}, {Name: "locality", Value: a.Locality}, {Name: "country", Value: a.Country}}
}

func (s *Server) askTerms(c *fiber.Ctx) error { return s.termsForm(c, nil, nil) }

// termsForm asks what was agreed with an organisation, as it is or as it was sent.
func (s *Server) termsForm(c *fiber.Ctx, form *Form, refusal error) error {
	o, err := s.organisationOf(c)
	if err != nil {
		return err
	}
	p := page.TermsForm{Organisation: o.Organisation, From: page.DayField("contract_from", o.ContractFrom), Until: page.DayField("contract_until", o.ContractUntil)}
	if form != nil {
		p.Terms, p.Version = bindTerms(form), form.Version()
		p.From, p.Until = form.dateField("contract_from"), form.dateField("contract_until")
	}
	p.From.Optional, p.Until.Optional = true, true
	return s.reason(c, "organisation.terms", refusal, inOrganisation(o, func(f *page.Frame) templ.Component {
		f.Back = &page.Link{Href: "/office/organisations/" + string(o.ID), Text: o.Name}
		return page.TermsEdit(f, p)
	}))
}

func bindTerms(form *Form) officer.Terms {
	allowed := typed[officer.Procedure](form.Many("procedures", plain(officer.Procedures)...))
	return officer.Terms{ContractFrom: form.Date("contract_from"), ContractUntil: form.Date("contract_until"), ApprovalFourEyes: form.Yes("approval_four_eyes"),
		BarredProcedures: slices.DeleteFunc(slices.Clone(officer.Procedures), func(by officer.Procedure) bool { return slices.Contains(allowed, by) })}
}

func (s *Server) saveTerms(c *fiber.Ctx) error {
	id, err := officer.ParseID[officer.OrganisationID](c.Params("organisation"))
	if err != nil {
		return err
	}
	form := bind(c)
	terms := bindTerms(form)
	if err = form.Err(); err == nil {
		err = s.Organisations.Agree(c.UserContext(), id, form.Version(), terms)
	}
	if err != nil {
		return s.termsForm(c, form, err)
	}
	return s.done(c, "/office/organisations/"+string(id), "organisation.terms_saved")
}

func (s *Server) askManager(c *fiber.Ctx) error { return s.managerForm(c, nil, nil) }

func (s *Server) managerForm(c *fiber.Ctx, form *Form, refusal error) error {
	p, err := s.organisationOf(c)
	if err != nil {
		return err
	}
	name, email := "", ""
	if form != nil {
		name, email = form.Value("name"), form.Value("email")
	}
	return s.reason(c, "organisation.invite_manager", refusal, inOrganisation(p, func(f *page.Frame) templ.Component { return page.InviteManager(f, p, name, email) }))
}

func (s *Server) inviteManager(c *fiber.Ctx) error {
	id, err := officer.ParseID[officer.OrganisationID](c.Params("organisation"))
	if err != nil {
		return err
	}
	form := bind(c)
	who, err := officer.ReadInvitee(form.Value("name"), form.Value("email"), "")
	if err == nil {
		err = s.Organisations.InviteManager(c.UserContext(), id, who)
	}
	if err != nil {
		return s.managerForm(c, form, err)
	}
	return s.done(c, "/office/organisations/"+string(id), "people.invited")
}

func (s *Server) askClose(c *fiber.Ctx) error {
	return s.confirmOrganisation(c, "organisation.close", true, nil)
}
func (s *Server) askReopen(c *fiber.Ctx) error {
	return s.confirmOrganisation(c, "organisation.reopen", false, nil)
}

func (s *Server) confirmOrganisation(c *fiber.Ctx, title string, danger bool, refusal error) error {
	p, err := s.organisationOf(c)
	if err != nil {
		return err
	}
	return s.reason(c, title, refusal, inOrganisation(p, func(f *page.Frame) templ.Component {
		return page.ConfirmPage(f, page.Confirm{Text: f.T(title + "_text"), Action: c.Path(), Version: p.Version, Label: f.T(title), Danger: danger,
			Cancel: "/office/organisations/" + string(p.ID)})
	}))
}

func (s *Server) closeOrganisation(c *fiber.Ctx) error {
	id, err := officer.ParseID[officer.OrganisationID](c.Params("organisation"))
	if err != nil {
		return err
	}
	if err := s.Organisations.Close(c.UserContext(), id, bind(c).Version()); err != nil {
		return s.confirmOrganisation(c, "organisation.close", true, err)
	}
	return s.done(c, "/office/organisations/"+string(id), "organisation.closed")
}

func (s *Server) reopenOrganisation(c *fiber.Ctx) error {
	id, err := officer.ParseID[officer.OrganisationID](c.Params("organisation"))
	if err != nil {
		return err
	}
	if err := s.Organisations.Reopen(c.UserContext(), id, bind(c).Version()); err != nil {
		return s.confirmOrganisation(c, "organisation.reopen", false, err)
	}
	return s.done(c, "/office/organisations/"+string(id), "organisation.reopened")
}

// queryLine is what somebody searches for: a line of text from the address.
func queryLine(c *fiber.Ctx, name string) string {
	return (&Form{values: map[string][]string{name: {c.Query(name)}}}).Line(name, 200)
}
