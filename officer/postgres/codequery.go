package postgres

import (
	"time"

	"officerportal/officer"
)

// codeStandings say in SQL what [officer.OrderCode.Standing] says; $ is the time.
var codeStandings = map[officer.CodeStanding]string{
	officer.CodeRevoked: `c.status = 'revoked'`,
	officer.CodeSpent:   `c.status <> 'revoked' and c.used >= c.uses`,
	officer.CodeExpired: `c.status <> 'revoked' and c.used < c.uses and c.expires_at <= `,
	officer.CodePaused:  `c.status = 'paused' and c.used < c.uses and coalesce(c.expires_at, 'infinity') > `,
	officer.CodeOpen:    `c.status = 'active' and c.used < c.uses and coalesce(c.expires_at, 'infinity') > `,
}

// A codeQuery grows by the parts of a filter that are set, so that each
// combination has its own plan. $1 is the organisation.
type codeQuery struct {
	where string
	args  []any
}

func (q *codeQuery) arg(v any) string {
	q.args = append(q.args, v)
	return placeholder(len(q.args))
}

func (q *codeQuery) narrow(f officer.OrderCodeFilter, now time.Time) {
	switch f.Standing {
	case "":
	case officer.CodeRevoked, officer.CodeSpent:
		q.where += ` and ` + codeStandings[f.Standing]
	default:
		q.where += ` and ` + codeStandings[f.Standing] + q.arg(now)
	}
	for _, c := range []struct{ column, value string }{{`c.shop_id`, string(f.Shop)}, {`c.product_id`, string(f.Product)}, {`c.batch`, string(f.Batch)}} {
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

// search finds the codes that have a word for each beginning.
func (q *codeQuery) search(begin []string) {
	for _, b := range begin {
		p := q.arg(b)
		q.where += ` and c.id in (select w.code_id from order_code_words w where w.organisation_id = $1 and w.word >= ` + p + ` and w.word < ` + p + ` || '~')`
	}
}
