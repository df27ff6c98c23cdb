package pdf

import (
	"fmt"
	"strings"
	"testing"
)

// painted are the modules an SVG path fills.
func painted(t *testing.T, path string) map[[2]int]bool {
	t.Helper()
	dark := map[[2]int]bool{}
	for _, part := range strings.SplitAfter(path, "z") {
		var x, y, w, back int
		if part == "" {
			continue
		}
		if n, err := fmt.Sscanf(part, "M%d %dh%dv1h-%dz", &x, &y, &w, &back); n != 4 || w != back {
			t.Fatalf("path %q: %v", part, err)
		}
		for i := range w {
			dark[[2]int{x + i, y}] = true
		}
	}
	return dark
}

func TestPathPaintsTheMatrix(t *testing.T) {
	qr, err := QR("https://portal.example.org/o/OP-7K4M-2QXF-9")
	if err != nil {
		t.Fatal(err)
	}
	bars, err := Code128("OP-7K4M-2QXF-9")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []Matrix{qr, bars} {
		dark := painted(t, m.Path())
		for y := -1; y <= m.Height; y++ {
			for x := -1; x <= m.Width; x++ {
				if dark[[2]int{x, y}] != m.Dark(x, y) {
					t.Fatalf("module %d,%d of %dx%d", x, y, m.Width, m.Height)
				}
			}
		}
	}
	if qr.Width != qr.Height || (qr.Width-17)%4 != 0 || bars.Height != 1 {
		t.Errorf("QR %dx%d, Code 128 height %d", qr.Width, qr.Height, bars.Height)
	}
}

// A QR code has its three finder patterns, and none in the fourth corner.
func TestQRFinders(t *testing.T) {
	m, err := QR("x")
	if err != nil {
		t.Fatal(err)
	}
	finder := func(x0, y0 int) bool {
		for y := range 7 {
			for x := range 7 {
				ring := max(abs(x-3), abs(y-3))
				if m.Dark(x0+x, y0+y) != (ring != 2) {
					return false
				}
			}
		}
		return true
	}
	far := m.Width - 7
	if !finder(0, 0) || !finder(far, 0) || !finder(0, far) || finder(far, far) {
		t.Error("finder patterns are wrong")
	}
}

// Code 128 reads back: 11 modules a symbol, check symbol modulo 103, and the text.
func TestCode128ReadsBack(t *testing.T) {
	const text = "OP-7K4M-2QXF-9"
	m, err := Code128(text)
	if err != nil {
		t.Fatal(err)
	}
	if m.Width != 11*(len(text)+2)+13 {
		t.Fatalf("%d modules", m.Width)
	}
	pattern := func(i int) (s string) {
		for x := 11 * i; x < 11*i+11; x++ {
			s += map[bool]string{true: "1", false: "0"}[m.Dark(x, 0)]
		}
		return s
	}
	if pattern(0) != "11010010000" {
		t.Errorf("start symbol %s is not that of code set B", pattern(0))
	}
	seen := map[string]byte{}
	for i := range len(text) {
		p := pattern(i + 1)
		if c, known := seen[p]; known && c != text[i] {
			t.Errorf("%c and %c look the same", c, text[i])
		}
		seen[p] = text[i]
	}
	if seen["10001101000"] != 0 || pattern(len(text)+2) != "11000111010" {
		t.Error("stop symbol")
	}
}

func TestCodesRefuse(t *testing.T) {
	for _, text := range []string{"", strings.Repeat("a", 81), "ü"} {
		if _, err := Code128(text); err == nil {
			t.Errorf("Code 128 of %.10q", text)
		}
	}
	for _, text := range []string{"", strings.Repeat("ä", 1500)} {
		if _, err := QR(text); err == nil {
			t.Errorf("QR of %.10q", text)
		}
	}
}

func abs(i int) int { return max(i, -i) }
