package postgres

import (
	"strconv"

	"github.com/lib/pq"

	"officerportal/officer"
)

// workViews say what each view lists, given $1 the clerk.
var workViews = map[officer.WorkView]string{
	officer.WorkOpen:       `o.status = 'open'`,
	officer.WorkAnswered:   `o.status = 'open' and o.answered_at is not null`,
	officer.WorkWaiting:    `o.status = 'waiting'`,
	officer.WorkProduction: `o.status = 'in_production'`,
	officer.WorkMine:       `o.claimed_by = $1 and o.status in ('open', 'waiting', 'in_production', 'dispatched')`,
}

const workQuery = `select ` + orderColumns + `, p.name_de as product_de, p.name_en as product_en, g.name as house
	from orders o join products p on p.id = o.product_id join organisations g on g.id = o.organisation_id `

// WorkOrders lists orders of all houses, whoever waits longest first. It needs
// the back office's scope.
func (tx *Tx) WorkOrders(f officer.WorkFilter) (page officer.WorkPage, err error) {
	limit := ` limit ` + strconv.Itoa(officer.PageSize+1)
	if f.Searches() {
		return tx.searchWork(f.Query, limit)
	}
	args, where := []any{tx.Actor.Account}, `where `+workViews[f.View]+` and $1::text is not null`
	order := ` order by o.status_since, o.id`
	if !f.After.IsZero() {
		sign := `>`
		if f.After.Back {
			sign, order = `<`, ` order by o.status_since desc, o.id desc`
		}
		args, where = append(args, f.After.At, f.After.ID), where+` and (o.status_since, o.id) `+sign+` ($2, $3)`
	}
	err = tx.list(&page.Rows, workQuery+where+order+limit, args...)
	page.Rows, page.Previous, page.Next = turn(page.Rows, f.After, func(r officer.WorkRow) officer.Cursor {
		return officer.Cursor{At: r.StatusSince, ID: string(r.ID)}
	})
	return page, err
}

// searchWork finds people by name, birth date or both, in all houses.
func (tx *Tx) searchWork(q officer.PersonQuery, limit string) (page officer.WorkPage, err error) {
	begin := q.Beginnings()
	if len(begin) == 0 {
		err = tx.list(&page.Rows, workQuery+`where o.birth_date = $1 order by o.search_name, o.created_at desc, o.id`+limit, q.Birth)
	} else {
		err = tx.list(&page.Rows, `with found as (select distinct n.id from unnest($1::text[]) as b (begin) cross join lateral (
				select id from orders where search_name collate "C" >= b.begin and search_name collate "C" < b.begin || '~' and ($2::date is null or birth_date = $2)
				order by search_name collate "C", id`+limit+`) n) `+workQuery+`join found f on f.id = o.id order by o.search_name, o.created_at desc, o.id`+limit, texts(begin), q.Birth)
	}
	page.More = len(page.Rows) > officer.PageSize
	page.Rows = page.Rows[:min(len(page.Rows), officer.PageSize)]
	return page, err
}

// WorkCounts tells how many orders there are in each view, up to CountLimit.
func (tx *Tx) WorkCounts() (map[officer.WorkView]int, error) {
	query := `select `
	for i, v := range officer.WorkViews {
		if i > 0 {
			query += `, `
		}
		query += `(select count(*) from (select from orders o where ` + workViews[v] + ` limit ` + strconv.Itoa(officer.CountLimit) + `) x) as ` + string(v)
	}
	var n struct{ Open, Answered, Waiting, InProduction, Mine int }
	err := tx.get(&n, query+` where $1::text is not null`, tx.Actor.Account)
	return map[officer.WorkView]int{officer.WorkOpen: n.Open, officer.WorkAnswered: n.Answered, officer.WorkWaiting: n.Waiting,
		officer.WorkProduction: n.InProduction, officer.WorkMine: n.Mine}, err
}

// NextWork gives the order that waits longest to be checked and that nobody has
// taken; NotFound when there is none.
func (tx *Tx) NextWork() (id officer.OrderID, err error) {
	err = tx.get(&id, `select id from orders o where o.status = 'open' and (o.claimed_by is null or o.claimed_at < $1) and o.account_id is distinct from $2
		order by o.status_since, o.id limit 1`, tx.Now.Add(-officer.ClaimHolds), tx.Actor.Account)
	return id, translate(err)
}

// OrderAnywhere finds an order by its number in whatever house. It needs the back
// office's scope.
func (tx *Tx) OrderAnywhere(n officer.OrderNumber) (id officer.OrderID, err error) {
	err = tx.get(&id, `select id from orders where number = $1 limit 1`, n)
	return id, translate(err)
}

// ReceivedPapers lists the papers of an order that came.
func (tx *Tx) ReceivedPapers(order officer.OrderID) (list []officer.ReceivedPaper, err error) {
	err = tx.list(&list, `select paper, received_at, received_by as by, received_name as name from order_papers
		where organisation_id = $1 and order_id = $2 and received_at is not null order by paper`, tx.Organisation(), order)
	return list, err
}

// SavePaper notes that a paper came; a zero time that it did not.
func (tx *Tx) SavePaper(order officer.OrderID, p officer.ReceivedPaper) error {
	return tx.exec(`insert into order_papers (organisation_id, order_id, paper, received_at, received_by, received_name)
		values ($1, $2, $3, nullif($4, '0001-01-01Z'::timestamptz), nullif($5, ''), $6)
		on conflict (organisation_id, order_id, paper) do update set received_at = excluded.received_at, received_by = excluded.received_by, received_name = excluded.received_name`,
		tx.Organisation(), order, p.Paper, p.ReceivedAt, p.By, p.Name)
}

// OrderChecks lists what clerks found.
func (tx *Tx) OrderChecks(order officer.OrderID) (list []officer.OrderCheck, err error) {
	err = tx.list(&list, `select item, outcome, note, checked_by as by, checked_name as name, checked_at from order_checks
		where organisation_id = $1 and order_id = $2 order by item`, tx.Organisation(), order)
	return list, err
}

// SaveCheck keeps what a clerk found at an item; an empty outcome takes it back.
func (tx *Tx) SaveCheck(order officer.OrderID, c officer.OrderCheck) error {
	if c.Outcome == "" {
		return tx.exec(`delete from order_checks where organisation_id = $1 and order_id = $2 and item = $3`, tx.Organisation(), order, c.Item)
	}
	return tx.exec(`insert into order_checks (organisation_id, order_id, item, outcome, note, checked_by, checked_name, checked_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (organisation_id, order_id, item) do update set outcome = excluded.outcome, note = excluded.note, checked_by = excluded.checked_by,
			checked_name = excluded.checked_name, checked_at = excluded.checked_at`,
		tx.Organisation(), order, c.Item, c.Outcome, c.Note, c.By, c.Name, c.CheckedAt)
}

// AddQuestion keeps what was asked back; a second open one is a Conflict.
func (tx *Tx) AddQuestion(q officer.Question) error {
	return tx.exec(`insert into order_questions (organisation_id, id, order_id, account_id, reasons, note, asked_by, asked_name, asked_at)
		values ($1, $2, $3, nullif($4, ''), $5, $6, $7, $8, $9)`, tx.Organisation(), q.ID, q.Order, q.Account, pq.Array(q.Reasons), q.Note, q.AskedBy, q.AskedName, q.AskedAt)
}

// Questions lists what was asked about an order, the newest first.
func (tx *Tx) Questions(order officer.OrderID) ([]officer.Question, error) {
	var rows []struct {
		officer.Question
		Reasons pq.StringArray
	}
	err := tx.list(&rows, `select id, order_id as "order", coalesce(account_id, '') as account, reasons, note, asked_by, asked_name, asked_at,
			coalesce(answered_by, '') as answered_by, answered_name, coalesce(answered_at, '0001-01-01Z') as answered_at, answer, version
		from order_questions where organisation_id = $1 and order_id = $2 order by asked_at desc, id desc limit 50`, tx.Organisation(), order)
	list := make([]officer.Question, len(rows))
	for i, r := range rows {
		list[i] = r.Question
		list[i].Reasons = r.Reasons
	}
	return list, err
}

// SaveAnswer keeps the answer to an open question, once.
func (tx *Tx) SaveAnswer(q officer.Question) error {
	return tx.one(stale(), `update order_questions set answered_by = nullif($4, ''), answered_name = $5, answered_at = $6, answer = $7, version = version + 1
		where organisation_id = $1 and id = $2 and version = $3 and answered_at is null`, tx.Organisation(), q.ID, q.Version, q.AnsweredBy, q.AnsweredName, q.AnsweredAt, q.Answer)
}
