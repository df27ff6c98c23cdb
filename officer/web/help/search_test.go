package help

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestSearchFinds holds what people type against the topic they mean, which has
// to be the first.
func TestSearchFinds(t *testing.T) {
	for _, c := range []struct{ language, query, want string }{
		{"de", "Bestellcode", "order-code"},
		{"de", "bestellcodes", "order-code"},
		{"de", "+Shop", "shop-code"},
		{"de", "Wie lösche ich mein Konto?", "delete-account"},
		{"de", "loesche Konto", "delete-account"},
		{"de", "LOSCHE", "delete-account"},
		{"de", "Kartenleser", "readers"},
		{"de", "reiner sct", "readers"},
		{"de", "verloren", "revocation"},
		{"de", "PIN-Brief fehlt", "complaint"},
		{"de", "Notar", "notarident"},
		{"de", "konsulat", "botschaftsident"},
		{"de", "Behoerdenident", "officerident"},
		{"de", "zeitstempel", "products"},
		{"de", "mehrere karten", "quantity"},
		{"de", "Sammelpostfach", "collective-address"},
		{"de", "Sicherheitsfrage", "data-transfer"},
		{"de", "Folgebestellung", "further-cards"},
		{"de", "was bedeutet gelb", "order-status"},
		{"de", "Passwort vergessen", "sign-in"},
		{"de", "e-mail adresse ändern", "email-change"},
		{"en", "order code", "order-code"},
		{"en", "shop code", "shop-code"},
		{"en", "delete my account", "delete-account"},
		{"en", "lost card", "revocation"},
		{"en", "reordering", "further-cards"},
		{"en", "timestamps", "products"},
		{"en", "embassy", "botschaftsident"},
		{"en", "on behalf of somebody", "third-parties"},
		{"en", "what is dispatched", "order-status"},
	} {
		hits := Search(c.language, c.query)
		if len(hits) == 0 || hits[0].Topic.Key != c.want {
			t.Errorf("%s %q: %v, want %s", c.language, c.query, keys(hits), c.want)
		}
	}
}

func keys(hits []Hit) (list []string) {
	for _, h := range hits {
		list = append(list, h.Topic.Key)
	}
	return list
}

// TestTitlesComeFirst: what is asked in a title stands before what a text only
// mentions, for every word of the query alike.
func TestTitlesComeFirst(t *testing.T) {
	for _, language := range languages {
		for _, topic := range all(language) {
			hits := Search(language, topic.Title)
			if len(hits) == 0 || hits[0].Topic.Key != topic.Key {
				t.Errorf("%s %q: %v", language, topic.Title, keys(hits))
			}
		}
	}
	mentioned := false
	for _, h := range Search("de", "Checkliste")[1:] {
		mentioned = true
		if strings.Contains(h.Topic.Title, "Checkliste") {
			t.Errorf("%s comes after a text", h.Topic.Key)
		}
	}
	if !mentioned {
		t.Error("only the title was looked through")
	}
}

func TestNothingFound(t *testing.T) {
	for _, query := range []string{"", "   ", "?!", "xyzzyq", "Почта", "\x00\xff", "%_' or 1=1"} {
		if hits := Search("de", query); len(hits) > 3 || query != "%_' or 1=1" && len(hits) > 0 {
			t.Errorf("%q: %v", query, keys(hits))
		}
	}
	if hits := Search("de", strings.Repeat("Ööü ", 100_000)); len(hits) > 0 {
		t.Errorf("%v", keys(hits))
	}
}

// TestExcerpts: they show what was found, in the text as it stands, and are short.
func TestExcerpts(t *testing.T) {
	for _, query := range []string{"Checkliste", "ausweis", "zertifikats", "strasse anschrift", "Gerate"} {
		for _, h := range Search("de", query) {
			text, marked := joined(h.Excerpt)
			whole := strings.Join(h.Topic.texts(), "\n")
			if plain := strings.Trim(text, " …"); !strings.Contains(whole, plain) {
				t.Errorf("%q, %s: %q does not stand there", query, h.Topic.Key, plain)
			}
			if n := utf8.RuneCountInString(text); n > excerptLength+4 {
				t.Errorf("%q, %s: %d characters", query, h.Topic.Key, n)
			}
			if title, inTitle := joined(h.Title); title != h.Topic.Title || !marked && !inTitle && !elsewhere(h.Topic, query) {
				t.Errorf("%q, %s: nothing is marked", query, h.Topic.Key)
			}
		}
	}
}

// elsewhere reports whether a topic answers by its further words or a heading,
// which an excerpt does not show.
func elsewhere(t Topic, query string) bool {
	e := t.entry()
	e.places[0], e.places[3] = place{}, place{}
	found, _ := e.answers(books["de"].asked(query))
	return found > 0
}

func joined(spans []Span) (text string, found bool) {
	for _, s := range spans {
		text += s.Text
		found = found || s.Found
	}
	return text, found
}

func TestSpans(t *testing.T) {
	b := books["de"]
	for _, c := range []struct{ query, text, want string }{
		{"mueller", "Frau Müller, hier.", "Frau [Müller], hier."},
		{"karte", "Karten und Signaturkarten", "[Karten] und [Signaturkarten]"},
		{"pin brief", "Der PIN-Brief", "Der [PIN]-[Brief]"},
		{"der", "der Brief", "[der] Brief"}, // nothing else was asked for
		{"nichts", "ein Text", "ein Text"},
	} {
		var got string
		for _, s := range spans(c.text, b.asked(c.query)) {
			if s.Found {
				got += "[" + s.Text + "]"
			} else {
				got += s.Text
			}
		}
		if got != c.want {
			t.Errorf("%s in %q: %q, want %q", c.query, c.text, got, c.want)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	for b.Loop() {
		Search("de", "Wo sehe ich den Status meiner Bestellung?")
	}
}
