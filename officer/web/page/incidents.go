package page

import (
	"strings"

	"officerportal/officer"
)

// IncidentsPage is the list of suspicions.
type IncidentsPage struct {
	officer.IncidentPage
	Status string // open or closed
	After  officer.Cursor
}

// IncidentPage is one suspicion, with the form that closes it.
type IncidentPage struct {
	officer.Incident
	Events   []officer.Event
	MayClose bool
	Chosen   string // outcome and note as typed
	Note     string
	Seen     int // the version that the form builds on
}

var incidentStatuses = []string{officer.IncidentOpen, officer.IncidentClosed}

func (p IncidentsPage) href(c officer.Cursor) string {
	if c.IsZero() {
		return ""
	}
	return listHref("/desk/incidents", "status", p.Status, "after", c.String())
}

func (p IncidentsPage) pager() Pager {
	pager := Pager{Previous: p.href(p.Previous), Next: p.href(p.Next)}
	if !p.After.IsZero() {
		pager.First = listHref("/desk/incidents", "status", p.Status)
	}
	return pager
}

func (p IncidentsPage) table(f *Frame) Table {
	t := Table{Caption: f.T("incident.caption_" + p.Status), Empty: f.T("incident.none_" + p.Status), Columns: []Column{
		{Label: f.T("incident.reported_at")}, {Label: f.T("incident.kind")}, {Label: f.T("incident.reported_by")}, {Label: f.T("incident.state")},
	}}
	for _, n := range p.Incidents {
		t.Rows = append(t.Rows, Row{LinkTo("/desk/incidents/"+string(n.ID), f.DateTime(n.ReportedAt)), Text(f.text("incident_kind", n.Kind)), Personal(n.ReportedName), TagOf(f.incidentStatus(n))})
	}
	return t
}

// incidentStatus is open in red, else what came out.
func (f *Frame) incidentStatus(n officer.Incident) Tag {
	if n.Status == officer.IncidentOpen {
		return Tag{Text: f.text("incident_status", n.Status), Tone: Alarm}
	}
	return Tag{Text: f.text("incident_outcome", string(n.Outcome)), Tone: Success}
}

func (p IncidentPage) about(f *Frame) Summary {
	s := Summary{Rows: []SummaryRow{
		{Label: f.T("incident.state"), Value: TagOf(f.incidentStatus(p.Incident))},
		{Label: f.T("incident.kind"), Value: Text(f.text("incident_kind", p.Kind))},
		{Label: f.T("incident.reported_at"), Value: DateTimeOf(f, p.ReportedAt)},
		{Label: f.T("incident.reported_by"), Value: Personal(p.ReportedName)},
		{Label: f.T("incident.note"), Value: Lines(strings.Split(p.Incident.Note, "\n")...)},
		{Label: f.T("incident.case"), Value: Code(orDash(string(p.Application)))},
	}}
	if p.Incident.Status == officer.IncidentClosed {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("incident.closed_at"), Value: DateTimeOf(f, p.ClosedAt)},
			SummaryRow{Label: f.T("field.outcome_note"), Value: Lines(strings.Split(p.OutcomeNote, "\n")...)})
	}
	return s
}
