package page

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// ConsentVersion names the wording that a person agrees to: 16 hexadecimal
// letters of the SHA-256 over title, text and the words of agreement, in every
// language. It is the same as long as no letter of it changes.
func ConsentVersion(text string) string {
	var all []string
	for _, language := range Languages {
		for _, key := range []string{"consent.title." + text, "consent." + text, "consent.agree." + text} {
			all = append(all, Translate(language, key, nil))
		}
	}
	sum := sha256.Sum256([]byte(strings.Join(all, "\n\n")))
	return hex.EncodeToString(sum[:8])
}
