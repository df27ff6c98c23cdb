package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
)

func bytesOf(t testing.TB, p Paper) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := p.WritePDF(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The same paper gives the same bytes, also when many are written at once.
func TestSameBytes(t *testing.T) {
	want := map[string][]byte{}
	for _, s := range samples() {
		want[s.name] = bytesOf(t, paperOf(t, s.doc))
	}
	var all sync.WaitGroup
	for _, s := range append(samples(), samples()...) {
		p := paperOf(t, s.doc)
		all.Go(func() {
			var out bytes.Buffer
			if err := p.WritePDF(&out); err != nil || !bytes.Equal(out.Bytes(), want[s.name]) {
				t.Errorf("%s differs from run to run (%v)", s.name, err)
			}
		})
	}
	all.Wait()
}

func TestWriteAll(t *testing.T) {
	tool(t, "pdftotext", "poppler-utils")
	var heard []int
	var papers []Paper
	for i := range 30 {
		c := sampleChecklist(German)
		c.Number = fmt.Sprintf("OP-%04d", i)
		c.Link = "https://portal.example.org/o/" + c.Number
		papers = append(papers, paperOf(t, c))
	}
	var out bytes.Buffer
	err := WriteAll(&out, func(yield func(Paper, error) bool) {
		for _, p := range papers {
			if !yield(p, nil) {
				return
			}
		}
	}, func(done int) { heard = append(heard, done) })
	if err != nil {
		t.Fatal(err)
	}
	if len(heard) != 30 || heard[0] != 1 || heard[29] != 30 {
		t.Errorf("progress %v", heard)
	}
	file := t.TempDir() + "/all.pdf"
	save(t, file, out.Bytes())
	text := output(t, "pdftotext", "-layout", file, "-")
	if strings.Count(text, "Seite 1 von 1") != 30 || !strings.Contains(text, "OP-0029") {
		t.Error("the papers are not numbered each for itself")
	}
	if n := bytes.Count(out.Bytes(), []byte("/FontFile2")); n > 4 {
		t.Errorf("%d fonts embedded: they are not shared", n)
	}
	if n := bytes.Count(out.Bytes(), []byte("/Dest [")); n != 30 {
		t.Errorf("%d bookmarks", n)
	}
}

var errLost = errors.New("connection lost")

func TestWriteAllStopsAtErrors(t *testing.T) {
	p := paperOf(t, sampleChecklist(German))
	var out bytes.Buffer
	err := WriteAll(&out, func(yield func(Paper, error) bool) {
		if yield(p, nil) && yield(Paper{}, errLost) {
			t.Error("went on after an error")
		}
	}, nil)
	if !errors.Is(err, errLost) || out.Len() > 0 {
		t.Errorf("%v, %d bytes written", err, out.Len())
	}
	if err := WriteAll(io.Discard, func(func(Paper, error) bool) {}, nil); err == nil {
		t.Error("a document without papers")
	}
	if err := p.WritePDF(broken{}); !errors.Is(err, errLost) {
		t.Errorf("a broken writer: %v", err)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errLost }

// FuzzWritePDF gives hostile texts to every block: no panic, nothing outside of
// the page or on top of something else, and a PDF comes out.
func FuzzWritePDF(f *testing.F) {
	for _, s := range []string{"", "Müller", "\x00\x1b[31m", strings.Repeat("W", 1500), "مرحبا 😀", "a\u0301\u0301\u0301\u0301\u0301", "\xff\xfe",
		"\u202Eevil", ")) Tj ET (\\", "\u0301", strings.Repeat("\n", 300), strings.Repeat("ab ", 400), "\uFEFF\uE000\U0010FFFF", "ﬁ½ǅ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if len(value) > 1500 { // TestNothingOverflowsOrOverlaps has the long ones
			return
		}
		p := stretched(paperOf(t, sampleApplication(German)), value)
		p.Link = value
		for _, fault := range faults(lay(p, &codes{})) {
			t.Error(fault)
		}
		if out := bytesOf(t, p); !bytes.HasPrefix(out, []byte("%PDF-1.7\n")) || !bytes.HasSuffix(out, []byte("%%EOF\n")) {
			t.Error("no PDF")
		}
	})
}

// TestWriteAllKeepsEveryPage ends with a paper of several pages, behind whose
// bookmark there is more to come.
func TestWriteAllKeepsEveryPage(t *testing.T) {
	tool(t, "pdftotext", "poppler-utils")
	long := paperOf(t, sampleApplication(German))
	pages := len(lay(long, &codes{}))
	if pages < 2 {
		t.Fatalf("the form has %d pages", pages)
	}
	var out bytes.Buffer
	if err := WriteAll(&out, func(yield func(Paper, error) bool) {
		_ = yield(paperOf(t, sampleChecklist(German)), nil) && yield(long, nil)
	}, nil); err != nil {
		t.Fatal(err)
	}
	file := t.TempDir() + "/all.pdf"
	save(t, file, out.Bytes())
	if text := output(t, "pdftotext", "-layout", file, "-"); !strings.Contains(text, fmt.Sprintf("Seite %d von %d", pages, pages)) {
		t.Error("the last paper's last page is missing")
	}
}
