package postgres

import "officerportal/officer"

const appointmentColumns = `p.id, p.organisation_id as organisation, coalesce(p.account_id, '') as account, p.email, p.name,
	coalesce(p.branch_id, '') as branch, p.status, p.nominated_by, p.nominated_at, coalesce(p.accepted_at, '0001-01-01Z') as accepted_at,
	p.background_checked_on, coalesce(p.background_checked_by, '') as background_checked_by, p.trained_on,
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
