package desk

import (
	"context"
	"slices"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Catalogue is the provider's operator at work: products, by which procedures
// each may be identified.
type Catalogue struct{ *Counter }

// Products lists the catalogue.
func (s *Catalogue) Products(ctx context.Context) ([]officer.Product, error) {
	return view(ctx, s.Counter, rbac.ProductRead, (*postgres.Tx).Products)
}

// Product shows one entry.
func (s *Catalogue) Product(ctx context.Context, id officer.ProductID) (officer.Product, error) {
	return view(ctx, s.Counter, rbac.ProductRead, func(tx *postgres.Tx) (officer.Product, error) { return tx.Product(id) })
}

// AddProduct enters a product.
func (s *Catalogue) AddProduct(ctx context.Context, p officer.Product) (officer.ProductID, error) {
	return do(ctx, s.Counter, rbac.ProductSave, func(tx *postgres.Tx) (officer.ProductID, error) {
		p.ID = officer.NewID[officer.ProductID]()
		if err := p.Problems().Err(); err != nil {
			return "", err
		}
		tx.Record("product.added", string(p.ID), "code", p.Code)
		return p.ID, tx.AddProduct(p)
	})
}

// SaveProduct changes a product. Orders made before keep what they ordered.
func (s *Catalogue) SaveProduct(ctx context.Context, p officer.Product) error {
	return change(ctx, s.Counter, rbac.ProductSave, func(tx *postgres.Tx) error {
		if err := p.Problems().Err(); err != nil {
			return err
		}
		tx.Record("product.saved", string(p.ID), "code", p.Code, "active", p.Active)
		return tx.SaveProduct(p)
	})
}

// SaveMatrix sets by which procedures each product may be identified. Versions
// say what the operator saw; products that are not named stay as they are.
func (s *Catalogue) SaveMatrix(ctx context.Context, versions map[officer.ProductID]int, matrix map[officer.ProductID][]officer.Procedure) error {
	return change(ctx, s.Counter, rbac.ProductSave, func(tx *postgres.Tx) error {
		products, err := tx.Products()
		if err != nil {
			return err
		}
		tx.Record("product.matrix_saved", string(tx.Organisation()))
		for _, p := range products {
			version, named := versions[p.ID]
			if !named || slices.Equal(sorted(p.Procedures), sorted(matrix[p.ID])) {
				continue
			}
			p.Version, p.Procedures = version, matrix[p.ID]
			if err := p.Problems().Err(); err != nil {
				return officer.Fail(officer.Conflict, "product.matrix_procedure_missing", "product", p.Code)
			}
			tx.Record("product.saved", string(p.ID), "code", p.Code, "procedures", p.Procedures)
			if err := tx.SaveProduct(p); err != nil {
				return err
			}
		}
		return nil
	})
}

func sorted(list []officer.Procedure) []officer.Procedure {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}
