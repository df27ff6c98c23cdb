package postgres

import (
	"github.com/lib/pq"

	"officerportal/officer"
)

const shopColumns = `id, organisation_id as organisation, name, greeting_de, greeting_en, public, status, created_at, version`

type offerRow struct {
	Shop       officer.ShopID
	Product    officer.ProductID
	Procedures pq.StringArray
}

// Shop reads one shop of the organisation with what it offers.
func (tx *Tx) Shop(id officer.ShopID) (officer.Shop, error) {
	shops, err := tx.shops(`select `+shopColumns+` from shops where organisation_id = $1 and id = $2`, tx.Organisation(), id)
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
	return tx.shops(`select `+shopColumns+` from shops where organisation_id = $1 order by status desc, name`, tx.Organisation())
}

func (tx *Tx) shops(query string, args ...any) ([]officer.Shop, error) {
	var list []officer.Shop
	if err := tx.list(&list, query, args...); err != nil {
		return nil, err
	}
	var offers []offerRow
	if err := tx.list(&offers, `select shop_id as shop, product_id as product, procedures from shop_products
		where organisation_id = $1 order by shop_id, product_id`, tx.Organisation()); err != nil {
		return nil, err
	}
	for i, s := range list {
		for _, o := range offers {
			if o.Shop == s.ID {
				list[i].Offers = append(list[i].Offers, officer.Offer{Product: o.Product, Procedures: words[officer.Procedure](o.Procedures)})
			}
		}
	}
	return list, nil
}

// AddShop opens a shop with its offers.
func (tx *Tx) AddShop(s officer.Shop) error {
	err := tx.exec(`insert into shops (organisation_id, id, name, greeting_de, greeting_en, public, status, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`, tx.Organisation(), s.ID, s.Name, s.GreetingDE, s.GreetingEN, s.Public, s.Status, s.CreatedAt)
	if err != nil {
		return err
	}
	return tx.saveOffers(s)
}

// SaveShop writes a shop with its offers, unless somebody else did meanwhile.
func (tx *Tx) SaveShop(s officer.Shop) error {
	err := tx.one(stale(), `update shops set name = $4, greeting_de = $5, greeting_en = $6, status = $7, version = version + 1
		where organisation_id = $1 and id = $2 and version = $3`, tx.Organisation(), s.ID, s.Version, s.Name, s.GreetingDE, s.GreetingEN, s.Status)
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
