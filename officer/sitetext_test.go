package officer_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"officerportal/officer"
)

func TestSiteTextBlocks(t *testing.T) {
	for _, c := range []struct {
		body string
		want []officer.TextBlock
	}{
		{"", nil},
		{" \n\n \n", nil},
		{"One line\nand another\r\n\r\nSecond", []officer.TextBlock{{Text: "One line\nand another"}, {Text: "Second"}}},
		{"# Head\nText", []officer.TextBlock{{Heading: "Head"}, {Text: "Text"}}},
		{"# Head\n\n- a\n- b", []officer.TextBlock{{Heading: "Head"}, {Items: []string{"a", "b"}}}},
		{"- a\nnot an item", []officer.TextBlock{{Text: "- a\nnot an item"}}},
		{"<script>", []officer.TextBlock{{Text: "<script>"}}},
	} {
		if diff := cmp.Diff(c.want, officer.SiteText{Body: c.body}.Blocks()); diff != "" {
			t.Errorf("%q: %s", c.body, diff)
		}
	}
}

func TestTextPieces(t *testing.T) {
	for _, c := range []struct {
		text string
		want []officer.TextPiece
	}{
		{"", nil},
		{"no link", []officer.TextPiece{{Text: "no link"}}},
		{"[a](/help) b [c](https://d.example/e?f=g#h).", []officer.TextPiece{{Text: "a", Href: "/help"}, {Text: " b "}, {Text: "c", Href: "https://d.example/e?f=g#h"}, {Text: "."}}},
		{"[call](tel:+493025980) [write](mailto:a@b.example)", []officer.TextPiece{{Text: "call", Href: "tel:+493025980"}, {Text: " "}, {Text: "write", Href: "mailto:a@b.example"}}},
		{"[a](javascript:alert(1))", []officer.TextPiece{{Text: "[a](javascript:alert(1))"}}},
		{"[a](http://plain.example) [b]", []officer.TextPiece{{Text: "[a](http://plain.example) [b]"}}},
	} {
		if diff := cmp.Diff(c.want, officer.TextPieces(c.text)); diff != "" {
			t.Errorf("%q: %s", c.text, diff)
		}
	}
	ways := officer.SiteText{Body: "# Us\n\n- Mail: [a@b.example](mailto:a@b.example)\n\n- not this"}.Ways()
	if diff := cmp.Diff([]string{"Mail: a@b.example"}, ways); diff != "" {
		t.Error(diff)
	}
}
