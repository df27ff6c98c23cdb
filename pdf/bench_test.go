package pdf

import (
	"fmt"
	"io"
	"testing"
)

func BenchmarkChecklist(b *testing.B) {
	c := sampleChecklist(German)
	for b.Loop() {
		p, err := c.Paper()
		if err == nil {
			err = p.WritePDF(io.Discard)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBatch100 writes the checklists of a hundred orders into one document;
// see the metric ms/paper.
func BenchmarkBatch100(b *testing.B) {
	for b.Loop() {
		err := WriteAll(io.Discard, func(yield func(Paper, error) bool) {
			c := sampleChecklist(German)
			for i := range 100 {
				c.Number = fmt.Sprintf("OP-7K4M-2Q%02d-9", i)
				c.Link = "https://portal.example.org/o/" + c.Number
				if p, err := c.Paper(); !yield(p, err) {
					return
				}
			}
		}, nil)
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/100/1000, "ms/paper")
}

func BenchmarkQR(b *testing.B) {
	for b.Loop() {
		if _, err := QR("https://portal.example.org/o/OP-7K4M-2QXF-9"); err != nil {
			b.Fatal(err)
		}
	}
}
