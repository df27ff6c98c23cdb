package desk

import (
	"context"
	"errors"
	"net/netip"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
)

// An attempt is one try to sign in, counted before the password is looked at.
type attempt struct {
	account officer.Account // zero for an address that nobody has
	known   bool            // counted by its browser or its mailed link, not as a stranger's
	unlock  string          // token of the mailed link by which they came; empty without
	counts  []count
}

// A count is where a try is counted.
type count struct {
	key      string
	throttle officer.Throttle
	shared   bool // others' tries are counted here too
}

// attempt finds the account of an address and counts the try. It does the same
// work for an address that nobody has.
func (s *SignIn) attempt(ctx context.Context, c Credentials, from Visitor) (attempt, error) {
	email, err := officer.ParseEmail(c.Email)
	if err != nil || email == "" {
		email = "nobody@invalid" // no account's, so that the answer is the same
	}
	a := attempt{unlock: c.Unlock}
	err = s.settle(ctx, func(tx *postgres.Tx) error {
		a.counts = nil
		if a.account, _, err = tx.FindAccountByEmail(email.AccountKey()); err != nil {
			return err
		}
		if err := s.chooseCounts(tx, &a, email, from); err != nil {
			return err
		}
		return s.countAll(tx, a)
	})
	return a, err
}

// chooseCounts says where a try is counted: by the mailed link or the browser if
// those belong to the account, else by account and address.
func (s *SignIn) chooseCounts(tx *postgres.Tx, a *attempt, email officer.Email, from Visitor) error {
	devices := s.deviceDigests(from)
	familiar, err := tx.KnowsDevice(a.account.ID, devices)
	if err != nil {
		return err
	}
	linked, err := s.linked(tx, *a)
	if err != nil {
		return err
	}
	a.known = linked || familiar
	if !linked {
		a.unlock = ""
	}
	switch {
	case linked:
		a.counts = []count{s.counted(officer.ThrottleSignInUnlock, a.unlock)}
	case familiar:
		a.counts = []count{s.counted(officer.ThrottleSignInDevice, string(a.account.ID), devices[0])}
	default:
		byAddress := s.counted(officer.ThrottleSignInAddress, network(from.Address))
		byAddress.shared = true
		a.counts = []count{byAddress, s.counted(officer.ThrottleSignIn, email.AccountKey())}
	}
	return nil
}

// linked reports whether the attempt came by a mailed link of this very account.
func (s *SignIn) linked(tx *postgres.Tx, a attempt) (bool, error) {
	if a.unlock == "" {
		return false, nil
	}
	l, err := tx.Link(officer.LinkSignInUnlock, s.linkDigests(officer.LinkSignInUnlock, a.unlock))
	if errors.Is(err, officer.NotFound) {
		return false, nil
	}
	return err == nil && a.account.ID != "" && l.Account == a.account.ID, err
}

// countAll counts the try everywhere it counts. Of those that come too early the
// first is written down, not each one after it.
func (s *SignIn) countAll(tx *postgres.Tx, a attempt) error {
	for _, c := range a.counts {
		if err := c.try(tx, a.account.ID); err != nil {
			return err
		}
	}
	return nil
}

// try counts one try of an account; an empty id is nobody's.
func (c count) try(tx *postgres.Tx, id officer.AccountID) error {
	n, err := tx.Try(c.key, c.throttle)
	if errors.Is(err, officer.TooMany) && n == 1 {
		tx.Record("signin.throttled", string(id), "by", c.throttle.Name)
	}
	return err
}

// settleAttempt gives back what a right attempt was counted, and uses its link up.
func (s *SignIn) settleAttempt(tx *postgres.Tx, a attempt) error {
	if err := giveBack(tx, a.counts); err != nil {
		return err
	}
	if a.unlock == "" {
		return nil
	}
	_, err := s.useLink(tx, officer.LinkSignInUnlock, a.unlock)
	return err
}

// giveBack gives back what a right try was counted: where others are counted too,
// that one try alone.
func giveBack(tx *postgres.Tx, counts []count) error {
	for _, c := range counts {
		forget := tx.Forgive
		if c.shared {
			forget = tx.Refund
		}
		if err := forget(c.key); err != nil {
			return err
		}
	}
	return nil
}

// counted names a count. The key is a keyed digest: the table tells nobody whose
// tries it counts.
func (c *Counter) counted(t officer.Throttle, parts ...string) count {
	of := t.Name
	for _, p := range parts {
		of += "\n" + p
	}
	return count{key: c.Keys.Digests.Digest(throttleDigest, secret.Of(of)), throttle: t}
}

func (s *SignIn) deviceDigests(from Visitor) []string {
	if from.Device == "" || len(from.Device) > maxToken {
		return []string{""} // no session has it
	}
	return s.Keys.Digests.Candidates(deviceDigest, secret.Of(from.Device))
}

// network is what tries from an address are counted by: the address itself, of
// IPv6 the first 64 bits, since one customer has all of those.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return "unknown"
	}
	ip = ip.Unmap()
	if ip.Is6() {
		prefix, _ := ip.Prefix(64)
		return prefix.String()
	}
	return ip.String()
}
