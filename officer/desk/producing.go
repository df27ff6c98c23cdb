package desk

import (
	"context"
	"crypto/sha256"
	"errors"

	"officerportal/officer"
	"officerportal/officer/postgres"
)

// atWorkOnBatches is how many batches of a way the worker looks after at a time.
const atWorkOnBatches = 20

// Personaliser gives a context in which whoever makes the cards acts, by a call or
// through the worker: with a clerk's rights at the provider, in nobody's account.
// Only what concerns batches and results is offered to them.
func (s *Production) Personaliser(ctx context.Context, name string) (context.Context, error) {
	var provider officer.Organisation
	err := s.DB.View(ctx, postgres.System, func(tx *postgres.Tx) (err error) {
		provider, err = tx.Provider()
		return err
	})
	return officer.WithActor(ctx, officer.Actor{Name: name, Language: "de", Place: officer.BackOffice, Organisation: provider.ID, OrganisationName: provider.Name,
		OrganisationKind: officer.TSP, Roles: []officer.Role{officer.RoleClerk}, SecondFactor: true}), err
}

// Produce brings open batches to those who make cards by themselves, and takes
// what they made. For the worker; it reports whether anything came.
func (s *Production) Produce(ctx context.Context) (found bool, err error) {
	for way, maker := range s.Makers {
		asThem, err := s.Personaliser(ctx, "producer")
		if err != nil {
			return found, err
		}
		var open []officer.Batch
		err = s.DB.View(ctx, postgres.System, func(tx *postgres.Tx) (err error) {
			open, err = tx.OpenBatches(way, atWorkOnBatches)
			return err
		})
		if err != nil {
			return found, err
		}
		var faults []error
		for _, b := range open { // what is wrong with one stops no other
			came, err := s.produce(asThem, b.ID, maker)
			faults, found = append(faults, err), found || came
		}
		if err := errors.Join(faults...); err != nil {
			return found, err
		}
	}
	return found, nil
}

// produce brings one batch, once, and takes what there is of it.
func (s *Production) produce(ctx context.Context, id officer.BatchID, maker CardProduction) (bool, error) {
	b, file, err := s.toMaker(ctx, id)
	if err != nil {
		return false, err
	}
	if b.FetchedAt.IsZero() {
		if err := maker.Take(ctx, b, file); err != nil {
			return false, err
		}
		if _, err := s.Fetch(ctx, id); err != nil {
			return false, err
		}
	}
	d, err := maker.Results(ctx, b, file)
	if err != nil || d.File == nil {
		return false, err
	}
	i, err := s.TakeDelivery(ctx, d)
	if err != nil {
		return false, err
	}
	return true, maker.Settle(ctx, d, i)
}

func (s *Production) toMaker(ctx context.Context, id officer.BatchID) (b officer.Batch, file []byte, err error) {
	err = s.DB.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		if b, err = tx.Batch(id); err != nil {
			return err
		}
		file, err = s.file(b)
		return err
	})
	return b, file, err
}

// TakeDelivery takes a file of results at once, and keeps what became of it.
func (s *Production) TakeDelivery(ctx context.Context, d Delivery) (officer.ProductionImport, error) {
	actor, _ := officer.ActorFrom(ctx)
	digest := sha256.Sum256(d.File)
	i := officer.ProductionImport{ID: officer.NewID[officer.JobID](), Organisation: actor.Organisation, Name: fileName(d.Name), Digest: digest[:], MadeBy: actor.Account, MadeName: actor.Name}
	rows, err := officer.ReadResults(d.File)
	var refusal *officer.Error
	if errors.As(err, &refusal) { // the report tells whoever delivered it, and the clerk
		i.Rows = 1
		i.Count([]officer.RowReport{{Outcome: officer.ResultRefused, Problems: []officer.Problem{{Field: "row", Key: refusal.Key, Args: refusal.Args}}}})
	} else if err != nil {
		return i, err
	} else if i.Rows = len(rows); i.Rows > 0 {
		if err := s.takeAll(ctx, &i, rows, func(int, int) error { return nil }); err != nil {
			return i, err
		}
	}
	return i, s.DB.Do(ctx, postgres.ScopeOf(actor), func(tx *postgres.Tx) error {
		recordImport(tx, i)
		i.MadeAt = tx.Now
		if err := tx.AddProductionImport(i); err != nil {
			return err
		}
		return tx.EndProductionImport(i)
	})
}
