package officer

import (
	"slices"
	"time"
)

// BeginDraft begins what an applicant fills in for themself: a product of a shop
// that accepts orders, with what is known of them already. The procedure is
// chosen on the way.
func BeginDraft(who Account, shop Shop, p Product, known Person, at time.Time) (Application, error) {
	if shop.Status != "open" {
		return Application{}, Fail(Conflict, "shop.closed")
	}
	if !slices.ContainsFunc(Procedures, func(by Procedure) bool { return shop.Sells(p, by) }) {
		return Application{}, Fail(Conflict, "ordering.not_sold")
	}
	a := Application{
		ID: NewID[ApplicationID](), Organisation: shop.Organisation, Shop: shop.ID, Product: p.ID, Account: who.ID, Status: ApplicationDraft,
		Quantity: 1, Language: who.Language, CreatedBy: who.ID, CreatedAt: at, ChangedAt: at, StatusSince: at,
	}
	a.Form.Person = known.PersonData
	if known.ID == "" {
		a.Form.Person = PersonData{GivenNames: who.GivenNames, FamilyName: who.FamilyName}
	}
	a.Form.Contact = Contact{Email: who.Email, Mobile: known.Mobile}
	return a, nil
}
