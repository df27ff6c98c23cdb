package postgres

import (
	"encoding/json"
	"slices"
	"time"

	"officerportal/officer"
)

// What comes in numbers (the demo's data, a take-over from another system) is
// written many rows to a statement. COPY would be faster still, but PostgreSQL
// refuses it where row level security is forced.

// bulkRows is how many rows one statement writes: with the widest table that is
// 1500 parameters, and more rows gain nothing.
const bulkRows = 50

// insertAll runs a named insert for rows of columns; see sqlx.Named.
func insertAll[T any](tx *Tx, query string, rows []T) error {
	for chunk := range slices.Chunk(rows, bulkRows) {
		if _, err := tx.tx.NamedExecContext(tx.ctx, query, chunk); err != nil {
			return err
		}
	}
	return nil
}

// AddAccounts opens accounts as they are given, with their own times.
func (tx *Tx) AddAccounts(list []officer.Account) error {
	return insertAll(tx, `insert into accounts (id, email, email_key, given_names, family_name, language, password_hash, status, created_at)
		values (:id, :email, :email_key, :given_names, :family_name, :language, :password_hash, :status, :created_at)`, list)
}

// AddBranches opens sites of the organisations they name.
func (tx *Tx) AddBranches(list []officer.Branch) error {
	return insertAll(tx, `insert into branches (organisation_id, id, name, street, postal_code, locality, country, closed_at)
		values (:organisation, :id, :name, :address.street, :address.postal_code, :address.locality, :address.country, :closed_at)`, list)
}

// A Membership is an account that belongs, or belonged, to an organisation.
type Membership struct {
	Organisation officer.OrganisationID
	Account      officer.AccountID
	Name         string
	Email        string
	Branch       officer.BranchID
	JoinedAt     time.Time
	LeftAt       time.Time // zero while they belong to it
}

// AddMemberships notes who belongs to an organisation.
func (tx *Tx) AddMemberships(list []Membership) error {
	type row struct {
		Membership
		SearchName string
	}
	rows := make([]row, len(list))
	for i, m := range list {
		rows[i] = row{m, officer.SearchForm(m.Name)}
	}
	return insertAll(tx, `insert into members (organisation_id, account_id, name, email, search_name, branch_id, joined_at, left_at)
		values (:organisation, :account, :name, :email, :search_name, nullif(:branch, ''), :joined_at, nullif(:left_at, cast('0001-01-01Z' as timestamptz)))`, rows)
}

// A Grant is a role that somebody holds, or held, in an organisation.
type Grant struct {
	Organisation officer.OrganisationID
	Account      officer.AccountID
	Role         officer.Role
	GrantedBy    officer.AccountID
	GrantedAt    time.Time
	EndedBy      officer.AccountID
	EndedAt      time.Time // zero while they hold it
}

// AddGrants notes who holds, or held, which role.
func (tx *Tx) AddGrants(list []Grant) error {
	return insertAll(tx, `insert into role_assignments (organisation_id, account_id, role, granted_by, granted_at, ended_by, ended_at)
		values (:organisation, :account, :role, :granted_by, :granted_at, nullif(:ended_by, ''), nullif(:ended_at, cast('0001-01-01Z' as timestamptz)))`, list)
}

// AddAppointments notes appointments, wherever in their life they are.
func (tx *Tx) AddAppointments(list []officer.Appointment) error {
	type row struct {
		officer.Appointment
		SearchName string
	}
	rows := make([]row, len(list))
	for i, p := range list {
		rows[i] = row{p, officer.SearchForm(p.Name)}
	}
	return insertAll(tx, `insert into appointments (organisation_id, id, account_id, email, name, search_name, branch_id, status, nominated_by, nominated_at,
			accepted_at, background_checked_on, background_checked_by, background_note, trained_on, training_recorded_by, training_until, activated_by, activated_at,
			suspended_by, suspended_at, suspended_why, ended_by, ended_at, ended_why)
		values (:organisation, :id, nullif(:account, ''), :email, :name, :search_name, nullif(:branch, ''), :status, :nominated_by, :nominated_at,
			nullif(:accepted_at, cast('0001-01-01Z' as timestamptz)), :background_checked_on, nullif(:background_checked_by, ''), :background_note, :trained_on,
			nullif(:training_recorded_by, ''), :training_until, nullif(:activated_by, ''), nullif(:activated_at, cast('0001-01-01Z' as timestamptz)),
			nullif(:suspended_by, ''), nullif(:suspended_at, cast('0001-01-01Z' as timestamptz)), :suspended_why,
			nullif(:ended_by, ''), nullif(:ended_at, cast('0001-01-01Z' as timestamptz)), :ended_why)`, rows)
}

// AddEvents writes lines into the book that tell of earlier times. What happens
// now is told by Record.
func (tx *Tx) AddEvents(list []officer.Event) error {
	type row struct {
		officer.Event
		DetailsText string
	}
	rows := make([]row, len(list))
	for i, e := range list {
		text, err := json.Marshal(e.Details)
		if err != nil {
			return err
		}
		rows[i] = row{e, string(text)}
	}
	return insertAll(tx, `insert into events (organisation_id, id, at, kind, subject, actor, actor_name, actor_role, details, request)
		values (:organisation, :id, :at, :kind, :subject, :actor, :actor_name, :actor_role, cast(:details_text as jsonb), :request)`, rows)
}
