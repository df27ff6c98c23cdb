package officer_test

import (
	"slices"
	"strings"
	"testing"

	"officerportal/officer"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestSearchForm(t *testing.T) {
	for name, want := range map[string]string{
		"Müller":                      "MUELLER",
		"Mueller":                     "MUELLER",
		"MÜLLER":                      "MUELLER",
		"Mu\u0308ller":                "MUELLER",
		"Đặng-Ångström":               "DANG AANGSTROEM",
		"Łucja Žaneta":                "LUCJA ZANETA",
		"D’Angelo":                    "DANGELO",
		"D'Angelo":                    "DANGELO",
		"Yıldız":                      "YILDIZ",
		"İnönü":                       "INOENUE",
		"Þórðarson":                   "THORDARSON",
		"Weiß":                        "WEISS",
		"WEIẞ":                        "WEISS",
		"Øresund Æblø Œuvre":          "OERESUND AEBLOE OEUVRE",
		"Məmmədov":                    "MEMMEDOV",
		"Ǻ Ǽ Ǿ Ǖ Ǟ Ȫ":                 "AA AE OE UE AE OE",
		"A\u0323\u0308 U\u0323\u0308": "AE UE",
		"K\u035fHalid":                "KHALID",
		"L\u0325\u0304":               "L",
		"ʿAbd al-Karīm":               "ABD AL KARIM",
		"Paral·lel Ŀ":                 "PARALLEL L",
		"  Meyer --  zu \u00a0Hof.":   "MEYER ZU HOF",
		"Dr.Meyer":                    "DR MEYER",
		"3M Deutschland":              "3M DEUTSCHLAND",
		"Wolf\u2013Meyer":             "WOLF MEYER",
		"":                            "",
		"-":                           "",
		"\u0308":                      "",
		"Иван":                        "ИВАН",
		"Ĳsbrand ŉ Ŋ ĸ Ħ Ŧ Ƈ Ɨ Ʒ Ǯ Ǥ Ə": "IJSBRAND N N K H T C I Z Z G E",
	} {
		if got := officer.SearchForm(name); got != want {
			t.Errorf("SearchForm(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestSearchForms(t *testing.T) {
	for _, c := range []struct{ query, stored string }{
		{"Muller", "Müller"}, {"Müller", "Muller"}, {"Mueller", "Muller"}, {"muller", "MUELLER"},
		{"Jurgen Moller-Bauer", "Jürgen Möller-Bauer"}, {"Jürgen Möller", "Jurgen Moller"},
		{"Konstantinopolous", "Konstantinöpolous"}, {"Mullerstuben Hof Aula Duo", "Müllerstuben Hof Aula Duo"},
		{"Muller Jorg Anna-Maria Katharina", "Müller Jörg Anna-Maria Katharina"}, {"Bauerle", "Bäuerle"}, {"Uberacker", "Überacker"},
	} {
		forms := officer.SearchForms(c.query)
		if !slices.Contains(forms, officer.SearchForm(c.stored)) {
			t.Errorf("%q does not find %q: %q", c.query, c.stored, forms)
		}
	}
	if got := officer.SearchForms(" - "); got != nil {
		t.Errorf("nothing searched for gives %q", got)
	}
	if got := officer.SearchForms("Meier"); !slices.Equal(got, []string{"MEIER"}) {
		t.Errorf("Meier: %q", got)
	}
}

func TestSearchFormsProperties(t *testing.T) {
	names := rapid.StringOfN(rapid.RuneFrom([]rune("AOUÄÖÜaoueEßxŁ -'")), 0, 40, -1)
	rapid.Check(t, func(t *rapid.T) {
		name := names.Draw(t, "name")
		form := officer.SearchForm(name)
		if officer.SearchForm(form) != form {
			t.Fatalf("%q is no search form", form)
		}
		if nfd := officer.SearchForm(norm.NFD.String(name)); nfd != form {
			t.Fatalf("decomposed %q gives %q", name, nfd)
		}
		if upper := officer.SearchForm(strings.ToUpper(name)); upper != form {
			t.Fatalf("capitals of %q give %q instead of %q", name, upper, form)
		}
		forms := officer.SearchForms(name)
		sorted := slices.Sorted(slices.Values(forms))
		if len(forms) > 81 || len(slices.Compact(sorted)) != len(forms) || len(forms) > 0 && forms[0] != form {
			t.Fatalf("%q gives %q", name, forms)
		}
	})
}

func TestCompareNames(t *testing.T) {
	for _, c := range []struct {
		visual, mrz string
		want        officer.NameMatch
	}{
		{"MUSTERMANN", "MUSTERMANN", officer.NameSame},
		{"Mustermann", "MUSTERMANN", officer.NameSame},
		{"Anna-Maria", "ANNA MARIA", officer.NameSame},
		{"Müller", "MUELLER", officer.NameTransliterated},
		{"Müller", "MULLER", officer.NameTransliterated},
		{"Muller", "MUELLER", officer.NameDiffers},
		{"Sørensen", "SOERENSEN", officer.NameTransliterated},
		{"Sørensen", "SORENSEN", officer.NameTransliterated},
		{"Ångström", "ANGSTROM", officer.NameTransliterated},
		{"D’Angelo", "DANGELO", officer.NameTransliterated},
		{"D’Angelo", "D ANGELO", officer.NameTransliterated},
		{"Đặng", "DANG", officer.NameTransliterated},
		{"Nilavadhanananda Chayapa", "NILAVADHANANANDA CHAY", officer.NameTruncated},
		{"Hans Peter Karl", "HANS P K", officer.NameTruncated},
		{"Hans Peter Karl", "HANS KARL", officer.NameTruncated},
		{"Hans Peter", "PETER", officer.NameDiffers},
		{"Erika", "ERIKA MARIA", officer.NameDiffers},
		{"Erika", "ERICA", officer.NameDiffers},
		{"Schmidt", "SCHMITT", officer.NameDiffers},
		{"", "", officer.NameSame},
		{"Erika", "", officer.NameDiffers},
		{"", "ERIKA", officer.NameDiffers},
		{"Иван", "IVAN", officer.NameDiffers},
	} {
		if got := officer.CompareNames(c.visual, c.mrz); got != c.want {
			t.Errorf("%q and %q: %s, want %s", c.visual, c.mrz, got, c.want)
		}
	}
}

func FuzzSearchForm(f *testing.F) {
	for _, s := range []string{"Müller", "K\u035fHalid", "ÄÖÜ ß", "\u0308A", "Иван", "\xff\xfe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		form := officer.SearchForm(name)
		if strings.TrimSpace(form) != form || strings.Contains(form, "  ") {
			t.Fatalf("%q gives %q", name, form)
		}
		if len(officer.SearchForms(name)) > 81 {
			t.Fatalf("%q gives many forms", name)
		}
		officer.CompareNames(name, form)
	})
}
