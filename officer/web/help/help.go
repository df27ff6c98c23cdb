// Package help answers the questions that people have while they use the portal:
// one topic for each, in both languages, grouped as on the help page, and found
// by searching.
//
// What a topic says stands in texts/LANGUAGE/KEY.txt: its title on the first
// line after "# ", then perhaps a line "Words: …" of further words by which
// people look for it, then its text with the marks of the operator's texts
// ([officer.SiteText]) and links written [words](address).
package help

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"officerportal/officer"
)

//go:embed texts
var files embed.FS

// A Topic answers one question.
type Topic struct {
	Key    string // its address: /help/KEY
	Title  string
	Blocks []officer.TextBlock
	Shows  Shown

	words []string // further ones by which people look for it
}

// Shown is what stands under a topic's text besides: a list of statuses, or a
// text of the operator by its key.
type Shown string

// What can be shown; nothing else is.
const (
	Nothing       Shown = ""
	OrderStatuses Shown = "order_statuses"
	CardStatuses  Shown = "card_statuses"
	Readers       Shown = "readers"    // the operator's text about card readers
	Revocation    Shown = "revocation" // the operator's text about revocation
)

// OfOperator reports whether the topic shows a text of the operator, whose key is
// then what it shows.
func (t Topic) OfOperator() bool { return t.Shows == Readers || t.Shows == Revocation }

// Unlink gives the topic without its links to addresses that begin so: their
// words stay. It is for readers who may not open those pages.
func (t Topic) Unlink(prefix string) Topic {
	t.Blocks = slices.Clone(t.Blocks)
	for i := range t.Blocks {
		b := &t.Blocks[i]
		b.Text, b.Items = unlink(b.Text, prefix), slices.Clone(b.Items)
		for j := range b.Items {
			b.Items[j] = unlink(b.Items[j], prefix)
		}
	}
	return t
}

func unlink(text, prefix string) string {
	var b strings.Builder
	for _, piece := range officer.TextPieces(text) {
		if piece.Href == "" || strings.HasPrefix(piece.Href, prefix) {
			b.WriteString(piece.Text)
		} else {
			b.WriteString("[" + piece.Text + "](" + piece.Href + ")")
		}
	}
	return b.String()
}

// A Group is a headed part of the help page.
type Group struct {
	Key    string // its heading is the text "help_group.KEY"
	Topics []Topic
}

// contents lists what there is, in the order of the page; a topic names what it
// shows besides after a colon.
var contents = []struct {
	group  string
	topics []string
}{
	{"account", []string{"registration", "own-account", "collective-address", "third-parties", "sign-in", "email-change", "notifications", "delete-account"}},
	{"codes", []string{"order-code", "shop-code"}},
	{"ordering", []string{"products", "steps", "documents", "quantity", "further-cards", "data-transfer"}},
	{"identification", []string{"procedures", "postident", "notarident", "botschaftsident", "officerident", "dtrust-ident"}},
	{"progress", []string{"checklist", "order-status:order_statuses", "delivery", "complaint"}},
	{"cards", []string{"card-status:card_statuses", "revocation:revocation", "readers:readers"}},
	{"telling", []string{"webhooks", "mails"}},
}

// books holds the help of each language, read at start, so that a faulty file
// stops the program and not a page.
var books = map[string]book{"de": mustRead("de"), "en": mustRead("en")}

// A book is the help in one language, with what its search looks through.
type book struct {
	groups []Group
	index  []entry
	idle   map[string]bool // words that say nothing about what is looked for
}

// Groups gives the help page's contents in a language; none for an unknown one.
func Groups(language string) []Group { return books[language].groups }

// Find gives a topic by its key, with the group it stands in.
func Find(language, key string) (Topic, Group, bool) {
	for _, g := range books[language].groups {
		for _, t := range g.Topics {
			if t.Key == key {
				return t, g, true
			}
		}
	}
	return Topic{}, Group{}, false
}

// Title gives a topic's title; a key that is none shows itself.
func Title(language, key string) string {
	if t, _, ok := Find(language, key); ok {
		return t.Title
	}
	return key
}

func mustRead(language string) book {
	b := book{idle: make(map[string]bool)}
	for _, w := range words(idle[language]) {
		b.idle[w] = true
	}
	for _, c := range contents {
		g := Group{Key: c.group}
		for _, name := range c.topics {
			t, err := readTopic(language, name)
			if err != nil {
				panic("help: " + err.Error())
			}
			g.Topics = append(g.Topics, t)
			b.index = append(b.index, t.entry())
		}
		b.groups = append(b.groups, g)
	}
	return b
}

func readTopic(language, name string) (Topic, error) {
	key, shows, _ := strings.Cut(name, ":")
	raw, err := files.ReadFile("texts/" + language + "/" + key + ".txt")
	if err != nil {
		return Topic{}, err
	}
	first, rest, _ := strings.Cut(string(raw), "\n")
	title, titled := strings.CutPrefix(first, "# ")
	t := Topic{Key: key, Title: strings.TrimSpace(title), Shows: Shown(shows)}
	if after, found := strings.CutPrefix(rest, "Words: "); found {
		first, rest, _ = strings.Cut(after, "\n")
		t.words = words(first)
	}
	t.Blocks = officer.SiteText{Body: rest}.Blocks()
	if !titled || len(t.Blocks) == 0 {
		return t, fmt.Errorf("%s/%s lacks its title or its text", language, key)
	}
	return t, nil
}

// texts gives the topic's running texts without headings, each plain.
func (t Topic) texts() (list []string) {
	for _, b := range t.Blocks {
		for _, text := range append([]string{b.Text}, b.Items...) {
			if text != "" {
				list = append(list, officer.PlainText(text))
			}
		}
	}
	return list
}

// headings gives the headings within the topic.
func (t Topic) headings() (list []string) {
	for _, b := range t.Blocks {
		list = append(list, b.Heading)
	}
	return slices.DeleteFunc(list, func(h string) bool { return h == "" })
}
