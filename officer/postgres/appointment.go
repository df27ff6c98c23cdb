package postgres

import "officerportal/officer"

const appointmentColumns = `p.id, p.organisation_id as organisation, coalesce(p.account_id, '') as account, p.email, p.name,
	coalesce(p.branch_id, '') as branch, p.status, p.nominated_by, p.nominated_at, coalesce(p.accepted_at, '0001-01-01Z') as accepted_at,
	p.background_checked_on, coalesce(p.background_checked_by, '') as background_checked_by, p.background_note, p.trained_on,
	coalesce(p.training_recorded_by, '') as training_recorded_by, p.training_until, coalesce(p.activated_by, '') as activated_by,
	coalesce(p.activated_at, '0001-01-01Z') as activated_at, coalesce(p.suspended_by, '') as suspended_by,
	coalesce(p.suspended_at, '0001-01-01Z') as suspended_at, p.suspended_why, coalesce(p.ended_by, '') as ended_by,
	coalesce(p.ended_at, '0001-01-01Z') as ended_at, p.ended_why, p.version`

// Appointment finds one appointment of an officer.
func (tx *Tx) Appointment(id officer.AppointmentID) (officer.Appointment, error) {
	var p officer.Appointment
	err := tx.get(&p, `select `+appointmentColumns+` from appointments p where p.organisation_id = $1 and p.id = $2`, tx.Organisation(), id)
	return p, err
}

// AppointmentsOf lists a member's appointments here, the newest first: the
// running one, if any, stands first. One that they have not answered yet knows
// them by their address only.
func (tx *Tx) AppointmentsOf(m officer.Member) ([]officer.Appointment, error) {
	var list []officer.Appointment
	err := tx.list(&list, `select `+appointmentColumns+` from appointments p
		where p.organisation_id = $1 and (p.account_id = $2 or p.account_id is null and p.status <> 'left' and p.email = $3)
		order by p.status = 'left', p.nominated_at desc, p.id`, tx.Organisation(), m.Account, m.Email)
	return list, err
}

// AddAppointment writes a nomination down. Somebody who is nominated or
// appointed already is a Conflict.
func (tx *Tx) AddAppointment(p officer.Appointment) error {
	return tx.exec(`insert into appointments (organisation_id, id, email, name, search_name, branch_id, status, nominated_by, nominated_at)
		values ($1, $2, $3, $4, $5, nullif($6, ''), $7, $8, $9)`,
		tx.Organisation(), p.ID, p.Email, p.Name, officer.SearchForm(p.Name), p.Branch, p.Status, p.NominatedBy, p.NominatedAt)
}

// SaveAppointment writes where an appointment stands, if nobody changed it since
// it was read; else Stale. The version moves on, in p as well.
func (tx *Tx) SaveAppointment(p *officer.Appointment) error {
	err := tx.one(stale(), `update appointments set account_id = nullif($4, ''), branch_id = nullif($5, ''), status = $6,
			accepted_at = nullif($7, '0001-01-01Z'::timestamptz), background_checked_on = $8, background_checked_by = nullif($9, ''),
			background_note = $10, trained_on = $11, training_recorded_by = nullif($12, ''), training_until = $13,
			activated_by = nullif($14, ''), activated_at = nullif($15, '0001-01-01Z'::timestamptz), suspended_by = nullif($16, ''),
			suspended_at = nullif($17, '0001-01-01Z'::timestamptz), suspended_why = $18, ended_by = nullif($19, ''),
			ended_at = nullif($20, '0001-01-01Z'::timestamptz), ended_why = $21, version = version + 1
		where organisation_id = $1 and id = $2 and version = $3`,
		tx.Organisation(), p.ID, p.Version, p.Account, p.Branch, p.Status, p.AcceptedAt, p.BackgroundCheckedOn, p.BackgroundCheckedBy,
		p.BackgroundNote, p.TrainedOn, p.TrainingRecordedBy, p.TrainingUntil, p.ActivatedBy, p.ActivatedAt, p.SuspendedBy, p.SuspendedAt,
		p.SuspendedWhy, p.EndedBy, p.EndedAt, p.EndedWhy)
	if err == nil {
		p.Version++
	}
	return err
}
