package desk_test

import (
	"errors"
	"sync"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

// One draft per person, shop and product, however often and from however many
// tabs it is begun; and nobody but the person sees it.
func TestBeginningADraft(t *testing.T) {
	s := dbtest.NewSample(t)
	o := &desk.Ordering{Counter: &desk.Counter{DB: s.DB}}
	who := s.Applicant(t)
	ctx := dbtest.As(who)
	if _, err := o.Begin(ctx, s.Company.Shop, s.Signature.ID); !errors.Is(err, officer.NotFound) {
		t.Errorf("in a shop that they never entered: %v", err)
	}
	var all sync.Map
	var tabs sync.WaitGroup
	for range 4 {
		tabs.Go(func() {
			id, err := o.Begin(ctx, s.TSP.Shop, s.Signature.ID)
			if err != nil {
				t.Error(err)
			}
			all.Store(id, true)
		})
	}
	tabs.Wait()
	begun := 0
	all.Range(func(any, any) bool { begun++; return true })
	if n := dbtest.Get[int](t, s.Database, `select count(*) from applications where account_id = $1`, who.Account); begun != 1 || n != 1 {
		t.Errorf("%d drafts, %d answers", n, begun)
	}
	for name, scope := range map[string]postgres.Scope{"the house": postgres.ScopeOf(s.TSP.Actor(officer.RoleClerk)), "another person": postgres.ScopeOf(s.Applicant(t))} {
		if n := s.Count(t, scope, "applications"); n != 0 {
			t.Errorf("%s sees the draft", name)
		}
	}
	if n := s.Count(t, postgres.ScopeOf(who), "applications"); n != 1 {
		t.Error("the applicant does not see it")
	}
	if n := dbtest.Get[int](t, s.Database, `select count(*) from persons`); n != 0 {
		t.Error("the house wrote the person down before they submitted anything")
	}
	if n := dbtest.Get[int](t, s.Database, `select count(*) from events where kind = 'application.begun' and actor = $1`, who.Account); n != 1 {
		t.Errorf("%d lines in the book", n)
	}
}
