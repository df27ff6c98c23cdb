package desk_test

import (
	"context"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
)

// What every request costs before it begins: who is it, and what may they do now?
func BenchmarkResume(b *testing.B) {
	h := newHouse(b)
	_, in := h.in(b, h.withPassword(b, h.Company.Actor(officer.RoleOfficer)))
	token := in.Token.Reveal()
	for b.Loop() {
		if _, err := h.signIn.Resume(context.Background(), token); err != nil {
			b.Fatal(err)
		}
	}
}

// A sign-in: two transactions and one argon2id.
func BenchmarkAuthenticate(b *testing.B) {
	h := newHouse(b)
	who := h.withPassword(b, h.Applicant(b))
	for b.Loop() {
		if _, err := h.authenticate(who.Email, password, desk.Visitor{Address: "192.0.2.7"}); err != nil {
			b.Fatal(err)
		}
	}
}
