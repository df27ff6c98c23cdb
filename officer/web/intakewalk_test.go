package web

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"officerportal/officer"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/web/static"
	"officerportal/officer/web/webtest"
)

// A keyboard counts what an officer presses.
type keyboard struct {
	*webtest.Window
	keys int
}

// press types into whatever has the cursor.
func (k *keyboard) press(keys string) {
	k.Helper()
	k.keys += len([]rune(keys))
	k.Do(chromedp.KeyEvent(keys))
}

// shortcut presses Ctrl+Alt and a letter.
func (k *keyboard) shortcut(letter string) {
	k.Helper()
	k.keys++
	k.Do(chromedp.KeyEvent(letter, chromedp.KeyModifiers(input.ModifierCtrl|input.ModifierAlt)))
}

// at waits for a page by its address' end and for the cursor in a field.
func (k *keyboard) at(path, field string) {
	k.Helper()
	k.until(fmt.Sprintf(`location.pathname.endsWith(%q) && document.activeElement.id === %q`, path, field))
}

// until waits for a page that is just being loaded to say yes.
func (k *keyboard) until(question string) {
	k.Helper()
	for end := time.Now().Add(8 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		var yes bool
		err := chromedp.Run(k.Ctx, chromedp.Evaluate(`document.readyState === "complete" && `+question, &yes))
		if err == nil && yes { // an error: the page before is going away
			return
		}
	}
	k.Fatalf("%s: the cursor is in %q of %s", question, webtest.Ask[string](k.Window, `document.activeElement.id`), webtest.Ask[string](k.Window, `location.pathname`))
}

// An officer who knows their way needs keyboard and scanner only: the cursor
// stands where the next entry belongs, and Enter saves.
func TestByKeyboardAndScanner(t *testing.T) {
	files, err := static.New()
	if err != nil {
		t.Fatal(err)
	}
	if missing := files.Missing(); len(missing) > 0 {
		t.Skipf("missing %v: run `make assets`", missing)
	}
	s := newIntakeSite(t, func(cfg *Config) { cfg.Assets = files })
	k := &keyboard{Window: webtest.Open(t, 2*time.Minute)}
	base := serve(t, s.Server)
	k.Do(chromedp.ActionFunc(func(ctx context.Context) error {
		return network.SetCookie(sessionCookie, "officer").WithURL(base).Do(ctx)
	}), chromedp.Navigate(base+"/desk/cases/new"))
	started := time.Now()

	k.at("/desk/cases/new", "name")
	k.press("Mustermann, Erika\t12\t08\t1983" + kb.Enter)
	k.at("/desk/cases/new", "email")
	k.press("erika@beispiel.example\t" + kb.ArrowDown + "\t\t\t" + kb.Enter) // product, place, language
	k.at("/consents", "consent_terms")
	k.press(" \t \t \t " + kb.Enter)
	k.at("/document", "mrz")
	typed := k.keys
	k.press(strings.ReplaceAll(s.zone(), "\n", kb.Enter)) // the scanner
	k.keys = typed
	k.until(`document.querySelector("#mrz-live").textContent.includes("alle Prüfziffern stimmen")`)
	k.shortcut("r")
	k.at("/document", "issuer")
	k.press("Stadt Köln\t\t2\t8\t2021" + kb.Enter)
	k.at("/checks", "original_seen")
	k.press(" \t \t \t \t\t\t\t\t\t\t" + strings.Repeat(" \t", len(officer.FacialFeatures)-1) + " " + kb.Enter)
	k.until(`document.querySelector("[data-shortcut=w]")?.textContent.includes("Weiter: Person")`)

	t.Logf("from the start to the checks: %d keys, the browser took %v", k.keys, time.Since(started).Round(time.Millisecond))
	if k.keys > 150 {
		t.Errorf("%d keys", k.keys)
	}
	if n := dbtest.Get[int](t, s.Database, `select count(*) from identifications where capture ->> 'MRZRead' = 'true' and capture ->> 'OriginalSeen' = 'yes'`); n != 1 {
		t.Error("the identification is not complete")
	}
}
