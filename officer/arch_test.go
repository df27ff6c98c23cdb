package officer_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// The floors of the house and what each may import of ours. A package that is
// missing here fails the test: adding one is a decision to be written down,
// here and in ARCHITECTURE.md.
var floors = map[string][]string{
	"cmd/officer-portal":  {"officer", "officer/web", "officer/web/page", "officer/web/static", "officer/job", "officer/desk", "officer/demo", "officer/postgres", "officer/postgres/cluster", "officer/secret", "officer/ca", "officer/web/httpsig", "rbac"},
	"officer/demo":        {"officer", "officer/desk", "officer/postgres", "officer/secret", "officer/officertest", "officer/ca", "rbac"},
	"officer/web":         {"officer", "officer/desk", "officer/web/page", "officer/web/help", "officer/web/static", "officer/web/httpsig", "rbac", "pdf"},
	"officer/web/page":    {"officer", "officer/web/help", "pdf", "rbac"},
	"officer/web/help":    {"officer"},
	"officer/web/static":  {},
	"officer/web/webtest": {},
	"officer/job":         {"officer", "officer/desk", "officer/web/page", "pdf"},
	"officer/desk":        {"officer", "officer/postgres", "officer/secret", "officer/ca", "rbac", "pdf"},
	"officer/postgres":    {"officer", "migrations"},

	"officer":                  {},
	"officer/ca":               {},
	"officer/web/httpsig":      {},
	"officer/officertest":      {"officer"},
	"officer/secret":           {},
	"officer/postgres/cluster": {},
	"officer/postgres/pgtest":  {"officer/postgres/cluster"},
	"officer/postgres/dbtest":  {"officer", "officer/officertest", "officer/postgres", "officer/postgres/cluster", "officer/postgres/pgtest", "migrations"},
	"rbac":                     {},
	"pdf":                      {},
	"migrations":               {},
}

const module = "officerportal/"

// TestImportsGoDownwards holds every package's imports against the table.
func TestImportsGoDownwards(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		words := strings.Fields(line)
		pkg := strings.TrimPrefix(words[0], module)
		allowed, known := floors[pkg]
		if !known {
			t.Errorf("package %s has no floor: add it to the table and to ARCHITECTURE.md", pkg)
			continue
		}
		for _, imp := range words[1:] {
			if ours, ok := strings.CutPrefix(imp, module); ok && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s, which is not below it", pkg, ours)
			}
		}
	}
}

// TestTheVocabularyImportsNothing keeps package officer to the standard library and x/text.
func TestTheVocabularyImportsNothing(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{join .Imports "\n"}}`, module+"officer").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, imp := range strings.Fields(string(out)) {
		first, _, _ := strings.Cut(imp, "/")
		if strings.Contains(first, ".") && !strings.HasPrefix(imp, "golang.org/x/text/") {
			t.Errorf("package officer imports %s", imp)
		}
	}
}
