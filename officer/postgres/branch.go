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

// Branches lists all sites, open ones first, with how many people are assigned
// to each.
func (tx *Tx) Branches() ([]officer.BranchRow, error) {
	var list []officer.BranchRow
	err := tx.list(&list, `select `+branchColumns+`,
			(select count(*) from members m where m.organisation_id = b.organisation_id and m.branch_id = b.id and m.left_at is null) +
			(select count(*) from appointments p where p.organisation_id = b.organisation_id and p.branch_id = b.id and p.account_id is null and p.status <> 'left') +
			(select count(*) from invitations n where n.organisation_id = b.organisation_id and n.branch_id = b.id and n.status = 'open') as people
		from branches b where b.organisation_id = $1 order by b.closed_at is not null, b.name, b.id`, tx.Organisation())
	return list, err
}

// Branch finds one site.
func (tx *Tx) Branch(id officer.BranchID) (officer.Branch, error) {
	var b officer.Branch
	err := tx.get(&b, `select `+branchColumns+` from branches b where b.organisation_id = $1 and b.id = $2`, tx.Organisation(), id)
	return b, err
}

// AddBranch opens a site.
func (tx *Tx) AddBranch(b officer.Branch) error {
	return tx.exec(`insert into branches (organisation_id, id, name, street, postal_code, locality, country) values ($1, $2, $3, $4, $5, $6, $7)`,
		tx.Organisation(), b.ID, b.Name, b.Address.Street, b.Address.PostalCode, b.Address.Locality, b.Address.Country)
}

// SaveBranch writes a site, unless somebody else did meanwhile.
func (tx *Tx) SaveBranch(b officer.Branch) error {
	return tx.one(stale(), `update branches set name = $4, street = $5, postal_code = $6, locality = $7, country = $8, closed_at = $9, version = version + 1
		where organisation_id = $1 and id = $2 and version = $3`,
		tx.Organisation(), b.ID, b.Version, b.Name, b.Address.Street, b.Address.PostalCode, b.Address.Locality, b.Address.Country, b.ClosedAt)
}

// PeopleAt counts who is assigned to a site: members, and those who were asked.
func (tx *Tx) PeopleAt(id officer.BranchID) (n int, err error) {
	err = tx.get(&n, `select (select count(*) from members where organisation_id = $1 and branch_id = $2 and left_at is null) +
		(select count(*) from appointments where organisation_id = $1 and branch_id = $2 and account_id is null and status <> 'left') +
		(select count(*) from invitations where organisation_id = $1 and branch_id = $2 and status = 'open')`, tx.Organisation(), id)
	return n, err
}

// MovePeople assigns everybody of one site to another, or to none.
func (tx *Tx) MovePeople(from, to officer.BranchID) error {
	for _, table := range []string{
		`update members set branch_id = nullif($3, '') where organisation_id = $1 and branch_id = $2`,
		`update appointments set branch_id = nullif($3, '') where organisation_id = $1 and branch_id = $2 and status <> 'left'`,
		`update invitations set branch_id = nullif($3, '') where organisation_id = $1 and branch_id = $2 and status = 'open'`,
	} {
		if err := tx.exec(table, tx.Organisation(), from, to); err != nil {
			return err
		}
	}
	return nil
}
