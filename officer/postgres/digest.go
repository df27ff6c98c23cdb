package postgres

import (
	"officerportal/officer"
)

// DigestReaders lists some of those who want to hear what waits and of whom this
// day has not been looked at. It needs the system's scope.
func (tx *Tx) DigestReaders(day officer.Date, limit int) (list []officer.DigestReader, err error) {
	err = tx.list(&list, `select distinct o.id as organisation, o.kind, o.name, a.id as account
		from accounts a join role_assignments r on r.account_id = a.id and r.ended_at is null and r.role = any ($2)
			join organisations o on o.id = r.organisation_id and o.status = 'active'
		where 'digest' = any (a.mail_choices) and a.status = 'active'
			and not exists (select from digests d where d.organisation_id = o.id and d.account_id = a.id and d.day = $1)
		order by o.id, a.id limit $3`, day, texts(officer.DigestRoles), limit)
	return list, err
}

// TakeDigest notes that somebody's day has been looked at; of two workers one
// gets true.
func (tx *Tx) TakeDigest(of officer.AccountID, day officer.Date, mailed bool) (taken bool, err error) {
	r, err := tx.result(`insert into digests (organisation_id, account_id, day, mailed) values ($1, $2, $3, $4) on conflict do nothing`,
		tx.Organisation(), of, day, mailed)
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n == 1, err
}

// Digest counts what waits at the organisation's desk.
func (tx *Tx) Digest() (d officer.Digest, err error) {
	today := officer.Today(tx.Now)
	err = tx.get(&d, `select
		(select count(*) from applications where organisation_id = $1 and status in ('identification_due', 'in_identification')) as identify,
		(select count(*) from applications where organisation_id = $1 and status = 'check_due') as check,
		(select count(*) from order_questions where organisation_id = $1 and answered_at is null) as questions,
		(select count(*) from applications where organisation_id = $1 and document_expires_on < $2
			and status not in ('transmitted', 'rejected', 'withdrawn', 'expired', 'aborted')) as documents,
		(select count(*) from cards where organisation_id = $1 and status = 'valid' and valid_until > $4 and valid_until < $3) as cards,
		(select count(*) from appointments where organisation_id = $1 and status = 'active' and training_until < $5) as trainings`,
		tx.Organisation(), expiringBefore(tx.Now), today.AddDays(56).Time(), tx.Now, today.AddDays(28))
	return d, err
}

// ClerkDigest counts what waits at the provider, of every organisation. It needs
// a scope that sees them.
func (tx *Tx) ClerkDigest() (d officer.Digest, err error) {
	err = tx.get(&d, `select (select count(*) from orders where status = 'open') as orders, (select count(*) from complaints where status = 'open') as complaint,
		(select count(*) from enquiries where status = 'open') as enquiries`)
	return d, err
}

// DropOldDigests forgets whose days were looked at, before a day.
func (tx *Tx) DropOldDigests(before officer.Date) error {
	return tx.exec(`delete from digests where day < $1`, before)
}
