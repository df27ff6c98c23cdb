package postgres

import (
	"encoding/json"

	"github.com/lib/pq"

	"officerportal/officer"
)

const shopColumns = `s.id, s.organisation_id as organisation, s.name, s.greeting_de, s.greeting_en, s.public, s.status, s.created_at, s.version,
	s.contact_name, s.contact_email, s.contact_phone, coalesce(s.opens_at, '0001-01-01Z') as opens_at, coalesce(s.closes_at, '0001-01-01Z') as closes_at,
	s.delivery_to, s.paid_by, s.invoice, s.purchase_order_required, s.cost_centre_required,
	coalesce((select l.digest from shop_logos l where l.organisation_id = s.organisation_id and l.shop_id = s.id), '') as logo_digest`

// shopRow holds the invoice as the database does.
type shopRow struct {
	officer.Shop
	Invoice []byte
}

func (r shopRow) shop() (officer.Shop, error) {
	s := r.Shop
	err := json.Unmarshal(r.Invoice, &s.Invoice)
	return s, err
}

// Shop reads one shop of the organisation with what it offers.
func (tx *Tx) Shop(id officer.ShopID) (officer.Shop, error) {
	shops, err := tx.shops(`where s.organisation_id = $1 and s.id = $2`, tx.Organisation(), id)
	if err == nil && len(shops) == 0 {
		err = officer.Fail(officer.NotFound, "page.not_found")
	}
	if err != nil {
		return officer.Shop{}, err
	}
	return shops[0], nil
}

// Shops lists the organisation's shops, open ones first, with what they offer.
func (tx *Tx) Shops() ([]officer.Shop, error) {
	return tx.shops(`where s.organisation_id = $1 order by s.status desc, s.name`, tx.Organisation())
}

func (tx *Tx) shops(where string, args ...any) ([]officer.Shop, error) {
	var rows []shopRow
	if err := tx.list(&rows, `select `+shopColumns+` from shops s `+where, args...); err != nil {
		return nil, err
	}
	list := make([]officer.Shop, len(rows))
	for i, r := range rows {
		var err error
		if list[i], err = r.shop(); err != nil {
			return nil, err
		}
	}
	return list, tx.fillOffers(list)
}

type offerRow struct {
	Shop       officer.ShopID
	Product    officer.ProductID
	Procedures pq.StringArray
}

// fillOffers reads what each of the shops offers.
func (tx *Tx) fillOffers(list []officer.Shop) error {
	at := make(map[officer.ShopID]int, len(list))
	var houses, ids pq.StringArray
	for i, s := range list {
		at[s.ID] = i
		houses, ids = append(houses, string(s.Organisation)), append(ids, string(s.ID))
	}
	if len(list) == 0 {
		return nil
	}
	var offers []offerRow
	err := tx.list(&offers, `select p.shop_id as shop, p.product_id as product, p.procedures
		from unnest($1::text[], $2::text[]) as x (organisation_id, shop_id) join shop_products p using (organisation_id, shop_id)
		order by p.shop_id, p.product_id`, houses, ids)
	for _, o := range offers {
		s := &list[at[o.Shop]]
		s.Offers = append(s.Offers, officer.Offer{Product: o.Product, Procedures: words[officer.Procedure](o.Procedures)})
	}
	return err
}

// AddShop opens a shop with its offers. Rules that say nothing are those of a
// shop that asks nothing special.
func (tx *Tx) AddShop(s officer.Shop) error {
	invoice, err := json.Marshal(s.Invoice)
	if err != nil {
		return err
	}
	err = tx.exec(`insert into shops (organisation_id, id, name, greeting_de, greeting_en, public, status, created_at, contact_name, contact_email,
			contact_phone, opens_at, closes_at, delivery_to, paid_by, invoice, purchase_order_required, cost_centre_required)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, nullif($12, '0001-01-01Z'::timestamptz), nullif($13, '0001-01-01Z'::timestamptz),
			coalesce(nullif($14, ''), 'any'), coalesce(nullif($15, ''), 'applicant'), $16::jsonb, $17, $18)`,
		tx.Organisation(), s.ID, s.Name, s.GreetingDE, s.GreetingEN, s.Public, s.Status, s.CreatedAt, s.ContactName, s.ContactEmail, s.ContactPhone,
		s.OpensAt, s.ClosesAt, s.DeliveryTo, s.PaidBy, string(invoice), s.PurchaseOrderRequired, s.CostCentreRequired)
	if err != nil {
		return err
	}
	return tx.saveOffers(s)
}

// SaveShop writes a shop with its offers, unless somebody else did meanwhile.
func (tx *Tx) SaveShop(s officer.Shop) error {
	invoice, err := json.Marshal(s.Invoice)
	if err != nil {
		return err
	}
	err = tx.one(stale(), `update shops set name = $4, greeting_de = $5, greeting_en = $6, status = $7, contact_name = $8, contact_email = $9,
			contact_phone = $10, opens_at = nullif($11, '0001-01-01Z'::timestamptz), closes_at = nullif($12, '0001-01-01Z'::timestamptz),
			delivery_to = coalesce(nullif($13, ''), 'any'), paid_by = coalesce(nullif($14, ''), 'applicant'), invoice = $15::jsonb,
			purchase_order_required = $16, cost_centre_required = $17, version = version + 1
		where organisation_id = $1 and id = $2 and version = $3`, tx.Organisation(), s.ID, s.Version, s.Name, s.GreetingDE, s.GreetingEN, s.Status,
		s.ContactName, s.ContactEmail, s.ContactPhone, s.OpensAt, s.ClosesAt, s.DeliveryTo, s.PaidBy, string(invoice), s.PurchaseOrderRequired, s.CostCentreRequired)
	if err != nil {
		return err
	}
	return tx.saveOffers(s)
}

func (tx *Tx) saveOffers(s officer.Shop) error {
	products := make(pq.StringArray, len(s.Offers))
	for i, o := range s.Offers {
		products[i] = string(o.Product)
		if err := tx.exec(`insert into shop_products (organisation_id, shop_id, product_id, procedures) values ($1, $2, $3, $4)
			on conflict (organisation_id, shop_id, product_id) do update set procedures = excluded.procedures`,
			tx.Organisation(), s.ID, o.Product, texts(o.Procedures)); err != nil {
			return err
		}
	}
	return tx.exec(`delete from shop_products where organisation_id = $1 and shop_id = $2 and product_id <> all ($3)`, tx.Organisation(), s.ID, products)
}
