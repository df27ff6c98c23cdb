package main

import (
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/postgres/dbtest"
)

// variants are ways that do not go as planned.
func (all *walks) variants(t *testing.T) {
	t.Run("suspected forgery", func(t *testing.T) { t.Parallel(); all.forgery(t) })
	t.Run("two tabs", func(t *testing.T) { t.Parallel(); all.twoTabs(t) })
	t.Run("suspended", func(t *testing.T) { t.Parallel(); all.suspended(t) })
	t.Run("no script", func(t *testing.T) {
		t.Parallel()
		w := all.arrive(t, "Hansen", "de", 1280)
		w.silent()
		w.signsIn()
		a := applicant{"Đặng", "Łucja", "Dangg", "L01X00TT0", "Signaturkarte Standard 5.1"}
		w.identifies(a)
		w.applies()
		w.signs()
		w.isChecked("Sommer")
		w.submits()
		w.holdsPapers(a)
	})
}

// forgery: one feature is missing, and the manager hears of it.
func (all *walks) forgery(t *testing.T) {
	w := all.arrive(t, "Petersen", "de", 1280)
	w.enters("/desk")
	w.identifiesUpTo(applicant{"Müller-Ångström", "İpek", "Mueller-Angstrem", "L01X00T55", "Signaturkarte Standard 6.1"})
	w.checks(officer.Passed)
	drawn := dbtest.Get[string](t, all.data, `select drawn_features[1] from identifications where application_id = $1`, w.id())
	w.answers("feature_"+drawn, officer.Failed)
	w.saves()
	w.comes(w.base+"/abort", "abort")
	w.reads(w.says("abort.proposed", nil))
	w.errs("abort")
	w.answers("reason", "suspected_forgery")
	w.types("note", "Die Prägung fehlt, das Hologramm ist aufgeklebt.")
	w.presses(`form[action="` + w.base + `/abort"] .portal-btn--danger`)
	w.looks("abort-confirm")
	w.presses(`form[action="` + w.base + `/abort"] button[type=submit]`)
	w.comes("/desk", "aborted")

	m := all.arrive(t, "Albers", "de", 1280)
	m.enters("/desk/incidents")
	m.looks("incidents")
	id := dbtest.Get[string](t, all.data, `select id from incidents where note like 'Die Prägung fehlt%'`)
	m.presses(`main a[href="/desk/incidents/` + id + `"]`)
	m.comes("/desk/incidents/"+id, "incident")
	m.reads("Die Prägung fehlt, das Hologramm ist aufgeklebt.", "Jonas Petersen")
}

// twoTabs: whoever comes too late sees both versions and decides.
func (all *walks) twoTabs(t *testing.T) {
	w := all.arrive(t, "Nowak-Brandt", "de", 1280)
	w.enters("/desk")
	w.begins(applicant{"Yıldız", "Øystein", "Yildiz", "L01X00T63", "Signaturkarte Standard 6.1"})
	w.goes(w.base + "/contact")
	other := w.another()
	other.goes(w.base + "/contact")
	w.types("mobile", "+49 170 1111111")
	w.saves()
	other.types("mobile", "+49 170 2222222")
	other.Expect(409)
	other.saves()
	other.Expect()
	other.looks("both-versions")
	other.reads("1111111", "2222222")
	other.saves()
	if got := dbtest.Get[string](t, all.data, `select form -> 'Contact' ->> 'Mobile' from applications where id = $1`, w.id()); !strings.HasSuffix(got, "2222222") {
		t.Errorf("what was sent knowingly is not kept: %s", got)
	}
}

// suspended: from the moment on nothing more is written, and the officer is told.
func (all *walks) suspended(t *testing.T) {
	w := all.arrive(t, "Ostermann", "de", 1280)
	w.enters("/desk")
	a := applicant{"Okafor", "Chidinma", "Okafar", "L01X00T71", "Signaturkarte Standard 6.1"}
	w.begins(a)
	w.agrees()
	w.Expect(401) // the draft that the script saves, and then the form
	w.types("mrz", a.zone())
	m := all.arrive(t, "Albers", "de", 1280)
	appointment := dbtest.Get[string](t, all.data, `select id from appointments where account_id = $1 and status = 'active'`, w.who)
	m.enters("/desk/people/" + appointment + "/suspend")
	m.types("why", "Klärung eines Vorwurfs")
	m.saves()
	before := dbtest.Get[string](t, all.data, `select row(a.*, i.*)::text from applications a join identifications i on i.application_id = a.id where a.id = $1`, w.id())
	w.saves()
	w.Expect()
	w.looks("session-ended")
	w.reads(w.says("refusal.unauthenticated", nil))
	if after := dbtest.Get[string](t, all.data, `select row(a.*, i.*)::text from applications a join identifications i on i.application_id = a.id where a.id = $1`, w.id()); after != before {
		t.Errorf("something was written: %s\n%s", before, after)
	}
}
