package pdf

import (
	"errors"
	"image"
	"strconv"

	"github.com/boombuler/barcode/code128"
	"github.com/boombuler/barcode/qr"
)

// A Matrix is a grid of dark and light modules. A Code 128 is a Matrix of
// height 1, to be stretched.
type Matrix struct {
	Width, Height int
	dark          []bool
}

// QuietQR and Quiet128 are the light margins that readers need around the
// codes, in modules (ISO/IEC 18004 clause 9.1, ISO/IEC 15417 clause 4.4).
const (
	QuietQR  = 4
	Quiet128 = 10
)

// QR encodes text as a QR code with error correction level M. It fails for an
// empty text and one longer than the largest code (2331 bytes).
func QR(text string) (Matrix, error) {
	if text == "" {
		return Matrix{}, errors.New("no text for a QR code")
	}
	code, err := qr.Encode(text, qr.M, qr.Unicode)
	if err != nil {
		return Matrix{}, err
	}
	return matrixOf(code), nil
}

// Code128 encodes 1 to 80 ASCII characters as a bar code (ISO/IEC 15417).
func Code128(text string) (Matrix, error) {
	code, err := code128.Encode(text)
	if err != nil {
		return Matrix{}, err
	}
	return matrixOf(code), nil
}

func matrixOf(code image.Image) Matrix {
	b := code.Bounds()
	m := Matrix{Width: b.Dx(), Height: b.Dy(), dark: make([]bool, 0, b.Dx()*b.Dy())}
	for y := range m.Height {
		for x := range m.Width {
			r, _, _, _ := code.At(b.Min.X+x, b.Min.Y+y).RGBA()
			m.dark = append(m.dark, r < 0x8000)
		}
	}
	return m
}

// Dark says whether the module is dark; outside of the matrix none is.
func (m Matrix) Dark(x, y int) bool {
	return x >= 0 && y >= 0 && x < m.Width && y < m.Height && m.dark[y*m.Width+x]
}

// Path is the dark modules as the d attribute of an SVG path, one module being
// one unit, the first at the origin. The view box has to add the quiet zone.
func (m Matrix) Path() string {
	var d []byte
	for r := range m.runs {
		d = append(d, 'M')
		d = strconv.AppendInt(d, int64(r.x), 10)
		d = append(d, ' ')
		d = strconv.AppendInt(d, int64(r.y), 10)
		d = append(d, 'h')
		d = strconv.AppendInt(d, int64(r.length), 10)
		d = append(d, "v1h-"...)
		d = strconv.AppendInt(d, int64(r.length), 10)
		d = append(d, 'z')
	}
	return string(d)
}

// A run is a row's uninterrupted dark modules.
type run struct{ x, y, length int }

// runs yields the dark runs, row by row from the left.
func (m Matrix) runs(yield func(run) bool) {
	for y := range m.Height {
		for x := 0; x < m.Width; x++ {
			start := x
			for m.Dark(x, y) {
				x++
			}
			if x > start && !yield(run{start, y, x - start}) {
				return
			}
		}
	}
}

// codes remembers the last QR code: the papers of one order, which follow each
// other, share it.
type codes struct {
	link   string
	matrix Matrix
}

func (c *codes) qr(link string) (Matrix, error) {
	if link != "" && link == c.link {
		return c.matrix, nil
	}
	m, err := QR(link)
	if err == nil {
		c.link, c.matrix = link, m
	}
	return m, err
}
