package officer

// An OwnOrder is an order as the applicant sees it in their portal.
type OwnOrder struct {
	OrderRow
	OrganisationName string
	TermYears        int
}

// UnderWay and Archived are the statuses of My Orders and of the archive.
var (
	UnderWay = []OrderStatus{OrderOpen, OrderWaiting, OrderInProduction, OrderDispatched}
	Archived = []OrderStatus{OrderCompleted, OrderWithdrawn, OrderRejected}
)

// An OwnOrderFilter says which of their orders somebody looks at.
type OwnOrderFilter struct {
	Statuses []OrderStatus
	After    Cursor
}

// An OwnOrderPage is a page of somebody's own orders, the newest first.
type OwnOrderPage struct {
	Rows           []OwnOrder
	Previous, Next Cursor
}
