package officer

import "time"

// A LinkPurpose is the one flow in which a mailed link means something. It is
// part of the link's digest: in any other flow its token is unknown.
type LinkPurpose string

// The purposes of links.
const (
	LinkInvitation         LinkPurpose = "invitation"          // opens an account: its holder chooses the password
	LinkPasswordReset      LinkPurpose = "password_reset"      // a new password for the forgotten one
	LinkSignInUnlock       LinkPurpose = "signin_unlock"       // signs in past a stranger's wrong tries
	LinkAppointment        LinkPurpose = "appointment"         // accepts an appointment; Subject is its id
	LinkRole               LinkPurpose = "role"                // accepts a role; Subject is the invitation's id
	LinkRevocationPassword LinkPurpose = "revocation_password" // chooses it for an application; Subject is its id
	LinkRegistration       LinkPurpose = "registration"        // proves the address of a new account; Subject is the registration's id
	LinkEmailChange        LinkPurpose = "email_change"        // confirms a change of address; Subject is EmailChange.LinkSubject
)

// LinkPurposes lists all of them.
var LinkPurposes = []LinkPurpose{LinkInvitation, LinkPasswordReset, LinkSignInUnlock, LinkAppointment, LinkRole, LinkRevocationPassword, LinkRegistration, LinkEmailChange}

// Lifetime is how long a link of this purpose waits to be used. Purposes that
// people answer at their leisure wait days, those that open an account to
// whoever reads the mailbox only minutes.
func (p LinkPurpose) Lifetime() time.Duration {
	switch p {
	case LinkInvitation, LinkAppointment, LinkRole, LinkRevocationPassword:
		return 14 * 24 * time.Hour
	case LinkRegistration, LinkEmailChange:
		return 24 * time.Hour
	}
	return 30 * time.Minute
}

// A Link is a one-time link that was mailed to somebody. The portal keeps a
// keyed digest of its token, not the token.
type Link struct {
	Digest       string
	Purpose      LinkPurpose
	Account      AccountID      // whom it is for; empty where it is for whoever reads the mailbox
	Organisation OrganisationID // within which it acts; empty for a person's own matters
	Subject      string         // what it is about
	CreatedAt    time.Time
	ExpiresAt    time.Time
	UsedAt       time.Time
}

// LinkSpent is the answer to a link that is unknown, of another flow, used or
// too old: always the same, so that a guess learns nothing.
func LinkSpent() error { return Fail(NotFound, "link.spent") }
