package web

import (
	"errors"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// reviewRoutes lead from the answers over signature and second check to the
// order, or out of the case.
func (s *Server) reviewRoutes(r *router) {
	r.get("/desk/cases/:case/review", rbac.CaseOpen, s.review)
	r.post("/desk/cases/:case/review", rbac.ApplicationSave, s.saveQuantity)
	r.get("/desk/cases/:case/sign", rbac.IdentificationSign, s.askSign)
	r.post("/desk/cases/:case/sign", rbac.IdentificationSign, s.sign)
	r.get("/desk/cases/:case/check", rbac.CaseOpen, s.askCheck)
	r.post("/desk/cases/:case/check", rbac.IdentificationCheck, s.approve)
	r.post("/desk/cases/:case/check/send-back", rbac.IdentificationCheck, s.sendBack)
	r.get("/desk/cases/:case/submit", rbac.ApplicationSubmit, s.askSubmit)
	r.post("/desk/cases/:case/submit", rbac.ApplicationSubmit, s.submit)
	r.get("/desk/cases/:case/withdraw", rbac.ApplicationWithdraw, s.askWithdraw)
	r.post("/desk/cases/:case/withdraw", rbac.ApplicationWithdraw, s.withdraw)
}

// reviewOf reads the case of the address as it stands before a decision.
func (s *Server) reviewOf(c *fiber.Ctx) (desk.Review, error) {
	id, err := caseID(c)
	if err != nil {
		return desk.Review{}, err
	}
	return s.Applying.Review(c.UserContext(), id)
}

func (s *Server) review(c *fiber.Ctx) error {
	r, err := s.reviewOf(c)
	if err != nil {
		return err
	}
	return s.show(c, "review.title", s.reviewPage(c, r, strconv.Itoa(r.Application.Quantity)))
}

func (s *Server) reviewPage(c *fiber.Ctx, r desk.Review, quantity string) func(*page.Frame) templ.Component {
	actor, _ := officer.ActorFrom(c.UserContext())
	p := page.ReviewPage{Application: r.Application, Identification: r.Identification, Setting: r.Setting, Quantity: quantity,
		MayChange: r.Application.Open() == nil && rbac.Allows(actor.Roles, actor.Place, rbac.ApplicationSave), Next: r.Next(actor)}
	if r.Application.Open() == nil {
		p.Missing, p.Warnings = r.Missing(), reachable(c, r.Warnings)
	}
	return func(f *page.Frame) templ.Component {
		inCase(f, r.File)
		return page.Review(f, p)
	}
}

func (s *Server) saveQuantity(c *fiber.Ctx) error {
	id, err := caseID(c)
	if err != nil {
		return err
	}
	form := bind(c)
	quantity := form.Number("quantity")
	if err = form.Err(); err == nil {
		err = s.Applying.SaveQuantity(c.UserContext(), id, form.Version(), quantity)
	}
	if err != nil {
		r, reading := s.reviewOf(c)
		if reading != nil {
			return reading
		}
		return s.again(c, err, "review.title", s.reviewPage(c, r, form.Value("quantity")))
	}
	return s.done(c, page.CaseHref(id, "review"), "review.quantity_saved")
}

// recordViews are signed records as pages show them.
func recordViews(list []desk.SignedRecord) []page.RecordView {
	views := make([]page.RecordView, len(list))
	for i, r := range list {
		views[i] = page.RecordView{Attestation: r.Attestation, Verified: r.Verified, KeyID: r.KeyID, Sequence: r.Sequence, SignedAt: r.SignedAt}
	}
	return views
}

func (s *Server) signPage(r desk.Review) func(*page.Frame) templ.Component {
	p := page.SignPage{Demo: s.demo, Application: r.Application, Identification: r.Identification, Setting: r.Setting, Version: r.Version()}
	if views := recordViews(r.Records); r.Application.Signed() && len(views) > 0 {
		p.Signed = &views[0]
	} else {
		p.Missing = r.Missing()
	}
	return func(f *page.Frame) templ.Component {
		inCase(f, r.File)
		return page.Sign(f, p)
	}
}

func (s *Server) askSign(c *fiber.Ctx) error {
	r, err := s.reviewOf(c)
	if err != nil {
		return err
	}
	return s.show(c, "sign.title", s.signPage(r))
}

// sign signs what the page showed. A code is not shown again: it works once.
func (s *Server) sign(c *fiber.Ctx) error {
	id, err := caseID(c)
	if err != nil {
		return err
	}
	form := bind(c)
	form.Need("code")
	code := form.Line("code", 20)
	if err = form.Err(); err == nil {
		err = s.Applying.Sign(c.UserContext(), id, form.Version(), s.language(c), code)
	}
	r, reading := s.reviewOf(c)
	switch {
	case reading != nil:
		return reading
	case err != nil:
		return s.again(c, err, "sign.title", s.signPage(r))
	case r.Application.Status == officer.ApplicationCheckDue:
		return s.done(c, page.CaseHref(id, ""), "sign.done_check")
	}
	return s.done(c, page.CaseHref(id, officer.PartSubmit), "sign.done")
}

func checkPage(r desk.Review, actor officer.Actor, why string) func(*page.Frame) templ.Component {
	p := page.CheckPage{Application: r.Application, Identification: r.Identification, Records: recordViews(r.Records), Version: r.Version(),
		Due: r.Next(actor) == officer.PartCheck, Why: why}
	return func(f *page.Frame) templ.Component {
		inCase(f, r.File)
		return page.SecondCheck(f, p)
	}
}

func (s *Server) askCheck(c *fiber.Ctx) error {
	r, err := s.reviewOf(c)
	if err != nil {
		return err
	}
	actor, _ := officer.ActorFrom(c.UserContext())
	return s.show(c, "check.title", checkPage(r, actor, ""))
}

func (s *Server) approve(c *fiber.Ctx) error {
	return s.decide(c, "check.approved", func(id officer.ApplicationID, form *Form) error {
		return s.Applying.Approve(c.UserContext(), id, form.Version())
	})
}

func (s *Server) sendBack(c *fiber.Ctx) error {
	return s.decide(c, "check.sent_back", func(id officer.ApplicationID, form *Form) error {
		why := form.Lines("why", officer.MaxNote)
		if err := form.Err(); err != nil {
			return err
		}
		return s.Applying.SendBack(c.UserContext(), id, form.Version(), why)
	})
}

// decide takes a checker's decision and leads to the work list.
func (s *Server) decide(c *fiber.Ctx, done string, decision func(officer.ApplicationID, *Form) error) error {
	id, err := caseID(c)
	if err != nil {
		return err
	}
	form := bind(c)
	if err := decision(id, form); err != nil {
		r, reading := s.reviewOf(c)
		if reading != nil {
			return reading
		}
		actor, _ := officer.ActorFrom(c.UserContext())
		return s.again(c, err, "check.title", checkPage(r, actor, form.Value("why")))
	}
	return s.done(c, "/desk", done)
}

func (s *Server) askWithdraw(c *fiber.Ctx) error {
	file, err := s.fileOf(c)
	if err != nil {
		return err
	}
	if file.Application.Status.Ended() {
		return c.Redirect(page.CaseHref(file.Application.ID, ""), fiber.StatusSeeOther)
	}
	return s.show(c, "withdraw.title", withdrawPage(file, ""))
}

func withdrawPage(file desk.File, why string) func(*page.Frame) templ.Component {
	return func(f *page.Frame) templ.Component {
		inCase(f, file)
		return page.Withdraw(f, page.WithdrawPage{Case: file.Application.ID, Version: file.Application.Version, Why: why})
	}
}

func (s *Server) withdraw(c *fiber.Ctx) error {
	file, err := s.fileOf(c)
	if err != nil {
		return err
	}
	form := bind(c)
	why := form.Lines("why", officer.MaxNote)
	if err = form.Err(); err == nil {
		err = s.Applying.Withdraw(c.UserContext(), file.Application.ID, form.Version(), why)
	}
	if errors.Is(err, officer.Invalid) || errors.Is(err, officer.Conflict) {
		return s.again(c, err, "withdraw.title", withdrawPage(file, form.Value("why")))
	}
	if err != nil {
		return err
	}
	return s.done(c, "/desk", "withdraw.done")
}
