package postgres

import (
	"github.com/lib/pq"

	"officerportal/officer"
)

const organisationColumns = `id, number, kind, name, legal_form, street as "address.street", postal_code as "address.postal_code",
	locality as "address.locality", country as "address.country", register_court, register_number, vat_id as vatid,
	evidence_on, evidence_note, email_domains,
	document_types, second_check, purchase_order_required, contract_from, contract_until, barred_procedures, approval_four_eyes, status, created_at, version`

// organisationRow holds the lists as the driver wants them.
type organisationRow struct {
	officer.Organisation
	EmailDomains     pq.StringArray
	DocumentTypes    pq.StringArray
	BarredProcedures pq.StringArray
}

func (r organisationRow) organisation() officer.Organisation {
	o := r.Organisation
	o.EmailDomains = r.EmailDomains
	o.DocumentTypes = words[officer.DocumentType](r.DocumentTypes)
	o.BarredProcedures = words[officer.Procedure](r.BarredProcedures)
	return o
}

// OwnOrganisation reads the organisation that the transaction works for.
func (tx *Tx) OwnOrganisation() (officer.Organisation, error) {
	return tx.OrganisationByID(tx.Organisation())
}

// OrganisationByID reads an organisation that the scope may see.
func (tx *Tx) OrganisationByID(id officer.OrganisationID) (officer.Organisation, error) {
	var r organisationRow
	err := tx.get(&r, `select `+organisationColumns+` from organisations where id = $1`, id)
	return r.organisation(), err
}

// Provider reads the trust service provider itself. It needs the system's scope:
// a desk sees its own organisation only.
func (tx *Tx) Provider() (officer.Organisation, error) {
	var r organisationRow
	err := tx.get(&r, `select `+organisationColumns+` from organisations where kind = 'tsp' order by number limit 1`)
	return r.organisation(), translate(err)
}

// Organisations lists those that the scope may see, by number.
func (tx *Tx) Organisations() ([]officer.Organisation, error) {
	var rows []organisationRow
	err := tx.list(&rows, `select `+organisationColumns+` from organisations order by number`)
	list := make([]officer.Organisation, len(rows))
	for i, r := range rows {
		list[i] = r.organisation()
	}
	return list, err
}

// FindOrganisations lists those that a number or a word of the name begins like
// the query, by number.
func (tx *Tx) FindOrganisations(query string, after officer.Cursor) (page officer.OrganisationPage, err error) {
	sign, order := ">", "number"
	if after.Back {
		sign, order = "<", "number desc"
	}
	var rows []organisationRow
	err = tx.list(&rows, `select `+organisationColumns+` from organisations
		where ($1 = '' or starts_with(number::text, $1) or position(' ' || lower($1) in ' ' || lower(name)) > 0)
			and ($2 = '' or number `+sign+` (select number from organisations where id = $2))
		order by `+order+` limit $3`, query, after.ID, officer.PageSize+1)
	list := make([]officer.Organisation, len(rows))
	for i, r := range rows {
		list[i] = r.organisation()
	}
	page.Organisations, page.Previous, page.Next = turn(list, after, func(o officer.Organisation) officer.Cursor { return officer.Cursor{ID: string(o.ID)} })
	return page, err
}

// NextOrganisationNumber gives the number after the highest in use; nobody keeps
// it until it is written.
func (tx *Tx) NextOrganisationNumber() (n int, err error) {
	err = tx.get(&n, `select coalesce(max(number), 999) + 1 from organisations`)
	return n, err
}

// AddOrganisation admits a new one. Only the back office and the system may.
func (tx *Tx) AddOrganisation(o officer.Organisation) error {
	return tx.exec(`insert into organisations (id, number, kind, name, legal_form, street, postal_code, locality, country, register_court,
		register_number, vat_id, email_domains, document_types, second_check, purchase_order_required, status, created_at, evidence_on, evidence_note)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
		o.ID, o.Number, o.Kind, o.Name, o.LegalForm, o.Address.Street, o.Address.PostalCode, o.Address.Locality, o.Address.Country,
		o.RegisterCourt, o.RegisterNumber, o.VATID, pq.Array(o.EmailDomains), texts(o.DocumentTypes), o.SecondCheck,
		o.PurchaseOrderRequired, o.Status, o.CreatedAt, o.EvidenceOn, o.EvidenceNote)
}

// SaveOrganisation writes what a form edits, unless somebody else did meanwhile.
func (tx *Tx) SaveOrganisation(o officer.Organisation) error {
	return tx.one(stale(), `update organisations set name = $3, legal_form = $4, street = $5, postal_code = $6, locality = $7, country = $8,
		register_court = $9, register_number = $10, vat_id = $11, email_domains = $12, document_types = $13, second_check = $14,
		purchase_order_required = $15, status = $16, evidence_on = $17, evidence_note = $18, version = version + 1
		where id = $1 and version = $2`,
		o.ID, o.Version, o.Name, o.LegalForm, o.Address.Street, o.Address.PostalCode, o.Address.Locality, o.Address.Country,
		o.RegisterCourt, o.RegisterNumber, o.VATID, pq.Array(o.EmailDomains), texts(o.DocumentTypes), o.SecondCheck,
		o.PurchaseOrderRequired, o.Status, o.EvidenceOn, o.EvidenceNote)
}

// SaveTerms keeps what the provider agreed with an organisation, and takes what is
// barred out of its shops, unless somebody else changed the organisation meanwhile.
func (tx *Tx) SaveTerms(id officer.OrganisationID, version int, t officer.Terms) error {
	err := tx.one(stale(), `update organisations set contract_from = $3, contract_until = $4, barred_procedures = $5, approval_four_eyes = $6, version = version + 1
		where id = $1 and version = $2`, id, version, t.ContractFrom, t.ContractUntil, texts(t.BarredProcedures), t.ApprovalFourEyes)
	if err != nil || len(t.BarredProcedures) == 0 {
		return err
	}
	if err := tx.exec(`update shop_products set procedures = array(select x from unnest(procedures) with ordinality as p (x, n) where x <> all ($2) order by n)
		where organisation_id = $1 and procedures && $2`, id, texts(t.BarredProcedures)); err != nil {
		return err
	}
	return tx.exec(`delete from shop_products where organisation_id = $1 and procedures = '{}'`, id)
}

// SaveMailHouse keeps how an organisation signs its mails.
func (tx *Tx) SaveMailHouse(id officer.OrganisationID, version int, h officer.MailHouse) error {
	return tx.one(stale(), `update organisations set mail_sender = $3, mail_reply_to = $4, mail_footer_de = $5, mail_footer_en = $6, version = version + 1
		where id = $1 and version = $2`, id, version, h.Sender, h.ReplyTo, h.FooterDE, h.FooterEN)
}

// MailHouse reads how an organisation signs its mails.
func (tx *Tx) MailHouse(id officer.OrganisationID) (h officer.MailHouse, err error) {
	err = tx.get(&h, `select mail_sender as sender, mail_reply_to as reply_to, mail_footer_de as footer_de, mail_footer_en as footer_en
		from organisations where id = $1`, id)
	return h, err
}

// words gives a list of the database's texts as typed words.
func words[T ~string](list []string) []T {
	typed := make([]T, len(list))
	for i, s := range list {
		typed[i] = T(s)
	}
	return typed
}

// texts gives typed words as the database's texts.
func texts[T ~string](list []T) pq.StringArray {
	plain := make(pq.StringArray, len(list))
	for i, s := range list {
		plain[i] = string(s)
	}
	return plain
}
