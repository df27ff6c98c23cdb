package officer

import "time"

// The statuses of a job.
const (
	JobQueued    = "queued"
	JobRunning   = "running"
	JobDone      = "done"
	JobFailed    = "failed"
	JobCancelled = "cancelled"
)

// A Job is work too long for a request, with its progress.
type Job struct {
	ID           JobID
	Organisation OrganisationID
	Kind         string
	Status       string
	Payload      []byte // JSON
	Total        int
	Done         int
	Attempts     int
	RunAt        time.Time
	ResultName   string
	Problem      string // key of the text that says why it failed
	CreatedBy    AccountID
	CreatedAt    time.Time
	EndedAt      time.Time
}

// Running reports whether the job has not ended, one way or another.
func (j Job) Running() bool { return j.Status == JobQueued || j.Status == JobRunning }
