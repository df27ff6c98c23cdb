package desk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
)

// BenchmarkPaper prints one paper of an order, from the database to the PDF.
func BenchmarkPaper(b *testing.B) {
	for _, kind := range []officer.PaperKind{officer.PaperChecklist, officer.PaperApplication, officer.PaperRecord, officer.PaperRevocation} {
		b.Run(string(kind), func(b *testing.B) {
			p := newPress(b)
			id := p.order(b, p.Company, p.Signature, full)
			ctx := p.as(officer.RoleOfficer)
			for b.Loop() {
				printed, err := p.papers.Print(ctx, id, desk.Printing{Papers: []officer.PaperKind{kind}, Format: "pdf"})
				must(b, err)
				var out bytes.Buffer
				must(b, printed.Papers[0].WritePDF(&out))
			}
		})
	}
}

// BenchmarkBatch prints all papers of as many orders as a batch may have.
func BenchmarkBatch(b *testing.B) {
	p := newPress(b)
	id := p.order(b, p.Company, p.Signature, full)
	payload, err := json.Marshal(desk.PaperBatch{Orders: slices.Repeat([]officer.OrderID{id}, officer.MaxBatch), Papers: officer.PaperKinds})
	must(b, err)
	var size int
	for b.Loop() {
		_, content, err := p.papers.Work(p.as(officer.RoleOfficer), officer.Job{Payload: payload}, func(int, int) error { return context.Cause(b.Context()) })
		must(b, err)
		size = len(content)
	}
	b.ReportMetric(float64(size)/1e6, "MB")
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N*officer.MaxBatch)*1e3, "ms/order")
}
