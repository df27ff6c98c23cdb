package officer

import "strings"

// A SiteText is a text that the operator of the portal writes: imprint, privacy
// notice, accessibility statement, how support is reached, and how somebody who
// cannot sign in has a card revoked.
type SiteText struct {
	Key      string
	Language string
	Body     string
	Version  int
}

// SiteTextKeys are the texts an operator fills in, in the order of the screen.
var SiteTextKeys = []string{"imprint", "privacy", "accessibility", "support", "revocation"}

// SiteTextLimit is the longest text, in characters.
const SiteTextLimit = 50_000

// A TextBlock is a paragraph, a heading or a list of a site text.
type TextBlock struct {
	Heading string
	Text    string
	Items   []string
}

// Blocks reads the few marks a site text knows: an empty line ends a paragraph,
// "# " begins a heading, "- " an item of a list.
func (t SiteText) Blocks() []TextBlock {
	var blocks []TextBlock
	for _, chunk := range strings.Split(strings.ReplaceAll(t.Body, "\r\n", "\n"), "\n\n") {
		blocks = append(blocks, textBlocks(strings.TrimSpace(chunk))...)
	}
	return blocks
}

// Ways gives the items of the text's first list: in the text about customer
// service, how it is reached.
func (t SiteText) Ways() []string {
	for _, b := range t.Blocks() {
		if len(b.Items) > 0 {
			return b.Items
		}
	}
	return nil
}

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
