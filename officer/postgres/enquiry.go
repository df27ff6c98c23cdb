package postgres

import (
	"database/sql"
	"errors"

	"officerportal/officer"
)

const enquiryColumns = `e.id, e.kind, e.account_id as account, e.subject, e.note, e.raised_at, e.status, coalesce(e.handled_by, '') as handled_by, e.handled_name,
	coalesce(e.handled_at, '0001-01-01Z') as handled_at, e.outcome, e.outcome_note, e.version`

// the back office sees whom an enquiry is about
const enquiryOf = enquiryColumns + `, trim(a.given_names || ' ' || a.family_name) as name, a.email from enquiries e join accounts a on a.id = e.account_id`

// AddEnquiry raises a matter about an account. One of the kind that is open
// already is a Conflict, enquiry.raised_already.
func (tx *Tx) AddEnquiry(e officer.Enquiry) error {
	return tx.exec(`insert into enquiries (id, kind, account_id, subject, note, raised_at) values ($1, $2, $3, $4, $5, $6)`,
		e.ID, e.Kind, e.Account, e.Subject, e.Note, tx.Now)
}

// NoticeOnce raises a matter about an account unless one of the kind is open, or
// was about the same thing.
func (tx *Tx) NoticeOnce(e officer.Enquiry) error {
	return tx.exec(`insert into enquiries (id, kind, account_id, subject, raised_at) select $1, $2, $3, $4, $5
		where not exists (select from enquiries where account_id = $3 and kind = $2 and subject = $4)
		on conflict (account_id, kind) where status = 'open' do nothing`, e.ID, e.Kind, e.Account, e.Subject, tx.Now)
}

// OpenEnquiry gives the open matter of a kind about an account; open is false
// when there is none.
func (tx *Tx) OpenEnquiry(account officer.AccountID, kind officer.EnquiryKind) (e officer.Enquiry, open bool, err error) {
	err = tx.get(&e, `select `+enquiryColumns+` from enquiries e where e.account_id = $1 and e.kind = $2 and e.status = 'open'`, account, kind)
	if errors.Is(err, sql.ErrNoRows) {
		return officer.Enquiry{}, false, nil
	}
	return e, err == nil, err
}

// RefusedEnquiry gives the latest matter of a kind about an account if it was
// refused; refused is false when it was not, or there is none.
func (tx *Tx) RefusedEnquiry(account officer.AccountID, kind officer.EnquiryKind) (e officer.Enquiry, refused bool, err error) {
	err = tx.get(&e, `select `+enquiryColumns+` from enquiries e where e.account_id = $1 and e.kind = $2 order by e.raised_at desc, e.id desc limit 1`, account, kind)
	if errors.Is(err, sql.ErrNoRows) {
		return officer.Enquiry{}, false, nil
	}
	return e, err == nil && e.Outcome == officer.EnquiryRefused, err
}

// Enquiry reads one, with whom it is about.
func (tx *Tx) Enquiry(id officer.EnquiryID) (e officer.Enquiry, err error) {
	err = tx.get(&e, `select `+enquiryOf+` where e.id = $1`, id)
	return e, err
}

// SaveEnquiry writes how a matter ended, if nobody changed it since it was read;
// else Stale.
func (tx *Tx) SaveEnquiry(e officer.Enquiry) error {
	return tx.one(stale(), `update enquiries set status = $3, handled_by = nullif($4, ''), handled_name = $5, handled_at = nullif($6, '0001-01-01Z'::timestamptz),
		outcome = $7, outcome_note = $8, version = version + 1 where id = $1 and version = $2`,
		e.ID, e.Version, e.Status, e.HandledBy, e.HandledName, e.HandledAt, e.Outcome, e.OutcomeNote)
}

// EnquiryPage lists a page of the matters with a status: open ones the oldest
// first, since they wait; closed ones the latest first.
func (tx *Tx) EnquiryPage(status string, after officer.Cursor) (page officer.EnquiryPage, err error) {
	at, sign, order := `e.raised_at`, `>`, ``
	if status == officer.EnquiryClosed {
		at, sign, order = `e.handled_at`, `<`, ` desc`
	}
	if after.Back {
		sign, order = turned(sign, order)
	}
	var list []officer.Enquiry
	err = tx.list(&list, `select `+enquiryOf+` where e.status = $1 and ($2 = '' or (`+at+`, e.id) `+sign+` ($3, $2))
		order by `+at+order+`, e.id`+order+` limit $4`, status, after.ID, after.At, officer.PageSize+1)
	page.Enquiries, page.Previous, page.Next = turn(list, after, func(e officer.Enquiry) officer.Cursor {
		if status == officer.EnquiryClosed {
			return officer.Cursor{At: e.HandledAt, ID: string(e.ID)}
		}
		return officer.Cursor{At: e.RaisedAt, ID: string(e.ID)}
	})
	return page, err
}

func turned(sign, order string) (string, string) {
	if sign == `>` {
		return `<`, ` desc`
	}
	return `>`, ``
}

// HoldingLimit is how many orders of an account are listed; those on their way come first.
const HoldingLimit = 50

// Holdings gives what hangs on an account, in every organisation that the scope sees.
func (tx *Tx) Holdings(account officer.AccountID) (h officer.Holdings, err error) {
	err = tx.list(&h.Orders, `select o.id as "order", o.number, g.name as organisation, p.name_de, p.name_en, o.status, o.status_since, o.created_at, p.term_years
		from orders o join organisations g on g.id = o.organisation_id join products p on p.id = o.product_id where o.account_id = $1
		order by o.status in ('completed', 'withdrawn', 'rejected'), o.created_at desc, o.id limit $2`, account, HoldingLimit)
	if err != nil {
		return h, err
	}
	var count struct{ Drafts, Cases, Complaints int }
	err = tx.get(&count, `select count(*) filter (where status = 'draft') as drafts, count(*) filter (where status <> 'draft') as cases,
			(select count(*) from complaints where account_id = $1 and status <> 'closed') as complaints
		from applications where account_id = $1 and status not in ('transmitted', 'rejected', 'withdrawn', 'expired', 'aborted')`, account)
	if err != nil {
		return h, err
	}
	h.Cases, h.Drafts, h.Complaints = count.Cases, count.Drafts, count.Complaints
	h.Workplaces, err = tx.Workplaces(account)
	return h, err
}

// Identities lists the people that the applications of an account name. It needs
// the back office's scope.
func (tx *Tx) Identities(account officer.AccountID) (list []officer.Identity, err error) {
	err = tx.list(&list, `select g.name as organisation, a.given_names, a.family_name, a.birth_date, min(a.created_at) as since, count(*) as applications
		from applications a join organisations g on g.id = a.organisation_id where a.account_id = $1 and a.status <> 'draft' and a.family_name <> ''
		group by 1, 2, 3, 4 order by since, organisation limit 50`, account)
	return list, err
}

// blank takes what is personal out of a closed account, and out of what was
// begun and never sent: drafts end, and people whom nothing but drafts names lose
// their data. The records of orders stay.
const blank = `with gone as (
		update applications set status = 'withdrawn', status_since = $2, changed_at = $2, closed_why = 'account_closed', form = '{}', family_name = '',
			given_names = '', search_name = '', birth_date = null, revocation_password_hash = '', security_answer_hash = '', version = version + 1
		where account_id = $1 and status = 'draft' returning organisation_id, person_id, id
	), unnamed as (
		update persons p set title = '', given_names = '', family_name = '', birth_name = '', birth_date = null, birth_place = '', nationality = '', street = '',
			postal_code = '', locality = '', country = '', email = '', mobile = '', search_name = '', version = version + 1
		where p.account_id = $1 and not exists (select from applications a where a.organisation_id = p.organisation_id and a.person_id = p.id
			and not exists (select from gone g where g.organisation_id = a.organisation_id and g.id = a.id))
	), customers as (update shop_customers set left_at = coalesce(left_at, $2), name = '', email = '' where account_id = $1),
	codes as (delete from recovery_codes where account_id = $1),
	links as (delete from links where account_id = $1),
	changes as (delete from email_changes where account_id = $1),
	stays as (delete from sessions where account_id = $1),
	contacts as (update complaints set contact = '' where account_id = $1)
	update accounts set email = '', email_key = id, given_names = '', family_name = '', password_hash = '', totp_sealed = null, totp_confirmed_at = null, mail_choices = '{}',
		status = 'closed', version = version + 1 where id = $1 and version = $3`

// BlankAccount closes an account for good and takes what is personal out of it;
// its address is free for a new one. Stale if somebody changed it meanwhile. It
// needs the system's scope: nobody else sees drafts.
func (tx *Tx) BlankAccount(a officer.Account) error {
	return tx.one(stale(), blank, a.ID, tx.Now, a.Version)
}
