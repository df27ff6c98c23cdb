package desk

import (
	"cmp"
	"context"
	"crypto/rand"
	"io"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Complaints are what holders have to say against a card, its PIN letter or their
// way, and what the provider's clerks answer.
type Complaints struct {
	*Counter
	Random io.Reader // for order numbers; the system's unless set
}

// ComplaintPath is where a person finds their complaint.
func ComplaintPath(id officer.ComplaintID) string { return "/portal/complaints/" + string(id) }

// A Complainable is an order of somebody's own with the cards that were sent for it.
type Complainable struct {
	officer.OwnOrder
	Cards   []officer.Card // in their order; none where none is known
	Grounds []officer.ComplaintGround
}

// ground gives what a complaint would be about: a card of the order, or the order
// where no card of it is known.
func (c Complainable) ground(card officer.CardID) (officer.ComplaintGround, error) {
	for _, g := range c.Grounds {
		if g.Card == card || card == "" && len(c.Grounds) == 1 {
			return g, nil
		}
	}
	if card != "" {
		return officer.ComplaintGround{}, officer.Fail(officer.NotFound, "page.not_found")
	}
	return officer.ComplaintGround{}, ofField("card", officer.Fail(officer.Invalid, "form.choose"))
}

// About shows one of the actor's orders, to complain about a card of it.
func (s *Complaints) About(ctx context.Context, id officer.OrderID) (Complainable, error) {
	return viewOwn(ctx, s.Counter, rbac.ComplaintRaise, func(tx *postgres.Tx) (Complainable, error) { return complainable(tx, id) })
}

// complainable goes into the house of one of the actor's orders.
func complainable(tx *postgres.Tx, id officer.OrderID) (c Complainable, err error) {
	if c.OwnOrder, err = tx.OwnOrder(id); err != nil {
		return c, err
	}
	if err = tx.At(c.Organisation); err != nil {
		return c, err
	}
	if c.Cards, err = tx.CardsOf(id); err != nil {
		return c, err
	}
	o, err := tx.Order(id)
	for _, card := range c.Cards {
		c.Grounds = append(c.Grounds, officer.GroundOfCard(o, card))
	}
	if len(c.Grounds) == 0 {
		c.Grounds = []officer.ComplaintGround{officer.GroundOf(o)}
	}
	return c, err
}

// Raise complains about a card of one of the actor's orders.
func (s *Complaints) Raise(ctx context.Context, id officer.OrderID, card officer.CardID, n officer.ComplaintNote) (officer.ComplaintID, error) {
	return doOwn(ctx, s.Counter, rbac.ComplaintRaise, func(tx *postgres.Tx) (officer.ComplaintID, error) {
		about, err := complainable(tx, id)
		if err != nil {
			return "", err
		}
		g, err := about.ground(card)
		if err != nil {
			return "", err
		}
		o, err := tx.Order(id)
		if err != nil {
			return "", err
		}
		c, text, err := officer.RaiseComplaint(g, n, o, tx.Now)
		if err != nil {
			return "", err
		}
		tx.Record("complaint.raised", string(c.ID), "kind", c.Kind, "order", id)
		if err := tx.AddComplaint(c, s.message(tx, officer.ActRaised, text)); err != nil {
			return "", err
		}
		return c.ID, s.tell(tx, c, o.Number, "complaint_raised")
	})
}

func (s *Complaints) message(tx *postgres.Tx, act officer.ComplaintAct, text string) officer.ComplaintMessage {
	return officer.ComplaintMessage{ID: officer.NewID[officer.MessageID](), Act: act, By: tx.Actor.Account, ByName: tx.Actor.Name,
		ByClerk: tx.Actor.Place == officer.BackOffice, Body: text, At: tx.Now}
}

// tell mails the person that something happened; what was said stands in the portal.
func (s *Complaints) tell(tx *postgres.Tx, c officer.Complaint, number officer.OrderNumber, template string) error {
	a, err := tx.Account(c.Account)
	if err != nil || a.Status == officer.AccountClosed {
		return err
	}
	return s.mailTo(tx, a, template, map[string]string{"number": string(number), "link": s.Address + ComplaintPath(c.ID)})
}

// Own lists the actor's complaints.
func (s *Complaints) Own(ctx context.Context, after officer.Cursor) (officer.ComplaintPage, error) {
	return viewOwn(ctx, s.Counter, rbac.ComplaintRaise, func(tx *postgres.Tx) (officer.ComplaintPage, error) { return tx.OwnComplaints(after) })
}

// A ComplaintFile is a complaint with all that was said.
type ComplaintFile struct {
	officer.ListedComplaint
	Messages []officer.ComplaintMessage
	Replaced bool // a replacement of the order is on its way already
}

func complaintFile(tx *postgres.Tx, id officer.ComplaintID) (f ComplaintFile, err error) {
	if f.ListedComplaint, err = tx.Complaint(id); err != nil {
		return f, err
	}
	f.Messages, err = tx.ComplaintMessages(f.Complaint)
	return f, err
}

// OwnComplaint shows one of the actor's; another's is NotFound.
func (s *Complaints) OwnComplaint(ctx context.Context, id officer.ComplaintID) (ComplaintFile, error) {
	return viewOwn(ctx, s.Counter, rbac.ComplaintRaise, func(tx *postgres.Tx) (ComplaintFile, error) { return complaintFile(tx, id) })
}

// Reply answers what a clerk asked, or adds something.
func (s *Complaints) Reply(ctx context.Context, id officer.ComplaintID, version int, text string) error {
	text, invalid := needed("text", text)
	return s.onOwn(ctx, id, version, func(tx *postgres.Tx, c *officer.ListedComplaint) error {
		if invalid != nil {
			return invalid
		}
		if err := c.Reply(tx.Now); err != nil {
			return err
		}
		tx.Record("complaint.replied", string(id))
		return tx.AddComplaintMessage(c.Complaint, s.message(tx, officer.ActReply, text))
	})
}

// needed reads words that must be given.
func needed(field, typed string) (string, error) {
	text, err := officer.CleanText(typed, officer.MaxNote)
	if err == nil && text == "" {
		err = officer.Fail(officer.Invalid, "form.missing")
	}
	return text, ofField(field, err)
}

// WithdrawOwn ends a complaint that its person does not want any more.
func (s *Complaints) WithdrawOwn(ctx context.Context, id officer.ComplaintID, version int) error {
	return s.onOwn(ctx, id, version, func(tx *postgres.Tx, c *officer.ListedComplaint) error {
		if err := c.Withdraw(tx.Actor, tx.Now); err != nil {
			return err
		}
		tx.Record("complaint.withdrawn", string(id))
		return tx.AddComplaintMessage(c.Complaint, s.message(tx, officer.ActWithdraw, ""))
	})
}

func (s *Complaints) onOwn(ctx context.Context, id officer.ComplaintID, version int, act func(*postgres.Tx, *officer.ListedComplaint) error) error {
	return changeOwn(ctx, s.Counter, rbac.ComplaintRaise, func(tx *postgres.Tx) error { return onComplaint(tx, id, version, act) })
}

// onComplaint changes a complaint as its form was read, in the book of the
// organisation whose order it is about.
func onComplaint(tx *postgres.Tx, id officer.ComplaintID, version int, act func(*postgres.Tx, *officer.ListedComplaint) error) error {
	if err := tx.AtComplaint(id); err != nil {
		return err
	}
	c, err := tx.Complaint(id)
	if err != nil {
		return err
	}
	if c.Version != version {
		return officer.Fail(officer.Stale, "form.stale")
	}
	if err := act(tx, &c); err != nil {
		return err
	}
	return tx.SaveComplaint(&c.Complaint)
}

// List shows the provider's clerks a page of the complaints.
func (s *Complaints) List(ctx context.Context, f officer.ComplaintFilter) (officer.ComplaintPage, error) {
	return view(ctx, s.Counter, rbac.ComplaintRead, func(tx *postgres.Tx) (officer.ComplaintPage, error) { return tx.Complaints(f) })
}

// House shows a desk a page of those about its organisation's orders.
func (s *Complaints) House(ctx context.Context, after officer.Cursor) (officer.ComplaintPage, error) {
	return view(ctx, s.Counter, rbac.ComplaintRead, func(tx *postgres.Tx) (officer.ComplaintPage, error) { return tx.HouseComplaints(after) })
}

// Complaint shows one to a clerk, or to the desk whose order it is about.
func (s *Complaints) Complaint(ctx context.Context, id officer.ComplaintID) (ComplaintFile, error) {
	return view(ctx, s.Counter, rbac.ComplaintRead, func(tx *postgres.Tx) (f ComplaintFile, err error) {
		if tx.Scope.Kind == "tsp" {
			if err := tx.AtComplaint(id); err != nil {
				return f, err
			}
		}
		if f, err = complaintFile(tx, id); err != nil {
			return f, err
		}
		f.Replaced, err = tx.Replaced(f.Order)
		return f, err
	})
}

// Claim takes a complaint to the actor's desk; Release puts it back.
func (s *Complaints) Claim(ctx context.Context, id officer.ComplaintID, version int) error {
	return s.onTheirs(ctx, id, version, func(tx *postgres.Tx, c *officer.ListedComplaint) error {
		tx.Record("complaint.claimed", string(id))
		return c.Claim(tx.Actor, tx.Now)
	})
}

// Release puts a complaint back that the actor claimed.
func (s *Complaints) Release(ctx context.Context, id officer.ComplaintID, version int) error {
	return s.onTheirs(ctx, id, version, func(tx *postgres.Tx, c *officer.ListedComplaint) error {
		tx.Record("complaint.released", string(id))
		return c.Release(tx.Actor)
	})
}

func (s *Complaints) onTheirs(ctx context.Context, id officer.ComplaintID, version int, act func(*postgres.Tx, *officer.ListedComplaint) error) error {
	return change(ctx, s.Counter, rbac.ComplaintAnswer, func(tx *postgres.Tx) error { return onComplaint(tx, id, version, act) })
}

// Handle is a clerk's turn, with words to the person: ask back, answer, replace
// the card free of charge, or refuse.
func (s *Complaints) Handle(ctx context.Context, id officer.ComplaintID, version int, act officer.ComplaintAct, text string) error {
	text, invalid := needed("text", text)
	for try := 1; ; try++ {
		err := s.onTheirs(ctx, id, version, func(tx *postgres.Tx, c *officer.ListedComplaint) error {
			if invalid != nil {
				return invalid
			}
			return s.handle(tx, c, act, text)
		})
		if postgres.Constraint(err) != "order_number_once" || try == numberTries {
			return err
		}
	}
}

// actEvents are what the book says of a clerk's turns.
var actEvents = map[officer.ComplaintAct]officer.EventKind{
	officer.ActAsk: "complaint.asked", officer.ActAnswer: "complaint.answered", officer.ActReplace: "complaint.replaced", officer.ActRefuse: "complaint.refused",
}

func (s *Complaints) handle(tx *postgres.Tx, c *officer.ListedComplaint, act officer.ComplaintAct, text string) error {
	if err := c.Handle(act, tx.Actor, tx.Now); err != nil {
		return err
	}
	number := c.Number
	if act == officer.ActReplace {
		o, err := s.replace(tx, c.Complaint)
		if err != nil {
			return err
		}
		c.Replacement, number = o.ID, o.Number
	}
	tx.Record(actEvents[act], string(c.ID))
	if err := tx.AddComplaintMessage(c.Complaint, s.message(tx, act, text)); err != nil {
		return err
	}
	return s.tell(tx, c.Complaint, number, "complaint_"+string(act))
}

// replace makes a new order with the content of the one that is complained about.
// It is free of charge, and a clerk approves it like any other. One order has one
// replacement at a time.
func (s *Complaints) replace(tx *postgres.Tx, c officer.Complaint) (o officer.Order, err error) {
	former, err := tx.Order(c.Order)
	if err != nil {
		return o, err
	}
	if replaced, err := tx.Replaced(c.Order); err != nil || replaced {
		return o, cmp.Or(err, error(officer.Fail(officer.Conflict, "complaint.replaced_already")))
	}
	house, err := tx.OwnOrganisation()
	if err != nil {
		return o, err
	}
	number, err := officer.NewOrderNumber(house.Number, cmp.Or[io.Reader](s.Random, rand.Reader))
	if err != nil {
		return o, err
	}
	quantity := 1
	if c.Card == "" {
		quantity = former.Quantity
	}
	copied := officer.NewID[officer.ApplicationID]()
	if err := tx.CopyApplication(former.Application, copied, quantity); err != nil {
		return o, err
	}
	a, err := tx.Application(copied)
	if err != nil {
		return o, err
	}
	o = officer.NewOrder(a, number, tx.Actor.Account, tx.Now)
	tx.Record("application.submitted", string(copied), "product", a.Product, "replaces", former.Application)
	tx.Record("order.submitted", string(o.ID), "application", copied, "number", o.Number, "replaces", former.ID)
	if err := tx.Submit(o, a.Version, officer.Mail{}); err != nil {
		return o, err
	}
	return o, tx.MarkReplacement(o.ID, former.ID)
}
