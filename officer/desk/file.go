package desk

import (
	"officerportal/officer"
	"officerportal/officer/postgres"
)

// A File is a case with what it is judged against.
type File struct {
	Application    officer.Application
	Identification officer.Identification // the current one; zero before the first
	Setting        officer.Setting
}

// Missing gives what is wrong or missing in the whole application.
func (f File) Missing() officer.Problems { return f.Application.Form.Missing(f.Setting) }

// readFile reads a case of the scope's organisation.
func readFile(tx *postgres.Tx, id officer.ApplicationID) (f File, err error) {
	if f.Application, err = tx.Application(id); err != nil {
		return f, err
	}
	if f.Setting.Product, err = tx.Product(f.Application.Product); err != nil {
		return f, err
	}
	if f.Setting.Organisation, err = tx.OwnOrganisation(); err != nil {
		return f, err
	}
	f.Setting.Today = officer.Today(tx.Now)
	if f.Application.Identification != "" {
		f.Identification, err = tx.Identification(f.Application.Identification)
	}
	return f, err
}

// readVersion reads a case that the person saw in this version; else it is Stale.
func readVersion(tx *postgres.Tx, id officer.ApplicationID, version int) (File, error) {
	f, err := readFile(tx, id)
	if err == nil && f.Application.Version != version {
		err = officer.Fail(officer.Stale, "form.stale")
	}
	return f, err
}

// undo takes back what was signed, because its content changed.
func (f *File) undo(tx *postgres.Tx, why string) error {
	if f.Identification.ID == "" || !f.Identification.Signed() {
		return nil
	}
	if err := f.Identification.Undo(); err != nil {
		return err
	}
	tx.Record("identification.undone", string(f.Identification.ID), "application", f.Application.ID, "why", why)
	return tx.SaveIdentification(&f.Identification)
}

// ofField tells a refusal as the fault of a field.
func ofField(field string, err error) error {
	var p officer.Problems
	p.AddErr(field, err)
	return p.Err()
}
