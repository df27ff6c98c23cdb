package secret

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// MarshalCanonical writes v as canonical JSON (JCS, RFC 8785): the one way to
// write it, so that the same content always has the same digest and signature,
// also after a database has kept it as jsonb. It takes the paths and tags of
// encoding/json, and refuses what would not come back the same: text that is
// not UTF-8, whole numbers that a double cannot hold, infinities.
func MarshalCanonical(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("secret: canonical JSON: %w", err)
	}
	// encoding/json turns broken UTF-8 into this escape, but writes a genuine
	// replacement character as it is.
	return canonical(string(text), `\ufffd`)
}

// Canonicalize writes a JSON text in its canonical form (RFC 8785). It refuses
// what I-JSON (RFC 7493) forbids: doubled names, lone surrogates, broken UTF-8;
// and whole numbers that a double would change.
func Canonicalize(text []byte) ([]byte, error) { return canonical(string(text), "") }

func canonical(text, refusedEscape string) ([]byte, error) {
	c := canonicalizer{rest: text, refused: refusedEscape}
	if !utf8.ValidString(text) {
		return nil, errors.New("secret: canonical JSON: not UTF-8")
	}
	out, err := c.value(nil, 0)
	if c.peek(); err == nil && c.rest != "" {
		err = errors.New("more after the end")
	}
	if err != nil {
		return nil, fmt.Errorf("secret: canonical JSON: at byte %d: %w", len(text)-len(c.rest), err)
	}
	return out, nil
}

// canonicalizer reads from the front of rest, as RFC 8259 has it, and appends
// the canonical form to what it is handed.
type canonicalizer struct {
	rest    string
	refused string // an escape that may not occur; empty: none
}

// maxDepth keeps a hostile text from exhausting the stack.
const maxDepth = 512

var errUnexpected = errors.New("not JSON")

// peek skips white space and shows the next byte, 0 at the end.
func (c *canonicalizer) peek() byte {
	c.rest = strings.TrimLeft(c.rest, " \t\r\n")
	if c.rest == "" {
		return 0
	}
	return c.rest[0]
}

// take skips white space and b, if b comes next.
func (c *canonicalizer) take(b byte) bool {
	if c.peek() != b || c.rest == "" {
		return false
	}
	c.rest = c.rest[1:]
	return true
}

func (c *canonicalizer) value(out []byte, depth int) ([]byte, error) {
	if depth > maxDepth {
		return nil, errors.New("nested too deep")
	}
	switch c.peek() {
	case '{':
		return c.object(out, depth)
	case '[':
		return c.array(out, depth)
	case '"':
		s, err := c.text()
		return appendText(out, s), err
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return c.number(out)
	}
	for _, word := range []string{"null", "true", "false"} {
		if rest, ok := strings.CutPrefix(c.rest, word); ok {
			c.rest = rest
			return append(out, word...), nil
		}
	}
	return nil, errUnexpected
}

func (c *canonicalizer) array(out []byte, depth int) ([]byte, error) {
	c.take('[')
	out = append(out, '[')
	if c.take(']') {
		return append(out, ']'), nil
	}
	for {
		var err error
		if out, err = c.value(out, depth+1); err != nil {
			return nil, err
		}
		switch {
		case c.take(','):
			out = append(out, ',')
		case c.take(']'):
			return append(out, ']'), nil
		default:
			return nil, errUnexpected
		}
	}
}

// A member of an object: its name as UTF-16 code units, by which RFC 8785
// section 3.2.3 sorts, and its canonical text.
type member struct {
	order []uint16
	text  []byte
}

func (c *canonicalizer) object(out []byte, depth int) ([]byte, error) {
	members, err := c.members(depth)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(members, func(a, b member) int { return slices.Compare(a.order, b.order) })
	out = append(out, '{')
	for i, m := range members {
		if i > 0 {
			if slices.Equal(m.order, members[i-1].order) {
				return nil, errors.New("a name occurs twice in one object")
			}
			out = append(out, ',')
		}
		out = append(out, m.text...)
	}
	return append(out, '}'), nil
}

func (c *canonicalizer) members(depth int) ([]member, error) {
	c.take('{')
	if c.take('}') {
		return nil, nil
	}
	var all []member
	for {
		m, err := c.member(depth)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
		switch {
		case c.take(','):
		case c.take('}'):
			return all, nil
		default:
			return nil, errUnexpected
		}
	}
}

func (c *canonicalizer) member(depth int) (member, error) {
	if c.peek() != '"' {
		return member{}, errUnexpected
	}
	name, err := c.text()
	if err != nil {
		return member{}, err
	}
	if !c.take(':') {
		return member{}, errUnexpected
	}
	text, err := c.value(append(appendText(nil, name), ':'), depth+1)
	return member{order: utf16.Encode([]rune(name)), text: text}, err
}

// text reads a string with its quotation marks and undoes its escapes.
func (c *canonicalizer) text() (string, error) {
	c.rest = c.rest[1:]
	var b strings.Builder
	for {
		i := strings.IndexFunc(c.rest, func(r rune) bool { return r == '"' || r == '\\' || r < ' ' })
		if i < 0 {
			return "", errors.New("a text without end")
		}
		b.WriteString(c.rest[:i])
		special := c.rest[i]
		c.rest = c.rest[i:]
		switch special {
		case '"':
			c.rest = c.rest[1:]
			return b.String(), nil
		case '\\':
			r, err := c.escape()
			if err != nil {
				return "", err
			}
			b.WriteRune(r)
		default:
			return "", errors.New("a control character in a text")
		}
	}
}

// escape reads one escape sequence, or two that make a surrogate pair.
func (c *canonicalizer) escape() (rune, error) {
	if c.refused != "" && strings.HasPrefix(c.rest, c.refused) {
		return 0, errors.New("text that is not UTF-8")
	}
	if len(c.rest) < 2 {
		return 0, errUnexpected
	}
	letter := c.rest[1]
	if letter == 'u' {
		return c.unicodeEscape()
	}
	c.rest = c.rest[2:]
	i := strings.IndexByte(`"\/bfnrt`, letter)
	if i < 0 {
		return 0, errors.New("an unknown escape")
	}
	return rune("\"\\/\b\f\n\r\t"[i]), nil
}

func (c *canonicalizer) unicodeEscape() (rune, error) {
	high, err := c.codeUnit()
	if err != nil || !utf16.IsSurrogate(high) {
		return high, err
	}
	low, err := c.codeUnit()
	r := utf16.DecodeRune(high, low)
	if err != nil || r == utf8.RuneError {
		return 0, errors.New("a lone surrogate")
	}
	return r, nil
}

// codeUnit reads \uXXXX.
func (c *canonicalizer) codeUnit() (rune, error) {
	if len(c.rest) < 6 || c.rest[0] != '\\' || c.rest[1] != 'u' {
		return 0, errors.New("an unfinished escape")
	}
	unit, err := strconv.ParseUint(c.rest[2:6], 16, 16)
	if err != nil {
		return 0, errors.New("an escape that is not hexadecimal")
	}
	c.rest = c.rest[6:]
	return rune(unit), nil
}

// appendText writes s as RFC 8785 section 3.2.2.2 has it: as it is, but for
// quotation mark, backslash and control characters.
func appendText(out []byte, s string) []byte {
	out = append(out, '"')
	for i := 0; i < len(s); i++ {
		b := s[i]
		short := strings.IndexByte("\"\\\b\f\n\r\t", b)
		switch {
		case short >= 0:
			out = append(out, '\\', `"\bfnrt`[short])
		case b < ' ':
			out = fmt.Appendf(out, `\u%04x`, b)
		default:
			out = append(out, b)
		}
	}
	return append(out, '"')
}

func (c *canonicalizer) number(out []byte) ([]byte, error) {
	n := len(c.rest) - len(strings.TrimLeft(c.rest, "+-.0123456789eE"))
	literal := c.rest[:n]
	if !json.Valid([]byte(literal)) {
		return nil, errors.New("not a number")
	}
	f, err := strconv.ParseFloat(literal, 64)
	if err != nil {
		return nil, errors.New("a number beyond the range of a double")
	}
	text := formatNumber(f)
	if !strings.ContainsAny(literal, ".eE") && changes(literal, text, f) {
		return nil, errors.New("a whole number that a double cannot hold; write it as a text")
	}
	c.rest = c.rest[n:]
	return append(out, text...), nil
}

// changes reports whether a whole number would come out as another one.
func changes(literal, text string, f float64) bool {
	if literal == text || math.Abs(f) <= 1<<53-1 {
		return false
	}
	is, _ := new(big.Int).SetString(literal, 10)
	becomes, _ := big.NewFloat(f).Int(nil)
	return is.Cmp(becomes) != 0
}

// formatNumber writes a finite double as ECMAScript's Number::toString does
// (RFC 8785 section 3.2.2.3): the shortest digits that read back the same.
func formatNumber(f float64) string {
	if f == 0 {
		return "0" // also minus zero
	}
	if size := math.Abs(f); size >= 1e-6 && size < 1e21 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'e', -1, 64), "e")
	return mantissa + "e" + exponent[:1] + strings.TrimLeft(exponent[1:], "0")
}
