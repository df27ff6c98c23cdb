package desk

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"maps"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// rowsAtOnce is how many rows of results one transaction takes.
const rowsAtOnce = 250

// A taker takes results, some rows at a time, and remembers what one file claims:
// which chips' numbers and keys, and in a try, which changes nothing, where its
// cards would stand.
type taker struct {
	s        *Production
	dry      bool
	contents map[officer.BatchID]map[officer.CardID]officer.BatchCard
	claimed  map[string]officer.CardID
	would    map[officer.CardID]*officer.CardInWork
}

func (s *Production) taker(dry bool) *taker {
	return &taker{s: s, dry: dry, contents: map[officer.BatchID]map[officer.CardID]officer.BatchCard{},
		claimed: map[string]officer.CardID{}, would: map[officer.CardID]*officer.CardInWork{}}
}

// errTried ends the transaction of a try.
var errTried = errors.New("only tried")

// take takes rows in a transaction of its own. It is no use case by itself, and
// rows that say what is known leave no line in any book.
func (t *taker) take(ctx context.Context, rows []officer.ResultRow) (reports []officer.RowReport, err error) {
	actor, err := admit(ctx, rbac.ProductionImport)
	if err != nil {
		return nil, err
	}
	err = t.s.DB.Do(ctx, postgres.ScopeOf(actor), func(tx *postgres.Tx) error {
		if reports, err = t.rows(tx, rows); err != nil {
			return err
		}
		if t.dry {
			return errTried
		}
		return nil
	})
	if errors.Is(err, errTried) {
		err = nil
	}
	return reports, err
}

// A work is what rows make of the cards that they are about.
type work struct {
	cards   map[officer.CardID]*officer.CardInWork
	changed map[officer.CardID]bool
	fresh   []officer.Certificate
	faults  []officer.CardFault
	changes map[officer.OrderID][]cardChange
}

// A cardChange is a line for an order's book.
type cardChange struct {
	card   officer.Card
	change officer.Change
	fault  string
}

// rows checks rows side by side, card by card, and writes what they change.
func (t *taker) rows(tx *postgres.Tx, rows []officer.ResultRow) ([]officer.RowReport, error) {
	if err := tx.HoldProduction(); err != nil {
		return nil, err
	}
	w := work{changed: map[officer.CardID]bool{}, changes: map[officer.OrderID][]cardChange{}}
	if err := t.read(tx, &w, rows); err != nil {
		return nil, err
	}
	taken, err := t.holders(tx, rows)
	if err != nil {
		return nil, err
	}
	reports, takes := t.judge(&w, rows, taken, tx)
	for i, take := range takes {
		w.note(rows[i].Result, take, tx)
	}
	if t.dry {
		maps.Copy(t.would, w.cards)
		return reports, nil
	}
	return reports, t.write(tx, w)
}

// read reads the cards that the rows are about, and what was ordered of them.
func (t *taker) read(tx *postgres.Tx, w *work, rows []officer.ResultRow) (err error) {
	var ids []officer.CardID
	for _, r := range rows {
		ids = append(ids, r.Result.Card)
	}
	if w.cards, err = tx.CardsInWork(ids); err != nil {
		return err
	}
	for id, c := range w.cards {
		if would, tried := t.would[id]; tried {
			w.cards[id] = would
		}
		if _, known := t.contents[c.Batch]; c.Batch != "" && !known {
			if t.contents[c.Batch], err = t.s.orderedIn(tx, c.Batch); err != nil {
				return err
			}
		}
	}
	return nil
}

// orderedIn reads what was ordered in a batch, if it is still as it was signed.
func (s *Production) orderedIn(tx *postgres.Tx, id officer.BatchID) (map[officer.CardID]officer.BatchCard, error) {
	b, err := tx.Batch(id)
	if err != nil {
		return nil, err
	}
	text, err := s.open(b)
	if err != nil {
		return nil, err
	}
	var content officer.BatchContent
	if err := json.Unmarshal(text, &content); err != nil {
		return nil, err
	}
	cards := make(map[officer.CardID]officer.BatchCard, len(content.Cards))
	for _, c := range content.Cards {
		cards[c.Card] = c
	}
	return cards, nil
}

// holders gives to which cards the numbers and keys of the rows belong: by what
// is kept, or to the first in the file that names them.
func (t *taker) holders(tx *postgres.Tx, rows []officer.ResultRow) (map[string]officer.CardID, error) {
	var serials, keys []string
	for _, r := range rows {
		claims := keysOf(r.Result)
		keys = append(keys, claims...)
		if r.Result.Serial != "" {
			serials = append(serials, r.Result.Serial)
			claims = append(claims, r.Result.Serial)
		}
		for _, what := range claims {
			if _, claimed := t.claimed[what]; !claimed {
				t.claimed[what] = r.Result.Card
			}
		}
	}
	kept, err := tx.Holders(serials, keys)
	if err != nil {
		return nil, err
	}
	all := maps.Clone(t.claimed)
	maps.Copy(all, kept)
	return all, nil
}

// keysOf names the keys of a result's certificates, as far as they can be read.
func keysOf(r officer.CardResult) (keys []string) {
	for _, der := range r.Certificates {
		if c, err := x509.ParseCertificate(der); err == nil {
			keys = append(keys, officer.KeyDigest(c))
		}
	}
	return keys
}

// judge holds each row against its card. Rows about one card are taken one after
// another, cards side by side: most of the time goes into signatures.
func (t *taker) judge(w *work, rows []officer.ResultRow, taken map[string]officer.CardID, tx *postgres.Tx) ([]officer.RowReport, []officer.Take) {
	reports, takes := make([]officer.RowReport, len(rows)), make([]officer.Take, len(rows))
	of := map[officer.CardID][]int{}
	for i, r := range rows {
		of[r.Result.Card] = append(of[r.Result.Card], i)
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for id, at := range of {
		card := w.cards[id]
		g.Go(func() error {
			for _, i := range at {
				reports[i], takes[i] = t.row(rows[i], card, taken, tx)
			}
			return nil
		})
	}
	_ = g.Wait() // none of them fails
	return reports, takes
}

// row judges one row; the card stands afterwards where the row brings it.
func (t *taker) row(r officer.ResultRow, card *officer.CardInWork, taken map[string]officer.CardID, tx *postgres.Tx) (officer.RowReport, officer.Take) {
	report := officer.RowReport{Line: r.Line, Card: r.Result.Card, Outcome: officer.ResultRefused}
	switch {
	case r.Problem != nil:
		report.Problems = officer.Problems{*r.Problem}
		return report, officer.Take{}
	case card == nil:
		report.Problems = officer.Problems{{Field: "card", Key: "result.card_unknown"}}
		return report, officer.Take{}
	}
	anchors := t.s.Anchors
	take, problems := officer.TakeResult(*card, t.contents[card.Batch][card.ID], r.Result, anchors, tx.Now)
	problems = append(problems, claimedTwice(r.Result, card.ID, take, taken)...)
	if len(problems) > 0 {
		report.Problems = problems
		return report, officer.Take{}
	}
	report.Changes, report.Outcome = take.Changes, outcome(take)
	card.Card = take.Card
	card.Certificates = append(card.Certificates, take.New...)
	if take.Fault != nil {
		card.Failed = append(card.Failed, card.Batch)
	}
	return report, take
}

func outcome(t officer.Take) officer.RowOutcome {
	switch {
	case t.Fault != nil:
		return officer.ResultFault
	case len(t.Changes) == 0:
		return officer.ResultUnchanged
	}
	return officer.ResultTaken
}

// claimedTwice finds a chip's number or a key that is another card's.
func claimedTwice(r officer.CardResult, card officer.CardID, t officer.Take, taken map[string]officer.CardID) (p officer.Problems) {
	if !slices.Contains(t.Changes, officer.ChangeMade) {
		return nil
	}
	if taken[r.Serial] != card {
		p.Add("serial", "card.serial_taken")
	}
	for _, c := range t.New {
		if taken[c.KeyDigest] != card {
			p.Add(string(c.Usage), "certificate.key_taken")
		}
	}
	return p
}

// note collects what a row changes.
func (w *work) note(r officer.CardResult, t officer.Take, tx *postgres.Tx) {
	if len(t.Changes) == 0 {
		return
	}
	w.fresh = append(w.fresh, t.New...)
	for _, change := range t.Changes {
		line := cardChange{card: t.Card, change: change}
		if change == officer.ChangeFault {
			line.fault = t.Fault.Code
			w.faults = append(w.faults, officer.CardFault{Organisation: t.Card.Organisation, Card: t.Card.ID, Batch: t.Card.Batch, Code: t.Fault.Code, Text: t.Fault.Text, ToldAt: tx.Now})
		} else {
			w.changed[t.Card.ID] = true
		}
		w.changes[t.Card.Order] = append(w.changes[t.Card.Order], line)
	}
}
