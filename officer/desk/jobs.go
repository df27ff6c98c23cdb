package desk

import (
	"context"
	"errors"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

// Jobs shows people the work that runs for them, and lets the worker do it.
type Jobs struct {
	*Counter
	Kinds map[string]Work
}

// Work does one kind of job. In its context acts the person who asked for it,
// with the rights they have now. It tells its progress as it goes; an error of
// progress means stop, for the job was cancelled. What it returns is kept for
// download.
type Work func(ctx context.Context, j officer.Job, progress func(done, total int) error) (name string, result []byte, err error)

// jobTries is how often a job is tried that ends in a fault.
const jobTries = 3

// errCancelled is what progress gives a job that somebody cancelled.
var errCancelled = errors.New("the job was cancelled")

// Job shows one of the actor's own jobs.
func (s *Jobs) Job(ctx context.Context, id officer.JobID) (officer.Job, error) {
	return view(ctx, s.Counter, rbac.JobRead, func(tx *postgres.Tx) (officer.Job, error) { return ownJob(tx, id) })
}

// Mine lists the actor's newest jobs.
func (s *Jobs) Mine(ctx context.Context) ([]officer.Job, error) {
	return view(ctx, s.Counter, rbac.JobRead, func(tx *postgres.Tx) ([]officer.Job, error) { return tx.Jobs(tx.Actor.Account, 20) })
}

// Result gives what one of the actor's jobs made.
func (s *Jobs) Result(ctx context.Context, id officer.JobID) (name string, content []byte, err error) {
	_, err = view(ctx, s.Counter, rbac.JobRead, func(tx *postgres.Tx) (officer.Job, error) {
		j, err := ownJob(tx, id)
		if err != nil {
			return j, err
		}
		name, content, err = tx.JobResult(id)
		return j, err
	})
	if err != nil {
		return "", nil, err
	}
	actor, _ := officer.ActorFrom(ctx)
	content, err = s.Keys.Box.Open(content, resultPlace(actor.Organisation, id))
	return name, content, err
}

// What a job made is personal data, and letters with codes are good for whoever
// reads them: it lies sealed until somebody fetches it.
func resultPlace(organisation officer.OrganisationID, id officer.JobID) string {
	return secret.Bind(string(organisation), "jobs", "result", string(id))
}

// Cancel stops one of the actor's jobs.
func (s *Jobs) Cancel(ctx context.Context, id officer.JobID) error {
	return change(ctx, s.Counter, rbac.JobCancel, func(tx *postgres.Tx) error {
		j, err := ownJob(tx, id)
		if err != nil {
			return err
		}
		tx.Record("job.cancelled", string(j.ID), "kind", j.Kind)
		return tx.CancelJob(j.ID)
	})
}

// ownJob reads a job of the actor; a colleague's job is not found, since its
// result may hold what the actor may not see.
func ownJob(tx *postgres.Tx, id officer.JobID) (officer.Job, error) {
	j, err := tx.Job(id)
	if err == nil && j.CreatedBy != tx.Actor.Account {
		err = officer.Fail(officer.NotFound, "page.not_found")
	}
	return j, err
}

// Work takes the job that is due the longest, does it, and reports whether
// there was one. A worker that dies meanwhile leaves it to another after its lease.
func (s *Jobs) Work(ctx context.Context) (found bool, err error) {
	var j officer.Job
	err = s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) (err error) {
		j, err = tx.TakeJob()
		return err
	})
	if errors.Is(err, officer.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	name, result, failure := s.attempt(ctx, &j)
	if failure == nil && result != nil {
		result, failure = s.Keys.Box.Seal(result, resultPlace(j.Organisation, j.ID))
	}
	if errors.Is(failure, errCancelled) || ctx.Err() != nil {
		return true, nil // cancelled, or the worker is stopping: the lease gives it to the next
	}
	return true, s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
		return tx.EndJob(ended(j, name, failure, tx.Now), result)
	})
}

func (s *Jobs) attempt(ctx context.Context, j *officer.Job) (string, []byte, error) {
	work, known := s.Kinds[j.Kind]
	if !known {
		return "", nil, officer.Fail(officer.Invalid, "job.kind_unknown")
	}
	asWhom, err := s.asker(ctx, *j)
	if err != nil {
		return "", nil, err
	}
	return work(asWhom, *j, func(done, total int) error {
		j.Done, j.Total = done, total
		err := s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error { return tx.SaveProgress(*j) })
		if errors.Is(err, officer.Conflict) {
			return errCancelled
		}
		return err
	})
}

// asker gives the context in which the person acts who asked for a job, with
// the roles they hold now. They asked from a session that had shown what was
// demanded of them; who has left meanwhile gets nothing more.
func (s *Jobs) asker(ctx context.Context, j officer.Job) (context.Context, error) {
	p := officer.Presence{Session: officer.Session{Organisation: j.Organisation, SecondFactorAt: j.CreatedAt}}
	err := s.DB.View(ctx, postgres.System, func(tx *postgres.Tx) (err error) {
		if p.Account, err = tx.Account(j.CreatedBy); err != nil {
			return err
		}
		p.Workplaces, err = tx.Workplaces(j.CreatedBy)
		return err
	})
	if err != nil {
		return nil, err
	}
	actor, err := p.Actor(officer.Today(j.CreatedAt))
	if err != nil || p.Account.Status != officer.AccountActive {
		return nil, officer.Fail(officer.Forbidden, "job.asker_gone")
	}
	return officer.WithActor(ctx, actor), nil
}

// ended says how a job's attempt came out: done, refused for good, or to be
// tried again. Problem is a message key, never a fault's own words.
func ended(j officer.Job, name string, failure error, at time.Time) officer.Job {
	var refusal *officer.Error
	switch {
	case failure == nil:
		j.Status, j.ResultName = officer.JobDone, name
	case errors.As(failure, &refusal) && refusal.Kind != officer.Unavailable:
		j.Status, j.Problem = officer.JobFailed, refusal.Key
	case j.Attempts >= jobTries:
		j.Status, j.Problem = officer.JobFailed, "job.fault"
	default:
		j.Status, j.Problem, j.RunAt = officer.JobQueued, "job.fault", at.Add(pauseAfter(j.Attempts))
	}
	return j
}

// JobsKept is how long a finished job and what it made can be fetched.
const JobsKept = 24 * time.Hour

// Tidy removes jobs that ended long ago; their results are personal data.
func (s *Jobs) Tidy(ctx context.Context) error {
	return s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error { return tx.DropOldJobs(tx.Now.Add(-JobsKept)) })
}
