package page

import (
	"encoding/csv"
	"io"
	"time"

	"officerportal/officer"
)

func moment(t time.Time) string { return t.In(officer.Berlin()).Format(time.RFC3339) }

// writeCSV writes a table for a spreadsheet: with the mark that makes programs
// read UTF-8, semicolons as German ones expect, and nothing that a program would
// calculate.
func (f *Frame) writeCSV(w io.Writer, rows [][]string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if f.Language == "de" {
		out.Comma = ';'
	}
	for _, row := range rows {
		for i, cell := range row {
			row[i] = officer.ExportCell(cell)
		}
	}
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	return out.Error()
}
