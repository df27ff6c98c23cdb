package postgres

import (
	"encoding/json"
	"time"

	"github.com/lib/pq"

	"officerportal/officer"
)

// identificationColumns is the one select list of identifications, read into identificationRow.
const identificationColumns = `i.id, i.organisation_id as organisation, i.application_id as application, i.person_id as person,
	coalesce(i.subject_account_id, '') as subject_account, i.officer_account_id as officer, i.officer_name, i.appointment_id as appointment,
	i.procedure, i.place, i.status, i.document_type as "document.type", i.document_issuer as "document.issuer",
	i.document_country as "document.country", i.document_issued_on as "document.issued_on", i.document_expires_on as "document.expires_on",
	i.document_number_sealed as number_sealed, i.capture as capture_text, i.drawn_features as drawn, i.started_at,
	coalesce(i.completed_at, '0001-01-01Z') as completed_at, coalesce(i.aborted_at, '0001-01-01Z') as aborted_at, i.aborted_why,
	coalesce(i.checked_by, '') as checked_by, i.checked_name, coalesce(i.checked_at, '0001-01-01Z') as checked_at, i.check_note, i.version`

// identificationRow holds the capture and the list as the driver gives them.
type identificationRow struct {
	officer.Identification
	CaptureText []byte
	Drawn       pq.StringArray
}

func (r identificationRow) identification() (officer.Identification, error) {
	i := r.Identification
	i.DrawnFeatures = r.Drawn
	err := json.Unmarshal(r.CaptureText, &i.Capture)
	return i, err
}

// Identification finds one act of identification. Its document number stays sealed.
func (tx *Tx) Identification(id officer.IdentificationID) (officer.Identification, error) {
	var r identificationRow
	err := tx.get(&r, `select `+identificationColumns+` from identifications i where i.organisation_id = $1 and i.id = $2`, tx.Organisation(), id)
	if err != nil {
		return officer.Identification{}, err
	}
	return r.identification()
}

// IdentificationsOf lists every act of identification of an application, the newest first.
func (tx *Tx) IdentificationsOf(application officer.ApplicationID) ([]officer.Identification, error) {
	var rows []identificationRow
	err := tx.list(&rows, `select `+identificationColumns+` from identifications i
		where i.organisation_id = $1 and i.application_id = $2 order by i.started_at desc, i.id desc limit 100`, tx.Organisation(), application)
	if err != nil {
		return nil, err
	}
	list := make([]officer.Identification, len(rows))
	for n, r := range rows {
		if list[n], err = r.identification(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// AddIdentification stores a new act. Its id and times are the caller's; the
// version becomes 1.
func (tx *Tx) AddIdentification(i *officer.Identification) error {
	capture, err := json.Marshal(i.Capture)
	if err != nil {
		return err
	}
	i.Organisation, i.Version = tx.Organisation(), 1
	return tx.exec(`insert into identifications (organisation_id, id, application_id, person_id, subject_account_id, officer_account_id,
			officer_name, appointment_id, procedure, place, status, document_type, document_issuer, document_country, document_issued_on,
			document_expires_on, document_number_sealed, capture, drawn_features, started_at)
		values ($1, $2, $3, $4, nullif($5, ''), $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18::jsonb, $19, $20)`,
		i.Organisation, i.ID, i.Application, i.Person, i.SubjectAccount, i.Officer, i.OfficerName, i.Appointment, i.Procedure, i.Place, i.Status,
		i.Document.Type, i.Document.Issuer, i.Document.Country, i.Document.IssuedOn, i.Document.ExpiresOn, sealed(i.NumberSealed),
		string(capture), texts(i.DrawnFeatures), i.StartedAt)
}

// SaveIdentification stores what may change of an act, if nobody changed it
// since it was read; else Stale. Who identifies whom by which procedure never
// changes. The version moves on, in i as well.
func (tx *Tx) SaveIdentification(i *officer.Identification) error {
	capture, err := json.Marshal(i.Capture)
	if err != nil {
		return err
	}
	err = tx.one(stale(), `update identifications set subject_account_id = nullif($4, ''), place = $5, status = $6, document_type = $7,
			document_issuer = $8, document_country = $9, document_issued_on = $10, document_expires_on = $11, document_number_sealed = $12,
			capture = $13::jsonb, drawn_features = $14, completed_at = nullif($15, '0001-01-01Z'::timestamptz),
			aborted_at = nullif($16, '0001-01-01Z'::timestamptz), aborted_why = $17, checked_by = nullif($18, ''), checked_name = $19,
			checked_at = nullif($20, '0001-01-01Z'::timestamptz), check_note = $21, version = version + 1
		where organisation_id = $1 and id = $2 and version = $3`,
		tx.Organisation(), i.ID, i.Version, i.SubjectAccount, i.Place, i.Status, i.Document.Type, i.Document.Issuer, i.Document.Country,
		i.Document.IssuedOn, i.Document.ExpiresOn, sealed(i.NumberSealed), string(capture), texts(i.DrawnFeatures), i.CompletedAt, i.AbortedAt,
		i.AbortedWhy, i.CheckedBy, i.CheckedName, i.CheckedAt, i.CheckNote)
	if err == nil {
		i.Version++
	}
	return err
}

// sealed gives null for a number that was not entered yet.
func sealed(number []byte) any {
	if len(number) == 0 {
		return nil
	}
	return number
}

// An Act is who did something to a thing last, and when.
type Act struct {
	Name string
	At   time.Time
}

// LastAct gives who else, besides an account, did something to one of these
// things last; the zero Act if nobody did.
func (tx *Tx) LastAct(besides officer.AccountID, subjects ...string) (Act, error) {
	var found []Act
	err := tx.list(&found, `select actor_name as name, at from events where organisation_id = $1 and subject = any ($2) and actor <> $3
		order by at desc, id desc limit 1`, tx.Organisation(), texts(subjects), besides)
	if err != nil || len(found) == 0 {
		return Act{}, err
	}
	return found[0], nil
}
