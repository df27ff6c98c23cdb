package page

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// countryCodes are the states and territories of ISO 3166-1, alpha-2.
const countryCodes = `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC
CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN
GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT
LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV
TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`

// unusualNationalities are what passports say besides a state (ICAO 9303-3 §5):
// Kosovo, stateless, refugee by either convention, unspecified.
var unusualNationalities = []string{"RKS", "XXA", "XXB", "XXC", "XXX"}

// a land is a country in the languages of the portal.
type land struct{ two, three string }

var lands = sync.OnceValue(func() []land {
	var list []land
	for _, code := range strings.Fields(countryCodes) {
		list = append(list, land{code, language.MustParseRegion(code).ISO3()})
	}
	return list
})

// Country names a country by its ISO 3166-1 alpha-2 code; an unknown code names itself.
func Country(lang, code string) string {
	if code == "" {
		return ""
	}
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	return display.Regions(language.Make(lang)).Name(region)
}

// Nationality names what a document calls the holder's nationality, by its three letters.
func Nationality(lang, code string) string {
	if slices.Contains(unusualNationalities, code) {
		return Translate(lang, "nationality."+strings.ToLower(code), nil)
	}
	return Country(lang, code)
}

// Countries offers every country by its alpha-2 code: Germany first, the others
// in the order of the language's alphabet.
func Countries(lang string) []Option {
	return countryOptions(lang, "DE", func(l land) string { return l.two })
}

// Nationalities offers every nationality by its three letters, the unusual ones last.
func Nationalities(lang string) []Option {
	options := slices.Clone(countryOptions(lang, "DEU", func(l land) string { return l.three }))
	for _, code := range unusualNationalities {
		options = append(options, Option{Value: code, Label: Nationality(lang, code)})
	}
	return options
}

// countryOptions are made once per language and kind of code.
var countryOptions = func() func(string, string, func(land) string) []Option {
	var made sync.Map
	return func(lang, first string, code func(land) string) []Option {
		if kept, ok := made.Load(lang + first); ok {
			return kept.([]Option)
		}
		var options []Option
		for _, l := range lands() {
			options = append(options, Option{Value: code(l), Label: Country(lang, l.two)})
		}
		alphabet := collate.New(language.Make(lang))
		slices.SortFunc(options, func(a, b Option) int {
			if (a.Value == first) != (b.Value == first) {
				return map[bool]int{true: -1, false: 1}[a.Value == first]
			}
			return alphabet.CompareString(a.Label, b.Label)
		})
		made.Store(lang+first, options)
		return options
	}
}()
