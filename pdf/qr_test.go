package pdf

import (
	"math/rand/v2"
	"testing"

	"github.com/boombuler/barcode/qr"
)

// Every version is module for module what another implementation makes of it,
// the choice of the mask included.
func TestQRIsWhatOthersMake(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for v := qrVersion(1); v <= 40; v++ {
		room := (8*v.data() - 4 - v.lengthBits()) / 8
		for _, length := range []int{room, room - 1, room - random.IntN(12)} {
			text := make([]byte, length)
			for i := range text {
				text[i] = byte('a' + random.IntN(26)) // else others leave byte mode
			}
			same(t, string(text))
		}
	}
	same(t, "https://portal.example.org/scan/1042-4821-9301-7")
	same(t, "Straße ↦ Łódź")
}

func same(t *testing.T, text string) {
	t.Helper()
	theirs, err := qr.Encode(text, qr.M, qr.Unicode)
	if err != nil {
		t.Fatal(err)
	}
	want := matrixOf(theirs)
	got, err := QR(text)
	if err != nil || got.Width != want.Width {
		t.Fatalf("%d bytes: %d modules wide, not %d; %v", len(text), got.Width, want.Width, err)
	}
	for y := range want.Height {
		for x := range want.Width {
			if got.Dark(x, y) != want.Dark(x, y) {
				t.Fatalf("%d bytes, version %d: module %d,%d differs", len(text), (want.Width-17)/4, x, y)
			}
		}
	}
}
