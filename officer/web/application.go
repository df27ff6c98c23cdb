package web

import (
	"errors"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// applicationRoutes are the application's groups, one topic per page, and the
// applicant's own page for the revocation password.
func (s *Server) applicationRoutes(r *router) {
	for _, g := range officer.Groups {
		path := "/desk/cases/:case/" + string(g)
		r.get(path, rbac.ApplicationSave, func(c *fiber.Ctx) error { return s.section(c, g) })
		switch g {
		case officer.GroupRevokers:
			r.post(path, rbac.ApplicationSave, s.saveRevokers)
		case officer.GroupSecrets:
			r.post(path, rbac.ApplicationSave, s.saveSecrets)
		default:
			r.post(path, rbac.ApplicationSave, func(c *fiber.Ctx) error { return s.saveSection(c, g) })
		}
	}
	r.get("/desk/cases/:case/secrets/password", rbac.ApplicationSave, s.typeRevocation)
	r.post("/desk/cases/:case/secrets/password", rbac.ApplicationSave, s.saveTypedRevocation)
	r.post("/desk/cases/:case/secrets/link", rbac.ApplicationSave, s.mailPasswordLink)
	r.get("/revocation-password", rbac.Public, s.revocationChosen)
	r.get("/revocation-password/:token", rbac.Public, s.chooseRevocation)
	r.post("/revocation-password/:token", rbac.Public, s.saveChosenRevocation)
}

// caseID reads the case of the address.
func caseID(c *fiber.Ctx) (officer.ApplicationID, error) {
	return officer.ParseID[officer.ApplicationID](c.Params("case"))
}

// fileOf reads the case of the address.
func (s *Server) fileOf(c *fiber.Ctx) (desk.File, error) {
	id, err := caseID(c)
	if err != nil {
		return desk.File{}, err
	}
	return s.Applying.File(c.UserContext(), id)
}

// section shows a group as it is saved. One that this case does not need, or
// that can no longer be written, leads to the summary.
func (s *Server) section(c *fiber.Ctx, g officer.Group) error {
	file, err := s.fileOf(c)
	if err != nil {
		return err
	}
	a := file.Application
	if !a.Form.Asks(g, file.Setting.Product) || a.Open() != nil {
		return c.Redirect(page.CaseHref(a.ID, "review"), fiber.StatusSeeOther)
	}
	if file.Locked != nil { // the case says why
		return c.Redirect(page.CaseHref(a.ID, ""), fiber.StatusSeeOther)
	}
	p, err := s.sectionPage(c, file, g, page.SectionValues(prefilled(file, g), g))
	if err != nil {
		return err
	}
	return s.show(c, "part."+string(g), p)
}

// sectionPage makes the page of a group with these values in its fields.
func (s *Server) sectionPage(c *fiber.Ctx, file desk.File, g officer.Group, values map[string]string) (func(*page.Frame) templ.Component, error) {
	a := file.Application
	p := page.Section{Case: a.ID, Group: g, Version: a.Version, Signed: a.Signed(), Values: values, Setting: file.Setting, Form: a.Form}
	switch g {
	case officer.GroupDelivery:
		var err error
		if p.Branches, err = s.Applying.Branches(c.UserContext()); err != nil {
			return nil, err
		}
	case officer.GroupCertificate:
		p.Preview = a.Content(file.Setting.Product).Subject(file.Setting.Product.Family)
	case officer.GroupSecrets:
		p.Password = page.PasswordState{Chosen: a.RevocationPasswordHash != "", Mailed: a.Form.Secrets.RevocationPassword == "link"}
	}
	return func(f *page.Frame) templ.Component {
		inCase(f, file)
		return page.SectionPage(f, p)
	}, nil
}

// inCase says above the heading whose case this is, and leads back to it.
func inCase(f *page.Frame, file desk.File) {
	f.Caption = file.Application.CaseTitle() + " · " + file.Setting.Product.Name(f.Language)
	f.Back = &page.Link{Href: page.CaseHref(file.Application.ID, ""), Text: f.T("case.back")}
}

// prefilled is the saved form; a group that nobody touched yet comes with what
// the portal knows already.
func prefilled(file desk.File, g officer.Group) officer.Form {
	form, o := file.Application.Form, file.Setting.Organisation
	if !form.Untouched(g) {
		return form
	}
	switch g {
	case officer.GroupDelivery:
		form.Delivery = officer.Delivery{CardTo: "applicant", Card: form.Person.Address, PINTo: "same"}
	case officer.GroupOrganisation:
		form.Organisation = officer.OrganisationEntry{Name: o.Name, LegalForm: o.LegalForm, Address: o.Address, RegisterCourt: o.RegisterCourt,
			RegisterNumber: o.RegisterNumber, VATID: o.VATID}
	case officer.GroupPayment:
		form.Payment = officer.Payment{Recipient: o.Name, Address: o.Address, VATID: o.VATID}
	case officer.GroupPerson:
		form.Person.Address.Country = "DE"
	}
	return form
}

// saveSection keeps a group: whole, as a draft by its button, or as a draft
// that the script sent.
func (s *Server) saveSection(c *fiber.Ctx, g officer.Group) error {
	file, err := s.fileOf(c)
	if err != nil {
		return err
	}
	form := bind(c)
	entry := desk.Entry{Group: g, Form: form.group(g), Version: form.Version(),
		Draft: fromScript(c) || form.Has("draft") || form.Has("preview")}
	if fromScript(c) {
		form.halfDates(&entry.Form, file.Application.Form)
	}
	entry.Faults = form.problems
	id := file.Application.ID
	kept, err := s.Applying.Save(c.UserContext(), id, entry)
	switch {
	case fromScript(c) && err == nil:
		return s.saved(c, kept.At, kept.Version)
	case errors.Is(err, officer.Stale) && !fromScript(c):
		return s.sectionStale(c, form, g)
	case err != nil:
		return s.sectionAgain(c, err, g, form)
	case form.Has("preview"):
		return s.done(c, page.CaseHref(id, string(g)), keptNotice("section.saved", kept))
	case form.Has("draft"):
		return s.done(c, page.CaseHref(id, ""), keptNotice("section.draft", kept))
	}
	return s.done(c, page.CaseHref(id, nextPart(kept)), keptNotice("section.saved", kept))
}

func keptNotice(key string, kept desk.Kept) string {
	if kept.Undone {
		return "section.saved_undone"
	}
	return key
}

// nextPart is the next group with something missing, else the summary.
func nextPart(kept desk.Kept) string {
	if kept.Next == "" {
		return "review"
	}
	return string(kept.Next)
}

// sectionAgain shows a group with what is wrong, and with what was sent, if
// anything was; else as it is saved.
func (s *Server) sectionAgain(c *fiber.Ctx, refusal error, g officer.Group, form *Form) error {
	file, err := s.fileOf(c)
	if err != nil {
		return err
	}
	values := page.SectionValues(file.Application.Form, g)
	if form != nil {
		values = form.sent()
	}
	p, err := s.sectionPage(c, file, g, values)
	if err != nil {
		return err
	}
	return s.again(c, refusal, "part."+string(g), p)
}

// sent gives every field as it was typed.
func (f *Form) sent() map[string]string {
	values := make(map[string]string)
	for name := range f.values {
		values[name] = f.Value(name)
	}
	return values
}

// sectionStale shows what was sent beside what a colleague saved meanwhile.
func (s *Server) sectionStale(c *fiber.Ctx, form *Form, g officer.Group) error {
	file, err := s.fileOf(c)
	if err != nil {
		return err
	}
	a := file.Application
	other := colleague{Version: a.Version, Back: page.CaseHref(a.ID, string(g))}
	for _, e := range a.Form.Entries(g) {
		other.Saved = append(other.Saved, page.Value{Name: e.Field, Value: page.EntryText(s.language(c), e)})
	}
	return s.bothVersions(c, form, other)
}

// saveRevokers adds somebody to the list, takes somebody off it, or goes on.
func (s *Server) saveRevokers(c *fiber.Ctx) error {
	file, err := s.fileOf(c)
	if err != nil {
		return err
	}
	form := bind(c)
	list, key := slices.Clone(file.Application.Form.Revokers), "revokers.added"
	add := officer.Revoker{Name: form.Value("revoker_name"), Function: form.Value("revoker_function"), Contact: form.Value("revoker_contact")}
	if form.Has("remove") {
		n, err := strconv.Atoi(form.Value("remove"))
		if err != nil || n < 0 || n >= len(list) {
			return officer.Fail(officer.Stale, "form.stale")
		}
		list, key = slices.Delete(list, n, n+1), "revokers.removed"
	} else if add != (officer.Revoker{}) || !form.Has("go_on") {
		list = append(list, add)
	} else {
		return c.Redirect(page.CaseHref(file.Application.ID, nextPart(desk.Kept{Next: file.Next(officer.GroupRevokers)})), fiber.StatusSeeOther)
	}
	kept, err := s.Applying.Save(c.UserContext(), file.Application.ID,
		desk.Entry{Group: officer.GroupRevokers, Form: officer.Form{Revokers: list}, Version: form.Version()})
	if err != nil {
		return s.sectionAgain(c, err, officer.GroupRevokers, form)
	}
	if form.Has("go_on") {
		return s.done(c, page.CaseHref(file.Application.ID, nextPart(kept)), key)
	}
	return s.done(c, page.CaseHref(file.Application.ID, string(officer.GroupRevokers)), key)
}

func (s *Server) saveSecrets(c *fiber.Ctx) error {
	id, err := caseID(c)
	if err != nil {
		return err
	}
	form := bind(c)
	question, answer := form.Value("question"), form.Secret("answer", officer.MaxLine)
	err = form.Err()
	var kept desk.Kept
	if err == nil {
		kept, err = s.Applying.SaveSecrets(c.UserContext(), id, form.Version(), question, answer)
	}
	if err != nil {
		return s.sectionAgain(c, err, officer.GroupSecrets, form)
	}
	return s.done(c, page.CaseHref(id, nextPart(kept)), "section.saved")
}
