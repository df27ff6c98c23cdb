package officer

import (
	"slices"
	"time"
)

// An OrderStatus is one of the five that the applicant sees, or a side exit.
type OrderStatus string

// The statuses of an order, with the provider's own names and colours (domain: §7).
const (
	OrderOpen         OrderStatus = "open"          // blue
	OrderWaiting      OrderStatus = "waiting"       // red
	OrderInProduction OrderStatus = "in_production" // yellow
	OrderDispatched   OrderStatus = "dispatched"    // yellow
	OrderCompleted    OrderStatus = "completed"     // green
	OrderWithdrawn    OrderStatus = "withdrawn"
	OrderRejected     OrderStatus = "rejected"
)

// OrderStatuses lists them in the order of an order's life.
var OrderStatuses = []OrderStatus{OrderOpen, OrderWaiting, OrderInProduction, OrderDispatched, OrderCompleted, OrderWithdrawn, OrderRejected}

// orderMoves is the life of an order: from each status, where it may go. The
// check constraint order_status_known lists the same words.
var orderMoves = map[OrderStatus][]OrderStatus{
	OrderOpen:         {OrderWaiting, OrderInProduction, OrderWithdrawn, OrderRejected},
	OrderWaiting:      {OrderOpen, OrderWithdrawn, OrderRejected},
	OrderInProduction: {OrderDispatched, OrderWaiting},
	OrderDispatched:   {OrderCompleted, OrderWaiting},
	OrderCompleted:    {},
	OrderWithdrawn:    {},
	OrderRejected:     {},
}

// Ended reports whether nothing can happen to the order any more.
func (s OrderStatus) Ended() bool { return len(orderMoves[s]) == 0 }

// An Order is what the trust service provider works on once an application was
// transmitted. Number is what people read out.
type Order struct {
	ID           OrderID
	Organisation OrganisationID
	Number       OrderNumber
	Application  ApplicationID
	Shop         ShopID
	Product      ProductID
	Person       PersonID
	Account      AccountID
	Procedure    Procedure
	Quantity     int
	FamilyName   string
	GivenNames   string
	SearchName   string
	BirthDate    Date
	Status       OrderStatus
	StatusSince  time.Time
	SubmittedBy  AccountID
	CreatedAt    time.Time
	ClosedWhy    string // why the applicant withdrew it
	Version      int

	ProcedureNumber ProcedureNumber // of a PostIdent procedure, for its coupon; empty for any other

	ClaimedBy   AccountID // the clerk who works on it
	ClaimedName string
	ClaimedAt   time.Time
	Approved    Approval
	Confirmed   Approval  // by a second clerk, where the organisation wants two
	AnsweredAt  time.Time // when what was asked back last has been answered; zero while an answer is due, or nothing was asked
	Batch       BatchID   // with which its cards went into production

	Replaces     OrderID // whose card this one replaces; empty for none
	FreeOfCharge bool
}

// An Approval is one clerk's word that the cards of an order may be produced.
type Approval struct {
	By   AccountID // empty for none
	Name string
	At   time.Time
}

// Move takes the order to another status, if its life allows that.
func (o *Order) Move(to OrderStatus, at time.Time) error {
	if !slices.Contains(orderMoves[o.Status], to) {
		return Fail(Conflict, "order.wrong_status", "status", string(o.Status))
	}
	o.Status, o.StatusSince = to, at
	return nil
}

// NewOrder makes the order of an application that may be submitted. The number
// is the caller's, since it has to be drawn again when it is taken already.
func NewOrder(a Application, number OrderNumber, by AccountID, at time.Time) Order {
	p := a.Form.Person
	return Order{ID: NewID[OrderID](), Organisation: a.Organisation, Number: number, Application: a.ID, Shop: a.Shop, Product: a.Product,
		Person: a.Person, Account: a.Account, Procedure: a.Procedure, Quantity: a.Quantity, FamilyName: p.FamilyName, GivenNames: p.GivenNames,
		SearchName: p.SearchForm(), BirthDate: p.BirthDate, Status: OrderOpen, StatusSince: at, SubmittedBy: by, CreatedAt: at, Version: 1}
}
