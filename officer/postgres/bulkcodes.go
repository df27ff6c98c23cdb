package postgres

import (
	"github.com/lib/pq"

	"officerportal/officer"
)

// A KeptShopCode is a shop code with the digest that stands for it.
type KeptShopCode struct {
	officer.ShopCode
	Digest string
}

// AddShopCodes stores codes of the organisations they name, wherever in their
// life they are.
func (tx *Tx) AddShopCodes(list []KeptShopCode) error {
	return insertAll(tx, `insert into shop_codes (organisation_id, id, shop_id, digest, label, quota, used, expires_at, status, replaces, created_by,
			created_at, ended_at)
		values (:organisation, :id, :shop, :digest, :label, nullif(:quota, 0), :used, nullif(:expires_at, cast('0001-01-01Z' as timestamptz)), :status,
			nullif(:replaces, ''), :created_by, :created_at, nullif(:ended_at, cast('0001-01-01Z' as timestamptz)))`, list)
}

// AddShopCustomers notes who entered, or has left, shops of the organisation.
func (tx *Tx) AddShopCustomers(list []officer.ShopCustomer) error {
	type row struct {
		officer.ShopCustomer
		Organisation officer.OrganisationID
		SearchName   string
	}
	return insertAll(tx, `insert into shop_customers (organisation_id, shop_id, account_id, code_id, name, email, search_name, joined_at, left_at, left_why)
		values (:organisation, :shop, :account, :code, :name, :email, :search_name, :joined_at, nullif(:left_at, cast('0001-01-01Z' as timestamptz)), :left_why)`,
		rows(list, func(c officer.ShopCustomer) row { return row{c, tx.Organisation(), officer.SearchForm(c.Name)} }))
}

// AddKeptOrderCodes stores order codes of the organisation, wherever in their
// life they are. A code that is drawn now is stored by [Tx.AddOrderCodes].
func (tx *Tx) AddKeptOrderCodes(list []officer.OrderCode) error {
	type row struct {
		officer.OrderCode
		By pq.StringArray
	}
	err := insertAll(tx, `insert into order_codes (organisation_id, id, shop_id, product_id, batch, digest, uses, used, expires_at, email, email_key, domain,
			recipient, procedures, purchase_order, cost_centre, note, status, created_by, created_at, ended_at)
		values (:organisation, :id, :shop, :product, :batch, :digest, :uses, :used, nullif(:expires_at, cast('0001-01-01Z' as timestamptz)), :email,
			:email_key, :domain, :recipient, :by, :purchase_order, :cost_centre, :note, :status, :created_by, :created_at,
			nullif(:ended_at, cast('0001-01-01Z' as timestamptz)))`,
		rows(list, func(c officer.OrderCode) row { return row{c, append(pq.StringArray{}, texts(c.Procedures)...)} }))
	if err != nil {
		return err
	}
	fresh := rows(list, func(c officer.OrderCode) officer.OrderCodeID { return c.ID })
	return tx.addCodeWords(list, fresh)
}

// AddRedemptions notes who redeemed order codes of the organisation.
func (tx *Tx) AddRedemptions(list []officer.Redemption) error {
	return insertAll(tx, `insert into redemptions (organisation_id, id, code_id, account_id, name, email, redeemed_at)
		values (:organisation, :id, :code, :account, :name, :email, :redeemed_at)`, list)
}
