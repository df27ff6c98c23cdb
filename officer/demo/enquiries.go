package demo

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/desk"
)

// enquire gives the provider's clerks something to look into: somebody wants
// their account deleted.
func enquire(ctx context.Context, c *desk.Counter) error {
	leaves := applicants[5]
	account := idOf[officer.AccountID](leaves.mail)
	by := officer.Actor{Account: account, Name: leaves.given + " " + leaves.family, Email: leaves.mail, Language: "de", Place: officer.Portal, Roles: []officer.Role{officer.RoleApplicant}}
	return (&desk.Enquiries{Counter: c}).RequestDeletion(officer.WithActor(ctx, by), "Ich gehe in den Ruhestand und brauche das Konto nicht mehr.")
}
