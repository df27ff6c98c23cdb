package pdf

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

var update = flag.Bool("update", false, "write the golden files anew")

// tool skips a test where a program is missing, but not on the way to a release.
func tool(t *testing.T, name, debian string) {
	t.Helper()
	if _, err := exec.LookPath(name); err == nil {
		return
	}
	say := fmt.Sprintf("%s is missing: apt-get install %s", name, debian)
	if os.Getenv("CI") == "true" {
		t.Fatal(say)
	}
	t.Skip(say)
}

// output is a program's standard output.
func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// written is the paper as a file.
func written(t testing.TB, p Paper) string {
	t.Helper()
	var out bytes.Buffer
	if err := p.WritePDF(&out); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// namesPaper has the names and sequences that are hard to print.
func namesPaper() Paper {
	return Paper{Language: German, Title: "Namen: Ḫořáková-Ẕlatý", Number: "OP-7K4M-2QXF-9", Printed: printed, Blocks: []Block{
		Fields{{"Namen", "Đặng-Ångström, Łucja Žaneta\nD’Angelo · Yıldız · Ḫořáková-Ẕlatý"},
			{"Folgen", "C̄ L̥̄ R̥̄ S̛̄ K͟H K͟h k͟h M̂\nj́ J́ Ī́ ī́ Č̕ Ç̆ Û̄ ÿ́ Ž̧ Ḳ̄ Ạ̈ Ụ̈ C̨̆"},
			{"Andere", "Γειά σου, Жук; ʹ ʺ ʾ ʿ ˈ ˌ ’ ‡ ¨ ´ · ` ~ € → ≤ ∞"},
			{"Ersetzt", "عربي, 😀, \x01, a\u202eb, ẍ̈̈̈̈"}},
		Heading{Text: "Đặng-Ångström K͟h M̂ C̄ L̥̄ R̥̄ S̛̄ Yıldız"},
	}}
}

func goldenPapers(t *testing.T) map[string]Paper {
	papers := map[string]Paper{"names": namesPaper()}
	for _, s := range samples() {
		papers[s.name] = paperOf(t, s.doc)
	}
	return papers
}

func TestTextGolden(t *testing.T) {
	tool(t, "pdftotext", "poppler-utils")
	for name, p := range goldenPapers(t) {
		t.Run(name, func(t *testing.T) {
			got := tidy(output(t, "pdftotext", "-layout", written(t, p), "-"))
			golden := filepath.Join("testdata", name+".txt")
			if *update {
				save(t, golden, []byte(got))
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err, "(-update writes it)")
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Error(d)
			}
		})
	}
}

// tidy drops what versions of pdftotext guess differently: how many spaces and
// empty lines stand for how much room.
func tidy(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		if words := strings.Fields(line); len(words) > 0 {
			out.WriteString(strings.Join(words, " ") + "\n")
		}
	}
	return out.String()
}

func save(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestPictureGolden(t *testing.T) {
	tool(t, "pdftoppm", "poppler-utils")
	for name, p := range goldenPapers(t) {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			output(t, "pdftoppm", "-r", "32", "-gray", "-png", written(t, p), filepath.Join(folder, name))
			pages, err := filepath.Glob(filepath.Join(folder, "*.png"))
			if err != nil || len(pages) != len(lay(p, &codes{})) {
				t.Fatalf("%d pages rendered, %v", len(pages), err)
			}
			for _, page := range pages {
				comparePicture(t, page)
			}
		})
	}
}

// comparePicture allows for what versions of the renderer smooth differently.
func comparePicture(t *testing.T, page string) {
	t.Helper()
	golden := filepath.Join("testdata", filepath.Base(page))
	got := picture(t, page)
	if *update {
		var small bytes.Buffer
		coder := png.Encoder{CompressionLevel: png.BestCompression}
		if err := coder.Encode(&small, got); err != nil {
			t.Fatal(err)
		}
		save(t, golden, small.Bytes())
	}
	want := picture(t, golden)
	if got.Bounds() != want.Bounds() {
		t.Fatalf("%s: size %v, want %v", golden, got.Bounds(), want.Bounds())
	}
	far := 0
	for i := range got.Pix {
		if d := int(got.Pix[i]) - int(want.Pix[i]); d > 60 || d < -60 {
			far++
		}
	}
	if share := float64(far) / float64(len(got.Pix)); share > 0.002 {
		t.Errorf("%s: %.2f %% of the pixels differ", golden, 100*share)
	}
}

func picture(t *testing.T, file string) *image.Gray {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	gray := image.NewGray(img.Bounds())
	draw.Draw(gray, gray.Bounds(), img, img.Bounds().Min, draw.Src)
	return gray
}

func TestValid(t *testing.T) {
	tool(t, "qpdf", "qpdf")
	model.ConfigPath = "disable" // pdfcpu would write into the home folder
	for name, p := range goldenPapers(t) {
		file := written(t, p)
		output(t, "qpdf", "--check", file)
		if err := api.ValidateFile(file, model.NewDefaultConfiguration()); err != nil {
			t.Errorf("%s: pdfcpu: %v", name, err)
		}
	}
}

func TestMetadata(t *testing.T) {
	tool(t, "pdfinfo", "poppler-utils")
	p := paperOf(t, sampleChecklist(English))
	file := written(t, p)
	info := output(t, "pdfinfo", file)
	for _, want := range []string{"Checklist for your order OP-7K4M-2QXF-9", "Officer Portal · Musterwerke AG", "Page size:       595.28 x 841.89 pts (A4)", "PDF version:     1.7"} {
		if !strings.Contains(info, want) {
			t.Errorf("no %q in\n%s", want, info)
		}
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(raw, []byte("/Lang (en)")) || !bytes.Contains(raw, []byte("/CreationDate (D:20261122140700)")) {
		t.Error("language or date of creation are missing")
	}
}
