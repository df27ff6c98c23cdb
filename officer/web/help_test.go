package web

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/web/help"
	"officerportal/officer/web/page"
	"officerportal/officer/web/webtest"
)

// helpSite is the help of a portal whose operator wrote some texts.
func helpSite(t *testing.T) *Server {
	t.Helper()
	data := dbtest.New(t)
	counter := &desk.Counter{DB: data.DB}
	for _, body := range []struct{ key, de, en string }{
		{"support", "# Erreichbar\n\n- Telefon: [030 123](tel:030123)\n\nGern <b>geschehen</b>.", "- Telephone: 030 123"},
		{"readers", "- [Zum Shop](https://leser.example/)", "- [To the shop](https://leser.example/)"},
	} {
		data.Exec(t, `insert into site_texts (key, language, body) values ($1, 'de', $2), ($1, 'en', $3)`, body.key, body.de, body.en)
	}
	return site(t, func(c *Config) { c.Notices = &desk.Notices{Counter: counter} }, (*Server).helpRoutes, (*Server).noticeRoutes)
}

func lookAt(t *testing.T, s *Server, path, language string) (int, string, *webtest.Page) {
	t.Helper()
	req := get(path)
	req.Header.Set("Accept-Language", language)
	res, body := ask(t, s, req, "")
	p, err := webtest.Read(body)
	if err != nil {
		t.Fatal(err)
	}
	if flaws := p.Flaws(language); len(flaws) > 0 {
		t.Errorf("%s: %v", path, flaws)
	}
	return res.StatusCode, body, p
}

func TestHelp(t *testing.T) {
	s := helpSite(t)
	for _, language := range page.Languages {
		_, body, _ := lookAt(t, s, "/help", language)
		for _, g := range help.Groups(language) {
			for _, topic := range g.Topics {
				if !strings.Contains(body, `href="/help/`+topic.Key+`"`) {
					t.Errorf("%s is not listed", topic.Key)
				}
				status, _, p := lookAt(t, s, "/help/"+topic.Key, language)
				if status != http.StatusOK || !strings.Contains(p.Text(), topic.Title) || !strings.Contains(p.Text(), "030 123") {
					t.Errorf("%s: %d without its title, or without how support is reached", topic.Key, status)
				}
			}
		}
	}
	_, body, _ := lookAt(t, s, "/help", "de")
	for _, want := range []string{`<a class="kern-link kern-link--no-visited-state" href="tel:030123">030 123</a>`, "&lt;b&gt;geschehen", `id="support"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the help lacks %s", want)
		}
	}
	if _, body, _ = lookAt(t, s, "/help/readers", "en"); !strings.Contains(body, `href="https://leser.example/"`) {
		t.Error("the operator's shop is not linked")
	}
	if _, _, p := lookAt(t, s, "/help/revocation", "de"); !strings.Contains(p.Text(), "noch nicht eingetragen") {
		t.Error("a text that nobody wrote yet is not told")
	}
	if _, _, p := lookAt(t, s, "/help/order-status", "de"); !strings.Contains(p.Text(), "Versendet") || !strings.Contains(p.Text(), "Einschreiben") {
		t.Error("the statuses are not explained")
	}
	if status, _, _ := lookAt(t, s, "/help/nothing-of-that", "de"); status != http.StatusNotFound {
		t.Errorf("an unknown topic: %d", status)
	}
}

func TestHelpSearch(t *testing.T) {
	s := helpSite(t)
	_, body, p := lookAt(t, s, "/help?q=bestellcode", "de")
	if !strings.Contains(body, `<mark class="portal-found">Bestellcode</mark>`) || !strings.Contains(body, `value="bestellcode"`) {
		t.Errorf("not found, or not shown as found: %s", p.Text())
	}
	_, body, p = lookAt(t, s, "/help?q="+url.QueryEscape(`"><script>xyzzy`), "de")
	if strings.Contains(body, "<script>xyzzy") {
		t.Error("a search is markup")
	}
	if !strings.Contains(p.Text(), "anderes oder ein kürzeres Wort") || !strings.Contains(p.Text(), "030 123") {
		t.Errorf("who finds nothing is not told what to do: %s", p.Text())
	}
	if _, body, _ = lookAt(t, s, "/help?q=%20%20", "en"); !strings.Contains(body, `href="/help/order-code"`) {
		t.Error("an empty search shows no topics")
	}
}

// TestHelpLeadsToPages: what the help links to is there.
func TestHelpLeadsToPages(t *testing.T) {
	routes := &router{}
	for _, area := range areas {
		area(&Server{}, routes)
	}
	for _, g := range help.Groups("de") {
		for _, topic := range g.Topics {
			for _, b := range topic.Blocks {
				for _, text := range append([]string{b.Text}, b.Items...) {
					for _, piece := range officer.TextPieces(text) {
						if piece.Href != "" && !routes.leads(piece.Href) {
							t.Errorf("%s leads to %s, which is no page", topic.Key, piece.Href)
						}
					}
				}
			}
		}
	}
}

// leads reports whether an address is a page's, or could be one's whose pattern it fits.
func (r *router) leads(address string) bool {
	for _, route := range r.routes {
		pattern := regexp.MustCompile(`:[a-z]+`).ReplaceAllString(regexp.QuoteMeta(route.Path), `[a-z-]+`)
		if route.Method == http.MethodGet && regexp.MustCompile("^"+pattern+"$").MatchString(address) {
			return true
		}
	}
	return false
}

// TestHelpIsThereWhereItIsAsked: pages lead to topics that exist.
func TestHelpIsThereWhereItIsAsked(t *testing.T) {
	names, err := filepath.Glob("page/*.templ")
	if err != nil || len(names) == 0 {
		t.Fatal("no pages", err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`@HelpLink\(f, "([^"]*)"\)`).FindAllStringSubmatch(string(text), -1) {
			if _, _, ok := help.Find("de", m[1]); !ok {
				t.Errorf("%s leads to the help about %s, which is not there", name, m[1])
			}
		}
	}
}
