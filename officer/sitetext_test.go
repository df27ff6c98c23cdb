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
