package secret

import (
	"crypto/rand"
	"strings"
)

// Recovery codes replace a lost authenticator: NIST SP 800-63B section 3.1.2
// calls them look-up secrets. Twenty-four symbols of 29 are 116 bits, more than
// the 112 from which on a keyed fast digest is enough (ASVS 5.0, 6.5.2).
const (
	recoveryCodes   = 10
	recoverySymbols = 24
	recoveryGroup   = 4
)

// symbols are 29 that are not taken for each other when read from paper:
// without 0 O, 1 I L, S (5) and Z (2).
const symbols = "23456789ABCDEFGHJKMNPQRTUVWXY"

// NewRecoveryCodes draws ten codes, such as "7KXM-2PQA-…", to be shown once;
// store their digests under the purpose [Recovery], each to be used once.
func NewRecoveryCodes() []Secret {
	codes := make([]Secret, recoveryCodes)
	for i := range codes {
		codes[i] = Of(group(drawSymbols(recoverySymbols)))
	}
	return codes
}

// ParseRecoveryCode reads a code as people type it: in any case, with or
// without hyphens and blanks, S for 5 and Z for 2. It gives the code exactly as
// it was drawn, for its digest, or false if it cannot be one.
func ParseRecoveryCode(typed string) (Secret, bool) {
	code := recoveryTyping.Replace(strings.ToUpper(typed))
	code = strings.Join(strings.Fields(code), "")
	if len(code) != recoverySymbols || strings.Trim(code, symbols) != "" {
		return Secret{}, false
	}
	return Of(group(code)), true
}

var recoveryTyping = strings.NewReplacer("-", "", "–", "", "S", "5", "Z", "2")

func group(code string) string {
	var b strings.Builder
	for i, c := range code {
		if i > 0 && i%recoveryGroup == 0 {
			b.WriteByte('-')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// drawSymbols draws n symbols, each as likely as the other: bytes beyond the
// last whole multiple of 29 are thrown away.
func drawSymbols(n int) string {
	const fair = 256 - 256%len(symbols)
	drawn := make([]byte, 0, n)
	for b := make([]byte, n); len(drawn) < n; {
		rand.Read(b)
		for _, x := range b {
			if int(x) < fair && len(drawn) < n {
				drawn = append(drawn, symbols[int(x)%len(symbols)])
			}
		}
	}
	return string(drawn)
}
