package postgres

import (
	"encoding/json"
	"errors"
	"time"

	"officerportal/officer"
)

const importColumns = `id, organisation_id as organisation, name, digest, dry_run, rows, taken, unchanged, refused, faults, made_by, made_name, made_at,
	coalesce(done_at, '0001-01-01Z') as done_at`

// AddProductionImport keeps a file of results until the worker takes it.
func (tx *Tx) AddProductionImport(i officer.ProductionImport) error {
	return tx.exec(`insert into production_imports (organisation_id, id, name, digest, dry_run, content_sealed, rows, made_by, made_name, made_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, i.Organisation, i.ID, i.Name, i.Digest, i.DryRun, i.ContentSealed, i.Rows, i.MadeBy, i.MadeName, i.MadeAt)
}

// ProductionImport finds one, with what became of its rows.
func (tx *Tx) ProductionImport(id officer.JobID) (officer.ProductionImport, error) {
	var r struct {
		officer.ProductionImport
		ReportText []byte
	}
	err := tx.get(&r, `select `+importColumns+`, content_sealed, report as report_text from production_imports where id = $1`, id)
	if err != nil {
		return r.ProductionImport, err
	}
	return r.ProductionImport, json.Unmarshal(r.ReportText, &r.Report)
}

// ProductionImports lists the newest, without their rows.
func (tx *Tx) ProductionImports(limit int) (list []officer.ProductionImport, err error) {
	err = tx.list(&list, `select `+importColumns+` from production_imports order by made_at desc, id desc limit $1`, limit)
	return list, err
}

// EndProductionImport writes what became of a file; what it said is forgotten.
func (tx *Tx) EndProductionImport(i officer.ProductionImport) error {
	report, err := json.Marshal(i.Report)
	if err != nil {
		return err
	}
	return tx.one(stale(), `update production_imports set rows = $2, taken = $3, unchanged = $4, refused = $5, faults = $6, report = $7::jsonb, content_sealed = null, done_at = $8
		where id = $1`, i.ID, i.Rows, i.Taken, i.Unchanged, i.Refused, i.Faults, string(report), tx.Now)
}

// DropOldProductionImports forgets reports, and files that nobody took, from before a day.
func (tx *Tx) DropOldProductionImports(before time.Time) error {
	return tx.exec(`delete from production_imports where made_at < $1`, before)
}

// ProductionCall gives what a call of the personaliser was answered before; ok is
// false for one that never came.
func (tx *Tx) ProductionCall(key string) (digest []byte, answer json.RawMessage, ok bool, err error) {
	var r struct{ Digest, Answer []byte }
	err = tx.get(&r, `select digest, answer from production_calls where organisation_id = $1 and key = $2`, tx.Organisation(), key)
	if errors.Is(translate(err), officer.NotFound) {
		return nil, nil, false, nil
	}
	return r.Digest, r.Answer, err == nil, err
}

// AddProductionCall keeps what a call was answered.
func (tx *Tx) AddProductionCall(key string, digest []byte, answer json.RawMessage) error {
	return tx.exec(`insert into production_calls (organisation_id, key, digest, answer, called_at) values ($1, $2, $3, $4::jsonb, $5)`,
		tx.Organisation(), key, digest, string(answer), tx.Now)
}

// DropOldProductionCalls forgets answers from before a day.
func (tx *Tx) DropOldProductionCalls(before time.Time) error {
	return tx.exec(`delete from production_calls where called_at < $1`, before)
}

// A DemoRevocation is a certificate that the demo's authority revoked.
type DemoRevocation struct {
	Serial    string
	Reason    int
	RevokedAt time.Time
}

// AddDemoRevocation keeps one; a certificate is revoked once, and the first time counts.
func (tx *Tx) AddDemoRevocation(r DemoRevocation) error {
	return tx.exec(`insert into demo_revocations (organisation_id, serial, reason, revoked_at) values ($1, $2, $3, $4) on conflict do nothing`,
		tx.Organisation(), r.Serial, r.Reason, r.RevokedAt)
}

// DemoRevocations lists them all.
func (tx *Tx) DemoRevocations() (list []DemoRevocation, err error) {
	err = tx.list(&list, `select serial, reason, revoked_at from demo_revocations order by revoked_at, serial`)
	return list, err
}

// DemoStatus tells whether a certificate was issued and, if so, its revocation.
func (tx *Tx) DemoStatus(serial string) (issued bool, revoked *DemoRevocation, err error) {
	if err = tx.get(&issued, `select exists (select from certificates where serial = $1)`, serial); err != nil {
		return false, nil, err
	}
	var list []DemoRevocation
	err = tx.list(&list, `select serial, reason, revoked_at from demo_revocations where serial = $1`, serial)
	if err != nil || len(list) == 0 {
		return issued, nil, err
	}
	return issued, &list[0], nil
}
