package postgres

import (
	"officerportal/officer"
)

const complaintColumns = `k.id, k.organisation_id as organisation, k.account_id as account, k.order_id as "order", coalesce(k.card_id, '') as card, k.kind,
	k.contact, k.status, k.status_since, k.raised_at, coalesce(k.claimed_by, '') as claimed_by, k.claimed_name,
	coalesce(k.claimed_at, '0001-01-01Z') as claimed_at, k.outcome, coalesce(k.closed_by, '') as closed_by, k.closed_name,
	coalesce(k.closed_at, '0001-01-01Z') as closed_at, coalesce(k.replacement, '') as replacement, k.version`

const listedComplaint = `select ` + complaintColumns + `, o.number, p.name_de, p.name_en, g.name as organisation_name,
		trim(o.given_names || ' ' || o.family_name) as holder
	from complaints k join orders o on o.organisation_id = k.organisation_id and o.id = k.order_id join products p on p.id = o.product_id
		join organisations g on g.id = k.organisation_id `

// AtComplaint goes into the organisation of a complaint, as [Tx.At] does: the
// person's own, or in the back office anybody's.
func (tx *Tx) AtComplaint(id officer.ComplaintID) error {
	return tx.goTo(`select set_config('app.organisation', organisation_id, true) from complaints where id = $1`, id)
}

// AddComplaint keeps a complaint with its first message. The same one twice is a
// Conflict while the first is open.
func (tx *Tx) AddComplaint(c officer.Complaint, m officer.ComplaintMessage) error {
	err := tx.exec(`insert into complaints (organisation_id, id, account_id, order_id, card_id, kind, contact, status, status_since, raised_at)
		values ($1, $2, $3, $4, nullif($5, ''), $6, $7, $8, $9, $10)`,
		tx.Organisation(), c.ID, c.Account, c.Order, c.Card, c.Kind, c.Contact, c.Status, c.StatusSince, c.RaisedAt)
	if err != nil {
		return err
	}
	return tx.AddComplaintMessage(c, m)
}

// AddComplaintMessage keeps one turn of the talk about a complaint.
func (tx *Tx) AddComplaintMessage(c officer.Complaint, m officer.ComplaintMessage) error {
	return tx.exec(`insert into complaint_messages (organisation_id, complaint_id, id, account_id, act, by_account, by_name, by_clerk, body, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		tx.Organisation(), c.ID, m.ID, c.Account, m.Act, m.By, m.ByName, m.ByClerk, m.Body, m.At)
}

// Complaint finds one that the scope sees: the person's own, the organisation's,
// or in the back office anybody's.
func (tx *Tx) Complaint(id officer.ComplaintID) (c officer.ListedComplaint, err error) {
	err = tx.get(&c, listedComplaint+`where k.id = $1`, id)
	return c, err
}

// ComplaintMessages gives the talk about a complaint, the oldest first.
func (tx *Tx) ComplaintMessages(c officer.Complaint) (list []officer.ComplaintMessage, err error) {
	err = tx.list(&list, `select id, act, by_account as by, by_name, by_clerk, body, at from complaint_messages
		where organisation_id = $1 and complaint_id = $2 order by at, id limit 200`, c.Organisation, c.ID)
	return list, err
}

// SaveComplaint writes where a complaint stands, if nobody touched it since it was read.
func (tx *Tx) SaveComplaint(c *officer.Complaint) error {
	err := tx.one(stale(), `update complaints set status = $4, status_since = $5, claimed_by = nullif($6, ''), claimed_name = $7,
			claimed_at = nullif($8, '0001-01-01Z'::timestamptz), outcome = $9, closed_by = nullif($10, ''), closed_name = $11,
			closed_at = nullif($12, '0001-01-01Z'::timestamptz), replacement = nullif($13, ''), version = version + 1
		where organisation_id = $1 and id = $2 and version = $3`,
		tx.Organisation(), c.ID, c.Version, c.Status, c.StatusSince, c.ClaimedBy, c.ClaimedName, c.ClaimedAt, c.Outcome, c.ClosedBy, c.ClosedName,
		c.ClosedAt, c.Replacement)
	if err == nil {
		c.Version++
	}
	return err
}

// Complaints lists a page of those that wait, the longest first, or of those that
// are closed, the latest first; of every organisation that the scope sees.
func (tx *Tx) Complaints(f officer.ComplaintFilter) (page officer.ComplaintPage, err error) {
	sign, order := `>`, ``
	if f.Status == officer.ComplaintClosed {
		sign, order = turned(sign, order)
	}
	if f.After.Back {
		sign, order = turned(sign, order)
	}
	var list []officer.ListedComplaint
	err = tx.list(&list, listedComplaint+`where k.status = $1 and ($2 = '' or k.claimed_by = $2) and ($3 = '' or (k.status_since, k.id) `+sign+` ($4, $3))
		order by k.status_since`+order+`, k.id`+order+` limit $5`, f.Status, f.Clerk, f.After.ID, f.After.At, officer.PageSize+1)
	page.Rows, page.Previous, page.Next = turn(list, f.After, func(c officer.ListedComplaint) officer.Cursor {
		return officer.Cursor{At: c.StatusSince, ID: string(c.ID)}
	})
	return page, err
}

// OwnComplaints lists a page of the person's own, the newest first.
func (tx *Tx) OwnComplaints(after officer.Cursor) (officer.ComplaintPage, error) {
	return tx.complaintsRaised(`k.account_id = $1`, tx.Scope.Account, after)
}

// HouseComplaints lists a page of those about the organisation's orders, the newest first.
func (tx *Tx) HouseComplaints(after officer.Cursor) (officer.ComplaintPage, error) {
	return tx.complaintsRaised(`k.organisation_id = $1`, tx.Organisation(), after)
}

func (tx *Tx) complaintsRaised(whose string, id any, after officer.Cursor) (page officer.ComplaintPage, err error) {
	sign, order := `<`, ` desc`
	if after.Back {
		sign, order = turned(sign, order)
	}
	var list []officer.ListedComplaint
	err = tx.list(&list, listedComplaint+`where `+whose+` and ($2 = '' or (k.raised_at, k.id) `+sign+` ($3, $2))
		order by k.raised_at`+order+`, k.id`+order+` limit $4`, id, after.ID, after.At, officer.PageSize+1)
	page.Rows, page.Previous, page.Next = turn(list, after, func(c officer.ListedComplaint) officer.Cursor {
		return officer.Cursor{At: c.RaisedAt, ID: string(c.ID)}
	})
	return page, err
}

// Replaced reports whether an order that replaces this one is on its way: one that
// has not ended yet.
func (tx *Tx) Replaced(order officer.OrderID) (replaced bool, err error) {
	err = tx.get(&replaced, `select exists (select from orders where organisation_id = $1 and replaces = $2 and status not in ('completed', 'withdrawn', 'rejected'))`,
		tx.Organisation(), order)
	return replaced, err
}

// CopyApplication repeats the content of an application that became an order, in
// a new one that can be submitted at once. The person, what they consented to and
// how they were identified stay what they were.
func (tx *Tx) CopyApplication(from, to officer.ApplicationID, quantity int) error {
	return tx.one(officer.Fail(officer.NotFound, "page.not_found"), `insert into applications (organisation_id, id, shop_id, product_id, person_id, account_id,
			identification_id, procedure, status, quantity, language, form, revocation_password_hash, security_answer_hash, family_name, given_names, search_name,
			birth_date, document_expires_on, created_by, created_at, changed_at, status_since, content_digest, replaces)
		select organisation_id, $3, shop_id, product_id, person_id, account_id, identification_id, procedure, 'submitted', $4, language, form,
			revocation_password_hash, security_answer_hash, family_name, given_names, search_name, birth_date, document_expires_on, $5, $6, $6, $6, content_digest, id
		from applications where organisation_id = $1 and id = $2 and status = 'transmitted'`,
		tx.Organisation(), from, to, quantity, tx.Actor.Account, tx.Now)
}

// MarkReplacement notes whose card an order replaces, free of charge.
func (tx *Tx) MarkReplacement(order, replaces officer.OrderID) error {
	return tx.one(stale(), `update orders set replaces = $3, free_of_charge = true where organisation_id = $1 and id = $2`, tx.Organisation(), order, replaces)
}
