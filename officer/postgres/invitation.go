package postgres

import "officerportal/officer"

const invitationColumns = `n.id, n.organisation_id as organisation, n.role, n.email, n.name, coalesce(n.branch_id, '') as branch, n.status,
	n.invited_by, n.invited_at, coalesce(n.account_id, '') as account, coalesce(n.ended_at, '0001-01-01Z') as ended_at, n.version`

// Invitation finds one question whether somebody will take a role.
func (tx *Tx) Invitation(id officer.InvitationID) (officer.Invitation, error) {
	var n officer.Invitation
	err := tx.get(&n, `select `+invitationColumns+` from invitations n where n.organisation_id = $1 and n.id = $2`, tx.Organisation(), id)
	return n, err
}

// OpenInvitations lists the questions about a role that wait for an answer, the
// newest first.
func (tx *Tx) OpenInvitations(r officer.Role) ([]officer.Invitation, error) {
	var list []officer.Invitation
	err := tx.list(&list, `select `+invitationColumns+` from invitations n where n.organisation_id = $1 and n.status = 'open'
		and n.role = $2 order by n.invited_at desc, n.id limit 100`, tx.Organisation(), r)
	return list, err
}

// AddInvitation writes a question down. One that waits for the same person's
// answer already is a Conflict.
func (tx *Tx) AddInvitation(n officer.Invitation) error {
	return tx.exec(`insert into invitations (organisation_id, id, role, email, name, search_name, branch_id, status, invited_by, invited_at)
		values ($1, $2, $3, $4, $5, $6, nullif($7, ''), $8, $9, $10)`,
		tx.Organisation(), n.ID, n.Role, n.Email, n.Name, officer.SearchForm(n.Name), n.Branch, n.Status, n.InvitedBy, n.InvitedAt)
}

// SaveInvitation writes how a question ended, unless somebody else did meanwhile.
func (tx *Tx) SaveInvitation(n officer.Invitation) error {
	return tx.one(stale(), `update invitations set status = $4, account_id = nullif($5, ''), ended_at = nullif($6, '0001-01-01Z'::timestamptz),
		version = version + 1 where organisation_id = $1 and id = $2 and version = $3`,
		tx.Organisation(), n.ID, n.Version, n.Status, n.Account, n.EndedAt)
}
