package main

import (
	"context"

	"officerportal/officer/postgres/cluster"
)

// workerCommand runs the worker alone, beside portals that run with --no-worker.
type workerCommand struct {
	databaseFlags
	keyFlags
	mailFlags
	productionFlags
	logFlags
	BaseURL string `name:"base-url" help:"Address under which people reach the portal, for links in letters and mails." placeholder:"URL"`
}

// Run works until it is told to stop.
func (w *workerCommand) Run(ctx context.Context) error {
	var f faults
	address, log, keys := w.address(&f), w.logger(&f), w.keyFlags.load(&f)
	password, anchors := w.mailFlags.check(&f), w.anchors(&f)
	if w.SMTPHost == "" {
		f.add("--smtp-host is missing")
	}
	checkBaseURL(&f, w.BaseURL, false)
	if err := f.err(); err != nil {
		return err
	}
	d, err := openDatabase(ctx, address, orDefault(w.DataDir, cluster.DefaultDataDir()), log)
	if err != nil {
		return err
	}
	defer d.close()
	mailer, err := w.mailer(password)
	if err != nil {
		return err
	}
	all, err := newServices(d, settings{keys: keys, address: w.BaseURL, mailer: mailer, anchors: anchors, folder: w.ProductionFolder})
	if err != nil {
		return err
	}
	return all.worker(log).Run(ctx)
}
