package officer

import "slices"

// Terms are what the provider agreed with an organisation.
type Terms struct {
	ContractFrom     Date
	ContractUntil    Date        // the last day; zero for no end
	BarredProcedures []Procedure // that its shops may not offer
	ApprovalFourEyes bool        // two clerks approve each of its orders
}

// Clean gives the terms as they may be kept, or what is wrong with them.
func (t Terms) Clean() (Terms, error) {
	var p Problems
	if !t.ContractUntil.IsZero() && t.ContractUntil.Before(t.ContractFrom) {
		p.Add("contract_until", "organisation.contract_backward")
	}
	t.BarredProcedures = slices.DeleteFunc(slices.Clone(Procedures), func(by Procedure) bool { return !slices.Contains(t.BarredProcedures, by) })
	return t, p.Err()
}

// Allowed lists the procedures that are not barred.
func (t Terms) Allowed() []Procedure {
	return slices.DeleteFunc(slices.Clone(Procedures), func(by Procedure) bool { return slices.Contains(t.BarredProcedures, by) })
}

// Over reports whether the contract has ended on a day.
func (t Terms) Over(today Date) bool {
	return !t.ContractUntil.IsZero() && t.ContractUntil.Before(today)
}
