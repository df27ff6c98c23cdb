package page

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A text whose argument nobody gives has a hole in it: "at least  characters".
// Every call that names a key and its arguments in so many words is held against
// what the text asks for.
func TestEveryArgumentOfATextIsGiven(t *testing.T) {
	seen := 0
	for name, f := range parsed(t, "../../..") {
		ast.Inspect(f, func(n ast.Node) bool {
			call, isCall := n.(*ast.CallExpr)
			if !isCall || call.Ellipsis.IsValid() {
				return true
			}
			key, given, plain := textAndArguments(call)
			if !plain {
				return true
			}
			seen++
			for _, p := range placeholders(texts["de"][key]) {
				if !slices.Contains(given, p) {
					t.Errorf("%s: %q is asked for without %s", name, key, p)
				}
			}
			return true
		})
	}
	if seen < 500 {
		t.Fatalf("only %d texts found in code: the test looks in the wrong place", seen)
	}
}

// textCalls are the functions that take a text's key and its arguments in pairs,
// with the place of the key.
var textCalls = map[string]int{"T": 0, "Fail": 1, "Add": 1}

// textAndArguments gives the key and the names of its arguments where the call
// says both literally.
func textAndArguments(call *ast.CallExpr) (key string, given []string, plain bool) {
	selector, isSelector := call.Fun.(*ast.SelectorExpr)
	name := ""
	if isSelector {
		name = selector.Sel.Name
	} else if ident, isIdent := call.Fun.(*ast.Ident); isIdent {
		name = ident.Name
	}
	at, known := textCalls[name]
	if !known || len(call.Args) <= at {
		return "", nil, false
	}
	if key, plain = literal(call.Args[at]); !plain || !HasText(key) {
		return "", nil, false
	}
	pairs := call.Args[at+1:]
	if len(pairs)%2 != 0 {
		return "", nil, false // one officer.Args
	}
	for i := 0; i < len(pairs); i += 2 {
		argument, isText := literal(pairs[i])
		if !isText {
			return "", nil, false
		}
		given = append(given, argument)
	}
	return key, given, true
}

// parsed reads the Go files below a folder, generated ones as well, without tests.
func parsed(t *testing.T, root string) map[string]*ast.File {
	t.Helper()
	files := make(map[string]*ast.File)
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git" || d.Name() == "vendor") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		files[name], err = parser.ParseFile(token.NewFileSet(), name, nil, 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// The rules of passwords give their flaw as a key; whoever passes it on gives
// both lengths.
func TestPasswordFlawsAskForNothingElse(t *testing.T) {
	for key := range texts["de"] {
		if rest := placeholders(texts["de"][key]); strings.HasPrefix(key, "password.") && len(rest) > 0 &&
			!slices.Equal(rest, []string{"count"}) && !slices.Equal(rest, []string{"max"}) {
			t.Errorf("%s asks for %v", key, rest)
		}
	}
}
