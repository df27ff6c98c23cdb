package pdf

import (
	"os"
	"testing"
)

func TestOut(t *testing.T) {
	for _, s := range samples() {
		p, err := s.doc.Paper()
		if err != nil {
			t.Fatal(err)
		}
		f, _ := os.Create("/tmp/fnt/" + s.name + ".pdf")
		if err := p.WritePDF(f); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
}
