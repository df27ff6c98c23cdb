package web

import (
	"net/http"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
)

// An approval that is refused shows the check as it is saved, so that saving the
// page again takes nothing back.
func TestARefusedApprovalKeepsTheCheck(t *testing.T) {
	s := newIntakeSite(t, func(cfg *Config) { cfg.Clerks = &desk.Clerks{Counter: cfg.Intake.Counter} })
	s.people["clerk"] = s.TSP.Actor(officer.RoleClerk)
	o := s.Ordered(t, s.Company, "", nil)
	at := "/office/orders/" + string(o.ID)
	s.must(at+"/inspect", "clerk", values("version", "1", "check_person", "failed", "note_person", "Geburtsdatum anders"))
	status, _, body := s.post(at+"/approve", "clerk", values("version", "2"))
	if status != http.StatusConflict || !strings.Contains(body, "Geburtsdatum anders") {
		t.Errorf("%d; the note is shown: %v", status, strings.Contains(body, "Geburtsdatum anders"))
	}
}
