package help

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"officerportal/officer"
)

var languages = []string{"de", "en"}

// all lists every topic of a language.
func all(language string) (list []Topic) {
	for _, g := range Groups(language) {
		list = append(list, g.Topics...)
	}
	return list
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	german, english := all("de"), all("en")
	if len(german) < 25 || len(german) != len(english) {
		t.Fatalf("%d topics in German, %d in English", len(german), len(english))
	}
	for i, de := range german {
		en := english[i]
		if de.Title == en.Title || slices.Equal(de.texts(), en.texts()) {
			t.Errorf("%s is not translated", de.Key)
		}
		if shape(de) != shape(en) {
			t.Errorf("%s: %s in German, %s in English", de.Key, shape(de), shape(en))
		}
		if d, e := targets(de), targets(en); !slices.Equal(d, e) {
			t.Errorf("%s leads to %v in German and to %v in English", de.Key, d, e)
		}
		if len(de.words) == 0 || len(en.words) == 0 {
			t.Errorf("%s has no further words to be found by", de.Key)
		}
	}
}

// shape is a topic's outline: # a heading, p a paragraph, a dash for each item.
func shape(t Topic) string {
	var b strings.Builder
	for _, block := range t.Blocks {
		switch {
		case block.Heading != "":
			b.WriteByte('#')
		case block.Text != "":
			b.WriteByte('p')
		}
		b.WriteString(strings.Repeat("-", len(block.Items)))
	}
	return b.String()
}

// targets lists where a topic's links lead.
func targets(t Topic) (list []string) {
	for _, b := range t.Blocks {
		for _, text := range append([]string{b.Text}, b.Items...) {
			for _, piece := range officer.TextPieces(text) {
				if piece.Href != "" {
					list = append(list, piece.Href)
				}
			}
		}
	}
	return list
}

func TestEveryFileIsATopic(t *testing.T) {
	for _, language := range languages {
		names, err := fs.Glob(files, "texts/"+language+"/*")
		if err != nil || len(names) == 0 {
			t.Fatal("no files", err)
		}
		for _, name := range names {
			key := strings.TrimSuffix(name[strings.LastIndexByte(name, '/')+1:], ".txt")
			if _, _, ok := Find(language, key); !ok {
				t.Errorf("%s stands in no group", name)
			}
		}
	}
}

func TestTopicsLeadToTopics(t *testing.T) {
	for _, topic := range all("de") {
		for _, to := range targets(topic) {
			key, help := strings.CutPrefix(to, "/help/")
			if _, _, ok := Find("de", key); help && !ok {
				t.Errorf("%s leads to %s, which is not there", topic.Key, to)
			}
			if key == topic.Key {
				t.Errorf("%s leads to itself", key)
			}
		}
		for _, text := range topic.texts() {
			if strings.Contains(text, "](") {
				t.Errorf("%s has a link that is none: %s", topic.Key, text)
			}
		}
	}
}

func TestUnknownTopicsAndLanguages(t *testing.T) {
	if _, _, ok := Find("de", "../de/steps"); ok {
		t.Error("a path is a topic")
	}
	if Groups("fr") != nil || len(Search("fr", "code")) != 0 {
		t.Error("an unknown language has help")
	}
	if got := Title("de", "nothing-of-that"); got != "nothing-of-that" {
		t.Errorf("%q", got)
	}
}

func TestUnlink(t *testing.T) {
	topic, _, _ := Find("de", "order-status")
	without := topic.Unlink("/portal")
	if got := targets(without); len(got) > 0 {
		t.Errorf("%v is still linked", got)
	}
	if !slices.Equal(topic.texts(), without.texts()) {
		t.Errorf("%q", without.texts())
	}
	steps, _, _ := Find("de", "steps")
	if got, all := targets(steps.Unlink("/portal")), targets(steps); len(got) != len(all)-1 || slices.Contains(got, "/portal") {
		t.Errorf("%v of %v", got, all)
	}
	if again, _, _ := Find("de", "order-status"); len(targets(again)) != 2 {
		t.Error("the topic itself has lost its links")
	}
}
