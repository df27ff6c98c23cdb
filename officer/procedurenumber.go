package officer

import (
	"crypto/rand"
	"fmt"
	"io"
	"math/big"
	"strings"
)

// A ProcedureNumber is the provider's number of one PostIdent procedure: eleven
// random digits and a check digit. It stands on the coupon, is typed into the
// PostIdent app, and opens nothing by itself.
type ProcedureNumber string

// NewProcedureNumber draws a number from r.
func NewProcedureNumber(r io.Reader) (ProcedureNumber, error) {
	n, err := rand.Int(r, big.NewInt(100_000_000_000))
	if err != nil {
		return "", fmt.Errorf("no randomness for a procedure number: %w", err)
	}
	body := fmt.Sprintf("%011d", n)
	return ProcedureNumber(body + string('0'+dammDigit(body))), nil
}

// Grouped gives the number as people read it: 1234 5678 9012.
func (n ProcedureNumber) Grouped() string {
	var groups []string
	for rest := string(n); rest != ""; {
		cut := min(4, len(rest))
		groups, rest = append(groups, rest[:cut]), rest[cut:]
	}
	return strings.Join(groups, " ")
}

// Valid reports whether the check digit is right.
func (n ProcedureNumber) Valid() bool {
	return len(n) == 12 && strings.Trim(string(n), "0123456789") == "" && dammDigit(string(n)) == 0
}

// Numbered reports whether the provider draws a number for the procedure.
func (p Procedure) Numbered() bool { return p == PostIdentBranch || p == PostIdentEID }
