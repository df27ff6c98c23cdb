package desk

import (
	"context"
	"errors"
	"slices"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Clerks are the provider's people at work on orders of all houses: they check,
// ask back, approve, reject. Each goes into the house of the order, whose book
// says what they did.
type Clerks struct{ *Counter }

// List shows a page of the orders, whoever waits longest first.
func (s *Clerks) List(ctx context.Context, f officer.WorkFilter) (officer.WorkPage, error) {
	return view(ctx, s.Counter, rbac.OrderClaim, func(tx *postgres.Tx) (officer.WorkPage, error) {
		page, err := tx.WorkOrders(f)
		if err == nil {
			page.Counts, err = tx.WorkCounts()
		}
		return page, err
	})
}

// ByNumber finds an order of whatever house by its number.
func (s *Clerks) ByNumber(ctx context.Context, n officer.OrderNumber) (officer.OrderID, error) {
	return view(ctx, s.Counter, rbac.OrderClaim, func(tx *postgres.Tx) (officer.OrderID, error) { return tx.OrderAnywhere(n) })
}

// A ClerkFile is an order with all that a clerk decides by.
type ClerkFile struct {
	officer.Dossier
	House       officer.Organisation
	Product     officer.Product
	Application officer.Application
	Records     []SignedRecord // what the officer signed, the newest first
	Questions   []officer.Question
	Cards       []officer.Card
	History     []officer.Event
}

// Order shows one order of whatever house.
func (s *Clerks) Order(ctx context.Context, id officer.OrderID) (ClerkFile, error) {
	return view(ctx, s.Counter, rbac.OrderCheck, func(tx *postgres.Tx) (f ClerkFile, err error) {
		if f, err = s.read(tx, id); err != nil {
			return f, err
		}
		if f.Questions, err = tx.Questions(id); err != nil {
			return f, err
		}
		if f.Cards, err = tx.CardsOf(id); err != nil {
			return f, err
		}
		f.History, err = tx.EventsOf(100, string(id), string(f.Order.Application))
		return f, err
	})
}

// read goes into the house of an order and reads what decides about it.
func (s *Clerks) read(tx *postgres.Tx, id officer.OrderID) (f ClerkFile, err error) {
	if err = tx.AtOrder(id); err != nil {
		return f, err
	}
	if f.Dossier.Order, err = tx.Order(id); err != nil {
		return f, err
	}
	if f.House, err = tx.OwnOrganisation(); err != nil {
		return f, err
	}
	if f.Product, err = tx.Product(f.Dossier.Product); err != nil {
		return f, err
	}
	if f.Application, err = tx.Application(f.Dossier.Order.Application); err != nil {
		return f, err
	}
	if f.Checks, err = tx.OrderChecks(id); err != nil {
		return f, err
	}
	if f.Papers, err = tx.ReceivedPapers(id); err != nil {
		return f, err
	}
	f.Items, f.TwoClerks = officer.CheckItems(f.Product, f.Application.Form), f.House.ApprovalFourEyes
	return f, s.readRecords(tx, &f)
}

// readRecords reads what an officer signed. Where a desk identified, the newest
// record has to be genuine.
func (s *Clerks) readRecords(tx *postgres.Tx, f *ClerkFile) (err error) {
	f.Sound = !f.Procedure.AtDesk() || f.Replaces != ""
	if f.Application.Identification == "" {
		return nil
	}
	if f.Records, err = s.records(tx, f.Application.Identification); err != nil || len(f.Records) == 0 {
		return err
	}
	f.Sound, f.IdentifiedBy = f.Records[0].Verified, f.Records[0].SignedBy
	return nil
}

// on changes an order as the clerk saw it.
func (s *Clerks) on(ctx context.Context, p rbac.Permission, id officer.OrderID, version int, act func(*postgres.Tx, *ClerkFile) error) error {
	return change(ctx, s.Counter, p, func(tx *postgres.Tx) error {
		f, err := s.read(tx, id)
		if err != nil {
			return err
		}
		if f.Order.Version != version {
			return officer.Fail(officer.Stale, "form.stale")
		}
		if err := act(tx, &f); err != nil {
			return err
		}
		return tx.SaveOrder(&f.Dossier.Order)
	})
}

// Claim takes an order to the actor's desk; over takes it from a colleague.
func (s *Clerks) Claim(ctx context.Context, id officer.OrderID, version int, over bool) error {
	return s.on(ctx, rbac.OrderClaim, id, version, func(tx *postgres.Tx, f *ClerkFile) error {
		tx.Record("order.claimed", string(id), "from", string(f.ClaimedBy))
		return f.Claim(tx.Actor, over, tx.Now)
	})
}

// Release puts an order back for everybody.
func (s *Clerks) Release(ctx context.Context, id officer.OrderID, version int) error {
	return s.on(ctx, rbac.OrderClaim, id, version, func(tx *postgres.Tx, f *ClerkFile) error {
		tx.Record("order.released_claim", string(id))
		return f.Release(tx.Actor)
	})
}

// Next takes the order that waits longest; NotFound when none does.
// An order that a colleague takes at the same moment is passed over.
func (s *Clerks) Next(ctx context.Context) (id officer.OrderID, err error) {
	const tries = 5
	for range tries {
		if id, err = s.next(ctx); !errors.Is(err, officer.Stale) && !errors.Is(err, officer.Conflict) {
			break
		}
	}
	return id, err
}

func (s *Clerks) next(ctx context.Context) (officer.OrderID, error) {
	return do(ctx, s.Counter, rbac.OrderClaim, func(tx *postgres.Tx) (officer.OrderID, error) {
		id, err := tx.NextWork()
		if err != nil {
			return "", err
		}
		if err := tx.AtOrder(id); err != nil {
			return "", err
		}
		o, err := tx.Order(id)
		if err != nil {
			return "", err
		}
		if err := o.Claim(tx.Actor, false, tx.Now); err != nil {
			return "", err
		}
		tx.Record("order.claimed", string(id), "from", "")
		return id, tx.SaveOrder(&o)
	})
}

// Inspection is what a clerk notes on one page: papers that came, and what they
// found at each item.
type Inspection struct {
	Papers []officer.PaperKind
	Checks []officer.OrderCheck // an empty outcome is none
}

// Inspect keeps what a clerk noted, while the order can still be decided about.
func (s *Clerks) Inspect(ctx context.Context, id officer.OrderID, version int, in Inspection) error {
	return s.on(ctx, rbac.OrderCheck, id, version, func(tx *postgres.Tx, f *ClerkFile) error {
		if f.Status != officer.OrderOpen && f.Status != officer.OrderWaiting {
			return officer.Fail(officer.Conflict, "order.wrong_status", "status", string(f.Status))
		}
		if err := s.receive(tx, f, in.Papers); err != nil {
			return err
		}
		return s.note(tx, f, in.Checks)
	})
}

// receive notes the papers that came since, and takes back those that did not.
func (s *Clerks) receive(tx *postgres.Tx, f *ClerkFile, papers []officer.PaperKind) error {
	for _, k := range f.ExpectedPapers() {
		had := slices.ContainsFunc(f.Papers, func(p officer.ReceivedPaper) bool { return p.Paper == k })
		has := slices.Contains(papers, k)
		if had == has {
			continue
		}
		p := officer.ReceivedPaper{Paper: k}
		kind := officer.EventKind("order.paper_missing")
		if has {
			kind, p = "order.paper_received", officer.ReceivedPaper{Paper: k, ReceivedAt: tx.Now, By: tx.Actor.Account, Name: tx.Actor.Name}
		}
		tx.Record(kind, string(f.Order.ID), "paper", k)
		if err := tx.SavePaper(f.Order.ID, p); err != nil {
			return err
		}
	}
	return nil
}

// note keeps what the clerk found; what failed needs a note. What a colleague
// found, and stands as it was, stays theirs.
func (s *Clerks) note(tx *postgres.Tx, f *ClerkFile, checks []officer.OrderCheck) error {
	var p officer.Problems
	for _, c := range checks {
		if !slices.Contains(f.Items, c.Item) {
			continue
		}
		note, err := officer.CleanText(c.Note, officer.MaxNote)
		p.AddErr("note_"+string(c.Item), err)
		if c.Note = note; err == nil && c.Outcome == officer.CheckFailed && note == "" {
			p.Add("note_"+string(c.Item), "form.missing")
		}
		if slices.ContainsFunc(f.Checks, func(had officer.OrderCheck) bool {
			return had.Item == c.Item && had.Outcome == c.Outcome && had.Note == c.Note
		}) {
			continue
		}
		c.By, c.Name, c.CheckedAt = tx.Actor.Account, tx.Actor.Name, tx.Now
		if err := tx.SaveCheck(f.Order.ID, c); err != nil {
			return err
		}
	}
	tx.Record("order.checked", string(f.Order.ID), "items", len(checks))
	return p.Err()
}

// Approve releases an order to production, as the first of two or for good.
func (s *Clerks) Approve(ctx context.Context, id officer.OrderID, version int) error {
	return s.on(ctx, rbac.OrderApprove, id, version, func(tx *postgres.Tx, f *ClerkFile) error {
		if err := f.Approve(tx.Actor, tx.Now); err != nil {
			return err
		}
		if f.Status != officer.OrderInProduction {
			tx.Record("order.approved_first", string(id))
			return nil
		}
		tx.Record("order.released", string(id))
		return s.tell(tx, f, "order_in_production")
	})
}

// Ask asks back; the order waits, and whoever can answer is told.
func (s *Clerks) Ask(ctx context.Context, id officer.OrderID, version int, q officer.Question) error {
	return s.on(ctx, rbac.OrderAsk, id, version, func(tx *postgres.Tx, f *ClerkFile) error {
		if err := f.Ask(tx.Actor, tx.Now); err != nil {
			return err
		}
		q.Order, q.Account, q.AskedBy, q.AskedName, q.AskedAt = id, f.Account, tx.Actor.Account, tx.Actor.Name, tx.Now
		if err := tx.AddQuestion(q); err != nil {
			return err
		}
		tx.Record("order.asked_back", string(id), "reasons", q.Reasons)
		if f.Account == "" || f.SubmittedBy != f.Account {
			if err := s.tellDesk(tx, f); err != nil {
				return err
			}
		}
		return s.tell(tx, f, "order_waiting")
	})
}

// Resume lets an order go on that waits, by a clerk: it was answered by post or
// telephone, or what stopped it is mended.
func (s *Clerks) Resume(ctx context.Context, id officer.OrderID, version int, answer string) error {
	return s.on(ctx, rbac.OrderAsk, id, version, func(tx *postgres.Tx, f *ClerkFile) error { return s.resume(tx, &f.Dossier.Order, answer) })
}

// resume answers the open question, if there is one, and lets the order go on.
func (s *Clerks) resume(tx *postgres.Tx, o *officer.Order, answer string) error {
	answer, err := officer.CleanText(answer, officer.MaxNote)
	var p officer.Problems
	p.AddErr("answer", err)
	if err == nil && answer == "" {
		p.Add("answer", "form.missing")
	}
	if err := p.Err(); err != nil {
		return err
	}
	if err := o.Resume(tx.Now); err != nil {
		return err
	}
	questions, err := tx.Questions(o.ID)
	if err != nil {
		return err
	}
	tx.Record("order.answered", string(o.ID))
	for _, q := range questions {
		if !q.Open() {
			continue
		}
		q.AnsweredBy, q.AnsweredName, q.AnsweredAt, q.Answer = tx.Actor.Account, tx.Actor.Name, tx.Now, answer
		return tx.SaveAnswer(q)
	}
	return nil
}

// End rejects an order or withdraws it for the applicant, who is told that it
// ended and where to ask why.
func (s *Clerks) End(ctx context.Context, id officer.OrderID, version int, to officer.OrderStatus, why string) error {
	return s.on(ctx, rbac.OrderReject, id, version, func(tx *postgres.Tx, f *ClerkFile) error {
		if err := f.End(to, why, tx.Actor, tx.Now); err != nil {
			return err
		}
		tx.Record(officer.EventKind("order."+string(to)), string(id), "number", f.Number)
		return s.tell(tx, f, "order_"+string(to)+"_by_clerk")
	})
}

// tell mails the applicant that something became of their order.
func (s *Clerks) tell(tx *postgres.Tx, f *ClerkFile, template string) error {
	form := f.Application.Form
	return s.mail(tx, officer.Mail{Recipient: form.Contact.Email, Language: f.Application.Language, Template: template,
		Args: map[string]string{"name": form.Person.GivenNames + " " + form.Person.FamilyName, "number": string(f.Number), "link": s.Address + OwnOrderPath(f.Order.ID)}})
}

// tellDesk mails whoever handed the order in at a desk that it waits.
func (s *Clerks) tellDesk(tx *postgres.Tx, f *ClerkFile) error {
	a, err := tx.Account(f.SubmittedBy)
	if err != nil || a.Status != officer.AccountActive {
		return err
	}
	return s.mailTo(tx, a, "order_waiting_desk", map[string]string{"number": string(f.Number), "link": s.Address + "/desk/orders/" + string(f.Order.ID)})
}

// A WaitingOrder is an order with what was asked about it.
type WaitingOrder struct {
	officer.Order
	Questions []officer.Question
}

// orderOf finds an order where the actor is: [ownOrder] or the house's own.
type orderOf func(*postgres.Tx, officer.OrderID) (officer.Order, error)

func (find orderOf) waiting(id officer.OrderID) func(*postgres.Tx) (WaitingOrder, error) {
	return func(tx *postgres.Tx) (w WaitingOrder, err error) {
		if w.Order, err = find(tx, id); err == nil {
			w.Questions, err = tx.Questions(id)
		}
		return w, err
	}
}

// Waiting shows a clerk an order of whatever house with what was asked about it.
func (s *Clerks) Waiting(ctx context.Context, id officer.OrderID) (WaitingOrder, error) {
	return view(ctx, s.Counter, rbac.OrderCheck, orderOf(ownOrder).waiting(id))
}

// OwnWaiting shows one of the actor's orders with what was asked about it.
func (s *Clerks) OwnWaiting(ctx context.Context, id officer.OrderID) (WaitingOrder, error) {
	return viewOwn(ctx, s.Counter, rbac.OrderAnswer, orderOf(ownOrder).waiting(id))
}

// DeskWaiting shows an order of the actor's house with what was asked about it.
func (s *Clerks) DeskWaiting(ctx context.Context, id officer.OrderID) (WaitingOrder, error) {
	return view(ctx, s.Counter, rbac.OrderAnswer, orderOf((*postgres.Tx).Order).waiting(id))
}

// AnswerOwn answers what was asked about one of the actor's orders.
func (s *Clerks) AnswerOwn(ctx context.Context, id officer.OrderID, version int, answer string) error {
	return changeOwn(ctx, s.Counter, rbac.OrderAnswer, func(tx *postgres.Tx) error { return s.answer(tx, ownOrder, id, version, answer) })
}

// AnswerAtDesk answers for the house what was asked about its order.
func (s *Clerks) AnswerAtDesk(ctx context.Context, id officer.OrderID, version int, answer string) error {
	return change(ctx, s.Counter, rbac.OrderAnswer, func(tx *postgres.Tx) error { return s.answer(tx, (*postgres.Tx).Order, id, version, answer) })
}

func (s *Clerks) answer(tx *postgres.Tx, find orderOf, id officer.OrderID, version int, answer string) error {
	o, err := find(tx, id)
	if err != nil {
		return err
	}
	if o.Version != version {
		return officer.Fail(officer.Stale, "form.stale")
	}
	if err := s.resume(tx, &o, answer); err != nil {
		return err
	}
	return tx.SaveOrder(&o)
}
