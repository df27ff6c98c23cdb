package postgres

import (
	"strconv"
	"time"

	"officerportal/officer"
)

// codeStates say in SQL what [officer.OrderCode.State] says; before a final sign
// comes the time.
var codeStates = map[officer.CodeStatus]string{
	officer.CodeRevoked: `c.status = 'revoked'`,
	officer.CodeExpired: `c.status <> 'revoked' and c.expires_at <= `,
	officer.CodeSpent:   `c.status <> 'revoked' and c.used >= c.uses and coalesce(c.expires_at, 'infinity') > `,
	officer.CodePaused:  `c.status = 'paused' and c.used < c.uses and coalesce(c.expires_at, 'infinity') > `,
	officer.CodeActive:  `c.status = 'active' and c.used < c.uses and coalesce(c.expires_at, 'infinity') > `,
}

// A codeQuery grows by the parts of a filter that are set, so that each
// combination has its own plan. $1 is the organisation.
type codeQuery struct {
	with  string // what stands before the select
	where string
	args  []any
}

func (q *codeQuery) arg(v any) string {
	q.args = append(q.args, v)
	return placeholder(len(q.args))
}

func (q *codeQuery) narrow(f officer.OrderCodeFilter, now time.Time) {
	switch f.State {
	case "":
	case officer.CodeRevoked:
		q.where += ` and ` + codeStates[f.State]
	default:
		q.where += ` and ` + codeStates[f.State] + q.arg(now)
	}
	for _, c := range []struct{ column, value string }{{`c.shop_id`, string(f.Shop)}, {`c.product_id`, string(f.Product)}, {`c.batch`, string(f.Batch)}, {`c.id`, string(f.Code)}} {
		if c.value != "" {
			q.where += ` and ` + c.column + ` = ` + q.arg(c.value)
		}
	}
}

// after goes on from the row of a cursor in a list whose newest stand first.
func (q *codeQuery) after(c officer.Cursor, at, id string) {
	if c.IsZero() {
		return
	}
	sign := `<`
	if c.Back {
		sign = `>`
	}
	q.where += ` and (` + at + `, ` + id + `) ` + sign + ` (` + q.arg(c.At) + `, ` + q.arg(c.ID) + `)`
}

// foundCodes is how many codes a search by one word looks at: who searches by a
// word that more codes have is told to type on.
const foundCodes = 1000

// search finds the codes that have a word for each beginning.
func (q *codeQuery) search(begin []string) {
	limit := ``
	if len(begin) == 1 {
		limit = ` order by w.word, w.code_id limit ` + strconv.Itoa(foundCodes)
	}
	for i, b := range begin {
		if i > 0 {
			q.with += ` intersect `
		}
		p := q.arg(b)
		q.with += `(select w.code_id from order_code_words w where w.organisation_id = $1 and w.word >= ` + p + ` and w.word < ` + p + ` || '~'` + limit + `)`
	}
	q.with = `with found as materialized (` + q.with + `) `
	q.where += ` and c.id in (select code_id from found)`
}
