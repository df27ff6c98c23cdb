package postgres

import "officerportal/officer"

// GrantRole gives a member a role, and with it their sessions a new token. A role
// that they hold already is a Conflict. It needs the system's scope.
func (tx *Tx) GrantRole(to officer.AccountID, r officer.Role, by officer.AccountID) error {
	err := tx.exec(`insert into role_assignments (organisation_id, account_id, role, granted_by, granted_at) values ($1, $2, $3, $4, $5)`,
		tx.Organisation(), to, r, by, tx.Now)
	if err != nil {
		return err
	}
	return tx.RightsGrew(to)
}

// EndRole takes a role from a member; their sessions here end with it. A role
// that they do not hold is a Conflict.
func (tx *Tx) EndRole(of officer.AccountID, r officer.Role) error {
	return tx.one(officer.Fail(officer.Conflict, "role.not_held"), `update role_assignments set ended_by = $4, ended_at = $5
		where organisation_id = $1 and account_id = $2 and role = $3 and ended_at is null`,
		tx.Organisation(), of, r, tx.Actor.Account, tx.Now)
}

// EndRoles takes all roles from a member and tells which.
func (tx *Tx) EndRoles(of officer.AccountID) ([]officer.Role, error) {
	var list []officer.Role
	err := tx.list(&list, `update role_assignments set ended_by = $3, ended_at = $4
		where organisation_id = $1 and account_id = $2 and ended_at is null returning role`, tx.Organisation(), of, tx.Actor.Account, tx.Now)
	return list, err
}

// HoldersOf lists who holds a role here and can sign in, and keeps it so until the
// transaction ends: of two who are about to lose it at once, the second waits and
// sees that the first is gone. Only the system's scope sees accounts and leaves
// out who cannot sign in.
func (tx *Tx) HoldersOf(r officer.Role) ([]officer.AccountID, error) {
	var list []officer.AccountID
	err := tx.list(&list, `select r.account_id from role_assignments r left join accounts a on a.id = r.account_id
		where r.organisation_id = $1 and r.role = $2 and r.ended_at is null and coalesce(a.status, 'active') = 'active' order by r.account_id for update of r`, tx.Organisation(), r)
	return list, err
}

// RolesEverywhere lists the roles that an account holds at present, in whatever
// organisation, and keeps others from giving it any until the transaction ends.
// It needs the system's scope or the back office's.
func (tx *Tx) RolesEverywhere(of officer.AccountID) ([]officer.Role, error) {
	var account officer.AccountID
	if err := tx.get(&account, `select id from accounts where id = $1 for update`, of); err != nil {
		return nil, err
	}
	var list []officer.Role
	err := tx.list(&list, `select distinct role from role_assignments where account_id = $1 and ended_at is null order by role`, of)
	return list, err
}

// RoleHistory lists what somebody held and holds here, the newest first.
func (tx *Tx) RoleHistory(of officer.AccountID) ([]officer.RoleAssignment, error) {
	var list []officer.RoleAssignment
	err := tx.list(&list, `select organisation_id as organisation, account_id as account, role, granted_by, granted_at,
			coalesce(ended_by, '') as ended_by, coalesce(ended_at, '0001-01-01Z') as ended_at
		from role_assignments where organisation_id = $1 and account_id = $2 order by granted_at desc, role limit 100`, tx.Organisation(), of)
	return list, err
}
