package page

import (
	"time"

	"officerportal/officer"
)

// JobView is one job. Until is when what it made is removed.
type JobView struct {
	officer.Job
	Until time.Time
}

func (p JobView) href(part string) string { return "/jobs/" + string(p.ID) + part }

var jobFaces = map[string]face{
	officer.JobQueued:    {Info, ""},
	officer.JobRunning:   {Warning, "autorenew"},
	officer.JobDone:      {Success, ""},
	officer.JobFailed:    {Alarm, ""},
	officer.JobCancelled: {Info, "close"},
}

// JobTitle says what a job does.
func (f *Frame) JobTitle(j officer.Job) string { return f.T("job_kind."+j.Kind, "count", j.Total) }

// JobProgress says how far it is.
func (f *Frame) JobProgress(j officer.Job) string {
	if j.Status == officer.JobQueued && j.Done == 0 {
		return f.T("job.waiting")
	}
	return f.T("progress.of", "value", f.Number(j.Done), "max", f.Number(j.Total))
}

func jobTable(f *Frame, list []officer.Job) Table {
	t := Table{Caption: f.T("job.caption"), Empty: f.T("job.none"), Columns: []Column{
		{Label: f.T("job.what")}, {Label: f.T("job.since")}, {Label: f.T("job.state")},
	}}
	for _, j := range list {
		x := jobFaces[j.Status]
		t.Rows = append(t.Rows, Row{LinkTo("/jobs/"+string(j.ID), f.JobTitle(j)), DateTimeOf(f, j.CreatedAt),
			TagOf(Tag{Text: f.text("job_status", j.Status), Tone: x.tone, Icon: x.icon})})
	}
	return t
}
