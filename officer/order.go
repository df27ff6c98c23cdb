package officer

import "time"

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
	Version      int
}
