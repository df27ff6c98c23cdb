package postgres

import "officerportal/officer"

// What a person finds in their own portal, in the scope of their account.

const ownApplicationQuery = `select a.id, a.organisation_id as organisation, g.name as organisation_name, a.shop_id as shop, s.name as shop_name,
		a.product_id as product, p.name_de, p.name_en, coalesce(a.redemption_id, '') as redemption, a.procedure, a.status, a.status_since,
		a.created_at, a.changed_at, a.quantity, a.created_by = a.account_id as own
	from applications a join organisations g on g.id = a.organisation_id join products p on p.id = a.product_id
		join shops s on s.organisation_id = a.organisation_id and s.id = a.shop_id
	where a.account_id = $1 `

// OwnApplication finds one of the person's applications, whatever became of it.
func (tx *Tx) OwnApplication(id officer.ApplicationID) (a officer.OwnApplication, err error) {
	err = tx.get(&a, ownApplicationQuery+`and a.id = $2`, tx.Scope.Account, id)
	return a, err
}

// OwnApplications lists the person's applications that are no order: drafts,
// those that wait for a desk, and those that ended before. The one that was
// worked on last comes first.
func (tx *Tx) OwnApplications() (list []officer.OwnApplication, err error) {
	err = tx.list(&list, ownApplicationQuery+`and a.status <> 'transmitted' order by a.changed_at desc, a.id limit 100`, tx.Scope.Account)
	return list, err
}

// AtApplication goes into the organisation of one of the person's applications,
// as [Tx.At] does, in one statement.
func (tx *Tx) AtApplication(id officer.ApplicationID) error {
	return tx.goTo(`select set_config('app.organisation', organisation_id, true) from applications where account_id = $1 and id = $2`, tx.Scope.Account, id)
}

// AtOrder goes into the organisation of an order: one of the person's own, or in
// the back office anybody's.
func (tx *Tx) AtOrder(id officer.OrderID) error {
	return tx.goTo(`select set_config('app.organisation', organisation_id, true) from orders where id = $1`, id)
}

// OwnDraft finds the draft of a product that the person has open in a shop of
// the scope's organisation; "" for none.
func (tx *Tx) OwnDraft(shop officer.ShopID, product officer.ProductID) (officer.ApplicationID, error) {
	var found []officer.ApplicationID
	err := tx.list(&found, `select id from applications where organisation_id = $1 and account_id = $2 and shop_id = $3 and product_id = $4
		and status = 'draft' and created_by = account_id`, tx.Organisation(), tx.Scope.Account, shop, product)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}

// OrderedBy gives the application for which the person used a redemption; "" while
// it can still be used.
func (tx *Tx) OrderedBy(id officer.RedemptionID) (officer.ApplicationID, error) {
	var found []officer.ApplicationID
	err := tx.list(&found, `select id from applications where organisation_id = $1 and redemption_id = $2
		and status not in ('draft', 'withdrawn', 'expired', 'aborted', 'rejected')`, tx.Organisation(), id)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}

// OwnPerson finds what the scope's organisation has written down of the person
// by their own account; known is false when it knows nobody of that account.
func (tx *Tx) OwnPerson() (p officer.Person, known bool, err error) {
	var found []officer.Person
	err = tx.list(&found, `select `+personColumns+` from persons p where p.organisation_id = $1 and p.account_id = $2 order by p.created_at, p.id limit 1`,
		tx.Organisation(), tx.Scope.Account)
	if err != nil || len(found) == 0 {
		return officer.Person{}, false, err
	}
	return found[0], true, nil
}

// OwnIdentities lists as whom the person applied before, in whatever shop, the
// newest first. Drafts and what never was submitted say nothing yet.
func (tx *Tx) OwnIdentities(besides officer.ApplicationID) (list []officer.PersonData, err error) {
	err = tx.list(&list, `select family_name, given_names, birth_date from applications where account_id = $1 and id <> $2
			and status in ('submitted', 'identification_due', 'in_identification', 'identified', 'check_due', 'checked', 'transmitted', 'rejected')
		order by created_at desc, id desc limit 20`, tx.Scope.Account, besides)
	return list, err
}
