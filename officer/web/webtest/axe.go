package webtest

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/chromedp/chromedp"
)

// A Violation is a rule of axe that a page breaks, and where.
type Violation struct {
	Rule   string
	Help   string
	Places []string
}

func (v Violation) String() string {
	return fmt.Sprintf("%s (%s): %s", v.Rule, v.Help, strings.Join(v.Places, " | "))
}

// audit asks for the rules of WCAG 2.2 AA and axe's own good practice, or for
// the rules that are named.
const audit = `axe.run(document, {runOnly: %s, resultTypes: ["violations"]})
	.then(r => JSON.stringify({
		ran: r.passes.length + r.violations.length,
		found: r.violations.map(v => ({Rule: v.id, Help: v.help, Places: v.nodes.map(n => n.target.join(" ") + " " + n.html.slice(0, 120))})),
	}))`

const everyRule = `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]`

// Axe audits the page in the window, by every rule or by those that are named;
// path leads to axe.min.js.
func (w *Window) Axe(path string, rules ...string) []Violation {
	w.Helper()
	which := everyRule
	if len(rules) > 0 {
		which = `["` + strings.Join(rules, `", "`) + `"]`
	}
	if !Ask[bool](w, `"axe" in window`) {
		w.Do(chromedp.Evaluate(w.axe(path), nil))
	}
	var answer string
	w.Do(chromedp.Evaluate(fmt.Sprintf(audit, which), &answer, Awaited))
	var report struct {
		Ran   int
		Found []Violation
	}
	if err := json.Unmarshal([]byte(answer), &report); err != nil {
		w.Fatal(err)
	}
	if report.Ran == 0 {
		w.Fatal("axe found nothing to check: did it run?")
	}
	return report.Found
}

var axeSource = struct {
	sync.Mutex
	text map[string]string
}{text: make(map[string]string)}

// axe gives the source.
func (w *Window) axe(path string) string {
	w.Helper()
	axeSource.Lock()
	defer axeSource.Unlock()
	if axeSource.text[path] == "" {
		source, err := os.ReadFile(path)
		if err != nil && os.Getenv("CI") != "true" {
			w.Skip("axe is missing: run `make assets`")
		}
		if err != nil {
			w.Fatal("axe is missing: run `make assets`: ", err)
		}
		axeSource.text[path] = string(source)
	}
	return axeSource.text[path]
}
