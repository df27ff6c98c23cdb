package web

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// clerkRoutes are where the provider's clerks work on orders, and where what they
// asked back is answered.
func (s *Server) clerkRoutes(r *router) {
	r.get(page.ClerkOrders, rbac.OrderClaim, s.clerkOrders).inMenu("clerk.menu")
	r.post(page.ClerkOrders, rbac.OrderClaim, s.searchClerkOrders)
	r.post(page.ClerkOrders+"/next", rbac.OrderClaim, s.nextOrder)
	r.get(page.ClerkOrders+"/:order", rbac.OrderCheck, s.clerkOrder)
	r.post(page.ClerkOrders+"/:order/claim", rbac.OrderClaim, s.claimOrder)
	r.post(page.ClerkOrders+"/:order/release", rbac.OrderClaim, s.releaseOrder)
	r.post(page.ClerkOrders+"/:order/inspect", rbac.OrderCheck, s.inspectOrder)
	r.post(page.ClerkOrders+"/:order/approve", rbac.OrderApprove, s.approveOrder)
	r.get(page.ClerkOrders+"/:order/ask", rbac.OrderAsk, s.askQuestion)
	r.post(page.ClerkOrders+"/:order/ask", rbac.OrderAsk, s.askBack)
	r.get(page.ClerkOrders+"/:order/resume", rbac.OrderAsk, s.askReply(byClerk))
	r.post(page.ClerkOrders+"/:order/resume", rbac.OrderAsk, s.reply(byClerk))
	r.get(page.ClerkOrders+"/:order/end", rbac.OrderReject, s.askEndOrder)
	r.post(page.ClerkOrders+"/:order/end", rbac.OrderReject, s.endOrder)
	r.get("/portal/orders/:order/answer", rbac.OrderAnswer, s.askReply(byHolder))
	r.post("/portal/orders/:order/answer", rbac.OrderAnswer, s.reply(byHolder))
	r.get("/desk/orders/:order/answer", rbac.OrderAnswer, s.askReply(byDesk))
	r.post("/desk/orders/:order/answer", rbac.OrderAnswer, s.reply(byDesk))
}

func (s *Server) clerkOrders(c *fiber.Ctx) error {
	show, err := s.listedWork(c, "")
	if err != nil {
		return err
	}
	return s.show(c, "clerk.title", show)
}

// searchClerkOrders looks among the orders of all houses.
func (s *Server) searchClerkOrders(c *fiber.Ctx) error {
	return s.search(c, page.ClerkOrders, "clerk.title", s.listedWork)
}

// listedWork reads the orders that the address asks for; typed is a search that
// was refused.
func (s *Server) listedWork(c *fiber.Ctx, typed string) (pageOf, error) {
	filter := officer.WorkFilter{View: officer.WorkView(c.Query("view")), Query: s.found(c), After: officer.ParseCursor(c.Query("after"))}
	if !slices.Contains(officer.WorkViews, filter.View) {
		filter.View = officer.WorkOpen
	}
	list, err := s.Clerks.List(c.UserContext(), filter)
	return func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.ClerkList(f, page.ClerkListPage{WorkPage: list, Filter: filter, Search: typed, Now: time.Now()})
	}, err
}

func (s *Server) nextOrder(c *fiber.Ctx) error {
	id, err := s.Clerks.Next(c.UserContext())
	if errors.Is(err, officer.NotFound) {
		return s.done(c, page.ClerkOrders, "clerk.nothing_waits")
	}
	if err != nil {
		return err
	}
	return s.done(c, page.ClerkHref(id, ""), "")
}

func (s *Server) clerkOrder(c *fiber.Ctx) error { return s.clerkOrderPage(c, nil, nil) }

// clerkOrderPage shows an order, again where something was refused; form is the
// check as it was typed, and nil where it is to stand as it is saved.
func (s *Server) clerkOrderPage(c *fiber.Ctx, form *Form, refusal error) error {
	id, err := orderID(c)
	if err != nil {
		return err
	}
	file, err := s.Clerks.Order(c.UserContext(), id)
	if err != nil {
		return err
	}
	actor, _ := officer.ActorFrom(c.UserContext())
	p := page.ClerkOrderPage{Dossier: file.Dossier, House: file.House, Product: file.Product, Application: file.Application, Questions: file.Questions, Cards: file.Cards,
		History: file.History, Me: actor.Account, Seen: file.Dossier.Version}
	if len(file.Records) > 0 {
		r := file.Records[0]
		p.Record = &page.RecordView{Attestation: r.Attestation, Verified: r.Verified, KeyID: r.KeyID, Sequence: r.Sequence, SignedAt: r.SignedAt}
	}
	if form != nil {
		p.Seen, p.Typed = form.Version(), map[string]string{}
		for name := range form.values {
			p.Typed[name] = form.Value(name)
		}
	}
	return s.reason(c, "order_page.heading", refusal, func(f *page.Frame) templ.Component {
		f.Title = f.T("order_page.title", "number", file.Number)
		f.Back = &page.Link{Href: page.ClerkOrders, Text: f.T("clerk.title")}
		return page.ClerkOrder(f, p)
	})
}

// onOrder does something with an order as it was seen, and shows it again.
func (s *Server) onOrder(c *fiber.Ctx, notice string, act func(officer.OrderID, *Form) error) error {
	id, err := orderID(c)
	if err != nil {
		return err
	}
	form := bind(c)
	if err := act(id, form); err != nil {
		if errors.Is(err, officer.Conflict) || errors.Is(err, officer.Invalid) {
			return s.clerkOrderPage(c, nil, err)
		}
		return err
	}
	return s.done(c, page.ClerkHref(id, ""), notice)
}

func (s *Server) claimOrder(c *fiber.Ctx) error {
	return s.onOrder(c, "clerk.claimed_now", func(id officer.OrderID, form *Form) error {
		return s.Clerks.Claim(c.UserContext(), id, form.Version(), form.Has("over"))
	})
}

func (s *Server) releaseOrder(c *fiber.Ctx) error {
	return s.onOrder(c, "clerk.released_now", func(id officer.OrderID, form *Form) error {
		return s.Clerks.Release(c.UserContext(), id, form.Version())
	})
}

func (s *Server) approveOrder(c *fiber.Ctx) error {
	return s.onOrder(c, "clerk.approved_now", func(id officer.OrderID, form *Form) error {
		return s.Clerks.Approve(c.UserContext(), id, form.Version())
	})
}

func (s *Server) inspectOrder(c *fiber.Ctx) error {
	id, err := orderID(c)
	if err != nil {
		return err
	}
	form := bind(c)
	in := desk.Inspection{Papers: typed[officer.PaperKind](form.Many("papers", plain(officer.PaperKinds)...))}
	for _, item := range officer.CheckList {
		in.Checks = append(in.Checks, officer.OrderCheck{Item: item, Outcome: form.One("check_"+string(item), officer.CheckOutcomes...), Note: form.Lines("note_"+string(item), officer.MaxNote)})
	}
	if err = form.Err(); err == nil {
		err = s.Clerks.Inspect(c.UserContext(), id, form.Version(), in)
	}
	switch {
	case errors.Is(err, officer.Conflict) || errors.Is(err, officer.Invalid):
		return s.clerkOrderPage(c, form, err)
	case err != nil:
		return err
	}
	return s.done(c, page.ClerkHref(id, ""), "clerk.inspected")
}

// aboutOrder is a frame with the order's number above the heading and the way back.
func aboutOrder(o officer.Order, back string, of func(*page.Frame) templ.Component) func(*page.Frame) templ.Component {
	return func(f *page.Frame) templ.Component {
		f.Caption = string(o.Number)
		f.Back = &page.Link{Href: back, Text: f.T("order_page.title", "number", o.Number)}
		return of(f)
	}
}

func (s *Server) askQuestion(c *fiber.Ctx) error { return s.questionForm(c, nil, nil) }

// waitingOrder reads the order that a clerk's form is about.
func (s *Server) waitingOrder(c *fiber.Ctx) (desk.WaitingOrder, error) {
	id, err := orderID(c)
	if err != nil {
		return desk.WaitingOrder{}, err
	}
	return s.Clerks.Waiting(c.UserContext(), id)
}

func (s *Server) questionForm(c *fiber.Ctx, form *Form, refusal error) error {
	w, err := s.waitingOrder(c)
	if err != nil {
		return err
	}
	p := page.QuestionForm{Order: w.Order, Seen: w.Version}
	if form != nil {
		p.Reasons, p.Note, p.Seen = form.values["reasons"], form.Value("note"), form.Version()
	}
	return s.reason(c, "clerk.ask", refusal, aboutOrder(p.Order, page.ClerkHref(w.ID, ""), func(f *page.Frame) templ.Component { return page.AskBack(f, p) }))
}

func (s *Server) askBack(c *fiber.Ctx) error {
	id, err := orderID(c)
	if err != nil {
		return err
	}
	form := bind(c)
	reasons, note := form.Many("reasons", officer.AskReasons...), form.Lines("note", officer.MaxNote)
	var q officer.Question
	if err = form.Err(); err == nil {
		if q, err = officer.ReadQuestion(reasons, note); err == nil {
			err = s.Clerks.Ask(c.UserContext(), id, form.Version(), q)
		}
	}
	if err != nil {
		return s.questionForm(c, form, err)
	}
	return s.done(c, page.ClerkHref(id, ""), "clerk.asked_now")
}

func (s *Server) askEndOrder(c *fiber.Ctx) error { return s.endForm(c, nil, nil) }

func (s *Server) endForm(c *fiber.Ctx, form *Form, refusal error) error {
	w, err := s.waitingOrder(c)
	if err != nil {
		return err
	}
	p := page.EndForm{Order: w.Order, Seen: w.Version}
	if form != nil {
		p.End, p.Why, p.Seen = form.Value("end"), form.Value("why"), form.Version()
	}
	return s.reason(c, "clerk.end", refusal, aboutOrder(p.Order, page.ClerkHref(w.ID, ""), func(f *page.Frame) templ.Component { return page.ClerkEnd(f, p) }))
}

func (s *Server) endOrder(c *fiber.Ctx) error {
	id, err := orderID(c)
	if err != nil {
		return err
	}
	form := bind(c)
	to, why := officer.OrderStatus(form.One("end", string(officer.OrderRejected), string(officer.OrderWithdrawn))), form.Lines("why", officer.MaxNote)
	if to == "" {
		form.Fail("end", "form.choose")
	}
	if err = form.Err(); err == nil {
		err = s.Clerks.End(c.UserContext(), id, form.Version(), to, why)
	}
	if err != nil {
		return s.endForm(c, form, err)
	}
	return s.done(c, page.ClerkHref(id, ""), "clerk.ended_now")
}

// An answering is one of the three places where what was asked back is answered:
// by the holder, at the desk, and by a clerk for whoever wrote or rang.
type answering struct {
	title string
	clerk bool
	read  func(*desk.Clerks, context.Context, officer.OrderID) (desk.WaitingOrder, error)
	keep  func(*desk.Clerks, context.Context, officer.OrderID, int, string) error
	order func(officer.OrderID) string // the order's address there
}

var (
	byHolder = answering{title: "clerk.answer_title", read: (*desk.Clerks).OwnWaiting, keep: (*desk.Clerks).AnswerOwn, order: page.MyOrderHref}
	byDesk   = answering{title: "clerk.answer_title", read: (*desk.Clerks).DeskWaiting, keep: (*desk.Clerks).AnswerAtDesk,
		order: func(id officer.OrderID) string { return "/desk/orders/" + string(id) }}
	byClerk = answering{title: "clerk.resume", clerk: true, read: (*desk.Clerks).Waiting, keep: (*desk.Clerks).Resume,
		order: func(id officer.OrderID) string { return page.ClerkHref(id, "") }}
)

func (s *Server) askReply(a answering) fiber.Handler {
	return func(c *fiber.Ctx) error { return s.replyForm(c, a, nil, nil) }
}

// replyForm shows what was asked, and asks for the answer.
func (s *Server) replyForm(c *fiber.Ctx, a answering, form *Form, refusal error) error {
	id, err := orderID(c)
	if err != nil {
		return err
	}
	w, err := a.read(s.Clerks, c.UserContext(), id)
	if err != nil {
		return err
	}
	p := page.AnswerForm{Order: w.Order, Questions: w.Questions, Action: c.Path(), Cancel: a.order(id), Clerk: a.clerk, Seen: w.Version}
	if form != nil {
		p.Answer, p.Seen = form.Value("answer"), form.Version()
	}
	return s.reason(c, a.title, refusal, aboutOrder(p.Order, p.Cancel, func(f *page.Frame) templ.Component { return page.AnswerQuestion(f, p) }))
}

// reply keeps an answer, and leads back to the order.
func (s *Server) reply(a answering) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := orderID(c)
		if err != nil {
			return err
		}
		form := bind(c)
		text := form.Lines("answer", officer.MaxNote)
		if err = form.Err(); err == nil {
			err = a.keep(s.Clerks, c.UserContext(), id, form.Version(), text)
		}
		if err != nil {
			return s.replyForm(c, a, form, err)
		}
		return s.done(c, a.order(id), "clerk.answered_now")
	}
}
