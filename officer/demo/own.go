package demo

import (
	"slices"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
)

// An ownPlan is something that an applicant orders, or begins to order, in their
// own portal.
type ownPlan struct {
	plan
	by    officer.Procedure
	shop  string          // its name; empty for the house's first
	code  string          // by which it was released; empty where they entered the shop
	until officer.Step    // a draft that was filled in as far as before this step; empty for one that was handed in
	turns []turn          // what became of the order; nil for what usually does
	goes  func(*file)     // how a case goes on that waits at the house's desk; nil where it waits still
	names *officer.Person // somebody else whom they name
}

// stays is the course of an order that was made a few days ago.
var stays = []turn{}

// ownPlans are what applicants did themselves, by every procedure and with every
// end.
var ownPlans = map[officer.OrganisationKind][]ownPlan{
	officer.TSP: {
		{plan: plan{who: applicants[0], product: "SIG-PROF-5.1", days: 2}, until: officer.Step(officer.GroupCertificate)},
		{plan: plan{who: applicants[2], product: "SIG-M100-5.1", days: 3}, until: officer.StepDocument, names: &kaethesDaughter},
		{plan: plan{who: applicants[0], product: "SIG-STD-6.1", days: 3}, by: officer.PostIdentBranch, turns: stays},
		{plan: plan{who: applicants[0], product: "SIG-M100-5.1", days: 11}, by: officer.NotarIdent, turns: asked[:1]},
		{plan: plan{who: applicants[0], product: "SIG-STD-5.1", days: 44}, by: officer.PostIdentEID, turns: smooth[:2]},
		{plan: plan{who: applicants[0], product: "TEST-SIG-STD-5.1", days: 210, quantity: 3}, by: officer.PostIdentEID, turns: smooth},
		{plan: plan{who: applicants[1], product: "SIG-STD-6.1", days: 5}, by: officer.BotschaftsIdent, turns: stays},
		{plan: plan{who: applicants[1], product: "SIG-M100-5.1", days: 22}, by: officer.NotarIdent, turns: smooth[:1]},
		{plan: plan{who: applicants[2], product: "SIG-STD-6.1", days: 9}, by: officer.PostIdentBranch, turns: revoke},
		{plan: plan{who: applicants[2], product: "TEST-SIG-M100-5.1", days: 95, quantity: 2}, by: officer.BotschaftsIdent, turns: smooth},
		{plan: plan{who: applicants[3], product: "SIG-STD-6.1", days: 4}, by: officer.PostIdentEID, turns: stays},
		{plan: plan{who: applicants[3], product: "SIG-MULTI-5.1", days: 40}, by: officer.NotarIdent, turns: refuse},
		{plan: plan{who: applicants[6], product: "SIG-STD-5.1", days: 130}, by: officer.NotarIdent, turns: smooth},
	},
	officer.Company: {
		{plan: plan{who: applicants[1], product: "SIG-STD-6.1", days: 7}, code: shownOrderCode, until: officer.StepConsents, by: officer.PostIdentBranch},
		{plan: plan{who: applicants[0], product: "SIG-STD-6.1", days: 6}, by: officer.OfficerIdent},
		{plan: plan{who: applicants[4], product: "SIG-PROF-5.1", days: 2}, by: officer.OfficerIdent},
		{plan: plan{who: applicants[2], product: "SIG-M100-5.1", days: 4}, by: officer.OfficerIdent},
		{plan: plan{who: applicants[5], product: "SIG-STD-6.1", days: 1}, by: officer.OfficerIdent},
		{plan: plan{who: applicants[4], product: "SIG-STD-6.1", days: 5}, by: officer.DTrustIdent, shop: "Projekt Nordlicht", turns: stays},
		{plan: plan{who: applicants[1], product: "SIG-M100-5.1", days: 10}, by: officer.DTrustIdent, shop: "Projekt Nordlicht", turns: asked[:1]},
		{plan: plan{who: applicants[2], product: "SIG-STD-6.1", days: 45}, by: officer.PostIdentBranch, code: kaethesCode, turns: smooth[:2]},
		{plan: plan{who: applicants[4], product: "SIG-STD-5.1", days: 120}, by: officer.OfficerIdent, turns: smooth, goes: (*file).seenAtDesk},
	},
	officer.Authority: {
		{plan: plan{who: applicants[3], product: "SIG-STD-6.1", days: 8}, by: officer.BehoerdenIdent},
		{plan: plan{who: applicants[5], product: "SIG-M100-5.1", days: 3}, by: officer.BehoerdenIdent},
		{plan: plan{who: applicants[3], product: "SEAL-STD-6.4", days: 12, quantity: 2}, by: officer.BehoerdenIdent, code: "seal"},
		{plan: plan{who: applicants[5], product: "SIG-STD-5.1", days: 26}, by: officer.BehoerdenIdent, turns: smooth[:1], goes: (*file).seenAtDesk},
		{plan: plan{who: applicants[6], product: "SIG-STD-5.1", days: 40}, by: officer.BehoerdenIdent,
			goes: func(f *file) {
				f.reject("Die Organisation im Antrag ist nicht diese Behörde.")
				f.close()
			}},
	},
}

// kaethesDaughter is whom Käthe Weiß wanted to order for: the provider hears of
// an account that names two people.
var kaethesDaughter = officer.Person{PersonData: officer.PersonData{GivenNames: "Mathilda", FamilyName: "Weiß-Lorenz", BirthPlace: "Leipzig", Nationality: "DEU"}}

// takeOwn lets applicants order for themselves, the oldest first.
func (w *writer) takeOwn() {
	oldestFirst := func(a, b ownPlan) int { return b.days - a.days }
	for _, o := range slices.SortedStableFunc(slices.Values(ownPlans[w.house.Kind]), oldestFirst) {
		f := w.begun(o)
		if o.until != "" {
			f.draftUntil(o)
			continue
		}
		f.answerAll(o)
		f.handIn(o)
	}
}

// begun is an application that somebody began in a shop of the house.
func (w *writer) begun(o ownPlan) *file {
	product, ok := w.products[o.product]
	if !ok {
		w.keep(errCatalogue)
	}
	shop := w.house.shop
	if o.shop != "" {
		shop = w.in(o.shop)
	}
	f := &file{writer: w, plan: o.plan, by: o.who.atHome(), at: w.at(o.days, w.chance.between(7, 21), w.chance.between(0, 59)), turns: o.turns}
	f.person = w.acquainted(o.who)
	f.setting = officer.Setting{Product: product, Organisation: w.house.Organisation, Shop: shop, Today: officer.Today(f.at)}
	var code officer.OrderCode
	if o.code != "" {
		code = w.orderCode(o.code)
	}
	f.choices = code.Allows(shop.Procedures(product))
	known := f.person
	if known.CreatedAt.IsZero() {
		known = officer.Person{}
	}
	app, err := officer.BeginDraft(account(o.who.mail, o.who.given, o.who.family, o.who.speaks()), shop, product, code, known, f.at)
	f.keep(err)
	f.app = app
	f.app.ID = id[officer.ApplicationID](w.chance)
	if o.code != "" {
		f.app.Redemption = w.redemption(o.code, o.who)
	}
	f.form = f.ownAnswers(code)
	return f
}

// acquainted gives an applicant as the house knows them, or will.
func (w *writer) acquainted(c citizen) officer.Person {
	account := c.atHome().Account
	if i := slices.IndexFunc(w.persons, func(p officer.Person) bool { return p.Account == account }); i >= 0 {
		return w.persons[i]
	}
	return w.person(c, w.home())
}

// ownAnswers is what an applicant types, by the rules of the shop.
func (f *file) ownAnswers(code officer.OrderCode) officer.Form {
	form := f.filledIn()
	form.Secrets.RevocationPassword = "typed"
	form.Signatory = officer.Signatory{Self: "yes"}
	if slices.Contains(f.setting.Shop.Deliveries(), "applicant") {
		form.Delivery = officer.Delivery{CardTo: "applicant", Card: f.person.Address, PINTo: "same"}
	}
	if !f.setting.HousePays() {
		form.Payment.Recipient, form.Payment.Address, form.Payment.VATID = f.person.Spoken(), f.person.Address, ""
	}
	form.Payment = f.setting.Billed(form.Payment)
	if code.ID != "" {
		form.Payment.PurchaseOrder, form.Payment.CostCentre = code.PurchaseOrder, code.CostCentre
	}
	return form
}

// draft is the file as the pages of the applicant's form see it.
func (f *file) draft() officer.Draft {
	a := account(f.who.mail, f.who.given, f.who.family, f.who.speaks())
	return officer.Draft{Application: f.app, Setting: f.setting, Choices: f.choices, Account: a}
}

// draftUntil leaves the form where somebody stopped.
func (f *file) draftUntil(o ownPlan) {
	f.answerAll(o)
	if o.names != nil {
		other := o.names.PersonData
		other.Address, other.BirthDate = f.person.Address, officer.Today(f.now).AddMonths(-12*24)
		f.app.Form.Person = other
		f.twoPeople = append(f.twoPeople, officer.Enquiry{ID: idOf[officer.EnquiryID](string(f.app.ID)), Kind: officer.EnquiryIdentities, Account: f.app.Account, Subject: string(f.app.ID)})
	}
	f.close()
}

// answerAll fills in the form, step by step, as far as the plan goes. An answer may
// ask for further steps.
func (f *file) answerAll(o ownPlan) {
	for _, s := range officer.OrderSteps {
		if s == o.until {
			return
		}
		if f.draft().Asks(s) {
			f.answer(s, o)
		}
	}
}

// answer fills in one step by the rules of its page.
func (f *file) answer(s officer.Step, o ownPlan) {
	f.later(1)
	f.app.ChangedAt = f.at
	switch s {
	case officer.StepDocument:
		f.state()
	case officer.StepProcedure:
		d := f.draft()
		f.keep(d.ChooseProcedure(o.by, f.appointment(o.by), false, f.at))
		f.app = d.Application
	case officer.StepConsents:
		f.agreeAs(f.by.Account)
	case officer.StepQuantity:
		f.keep(f.app.SetQuantity(max(o.quantity, 1), f.setting.Product, f.at))
	}
	g, is := s.Group()
	if !is {
		return
	}
	_, err := f.app.Write(g, f.form, f.setting.Product, f.at)
	f.keep(err)
	if g == officer.GroupSecrets {
		f.app.SecurityAnswerHash, f.app.RevocationPasswordHash = f.hash, f.hash
	}
}

// state says what stands in the applicant's identity document.
func (f *file) state() {
	entry := f.writer.document(f.who, f.form.Person, f.expiry(f.who, officer.Today(f.now)))
	document, number, problems := entry.State(officer.DocumentNumber{}, f.setting.Today)
	f.keep(problems.Err())
	f.app.Stated, f.app.DocumentExpiresOn, f.entry = document, document.ExpiresOn, &entry
	sealed, err := f.counter.SealStated(f.app, number)
	f.keep(err)
	f.app.StatedNumberSealed = sealed
}

// appointment is when somebody would like to come to the provider.
func (f *file) appointment(by officer.Procedure) officer.AppointmentWish {
	if by != officer.DTrustIdent {
		return officer.AppointmentWish{}
	}
	day := f.setting.Today.AddDays(16)
	for day.Time().Weekday() == time.Saturday || day.Time().Weekday() == time.Sunday {
		day = day.AddDays(1)
	}
	return officer.AppointmentWish{On: day, Half: officer.HalfMorning, Note: "Anreise mit der Bahn, am liebsten nach 10 Uhr."}
}

// handIn submits the form: it waits at the house's desk, or is an order.
func (f *file) handIn(o ownPlan) {
	d := f.draft()
	f.later(2)
	f.keep(d.Submit(f.at))
	f.app = d.Application
	f.introduce()
	f.record("application.submitted", string(f.app.ID), "product", f.app.Product, "procedure", f.app.Procedure)
	switch {
	case !f.app.Procedure.AtDesk():
		f.submit()
		return
	case o.goes == nil:
		f.record("application.identification_due", string(f.app.ID))
		f.close()
	default:
		f.record("application.identification_due", string(f.app.ID))
		o.goes(f)
	}
}

// introduce makes the applicant known to the house.
func (f *file) introduce() {
	i := slices.IndexFunc(f.persons, func(p officer.Person) bool { return p.ID == f.person.ID })
	if i < 0 {
		f.person.CreatedAt = f.at
		f.persons = append(f.persons, f.person)
		f.record("person.added", string(f.person.ID))
	} else if f.persons[i].CreatedAt.After(f.at) {
		f.persons[i].CreatedAt = f.at
	}
	f.app.Person = f.person.ID
}

// seenAtDesk lets an officer identify somebody who comes with an application of
// their own, and makes the order.
func (f *file) seenAtDesk() {
	f.nextDay(2)
	f.by = f.officerAt(f.at, f.person.Account)
	f.setting.Shop = officer.Shop{} // its rules are for who applies there themself
	f.identify().shown().found().sign()
	if f.setting.Organisation.SecondCheck {
		f.nextDay(1).approve()
	}
	f.setting.Today = officer.Today(f.at)
	f.keep(f.app.Submittable(f.setting))
	f.submit()
}

// orderCode gives one of the house's codes by the name that the demo knows it by.
func (w *writer) orderCode(name string) officer.OrderCode {
	id := idOf[officer.OrderCodeID](w.house.Name + " " + name)
	i := slices.IndexFunc(w.orderCodes, func(c officer.OrderCode) bool { return c.ID == id })
	if i < 0 {
		w.keep(officer.Fail(officer.NotFound, "page.not_found"))
		return officer.OrderCode{}
	}
	return w.orderCodes[i]
}

// notice tells the provider of accounts that name two people.
func (w *writer) notice(tx *postgres.Tx) error {
	for _, e := range w.twoPeople {
		if err := tx.NoticeOnce(e); err != nil {
			return err
		}
	}
	return nil
}
