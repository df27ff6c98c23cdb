package officer

import (
	"regexp"
	"strings"
)

// A SiteText is a text that the operator of the portal writes: imprint, privacy
// notice, accessibility statement, how support is reached, how somebody who cannot
// sign in has a card revoked, and where there are card readers.
type SiteText struct {
	Key      string
	Language string
	Body     string
	Version  int
}

// SiteTextKeys are the texts an operator fills in, in the order of the screen.
var SiteTextKeys = []string{"imprint", "privacy", "accessibility", "support", "revocation", "readers"}

// SiteTextLimit is the longest text, in characters.
const SiteTextLimit = 50_000

// A TextBlock is a paragraph, a heading or a list of a site text.
type TextBlock struct {
	Heading string
	Text    string
	Items   []string
}

// Blocks reads the few marks a site text knows: an empty line ends a paragraph,
// "# " begins a heading, "- " an item of a list. Within them [TextPieces] finds links.
func (t SiteText) Blocks() []TextBlock {
	var blocks []TextBlock
	for _, chunk := range strings.Split(strings.ReplaceAll(t.Body, "\r\n", "\n"), "\n\n") {
		blocks = append(blocks, textBlocks(strings.TrimSpace(chunk))...)
	}
	return blocks
}

// Ways gives the items of the text's first list: in the text about customer
// service, how it is reached. They stand on papers as well, so without links.
func (t SiteText) Ways() (list []string) {
	for _, b := range t.Blocks() {
		for _, item := range b.Items {
			list = append(list, PlainText(item))
		}
		if len(list) > 0 {
			return list
		}
	}
	return nil
}

// A TextPiece is some words of a text; with an Href, a link.
type TextPiece struct {
	Text, Href string
}

// A link is written [words](address), where the address is a page of the portal
// or of the web, a mailbox or a telephone number.
var textLink = regexp.MustCompile(`\[([^\[\]\n]+)\]\(((?:/|https://|mailto:|tel:)[^\s()]*)\)`)

// TextPieces cuts a text at its links. What only looks like one stays as it was typed.
func TextPieces(text string) (list []TextPiece) {
	done := 0
	for _, m := range textLink.FindAllStringSubmatchIndex(text, -1) {
		if m[0] > done {
			list = append(list, TextPiece{Text: text[done:m[0]]})
		}
		list = append(list, TextPiece{text[m[2]:m[3]], text[m[4]:m[5]]})
		done = m[1]
	}
	if done < len(text) {
		list = append(list, TextPiece{Text: text[done:]})
	}
	return list
}

// PlainText is a text whose links are only their words.
func PlainText(text string) string { return textLink.ReplaceAllString(text, "$1") }

func textBlocks(chunk string) []TextBlock {
	if chunk == "" {
		return nil
	}
	lines := strings.Split(chunk, "\n")
	if heading, ok := strings.CutPrefix(lines[0], "# "); ok {
		return append([]TextBlock{{Heading: strings.TrimSpace(heading)}}, textBlocks(strings.TrimSpace(strings.Join(lines[1:], "\n")))...)
	}
	var items []string
	for _, l := range lines {
		item, ok := strings.CutPrefix(strings.TrimSpace(l), "- ")
		if !ok {
			return []TextBlock{{Text: chunk}}
		}
		items = append(items, item)
	}
	return []TextBlock{{Items: items}}
}
