// Package job runs on a clock what no request waits for: mails, long jobs,
// housekeeping. It decides nothing; it calls use cases until there is no work
// left, and waits.
package job

import (
	"context"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"
)

// A Task is one kind of work. Do does one piece of it and reports whether there
// was one; Every is the pause when there was none, or after a fault.
type Task struct {
	Name  string
	Every time.Duration
	Do    func(context.Context) (found bool, err error)
}

// A Worker does tasks side by side until it is stopped.
type Worker struct {
	Log   *slog.Logger
	Tasks []Task
}

// Run works until ctx ends. What it is in the middle of is finished or rolled back.
func (w *Worker) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, t := range w.Tasks {
		g.Go(func() error { return w.run(ctx, t) })
	}
	return g.Wait()
}

func (w *Worker) run(ctx context.Context, t Task) error {
	for ctx.Err() == nil {
		found, err := t.Do(ctx)
		if err != nil && ctx.Err() == nil {
			w.Log.Error("task", "task", t.Name, "error", err)
		}
		if found && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(t.Every):
		}
	}
	return nil
}

// Periodic makes a task of something that is done once per period.
func Periodic(name string, every time.Duration, do func(context.Context) error) Task {
	return Task{Name: name, Every: every, Do: func(ctx context.Context) (bool, error) { return false, do(ctx) }}
}
