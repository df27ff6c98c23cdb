package officer

import (
	"slices"
	"strings"
	"time"
)

// OrderCodeStates lists what people see of order codes, in the order of the screen.
var OrderCodeStates = []CodeStatus{CodeActive, CodePaused, CodeSpent, CodeExpired, CodeRevoked}

// What an order code may be.
const (
	MaxCodeUses   = 10000
	MaxCodeNote   = 200 // letters of a code's note: one line, so that it can be searched
	maxCodeMonths = 60  // how far ahead a code may expire
)

// An OrderCode releases one product of one shop to whoever redeems it. The code
// itself is known to nobody: Digest is a keyed hash.
type OrderCode struct {
	ID            OrderCodeID
	Organisation  OrganisationID
	Shop          ShopID
	Product       ProductID
	Batch         JobID // the list of people it was drawn from; empty for one drawn alone
	Digest        string
	Uses, Used    int
	ExpiresAt     time.Time // zero for never
	Email         string    // bound to the holder of this address …
	EmailKey      string
	Domain        string // … or to addresses of this domain and those below it; both empty for anybody
	Recipient     string // whom it is for
	Procedures    []Procedure
	PurchaseOrder string // defaults of the order …
	CostCentre    string
	Note          string     // … and the organisation's own note, which the recipient does not see
	Status        CodeStatus // active, paused or revoked
	CreatedBy     AccountID
	CreatedAt     time.Time
	EndedAt       time.Time
	Version       int
}

// Clean gives the code's terms in the form in which they are kept, or what is
// wrong with them: fields uses, email, domain, for_whom, purchase_order,
// cost_centre, note.
func (c OrderCode) Clean() (OrderCode, Problems) {
	var x cleaner
	x.line("for_whom", &c.Recipient, MaxLine)
	x.line("purchase_order", &c.PurchaseOrder, MaxLine)
	x.line("cost_centre", &c.CostCentre, MaxLine)
	x.text("note", &c.Note, MaxCodeNote)
	p := x.problems
	if c.Uses < 1 || c.Uses > MaxCodeUses {
		p.Add("uses", "code.uses_range")
	}
	c.bind(&p)
	return c, p
}

// bind reads the address or the domain to which the code is bound.
func (c *OrderCode) bind(p *Problems) {
	email := p.mail("email", c.Email)
	c.Email, c.EmailKey = string(email), ""
	if email != "" {
		c.EmailKey = email.AccountKey()
		p.AddErr("email", email.CheckPersonal())
		if c.Uses > 1 {
			p.Add("uses", "code.uses_personal")
		}
	}
	typed := strings.TrimPrefix(strings.TrimSpace(c.Domain), "@")
	if typed == "" {
		c.Domain = ""
		return
	}
	domain, err := asciiDomain(typed)
	p.AddErr("domain", err)
	if c.Domain = domain; email != "" {
		p.Add("domain", "code.bound_twice")
	}
}

// Expire lets the code end with a day, in Germany; the zero Date is never. A day
// before today is refused, and one that nobody plans for.
func (c *OrderCode) Expire(last Date, at time.Time) error {
	today := Today(at)
	switch {
	case last.IsZero():
		c.ExpiresAt = time.Time{}
		return nil
	case last.Before(today):
		return Fail(Invalid, "code.expiry_past")
	case last.After(today.AddMonths(maxCodeMonths)):
		return Fail(Invalid, "code.expiry_far", "last", today.AddMonths(maxCodeMonths))
	}
	next := last.AddDays(1)
	c.ExpiresAt = time.Date(next.Year(), next.Month(), next.Day(), 0, 0, 0, 0, Berlin()).UTC()
	return nil
}

// LastDay is the last day on which the code can be redeemed; zero for no end.
func (c OrderCode) LastDay() Date {
	if c.ExpiresAt.IsZero() {
		return Date{}
	}
	return Today(c.ExpiresAt.Add(-time.Nanosecond))
}

// Left is how many uses are left.
func (c OrderCode) Left() int { return c.Uses - c.Used }

// State is the code's status at a time; only an active one can be redeemed.
func (c OrderCode) State(at time.Time) CodeStatus {
	return c.Status.Shown(c.Used, c.Uses, c.ExpiresAt, at)
}

// Pause keeps the code from being redeemed until it is resumed.
func (c *OrderCode) Pause() error { return c.move(CodePaused) }

// Resume lets a paused code be redeemed again.
func (c *OrderCode) Resume() error { return c.move(CodeActive) }

// Revoke ends the code for good. What was redeemed before stays.
func (c *OrderCode) Revoke(at time.Time) error {
	err := c.move(CodeRevoked)
	if err == nil {
		c.EndedAt = at
	}
	return err
}

func (c *OrderCode) move(to CodeStatus) (err error) {
	c.Status, err = c.Status.Move(to)
	return err
}

// Renew changes how often and how long the code can be redeemed: not less often
// than it was already.
func (c *OrderCode) Renew(uses int, last Date, at time.Time) error {
	var p Problems
	switch {
	case c.Status.Ended():
		return Fail(Conflict, "code.wrong_status")
	case uses < max(c.Used, 1) || uses > MaxCodeUses:
		p.Add("uses", "code.uses_used", "used", max(c.Used, 1), "max", MaxCodeUses)
	case uses > 1 && c.Email != "":
		p.Add("uses", "code.uses_personal")
	}
	if last != c.LastDay() { // a day that has passed may stay
		p.AddErr("last_day", c.Expire(last, at))
	}
	if c.Uses = uses; len(p) > 0 {
		return p.Err()
	}
	return nil
}

// Allows gives those of a product's procedures in a shop that the code leaves.
func (c OrderCode) Allows(offered []Procedure) []Procedure {
	return slices.DeleteFunc(slices.Clone(offered), func(p Procedure) bool {
		return len(c.Procedures) > 0 && !slices.Contains(c.Procedures, p)
	})
}

// SearchWords are the words by whose beginnings the code is found: of whom it is
// for, their address, and the note.
func (c OrderCode) SearchWords() []string {
	words := strings.Fields(SearchForm(c.Recipient + " " + c.Note + " " + c.CostCentre + " " + Email(c.Email).Local() + " " + c.Domain))
	slices.Sort(words)
	return slices.Compact(words)
}

// A Redemption is somebody's use of an order code. It keeps the product released
// to them until there is an order of it, whatever becomes of the code.
type Redemption struct {
	ID           RedemptionID
	Organisation OrganisationID
	Code         OrderCodeID
	Account      AccountID
	Name         string
	Email        string
	RedeemedAt   time.Time
}

// A Released product waits for somebody to order it: their redemption, of which
// there is no order yet, and the application they have begun.
type Released struct {
	Redemption
	Shop                 ShopID
	ShopName             string
	Product              ProductID
	ProductDE, ProductEN string
	Application          ApplicationID // not ended yet; empty for none
}

// ProductName gives the product's name in a language.
func (r Released) ProductName(language string) string {
	return Product{NameDE: r.ProductDE, NameEN: r.ProductEN}.Name(language)
}

// Domains gives the address's domain and those above it, down to two labels: the
// domains to which a code for this address may be bound.
func (e Email) Domains() []string {
	var list []string
	for domain := e.Domain(); strings.Contains(domain, "."); {
		list = append(list, domain)
		_, domain, _ = strings.Cut(domain, ".")
	}
	return list
}
