package desk_test

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/secret"
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

// BenchmarkSignIns holds what a crowd at the door gets against the most that the
// machine can do, argon2id alone on every core, in the same run. The figures are
// sign-ins/s, argon2id/s and their ratio.
func BenchmarkSignIns(b *testing.B) {
	const crowd = 32
	h := newHouse(b)
	people := make([]officer.Actor, crowd)
	for i := range people {
		people[i] = h.withPassword(b, h.Applicant(b))
	}
	passwords := h.accounts.Passwords
	hash, err := passwords.Hash(context.Background(), secret.Of(password))
	if err != nil {
		b.Fatal(err)
	}
	rate := func(at int, once func(who officer.Actor) error) float64 {
		const each = 8
		began := time.Now()
		var all sync.WaitGroup
		for n := range at {
			all.Go(func() {
				for range each {
					if err := once(people[n%crowd]); err != nil {
						b.Error(err)
						return
					}
				}
			})
		}
		all.Wait()
		return float64(at*each) / time.Since(began).Seconds()
	}
	var alone, signIns float64
	for range b.N {
		alone += rate(runtime.NumCPU(), func(officer.Actor) error {
			_, err := passwords.Verify(context.Background(), secret.Of(password), hash)
			return err
		})
		signIns += rate(crowd, func(who officer.Actor) error {
			_, err := h.authenticate(who.Email, password, desk.Visitor{Address: "192.0.2.7"})
			return err
		})
	}
	b.ReportMetric(signIns/float64(b.N), "sign-ins/s")
	b.ReportMetric(alone/float64(b.N), "argon2id/s")
	b.ReportMetric(signIns/alone, "ratio")
}
