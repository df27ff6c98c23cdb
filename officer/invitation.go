package officer

import "time"

// An InvitationStatus is where an invitation stands.
type InvitationStatus string

// The statuses of an invitation.
const (
	InvitationOpen      InvitationStatus = "open"
	InvitationAccepted  InvitationStatus = "accepted"
	InvitationDeclined  InvitationStatus = "declined"
	InvitationWithdrawn InvitationStatus = "withdrawn"
)

// An Invitation asks somebody to take a role in an organisation. They hold it
// from their acceptance on: nobody is given work, or a second factor, unasked.
type Invitation struct {
	ID           InvitationID
	Organisation OrganisationID
	Role         Role
	Email        string
	Name         string
	Branch       BranchID
	Status       InvitationStatus
	InvitedBy    AccountID // empty for the command line
	InvitedAt    time.Time
	Account      AccountID // who accepted
	EndedAt      time.Time // when it was accepted, declined or withdrawn
	Version      int
}

// Invite asks somebody to take a role.
func Invite(p Invitee, role Role, by Actor, at time.Time) (Invitation, error) {
	if err := p.Check(); err != nil {
		return Invitation{}, err
	}
	return Invitation{
		ID: NewID[InvitationID](), Role: role, Email: string(p.Email), Name: p.Name, Branch: p.Branch,
		Status: InvitationOpen, InvitedBy: by.Account, InvitedAt: at, Version: 1,
	}, nil
}

// Accept is the answer yes, by the account with the very address that was asked.
func (n *Invitation) Accept(by Actor, at time.Time) error {
	if err := sameMailbox(n.Email, by.Email); err != nil {
		return err
	}
	n.Account = by.Account
	return n.end(InvitationAccepted, at)
}

// Decline is the answer no.
func (n *Invitation) Decline(at time.Time) error { return n.end(InvitationDeclined, at) }

// Withdraw takes the question back.
func (n *Invitation) Withdraw(at time.Time) error { return n.end(InvitationWithdrawn, at) }

func (n *Invitation) end(to InvitationStatus, at time.Time) error {
	if n.Status != InvitationOpen {
		return Fail(Conflict, "invitation.ended")
	}
	n.Status, n.EndedAt = to, at
	return nil
}
