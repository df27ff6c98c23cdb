package desk_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
)

func TestDoorOfRoles(t *testing.T) {
	h := newStaffed(t)
	checker, auditor, manager := h.Company.Actor(officer.RoleChecker), h.Company.Actor(officer.RoleAuditor), h.Company.Actor(officer.RoleRAManager)
	foreign := h.Authority.Actor(officer.RoleChecker)
	for name, c := range map[string]struct {
		ctx  context.Context
		to   officer.AccountID
		role officer.Role
		want error
	}{
		"nobody":                         {context.Background(), checker.Account, officer.RoleShopAdmin, officer.Unauthenticated},
		"an officer":                     {h.Company.As(officer.RoleOfficer), checker.Account, officer.RoleShopAdmin, officer.Forbidden},
		"another organisation's manager": {h.Authority.As(officer.RoleRAManager), checker.Account, officer.RoleShopAdmin, officer.NotFound},
		"to another organisation":        {h.manager, foreign.Account, officer.RoleShopAdmin, officer.NotFound},
		"to somebody unknown":            {h.manager, officer.NewID[officer.AccountID](), officer.RoleShopAdmin, officer.NotFound},
		"to themselves":                  {h.manager, manager.Account, officer.RoleShopAdmin, officer.Forbidden},
		"the officer's":                  {h.manager, checker.Account, officer.RoleOfficer, officer.Invalid},
		"the clerk's":                    {h.manager, checker.Account, officer.RoleClerk, officer.Invalid},
		"to an auditor":                  {h.manager, auditor.Account, officer.RoleShopAdmin, officer.Conflict},
		"auditor besides another":        {h.manager, checker.Account, officer.RoleAuditor, officer.Conflict},
		"held already":                   {h.manager, checker.Account, officer.RoleChecker, officer.Conflict},
		"the right one":                  {h.manager, checker.Account, officer.RoleShopAdmin, nil},
	} {
		if err := h.people.Grant(c.ctx, c.to, c.role); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if err := h.people.Grant(h.manager, checker.Account, officer.RoleShopAdmin); !errors.Is(err, officer.Conflict) {
		t.Errorf("twice: %v", err)
	}
	for _, c := range []struct {
		name string
		ctx  context.Context
		of   officer.AccountID
		role officer.Role
		want error
	}{
		{"nobody", context.Background(), checker.Account, officer.RoleShopAdmin, officer.Unauthenticated},
		{"an auditor", h.Company.As(officer.RoleAuditor), checker.Account, officer.RoleShopAdmin, officer.Forbidden},
		{"another organisation's manager", h.Authority.As(officer.RoleRAManager), checker.Account, officer.RoleShopAdmin, officer.NotFound},
		{"the officer's", h.manager, h.Company.Actor(officer.RoleOfficer).Account, officer.RoleOfficer, officer.Invalid},
		{"the right one", h.manager, checker.Account, officer.RoleShopAdmin, nil},
		{"twice", h.manager, checker.Account, officer.RoleShopAdmin, officer.Conflict},
		{"one of two managers", h.manager, h.Company.Second(officer.RoleRAManager).Account, officer.RoleRAManager, nil},
		{"the last manager, by themselves", h.manager, manager.Account, officer.RoleRAManager, officer.Conflict},
	} {
		if err := h.people.Revoke(c.ctx, c.of, c.role); !errors.Is(err, c.want) {
			t.Errorf("revoke, %s: %v, want %v", c.name, err, c.want)
		}
	}
	if err := h.people.Leave(h.manager, manager.Account, ""); !errors.Is(err, officer.Conflict) {
		t.Errorf("the last manager left: %v", err)
	}
}

// Roles that exclude each other do so across organisations, and nobody is told
// what somebody does elsewhere.
func TestRolesElsewhereCount(t *testing.T) {
	h := newStaffed(t)
	clerk := h.TSP.Actor(officer.RoleClerk)
	h.Exec(t, `insert into members (organisation_id, account_id, name, email, joined_at) values ($1, $2, $3, $4, now())`, h.Company.ID, clerk.Account, clerk.Name, clerk.Email)
	err := h.people.Grant(h.manager, clerk.Account, officer.RoleChecker)
	var e *officer.Error
	if !errors.As(err, &e) || e.Kind != officer.Conflict || e.Key != "role.conflicting" || len(e.Args) != 0 {
		t.Errorf("a clerk of the provider at an organisation's desk: %v", err)
	}
	auditor := h.Authority.Actor(officer.RoleAuditor)
	h.Exec(t, `insert into members (organisation_id, account_id, name, email, joined_at) values ($1, $2, $3, $4, now())`, h.Company.ID, auditor.Account, auditor.Name, auditor.Email)
	if err := h.people.Grant(h.manager, auditor.Account, officer.RoleChecker); !errors.As(err, &e) || e.Key != "role.auditor_alone" {
		t.Errorf("an auditor elsewhere: %v", err)
	}
}

// Of two managers who take the role from each other at the same moment, one stays.
func TestOneManagerStays(t *testing.T) {
	h := newStaffed(t)
	first, second := h.Company.Actor(officer.RoleRAManager), h.Company.Second(officer.RoleRAManager)
	results := make(chan error, 2)
	go func() { results <- h.people.Revoke(dbtest.As(first), second.Account, officer.RoleRAManager) }()
	go func() { results <- h.people.Revoke(dbtest.As(second), first.Account, officer.RoleRAManager) }()
	a, b := <-results, <-results
	left := dbtest.Get[int](t, h.Database, `select count(*) from role_assignments where organisation_id = $1 and role = 'ra_manager' and ended_at is null`, h.Company.ID)
	if left != 1 || (a == nil) == (b == nil) {
		t.Errorf("%d managers are left after %v and %v", left, a, b)
	}
}

func TestInvitedToARole(t *testing.T) {
	h := newStaffed(t)
	who := h.Applicant(t)
	h.Exec(t, `update accounts set email_key = email where id = $1`, who.Account)
	v := officer.Invitee{Name: who.Name, Email: officer.Email(who.Email)}
	for name, c := range map[string]struct {
		ctx  context.Context
		role officer.Role
		want error
	}{
		"nobody":        {context.Background(), officer.RoleChecker, officer.Unauthenticated},
		"an officer":    {h.Company.As(officer.RoleOfficer), officer.RoleChecker, officer.Forbidden},
		"the officer's": {h.manager, officer.RoleOfficer, officer.Invalid},
		"the clerk's":   {h.manager, officer.RoleClerk, officer.Invalid},
	} {
		if _, err := h.people.Invite(c.ctx, v, c.role); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	_, err := h.people.Invite(h.manager, v, officer.RoleChecker)
	ok(t, err)
	if _, err := h.people.Invite(h.manager, v, officer.RoleChecker); !errors.Is(err, officer.Conflict) {
		t.Errorf("twice: %v", err)
	}
	ok(t, h.people.Accept(dbtest.As(who), officer.LinkRole, h.mailed(t, who.Email)))
	f, err := h.people.Person(h.manager, string(who.Account))
	if err != nil || !slices.Equal(f.Member.Roles, []officer.Role{officer.RoleChecker}) || f.Roles[0].GrantedBy != h.Company.Actor(officer.RoleRAManager).Account {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestInvitationWithdrawn(t *testing.T) {
	h := newStaffed(t)
	id, err := h.people.Invite(h.manager, officer.Invitee{Name: "Kim", Email: "kim@neu.example"}, officer.RoleAuditor)
	ok(t, err)
	token := h.mailed(t, "kim@neu.example")
	foreign := h.Authority.As(officer.RoleRAManager)
	for _, c := range []struct {
		name    string
		ctx     context.Context
		version int
		want    error
	}{{"nobody", context.Background(), 1, officer.Unauthenticated}, {"foreign", foreign, 1, officer.NotFound}, {"stale", h.manager, 0, officer.Stale},
		{"right", h.manager, 1, nil}, {"twice", h.manager, 2, officer.Conflict}} {
		if err := h.people.WithdrawInvitation(c.ctx, id, c.version); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	if err := h.people.AcceptAsNew(context.Background(), officer.LinkRole, token, desk.Newcomer{FamilyName: "Kim", Password: password}); !errors.Is(err, officer.NotFound) {
		t.Errorf("accepted what was withdrawn: %v", err)
	}
	if err := h.people.RemindInvited(h.manager, id); !errors.Is(err, officer.Conflict) {
		t.Errorf("reminded of what was withdrawn: %v", err)
	}
}

// Of two organisations that give somebody roles which exclude each other at the
// same moment, one gets its way.
func TestConflictingRolesAtOnce(t *testing.T) {
	h := newStaffed(t)
	who := h.Applicant(t)
	for _, house := range []dbtest.House{h.Company, h.TSP} {
		h.Exec(t, `insert into members (organisation_id, account_id, name, email, joined_at) values ($1, $2, $3, $4, now())`, house.ID, who.Account, who.Name, who.Email)
	}
	results := make(chan error, 2)
	go func() { results <- h.people.Grant(h.manager, who.Account, officer.RoleChecker) }()
	go func() { results <- h.people.Grant(h.TSP.As(officer.RoleOperator), who.Account, officer.RoleClerk) }()
	a, b := <-results, <-results
	held := dbtest.Get[int](t, h.Database, `select count(*) from role_assignments where account_id = $1 and ended_at is null`, who.Account)
	if held != 1 || (a == nil) == (b == nil) || !errors.Is(errors.Join(a, b), officer.Conflict) {
		t.Errorf("%d roles after %v and %v", held, a, b)
	}
}
