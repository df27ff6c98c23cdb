package postgres

import (
	"database/sql"
	"errors"

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
	return d, translate(err)
}

// IsShopCode reports whether a code of the organisation has one of the digests.
func (tx *Tx) IsShopCode(id officer.ShopCodeID, digests []string) (is bool, err error) {
	err = tx.get(&is, `select exists (select from shop_codes where organisation_id = $1 and id = $2 and digest = any($3))`,
		tx.Organisation(), id, pq.Array(digests))
	return is, err
}

// LockShopCode has everybody wait who would use the code meanwhile.
func (tx *Tx) LockShopCode(id officer.ShopCodeID) error {
	var found int
	return tx.get(&found, `select 1 from shop_codes where organisation_id = $1 and id = $2 for update`, tx.Organisation(), id)
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
