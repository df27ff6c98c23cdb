package officer

import (
	"strings"

	"golang.org/x/text/width"
)

// The digits a telephone number has: E.164 allows fifteen, the shortest national
// ones with their area code have six.
const (
	minPhoneDigits = 6
	maxPhoneDigits = 15
)

// ParsePhone reads a telephone number, international with + or 00 or national with
// its leading 0, written with spaces, hyphens, slashes, stops or brackets. It gives
// the digits with a + before an international one; the (0) of +49 (0)30 goes. Nothing
// stays nothing. Errors are [Invalid], phone.*.
func ParsePhone(typed string) (string, error) {
	text := foldSpace(width.Fold.String(typed))
	if text == "" {
		return "", nil
	}
	number, international := strings.CutPrefix(text, "+")
	if rest, ok := strings.CutPrefix(text, "00"); ok {
		number, international = rest, true
	}
	if international {
		number = strings.Replace(number, "(0)", "", 1)
	}
	number = strings.NewReplacer(" ", "", "-", "", "–", "", "/", "", ".", "", "(", "", ")", "").Replace(number)
	switch {
	case strings.Trim(number, "0123456789") != "" || number == "":
		return "", Fail(Invalid, "phone.form")
	case len(number) < minPhoneDigits || len(number) > maxPhoneDigits:
		return "", Fail(Invalid, "phone.length", "min", minPhoneDigits, "max", maxPhoneDigits)
	case international:
		return "+" + number, nil
	}
	return number, nil
}
