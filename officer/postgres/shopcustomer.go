package postgres

import (
	"strconv"

	"officerportal/officer"
)

// AddShopCustomer puts a shop into a person's portal, for the first time or again.
func (tx *Tx) AddShopCustomer(c officer.ShopCustomer, searchName string) error {
	return tx.exec(`insert into shop_customers (organisation_id, shop_id, account_id, code_id, name, email, search_name, joined_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (organisation_id, shop_id, account_id) do update set code_id = excluded.code_id, name = excluded.name, email = excluded.email,
			search_name = excluded.search_name, joined_at = excluded.joined_at, left_at = null, left_why = ''`,
		tx.Organisation(), c.Shop, c.Account, c.Code, c.Name, c.Email, searchName, c.JoinedAt)
}

const customerColumns = `c.shop_id as shop, c.account_id as account, c.code_id as code, k.label as code_label, c.name, c.email, c.joined_at,
	coalesce(c.left_at, '0001-01-01Z') as left_at, c.left_why`

const customerTables = ` from shop_customers c join shop_codes k on k.organisation_id = c.organisation_id and k.id = c.code_id `

// ShopCustomer finds somebody who entered a shop of the organisation.
func (tx *Tx) ShopCustomer(shop officer.ShopID, account officer.AccountID) (c officer.ShopCustomer, err error) {
	err = tx.get(&c, `select `+customerColumns+customerTables+`where c.organisation_id = $1 and c.shop_id = $2 and c.account_id = $3`,
		tx.Organisation(), shop, account)
	return c, err
}

// ShopCustomers lists who entered a shop, the latest first.
func (tx *Tx) ShopCustomers(f officer.CustomerFilter) (page officer.CustomerPage, err error) {
	limit := ` limit ` + strconv.Itoa(officer.PageSize+1)
	if f.Query != "" {
		return tx.searchCustomers(f, limit)
	}
	args, where := []any{tx.Organisation(), f.Shop}, `where c.organisation_id = $1 and c.shop_id = $2`
	if f.Code != "" {
		args, where = append(args, f.Code), where+` and c.code_id = $3`
	}
	order := ` order by c.joined_at desc, c.account_id desc`
	if !f.After.IsZero() {
		sign := "<"
		if f.After.Back {
			sign, order = ">", ` order by c.joined_at, c.account_id`
		}
		where += ` and (c.joined_at, c.account_id) ` + sign + ` (` + placeholder(len(args)+1) + `, ` + placeholder(len(args)+2) + `)`
		args = append(args, f.After.At, f.After.ID)
	}
	err = tx.list(&page.Customers, `select `+customerColumns+customerTables+where+order+limit, args...)
	page.Customers, page.Previous, page.Next = turn(page.Customers, f.After, func(c officer.ShopCustomer) officer.Cursor {
		return officer.Cursor{At: c.JoinedAt, ID: string(c.Account)}
	})
	return page, err
}

// searchCustomers finds customers whose name or address begins so. Each
// beginning reads its own bounded stretch of an index.
func (tx *Tx) searchCustomers(f officer.CustomerFilter, limit string) (page officer.CustomerPage, err error) {
	names := officer.PersonQuery{Name: f.Query}.Beginnings()
	err = tx.list(&page.Customers, `with found as (
			select n.account_id from unnest($3::text[]) as b (begin) cross join lateral (select account_id from shop_customers
				where organisation_id = $1 and shop_id = $2 and search_name collate "C" >= b.begin and search_name collate "C" < b.begin || '~'
				order by search_name collate "C", account_id`+limit+`) n
			union (select account_id from shop_customers where organisation_id = $1 and shop_id = $2
				and email collate "C" >= lower($4) and email collate "C" < lower($4) || '~' order by email collate "C", account_id`+limit+`))
		select `+customerColumns+customerTables+`where c.organisation_id = $1 and c.shop_id = $2 and c.account_id in (select account_id from found)
		order by c.search_name, c.account_id`+limit, tx.Organisation(), f.Shop, texts(names), f.Query)
	page.More = len(page.Customers) > officer.PageSize
	page.Customers = page.Customers[:min(len(page.Customers), officer.PageSize)]
	return page, err
}

// RemoveCustomer takes a shop out of a customer's portal.
func (tx *Tx) RemoveCustomer(shop officer.ShopID, account officer.AccountID) error {
	return tx.one(officer.Fail(officer.Conflict, "shop.customer_gone"), `update shop_customers set left_at = $4, left_why = 'removed'
		where organisation_id = $1 and shop_id = $2 and account_id = $3 and left_at is null`, tx.Organisation(), shop, account, tx.Now)
}

// RemoveCustomersOf takes the shop out of the portals of all who entered by a
// code, and tells how many those were.
func (tx *Tx) RemoveCustomersOf(code officer.ShopCodeID) (int, error) {
	r, err := tx.result(`update shop_customers set left_at = $3, left_why = 'revoked' where organisation_id = $1 and code_id = $2 and left_at is null`,
		tx.Organisation(), code, tx.Now)
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	return int(n), err
}

// CustomersOf counts who has the shop in their portal by a code.
func (tx *Tx) CustomersOf(code officer.ShopCodeID) (n int, err error) {
	err = tx.get(&n, `select count(*) from shop_customers where organisation_id = $1 and code_id = $2 and left_at is null`, tx.Organisation(), code)
	return n, err
}

// CustomersIn counts who has a shop in their portal.
func (tx *Tx) CustomersIn(shop officer.ShopID) (n int, err error) {
	err = tx.get(&n, `select count(*) from shop_customers where organisation_id = $1 and shop_id = $2 and left_at is null`, tx.Organisation(), shop)
	return n, err
}
