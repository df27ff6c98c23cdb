package desk_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
)

func TestAStrangerLocksNobodyOut(t *testing.T) {
	h := newHouse(t)
	me := h.withPassword(t, h.Applicant(t))
	home, stranger := desk.Visitor{Address: "192.0.2.1"}, desk.Visitor{Address: "198.51.100.66"}
	in, err := h.authenticate(me.Email, password, home)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if _, err := h.authenticate(me.Email, "geraten", stranger); !errors.Is(err, officer.Invalid) {
			t.Fatal(err)
		}
	}
	if _, err := h.authenticate(me.Email, password, home); !errors.Is(err, officer.TooMany) {
		t.Fatalf("from an unknown browser meanwhile: %v", err)
	}
	home.Device = in.Device.Reveal()
	if _, err := h.authenticate(me.Email, password, home); err != nil {
		t.Errorf("from the browser they know: %v", err)
	}
	for i := range 7 {
		_, err := h.authenticate(me.Email, "geraten", home)
		if want := officer.Invalid; i < 5 && !errors.Is(err, want) || i >= 5 && !errors.Is(err, officer.TooMany) {
			t.Errorf("a stolen browser's cookie, try %d: %v", i+1, err)
		}
	}
	if err := h.accounts.RequestUnlock(context.Background(), me.Email, stranger); err != nil {
		t.Fatal(err)
	}
	template, token := h.mail(t, me.Email)
	unlock := desk.Credentials{Email: me.Email, Password: password, Unlock: token}
	other := h.withPassword(t, h.Applicant(t))
	if template != "signin_unlock" {
		t.Fatalf("mail %q", template)
	}
	for range 6 {
		_, _ = h.signIn.Authenticate(context.Background(), desk.Credentials{Email: other.Email, Password: "geraten", Unlock: token}, stranger)
	}
	if _, err := h.signIn.Authenticate(context.Background(), desk.Credentials{Email: other.Email, Password: password, Unlock: token}, stranger); !errors.Is(err, officer.TooMany) {
		t.Errorf("somebody else's link helps: %v", err)
	}
	if _, err := h.signIn.Authenticate(context.Background(), unlock, stranger); err != nil {
		t.Errorf("by the mailed link: %v", err)
	}
	if _, err := h.signIn.Authenticate(context.Background(), unlock, stranger); !errors.Is(err, officer.TooMany) {
		t.Errorf("by the same link again: %v", err)
	}
	h.Clock.Advance(15 * time.Minute)
	if _, err := h.authenticate(me.Email, password, desk.Visitor{Address: "192.0.2.1"}); err != nil {
		t.Errorf("after the longest wait: %v", err)
	}
	if events := h.events(t, me.Account); strings.Count(events, "signin.throttled") != 2 {
		t.Errorf("events: %s", events)
	}
}

func TestWrongPasswordsAtOnce(t *testing.T) {
	h := newHouse(t)
	me := h.withPassword(t, h.Applicant(t))
	var all sync.WaitGroup
	var mu sync.Mutex
	answers := map[officer.Kind]int{}
	for range 50 {
		all.Go(func() {
			_, err := h.authenticate(me.Email, "geraten", desk.Visitor{Address: "198.51.100.66"})
			var refusal *officer.Error
			mu.Lock()
			defer mu.Unlock()
			if errors.As(err, &refusal) {
				answers[refusal.Kind]++
			} else {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if answers[officer.Invalid] != 5 || answers[officer.TooMany] != 45 {
		t.Errorf("answers %v, want 5 looked at and 45 too early", answers)
	}
}
