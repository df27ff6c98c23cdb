package officer_test

import (
	"errors"
	"testing"
	"time"

	"officerportal/officer"
)

var midday = time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC)

// One act after the other, each only where the card's life has come that far.
func TestLifeOfACard(t *testing.T) {
	acts := []struct {
		name string
		do   func(*officer.Card) error
		from []officer.CardStatus
	}{
		{"produce", func(c *officer.Card) error {
			return c.Produce("8949000000000000001", officer.Today(midday), midday.AddDate(2, 0, 0))
		}, []officer.CardStatus{officer.CardOrdered}},
		{"dispatch", func(c *officer.Card) error { return c.Dispatch("RR 1", midday) }, []officer.CardStatus{officer.CardProduced}},
		{"activate", func(c *officer.Card) error { return c.Activate(midday) }, []officer.CardStatus{officer.CardNotActivated}},
		{"begin revocation", (*officer.Card).BeginRevocation, []officer.CardStatus{officer.CardProduced, officer.CardNotActivated, officer.CardValid}},
		{"revoke", func(c *officer.Card) error { return c.Revoke(midday) }, []officer.CardStatus{officer.CardRevocationRunning}},
	}
	for _, status := range append([]officer.CardStatus{officer.CardOrdered, officer.CardProduced}, officer.CardStatuses...) {
		for _, act := range acts {
			allowed := false
			for _, from := range act.from {
				allowed = allowed || from == status
			}
			c := officer.Card{Status: status}
			err := act.do(&c)
			switch {
			case allowed && (err != nil || c.Status == status):
				t.Errorf("%s a card that is %s: %v, then %s", act.name, status, err, c.Status)
			case !allowed && (!errors.Is(err, officer.Conflict) || c.Status != status):
				t.Errorf("%s a card that is %s: %v, then %s", act.name, status, err, c.Status)
			}
		}
	}
}

func TestACardIsActivatedADayAfterItsDispatch(t *testing.T) {
	c := officer.Card{Status: officer.CardProduced, ValidUntil: midday.AddDate(2, 0, 0)}
	if err := c.Dispatch("RR 1", midday); err != nil {
		t.Fatal(err)
	}
	if err := c.Activate(midday.Add(officer.ActivatesAfter - time.Second)); !errors.Is(err, officer.Conflict) {
		t.Errorf("a second too early: %v", err)
	}
	if err := c.Activate(midday.Add(officer.ActivatesAfter)); err != nil || !c.Active(midday.AddDate(1, 0, 0)) || c.Active(c.ValidUntil) || !c.Expired(c.ValidUntil) {
		t.Errorf("%v %+v", err, c)
	}
}

// The card and its PIN letter travel apart, and each arrives once.
func TestTwoParcels(t *testing.T) {
	c := officer.Card{Status: officer.CardOrdered}
	if err := c.DispatchPIN("", midday); !errors.Is(err, officer.Conflict) {
		t.Errorf("the PIN of a card that is not made: %v", err)
	}
	if err := c.Parcel.Receive(officer.ReceivedByHolder, midday); !errors.Is(err, officer.Conflict) {
		t.Errorf("what was not sent arrives: %v", err)
	}
	c.Status = officer.CardProduced
	if err := c.Dispatch("RR 1", midday); err != nil {
		t.Fatal(err)
	}
	if err := c.DispatchPIN("", midday.Add(72*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := c.DispatchPIN("", midday); !errors.Is(err, officer.Conflict) {
		t.Errorf("a second PIN letter: %v", err)
	}
	if !c.Parcel.Under() || c.Delivered() {
		t.Errorf("on the way: %+v", c.Parcel)
	}
	for n, by := range []officer.Receiver{officer.ReceivedByHolder, officer.ReceivedByClerk} {
		if err := c.Parcel.Receive(by, midday.Add(time.Duration(n)*time.Hour)); err != nil || c.Parcel.ReceivedBy != officer.ReceivedByHolder {
			t.Errorf("arrives for time %d: %v %+v", n+1, err, c.Parcel)
		}
	}
	if err := c.PIN.Receive(officer.ReceivedByDesk, midday); err != nil || !c.Delivered() {
		t.Errorf("both: %v %+v", err, c)
	}
}

func TestEachCardOfAnOrder(t *testing.T) {
	o := officer.Order{ID: "ord_x", Organisation: "org_x", Person: "per_x", Account: "acc_x", Product: "prd_x", Quantity: 3, GivenNames: "Kim", FamilyName: "Beispiel"}
	cards := officer.NewCards(o, "bat_x", midday)
	seen := map[officer.CardID]bool{}
	for n, c := range cards {
		seen[c.ID] = true
		if c.Ordinal != n+1 || c.Status != officer.CardOrdered || c.Holder != "Kim Beispiel" || c.Batch != "bat_x" || c.Issued() {
			t.Errorf("%+v", c)
		}
	}
	if len(seen) != 3 {
		t.Errorf("%d ids for 3 cards", len(seen))
	}
}
