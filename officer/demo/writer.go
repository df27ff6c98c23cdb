package demo

import (
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
)

// A writer makes the rows of one organisation and writes them at once.
type writer struct {
	house    house
	now      time.Time
	chance   chance
	book     chance        // of the book's lines, so that one more changes nothing else
	counter  *desk.Counter // seals and signs
	products map[string]officer.Product
	hash     string // of applicantSecret
	fault    error  // the first thing that a rule of the portal refused

	shops      []officer.Shop
	logos      []shopLogo
	shopCodes  []postgres.KeptShopCode
	customers  []officer.ShopCustomer
	orderCodes []officer.OrderCode
	redeemed   []officer.Redemption
	twoPeople  []officer.Enquiry

	accounts     []officer.Account
	members      []officer.Member
	roles        []officer.RoleAssignment
	appointments []officer.Appointment
	events       []officer.Event

	strangers       []citizen
	persons         []officer.Person
	applications    []officer.Application
	identifications []officer.Identification
	signed          []officer.Record
	incidents       []officer.Incident
	orders          []officer.Order
	questions       []officer.Question
}

// keep remembers the first refusal.
func (w *writer) keep(err error) {
	if w.fault == nil {
		w.fault = err
	}
}

// open opens the organisation with its shop.
func (w *writer) open(products []officer.Product) {
	h := &w.house
	w.products = make(map[string]officer.Product, len(products))
	h.CreatedAt = w.monthsAgo(openedMonths, -1)
	w.record(h.CreatedAt, w.operator(), "organisation.admitted", string(h.ID), "number", h.Number, "kind", h.Kind)
	for _, p := range products {
		w.products[p.Code] = p
	}
	for _, shop := range h.sections() {
		w.stock(shop, products)
	}
	h.shop = w.shops[0]
	for _, b := range h.branches {
		w.record(h.CreatedAt, w.operator(), "branch.added", string(b.ID))
	}
}

// write keeps everything in the order in which rows lean on each other.
func (w *writer) write(tx *postgres.Tx) error {
	for _, step := range []func() error{
		func() error { return tx.AddOrganisation(w.house.Organisation) },
		func() error { return tx.AddBranches(w.house.branches) },
		func() error { return w.writeShops(tx) },
		func() error { return w.writeTexts(tx) },
		func() error { return tx.AddAccounts(w.accounts) },
		func() error { return tx.AddMembers(w.members) },
		func() error { return tx.AddRoles(w.roles) },
		func() error { return tx.AddAppointments(w.appointments) },
		func() error { return tx.AddShopCodes(w.shopCodes) },
		func() error { return tx.AddShopCustomers(w.customers) },
		func() error { return tx.AddKeptOrderCodes(w.orderCodes) },
		func() error { return tx.AddRedemptions(w.redeemed) },
		func() error { return tx.AddPersons(w.persons) },
		func() error { return tx.AddApplications(w.applications) },
		func() error { return tx.AddIdentifications(w.identifications) },
		func() error { return tx.AddRecords(w.signed) },
		func() error { return tx.AddIncidents(w.incidents) },
		func() error { return tx.AddOrders(w.orders) },
		func() error { return w.ask(tx) },
		func() error { return w.notice(tx) },
		func() error { return tx.AddEvents(w.events) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// A shopLogo is a shop's picture.
type shopLogo struct {
	shop officer.ShopID
	logo officer.Logo
}

func (w *writer) writeShops(tx *postgres.Tx) error {
	for _, s := range w.shops {
		if err := tx.AddShop(s); err != nil {
			return err
		}
	}
	for _, l := range w.logos {
		if err := tx.SaveShopLogo(l.shop, l.logo); err != nil {
			return err
		}
	}
	return nil
}

// record writes a line into the book at a time that has passed.
func (w *writer) record(at time.Time, by officer.Actor, kind officer.EventKind, subject string, pairs ...any) {
	e := officer.Event{ID: id[officer.EventID](w.book), Organisation: w.house.ID, At: at, Kind: kind, Subject: subject,
		Actor: by.Account, ActorName: by.Name, Details: officer.Args{}}
	if len(by.Roles) > 0 {
		e.ActorRole = by.Roles[0]
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		e.Details[pairs[i].(string)] = pairs[i+1]
	}
	w.events = append(w.events, e)
}

// at gives a time of day in Berlin so many days ago, on the working day before
// if that was a weekend or is still to come.
func (w *writer) at(daysAgo, hour, minute int) time.Time {
	day := w.now.In(officer.Berlin())
	for ago := daysAgo; ; ago++ {
		t := time.Date(day.Year(), day.Month(), day.Day()-ago, hour, minute, 0, 0, officer.Berlin())
		if t.Before(w.now) && t.Weekday() != time.Saturday && t.Weekday() != time.Sunday {
			return t.UTC()
		}
	}
}

// monthsAgo gives a time on a working day so many months ago; who is later in a
// list comes in later.
func (w *writer) monthsAgo(months, place int) time.Time {
	then := officer.Today(w.now).AddMonths(-months).AddDays(place)
	return w.at(then.DaysUntil(officer.Today(w.now)), 9, 10)
}
