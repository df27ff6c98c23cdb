package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
)

// DemoPeople lists whose place one can take in the demo. Elsewhere it is NotFound.
func (s *SignIn) DemoPeople(ctx context.Context) (list []officer.DemoPerson, err error) {
	if !s.Demo {
		return nil, officer.Fail(officer.NotFound, "page.not_found")
	}
	err = s.DB.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		list, err = tx.DemoPeople()
		return err
	})
	return list, err
}

// DemoSignIn lets somebody in as a person of the demo, without password and
// second factor. Outside the demo it is NotFound.
func (s *SignIn) DemoSignIn(ctx context.Context, id officer.AccountID, from Visitor) (in Admission, err error) {
	if !s.Demo {
		return in, officer.Fail(officer.NotFound, "page.not_found")
	}
	err = s.settle(ctx, func(tx *postgres.Tx) error {
		a, err := tx.Account(id)
		if err != nil {
			return err
		}
		if a.Status != officer.AccountActive {
			return officer.Fail(officer.NotFound, "page.not_found")
		}
		in, err = s.begin(tx, a, from, tx.Now)
		return err
	})
	return in, err
}
