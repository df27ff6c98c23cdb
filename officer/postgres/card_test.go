package postgres_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

// A card keeps all that is said of it, and belongs to its house and its holder.
func TestCards(t *testing.T) {
	s := dbtest.NewSample(t)
	holder, other := s.Applicant(t), s.Applicant(t)
	o := s.Ordered(t, s.Company, holder.Account, func(_ *officer.Application, o *officer.Order) { o.Quantity = 2 })
	at := s.Clock.Now().UTC().Truncate(time.Microsecond)
	cards := officer.NewCards(o, "", at)
	c := cards[0]
	must(t, in(t, s, s.Company, func(tx *postgres.Tx) error {
		must(t, tx.AddCards(cards))
		must(t, c.Produce("8949017200000000014", officer.Today(at), at.AddDate(2, 0, 0)))
		must(t, c.Dispatch("RR 123", at))
		must(t, c.DispatchPIN("", at))
		must(t, c.PIN.Receive(officer.ReceivedByDesk, at))
		must(t, tx.SaveCard(&c))
		tx.Record("card.sent", string(c.ID))
		return tx.AddCertificates([]officer.Certificate{{Organisation: s.Company.ID, Card: c.ID, Usage: officer.QualifiedCertificate, DER: []byte{48, 0}, Serial: "0a",
			Issuer: "CN=CA", Subject: "CN=Kim", NotBefore: at, NotAfter: at.AddDate(2, 0, 0), KeyDigest: "ff"}})
	}))
	must(t, in(t, s, s.Company, func(tx *postgres.Tx) error {
		back, err := tx.CardsOf(o.ID)
		must(t, err)
		if diff := cmp.Diff([]officer.Card{c, cards[1]}, back, cmp.AllowUnexported(officer.Date{})); diff != "" {
			t.Errorf("(-put +got)\n%s", diff)
		}
		certificates, err := tx.Certificates(c.ID)
		if err != nil || len(certificates) != 1 || certificates[0].KeyDigest != "ff" {
			t.Errorf("%+v %v", certificates, err)
		}
		stale := back[0]
		stale.Version--
		if err := tx.SaveCard(&stale); !errors.Is(err, officer.Stale) {
			t.Errorf("saved over a newer one: %v", err)
		}
		return nil
	}))
	if err := in(t, s, s.Authority, func(tx *postgres.Tx) error { _, err := tx.Card(c.ID); return err }); !errors.Is(err, officer.NotFound) {
		t.Errorf("another house's: %v", err)
	}
	for who, want := range map[officer.AccountID]int{holder.Account: 1, other.Account: 0} {
		must(t, s.DB.View(t.Context(), postgres.Scope{Kind: "account", Account: who}, func(tx *postgres.Tx) error {
			list, err := tx.OwnCards()
			if len(list) != want {
				t.Errorf("%d own cards, want %d", len(list), want)
			}
			n, _ := tx.Count("certificates")
			if n != want {
				t.Errorf("sees %d certificates, want %d", n, want)
			}
			return err
		}))
	}
}

// A clerk goes where the order is, and the book of its house says what they did.
func TestAClerkGoesToTheOrdersHouse(t *testing.T) {
	s := dbtest.NewSample(t)
	o := s.Ordered(t, s.Company, "", nil)
	must(t, s.DB.Do(dbtest.As(s.TSP.Actor(officer.RoleClerk)), postgres.ScopeOf(s.TSP.Actor(officer.RoleClerk)), func(tx *postgres.Tx) error {
		must(t, tx.AtOrder(o.ID))
		if tx.Organisation() != s.Company.ID {
			t.Errorf("at %s", tx.Organisation())
		}
		tx.Record("order.claimed", string(o.ID))
		return nil
	}))
	if got := dbtest.Get[string](t, s.Database, `select organisation_id from events where subject = $1`, o.ID); got != string(s.Company.ID) {
		t.Errorf("the line stands in the book of %s", got)
	}
}
