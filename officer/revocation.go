package officer

import (
	"slices"
	"time"
)

// A RevocationReason says why a card is revoked, in the holder's words.
type RevocationReason string

// The reasons (domain: §8).
const (
	RevokeLost             RevocationReason = "lost"              // card or key lost or stolen
	RevokePINDisclosed     RevocationReason = "pin_disclosed"     // somebody else knows the PIN
	RevokeLeft             RevocationReason = "left"              // left the organisation, or a power ended
	RevokeDataChanged      RevocationReason = "data_changed"      // name or data changed
	RevokeReplaced         RevocationReason = "replaced"          // another card takes its place
	RevokeNotNeeded        RevocationReason = "not_needed"        // no longer needed
	RevokeAttributeRemoved RevocationReason = "attribute_removed" // the confirmer takes the attribute back
	RevokeFalseData        RevocationReason = "false_data"        // the data were wrong at issue
	RevokeDeath            RevocationReason = "death"
)

// A RevocationRole is in which role somebody asks for a revocation.
type RevocationRole string

// The roles; the check constraint revocation_as_known lists the same words.
const (
	RevokedByHolder    RevocationRole = "holder"
	RevokedByNamed     RevocationRole = "revoker"   // named in the application
	RevokedByPassword  RevocationRole = "password"  // whoever knows it, without an account
	RevokedByConfirmer RevocationRole = "confirmer" // of a professional attribute
	RevokedByRAManager RevocationRole = "ra_manager"
	RevokedByClerk     RevocationRole = "clerk"
)

// revocationRule is one row of the table: the CRLReason of RFC 5280 §5.3.1 that
// goes into the list, and who may give the reason.
type revocationRule struct {
	reason RevocationReason
	code   int
	by     []RevocationRole
}

// The CRLReasons in use.
const (
	crlUnspecified          = 0
	crlKeyCompromise        = 1
	crlAffiliationChanged   = 3
	crlSuperseded           = 4
	crlCessationOfOperation = 5
	crlPrivilegeWithdrawn   = 9
)

// revocationRules is in the order in which the reasons are offered. A death and
// false data have no word of their own in RFC 5280: a death stays unspecified,
// since a list is public, and false data take the privilege away.
var revocationRules = []revocationRule{
	{RevokeLost, crlKeyCompromise, []RevocationRole{RevokedByHolder, RevokedByNamed, RevokedByPassword, RevokedByRAManager, RevokedByClerk}},
	{RevokePINDisclosed, crlKeyCompromise, []RevocationRole{RevokedByHolder, RevokedByNamed, RevokedByPassword, RevokedByRAManager, RevokedByClerk}},
	{RevokeLeft, crlAffiliationChanged, []RevocationRole{RevokedByHolder, RevokedByNamed, RevokedByPassword, RevokedByRAManager, RevokedByClerk}},
	{RevokeDataChanged, crlSuperseded, []RevocationRole{RevokedByHolder, RevokedByNamed, RevokedByPassword, RevokedByRAManager, RevokedByClerk}},
	{RevokeReplaced, crlSuperseded, []RevocationRole{RevokedByHolder, RevokedByRAManager, RevokedByClerk}},
	{RevokeNotNeeded, crlCessationOfOperation, []RevocationRole{RevokedByHolder, RevokedByNamed, RevokedByPassword, RevokedByRAManager, RevokedByClerk}},
	{RevokeAttributeRemoved, crlPrivilegeWithdrawn, []RevocationRole{RevokedByConfirmer, RevokedByClerk}},
	{RevokeFalseData, crlPrivilegeWithdrawn, []RevocationRole{RevokedByConfirmer, RevokedByRAManager, RevokedByClerk}},
	{RevokeDeath, crlUnspecified, []RevocationRole{RevokedByNamed, RevokedByPassword, RevokedByRAManager, RevokedByClerk}},
}

// RevocationReasons lists what somebody in a role may give as the reason.
func RevocationReasons(by RevocationRole) []RevocationReason {
	var reasons []RevocationReason
	for _, rule := range revocationRules {
		if slices.Contains(rule.by, by) {
			reasons = append(reasons, rule.reason)
		}
	}
	return reasons
}

// CRLReason gives the reason as RFC 5280 §5.3.1 counts it; false for a word that
// is none.
func (r RevocationReason) CRLReason() (int, bool) {
	for _, rule := range revocationRules {
		if rule.reason == r {
			return rule.code, true
		}
	}
	return 0, false
}

// RevocationAlarmAfter is how long after it takes effect a revocation's status
// has to be visible at the latest.
const RevocationAlarmAfter = 24 * time.Hour

// RevocationTime is when a revocation takes effect that is asked for at a time:
// at once where no date is wished, and never before it was asked for.
func RevocationTime(wished, asked time.Time) time.Time {
	if wished.Before(asked) {
		return asked
	}
	return wished
}

// SoonerRevocation is the time that counts once a scheduled revocation is asked for
// again: a later request may bring it forward, never put it off.
func SoonerRevocation(scheduled, wished, asked time.Time) time.Time {
	if sooner := RevocationTime(wished, asked); sooner.Before(scheduled) {
		return sooner
	}
	return scheduled
}

// RevocationLate reports whether a revocation that is not done yet is to be
// reported: its status should be visible by now.
func RevocationLate(effective, now time.Time) bool {
	return !now.Before(effective.Add(RevocationAlarmAfter))
}

// A RevocationStatus is how far a revocation has come.
type RevocationStatus string

// The statuses; the check constraint revocation_status_known lists the same words.
const (
	RevocationScheduled RevocationStatus = "scheduled"
	RevocationRunning   RevocationStatus = "in_progress"
	RevocationDone      RevocationStatus = "done" // for good
)

// A Revocation is the one request that a card's certificates be revoked. There is
// no way back from any of its statuses.
type Revocation struct {
	ID           RevocationID
	Organisation OrganisationID
	Card         CardID
	Reason       RevocationReason
	As           RevocationRole
	RequestedAt  time.Time
	EffectiveAt  time.Time
	Status       RevocationStatus
	DoneAt       time.Time
}

// NewRevocation asks for a card's revocation, at once or at a later time, for a
// reason that the one who asks may give.
func NewRevocation(c Card, as RevocationRole, reason RevocationReason, wished, asked time.Time) (Revocation, error) {
	switch {
	case !slices.Contains(cardMoves[c.Status], CardRevocationRunning):
		return Revocation{}, Fail(Conflict, "card.wrong_status", "status", string(c.Status))
	case !slices.Contains(RevocationReasons(as), reason):
		return Revocation{}, Fail(Invalid, "card.reason_not_offered")
	}
	return Revocation{ID: NewID[RevocationID](), Organisation: c.Organisation, Card: c.ID, Reason: reason, As: as,
		RequestedAt: asked, EffectiveAt: RevocationTime(wished, asked), Status: RevocationScheduled}, nil
}

// Begin takes a scheduled revocation to work once its time has come, and the card with it.
func (r *Revocation) Begin(c *Card, at time.Time) error {
	if r.Status != RevocationScheduled || at.Before(r.EffectiveAt) {
		return Fail(Conflict, "card.wrong_status", "status", string(c.Status))
	}
	if err := c.BeginRevocation(); err != nil {
		return err
	}
	r.Status = RevocationRunning
	return nil
}

// Finish notes that the authority has carried the revocation out.
func (r *Revocation) Finish(c *Card, at time.Time) error {
	if r.Status != RevocationRunning {
		return Fail(Conflict, "card.wrong_status", "status", string(c.Status))
	}
	if err := c.Revoke(r.EffectiveAt); err != nil {
		return err
	}
	r.Status, r.DoneAt = RevocationDone, at
	return nil
}
