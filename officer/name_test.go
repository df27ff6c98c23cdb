package officer_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"officerportal/officer"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestCleanName(t *testing.T) {
	for _, c := range []struct{ typed, want, key string }{
		{"Đặng-Ångström", "Đặng-Ångström", ""},
		{norm.NFD.String("Đặng-Ångström"), "Đặng-Ångström", ""},
		{"Łucja Žaneta", "Łucja Žaneta", ""},
		{"D’Angelo", "D’Angelo", ""},
		{"D'Angelo", "D'Angelo", ""},
		{"Yıldız", "Yıldız", ""},
		{"ʿAbd al-Karīm", "ʿAbd al-Karīm", ""},
		{"K\u035fHalid k\u035fhan", "K\u035fHalid k\u035fhan", ""},
		{"C\u0304 L\u0325\u0304 R\u0325\u0304 S\u031b\u0304", "C\u0304 L\u0325\u0304 R\u0325\u0304 S\u031b\u0304", ""},
		{"L\u0304\u0325", "L\u0325\u0304", ""}, // the marks in the other order
		{"Dr. med.", "Dr. med.", ""},
		{"Sukarno", "Sukarno", ""},
		{"O", "O", ""},
		{"’t Hooft", "’t Hooft", ""},
		{" \t Anna\u00a0\u2009 Maria\r\n", "Anna Maria", ""},
		{"", "", ""},
		{" \u00a0", "", ""},
		{"Meyer2", "", "name.digit"},
		{"Meyer\u0663", "", "name.digit"},
		{"Mey\x00er", "", "name.control"},
		{"Mey\u200ber", "", "name.invisible"},
		{"Mey\u00ader", "", "name.invisible"},
		{"\ufeffMeyer", "", "name.invisible"},
		{"Meye\ufe0fr", "", "name.invisible"},
		{"Meyer\u202e", "", "name.invisible"},
		{"Иванов", "", "name.script"},
		{"Mеyer", "", "name.script"}, // the first e is Cyrillic
		{"王", "", "name.script"},
		{"Meyer–Schmidt", "", "name.dash"},
		{"D‘Angelo", "", "name.quote"},
		{"Oʼzbek", "", "name.quote"},
		{"Q\u0303uark", "", "name.combination"},
		{"\u0308A", "", "name.combination"},
		{"K\u035fX", "", "name.combination"},
		{"K\u035f", "", "name.combination"},
		{"Ƿynn", "", "name.character"}, // Latin, but not in the standard
		{"Meyer 😀", "", "name.character"},
		{"Meyer & Co", "", "name.character"},
		{"=1+1", "", "name.character"},
		{"@SUM(A1)", "", "name.character"},
		{"-Meyer", "", "name.start"},
		{"’", "", "name.no_letter"},
		{"· `", "", "name.no_letter"},
		{"Mey\xffer", "", "name.encoding"},
		{strings.Repeat("A\u030B", 40), strings.Repeat("A\u030B", 40), ""},
		{strings.Repeat("A\u030B", 41), "", "name.too_long"},
	} {
		got, err := officer.CleanName(c.typed, 40)
		if got != c.want || keyOf(err) != c.key {
			t.Errorf("CleanName(%q) = %q, %v; want %q %s", c.typed, got, err, c.want, c.key)
		}
	}
}

func TestCleanNameSaysWhere(t *testing.T) {
	_, err := officer.CleanName("Łu\u200bcja", 40)
	var refusal *officer.Error
	if !errors.As(err, &refusal) || refusal.Args["position"] != 3 || refusal.Args["code"] != "U+200B" {
		t.Errorf("%v, %v", err, refusal.Args)
	}
}

func TestCleanLine(t *testing.T) {
	for _, c := range []struct{ typed, want, key string }{
		{"Musterstraße 12 a", "Musterstraße 12 a", ""},
		{"Frankfurt (Oder)", "Frankfurt (Oder)", ""},
		{"Müller & Söhne GmbH", "Müller & Söhne GmbH", ""},
		{"+Plus AG", "+Plus AG", ""},
		{"@home GmbH", "@home GmbH", ""},
		{"1½ Höfe", "1½ Höfe", ""},
		{"=1+1", "", "line.start"},
		{"-2", "", "line.start"},
		{"a\nb", "a b", ""},
		{"„Zur Post“", "", "line.quote"},
		{"Ул. Ленина", "", "line.script"},
		{"a\u200bb", "", "line.invisible"},
		{"a\x1bb", "", "line.control"},
		{"Haus ٣", "", "line.digit"},
		{"x\u0303y", "", "line.combination"},
		{"™", "", "line.character"},
		{"\xff", "", "line.encoding"},
		{strings.Repeat("a", 41), "", "line.too_long"},
		{"", "", ""},
	} {
		got, err := officer.CleanLine(c.typed, 40)
		if got != c.want || keyOf(err) != c.key {
			t.Errorf("CleanLine(%q) = %q, %v; want %q %s", c.typed, got, err, c.want, c.key)
		}
	}
}

func TestCleanText(t *testing.T) {
	for _, c := range []struct{ typed, want, key string }{
		{"„Foto“ – älter\r\n\r\n\r\n wirkt 王 ", "„Foto“ – älter\n\nwirkt 王", ""},
		{"\n\n", "", ""},
		{"a\u2028b\rc", "a\nb\nc", ""},
		{"a\u202eb", "", "text.invisible"},
		{"a\x07b", "", "text.control"},
		{"\xc3", "", "text.encoding"},
		{strings.Repeat("ab ", 20), "", "text.too_long"},
	} {
		got, err := officer.CleanText(c.typed, 40)
		if got != c.want || keyOf(err) != c.key {
			t.Errorf("CleanText(%q) = %q, %v; want %q %s", c.typed, got, err, c.want, c.key)
		}
	}
}

func TestClusters(t *testing.T) {
	for s, want := range map[string]int{
		"": 0, "abc": 3, "ä": 1, "a\u0308": 1, "K\u035fH": 2, "L\u0325\u0304x": 2, "\u0308": 1, "\u0308a": 2,
	} {
		if got := officer.Clusters(s); got != want {
			t.Errorf("Clusters(%q) = %d, want %d", s, got, want)
		}
	}
	for _, c := range []struct {
		s    string
		max  int
		want string
		cut  bool
	}{
		{"abc", 3, "abc", false}, {"abc", 2, "ab", true}, {"L\u0325\u0304x", 1, "L\u0325\u0304", true},
		{"ab cd", 3, "ab", true}, {"", 0, "", false}, {"a", 0, "", true},
	} {
		if got, cut := officer.CutClusters(c.s, c.max); got != c.want || cut != c.cut {
			t.Errorf("CutClusters(%q, %d) = %q, %v", c.s, c.max, got, cut)
		}
	}
}

func TestExportCell(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "Meyer": "Meyer", "=1": "'=1", "+49": "'+49", "-": "'-", "@x": "'@x", "\tx": "'\tx", "＝1": "'＝1", "a=b": "a=b",
	} {
		if got := officer.ExportCell(s); got != want {
			t.Errorf("ExportCell(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestCleanNameIsStable(t *testing.T) {
	pieces := rapid.SampledFrom([]string{"a", "Ö", "o\u0308", " ", "\u00a0", "-", "’", "ß", "K\u035fh", "Ụ\u0304", "ſ", "1", "ж", "\u0323", "."})
	rapid.Check(t, func(t *rapid.T) {
		typed := strings.Join(rapid.SliceOfN(pieces, 0, 12).Draw(t, "pieces"), "")
		name, err := officer.CleanName(typed, 100)
		if err != nil {
			return
		}
		if again, err := officer.CleanName(name, 100); err != nil || again != name {
			t.Fatalf("%q became %q, then %q, %v", typed, name, again, err)
		}
		if composed, err := officer.CleanName(norm.NFD.String(typed), 100); err != nil || composed != name {
			t.Fatalf("%q decomposed became %q, %v", typed, composed, err)
		}
	})
}

func FuzzCleanName(f *testing.F) {
	for _, s := range []string{"Đặng", "D’Angelo", "K\u035fHalid", " a\tb ", "=1", "\u200b", "\xff", "a\n\nb"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		for _, clean := range []func(string, int) (string, error){officer.CleanName, officer.CleanLine, officer.CleanText} {
			got, err := clean(typed, 50)
			if err != nil {
				if !errors.Is(err, officer.Invalid) || got != "" {
					t.Fatalf("%q: %q, %v", typed, got, err)
				}
				continue
			}
			if again, err := clean(got, 50); err != nil || again != got {
				t.Fatalf("%q became %q, then %q, %v", typed, got, again, err)
			}
			if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) || officer.Clusters(got) > 50 {
				t.Fatalf("%q became %q", typed, got)
			}
		}
	})
}
