package page

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"officerportal/officer"
)

func TestEveryTextInBothLanguages(t *testing.T) {
	if len(twice) > 0 {
		t.Errorf("keys that stand twice: %v", twice)
	}
	for key, german := range texts["de"] {
		english, ok := texts["en"][key]
		if !ok {
			t.Errorf("%s has no English text", key)
			continue
		}
		if g, e := placeholders(german), placeholders(english); !slices.Equal(g, e) {
			t.Errorf("%s names %v in German and %v in English", key, g, e)
		}
		if (german.one == nil) != (english.one == nil) {
			t.Errorf("%s has a plural in one language only", key)
		}
	}
	for _, language := range Languages {
		for key := range texts[language] {
			if _, ok := texts["de"][key]; !ok {
				t.Errorf("%s has no German text", key)
			}
			if strings.TrimSpace(Translate(language, key, nil)) == "" && placeholders(texts[language][key]) == nil {
				t.Errorf("%s is empty in %s", key, language)
			}
		}
	}
}

// placeholders lists what a text names, singular and plural together.
func placeholders(t text) []string {
	var names []string
	for _, p := range slices.Concat(t.other, t.one) {
		if p.name != "" && !slices.Contains(names, p.name) {
			names = append(names, p.name)
		}
	}
	slices.Sort(names)
	return names
}

// A key in code stands where a text is asked for or a refusal is made.
var keyInCode = []*regexp.Regexp{
	regexp.MustCompile(`\bT\("([a-z0-9_.]+)"`),
	regexp.MustCompile(`\bTranslate\([^,]+, "([a-z0-9_.]+)"`),
	regexp.MustCompile(`\bFail\((?:officer\.)?(?:Invalid|Unauthenticated|Forbidden|NotFound|Conflict|Stale|TooMany|Unavailable), "([a-z0-9_.]+)"`),
	regexp.MustCompile(`\b(?:Fail|Add)\("[a-z0-9_.]+", "([a-z0-9_.]+)"`),
	regexp.MustCompile(`\b(?:frame|show)\(c, "([a-z0-9_.]+)"`),
	regexp.MustCompile(`\bagain\(c, err, "([a-z0-9_.]+)"`),
	regexp.MustCompile(`\bdone\(c, [^\n]+, "([a-z0-9_.]+)"\)`),
	regexp.MustCompile(`\binMenu\("([a-z0-9_.]+)"`),
}

var comment = regexp.MustCompile(`(?m)^\s*//.*$`)

func TestEveryKeyInCodeHasAText(t *testing.T) {
	found := 0
	for name, code := range sources(t, "../../..") {
		code = comment.ReplaceAllString(code, "")
		for _, pattern := range keyInCode {
			for _, m := range pattern.FindAllStringSubmatch(code, -1) {
				found++
				if !HasText(m[1]) && !startsTexts(m[1]) {
					t.Errorf("%s: no text for %q", name, m[1])
				}
			}
		}
	}
	if found < 40 {
		t.Fatalf("only %d keys found in code: the patterns look in the wrong place", found)
	}
}

// startsTexts reports whether a key that ends with a dot, to which code adds a
// status or kind, is the start of some.
func startsTexts(prefix string) bool {
	if !strings.HasSuffix(prefix, ".") && !strings.HasSuffix(prefix, "_") {
		return false
	}
	for key := range texts["de"] {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

// sources reads the .go and .templ files below a folder, without tests and generated ones.
func sources(t *testing.T, root string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git" || d.Name() == "vendor") {
			return fs.SkipDir
		}
		ours := strings.HasSuffix(name, ".templ") ||
			strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && !strings.HasSuffix(name, "_templ.go")
		if d.IsDir() || !ours {
			return nil
		}
		raw, err := os.ReadFile(name)
		files[name] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestTranslate(t *testing.T) {
	files := fstest.MapFS{
		"locales/de/a.json": {Data: []byte(`{"a.plain": "Hallo {{.name}}!", "a.cards": {"one": "eine Karte", "other": "{{.count}} Karten"}, "a.day": "bis {{.day}}", "a.at": "am {{.at}}"}`)},
		"locales/en/a.json": {Data: []byte(`{"a.plain": "Hello {{.name}}!", "a.cards": {"one": "one card", "other": "{{.count}} cards"}, "a.day": "until {{.day}}", "a.at": "on {{.at}}", "a.plain": "again"}`)},
	}
	savedTexts, savedTwice := texts, twice
	defer func() { texts, twice = savedTexts, savedTwice }()
	if texts, twice = mustLoadTexts(files); !slices.Equal(twice, []string{"a.plain"}) {
		t.Errorf("keys that stand twice: %v", twice)
	}
	day := must(officer.NewDate(2026, time.November, 22))
	late := time.Date(2026, 11, 21, 23, 30, 0, 0, time.UTC) // already the 22nd in Berlin
	for _, c := range []struct {
		language, key string
		args          officer.Args
		want          string
	}{
		{"de", "a.plain", officer.Args{"name": "{{.name}} <b>"}, "Hallo {{.name}} <b>!"},
		{"de", "a.plain", nil, "Hallo !"},
		{"en", "a.plain", officer.Args{"name": "Ł"}, "Hello Ł!"},
		{"de", "a.cards", officer.Args{"count": 1}, "eine Karte"},
		{"de", "a.cards", officer.Args{"count": 0}, "0 Karten"},
		{"en", "a.cards", officer.Args{"count": 1850}, "1850 cards"},
		{"de", "a.day", officer.Args{"day": day}, "bis 22.11.2026"},
		{"en", "a.day", officer.Args{"day": day}, "until 22 November 2026"},
		{"de", "a.at", officer.Args{"at": late}, "am 22.11.2026"},
		{"de", "a.unknown", nil, "a.unknown"},
		{"fr", "a.plain", nil, "a.plain"},
	} {
		if got := Translate(c.language, c.key, c.args); got != c.want {
			t.Errorf("%s %s %v: %q, want %q", c.language, c.key, c.args, got, c.want)
		}
	}
}

func TestFaultyLocaleFilesStopTheProgram(t *testing.T) {
	for name, content := range map[string]string{
		"no object":        `["a"]`,
		"cut off":          `{"a": "b"`,
		"open placeholder": `{"a": "b {{.c"}`,
		"unknown form":     `{"a": {"few": "b", "other": "c"}}`,
		"number":           `{"a": 3}`,
	} {
		if _, _, err := loadTexts(fstest.MapFS{"locales/de/x.json": {Data: []byte(content)}}, "de"); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestDatesAndNumbers(t *testing.T) {
	summer := time.Date(2026, 7, 1, 22, 5, 0, 0, time.UTC)
	german, english := &Frame{Language: "de"}, &Frame{Language: "en"}
	for got, want := range map[string]string{
		german.DateTime(noon):      "22.11.2026, 14:07 Uhr",
		english.DateTime(noon):     "22 November 2026, 14:07",
		german.DateTime(summer):    "02.07.2026, 00:05 Uhr",
		german.Date(time.Time{}):   "–",
		german.Day(officer.Date{}): "–",
		german.Number(1234567):     "1.234.567",
		english.Number(-1204):      "−1,204",
		english.Number(999):        "999",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
