package officer

import (
	"cmp"
	"time"
)

// BeginDraft begins what an applicant fills in for themself: a product of a shop
// that accepts orders, with what is known of them already. The procedure is
// chosen on the way, unless there is only one.
func BeginDraft(who Account, shop Shop, p Product, code OrderCode, known Person, at time.Time) (Application, error) {
	if err := shop.Accepts(at); err != nil {
		return Application{}, err
	}
	if len(code.Allows(shop.Procedures(p))) == 0 {
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
	a.Form.Payment = Payment{PurchaseOrder: code.PurchaseOrder, CostCentre: code.CostCentre}
	return a, nil
}

// ReleaseBy puts the terms of the order code that released the product into a draft
// that was begun without it.
func (a *Application) ReleaseBy(by RedemptionID, code OrderCode) {
	a.Redemption = by
	p := &a.Form.Payment
	p.PurchaseOrder, p.CostCentre = cmp.Or(p.PurchaseOrder, code.PurchaseOrder), cmp.Or(p.CostCentre, code.CostCentre)
}

// A Draft is an application as its applicant fills it in, with what it is judged
// against.
type Draft struct {
	Application Application
	Setting     Setting      // with the shop
	Choices     []Procedure  // by which the applicant may be identified
	Account     Account      // the applicant's
	Earlier     []PersonData // as whom they applied before
	Blocked     error        // why it cannot be submitted, whatever it says; nil when it can
}

// Submit hands the draft in. For a procedure of the organisation's own desk it
// waits there for an officer; any other makes it an order at once.
func (d *Draft) Submit(at time.Time) error {
	a := &d.Application
	if a.Status != ApplicationDraft {
		return Fail(Conflict, "ordering.submitted_already")
	}
	if d.Blocked != nil {
		return d.Blocked
	}
	if missing := d.Missing(); len(missing) > 0 {
		return &Error{Kind: Conflict, Key: "application.incomplete", Args: Args{"count": len(missing)}, Fields: missing}
	}
	if err := a.Move(ApplicationSubmitted, at); err != nil || !a.Procedure.AtDesk() {
		return err
	}
	return a.Move(ApplicationIdentificationDue, at)
}

// WithdrawOwn gives an application up that the applicant began. A draft needs no
// reason: nobody has seen it.
func (a *Application) WithdrawOwn(why string, at time.Time) error {
	if !a.ByApplicant() {
		return Fail(Conflict, "ordering.begun_at_desk")
	}
	if a.Status == ApplicationDraft && why == "" {
		why = "draft"
	}
	return a.Withdraw(why, at)
}

// Withdraw gives an order up while nobody works on it yet; the reason stays with it.
func (o *Order) Withdraw(why string, at time.Time) error {
	switch {
	case o.Status != OrderOpen:
		return Fail(Conflict, "ordering.too_late", "status", string(o.Status))
	case why == "":
		return Problems{{Field: "why", Key: "form.missing"}}.Err()
	}
	if err := o.Move(OrderWithdrawn, at); err != nil {
		return err
	}
	o.ClosedWhy = why
	return nil
}
