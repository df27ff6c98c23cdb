package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"slices"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

// ProductionJob is the kind of the job that takes a file of results.
const ProductionJob = "production_results"

// Upload has the worker take a file of results, or only try it. It refuses what is
// no such file at all; what is wrong with its rows is told by the result.
func (s *Production) Upload(ctx context.Context, name string, file []byte, dry bool) (officer.JobID, error) {
	rows, err := officer.ReadResults(file)
	return do(ctx, s.Counter, rbac.ProductionImport, func(tx *postgres.Tx) (officer.JobID, error) {
		var p officer.Problems
		p.AddErr("file", err)
		if err := p.Err(); err != nil {
			return "", err
		}
		digest := sha256.Sum256(file)
		i := officer.ProductionImport{ID: officer.NewID[officer.JobID](), Organisation: tx.Organisation(), Name: fileName(name), Digest: digest[:], DryRun: dry, Rows: len(rows),
			MadeBy: tx.Actor.Account, MadeName: tx.Actor.Name, MadeAt: tx.Now}
		if i.ContentSealed, err = s.Keys.Box.Seal(file, importPlace(i)); err != nil {
			return "", err
		}
		tx.Record("production.results_uploaded", string(i.ID), "rows", len(rows), "dry_run", dry)
		if err := tx.AddProductionImport(i); err != nil {
			return "", err
		}
		return i.ID, tx.AddJob(officer.Job{ID: i.ID, Kind: ProductionJob, Payload: []byte(`{}`), Total: len(rows)})
	})
}

// fileName keeps of an uploaded file's name what can be shown anywhere.
func fileName(name string) string {
	clean, err := officer.CleanLine(name, 100)
	if err != nil || clean == "" {
		return "results"
	}
	return clean
}

func importPlace(i officer.ProductionImport) string {
	return secret.Bind(string(i.Organisation), "production_imports", "content_sealed", string(i.ID))
}

// Work takes a file of results: a [Work] for [Jobs]. After a crash it begins at
// the first row again; what was taken before is unchanged then.
func (s *Production) Work(ctx context.Context, j officer.Job, progress func(done, total int) error) (string, []byte, error) {
	i, err := s.Import(ctx, j.ID)
	if err != nil {
		return "", nil, err
	}
	file, err := s.Keys.Box.Open(i.ContentSealed, importPlace(i))
	if err != nil {
		return "", nil, err
	}
	rows, err := officer.ReadResults(file)
	if err != nil {
		return "", nil, err
	}
	i.Report = nil
	if err := s.takeAll(ctx, &i, rows, progress); err != nil {
		return "", nil, err
	}
	err = change(ctx, s.Counter, rbac.ProductionImport, func(tx *postgres.Tx) error {
		recordImport(tx, i)
		return tx.EndProductionImport(i)
	})
	if err != nil {
		return "", nil, err
	}
	report, err := Report(i)
	return "results-" + string(i.ID) + ".jsonl", report, err
}

// takeAll takes rows, some at a time.
func (s *Production) takeAll(ctx context.Context, i *officer.ProductionImport, rows []officer.ResultRow, progress func(done, total int) error) error {
	t, done := s.taker(i.DryRun), 0
	for chunk := range slices.Chunk(rows, rowsAtOnce) {
		if err := progress(done, len(rows)); err != nil {
			return err
		}
		reports, err := t.take(ctx, chunk)
		if err != nil {
			return err
		}
		i.Count(reports)
		done += len(chunk)
	}
	return progress(done, len(rows))
}

func recordImport(tx *postgres.Tx, i officer.ProductionImport) {
	tx.Record("production.results_taken", string(i.ID), "rows", i.Rows, "taken", i.Taken, "unchanged", i.Unchanged, "faults", i.Faults, "refused", i.Refused, "dry_run", i.DryRun)
}

// Report writes what became of each row, as JSON Lines.
func Report(i officer.ProductionImport) ([]byte, error) {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	for _, r := range i.Report {
		if err := out.Encode(r); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// Import shows a file of results, with what became of each row once it was taken.
func (s *Production) Import(ctx context.Context, id officer.JobID) (officer.ProductionImport, error) {
	return view(ctx, s.Counter, rbac.ProductionRead, func(tx *postgres.Tx) (officer.ProductionImport, error) { return tx.ProductionImport(id) })
}

// Imports lists the newest files.
func (s *Production) Imports(ctx context.Context) ([]officer.ProductionImport, error) {
	return view(ctx, s.Counter, rbac.ProductionRead, func(tx *postgres.Tx) ([]officer.ProductionImport, error) {
		return tx.ProductionImports(officer.PageSize)
	})
}

// Send notes by hand which parcels of cards were sent. All of it is taken, or
// nothing, with what is wrong.
func (s *Production) Send(ctx context.Context, list []officer.CardResult) error {
	rows := make([]officer.ResultRow, len(list))
	for i, r := range list {
		rows[i] = officer.ResultRow{Line: i + 1, Result: r}
	}
	return change(ctx, s.Counter, rbac.ProductionImport, func(tx *postgres.Tx) error {
		reports, err := s.taker(false).rows(tx, rows)
		if err != nil {
			return err
		}
		var p officer.Problems
		for i, r := range reports {
			for _, x := range r.Problems {
				p.Add(x.Field+"_"+string(list[i].Card), x.Key, pairs(x.Args)...)
			}
		}
		if err := p.Err(); err != nil {
			return err
		}
		tx.Record("production.sent_by_hand", string(list[0].Batch), "cards", len(list))
		return nil
	})
}

func pairs(args officer.Args) (list []any) {
	for name, value := range args {
		list = append(list, name, value)
	}
	return list
}

// Kept for how long: reports of files, and answers of calls, which a personaliser
// may ask for again.
const (
	importsKept = 90 * 24 * time.Hour
	callsKept   = 30 * 24 * time.Hour
)

// Tidy forgets what was kept long enough.
func (s *Production) Tidy(ctx context.Context) error {
	return s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
		if err := tx.DropOldProductionImports(tx.Now.Add(-importsKept)); err != nil {
			return err
		}
		return tx.DropOldProductionCalls(tx.Now.Add(-callsKept))
	})
}

// unsentShown is how many cards the form of what was sent shows at a time.
const unsentShown = 50

// Unsent lists cards of a batch of which a parcel was not sent yet.
func (s *Production) Unsent(ctx context.Context, id officer.BatchID) ([]officer.Card, error) {
	return view(ctx, s.Counter, rbac.ProductionImport, func(tx *postgres.Tx) ([]officer.Card, error) {
		if _, err := tx.Batch(id); err != nil {
			return nil, err
		}
		return tx.UnsentCards(id, unsentShown)
	})
}
