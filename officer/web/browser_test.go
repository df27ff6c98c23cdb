package web

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"officerportal/officer/web/static"
)

// started is the one browser of all tests, begun by the first that needs it.
var started struct {
	ctx  context.Context
	stop func()
}

func TestMain(m *testing.M) {
	code := m.Run()
	if started.stop != nil {
		started.stop()
	}
	os.Exit(code)
}

func start(t *testing.T) context.Context {
	t.Helper()
	if started.ctx != nil {
		return started.ctx
	}
	binary := browser(t)
	profile, err := os.MkdirTemp("", "browser") // not t.TempDir: chromium writes on while it dies
	if err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(binary), chromedp.UserDataDir(profile), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WindowSize(1280, 900))
	ctx, endBrowser := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, endWindow := chromedp.NewContext(ctx)
	if err := chromedp.Run(ctx); err != nil {
		t.Fatal(err)
	}
	started.ctx, started.stop = ctx, func() { endWindow(); endBrowser(); _ = os.RemoveAll(profile) }
	return ctx
}

// window opens a browser window; the test fails on anything the page complains
// about in its console, above all what the content policy stopped.
func window(t *testing.T) context.Context {
	t.Helper()
	ctx, endWindow := chromedp.NewContext(start(t))
	ctx, endTime := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(func() { endTime(); endWindow() })
	chromedp.ListenTarget(ctx, func(event any) {
		switch e := event.(type) {
		case *log.EventEntryAdded:
			t.Errorf("the browser complains: %s %s", e.Entry.Text, e.Entry.URL)
		case *runtime.EventExceptionThrown:
			t.Errorf("the script broke: %s", e.ExceptionDetails.Error())
		}
	})
	return ctx
}

func browser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("no chromium")
	}
	t.Skip("no chromium")
	return ""
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

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// asked gives the answer to a question to the page.
func asked[T any](t *testing.T, ctx context.Context, question string) (answer T) {
	t.Helper()
	do(t, ctx, chromedp.Evaluate(question, &answer))
	return answer
}

// until waits for the page to say yes.
func until(t *testing.T, ctx context.Context, question string) {
	t.Helper()
	if err := chromedp.Run(ctx, chromedp.Poll(question, nil, chromedp.WithPollingTimeout(8*time.Second))); err != nil {
		t.Fatalf("%s: %v", question, err)
	}
}

// Trap: referrer policy, token and origin together, as a real browser sends
// them. A double click, then, is one form.
func TestARealBrowserMaySendAForm(t *testing.T) {
	g, base := shown(t, time.Time{})
	ctx := window(t)
	do(t, ctx, chromedp.Navigate(base+"/gallery"),
		chromedp.DoubleClick(`.portal-form .kern-btn--primary`),
		chromedp.WaitVisible(`form[action="/form"]`))
	if posted, _ := g.look(); !slices.Equal(posted, []string{"T22000129"}) {
		t.Errorf("sent %v", posted)
	}
}

func TestARefusedFormTakesTheFocus(t *testing.T) {
	_, base := shown(t, time.Time{})
	ctx := window(t)
	do(t, ctx, chromedp.Navigate(base+"/gallery?flawed=1"))
	until(t, ctx, `document.activeElement.id === "errors"`)
	do(t, ctx, chromedp.Click(`#errors a[href="#born"]`))
	until(t, ctx, `document.activeElement.id === "born"`)
}

func TestDraftsAreSavedWhenIdle(t *testing.T) {
	g, base := shown(t, time.Time{})
	ctx := window(t)
	do(t, ctx, chromedp.Navigate(base+"/gallery"), chromedp.SendKeys(`#street`, "Ringstraße 1"))
	until(t, ctx, `document.querySelector("[name=version]").value === "4"`)
	if line := asked[string](t, ctx, `document.querySelector("[data-saved]").textContent`); line != "Draft saved at 14:07" {
		t.Errorf("the line says %q", line)
	}
	do(t, ctx, chromedp.SendKeys(`#street`, "a"))
	until(t, ctx, `document.querySelector("[name=version]").value === "5"`)
	if posted, drafts := g.look(); len(posted) != 0 || !slices.Equal(drafts, []int{3, 4}) {
		t.Errorf("sent %v, drafts on %v", posted, drafts)
	}
}

func TestAScannersEnterGoesToTheNextField(t *testing.T) {
	_, base := shown(t, time.Time{})
	ctx := window(t)
	do(t, ctx, chromedp.Navigate(base+"/gallery"))
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
		do(t, ctx, chromedp.Focus("#number"), chromedp.Evaluate(typing(c.typed, c.pause), &sends, awaited))
		if focus := asked[string](t, ctx, `document.activeElement.id`); sends != c.sends || focus != c.focus {
			t.Errorf("%s, Enter after %d ms: sends %v, focus on %s", c.typed, c.pause, sends, focus)
		}
	}
	// In a text area Enter stays a new line, so that a scanned document fills three.
	var line bool
	if do(t, ctx, chromedp.Focus("#mrz"), chromedp.Evaluate(strings.ReplaceAll(typing("IDD<<T220001293", 0), "#number", "#mrz"), &line, awaited)); !line {
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

func awaited(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

func TestLiveAnswers(t *testing.T) {
	_, base := shown(t, time.Time{})
	ctx := window(t)
	do(t, ctx, chromedp.Navigate(base+"/gallery"), chromedp.SendKeys(`#mrz`, "IDD<<"))
	until(t, ctx, `document.querySelector("#mrz-live .kern-title")?.textContent === "IDD<<"`)
	until(t, ctx, `document.querySelector("#progress").value === 70`) // the event stream
}

func TestShortcutNeedsModifiers(t *testing.T) {
	g, base := shown(t, time.Time{})
	ctx := window(t)
	press := func(modifiers string) chromedp.Action {
		return chromedp.Evaluate(`document.dispatchEvent(new KeyboardEvent("keydown", {code: "KeyN", key: "n", bubbles: true`+modifiers+`}))`, nil)
	}
	do(t, ctx, chromedp.Navigate(base+"/gallery"), press(""), press(", ctrlKey: true"), press(", altKey: true"), chromedp.Sleep(300*time.Millisecond))
	if posted, _ := g.look(); len(posted) != 0 {
		t.Fatalf("a letter sent the form: %v", posted)
	}
	do(t, ctx, press(", ctrlKey: true, altKey: true"), chromedp.WaitVisible(`form[action="/form"]`))
}

func TestWarningBeforeTheSessionEnds(t *testing.T) {
	g, base := shown(t, time.Time{})
	ctx := window(t)
	do(t, ctx, chromedp.Navigate("about:blank")) // starting the browser takes its time
	g.endIn(125 * time.Second)
	do(t, ctx, chromedp.Navigate(base+"/gallery"))
	if !asked[bool](t, ctx, `document.getElementById("session-warning").hidden`) {
		t.Error("the warning comes too early")
	}
	until(t, ctx, `!document.getElementById("session-warning").hidden`)
	do(t, ctx, chromedp.Evaluate(`document.querySelector("[data-session-extend]").dataset.sessionExtend = "/gallery/session"`, nil),
		chromedp.Click(`[data-session-extend]`))
	until(t, ctx, `document.getElementById("session-warning").hidden`)
}

// On a narrow screen nothing goes sideways, and everything to press or click is
// large enough (WCAG 2.2, 1.4.10 and 2.5.8).
func TestNarrowScreen(t *testing.T) {
	_, base := shown(t, time.Time{})
	ctx := window(t)
	for _, path := range []string{"/gallery?flawed=1", "/gallery?wide=1", "/", "/none"} {
		for _, width := range []int64{320, 1280} {
			do(t, ctx, emulation.SetDeviceMetricsOverride(width, 800, 1, false), chromedp.Navigate("about:blank"))
			if path != "/none" { // a 404 is a complaint in the console
				do(t, ctx, chromedp.Navigate(base+path))
			}
			if got := asked[int64](t, ctx, `document.scrollingElement.scrollWidth`); got > width {
				t.Errorf("%s at %d px is %d px wide: %s", path, width, got, asked[string](t, ctx, tooWide))
			}
			if small := asked[string](t, ctx, tooSmall); small != "" {
				t.Errorf("%s at %d px: smaller than 24 px: %s", path, width, small)
			}
		}
	}
}

const tooWide = `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth)
	.map(e => e.localName + "." + e.className).slice(0, 5).join(" ")`

// tooSmall lists targets below 24 px, without links within a sentence.
const tooSmall = `[...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea")].filter(e => {
	const box = e.getBoundingClientRect();
	return box.height > 0 && !e.matches(".portal-skip") && (box.height < 24 || box.width < 24);
}).map(e => e.localName + " " + e.textContent.trim() + " " + e.getBoundingClientRect().height).join(", ")`

// Tab reaches everything in the order of the page, and what has the focus shows it.
func TestKeyboardWalk(t *testing.T) {
	_, base := shown(t, time.Time{})
	ctx := window(t)
	do(t, ctx, chromedp.Navigate(base+"/gallery"))
	var walked []string
	for range 60 {
		do(t, ctx, chromedp.KeyEvent(kb.Tab))
		here := asked[string](t, ctx, `(() => { const e = document.activeElement; const s = getComputedStyle(e); const a = getComputedStyle(e, "::after");
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
