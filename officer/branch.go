package officer

import "time"

// A Branch is one site of an organisation, where a desk stands.
type Branch struct {
	ID           BranchID
	Organisation OrganisationID
	Name         string
	Address      Address
	ClosedAt     *time.Time
	Version      int
}

// Clean gives the branch as it may be kept, and what is wrong with it. The
// address may be left out as a whole, but not in part.
func (b Branch) Clean() (Branch, Problems) {
	var c cleaner
	c.line("name", &b.Name, MaxLine)
	c.address("", &b.Address)
	var p Problems
	p.required([2]string{"name", b.Name})
	if !b.Address.Empty() {
		p.address("", b.Address)
	}
	found := c.problems
	for _, x := range p {
		if !found.Has(x.Field) {
			found = append(found, x)
		}
	}
	return b, found
}

// Close shuts a site. Its people must have gone somewhere: elsewhere says that
// whoever closes it has decided where.
func (b *Branch) Close(people int, elsewhere bool, at time.Time) error {
	switch {
	case b.ClosedAt != nil:
		return Fail(Conflict, "branch.closed_already")
	case people > 0 && !elsewhere:
		var p Problems
		p.Add("to", "branch.people_there", "count", people)
		return p.Err()
	}
	b.ClosedAt = &at
	return nil
}

// Reopen opens a site again, empty.
func (b *Branch) Reopen() error {
	if b.ClosedAt == nil {
		return Fail(Conflict, "branch.open_already")
	}
	b.ClosedAt = nil
	return nil
}

// A BranchRow is a site in the list, with how many people are assigned to it.
type BranchRow struct {
	Branch
	People int
}
