package static

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// sample is a folder as it is built from: with one font of others, and without the rest.
func sample(t *testing.T, sheet string) *Files {
	t.Helper()
	f, err := read(fstest.MapFS{
		"portal.css":                    {Data: []byte(sheet)},
		"vendor.md":                     {Data: []byte("about")},
		"vendor/FiraSans-Regular.woff2": {Data: []byte("font")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAddressesFollowTheContent(t *testing.T) {
	one, same, other := sample(t, "a{}"), sample(t, "a{}"), sample(t, "b{}")
	address := one.Path("portal.css")
	if !regexp.MustCompile(`^/static/portal\.[0-9a-f]{8}\.css$`).MatchString(address) {
		t.Errorf("address %s", address)
	}
	if same.Path("portal.css") != address {
		t.Error("the same content has two addresses")
	}
	if other.Path("portal.css") == address {
		t.Error("two contents have one address")
	}
}

func TestOpen(t *testing.T) {
	f := sample(t, "a{}")
	content, kind, err := f.Open(strings.TrimPrefix(f.Path("portal.css"), Prefix))
	if err != nil || string(content) != "a{}" || kind != "text/css; charset=utf-8" {
		t.Errorf("%q %q %v", content, kind, err)
	}
	for _, name := range []string{"portal.css", "vendor.md", "vendor/FiraSans-Regular.woff2", "../go.mod", "", "portal.00000000.css"} {
		if _, _, err := f.Open(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: error %v, want fs.ErrNotExist", name, err)
		}
	}
}

func TestSheetsNameAddresses(t *testing.T) {
	f := sample(t, `@font-face{src:url("FiraSans-Regular.woff2")} b{background:url("data:x")}`)
	content, _, _ := f.Open(strings.TrimPrefix(f.Path("portal.css"), Prefix))
	want := `url("` + strings.TrimPrefix(f.Path("FiraSans-Regular.woff2"), Prefix) + `")`
	if !strings.Contains(string(content), want) || !strings.Contains(string(content), `url("data:x")`) {
		t.Errorf("sheet %s, want %s and the data untouched", content, want)
	}
}

func TestGzip(t *testing.T) {
	f := sample(t, strings.Repeat("a{} ", 100))
	packed, ok := f.Gzip(strings.TrimPrefix(f.Path("portal.css"), Prefix))
	if !ok {
		t.Fatal("not compressed")
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(r); err != nil || string(plain) != strings.Repeat("a{} ", 100) {
		t.Errorf("%q %v", plain, err)
	}
	if _, ok := f.Gzip(strings.TrimPrefix(f.Path("FiraSans-Regular.woff2"), Prefix)); ok {
		t.Error("compressed a font, which saves nothing")
	}
}

func TestMissing(t *testing.T) {
	f := sample(t, "")
	if missing := f.Missing(); len(missing) != len(needed)-1 || slices.Contains(missing, "FiraSans-Regular.woff2") {
		t.Errorf("missing %v, want all but FiraSans-Regular.woff2", missing)
	}
}

// built is what the program really carries.
func built(t *testing.T) *Files {
	t.Helper()
	f, err := New()
	if err != nil {
		t.Fatal(err)
	}
	if missing := f.Missing(); missing != nil {
		t.Fatalf("missing %v: run `make assets`", missing)
	}
	return f
}

// TestSheetsKeepToTheContentPolicy holds every style sheet against
// default-src 'self'; img-src 'self' data: — nothing from elsewhere, and data:
// for pictures only.
func TestSheetsKeepToTheContentPolicy(t *testing.T) {
	f := built(t)
	for name, one := range f.byName {
		if !strings.HasSuffix(name, ".css") {
			continue
		}
		if i := bytes.Index(one.content, []byte("@import")); i >= 0 {
			t.Errorf("%s imports another sheet", name)
		}
		for _, m := range regexp.MustCompile(`url\(["']?([^"')]*)`).FindAllSubmatch(one.content, -1) {
			target := string(m[1])
			if strings.HasPrefix(target, "data:image/") || f.byAddress[target] != nil {
				continue
			}
			t.Errorf("%s loads %.80s", name, target)
		}
	}
}

// TestLicencesAreCarried: the licences ask for their texts to go with the files.
func TestLicencesAreCarried(t *testing.T) {
	f := built(t)
	for name, words := range map[string]string{
		"KERN-LICENSE.txt": "EUROPÄISCHE UNION PUBLIC LICENCE v. 1.2",
		"OFL-1.1.txt":      "Telefonica S.A.",
	} {
		if one := f.byName[name]; one == nil || !bytes.Contains(one.content, []byte(words)) {
			t.Errorf("%s is missing or not the licence", name)
		}
	}
}
