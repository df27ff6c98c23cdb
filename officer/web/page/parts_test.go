package page

import (
	"context"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"officerportal/officer"
)

var noon = time.Date(2026, 11, 22, 13, 7, 0, 0, time.UTC)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// with renders a component with the others as its children.
func with(c templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return c.Render(templ.WithChildren(ctx, templ.Join(children...)), w)
	})
}

func rendered(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Nothing inline: the content policy would switch it off, and the page would
// break in a browser and in no test. Nothing raw either, and no address called
// safe: templ cleans the ones it is given as plain strings.
var inline = regexp.MustCompile(`(?i)<style|\sstyle=|<script(?:[^>]*>\s*[^<\s]|>)|\son[a-z]+\s*=|javascript:|templ\.(Raw|SafeURL|ComponentScript|JSFuncCall|SafeCSS)`)

func TestNothingInlineInAnyTemplate(t *testing.T) {
	seen := 0
	for name, code := range sources(t, ".") {
		if !strings.HasSuffix(name, ".templ") {
			continue
		}
		seen++
		if found := inline.FindString(code); found != "" {
			t.Errorf("%s: %q", name, found)
		}
	}
	if seen < 4 {
		t.Fatalf("only %d templates read", seen)
	}
	for _, bad := range []string{`<p style="x">`, `<a onclick="x">`, `<script>alert(1)</script>`, `@templ.Raw(x)`, `href={ templ.SafeURL(x) }`, `href="javascript:x"`} {
		if !inline.MatchString(bad) {
			t.Errorf("the pattern misses %s", bad)
		}
	}
	if good := `<script src={ f.asset("portal.js") } defer></script>`; inline.MatchString(good) {
		t.Error("the pattern refuses our own script")
	}
}

func TestWhatPeopleTypeIsText(t *testing.T) {
	f := &Frame{Language: "de", SignedIn: &SignedIn{}}
	evil := `"><script>alert(1)</script>`
	f.SignedIn.Name, f.Caption, f.Path = evil, evil, "/x?q="+evil
	page := rendered(t, with(Layout(f),
		TextField(f, Field{Name: "a", Label: evil, Value: evil, Hint: evil}),
		TextArea(f, Field{Name: "b", Label: "B", Value: "\n </textarea>" + evil}),
		LinkTo("javascript:alert(1)", evil), Personal(evil)))
	if strings.Contains(page, "<script>alert") || strings.Contains(page, `href="javascript:`) {
		t.Error("typed text became markup")
	}
}

// Eight fields that are too long must not give eight lines that read the same.
func TestTheSummaryNamesTheField(t *testing.T) {
	f := &Frame{Language: "de"}
	for _, c := range []struct {
		problem officer.Problem
		want    string
	}{
		{officer.Problem{Field: "street", Key: "line.too_long", Args: officer.Args{"max": 200, "length": 900}}, "Straße und Hausnummer: Kürzen Sie"},
		{officer.Problem{Field: "birth_name", Key: "name.digit", Args: officer.Args{"position": 1}}, "Geburtsname: Namen enthalten"},
		{officer.Problem{Field: "mobile", Key: "phone.form"}, "Mobilnummer: Geben Sie"},
		{officer.Problem{Field: "birth_date", Key: "date.impossible"}, "Geburtsdatum: Dieses Datum"},
		{officer.Problem{Field: "publish", Key: "form.missing"}, "Soll das Zertifikat veröffentlicht werden? Füllen Sie"},
		{officer.Problem{Field: "number", Key: "document.number_check"}, "Die Prüfziffer passt nicht zur Nummer"}, // says it itself
	} {
		if got := f.summary(c.problem); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s %s: %q", c.problem.Field, c.problem.Key, got)
		}
	}
}

// A document that is too late to be used is no longer to be handed in by a day
// that has gone.
func TestTheWorkListKnowsDocumentsThatAreTooLate(t *testing.T) {
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	f, p := &Frame{Language: "de"}, WorkListPage{Now: now}
	for expires, want := range map[string]string{
		"2026-12-22": "letzter Tag war der 24.11.2026",
		"2026-12-28": "letzter Tag war der 30.11.2026",
		"2026-12-29": "einreichen bis 01.12.2026",
	} {
		day, err := officer.ParseDate(expires)
		if err != nil {
			t.Fatal(err)
		}
		row := officer.CaseRow{Status: officer.ApplicationInIdentification, DocumentExpiresOn: day}
		if got := rendered(t, p.state(f, row)); !strings.Contains(got, want) {
			t.Errorf("%s: %s", expires, got)
		}
	}
}

func TestPasswordsAreNotShownAgain(t *testing.T) {
	f := &Frame{Language: "de"}
	if strings.Contains(rendered(t, TextField(f, Field{Name: "p", Label: "P", Type: "password", Value: "geheim"})), "geheim") {
		t.Error("a password stands in the page")
	}
}

// A text area keeps a leading empty line, which HTML would swallow.
func TestTextAreaKeepsItsLines(t *testing.T) {
	root := must(html.Parse(strings.NewReader(rendered(t, TextArea(&Frame{Language: "de"}, Field{Name: "a", Label: "A", Value: "\n\nP<D<<\nX "})))))
	for n := range root.Descendants() {
		if n.Data == "textarea" && n.FirstChild.Data != "\n\nP<D<<\nX " {
			t.Errorf("%q", n.FirstChild.Data)
		}
	}
}
