package page

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"path"
	"strings"

	"officerportal/officer"
)

//go:embed locales
var localeFiles embed.FS

// Languages lists the languages of the portal, the binding one first.
var Languages = []string{"de", "en"}

// texts holds every text of every language, cut up at start, so that a faulty
// locale file stops the program and not a page. A key that stands twice keeps
// its first text; twice names it for the test that forbids it.
var texts, twice = mustLoadTexts(localeFiles)

// A text is a message cut at its placeholders. One is the singular, chosen when
// the argument "count" is 1; German and English need no more forms.
type text struct {
	other, one []piece
}

// A piece is either literal or the name of an argument.
type piece struct {
	literal, name string
}

// Known reports whether a language offered by a browser, a cookie or an account is one of ours.
func Known(language string) bool {
	return texts[language] != nil
}

// HasText reports whether a message key exists.
func HasText(key string) bool {
	_, ok := texts[Languages[0]][key]
	return ok
}

// Translate gives the message of a key in a language. A missing key shows itself and
// is logged: a page with one odd word is better than no page.
func Translate(language, key string, args officer.Args) string {
	t, ok := texts[language][key]
	if !ok {
		slog.Error("text missing", "language", language, "key", key)
		return key
	}
	pieces := t.other
	if t.one != nil && fmt.Sprint(args["count"]) == "1" {
		pieces = t.one
	}
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.literal)
		if p.name != "" {
			b.WriteString(argument(language, args[p.name]))
		}
	}
	return b.String()
}

func mustLoadTexts(files fs.FS) (all map[string]map[string]text, twice []string) {
	all = make(map[string]map[string]text)
	for _, language := range Languages {
		loaded, again, err := loadTexts(files, language)
		if err != nil {
			panic("page: " + err.Error())
		}
		all[language] = loaded
		twice = append(twice, again...)
	}
	return all, twice
}

// loadTexts reads locales/LANGUAGE/*.json: flat objects of key and text, or key
// and {"one": …, "other": …}.
func loadTexts(files fs.FS, language string) (loaded map[string]text, twice []string, err error) {
	names, err := fs.Glob(files, path.Join("locales", language, "*.json"))
	if err != nil {
		return nil, nil, err
	}
	loaded = make(map[string]text)
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, nil, err
		}
		again, err := addTexts(loaded, raw)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		twice = append(twice, again...)
	}
	return loaded, twice, nil
}

// addTexts reads by token and not into a map, since a map would swallow a key
// that stands twice.
func addTexts(into map[string]text, raw []byte) (twice []string, err error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, fmt.Errorf("not an object")
	}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		key := token.(string) // the decoder gives nothing else in this place
		var forms plural
		if err := d.Decode(&forms); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		t, err := forms.cut()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		if _, there := into[key]; there {
			twice = append(twice, key)
			continue
		}
		into[key] = t
	}
	_, err = d.Token() // the closing brace
	return twice, err
}

// A plural is a text as it stands in the file.
type plural struct {
	One, Other string
}

// UnmarshalJSON accepts a plain string for a text without plural.
func (p *plural) UnmarshalJSON(raw []byte) error {
	if raw[0] == '"' {
		return json.Unmarshal(raw, &p.Other)
	}
	type forms plural // without this method
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	return d.Decode((*forms)(p))
}

func (p plural) cut() (text, error) {
	var t text
	var err error
	if t.other, err = cut(p.Other); err != nil || p.One == "" {
		return t, err
	}
	t.one, err = cut(p.One)
	return t, err
}

func cut(s string) ([]piece, error) {
	var pieces []piece
	for s != "" {
		literal, rest, found := strings.Cut(s, "{{.")
		if !found {
			return append(pieces, piece{literal: literal}), nil
		}
		name, after, closed := strings.Cut(rest, "}}")
		if !closed || name == "" {
			return nil, fmt.Errorf("placeholder is not closed in %q", s)
		}
		pieces = append(pieces, piece{literal: literal, name: name})
		s = after
	}
	return pieces, nil
}
