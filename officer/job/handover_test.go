package job

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"officerportal/officer"
)

// A batch goes out whole, each file of results is given until it is settled, and
// then lies in done with its report.
func TestHandingOverByAFolder(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	h, b := HandOverFolder{Dir: dir}, officer.Batch{ID: officer.NewID[officer.BatchID]()}
	if d, err := h.Results(ctx, b, nil); err != nil || d.File != nil {
		t.Fatalf("results before there is a folder: %v %v", d, err)
	}
	for range 2 {
		if err := h.Take(ctx, b, []byte(`{"batch":{}}`)); err != nil {
			t.Fatal(err)
		}
	}
	out, err := os.ReadDir(filepath.Join(dir, "out"))
	if err != nil || len(out) != 1 || out[0].Name() != string(b.ID)+".json" {
		t.Fatalf("%v %v", out, err)
	}
	in := filepath.Join(dir, "in")
	if err := os.Mkdir(in, 0o750); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"bat_other.jsonl": "{}", string(b.ID) + ".part": "{}", string(b.ID) + "-1.jsonl": "one", string(b.ID) + "-2.jsonl": ""} {
		if err := os.WriteFile(filepath.Join(in, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i, want := range []string{"one", ""} {
		for range 2 { // until it is settled
			d, err := h.Results(ctx, b, nil)
			if err != nil || d.File == nil || string(d.File) != want {
				t.Fatalf("%d: %q %v", i, d.File, err)
			}
		}
		d, _ := h.Results(ctx, b, nil)
		report := officer.ProductionImport{Report: []officer.RowReport{{Line: 1, Outcome: officer.ResultRefused}}}
		if err := h.Settle(ctx, d, report); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(filepath.Join(dir, "done", d.Name+".report.jsonl"))
		if err != nil || !strings.Contains(string(text), `"outcome":"refused"`) {
			t.Errorf("%s %v", text, err)
		}
	}
	if d, err := h.Results(ctx, b, nil); err != nil || d.File != nil {
		t.Errorf("another batch's file, or an unfinished one: %+v %v", d, err)
	}
}
