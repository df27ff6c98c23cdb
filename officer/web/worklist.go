package web

import (
	"errors"
	"slices"
	"strings"
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
	r.post("/desk/next", rbac.CaseClaim, s.nextCase)
	r.post("/desk/cases/:case/claim", rbac.CaseClaim, s.claimCase)
	r.get("/desk/cases/:case/take-over", rbac.CaseClaim, s.takeOver)
	r.post("/desk/cases/:case/release", rbac.CaseClaim, s.releaseCase)
	r.get("/desk/orders", rbac.OrderList, s.orderList).inMenu("order.menu")
}

// searchLimit is the longest search, in characters.
const searchLimit = 200

// A search is what one field asks for: an order's number, or a name, a birth
// date, or both.
type search struct {
	text     string
	number   officer.OrderNumber
	query    officer.PersonQuery
	problems officer.Problems
}

// readSearch takes a search apart. What looks like an order number is one, even
// with a slip in it, which is told; a document number finds nothing and is not
// looked for.
func readSearch(text string) search {
	s := search{text: strings.TrimSpace(text)}
	if s.text == "" {
		return s
	}
	if len([]rune(s.text)) > searchLimit {
		s.problems.Add("q", "form.too_long", "count", searchLimit)
		return s
	}
	if birth, err := officer.ParseDate(s.text); err == nil {
		s.query.Birth = birth
		return s
	}
	if strings.ContainsFunc(s.text, isDigit) && !strings.ContainsFunc(s.text, isLetter) {
		s.readNumber()
		return s
	}
	words := strings.Fields(s.text)
	if birth, err := officer.ParseDate(words[len(words)-1]); err == nil && len(words) > 1 {
		s.query.Birth, words = birth, words[:len(words)-1]
	}
	s.query.Name = strings.Join(words, " ")
	s.note(s.query.Check())
	return s
}

func isDigit(r rune) bool  { return '0' <= r && r <= '9' }
func isLetter(r rune) bool { return r > 0x7f || 'a' <= r|0x20 && r|0x20 <= 'z' }

func (s *search) readNumber() {
	number, err := officer.ParseOrderNumber(s.text)
	s.number = number
	s.note(err)
}

// note keeps a refusal as a problem of the search field.
func (s *search) note(err error) {
	var refusal *officer.Error
	switch {
	case !errors.As(err, &refusal):
	case len(refusal.Fields) > 0:
		s.problems = append(s.problems, officer.Problem{Field: "q", Key: refusal.Fields[0].Key, Args: refusal.Fields[0].Args})
	default:
		s.problems = append(s.problems, officer.Problem{Field: "q", Key: refusal.Key, Args: refusal.Args})
	}
	if len(s.problems) > 0 {
		s.query, s.number = officer.PersonQuery{}, ""
	}
}

// openNumber leads to the order of a number; an unknown one is a problem of the
// search. It reports whether the request is answered.
func (s *Server) openNumber(c *fiber.Ctx, q *search) (answered bool, err error) {
	if q.number == "" {
		return false, nil
	}
	o, err := s.WorkList.OrderByNumber(c.UserContext(), q.number)
	if errors.Is(err, officer.NotFound) {
		q.problems.Add("q", "order.number_unknown")
		return false, nil
	}
	if err != nil {
		return true, err
	}
	return true, c.Redirect("/desk/orders/"+string(o.ID), fiber.StatusSeeOther)
}

func (s *Server) workList(c *fiber.Ctx) error {
	q := readSearch(c.Query("q"))
	if answered, err := s.openNumber(c, &q); answered {
		return err
	}
	filter := officer.CaseFilter{View: officer.CaseView(c.Query("view")), Status: officer.ApplicationStatus(c.Query("status")),
		Query: q.query, After: officer.ParseCursor(c.Query("after"))}
	if !slices.Contains(officer.CaseViews, filter.View) {
		filter.View = officer.ViewOpen
	}
	if !slices.Contains(officer.OpenCases, filter.Status) {
		filter.Status = ""
	}
	cases, err := s.WorkList.Cases(c.UserContext(), filter)
	if err != nil {
		return err
	}
	actor, _ := officer.ActorFrom(c.UserContext())
	return s.show(c, "case.list_title", func(f *page.Frame) templ.Component {
		f.Wide = true
		f.Problems = q.problems
		return page.WorkList(f, page.WorkListPage{
			CasePage: cases, Filter: filter, Search: q.text, Me: actor.Account, Now: time.Now(),
			MayStart: rbac.Allows(actor.Roles, actor.Place, rbac.IdentificationStart) && actor.MayIdentify,
			MayClaim: rbac.Allows(actor.Roles, actor.Place, rbac.CaseClaim),
			MayOpen:  rbac.Allows(actor.Roles, actor.Place, rbac.CaseOpen),
			Lapsed:   actor.Has(officer.RoleOfficer) && !actor.MayIdentify,
		})
	})
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
	q := readSearch(c.Query("q"))
	if answered, err := s.openNumber(c, &q); answered {
		return err
	}
	filter := officer.OrderFilter{Status: officer.OrderStatus(c.Query("status")), Query: q.query, After: officer.ParseCursor(c.Query("after"))}
	if !slices.Contains(officer.OrderStatuses, filter.Status) {
		filter.Status = ""
	}
	orders, err := s.WorkList.Orders(c.UserContext(), filter)
	if err != nil {
		return err
	}
	actor, _ := officer.ActorFrom(c.UserContext())
	return s.show(c, "order.list_title", func(f *page.Frame) templ.Component {
		f.Wide = true
		f.Problems = q.problems
		return page.OrderList(f, page.OrderListPage{
			OrderPage: orders, Filter: filter, Search: q.text,
			MayPrint: rbac.Allows(actor.Roles, actor.Place, rbac.PaperBatch),
		})
	})
}
