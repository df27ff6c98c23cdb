package dbtest_test

import (
	"testing"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

func TestSample(t *testing.T) {
	s := dbtest.NewSample(t)
	for table, want := range map[string]int{"organisations": 3, "shops": 3, "products": 20, "appointments": 4, "members": 26} {
		if got := s.Count(t, postgres.System, table); got != want {
			t.Errorf("%s: %d rows, want %d", table, got, want)
		}
	}
	err := s.DB.View(s.Company.As(officer.RoleOfficer), postgres.ScopeOf(s.Company.Actor(officer.RoleOfficer)), func(tx *postgres.Tx) error {
		o, err := tx.OwnOrganisation()
		if err != nil || o.Name != s.Company.Name || !o.Accepts("passport") {
			t.Errorf("%+v, %v", o, err)
		}
		list, err := tx.Organisations()
		if err != nil || len(list) != 1 {
			t.Errorf("sees %d organisations, %v", len(list), err)
		}
		products, err := tx.ProductsOfShop(s.Company.Shop)
		if err != nil || len(products) != 3 || !products[0].Allows(officer.OfficerIdent) {
			t.Errorf("%+v, %v", products, err)
		}
		if _, err := tx.Shop(s.Authority.Shop); err == nil {
			t.Error("another organisation's shop was found")
		}
		shops, err := tx.Shops()
		if err != nil || len(shops) != 1 || !shops[0].Sells(products[0], officer.OfficerIdent) {
			t.Errorf("%+v, %v", shops, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
