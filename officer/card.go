package officer

import (
	"slices"
	"strings"
	"time"
)

// A CardStatus is the state of an issued card as the provider reports it.
type CardStatus string

// The statuses of an issued card (domain: §7). The first two are the provider's
// own: a holder has no such card yet.
const (
	CardOrdered           CardStatus = "ordered"                // the personaliser is to make it
	CardProduced          CardStatus = "produced"               // made, not sent yet
	CardNotActivated      CardStatus = "not_activated"          // blue: about a day after dispatch
	CardValid             CardStatus = "valid"                  // green
	CardRevocationRunning CardStatus = "revocation_in_progress" // red: some minutes
	CardRevoked           CardStatus = "revoked"                // red, for good
)

// CardStatuses lists those that a holder sees, in the order in which they are explained.
var CardStatuses = []CardStatus{CardValid, CardNotActivated, CardRevocationRunning, CardRevoked}

// cardMoves is the life of a card: from each status, where it may go. The check
// constraint card_status_known lists the same words. A card that was made can be
// revoked at any time; what was not made has nothing to revoke.
var cardMoves = map[CardStatus][]CardStatus{
	CardOrdered:           {CardProduced},
	CardProduced:          {CardNotActivated, CardRevocationRunning},
	CardNotActivated:      {CardValid, CardRevocationRunning},
	CardValid:             {CardRevocationRunning},
	CardRevocationRunning: {CardRevoked},
	CardRevoked:           {},
}

// ActivatesAfter is how long after its dispatch a card's certificates are activated.
const ActivatesAfter = 24 * time.Hour

// A Receiver is who said that a parcel arrived.
type Receiver string

// The receivers.
const (
	ReceivedByHolder Receiver = "holder"
	ReceivedByDesk   Receiver = "desk"
	ReceivedByClerk  Receiver = "clerk"
)

// A Parcel is one of the two ways on which a card reaches its holder: the card
// itself, or its PIN letter some days later.
type Parcel struct {
	SentAt     time.Time // zero while it is not sent
	Tracking   string    // the carrier's number; empty for a plain letter
	ReceivedAt time.Time
	ReceivedBy Receiver
}

// Under reports whether the parcel is on its way.
func (p Parcel) Under() bool { return !p.SentAt.IsZero() && p.ReceivedAt.IsZero() }

// Receive notes that the parcel arrived; twice is once.
func (p *Parcel) Receive(by Receiver, at time.Time) error {
	if p.SentAt.IsZero() {
		return Fail(Conflict, "card.not_sent")
	}
	if p.ReceivedAt.IsZero() {
		p.ReceivedAt, p.ReceivedBy = at, by
	}
	return nil
}

// A Card is the thing produced for an order. The screen calls it a product.
type Card struct {
	ID           CardID
	Organisation OrganisationID
	Order        OrderID
	Account      AccountID
	Person       PersonID
	Product      ProductID
	Ordinal      int // 1 to the order's quantity
	Holder       string
	SearchName   string
	Status       CardStatus
	Batch        BatchID
	Serial       string // the chip's number (ICCSN); empty before it is made
	ProducedOn   Date
	ValidUntil   time.Time
	Parcel       Parcel // the card's own
	PIN          Parcel // the PIN letter's
	ActivatesAt  time.Time
	ActivatedAt  time.Time
	RevokedAt    time.Time
	CreatedAt    time.Time
	Version      int
}

// NewCards makes the cards of an order that goes into production, one for each
// of its quantity.
func NewCards(o Order, batch BatchID, at time.Time) []Card {
	cards := make([]Card, o.Quantity)
	for i := range cards {
		cards[i] = Card{ID: NewID[CardID](), Organisation: o.Organisation, Order: o.ID, Account: o.Account, Person: o.Person, Product: o.Product,
			Ordinal: i + 1, Holder: strings.TrimSpace(o.GivenNames + " " + o.FamilyName), SearchName: o.SearchName, Status: CardOrdered, Batch: batch,
			CreatedAt: at, Version: 1}
	}
	return cards
}

// move takes the card to another status, if its life allows that.
func (c *Card) move(to CardStatus) error {
	if !slices.Contains(cardMoves[c.Status], to) {
		return Fail(Conflict, "card.wrong_status", "status", string(c.Status))
	}
	c.Status = to
	return nil
}

// Produce notes what the personaliser made.
func (c *Card) Produce(serial string, on Date, until time.Time) error {
	if err := c.move(CardProduced); err != nil {
		return err
	}
	c.Serial, c.ProducedOn, c.ValidUntil = serial, on, until
	return nil
}

// Dispatch notes that the card was sent; its certificates are activated a day later.
func (c *Card) Dispatch(tracking string, at time.Time) error {
	if err := c.move(CardNotActivated); err != nil {
		return err
	}
	c.Parcel = Parcel{SentAt: at, Tracking: tracking}
	c.ActivatesAt = at.Add(ActivatesAfter)
	return nil
}

// DispatchPIN notes that the PIN letter was sent.
func (c *Card) DispatchPIN(tracking string, at time.Time) error {
	switch {
	case c.Status == CardOrdered:
		return Fail(Conflict, "card.wrong_status", "status", string(c.Status))
	case !c.PIN.SentAt.IsZero():
		return Fail(Conflict, "card.pin_sent_already")
	}
	c.PIN = Parcel{SentAt: at, Tracking: tracking}
	return nil
}

// Activate makes the card's certificates valid, not before their time.
func (c *Card) Activate(at time.Time) error {
	if at.Before(c.ActivatesAt) {
		return Fail(Conflict, "card.too_early")
	}
	if err := c.move(CardValid); err != nil {
		return err
	}
	c.ActivatedAt = at
	return nil
}

// BeginRevocation stops the card from being used; it is irrevocable.
func (c *Card) BeginRevocation() error { return c.move(CardRevocationRunning) }

// Revoke notes since when the card counts as revoked.
func (c *Card) Revoke(at time.Time) error {
	if err := c.move(CardRevoked); err != nil {
		return err
	}
	c.RevokedAt = at
	return nil
}

// Issued reports whether a holder has the card, or it is on its way to them.
func (c Card) Issued() bool { return c.Status != CardOrdered && c.Status != CardProduced }

// Active reports whether the card can be used: valid and within its time.
func (c Card) Active(at time.Time) bool { return c.Status == CardValid && at.Before(c.ValidUntil) }

// Expired reports whether the card's time is over.
func (c Card) Expired(at time.Time) bool { return !c.ValidUntil.IsZero() && !at.Before(c.ValidUntil) }

// Delivered reports whether both of the card's parcels arrived.
func (c Card) Delivered() bool { return !c.Parcel.ReceivedAt.IsZero() && !c.PIN.ReceivedAt.IsZero() }

// An OwnCard is a card with what its holder reads of it.
type OwnCard struct {
	Card
	Number               OrderNumber // of its order
	ProductDE, ProductEN string
	Generation           string
	Family               Family
	OrganisationName     string
}

// ProductName gives the product's name in a language.
func (c OwnCard) ProductName(language string) string {
	return Product{NameDE: c.ProductDE, NameEN: c.ProductEN}.Name(language)
}
