package officer

import (
	"strings"

	"golang.org/x/text/language"
)

// icaoStates are the codes of ICAO 9303-3 §5 that ISO 3166-1 does not have: parts
// of the United Kingdom, organisations, refugees and stateless persons.
const icaoStates = " EUE GBD GBN GBO GBP GBS IAO RKS UNA UNK UNO XBA XCC XCE XCO XCT XDC XEC XES XIM XMP XOM XPO XXA XXB XXC XXX "

// noStates are codes that the library's data hold beyond today's ISO 3166-1: states
// of the past and places without passports.
const noStates = " ANT ASC CPT DGA NTZ PCI SCG SUN TAA XKK YUG "

// StateOf gives the three-letter code of an issuing state or a nationality, of ISO
// 3166-1 or ICAO 9303-3 §5; the D of German documents is DEU. False for any other.
func StateOf(code string) (string, bool) {
	if code == "D" {
		return "DEU", true
	}
	if len(code) != 3 {
		return "", false
	}
	if strings.Contains(icaoStates, code) {
		return code, true
	}
	region, err := language.ParseRegion(code)
	return code, err == nil && region.IsCountry() && region.ISO3() == code && !strings.Contains(noStates, code)
}
