package webtest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// A Page is an HTML page as it was sent, taken apart.
type Page struct {
	root *html.Node
	ids  map[string]*html.Node
}

// Read takes a page apart. Ids that stand twice are told by Flaws.
func Read(body string) (*Page, error) {
	if !strings.HasPrefix(strings.ToLower(strings.TrimSpace(body)), "<!doctype html>") {
		return nil, fmt.Errorf("no HTML page: %.60q", body)
	}
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	p := &Page{root: root, ids: make(map[string]*html.Node)}
	for n := range root.Descendants() {
		if id := Attr(n, "id"); id != "" && p.ids[id] == nil {
			p.ids[id] = n
		}
	}
	return p, nil
}

// All lists the elements of a name, in the order of the page.
func (p *Page) All(name string) (list []*html.Node) {
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && n.Data == name {
			list = append(list, n)
		}
	}
	return list
}

// ID gives the element of an id, or nil.
func (p *Page) ID(id string) *html.Node { return p.ids[id] }

// Text gives what a reader sees of the page.
func (p *Page) Text() string { return textOf(p.root) }

// Token gives the token that the page's forms carry, or "".
func (p *Page) Token() string {
	for _, n := range p.All("input") {
		if Attr(n, "name") == "csrf" {
			return Attr(n, "value")
		}
	}
	return ""
}

// Links lists the addresses on this site that the page leads to.
func (p *Page) Links() (list []string) {
	for _, n := range p.All("a") {
		if href := Attr(n, "href"); strings.HasPrefix(href, "/") && !slices.Contains(list, href) {
			list = append(list, href)
		}
	}
	return list
}

// Flaws lists the rules that a page breaks. They are those that a screen reader
// or a person without script lives by, and signs of text that nobody wrote.
func (p *Page) Flaws(language string) []string {
	var f flaws
	f.head(p, language)
	f.references(p)
	f.fields(p)
	f.forms(p)
	f.inline(p)
	f.words(p)
	return f
}

type flaws []string

func (f *flaws) add(format string, args ...any) { *f = append(*f, fmt.Sprintf(format, args...)) }

func (f *flaws) head(p *Page, language string) {
	for _, n := range p.All("html") {
		if Attr(n, "lang") != language {
			f.add("the page says it is in %q, not in %q", Attr(n, "lang"), language)
		}
	}
	if h := p.All("h1"); len(h) != 1 || strings.TrimSpace(textOf(h[0])) == "" {
		f.add("%d headings of the first level", len(h))
	}
	if titles := p.All("title"); len(titles) == 0 || strings.TrimSpace(textOf(titles[0])) == "" {
		f.add("no title")
	}
	if n := len(p.All("main")); n != 1 {
		f.add("%d main parts", n)
	}
}

// references holds that what is named by id exists, once.
func (f *flaws) references(p *Page) {
	for n := range p.root.Descendants() {
		if id := Attr(n, "id"); id != "" && p.ids[id] != n {
			f.add("id %q stands twice", id)
		}
		for _, name := range []string{"aria-describedby", "aria-labelledby", "aria-controls", "for"} {
			for id := range strings.FieldsSeq(Attr(n, name)) {
				if p.ids[id] == nil {
					f.add("%s of <%s> names %q, which does not exist", name, n.Data, id)
				}
			}
		}
		if link := Attr(n, "href"); strings.HasPrefix(link, "#") && p.ids[link[1:]] == nil {
			f.add("a link leads to %s, which does not exist", link)
		}
	}
}

func (f *flaws) fields(p *Page) {
	labelled := make(map[string]bool)
	for _, n := range p.All("label") {
		labelled[Attr(n, "for")] = strings.TrimSpace(textOf(n)) != ""
	}
	for n := range p.root.Descendants() {
		named := labelled[Attr(n, "id")] || Attr(n, "aria-label") != "" || Attr(n, "aria-labelledby") != ""
		if IsField(n) && !named {
			f.add("field %q has no label", Attr(n, "name"))
		}
	}
	for _, n := range p.All("button") {
		if strings.TrimSpace(textOf(n)) == "" && Attr(n, "aria-label") == "" {
			f.add("a button says nothing")
		}
	}
	for _, n := range p.All("fieldset") {
		if !slices.ContainsFunc(slices.Collect(n.ChildNodes()), func(c *html.Node) bool { return c.Data == "legend" }) {
			f.add("a group of fields has no legend")
		}
	}
}

// forms holds that every form can be sent: a token, a button, an address of ours.
func (f *flaws) forms(p *Page) {
	for _, form := range p.All("form") {
		inside := make(map[string]bool)
		for n := range form.Descendants() {
			inside[n.Data] = true
			if Attr(n, "name") == "csrf" && Attr(n, "value") != "" {
				inside["token"] = true
			}
		}
		action := Attr(form, "action")
		switch {
		case !strings.HasPrefix(action, "/"):
			f.add("a form goes to %q", action)
		case !inside["button"]:
			f.add("the form to %s has no button", action)
		case strings.EqualFold(Attr(form, "method"), "post") != inside["token"]:
			f.add("the form to %s has a token: %v", action, inside["token"])
		}
	}
}

// inline holds what the content policy would stop anyway: a page that relies on
// it would be broken.
func (f *flaws) inline(p *Page) {
	for n := range p.root.Descendants() {
		if n.Data == "style" || n.Data == "script" && Attr(n, "src") == "" && Attr(n, "type") != "application/json" {
			f.add("<%s> within the page", n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				f.add("%s within <%s>", a.Key, n.Data)
			}
		}
	}
}

// slips are signs of a value that was printed and not written: Go's complaints,
// placeholders, the zero time.
var slips = regexp.MustCompile(`%![a-zA-Z(]|<nil>|\{\{|\b0001\b|\bundefined\b|\[object `)

func (f *flaws) words(p *Page) {
	if slip := slips.FindString(p.Text()); slip != "" {
		f.add("the text contains %q", slip)
	}
}

// IsField reports whether somebody can fill an element in.
func IsField(n *html.Node) bool {
	if hidden := slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "hidden" }); hidden {
		return false
	}
	switch n.Data {
	case "input":
		return Attr(n, "type") != "hidden"
	case "select", "textarea":
		return true
	}
	return false
}

// Attr gives an element's attribute, or "".
func Attr(n *html.Node, name string) string {
	i := slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
	if i < 0 {
		return ""
	}
	return n.Attr[i].Val
}

// textOf gives what is readable within an element.
func textOf(n *html.Node) string {
	var b strings.Builder
	if n.Type == html.TextNode {
		return n.Data
	}
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "script" && d.Parent.Data != "style" && d.Parent.Data != "noscript" {
			b.WriteString(d.Data)
			b.WriteByte(' ')
		}
	}
	return b.String()
}
