package desk

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"math/big"
	"time"

	"officerportal/officer"
	"officerportal/officer/ca"
	"officerportal/officer/postgres"
)

// A DemoProducer makes virtual cards, with certificates of the demo's authority
// whose subjects say TEST above them. It takes its time, so that people see
// orders in production: cards are made and sent after one pause, their PIN letters
// after another.
type DemoProducer struct {
	*Counter
	Authority *ca.Authority
	Pause     time.Duration
}

// Take has nothing to do: the batch lies where the demo works.
func (d *DemoProducer) Take(context.Context, officer.Batch, []byte) error { return nil }

// Settle has nothing to do, either.
func (d *DemoProducer) Settle(context.Context, Delivery, officer.ProductionImport) error { return nil }

// Results makes the cards of a batch that were not made yet, and sends the PIN
// letters of those that were.
func (d *DemoProducer) Results(ctx context.Context, b officer.Batch, file []byte) (Delivery, error) {
	var signed struct{ Batch officer.BatchContent }
	if err := json.Unmarshal(file, &signed); err != nil {
		return Delivery{}, err
	}
	var out bytes.Buffer
	lines := json.NewEncoder(&out)
	cards, now, err := d.cards(ctx, b.ID)
	if err != nil {
		return Delivery{}, err
	}
	for _, ordered := range signed.Batch.Cards {
		r, due, err := d.next(ordered, cards[ordered.Card], b, now)
		if err == nil && due {
			err = lines.Encode(r)
		}
		if err != nil {
			return Delivery{}, err
		}
	}
	if out.Len() == 0 {
		return Delivery{}, nil
	}
	return Delivery{Name: "demo-" + string(b.ID) + ".jsonl", File: out.Bytes()}, nil
}

func (d *DemoProducer) cards(ctx context.Context, id officer.BatchID) (all map[officer.CardID]officer.Card, now time.Time, err error) {
	all = map[officer.CardID]officer.Card{}
	err = d.DB.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		list, err := tx.BatchCards(id, "", officer.MaxBatchOrders*officer.MaxQuantity)
		for _, c := range list {
			all[c.ID] = c
		}
		now = tx.Now
		return err
	})
	return all, now, err
}

// next is what the demo does with a card at a time, if anything is due.
func (d *DemoProducer) next(ordered officer.BatchCard, c officer.Card, b officer.Batch, now time.Time) (r officer.CardResult, due bool, err error) {
	r = officer.CardResult{Batch: b.ID, Card: c.ID}
	switch {
	case c.Status == officer.CardOrdered && now.Sub(b.MadeAt) >= d.Pause:
		made, err := MakeVirtualCard(d.Authority, ordered, now)
		made.Batch, made.CardSent = b.ID, &officer.Sending{At: officer.Instant{Time: now}, Tracking: tracking()}
		return made, true, err
	case !c.Parcel.SentAt.IsZero() && c.PIN.SentAt.IsZero() && now.Sub(c.Parcel.SentAt) >= d.Pause:
		r.PINSent = &officer.Sending{At: officer.Instant{Time: now}}
		return r, true, nil
	}
	return r, false, nil
}

// MakeVirtualCard issues the certificates of a card at a time, for keys that the
// authority can always derive again, and gives it a number. The keys of products
// with RSA are ECDSA keys, too.
func MakeVirtualCard(a *ca.Authority, ordered officer.BatchCard, at time.Time) (officer.CardResult, error) {
	r := officer.CardResult{Card: ordered.Card, Serial: iccsn(), ProducedOn: officer.Today(at), Certificates: map[officer.CertificateUsage]officer.Certified{},
		Chain: []officer.Certified{a.Issuing.Raw}}
	for _, usage := range ordered.Certificates {
		key, err := a.CardKey(string(ordered.Card), string(usage))
		if err != nil {
			return r, err
		}
		if r.Certificates[usage], err = a.Issue(request(ordered, usage, &key.PublicKey, at)); err != nil {
			return r, err
		}
	}
	return r, nil
}

func request(ordered officer.BatchCard, usage officer.CertificateUsage, key *ecdsa.PublicKey, at time.Time) ca.Request {
	r := ca.Request{Signing: usage == officer.QualifiedCertificate, Seal: ordered.Product.Family == officer.SealCard, Plain: ordered.Product.Test, Key: key,
		From: at, Until: at.AddDate(ordered.Product.TermYears, 0, 0)}
	for _, x := range ordered.Subject {
		switch x.Type {
		case officer.SubjectEmailAddress:
			r.Email = x.Value
		case officer.SubjectProfession:
			r.Profession = x.Value
		default:
			r.Subject = append(r.Subject, ca.Attribute{Type: x.Type.OID(), Value: x.Value})
		}
	}
	return r
}

// iccsn draws a chip's number of the form of EN 419212: major industry 80, here
// with the issuer number 00, which nobody has, so that it is no real card's.
func iccsn() string { return "8027600" + digits(13) }

// tracking draws a registered letter's number with letters that no carrier uses.
func tracking() string { return "ZZ" + digits(9) + "ZZ" }

func digits(n int) string {
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
	x, err := rand.Int(rand.Reader, limit)
	if err != nil {
		panic("desk: no randomness: " + err.Error())
	}
	return fmt.Sprintf("%0*d", n, x)
}
