package officer

import "time"

// A RowOutcome is what became of a row of results.
type RowOutcome string

// The outcomes.
const (
	ResultTaken     RowOutcome = "taken"     // something changed
	ResultUnchanged RowOutcome = "unchanged" // it says what was known
	ResultFault     RowOutcome = "fault"     // the card cannot be made; its order waits
	ResultRefused   RowOutcome = "refused"   // something is wrong; nothing of it was taken
)

// A RowReport says what became of one row.
type RowReport struct {
	Line     int        `json:"line"`
	Card     CardID     `json:"card"`
	Outcome  RowOutcome `json:"outcome"`
	Changes  []Change   `json:"changes,omitempty"`
	Problems []Problem  `json:"problems,omitempty"`
}

// A ProductionImport is a file of results, or a try of one.
type ProductionImport struct {
	ID            JobID // of the job that takes it
	Organisation  OrganisationID
	Name          string
	Digest        []byte
	DryRun        bool
	ContentSealed []byte // until it was taken
	Rows          int
	Taken         int
	Unchanged     int
	Refused       int
	Faults        int
	MadeBy        AccountID
	MadeName      string
	MadeAt        time.Time
	DoneAt        time.Time
	Report        []RowReport
}

// Count adds what became of rows to the figures.
func (i *ProductionImport) Count(rows []RowReport) {
	for _, r := range rows {
		switch r.Outcome {
		case ResultTaken:
			i.Taken++
		case ResultUnchanged:
			i.Unchanged++
		case ResultFault:
			i.Faults++
		case ResultRefused:
			i.Refused++
		}
	}
	i.Report = append(i.Report, rows...)
}

// A CardFault is a card that could not be made.
type CardFault struct {
	Organisation OrganisationID
	Card         CardID
	Batch        BatchID
	Code         string
	Text         string
	ToldAt       time.Time
}
