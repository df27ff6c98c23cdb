package web

import (
	"context"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/officer/web/webtest"
	"officerportal/rbac"
)

// gallery is a page with every part in it, well and flawed.
func gallery(f *page.Frame) templ.Component {
	return with(page.Layout(f),
		page.Heading("Formular"),
		with(page.FormOf(f, page.Form{Action: "/gallery", Version: 3, Autosave: "/gallery/draft"}),
			page.TextArea(f, page.Field{Name: "mrz", Label: "Maschinenlesbare Zone", Hint: "Ausweis scannen oder die drei Zeilen eintippen. Die Felder unten werden ausgefüllt.", Optional: true, Code: true, Scan: true, Live: "/gallery/mrz", Rows: 3}),
			page.TextField(f, page.Field{Name: "family_name", Label: "Familienname, wie im Ausweis", Value: "H̱ořáková-Ẕlatý", Personal: true, Autocomplete: "family-name", MaxLength: 200}),
			page.DateInput(f, page.DateField{Name: "born", Label: "Geburtsdatum", Hint: "Zum Beispiel 31 12 1979", Day: "31", Month: "12", Year: "2079"}),
			page.TextField(f, page.Field{Name: "number", Label: "Ausweisnummer", Value: "T22000129", Code: true, Width: 20, Scan: true}),
			page.SelectField(f, page.Choice{Name: "country", Label: "Staatsangehörigkeit", Value: "D", Empty: "Bitte wählen", Options: []page.Option{{Value: "D", Label: "deutsch"}, {Value: "POL", Label: "polnisch"}}}),
			page.Radios(f, page.Choice{Name: "kind", Label: "Art des Dokuments", Hint: "Was liegt Ihnen im Original vor?", Options: []page.Option{{Value: "id", Label: "Personalausweis", Hint: "Vorder- und Rückseite"}, {Value: "passport", Label: "Reisepass"}}}),
			page.Checkboxes(f, page.Choice{Name: "features", Label: "Geprüfte Merkmale", Values: []string{"b"}, Options: []page.Option{{Value: "a", Label: "Hologramm"}, {Value: "b", Label: "Fühlbare Schrift"}}}),
			with(page.Group("Anschrift", "Wie im Ausweis"),
				page.TextField(f, page.Field{Name: "street", Label: "Straße und Hausnummer", Personal: true}),
				page.TextField(f, page.Field{Name: "postcode", Label: "Postleitzahl", Width: 10, InputMode: "numeric"})),
			page.Checkbox(f, page.Check{Name: "consent", Label: "Die Person hat der Erfassung zugestimmt."}),
			page.Saved("Entwurf gespeichert um 14:07 Uhr"),
			page.Buttons(page.Button{Label: "Speichern und weiter"}, page.Button{Label: "Später", Kind: page.Secondary, Href: "/"}, page.Button{Label: "Vorgang abbrechen", Kind: page.Danger}, page.Button{Label: "Nächster Fall", Kind: page.Plain, Icon: "arrow-forward", Shortcut: "n"}),
		),
		page.TaskList(f, page.TaskGroup{Title: "Person", Tasks: []page.Task{
			{Title: "Dokument", Href: "/x", Tag: page.Tag{Text: "Erledigt", Tone: page.Success}},
			{Title: "Prüfung", Href: "/y", Hint: "Drei Merkmale, eines fühlbar", Tag: page.Tag{Text: "In Arbeit", Tone: page.Warning, Icon: "autorenew"}},
			{Title: "Unterschrift", Tag: page.Tag{Text: "Noch nicht möglich", Tone: page.Info}},
		}}),
		page.SummaryOf(f, page.Summary{Title: "Angaben prüfen", Change: "/x", Rows: []page.SummaryRow{
			{Label: "Name", Value: page.Personal("Đặng-Ångström, Łucja Žaneta"), Change: "/x"},
			{Label: "Geboren am", Value: page.DayOf(f, must(officer.NewDate(1979, 12, 31)))},
			{Label: "Kartennummer", Value: page.Code("8949 0170 0000 1234 5678")},
			{Label: "Anschrift", Value: page.Lines("Ringstraße 1", "10115 Berlin")},
		}}),
		page.TableOf(f, page.Table{Caption: "Anträge, neueste zuerst",
			Columns: []page.Column{{Label: "Auftrag"}, {Label: "Name"}, {Label: "Produkt"}, {Label: "Eingang"}, {Label: "Karten", Numeric: true}, {Label: "Status"}},
			Rows: []page.Row{
				{page.CodeLink("/o", "A-2026-000871"), page.Personal("H̱ořáková-Ẕlatý, Łukasz"), page.Text("Signaturkarte 5.1"), page.DateOf(f, noon), page.Text("1"), page.TagOf(page.Tag{Text: "Offen", Tone: page.Info})},
				{page.CodeLink("/o", "A-2026-000870"), page.Personal("Müller, Änne"), page.Text("Siegelkarte 5.4"), page.DateTimeOf(f, noon), page.Text("12"), page.TagOf(page.Tag{Text: "Wartend", Tone: page.Alarm})},
				{page.CodeLink("/o", "A-2026-000850"), page.Personal("D’Angelo, Nicolò"), page.Text("Officer-Karte"), page.DateOf(f, noon), page.Text("1"), page.TagOf(page.Tag{Text: "In Produktion", Tone: page.Warning, Icon: "autorenew"})},
				{page.CodeLink("/o", "A-2026-000811"), page.Personal("Ōta, Jürgen"), page.Text("Signaturkarte 5.1"), page.DateOf(f, noon), page.Text("1"), page.TagOf(page.Tag{Text: "Versendet", Tone: page.Warning, Icon: "mail"})},
				{page.CodeLink("/o", "A-2026-000810"), page.Personal("Yıldız, Gökçe"), page.Text("Signaturkarte 5.1 Multicard"), page.DateOf(f, time.Time{}), page.Text("1"), page.TagOf(page.Tag{Text: "Abgeschlossen", Tone: page.Success})},
			}}),
		page.PagerOf(f, page.Pager{First: "/1", Previous: "/2", Next: "/3"}),
		page.TableOf(f, page.Table{Empty: "Noch keine Anträge. Beginnen Sie mit „Neuer Antrag“."}),
		page.NoticeOf(page.Notice{Tone: page.Alarm, Title: "Karte nicht ausgeben", Text: "Das Zertifikat wurde am 20.11.2026 gesperrt."}),
		page.ProgressOf(f, page.Progress{Label: "40 von 100 Zeilen geprüft", Value: 40, Max: 100, Events: "/gallery/events"}),
		page.LinkTo("/y", "Einzelheiten"),
	)
}

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

// A showroom is a site with the gallery and what its script talks to.
type showroom struct {
	sync.Mutex
	ends   time.Time // of the session
	posted []string  // what the form sent as number
	drafts []int     // versions that drafts were built on
}

func (g *showroom) routes(s *Server, r *router) {
	r.get("/gallery", rbac.Public, func(c *fiber.Ctx) error {
		f := s.frame(c, "start.title")
		f.SessionEnds = g.sessionEnds()
		f.Wide = c.Query("wide") != ""
		f.Back = &page.Link{Href: "/form", Text: "Zur Arbeitsliste"}
		f.Caption = "Łucja Žaneta Đặng"
		f.Announcements = []page.Announcement{{Tone: page.Info, Text: "Lieferzeit etwa sechs Wochen"}}
		if c.Query("flawed") != "" {
			f.Problems = flaws()
		}
		return s.render(c, gallery(f))
	})
	r.post("/gallery", rbac.Public, g.post)
	r.post("/gallery/draft", rbac.Public, func(c *fiber.Ctx) error {
		version := bind(c).Version()
		g.Lock()
		defer g.Unlock()
		g.drafts = append(g.drafts, version)
		return s.saved(c, noon, version+1)
	})
	r.post("/gallery/mrz", rbac.Public, func(c *fiber.Ctx) error {
		return s.render(c, page.NoticeOf(page.Notice{Tone: page.Info, Title: bind(c).Line("mrz", 100)}))
	})
	r.get("/gallery/events", rbac.Public, func(c *fiber.Ctx) error {
		return s.stream(c, func(context.Context) (Step, error) { return Step{Value: 70, Max: 100, Text: "70 von 100"}, nil })
	})
	r.get("/gallery/session", rbac.Public, func(c *fiber.Ctx) error {
		return c.SendString(time.Now().Add(time.Hour).Format(time.RFC3339))
	})
}

func (g *showroom) post(c *fiber.Ctx) error {
	time.Sleep(200 * time.Millisecond) // long enough for a second click
	g.Lock()
	defer g.Unlock()
	g.posted = append(g.posted, bind(c).Line("number", 50))
	return c.Redirect("/form", fiber.StatusSeeOther)
}

func (g *showroom) sessionEnds() time.Time {
	g.Lock()
	defer g.Unlock()
	return g.ends
}

func (g *showroom) endIn(d time.Duration) {
	g.Lock()
	defer g.Unlock()
	g.ends = time.Now().Add(d)
}

// look gives what came in so far.
func (g *showroom) look() (posted []string, drafts []int) {
	g.Lock()
	defer g.Unlock()
	return slices.Clone(g.posted), slices.Clone(g.drafts)
}

func flaws() (p officer.Problems) {
	p.Add("born", "date.impossible")
	p.Add("number", "form.too_long", "count", 9)
	p.Add("kind", "form.choose")
	p.Add("consent", "form.missing")
	p.Add("country", "form.choose")
	return p
}

// TestGallery reads a page with every part and holds it against the rules that
// a screen reader lives by.
func TestGallery(t *testing.T) {
	s := site(t, nil, (&showroom{ends: noon}).routes)
	for _, who := range []string{"anna", "otto", ""} { // German, English, nobody
		_, body := ask(t, s, get("/gallery?flawed=1"), who)
		p := must(webtest.Read(body))
		for _, flaw := range p.Flaws(languageOf(who)) {
			t.Error(flaw)
		}
		for _, wanted := range []string{"main", "header", "footer", "nav", "h1", "table", "fieldset", "legend", "time", "progress", "select", "textarea"} {
			if len(p.All(wanted)) == 0 {
				t.Errorf("the gallery has no %s", wanted)
			}
		}
		for _, flaw := range flaws() {
			if field := p.ID(flaw.Field); field == nil || !webtest.IsField(field) {
				t.Errorf("the error summary leads to %q, which is no field", flaw.Field)
			}
		}
	}
}

func languageOf(who string) string {
	if who == "otto" {
		return "en"
	}
	return "de"
}

func TestRefusedFormSaysSoFirst(t *testing.T) {
	_, body := ask(t, site(t, nil, (&showroom{}).routes), get("/gallery?flawed=1"), "")
	for _, want := range []string{
		"<title>Fehler: Willkommen im Officer-Portal – Officer-Portal</title>",
		`<a class="kern-link" href="#born">`,
		`aria-invalid="true"`,
		`aria-describedby="born-hint born-error"`,
		`value="H̱ořáková-Ẕlatý"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is missing", want)
		}
	}
}
