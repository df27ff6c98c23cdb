package officer

import "strings"

// punycode gives a domain label in its ASCII form: as it is, or xn-- and the
// encoding of RFC 3492 §6.3. An own one of thirty lines, because the rules import
// nothing but the standard library and x/text, and neither has it.
func punycode(label string) string {
	var basic strings.Builder
	letters := []rune(label)
	for _, r := range letters {
		if r < 0x80 {
			basic.WriteRune(r)
		}
	}
	if basic.Len() == len(letters) {
		return label
	}
	out := []byte("xn--" + basic.String())
	if basic.Len() > 0 {
		out = append(out, '-')
	}
	next, delta, bias, done := rune(0x80), 0, 72, basic.Len()
	for done < len(letters) {
		lowest := lowestFrom(letters, next)
		delta += int(lowest-next) * (done + 1)
		for _, r := range letters {
			if r < lowest {
				delta++
			}
			if r == lowest {
				out = appendDelta(out, delta, bias)
				bias = adaptBias(delta, done+1, done == basic.Len())
				delta, done = 0, done+1
			}
		}
		next, delta = lowest+1, delta+1
	}
	return string(out)
}

// lowestFrom finds the lowest letter that is not below from.
func lowestFrom(letters []rune, from rune) rune {
	lowest := rune(0x10FFFF)
	for _, r := range letters {
		if r >= from && r < lowest {
			lowest = r
		}
	}
	return lowest
}

// The parameters of RFC 3492 §5.
const (
	punyBase, punyMin, punyMax = 36, 1, 26
	punySkew, punyDamp         = 38, 700
)

// appendDelta writes a number with the variable length digits of §3.3.
func appendDelta(out []byte, delta, bias int) []byte {
	const digits = "abcdefghijklmnopqrstuvwxyz0123456789"
	for k := punyBase; ; k += punyBase {
		threshold := min(max(k-bias, punyMin), punyMax)
		if delta < threshold {
			return append(out, digits[delta])
		}
		rest := delta - threshold
		out = append(out, digits[threshold+rest%(punyBase-threshold)])
		delta = rest / (punyBase - threshold)
	}
}

// adaptBias is §6.1.
func adaptBias(delta, points int, first bool) int {
	if first {
		delta /= punyDamp
	} else {
		delta /= 2
	}
	delta += delta / points
	k := 0
	for ; delta > (punyBase-punyMin)*punyMax/2; k += punyBase {
		delta /= punyBase - punyMin
	}
	return k + (punyBase-punyMin+1)*delta/(delta+punySkew)
}
