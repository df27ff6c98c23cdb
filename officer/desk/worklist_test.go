package desk_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

// waiting puts a case of a fresh person on a house's list.
func waiting(t *testing.T, s *dbtest.Sample, h dbtest.House, status officer.ApplicationStatus) officer.ApplicationID {
	t.Helper()
	p := officer.Person{ID: officer.NewID[officer.PersonID](), CreatedAt: s.Clock.Now()}
	p.FamilyName, p.GivenNames = "Muster", "Kim"
	a := officer.Application{ID: officer.NewID[officer.ApplicationID](), Shop: h.Shop, Product: s.Signature.ID, Person: p.ID, Procedure: h.Procedure(),
		Status: status, Quantity: 1, Language: "de", CreatedBy: "acc_x", CreatedAt: s.Clock.Now(), ChangedAt: s.Clock.Now(), StatusSince: s.Clock.Now()}
	err := s.DB.Do(h.As(officer.RoleOfficer), postgres.ScopeOf(h.Actor(officer.RoleOfficer)), func(tx *postgres.Tx) error {
		if err := tx.AddPerson(&p); err != nil {
			return err
		}
		return tx.AddApplication(&a)
	})
	if err != nil {
		t.Fatal(err)
	}
	return a.ID
}

func TestClaim(t *testing.T) {
	s := dbtest.NewSample(t)
	list := &desk.WorkList{Counter: &desk.Counter{DB: s.DB}}
	id := waiting(t, s, s.Company, officer.ApplicationIdentificationDue)
	mine, theirs := s.Company.As(officer.RoleOfficer), dbtest.As(s.Company.Second(officer.RoleOfficer))
	for _, c := range []struct {
		who  string
		ctx  context.Context
		over bool
		want error
	}{
		{"nobody", context.Background(), false, officer.Unauthenticated},
		{"wrong role", s.Company.As(officer.RoleShopAdmin), false, officer.Forbidden},
		{"another organisation", s.Authority.As(officer.RoleOfficer), false, officer.NotFound},
		{"an officer", mine, false, nil},
		{"the same again", mine, false, nil},
		{"a colleague", theirs, false, officer.Conflict},
		{"a colleague on purpose", theirs, true, nil},
	} {
		if err := list.Claim(c.ctx, id, c.over); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.who, err, c.want)
		}
	}
	if err := list.Release(mine, id); !errors.Is(err, officer.Conflict) {
		t.Errorf("releasing a colleague's case: %v", err)
	}
	if err := list.Release(theirs, id); err != nil {
		t.Error(err)
	}
	if err := list.Claim(mine, waiting(t, s, s.Company, officer.ApplicationWithdrawn), false); err == nil {
		t.Error("an ended case was claimed")
	}
}

func TestAnOldClaimIsNoBar(t *testing.T) {
	s := dbtest.NewSample(t)
	list := &desk.WorkList{Counter: &desk.Counter{DB: s.DB}}
	id := waiting(t, s, s.Company, officer.ApplicationIdentificationDue)
	if err := list.Claim(s.Company.As(officer.RoleOfficer), id, false); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(officer.ClaimHolds)
	if err := list.Claim(dbtest.As(s.Company.Second(officer.RoleOfficer)), id, false); err != nil {
		t.Errorf("after %v: %v", officer.ClaimHolds, err)
	}
}

// TestNextGoesToOneDeskOnly lets many ask for work at once: nobody gets what
// another has.
func TestNextGoesToOneDeskOnly(t *testing.T) {
	s := dbtest.NewSample(t)
	list := &desk.WorkList{Counter: &desk.Counter{DB: s.DB}}
	const cases = 4
	for range cases {
		waiting(t, s, s.Company, officer.ApplicationIdentificationDue)
	}
	var mu sync.Mutex
	taken := map[officer.ApplicationID]int{}
	var wg sync.WaitGroup
	for range cases {
		who := s.Person(t, s.Company, officer.RoleOfficer)
		wg.Go(func() {
			id, err := list.Next(dbtest.As(who))
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			taken[id]++
		})
	}
	wg.Wait()
	if len(taken) != cases {
		t.Errorf("%d desks took %d different cases: %v", cases, len(taken), taken)
	}
	if _, err := list.Next(dbtest.As(s.Person(t, s.Company, officer.RoleOfficer))); !errors.Is(err, officer.NotFound) {
		t.Errorf("with nothing left: %v", err)
	}
}
