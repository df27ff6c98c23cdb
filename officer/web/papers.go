package web

import (
	"bytes"
	"iter"
	"strings"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/pdf"
	"officerportal/rbac"
)

// paperRoutes are the papers of orders, one by one and many at once, and what
// the codes on them lead to.
func (s *Server) paperRoutes(r *router) {
	r.get("/desk/orders/papers", rbac.PaperBatch, s.chooseOrders)
	r.post("/desk/orders/papers", rbac.PaperBatch, s.choosePapers)
	r.post("/desk/orders/papers/print", rbac.PaperBatch, s.printBatch)
	r.get("/desk/orders/:order/papers", rbac.PaperPrint, s.papers)
	r.get("/desk/orders/:order/papers/pdf", rbac.PaperPrint, s.allPapers)
	r.get("/desk/orders/:order/papers/:paper", rbac.PaperPrint, s.paper)
	r.get("/desk/orders/:order/papers/:paper/pdf", rbac.PaperPrint, s.paperPDF)
	r.get("/portal/orders/:order/papers", rbac.PaperPrint, s.papers)
	r.get("/portal/orders/:order/papers/pdf", rbac.PaperPrint, s.allPapers)
	r.get("/portal/orders/:order/papers/:paper", rbac.PaperPrint, s.paper)
	r.get("/portal/orders/:order/papers/:paper/pdf", rbac.PaperPrint, s.paperPDF)
	r.get("/scan/:number", rbac.OrderRead, s.scan)
}

func (s *Server) orderID(c *fiber.Ctx) (officer.OrderID, error) {
	return officer.ParseID[officer.OrderID](c.Params("order"))
}

// paperLanguage is the language that somebody asks for; none for the applicant's.
func paperLanguage(c *fiber.Ctx) string {
	if l := c.Query("language"); page.Known(l) {
		return l
	}
	return ""
}

// papers lists the papers of an order.
func (s *Server) papers(c *fiber.Ctx) error {
	id, err := s.orderID(c)
	if err != nil {
		return err
	}
	list, err := s.Papers.List(c.UserContext(), id)
	if err != nil {
		return err
	}
	choice := paperChoice(c, list.Order, orElse(paperLanguage(c), list.Language))
	return s.show(c, "papers.title", func(f *page.Frame) templ.Component {
		f.Wide = true
		f.Caption = string(list.Order.Number)
		f.Back = &page.Link{Href: choice.OrderHref(), Text: f.T("papers.to_order")}
		return page.PaperList(f, page.PaperListPage{PaperChoice: choice, Kinds: list.Kinds})
	})
}

// paperChoice says which papers an address is about: at a desk an organisation's
// order, in the portal one's own.
func paperChoice(c *fiber.Ctx, o officer.Order, language string) page.PaperChoice {
	return page.PaperChoice{Order: o, Language: language, Own: within(c.Path(), areaOf[officer.Portal])}
}

// printed makes the papers of the order that the address names.
func (s *Server) printed(c *fiber.Ctx, format string, kinds ...officer.PaperKind) (desk.Printed, error) {
	id, err := s.orderID(c)
	if err != nil {
		return desk.Printed{}, err
	}
	return s.Papers.Print(c.UserContext(), id, desk.Printing{Papers: kinds, Language: paperLanguage(c), Format: format})
}

// paper shows one paper as a page.
func (s *Server) paper(c *fiber.Ctx) error {
	kind, err := officer.ParsePaperKind(c.Params("paper"))
	if err != nil {
		return err
	}
	p, err := s.printed(c, "page", kind)
	if err != nil {
		return err
	}
	f := s.frame(c, "papers.title")
	f.Title = f.PaperName(kind)
	f.Caption = string(p.Order.Number)
	choice := paperChoice(c, p.Order, string(p.Papers[0].Language))
	f.Back = &page.Link{Href: choice.ListHref(), Text: f.T("papers.back")}
	return s.render(c, page.PaperPage(f, page.PaperView{PaperChoice: choice, Kind: kind, Paper: p.Papers[0]}))
}

// paperPDF gives one paper as PDF.
func (s *Server) paperPDF(c *fiber.Ctx) error {
	kind, err := officer.ParsePaperKind(c.Params("paper"))
	if err != nil {
		return err
	}
	p, err := s.printed(c, "pdf", kind)
	if err != nil {
		return err
	}
	return sendPapers(c, string(p.Order.Number)+"-"+string(kind), p.Papers)
}

// allPapers gives everything that an order has as one PDF.
func (s *Server) allPapers(c *fiber.Ctx) error {
	p, err := s.printed(c, "pdf")
	if err != nil {
		return err
	}
	return sendPapers(c, string(p.Order.Number), p.Papers)
}

// sendPapers writes papers as one PDF. Its name says nothing about the person.
func sendPapers(c *fiber.Ctx, name string, papers []pdf.Paper) error {
	var out bytes.Buffer
	if err := pdf.WriteAll(&out, all(papers), nil); err != nil {
		return err
	}
	return sendPDF(c, name+".pdf", out.Bytes())
}

func all(papers []pdf.Paper) iter.Seq2[pdf.Paper, error] {
	return func(yield func(pdf.Paper, error) bool) {
		for _, p := range papers {
			if !yield(p, nil) {
				return
			}
		}
	}
}

// sendPDF lets the browser show a PDF, and keep it nowhere.
func sendPDF(c *fiber.Ctx, name string, content []byte) error {
	c.Set(fiber.HeaderContentType, "application/pdf")
	c.Set(fiber.HeaderContentDisposition, `inline; filename="`+name+`"`)
	return c.Send(content)
}

// scan leads whoever may see an order from its number to it: its applicant in
// their portal, everybody else at their desk. To all others an unknown number, a
// wrong one and another's are the same. The code of a sheet for a desk leads to
// the application that waits there.
func (s *Server) scan(c *fiber.Ctx) error {
	if id, err := officer.ParseID[officer.ApplicationID](c.Params("number")); err == nil {
		return s.scanApplication(c, id)
	}
	number, err := officer.ParseOrderNumber(c.Params("number"))
	if err != nil {
		return officer.Fail(officer.NotFound, "page.not_found")
	}
	if actor, _ := officer.ActorFrom(c.UserContext()); actor.Place == officer.Portal {
		o, err := s.Portal.OrderByNumber(c.UserContext(), number)
		if err != nil {
			return err
		}
		return c.Redirect(page.MyOrderHref(o.ID), fiber.StatusSeeOther)
	}
	o, err := s.WorkList.OrderByNumber(c.UserContext(), number)
	if err != nil {
		return err
	}
	return c.Redirect("/desk/orders/"+string(o.ID), fiber.StatusSeeOther)
}

// scanApplication leads to an application that waits at a desk: its applicant to
// their sheet, an officer to the case.
func (s *Server) scanApplication(c *fiber.Ctx, id officer.ApplicationID) error {
	if actor, _ := officer.ActorFrom(c.UserContext()); actor.Place == officer.Portal {
		if _, err := s.Portal.Handed(c.UserContext(), id); err != nil {
			return err
		}
		return c.Redirect(page.HandedHref(id), fiber.StatusSeeOther)
	}
	if _, err := s.Intake.Case(c.UserContext(), id); err != nil {
		return err
	}
	return c.Redirect(page.CaseHref(id, ""), fiber.StatusSeeOther)
}

// chooseOrders is for who comes back to the choice of papers, such as after
// changing the language: the orders are chosen in their list.
func (s *Server) chooseOrders(c *fiber.Ctx) error {
	return c.Redirect("/desk/orders", fiber.StatusSeeOther)
}

// choosePapers asks which papers of the chosen orders shall be printed.
func (s *Server) choosePapers(c *fiber.Ctx) error {
	form := bind(c)
	ids, err := chosenOrders(form.values["order"])
	if form.Has("every") {
		ids, err = s.Papers.WithStatus(c.UserContext(), officer.OrderStatus(form.Value("status")))
	}
	if err != nil {
		return err
	}
	offered, err := s.Papers.Offer(c.UserContext(), ids)
	if err != nil {
		return s.again(c, err, "papers.batch", func(f *page.Frame) templ.Component { return page.PaperBatch(f, page.PaperBatchPage{}) })
	}
	return s.show(c, "papers.batch", func(f *page.Frame) templ.Component {
		return page.PaperBatch(f, page.PaperBatchPage{Orders: ids, Offered: offered, Chosen: offered})
	})
}

// chosenOrders reads ids, each once. One that cannot be an id is not found, as
// one that is another organisation's.
func chosenOrders(texts []string) (ids []officer.OrderID, err error) {
	seen := make(map[officer.OrderID]bool)
	for _, text := range texts {
		id, err := officer.ParseID[officer.OrderID](text)
		if err != nil {
			return nil, err
		}
		if !seen[id] {
			ids = append(ids, id)
		}
		seen[id] = true
	}
	return ids, nil
}

// printBatch has the worker print, and leads to where its progress is seen.
func (s *Server) printBatch(c *fiber.Ctx) error {
	form := bind(c)
	ids, err := chosenOrders(strings.Fields(form.Value("orders")))
	if err != nil {
		return err
	}
	var kinds []officer.PaperKind
	for _, k := range officer.PaperKinds {
		if form.Ticked("paper", string(k)) {
			kinds = append(kinds, k)
		}
	}
	job, err := s.Papers.Batch(c.UserContext(), desk.PaperBatch{Orders: ids, Papers: kinds})
	if err != nil {
		return s.againBatch(c, err, ids, kinds)
	}
	return s.done(c, "/jobs/"+string(job), "")
}

// againBatch asks once more for the papers; what is offered is read anew.
func (s *Server) againBatch(c *fiber.Ctx, refusal error, ids []officer.OrderID, kinds []officer.PaperKind) error {
	offered, err := s.Papers.Offer(c.UserContext(), ids)
	if err != nil {
		ids = nil
	}
	return s.again(c, refusal, "papers.batch", func(f *page.Frame) templ.Component {
		return page.PaperBatch(f, page.PaperBatchPage{Orders: ids, Offered: offered, Chosen: kinds})
	})
}
