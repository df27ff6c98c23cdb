package webtest_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"officerportal/officer/web/webtest"
)

func TestMain(m *testing.M) { os.Exit(webtest.Main(m)) }

// What checks everything else has to be able to find something.
func TestAxeFindsWhatIsWrong(t *testing.T) {
	w := webtest.Open(t, time.Minute)
	w.Do(chromedp.Navigate(`data:text/html,<html lang="de"><title>x</title><main><h1>x</h1><img src="data:,"><input><p style="color:%23ccc">pale</p>`))
	var found []string
	for _, v := range w.Axe("../static/node_modules/axe-core/axe.min.js") {
		found = append(found, v.Rule)
	}
	for _, rule := range []string{"image-alt", "label", "color-contrast"} {
		if !slices.Contains(found, rule) {
			t.Errorf("axe found %v and not %s", found, rule)
		}
	}
}

const sound = `<!doctype html><html lang="de"><head><title>x</title></head><body><main><h1>Titel</h1>
	<form method="post" action="/x"><input type="hidden" name="csrf" value="t"><label for="a">A</label><input id="a" name="a"><button>Los</button></form></main></body></html>`

func TestFlawsOfAPage(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"sound":            {"", "", ""},
		"other language":   {`lang="de"`, `lang="en"`, "in \"en\""},
		"no heading":       {"<h1>Titel</h1>", "", "0 headings"},
		"two headings":     {"<h1>Titel</h1>", "<h1>a</h1><h1>b</h1>", "2 headings"},
		"no title":         {"<title>x</title>", "", "no title"},
		"no label":         {`<label for="a">A</label>`, "", "no label"},
		"empty label":      {`>A</label>`, "></label>", "no label"},
		"id twice":         {"<h1>", `<h1 id="a">`, "stands twice"},
		"dangling":         {`<input id="a"`, `<input id="a" aria-describedby="b"`, "which does not exist"},
		"no token":         {`name="csrf" value="t"`, `name="x" value="t"`, "token: false"},
		"token in a GET":   {`method="post"`, `method="get"`, "token: true"},
		"no button":        {"<button>Los</button>", "", "no button"},
		"silent button":    {"Los", " ", "says nothing"},
		"elsewhere":        {`action="/x"`, `action="https://evil.example"`, "goes to"},
		"inline style":     {"<h1>", `<h1 style="color:red">`, "style within"},
		"inline handler":   {"<h1>", `<h1 onclick="x()">`, "onclick within"},
		"inline script":    {"<main>", "<main><script>x()</script>", "<script>"},
		"printed by Go":    {"Titel", "%!d(string=x)", "the text contains"},
		"zero time":        {"Titel", "1. Januar 0001", "the text contains"},
		"no legend":        {`<label for`, `<fieldset></fieldset><label for`, "no legend"},
		"link to nowhere":  {"Titel", `<a href="#nowhere">x</a>`, "leads to #nowhere"},
		"two main parts":   {"</main>", "</main><main></main>", "2 main parts"},
		"an empty heading": {"Titel", " ", "1 headings"},
	} {
		page, err := webtest.Read(strings.Replace(sound, c.old, c.new, 1))
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(page.Flaws("de"), "; ")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
	if _, err := webtest.Read("{}"); err == nil {
		t.Error("something that is no page was read")
	}
}
