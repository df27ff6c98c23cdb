package pdf

import (
	"errors"
	"math/bits"
)

// QR codes are made here, and not by a library, since a batch of papers makes one
// for each order and the library at hand took longer for it than for all the rest
// of the paper. Only what the papers need: bytes, error correction level M. The
// clauses are those of ISO/IEC 18004:2015.

// Of each version, beginning with 1: how many codewords correct the errors of a
// block, and how many blocks there are (table 9, level M).
var (
	qrCorrection = [40]int{10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
		26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28}
	qrBlocks = [40]int{1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
		17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49}
)

// A qrVersion is a size of code, 1 to 40.
type qrVersion int

func (v qrVersion) size() int { return 17 + 4*int(v) }

// centres are where alignment patterns stand, in both directions (annex E).
func (v qrVersion) centres() []int {
	if v == 1 {
		return nil
	}
	n := int(v)/7 + 2
	step := 26 // of version 32, the one that is not evenly spaced
	if v != 32 {
		step = (int(v)*4 + n*2 + 1) / (n*2 - 2) * 2
	}
	list := make([]int, n)
	for i, at := n-1, v.size()-7; i > 0; i, at = i-1, at-step {
		list[i] = at
	}
	list[0] = 6
	return list
}

// codewords is how many there are altogether: what the patterns leave (table 1).
func (v qrVersion) codewords() int {
	n := int(v)
	modules := (16*n+128)*n + 64
	if v >= 2 {
		patterns := n/7 + 2
		modules -= (25*patterns-10)*patterns - 55
	}
	if v >= 7 {
		modules -= 36
	}
	return modules / 8
}

// data is how many codewords carry data.
func (v qrVersion) data() int { return v.codewords() - qrCorrection[v-1]*qrBlocks[v-1] }

// lengthBits is how long the count of bytes is (table 3).
func (v qrVersion) lengthBits() int {
	if v < 10 {
		return 8
	}
	return 16
}

// versionFor is the smallest that holds so many bytes.
func versionFor(length int) (qrVersion, error) {
	for v := qrVersion(1); v <= 40; v++ {
		if 4+v.lengthBits()+8*length <= 8*v.data() {
			return v, nil
		}
	}
	return 0, errors.New("a text too long for a QR code")
}

// stream is the text with mode, length, end and padding (clause 7.4).
func (v qrVersion) stream(text string) []byte {
	out := make([]byte, 0, v.data())
	carry, free := uint(0b0100), 4 // byte mode; bits not yet written
	put := func(value uint, width int) {
		carry, free = carry<<width|value, free+width
		for ; free >= 8; free -= 8 {
			out = append(out, byte(carry>>(free-8)))
		}
	}
	put(uint(len(text)), v.lengthBits())
	for i := range len(text) {
		put(uint(text[i]), 8)
	}
	put(0, 4) // every length leaves half a byte, which is the end's
	for pad := byte(0xEC); len(out) < v.data(); pad ^= 0xEC ^ 0x11 {
		out = append(out, pad)
	}
	return out
}

// interleaved are data and correction of all blocks in turn (clause 7.6).
func (v qrVersion) interleaved(data []byte) []byte {
	n, correction := qrBlocks[v-1], qrCorrection[v-1]
	short := len(data) / n
	blocks, remainders := make([][]byte, n), make([][]byte, n)
	for i, rest := 0, data; i < n; i++ {
		length := short
		if i >= n-len(data)%n {
			length++
		}
		blocks[i], rest = rest[:length], rest[length:]
		remainders[i] = qrRemainder(blocks[i], correction)
	}
	out := weave(make([]byte, 0, v.codewords()), blocks, short+1)
	return weave(out, remainders, correction)
}

// weave appends the first of each, then the second of each that has one, and so on.
func weave(out []byte, blocks [][]byte, length int) []byte {
	for i := range length {
		for _, b := range blocks {
			if i < len(b) {
				out = append(out, b[i])
			}
		}
	}
	return out
}

// qrRemainder is the Reed-Solomon correction of a block (clause 7.5).
func qrRemainder(data []byte, length int) []byte {
	divisor := make([]byte, length) // without its leading 1
	divisor[length-1] = 1
	for i, root := 0, byte(1); i < length; i, root = i+1, qrTimes(root, 2) {
		for j := range divisor {
			divisor[j] = qrTimes(divisor[j], root)
			if j+1 < length {
				divisor[j] ^= divisor[j+1]
			}
		}
	}
	rest := make([]byte, length)
	for _, d := range data {
		factor := d ^ rest[0]
		copy(rest, rest[1:])
		rest[length-1] = 0
		for j := range rest {
			rest[j] ^= qrTimes(divisor[j], factor)
		}
	}
	return rest
}

// qrTimes multiplies in the field of 256 elements modulo x⁸+x⁴+x³+x²+1.
func qrTimes(a, b byte) byte {
	product := 0
	for i := 7; i >= 0; i-- {
		product = product<<1 ^ product>>7*0x11D ^ int(b>>i&1)*int(a)
	}
	return byte(product)
}

// bch appends the check bits of format and version (annexes C and D).
func bch(value, generator int) int {
	degree := bits.Len(uint(generator)) - 1
	rest := value << degree
	for n := bits.Len(uint(rest)); n > degree; n = bits.Len(uint(rest)) {
		rest ^= generator << (n - 1 - degree)
	}
	return value<<degree | rest
}
