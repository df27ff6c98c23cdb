package desk_test

import (
	"context"
	"errors"
	"testing"

	"officerportal/officer"
)

func TestTrail(t *testing.T) {
	h := newStaffed(t)
	who, seen := h.active(t)
	auditor := h.Company.As(officer.RoleAuditor)
	for name, ctx := range map[string]context.Context{"nobody": context.Background()} {
		if _, err := h.trail.Events(ctx, officer.EventFilter{}); !errors.Is(err, officer.Unauthenticated) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := h.trail.Events(h.manager, officer.EventFilter{}); !errors.Is(err, officer.Forbidden) {
		t.Errorf("a manager reads the book: %v", err)
	}
	manager := h.Company.Actor(officer.RoleRAManager).Account
	for name, c := range map[string]struct {
		filter officer.EventFilter
		want   int
	}{
		"everything":     {officer.EventFilter{}, 7},
		"of a thing":     {officer.EventFilter{Subject: string(seen.ID)}, 5},
		"of a kind":      {officer.EventFilter{Noun: "appointment"}, 5},
		"by somebody":    {officer.EventFilter{Actor: manager}, 5},
		"by the nominee": {officer.EventFilter{Actor: who.Account}, 2},
		"today":          {officer.EventFilter{From: h.today, Until: h.today}, 7},
		"yesterday":      {officer.EventFilter{Until: h.today.AddDays(-1)}, 0},
		"all together":   {officer.EventFilter{From: h.today, Until: h.today, Noun: "role", Actor: manager, Subject: string(who.Account)}, 1},
		"not a kind":     {officer.EventFilter{Noun: "%"}, 0},
	} {
		p, err := h.trail.Events(auditor, c.filter)
		if err != nil || len(p.Events) != c.want || len(p.People) != 11 {
			t.Errorf("%s: %d lines, want %d, %d people, %v", name, len(p.Events), c.want, len(p.People), err)
		}
		list, err := h.trail.Export(auditor, c.filter)
		if err != nil || len(list) != c.want {
			t.Errorf("%s: exported %d lines, %v", name, len(list), err)
		}
	}
	if _, err := h.trail.Events(auditor, officer.EventFilter{From: h.today, Until: h.today.AddDays(-1)}); !errors.Is(err, officer.Invalid) {
		t.Errorf("a period that ends before it begins: %v", err)
	}
	if p, err := h.trail.Events(h.Authority.As(officer.RoleAuditor), officer.EventFilter{}); err != nil || len(p.Events) != 0 {
		t.Errorf("another organisation reads %d lines, %v", len(p.Events), err)
	}
}

func TestPagesOfTheTrail(t *testing.T) {
	h := newStaffed(t)
	h.Exec(t, `insert into events (organisation_id, id, at, kind, subject, actor) select $1, 'evt_' || n, $2::timestamptz + n / 3 * interval '1 second', 'test.happened', 's', 'a'
		from generate_series(1, 60) as n`, h.Company.ID, h.Clock.Now())
	auditor := h.Company.As(officer.RoleAuditor)
	seen := map[officer.EventID]bool{}
	f := officer.EventFilter{}
	var first officer.EventID
	for i := range 3 {
		p, err := h.trail.Events(auditor, f)
		ok(t, err)
		if i == 0 {
			first = p.Events[0].ID
		}
		for _, e := range p.Events {
			seen[e.ID] = true
		}
		f.After = p.Next
	}
	if len(seen) != 60 || !f.After.IsZero() {
		t.Errorf("%d lines on three pages", len(seen))
	}
	p, err := h.trail.Events(auditor, officer.EventFilter{})
	ok(t, err)
	p2, err := h.trail.Events(auditor, officer.EventFilter{After: p.Next})
	ok(t, err)
	back, err := h.trail.Events(auditor, officer.EventFilter{After: p2.Previous})
	if err != nil || back.Events[0].ID != first {
		t.Errorf("back at %s, want %s, %v", back.Events[0].ID, first, err)
	}
	h.Exec(t, `insert into events (organisation_id, id, at, kind, subject, actor) select $1, 'evt_x' || n, $2, 'test.happened', 's', 'a' from generate_series(1, 10000) as n`, h.Company.ID, h.Clock.Now())
	if _, err := h.trail.Export(auditor, officer.EventFilter{}); !errors.Is(err, officer.Conflict) {
		t.Errorf("exported too much: %v", err)
	}
}
