package postgres

import (
	"encoding/json"
	"time"

	"github.com/lib/pq"

	"officerportal/officer"
)

const mailColumns = `m.id, coalesce(m.organisation_id, '') as organisation, m.recipient, m.language, m.template, m.message_id, m.status, m.attempts,
	m.due_at, m.created_at, coalesce(m.sent_at, '0001-01-01Z') as sent_at, m.problem`

// signedMail is a mail with what it says, as the organisation signs it.
const signedMail = `select ` + mailColumns + `, m.args, coalesce(o.mail_sender, '') as "house.sender", coalesce(o.mail_reply_to, '') as "house.reply_to",
	coalesce(o.mail_footer_de, '') as "house.footer_de", coalesce(o.mail_footer_en, '') as "house.footer_en"
	from mails m left join organisations o on o.id = m.organisation_id `

type mailRow struct {
	officer.Mail
	Args []byte
}

func (r mailRow) mail() (officer.Mail, error) {
	m := r.Mail
	return m, json.Unmarshal(r.Args, &m.Args)
}

// NextMail takes the mail that is due the longest and holds it until the
// transaction ends; mails that another worker holds are passed over. NotFound
// when none is due.
func (tx *Tx) NextMail() (officer.Mail, error) {
	var r mailRow
	err := tx.get(&r, signedMail+`where m.status = 'queued' and m.due_at <= $1 order by m.due_at limit 1 for update of m skip locked`, tx.Now)
	if err != nil {
		return officer.Mail{}, translate(err)
	}
	return r.mail()
}

// SaveDelivery writes how a delivery went. Where the mail is gone, so is what it
// said, unless it is to be kept for the demo's mailbox.
func (tx *Tx) SaveDelivery(m officer.Mail, keep bool) error {
	return tx.one(stale(), `update mails set status = $2, attempts = $3, due_at = $4, sent_at = nullif($5, '0001-01-01Z'::timestamptz), problem = $6,
		args = case when $2 in ('sent', 'unwanted') and not $7 then '{}'::jsonb else args end where id = $1`,
		m.ID, m.Status, m.Attempts, m.DueAt, m.SentAt, m.Problem, keep)
}

// Mails lists the newest mails with what they say, for the demo's mailbox.
func (tx *Tx) Mails(limit int) ([]officer.Mail, error) {
	var rows []mailRow
	if err := tx.list(&rows, signedMail+`order by m.created_at desc, m.id desc limit $1`, limit); err != nil {
		return nil, err
	}
	list := make([]officer.Mail, len(rows))
	for i, r := range rows {
		var err error
		if list[i], err = r.mail(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// MailByID reads one mail with what it says.
func (tx *Tx) MailByID(id officer.MailID) (officer.Mail, error) {
	var r mailRow
	if err := tx.get(&r, signedMail+`where m.id = $1`, id); err != nil {
		return officer.Mail{}, err
	}
	return r.mail()
}

// MailPage lists a page of the mails of a status, the newest first, without what
// they say.
func (tx *Tx) MailPage(status officer.MailStatus, after officer.Cursor) (page officer.MailPage, err error) {
	sign, order := `<`, ` desc`
	if after.Back {
		sign, order = turned(sign, order)
	}
	var list []officer.ListedMail
	err = tx.list(&list, `select `+mailColumns+`, coalesce(o.name, '') as organisation_name from mails m left join organisations o on o.id = m.organisation_id
		where m.status = $1 and ($2 = '' or (m.created_at, m.id) `+sign+` ($3, $2)) order by m.created_at`+order+`, m.id`+order+` limit $4`,
		status, after.ID, after.At, officer.PageSize+1)
	page.Mails, page.Previous, page.Next = turn(list, after, func(m officer.ListedMail) officer.Cursor {
		return officer.Cursor{At: m.CreatedAt, ID: string(m.ID)}
	})
	return page, err
}

// ResendMail queues a dead mail again, under the Message-ID it had.
func (tx *Tx) ResendMail(id officer.MailID) error {
	return tx.one(officer.Fail(officer.Conflict, "mail.not_dead"), `update mails set status = 'queued', attempts = 0, due_at = $2, problem = ''
		where id = $1 and status = 'dead'`, id, tx.Now)
}

// ResendMails queues every dead mail again.
func (tx *Tx) ResendMails() (n int, err error) {
	r, err := tx.result(`update mails set status = 'queued', attempts = 0, due_at = $1, problem = '' where status = 'dead'`, tx.Now)
	if err != nil {
		return 0, err
	}
	count, err := r.RowsAffected()
	return int(count), err
}

// DropOldMails forgets mails that went their way, or could not, before a day.
func (tx *Tx) DropOldMails(before time.Time) error {
	return tx.exec(`delete from mails where status <> 'queued' and created_at < $1`, before)
}

// MailChoices gives which mails somebody turned round from what is usual.
func (tx *Tx) MailChoices(id officer.AccountID) (officer.MailChoices, error) {
	var list pq.StringArray
	err := tx.get(&list, `select mail_choices from accounts where id = $1`, id)
	return words[officer.MailTopic](list), err
}

// SaveMailChoices keeps which mails somebody wants.
func (tx *Tx) SaveMailChoices(id officer.AccountID, c officer.MailChoices) error {
	return tx.one(stale(), `update accounts set mail_choices = $2 where id = $1`, id, texts(c))
}

// ChoicesBehind gives the choices of whoever has an account with this address;
// nobody has none.
func (tx *Tx) ChoicesBehind(key string) (officer.MailChoices, error) {
	var list []pq.StringArray
	err := tx.list(&list, `select mail_choices from accounts where email_key = $1`, key)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return words[officer.MailTopic](list[0]), nil
}

// jobLease is how long a worker may be silent before another takes its job.
const jobLease = time.Minute

const jobColumns = `id, organisation_id as organisation, kind, status, payload, total, done, attempts, run_at, result_name, problem,
	created_by, created_at, coalesce(ended_at, '0001-01-01Z') as ended_at`

// AddJob queues work for the worker, of the organisation and by the actor.
func (tx *Tx) AddJob(j officer.Job) error {
	return tx.exec(`insert into jobs (organisation_id, id, kind, payload, total, run_at, created_by, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`, tx.Organisation(), j.ID, j.Kind, string(j.Payload), j.Total, tx.Now, tx.Actor.Account, tx.Now)
}

// Job reads one of the organisation's jobs.
func (tx *Tx) Job(id officer.JobID) (j officer.Job, err error) {
	err = tx.get(&j, `select `+jobColumns+` from jobs where organisation_id = $1 and id = $2`, tx.Organisation(), id)
	return j, err
}

// HasJob reports whether the organisation has a job of this id.
func (tx *Tx) HasJob(id officer.JobID) (has bool, err error) {
	err = tx.get(&has, `select exists (select from jobs where organisation_id = $1 and id = $2)`, tx.Organisation(), id)
	return has, err
}

// Jobs lists somebody's newest jobs in the organisation.
func (tx *Tx) Jobs(of officer.AccountID, limit int) (list []officer.Job, err error) {
	err = tx.list(&list, `select `+jobColumns+` from jobs where organisation_id = $1 and created_by = $2 order by created_at desc, id desc limit $3`,
		tx.Organisation(), of, limit)
	return list, err
}

// JobResult reads what a finished job made.
func (tx *Tx) JobResult(id officer.JobID) (name string, content []byte, err error) {
	var r struct {
		ResultName string
		Result     []byte
	}
	err = tx.get(&r, `select result_name, result from jobs where organisation_id = $1 and id = $2 and status = 'done' and result is not null`, tx.Organisation(), id)
	return r.ResultName, r.Result, err
}

// CancelJob stops a job that has not ended.
func (tx *Tx) CancelJob(id officer.JobID) error {
	return tx.one(officer.Fail(officer.Conflict, "job.ended"), `update jobs set status = 'cancelled', ended_at = $3
		where organisation_id = $1 and id = $2 and status in ('queued', 'running')`, tx.Organisation(), id, tx.Now)
}

// TakeJob takes the job that is due the longest, of any organisation, for as
// long as the lease; NotFound when none is due.
func (tx *Tx) TakeJob() (j officer.Job, err error) {
	err = tx.get(&j, `update jobs set status = 'running', attempts = attempts + 1, locked_until = $2
		where (organisation_id, id) = (select organisation_id, id from jobs where status in ('queued', 'running') and run_at <= $1
			and (locked_until is null or locked_until < $1) order by run_at limit 1 for update skip locked)
		returning `+jobColumns, tx.Now, tx.Now.Add(jobLease))
	return j, translate(err)
}

// SaveProgress tells how far a job is and renews its lease; Conflict when it was
// cancelled meanwhile.
func (tx *Tx) SaveProgress(j officer.Job) error {
	return tx.one(officer.Fail(officer.Conflict, "job.ended"), `update jobs set done = $3, total = $4, locked_until = $5
		where organisation_id = $1 and id = $2 and status = 'running'`, j.Organisation, j.ID, j.Done, j.Total, tx.Now.Add(jobLease))
}

// EndJob writes a job's end: done with a result, failed with a problem, or
// queued again for RunAt.
func (tx *Tx) EndJob(j officer.Job, result []byte) error {
	return tx.one(officer.Fail(officer.Conflict, "job.ended"), `update jobs set status = $3, done = $4, result_name = $5, result = $6, problem = $7,
		run_at = $8, locked_until = null, ended_at = case when $3 = 'queued' then null else $9::timestamptz end
		where organisation_id = $1 and id = $2 and status = 'running'`,
		j.Organisation, j.ID, j.Status, j.Done, j.ResultName, result, j.Problem, j.RunAt, tx.Now)
}

// DropOldJobs removes jobs, with what they made, that ended before a day.
func (tx *Tx) DropOldJobs(before time.Time) error {
	return tx.exec(`delete from jobs where ended_at < $1`, before)
}
