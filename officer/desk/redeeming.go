package desk

import (
	"context"
	"errors"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

// Redeeming is somebody in their own portal who enters an order code.
type Redeeming struct{ *Counter }

// Redeem redeems a code for the actor, and gives what releases its product to
// them from now on. A code they have redeemed already gives the same again. A
// slip of the keyboard is told by the check symbol and costs nothing; every code
// that releases nothing to the actor gets one answer, whatever the reason, and
// counts as a try, by the account and by where it comes from.
func (s *Redeeming) Redeem(ctx context.Context, typed string, from Visitor) (r officer.Redemption, err error) {
	actor, err := admit(ctx, rbac.CodeRedeem)
	if err != nil {
		return r, err
	}
	code, err := officer.ParseCode(typed, officer.OrderCodeSymbols)
	if err != nil {
		return r, ofCode(err)
	}
	digests := s.Keys.Digests.Candidates(orderCodeDigest, secret.Of(code.Reveal()))
	err = s.settle(ctx, func(tx *postgres.Tx) error {
		r, err = s.try(tx, actor, digests, from)
		return err
	})
	return r, err
}

// ofCode makes a refusal a problem of the field in which the code was typed.
func ofCode(err error) error {
	var p officer.Problems
	p.AddErr("code", err)
	return p.Err()
}

// try counts a try first, since tries of one account then go through one after
// the other, and nobody redeems a code twice at once. A right one is given back.
func (s *Redeeming) try(tx *postgres.Tx, actor officer.Actor, digests []string, from Visitor) (officer.Redemption, error) {
	counts := []count{s.counted(officer.ThrottleOrderCode, string(actor.Account)), s.counted(officer.ThrottleOrderAddress, network(from.Address))}
	for _, c := range counts {
		n, err := tx.Try(c.key, c.throttle)
		if errors.Is(err, officer.TooMany) && n == 1 {
			tx.Record("order_code.throttled", string(actor.Account), "by", c.throttle.Name)
		}
		if err != nil {
			return officer.Redemption{}, err
		}
	}
	r, fresh, err := tx.RedeemCode(officer.CodeTry{Account: actor.Account, Name: actor.Name, Email: officer.Email(actor.Email), Digests: digests,
		Redemption: officer.NewID[officer.RedemptionID](), Event: officer.NewID[officer.EventID](), At: tx.Now})
	switch {
	case err != nil:
		return r, err
	case r.ID == "":
		tx.Record("order_code.refused", string(actor.Account))
		return r, ofCode(officer.Fail(officer.Invalid, "code.refused"))
	case fresh:
		tx.Record("order_code.redeemed", string(actor.Account), "redemption", r.ID)
	}
	for _, c := range counts {
		if err := tx.Refund(c.key); err != nil {
			return r, err
		}
	}
	return r, nil
}
