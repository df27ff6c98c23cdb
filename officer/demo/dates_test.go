package demo

import (
	"context"
	"slices"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
)

// The demo can be made on every day, at every hour: weekends, turns of the year
// and of the clock, leap days.
func TestEveryDay(t *testing.T) {
	d := dbtest.New(t)
	keys, err := secret.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	var products []officer.Product
	err = d.DB.View(context.Background(), postgres.System, func(tx *postgres.Tx) (err error) {
		products, err = tx.Products()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Date(2026, 1, 1, 0, 30, 0, 0, time.UTC)
	for hours := 0; hours < 3*366*24; hours += 613 { // every hour of the day, every day of the week
		now := begin.Add(time.Duration(hours) * time.Hour)
		for _, h := range houses {
			w, err := build(h, products, &desk.Counter{Keys: keys}, "hash", now)
			if err != nil {
				t.Fatalf("%s on %s: %v", h.Name, now, err)
			}
			for _, e := range w.events {
				if e.At.After(now) {
					t.Fatalf("%s: %s at %s, after %s", h.Name, e.Kind, e.At, now)
				}
			}
			if missing := w.lacks(); len(missing) > 0 {
				t.Fatalf("%s on %s has no orders or cases that are %v", h.Name, now, missing)
			}
			for _, i := range w.identifications {
				if i.CompletedAt.After(now) || i.AbortedAt.After(now) || i.CheckedAt.After(now) || i.StartedAt.After(now) ||
					!i.CompletedAt.IsZero() && i.CompletedAt.Before(i.StartedAt) || !i.CheckedAt.IsZero() && i.CheckedAt.Before(i.CompletedAt) {
					t.Fatalf("%s on %s: %s, %s, %s", h.Name, now, i.StartedAt, i.CompletedAt, i.CheckedAt)
				}
			}
			for _, o := range w.orders {
				if o.StatusSince.Before(o.CreatedAt) {
					t.Fatalf("%s: %s is %s before it was ordered", now, o.Number, o.Status)
				}
			}
		}
	}
}

// lacks names the statuses in which a tenant has nothing to show.
func (w *writer) lacks() (missing []string) {
	if w.house.Kind == officer.TSP {
		return nil
	}
	for _, s := range officer.OrderStatuses {
		if !slices.ContainsFunc(w.orders, func(o officer.Order) bool { return o.Status == s }) {
			missing = append(missing, "order "+string(s))
		}
	}
	for _, s := range []officer.ApplicationStatus{officer.ApplicationDraft, officer.ApplicationIdentificationDue, officer.ApplicationInIdentification,
		officer.ApplicationTransmitted, officer.ApplicationAborted, officer.ApplicationWithdrawn, officer.ApplicationExpired} {
		if !slices.ContainsFunc(w.applications, func(a officer.Application) bool { return a.Status == s }) {
			missing = append(missing, "case "+string(s))
		}
	}
	return missing
}
