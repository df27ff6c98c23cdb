package desk_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
)

// A staffed house has the services that look after people and organisations.
type staffed struct {
	*house
	people        *desk.People
	organisations *desk.Organisations
	incidents     *desk.Incidents
	trail         *desk.Trail
	manager       context.Context // the company's first RA manager
	today         officer.Date
}

func newStaffed(t testing.TB) *staffed {
	t.Helper()
	h := newHouse(t)
	c := h.accounts.Counter
	return &staffed{house: h, people: &desk.People{Counter: c}, organisations: &desk.Organisations{Counter: c}, incidents: &desk.Incidents{Counter: c},
		trail: &desk.Trail{Counter: c}, manager: h.Company.As(officer.RoleRAManager), today: officer.Today(h.Clock.Now())}
}

// mailed gives the token of the newest link that was mailed to an address.
func (h *staffed) mailed(t testing.TB, to string) string {
	t.Helper()
	link := dbtest.Get[string](t, h.Database, `select args->>'link' from mails where recipient = $1 and args ? 'link' order by created_at desc, id desc limit 1`, to)
	return link[strings.LastIndex(link, "/")+1:]
}

// nominee is somebody with an account and nothing else, who was nominated by the
// company.
func (h *staffed) nominee(t testing.TB) (officer.Actor, desk.Seen) {
	t.Helper()
	who := h.Applicant(t)
	h.Exec(t, `update accounts set email_key = email where id = $1`, who.Account)
	id, err := h.people.Nominate(h.manager, officer.Invitee{Name: who.Name, Email: officer.Email(who.Email), Branch: h.Company.Branch})
	ok(t, err)
	return who, desk.Seen{ID: id, Version: 1}
}

// accepted is a nominee who said yes.
func (h *staffed) accepted(t testing.TB) (officer.Actor, desk.Seen) {
	t.Helper()
	who, seen := h.nominee(t)
	ok(t, h.people.Accept(dbtest.As(who), officer.LinkAppointment, h.mailed(t, who.Email)))
	seen.Version++
	return who, seen
}

// ready is somebody of whom nothing is missing but the activation.
func (h *staffed) ready(t testing.TB) (officer.Actor, desk.Seen) {
	t.Helper()
	who, seen := h.accepted(t)
	ok(t, h.people.RecordBackgroundCheck(h.manager, seen, h.today, "Führungszeugnis"))
	seen.Version++
	ok(t, h.people.RecordTraining(h.manager, seen, h.today))
	seen.Version++
	return who, seen
}

// active is an officer at work.
func (h *staffed) active(t testing.TB) (officer.Actor, desk.Seen) {
	t.Helper()
	who, seen := h.ready(t)
	ok(t, h.people.Activate(h.manager, seen))
	seen.Version++
	return who, seen
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// asManager is a person at work as the company's RA manager.
func (h *staffed) asManager(a officer.Actor) context.Context {
	a.Place, a.Organisation, a.OrganisationName, a.OrganisationKind = officer.Desk, h.Company.ID, h.Company.Name, h.Company.Kind
	a.Roles, a.SecondFactor = []officer.Role{officer.RoleRAManager}, true
	return dbtest.As(a)
}

// events lists the kinds of the company's newest events, the oldest first.
func (h *staffed) events(t testing.TB, subject string) []string {
	t.Helper()
	var kinds []string
	h.Select(t, &kinds, `select kind from events where subject = $1 order by at, id`, subject)
	slices.Sort(kinds)
	return kinds
}
