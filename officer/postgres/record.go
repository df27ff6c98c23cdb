package postgres

import "officerportal/officer"

const recordColumns = `r.organisation_id as organisation, r.identification_id as identification, r.sequence, r.record, r.digest, r.signature,
	r.key_id, r.content_digest, r.signed_by, r.signed_at`

// AddRecord appends what an officer signed. There is no statement that changes
// one, and the app's role may not.
func (tx *Tx) AddRecord(r officer.Record) error {
	return tx.exec(`insert into identification_records (organisation_id, identification_id, sequence, record, digest, signature, key_id,
			content_digest, signed_by, signed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		tx.Organisation(), r.Identification, r.Sequence, r.Record, r.Digest, r.Signature, r.KeyID, r.ContentDigest, r.SignedBy, r.SignedAt)
}

// Records lists what was signed about an identification, the newest first.
func (tx *Tx) Records(id officer.IdentificationID) ([]officer.Record, error) {
	var list []officer.Record
	err := tx.list(&list, `select `+recordColumns+` from identification_records r
		where r.organisation_id = $1 and r.identification_id = $2 order by r.sequence desc`, tx.Organisation(), id)
	return list, err
}
