package job

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"officerportal/officer"
	"officerportal/officer/desk"
)

// A HandOverFolder is how batches reach a personaliser by a folder that both see,
// such as one that is mirrored by SFTP: out/BATCH.json is the signed batch, files
// of results are put into in/, named BATCH*.jsonl or BATCH*.json. Each is taken
// once and goes to done/, with a report beside it.
type HandOverFolder struct{ Dir string }

// Take writes the batch, whole or not at all.
func (h HandOverFolder) Take(_ context.Context, b officer.Batch, file []byte) error {
	return h.write("out", string(b.ID)+".json", file)
}

// Results gives the first file of results of the batch.
func (h HandOverFolder) Results(_ context.Context, b officer.Batch, _ []byte) (desk.Delivery, error) {
	list, err := os.ReadDir(filepath.Join(h.Dir, "in"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return desk.Delivery{}, err
	}
	for _, f := range list {
		ext := filepath.Ext(f.Name())
		if !f.Type().IsRegular() || !strings.HasPrefix(f.Name(), string(b.ID)) || ext != ".jsonl" && ext != ".json" {
			continue
		}
		if info, err := f.Info(); err != nil || info.Size() > officer.MaxResultBytes {
			return desk.Delivery{Name: f.Name(), File: []byte{}}, err // is told to be no file of results
		}
		content, err := os.ReadFile(filepath.Join(h.Dir, "in", f.Name()))
		if content == nil {
			content = []byte{}
		}
		return desk.Delivery{Name: f.Name(), File: content}, err
	}
	return desk.Delivery{}, nil
}

// Settle puts a file of results away, with what became of its rows.
func (h HandOverFolder) Settle(_ context.Context, d desk.Delivery, i officer.ProductionImport) error {
	report, err := desk.Report(i)
	if err != nil {
		return err
	}
	if err := h.write("done", d.Name+".report.jsonl", report); err != nil {
		return err
	}
	return os.Rename(filepath.Join(h.Dir, "in", d.Name), filepath.Join(h.Dir, "done", d.Name))
}

// write puts a file in place at once: who reads the folder never sees half of one.
func (h HandOverFolder) write(folder, name string, content []byte) error {
	dir := filepath.Join(h.Dir, folder)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	draft, err := os.CreateTemp(dir, ".draft-*")
	if err != nil {
		return err
	}
	_, err = draft.Write(content)
	if err = errors.Join(err, draft.Close()); err == nil {
		err = os.Rename(draft.Name(), filepath.Join(dir, name))
	}
	if err != nil {
		_ = os.Remove(draft.Name())
	}
	return err
}
