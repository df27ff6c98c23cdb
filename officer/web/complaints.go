package web

import (
	"context"
	"errors"
	"slices"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

const (
	portalComplaints = "/portal/complaints"
	officeComplaints = "/office/complaints"
	deskComplaints   = "/desk/complaints"
)

// complaintRoutes are where holders complain, the provider's clerks answer, and
// desks see what is said about their organisation's orders.
func (s *Server) complaintRoutes(r *router) {
	r.get(portalComplaints, rbac.ComplaintRaise, s.ownComplaints).inMenu("complaint.menu_own")
	r.get(portalComplaints+"/new", rbac.ComplaintRaise, s.chooseOrder)
	r.get(portalComplaints+"/new/:order", rbac.ComplaintRaise, s.askComplaint)
	r.post(portalComplaints+"/new/:order", rbac.ComplaintRaise, s.raiseComplaint)
	r.get(portalComplaints+"/:complaint", rbac.ComplaintRaise, s.ownComplaint)
	r.post(portalComplaints+"/:complaint/reply", rbac.ComplaintRaise, s.replyToComplaint)
	r.post(portalComplaints+"/:complaint/withdraw", rbac.ComplaintRaise, s.withdrawComplaint)
	r.get(officeComplaints, rbac.ComplaintRead, s.listComplaints).inMenu("complaint.menu")
	r.get(officeComplaints+"/:complaint", rbac.ComplaintRead, s.complaint)
	r.post(officeComplaints+"/:complaint", rbac.ComplaintAnswer, s.handleComplaint)
	r.post(officeComplaints+"/:complaint/claim", rbac.ComplaintAnswer, s.turnComplaint("complaint.claimed_now", (*desk.Complaints).Claim))
	r.post(officeComplaints+"/:complaint/release", rbac.ComplaintAnswer, s.turnComplaint("complaint.released_now", (*desk.Complaints).Release))
	r.get(deskComplaints, rbac.ComplaintRead, s.houseComplaints).inMenu("complaint.menu")
	r.get(deskComplaints+"/:complaint", rbac.ComplaintRead, s.houseComplaint)
}

func (s *Server) ownComplaints(c *fiber.Ctx) error {
	after := officer.ParseCursor(c.Query("after"))
	list, err := s.Complaints.Own(c.UserContext(), after)
	if err != nil {
		return err
	}
	return s.show(c, "complaint.title_own", func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.OwnComplaints(f, page.RaisedPage{ComplaintPage: list, Path: portalComplaints, After: after})
	})
}

// chooseOrder lists the orders that somebody can complain about.
func (s *Server) chooseOrder(c *fiber.Ctx) error {
	list, err := s.Portal.Orders(c.UserContext(), officer.OwnOrderFilter{Statuses: officer.Complainable, After: officer.ParseCursor(c.Query("after"))})
	if err != nil {
		return err
	}
	return s.show(c, "complaint.new", inMails(portalComplaints, "complaint.title_own", func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.ChooseComplaint(f, list)
	}))
}

func (s *Server) askComplaint(c *fiber.Ctx) error { return s.complaintForm(c, nil, nil) }

// complaintForm asks what is wrong, again where it was refused.
func (s *Server) complaintForm(c *fiber.Ctx, form *Form, refusal error) error {
	id, err := officer.ParseID[officer.OrderID](c.Params("order"))
	if err != nil {
		return err
	}
	about, err := s.Complaints.About(c.UserContext(), id)
	if err != nil {
		return err
	}
	p := page.ComplaintForm{Order: about.OwnOrder, Cards: about.Cards, Grounds: about.Grounds, Card: queryLine(c, "card")}
	if form != nil {
		p.Kind, p.Text, p.Contact, p.Card = form.Value("kind"), form.Value("text"), form.Value("contact"), form.Value("card")
	}
	return s.reason(c, "complaint.new", refusal, inMails(desk.OwnOrderPath(id), "complaint.order", func(f *page.Frame) templ.Component {
		f.Caption = string(about.Number)
		return page.ComplaintNew(f, p)
	}))
}

func (s *Server) raiseComplaint(c *fiber.Ctx) error {
	id, err := officer.ParseID[officer.OrderID](c.Params("order"))
	if err != nil {
		return err
	}
	form := bind(c)
	note := officer.ComplaintNote{Kind: officer.ComplaintKind(form.One("kind", plain(officer.ComplaintKinds)...)), Text: form.Lines("text", officer.MaxNote),
		Contact: form.Line("contact", officer.MaxPhone)}
	var card officer.CardID
	if typed := form.Line("card", 40); typed != "" {
		if card, err = officer.ParseID[officer.CardID](typed); err != nil {
			form.Fail("card", "form.choose")
		}
	}
	var raised officer.ComplaintID
	if err = form.Err(); err == nil {
		raised, err = s.Complaints.Raise(c.UserContext(), id, card, note)
	}
	if err != nil {
		return s.complaintForm(c, form, err)
	}
	return s.done(c, portalComplaints+"/"+string(raised), "complaint.raised_now")
}

func complaintID(c *fiber.Ctx) (officer.ComplaintID, error) {
	return officer.ParseID[officer.ComplaintID](c.Params("complaint"))
}

func (s *Server) ownComplaint(c *fiber.Ctx) error { return s.ownComplaintPage(c, nil, nil) }

func (s *Server) ownComplaintPage(c *fiber.Ctx, form *Form, refusal error) error {
	return s.complaintFile(c, s.Complaints.OwnComplaint, portalComplaints, "complaint.title_own", form, refusal)
}

// complaintFile shows a complaint to one of the three who may see it.
func (s *Server) complaintFile(c *fiber.Ctx, read func(context.Context, officer.ComplaintID) (desk.ComplaintFile, error), back, title string, form *Form, refusal error) error {
	id, err := complaintID(c)
	if err != nil {
		return err
	}
	file, err := read(c.UserContext(), id)
	if err != nil {
		return err
	}
	actor, _ := officer.ActorFrom(c.UserContext())
	p := page.ComplaintFile{ListedComplaint: file.ListedComplaint, Messages: file.Messages, Replaced: file.Replaced, Seen: file.Version, Me: actor.Account,
		Place: actor.Place, MayAnswer: may(c, rbac.ComplaintAnswer), MayRead: actor.Place != officer.BackOffice && may(c, rbac.OrderRead)}
	if form != nil {
		p.Act, p.Text, p.Seen = form.Value("act"), form.Value("text"), form.Version()
	}
	return s.reason(c, "complaint.one", refusal, inMails(back, title, func(f *page.Frame) templ.Component {
		f.Caption = string(file.Number)
		return page.ComplaintOf(f, p)
	}))
}

func (s *Server) replyToComplaint(c *fiber.Ctx) error {
	id, err := complaintID(c)
	if err != nil {
		return err
	}
	form := bind(c)
	text := form.Lines("text", officer.MaxNote)
	if err = form.Err(); err == nil {
		err = s.Complaints.Reply(c.UserContext(), id, form.Version(), text)
	}
	if err != nil {
		return s.ownComplaintPage(c, form, err)
	}
	return s.done(c, portalComplaints+"/"+string(id), "complaint.replied_now")
}

func (s *Server) withdrawComplaint(c *fiber.Ctx) error {
	id, err := complaintID(c)
	if err != nil {
		return err
	}
	if err := s.Complaints.WithdrawOwn(c.UserContext(), id, bind(c).Version()); err != nil {
		return err
	}
	return s.done(c, portalComplaints+"/"+string(id), "complaint.withdrawn_now")
}

func (s *Server) listComplaints(c *fiber.Ctx) error {
	p := page.ComplaintsPage{Mine: c.Query("mine") == "yes"}
	p.Filter = officer.ComplaintFilter{Status: officer.ComplaintOpen, After: officer.ParseCursor(c.Query("after"))}
	if status := officer.ComplaintStatus(c.Query("status")); slices.Contains(officer.ComplaintStatuses, status) {
		p.Filter.Status = status
	}
	if actor, _ := officer.ActorFrom(c.UserContext()); p.Mine {
		p.Filter.Clerk = actor.Account
	}
	var err error
	if p.ComplaintPage, err = s.Complaints.List(c.UserContext(), p.Filter); err != nil {
		return err
	}
	return s.show(c, "complaint.title", func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.Complaints(f, p)
	})
}

func (s *Server) complaint(c *fiber.Ctx) error { return s.complaintPage(c, nil, nil) }

func (s *Server) complaintPage(c *fiber.Ctx, form *Form, refusal error) error {
	return s.complaintFile(c, s.Complaints.Complaint, officeComplaints, "complaint.title", form, refusal)
}

func (s *Server) handleComplaint(c *fiber.Ctx) error {
	id, err := complaintID(c)
	if err != nil {
		return err
	}
	form := bind(c)
	act, text := officer.ComplaintAct(form.One("act", plain(officer.ClerkActs)...)), form.Lines("text", officer.MaxNote)
	if act == "" {
		form.Need("act")
	}
	if err = form.Err(); err == nil {
		err = s.Complaints.Handle(c.UserContext(), id, form.Version(), act, text)
	}
	switch {
	case errors.Is(err, officer.Stale):
		return err
	case err != nil:
		return s.complaintPage(c, form, err)
	}
	return s.done(c, officeComplaints+"/"+string(id), "complaint.handled_now")
}

// turnComplaint is a button that claims or releases a complaint.
func (s *Server) turnComplaint(key string, act func(*desk.Complaints, context.Context, officer.ComplaintID, int) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := complaintID(c)
		if err != nil {
			return err
		}
		if err := act(s.Complaints, c.UserContext(), id, bind(c).Version()); err != nil {
			return err
		}
		return s.done(c, officeComplaints+"/"+string(id), key)
	}
}

func (s *Server) houseComplaints(c *fiber.Ctx) error {
	after := officer.ParseCursor(c.Query("after"))
	list, err := s.Complaints.House(c.UserContext(), after)
	if err != nil {
		return err
	}
	return s.show(c, "complaint.title_house", func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.HouseComplaints(f, page.RaisedPage{ComplaintPage: list, Path: deskComplaints, After: after})
	})
}

func (s *Server) houseComplaint(c *fiber.Ctx) error {
	return s.complaintFile(c, s.Complaints.Complaint, deskComplaints, "complaint.title_house", nil, nil)
}
