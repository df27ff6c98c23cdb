package postgres

import (
	"encoding/json"
	"slices"

	"github.com/lib/pq"

	"officerportal/officer"
)

// What comes in numbers (the demo's data, a take-over from another system) is
// written many rows to a statement. COPY would be faster still, but PostgreSQL
// refuses it where row level security is forced.

// bulkRows is how many rows one statement writes: with the widest table that is
// 4200 of the 65535 parameters a statement may have. Measured against 20 and 50:
// half the time.
const bulkRows = 150

// insertAll runs a named insert for rows of columns; see sqlx.Named.
func insertAll[T any](tx *Tx, query string, rows []T) error {
	for chunk := range slices.Chunk(rows, bulkRows) {
		if _, err := tx.tx.NamedExecContext(tx.ctx, query, chunk); err != nil {
			return err
		}
	}
	return nil
}

// rows makes a row of each thing.
func rows[T, R any](list []T, row func(T) R) []R {
	all := make([]R, len(list))
	for n, x := range list {
		all[n] = row(x)
	}
	return all
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

// AddMembers notes who belongs, or belonged, to an organisation.
func (tx *Tx) AddMembers(list []officer.Member) error {
	type row struct {
		officer.Member
		SearchName string
	}
	return insertAll(tx, `insert into members (organisation_id, account_id, name, email, search_name, branch_id, joined_at, left_at)
		values (:organisation, :account, :name, :email, :search_name, nullif(:branch, ''), :joined_at, nullif(:left_at, cast('0001-01-01Z' as timestamptz)))`,
		rows(list, func(m officer.Member) row { return row{m, officer.SearchForm(m.Name)} }))
}

// AddRoles notes who holds, or held, which role.
func (tx *Tx) AddRoles(list []officer.RoleAssignment) error {
	return insertAll(tx, `insert into role_assignments (organisation_id, account_id, role, granted_by, granted_at, ended_by, ended_at)
		values (:organisation, :account, :role, :granted_by, :granted_at, nullif(:ended_by, ''), nullif(:ended_at, cast('0001-01-01Z' as timestamptz)))`, list)
}

// AddAppointments notes appointments, wherever in their life they are.
func (tx *Tx) AddAppointments(list []officer.Appointment) error {
	type row struct {
		officer.Appointment
		SearchName string
	}
	return insertAll(tx, `insert into appointments (organisation_id, id, account_id, email, name, search_name, branch_id, status, nominated_by,
			nominated_at, accepted_at, background_checked_on, background_checked_by, background_note, trained_on, training_recorded_by, training_until,
			activated_by, activated_at, suspended_by, suspended_at, suspended_why, ended_by, ended_at, ended_why)
		values (:organisation, :id, nullif(:account, ''), :email, :name, :search_name, nullif(:branch, ''), :status, :nominated_by,
			:nominated_at, nullif(:accepted_at, cast('0001-01-01Z' as timestamptz)), :background_checked_on, nullif(:background_checked_by, ''),
			:background_note, :trained_on, nullif(:training_recorded_by, ''), :training_until,
			nullif(:activated_by, ''), nullif(:activated_at, cast('0001-01-01Z' as timestamptz)),
			nullif(:suspended_by, ''), nullif(:suspended_at, cast('0001-01-01Z' as timestamptz)), :suspended_why,
			nullif(:ended_by, ''), nullif(:ended_at, cast('0001-01-01Z' as timestamptz)), :ended_why)`,
		rows(list, func(p officer.Appointment) row { return row{p, officer.SearchForm(p.Name)} }))
}

// AddPersons writes people down; their search form is made here.
func (tx *Tx) AddPersons(list []officer.Person) error {
	return insertAll(tx, `insert into persons (organisation_id, id, account_id, title, given_names, family_name, birth_name, birth_date, birth_place,
			nationality, street, postal_code, locality, country, email, mobile, search_name, created_at)
		values (:organisation, :id, nullif(:account, ''), :title, :given_names, :family_name, :birth_name, :birth_date, :birth_place,
			:nationality, :address.street, :address.postal_code, :address.locality, :address.country, :email, :mobile, :search_name, :created_at)`,
		rows(list, func(p officer.Person) officer.Person {
			p.SearchName = p.SearchForm()
			return p
		}))
}

// AddApplications stores applications, wherever in their life they are.
func (tx *Tx) AddApplications(list []officer.Application) error {
	type row struct {
		officer.Application
		FormText, SearchName   string
		FamilyName, GivenNames string
		BirthDate              officer.Date
		Sealed                 any
	}
	all := make([]row, len(list))
	for n, a := range list {
		form, err := json.Marshal(a.Form)
		if err != nil {
			return err
		}
		p := a.Form.Person
		all[n] = row{a, string(form), p.SearchForm(), p.FamilyName, p.GivenNames, p.BirthDate, sealed(a.StatedNumberSealed)}
	}
	return insertAll(tx, `insert into applications (organisation_id, id, shop_id, product_id, person_id, account_id, identification_id, procedure, status,
			quantity, language, form, revocation_password_hash, security_answer_hash, family_name, given_names, search_name, birth_date,
			document_expires_on, created_by, created_at, changed_at, status_since, claimed_by, claimed_name, claimed_at, content_digest, closed_why,
			redemption_id, stated_type, stated_issuer, stated_country, stated_issued_on, stated_expires_on, stated_number_sealed)
		values (:organisation, :id, :shop, :product, nullif(:person, ''), nullif(:account, ''), nullif(:identification, ''), :procedure, :status,
			:quantity, :language, cast(:form_text as jsonb), :revocation_password_hash, :security_answer_hash, :family_name, :given_names, :search_name,
			:birth_date, :document_expires_on, :created_by, :created_at, :changed_at, :status_since, nullif(:claimed_by, ''), :claimed_name,
			nullif(:claimed_at, cast('0001-01-01Z' as timestamptz)), :content_digest, :closed_why,
			nullif(:redemption, ''), :stated.type, :stated.issuer, :stated.country, :stated.issued_on, :stated.expires_on, :sealed)`, all)
}

// AddIdentifications stores acts, wherever in their life they are.
func (tx *Tx) AddIdentifications(list []officer.Identification) error {
	type row struct {
		officer.Identification
		CaptureText string
		Drawn       pq.StringArray
		Sealed      any
	}
	all := make([]row, len(list))
	for n, i := range list {
		capture, err := json.Marshal(i.Capture)
		if err != nil {
			return err
		}
		all[n] = row{i, string(capture), texts(i.DrawnFeatures), sealed(i.NumberSealed)}
	}
	return insertAll(tx, `insert into identifications (organisation_id, id, application_id, person_id, subject_account_id, officer_account_id,
			officer_name, appointment_id, procedure, place, status, document_type, document_issuer, document_country, document_issued_on,
			document_expires_on, document_number_sealed, capture, drawn_features, started_at, completed_at, aborted_at, aborted_why, checked_by,
			checked_name, checked_at, check_note)
		values (:organisation, :id, :application, :person, nullif(:subject_account, ''), :officer, :officer_name, :appointment, :procedure, :place, :status,
			:document.type, :document.issuer, :document.country, :document.issued_on, :document.expires_on, :sealed, cast(:capture_text as jsonb), :drawn,
			:started_at, nullif(:completed_at, cast('0001-01-01Z' as timestamptz)), nullif(:aborted_at, cast('0001-01-01Z' as timestamptz)), :aborted_why,
			nullif(:checked_by, ''), :checked_name, nullif(:checked_at, cast('0001-01-01Z' as timestamptz)), :check_note)`, all)
}

// AddRecords appends what officers signed.
func (tx *Tx) AddRecords(list []officer.Record) error {
	return insertAll(tx, `insert into identification_records (organisation_id, identification_id, sequence, record, digest, signature, key_id,
			content_digest, signed_by, signed_at)
		values (:organisation, :identification, :sequence, :record, :digest, :signature, :key_id, :content_digest, :signed_by, :signed_at)`, list)
}

// AddIncidents writes suspicions down, open and closed ones.
func (tx *Tx) AddIncidents(list []officer.Incident) error {
	return insertAll(tx, `insert into incidents (organisation_id, id, kind, application_id, identification_id, reported_by, reported_name, reported_at,
			note, status, closed_by, closed_at, outcome, outcome_note)
		values (:organisation, :id, :kind, nullif(:application, ''), nullif(:identification, ''), :reported_by, :reported_name, :reported_at,
			:note, :status, nullif(:closed_by, ''), nullif(:closed_at, cast('0001-01-01Z' as timestamptz)), :outcome, :outcome_note)`, list)
}

// AddOrders stores orders, wherever in their life they are.
func (tx *Tx) AddOrders(list []officer.Order) error {
	return insertAll(tx, `insert into orders (organisation_id, id, number, application_id, shop_id, product_id, person_id, account_id, procedure, quantity,
			family_name, given_names, search_name, birth_date, status, status_since, submitted_by, created_at, closed_why, procedure_number,
			claimed_by, claimed_name, claimed_at, approved_by, approved_name, approved_at, confirmed_by, confirmed_name, confirmed_at, answered_at, batch_id)
		values (:organisation, :id, :number, :application, :shop, :product, :person, nullif(:account, ''), :procedure, :quantity,
			:family_name, :given_names, :search_name, :birth_date, :status, :status_since, :submitted_by, :created_at, :closed_why, :procedure_number,
			nullif(:claimed_by, ''), :claimed_name, nullif(:claimed_at, cast('0001-01-01Z' as timestamptz)),
			nullif(:approved.by, ''), :approved.name, nullif(:approved.at, cast('0001-01-01Z' as timestamptz)),
			nullif(:confirmed.by, ''), :confirmed.name, nullif(:confirmed.at, cast('0001-01-01Z' as timestamptz)),
			nullif(:answered_at, cast('0001-01-01Z' as timestamptz)), nullif(:batch, ''))`, list)
}

// AddCards stores cards, wherever in their life they are.
func (tx *Tx) AddCards(list []officer.Card) error {
	return insertAll(tx, `insert into cards (organisation_id, id, order_id, account_id, person_id, product_id, ordinal, holder, search_name, status, batch_id,
			serial, produced_on, valid_until, card_sent_at, card_tracking, card_received_at, card_received_by, pin_sent_at, pin_tracking, pin_received_at,
			pin_received_by, activates_at, activated_at, revoked_at, created_at)
		values (:organisation, :id, :order, nullif(:account, ''), :person, :product, :ordinal, :holder, :search_name, :status, nullif(:batch, ''),
			:serial, :produced_on, nullif(:valid_until, cast('0001-01-01Z' as timestamptz)),
			nullif(:parcel.sent_at, cast('0001-01-01Z' as timestamptz)), :parcel.tracking,
			nullif(:parcel.received_at, cast('0001-01-01Z' as timestamptz)), :parcel.received_by,
			nullif(:pin.sent_at, cast('0001-01-01Z' as timestamptz)), :pin.tracking,
			nullif(:pin.received_at, cast('0001-01-01Z' as timestamptz)), :pin.received_by,
			nullif(:activates_at, cast('0001-01-01Z' as timestamptz)), nullif(:activated_at, cast('0001-01-01Z' as timestamptz)),
			nullif(:revoked_at, cast('0001-01-01Z' as timestamptz)), :created_at)`, list)
}

// AddCertificates keeps certificates of cards.
func (tx *Tx) AddCertificates(list []officer.Certificate) error {
	return insertAll(tx, `insert into certificates (organisation_id, card_id, usage, der, serial, issuer, subject, not_before, not_after, key_digest)
		values (:organisation, :card, :usage, :der, :serial, :issuer, :subject, :not_before, :not_after, :key_digest)`, list)
}

// AddEvents writes lines into the book that tell of earlier times. What happens
// now is told by Record.
func (tx *Tx) AddEvents(list []officer.Event) error {
	type row struct {
		officer.Event
		DetailsText string
	}
	all := make([]row, len(list))
	for n, e := range list {
		text, err := json.Marshal(e.Details)
		if err != nil {
			return err
		}
		all[n] = row{e, string(text)}
	}
	return insertAll(tx, `insert into events (organisation_id, id, at, kind, subject, actor, actor_name, actor_role, details, request)
		values (:organisation, :id, :at, :kind, :subject, :actor, :actor_name, :actor_role, cast(:details_text as jsonb), :request)`, all)
}
