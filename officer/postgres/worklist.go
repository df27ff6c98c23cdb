package postgres

import (
	"slices"
	"strconv"
	"time"

	"officerportal/officer"
)

// openCases is the predicate of the partial index applications_open, to the letter.
const openCases = `a.status in ('draft', 'identification_due', 'in_identification', 'identified', 'check_due', 'checked')`

const caseColumns = `a.id, a.family_name, a.given_names, a.birth_date,
	p.name_de as product_de, p.name_en as product_en, a.procedure, a.status, a.status_since, a.document_expires_on,
	coalesce(a.claimed_by, '') as claimed_by, a.claimed_name, coalesce(a.claimed_at, '0001-01-01Z') as claimed_at`

const caseTables = ` from applications a join products p on p.id = a.product_id `

// Only an ended case can have become an order: lists of open ones need not look
// for each in the largest index there is.
const (
	orderOfCase  = `, coalesce(o.id, '') as "order", coalesce(o.number, '') as number`
	ordersOfCase = `left join orders o on o.organisation_id = a.organisation_id and o.application_id = a.id `
)

// views say what each view lists, given $2 the person and $3 a day.
var views = map[officer.CaseView]string{
	officer.ViewMine:     `a.claimed_by = $2`,
	officer.ViewWaiting:  `a.claimed_by is null`,
	officer.ViewCheck:    `a.status = 'check_due' and not exists (select from identifications i where i.organisation_id = a.organisation_id and i.id = a.identification_id and i.officer_account_id = $2)`,
	officer.ViewExpiring: `a.document_expires_on < $3`,
	officer.ViewOpen:     `true`,
}

// expiringBefore is the day before which a document's expiry counts as near.
func expiringBefore(now time.Time) officer.Date {
	return officer.Today(now).AddDays(officer.ExpiringWithin + officer.MinimumValidity)
}

// Cases lists open cases of a view, whoever waits longest first; who is searched
// for is found among ended ones too.
func (tx *Tx) Cases(f officer.CaseFilter) (page officer.CasePage, err error) {
	if f.Searches() {
		return tx.searchCases(f.Query)
	}
	args := []any{tx.Organisation(), tx.Actor.Account, expiringBefore(tx.Now)}
	which := openCases
	if f.Status != "" { // one status reads its own stretch of the index applications_status
		args, which = append(args, f.Status), `a.status = $4`
	}
	where := `where a.organisation_id = $1 and ` + which + ` and ` + views[f.View] + ` and ($2::text, $3::date) is not null`
	order := ` order by a.status_since, a.id`
	if !f.After.IsZero() {
		sign := ">"
		if f.After.Back {
			sign, order = "<", ` order by a.status_since desc, a.id desc`
		}
		at, id := placeholder(len(args)+1), placeholder(len(args)+2)
		args = append(args, f.After.At, f.After.ID)
		where += ` and (a.status_since, a.id) ` + sign + ` (` + at + `, ` + id + `)`
	}
	err = tx.list(&page.Rows, `select `+caseColumns+caseTables+where+order+` limit `+strconv.Itoa(officer.PageSize+1), args...)
	page.Rows, page.Previous, page.Next = turn(page.Rows, f.After, func(r officer.CaseRow) officer.Cursor {
		return officer.Cursor{At: r.StatusSince, ID: string(r.ID)}
	})
	return page, err
}

func placeholder(n int) string { return "$" + strconv.Itoa(n) }

// turn makes a page of what was read: one row more than it shows tells whether
// the list goes on, and a page read backwards is put the right way round.
func turn[T any](rows []T, after officer.Cursor, key func(T) officer.Cursor) (page []T, previous, next officer.Cursor) {
	more := len(rows) > officer.PageSize
	if more {
		rows = rows[:officer.PageSize]
	}
	if after.Back {
		slices.Reverse(rows)
	}
	if len(rows) == 0 {
		return rows, previous, next
	}
	if more && after.Back || !after.Back && !after.IsZero() {
		previous = key(rows[0])
		previous.Back = true
	}
	if more && !after.Back || after.Back {
		next = key(rows[len(rows)-1])
	}
	return rows, previous, next
}

// searchCases looks through all cases, ended ones too.
func (tx *Tx) searchCases(q officer.PersonQuery) (page officer.CasePage, err error) {
	query, args := found("applications", q, tx.Organisation())
	err = tx.list(&page.Rows, query+`select `+caseColumns+orderOfCase+caseTables+ordersOfCase+`join found f on f.id = a.id
		where a.organisation_id = $1 order by a.search_name, a.status_since desc, a.id limit `+strconv.Itoa(officer.PageSize+1), args...)
	page.More = len(page.Rows) > officer.PageSize
	page.Rows = page.Rows[:min(len(page.Rows), officer.PageSize)]
	return page, err
}

// found makes the beginning of a statement that collects the ids of a table's
// rows a person query asks for. Each beginning of a name reads its own bounded
// stretch of the index, so that a short one costs no more than a long one.
func found(table string, q officer.PersonQuery, organisation officer.OrganisationID) (string, []any) {
	limit := strconv.Itoa(officer.PageSize + 1)
	begin := q.Beginnings()
	if len(begin) == 0 {
		return `with found as (select id from ` + table + ` where organisation_id = $1 and birth_date = $2 order by id limit ` + limit + `) `,
			[]any{organisation, q.Birth}
	}
	return `with found as (select distinct n.id from unnest($2::text[]) as b (begin) cross join lateral (
			select id from ` + table + ` where organisation_id = $1 and search_name collate "C" >= b.begin and search_name collate "C" < b.begin || '~'
				and ($3::date is null or birth_date = $3)
			order by search_name collate "C", id limit ` + limit + `) n) `,
		[]any{organisation, texts(begin), q.Birth}
}

// CaseCounts tells how many cases wait in each view, up to CountLimit.
func (tx *Tx) CaseCounts() (map[officer.CaseView]int, error) {
	query := `select `
	for i, v := range officer.CaseViews {
		if i > 0 {
			query += `, `
		}
		query += `(select count(*) from (select from applications a where a.organisation_id = $1 and ` + openCases + ` and ` + views[v] +
			` limit ` + strconv.Itoa(officer.CountLimit) + `) x) as "` + string(v) + `"`
	}
	var n struct{ Mine, Waiting, Check, Expiring, Open int }
	err := tx.get(&n, query, tx.Organisation(), tx.Actor.Account, expiringBefore(tx.Now))
	return map[officer.CaseView]int{officer.ViewMine: n.Mine, officer.ViewWaiting: n.Waiting, officer.ViewCheck: n.Check,
		officer.ViewExpiring: n.Expiring, officer.ViewOpen: n.Open}, err
}

// NextCase gives what the actor should do next and reports whether there is
// anything: their own oldest case, else the oldest that nobody holds. Drafts of
// colleagues are not among them.
func (tx *Tx) NextCase(officerRole, checkerRole bool) (id officer.ApplicationID, err error) {
	err = tx.get(&id, `select a.id from applications a where a.organisation_id = $1 and `+openCases+` and (a.claimed_by = $2 or a.claimed_by is null)
			and (a.claimed_by = $2 and a.status <> 'check_due'
				or $3 and a.status in ('identification_due', 'in_identification', 'identified', 'checked')
				or $4 and a.status = 'check_due' and not exists (select from identifications i where i.organisation_id = a.organisation_id
					and i.id = a.identification_id and (i.officer_account_id = $2 or i.subject_account_id = $2)))
		order by a.claimed_by is null, a.status_since, a.id limit 1`, tx.Organisation(), tx.Actor.Account, officerRole, checkerRole)
	return id, err
}

// SaveClaim writes who holds a case, if it is still held as it was read. The
// form's version stays, so that a claim never makes a colleague's page stale.
func (tx *Tx) SaveClaim(a officer.Application, before officer.AccountID) error {
	return tx.one(officer.Fail(officer.Conflict, "case.claimed_meanwhile"), `update applications
		set claimed_by = nullif($3, ''), claimed_name = $4, claimed_at = nullif($5, '0001-01-01Z'::timestamptz)
		where organisation_id = $1 and id = $2 and coalesce(claimed_by, '') = $6`,
		tx.Organisation(), a.ID, a.ClaimedBy, a.ClaimedName, a.ClaimedAt, before)
}

// Orders lists the organisation's orders, the newest first.
func (tx *Tx) Orders(f officer.OrderFilter) (page officer.OrderPage, err error) {
	const columns = orderColumns + `, p.name_de as product_de, p.name_en as product_en`
	const tables = ` from orders o join products p on p.id = o.product_id `
	limit := ` limit ` + strconv.Itoa(officer.PageSize+1)
	if f.Searches() {
		query, args := found("orders", f.Query, tx.Organisation())
		err = tx.list(&page.Rows, query+`select `+columns+tables+`join found f on f.id = o.id
			where o.organisation_id = $1 order by o.search_name, o.created_at desc, o.id`+limit, args...)
		page.More = len(page.Rows) > officer.PageSize
		page.Rows = page.Rows[:min(len(page.Rows), officer.PageSize)]
		return page, err
	}
	args, where := []any{tx.Organisation()}, `where o.organisation_id = $1`
	if f.Status != "" {
		args, where = append(args, f.Status), where+` and o.status = $2`
	}
	order := ` order by o.created_at desc, o.id desc`
	if !f.After.IsZero() {
		sign := "<"
		if f.After.Back {
			sign, order = ">", ` order by o.created_at, o.id`
		}
		where += ` and (o.created_at, o.id) ` + sign + ` (` + placeholder(len(args)+1) + `, ` + placeholder(len(args)+2) + `)`
		args = append(args, f.After.At, f.After.ID)
	}
	err = tx.list(&page.Rows, `select `+columns+tables+where+order+limit, args...)
	page.Rows, page.Previous, page.Next = turn(page.Rows, f.After, func(r officer.OrderRow) officer.Cursor {
		return officer.Cursor{At: r.CreatedAt, ID: string(r.ID)}
	})
	return page, err
}

// OrderByNumber finds an order by what is printed on its papers.
func (tx *Tx) OrderByNumber(n officer.OrderNumber) (o officer.Order, err error) {
	err = tx.get(&o, `select `+orderColumns+` from orders o where o.organisation_id = $1 and o.number = $2`, tx.Organisation(), n)
	return o, err
}
