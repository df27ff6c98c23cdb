package desk

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"slices"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// MaxCallRows is how many results one call of the personaliser may carry.
const MaxCallRows = 500

// A CallAnswer is what a call with results is answered.
type CallAnswer struct {
	Taken     int                 `json:"taken"`
	Unchanged int                 `json:"unchanged"`
	Refused   int                 `json:"refused"`
	Faults    int                 `json:"faults"`
	Rows      []officer.RowReport `json:"rows"`
}

// WaitingBatches lists the batches that wait for a personaliser that calls.
func (s *Production) WaitingBatches(ctx context.Context) ([]officer.Batch, error) {
	return view(ctx, s.Counter, rbac.ProductionRead, func(tx *postgres.Tx) ([]officer.Batch, error) {
		return tx.OpenBatches(officer.BatchByAPI, 100)
	})
}

// FetchWaiting is [Production.Fetch] for a batch that is handed over by a call;
// another way's is NotFound.
func (s *Production) FetchWaiting(ctx context.Context, id officer.BatchID) ([]byte, error) {
	_, err := view(ctx, s.Counter, rbac.ProductionRead, func(tx *postgres.Tx) (officer.Batch, error) { return byCall(tx, id) })
	if err != nil {
		return nil, err
	}
	return s.Fetch(ctx, id)
}

func byCall(tx *postgres.Tx, id officer.BatchID) (officer.Batch, error) {
	b, err := tx.Batch(id)
	if err == nil && b.Way != officer.BatchByAPI {
		err = officer.Fail(officer.NotFound, "page.not_found")
	}
	return b, err
}

// Call takes results of a batch that the personaliser sends, as they stand in a
// file. Key names the call: once more, it is answered the same and does nothing;
// with other content it is a Conflict, production.call_differs.
func (s *Production) Call(ctx context.Context, key string, id officer.BatchID, file []byte) (answer json.RawMessage, err error) {
	rows, err := officer.ReadResults(file)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || len(rows) > MaxCallRows {
		return nil, officer.Fail(officer.Invalid, "production.call_size", "count", MaxCallRows)
	}
	actor, err := admit(ctx, rbac.ProductionImport)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		rows[i].Result.Batch = id
	}
	digest := sha256.Sum256(append([]byte(id), file...))
	err = s.DB.Do(ctx, postgres.ScopeOf(actor), func(tx *postgres.Tx) error {
		answer, err = s.call(tx, key, id, digest[:], rows)
		return err
	})
	return answer, err
}

func (s *Production) call(tx *postgres.Tx, key string, id officer.BatchID, digest []byte, rows []officer.ResultRow) (json.RawMessage, error) {
	if err := tx.HoldProduction(); err != nil { // the same call may come twice at a time
		return nil, err
	}
	before, answer, known, err := tx.ProductionCall(key)
	switch {
	case err != nil:
		return nil, err
	case known && !slices.Equal(before, digest):
		return nil, officer.Fail(officer.Conflict, "production.call_differs")
	case known:
		return answer, nil
	}
	if _, err := byCall(tx, id); err != nil {
		return nil, err
	}
	reports, err := s.taker(false).rows(tx, rows)
	if err != nil {
		return nil, err
	}
	i := officer.ProductionImport{ID: officer.JobID(id), Rows: len(rows)}
	i.Count(reports)
	recordImport(tx, i)
	if answer, err = json.Marshal(CallAnswer{i.Taken, i.Unchanged, i.Refused, i.Faults, i.Report}); err != nil {
		return nil, err
	}
	return answer, tx.AddProductionCall(key, digest, answer)
}
