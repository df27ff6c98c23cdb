package officer

import (
	"slices"
	"time"
)

// A CodeStatus is where a code that was given out stands.
type CodeStatus string

// The statuses of codes. Replaced is a shop code in whose stead another was
// drawn: nobody enters by it any more, and whoever did stays. Spent and expired
// are never stored: they are what use and time make of a code.
const (
	CodeActive   CodeStatus = "active"
	CodePaused   CodeStatus = "paused"
	CodeRevoked  CodeStatus = "revoked"
	CodeReplaced CodeStatus = "replaced"
	CodeSpent    CodeStatus = "spent"
	CodeExpired  CodeStatus = "expired"
)

// Shown gives the status as a list shows it at a time. A quota of 0 is no limit,
// a zero time of expiry never comes. Only an active code is good for anything.
func (s CodeStatus) Shown(used, quota int, expires, at time.Time) CodeStatus {
	switch {
	case s.Ended():
		return s
	case !expires.IsZero() && !at.Before(expires):
		return CodeExpired
	case quota > 0 && used >= quota:
		return CodeSpent
	}
	return s
}

// codeMoves is the life of a code that was given out.
var codeMoves = map[CodeStatus][]CodeStatus{
	CodeActive: {CodePaused, CodeRevoked, CodeReplaced},
	CodePaused: {CodeActive, CodeRevoked, CodeReplaced},
}

// Move gives the status to which a code goes, or the refusal.
func (s CodeStatus) Move(to CodeStatus) (CodeStatus, error) {
	if !slices.Contains(codeMoves[s], to) {
		return s, Fail(Conflict, "code.wrong_status")
	}
	return to, nil
}

// Ended reports whether the code is good for nothing any more, for good.
func (s CodeStatus) Ended() bool { return len(codeMoves[s]) == 0 }

// Limits of shop codes.
const (
	MaxShopQuota = 100_000
	maxCodeLabel = 100
)

// A ShopCode opens a shop to whoever enters it. Only a keyed digest of it is
// kept.
type ShopCode struct {
	ID           ShopCodeID
	Organisation OrganisationID
	Shop         ShopID
	Label        string    // what the organisation calls it: the poster in the canteen
	Quota        int       // how many people may enter by it; 0 for any number
	Used         int       // how many did
	ExpiresAt    time.Time // zero: never
	Status       CodeStatus
	Replaces     ShopCodeID // the code in whose stead it was drawn; empty for none
	CreatedBy    AccountID
	CreatedAt    time.Time
	EndedAt      time.Time // zero while it is good for something
	Version      int
}

// State is the code's status at a time; only an active one opens the shop.
func (c ShopCode) State(at time.Time) CodeStatus {
	return c.Status.Shown(c.Used, c.Quota, c.ExpiresAt, at)
}

// Clean gives the code as it may be kept, or what is wrong with label and quota,
// and with the expiry where that is new.
func (c ShopCode) Clean(at time.Time, expiry bool) (ShopCode, error) {
	var tidy cleaner
	tidy.text("label", &c.Label, maxCodeLabel)
	p := tidy.problems
	p.required([2]string{"label", c.Label})
	switch {
	case c.Quota < 0 || c.Quota > MaxShopQuota:
		p.Add("quota", "code.quota_range", "max", MaxShopQuota)
	case c.Quota > 0 && c.Quota < c.Used:
		p.Add("quota", "code.quota_below_used", "used", c.Used)
	}
	if expiry && !c.ExpiresAt.IsZero() && !c.ExpiresAt.After(at) {
		p.Add("expires", "code.expiry_past")
	}
	return c, p.Err()
}

// Pause stops people from entering by the code until it is resumed; whoever
// entered stays.
func (c *ShopCode) Pause() error { return c.move(CodePaused, time.Time{}) }

// Resume lets people enter by it again.
func (c *ShopCode) Resume() error { return c.move(CodeActive, time.Time{}) }

// Revoke ends the code at once and for good; whoever entered by it orders
// nothing new.
func (c *ShopCode) Revoke(at time.Time) error { return c.move(CodeRevoked, at) }

func (c *ShopCode) move(to CodeStatus, ended time.Time) (err error) {
	if c.Status, err = c.Status.Move(to); err == nil {
		c.EndedAt = ended
	}
	return err
}

// Rotate gives the code that takes this one's place: the same label, quota and
// expiry, and nobody entered by it yet. The old one stays good until a time, or
// ends at once where that is zero.
func (c *ShopCode) Rotate(until, at time.Time) (ShopCode, error) {
	next := ShopCode{Shop: c.Shop, Label: c.Label, Quota: c.Quota, ExpiresAt: c.ExpiresAt, Status: CodeActive, Replaces: c.ID}
	if c.Status.Ended() {
		return next, Fail(Conflict, "code.wrong_status")
	}
	if !next.ExpiresAt.After(at) {
		next.ExpiresAt = time.Time{}
	}
	if until.IsZero() {
		return next, c.move(CodeReplaced, at)
	}
	var p Problems
	switch {
	case !until.After(at):
		p.Add("until", "code.expiry_past")
	case !c.ExpiresAt.IsZero() && until.After(c.ExpiresAt):
		p.Add("until", "code.until_after_expiry")
	}
	c.ExpiresAt = until
	return next, p.Err()
}

// A ShopDoor is a shop code as it is found when somebody enters it, with all
// that decides whether it opens to them.
type ShopDoor struct {
	Code    ShopCode
	Shop    Shop
	Shut    bool       // the organisation is closed
	CameBy  ShopCodeID // the code by which they entered last; empty if they never did
	LeftAt  time.Time  // zero while the shop is in their portal
	LeftWhy string
}

// ShopCodeUnknown is the one answer to a code that opens nothing, whatever the
// reason: who may not know learns nothing.
func ShopCodeUnknown() error {
	var p Problems
	p.Add("code", "shopcode.unknown")
	return p.Err()
}

// In reports whether the person has the shop in their portal already.
func (d ShopDoor) In() bool { return d.CameBy != "" && d.LeftAt.IsZero() }

// Counts reports whether letting the person in takes a place of the code's quota:
// who came by it before has theirs.
func (d ShopDoor) Counts() bool { return !d.In() && d.CameBy != d.Code.ID }

// Opens reports whether the door opens. Who was taken out of the shop needs a
// code that was drawn after that.
func (d ShopDoor) Opens(at time.Time) error {
	state := d.Code.State(at)
	if state == CodeSpent && !d.Counts() && d.Code.Status == CodeActive {
		state = CodeActive
	}
	removed := d.LeftWhy == LeftRemoved && !d.LeftAt.IsZero() && !d.Code.CreatedAt.After(d.LeftAt)
	over := !d.Shop.ClosesAt.IsZero() && !at.Before(d.Shop.ClosesAt)
	if d.Shut || over || removed || d.Shop.Status != ShopOpen || state != CodeActive {
		return ShopCodeUnknown()
	}
	return nil
}

// A ShopCustomer is somebody who entered a shop.
type ShopCustomer struct {
	Shop      ShopID
	Account   AccountID
	Code      ShopCodeID
	CodeLabel string
	Name      string
	Email     string
	JoinedAt  time.Time
	LeftAt    time.Time // zero while they have the shop in their portal
	LeftWhy   string
}

// A CustomerFilter says which customers of a shop are listed, by the time they
// entered, the latest first. A query narrows it to names and addresses that
// begin so.
type CustomerFilter struct {
	Shop  ShopID
	Code  ShopCodeID // empty for every code
	Query string
	After Cursor
}

// A CustomerPage is a page of a shop's customers.
type CustomerPage struct {
	Customers      []ShopCustomer
	Previous, Next Cursor
	More           bool // a search found more than is shown
}
