// Package static holds the files that pages load: style sheets, script, fonts.
// They are embedded in the program; each is served under a name with a digest of
// its content, so that browsers may keep it for good.
//
// The files of others lie in the folder vendor, which `make assets` fills. The
// package builds without them; [Files.Missing] tells what to do about it.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// vendor.md stands in for the folder vendor where that is missing: a pattern has to match something.
//
//go:embed *.css *.js *.svg *.txt vendor*
var embedded embed.FS

// Prefix is the beginning of every file's address.
const Prefix = "/static/"

// needed are the files of others that pages cannot do without.
var needed = []string{
	"kern.min.css",
	"FiraSans-Regular.woff2", "FiraSans-Medium.woff2", "FiraSans-SemiBold.woff2", "FiraSans-Bold.woff2",
	"NotoSans-Regular.woff2", "NotoSans-Bold.woff2",
}

// kinds are the files that are served, with their content types.
var kinds = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".woff2": "font/woff2",
	".txt":   "text/plain; charset=utf-8",
}

// Files are the embedded files. It is made by [New].
type Files struct {
	byName    map[string]*file // portal.css
	byAddress map[string]*file // portal.3f2a9c41.css
}

type file struct {
	address string
	content []byte
	kind    string
	packed  func() []byte // gzip, made when first asked for; nil if that saves nothing
}

// New reads the embedded files, which takes a few milliseconds.
func New() (*Files, error) { return read(embedded) }

func read(from fs.FS) (*Files, error) {
	f := &Files{map[string]*file{}, map[string]*file{}}
	var sheets []string // our own, which name other files
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || kinds[path.Ext(name)] == "" {
			return err
		}
		if path.Ext(name) == ".css" && path.Dir(name) == "." {
			sheets = append(sheets, name)
			return nil
		}
		content, err := fs.ReadFile(from, name)
		f.add(path.Base(name), content)
		return err
	})
	for _, name := range sheets {
		content, readErr := fs.ReadFile(from, name)
		if readErr != nil {
			return nil, readErr
		}
		f.add(name, f.resolve(content))
	}
	return f, err
}

func (f *Files) add(name string, content []byte) {
	ext := path.Ext(name)
	sum := sha256.Sum256(content)
	one := &file{
		address: fmt.Sprintf("%s.%x%s", strings.TrimSuffix(name, ext), sum[:4], ext),
		content: content,
		kind:    kinds[ext],
		packed:  sync.OnceValue(func() []byte { return pack(content) }),
	}
	f.byName[name], f.byAddress[one.address] = one, one
}

var reference = regexp.MustCompile(`url\("([^":]+)"\)`)

// resolve puts the addresses of files into a style sheet of ours in place of their names.
func (f *Files) resolve(sheet []byte) []byte {
	return reference.ReplaceAllFunc(sheet, func(match []byte) []byte {
		name := string(reference.FindSubmatch(match)[1])
		if one := f.byName[name]; one != nil {
			name = one.address
		}
		return []byte(`url("` + name + `")`)
	})
}

// Path gives the address of a file. A file that is missing has one too, where
// nothing will be found.
func (f *Files) Path(name string) string {
	if one := f.byName[name]; one != nil {
		name = one.address
	}
	return Prefix + name
}

// Open gives a file by its address without the prefix, with its content type;
// [fs.ErrNotExist] if there is none. The content may be kept by browsers for
// good and must not be changed.
func (f *Files) Open(address string) (content []byte, contentType string, err error) {
	one := f.byAddress[address]
	if one == nil {
		return nil, "", fmt.Errorf("%s: %w", address, fs.ErrNotExist)
	}
	return one.content, one.kind, nil
}

// Gzip gives the same file compressed, and false where there is none or where
// compression saves nothing.
func (f *Files) Gzip(address string) (content []byte, ok bool) {
	one := f.byAddress[address]
	if one == nil {
		return nil, false
	}
	content = one.packed()
	return content, content != nil
}

// pack compresses as far as gzip goes; nil if that saves less than a tenth, as with fonts.
func pack(content []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is valid
	w.Write(content)                                        // to memory: cannot fail
	w.Close()
	if out.Len() > len(content)*9/10 {
		return nil
	}
	return slices.Clip(out.Bytes())
}

// Missing lists files of others that pages need and that were not there when
// the program was built. `make assets` brings them.
func (f *Files) Missing() (names []string) {
	for _, name := range needed {
		if f.byName[name] == nil {
			names = append(names, name)
		}
	}
	return names
}
