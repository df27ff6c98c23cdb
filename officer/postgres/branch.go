package postgres

import "officerportal/officer"

const branchColumns = `b.id, b.organisation_id as organisation, b.name, b.street as "address.street", b.postal_code as "address.postal_code",
	b.locality as "address.locality", b.country as "address.country", b.closed_at, b.version`

// OpenBranches lists the organisation's sites that are not closed, by name.
func (tx *Tx) OpenBranches() ([]officer.Branch, error) {
	var list []officer.Branch
	err := tx.list(&list, `select `+branchColumns+` from branches b where b.organisation_id = $1 and b.closed_at is null order by b.name, b.id`,
		tx.Organisation())
	return list, err
}
