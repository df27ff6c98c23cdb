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

// orderRoutes show what a case became.
func (s *Server) orderRoutes(r *router) {
	r.get("/desk/orders/:order", rbac.OrderRead, s.order)
	r.post("/desk/orders/:order/password-link", rbac.ApplicationSave, s.mailOrderLink)
}

func submitPage(r desk.Review, refusal string) func(*page.Frame) templ.Component {
	return func(f *page.Frame) templ.Component {
		inCase(f, r.File)
		return page.Submit(f, page.SubmitPage{Application: r.Application, Setting: r.Setting, Refusal: refusal})
	}
}

// askSubmit asks once before a case becomes an order; of one that did, it shows
// the order.
func (s *Server) askSubmit(c *fiber.Ctx) error {
	r, err := s.reviewOf(c)
	if err != nil {
		return err
	}
	if r.Order != "" {
		return c.Redirect("/desk/orders/"+string(r.Order), fiber.StatusSeeOther)
	}
	return s.show(c, "submit.title", func(f *page.Frame) templ.Component {
		return submitPage(r, notSubmittable(f, r.File))(f)
	})
}

// notSubmittable says why a case cannot be an order yet, or nothing.
func notSubmittable(f *page.Frame, file desk.File) string {
	var refusal *officer.Error
	if !errors.As(file.Application.Submittable(file.Setting), &refusal) {
		return ""
	}
	if len(refusal.Fields) > 0 {
		return f.T("application.incomplete", "count", len(refusal.Fields))
	}
	return explain(f, refusal)
}

// submit makes the order and shows it; sent twice, it shows the same one.
func (s *Server) submit(c *fiber.Ctx) error {
	id, err := caseID(c)
	if err != nil {
		return err
	}
	order, err := s.Applying.Submit(c.UserContext(), id)
	if errors.Is(err, officer.Invalid) || errors.Is(err, officer.Conflict) {
		return s.submitAgain(c, err)
	}
	if err != nil {
		return err
	}
	return s.done(c, "/desk/orders/"+string(order), "submit.done")
}

// submitAgain says why there is no order.
func (s *Server) submitAgain(c *fiber.Ctx, refusal error) error {
	r, err := s.reviewOf(c)
	if err != nil {
		return err
	}
	kind := statuses[officer.Conflict]
	if errors.Is(refusal, officer.Invalid) {
		kind = statuses[officer.Invalid]
	}
	f := s.frame(c, "submit.title")
	c.Status(kind)
	return s.render(c, submitPage(r, notSubmittable(f, r.File))(f))
}

func orderID(c *fiber.Ctx) (officer.OrderID, error) {
	return officer.ParseID[officer.OrderID](c.Params("order"))
}

func (s *Server) order(c *fiber.Ctx) error {
	id, err := orderID(c)
	if err != nil {
		return err
	}
	file, err := s.Applying.Order(c.UserContext(), id)
	if err != nil {
		return err
	}
	actor, _ := officer.ActorFrom(c.UserContext())
	may := func(p rbac.Permission) bool { return rbac.Allows(actor.Roles, actor.Place, p) }
	p := page.OrderPage{Order: file.Order, Product: file.Product, History: file.History, WaitsForPassword: file.WaitsForPassword(),
		MaySendLink: may(rbac.ApplicationSave), MayPrint: may(rbac.PaperPrint), MaySeeCase: may(rbac.CaseOpen)}
	p.MayAnswer = file.Status == officer.OrderWaiting && may(rbac.OrderAnswer)
	p.Parcels = parcelsOf(c, file.Cards, "/desk/orders/"+string(id)+"/received", file.Account)
	return s.show(c, "order_page.heading", func(f *page.Frame) templ.Component {
		f.Title = f.T("order_page.title", "number", file.Number)
		f.Back = &page.Link{Href: "/desk/orders", Text: f.T("order_page.list")}
		return page.OrderOf(f, p)
	})
}

// mailOrderLink sends the applicant another link for the revocation password.
func (s *Server) mailOrderLink(c *fiber.Ctx) error {
	id, err := orderID(c)
	if err != nil {
		return err
	}
	file, err := s.Applying.Order(c.UserContext(), id)
	if err != nil {
		return err
	}
	if err := s.Applying.MailRevocationLink(c.UserContext(), file.Order.Application); err != nil {
		return err
	}
	return s.done(c, "/desk/orders/"+string(id), "secrets.mailed")
}
