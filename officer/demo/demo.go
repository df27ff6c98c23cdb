// Package demo fills a portal with invented organisations, people, cases and
// orders, for trying it out, for teaching and for tests of whole pages.
//
// Nobody in it exists. Mail addresses end in .example, which nobody can ever
// register (RFC 2606), and document numbers are made up, though their check
// digits are right. Everything is made by the portal's own rules from a fixed
// seed, and lies before a given moment: the demo looks the same on every machine
// and is never out of date. Records are signed with the keys of the portal that
// is filled, so that they verify there.
package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
)

// Fill puts the demo into a portal, as if its people had worked there until now.
// Each organisation is one transaction; one that is there already stays as it
// is, so that filling again changes nothing and an interrupted filling is
// completed. It expects the catalogue of the migrations.
func Fill(ctx context.Context, c *desk.Counter, now time.Time) error {
	hash := sync.OnceValues(func() (string, error) { return c.Passwords.Hash(ctx, secret.Of(applicantSecret)) })
	for _, h := range houses {
		made := false
		err := c.DB.Do(ctx, postgres.System.InOrganisation(h.ID), func(tx *postgres.Tx) error {
			there, err := opened(tx, h)
			if there || err != nil {
				return err
			}
			w, err := prepare(tx, h, c, hash, now)
			if err != nil {
				return err
			}
			made = true
			return w.write(tx)
		})
		if err != nil && filled(ctx, c, h) { // by another portal, at the same time
			continue
		}
		if err == nil && made {
			err = h.ask(ctx, c)
		}
		if err == nil && made {
			err = h.tell(ctx, c, now)
		}
		if err != nil {
			return fmt.Errorf("demo: %s: %w", h.Name, err)
		}
	}
	return nil
}

// opened reports whether an organisation is there.
func opened(tx *postgres.Tx, h house) (bool, error) {
	all, err := tx.Organisations()
	return slices.ContainsFunc(all, func(o officer.Organisation) bool { return o.ID == h.ID }), err
}

// filled is opened for who is not in a transaction.
func filled(ctx context.Context, c *desk.Counter, h house) (there bool) {
	err := c.DB.View(ctx, postgres.System, func(tx *postgres.Tx) (err error) {
		there, err = opened(tx, h)
		return err
	})
	return there && err == nil
}

// prepare makes everything about one organisation, with the catalogue as it is.
func prepare(tx *postgres.Tx, h house, c *desk.Counter, hash func() (string, error), now time.Time) (*writer, error) {
	products, err := tx.Products()
	if err != nil {
		return nil, err
	}
	secret, err := hash()
	if err != nil {
		return nil, err
	}
	return build(h, products, c, secret, now)
}

// build makes everything about one organisation.
func build(h house, products []officer.Product, c *desk.Counter, hash string, now time.Time) (*writer, error) {
	w := &writer{house: h, now: now.UTC().Truncate(time.Microsecond), chance: newChance(h.Name), book: newChance(h.Name + " book"), counter: c, hash: hash}
	w.open(products)
	w.hire()
	w.issueCodes()
	w.takeOrders()
	w.takeCases()
	w.takeOwn()
	return w, w.fault
}

// applicantSecret is the revocation password, and the answer to the security
// question, of everybody in the demo.
const applicantSecret = "Möwe im Nebel 7"

// errCatalogue says that a product of the migrations is not there.
var errCatalogue = errors.New("demo: the catalogue lacks a product")

// SignIns lists whose place one can take by one click, by organisation and role,
// as they stand at this moment. None of them has a password.
func SignIns(ctx context.Context, db *postgres.DB) (list []officer.DemoPerson, err error) {
	err = db.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		list, err = tx.DemoPeople()
		return err
	})
	return list, err
}
