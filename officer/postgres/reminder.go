package postgres

import (
	"officerportal/officer"
)

// missingQueries find what somebody has to be reminded of, by kind, the longest
// missing first: after $1, which is a reminder's pause ago, nobody was reminded,
// and of what is missing for less nobody is. $2 is how many reminders there are.
var missingQueries = map[officer.ReminderKind]string{
	officer.RemindQuestion: `select q.organisation_id as organisation, q.id as subject, q.reminded as sent from order_questions q
		where q.answered_at is null and q.asked_at <= $1 and q.reminded <= $2 and (q.reminded_at is null or q.reminded_at <= $1) order by q.asked_at, q.id limit $3`,
	officer.RemindPapers: `select o.organisation_id as organisation, o.id as subject, coalesce(r.sent, 0) as sent
		from orders o left join reminders r on r.organisation_id = o.organisation_id and r.subject = o.id and r.kind = 'order_papers'
		where o.status = 'open' and o.approved_at is null and o.status_since <= $1 and coalesce(r.sent, 0) <= $2 and (r.last_at is null or r.last_at <= $1)
			and ` + papersMissing + ` order by o.status_since, o.id limit $3`,
	officer.RemindIdentification: `select a.organisation_id as organisation, a.id as subject, coalesce(r.sent, 0) as sent
		from applications a left join reminders r on r.organisation_id = a.organisation_id and r.subject = a.id and r.kind = 'identification'
		where a.status = 'identification_due' and a.account_id is not null and a.created_by = a.account_id and a.status_since <= $1
			and coalesce(r.sent, 0) <= $2 and (r.last_at is null or r.last_at <= $1) order by a.status_since, a.id limit $3`,
}

// papersMissing is what an open order o lacks: a paper that is expected, or all
// of them where its identification happens outside of the portal and nothing has
// come yet. What replaces a card lacks nothing: it was identified for before.
const papersMissing = `(exists (select from order_papers p where p.organisation_id = o.organisation_id and p.order_id = o.id and p.received_at is null)
	or o.replaces is null and o.procedure in ('postident_branch', 'postident_eid', 'notarident', 'botschaftsident', 'dtrust_ident')
		and not exists (select from order_papers p where p.organisation_id = o.organisation_id and p.order_id = o.id))`

// Missing lists some of what somebody has to be reminded of now, of every
// organisation. It needs the system's scope.
func (tx *Tx) Missing(kind officer.ReminderKind, limit int) (list []officer.Missing, err error) {
	err = tx.list(&list, missingQueries[kind], officer.RemindedBefore(tx.Now), officer.Reminders, limit)
	for i := range list {
		list[i].Kind = kind
	}
	return list, err
}

// CountReminder notes that one more reminder goes out now, unless another worker
// did, or what was missing came meanwhile: then counted is false.
func (tx *Tx) CountReminder(m officer.Missing) (counted bool, err error) {
	query := `insert into reminders (organisation_id, subject, kind, sent, last_at) values ($1, $2, $5, $3 + 1, $4)
		on conflict (organisation_id, subject, kind) do update set sent = reminders.sent + 1, last_at = $4 where reminders.sent = $3`
	args := []any{m.Organisation, m.Subject, m.Sent, tx.Now, m.Kind}
	if m.Kind == officer.RemindQuestion {
		query = `update order_questions set reminded = $3 + 1, reminded_at = $4 where organisation_id = $1 and id = $2 and reminded = $3 and answered_at is null`
		args = args[:4]
	}
	r, err := tx.result(query, args...)
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n == 1, err
}

// A RemindedQuestion is what a reminder has to know of a question to an order.
type RemindedQuestion struct {
	Order officer.OrderID
	By    officer.AccountID // the clerk who asked
}

// RemindedQuestion reads one of the organisation's.
func (tx *Tx) RemindedQuestion(id string) (q RemindedQuestion, err error) {
	err = tx.get(&q, `select order_id as "order", asked_by as by from order_questions where organisation_id = $1 and id = $2`, tx.Organisation(), id)
	return q, err
}

// LacksPapers reports whether an open order still waits for papers or its identification.
func (tx *Tx) LacksPapers(id officer.OrderID) (lacks bool, err error) {
	err = tx.get(&lacks, `select exists (select from orders o where o.organisation_id = $1 and o.id = $2 and o.status = 'open' and o.approved_at is null
		and `+papersMissing+`)`, tx.Organisation(), id)
	return lacks, err
}
