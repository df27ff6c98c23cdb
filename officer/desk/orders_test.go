package desk_test

import (
	"errors"
	"testing"

	"officerportal/officer"
)

func TestOrderWithItsHistory(t *testing.T) {
	b := newBench(t)
	b.sign(t)
	id, err := b.Submit(b.as(officer.RoleOfficer), b.id)
	must(t, err)
	f, err := b.Order(b.as(officer.RoleOfficer), id)
	must(t, err)
	if f.Order.Application != b.id || f.Status != officer.OrderOpen || f.Product.ID != b.Signature.ID || len(f.History) != 3 || f.History[0].ActorName == "" {
		t.Errorf("%+v", f)
	}
	if of, err := b.OrderOf(b.as(officer.RoleOfficer), b.id); err != nil || of.ID != id {
		t.Error(of, err)
	}
	if _, err := b.Order(b.Authority.As(officer.RoleOfficer), id); !errors.Is(err, officer.NotFound) {
		t.Errorf("another organisation's order: %v", err)
	}
	if _, err := b.Order(b.as(officer.RoleShopAdmin), id); !errors.Is(err, officer.Forbidden) {
		t.Errorf("a shop admin: %v", err)
	}
}
