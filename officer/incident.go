package officer

import (
	"slices"
	"time"
)

// An Incident is a suspicion that somebody has to follow up.
type Incident struct {
	ID             IncidentID
	Organisation   OrganisationID
	Kind           string // suspected_forgery
	Application    ApplicationID
	Identification IdentificationID
	ReportedBy     AccountID
	ReportedName   string
	ReportedAt     time.Time
	Note           string
	Status         string // open, closed
	ClosedBy       AccountID
	ClosedAt       time.Time
	Outcome        IncidentOutcome // what the suspicion came to; empty while it is open
	OutcomeNote    string
	Version        int
}

// The statuses of an incident.
const (
	IncidentOpen   = "open"
	IncidentClosed = "closed"
)

// IncidentOutcome is what a suspicion came to.
type IncidentOutcome string

// The outcomes of an incident.
const (
	IncidentConfirmed  IncidentOutcome = "confirmed"
	IncidentUnfounded  IncidentOutcome = "unfounded"
	IncidentUnresolved IncidentOutcome = "unresolved"
)

// IncidentOutcomes lists them in the order in which they are offered.
var IncidentOutcomes = []IncidentOutcome{IncidentConfirmed, IncidentUnfounded, IncidentUnresolved}

// Close ends the follow-up with what came out and what was done about it.
func (n *Incident) Close(outcome IncidentOutcome, note string, by Actor, at time.Time) error {
	if n.Status != IncidentOpen {
		return Fail(Conflict, "incident.closed_already")
	}
	var p Problems
	if !slices.Contains(IncidentOutcomes, outcome) {
		p.Add("outcome", "form.choose")
	}
	note = p.note("outcome_note", note)
	if err := p.Err(); err != nil {
		return err
	}
	n.Status, n.Outcome, n.OutcomeNote, n.ClosedBy, n.ClosedAt = IncidentClosed, outcome, note, by.Account, at
	return nil
}

// An IncidentPage is a page of the list.
type IncidentPage struct {
	Incidents      []Incident
	Previous, Next Cursor
}
