package postgres

import (
	"database/sql"
	"errors"
	"strconv"

	"github.com/lib/pq"

	"officerportal/officer"
)

const shopCodeColumns = `k.id, k.organisation_id as organisation, k.shop_id as shop, k.label, coalesce(k.quota, 0) as quota, k.used,
	coalesce(k.expires_at, '0001-01-01Z') as expires_at, k.status, coalesce(k.replaces, '') as replaces, k.created_by, k.created_at,
	coalesce(k.ended_at, '0001-01-01Z') as ended_at, k.version`

// ShopCode reads one shop code of the organisation.
func (tx *Tx) ShopCode(id officer.ShopCodeID) (c officer.ShopCode, err error) {
	err = tx.get(&c, `select `+shopCodeColumns+` from shop_codes k where k.organisation_id = $1 and k.id = $2`, tx.Organisation(), id)
	return c, err
}

// ShopCodes lists a shop's codes, the newest first.
func (tx *Tx) ShopCodes(shop officer.ShopID) (list []officer.ShopCode, err error) {
	err = tx.list(&list, `select `+shopCodeColumns+` from shop_codes k where k.organisation_id = $1 and k.shop_id = $2
		order by k.created_at desc, k.id desc limit 200`, tx.Organisation(), shop)
	return list, err
}

// AddShopCode stores a code that was drawn, by its digest.
func (tx *Tx) AddShopCode(c officer.ShopCode, digest string) error {
	return tx.exec(`insert into shop_codes (organisation_id, id, shop_id, digest, label, quota, expires_at, status, replaces, created_by, created_at)
		values ($1, $2, $3, $4, $5, nullif($6, 0), nullif($7, '0001-01-01Z'::timestamptz), $8, nullif($9, ''), $10, $11)`,
		tx.Organisation(), c.ID, c.Shop, digest, c.Label, c.Quota, c.ExpiresAt, c.Status, c.Replaces, c.CreatedBy, c.CreatedAt)
}

// SaveShopCode writes what may change of a code, unless somebody else did
// meanwhile. How often it was used is not part of it.
func (tx *Tx) SaveShopCode(c officer.ShopCode) error {
	return tx.one(stale(), `update shop_codes set label = $4, quota = nullif($5, 0), expires_at = nullif($6, '0001-01-01Z'::timestamptz), status = $7,
			ended_at = nullif($8, '0001-01-01Z'::timestamptz), version = version + 1
		where organisation_id = $1 and id = $2 and version = $3`, tx.Organisation(), c.ID, c.Version, c.Label, c.Quota, c.ExpiresAt, c.Status, c.EndedAt)
}

// shopDoorRow is a door with its code and shop side by side.
type shopDoorRow struct {
	officer.ShopCode
	ShopName     string
	ShopStatus   string
	ShopClosesAt sql.NullTime
	Shut         bool
	CameBy       officer.ShopCodeID
	LeftAt       sql.NullTime
	LeftWhy      string
}

// ShopDoor finds the shop code with one of the digests, and what decides whether
// it opens to a person, in one statement. It needs the system's scope: whoever
// enters a code does not know the organisation yet. NotFound if there is none.
func (tx *Tx) ShopDoor(digests []string, account officer.AccountID) (d officer.ShopDoor, err error) {
	var r shopDoorRow
	err = tx.get(&r, `select `+shopCodeColumns+`, s.name as shop_name, s.status as shop_status, s.closes_at as shop_closes_at,
			h.status <> 'active' as shut, coalesce(c.code_id, '') as came_by, c.left_at, coalesce(c.left_why, '') as left_why
		from shop_codes k join shops s on s.organisation_id = k.organisation_id and s.id = k.shop_id
		join organisations h on h.id = k.organisation_id
		left join shop_customers c on c.organisation_id = k.organisation_id and c.shop_id = k.shop_id and c.account_id = $2
		where k.digest = any($1)`, pq.Array(digests), account)
	d = officer.ShopDoor{Code: r.ShopCode, Shut: r.Shut, CameBy: r.CameBy, LeftAt: r.LeftAt.Time, LeftWhy: r.LeftWhy}
	d.Shop = officer.Shop{ID: r.Shop, Organisation: r.Organisation, Name: r.ShopName, Status: r.ShopStatus, ClosesAt: r.ShopClosesAt.Time}
	return d, err
}

// UseShopCode takes one place of a code's quota, if there is one and the code
// still opens the shop, and reports whether it did: of many at once the last
// place goes to one.
func (tx *Tx) UseShopCode(id officer.ShopCodeID) (bool, error) {
	var used int
	err := tx.get(&used, `update shop_codes set used = used + 1 where organisation_id = $1 and id = $2 and status = 'active'
		and (quota is null or used < quota) and (expires_at is null or expires_at > $3) returning used`, tx.Organisation(), id, tx.Now)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

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
