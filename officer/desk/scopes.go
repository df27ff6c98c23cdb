package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// beyond is the scope of the few use cases of a desk that have to look beyond
// its organisation: whether what a person does elsewhere allows a role here, whether their account
// can be used, in which language they are written to.
// What they write stays in the organisation, and so do their lines in the book.
func beyond(a officer.Actor) postgres.Scope { return postgres.System.InOrganisation(a.Organisation) }

// within is the scope of the back office at work on one organisation: rows and
// lines in the book are that organisation's.
func within(id officer.OrganisationID) func(officer.Actor) postgres.Scope {
	return func(a officer.Actor) postgres.Scope {
		s := postgres.ScopeOf(a)
		if a.Place == officer.BackOffice {
			s.Organisation = id
		}
		return s
	}
}

// at is the scope of a person in one organisation's shop: their own rows there,
// and lines in that organisation's book. Where only a case or order is known,
// [postgres.Tx.At] does the same in a person's transaction.
func at(id officer.OrganisationID) func(officer.Actor) postgres.Scope {
	return func(a officer.Actor) postgres.Scope {
		return postgres.Scope{Kind: "account", Organisation: id, Account: a.Account}
	}
}

// changeIn is change in another scope than the actor's own.
func changeIn(ctx context.Context, c *Counter, p rbac.Permission, scope func(officer.Actor) postgres.Scope, f func(*postgres.Tx) error) error {
	_, err := through(ctx, c, p, scope, func(tx *postgres.Tx) (struct{}, error) { return struct{}{}, f(tx) })
	return err
}

// viewIn is view in another scope than the actor's own.
func viewIn[T any](ctx context.Context, c *Counter, p rbac.Permission, scope func(officer.Actor) postgres.Scope, f func(*postgres.Tx) (T, error)) (result T, err error) {
	actor, err := admit(ctx, p)
	if err != nil {
		return result, err
	}
	err = c.DB.View(ctx, scope(actor), func(tx *postgres.Tx) error {
		result, err = f(tx)
		return err
	})
	return result, err
}

// CommandLine gives a context in which the operator of the machine acts: whoever
// can run the program with its keys needs no account. They pass the same door as
// an operator of the provider, and the book names them.
func CommandLine(ctx context.Context) context.Context {
	return officer.WithActor(ctx, officer.Actor{
		Name: "command line", Language: "de", Place: officer.BackOffice, OrganisationKind: officer.TSP,
		Roles: []officer.Role{officer.RoleOperator}, SecondFactor: true,
	})
}
