package officer

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// A Statement is what somebody signs or agrees to, in German, which binds, and
// in English, sentence by sentence. Its version is in every record, so that it
// can be told for ever what was read.
type Statement struct {
	DE, EN []string
}

// OfficerStatement is what the officer states by signing a record (domain: §5).
var OfficerStatement = Statement{
	DE: []string{
		"Ich habe die genannte Person persönlich gesehen, am genannten Ort und zur genannten Zeit.",
		"Mir lag das Original des genannten Ausweisdokuments vor, keine Kopie. Ich habe es so geprüft, wie es hier aufgezeichnet ist.",
		"Ich habe die Person mit dem Lichtbild verglichen. Es ist dieselbe Person.",
		"Die erfassten Angaben stimmen mit dem Dokument überein. Jede Abweichung ist mit ihrem Grund genannt.",
		"Die Person hat die aufgezeichneten Einwilligungen erteilt, vor mir oder zuvor selbst im Portal, und unterschreibt den Antrag in meiner Gegenwart.",
		"Ich habe nicht mich selbst identifiziert.",
	},
	EN: []string{
		"I have seen the person named here in person, at the place and time stated.",
		"I had the original of the identity document named here before me, not a copy. I examined it as recorded here.",
		"I compared the person with the photograph. It is the same person.",
		"The data recorded agree with the document. Every difference is listed with its reason.",
		"The person gave the consents recorded here, before me or earlier in the portal themself, and signs the application in my presence.",
		"I have not identified myself.",
	},
}

// In gives the sentences in a language.
func (s Statement) In(language string) []string {
	if language == "en" {
		return s.EN
	}
	return s.DE
}

// Version gives 16 hexadecimal letters of the SHA-256 of the text in both languages.
func (s Statement) Version() string {
	sum := sha256.Sum256([]byte(strings.Join(s.DE, "\n") + "\n\n" + strings.Join(s.EN, "\n")))
	return hex.EncodeToString(sum[:8])
}
