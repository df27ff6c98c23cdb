package desk

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"slices"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

// The ways in which the codes of a list are given out.
const (
	ByLetter = "letters"
	ByMail   = "mails"
)

// CodesJob is the kind of the job that draws a code for each person of a list.
const CodesJob = "order_codes"

// A CodeWish says what codes shall be drawn for the people of a list. In Terms
// stands what is the same for all of them.
type CodeWish struct {
	Terms    officer.OrderCode
	LastDay  officer.Date
	By       string // ByLetter or ByMail
	Language string // of the letters and mails, where the list does not say
}

// A CodeList is a list of people, read and checked, that waits to be confirmed.
type CodeList struct {
	CodeWish
	officer.PeopleList
	ID        officer.JobID `json:"-"`
	CreatedAt time.Time     `json:"-"`
	Seed      []byte        // from which the codes are drawn, so that a second try draws the same
}

// CheckList reads a list of people and tells what is wrong with it, without
// drawing anything. What is right of it is kept for a day, sealed, until somebody
// confirms it.
func (s *Codes) CheckList(ctx context.Context, w CodeWish, file []byte) (officer.JobID, error) {
	return do(ctx, s.Counter, rbac.CodeIssue, func(tx *postgres.Tx) (id officer.JobID, err error) {
		l := CodeList{CodeWish: w, Seed: make([]byte, 32)}
		var problems officer.Problems
		l.Terms.Uses = 1
		if l.Terms, err = terms(tx, l.Terms, w.LastDay); !problems.Join(err) {
			return "", err
		}
		l.PeopleList, err = officer.ReadPeople(file, w.By == ByMail)
		problems.AddErr("file", err)
		if err := problems.Err(); err != nil {
			return "", err
		}
		if err := l.warnOfOpenCodes(tx); err != nil {
			return "", err
		}
		rand.Read(l.Seed) // never fails: crypto/rand ends the program instead
		id = officer.NewID[officer.JobID]()
		content, err := s.sealList(tx.Organisation(), id, l)
		if err != nil {
			return "", err
		}
		tx.Record("order_code.list_checked", string(id), "rows", l.Rows, "faulty", l.FaultyRows())
		return id, tx.AddCodeList(id, content)
	})
}

// warnOfOpenCodes notes who could still redeem a code for the same product.
func (l *CodeList) warnOfOpenCodes(tx *postgres.Tx) error {
	var keys []string
	for _, p := range l.People {
		if p.Email != "" {
			keys = append(keys, officer.Email(p.Email).AccountKey())
		}
	}
	holders, err := tx.HoldersOfOpenCodes(l.Terms.Product, keys)
	if err != nil {
		return err
	}
	has := make(map[string]bool, len(holders))
	for _, key := range holders {
		has[key] = true
	}
	for _, p := range l.People {
		if has[officer.Email(p.Email).AccountKey()] {
			l.Warnings = append(l.Warnings, officer.RowFault{Line: p.Line, Problem: officer.Problem{Field: "email", Key: "list.open_code"}})
		}
	}
	slices.SortStableFunc(l.Warnings, func(a, b officer.RowFault) int { return a.Line - b.Line })
	return nil
}

func listPlace(organisation officer.OrganisationID, id officer.JobID) string {
	return secret.Bind(string(organisation), "order_code_lists", "content", string(id))
}

func (s *Codes) sealList(organisation officer.OrganisationID, id officer.JobID, l CodeList) ([]byte, error) {
	text, err := json.Marshal(l)
	if err != nil {
		return nil, err
	}
	return s.Keys.Box.Seal(text, listPlace(organisation, id))
}

// openList reads a list of the actor's own; a colleague's is not found, as in jobs.
func (s *Codes) openList(tx *postgres.Tx, id officer.JobID) (l CodeList, err error) {
	row, err := tx.CodeList(id)
	if err != nil {
		return l, err
	}
	if row.CreatedBy != tx.Actor.Account {
		return l, officer.Fail(officer.NotFound, "page.not_found")
	}
	text, err := s.Keys.Box.Open(row.Content, listPlace(tx.Organisation(), id))
	if err != nil {
		return l, err
	}
	err = json.Unmarshal(text, &l)
	l.ID, l.CreatedAt = id, row.CreatedAt
	whole(l.Faults)
	whole(l.Warnings)
	return l, err
}

// whole makes whole numbers again of what JSON made of them, for texts that count.
func whole(faults []officer.RowFault) {
	for _, f := range faults {
		for name, value := range f.Args {
			if n, isNumber := value.(float64); isNumber {
				f.Args[name] = int(n)
			}
		}
	}
}

// A CheckedList is a list with what its codes release, for the page that asks
// whether to go on.
type CheckedList struct {
	CodeList
	Shop    officer.Shop
	Product officer.Product
	Drawing bool // it was confirmed
}

// CheckedList shows a list that was checked.
func (s *Codes) CheckedList(ctx context.Context, id officer.JobID) (CheckedList, error) {
	return view(ctx, s.Counter, rbac.CodeIssue, func(tx *postgres.Tx) (c CheckedList, err error) {
		if c.CodeList, err = s.openList(tx, id); err != nil {
			return c, err
		}
		if c.Shop, err = tx.Shop(c.Terms.Shop); err != nil {
			return c, err
		}
		if c.Product, err = tx.Product(c.Terms.Product); err != nil {
			return c, err
		}
		c.Drawing, err = tx.HasJob(id)
		return c, err
	})
}

// ConfirmList has the worker draw a code for each person of a list whose row is
// right. A list is confirmed once: the second gets a Conflict, list.confirmed.
func (s *Codes) ConfirmList(ctx context.Context, id officer.JobID) error {
	return change(ctx, s.Counter, rbac.CodeIssue, func(tx *postgres.Tx) error {
		if err := tx.HoldCodeList(id); err != nil {
			return err
		}
		l, err := s.openList(tx, id)
		if err != nil {
			return err
		}
		confirmed, err := tx.HasJob(id)
		switch {
		case err != nil:
			return err
		case confirmed:
			return officer.Fail(officer.Conflict, "list.confirmed")
		case len(l.People) == 0:
			return officer.Fail(officer.Conflict, "list.nobody")
		}
		if _, err := terms(tx, l.Terms, l.LastDay); err != nil { // the shop may have changed since
			return err
		}
		tx.Record("order_code.list_confirmed", string(id), "codes", len(l.People), "by", l.By)
		return tx.AddJob(officer.Job{ID: id, Kind: CodesJob, Payload: []byte(`{}`), Total: len(l.People)})
	})
}

// DropList forgets a list that nobody shall get codes from.
func (s *Codes) DropList(ctx context.Context, id officer.JobID) error {
	return change(ctx, s.Counter, rbac.CodeIssue, func(tx *postgres.Tx) error {
		if _, err := s.openList(tx, id); err != nil {
			return err
		}
		tx.Record("order_code.list_dropped", string(id))
		return tx.DropCodeList(id)
	})
}

// Tidy removes lists that are a day old, with the seed of their codes: from then
// on nobody can make them again.
func (s *Codes) Tidy(ctx context.Context) error {
	return s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error { return tx.DropOldCodeLists(tx.Now.Add(-JobsKept)) })
}
