package officer_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"officerportal/officer"
)

// say writes the steps of a progress in one line: what is done, seen, held, due
// and still to come.
func say(p officer.Progress) string {
	var words []string
	for _, s := range p.Stages {
		words = append(words, string(s.Stage)+" "+string(s.State)+" "+string(s.By))
	}
	return strings.Join(words, ", ")
}

func TestProgressOfOrders(t *testing.T) {
	for name, want := range map[string]struct {
		by     officer.Procedure
		status officer.OrderStatus
		says   string
		acts   officer.Party
	}{
		"the post office waits": {officer.PostIdentBranch, officer.OrderOpen, "apply done applicant, sign due applicant, identify due applicant, send due applicant, check next provider, produce next provider, deliver next post", officer.PartyApplicant},
		"a notary":              {officer.NotarIdent, officer.OrderOpen, "apply done applicant, sign due applicant, identify due applicant, send due applicant, check next provider, produce next provider, deliver next post", officer.PartyApplicant},
		"in Berlin":             {officer.DTrustIdent, officer.OrderOpen, "apply done applicant, identify due applicant, check next provider, produce next provider, deliver next post", officer.PartyApplicant},
		"an officer did it":     {officer.OfficerIdent, officer.OrderOpen, "apply done applicant, identify done applicant, hand_over done desk, send due desk, check next provider, produce next provider, deliver next post", officer.PartyDesk},
		"an authority did it":   {officer.BehoerdenIdent, officer.OrderOpen, "apply done applicant, identify done applicant, hand_over done desk, send due applicant, check next provider, produce next provider, deliver next post", officer.PartyApplicant},
		"something is missing":  {officer.PostIdentEID, officer.OrderWaiting, "apply done applicant, sign seen applicant, identify seen applicant, send seen applicant, check held provider, produce next provider, deliver next post", officer.PartyProvider},
		"missing at the desk":   {officer.OfficerIdent, officer.OrderWaiting, "apply done applicant, identify done applicant, hand_over done desk, send seen desk, check held provider, produce next provider, deliver next post", officer.PartyProvider},
		"being made":            {officer.BotschaftsIdent, officer.OrderInProduction, "apply done applicant, sign done applicant, identify done applicant, send done applicant, check done provider, produce due provider, deliver next post", officer.PartyProvider},
		"on its way":            {officer.DTrustIdent, officer.OrderDispatched, "apply done applicant, identify done applicant, check done provider, produce done provider, deliver due post", officer.PartyPost},
		"delivered":             {officer.DTrustIdent, officer.OrderCompleted, "apply done applicant, identify done applicant, check done provider, produce done provider, deliver done post", officer.PartyNobody},
		"given up":              {officer.NotarIdent, officer.OrderWithdrawn, "", officer.PartyNobody},
		"refused":               {officer.NotarIdent, officer.OrderRejected, "", officer.PartyNobody},
	} {
		p := officer.Order{Procedure: want.by, Status: want.status}.Progress()
		if say(p) != want.says || p.Acts() != want.acts {
			t.Errorf("%s: %s acts in %s", name, p.Acts(), say(p))
		}
	}
}

// Every procedure has steps from the application to the delivery, and every
// status that is not an end without a card has a step that is due.
func TestEveryOrderHasSteps(t *testing.T) {
	for _, by := range officer.Procedures {
		for _, status := range officer.OrderStatuses {
			p := officer.Order{Procedure: by, Status: status}.Progress()
			if status == officer.OrderWithdrawn || status == officer.OrderRejected {
				continue
			}
			if len(p.Stages) < 5 || p.Stages[0].Stage != officer.StageApply || p.Stages[len(p.Stages)-1].Stage != officer.StageDeliver {
				t.Errorf("%s, %s: %s", by, status, say(p))
			}
			if ended := status == officer.OrderCompleted; ended != (len(p.Now()) == 0) || ended != (p.Done() == len(p.Stages)) {
				t.Errorf("%s, %s: %d of %d done, %d due", by, status, p.Done(), len(p.Stages), len(p.Now()))
			}
		}
	}
}

func TestProgressOfApplications(t *testing.T) {
	for status, want := range map[officer.ApplicationStatus]officer.Stage{
		officer.ApplicationDraft: officer.StageApply, officer.ApplicationSubmitted: officer.StageIdentify, officer.ApplicationIdentificationDue: officer.StageIdentify,
		officer.ApplicationInIdentification: officer.StageIdentify, officer.ApplicationIdentified: officer.StageHandOver,
		officer.ApplicationCheckDue: officer.StageHandOver, officer.ApplicationChecked: officer.StageHandOver,
	} {
		now := officer.OwnApplication{Procedure: officer.OfficerIdent, Status: status, Own: true}.Progress().Now()
		if len(now) != 1 || now[0].Stage != want {
			t.Errorf("%s: %v", status, now)
		}
	}
	for _, status := range officer.ApplicationStatuses() {
		p := officer.OwnApplication{Procedure: officer.OfficerIdent, Status: status, Own: true}.Progress()
		if (len(p.Stages) == 0) != status.Ended() {
			t.Errorf("%s has the steps %s", status, say(p))
		}
	}
}

func TestExpectations(t *testing.T) {
	friday := time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		status officer.OrderStatus
		weeks  int
		today  string
		want   string
	}{
		"six weeks from when all is there": {officer.OrderOpen, 6, "2026-11-22", "[card_after 6]"},
		"nothing announced":                {officer.OrderOpen, 0, "2026-11-22", "[]"},
		"six weeks from now":               {officer.OrderInProduction, 6, "2026-11-22", "[card_about 2027-01-01]"},
		"late already":                     {officer.OrderInProduction, 6, "2027-01-02", "[]"},
		"over a weekend":                   {officer.OrderDispatched, 6, "2026-11-21", "[certificates_active 2026-11-21 pin_letter_sent 2026-11-25]"},
		"active since yesterday":           {officer.OrderDispatched, 6, "2026-11-22", "[pin_letter_sent 2026-11-25]"},
		"over":                             {officer.OrderCompleted, 6, "2026-11-22", "[]"},
	} {
		today, err := officer.ParseDate(c.today)
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, e := range (officer.Order{Status: c.status, StatusSince: friday}).Expected(c.weeks, today) {
			if e.Weeks > 0 {
				said = append(said, fmt.Sprint(e.What, " ", e.Weeks))
			} else {
				said = append(said, fmt.Sprint(e.What, " ", e.On))
			}
		}
		if got := fmt.Sprint(said); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// Who did something is told by side, never by name.
func TestPartyOfAnEvent(t *testing.T) {
	for _, c := range []struct {
		actor officer.AccountID
		role  officer.Role
		want  officer.Party
	}{
		{"acc_me", officer.RoleApplicant, officer.PartyApplicant}, {"acc_x", officer.RoleOfficer, officer.PartyDesk},
		{"acc_x", officer.RoleClerk, officer.PartyProvider}, {"", "", officer.PartyNobody},
	} {
		if got := (officer.Event{Actor: c.actor, ActorRole: c.role}).PartyOf("acc_me"); got != c.want {
			t.Errorf("%+v is %s", c, got)
		}
	}
}
