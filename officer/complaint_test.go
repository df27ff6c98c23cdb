package officer

import (
	"errors"
	"testing"
	"time"
)

func TestWhenToComplain(t *testing.T) {
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	for name, c := range map[string]struct {
		ground ComplaintGround
		want   map[ComplaintKind]string
	}{
		"nothing sent": {ComplaintGround{}, map[ComplaintKind]string{CardNotReceived: "complaint.not_sent", PINUsed: "complaint.not_sent", WrongData: "complaint.not_sent"}},
		"sent a while ago": {ComplaintGround{CardSent: ago(9), PINSent: ago(6)}, map[ComplaintKind]string{CardNotReceived: "complaint.too_early", PINNotReceived: "complaint.too_early",
			PINDamaged: "", PINUsed: "", CardDefective: "", WrongData: "", WrongProduct: ""}},
		"sent long ago":   {ComplaintGround{CardSent: ago(10), PINSent: ago(7)}, map[ComplaintKind]string{CardNotReceived: "", PINNotReceived: ""}},
		"both arrived":    {ComplaintGround{CardSent: ago(30), PINSent: ago(30), CardReceived: true, PINReceived: true}, map[ComplaintKind]string{CardNotReceived: "complaint.received", PINNotReceived: "complaint.received", PINDamaged: ""}},
		"no letter yet":   {ComplaintGround{CardSent: ago(10)}, map[ComplaintKind]string{CardNotReceived: "", PINNotReceived: "complaint.pin_not_sent", PINDamaged: "complaint.pin_not_sent"}},
		"nothing offered": {ComplaintGround{CardSent: ago(10)}, map[ComplaintKind]string{"lost": "form.choose"}},
	} {
		for kind, key := range c.want {
			err := c.ground.May(kind, now)
			var e *Error
			if errors.As(err, &e); (key == "") != (err == nil) || e != nil && e.Key != key {
				t.Errorf("%s, %s: %v", name, kind, err)
			}
		}
	}
}

func TestWhatAComplaintNeeds(t *testing.T) {
	at := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	sent := GroundOf(Order{ID: "ord_x", Status: OrderDispatched, StatusSince: at.AddDate(0, 0, -20)})
	for name, c := range map[string]struct {
		note  ComplaintNote
		field string
	}{
		"no kind":         {ComplaintNote{Text: "x"}, "kind"},
		"undescribed":     {ComplaintNote{Kind: CardDefective}, "text"},
		"no number":       {ComplaintNote{Kind: CardNotReceived, Contact: "irgendwo"}, "contact"},
		"nothing more":    {ComplaintNote{Kind: CardNotReceived}, ""},
		"described":       {ComplaintNote{Kind: WrongData, Text: "Vorname", Contact: "+49 30 1234567"}, ""},
		"described twice": {ComplaintNote{Kind: WrongProduct, Text: "  x \x00"}, "text"},
	} {
		got, _, err := RaiseComplaint(sent, c.note, Order{Organisation: "org_x", Account: "acc_x"}, at)
		if e, _ := err.(*Error); (c.field == "") != (err == nil) || e != nil && !Problems(e.Fields).Has(c.field) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && (got.Status != ComplaintOpen || got.Account != "acc_x" || got.Order != "ord_x") {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// The life of a complaint: who may do what in which state.
func TestLifeOfAComplaint(t *testing.T) {
	at := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	person, clerk, other := Actor{Account: "acc_p"}, Actor{Account: "acc_c", Name: "Clerk"}, Actor{Account: "acc_o", Name: "Other"}
	in := func(s ComplaintStatus) Complaint { return Complaint{Account: "acc_p", Status: s} }
	for _, s := range ComplaintStatuses {
		for _, act := range ClerkActs {
			c := in(s)
			err := c.Handle(act, clerk, at)
			if (err == nil) != (s != ComplaintClosed) {
				t.Errorf("%s of what is %s: %v", act, s, err)
			}
			if err == nil && (act == ActAsk) != (c.Status == ComplaintAsked && c.ClaimedBy == clerk.Account) {
				t.Errorf("%s of what is %s: %+v", act, s, c)
			}
			c = in(s)
			if err := c.Handle(act, person, at); !errors.Is(err, Forbidden) {
				t.Errorf("a clerk's own, %s: %v", act, err)
			}
		}
		c := in(s)
		if err := c.Reply(at); (err == nil) != (s != ComplaintClosed) || err == nil && c.Status != ComplaintOpen {
			t.Errorf("a reply to what is %s: %v", s, err)
		}
		c = in(s)
		if err := c.Withdraw(person, at); (err == nil) != (s != ComplaintClosed) || err == nil && c.Outcome != ComplaintWithdrawn {
			t.Errorf("withdrawing what is %s: %v", s, err)
		}
	}
	c := in(ComplaintOpen)
	if err := c.Claim(clerk, at); err != nil || c.ClaimedName != "Clerk" {
		t.Fatal(err)
	}
	if err := c.Handle(ActAnswer, other, at); !errors.Is(err, Conflict) {
		t.Errorf("a colleague's: %v", err)
	}
	if err := c.Release(other); !errors.Is(err, Conflict) {
		t.Errorf("put back by another: %v", err)
	}
	if err := c.Claim(other, at); err != nil || c.ClaimedBy != other.Account {
		t.Errorf("taken over: %v", err)
	}
	if err := c.Handle("shrug", other, at); !errors.Is(err, Invalid) {
		t.Errorf("no act: %v", err)
	}
	if err := c.Release(other); err != nil || c.ClaimedBy != "" {
		t.Errorf("put back: %v", err)
	}
}
