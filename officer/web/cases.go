package web

import (
	"errors"
	"maps"
	"slices"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// caseOf reads the case of an address.
func (s *Server) caseOf(c *fiber.Ctx) (desk.Case, error) {
	id, err := s.caseID(c)
	if err != nil {
		return desk.Case{}, err
	}
	return s.Intake.Case(c.UserContext(), id)
}

// around puts the case's name above a page and the way back to its task list.
func around(f *page.Frame, a officer.Application) {
	f.Caption = a.CaseTitle()
	f.Back = &page.Link{Href: "/desk/cases/" + string(a.ID), Text: f.T("case.back")}
}

func may(c *fiber.Ctx, p rbac.Permission) bool {
	actor, _ := officer.ActorFrom(c.UserContext())
	return rbac.Allows(actor.Roles, actor.Place, p)
}

// showCase shows a case as its task list.
func (s *Server) showCase(c *fiber.Ctx) error {
	k, err := s.caseOf(c)
	if err != nil {
		return err
	}
	return s.showCaseWith(c, k, nil)
}

// showCaseWith shows the task list, with what was wrong about beginning an act.
func (s *Server) showCaseWith(c *fiber.Ctx, k desk.Case, refused error) error {
	var b desk.Places
	if k.MayTakeOver {
		var err error
		if b, err = s.Intake.Places(c.UserContext()); err != nil {
			return err
		}
	}
	view := func(f *page.Frame) templ.Component {
		f.Title = k.Application.CaseTitle()
		f.Back = &page.Link{Href: "/desk", Text: f.T("case.list")}
		p := casePage(c, f, k)
		p.Branches = branchOptions(b.Branches)
		p.Branch = onlyOr(p.Branches, string(b.Branch))
		return page.Case(f, p)
	}
	if refused != nil {
		return s.again(c, refused, "case.title", view)
	}
	return s.show(c, "case.title", view)
}

func casePage(c *fiber.Ctx, f *page.Frame, k desk.Case) page.CasePage {
	actor, _ := officer.ActorFrom(c.UserContext())
	a := k.Application
	open := !a.Status.Ended()
	p := page.CasePage{
		Application: a, Identification: k.Identification, Product: k.Setting.Product, Parts: k.Parts(), Links: partLinks(c, k), Warnings: reachable(c, k.Warnings()),
		MayWork: k.ReadOnly == nil, MayCheck: desk.Review{File: k.File}.Next(actor) == officer.PartCheck, MayTakeOver: k.MayTakeOver, MayAbort: open && k.Identification.ID != "" && may(c, rbac.IdentificationAbort),
		MayWithdraw: open && may(c, rbac.ApplicationWithdraw),
		MayClaim:    open && a.ClaimedBy != actor.Account && may(c, rbac.CaseClaim),
		MayRelease:  open && a.ClaimedBy == actor.Account && may(c, rbac.CaseClaim),
	}
	if may(c, rbac.OrderRead) {
		p.Order = k.Order
	}
	if k.ReadOnly != nil && !k.MayTakeOver && !p.MayCheck {
		p.ReadOnly = whyNot(f, k.ReadOnly)
	}
	if open {
		p.Claim = claimLine(f, a, actor)
	}
	if k.AlsoHere.Name != "" {
		p.AlsoHere = f.T("case.also_here", "name", k.AlsoHere.Name, "time", f.Time(k.AlsoHere.At))
	}
	return p
}

// reachable takes from warnings the ways that the reader may not go.
func reachable(c *fiber.Ctx, list []officer.Warning) []officer.Warning {
	open := slices.Clone(list)
	for i, w := range open {
		identifies := w.Part == officer.PartDocument || w.Part == officer.PartChecks || w.Part == officer.PartConsents
		if !identifies && !may(c, rbac.ApplicationSave) {
			open[i].Part = ""
		}
		if w.Args["order"] != nil && !may(c, rbac.OrderRead) {
			open[i].Args = maps.Clone(w.Args)
			delete(open[i].Args, "order")
		}
	}
	return open
}

// claimLine says who works on the case.
func claimLine(f *page.Frame, a officer.Application, reader officer.Actor) string {
	switch a.ClaimedBy {
	case "":
		return f.T("case.claimed_by_nobody")
	case reader.Account:
		return f.T("case.claimed_by_me", "time", f.DateTime(a.ClaimedAt))
	}
	return f.T("case.claimed_by", "name", a.ClaimedName, "time", f.DateTime(a.ClaimedAt))
}

// partPages names the page of a part where it is not the part's own key.
var partPages = map[string]string{officer.PartSign: "review"}

// partLinks leads to each part that the reader has something to do with.
func partLinks(c *fiber.Ctx, k desk.Case) map[string]string {
	links := map[string]string{}
	for _, part := range k.Parts() {
		if part.State == officer.PartNotNeeded || !partOpen(c, k, part) {
			continue
		}
		path := part.Key
		if other := partPages[part.Key]; other != "" {
			path = other
		}
		links[part.Key] = "/desk/cases/" + string(k.Application.ID) + "/" + path
	}
	return links
}

// partOpen reports whether the reader may see the page of a part in this case.
func partOpen(c *fiber.Ctx, k desk.Case, part officer.Part) bool {
	begun, ended := k.Identification.ID != "", k.Application.Status.Ended()
	switch {
	case part.Section == officer.SectionIdentification:
		return begun
	case part.Key == officer.PartCheck:
		return k.Application.Status == officer.ApplicationCheckDue && may(c, rbac.IdentificationCheck)
	case part.Key == officer.PartSubmit:
		return (k.Application.Status == officer.ApplicationIdentified || k.Application.Status == officer.ApplicationChecked) && may(c, rbac.ApplicationSubmit)
	}
	return begun && !ended && may(c, rbac.ApplicationSave)
}

// identifyCase begins an act of identification for a case that is there.
func (s *Server) identifyCase(c *fiber.Ctx) error {
	id, err := s.caseID(c)
	if err != nil {
		return err
	}
	err = s.Intake.Identify(c.UserContext(), id, officer.BranchID(bind(c).Value("branch")))
	if errors.Is(err, officer.Invalid) || errors.Is(err, officer.Conflict) {
		k, readErr := s.Intake.Case(c.UserContext(), id)
		if readErr != nil {
			return readErr
		}
		return s.showCaseWith(c, k, err)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/desk/cases/"+string(id), "")
}
