package officer_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"officerportal/officer"
)

// German role mailboxes that no English list has.
const germanRoles = `poststelle buero verwaltung rathaus buergerbuero empfang personal bewerbung einkauf vertrieb hilfe datenschutz edv amt
	behoerde gemeinde stadt kanzlei geschaeftsfuehrung rechnung rechnungen finanzen kasse standesamt ordnungsamt verteiler beirat
	betriebsrat personalrat leitung pforte kundenservice postfach funktionspostfach info office contact support noreply`

func wrong(err error) string {
	var refusal *officer.Error
	if !errors.As(err, &refusal) || len(refusal.Fields) == 0 {
		return ""
	}
	return refusal.Fields[0].Field + " " + refusal.Fields[0].Key
}

func TestOwnAddress(t *testing.T) {
	for _, role := range strings.Fields(germanRoles) {
		for _, typed := range []string{role, strings.ToUpper(role), role + "+kim", role + "2", role[:2] + "." + role[2:]} {
			if _, err := officer.OwnAddress(typed+"@stadt.example", true); wrong(err) != "email account.role_mailbox" {
				t.Errorf("%s: %v", typed, err)
			}
		}
	}
	for typed, want := range map[string]string{
		"kim@stadt.example": "", "k.m@stadt.example": "", "km@stadt.example": "", "personalia@stadt.example": "", "amtmann@stadt.example": "", "info.meier@stadt.example": "",
		"hr@stadt.example": "own_mailbox account.initials", "PR1@stadt.example": "own_mailbox account.initials", "g.f@stadt.example": "own_mailbox account.initials",
		"": "email form.missing", "kim": "email email.form", "kim@": "email email.form",
	} {
		email, err := officer.OwnAddress(typed, false)
		if wrong(err) != want {
			t.Errorf("%q: %v", typed, err)
		}
		if err == nil && string(email) != strings.ToLower(typed) {
			t.Errorf("%q becomes %q", typed, email)
		}
	}
	if _, err := officer.OwnAddress("hr@stadt.example", true); err != nil {
		t.Errorf("initials that were confirmed: %v", err)
	}
}

func TestAChangeIsDoneWhenBothConfirmed(t *testing.T) {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for _, sides := range [][]officer.MailboxSide{{officer.OldMailbox, officer.NewMailbox}, {officer.NewMailbox, officer.OldMailbox}} {
		c := officer.EmailChange{ID: officer.NewID[officer.EmailChangeID](), ExpiresAt: at.Add(time.Hour)}
		if !c.Open(at) || c.Open(at.Add(time.Hour)) {
			t.Error("open for as long as it may wait")
		}
		if c.Confirm(sides[0], at) || c.Confirm(sides[0], at) {
			t.Error("one side is enough")
		}
		if !c.Confirm(sides[1], at) || c.Open(at) {
			t.Error("both sides are not")
		}
		for _, side := range sides {
			if id, back := officer.ParseChangeSubject(c.LinkSubject(side)); id != c.ID || back != side {
				t.Errorf("%s %s", id, back)
			}
		}
	}
}

func TestWhatKeepsAnAccount(t *testing.T) {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	day := officer.Today(at)
	for status, until := range map[officer.OrderStatus]officer.Date{
		officer.OrderCompleted: day.AddMonths(12 * 9), officer.OrderRejected: day.AddMonths(12), officer.OrderWithdrawn: day.AddMonths(12),
		officer.OrderOpen: {}, officer.OrderWaiting: {}, officer.OrderInProduction: {}, officer.OrderDispatched: {},
	} {
		order := officer.Holding{Status: status, StatusSince: at, TermYears: 2}
		if got := order.KeptUntil(); got != until {
			t.Errorf("%s: kept until %v", status, got)
		}
		if err := (officer.Holdings{Orders: []officer.Holding{order}, Drafts: 3}).MayGo(); (err == nil) != status.Ended() {
			t.Errorf("%s: %v", status, err)
		}
	}
	if (officer.Holdings{Cases: 1}).MayGo() == nil || (officer.Holdings{Workplaces: make([]officer.Workplace, 1)}).MayGo() == nil {
		t.Error("a case or a role keeps it")
	}
}
