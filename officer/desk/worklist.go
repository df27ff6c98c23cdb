package desk

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

// WorkList tells what waits for whom, and keeps two desks off one case.
type WorkList struct{ *Counter }

// Cases lists a page of cases with the counts of all views.
func (s *WorkList) Cases(ctx context.Context, f officer.CaseFilter) (officer.CasePage, error) {
	return view(ctx, s.Counter, rbac.CaseList, func(tx *postgres.Tx) (officer.CasePage, error) {
		page, err := tx.Cases(f)
		if err == nil {
			page.Counts, err = tx.CaseCounts()
		}
		return page, err
	})
}

// Orders lists a page of orders.
func (s *WorkList) Orders(ctx context.Context, f officer.OrderFilter) (officer.OrderPage, error) {
	return view(ctx, s.Counter, rbac.OrderList, func(tx *postgres.Tx) (officer.OrderPage, error) { return tx.Orders(f) })
}

// OrderByNumber finds an order by the number somebody read out or scanned.
func (s *WorkList) OrderByNumber(ctx context.Context, n officer.OrderNumber) (officer.Order, error) {
	return view(ctx, s.Counter, rbac.OrderRead, func(tx *postgres.Tx) (officer.Order, error) { return tx.OrderByNumber(n) })
}

// Keep seals a search into a token that an address may carry. Only the session
// that searched opens it, so that histories and logs say nothing of the person.
func (s *WorkList) Keep(ctx context.Context, q officer.PersonQuery) (string, error) {
	text, err := json.Marshal(q)
	if err != nil {
		return "", err
	}
	sealed, err := s.Keys.Box.Seal(text, searchPlace(ctx))
	return base64.RawURLEncoding.EncodeToString(sealed), err
}

// Kept opens what Keep sealed; anything else asks for nothing.
func (s *WorkList) Kept(ctx context.Context, token string) (q officer.PersonQuery) {
	sealed, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || token == "" {
		return q
	}
	text, err := s.Keys.Box.Open(sealed, searchPlace(ctx))
	if err != nil || json.Unmarshal(text, &q) != nil {
		return officer.PersonQuery{}
	}
	return q
}

func searchPlace(ctx context.Context) string {
	actor, _ := officer.ActorFrom(ctx)
	return secret.Bind(string(actor.Organisation), "sessions", "search", string(actor.Session))
}

// Claimed tells who has a case at their desk, and since when.
func (s *WorkList) Claimed(ctx context.Context, id officer.ApplicationID) (name string, at time.Time, err error) {
	a, err := view(ctx, s.Counter, rbac.CaseClaim, func(tx *postgres.Tx) (officer.Application, error) { return tx.Application(id) })
	return a.ClaimedName, a.ClaimedAt, err
}

// Claim takes a case to the actor's desk; over takes it from a colleague.
func (s *WorkList) Claim(ctx context.Context, id officer.ApplicationID, over bool) error {
	return change(ctx, s.Counter, rbac.CaseClaim, func(tx *postgres.Tx) error { return claim(tx, id, over) })
}

func claim(tx *postgres.Tx, id officer.ApplicationID, over bool) error {
	a, err := tx.Application(id)
	if err != nil {
		return err
	}
	before := a.ClaimedBy
	if err := a.Claim(tx.Actor, over, tx.Now); err != nil {
		return err
	}
	tx.Record("case.claimed", string(id), "from", string(before))
	return tx.SaveClaim(a, before)
}

// Release puts a case back for everybody.
func (s *WorkList) Release(ctx context.Context, id officer.ApplicationID) error {
	return change(ctx, s.Counter, rbac.CaseClaim, func(tx *postgres.Tx) error {
		a, err := tx.Application(id)
		if err != nil {
			return err
		}
		before := a.ClaimedBy
		if err := a.Release(tx.Actor); err != nil {
			return err
		}
		tx.Record("case.released", string(id))
		return tx.SaveClaim(a, before)
	})
}

// Next takes the case that the actor should work on next and says which it is;
// NotFound when nothing waits. A case that a colleague takes at the same moment
// is passed over.
func (s *WorkList) Next(ctx context.Context) (id officer.ApplicationID, err error) {
	const tries = 5
	for range tries {
		id, err = do(ctx, s.Counter, rbac.CaseClaim, func(tx *postgres.Tx) (officer.ApplicationID, error) {
			id, err := tx.NextCase(tx.Actor.MayIdentify, tx.Actor.Has(officer.RoleChecker))
			if err != nil {
				return "", err
			}
			return id, claim(tx, id, false)
		})
		if !errors.Is(err, officer.Conflict) {
			return id, err
		}
	}
	return id, err
}
