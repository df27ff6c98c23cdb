package pdf

import (
	"fmt"
	"io"
	"iter"
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

// BenchmarkBatch100 writes a hundred papers into one document: of a hundred
// orders, each with a code of its own, and of twenty-five, whose four papers share
// theirs as they do when all papers of orders are printed. See the metric ms/paper.
func BenchmarkBatch100(b *testing.B) {
	for _, each := range []int{1, 4} {
		b.Run(fmt.Sprintf("papers of an order=%d", each), func(b *testing.B) {
			for b.Loop() {
				if err := WriteAll(io.Discard, hundred(each), nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/100/1000, "ms/paper")
		})
	}
}

// hundred are checklists, so many of each order.
func hundred(each int) iter.Seq2[Paper, error] {
	return func(yield func(Paper, error) bool) {
		c := sampleChecklist(German)
		for i := range 100 {
			c.Number = fmt.Sprintf("OP-7K4M-2Q%02d-9", i/each)
			c.Link = "https://portal.example.org/o/" + c.Number
			if p, err := c.Paper(); !yield(p, err) {
				return
			}
		}
	}
}

func BenchmarkQR(b *testing.B) {
	for b.Loop() {
		if _, err := QR("https://portal.example.org/o/OP-7K4M-2QXF-9"); err != nil {
			b.Fatal(err)
		}
	}
}
