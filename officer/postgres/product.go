package postgres

import (
	"github.com/lib/pq"

	"officerportal/officer"
)

const productColumns = `p.id, p.code, p.family, p.variant, p.generation, p.algorithm, p.term_years, p.test, p.needs_organisation,
	p.allows_organisation, p.allows_quantity, p.allows_attribute, p.name_de, p.name_en, p.purpose_de, p.purpose_en, p.active,
	p.position, p.version, array(select procedure from product_procedures where product_id = p.id order by procedure) as procedures`

type productRow struct {
	officer.Product
	Procedures pq.StringArray
}

func (r productRow) product() officer.Product {
	p := r.Product
	p.Procedures = words[officer.Procedure](r.Procedures)
	return p
}

// Product reads one entry of the catalogue.
func (tx *Tx) Product(id officer.ProductID) (officer.Product, error) {
	var r productRow
	err := tx.get(&r, `select `+productColumns+` from products p where id = $1`, id)
	return r.product(), err
}

// Products lists the catalogue in its order, ended entries last.
func (tx *Tx) Products() ([]officer.Product, error) {
	return tx.products(`select ` + productColumns + ` from products p order by active desc, position, code`)
}

// ProductsOfShop lists what a shop offers, in the catalogue's order.
func (tx *Tx) ProductsOfShop(id officer.ShopID) ([]officer.Product, error) {
	return tx.products(`select `+productColumns+` from products p join shop_products s on s.product_id = p.id
		where s.organisation_id = $1 and s.shop_id = $2 and p.active order by position, code`, tx.Organisation(), id)
}

func (tx *Tx) products(query string, args ...any) ([]officer.Product, error) {
	var rows []productRow
	err := tx.list(&rows, query, args...)
	list := make([]officer.Product, len(rows))
	for i, r := range rows {
		list[i] = r.product()
	}
	return list, err
}

// AddProduct enters a product with its procedures.
func (tx *Tx) AddProduct(p officer.Product) error {
	err := tx.exec(`insert into products (id, code, family, variant, generation, algorithm, term_years, test, needs_organisation,
		allows_organisation, allows_quantity, allows_attribute, name_de, name_en, purpose_de, purpose_en, active, position)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		p.ID, p.Code, p.Family, p.Variant, p.Generation, p.Algorithm, p.TermYears, p.Test, p.NeedsOrganisation, p.AllowsOrganisation,
		p.AllowsQuantity, p.AllowsAttribute, p.NameDE, p.NameEN, p.PurposeDE, p.PurposeEN, p.Active, p.Position)
	if err != nil {
		return err
	}
	return tx.saveProcedures(p)
}

// SaveProduct writes a product with its procedures, unless somebody else did meanwhile.
func (tx *Tx) SaveProduct(p officer.Product) error {
	err := tx.one(stale(), `update products set code = $3, variant = $4, generation = $5, algorithm = $6, term_years = $7, test = $8,
		needs_organisation = $9, allows_organisation = $10, allows_quantity = $11, allows_attribute = $12, name_de = $13, name_en = $14,
		purpose_de = $15, purpose_en = $16, active = $17, position = $18, family = $19, version = version + 1 where id = $1 and version = $2`,
		p.ID, p.Version, p.Code, p.Variant, p.Generation, p.Algorithm, p.TermYears, p.Test, p.NeedsOrganisation, p.AllowsOrganisation,
		p.AllowsQuantity, p.AllowsAttribute, p.NameDE, p.NameEN, p.PurposeDE, p.PurposeEN, p.Active, p.Position, p.Family)
	if err != nil {
		return err
	}
	return tx.saveProcedures(p)
}

func (tx *Tx) saveProcedures(p officer.Product) error {
	if err := tx.exec(`delete from product_procedures where product_id = $1 and procedure <> all ($2)`, p.ID, texts(p.Procedures)); err != nil {
		return err
	}
	return tx.exec(`insert into product_procedures (product_id, procedure) select $1, unnest($2::text[]) on conflict do nothing`, p.ID, texts(p.Procedures))
}
