package postgres

import (
	"encoding/json"

	"officerportal/officer"
)

// applicationColumns is the one select list of applications, read into applicationRow.
const applicationColumns = `a.id, a.organisation_id as organisation, a.shop_id as shop, a.product_id as product, coalesce(a.person_id, '') as person,
	coalesce(a.account_id, '') as account, coalesce(a.identification_id, '') as identification, a.procedure, a.status, a.quantity, a.language,
	a.form as form_text, a.revocation_password_hash, a.security_answer_hash, a.document_expires_on, a.created_by, a.created_at, a.changed_at,
	a.status_since, coalesce(a.claimed_by, '') as claimed_by, a.claimed_name, coalesce(a.claimed_at, '0001-01-01Z') as claimed_at,
	a.content_digest, a.closed_why, coalesce(a.redemption_id, '') as redemption, a.stated_type as "stated.type", a.stated_issuer as "stated.issuer",
	a.stated_country as "stated.country", a.stated_issued_on as "stated.issued_on", a.stated_expires_on as "stated.expires_on", a.stated_number_sealed, a.version`

// applicationRow is an application with its form as it is stored.
type applicationRow struct {
	officer.Application
	FormText []byte
}

func (r applicationRow) application() (officer.Application, error) {
	err := json.Unmarshal(r.FormText, &r.Application.Form)
	return r.Application, err
}

// Application finds one application, with its form.
func (tx *Tx) Application(id officer.ApplicationID) (officer.Application, error) {
	var r applicationRow
	err := tx.get(&r, `select `+applicationColumns+` from applications a where a.organisation_id = $1 and a.id = $2`, tx.Organisation(), id)
	if err != nil {
		return officer.Application{}, err
	}
	return r.application()
}

// ApplicationsOf lists a person's applications, the newest first.
func (tx *Tx) ApplicationsOf(person officer.PersonID) ([]officer.Application, error) {
	var rows []applicationRow
	err := tx.list(&rows, `select `+applicationColumns+` from applications a
		where a.organisation_id = $1 and a.person_id = $2 order by a.created_at desc, a.id desc limit 100`, tx.Organisation(), person)
	if err != nil {
		return nil, err
	}
	list := make([]officer.Application, len(rows))
	for i, r := range rows {
		if list[i], err = r.application(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// AddApplication stores a new application. Its id, status and times are the
// caller's; the version becomes 1.
func (tx *Tx) AddApplication(a *officer.Application) error {
	form, err := json.Marshal(a.Form)
	if err != nil {
		return err
	}
	a.Organisation, a.Version = tx.Organisation(), 1
	p := a.Form.Person
	return tx.exec(`insert into applications (organisation_id, id, shop_id, product_id, person_id, account_id, identification_id, procedure,
			status, quantity, language, form, revocation_password_hash, security_answer_hash, family_name, given_names, search_name, birth_date,
			document_expires_on, created_by, created_at, changed_at, status_since, claimed_by, claimed_name, claimed_at, content_digest, closed_why, redemption_id)
		values ($1, $2, $3, $4, nullif($5, ''), nullif($6, ''), nullif($7, ''), $8, $9, $10, $11, $12::jsonb, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
			$23, nullif($24, ''), $25, nullif($26, '0001-01-01Z'::timestamptz), $27, $28, nullif($29, ''))`,
		a.Organisation, a.ID, a.Shop, a.Product, a.Person, a.Account, a.Identification, a.Procedure,
		a.Status, a.Quantity, a.Language, string(form), a.RevocationPasswordHash, a.SecurityAnswerHash, p.FamilyName, p.GivenNames, p.SearchForm(), p.BirthDate,
		a.DocumentExpiresOn, a.CreatedBy, a.CreatedAt, a.ChangedAt, a.StatusSince, a.ClaimedBy, a.ClaimedName, a.ClaimedAt, a.ContentDigest, a.ClosedWhy, a.Redemption)
}

// SaveApplication stores what may change of an application, if nobody changed
// it since it was read; else Stale. The version moves on, in a as well. Who
// claimed the case is not part of it, so that taking a case to a desk disturbs
// nobody who is typing; nor are the hashes of the applicant's secrets, see
// SaveRevocationPassword.
func (tx *Tx) SaveApplication(a *officer.Application) error {
	form, err := json.Marshal(a.Form)
	if err != nil {
		return err
	}
	p := a.Form.Person
	err = tx.one(stale(), `update applications set product_id = $4, person_id = nullif($5, ''), account_id = nullif($6, ''), identification_id = nullif($7, ''),
			procedure = $8, status = $9, quantity = $10, language = $11, form = $12::jsonb, family_name = $13, given_names = $14, search_name = $15,
			birth_date = $16, document_expires_on = $17, changed_at = $18, status_since = $19, content_digest = $20, closed_why = $21,
			shop_id = $22, redemption_id = nullif($23, ''), version = version + 1
		where organisation_id = $1 and id = $2 and version = $3`,
		tx.Organisation(), a.ID, a.Version, a.Product, a.Person, a.Account, a.Identification,
		a.Procedure, a.Status, a.Quantity, a.Language, string(form), p.FamilyName, p.GivenNames,
		p.SearchForm(), p.BirthDate, a.DocumentExpiresOn, a.ChangedAt, a.StatusSince, a.ContentDigest, a.ClosedWhy, a.Shop, a.Redemption)
	if err == nil {
		a.Version++
	}
	return err
}

// SaveRevocationPassword keeps the hash of the password that the applicant
// chose. It moves no version on: the applicant may do it by their link while an
// officer types in the form.
func (tx *Tx) SaveRevocationPassword(id officer.ApplicationID, hash string) error {
	return tx.one(officer.Fail(officer.NotFound, "page.not_found"),
		`update applications set revocation_password_hash = $3 where organisation_id = $1 and id = $2`, tx.Organisation(), id, hash)
}

// SaveSecurityAnswer keeps the hash of the answer to the security question.
func (tx *Tx) SaveSecurityAnswer(id officer.ApplicationID, hash string) error {
	return tx.one(officer.Fail(officer.NotFound, "page.not_found"),
		`update applications set security_answer_hash = $3 where organisation_id = $1 and id = $2`, tx.Organisation(), id, hash)
}

// SaveStated keeps what the applicant said of their identity document, the number
// sealed. Like the secrets it moves no version on: it is saved with the
// application that it belongs to.
func (tx *Tx) SaveStated(a officer.Application) error {
	d := a.Stated
	return tx.one(officer.Fail(officer.NotFound, "page.not_found"), `update applications set stated_type = $3, stated_issuer = $4, stated_country = $5,
			stated_issued_on = $6, stated_expires_on = $7, stated_number_sealed = $8 where organisation_id = $1 and id = $2`,
		tx.Organisation(), a.ID, d.Type, d.Issuer, d.Country, d.IssuedOn, d.ExpiresOn, sealed(a.StatedNumberSealed))
}
