package demo

import (
	"officerportal/officer"
)

// move takes the application to another status.
func (f *file) move(to officer.ApplicationStatus, kind officer.EventKind) {
	f.keep(f.app.Move(to, f.at))
	f.record(kind, string(f.app.ID))
}

// checker picks somebody who may check the case.
func (f *file) checker() officer.Actor {
	var list []officer.Actor
	for _, c := range f.house.staff {
		if by := f.house.actor(c); by.Has(officer.RoleChecker) && by.Account != f.idn.Officer && by.Account != f.person.Account {
			by.Roles = roles(officer.RoleChecker)
			list = append(list, by)
		}
	}
	return pick(f.chance, list)
}

// release puts the case back for everybody.
func (f *file) release() *file {
	f.keep(f.app.Release(f.by))
	f.record("case.released", string(f.app.ID))
	return f
}

// claim lets a checker take the case.
func (f *file) claim() *file {
	by := f.checker()
	f.keep(f.app.Claim(by, false, f.at))
	f.writer.record(f.at, by, "case.claimed", string(f.app.ID), "from", "")
	return f.later(5)
}

// approve is the second pair of eyes saying yes.
func (f *file) approve() *file {
	by := f.checker()
	f.keep(f.idn.Approve(by, f.app, f.at))
	f.keep(f.app.Move(officer.ApplicationChecked, f.at))
	f.writer.record(f.at, by, "identification.checked", string(f.idn.ID), "application", f.app.ID)
	return f.later(4)
}

// sendBack is the second pair of eyes saying why not.
func (f *file) sendBack(why string) *file {
	by := f.checker()
	f.keep(f.idn.SendBack(by, f.app, why, f.at))
	f.keep(f.app.Unsign(f.at))
	f.writer.record(f.at, by, "identification.sent_back", string(f.idn.ID), "application", f.app.ID)
	return f
}

// moveHouse changes the registered address after signing, which undoes it.
func (f *file) moveHouse() *file {
	f.form.Person.Address = f.home()
	undone, err := f.app.Write(officer.GroupPerson, f.form, f.setting.Product, f.at)
	f.keep(err)
	f.record("application.saved", string(f.app.ID), "group", officer.GroupPerson, "fields", []string{"street", "postal_code", "locality"})
	if undone {
		f.keep(f.idn.Undo())
		f.record("identification.undone", string(f.idn.ID), "application", f.app.ID, "why", officer.GroupPerson)
	}
	return f
}

// abort breaks the act off. A suspected forgery raises an incident.
func (f *file) abort(reason officer.AbortReason, note string) *file {
	f.keep(f.idn.Abort(&f.app, reason, note, f.at))
	f.record("identification.aborted", string(f.app.ID), "identification", f.idn.ID, "reason", reason)
	if n, suspected := f.idn.Suspicion(f.by, f.at); suspected {
		n.ID = id[officer.IncidentID](f.chance)
		f.record("incident.raised", string(n.ID), "kind", n.Kind, "application", n.Application)
		f.incidents = append(f.incidents, n)
	}
	return f
}

// settle closes the incident that was raised last.
func (f *file) settle(outcome officer.IncidentOutcome, note string) {
	by := f.firstManager()
	n := &f.incidents[len(f.incidents)-1]
	f.keep(n.Close(outcome, note, by, f.at))
	f.writer.record(f.at, by, "incident.closed", string(n.ID), "outcome", outcome)
}

// end closes an application that came to nothing.
func (f *file) end(to officer.ApplicationStatus, kind officer.EventKind, why string) {
	f.app.ClosedWhy = why
	f.move(to, kind)
}

// captured leads a case through everything that the officer sees and asks.
func (f *file) captured() *file {
	return f.begin().agree().shown().found().fill()
}

// found is checks with nothing to complain of.
func (f *file) found() *file { return f.checks(f.looked()) }

// suspicious is checks with a feature that is not as it should be.
func (f *file) suspicious() *file {
	c := f.looked()
	c.Features[f.idn.DrawnFeatures[0]] = officer.Outcome{Result: officer.Failed, Note: "Fühlt sich glatt an."}
	return f.checks(c)
}

// withdraw gives the case up before it is an order.
func (f *file) withdraw(why string) {
	f.nextDay(2)
	f.keep(f.app.Withdraw(why, f.at))
	f.record("application.withdrawn", string(f.app.ID))
}

// expire ends a case that nobody went on with for thirty days.
func (f *file) expire() {
	f.nextDay(30)
	f.by = officer.Actor{} // the portal itself
	f.end(officer.ApplicationExpired, "application.expired", "retention")
}

// reject is the provider refusing an application.
func (f *file) reject(why string) {
	f.nextDay(2)
	f.by = houses[0].actor(houses[0].staff[2])
	f.end(officer.ApplicationRejected, "application.rejected", why)
}
