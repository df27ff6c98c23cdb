package postgres

import (
	"database/sql"
	"errors"
	"strconv"
	"time"

	"officerportal/officer"
)

const redemptionColumns = `r.id, r.organisation_id as organisation, r.code_id as code, r.account_id as account, r.name, r.email, r.redeemed_at`

// redeem is one statement, so that the last use of a code goes to exactly one of
// all who try at once, and it costs one round trip. What hinders a redemption is
// not said: a code that is unknown, spent, expired, paused, revoked, bound to
// somebody else or of a shop that takes no orders gives no row, after the same
// work. Whoever has redeemed the code gets their redemption again.
const redeem = `with found as materialized (
		select organisation_id, id from order_codes where digest = any ($1)
	), mine as (
		select r.organisation_id, r.id, r.code_id, r.redeemed_at from redemptions r
		join found f on f.organisation_id = r.organisation_id and f.id = r.code_id where r.account_id = $2
	), used as (
		update order_codes c set used = c.used + 1 from found f
		where c.organisation_id = f.organisation_id and c.id = f.id and not exists (select from mine)
			and c.status = 'active' and c.used < c.uses and (c.expires_at is null or c.expires_at > $5)
			and (c.email_key = '' or c.email_key = $6) and (c.domain = '' or c.domain = any ($7))
			and exists (select from shops s
				join organisations o on o.id = s.organisation_id and o.status = 'active'
				join shop_products sp on sp.organisation_id = s.organisation_id and sp.shop_id = s.id and sp.product_id = c.product_id
				join products p on p.id = sp.product_id and p.active
				where s.organisation_id = c.organisation_id and s.id = c.shop_id and s.status = 'open'
					and (s.opens_at is null or s.opens_at <= $5) and (s.closes_at is null or s.closes_at > $5))
		returning c.organisation_id, c.id
	), redeemed as (
		insert into redemptions (organisation_id, id, code_id, account_id, name, email, redeemed_at)
		select organisation_id, $3, id, $2, $4, $8, $5 from used returning organisation_id, id, code_id, redeemed_at
	), booked as (
		insert into events (organisation_id, id, at, kind, subject, actor, actor_name, actor_role, details, request)
		select organisation_id, $9, $5, 'order_code.redeemed', id, $2, $4, 'applicant', jsonb_build_object('redemption', $3::text), $10 from used
	)
	select organisation_id as organisation, id, code_id as code, redeemed_at, true as fresh from redeemed
	union all select organisation_id, id, code_id, redeemed_at, false from mine`

// RedeemCode uses an order code once for somebody, with its line in the book of
// the code's organisation, and reports whether it did so now: who redeemed it
// before gets that redemption. False with a zero Redemption is the one answer for
// every code that does not release anything to them. It needs the system's scope.
func (tx *Tx) RedeemCode(t officer.CodeTry) (r officer.Redemption, fresh bool, err error) {
	var row struct {
		officer.Redemption
		Fresh bool
	}
	err = tx.get(&row, redeem, texts(t.Digests), t.Account, t.Redemption, t.Name, t.At, t.Email.AccountKey(), texts(t.Email.Domains()),
		t.Email, t.Event, officer.RequestFrom(tx.ctx))
	if errors.Is(err, sql.ErrNoRows) {
		return r, false, nil
	}
	r = row.Redemption
	r.Account, r.Name, r.Email = t.Account, t.Name, string(t.Email)
	if err == nil && row.Fresh {
		tx.recorded++
	}
	return r, row.Fresh, err
}

// Redemption finds one of the person's own redemptions, in whatever organisation.
func (tx *Tx) Redemption(id officer.RedemptionID) (r officer.Redemption, err error) {
	err = tx.get(&r, `select `+redemptionColumns+` from redemptions r where r.account_id = $1 and r.id = $2`, tx.Scope.Account, id)
	return r, err
}

// OpenRedemptions lists what was released to the person and not ordered yet, the
// newest first, each with the application of it that has not ended.
func (tx *Tx) OpenRedemptions() (list []officer.Released, err error) {
	err = tx.list(&list, `select `+redemptionColumns+`, c.shop_id as shop, s.name as shop_name, c.product_id as product,
			p.name_de as product_de, p.name_en as product_en, coalesce((select a.id from applications a
				where a.organisation_id = r.organisation_id and a.redemption_id = r.id and a.status in `+runningApplications+`
				order by a.created_at desc limit 1), '') as application
		from redemptions r join order_codes c on c.organisation_id = r.organisation_id and c.id = r.code_id
		join shops s on s.organisation_id = c.organisation_id and s.id = c.shop_id join products p on p.id = c.product_id
		where r.account_id = $1 and not exists (select from applications a where a.organisation_id = r.organisation_id and a.redemption_id = r.id
			and a.status = 'transmitted')
		order by r.redeemed_at desc, r.id desc limit 100`, tx.Scope.Account)
	return list, err
}

// runningApplications are the statuses of applications that have not ended.
const runningApplications = `('draft', 'submitted', 'identification_due', 'in_identification', 'identified', 'check_due', 'checked')`

// Redeemers lists who redeemed a code of the organisation, the newest first.
func (tx *Tx) Redeemers(code officer.OrderCodeID, after officer.Cursor) (page officer.RedeemerPage, err error) {
	q := codeQuery{args: []any{tx.Organisation(), code}}
	q.after(after, `r.redeemed_at`, `r.id`)
	order := ` order by r.redeemed_at desc, r.id desc`
	if after.Back {
		order = ` order by r.redeemed_at, r.id`
	}
	var rows []officer.Redemption
	err = tx.list(&rows, `select `+redemptionColumns+` from redemptions r where r.organisation_id = $1 and r.code_id = $2`+q.where+order+
		` limit `+strconv.Itoa(officer.PageSize+1), q.args...)
	page.Rows, page.Previous, page.Next = turn(rows, after, func(r officer.Redemption) officer.Cursor {
		return officer.Cursor{At: r.RedeemedAt, ID: string(r.ID)}
	})
	return page, err
}

// A CodeList is a list of people as it lies sealed, until it is confirmed and done.
type CodeList struct {
	ID        officer.JobID
	CreatedBy officer.AccountID
	CreatedAt time.Time
	Content   []byte
}

// AddCodeList keeps a list of people that the actor uploaded.
func (tx *Tx) AddCodeList(id officer.JobID, content []byte) error {
	return tx.exec(`insert into order_code_lists (organisation_id, id, created_by, created_at, content) values ($1, $2, $3, $4, $5)`,
		tx.Organisation(), id, tx.Actor.Account, tx.Now, content)
}

// CodeList finds a list of people of the organisation.
func (tx *Tx) CodeList(id officer.JobID) (l CodeList, err error) {
	err = tx.get(&l, `select id, created_by, created_at, content from order_code_lists where organisation_id = $1 and id = $2`, tx.Organisation(), id)
	return l, err
}

// DropCodeList removes a list of people; one that is not there is fine.
func (tx *Tx) DropCodeList(id officer.JobID) error {
	return tx.exec(`delete from order_code_lists where organisation_id = $1 and id = $2`, tx.Organisation(), id)
}

// DropOldCodeLists removes lists that were uploaded before a moment and that no
// job works on.
func (tx *Tx) DropOldCodeLists(before time.Time) error {
	return tx.exec(`delete from order_code_lists l where created_at < $1
		and not exists (select from jobs j where j.organisation_id = l.organisation_id and j.id = l.id and j.status in ('queued', 'running'))`, before)
}

// HoldCodeList keeps others from confirming a list until the transaction ends.
func (tx *Tx) HoldCodeList(id officer.JobID) error {
	var held officer.JobID
	return translate(tx.get(&held, `select id from order_code_lists where organisation_id = $1 and id = $2 for update`, tx.Organisation(), id))
}
