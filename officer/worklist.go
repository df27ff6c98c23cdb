package officer

import (
	"encoding/base64"
	"strings"
	"time"
)

// A CaseView is one way of looking at the work list.
type CaseView string

// The views: what I have taken, what waits for anybody of the organisation,
// what waits for a second pair of eyes, whose document runs out soon, all of it.
const (
	ViewMine     CaseView = "mine"
	ViewWaiting  CaseView = "waiting"
	ViewCheck    CaseView = "check"
	ViewExpiring CaseView = "expiring"
	ViewOpen     CaseView = "open"
)

// CaseViews lists them in the order of the screen.
var CaseViews = []CaseView{ViewWaiting, ViewMine, ViewCheck, ViewExpiring, ViewOpen}

// OpenCases are the statuses a case has while the desk works on it.
var OpenCases = []ApplicationStatus{ApplicationDraft, ApplicationIdentificationDue, ApplicationInIdentification, ApplicationIdentified,
	ApplicationCheckDue, ApplicationChecked}

// ExpiringWithin is how many days before the last acceptable day a document
// counts as running out.
const ExpiringWithin = 14

// ClaimHolds is how long a case stays with whoever took it; afterwards a
// colleague may take it over without asking.
const ClaimHolds = 8 * time.Hour

// PageSize is how many rows a list shows.
const PageSize = 25

// A Cursor is the key of the row that a list goes on from; Back reads towards
// the beginning. The zero Cursor begins at the beginning.
type Cursor struct {
	At   time.Time
	ID   string
	Back bool
}

// IsZero reports whether the list begins at its beginning.
func (c Cursor) IsZero() bool { return c.ID == "" }

// String writes a cursor for an address.
func (c Cursor) String() string {
	if c.IsZero() {
		return ""
	}
	way := "f"
	if c.Back {
		way = "b"
	}
	return base64.RawURLEncoding.EncodeToString([]byte(way + "|" + c.At.UTC().Format(time.RFC3339Nano) + "|" + c.ID))
}

// ParseCursor reads what String wrote; anything else begins at the beginning.
func ParseCursor(s string) Cursor {
	if len(s) > 200 {
		return Cursor{}
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return Cursor{}
	}
	way, rest, _ := strings.Cut(string(b), "|")
	stamp, id, ok := strings.Cut(rest, "|")
	at, err := time.Parse(time.RFC3339Nano, stamp)
	if !ok || err != nil || id == "" || (way != "f" && way != "b") {
		return Cursor{}
	}
	return Cursor{At: at, ID: id, Back: way == "b"}
}

// A CaseFilter says which cases are listed. A Query looks through all of them,
// ended ones too, and leaves View and After aside.
type CaseFilter struct {
	View   CaseView
	Status ApplicationStatus // empty for every open one
	Query  PersonQuery
	After  Cursor
}

// Searches reports whether the filter looks for somebody.
func (f CaseFilter) Searches() bool { return f.Query.Name != "" || !f.Query.Birth.IsZero() }

// A CaseRow is a case in the work list.
type CaseRow struct {
	ID                ApplicationID
	Order             OrderID
	Number            OrderNumber
	FamilyName        string
	GivenNames        string
	BirthDate         Date
	ProductDE         string
	ProductEN         string
	Procedure         Procedure
	Status            ApplicationStatus
	StatusSince       time.Time
	DocumentExpiresOn Date
	ClaimedBy         AccountID
	ClaimedName       string
	ClaimedAt         time.Time
}

// Name is how people are listed: family name first.
func (r CaseRow) Name() string { return listed(r.FamilyName, r.GivenNames) }

// Product gives the product's name in a language.
func (r CaseRow) Product(language string) string {
	return Product{NameDE: r.ProductDE, NameEN: r.ProductEN}.Name(language)
}

// WaitedDays is how many days the case has been where it is.
func (r CaseRow) WaitedDays(at time.Time) int { return Today(r.StatusSince).DaysUntil(Today(at)) }

// Expiring reports whether the document allows only few more days for submission.
func (r CaseRow) Expiring(today Date) bool {
	return !r.DocumentExpiresOn.IsZero() && LastAcceptable(r.DocumentExpiresOn).Before(today.AddDays(ExpiringWithin))
}

// A CasePage is a page of the work list, with how much waits in each view.
type CasePage struct {
	Rows           []CaseRow
	Previous, Next Cursor
	More           bool // a search found more than is shown
	Counts         map[CaseView]int
}

// CountLimit is up to where cases are counted; more is said as "99+".
const CountLimit = 100

// An OrderFilter says which orders are listed, like CaseFilter.
type OrderFilter struct {
	Status OrderStatus
	Query  PersonQuery
	After  Cursor
}

// Searches reports whether the filter looks for somebody.
func (f OrderFilter) Searches() bool { return f.Query.Name != "" || !f.Query.Birth.IsZero() }

// An OrderRow is an order in the list.
type OrderRow struct {
	Order
	ProductDE, ProductEN string
}

// Name is how people are listed: family name first.
func (r OrderRow) Name() string { return listed(r.FamilyName, r.GivenNames) }

// ProductName gives the product's name in a language.
func (r OrderRow) ProductName(language string) string {
	return Product{NameDE: r.ProductDE, NameEN: r.ProductEN}.Name(language)
}

// An OrderPage is a page of orders.
type OrderPage struct {
	Rows           []OrderRow
	Previous, Next Cursor
	More           bool
}

func listed(family, given string) string {
	if given == "" {
		return family
	}
	return family + ", " + given
}

// mayClaim refuses what a colleague took less than ClaimHolds ago, unless it is
// taken over on purpose.
func mayClaim(by Actor, holder AccountID, name string, since time.Time, over bool, at time.Time) error {
	if !over && holder != "" && holder != by.Account && at.Before(since.Add(ClaimHolds)) {
		return Fail(Conflict, "case.claimed", "name", name)
	}
	return nil
}

// Claim gives the case to somebody. A colleague's claim holds for ClaimHolds;
// until then it must be taken over on purpose.
func (a *Application) Claim(by Actor, over bool, at time.Time) error {
	if err := a.Open(); err != nil {
		return err
	}
	if err := mayClaim(by, a.ClaimedBy, a.ClaimedName, a.ClaimedAt, over, at); err != nil {
		return err
	}
	a.ClaimedBy, a.ClaimedName, a.ClaimedAt = by.Account, by.Name, at
	return nil
}

// Release puts the case back for everybody. Only whoever holds it does.
func (a *Application) Release(by Actor) error {
	if a.ClaimedBy != by.Account {
		return Fail(Conflict, "case.not_claimed")
	}
	a.ClaimedBy, a.ClaimedName, a.ClaimedAt = "", "", time.Time{}
	return nil
}
