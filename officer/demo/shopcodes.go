package demo

import (
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
)

// A shopCodePlan is a code that opens a shop, with what became of it.
type shopCodePlan struct {
	label string
	days  int // ago it was drawn
	quota int
	lasts int // days; 0 for good
	enter []visit
	then  officer.CodeStatus // what became of it; empty for nothing
	ended int                // days ago
	next  []shopCodePlan     // the one drawn in its stead
}

// A visit is somebody who entered a shop, and perhaps left it.
type visit struct {
	who  citizen
	days int // ago they entered
	why  string
	left int // days ago they left
}

// shownShopCode is the label of the code that the demo shows to everybody.
const shownShopCode = "Intranet"

// The shop codes of the houses, with everything that can become of one.
var (
	companyCodes = []shopCodePlan{
		{label: shownShopCode, days: 200, enter: []visit{{who: applicants[2], days: 190}, {who: applicants[1], days: 33}}},
		{label: "Plakat Kantine", days: 260, enter: []visit{{who: applicants[0], days: 250}, {who: applicants[4], days: 170}}, then: officer.CodeReplaced, ended: 60,
			next: []shopCodePlan{{quota: 500, enter: []visit{{who: applicants[5], days: 41}}}}},
		{label: "Messestand Husum", days: 140, quota: 50, enter: []visit{{who: applicants[6], days: 138}}, then: officer.CodeRevoked, ended: 90},
		{label: "Betriebsversammlung", days: 100, quota: 1, enter: []visit{{who: applicants[3], days: 99, why: officer.LeftThemselves, left: 20}}},
		{label: "Werkstudierende im Sommer", days: 170, lasts: 90},
		{label: "Neue Standorte", days: 25, quota: 80, then: officer.CodePaused, ended: 4},
	}
	projectCodes = []shopCodePlan{
		{label: "Auftakttreffen", days: 50, quota: 30, lasts: 120, enter: []visit{{who: applicants[4], days: 47}, {who: applicants[1], days: 12}}},
	}
	authorityCodes = []shopCodePlan{
		{label: "Rundschreiben an die Gemeinden", days: 220, enter: []visit{{who: applicants[3], days: 215}, {who: applicants[5], days: 80},
			{who: applicants[6], days: 74, why: officer.LeftRemoved, left: 15}}},
		{label: "Aushang Kreishaus", days: 130, quota: 200, lasts: 365, enter: []visit{{who: applicants[0], days: 66}}},
		{label: "Schulung der Standesämter", days: 90, quota: 25, then: officer.CodeRevoked, ended: 70},
	}
)

// ShopCode is the shop code that the demo shows to everybody who tries it.
func ShopCode() officer.Code {
	return clearCode(officer.ShopCodeSymbols, company().Name+" "+shownShopCode)
}

// clearCode draws a code: the same for the same name on every machine.
func clearCode(symbols int, name string) officer.Code {
	code, err := officer.NewCode(symbols, newChance("code "+name))
	if err != nil {
		panic(err) // the chance never runs out, and the numbers of symbols are right
	}
	return code
}

// giveOut draws a shop's code, lets people enter by it, and ends it.
func (w *writer) giveOut(shop officer.Shop, p shopCodePlan) {
	clean, err := officer.ShopCode{Label: p.label, Quota: p.quota}.Clean(w.now, false)
	w.keep(err)
	w.useShopCode(shop, p, w.newShopCode(shop, p, clean))
}

// newShopCode draws a code with the terms of c.
func (w *writer) newShopCode(shop officer.Shop, p shopCodePlan, c officer.ShopCode) officer.ShopCode {
	admin := w.shopAdmin()
	name := w.house.Name + " " + c.Label + string(c.Replaces)
	c.ID, c.Organisation, c.Shop, c.Status = idOf[officer.ShopCodeID](name), w.house.ID, shop.ID, officer.CodeActive
	c.CreatedBy, c.CreatedAt = admin.Account, w.at(p.days, 9, 30)
	if p.lasts > 0 {
		c.ExpiresAt = c.CreatedAt.AddDate(0, 0, p.lasts)
	}
	w.record(c.CreatedAt, admin, "shop_code.drawn", string(c.ID), "shop", c.Shop, "quota", c.Quota, "replaces", c.Replaces)
	return c
}

// useShopCode is what happened to a code since it was drawn.
func (w *writer) useShopCode(shop officer.Shop, p shopCodePlan, c officer.ShopCode) {
	var in []officer.ShopCustomer
	for _, v := range p.enter {
		in = append(in, w.enterShop(shop, &c, v))
	}
	at, admin := w.at(p.ended, 14, 20), w.shopAdmin()
	switch p.then {
	case officer.CodePaused:
		w.keep(c.Pause())
		w.record(at, admin, "shop_code.paused", string(c.ID))
	case officer.CodeRevoked:
		w.keep(c.Revoke(at))
		in = leave(in, at)
		w.record(at, admin, "shop_code.revoked", string(c.ID), "people", len(in))
	case officer.CodeReplaced:
		next, err := c.Rotate(time.Time{}, at)
		w.keep(err)
		w.record(at, admin, "shop_code.rotated", string(c.ID))
		follower := p.next[0]
		follower.days, next.Quota = p.ended, follower.quota
		defer func() { w.useShopCode(shop, follower, w.newShopCode(shop, follower, next)) }() // after the row it names
	}
	w.customers = append(w.customers, in...)
	clear := clearCode(officer.ShopCodeSymbols, w.house.Name+" "+c.Label+string(c.Replaces))
	w.shopCodes = append(w.shopCodes, postgres.KeptShopCode{ShopCode: c, Digest: w.counter.ShopCodeDigest(clear)})
}

// enterShop lets somebody in by a code.
func (w *writer) enterShop(shop officer.Shop, c *officer.ShopCode, v visit) officer.ShopCustomer {
	by, at := v.who.atHome(), w.at(v.days, 19, 15)
	w.keep(officer.ShopDoor{Code: *c, Shop: shop}.Opens(at))
	c.Used++
	w.record(at, by, "shop.entered", string(shop.ID), "code", c.ID, "again", false)
	customer := officer.ShopCustomer{Shop: shop.ID, Account: by.Account, Code: c.ID, Name: by.Name, Email: by.Email, JoinedAt: at}
	if v.why == "" {
		return customer
	}
	customer.LeftWhy, customer.LeftAt = v.why, w.at(v.left, 20, 40)
	if v.why == officer.LeftRemoved {
		w.record(customer.LeftAt, w.shopAdmin(), "shop.customer_removed", string(shop.ID), "person", by.Account)
	} else {
		w.record(customer.LeftAt, by, "shop.left", string(shop.ID))
	}
	return customer
}

// leave takes those out of a shop who came by a code that was revoked.
func leave(in []officer.ShopCustomer, at time.Time) []officer.ShopCustomer {
	for i := range in {
		in[i].LeftWhy, in[i].LeftAt = officer.LeftRevoked, at
	}
	return in
}

// atHome is somebody with an account in their own portal.
func (c citizen) atHome() officer.Actor {
	a := account(c.mail, c.given, c.family, c.speaks())
	return officer.Actor{Account: a.ID, Name: a.Name(), Email: a.Email, Language: a.Language, Place: officer.Portal, Roles: roles(officer.RoleApplicant)}
}
