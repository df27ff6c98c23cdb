package officer

import (
	"strings"
	"time"
)

// An EmailChange is a new address for an account, which waits until the old and
// the new address have confirmed it, in either order.
type EmailChange struct {
	ID             EmailChangeID
	Account        AccountID
	Email          string // the new address
	EmailKey       string
	OldConfirmedAt time.Time // zero until the old address confirmed
	NewConfirmedAt time.Time // zero until the new one did
	CreatedAt      time.Time
	ExpiresAt      time.Time
	EndedAt        time.Time // done, cancelled or replaced
}

// A MailboxSide is one of the two addresses of a change.
type MailboxSide string

// The two sides.
const (
	OldMailbox MailboxSide = "old"
	NewMailbox MailboxSide = "new"
)

// Open reports whether the change still waits to be confirmed.
func (c EmailChange) Open(now time.Time) bool {
	return c.EndedAt.IsZero() && now.Before(c.ExpiresAt)
}

// Confirm notes that the holder of one address agrees. The change is done, and
// ends, when both have.
func (c *EmailChange) Confirm(side MailboxSide, at time.Time) (done bool) {
	if side == OldMailbox {
		c.OldConfirmedAt = at
	} else {
		c.NewConfirmedAt = at
	}
	if done = !c.OldConfirmedAt.IsZero() && !c.NewConfirmedAt.IsZero(); done {
		c.EndedAt = at
	}
	return done
}

// LinkSubject is what the link to one side is about; [ParseChangeSubject] reads it.
func (c EmailChange) LinkSubject(side MailboxSide) string { return string(c.ID) + " " + string(side) }

// ParseChangeSubject reads which change a link is about, and for which address.
func ParseChangeSubject(subject string) (EmailChangeID, MailboxSide) {
	id, side, _ := strings.Cut(subject, " ")
	return EmailChangeID(id), MailboxSide(side)
}
