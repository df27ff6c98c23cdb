package page

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"officerportal/officer"
)

// A Frame is what every page has around it: the language, who is signed in, the
// menu, what went wrong. The web floor fills it for each request; a handler
// changes what it needs and passes it to its page.
type Frame struct {
	Language string // "de" or "en"
	Title    string // heading of the page and first part of the window's title, translated
	Caption  string // small line above the heading, such as the step or the person's name
	Path     string // path and query of this page, for the way back after changing the language
	Nav      []NavItem
	SignedIn *SignedIn // nil: nobody is signed in
	CSRF     string    // token for forms, empty on pages that carry none
	Back     *Link     // the way back above the heading, nil for none

	Notice        *Notice        // one message about what has just happened
	Announcements []Announcement // messages of the trust service provider
	Problem       string         // what is wrong with the form as a whole, translated; empty for none
	Problems      officer.Problems

	Demo        bool          // practice data: said on every page
	Refresh     time.Duration // reload interval for browsers without script; 0 for never
	SessionEnds time.Time     // when the session ends if nothing happens; zero for no session
	Wide        bool          // for tables: the text column is not narrowed
	Asset       func(name string) string
	SignInHref  string // where the "sign in" link of the header leads; empty hides it
}

// A NavItem is one entry of the menu.
type NavItem struct {
	Label, Href string
	Current     bool
}

// SignedIn is the person at the keyboard.
type SignedIn struct {
	Name         string
	Organisation string
	Place        string  // the current place's name, empty without one
	Places       []Place // more than one: a switcher is shown
}

// A Place is where an officer sits: a branch of the organisation.
type Place struct {
	ID, Name string
	Current  bool
}

// A Link is a text that leads somewhere.
type Link struct {
	Href, Text string
}

// A Notice says what has just happened.
type Notice struct {
	Tone  Tone
	Title string
	Text  string // may be empty
}

// An Announcement is a message of the trust service provider, such as the delivery time.
type Announcement struct {
	Tone Tone
	Text string
}

// T gives the text of a key. Further arguments are name/value pairs, or one officer.Args:
//
//	f.T("order.submitted", "number", o.Number)
func (f *Frame) T(key string, args ...any) string {
	if len(args) == 1 {
		if a, ok := args[0].(officer.Args); ok {
			return Translate(f.Language, key, a)
		}
	}
	a := make(officer.Args, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		a[fmt.Sprint(args[i])] = args[i+1]
	}
	return Translate(f.Language, key, a)
}

// Number writes a whole number in the page's language.
func (f *Frame) Number(n int) string { return Number(f.Language, n) }

// Flawed reports whether the page shows a form that was refused.
func (f *Frame) Flawed() bool { return f.Problem != "" || len(f.Problems) > 0 }

// WindowTitle is the title of the browser window. A refused form says so first,
// since that is what a screen reader speaks first.
func (f *Frame) WindowTitle() string {
	title := f.Title + " – " + f.T("frame.portal")
	if f.Flawed() {
		return f.T("frame.error_prefix", "title", title)
	}
	return title
}

// Error gives the message about a field, or nothing.
func (f *Frame) Error(field string) string {
	for _, p := range f.Problems {
		if p.Field == field {
			return f.T(p.Key, p.Args)
		}
	}
	return ""
}

// unnamed lists families of messages that say what is wrong with any field, and
// not with which.
var unnamed = []string{"form", "text", "line", "name", "date", "phone"}

// summary is a problem's line in the error summary. The general messages about
// length and characters do not name their field; the line does it for them, or
// it would read the same for each of eight fields.
func (f *Frame) summary(p officer.Problem) string {
	message := f.T(p.Key, p.Args)
	family, _, _ := strings.Cut(p.Key, ".")
	if label := "field." + p.Field; slices.Contains(unnamed, family) && HasText(label) {
		return about(f.T(label), message)
	}
	return message
}

// about puts a field's label before what is said of it. A question needs no colon.
func about(label, message string) string {
	if strings.HasSuffix(label, "?") {
		return label + " " + message
	}
	return label + ": " + message
}

// OtherLanguage is the language the footer offers.
func (f *Frame) OtherLanguage() string {
	if f.Language == "en" {
		return "de"
	}
	return "en"
}

// LanguageHref is the link that changes the language and comes back here.
func (f *Frame) LanguageHref() string {
	return "/language?" + url.Values{"to": {f.OtherLanguage()}, "return": {f.Path}}.Encode()
}

// asset is the address of a static file; a frame made by a test may have none.
func (f *Frame) asset(name string) string {
	if f.Asset == nil {
		return "/static/" + name
	}
	return f.Asset(name)
}
