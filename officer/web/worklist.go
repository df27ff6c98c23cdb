package web

import (
	"errors"
	"slices"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// workListRoutes are what a working day begins with.
func (s *Server) workListRoutes(r *router) {
	r.get("/desk", rbac.CaseList, s.workList).inMenu("case.menu")
	r.post("/desk", rbac.CaseList, s.searchWorkList)
	r.post("/desk/next", rbac.CaseClaim, s.nextCase)
	r.post("/desk/cases/:case/claim", rbac.CaseClaim, s.claimCase)
	r.get("/desk/cases/:case/take-over", rbac.CaseClaim, s.takeOver)
	r.post("/desk/cases/:case/release", rbac.CaseClaim, s.releaseCase)
	r.get("/desk/orders", rbac.OrderList, s.orderList).inMenu("order.menu")
	r.post("/desk/orders", rbac.OrderList, s.searchOrders)
}

func (s *Server) workList(c *fiber.Ctx) error {
	show, err := s.listedCases(c, "")
	if err != nil {
		return err
	}
	return s.show(c, "case.list_title", show)
}

// searchWorkList looks among the cases.
func (s *Server) searchWorkList(c *fiber.Ctx) error {
	return s.search(c, "/desk", "case.list_title", s.listedCases)
}

// listedCases reads the cases that the address asks for; typed is a
// search that was refused.
func (s *Server) listedCases(c *fiber.Ctx, typed string) (pageOf, error) {
	filter := officer.CaseFilter{View: officer.CaseView(c.Query("view")), Status: officer.ApplicationStatus(c.Query("status")),
		Query: s.found(c), After: officer.ParseCursor(c.Query("after"))}
	if !slices.Contains(officer.CaseViews, filter.View) {
		filter.View = officer.ViewOpen
	}
	if !slices.Contains(officer.OpenCases, filter.Status) {
		filter.Status = ""
	}
	cases, err := s.WorkList.Cases(c.UserContext(), filter)
	actor, _ := officer.ActorFrom(c.UserContext())
	return func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.WorkList(f, page.WorkListPage{
			CasePage: cases, Filter: filter, Search: typed, Me: actor.Account, Now: time.Now(),
			MayStart: rbac.Allows(actor.Roles, actor.Place, rbac.IdentificationStart) && actor.MayIdentify,
			MayClaim: rbac.Allows(actor.Roles, actor.Place, rbac.CaseClaim),
			MayOpen:  rbac.Allows(actor.Roles, actor.Place, rbac.CaseOpen),
			Lapsed:   actor.Has(officer.RoleOfficer) && !actor.MayIdentify,
		})
	}, err
}

func (s *Server) caseID(c *fiber.Ctx) (officer.ApplicationID, error) {
	return officer.ParseID[officer.ApplicationID](c.Params("case"))
}

// nextCase takes whatever should be done next.
func (s *Server) nextCase(c *fiber.Ctx) error {
	id, err := s.WorkList.Next(c.UserContext())
	if errors.Is(err, officer.NotFound) {
		return s.done(c, "/desk", "case.nothing_waits")
	}
	if err != nil {
		return err
	}
	return s.done(c, "/desk/cases/"+string(id), "")
}

// claimCase takes a case; one that a colleague holds leads to a question first.
func (s *Server) claimCase(c *fiber.Ctx) error {
	id, err := s.caseID(c)
	if err != nil {
		return err
	}
	over := bind(c).Has("over")
	err = s.WorkList.Claim(c.UserContext(), id, over)
	if errors.Is(err, officer.Conflict) && !over {
		return c.Redirect("/desk/cases/"+string(id)+"/take-over", fiber.StatusSeeOther)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/desk/cases/"+string(id), "case.taken")
}

// takeOver asks before a case is taken from a colleague.
func (s *Server) takeOver(c *fiber.Ctx) error {
	id, err := s.caseID(c)
	if err != nil {
		return err
	}
	name, at, err := s.WorkList.Claimed(c.UserContext(), id)
	if err != nil {
		return err
	}
	if name == "" { // it was put back meanwhile
		return c.Redirect("/desk/cases/"+string(id), fiber.StatusSeeOther)
	}
	return s.show(c, "case.take_over", func(f *page.Frame) templ.Component {
		return page.ConfirmPage(f, page.Confirm{
			Text: f.T("case.take_over_text", "name", name, "at", f.DateTime(at)), Action: "/desk/cases/" + string(id) + "/claim",
			Values: []page.Value{{Name: "over", Value: "yes"}}, Label: f.T("case.take_over"), Cancel: "/desk/cases/" + string(id),
		})
	})
}

func (s *Server) releaseCase(c *fiber.Ctx) error {
	id, err := s.caseID(c)
	if err != nil {
		return err
	}
	if err := s.WorkList.Release(c.UserContext(), id); err != nil {
		return err
	}
	return s.done(c, "/desk", "case.put_back")
}

func (s *Server) orderList(c *fiber.Ctx) error {
	show, err := s.listedOrders(c, "")
	if err != nil {
		return err
	}
	return s.show(c, "order.list_title", show)
}

// searchOrders looks among the orders.
func (s *Server) searchOrders(c *fiber.Ctx) error {
	return s.search(c, "/desk/orders", "order.list_title", s.listedOrders)
}

// listedOrders reads the orders that the address asks for; typed is a
// search that was refused.
func (s *Server) listedOrders(c *fiber.Ctx, typed string) (pageOf, error) {
	filter := officer.OrderFilter{Status: officer.OrderStatus(c.Query("status")), Query: s.found(c), After: officer.ParseCursor(c.Query("after"))}
	if !slices.Contains(officer.OrderStatuses, filter.Status) {
		filter.Status = ""
	}
	orders, err := s.WorkList.Orders(c.UserContext(), filter)
	actor, _ := officer.ActorFrom(c.UserContext())
	return func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.OrderList(f, page.OrderListPage{
			OrderPage: orders, Filter: filter, Search: typed,
			MayPrint: rbac.Allows(actor.Roles, actor.Place, rbac.PaperBatch),
		})
	}, err
}
