package secret

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Flaw is a reason to refuse a new password; it is also the key of the text
// that tells the person what to do instead.
type Flaw string

// The flaws. There are no rules of composition and no expiry, as NIST
// SP 800-63B section 3.1.1.2 and ASVS 5.0 section 6.2 have it.
const (
	FlawShort       Flaw = "password.too_short"        // needs 15 characters, 8 with a second factor
	FlawLong        Flaw = "password.too_long"         // more than 128 characters
	FlawUnreadable  Flaw = "password.unreadable"       // not text, or with control characters
	FlawCommon      Flaw = "password.common"           // among the first that anybody tries
	FlawPattern     Flaw = "password.pattern"          // a repetition, or a walk over the keyboard
	FlawEmailName   Flaw = "password.contains_email"   // contains the e-mail address's name
	FlawServiceName Flaw = "password.contains_service" // hardly more than the name of this service or organisation
)

// Flaws lists all of them, for the completeness test of their texts.
func Flaws() []Flaw {
	return []Flaw{FlawShort, FlawLong, FlawUnreadable, FlawCommon, FlawPattern, FlawEmailName, FlawServiceName}
}

// Lengths in characters (code points after NFC).
const (
	MinPassword             = 15
	MinPasswordSecondFactor = 8
	MaxPassword             = 128
)

// minRest is how many letters and digits a password needs besides a name that
// everybody knows.
const minRest = 8

// An Owner is what the rules know about whose password it is.
type Owner struct {
	Email        string
	SecondFactor bool     // signs in with a second factor as well
	Names        []string // of the organisation and the like; may be empty
}

// CheckPassword lists what speaks against a new password; nothing if it is good.
func CheckPassword(password Secret, owner Owner) []Flaw {
	text := normalise(password)
	if utf8.RuneCountInString(text) > MaxPassword {
		return []Flaw{FlawLong} // and look no further: the rules below take their time
	}
	if !readable(text) {
		return []Flaw{FlawUnreadable}
	}
	lower := strings.ToLower(text)
	var flaws []Flaw
	for _, rule := range []struct {
		flaw   Flaw
		broken bool
	}{
		{FlawShort, utf8.RuneCountInString(text) < minimum(owner)},
		{FlawCommon, common(lower)},
		{FlawPattern, repeats(lower) || walks(lower)},
		{FlawEmailName, containsLocalPart(lower, owner.Email)},
		{FlawServiceName, hardlyMoreThanName(lower, owner)},
	} {
		if rule.broken {
			flaws = append(flaws, rule.flaw)
		}
	}
	return flaws
}

func minimum(owner Owner) int {
	if owner.SecondFactor {
		return MinPasswordSecondFactor
	}
	return MinPassword
}

func readable(text string) bool {
	return utf8.ValidString(text) && strings.IndexFunc(text, unicode.IsControl) < 0
}

//go:embed common.txt
var commonText string

// commonWords holds the list in lower case, without the digits and signs that
// people put around a word to satisfy a form.
var commonWords = func() map[string]bool {
	words := make(map[string]bool, 2048)
	for line := range strings.Lines(commonText) {
		if line[0] == '#' {
			continue
		}
		for word := range strings.FieldsSeq(line) {
			words[word] = true
		}
	}
	return words
}()

// common reports whether a password is on the list, as it is or with digits and
// signs around it, with look-alike digits for letters, or as two such words.
func common(lower string) bool {
	joined := separators.Replace(lower)
	for _, text := range []string{joined, strings.TrimRightFunc(joined, noLetter), strings.TrimFunc(joined, noLetter)} {
		plain := unleet.Replace(text)
		if commonWords[text] || commonWords[plain] || twoCommonWords(text) || twoCommonWords(plain) {
			return true
		}
	}
	return false
}

func noLetter(r rune) bool { return !unicode.IsLetter(r) }

var separators = strings.NewReplacer(" ", "", "-", "", "_", "", ".", "", "+", "")

// unleet undoes the replacements that every guessing program tries.
var unleet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i", "€", "e")

func twoCommonWords(text string) bool {
	for i := range text {
		if i > 0 && commonWords[text[:i]] && commonWords[text[i:]] {
			return true
		}
	}
	return false
}

// repeats reports whether a short piece, said again and again, is all there is.
func repeats(text string) bool {
	r := []rune(text)
	for period := 1; period < minRest && period <= len(r)/2; period++ {
		if periodic(r, period) {
			return true
		}
	}
	return false
}

func periodic(r []rune, period int) bool {
	for i := period; i < len(r); i++ {
		if r[i] != r[i-period] {
			return false
		}
	}
	return true
}

// tracks are what fingers and tongues walk along, on German and English keyboards.
var tracks = []string{
	"01234567890", "abcdefghijklmnopqrstuvwxyz", "^1234567890ß", "!\"§$%&/()=", "!@#$%^&*()",
	"qwertzuiopü+", "asdfghjklöä#", "<yxcvbnm,.-", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./",
	"1qay2wsx3edc4rfv5tgb6zhn7ujm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qayxswedcvfrtgbnhzujm",
}

var tracksBothWays = func() []string {
	both := append([]string(nil), tracks...)
	for _, t := range tracks {
		r := []rune(t)
		for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
			r[i], r[j] = r[j], r[i]
		}
		both = append(both, string(r))
	}
	return both
}()

// minStep is the shortest piece of a track that counts as a walk.
const minStep = 3

// walks reports whether a password is made of pieces of tracks only, as
// "qwertz12345" and "abcd4321" are; up to two other characters do not help.
func walks(text string) bool {
	r, strange := []rune(text), 0
	if len(r) < minStep {
		return false
	}
	for len(r) > 0 {
		n := longestStep(r)
		if n < minStep {
			n = 1
			strange++
		}
		r = r[n:]
	}
	return strange <= 2
}

func longestStep(r []rune) int {
	n := 0
	for n < len(r) && onTrack(string(r[:n+1])) {
		n++
	}
	return n
}

func onTrack(piece string) bool {
	for _, t := range tracksBothWays {
		if strings.Contains(t, piece) {
			return true
		}
	}
	return false
}

// containsLocalPart looks for what stands before the @, if it is long enough
// not to occur by chance.
func containsLocalPart(lower, email string) bool {
	local, _, _ := strings.Cut(normalise(Of(strings.ToLower(email))), "@")
	return utf8.RuneCountInString(local) >= 4 && strings.Contains(lower, local)
}

// serviceNames come to anybody's mind who sits before this service.
var serviceNames = []string{
	"officerportal", "officer portal", "officer-portal", "officer", "portal", "d-trust", "dtrust", "bundesdruckerei",
	"signaturkarte", "siegelkarte", "signatur", "signature", "siegel", "vertrauensdienst", "identifizierung", "ausweis", "antrag",
}

// hardlyMoreThanName strikes out the names of service and organisation; what
// is left has to be a password by itself.
func hardlyMoreThanName(lower string, owner Owner) bool {
	names := append([]string(nil), serviceNames...)
	_, domain, _ := strings.Cut(owner.Email, "@")
	for _, name := range append(strings.Split(domain, "."), owner.Names...) {
		if utf8.RuneCountInString(name) >= 4 {
			names = append(names, normalise(Of(strings.ToLower(name))))
		}
	}
	rest, found := lower, false
	for _, name := range names {
		found = found || strings.Contains(rest, name)
		rest = strings.ReplaceAll(rest, name, "")
	}
	return found && significant(rest) < minRest
}

func significant(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
