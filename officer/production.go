package officer

import (
	"cmp"
	"slices"
	"time"
)

// A BatchWay is how a batch reaches whoever makes its cards.
type BatchWay string

// The ways.
const (
	BatchByFile BatchWay = "file" // a signed file out, a file of results in
	BatchByAPI  BatchWay = "api"  // the personaliser calls, and fetches it
	BatchByDemo BatchWay = "demo" // the demo's own producer, for practice
)

// The statuses of a batch. It is closed once each of its cards was made or was
// given up by a fault.
const (
	BatchOpen   = "open"
	BatchClosed = "closed"
)

// MaxBatchOrders and MaxBatchCards are how many orders, and about how many cards,
// go into one batch.
const (
	MaxBatchOrders = 2000
	MaxBatchCards  = 5000
)

// A Batch is what went to the personaliser at one time.
type Batch struct {
	ID            BatchID
	Organisation  OrganisationID // the provider's
	Way           BatchWay
	Status        string
	Orders        int
	Cards         int
	Produced      int    // cards for which a result came
	ContentSealed []byte // the signed file, see [BatchContent]
	Digest        []byte
	Signature     []byte
	KeyID         string
	MadeBy        AccountID
	MadeName      string
	MadeAt        time.Time
	FetchedAt     time.Time
	ClosedAt      time.Time
	Version       int
}

// A BatchPage is a page of batches, the newest first.
type BatchPage struct {
	Batches        []Batch
	Previous, Next Cursor
}

// A ReadyOrder is an approved order that waits to go into a batch.
type ReadyOrder struct {
	Order
	OrganisationName     string
	ProductDE, ProductEN string
}

// ProductName gives the product's name in a language.
func (o ReadyOrder) ProductName(language string) string {
	return Product{NameDE: o.ProductDE, NameEN: o.ProductEN}.Name(language)
}

// A ReadyPage is a page of orders that wait to go into a batch, the oldest first.
type ReadyPage struct {
	Orders         []ReadyOrder
	Total          int // all that wait, up to MaxBatchOrders
	Previous, Next Cursor
}

// HandOver puts an order into a batch: approved, in production, and not with the
// personaliser already.
func (o *Order) HandOver(batch BatchID) error {
	switch {
	case o.Status != OrderInProduction:
		return Fail(Conflict, "order.wrong_status", "status", string(o.Status))
	case o.Batch != "":
		return Fail(Conflict, "production.in_batch_already")
	}
	o.Batch = batch
	return nil
}

// FailProduction takes an order back from production because a card of it could
// not be made; it waits, and goes into another batch once that is settled.
func (o *Order) FailProduction(at time.Time) error {
	if err := o.Move(OrderWaiting, at); err != nil {
		return err
	}
	o.Batch, o.AnsweredAt, o.Approved, o.Confirmed = "", time.Time{}, Approval{}, Approval{}
	return nil
}

// CardsToMake gives the cards that an order's next batch makes: those that exist
// and are not made yet, and those that nobody wrote down so far. An order that
// comes back after a fault keeps the cards that were made.
func CardsToMake(o Order, have []Card, batch BatchID, at time.Time) (made, again []Card) {
	for _, c := range NewCards(o, batch, at) {
		i := slices.IndexFunc(have, func(old Card) bool { return old.Ordinal == c.Ordinal })
		switch {
		case i < 0:
			made = append(made, c)
		case have[i].Status == CardOrdered:
			old := have[i]
			old.Batch = batch
			again = append(again, old)
		}
	}
	return made, again
}

// AllSent reports whether all cards of an order were sent.
func AllSent(o Order, cards []Card) bool {
	return allCards(o, cards, func(c Card) bool { return !c.Parcel.SentAt.IsZero() })
}

// AllDelivered reports whether both parcels of each card of an order arrived.
func AllDelivered(o Order, cards []Card) bool { return allCards(o, cards, Card.Delivered) }

func allCards(o Order, cards []Card, is func(Card) bool) bool {
	return len(cards) >= o.Quantity && !slices.ContainsFunc(cards, func(c Card) bool { return !is(c) })
}

// OverdueAfter is how long a parcel may be on its way before everybody is warned.
const OverdueAfter = 14 * 24 * time.Hour

// Overdue reports whether a parcel should have arrived.
func (p Parcel) Overdue(at time.Time) bool { return p.Under() && at.Sub(p.SentAt) >= OverdueAfter }

// A ParcelKind is which of a card's two parcels.
type ParcelKind string

// The parcels.
const (
	CardParcel ParcelKind = "card"
	PINParcel  ParcelKind = "pin"
)

// ParcelKinds lists them in the order in which they are sent.
var ParcelKinds = []ParcelKind{CardParcel, PINParcel}

// ParcelOf gives one of a card's parcels.
func (c *Card) ParcelOf(kind ParcelKind) *Parcel {
	if kind == PINParcel {
		return &c.PIN
	}
	return &c.Parcel
}

// An OverdueCard is a card whose parcels are on their way for long.
type OverdueCard struct {
	Card
	Number           OrderNumber
	OrganisationName string
}

// Since is when the first of its overdue parcels was sent.
func (c OverdueCard) Since(at time.Time) time.Time {
	var list []time.Time
	for _, p := range []Parcel{c.Parcel, c.PIN} {
		if p.Overdue(at) {
			list = append(list, p.SentAt)
		}
	}
	return slices.MinFunc(append(list, at), func(a, b time.Time) int { return cmp.Compare(a.UnixNano(), b.UnixNano()) })
}

// An OverduePage is a page of them, the longest under way first.
type OverduePage struct {
	Cards          []OverdueCard
	Previous, Next Cursor
}
