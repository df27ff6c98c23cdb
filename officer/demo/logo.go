package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
)

// glyphs are the letters of the demo's logos, five by five dots.
var glyphs = map[byte][5]string{
	'M': {"#...#", "##.##", "#.#.#", "#...#", "#...#"},
	'N': {"#...#", "##..#", "#.#.#", "#..##", "#...#"},
	'L': {"#....", "#....", "#....", "#....", "#####"},
}

// Sizes of a logo in pixels.
const (
	logoWidth, logoHeight = 240, 96
	logoDot               = 11
)

// drawLogo paints a shop's picture: its letter over a wave, as a PNG file.
func drawLogo(letter byte) []byte {
	m := image.NewPaletted(image.Rect(0, 0, logoWidth, logoHeight), color.Palette{
		color.RGBA{0xff, 0xff, 0xff, 0xff}, color.RGBA{0x17, 0x4a, 0x6e, 0xff}, color.RGBA{0x5f, 0xa8, 0xc7, 0xff}})
	for y, line := range glyphs[letter] {
		for x, dot := range line {
			if dot == '#' {
				at := image.Rect(0, 0, logoDot, logoDot).Add(image.Pt(14+x*logoDot, 14+y*logoDot))
				draw.Draw(m, at, image.NewUniform(m.Palette[1]), image.Point{}, draw.Src)
			}
		}
	}
	for x := 84; x < logoWidth-14; x++ {
		crest := 48 + int(14*math.Sin(float64(x)/17))
		for y := crest; y < crest+10; y++ {
			m.SetColorIndex(x, y, 2)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic("demo: " + err.Error()) // a buffer takes everything
	}
	return b.Bytes()
}
