package officer

import (
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"strings"
	"unicode"
)

// codeAlphabet are the 29 symbols of codes. Of 0 and O, 1, I and L none is among them,
// of U and V, 5 and S one. 29 is prime, which the check symbol needs.
const codeAlphabet = "23456789ABCDEFGHJKMNPQRTVWXYZ"

// How many symbols codes have before their check symbol. An order code has 116
// bits, so that a fast keyed hash of it may be stored; a shop code is an
// identifier and never the only authority.
const (
	OrderCodeSymbols = 24
	ShopCodeSymbols  = 16
	maxCodeSymbols   = 27 // the check symbol's weight must stay below 29
)

// A Code is the clear text of a code that was drawn or typed. It lives for one
// request, is shown once when drawn, and otherwise neither prints nor marshals;
// only a keyed hash of Reveal is stored.
type Code struct{ text *string }

// NewCode draws a code of so many symbols, plus its check symbol, from r.
func NewCode(symbols int, r io.Reader) (Code, error) {
	if symbols < 1 || symbols > maxCodeSymbols {
		return Code{}, fmt.Errorf("a code cannot have %d symbols", symbols)
	}
	text := make([]byte, symbols, symbols+1)
	for i := range text {
		n, err := rand.Int(r, big.NewInt(int64(len(codeAlphabet))))
		if err != nil {
			return Code{}, fmt.Errorf("no randomness for a code: %w", err)
		}
		text[i] = codeAlphabet[n.Int64()]
	}
	s := string(append(text, codeCheck(string(text))))
	return Code{&s}, nil
}

// ParseCode reads a code of so many symbols as people type it: in any case, with
// spaces, hyphens or stops between. A slip of the keyboard is code.check, which
// says nothing about whether the right code exists. Errors are [Invalid].
func ParseCode(typed string, symbols int) (Code, error) {
	text := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || r == '.':
			return -1
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return r
	}, typed)
	for _, r := range text {
		if !strings.ContainsRune(codeAlphabet, r) {
			return Code{}, Fail(Invalid, "code.character", "character", string(r))
		}
	}
	switch {
	case text == "":
		return Code{}, Fail(Invalid, "code.missing")
	case len(text) != symbols+1:
		return Code{}, Fail(Invalid, "code.length", "length", len(text), "expected", symbols+1)
	case codeCheck(text[:symbols]) != text[symbols]:
		return Code{}, Fail(Invalid, "code.check")
	}
	return Code{&text}, nil
}

// codeCheck gives the symbol that makes the sum of all symbols, weighted by their
// places, divisible by 29. As 29 is prime and all weights differ, each single
// wrong symbol and each swap of two shows.
func codeCheck(text string) byte {
	const prime = len(codeAlphabet)
	sum := 0
	for i := range len(text) {
		sum += (i + 1) * strings.IndexByte(codeAlphabet, text[i])
	}
	weight := len(text) + 1
	for check := range prime {
		if (sum+weight*check)%prime == 0 {
			return codeAlphabet[check]
		}
	}
	panic("officer: a weight of a check symbol has no inverse") // weights lie between 1 and 28
}

// Reveal gives the code without separators, to be hashed.
func (c Code) Reveal() string {
	if c.text == nil {
		return ""
	}
	return *c.text
}

// Grouped gives the code in groups of four, to be shown the one time.
func (c Code) Grouped() string {
	var groups []string
	for text := c.Reveal(); text != ""; {
		n := min(4, len(text))
		groups, text = append(groups, text[:n]), text[n:]
	}
	return strings.Join(groups, "-")
}

// String, GoString, LogValue, MarshalText and MarshalJSON hide the code.
func (c Code) String() string               { return hidden }
func (c Code) GoString() string             { return hidden }
func (c Code) LogValue() slog.Value         { return slog.StringValue(hidden) }
func (c Code) MarshalText() ([]byte, error) { return []byte(hidden), nil }
func (c Code) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }
