package desk

import (
	"context"
	"io"
	"slices"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Applying is the second half of the officer's work on a case: the application
// group by group, signing, the second check, and making it an order.
type Applying struct {
	*Counter
	Again  Reauthenticator
	Random io.Reader // of order numbers; nil for the system's
}

// A Reauthenticator lets the actor of ctx prove that it is still them, with a
// fresh code of their authenticator. A wrong one is Invalid (field "code").
type Reauthenticator interface {
	Reauthenticate(ctx context.Context, code string) error
}

// File shows a case.
func (s *Applying) File(ctx context.Context, id officer.ApplicationID) (File, error) {
	return view(ctx, s.Counter, rbac.CaseOpen, func(tx *postgres.Tx) (f File, err error) {
		if f, err = readFile(tx, id); err == nil {
			f.Locked, err = refusal(f.mayFill(tx))
		}
		return f, err
	})
}

// Branches lists the sites to which a card can be sent.
func (s *Applying) Branches(ctx context.Context) ([]officer.Branch, error) {
	return view(ctx, s.Counter, rbac.CaseOpen, (*postgres.Tx).OpenBranches)
}

// An Entry is one group of a case as somebody filled it in.
type Entry struct {
	Group   officer.Group
	Form    officer.Form     // of which only the group counts
	Version int              // of the case, as the person saw it
	Draft   bool             // may be incomplete
	Faults  officer.Problems // of fields that could not be read at all
}

// Kept says what came of it.
type Kept struct {
	Version int
	At      time.Time
	Undone  bool          // an officer's signature no longer holds
	Next    officer.Group // the next one with something missing; empty for none
}

// Save keeps one group. A draft may be incomplete; otherwise everything wrong
// with the group is told at once. A change to what an officer signed undoes
// signature and check.
func (s *Applying) Save(ctx context.Context, id officer.ApplicationID, e Entry) (Kept, error) {
	return do(ctx, s.Counter, rbac.ApplicationSave, func(tx *postgres.Tx) (Kept, error) {
		f, err := fillable(tx, id, e.Version)
		if err != nil {
			return Kept{}, err
		}
		form, err := f.accept(tx, e)
		if err != nil {
			return Kept{}, err
		}
		return f.keep(tx, e.Group, form)
	})
}

// accept gives the form with the new group in it, or what is wrong with that.
func (f *File) accept(tx *postgres.Tx, e Entry) (officer.Form, error) {
	if !f.Application.Form.Asks(e.Group, f.Setting.Product) {
		return officer.Form{}, officer.Fail(officer.NotFound, "page.not_found")
	}
	if e.Group == officer.GroupSecrets { // what was chosen is not part of what was typed
		question := e.Form.Secrets.Question
		e.Form.Secrets = f.Application.Form.Secrets
		e.Form.Secrets.Question = question
	}
	clean, problems := e.Form.Clean(e.Group)
	problems = append(e.Faults, problems...)
	form := f.Application.Form.With(e.Group, clean)
	if a := (officer.Application{Form: form}); e.Group == officer.GroupContact && a.About(tx.Actor) {
		problems.Add("email", "contact.email_of_officer")
	}
	if err := toBranch(tx, e.Group, &form, &problems); err != nil {
		return form, err
	}
	if !e.Draft {
		for _, p := range form.Problems(e.Group, f.Setting) {
			if !problems.Has(p.Field) {
				problems = append(problems, p)
			}
		}
	}
	return form, problems.InOrder(form.Entries(e.Group)).Err()
}

// toBranch fills in the address of the branch a card goes to, as it is today.
func toBranch(tx *postgres.Tx, g officer.Group, form *officer.Form, problems *officer.Problems) error {
	d := &form.Delivery
	if g != officer.GroupDelivery || d.CardTo != "desk" || d.DeskBranch == "" {
		return nil
	}
	branches, err := tx.OpenBranches()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(branches, func(b officer.Branch) bool { return b.ID == d.DeskBranch })
	if i < 0 {
		problems.Add("desk_branch", "form.choose")
		return nil
	}
	d.Card = branches[i].Address
	return nil
}

// keep writes a changed form and says what follows from it.
func (f *File) keep(tx *postgres.Tx, g officer.Group, form officer.Form) (Kept, error) {
	a := &f.Application
	changed := form.Changed(g, a.Form)
	undone, err := a.Write(g, form, f.Setting.Product, tx.Now)
	if err != nil {
		return Kept{}, err
	}
	tx.Record("application.saved", string(a.ID), "group", g, "fields", changed)
	if undone {
		if err := f.undo(tx, string(g)); err != nil {
			return Kept{}, err
		}
	}
	if err := tx.SaveApplication(a); err != nil {
		return Kept{}, err
	}
	return Kept{Version: a.Version, At: tx.Now, Undone: undone, Next: f.Next(g)}, nil
}

// Next gives the first group after g, and then from the start, in which
// something is missing.
func (f File) Next(g officer.Group) officer.Group {
	at := slices.Index(officer.Groups, g)
	for n := range officer.Groups {
		other := officer.Groups[(at+1+n)%len(officer.Groups)]
		if len(f.Application.Form.Problems(other, f.Setting)) > 0 {
			return other
		}
	}
	return ""
}

// SaveQuantity sets how many cards are ordered, in the last step; only products
// that allow it have more than one.
func (s *Applying) SaveQuantity(ctx context.Context, id officer.ApplicationID, version, quantity int) error {
	return change(ctx, s.Counter, rbac.ApplicationSave, func(tx *postgres.Tx) error {
		f, err := fillable(tx, id, version)
		if err != nil {
			return err
		}
		if err := f.Application.SetQuantity(quantity, f.Setting.Product, tx.Now); err != nil {
			return err
		}
		tx.Record("application.quantity_saved", string(id), "quantity", quantity)
		return tx.SaveApplication(&f.Application)
	})
}

// Withdraw gives a case up, with a reason.
func (s *Applying) Withdraw(ctx context.Context, id officer.ApplicationID, version int, why string) error {
	why, err := officer.CleanText(why, officer.MaxNote)
	if err != nil {
		return ofField("why", err)
	}
	return change(ctx, s.Counter, rbac.ApplicationWithdraw, func(tx *postgres.Tx) error {
		f, err := readFile(tx, id)
		if err == nil {
			err = f.mayWork(tx)
		}
		if err != nil {
			return err
		}
		if f.Application.Version != version {
			return officer.Fail(officer.Stale, "form.stale")
		}
		if err := f.Application.Withdraw(why, tx.Now); err != nil {
			return err
		}
		tx.Record("application.withdrawn", string(id))
		return tx.SaveApplication(&f.Application)
	})
}
