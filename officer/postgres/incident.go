package postgres

import "officerportal/officer"

const incidentColumns = `n.id, n.organisation_id as organisation, n.kind, coalesce(n.application_id, '') as application,
	coalesce(n.identification_id, '') as identification, n.reported_by, n.reported_name, n.reported_at, n.note, n.status,
	coalesce(n.closed_by, '') as closed_by, coalesce(n.closed_at, '0001-01-01Z') as closed_at, n.outcome,
	n.outcome_note, n.version`

// AddIncident writes down a suspicion for the RA manager. The version becomes 1.
func (tx *Tx) AddIncident(n *officer.Incident) error {
	n.Organisation, n.Version, n.Status = tx.Organisation(), 1, "open"
	return tx.exec(`insert into incidents (organisation_id, id, kind, application_id, identification_id, reported_by, reported_name, reported_at, note)
		values ($1, $2, $3, nullif($4, ''), nullif($5, ''), $6, $7, $8, $9)`,
		n.Organisation, n.ID, n.Kind, n.Application, n.Identification, n.ReportedBy, n.ReportedName, n.ReportedAt, n.Note)
}

// Incident finds one suspicion.
func (tx *Tx) Incident(id officer.IncidentID) (officer.Incident, error) {
	var n officer.Incident
	err := tx.get(&n, `select `+incidentColumns+` from incidents n where n.organisation_id = $1 and n.id = $2`, tx.Organisation(), id)
	return n, err
}

// Incidents lists the suspicions with a status, "open" or "closed", the newest
// first; at most limit.
func (tx *Tx) Incidents(status string, limit int) ([]officer.Incident, error) {
	var list []officer.Incident
	err := tx.list(&list, `select `+incidentColumns+` from incidents n where n.organisation_id = $1 and n.status = $2
		order by n.reported_at desc, n.id desc limit $3`, tx.Organisation(), status, limit)
	return list, err
}

// SaveIncident writes how a suspicion ended, if nobody changed it since it was
// read; else Stale. The version moves on, in n as well.
func (tx *Tx) SaveIncident(n *officer.Incident) error {
	err := tx.one(stale(), `update incidents set status = $4, closed_by = nullif($5, ''), closed_at = nullif($6, '0001-01-01Z'::timestamptz),
			outcome = $7, outcome_note = $8, version = version + 1 where organisation_id = $1 and id = $2 and version = $3`,
		tx.Organisation(), n.ID, n.Version, n.Status, n.ClosedBy, n.ClosedAt, n.Outcome, n.OutcomeNote)
	if err == nil {
		n.Version++
	}
	return err
}

// CountIncidents gives how many suspicions have a status.
func (tx *Tx) CountIncidents(status string) (n int, err error) {
	err = tx.get(&n, `select count(*) from incidents where organisation_id = $1 and status = $2`, tx.Organisation(), status)
	return n, err
}

// IncidentPage lists a page of the suspicions with a status, the newest first.
func (tx *Tx) IncidentPage(status string, after officer.Cursor) (page officer.IncidentPage, err error) {
	sign, order := `<`, `n.reported_at desc, n.id desc`
	if after.Back {
		sign, order = `>`, `n.reported_at, n.id`
	}
	var list []officer.Incident
	err = tx.list(&list, `select `+incidentColumns+` from incidents n where n.organisation_id = $1 and n.status = $2
		and ($3 = '' or (n.reported_at, n.id) `+sign+` ($4, $3)) order by `+order+` limit $5`,
		tx.Organisation(), status, after.ID, after.At, officer.PageSize+1)
	page.Incidents, page.Previous, page.Next = turn(list, after, func(n officer.Incident) officer.Cursor {
		return officer.Cursor{At: n.ReportedAt, ID: string(n.ID)}
	})
	return page, err
}
