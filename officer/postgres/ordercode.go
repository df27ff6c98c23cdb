package postgres

import (
	"strconv"
	"strings"

	"github.com/lib/pq"

	"officerportal/officer"
)

const orderCodeColumns = `c.id, c.organisation_id as organisation, c.shop_id as shop, c.product_id as product, c.batch, c.digest, c.uses, c.used,
	coalesce(c.expires_at, '0001-01-01Z') as expires_at, c.email, c.email_key, c.domain, c.recipient, c.procedures, c.purchase_order,
	c.cost_centre, c.note, c.status, c.created_by, c.created_at, coalesce(c.ended_at, '0001-01-01Z') as ended_at, c.version`

type orderCodeRow struct {
	officer.OrderCodeRow
	Procedures pq.StringArray
}

func (r orderCodeRow) row() officer.OrderCodeRow {
	c := r.OrderCodeRow
	c.Procedures = words[officer.Procedure](r.Procedures)
	return c
}

// OrderCode finds one order code of the organisation. In a shop, a person finds
// those that they redeemed.
func (tx *Tx) OrderCode(id officer.OrderCodeID) (officer.OrderCode, error) {
	var r orderCodeRow
	err := tx.get(&r, `select `+orderCodeColumns+` from order_codes c where c.organisation_id = $1 and c.id = $2`, tx.Organisation(), id)
	return r.row().OrderCode, err
}

// OrderCodes lists the organisation's order codes.
func (tx *Tx) OrderCodes(f officer.OrderCodeFilter) (page officer.OrderCodePage, err error) {
	q := codeQuery{args: []any{tx.Organisation()}}
	q.narrow(f, tx.Now)
	if f.Searches() {
		q.search(f.Words())
		page.Rows, err = tx.orderCodeRows(q, false, officer.PageSize+1)
		page.More = len(page.Rows) > officer.PageSize
		page.Rows = page.Rows[:min(len(page.Rows), officer.PageSize)]
		return page, err
	}
	q.after(f.After, `c.created_at`, `c.id`)
	rows, err := tx.orderCodeRows(q, f.After.Back, officer.PageSize+1)
	page.Rows, page.Previous, page.Next = turn(rows, f.After, func(r officer.OrderCodeRow) officer.Cursor {
		return officer.Cursor{At: r.CreatedAt, ID: string(r.ID)}
	})
	return page, err
}

// OrderCodesToExport lists the newest codes that a filter asks for; at most limit.
func (tx *Tx) OrderCodesToExport(f officer.OrderCodeFilter, limit int) ([]officer.OrderCodeRow, error) {
	return tx.orderCodeRows(tx.toExport(f), false, limit)
}

// RedemptionsToExport lists the newest redemptions of the codes that a filter
// asks for; at most limit.
func (tx *Tx) RedemptionsToExport(f officer.OrderCodeFilter, limit int) (list []officer.RedeemedRow, err error) {
	q := tx.toExport(f)
	err = tx.list(&list, q.with+`select `+redemptionColumns+`, c.recipient, c.note, s.name as shop_name, p.name_de as product_de, p.name_en as product_en
		from order_codes c join redemptions r on r.organisation_id = c.organisation_id and r.code_id = c.id
		join shops s on s.organisation_id = c.organisation_id and s.id = c.shop_id join products p on p.id = c.product_id
		where c.organisation_id = $1`+q.where+` order by r.redeemed_at desc, r.id desc limit `+strconv.Itoa(limit), q.args...)
	return list, err
}

func (tx *Tx) toExport(f officer.OrderCodeFilter) codeQuery {
	q := codeQuery{args: []any{tx.Organisation()}}
	q.narrow(f, tx.Now)
	if f.Searches() {
		q.search(f.Words())
	}
	return q
}

func (tx *Tx) orderCodeRows(q codeQuery, back bool, limit int) ([]officer.OrderCodeRow, error) {
	order := ` order by c.created_at desc, c.id desc`
	if back {
		order = ` order by c.created_at, c.id`
	}
	var rows []orderCodeRow
	err := tx.list(&rows, q.with+`select `+orderCodeColumns+`, s.name as shop_name, p.name_de as product_de, p.name_en as product_en
		from order_codes c join shops s on s.organisation_id = c.organisation_id and s.id = c.shop_id join products p on p.id = c.product_id
		where c.organisation_id = $1`+q.where+order+` limit `+strconv.Itoa(limit), q.args...)
	list := make([]officer.OrderCodeRow, len(rows))
	for i, r := range rows {
		list[i] = r.row()
	}
	return list, err
}

// AddOrderCodes stores codes of the organisation in one statement, with the words
// by which they are found, and gives the ids of those that are new: one that is
// there already stays as it is.
func (tx *Tx) AddOrderCodes(list ...officer.OrderCode) (fresh []officer.OrderCodeID, err error) {
	n := len(list)
	ids, shops, products, batches, digests := make(pq.StringArray, n), make(pq.StringArray, n), make(pq.StringArray, n), make(pq.StringArray, n), make(pq.StringArray, n)
	uses, expiries := make(pq.Int64Array, n), make(pq.StringArray, n)
	emails, keys, domains, recipients := make(pq.StringArray, n), make(pq.StringArray, n), make(pq.StringArray, n), make(pq.StringArray, n)
	procedures, purchases, centres, notes := make(pq.StringArray, n), make(pq.StringArray, n), make(pq.StringArray, n), make(pq.StringArray, n)
	for i, c := range list {
		ids[i], shops[i], products[i], batches[i], digests[i] = string(c.ID), string(c.Shop), string(c.Product), string(c.Batch), c.Digest
		uses[i], emails[i], keys[i], domains[i], recipients[i] = int64(c.Uses), c.Email, c.EmailKey, c.Domain, c.Recipient
		procedures[i] = strings.Join(texts(c.Procedures), ",")
		purchases[i], centres[i], notes[i] = c.PurchaseOrder, c.CostCentre, c.Note
		if !c.ExpiresAt.IsZero() {
			expiries[i] = c.ExpiresAt.Format("2006-01-02T15:04:05.999999Z07:00")
		}
	}
	err = tx.list(&fresh, `insert into order_codes (organisation_id, id, shop_id, product_id, batch, digest, uses, expires_at, email, email_key, domain,
			recipient, procedures, purchase_order, cost_centre, note, created_by, created_at)
		select $1, c.id, c.shop, c.product, c.batch, c.digest, c.uses, nullif(c.expires_at, '')::timestamptz, c.email, c.email_key, c.domain, c.recipient,
			string_to_array(c.procedures, ','), c.purchase_order, c.cost_centre, c.note, $2, $3
		from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[],
			$15::text[], $16::text[], $17::text[], $18::text[])
			as c (id, shop, product, batch, digest, uses, expires_at, email, email_key, domain, recipient, procedures, purchase_order, cost_centre, note)
		on conflict (organisation_id, id) do nothing returning id`,
		tx.Organisation(), tx.Actor.Account, tx.Now, ids, shops, products, batches, digests, uses, expiries, emails, keys, domains, recipients,
		procedures, purchases, centres, notes)
	if err != nil || len(fresh) == 0 {
		return fresh, err
	}
	return fresh, tx.addCodeWords(list, fresh)
}

func (tx *Tx) addCodeWords(list []officer.OrderCode, fresh []officer.OrderCodeID) error {
	isNew := make(map[officer.OrderCodeID]bool, len(fresh))
	for _, id := range fresh {
		isNew[id] = true
	}
	var ids, found pq.StringArray
	for _, c := range list {
		if !isNew[c.ID] {
			continue
		}
		for _, w := range c.SearchWords() {
			ids, found = append(ids, string(c.ID)), append(found, w)
		}
	}
	return tx.exec(`insert into order_code_words (organisation_id, word, code_id) select $1, w.word, w.id from unnest($2::text[], $3::text[]) as w (word, id)
		on conflict do nothing`, tx.Organisation(), found, ids)
}

// SaveOrderCode writes what may change of a code, unless somebody else did
// meanwhile. How often it was used is written by redeeming alone.
func (tx *Tx) SaveOrderCode(c officer.OrderCode) error {
	return tx.one(stale(), `update order_codes set uses = $4, expires_at = nullif($5, '0001-01-01Z'::timestamptz), status = $6,
			ended_at = nullif($7, '0001-01-01Z'::timestamptz), version = version + 1
		where organisation_id = $1 and id = $2 and version = $3`, tx.Organisation(), c.ID, c.Version, c.Uses, c.ExpiresAt, c.Status, c.EndedAt)
}

// RevokeBatch revokes what is left of the codes drawn from a list, and gives how many.
func (tx *Tx) RevokeBatch(batch officer.JobID) (n int, err error) {
	err = tx.get(&n, `with ended as (update order_codes set status = 'revoked', ended_at = $3, version = version + 1
		where organisation_id = $1 and batch = $2 and batch <> '' and status <> 'revoked' and used < uses returning id) select count(*) from ended`,
		tx.Organisation(), batch, tx.Now)
	return n, err
}

// HoldersOfOpenCodes gives which of the addresses' keys have a code for a product
// that they can still redeem.
func (tx *Tx) HoldersOfOpenCodes(product officer.ProductID, keys []string) (list []string, err error) {
	err = tx.list(&list, `select distinct email_key from order_codes where organisation_id = $1 and email_key = any ($2) and email_key <> ''
		and product_id = $3 and status = 'active' and used < uses and (expires_at is null or expires_at > $4)`,
		tx.Organisation(), pq.Array(keys), product, tx.Now)
	return list, err
}
