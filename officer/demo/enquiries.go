package demo

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
)

// enquire brings about what the provider's clerks look into: somebody wants
// their account deleted, and somebody ordered under two names.
func enquire(ctx context.Context, c *desk.Counter) error {
	leaves, married := applicants[5], applicants[2]
	account := idOf[officer.AccountID](leaves.mail)
	by := officer.Actor{Account: account, Name: leaves.given + " " + leaves.family, Email: leaves.mail, Language: "de", Place: officer.Portal, Roles: []officer.Role{officer.RoleApplicant}}
	if err := (&desk.Enquiries{Counter: c}).RequestDeletion(officer.WithActor(ctx, by), "Ich gehe in den Ruhestand und brauche das Konto nicht mehr."); err != nil {
		return err
	}
	return c.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
		return tx.NoticeOnce(officer.Enquiry{ID: officer.NewID[officer.EnquiryID](), Kind: officer.EnquiryIdentities, Account: idOf[officer.AccountID](married.mail)})
	})
}
