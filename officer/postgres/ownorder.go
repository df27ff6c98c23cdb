package postgres

import (
	"strconv"

	"officerportal/officer"
)

// These finders are for the scope of an account, in which a person sees what is
// theirs in every organisation. They name the account as well, since row level
// security alone does not lead to an index.

const ownOrderColumns = orderColumns + `, p.name_de as product_de, p.name_en as product_en, p.term_years, g.name as organisation_name`

const ownOrderTables = ` join products p on p.id = o.product_id join organisations g on g.id = o.organisation_id `

// OwnOrders lists the person's orders of some statuses, the newest first. Each
// status reads its own stretch of the index orders_account_status, so that many
// orders in the archive cost those under way nothing.
func (tx *Tx) OwnOrders(f officer.OwnOrderFilter) (page officer.OwnOrderPage, err error) {
	limit := ` limit ` + strconv.Itoa(officer.PageSize+1)
	args := []any{tx.Scope.Account, texts(f.Statuses)}
	where, order := ``, `created_at desc, id desc`
	if !f.After.IsZero() {
		sign := "<"
		if f.After.Back {
			sign, order = ">", `created_at, id`
		}
		where, args = ` and (created_at, id) `+sign+` ($3, $4)`, append(args, f.After.At, f.After.ID)
	}
	err = tx.list(&page.Rows, `select `+ownOrderColumns+` from unnest($2::text[]) s (status) cross join lateral
		(select * from orders where account_id = $1 and status = s.status`+where+` order by `+order+limit+`) o`+ownOrderTables+
		`order by o.`+order+limit, args...)
	page.Rows, page.Previous, page.Next = turn(page.Rows, f.After, func(r officer.OwnOrder) officer.Cursor {
		return officer.Cursor{At: r.CreatedAt, ID: string(r.ID)}
	})
	return page, err
}

// OwnOrder finds one of the person's orders, in whichever organisation it is.
func (tx *Tx) OwnOrder(id officer.OrderID) (o officer.OwnOrder, err error) {
	err = tx.get(&o, `select `+ownOrderColumns+` from orders o`+ownOrderTables+`where o.account_id = $1 and o.id = $2`, tx.Scope.Account, id)
	return o, err
}

// OwnOrderByNumber finds one of the person's orders by what is printed on its papers.
func (tx *Tx) OwnOrderByNumber(n officer.OrderNumber) (o officer.OwnOrder, err error) {
	err = tx.get(&o, `select `+ownOrderColumns+` from orders o`+ownOrderTables+`where o.account_id = $1 and o.number = $2`, tx.Scope.Account, n)
	return o, err
}

// ToldEvents lists what the book says about things to the applicant whose they
// are, the newest first.
func (tx *Tx) ToldEvents(subjects ...string) (list []officer.Event, err error) {
	err = tx.list(&list, `select id, organisation_id as organisation, at, kind, subject, actor, actor_role from events
		where organisation_id = $1 and subject = any ($2) and kind = any ($3) order by at desc, id desc limit 100`,
		tx.Organisation(), texts(subjects), texts(officer.ToldToApplicants()))
	return list, err
}
