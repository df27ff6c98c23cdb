package web

import (
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
)

// reviewOrder shows every answer once more.
func (s *Server) reviewOrder(c *fiber.Ctx) error {
	d, err := s.draftOf(c)
	if err != nil {
		return err
	}
	if !writableStep(d, officer.StepReview) {
		return c.Redirect(page.OrderHref(d.Application.ID, ""), fiber.StatusSeeOther)
	}
	return s.show(c, "step.review", reviewOf(d))
}

func reviewOf(d desk.Draft) func(*page.Frame) templ.Component {
	p := page.OrderReview{OrderStep: stepPage(d, officer.StepReview, nil), Missing: d.Missing()}
	return func(f *page.Frame) templ.Component {
		f.Caption = d.Setting.Product.Name(f.Language)
		f.Back = &page.Link{Href: page.OrderHref(d.Application.ID, ""), Text: f.T("ordering.all_steps")}
		return page.ReviewOrder(f, p)
	}
}

// submitOrder submits what the page showed. Whoever does it twice is led to what
// became of the first time.
func (s *Server) submitOrder(c *fiber.Ctx) error {
	id, err := officer.ParseID[officer.ApplicationID](c.Params("application"))
	if err != nil {
		return err
	}
	refusal := s.Ordering.Submit(c.UserContext(), id, bind(c).Version())
	if refusal == nil {
		return c.Redirect(page.OrderHref(id, ""), fiber.StatusSeeOther)
	}
	d, err := s.draftOf(c)
	if err != nil {
		return err
	}
	var e *officer.Error
	if !errors.As(refusal, &e) || !writableStep(d, officer.StepReview) {
		return refusal
	}
	switch e.Kind {
	case officer.Stale: // the page showed something else than is saved now
		refusal = officer.Fail(officer.Conflict, "ordering.changed_meanwhile")
	case officer.Conflict: // the page itself lists what is missing
		refusal = officer.Fail(officer.Conflict, e.Key, pairs(e.Args)...)
	}
	return s.again(c, refusal, "step.review", reviewOf(d))
}

func pairs(args officer.Args) (list []any) {
	for name, value := range args {
		list = append(list, name, value)
	}
	return list
}

// askWithdrawOwn asks whether an application shall be given up.
func (s *Server) askWithdrawOwn(c *fiber.Ctx) error {
	d, err := s.draftOf(c)
	if err != nil {
		return err
	}
	if !d.Application.ByApplicant() || d.Application.Status.Ended() {
		return c.Redirect(page.OrderHref(d.Application.ID, ""), fiber.StatusSeeOther)
	}
	return s.show(c, withdrawTitle(d), withdrawOwnPage(d, ""))
}

func withdrawTitle(d desk.Draft) string {
	if d.Application.Status == officer.ApplicationDraft {
		return "ordering.discard"
	}
	return "ordering.withdraw"
}

func withdrawOwnPage(d desk.Draft, why string) func(*page.Frame) templ.Component {
	a := d.Application
	p := page.EndOrder{Action: page.OrderHref(a.ID, "withdraw"), Cancel: page.OrderHref(a.ID, ""), Version: a.Version, Why: why,
		Draft: a.Status == officer.ApplicationDraft}
	return func(f *page.Frame) templ.Component {
		f.Caption = d.Setting.Product.Name(f.Language)
		p.Button = f.T(withdrawTitle(d))
		p.Text = f.T(withdrawTitle(d) + "_text")
		return page.WithdrawOwn(f, p)
	}
}

func (s *Server) withdrawOwn(c *fiber.Ctx) error {
	d, err := s.draftOf(c)
	if err != nil {
		return err
	}
	form := bind(c)
	why := form.Lines("why", officer.MaxNote)
	if err = form.Err(); err == nil {
		err = s.Ordering.Withdraw(c.UserContext(), d.Application.ID, form.Version(), why)
	}
	switch {
	case errors.Is(err, officer.Stale) || errors.Is(err, officer.Conflict) && d.Application.Status.Ended():
		return s.done(c, page.OrderHref(d.Application.ID, ""), "ordering.moved_on")
	case err != nil:
		return s.again(c, err, withdrawTitle(d), withdrawOwnPage(d, form.Value("why")))
	}
	return s.done(c, "/portal", withdrawTitle(d)+"_done")
}

func (s *Server) openOrder(c *fiber.Ctx) (officer.Order, error) {
	id, err := officer.ParseID[officer.OrderID](c.Params("order"))
	if err != nil {
		return officer.Order{}, err
	}
	return s.Ordering.OpenOrder(c.UserContext(), id)
}

// askWithdrawOrder asks whether an order shall be given up. One that is beyond
// that leads back to it.
func (s *Server) askWithdrawOrder(c *fiber.Ctx) error {
	o, err := s.openOrder(c)
	if err != nil {
		return err
	}
	if o.Status != officer.OrderOpen {
		return s.done(c, desk.OwnOrderPath(o.ID), "ordering.too_late_short")
	}
	return s.show(c, "ordering.withdraw_order", withdrawOrderPage(o, ""))
}

func withdrawOrderPage(o officer.Order, why string) func(*page.Frame) templ.Component {
	return func(f *page.Frame) templ.Component {
		f.Caption = string(o.Number)
		return page.WithdrawOwn(f, page.EndOrder{Action: desk.OwnOrderPath(o.ID) + "/withdraw", Cancel: desk.OwnOrderPath(o.ID), Version: o.Version, Why: why,
			Text: f.T("ordering.withdraw_order_text"), Button: f.T("ordering.withdraw_order")})
	}
}

func (s *Server) withdrawOrder(c *fiber.Ctx) error {
	o, err := s.openOrder(c)
	if err != nil {
		return err
	}
	form := bind(c)
	why := form.Lines("why", officer.MaxNote)
	if err = form.Err(); err == nil {
		err = s.Ordering.WithdrawOrder(c.UserContext(), o.ID, form.Version(), why)
	}
	switch {
	case errors.Is(err, officer.Stale) || errors.Is(err, officer.Conflict):
		return s.done(c, desk.OwnOrderPath(o.ID), "ordering.moved_on")
	case err != nil:
		return s.again(c, err, "ordering.withdraw_order", withdrawOrderPage(o, form.Value("why")))
	}
	return s.done(c, desk.OwnOrderPath(o.ID), "ordering.withdraw_order_done")
}
