package webtest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// started is the one browser of the test binary, begun by the first who needs it.
var started struct {
	sync.Mutex
	ctx  context.Context
	stop func()
}

// Main runs the tests and then ends the browser; a package that uses one calls it
// as its TestMain: os.Exit(webtest.Main(m)).
func Main(m *testing.M) int {
	code := m.Run()
	if started.stop != nil {
		started.stop()
	}
	return code
}

func start(t testing.TB) context.Context {
	t.Helper()
	started.Lock()
	defer started.Unlock()
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

func browser(t testing.TB) string {
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

// A Window is a browser's window with cookies of its own. Whatever the page
// complains about in its console fails the test, above all what the content
// policy stopped; so does a request that is answered with an error, unless it is
// expected.
type Window struct {
	testing.TB
	Ctx context.Context

	parent   context.Context
	cookies  cdp.BrowserContextID
	mu       sync.Mutex
	expected map[int64]bool // statuses that the test provokes
}

// Open opens a window that closes with the test, or after the time.
func Open(t testing.TB, within time.Duration) *Window {
	t.Helper()
	browser := start(t)
	var cookies cdp.BrowserContextID
	onBrowser(t, browser, func(ctx context.Context) (err error) {
		cookies, err = target.CreateBrowserContext().Do(ctx)
		return err
	})
	t.Cleanup(func() { onBrowser(t, browser, target.DisposeBrowserContext(cookies).Do) })
	ctx, endTime := context.WithTimeout(browser, within)
	t.Cleanup(endTime)
	return open(t, ctx, cookies)
}

// Another opens a second window with the same cookies.
func (w *Window) Another() *Window {
	w.Helper()
	return open(w.TB, w.parent, w.cookies)
}

func open(t testing.TB, parent context.Context, cookies cdp.BrowserContextID) *Window {
	t.Helper()
	var id target.ID
	onBrowser(t, parent, func(ctx context.Context) (err error) {
		id, err = target.CreateTarget("about:blank").WithBrowserContextID(cookies).WithNewWindow(true).Do(ctx)
		return err
	})
	ctx, end := chromedp.NewContext(parent, chromedp.WithTargetID(id))
	t.Cleanup(end)
	w := &Window{TB: t, Ctx: ctx, parent: parent, cookies: cookies, expected: make(map[int64]bool)}
	w.listen(ctx)
	return w
}

// onBrowser asks the browser itself and no window of it.
func onBrowser(t testing.TB, browser context.Context, step func(context.Context) error) {
	t.Helper()
	if err := step(cdp.WithExecutor(browser, chromedp.FromContext(browser).Browser)); err != nil {
		t.Fatal(err)
	}
}

func (w *Window) listen(ctx context.Context) {
	chromedp.ListenTarget(ctx, func(event any) {
		switch e := event.(type) {
		case *log.EventEntryAdded:
			if e.Entry.Source != log.SourceNetwork && e.Entry.Level != log.LevelVerbose && !strings.HasPrefix(e.Entry.Text, hasty) { // judged by its status below
				w.Errorf("the browser complains: %s %s", e.Entry.Text, e.Entry.URL)
			}
		case *runtime.EventExceptionThrown:
			w.Errorf("the script broke: %s", e.ExceptionDetails.Error())
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.APITypeError || e.Type == runtime.APITypeWarning {
				w.Errorf("the console says %s", e.Args[0].Value)
			}
		case *network.EventResponseReceived:
			if !w.expects(e.Response.Status) {
				w.Errorf("%s answered %d", e.Response.URL, e.Response.Status)
			}
		}
	})
	w.Do(network.Enable())
}

// hasty begins what the browser says when a test types before the cursor is where
// the page puts it.
const hasty = "Autofocus processing was blocked"

func (w *Window) expects(status int64) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return status < 400 || w.expected[status]
}

// Expect says which error statuses the test provokes from here on; none again
// makes every error a fault.
func (w *Window) Expect(statuses ...int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	clear(w.expected)
	for _, s := range statuses {
		w.expected[s] = true
	}
}

// Do lets the browser act.
func (w *Window) Do(steps ...chromedp.Action) {
	w.Helper()
	if err := chromedp.Run(w.Ctx, steps...); err != nil {
		w.Fatal(err)
	}
}

// Ask gives the page's answer to a question in its own language.
func Ask[T any](w *Window, question string, args ...any) (answer T) {
	w.Helper()
	w.Do(chromedp.Evaluate(words(question, args), &answer))
	return answer
}

// Until waits for the page to say yes.
func (w *Window) Until(question string, args ...any) {
	w.Helper()
	question = words(question, args)
	if err := chromedp.Run(w.Ctx, chromedp.Poll(question, nil, chromedp.WithPollingTimeout(8*time.Second))); err != nil {
		w.Fatalf("%s: %v", question, err)
	}
}

// words fills in arguments; a question without any may contain percent signs.
func words(question string, args []any) string {
	if len(args) == 0 {
		return question
	}
	return fmt.Sprintf(question, args...)
}

// Awaited makes an evaluation wait for the promise that it gives.
func Awaited(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

// TooWide asks a page for the elements that stand out of it on the right.
const TooWide = `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth)
	.map(e => e.localName + "." + e.className).slice(0, 5).join(" ")`

// TooSmall asks for the targets below 24 px, without links within a sentence.
const TooSmall = `[...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea")].filter(e => {
	const box = e.getBoundingClientRect();
	return box.height > 0 && !e.matches(".portal-skip") && (box.height < 24 || box.width < 24);
}).map(e => e.localName + " " + e.textContent.trim() + " " + e.getBoundingClientRect().height).join(", ")`
