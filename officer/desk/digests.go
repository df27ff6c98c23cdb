package desk

import (
	"context"
	"strconv"

	"officerportal/officer"
	"officerportal/officer/postgres"
)

// Digests tell those who want it, in the morning of a working day, what waits
// for them. The worker runs them; nobody asks.
type Digests struct{ *Counter }

// digestsAtOnce is how many people are looked for at a time.
const digestsAtOnce = 50

// Send looks at the days of some people and reports whether there were any. Who
// has been looked at is written down even where there was nothing to tell, so
// that each is looked at once.
func (s *Digests) Send(ctx context.Context) (found bool, err error) {
	var list []officer.DigestReader
	var day officer.Date
	err = s.DB.View(ctx, postgres.System, func(tx *postgres.Tx) (err error) {
		due := false
		if day, due = officer.DigestDay(tx.Now); due {
			list, err = tx.DigestReaders(day, digestsAtOnce)
		}
		return err
	})
	for _, who := range list {
		if err != nil {
			return false, err
		}
		err = s.DB.Do(ctx, postgres.System.InOrganisation(who.Organisation), func(tx *postgres.Tx) error { return s.digest(tx, who, day) })
	}
	return len(list) > 0, err
}

func (s *Digests) digest(tx *postgres.Tx, who officer.DigestReader, day officer.Date) error {
	read := tx.Digest
	if who.Kind == officer.TSP {
		read = tx.ClerkDigest
	}
	d, err := read()
	if err != nil {
		return err
	}
	taken, err := tx.TakeDigest(who.Account, day, !d.Empty())
	if err != nil || !taken || d.Empty() {
		return err
	}
	a, err := tx.Account(who.Account)
	if err != nil {
		return err
	}
	template, args := s.digestMail(who, d)
	return s.mailTo(tx, a, template, args)
}

func (s *Digests) digestMail(who officer.DigestReader, d officer.Digest) (string, map[string]string) {
	if who.Kind == officer.TSP {
		return "digest_clerk", map[string]string{"organisation": who.Name, "link": s.Address + "/",
			"orders": strconv.Itoa(d.Orders), "complaints": strconv.Itoa(d.Complaint), "enquiries": strconv.Itoa(d.Enquiries)}
	}
	return "digest_desk", map[string]string{"organisation": who.Name, "link": s.Address + "/",
		"identify": strconv.Itoa(d.Identify), "check": strconv.Itoa(d.Check), "questions": strconv.Itoa(d.Questions),
		"documents": strconv.Itoa(d.Documents), "cards": strconv.Itoa(d.Cards), "trainings": strconv.Itoa(d.Trainings)}
}

// digestsFor is for how many days it is known whose day was looked at.
const digestsFor = 30

// Tidy forgets that.
func (s *Digests) Tidy(ctx context.Context) error {
	return s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
		return tx.DropOldDigests(officer.Today(tx.Now).AddDays(-digestsFor))
	})
}
