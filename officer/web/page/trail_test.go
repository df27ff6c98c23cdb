package page

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"officerportal/officer"
)

// recorded collects what the desk writes into the book: each kind of event with
// the names of its details. A kind is a literal where an officer.EventKind is
// wanted: at Record, and at functions that pass one on.
func recorded(t *testing.T) map[string][]string {
	t.Helper()
	var files []*ast.File
	for _, folder := range []string{"../../desk", "../../demo"} {
		names, err := filepath.Glob(folder + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
	}
	position := map[string]int{"Record": 0}
	for _, f := range files {
		maps.Copy(position, passers(f))
	}
	kinds := map[string][]string{}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			if call, isCall := n.(*ast.CallExpr); isCall {
				addKind(kinds, position, call)
			}
			return true
		})
	}
	return kinds
}

// passers finds the functions that take an officer.EventKind, and where.
func passers(f *ast.File) map[string]int {
	found := map[string]int{}
	for _, d := range f.Decls {
		fn, isFunc := d.(*ast.FuncDecl)
		if !isFunc {
			continue
		}
		at := 0
		for _, p := range fn.Type.Params.List {
			if s, isSelector := p.Type.(*ast.SelectorExpr); isSelector && s.Sel.Name == "EventKind" {
				found[fn.Name.Name] = at
			}
			at += max(1, len(p.Names))
		}
	}
	return found
}

func addKind(kinds map[string][]string, position map[string]int, call *ast.CallExpr) {
	s, isMethod := call.Fun.(*ast.SelectorExpr)
	if !isMethod {
		return
	}
	at, known := position[s.Sel.Name]
	if !known || at >= len(call.Args) {
		return
	}
	kind, isText := literal(call.Args[at])
	if !isText || !strings.Contains(kind, ".") {
		return
	}
	kinds[kind] = append(kinds[kind], "")
	first := at + 1 // details are pairs of name and value
	if strings.HasPrefix(strings.ToLower(s.Sel.Name), "record") {
		first++ // the subject stands before them
	}
	for i := first; i < len(call.Args); i += 2 {
		if name, isText := literal(call.Args[i]); isText {
			kinds[kind] = append(kinds[kind], name)
		}
	}
}

func literal(e ast.Expr) (string, bool) {
	l, isLiteral := e.(*ast.BasicLit)
	if !isLiteral || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}

// Whoever records a new kind of event, or a new detail, says here what it is
// called: event.KIND and event_detail.NAME in locales/*/trail.json.
func TestEveryEventHasAText(t *testing.T) {
	kinds := recorded(t)
	if len(kinds) < 70 {
		t.Fatalf("only %d kinds of events found: the test looks in the wrong place", len(kinds))
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		if !HasText("event." + kind) {
			t.Errorf("no text for the event %q", kind)
		}
		for _, name := range kinds[kind] {
			if name != "" && !HasText("event_detail."+name) {
				t.Errorf("no text for the detail %q of %q", name, kind)
			}
		}
	}
}

func TestEveryNounOfTheFilterHasAText(t *testing.T) {
	for _, n := range EventNouns {
		if !HasText("event_noun." + n) {
			t.Errorf("no text for %s", n)
		}
	}
}

func TestDetailsInWords(t *testing.T) {
	german, english := &Frame{Language: "de"}, &Frame{Language: "en"}
	for _, c := range []struct {
		f       *Frame
		details officer.Args
		want    string
	}{
		{german, officer.Args{"role": "checker"}, "Rolle: Zweitprüfung"},
		{english, officer.Args{"roles": []any{"checker", "ra_manager"}}, "roles: Checker, RA manager"},
		{german, officer.Args{"trained_on": "2026-11-22", "until": "2027-11-22"}, "Schulung am: 22.11.2026|gültig bis: 22.11.2027"},
		{english, officer.Args{"second_check": true, "people": 3.0}, "people: 3|second check: yes"},
		{german, officer.Args{"to": "", "from": nil}, ""},
		{german, officer.Args{"unheard_of": "x"}, "unheard_of: x"},
		{german, officer.Args{"number": "1042-4821-9301-7"}, "Nummer: 1042-4821-9301-7"},
		{german, officer.Args{"document_types": []any{"passport"}}, "Ausweise: Deutscher Reisepass"},
	} {
		if got := strings.Join(c.f.details(officer.Event{Details: c.details}), "|"); got != c.want {
			t.Errorf("%v: %q, want %q", c.details, got, c.want)
		}
	}
}

// No cell of the file is anything that a spreadsheet would calculate.
func TestEventsCSV(t *testing.T) {
	var b bytes.Buffer
	err := EventsCSV(&Frame{Language: "de"}, &b, []officer.Event{{
		ID: "evt_1", At: time.Date(2026, 11, 22, 13, 7, 0, 0, time.UTC), Kind: "role.granted", Subject: "acc_x", Actor: "acc_y",
		ActorName: `=HYPERLINK("x";"y")`, ActorRole: officer.RoleRAManager, Details: officer.Args{"role": "checker"}, Request: "-1",
	}, {Kind: "@x", Subject: "+1", ActorName: "a\"b;c\nd"}})
	want := "\ufeffZeitpunkt;Art des Ereignisses;Ereignis;Betrifft (Kennung);Wer;Konto;Rolle;Einzelheiten;Anfrage;Kennung der Zeile\r\n" +
		`2026-11-22T14:07:00+01:00;role.granted;Rolle vergeben;acc_x;"'=HYPERLINK(""x"";""y"")";acc_y;ra_manager;Rolle: Zweitprüfung;'-1;evt_1` + "\r\n" +
		`0001-01-01T00:53:28+00:53;'@x;'@x;'+1;"a""b;c` + "\r\n" + `d";;;;;` + "\r\n"
	if got := b.String(); err != nil || got != want {
		t.Errorf("%v\n%s\nwant\n%s", err, got, want)
	}
}
