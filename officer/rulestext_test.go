package officer_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"officerportal/officer"
)

// locale reads the texts of a language that belong to the rules.
func locale(t *testing.T, language string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, file := range []string{"rules", "features"} {
		raw, err := os.ReadFile("web/page/locales/" + language + "/" + file + ".json")
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, &all); err != nil {
			t.Fatalf("%s/%s: %v", language, file, err)
		}
	}
	return all
}

// ruleKeys collects the keys that the rules can answer with.
func ruleKeys(t *testing.T) []string {
	t.Helper()
	var keys []string
	inCode := regexp.MustCompile(`"((?:document|mrz|email|phone|order|code)\.[a-z0-9_]+)"`)
	for _, file := range []string{"documentnumber", "documenttype", "mrz", "mrzread", "mrztext", "email", "phone", "ordernumber", "code"} {
		raw, err := os.ReadFile(file + ".go")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range inCode.FindAllStringSubmatch(string(raw), -1) {
			keys = append(keys, m[1])
		}
	}
	for _, kind := range strings.Fields("control invisible encoding too_long digit dash quote script combination character start no_letter") {
		keys = append(keys, "name."+kind)
		if kind != "no_letter" {
			keys = append(keys, "line."+kind)
		}
	}
	keys = append(keys, "text.control", "text.invisible", "text.encoding", "text.too_long")
	for _, dt := range officer.DocumentTypes {
		keys = append(keys, dt.TextKey())
	}
	for _, match := range []officer.NameMatch{officer.NameSame, officer.NameTransliterated, officer.NameTruncated, officer.NameDiffers} {
		keys = append(keys, "name_match."+string(match))
	}
	for _, a := range strings.Fields("common_name title given_name surname pseudonym organisation_name organisation_unit organisation_identifier locality country email profession cut") {
		keys = append(keys, "subject."+a)
	}
	for _, text := range []string{card2021, passport} {
		for _, f := range officer.ParseMRZ(text, today(t)).Fields {
			keys = append(keys, "mrz_field."+f.Name)
			if f.Check != "" {
				keys = append(keys, "mrz."+f.Name+"_check")
			}
		}
	}
	return keys
}

func TestRulesSpeakBothLanguages(t *testing.T) {
	german, english := locale(t, "de"), locale(t, "en")
	keys := ruleKeys(t)
	if len(keys) < 90 {
		t.Fatalf("only %d keys found", len(keys))
	}
	placeholder := regexp.MustCompile(`{{\.[a-z]+}}`)
	for _, key := range keys {
		if german[key] == "" || english[key] == "" {
			t.Errorf("%s has no text in both languages", key)
		}
	}
	for key, text := range german {
		de, en := placeholder.FindAllString(text, -1), placeholder.FindAllString(english[key], -1)
		slices.Sort(de)
		slices.Sort(en)
		if !slices.Equal(de, en) {
			t.Errorf("%s names %v in German and %v in English", key, de, en)
		}
		if kind, ok := strings.CutPrefix(key, "feature."); ok && !strings.HasSuffix(kind, ".how") && german[key+".how"] == "" {
			t.Errorf("%s has no guidance", key)
		}
	}
	if len(german) != len(english) {
		t.Errorf("%d German texts, %d English ones", len(german), len(english))
	}
}

func TestFeaturesHaveTextsAndSuffice(t *testing.T) {
	german, english := locale(t, "de"), locale(t, "en")
	for _, dt := range officer.DocumentTypes {
		tactile, features := 0, officer.Features(dt)
		for _, f := range features {
			key := "feature." + string(dt) + "." + f.Key
			if f.Kind == officer.Tactile {
				tactile++
			}
			for _, k := range []string{key, key + ".how"} {
				if german[k] == "" || english[k] == "" {
					t.Errorf("%s has no text in both languages", k)
				}
			}
		}
		if len(features) < 8 || tactile < 2 {
			t.Errorf("%s has %d features, %d of them tactile", dt, len(features), tactile)
		}
	}
	for _, key := range officer.FacialFeatures {
		if german["face."+key] == "" || english["face."+key] == "" {
			t.Errorf("face.%s has no text in both languages", key)
		}
	}
}
