package web

import (
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// branchRoutes are an organisation's sites.
func (s *Server) branchRoutes(r *router) {
	r.get("/desk/branches", rbac.BranchSave, s.listBranches).inMenu("branch.menu")
	r.get("/desk/branches/new", rbac.BranchSave, s.newBranch)
	r.post("/desk/branches", rbac.BranchSave, s.addBranch)
	r.get("/desk/branches/:branch", rbac.BranchSave, s.branch)
	r.post("/desk/branches/:branch", rbac.BranchSave, s.saveBranch)
	r.get("/desk/branches/:branch/close", rbac.BranchSave, s.askCloseBranch)
	r.post("/desk/branches/:branch/close", rbac.BranchSave, s.closeBranch)
	r.post("/desk/branches/:branch/reopen", rbac.BranchSave, s.reopenBranch)
}

func (s *Server) listBranches(c *fiber.Ctx) error {
	list, err := s.Organisations.Branches(c.UserContext())
	if err != nil {
		return err
	}
	return s.show(c, "branch.title", func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.Branches(f, list, may(c, rbac.BranchSave))
	})
}

func (s *Server) branchOf(c *fiber.Ctx) (desk.BranchFile, error) {
	id, err := officer.ParseID[officer.BranchID](c.Params("branch"))
	if err != nil {
		return desk.BranchFile{}, err
	}
	return s.Organisations.Branch(c.UserContext(), id)
}

func (s *Server) newBranch(c *fiber.Ctx) error {
	return s.branchForm(c, "branch.add", officer.Branch{Address: officer.Address{Country: "DE"}}, nil)
}

func (s *Server) branch(c *fiber.Ctx) error {
	b, err := s.branchOf(c)
	if err != nil {
		return err
	}
	return s.branchForm(c, "branch.edit", b.Branch, nil)
}

func (s *Server) branchForm(c *fiber.Ctx, title string, b officer.Branch, refusal error) error {
	return s.reason(c, title, refusal, inBranches(func(f *page.Frame) templ.Component {
		return page.BranchEdit(f, page.BranchForm{Branch: b, May: may(c, rbac.BranchSave)})
	}))
}

func inBranches(of func(*page.Frame) templ.Component) func(*page.Frame) templ.Component {
	return func(f *page.Frame) templ.Component {
		f.Back = &page.Link{Href: "/desk/branches", Text: f.T("branch.title")}
		return of(f)
	}
}

func (s *Server) addBranch(c *fiber.Ctx) error {
	form := bind(c)
	b := officer.Branch{Name: form.Value("name"), Address: bindAddress(form)}
	if _, err := s.Organisations.AddBranch(c.UserContext(), b); err != nil {
		return s.branchForm(c, "branch.add", b, err)
	}
	return s.done(c, "/desk/branches", "branch.saved")
}

func (s *Server) saveBranch(c *fiber.Ctx) error {
	kept, err := s.branchOf(c)
	if err != nil {
		return err
	}
	form := bind(c)
	b := kept.Branch
	b.Name, b.Address, b.Version = form.Value("name"), bindAddress(form), form.Version()
	err = s.Organisations.SaveBranch(c.UserContext(), b)
	switch {
	case errors.Is(err, officer.Stale):
		saved := append([]page.Value{{Name: "name", Value: kept.Name}}, addressValues(kept.Address)...)
		return s.bothVersions(c, form, colleague{Version: kept.Version, Saved: saved, Back: "/desk/branches/" + string(kept.ID)})
	case err != nil:
		return s.branchForm(c, "branch.edit", b, err)
	}
	return s.done(c, "/desk/branches", "branch.saved")
}

func (s *Server) askCloseBranch(c *fiber.Ctx) error { return s.closeBranchForm(c, "", nil) }

func (s *Server) closeBranchForm(c *fiber.Ctx, chosen string, refusal error) error {
	b, err := s.branchOf(c)
	if err != nil {
		return err
	}
	return s.reason(c, "branch.close", refusal, inBranches(func(f *page.Frame) templ.Component {
		f.Caption = b.Name
		return page.CloseBranch(f, page.BranchClosing{Branch: b.Branch, People: b.People, Others: b.Others, Chosen: chosen})
	}))
}

func (s *Server) closeBranch(c *fiber.Ctx) error {
	id, err := officer.ParseID[officer.BranchID](c.Params("branch"))
	if err != nil {
		return err
	}
	form := bind(c)
	to := form.Value("to")
	closing := desk.Closing{Branch: id, Version: form.Version(), ToNobody: to == page.NowhereSite}
	if to != "" && !closing.ToNobody {
		if closing.To, err = officer.ParseID[officer.BranchID](to); err != nil {
			return err
		}
	}
	switch err := s.Organisations.CloseBranch(c.UserContext(), closing); {
	case errors.Is(err, officer.Stale):
		return s.staleBranch(c, "branch.close", form)
	case err != nil:
		return s.closeBranchForm(c, to, err)
	}
	return s.done(c, "/desk/branches", "branch.closed")
}

func (s *Server) reopenBranch(c *fiber.Ctx) error {
	id, err := officer.ParseID[officer.BranchID](c.Params("branch"))
	if err != nil {
		return err
	}
	form := bind(c)
	switch err := s.Organisations.ReopenBranch(c.UserContext(), id, form.Version()); {
	case errors.Is(err, officer.Stale):
		return s.staleBranch(c, "branch.reopen", form)
	case err != nil:
		return err
	}
	return s.done(c, "/desk/branches", "branch.reopened")
}
