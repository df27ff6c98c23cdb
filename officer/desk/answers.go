package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

// A Question is what a mailed link asks: will you be an officer of an
// organisation, or take a role in it?
type Question struct {
	Organisation officer.Organisation
	Role         officer.Role // officer for a nomination
	Name, Email  string       // of who was asked
	HasAccount   bool         // somebody signs in with this address already

	purpose     officer.LinkPurpose
	token       string
	account     officer.Account // the one of the address, if any
	appointment officer.Appointment
	invitation  officer.Invitation
}

// Asked gives the question of a link, to whoever holds it: for the page behind
// it. NotFound with link.spent if it can no longer be answered.
func (s *People) Asked(ctx context.Context, p officer.LinkPurpose, token string) (q Question, err error) {
	err = s.DB.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		l, err := tx.Link(p, s.linkDigests(p, token))
		if err != nil {
			return err
		}
		q, err = question(tx, l)
		return err
	})
	q.purpose, q.token = p, token
	return q, err
}

// question reads what a link asks. A nomination or invitation that has ended
// leaves a spent link.
func question(tx *postgres.Tx, l officer.Link) (q Question, err error) {
	tx.Scope = postgres.System.InOrganisation(l.Organisation)
	open := false
	switch l.Purpose {
	case officer.LinkAppointment:
		q.appointment, err = tx.Appointment(officer.AppointmentID(l.Subject))
		q.Role, q.Name, q.Email, open = officer.RoleOfficer, q.appointment.Name, q.appointment.Email, q.appointment.Status == officer.AppointmentNominated
	case officer.LinkRole:
		q.invitation, err = tx.Invitation(officer.InvitationID(l.Subject))
		q.Role, q.Name, q.Email, open = q.invitation.Role, q.invitation.Name, q.invitation.Email, q.invitation.Status == officer.InvitationOpen
	}
	if err != nil {
		return q, err
	}
	if q.Organisation, err = tx.OwnOrganisation(); err != nil {
		return q, err
	}
	if !open || q.Organisation.Status != officer.OrganisationActive {
		return q, officer.LinkSpent()
	}
	var known bool
	q.account, known, err = tx.FindAccountByEmail(officer.Email(q.Email).AccountKey())
	q.HasAccount = known && q.account.Status != officer.AccountInvited
	return q, err
}

// Accept is the answer yes of somebody who is signed in, with the very address
// that was asked.
func (s *People) Accept(ctx context.Context, p officer.LinkPurpose, token string) error {
	actor, err := admit(ctx, rbac.AppointmentAccept)
	if err != nil {
		return err
	}
	return s.answer(ctx, p, token, func(tx *postgres.Tx, q *Question) error { return q.accept(tx, actor) })
}

// A Newcomer is somebody who says yes and has no account yet: the link proves
// that the address is theirs.
type Newcomer struct {
	GivenNames, FamilyName, Password, Language string
}

// AcceptAsNew is the answer yes of somebody who opens their account with it.
func (s *People) AcceptAsNew(ctx context.Context, p officer.LinkPurpose, token string, who Newcomer) error {
	q, err := s.Asked(ctx, p, token)
	if err != nil {
		return err
	}
	if q.HasAccount {
		return officer.Fail(officer.Conflict, "invitation.sign_in")
	}
	a, err := s.opened(ctx, q, who)
	if err != nil {
		return err
	}
	return s.answer(ctx, p, token, func(tx *postgres.Tx, q *Question) error {
		if err := saveOpened(tx, &a, q.account); err != nil {
			return err
		}
		return q.accept(tx, officer.Actor{Account: a.ID, Name: a.Name(), Email: a.Email})
	})
}

// opened makes the newcomer's account. An officer's role comes later, and until
// then nothing but the password protects the account: it must be a long one.
func (s *People) opened(ctx context.Context, q Question, who Newcomer) (a officer.Account, err error) {
	var all officer.Problems
	name, err := cleanPerson(who.GivenNames, who.FamilyName)
	all.Join(err)
	owner := secret.Owner{Email: q.Email, SecondFactor: q.Role != officer.RoleOfficer, Names: []string{q.Organisation.Name}}
	hash, err := s.hashChosen(ctx, owner, who.Password)
	if !all.Join(err) {
		return a, err
	}
	language := who.Language
	if language != "en" {
		language = "de"
	}
	return officer.Account{
		ID: officer.NewID[officer.AccountID](), Email: q.Email, EmailKey: officer.Email(q.Email).AccountKey(), GivenNames: name.given,
		FamilyName: name.family, Language: language, PasswordHash: hash, Status: officer.AccountActive,
	}, all.Err()
}

// saveOpened writes the newcomer's account. One that somebody opened for them
// before, and that was never used, becomes theirs.
func saveOpened(tx *postgres.Tx, a *officer.Account, invited officer.Account) error {
	if invited.ID == "" {
		tx.Record("account.opened", string(a.ID))
		return tx.AddAccount(*a)
	}
	if err := invited.Accept(a.PasswordHash); err != nil {
		return err
	}
	invited.GivenNames, invited.FamilyName, invited.Language = a.GivenNames, a.FamilyName, a.Language
	*a = invited
	tx.Record("account.opened", string(a.ID))
	return tx.SaveAccount(invited)
}

// Decline is the answer no, by whoever holds the link.
func (s *People) Decline(ctx context.Context, p officer.LinkPurpose, token string) error {
	return s.answer(ctx, p, token, func(tx *postgres.Tx, q *Question) error { return q.decline(tx) })
}

// answer uses the link up and does what the answer means, in the organisation
// that asked.
func (s *People) answer(ctx context.Context, p officer.LinkPurpose, token string, act func(*postgres.Tx, *Question) error) error {
	return s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
		l, err := s.useLink(tx, p, token)
		if err != nil {
			return err
		}
		q, err := question(tx, l)
		if err != nil {
			return err
		}
		return act(tx, &q)
	})
}

// accept makes the person a member, with the role unless it has to wait for the
// activation.
func (q *Question) accept(tx *postgres.Tx, by officer.Actor) error {
	tx.Actor = by
	branch := q.appointment.Branch + q.invitation.Branch // one of them is empty
	held, err := tx.RolesEverywhere(by.Account)
	if err == nil {
		err = agree(append(held, q.Role))
	}
	if err != nil {
		return err
	}
	join := func() error {
		tx.Record("member.joined", string(by.Account))
		return tx.JoinMember(officer.Member{Account: by.Account, Name: by.Name, Email: by.Email, Branch: branch, JoinedAt: tx.Now})
	}
	if q.Role == officer.RoleOfficer {
		return q.acceptAppointment(tx, by, join)
	}
	return q.acceptRole(tx, by, join)
}

func (q *Question) acceptAppointment(tx *postgres.Tx, by officer.Actor, join func() error) error {
	if err := q.appointment.Accept(by, tx.Now); err != nil {
		return err
	}
	tx.Record("appointment.accepted", string(q.appointment.ID))
	if err := join(); err != nil {
		return err
	}
	return tx.SaveAppointment(&q.appointment)
}

func (q *Question) acceptRole(tx *postgres.Tx, by officer.Actor, join func() error) error {
	if err := q.invitation.Accept(by, tx.Now); err != nil {
		return err
	}
	tx.Record("role.accepted", string(q.invitation.ID), "role", q.Role)
	if err := join(); err != nil {
		return err
	}
	if err := grant(tx, by.Account, q.Role, q.invitation.InvitedBy); err != nil {
		return err
	}
	return tx.SaveInvitation(q.invitation)
}

func (q *Question) decline(tx *postgres.Tx) error {
	tx.Actor = officer.Actor{Name: q.Name}
	if q.Role == officer.RoleOfficer {
		if err := q.appointment.Decline(tx.Now); err != nil {
			return err
		}
		tx.Record("appointment.declined", string(q.appointment.ID))
		return tx.SaveAppointment(&q.appointment)
	}
	if err := q.invitation.Decline(tx.Now); err != nil {
		return err
	}
	tx.Record("role.declined", string(q.invitation.ID), "role", q.Role)
	return tx.SaveInvitation(q.invitation)
}
