package officer

import (
	"slices"
	"time"
)

// A ComplaintKind says what is wrong with a card or its PIN letter (domain: §8).
type ComplaintKind string

// The kinds of complaints.
const (
	CardNotReceived ComplaintKind = "card_not_received"
	PINNotReceived  ComplaintKind = "pin_not_received"
	PINDamaged      ComplaintKind = "pin_damaged" // or opened
	PINUsed         ComplaintKind = "pin_used"    // the transport PIN was used already: somebody had the card before
	CardDefective   ComplaintKind = "card_defective"
	WrongData       ComplaintKind = "wrong_data"
	WrongProduct    ComplaintKind = "wrong_product"
)

// ComplaintKinds lists them in the order in which they are offered.
var ComplaintKinds = []ComplaintKind{CardNotReceived, PINNotReceived, PINDamaged, PINUsed, CardDefective, WrongData, WrongProduct}

// How long a parcel may take before somebody can complain that it did not come:
// a registered letter with a second try of delivery, and a plain one.
const (
	CardDays = 10
	PINDays  = 7
)

// Urgent reports whether the card has to be revoked at once, before anything
// else: somebody else may be able to sign with it.
func (k ComplaintKind) Urgent() bool { return k == PINUsed }

// NeedsText reports whether the complaint has to be described: what is wrong is
// not said by its kind.
func (k ComplaintKind) NeedsText() bool {
	return k == CardDefective || k == WrongData || k == WrongProduct
}

// A ComplaintGround is what a complaint is about, as the provider knows it.
type ComplaintGround struct {
	Order        OrderID
	Card         CardID    // empty where the order has none that is known
	CardSent     time.Time // zero while it is not sent
	PINSent      time.Time
	CardReceived bool
	PINReceived  bool
}

// GroundOf gives the ground of an order without a known card: what its status says.
func GroundOf(o Order) ComplaintGround {
	g := ComplaintGround{Order: o.ID, CardReceived: o.Status == OrderCompleted, PINReceived: o.Status == OrderCompleted}
	if o.Status == OrderDispatched || o.Status == OrderCompleted {
		g.CardSent, g.PINSent = o.StatusSince, o.StatusSince
	}
	return g
}

// GroundOfCard gives the ground of one card of an order.
func GroundOfCard(o Order, c Card) ComplaintGround {
	return ComplaintGround{Order: o.ID, Card: c.ID, CardSent: c.Parcel.SentAt, PINSent: c.PIN.SentAt,
		CardReceived: !c.Parcel.ReceivedAt.IsZero(), PINReceived: !c.PIN.ReceivedAt.IsZero()}
}

// Complainable are the statuses of orders that can be complained about.
var Complainable = []OrderStatus{OrderDispatched, OrderCompleted}

// May refuses a complaint that comes too early, or about what is not so.
func (g ComplaintGround) May(k ComplaintKind, now time.Time) error {
	if !slices.Contains(ComplaintKinds, k) {
		return Fail(Invalid, "form.choose")
	}
	if g.CardSent.IsZero() {
		return Fail(Conflict, "complaint.not_sent")
	}
	switch k {
	case CardNotReceived:
		return overdue(g.CardSent, CardDays, g.CardReceived, now)
	case PINNotReceived:
		if g.PINSent.IsZero() {
			return Fail(Conflict, "complaint.pin_not_sent")
		}
		return overdue(g.PINSent, PINDays, g.PINReceived, now)
	case PINDamaged:
		if g.PINSent.IsZero() {
			return Fail(Conflict, "complaint.pin_not_sent")
		}
	}
	return nil
}

func overdue(sent time.Time, days int, received bool, now time.Time) error {
	first := Today(sent).AddDays(days)
	switch {
	case received:
		return Fail(Conflict, "complaint.received")
	case Today(now).Before(first):
		return Fail(Conflict, "complaint.too_early", "day", first)
	}
	return nil
}

// A ComplaintStatus is where a complaint stands.
type ComplaintStatus string

// The statuses of a complaint.
const (
	ComplaintOpen   ComplaintStatus = "open"  // waits for the provider
	ComplaintAsked  ComplaintStatus = "asked" // waits for the person
	ComplaintClosed ComplaintStatus = "closed"
)

// ComplaintStatuses lists them.
var ComplaintStatuses = []ComplaintStatus{ComplaintOpen, ComplaintAsked, ComplaintClosed}

// A ComplaintOutcome is what came of it.
type ComplaintOutcome string

// The outcomes of a complaint.
const (
	ComplaintAnswered  ComplaintOutcome = "answered"
	ComplaintReplaced  ComplaintOutcome = "replaced" // a new card, free of charge
	ComplaintRefused   ComplaintOutcome = "refused"
	ComplaintWithdrawn ComplaintOutcome = "withdrawn" // by the person themselves
)

// A Complaint is what a holder has to say against a card, its PIN letter or their
// way, until the provider has answered it.
type Complaint struct {
	ID           ComplaintID
	Organisation OrganisationID
	Account      AccountID
	Order        OrderID
	Card         CardID // empty where it is about the order as a whole
	Kind         ComplaintKind
	Contact      string // a telephone number, if the person wants to be called
	Status       ComplaintStatus
	StatusSince  time.Time
	RaisedAt     time.Time
	ClaimedBy    AccountID // the clerk who looks after it
	ClaimedName  string
	ClaimedAt    time.Time
	Outcome      ComplaintOutcome
	ClosedBy     AccountID
	ClosedName   string
	ClosedAt     time.Time
	Replacement  OrderID // the order that replaces the card
	Version      int
}

// A ComplaintAct is a turn in the talk about a complaint.
type ComplaintAct string

// The acts. The clerk chooses among the four of ClerkActs.
const (
	ActRaised   ComplaintAct = "raised"
	ActAsk      ComplaintAct = "asked"
	ActReply    ComplaintAct = "replied"
	ActAnswer   ComplaintAct = "answered"
	ActReplace  ComplaintAct = "replaced"
	ActRefuse   ComplaintAct = "refused"
	ActWithdraw ComplaintAct = "withdrawn"
)

// ClerkActs are what the provider's clerk may do, in the order in which it is offered.
var ClerkActs = []ComplaintAct{ActAsk, ActAnswer, ActReplace, ActRefuse}

// A ComplaintMessage is one turn of the talk.
type ComplaintMessage struct {
	ID      MessageID
	Act     ComplaintAct
	By      AccountID
	ByName  string
	ByClerk bool
	Body    string
	At      time.Time
}

// A ComplaintNote is what somebody says to a complaint.
type ComplaintNote struct {
	Kind    ComplaintKind
	Text    string
	Contact string
}

// RaiseComplaint makes a complaint, or says what is missing.
func RaiseComplaint(g ComplaintGround, n ComplaintNote, o Order, at time.Time) (Complaint, string, error) {
	var c cleaner
	c.text("text", &n.Text, MaxNote)
	p := c.problems
	if n.Contact != "" {
		number, err := ParsePhone(n.Contact)
		p.AddErr("contact", err)
		n.Contact = number
	}
	if n.Kind == "" || !slices.Contains(ComplaintKinds, n.Kind) {
		p.Add("kind", "form.choose")
	} else if err := g.May(n.Kind, at); err != nil {
		p.AddErr("kind", err)
	}
	if n.Kind.NeedsText() && n.Text == "" && !p.Has("text") {
		p.Add("text", "complaint.describe")
	}
	return Complaint{ID: NewID[ComplaintID](), Organisation: o.Organisation, Account: o.Account, Order: g.Order, Card: g.Card, Kind: n.Kind, Contact: n.Contact,
		Status: ComplaintOpen, StatusSince: at, RaisedAt: at, Version: 1}, n.Text, p.Err()
}

// Claim takes the complaint to a clerk's own desk; another's goes over to them.
func (c *Complaint) Claim(by Actor, at time.Time) error {
	if err := c.handledBy(by); err != nil {
		return err
	}
	c.ClaimedBy, c.ClaimedName, c.ClaimedAt = by.Account, by.Name, at
	return nil
}

// Release puts it back.
func (c *Complaint) Release(by Actor) error {
	if c.ClaimedBy != by.Account {
		return Fail(Conflict, "complaint.not_yours")
	}
	c.ClaimedBy, c.ClaimedName, c.ClaimedAt = "", "", time.Time{}
	return nil
}

// handledBy refuses what is closed, and who has complained themselves.
func (c *Complaint) handledBy(by Actor) error {
	switch {
	case by.Account == c.Account:
		return Fail(Forbidden, "complaint.own")
	case c.Status == ComplaintClosed:
		return Fail(Conflict, "complaint.closed_already")
	}
	return nil
}

// Handle is a clerk's turn: ask, answer, replace or refuse, with words to the
// person. Who acts on what a colleague has claimed takes it over first.
func (c *Complaint) Handle(act ComplaintAct, by Actor, at time.Time) error {
	if err := c.handledBy(by); err != nil {
		return err
	}
	switch {
	case c.ClaimedBy != "" && c.ClaimedBy != by.Account:
		return Fail(Conflict, "complaint.claimed", "name", c.ClaimedName)
	case !slices.Contains(ClerkActs, act):
		var p Problems
		p.Add("act", "form.choose")
		return p.Err()
	case act == ActAsk:
		c.Status, c.StatusSince = ComplaintAsked, at
		return c.Claim(by, at)
	}
	c.close(ComplaintOutcome(act), by, at)
	return nil
}

func (c *Complaint) close(outcome ComplaintOutcome, by Actor, at time.Time) {
	c.Status, c.StatusSince, c.Outcome = ComplaintClosed, at, outcome
	c.ClosedBy, c.ClosedName, c.ClosedAt = by.Account, by.Name, at
}

// Reply is the person's turn: it goes back to the provider. They may add
// something unasked as well.
func (c *Complaint) Reply(at time.Time) error {
	if c.Status == ComplaintClosed {
		return Fail(Conflict, "complaint.closed_already")
	}
	c.Status, c.StatusSince = ComplaintOpen, at
	return nil
}

// Withdraw ends it because the person does not want it any more.
func (c *Complaint) Withdraw(by Actor, at time.Time) error {
	if c.Status == ComplaintClosed {
		return Fail(Conflict, "complaint.closed_already")
	}
	c.close(ComplaintWithdrawn, by, at)
	return nil
}

// A ListedComplaint is a complaint in a list, with what it is about.
type ListedComplaint struct {
	Complaint
	Number           OrderNumber
	NameDE, NameEN   string // the product's
	OrganisationName string
	Holder           string
}

// ProductName gives the product's name in a language.
func (c ListedComplaint) ProductName(language string) string {
	return Product{NameDE: c.NameDE, NameEN: c.NameEN}.Name(language)
}

// A ComplaintFilter says which complaints are listed.
type ComplaintFilter struct {
	Status ComplaintStatus // empty for all
	Clerk  AccountID       // only those that a clerk claimed; empty for all
	After  Cursor
}

// A ComplaintPage is a page of the list.
type ComplaintPage struct {
	Rows           []ListedComplaint
	Previous, Next Cursor
}
