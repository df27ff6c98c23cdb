package officer

import (
	"crypto/rand"
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"
	"unicode"
)

// An OrderNumber is what people read out on the telephone and scan from the papers:
// 1042-4821-9301-7, the organisation's number (four to six digits), eight random
// digits and a check digit that catches every wrong digit and every swap of two
// neighbours. It opens nothing by itself.
type OrderNumber string

// The organisations' numbers that fit into an order number.
const (
	FirstOrganisationNumber = 1000
	LastOrganisationNumber  = 999999
)

// NewOrderNumber draws an order number of an organisation from r.
func NewOrderNumber(organisation int, r io.Reader) (OrderNumber, error) {
	if organisation < FirstOrganisationNumber || organisation > LastOrganisationNumber {
		return "", fmt.Errorf("organisation number %d is not within %d and %d",
			organisation, FirstOrganisationNumber, LastOrganisationNumber)
	}
	n, err := rand.Int(r, big.NewInt(100_000_000))
	if err != nil {
		return "", fmt.Errorf("no randomness for an order number: %w", err)
	}
	body := fmt.Sprintf("%d%08d", organisation, n)
	return groupOrderNumber(body + string('0'+dammDigit(body))), nil
}

// ParseOrderNumber reads a typed or scanned order number. Groups may be parted by
// anything that is no letter and no digit; the address a QR code holds and the
// prefix some scanners add are cut off. A slip of the keyboard is order.number_check,
// so that nobody searches for an order that cannot be; both are [Invalid].
func ParseOrderNumber(typed string) (OrderNumber, error) {
	digits := orderDigits(typed)
	switch {
	case digits == "":
		return "", Fail(Invalid, "order.number_missing")
	case strings.Trim(digits, "0123456789") != "", len(digits) < 13, len(digits) > 15, digits[0] == '0':
		return "", Fail(Invalid, "order.number_form")
	case dammDigit(digits) != 0:
		return "", Fail(Invalid, "order.number_check")
	}
	return groupOrderNumber(digits), nil
}

// orderDigits drops what surrounds and parts the digits of an order number. An ß
// is the hyphen of a scanner that types on another keyboard layout.
func orderDigits(typed string) string {
	if i := strings.Index(typed, "://"); i >= 0 {
		typed = typed[i+3:]
		typed = typed[strings.LastIndexByte(typed, '/')+1:]
	}
	typed = strings.TrimSpace(typed)
	for _, symbology := range []string{"]C0", "]C1", "]Q0", "]Q1"} { // ISO/IEC 15424
		typed = strings.TrimPrefix(typed, symbology)
	}
	return strings.Map(func(r rune) rune {
		if r == 'ß' || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return r
	}, typed)
}

// groupOrderNumber puts the hyphens between the groups.
func groupOrderNumber(digits string) OrderNumber {
	n := len(digits)
	return OrderNumber(digits[:n-9] + "-" + digits[n-9:n-5] + "-" + digits[n-5:n-1] + "-" + digits[n-1:])
}

// Digits gives the number without hyphens, for bar codes.
func (n OrderNumber) Digits() string { return strings.ReplaceAll(string(n), "-", "") }

// Organisation gives the organisation's number, or 0 for what is no order number.
func (n OrderNumber) Organisation() int {
	first, _, _ := strings.Cut(string(n), "-")
	number, _ := strconv.Atoi(first)
	return number
}

// damm is the totally anti-symmetric quasigroup of order 10 by H. M. Damm, 2004.
var damm = [10]string{
	"0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
	"3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
}

// dammDigit gives the check digit of digits, or 0 when the last one is right.
func dammDigit(digits string) byte {
	interim := byte(0)
	for i := range len(digits) {
		interim = damm[interim][digits[i]-'0'] - '0'
	}
	return interim
}
