package desk

import (
	"cmp"
	"context"
	"slices"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Grant gives one of the organisation's people a further role. It counts from
// their next request on.
func (s *People) Grant(ctx context.Context, to officer.AccountID, r officer.Role) error {
	return changeIn(ctx, s.Counter, rbac.RoleGrant, beyond, func(tx *postgres.Tx) error {
		if err := officer.CheckGrant(r, tx.Actor.OrganisationKind, to, tx.Actor); err != nil {
			return err
		}
		m, err := present(tx, to)
		if err == nil && slices.Contains(m.Roles, r) {
			err = officer.Fail(officer.Conflict, "role.already_granted")
		}
		if err != nil {
			return err
		}
		return grant(tx, to, r, tx.Actor.Account)
	})
}

// grant gives a role to somebody whose other roles, in whatever organisation,
// allow it (EN 319 411-1 REG-6.2.2-26). It needs the system's scope.
func grant(tx *postgres.Tx, to officer.AccountID, r officer.Role, by officer.AccountID) error {
	held, err := tx.RolesEverywhere(to)
	if err != nil {
		return err
	}
	if err := agree(append(held, r)); err != nil {
		return err
	}
	tx.Record("role.granted", string(to), "role", r)
	return tx.GrantRole(to, r, by)
}

// agree refuses roles that one person must not hold together. Which of them
// somebody holds elsewhere is not told.
func agree(roles []officer.Role) error {
	a, b, conflict := rbac.Conflicting(roles)
	switch {
	case !conflict:
		return nil
	case a == rbac.Auditor || b == rbac.Auditor:
		return officer.Fail(officer.Conflict, "role.auditor_alone")
	}
	return officer.Fail(officer.Conflict, "role.conflicting")
}

// Revoke takes a role from somebody; their sessions here end at once. The
// officer's role ends with the appointment only.
func (s *People) Revoke(ctx context.Context, of officer.AccountID, r officer.Role) error {
	return changeIn(ctx, s.Counter, rbac.RoleRevoke, beyond, func(tx *postgres.Tx) error {
		if !slices.Contains(officer.GrantableRoles(tx.Actor.OrganisationKind), r) {
			return officer.Fail(officer.Invalid, "role.not_here")
		}
		if _, err := tx.Member(of); err != nil {
			return err
		}
		if err := notTheLast(tx, of, r); err != nil {
			return err
		}
		tx.Record("role.revoked", string(of), "role", r)
		return tx.EndRole(of, r)
	})
}

// notTheLast refuses to take the role of managing people from its last holder.
func notTheLast(tx *postgres.Tx, of officer.AccountID, r officer.Role) error {
	if r != officer.RoleRAManager && r != officer.RoleOperator {
		return nil
	}
	holders, err := tx.HoldersOf(r)
	if err == nil && len(holders) == 1 && holders[0] == of {
		err = officer.Fail(officer.Conflict, "role.last_manager")
	}
	return err
}

// Invite asks somebody to take a role. They get a link by mail, and hold the
// role once they have said yes with an account of that address.
func (s *People) Invite(ctx context.Context, who officer.Invitee, r officer.Role) (officer.InvitationID, error) {
	return do(ctx, s.Counter, rbac.RoleGrant, func(tx *postgres.Tx) (officer.InvitationID, error) {
		if !slices.Contains(officer.GrantableRoles(tx.Actor.OrganisationKind), r) {
			var p officer.Problems
			p.Add("role", "form.choose")
			return "", p.Err()
		}
		return s.invitation(tx, who, r, tx.Actor.OrganisationName)
	})
}

// invitation writes the question down and mails it.
func (c *Counter) invitation(tx *postgres.Tx, who officer.Invitee, r officer.Role, organisation string) (officer.InvitationID, error) {
	n, err := officer.Invite(who, r, tx.Actor, tx.Now)
	if err != nil {
		return "", err
	}
	if n.Branch != "" {
		if err := openBranch(tx, n.Branch); err != nil {
			return "", err
		}
	}
	if err := tx.AddInvitation(n); err != nil {
		return "", err
	}
	tx.Record("role.invited", string(n.ID), "role", r)
	return n.ID, c.ask(tx, officer.Link{Purpose: officer.LinkRole, Subject: string(n.ID)}, n.Name, n.Email, organisation)
}

// ask mails somebody the link by which they answer.
func (c *Counter) ask(tx *postgres.Tx, l officer.Link, name, email, organisation string) error {
	l.Organisation = tx.Organisation()
	address, err := c.link(tx, l)
	if err != nil {
		return err
	}
	return c.mail(tx, officer.Mail{Recipient: email, Language: language(tx.Actor), Template: string(l.Purpose), Args: map[string]string{
		"name": name, "organisation": organisation, "link": address,
	}})
}

// language is the one in which somebody writes to people who have not chosen theirs.
func language(by officer.Actor) string { return cmp.Or(by.Language, "de") }

// RemindInvited mails the question again, with a fresh link.
func (s *People) RemindInvited(ctx context.Context, id officer.InvitationID) error {
	return change(ctx, s.Counter, rbac.RoleGrant, func(tx *postgres.Tx) error {
		n, err := tx.Invitation(id)
		if err != nil {
			return err
		}
		if n.Status != officer.InvitationOpen {
			return officer.Fail(officer.Conflict, "invitation.ended")
		}
		tx.Record("role.reminded", string(n.ID), "role", n.Role)
		return s.ask(tx, officer.Link{Purpose: officer.LinkRole, Subject: string(n.ID)}, n.Name, n.Email, tx.Actor.OrganisationName)
	})
}

// WithdrawInvitation takes the question back; its link leads nowhere any more.
func (s *People) WithdrawInvitation(ctx context.Context, id officer.InvitationID, version int) error {
	return change(ctx, s.Counter, rbac.RoleRevoke, func(tx *postgres.Tx) error {
		n, err := tx.Invitation(id)
		if err != nil {
			return err
		}
		if n.Version != version {
			return officer.Fail(officer.Stale, "form.stale")
		}
		if err := n.Withdraw(tx.Now); err != nil {
			return err
		}
		tx.Record("role.invitation_withdrawn", string(n.ID), "role", n.Role)
		return tx.SaveInvitation(n)
	})
}
