package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"officerportal/officer"
	"officerportal/officer/web/webtest"
)

// axePath leads to axe, which the lock file of the front end brings.
const axePath = "../../officer/web/static/node_modules/axe-core/axe.min.js"

// windows is how many windows share the work; the test machine has two cores.
const windows = 2

// inEveryRole are pages that look different to different people.
var inEveryRole = []string{"/", "/desk", "/desk/cases/:case", "/desk/orders/:order", "/desk/people/:person"}

// TestLooks opens every page in a browser: light and dark, wide and as narrow as
// a telephone, in both languages, and once with everything in its form wrong.
func TestLooks(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser for each page takes its time")
	}
	p := wholePortal(t, "http://portal.example")
	p.gather(t)
	p.listen(t)
	p.data.Exec(t, `update accounts set language = 'de'`)
	views := p.worthALook(t)
	if len(views) < 30 {
		t.Fatalf("only %d pages", len(views))
	}
	t.Run("de", func(t *testing.T) { p.share(t, windows, views, (*glass).german) })
	p.data.Exec(t, `update accounts set language = 'en'`)
	t.Run("en", func(t *testing.T) { p.share(t, windows, views, (*glass).english) })
	p.data.Exec(t, `update accounts set language = 'de'`)
	// The last, and one page after the other: a form without fields is not refused, and may end another's session.
	t.Run("flawed", func(t *testing.T) { p.share(t, 1, views, (*glass).flawed) })
}

// worthALook chooses one address of each page, of some one for each role: the one
// with the most to fill in, since what has ended can only be read.
func (p *whole) worthALook(t *testing.T) (list []view) {
	t.Helper()
	seen := make(map[string]int) // where in the list
	views := p.look(t, "de")
	slices.SortStableFunc(views, func(a, b view) int { return a.who.rank() - b.who.rank() })
	for _, v := range views {
		key := v.route.Path
		if slices.Contains(inEveryRole, key) && v.who != nil {
			key += fmt.Sprint(v.who.Roles)
		}
		if v.page == nil {
			continue
		}
		if at, there := seen[key]; !there {
			seen[key] = len(list)
			list = append(list, v)
		} else if v.fields() > list[at].fields() {
			list[at] = v
		}
	}
	return list
}

// fields counts what there is to fill in.
func (v view) fields() int {
	return len(v.page.All("input")) + len(v.page.All("select")) + len(v.page.All("textarea"))
}

// mostToDo lists roles by how much there is to see for them.
var mostToDo = []officer.Role{officer.RoleOfficer, officer.RoleRAManager, officer.RoleOperator, officer.RoleShopAdmin, officer.RoleChecker}

func (who *person) rank() int {
	if who != nil {
		for n, r := range mostToDo {
			if who.Has(r) {
				return n
			}
		}
	}
	return len(mostToDo)
}

// A glass is a window through which one person after the other looks.
type glass struct {
	*webtest.Window
	portal *whole
}

// share looks at the views through a number of windows at once.
func (p *whole) share(t *testing.T, windows int, views []view, look func(*glass, view)) {
	for n := range windows {
		t.Run(fmt.Sprint("window ", n+1), func(t *testing.T) {
			t.Parallel()
			g := &glass{Window: webtest.Open(t, 10*time.Minute), portal: p}
			for i, v := range views {
				if i%windows == n {
					look(g, v)
				}
			}
		})
	}
}

// open goes to a page as whoever sees it, in a window of a width.
func (g *glass) open(v view, width int64, scheme string) {
	g.Helper()
	g.Do(network.ClearBrowserCookies(), g.wide(width), g.scheme(scheme))
	if v.who != nil {
		g.Do(network.SetCookie("session", v.who.token).WithURL(g.portal.address).WithHTTPOnly(true))
	} else {
		g.Do(network.SetCookie("language", "de").WithURL(g.portal.address))
	}
	g.Do(chromedp.Navigate(g.portal.address + v.path))
}

func (g *glass) wide(width int64) chromedp.Action {
	return emulation.SetDeviceMetricsOverride(width, 900, 1, false)
}

func (g *glass) scheme(name string) chromedp.Action {
	return emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}})
}

func (g *glass) german(v view) {
	g.open(v, 1280, "light")
	g.audit(v.name())
	g.fits(v.name(), 1280)
	g.picture(v, "light")
	g.Do(g.scheme("dark"))
	g.audit(v.name()+" in the dark", "color-contrast")
	g.picture(v, "dark")
}

func (g *glass) english(v view) {
	if v.who == nil {
		return // seen in German
	}
	g.open(v, 320, "light")
	g.audit(v.name() + " at 320 px")
	g.fits(v.name(), 320)
	g.picture(v, "narrow")
}

// flawed empties the page's form and sends it. Where that is refused, the page
// says so first and can be read as well.
func (g *glass) flawed(v view) {
	if len(v.page.All("form")) == 0 {
		return
	}
	g.Expect(422, 409, 404, 403, 429)
	defer g.Expect()
	if v.who != nil { // a form before may have ended the session, or renewed it
		v.who = g.portal.enter(g.TB, v.who.Account, v.who.name)
	}
	g.open(v, 1280, "light")
	if at := webtest.Ask[string](g.Window, `location.pathname`); v.route.Permission.NeedsAccount() && !strings.HasPrefix(v.path, at) {
		g.Errorf("%s leads to %s", v.name(), at)
	}
	if !webtest.Ask[bool](g.Window, emptied) {
		return
	}
	g.Do(chromedp.Sleep(50*time.Millisecond), chromedp.WaitReady("body"))
	g.Until(`document.readyState === "complete"`)
	if !webtest.Ask[bool](g.Window, `!!document.getElementById("errors")`) {
		return
	}
	g.audit(v.name() + " with faults")
	g.Until(`document.activeElement.id === "errors"`)
	if dead := webtest.Ask[string](g.Window, deadEnds); dead != "" {
		g.Errorf("%s: the error summary leads nowhere: %s", v.name(), dead)
	}
	g.picture(v, "flawed")
}

// emptied empties and sends the form that is the page's matter.
const emptied = `(() => {
	const form = document.querySelector("main form.portal-form[method=post]");
	if (!form) return false;
	for (const f of form.elements) {
		if (f.type === "hidden" || f.readOnly) continue;
		if (f.type === "checkbox" || f.type === "radio") f.checked = false;
		else if (f.tagName === "SELECT") f.selectedIndex = 0;
		else if (f.value !== undefined && f.type !== "submit") f.value = "";
	}
	form.submit();
	return true;
})()`

const deadEnds = `[...document.querySelectorAll("#errors a")].filter(a => !document.querySelector(a.getAttribute("href"))).map(a => a.getAttribute("href")).join(" ")`

// audit holds the page against WCAG 2.2 AA.
func (g *glass) audit(name string, rules ...string) {
	g.Helper()
	for _, v := range g.Axe(axePath, rules...) {
		g.Errorf("%s: %s", name, v)
	}
}

// fits holds that nothing goes sideways and everything to press is large enough
// (WCAG 2.2, 1.4.10 and 2.5.8).
func (g *glass) fits(name string, width int64) {
	g.Helper()
	if got := webtest.Ask[int64](g.Window, `document.scrollingElement.scrollWidth`); got > width {
		g.Errorf("%s at %d px is %d px wide: %s", name, width, got, webtest.Ask[string](g.Window, webtest.TooWide))
	}
	if small := webtest.Ask[string](g.Window, webtest.TooSmall); small != "" {
		g.Errorf("%s at %d px: smaller than 24 px: %s", name, width, small)
	}
}

// picture keeps a screenshot where PORTAL_SCREENSHOTS says.
func (g *glass) picture(v view, how string) {
	g.Helper()
	who := "nobody"
	if v.who != nil {
		who = string(v.who.Roles[0])
	}
	path := v.route.Path
	if path == "/" {
		path = "start"
	}
	g.shoot(strings.ReplaceAll(strings.Trim(path, "/"), "/", "_") + "." + who + "." + how)
}

func (g *glass) shoot(name string) {
	g.Helper()
	folder := os.Getenv("PORTAL_SCREENSHOTS")
	if folder == "" {
		return
	}
	var png []byte
	g.Do(chromedp.FullScreenshot(&png, 100))
	if err := os.WriteFile(filepath.Join(folder, url.PathEscape(name)+".png"), png, 0o644); err != nil {
		g.Fatal(err)
	}
}
