package pdf

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// The sequences of DIN 91379 which have no single code point, as base and marks.
var sequences = []struct {
	marks string
	bases string
}{
	{"\u0300", "CFGKMPSTZfgkmpstz"}, {"\u0301", "JĪjīÿ"}, {"\u0302", "DKLMNdklmn"},
	{"\u0304", "CFHKNPSTZÛcfhknpstzûḲḳṢṣṬṭỤụ"}, {"\u0306", "CMNRZÇcmnrzç"}, {"\u0307", "KUku"},
	{"\u0308", "CTZcẠạỌọỤụ"}, {"\u030B", "Aa"}, {"\u030C", "J"}, {"\u030D", "ēō"}, {"\u0310", "Mm"},
	{"\u0315", "CKPTČckptč"}, {"\u031B", "KTkt"}, {"\u0323", "CPČcpč"}, {"\u0325", "LRlr"},
	{"\u0326", "CHKLNŽchklnž"}, {"\u0327", "ZŽzž"}, {"\u0331", "HSs"}, {"\u035F", "Kk"},
	{"\u0325\u0304", "LRlr"}, {"\u031B\u0304", "Ss"}, {"\u0328\u0306", "Cc"},
}

// letters are the letters outside of ASCII that DIN 91379 wants accepted, by range.
const letters = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ" +
	"ĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĦħĨĩĪīĬĭĮįİıĴĵĶķĸĹĺĻļĽľĿŀŁłŃńŅņŇňŉŊŋŌōŎŏŐőŒœŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŦŧŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽž" +
	"ƇƈƏƗƠơƯưƷǍǎǏǐǑǒǓǔǕǖǗǘǙǚǛǜǞǟǢǣǤǥǦǧǨǩǪǫǬǭǮǯǰǴǵǸǹǺǻǼǽǾǿȒȓȘșȚțȜȝȞȟȧȨȩȪȫȬȭȮȯȰȱȲȳəɨʒ" +
	"ḂḃḆḇḊḋḌḍḎḏḐḑḞḟḠḡḢḣḤḥḦḧḨḩḪḫḯḰḱḲḳḴḵḶḷḺḻṀṁṂṃṄṅṆṇṈṉṒṓṔṕṖṗṘṙṚṛṞṟṠṡṢṣṪṫṬṭṮṯẀẁẂẃẄẅẆẇẌẍẎẏẐẑẒẓẔẕẖẗẞ" +
	"ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ" +
	"ʹʺʾʿˈˌ’‡"

// Whatever of DIN 91379 is printed can be searched and copied: it comes out of the
// PDF as it went in, in NFC.
func TestNamesAreExtracted(t *testing.T) {
	tool(t, "pdftotext", "poppler-utils")
	names := []string{"Đặng-Ångström, Łucja Žaneta", "D’Angelo", "Yıldız", "Ḫořáková-Ẕlatý", "K͟H", "M̂ünch"}
	for _, s := range sequences {
		for _, base := range s.bases {
			names = append(names, "x"+string(base)+s.marks+"x", norm.NFD.String(string(base)+s.marks+"a"))
		}
	}
	for line := []rune(letters); len(line) > 0; line = line[min(40, len(line)):] {
		names = append(names, string(line[:min(40, len(line))]))
	}
	var rows Fields
	for i, n := range names {
		rows = append(rows, Field{fmt.Sprint(i), n})
	}
	text := output(t, "pdftotext", "-layout", written(t, Paper{Title: "x", Number: "1", Blocks: []Block{rows}}), "-")
	for i, n := range names {
		if want := norm.NFC.String(n); !strings.Contains(text, want) {
			t.Errorf("name %d %q (%+q) is not in the text", i, want, want)
		}
	}
}

// Marks stand over, under or beside their letter, not behind it.
func TestMarksAreShaped(t *testing.T) {
	for _, f := range faces() {
		for _, s := range sequences {
			for _, base := range s.bases {
				c := norm.NFC.String(string(base) + s.marks)
				glyphs, advance := f.shape(c)
				if len(glyphs) < 3 || advance <= 0 || advance > 1100 {
					t.Errorf("%s %s: %d glyphs, advance %d", f.name, c, len(glyphs), advance)
				}
				for _, g := range glyphs {
					if g.r == '\uFFFD' || g.dx < -400 || g.dx > advance+400 {
						t.Errorf("%s %s: %+v is not over its letter (advance %d)", f.name, c, g, advance)
					}
				}
			}
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"Yıldız":                          "Yıldız",
		"A\u030Angstro\u0308m":            "Ångström",
		"a\tb":                            "a b",
		"a\r\nb\rc\u2028d":                "a\nb\nc\nd",
		"a\x00b\x7f":                      "a�b�",
		"a\u202Eb\u200Bc":                 "a�b�c",
		"\xff\xfe":                        "��",
		"😀 عر":                            "� ��",
		"\uE000":                          "�", // an alternate glyph is not for texts
		"x\u0302\u0302\u0302\u0302\u0302": "x\u0302\u0302\u0302��",
		"ἀ":                               "α\u0313", // the font has the parts only
	} {
		if got := faces()[0].clean(in); got != want {
			t.Errorf("%+q becomes %+q, want %+q", in, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	f := faces()[0]
	width := f.width("Vertrauens-")
	for in, want := range map[string][]string{
		"":                        {""},
		"kurz":                    {"kurz"},
		"Vertrauens-dienst":       {"Vertrauens-", "dienst"},
		"ein  zwei drei vier":     {"ein  zwei", "drei vier"},
		"a\n\nb":                  {"a", "", "b"},
		"https://x.org/lang/lang": {"https://", "x.org/lang/", "lang"},
		"Donaudampfschiff":        {"Donaudam", "pfschiff"},
		"anna.b@example.d":        {"anna.b@", "example.d"},
		"Von anna@x.de":           {"Von", "anna@x.de"},
	} {
		got := f.wrap(in, width)
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
		for _, line := range got {
			if f.width(line) > width {
				t.Errorf("%q is wider than allowed", line)
			}
		}
	}
	if got := f.shorten("Ein langer Titel", width); got != "Ein langer…" || f.width(got) > width {
		t.Errorf("shortened to %q", got)
	}
}
