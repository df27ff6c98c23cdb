package officer

import (
	"slices"
	"testing"
	"time"
)

func TestTerms(t *testing.T) {
	first, err := NewDate(2026, time.January, 1)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Terms{ContractFrom: first, ContractUntil: first, BarredProcedures: []Procedure{NotarIdent, "dance", OfficerIdent, NotarIdent}}.Clean()
	if err != nil || !slices.Equal(got.BarredProcedures, []Procedure{NotarIdent, OfficerIdent}) || len(got.Allowed()) != len(Procedures)-2 || slices.Contains(got.Allowed(), NotarIdent) {
		t.Errorf("%+v, %v", got, err)
	}
	if got.Over(first) || !got.Over(first.AddDays(1)) || (Terms{}).Over(first) {
		t.Error("the contract's last day counts, and no end is none")
	}
	if _, err := (Terms{ContractFrom: first, ContractUntil: first.AddDays(-1)}).Clean(); err == nil {
		t.Error("a contract that ends before it begins")
	}
	house := Organisation{Kind: Company, Terms: got}
	if house.Runs(OfficerIdent) || house.Runs(NotarIdent) || !house.Runs(PostIdentEID) {
		t.Error("barred procedures are offered, or others are not")
	}
}
