package web

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"officerportal/officer/web/static"
	"officerportal/officer/web/webtest"
)

func TestMain(m *testing.M) { os.Exit(webtest.Main(m)) }

// window opens a window of the browser for a test.
func window(t *testing.T) *webtest.Window {
	t.Helper()
	return webtest.Open(t, time.Minute)
}

// shown is a showroom with the real style sheets and script.
func shown(t *testing.T, ends time.Time) (*showroom, string) {
	t.Helper()
	files, err := static.New()
	if err != nil {
		t.Fatal(err)
	}
	if missing := files.Missing(); len(missing) > 0 {
		t.Fatalf("missing %v: run `make assets`", missing)
	}
	g := &showroom{ends: ends}
	return g, serve(t, site(t, func(cfg *Config) { cfg.Assets = files }, g.routes))
}

// Trap: referrer policy, token and origin together, as a real browser sends
// them. A double click, then, is one form.
func TestARealBrowserMaySendAForm(t *testing.T) {
	g, base := shown(t, time.Time{})
	w := window(t)
	w.Do(chromedp.Navigate(base+"/gallery"),
		chromedp.DoubleClick(`.portal-form .kern-btn--primary`),
		chromedp.WaitVisible(`form[action="/form"]`))
	if posted, _ := g.look(); !slices.Equal(posted, []string{"T22000129"}) {
		t.Errorf("sent %v", posted)
	}
}

func TestARefusedFormTakesTheFocus(t *testing.T) {
	_, base := shown(t, time.Time{})
	w := window(t)
	w.Do(chromedp.Navigate(base + "/gallery?flawed=1"))
	w.Until(`document.activeElement.id === "errors"`)
	w.Do(chromedp.Click(`#errors a[href="#born"]`))
	w.Until(`document.activeElement.id === "born"`)
}

func TestDraftsAreSavedWhenIdle(t *testing.T) {
	g, base := shown(t, time.Time{})
	w := window(t)
	w.Do(chromedp.Navigate(base+"/gallery"), chromedp.SendKeys(`#street`, "Ringstraße 1"))
	w.Until(`document.querySelector("[name=version]").value === "4"`)
	if line := webtest.Ask[string](w, `document.querySelector("[data-saved]").textContent`); line != "Draft saved at 14:07" {
		t.Errorf("the line says %q", line)
	}
	w.Do(chromedp.SendKeys(`#street`, "a"))
	w.Until(`document.querySelector("[name=version]").value === "5"`)
	if posted, drafts := g.look(); len(posted) != 0 || !slices.Equal(drafts, []int{3, 4}) {
		t.Errorf("sent %v, drafts on %v", posted, drafts)
	}
}

func TestAScannersEnterGoesToTheNextField(t *testing.T) {
	_, base := shown(t, time.Time{})
	w := window(t)
	w.Do(chromedp.Navigate(base + "/gallery"))
	for _, c := range []struct {
		typed string
		pause int // milliseconds before Enter
		sends bool
		focus string
	}{
		{"T220001293", 0, false, "country"}, // a scanner
		{"T220001293", 100, true, "number"}, // a person
		{"T22", 0, true, "number"},          // too short for a scanner
	} {
		var sends bool
		w.Do(chromedp.Focus("#number"), chromedp.Evaluate(typing(c.typed, c.pause), &sends, webtest.Awaited))
		if focus := webtest.Ask[string](w, `document.activeElement.id`); sends != c.sends || focus != c.focus {
			t.Errorf("%s, Enter after %d ms: sends %v, focus on %s", c.typed, c.pause, sends, focus)
		}
	}
	// In a text area Enter stays a new line, so that a scanned document fills three.
	var line bool
	if w.Do(chromedp.Focus("#mrz"), chromedp.Evaluate(strings.ReplaceAll(typing("IDD<<T220001293", 0), "#number", "#mrz"), &line, webtest.Awaited)); !line {
		t.Error("a scanner's Enter makes no new line")
	}
}

// typing presses keys as fast as a scanner, and Enter after a pause; it answers
// whether Enter does what the browser does by itself.
func typing(keys string, pause int) string {
	return fmt.Sprintf(`(async () => {
		const field = document.querySelector("#number");
		const press = key => field.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
		await new Promise(done => setTimeout(done, 60));
		for (const key of %q) press(key);
		if (%d) await new Promise(done => setTimeout(done, %d));
		return press("Enter");
	})()`, keys, pause, pause)
}

func TestLiveAnswers(t *testing.T) {
	_, base := shown(t, time.Time{})
	w := window(t)
	w.Do(chromedp.Navigate(base+"/gallery"), chromedp.SendKeys(`#mrz`, "IDD<<"))
	w.Until(`document.querySelector("#mrz-live .kern-title")?.textContent === "IDD<<"`)
	w.Until(`document.querySelector("#progress").value === 70`) // the event stream
}

func TestShortcutNeedsModifiers(t *testing.T) {
	g, base := shown(t, time.Time{})
	w := window(t)
	press := func(modifiers string) chromedp.Action {
		return chromedp.Evaluate(`document.dispatchEvent(new KeyboardEvent("keydown", {code: "KeyN", key: "n", bubbles: true`+modifiers+`}))`, nil)
	}
	w.Do(chromedp.Navigate(base+"/gallery"), press(""), press(", ctrlKey: true"), press(", altKey: true"), chromedp.Sleep(300*time.Millisecond))
	if posted, _ := g.look(); len(posted) != 0 {
		t.Fatalf("a letter sent the form: %v", posted)
	}
	w.Do(press(", ctrlKey: true, altKey: true"), chromedp.WaitVisible(`form[action="/form"]`))
}

func TestWarningBeforeTheSessionEnds(t *testing.T) {
	g, base := shown(t, time.Time{})
	w := window(t)
	w.Do(chromedp.Navigate("about:blank")) // starting the browser takes its time
	g.endIn(125 * time.Second)
	w.Do(chromedp.Navigate(base + "/gallery"))
	if !webtest.Ask[bool](w, `document.getElementById("session-warning").hidden`) {
		t.Error("the warning comes too early")
	}
	w.Until(`!document.getElementById("session-warning").hidden`)
	w.Do(chromedp.Evaluate(`document.querySelector("[data-session-extend]").dataset.sessionExtend = "/gallery/session"`, nil),
		chromedp.Click(`[data-session-extend]`))
	w.Until(`document.getElementById("session-warning").hidden`)
}

// On a narrow screen nothing goes sideways, and everything to press or click is
// large enough (WCAG 2.2, 1.4.10 and 2.5.8).
func TestNarrowScreen(t *testing.T) {
	_, base := shown(t, time.Time{})
	w := window(t)
	for _, path := range []string{"/gallery?flawed=1", "/gallery?wide=1", "/", "/none"} {
		for _, width := range []int64{320, 1280} {
			w.Do(emulation.SetDeviceMetricsOverride(width, 800, 1, false), chromedp.Navigate("about:blank"))
			if path != "/none" { // a 404 is a complaint in the console
				w.Do(chromedp.Navigate(base + path))
			}
			if got := webtest.Ask[int64](w, `document.scrollingElement.scrollWidth`); got > width {
				t.Errorf("%s at %d px is %d px wide: %s", path, width, got, webtest.Ask[string](w, webtest.TooWide))
			}
			if small := webtest.Ask[string](w, webtest.TooSmall); small != "" {
				t.Errorf("%s at %d px: smaller than 24 px: %s", path, width, small)
			}
		}
	}
}

// Tab reaches everything in the order of the page, and what has the focus shows it.
func TestKeyboardWalk(t *testing.T) {
	_, base := shown(t, time.Time{})
	w := window(t)
	w.Do(chromedp.Navigate(base + "/gallery"))
	var walked []string
	for range 60 {
		w.Do(chromedp.KeyEvent(kb.Tab))
		here := webtest.Ask[string](w, `(() => { const e = document.activeElement; const s = getComputedStyle(e); const a = getComputedStyle(e, "::after");
			const seen = [s.outlineStyle, a.outlineStyle].some(x => x !== "none") || s.boxShadow !== "none";
			return e.localName + "#" + (e.id || e.textContent.trim()) + (seen ? "" : " UNSEEN"); })()`)
		if strings.HasPrefix(here, "body") {
			break
		}
		walked = append(walked, here)
	}
	if len(walked) < 30 || walked[0] != "a#Skip to content" {
		t.Fatalf("walked %v", walked)
	}
	for _, step := range walked {
		if strings.HasSuffix(step, "UNSEEN") {
			t.Errorf("%s: the focus is not seen", step)
		}
	}
}
