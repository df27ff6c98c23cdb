package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"iter"
	"slices"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/pdf"
	"officerportal/rbac"
)

// PapersJob is the kind of the job that prints the papers of many orders.
const PapersJob = "papers"

// A PaperBatch says which papers of which orders shall be printed together.
type PaperBatch struct {
	Orders []officer.OrderID   `json:"orders"`
	Papers []officer.PaperKind `json:"papers"`
}

// Offer gives the papers that at least one of the chosen orders may have, so
// that somebody can choose. If one order is not the organisation's, none is found.
func (s *Papers) Offer(ctx context.Context, ids []officer.OrderID) ([]officer.PaperKind, error) {
	return view(ctx, s.Counter, rbac.PaperBatch, func(tx *postgres.Tx) ([]officer.PaperKind, error) {
		orders, err := batchOrders(tx, ids)
		if err != nil {
			return nil, err
		}
		return slices.DeleteFunc(slices.Clone(officer.PaperKinds), func(k officer.PaperKind) bool {
			return !slices.ContainsFunc(orders, func(o officer.Order) bool { return slices.Contains(o.Papers(o.Procedure.AtDesk()), k) })
		}), nil
	})
}

// WithStatus names the newest orders of a status, as many as a batch may have.
func (s *Papers) WithStatus(ctx context.Context, status officer.OrderStatus) ([]officer.OrderID, error) {
	return view(ctx, s.Counter, rbac.PaperBatch, func(tx *postgres.Tx) ([]officer.OrderID, error) { return tx.OrderIDs(status, officer.MaxBatch) })
}

// batchOrders reads the orders of a batch, or says what is wrong with the choice.
func batchOrders(tx *postgres.Tx, ids []officer.OrderID) ([]officer.Order, error) {
	switch {
	case len(ids) == 0:
		return nil, officer.Fail(officer.Invalid, "papers.none_chosen")
	case len(ids) > officer.MaxBatch:
		return nil, officer.Fail(officer.Invalid, "papers.too_many", "max", officer.MaxBatch)
	}
	return tx.OrdersByID(ids)
}

// Batch has the papers of many orders printed by the worker.
func (s *Papers) Batch(ctx context.Context, b PaperBatch) (officer.JobID, error) {
	return do(ctx, s.Counter, rbac.PaperBatch, func(tx *postgres.Tx) (officer.JobID, error) {
		if _, err := batchOrders(tx, b.Orders); err != nil {
			return "", err
		}
		if len(b.Papers) == 0 {
			return "", officer.Problems{{Field: "paper", Key: "papers.no_paper"}}.Err()
		}
		payload, err := json.Marshal(b)
		if err != nil {
			return "", err
		}
		j := officer.Job{ID: officer.NewID[officer.JobID](), Kind: PapersJob, Payload: payload, Total: len(b.Orders)}
		tx.Record("job.added", string(j.ID), "kind", PapersJob, "orders", len(b.Orders), "papers", b.Papers)
		return j.ID, tx.AddJob(j)
	})
}

// Work prints a batch: a [Work] for [Jobs]. Each order's papers come in the
// applicant's language; a wanted paper that an order does not have is left out.
// That they were printed is written down when all of them are.
func (s *Papers) Work(ctx context.Context, j officer.Job, progress func(done, total int) error) (string, []byte, error) {
	var b PaperBatch
	if err := json.Unmarshal(j.Payload, &b); err != nil {
		return "", nil, err
	}
	head, err := s.letterhead(ctx)
	if err != nil {
		return "", nil, err
	}
	var out bytes.Buffer
	if err := pdf.WriteAll(&out, s.each(ctx, b, head, progress), nil); err != nil {
		return "", nil, err
	}
	return "papers-" + string(j.ID) + ".pdf", out.Bytes(), s.recordBatch(ctx, j, b)
}

// each yields the papers of a batch, order by order.
func (s *Papers) each(ctx context.Context, b PaperBatch, head letterhead, progress func(done, total int) error) iter.Seq2[pdf.Paper, error] {
	return func(yield func(pdf.Paper, error) bool) {
		some := false
		for n, id := range b.Orders {
			list, err := s.ofOrder(ctx, id, b.Papers, head)
			if err == nil {
				err = progress(n+1, len(b.Orders))
			}
			if err != nil {
				yield(pdf.Paper{}, err)
				return
			}
			for _, p := range list {
				if some = true; !yield(p, nil) {
					return
				}
			}
		}
		if !some {
			yield(pdf.Paper{}, officer.Fail(officer.NotFound, "papers.none_there"))
		}
	}
}

// ofOrder makes those of the wanted papers that an order has.
func (s *Papers) ofOrder(ctx context.Context, id officer.OrderID, wanted []officer.PaperKind, head letterhead) ([]pdf.Paper, error) {
	return view(ctx, s.Counter, rbac.PaperBatch, func(tx *postgres.Tx) ([]pdf.Paper, error) {
		f, err := s.readPaperFile(tx, id)
		if err != nil {
			return nil, err
		}
		have := slices.DeleteFunc(f.kinds(), func(k officer.PaperKind) bool { return !slices.Contains(wanted, k) })
		if len(have) == 0 {
			return nil, nil
		}
		return s.sheet(f, head, "", tx).papers(have)
	})
}

func (s *Papers) recordBatch(ctx context.Context, j officer.Job, b PaperBatch) error {
	return change(ctx, s.Counter, rbac.PaperBatch, func(tx *postgres.Tx) error {
		for _, id := range b.Orders {
			tx.Record("paper.printed", string(id), "papers", b.Papers, "format", "pdf", "job", j.ID)
		}
		return nil
	})
}
