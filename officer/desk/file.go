package desk

import (
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
)

// A File is a case with what it is judged against.
type File struct {
	Application    officer.Application
	Identification officer.Identification // the current one; zero before the first
	Setting        officer.Setting
	Locked         error // for a page that fills the case in: why the actor may not; nil when they may
}

// Version is the version of the case as a page shows it. Both records only ever
// count up, so that their sum is the same only if both are.
func (f File) Version() int { return f.Application.Version + f.Identification.Version }

// Missing gives everything that is wrong or missing before the officer can sign.
// Fields are named PAGE.FIELD.
func (f File) Missing() officer.Problems {
	var all officer.Problems
	if !f.Application.Form.Agreed() {
		all.Add(officer.PartConsents+".consents", "consent.needed")
	}
	i := f.Identification
	if i.ID == "" {
		all.Add(officer.PartDocument+".type", "identification.not_started")
	} else {
		all = append(all, i.DocumentProblems(f.Application.Form.Person, f.Setting).Under(officer.PartDocument)...)
		all = append(all, i.Capture.CheckProblems(i.Document.Type, i.DrawnFeatures).Under(officer.PartChecks)...)
		all = append(all, i.Capture.Faults(i.Document.Type).Under(officer.PartChecks)...)
	}
	return append(all, f.Application.Form.Missing(f.Setting)...)
}

// readFile reads a case of the scope's organisation.
func readFile(tx *postgres.Tx, id officer.ApplicationID) (File, error) {
	f, err := readForm(tx, id)
	if err == nil && f.Application.Identification != "" {
		f.Identification, err = tx.Identification(f.Application.Identification)
	}
	return f, err
}

// mayWork is the rule for everything that changes a case: an officer who may
// identify today, and never the person it is about.
func (f File) mayWork(tx *postgres.Tx) error {
	if err := mayIdentify(tx, f.Setting.Today); err != nil {
		return err
	}
	return f.Application.MayWork(tx.Actor)
}

// mayFill is mayWork for what the application and the act say: once somebody has
// begun the act it is theirs to fill in, since they vouch for it. Before that the
// person is looked up, as the act would do.
func (f File) mayFill(tx *postgres.Tx) error {
	if err := f.mayWork(tx); err != nil {
		return err
	}
	if f.Identification.ID != "" {
		return f.Identification.MayCapture(tx.Actor)
	}
	p, err := tx.Person(f.Application.Person)
	if err == nil && p.IsOneself(tx.Actor) {
		err = officer.Fail(officer.Forbidden, "identification.of_oneself")
	}
	return err
}

// readForm reads a case without its identification, where nobody looks at that.
func readForm(tx *postgres.Tx, id officer.ApplicationID) (f File, err error) {
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
	return f, nil
}

// fillable reads a case for somebody who wants to fill it in, and who saw it in
// this version; else it is Stale.
func fillable(tx *postgres.Tx, id officer.ApplicationID, version int) (File, error) {
	f, err := readFile(tx, id)
	if err == nil {
		err = f.mayFill(tx)
	}
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

// hand puts the case into somebody's hands; nobody's without an account.
func (f *File) hand(tx *postgres.Tx, to officer.AccountID, name string) error {
	a := &f.Application
	before := a.ClaimedBy
	if before == to {
		return nil
	}
	a.ClaimedBy, a.ClaimedName, a.ClaimedAt = to, name, tx.Now
	if to == "" {
		a.ClaimedAt = time.Time{}
	}
	return tx.SaveClaim(*a, before)
}

// ofField tells a refusal as the fault of a field.
func ofField(field string, err error) error {
	var p officer.Problems
	p.AddErr(field, err)
	return p.Err()
}

// numberPlace is where a document's number is sealed to.
func numberPlace(i officer.Identification) string {
	return secret.Bind(string(i.Organisation), "identifications", "document_number_sealed", string(i.ID))
}

// openNumber opens the sealed number of an act; none is the zero number. That it
// does not open is a fault: the row, or the key, is not what it was.
func (c *Counter) openNumber(i officer.Identification) (officer.DocumentNumber, error) {
	if len(i.NumberSealed) == 0 {
		return officer.DocumentNumber{}, nil
	}
	plain, err := c.Keys.Box.Open(i.NumberSealed, numberPlace(i))
	if err != nil {
		return officer.DocumentNumber{}, err
	}
	return officer.ParseDocumentNumber(i.Document.Type, string(plain))
}

// SealNumber seals the number of an act's document to its row.
func (c *Counter) SealNumber(i officer.Identification, n officer.DocumentNumber) ([]byte, error) {
	return c.Keys.Box.Seal([]byte(n.Reveal()), numberPlace(i))
}
