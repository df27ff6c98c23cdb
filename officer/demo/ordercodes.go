package demo

import (
	"strings"

	"officerportal/officer"
	"officerportal/officer/desk"
)

// An orderCodePlan is a code that releases a product, with what became of it.
type orderCodePlan struct {
	name     string // by which the demo knows it; nobody sees it
	product  string
	days     int // ago it was issued
	uses     int
	lasts    int // days; 0 for good
	terms    officer.OrderCode
	redeemed []redeemer
	then     officer.CodeStatus // what became of it; empty for nothing
	ended    int                // days ago
}

// A redeemer is somebody who used a code: an applicant, or one of the house.
type redeemer struct {
	who  citizen
	mail string // of a colleague
	days int
}

// Names of codes that something else in the demo hangs on.
const (
	shownOrderCode = "for everybody who tries the demo"
	ameliesCode    = "for Amélie"
	kaethesCode    = "for Käthe"
)

// The order codes of the houses: unused, partly used, spent, expired, paused,
// revoked; for anybody, for one person, for one domain.
var (
	companyOrderCodes = []orderCodePlan{
		{name: shownOrderCode, product: "SIG-STD-6.1", days: 30, uses: 500, terms: officer.OrderCode{Note: "Zum Ausprobieren", CostCentre: "KST 4711", PurchaseOrder: "4500004711"},
			redeemed: []redeemer{{who: applicants[1], days: 8}}},
		{name: ameliesCode, product: "SIG-M100-5.1", days: 6, uses: 1, lasts: 120, redeemed: []redeemer{{who: applicants[0], days: 4}},
			terms: officer.OrderCode{Recipient: "Amélie Berger", Email: applicants[0].mail, Procedures: []officer.Procedure{officer.OfficerIdent}, CostCentre: "KST 2040",
				PurchaseOrder: "4500008812", Note: "Stapelsignatur im Einkauf"}},
		{name: kaethesCode, product: "SIG-STD-6.1", days: 48, uses: 1, redeemed: []redeemer{{who: applicants[2], days: 46}},
			terms: officer.OrderCode{Recipient: "Käthe Weiß", CostCentre: "KST 1180", PurchaseOrder: "4500007730"}},
		{name: "officers", product: "OFF-STD-5.1", days: 150, uses: 3, terms: officer.OrderCode{Note: "Officer-Karten der Standorte", Domain: "moewenwind.example", CostCentre: "KST 1000"},
			redeemed: []redeemer{{mail: "jonas.petersen", days: 148}, {mail: "lucja.nowak-brandt", days: 147}, {mail: "aoife.obrien", days: 121}}},
		{name: "site", product: "SIG-STD-6.1", days: 70, uses: 40, lasts: 365, terms: officer.OrderCode{Note: "Umzug der Anlagenplanung", Domain: "moewenwind.example", CostCentre: "KST 3300"},
			redeemed: []redeemer{{mail: "dorothea.wegner", days: 51}, {mail: "renate.schoeller", days: 39}}},
		{name: "summer", product: "TEST-SIG-STD-5.1", days: 160, uses: 20, lasts: 90, terms: officer.OrderCode{Note: "Test der neuen Software"}, redeemed: []redeemer{{who: applicants[5], days: 150}}},
		{name: "audit", product: "SIG-PROF-5.1", days: 40, uses: 5, lasts: 200, terms: officer.OrderCode{Note: "Rechtsabteilung, Freigabe fehlt noch", CostCentre: "KST 5000"}, then: officer.CodePaused, ended: 11},
		{name: "lost letter", product: "SIG-STD-6.1", days: 55, uses: 1, terms: officer.OrderCode{Recipient: "Wiebke Claaßen-Hinrichs", Note: "Brief verloren, neuer Code ist unterwegs"}, then: officer.CodeRevoked, ended: 44},
	}
	authorityOrderCodes = []orderCodePlan{
		{name: "offices", product: "SIG-STD-6.1", days: 85, uses: 60, lasts: 300, terms: officer.OrderCode{Note: "Fachämter, zweites Quartal", Domain: "lra-lindenaukreis.example"},
			redeemed: []redeemer{{mail: "annegret.voss", days: 63}, {mail: "friederike.sommer", days: 20}}},
		{name: "seal", product: "SEAL-STD-6.4", days: 14, uses: 1, lasts: 60, terms: officer.OrderCode{Recipient: "Oğuzhan Şahin", Email: applicants[3].mail, Note: "Siegel der Gemeinde Auenrode"},
			redeemed: []redeemer{{who: applicants[3], days: 13}}},
		{name: "old", product: "SIG-STD-5.1", days: 240, uses: 10, lasts: 100, terms: officer.OrderCode{Note: "Altbestand"}, redeemed: []redeemer{{who: applicants[6], days: 230}}},
		{name: "mistake", product: "SIG-M100-5.1", days: 33, uses: 200, terms: officer.OrderCode{Note: "Versehentlich für alle ausgegeben"}, then: officer.CodeRevoked, ended: 33},
	}
)

// batchOf are the people of the list for whom codes were drawn at once.
var batchOf = map[officer.OrganisationKind][]citizen{officer.Company: companyPeople[8:20], officer.Authority: authorityPeople[4:10]}

// OrderCode is the order code that the demo shows to everybody who tries it.
func OrderCode() officer.Code {
	return clearCode(officer.OrderCodeSymbols, company().Name+" "+shownOrderCode)
}

// issueCodes gives out the house's order codes, for people alone and for a list.
func (w *writer) issueCodes() {
	plans := map[officer.OrganisationKind][]orderCodePlan{officer.Company: companyOrderCodes, officer.Authority: authorityOrderCodes}
	for _, p := range plans[w.house.Kind] {
		w.issue(p, "")
	}
	people := batchOf[w.house.Kind]
	if len(people) == 0 {
		return
	}
	batch := idOf[officer.JobID](w.house.Name + " list")
	for _, c := range people {
		email := mailName(c) + "@" + w.house.domain
		w.issue(orderCodePlan{name: "list " + email, product: "SIG-STD-6.1", days: 17, uses: 1, lasts: 90,
			terms: officer.OrderCode{Recipient: strings.TrimSpace(c.given + " " + c.family), Email: email, Note: "Einführung der Signaturkarte"}}, batch)
	}
	w.record(w.at(17, 10, 12), w.shopAdmin(), "order_code.list_drawn", string(batch), "codes", len(people), "by", desk.ByMail)
}

// issue draws a code by the rules of its page, lets people redeem it, and ends it.
func (w *writer) issue(p orderCodePlan, batch officer.JobID) {
	admin, at := w.shopAdmin(), w.at(p.days, 10, 5)
	c, product := p.terms, w.products[p.product]
	c.ID, c.Organisation, c.Shop, c.Product = idOf[officer.OrderCodeID](w.house.Name+" "+p.name), w.house.ID, w.house.shop.ID, product.ID
	c.Batch, c.Uses, c.Status, c.CreatedBy, c.CreatedAt = batch, p.uses, officer.CodeActive, admin.Account, at
	c, problems := c.Clean()
	if p.lasts > 0 {
		problems.AddErr("last_day", c.Expire(officer.Today(at).AddDays(p.lasts), at))
	}
	if len(c.Allows(w.house.shop.Procedures(product))) == 0 {
		problems.Add("procedures", "code.no_procedure")
	}
	w.keep(problems.Err())
	c.Digest = w.counter.OrderCodeDigest(clearCode(officer.OrderCodeSymbols, w.house.Name+" "+p.name))
	if batch == "" {
		w.record(at, admin, "order_code.issued", string(c.ID), "shop", c.Shop, "product", c.Product, "uses", c.Uses, "last_day", c.LastDay())
	}
	for _, r := range p.redeemed {
		w.redeem(&c, r)
	}
	w.endCode(&c, p)
	w.orderCodes = append(w.orderCodes, c)
}

// endCode is what became of a code.
func (w *writer) endCode(c *officer.OrderCode, p orderCodePlan) {
	at := later(w.at(p.ended, 15, 45), c.CreatedAt)
	switch p.then {
	case officer.CodePaused:
		w.keep(c.Pause())
		w.record(at, w.shopAdmin(), "order_code.paused", string(c.ID))
	case officer.CodeRevoked:
		w.keep(c.Revoke(at))
		w.record(at, w.shopAdmin(), "order_code.revoked", string(c.ID))
	}
}

// redeem uses a code once.
func (w *writer) redeem(c *officer.OrderCode, r redeemer) {
	by, at := r.who.atHome(), w.at(r.days, 20, 5)
	if r.mail != "" {
		by = w.colleagueAtHome(r.mail)
	}
	email := officer.Email(by.Email)
	mine := c.Email == "" && c.Domain == "" || c.Email == by.Email || c.Domain == email.Domain()
	if c.State(at) != officer.CodeActive || !mine {
		w.keep(officer.Fail(officer.Conflict, "code.wrong_status"))
	}
	c.Used++
	x := officer.Redemption{ID: idOf[officer.RedemptionID](string(c.ID) + by.Email), Organisation: w.house.ID, Code: c.ID, Account: by.Account, Name: by.Name, Email: by.Email, RedeemedAt: at}
	w.redeemed = append(w.redeemed, x)
	w.record(at, by, "order_code.redeemed", string(c.ID), "redemption", x.ID)
}

// colleagueAtHome is one of the house's people in their own portal.
func (w *writer) colleagueAtHome(mail string) officer.Actor {
	for _, c := range w.house.staff {
		if c.mail == mail {
			by := w.house.actor(c)
			by.Place, by.Roles = officer.Portal, roles(officer.RoleApplicant)
			return by
		}
	}
	w.keep(officer.Fail(officer.NotFound, "page.not_found"))
	return officer.Actor{}
}

// redemption gives what somebody redeemed a code for.
func (w *writer) redemption(code string, who citizen) officer.RedemptionID {
	id, account := idOf[officer.OrderCodeID](w.house.Name+" "+code), who.atHome().Account
	for _, r := range w.redeemed {
		if r.Code == id && r.Account == account {
			return r.ID
		}
	}
	w.keep(officer.Fail(officer.NotFound, "page.not_found"))
	return ""
}
