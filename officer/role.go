package officer

import (
	"slices"
	"time"
)

// A RoleAssignment is a role that somebody holds, or held, in an organisation.
type RoleAssignment struct {
	Organisation OrganisationID
	Account      AccountID
	Role         Role
	GrantedBy    AccountID
	GrantedAt    time.Time
	EndedBy      AccountID
	EndedAt      time.Time
}

// GrantableRoles lists the roles that are given one by one in an organisation of
// a kind. The officer's is not among them: it comes and goes with the
// appointment.
func GrantableRoles(k OrganisationKind) []Role {
	if k == TSP {
		return []Role{RoleClerk, RoleOperator}
	}
	return []Role{RoleRAManager, RoleChecker, RoleShopAdmin, RoleAuditor}
}

// CheckGrant refuses a role that is not given in this kind of organisation, and
// one that somebody gives to themselves.
func CheckGrant(r Role, k OrganisationKind, to AccountID, by Actor) error {
	switch {
	case !slices.Contains(GrantableRoles(k), r):
		return Fail(Invalid, "role.not_here")
	case to == by.Account:
		return Fail(Forbidden, "role.not_by_oneself")
	}
	return nil
}

// ManagerRole is the role without which nobody in an organisation of a kind
// could give roles any more; its last holder keeps it.
func ManagerRole(k OrganisationKind) Role {
	if k == TSP {
		return RoleOperator
	}
	return RoleRAManager
}
