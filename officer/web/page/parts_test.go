package page

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

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

// TestGallery reads a page with every part and holds it against the rules that
// a screen reader lives by.
func TestGallery(t *testing.T) {
	for _, language := range Languages {
		f := fullFrame(language)
		root := must(html.Parse(strings.NewReader(rendered(t, gallery(f)))))
		ids, names := make(map[string]*html.Node), make(map[string]bool)
		for n := range root.Descendants() {
			if id := attr(n, "id"); id != "" {
				if ids[id] != nil {
					t.Errorf("id %q stands twice", id)
				}
				ids[id] = n
			}
			names[n.Data] = true
		}
		for _, wanted := range []string{"main", "header", "footer", "nav", "h1", "table", "fieldset", "legend", "time", "progress", "select", "textarea"} {
			if !names[wanted] {
				t.Errorf("the gallery has no %s", wanted)
			}
		}
		labelled := labels(root)
		for n := range root.Descendants() {
			checkReferences(t, n, ids)
			if isField(n) && !labelled[attr(n, "id")] {
				t.Errorf("field %q has no label", attr(n, "name"))
			}
			if n.Data == "form" && attr(n, "method") == "post" && !hasToken(n) {
				t.Errorf("the form to %s carries no token", attr(n, "action"))
			}
		}
		for _, p := range f.Problems {
			if ids[p.Field] == nil || !isField(ids[p.Field]) {
				t.Errorf("the error summary leads to %q, which is no field", p.Field)
			}
		}
	}
}

func checkReferences(t *testing.T, n *html.Node, ids map[string]*html.Node) {
	t.Helper()
	for _, name := range []string{"aria-describedby", "aria-labelledby", "for"} {
		for id := range strings.FieldsSeq(attr(n, name)) {
			if ids[id] == nil {
				t.Errorf("%s of <%s> names %q, which does not exist", name, n.Data, id)
			}
		}
	}
	if link := attr(n, "href"); strings.HasPrefix(link, "#") && ids[link[1:]] == nil {
		t.Errorf("a link leads to %s, which does not exist", link)
	}
}

func isField(n *html.Node) bool {
	switch n.Data {
	case "input":
		return attr(n, "type") != "hidden"
	case "select", "textarea":
		return true
	}
	return false
}

func labels(root *html.Node) map[string]bool {
	found := make(map[string]bool)
	for n := range root.Descendants() {
		if n.Data == "label" {
			found[attr(n, "for")] = true
		}
	}
	return found
}

func hasToken(form *html.Node) bool {
	for n := range form.Descendants() {
		if attr(n, "name") == "csrf" && attr(n, "value") == "token" {
			return true
		}
	}
	return false
}

func attr(n *html.Node, name string) string {
	i := slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
	if i < 0 {
		return ""
	}
	return n.Attr[i].Val
}

func TestRefusedFormSaysSoFirst(t *testing.T) {
	page := rendered(t, gallery(fullFrame("de")))
	for _, want := range []string{
		"<title>Fehler: Ausweis der antragstellenden Person – Officer-Portal</title>",
		`<a class="kern-link" href="#born">`,
		`aria-invalid="true"`,
		`aria-describedby="born-hint born-error"`,
		`value="H̱ořáková-Ẕlatý"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is missing", want)
		}
	}
}

func TestWhatPeopleTypeIsText(t *testing.T) {
	f := fullFrame("de")
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
