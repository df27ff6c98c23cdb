package pdf

import (
	"fmt"
	"strings"
	"testing"
)

// A box is where something is printed on a sheet.
type box struct{ x, y, w, h float64 }

func (a box) overlaps(b box) bool {
	const slack = 0.2 // mm; ascenders and descenders do not fill the line
	return a.x+slack < b.x+b.w && b.x+slack < a.x+a.w && a.y+slack < b.y+b.h && b.y+slack < a.y+a.h
}

// faults says what a reader would call broken: text beyond the margins, text on
// text, text on a code, anything beyond the paper.
func faults(sheets []sheet) (found []string) {
	for n, s := range sheets {
		var boxes []box
		for _, c := range s.codes {
			boxes = append(boxes, box{c.x, c.y, c.w, c.h})
		}
		for _, t := range s.texts {
			height := t.style.size * point
			b := box{t.x, t.y - 0.75*height, t.style.mm(t.text), height}
			if b.x < left-0.01 || b.x+b.w > right+0.01 || b.y < 10 || b.y+b.h > 290 {
				found = append(found, fmt.Sprintf("page %d: %.20q is outside: %+v", n+1, t.text, b))
			}
			for _, other := range boxes {
				if b.w > 0 && b.overlaps(other) {
					found = append(found, fmt.Sprintf("page %d: %.20q lies on %+v", n+1, t.text, other))
				}
			}
			boxes = append(boxes, b)
		}
		for _, a := range s.areas {
			if a.x < left-0.01 || a.x+a.w > right+0.01 || a.y < 10 || a.y+a.h > 290 || a.w < 0 || a.h < 0 {
				found = append(found, fmt.Sprintf("page %d: area outside: %+v", n+1, a))
			}
		}
	}
	return found
}

func paperOf(t testing.TB, d Document) Paper {
	t.Helper()
	p, err := d.Paper()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestNothingOverflowsOrOverlaps(t *testing.T) {
	for _, s := range samples() {
		for _, fault := range faults(lay(paperOf(t, s.doc), &codes{})) {
			t.Errorf("%s: %s", s.name, fault)
		}
	}
	long := map[string]string{
		"long words":    strings.Repeat("Donaudampfschifffahrtsgesellschaft", 12),
		"long text":     strings.Repeat("Sehr lange Angabe mit Wörtern. ", 60),
		"ten thousand":  strings.Repeat("M", 10_000),
		"many lines":    strings.Repeat("Zeile\n", 200),
		"marks":         strings.Repeat("L̥̄ R̥̄", 400),
		"wide and bold": strings.Repeat("WWWW WW ", 100),
	}
	for name, value := range long {
		for _, d := range []Document{sampleChecklist(German), sampleApplication(English)} {
			for _, fault := range faults(lay(stretched(paperOf(t, d), value), &codes{})) {
				t.Errorf("%T with %s: %s", d, name, fault)
			}
		}
	}
}

// stretched puts a value wherever a paper carries one.
func stretched(p Paper, value string) Paper {
	p.Title, p.Subtitle, p.Author, p.Name, p.Number = value, value, value, value, value
	p.Head = append(p.Head, Field{value, value})
	p.Sender, p.Recipient = append(p.Sender, value), append(p.Recipient, value)
	blocks := []Block{Heading{Text: value}, Heading{Text: value, Sub: true}, Paragraph{value}, Notice{value, value},
		Fields{{value, value}, {"", value}, {value, ""}}, Steps{{value, value}, {value, ""}},
		List{true, []string{value, ""}}, List{false, []string{value}}, Address{value, []string{value, value}},
		Table{[]Column{{value, 1}, {"", 0}, {value, 5}}, [][]string{{value, value, value, value}, {}, {value}}},
		Signature{value, value, value, value, value, value, value, value, ""},
		Signature{value, value, value, value, value, value, value, value, value}}
	p.Blocks = append(append([]Block{}, p.Blocks...), blocks...)
	return p
}

// Nobody should sign on a page that does not say what.
func TestSignedSectionsStayWhole(t *testing.T) {
	for filler := range 40 {
		p := Paper{Title: "Antrag", Number: "1", Blocks: []Block{
			Paragraph{strings.Repeat("Zeile\n", filler)},
			Heading{Text: "Unterschrift"}, Paragraph{"Ich beantrage."}, Signature{SignLabel: "Unterschrift"},
		}}
		where := map[string]int{}
		for n, s := range lay(p, &codes{}) {
			for _, line := range s.texts {
				where[line.text] = n
			}
		}
		if where["Ich beantrage."] != where["Unterschrift"] {
			t.Errorf("after %d lines the signature stands on page %d, its text on page %d",
				filler, where["Unterschrift"]+1, where["Ich beantrage."]+1)
		}
	}
}

// A heading is never the last on its page.
func TestHeadingsStayWithTheirSection(t *testing.T) {
	for _, b := range []Block{Paragraph{"Inhalt"}, Paragraph{"Inhalt" + strings.Repeat("\nx", 10)}, Notice{"Inhalt", strings.Repeat("x\n", 9)}, Fields{{"Inhalt", "x"}}, Fields{{"Inhalt", ""}},
		Steps{{"Inhalt", "x"}}, List{Items: []string{"Inhalt"}}, Address{"Inhalt", []string{"x"}},
		Table{[]Column{{"Inhalt", 1}}, [][]string{{"x"}, {"x"}}}} {
		for filler := range 60 {
			p := Paper{Title: "x", Blocks: []Block{Paragraph{strings.Repeat("Zeile\n", filler)}, Heading{Text: "Kopf"}, b,
				Paragraph{strings.Repeat("Rest\n", 30)}}}
			where := map[string]int{}
			for n, s := range lay(p, &codes{}) {
				for _, line := range s.texts {
					where[line.text] = n
				}
			}
			if where["Kopf"] != where["Inhalt"] {
				t.Errorf("%T after %d lines: heading on page %d, content on %d", b, filler, where["Kopf"], where["Inhalt"])
			}
		}
	}
}

func TestTableRepeatsItsHead(t *testing.T) {
	table := Table{Columns: []Column{{"Prüfung", 1}}}
	for i := range 120 {
		table.Rows = append(table.Rows, []string{fmt.Sprint("Zeile ", i)})
	}
	sheets := lay(Paper{Title: "Protokoll", Blocks: []Block{table}}, &codes{})
	if len(sheets) < 3 {
		t.Fatalf("%d pages", len(sheets))
	}
	for n, s := range sheets {
		heads := 0
		for _, line := range s.texts {
			if line.text == "Prüfung" {
				heads++
			}
		}
		if heads != 1 {
			t.Errorf("page %d has %d heads", n+1, heads)
		}
	}
}

func TestPagesAreNumbered(t *testing.T) {
	sheets := lay(Paper{Language: English, Title: "Long", Blocks: []Block{Paragraph{strings.Repeat("x\n", 150)}}}, &codes{})
	for n, s := range sheets {
		want := fmt.Sprintf("Page %d of %d", n+1, len(sheets))
		found := false
		for _, line := range s.texts {
			found = found || line.text == want
		}
		if !found {
			t.Errorf("no %q on its page", want)
		}
	}
}
