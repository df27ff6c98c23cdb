package officer

import (
	"slices"
	"time"
)

// An Enquiry is a matter about an account that a clerk of the provider looks into.
type Enquiry struct {
	ID          EnquiryID
	Kind        EnquiryKind
	Account     AccountID
	Subject     string // what it is about besides the account: an application
	Note        string // what the person said to it
	RaisedAt    time.Time
	Status      string // open, closed
	HandledBy   AccountID
	HandledName string
	HandledAt   time.Time
	Outcome     EnquiryOutcome
	OutcomeNote string
	Version     int
	Name, Email string // the account's, where it has any left
}

// An EnquiryKind says what an enquiry is about.
type EnquiryKind string

// The kinds of enquiries.
const (
	EnquiryDeletion   EnquiryKind = "account_deletion" // the person wants their account deleted
	EnquiryIdentities EnquiryKind = "two_identities"   // orders of one account name different people
)

// The statuses of an enquiry.
const (
	EnquiryOpen   = "open"
	EnquiryClosed = "closed"
)

// An EnquiryOutcome is what an enquiry came to.
type EnquiryOutcome string

// The outcomes of an enquiry.
const (
	EnquiryDone      EnquiryOutcome = "done"
	EnquiryRefused   EnquiryOutcome = "refused"
	EnquiryUnfounded EnquiryOutcome = "unfounded"
	EnquiryWithdrawn EnquiryOutcome = "withdrawn" // by the person themselves
)

// Outcomes lists what a clerk may find, in the order in which it is offered.
func (k EnquiryKind) Outcomes() []EnquiryOutcome {
	if k == EnquiryDeletion {
		return []EnquiryOutcome{EnquiryDone, EnquiryRefused}
	}
	return []EnquiryOutcome{EnquiryDone, EnquiryUnfounded}
}

// Close ends the matter with what came of it and why. Nobody handles a matter
// about their own account.
func (e *Enquiry) Close(outcome EnquiryOutcome, note string, by Actor, at time.Time) error {
	switch {
	case by.Account == e.Account:
		return Fail(Forbidden, "enquiry.own")
	case e.Status != EnquiryOpen:
		return Fail(Conflict, "enquiry.closed_already")
	}
	var p Problems
	if !slices.Contains(e.Kind.Outcomes(), outcome) {
		p.Add("outcome", "form.choose")
	}
	note = p.note("outcome_note", note)
	if err := p.Err(); err != nil {
		return err
	}
	e.end(outcome, note, by, at)
	return nil
}

// TakeBack ends the matter because the person does not want it any more.
func (e *Enquiry) TakeBack(by Actor, at time.Time) error {
	if e.Status != EnquiryOpen {
		return Fail(Conflict, "enquiry.closed_already")
	}
	e.end(EnquiryWithdrawn, "", by, at)
	return nil
}

func (e *Enquiry) end(outcome EnquiryOutcome, note string, by Actor, at time.Time) {
	e.Status, e.Outcome, e.OutcomeNote = EnquiryClosed, outcome, note
	e.HandledBy, e.HandledName, e.HandledAt = by.Account, by.Name, at
}

// An EnquiryPage is a page of the list.
type EnquiryPage struct {
	Enquiries      []Enquiry
	Previous, Next Cursor
}

// An Identity is a person that applications of an account name, as it is written
// in them.
type Identity struct {
	Organisation string // the house's name
	GivenNames   string
	FamilyName   string
	BirthDate    Date
	Since        time.Time // of the first application that names them so
	Applications int       // how many do
}

// A Holding is an order of an account, as far as its deletion has to know of it.
type Holding struct {
	Order          OrderID
	Number         OrderNumber
	Organisation   string // the house's name
	NameDE, NameEN string // the product's
	Status         OrderStatus
	StatusSince    time.Time
	CreatedAt      time.Time
	TermYears      int
}

// ProductName gives the product's name in a language.
func (h Holding) ProductName(language string) string {
	return Product{NameDE: h.NameDE, NameEN: h.NameEN}.Name(language)
}

// How long the records of an order are kept (domain: §10): those of a card seven
// years beyond its certificate, those of an order that came to nothing a year.
const (
	keptYearsAfterCard   = 7
	keptMonthsAfterOrder = 12
)

// KeptUntil is the day until which the records of an ended order have to be kept;
// zero while the order is on its way.
func (h Holding) KeptUntil() Date {
	switch h.Status {
	case OrderCompleted:
		return Today(h.StatusSince).AddMonths(12 * (h.TermYears + keptYearsAfterCard))
	case OrderWithdrawn, OrderRejected:
		return Today(h.StatusSince).AddMonths(keptMonthsAfterOrder)
	}
	return Date{}
}

// Holdings are what hangs on an account.
type Holdings struct {
	Orders     []Holding // the newest first; many are cut off
	Cases      int       // applications on their way that are no orders yet
	Drafts     int       // applications that were begun and not sent
	Complaints int       // that are not answered yet
	Workplaces []Workplace
}

// MayGo refuses to delete an account on which something still hangs: orders on
// their way, whose papers go to its address, or roles, which the person has to
// give back first.
func (h Holdings) MayGo() error {
	if len(h.Workplaces) > 0 {
		return Fail(Conflict, "enquiry.has_roles")
	}
	open := slices.ContainsFunc(h.Orders, func(o Holding) bool { return !o.Status.Ended() })
	if open || h.Cases > 0 {
		return Fail(Conflict, "enquiry.orders_open")
	}
	if h.Complaints > 0 {
		return Fail(Conflict, "enquiry.complaints_open")
	}
	return nil
}
