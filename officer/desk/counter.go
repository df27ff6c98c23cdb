// Package desk holds the use cases: what people come to the portal for, each as
// one verb. Every one goes through the same door: who are you, may you do this
// here, one transaction, one line in the book.
//
// It knows nothing of HTTP or pages, and writes no SQL.
package desk

import (
	"context"
	"errors"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

// A Counter is the door and what stands behind it. Services share one.
type Counter struct {
	DB        *postgres.DB
	Keys      *secret.Keys      // seals fields, digests tokens, signs evidence
	Passwords *secret.Passwords // hashes what people choose to be known by
	Address   string            // where people reach the portal, for links in mails: https://host, without a slash at the end
	Demo      bool              // practice data: people sign in by one click, and DemoCode stands for their authenticator
}

// errUnrecorded is the fault of a use case that changes something and tells nobody.
var errUnrecorded = errors.New("a changing use case recorded nothing")

// do lets the actor of ctx through the door to change something: permission,
// transaction in the actor's scope, at least one line in the book, commit.
func do[T any](ctx context.Context, c *Counter, p rbac.Permission, f func(*postgres.Tx) (T, error)) (result T, err error) {
	return through(ctx, c, p, postgres.ScopeOf, f)
}

// doOwn is do for a person's own account: wherever they work, it happens in
// their own scope and stands in their own book.
func doOwn[T any](ctx context.Context, c *Counter, p rbac.Permission, f func(*postgres.Tx) (T, error)) (result T, err error) {
	return through(ctx, c, p, ownScope, f)
}

func ownScope(a officer.Actor) postgres.Scope {
	return postgres.Scope{Kind: "account", Account: a.Account}
}

func through[T any](ctx context.Context, c *Counter, p rbac.Permission, scope func(officer.Actor) postgres.Scope, f func(*postgres.Tx) (T, error)) (result T, err error) {
	actor, err := admit(ctx, p)
	if err != nil {
		return result, err
	}
	err = c.DB.Do(ctx, scope(actor), func(tx *postgres.Tx) error {
		if result, err = f(tx); err != nil {
			return err
		}
		if tx.Recorded() == 0 {
			return errUnrecorded
		}
		return nil
	})
	if err != nil {
		var nothing T
		return nothing, err
	}
	return result, nil
}

// change is do for use cases that answer nothing.
func change(ctx context.Context, c *Counter, p rbac.Permission, f func(*postgres.Tx) error) error {
	_, err := do(ctx, c, p, func(tx *postgres.Tx) (struct{}, error) { return struct{}{}, f(tx) })
	return err
}

// view lets the actor of ctx through the door to look at something.
func view[T any](ctx context.Context, c *Counter, p rbac.Permission, f func(*postgres.Tx) (T, error)) (result T, err error) {
	actor, err := admit(ctx, p)
	if err != nil {
		return result, err
	}
	err = c.DB.View(ctx, postgres.ScopeOf(actor), func(tx *postgres.Tx) error {
		result, err = f(tx)
		return err
	})
	return result, err
}

// changeOwn is doOwn for use cases that answer nothing.
func changeOwn(ctx context.Context, c *Counter, p rbac.Permission, f func(*postgres.Tx) error) error {
	_, err := doOwn(ctx, c, p, func(tx *postgres.Tx) (struct{}, error) { return struct{}{}, f(tx) })
	return err
}

// viewOwn lets the actor look at what is their own, wherever they work.
func viewOwn[T any](ctx context.Context, c *Counter, p rbac.Permission, f func(*postgres.Tx) (T, error)) (result T, err error) {
	actor, err := admit(ctx, p)
	if err != nil {
		return result, err
	}
	err = c.DB.View(ctx, ownScope(actor), func(tx *postgres.Tx) error {
		result, err = f(tx)
		return err
	})
	return result, err
}

// settle works for the system, and keeps what was done even when the answer is
// Invalid or TooMany: a wrong try has to be counted and written down. All else
// rolls back. It is for sign-in and for proofs of who somebody is, where nobody,
// or not yet somebody, stands at the door, and where a try that is only counted
// makes no line in the book.
func (c *Counter) settle(ctx context.Context, f func(*postgres.Tx) error) error {
	var refusal *officer.Error
	err := c.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
		refusal = nil
		err := f(tx)
		switch {
		case errors.As(err, &refusal) && (refusal.Kind == officer.Invalid || refusal.Kind == officer.TooMany):
		case err != nil:
			return err
		}
		return nil
	})
	if err == nil && refusal != nil {
		return refusal
	}
	return err
}

// admit gives the actor if the roles allow the permission at this place.
func admit(ctx context.Context, p rbac.Permission) (officer.Actor, error) {
	actor, ok := officer.ActorFrom(ctx)
	switch {
	case !ok:
		return actor, officer.Fail(officer.Unauthenticated, "signin.needed")
	case actor.SecondFactorDue && p != rbac.AccountSecondFactor:
		return actor, officer.Fail(officer.Unauthenticated, "signin.second_factor_needed")
	case p == rbac.SignedIn || rbac.Allows(actor.Roles, actor.Place, p):
		return actor, nil
	}
	return actor, officer.Fail(officer.Forbidden, "role.not_allowed")
}
