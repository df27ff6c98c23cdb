package officer

import (
	"crypto/x509"
	"maps"
	"slices"
	"time"
)

// A CardInWork is a card with what has to be known to take its result.
type CardInWork struct {
	Card
	OrderStatus  OrderStatus
	Certificates []Certificate // that it has already
	Failed       []BatchID     // with which it could not be made
}

// A Take is what a result makes of a card.
type Take struct {
	Card    Card          // as it is afterwards
	New     []Certificate // to be kept
	Fault   *ProductionFault
	Changes []Change // none: the result says what is known already
}

// A Change is one thing that a result brought.
type Change string

// The changes.
const (
	ChangeMade     Change = "made"
	ChangeCardSent Change = "card_sent"
	ChangePINSent  Change = "pin_sent"
	ChangeFault    Change = "fault"
)

// TakeResult holds a result against the card as it is and as it was ordered, and
// says what it makes of it: all of it or, with problems, nothing. The same result
// once more changes nothing.
func TakeResult(c CardInWork, ordered BatchCard, r CardResult, anchors Anchors, now time.Time) (Take, Problems) {
	t := Take{Card: c.Card}
	var p Problems
	switch {
	case r.Empty():
		p.Add("row", "result.says_nothing")
	case r.Fault != nil && slices.Contains(c.Failed, r.Batch): // told already
	case r.Batch != c.Batch:
		p.Add("batch", "result.other_batch")
	case r.Fault != nil:
		t.fail(c, r, &p)
	default:
		if r.Made() {
			t.make(c, ordered, r, anchors, now, &p)
		}
		t.send(r, now, &p)
	}
	return t, p
}

// fail notes that a card cannot be made.
func (t *Take) fail(c CardInWork, r CardResult, p *Problems) {
	f := *r.Fault
	if !slices.Contains(ProductionFaults, f.Code) {
		p.Add("fault", "result.fault_unknown")
		return
	}
	text, err := CleanText(f.Text, NoteLimit)
	p.AddErr("fault", err)
	f.Text = text
	switch {
	case r.Made() || r.CardSent != nil || r.PINSent != nil:
		p.Add("fault", "result.fault_and_card")
	case c.Status != CardOrdered:
		p.Add("fault", "result.made_already")
	case !producible(c.OrderStatus):
		p.Add("row", "result.order_not_in_production")
	default:
		t.Fault, t.Changes = &f, append(t.Changes, ChangeFault)
	}
}

// make notes that a card was made, with all of its certificates.
func (t *Take) make(c CardInWork, ordered BatchCard, r CardResult, anchors Anchors, now time.Time, p *Problems) {
	before := len(*p)
	if !serialForm.MatchString(r.Serial) {
		p.Add("serial", "result.serial_form")
	}
	if today := Today(now); r.ProducedOn.IsZero() || r.ProducedOn.After(today) || r.ProducedOn.Before(Today(c.CreatedAt)) {
		p.Add("produced_on", "result.produced_on")
	}
	if c.Status != CardOrdered {
		t.compare(c, r, p)
		return
	}
	if !producible(c.OrderStatus) {
		p.Add("row", "result.order_not_in_production")
		return
	}
	certificates := checkAll(ordered, r, anchors, now, p)
	if len(*p) > before {
		return
	}
	until := certificates[ordered.Certificates[0]].NotAfter
	for _, usage := range ordered.Certificates {
		x := certificates[usage]
		t.New = append(t.New, CertificateOf(c.Card, usage, x))
		if x.NotAfter.Before(until) {
			until = x.NotAfter
		}
	}
	p.AddErr("row", t.Card.Produce(r.Serial, r.ProducedOn, until))
	t.Changes = append(t.Changes, ChangeMade)
}

// producible reports whether cards of an order may come back: also where it waits
// because another of its cards could not be made.
func producible(s OrderStatus) bool { return s == OrderInProduction || s == OrderWaiting }

// compare holds a result about a card that was made already against what is known.
func (t *Take) compare(c CardInWork, r CardResult, p *Problems) {
	same := c.Serial == r.Serial && c.ProducedOn == r.ProducedOn && len(c.Certificates) == len(r.Certificates)
	for _, known := range c.Certificates {
		same = same && string(r.Certificates[known.Usage]) == string(known.DER)
	}
	if !same {
		p.Add("row", "result.made_already")
	}
}

// checkAll checks the certificates of a card: each that belongs on it, no other,
// no key twice.
func checkAll(ordered BatchCard, r CardResult, anchors Anchors, now time.Time, p *Problems) map[CertificateUsage]*x509.Certificate {
	list := map[CertificateUsage]*x509.Certificate{}
	for _, usage := range slices.Sorted(maps.Keys(r.Certificates)) {
		if !slices.Contains(ordered.Certificates, usage) {
			p.Add("certificates", "result.certificate_not_ordered")
		}
	}
	keys := map[string]bool{}
	for _, usage := range ordered.Certificates {
		der, there := r.Certificates[usage]
		if !there {
			p.Add(string(usage), "result.certificate_missing")
			continue
		}
		x, problems := CheckCertificate(der, r.Chain, usage, ordered, anchors, now)
		*p = append(*p, problems...)
		if x == nil {
			continue
		}
		if keys[KeyDigest(x)] {
			p.Add(string(usage), "certificate.key_taken")
		}
		list[usage], keys[KeyDigest(x)] = x, true
	}
	return list
}

// send notes which parcels were sent.
func (t *Take) send(r CardResult, now time.Time, p *Problems) {
	for _, s := range []struct {
		sending *Sending
		field   string
		known   Parcel
		note    func(string, time.Time) error
		change  Change
	}{
		{r.CardSent, "card_sent", t.Card.Parcel, t.Card.Dispatch, ChangeCardSent},
		{r.PINSent, "pin_letter_sent", t.Card.PIN, t.Card.DispatchPIN, ChangePINSent},
	} {
		if s.sending == nil {
			continue
		}
		at, tracking := s.sending.At.Time, s.sending.Tracking
		switch {
		case tracking != "" && !trackingForm.MatchString(tracking):
			p.Add(s.field, "result.tracking_form")
		case at.After(now.Add(time.Hour)) || at.Before(t.Card.ProducedOn.Time().AddDate(0, 0, -1)): // clocks differ
			p.Add(s.field, "result.sent_when")
		case !s.known.SentAt.IsZero():
			if s.known.Tracking != tracking || !s.known.SentAt.Equal(at) {
				p.Add(s.field, "result.sent_already")
			}
		case t.Card.Status == CardOrdered && !r.Made():
			p.Add(s.field, "result.not_made_yet")
		case t.Card.Status == CardOrdered: // why it is not made was told
		default:
			p.AddErr(s.field, s.note(tracking, at))
			t.Changes = append(t.Changes, s.change)
		}
	}
}
