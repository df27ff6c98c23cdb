package web

import (
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// parcelRoutes are where people say that a card or a PIN letter arrived, and where
// clerks see which did not.
func (s *Server) parcelRoutes(r *router) {
	r.post("/portal/orders/:order/received", rbac.CardReceive, s.receiveParcel)
	r.post("/desk/orders/:order/received", rbac.CardReceive, s.receiveParcel)
	r.get(page.OverduePath, rbac.ProductionRead, s.overdue)
	r.get(page.ProductionPath+"/cards/:card", rbac.ProductionRead, s.clerksCard)
	r.post(page.ProductionPath+"/cards/:card/received", rbac.CardReceive, s.receiveForHolder)
}

// parcelOf reads which parcel is told to have arrived.
func parcelOf(form *Form) (officer.CardID, officer.ParcelKind, error) {
	id, err := officer.ParseID[officer.CardID](form.Value("card"))
	if err != nil {
		return "", "", err
	}
	kind := officer.ParcelKind(form.One("parcel", string(officer.CardParcel), string(officer.PINParcel)))
	if kind == "" {
		return "", "", officer.Fail(officer.NotFound, "page.not_found")
	}
	return id, kind, nil
}

// receiveParcel is for the page of an order, in the portal and at the desk.
func (s *Server) receiveParcel(c *fiber.Ctx) error {
	order, err := orderID(c)
	if err != nil {
		return err
	}
	card, kind, err := parcelOf(bind(c))
	if err != nil {
		return err
	}
	if err := s.Parcels.Receive(c.UserContext(), order, card, kind); err != nil {
		return err
	}
	actor, _ := officer.ActorFrom(c.UserContext())
	return s.done(c, areaOf[actor.Place]+"/orders/"+string(order), "parcel.noted")
}

func (s *Server) overdue(c *fiber.Ctx) error {
	p := page.OverduePage{After: officer.ParseCursor(c.Query("after")), Now: time.Now()}
	var err error
	if p.OverduePage, err = s.Parcels.Overdue(c.UserContext(), p.After); err != nil {
		return err
	}
	return s.show(c, "production.overdue", func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.Overdue(f, p)
	})
}

func clerksCardID(c *fiber.Ctx) (officer.CardID, error) {
	return officer.ParseID[officer.CardID](c.Params("card"))
}

func (s *Server) clerksCard(c *fiber.Ctx) error {
	id, err := clerksCardID(c)
	if err != nil {
		return err
	}
	file, err := s.Parcels.Card(c.UserContext(), id)
	if err != nil {
		return err
	}
	p := page.CardPage{Card: file.Card, Number: file.Number, OrderStatus: file.OrderStatus, Certificates: file.Certificates, MayReceive: may(c, rbac.CardReceive), Now: time.Now()}
	return s.show(c, "production.card", func(f *page.Frame) templ.Component {
		f.Wide, f.Back = true, &page.Link{Href: page.ProductionPath, Text: f.T("production.title")}
		if p.Batch != "" {
			f.Back = &page.Link{Href: page.BatchHref(p.Batch, ""), Text: f.T("production.batch_title", "batch", string(p.Batch))}
		}
		return page.CardOf(f, p)
	})
}

// receiveForHolder notes that a parcel arrived as a clerk was told.
func (s *Server) receiveForHolder(c *fiber.Ctx) error {
	id, err := clerksCardID(c)
	if err != nil {
		return err
	}
	file, err := s.Parcels.Card(c.UserContext(), id)
	if err != nil {
		return err
	}
	_, kind, err := parcelOf(bind(c))
	if err != nil {
		return err
	}
	if err := s.Parcels.Receive(c.UserContext(), file.Order, id, kind); err != nil {
		return err
	}
	return s.done(c, page.CardHref(id), "parcel.noted")
}

// parcelsOf gives the parcels of an order's page. At a desk nobody says that their
// own arrived.
func parcelsOf(c *fiber.Ctx, cards []officer.Card, action string, owner officer.AccountID) page.ParcelList {
	actor, _ := officer.ActorFrom(c.UserContext())
	p := page.ParcelList{Cards: cards, Now: time.Now()}
	if may(c, rbac.CardReceive) && (owner == "" || owner != actor.Account) {
		p.Action = action
	}
	return p
}
