package demo

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/desk"
)

// Months and days before now at which things began. Trainings hold for twelve
// months, so an officer at work had theirs renewed.
const (
	openedMonths    = 15
	appointedMonths = 14
)

// hire lets the organisation's people begin: accounts, roles, appointments. The
// provider's house also has the accounts of applicants, who belong to none.
func (w *writer) hire() {
	if w.house.Kind == officer.TSP {
		for n, c := range applicants {
			a := account(c.mail, c.given, c.family, c.speaks())
			a.CreatedAt = w.at(310-n, 19, 40)
			w.accounts = append(w.accounts, a)
		}
	}
	manager := w.firstManager()
	for n, c := range w.house.staff {
		a := w.house.account(c)
		a.CreatedAt = w.monthsAgo(openedMonths, n)
		m := officer.Member{Organisation: w.house.ID, Account: a.ID, Name: a.Name(), Email: a.Email, Branch: w.house.branches[c.branch].ID, JoinedAt: a.CreatedAt}
		by := manager
		if a.ID == manager.Account { // the first one was named by the provider
			by = w.operator()
		}
		w.accounts = append(w.accounts, a)
		for _, r := range c.roles {
			w.grant(a, r, by, n)
		}
		if c.officer != noOfficer {
			w.appoint(c, a, manager, n)
		}
		if c.officer == left {
			m.LeftAt = w.at(leftDays, 15, 30)
		}
		switch {
		case c.officer == nominated: // who has not answered belongs to nobody yet
			continue
		case c.officer != noOfficer && len(c.roles) == 0:
			m.JoinedAt = w.appointments[len(w.appointments)-1].AcceptedAt
		default:
			w.record(m.JoinedAt, w.house.actor(c), "member.joined", string(a.ID))
		}
		w.members = append(w.members, m)
	}
}

// firstManager is who gives the roles: the first person of the list.
func (w *writer) firstManager() officer.Actor {
	return w.house.actor(w.house.staff[0])
}

// operator is the provider's, who admits organisations.
func (w *writer) operator() officer.Actor {
	if w.house.Kind == officer.TSP { // on the command line there is no account
		return officer.Actor{}
	}
	return houses[0].actor(houses[0].staff[0])
}

// actor gives a colleague at work.
func (h house) actor(c colleague) officer.Actor {
	a := h.account(c)
	by := officer.Actor{Account: a.ID, Name: a.Name(), Email: a.Email, Language: a.Language, Place: officer.Desk, Organisation: h.ID,
		OrganisationName: h.Name, OrganisationKind: h.Kind, Roles: c.roles}
	if c.officer != noOfficer {
		by.Roles = append(roles(officer.RoleOfficer), c.roles...)
		by.Appointment = idOf[officer.AppointmentID](a.Email)
		by.MayIdentify = true
	}
	return by
}

func (w *writer) grant(a officer.Account, r officer.Role, by officer.Actor, n int) {
	at := w.monthsAgo(openedMonths, n)
	w.roles = append(w.roles, officer.RoleAssignment{Organisation: w.house.ID, Account: a.ID, Role: r, GrantedBy: by.Account, GrantedAt: at})
	w.record(at, by, "role.granted", string(a.ID), "role", r)
}

// ask mails those who were nominated the link by which they answer, and invites
// somebody more, as the first manager would: the demo's mailbox shows both. A
// portal without an address has nothing to lead the links to.
func (h house) ask(ctx context.Context, c *desk.Counter) error {
	if h.Kind == officer.TSP {
		return enquire(ctx, c)
	}
	if c.Address == "" {
		return nil
	}
	people := &desk.People{Counter: c}
	ctx = officer.WithActor(ctx, h.actor(h.staff[0]))
	for _, nominee := range h.staff {
		if nominee.officer != nominated {
			continue
		}
		if err := people.RemindNominee(ctx, idOf[officer.AppointmentID](h.account(nominee).Email)); err != nil {
			return err
		}
	}
	_, err := people.Invite(ctx, officer.Invitee{Name: "Marek Lis-Ørsted", Email: officer.Email("marek.lis@" + h.domain), Branch: h.branches[1].ID}, officer.RoleChecker)
	return err
}
