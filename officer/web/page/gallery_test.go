package page

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"officerportal/officer"
)

// gallery is a page with every part in it, well and flawed.
func gallery(f *Frame) templ.Component {
	return with(Layout(f),
		Heading("Formular"),
		with(FormOf(f, Form{Action: "/gallery", Version: 3, Autosave: "/gallery/draft"}),
			TextArea(f, Field{Name: "mrz", Label: "Maschinenlesbare Zone", Hint: "Ausweis scannen oder die drei Zeilen eintippen. Die Felder unten werden ausgefüllt.", Optional: true, Code: true, Scan: true, Live: "/desk/mrz", Rows: 3}),
			TextField(f, Field{Name: "family_name", Label: "Familienname, wie im Ausweis", Value: "H̱ořáková-Ẕlatý", Personal: true, Autocomplete: "family-name", MaxLength: 200}),
			DateInput(f, DateField{Name: "born", Label: "Geburtsdatum", Hint: "Zum Beispiel 31 12 1979", Day: "31", Month: "12", Year: "2079"}),
			TextField(f, Field{Name: "number", Label: "Ausweisnummer", Value: "T22000129", Code: true, Width: 20}),
			SelectField(f, Choice{Name: "country", Label: "Staatsangehörigkeit", Value: "D", Empty: "Bitte wählen", Options: []Option{{Value: "D", Label: "deutsch"}, {Value: "POL", Label: "polnisch"}}}),
			Radios(f, Choice{Name: "kind", Label: "Art des Dokuments", Hint: "Was liegt Ihnen im Original vor?", Options: []Option{{Value: "id", Label: "Personalausweis", Hint: "Vorder- und Rückseite"}, {Value: "passport", Label: "Reisepass"}}}),
			Checkboxes(f, Choice{Name: "features", Label: "Geprüfte Merkmale", Values: []string{"b"}, Options: []Option{{Value: "a", Label: "Hologramm"}, {Value: "b", Label: "Fühlbare Schrift"}}}),
			with(Group("Anschrift", "Wie im Ausweis"),
				TextField(f, Field{Name: "street", Label: "Straße und Hausnummer", Personal: true}),
				TextField(f, Field{Name: "postcode", Label: "Postleitzahl", Width: 10, InputMode: "numeric"})),
			Checkbox(f, Check{Name: "consent", Label: "Die Person hat der Erfassung zugestimmt."}),
			Saved("Entwurf gespeichert um 14:07 Uhr"),
			Buttons(Button{Label: "Speichern und weiter"}, Button{Label: "Später", Kind: Secondary, Href: "/"}, Button{Label: "Vorgang abbrechen", Kind: Danger}, Button{Label: "Nächster Fall", Kind: Plain, Icon: "arrow-forward", Shortcut: "n"}),
		),
		TaskList(f, TaskGroup{Title: "Person", Tasks: []Task{
			{Title: "Dokument", Href: "/x", Tag: Tag{Text: "Erledigt", Tone: Success}},
			{Title: "Prüfung", Href: "/y", Hint: "Drei Merkmale, eines fühlbar", Tag: Tag{Text: "In Arbeit", Tone: Warning, Icon: "autorenew"}},
			{Title: "Unterschrift", Tag: Tag{Text: "Noch nicht möglich", Tone: Info}},
		}}),
		SummaryOf(f, Summary{Title: "Angaben prüfen", Change: "/x", Rows: []SummaryRow{
			{Label: "Name", Value: Personal("Đặng-Ångström, Łucja Žaneta"), Change: "/x"},
			{Label: "Geboren am", Value: DayOf(f, must(officer.NewDate(1979, 12, 31)))},
			{Label: "Kartennummer", Value: Code("8949 0170 0000 1234 5678")},
			{Label: "Anschrift", Value: Lines("Ringstraße 1", "10115 Berlin")},
		}}),
		TableOf(f, Table{Caption: "Anträge, neueste zuerst",
			Columns: []Column{{Label: "Auftrag"}, {Label: "Name"}, {Label: "Produkt"}, {Label: "Eingang"}, {Label: "Karten", Numeric: true}, {Label: "Status"}},
			Rows: []Row{
				{CodeLink("/o", "A-2026-000871"), Personal("H̱ořáková-Ẕlatý, Łukasz"), Text("Signaturkarte 5.1"), DateOf(f, noon), Text("1"), TagOf(Tag{Text: "Offen", Tone: Info})},
				{CodeLink("/o", "A-2026-000870"), Personal("Müller, Änne"), Text("Siegelkarte 5.4"), DateTimeOf(f, noon), Text("12"), TagOf(Tag{Text: "Wartend", Tone: Alarm})},
				{CodeLink("/o", "A-2026-000850"), Personal("D’Angelo, Nicolò"), Text("Officer-Karte"), DateOf(f, noon), Text("1"), TagOf(Tag{Text: "In Produktion", Tone: Warning, Icon: "autorenew"})},
				{CodeLink("/o", "A-2026-000811"), Personal("Ōta, Jürgen"), Text("Signaturkarte 5.1"), DateOf(f, noon), Text("1"), TagOf(Tag{Text: "Versendet", Tone: Warning, Icon: "mail"})},
				{CodeLink("/o", "A-2026-000810"), Personal("Yıldız, Gökçe"), Text("Signaturkarte 5.1 Multicard"), DateOf(f, time.Time{}), Text("1"), TagOf(Tag{Text: "Abgeschlossen", Tone: Success})},
			}}),
		PagerOf(f, Pager{First: "/1", Previous: "/2", Next: "/3"}),
		TableOf(f, Table{Empty: "Noch keine Anträge. Beginnen Sie mit „Neuer Antrag“."}),
		NoticeOf(Notice{Tone: Alarm, Title: "Karte nicht ausgeben", Text: "Das Zertifikat wurde am 20.11.2026 gesperrt."}),
		ProgressOf(f, Progress{Label: "40 von 100 Zeilen geprüft", Value: 40, Max: 100, Events: "/jobs/1/events"}),
		LinkTo("/y", "Einzelheiten"),
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

// fullFrame is a frame with everything in it.
func fullFrame(language string) *Frame {
	f := &Frame{
		Language: language, Title: "Ausweis der antragstellenden Person", Caption: "Łucja Žaneta Đặng", Path: "/gallery?x=1&y=2",
		CSRF: "token", Demo: true, Wide: true, SessionEnds: noon.Add(time.Hour), Refresh: 5 * time.Second,
		Nav:           []NavItem{{Label: "Anträge", Href: "/desk"}, {Label: "Neuer Antrag", Href: "/gallery", Current: true}, {Label: "Karte prüfen", Href: "/cards"}},
		Back:          &Link{Href: "/desk", Text: "Zur Arbeitsliste"},
		SignedIn:      &SignedIn{Name: "Anna Łucka", Organisation: "Stadt Musterhausen", Places: []Place{{ID: "org_a", Name: "Stadt Musterhausen", Current: true}, {ID: "", Name: "Mein Portal"}}},
		Notice:        &Notice{Tone: Success, Title: "Gespeichert"},
		Announcements: []Announcement{{Tone: Info, Text: "Lieferzeit etwa sechs Wochen"}},
	}
	f.Problems.Add("born", "date.impossible")
	f.Problems.Add("number", "form.too_long", "count", 9)
	f.Problems.Add("kind", "form.choose")
	f.Problems.Add("consent", "form.missing")
	f.Problems.Add("country", "form.choose")
	return f
}

func rendered(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
