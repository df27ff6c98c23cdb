package demo

import (
	"strings"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
)

// ordered is how many orders each kind of house took in ten months.
var ordered = map[officer.OrganisationKind]int{officer.Company: 82, officer.Authority: 50, officer.TSP: 9}

// shelf is what people order, the common things more often.
var shelf = map[officer.OrganisationKind][]string{
	officer.Company: {"SIG-STD-6.1", "SIG-STD-6.1", "SIG-STD-6.1", "SIG-STD-6.1", "SIG-STD-5.1", "SIG-M100-5.1", "SIG-M100-5.1", "SIG-MULTI-5.1",
		"SIG-PROF-5.1", "SEAL-STD-6.4", "SEAL-STD-6.4", "SEAL-MULTI-5.4", "OFF-STD-5.1", "TEST-SIG-STD-5.1", "TEST-SEAL-STD-5.4"},
	officer.Authority: {"SIG-STD-6.1", "SIG-STD-6.1", "SIG-STD-6.1", "SIG-STD-5.1", "SIG-M100-5.1", "SIG-PROF-5.1", "SEAL-STD-6.4", "SEAL-STD-5.4", "OFF-STD-5.1",
		"TEST-SIG-STD-5.1"},
	officer.TSP: {"SIG-STD-6.1", "SIG-STD-6.1", "SIG-M100-5.1", "TEST-SIG-STD-5.1"},
}

// takeOrders lets people order over ten months, the oldest first.
func (w *writer) takeOrders() {
	n := ordered[w.house.Kind]
	for i := range n {
		p := w.plan(orderAge(i, n))
		if w.house.Kind == officer.TSP {
			o := ownPlan{plan: p, by: officer.PostIdentBranch}
			f := w.begun(o)
			f.answerAll(o)
			f.handIn(o)
		} else {
			w.orderAtDesk(p)
		}
	}
}

// orderAge spreads n orders: half over ten months, a quarter over the last six
// weeks, a quarter over the last twelve days.
func orderAge(i, n int) int {
	share := func(from, to, part, parts int) int { return from - (from-to)*part/max(parts, 1) }
	switch half, quarter := n/2, n/4; {
	case i < half:
		return share(300, 45, i, half)
	case i < half+quarter:
		return share(44, 13, i-half, quarter)
	default:
		return share(12, 3, i-half-quarter, n-half-quarter)
	}
}

// beforeCases is how many days ago no case of today had begun yet.
const beforeCases = 70

// plan draws who orders what: colleagues their officer's cards, sometimes people
// who stand in cases as well or ordered before, mostly others.
func (w *writer) plan(days int) plan {
	p := plan{days: days, product: pick(w.chance, shelf[w.house.Kind])}
	product := w.products[p.product]
	switch {
	case w.house.Kind == officer.TSP:
		p.who = pick(w.chance, applicants)
	case product.Family == officer.OfficerCard:
		p.who = w.officerAsCitizen()
	case days > beforeCases && w.chance.IntN(3) == 0:
		p.who = pick(w.chance, w.house.people)
	case w.chance.IntN(8) == 0 && len(w.strangers) > 0:
		p.who = pick(w.chance, w.strangers[:len(w.strangers)/2+1]) // not somebody of yesterday
	default:
		p.who = w.stranger()
		w.strangers = append(w.strangers, p.who)
	}
	if product.AllowsQuantity {
		p.quantity = w.chance.between(1, 4)
	}
	return p
}

// officerAsCitizen is one of the officers at work, who need cards themselves.
func (w *writer) officerAsCitizen() citizen {
	var list []colleague
	for _, c := range w.house.staff {
		if c.officer == atWork || c.officer == trainingRunsOut {
			list = append(list, c)
		}
	}
	c := pick(w.chance, list)
	return citizen{given: c.given, family: c.family, born: "1982-04-16", place: "Hamburg", nationality: "DEU", document: idCard,
		mail: c.mail + "@" + w.house.domain, account: true}
}

// orderAtDesk leads a case to an order, and the order to where it stands today.
func (w *writer) orderAtDesk(p plan) {
	f := w.take(p).captured().sign()
	if f.setting.Organisation.SecondCheck {
		f.nextDay(1).approve()
	}
	f.setting.Today = officer.Today(f.at)
	f.keep(f.app.Submittable(f.setting))
	f.submit()
}

// submit makes the case an order.
func (f *file) submit() {
	number, err := officer.NewOrderNumber(f.house.Number, f.chance)
	f.keep(err)
	f.keep(f.app.Move(officer.ApplicationTransmitted, f.at))
	f.app.ClaimedBy, f.app.ClaimedName, f.app.ClaimedAt = "", "", time.Time{}
	o := officer.NewOrder(f.app, number, f.by.Account, f.at)
	o.ID = id[officer.OrderID](f.chance)
	if f.app.Procedure.Numbered() {
		o.ProcedureNumber, err = officer.NewProcedureNumber(f.chance)
		f.keep(err)
	}
	f.record("order.submitted", string(o.ID), "application", f.app.ID, "number", o.Number)
	f.proceed(&o)
	f.orders = append(f.orders, o)
	f.close()
}

// A turn is a move of an order with how many days it takes, and what it is called.
type turn struct {
	to       officer.OrderStatus
	min, max int
	kind     officer.EventKind
}

// courses are what becomes of orders. As far as the days have come, so far the
// order is.
var (
	smooth = []turn{{officer.OrderInProduction, 4, 11, "order.released"}, {officer.OrderDispatched, 17, 30, "order.dispatched"}, {officer.OrderCompleted, 5, 9, "order.completed"}}
	asked  = append([]turn{{officer.OrderWaiting, 2, 3, "order.asked_back"}, {officer.OrderOpen, 7, 16, "order.answered"}}, smooth...)
	refuse = []turn{{officer.OrderWaiting, 2, 4, "order.asked_back"}, {officer.OrderRejected, 9, 14, "order.rejected"}}
	revoke = []turn{{officer.OrderWithdrawn, 1, 3, "order.withdrawn"}}
)

// course says what becomes of the n-th order of a house, so many days ago. On
// every day there is something in each status: some cards of six weeks ago are
// under way yet.
func course(n, days int) []turn {
	switch {
	case days > 41 && days <= 44:
		return smooth[:2]
	case n%17 == 3:
		return refuse
	case n%6 == 1:
		return asked
	case n%19 == 5:
		return revoke
	}
	return smooth
}

// talk is what clerk and applicant say at a turn: a question, its answer, the
// word that the card may be produced.
func (f *file) talk(o *officer.Order, kind officer.EventKind, clerk officer.Actor, at time.Time) {
	last := len(f.questions) - 1
	switch kind {
	case "order.asked_back":
		f.questions = append(f.questions, officer.Question{ID: idOf[officer.QuestionID]("question of " + string(o.ID)), Order: o.ID, Account: o.Account,
			Reasons: []string{officer.AskReasons[len(f.orders)%4]}, AskedBy: clerk.Account, AskedName: clerk.Name, AskedAt: at, Version: 1})
	case "order.answered":
		q := &f.questions[last]
		q.AnsweredBy, q.AnsweredName, q.AnsweredAt, q.Answer = o.SubmittedBy, strings.TrimSpace(o.GivenNames+" "+o.FamilyName), at, "Ich habe die Unterlage heute nachgesendet."
		o.AnsweredAt = at
	case "order.released":
		o.Approved = officer.Approval{By: clerk.Account, Name: clerk.Name, At: at}
	}
}

// proceed leads an order on, until the next turn lies in the future.
func (f *file) proceed(o *officer.Order) {
	clerk := houses[0].actor(houses[0].staff[2+f.chance.IntN(2)])
	turns := f.turns
	if turns == nil {
		turns = course(len(f.orders), f.days)
	}
	for _, t := range turns {
		ago := int(f.now.Sub(o.StatusSince).Hours()/24) - f.chance.between(t.min, t.max)
		if ago < 1 {
			return
		}
		by := clerk
		if t.to == officer.OrderWithdrawn {
			by, o.ClosedWhy = f.by, "Doppelt bestellt."
		}
		from, at := o.Status, later(f.writer.at(ago, f.chance.between(8, 17), f.chance.between(0, 59)), o.StatusSince.Add(time.Hour))
		f.keep(o.Move(t.to, at))
		f.talk(o, t.kind, clerk, at)
		f.writer.record(at, by, t.kind, string(o.ID), "from", from, "to", t.to)
	}
}

// ask keeps what clerks asked back, with the answers.
func (w *writer) ask(tx *postgres.Tx) error {
	for _, q := range w.questions {
		if err := tx.AddQuestion(q); err != nil {
			return err
		}
		if q.Open() {
			continue
		}
		if err := tx.SaveAnswer(q); err != nil {
			return err
		}
	}
	return nil
}
