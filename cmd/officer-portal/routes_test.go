package main

import (
	"regexp"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/web"
	"officerportal/officer/web/page"
)

// A placeholder is what may stand in a route's address: either an id, of which
// an organisation ($1) or a person ($2) has some, or one of a few words.
type placeholder struct {
	prefix string // of ids
	have   string // SQL: ids that somebody has, one of each state
	others string // SQL: ids that are somebody else's; none for what belongs to nobody
	own    string // SQL: what an applicant ($2) has in their portal; empty for the same as have
	theirs string // SQL: what other applicants have there
	words  []string
}

// Each placeholder of the route table; one that is missing here fails the test.
var placeholders = map[string]placeholder{
	":case": {prefix: "app_",
		have:   `select distinct on (status) id from applications where organisation_id = $1 and $2 <> '' order by status, changed_at desc, id`,
		others: `select distinct on (status) id from applications where organisation_id <> $1 and $2 <> '' order by status, id`},
	":application": {prefix: "app_",
		own:    `select distinct on (status) id from applications where $1 <> '' and account_id = $2 order by status, changed_at desc, id`,
		theirs: `select distinct on (status) id from applications where $1 <> '' and account_id is distinct from $2 order by status, id`},
	":redemption": {prefix: "red_",
		own:    `select id from redemptions where $1 <> '' and account_id = $2 order by redeemed_at desc limit 4`,
		theirs: `select id from redemptions where $1 <> '' and account_id <> $2 limit 4`},
	":order": {prefix: "ord_",
		have:   `select distinct on (status) id from orders where organisation_id = $1 and $2 <> '' order by status, created_at desc, id`,
		others: `select distinct on (status) id from orders where organisation_id <> $1 and $2 <> '' order by status, id`,
		own:    `select distinct on (status) id from orders where $1 <> '' and account_id = $2 order by status, created_at desc, id`,
		theirs: `select distinct on (status) id from orders where $1 <> '' and account_id is distinct from $2 order by status, id`},
	":number": {have: `select number from orders where organisation_id = $1 and $2 <> '' order by created_at desc limit 1`,
		others: `select number from orders where organisation_id <> $1 and $2 <> '' order by created_at desc limit 3`,
		own:    `select number from orders where $1 <> '' and account_id = $2 order by created_at desc limit 1`,
		theirs: `select number from orders where $1 <> '' and account_id is distinct from $2 order by created_at desc limit 3`},
	":job": {prefix: "job_", have: `select id from jobs where organisation_id = $1 and created_by = $2 limit 3`,
		others: `select id from jobs where created_by <> $2 and $1 <> '' limit 3`},
	":person": {prefix: "acc_",
		have: `select distinct on (p.status, m.left_at is null) m.account_id from members m left join appointments p on p.organisation_id = m.organisation_id and p.account_id = m.account_id
			where m.organisation_id = $1 and $2 <> ''`,
		others: `select account_id from members where organisation_id <> $1 and $2 <> '' and account_id not in (select account_id from members where organisation_id = $1) limit 3`},
	":appointment": {prefix: "apt_", have: `select distinct on (status) id from appointments where organisation_id = $1 and $2 <> '' order by status, id`,
		others: `select distinct on (status) id from appointments where organisation_id <> $1 and $2 <> '' order by status, id`},
	":invitation": {prefix: "inv_", have: `select id from invitations where organisation_id = $1 and $2 <> '' limit 2`,
		others: `select id from invitations where organisation_id <> $1 and $2 <> '' limit 2`},
	":incident": {prefix: "inc_", have: `select distinct on (status) id from incidents where organisation_id = $1 and $2 <> '' order by status, id`,
		others: `select distinct on (status) id from incidents where organisation_id <> $1 and $2 <> '' order by status, id`},
	":registration": {prefix: "reg_", have: `select id from registrations where $1 || $2 <> '' limit 2`},
	":enquiry":      {prefix: "enq_", have: `select distinct on (kind, status) id from enquiries where $1 || $2 <> '' order by kind, status, id`},
	":branch": {prefix: "brn_", have: `select id from branches where organisation_id = $1 and $2 <> '' order by name limit 2`,
		others: `select id from branches where organisation_id <> $1 and $2 <> '' order by name limit 2`},
	":organisation": {prefix: "org_", have: `select id from organisations where $1 || $2 <> ''`},
	":role":         {words: asWords(officer.DeskRoles)},
	":paper":        {words: asWords(officer.PaperKinds)},
	":shop": {prefix: "shp_", have: `select id from shops where organisation_id = $1 and $2 <> '' limit 3`,
		others: `select id from shops where organisation_id <> $1 and $2 <> '' limit 3`,
		own: `select s.id from shops s where $1 <> '' and (s.public or exists (select from shop_customers c where c.shop_id = s.id and c.account_id = $2)
			or exists (select from applications a where a.shop_id = s.id and a.account_id = $2)) limit 3`,
		theirs: `select s.id from shops s where $1 <> '' and not s.public and not exists (select from shop_customers c where c.shop_id = s.id and c.account_id = $2)
			and not exists (select from applications a where a.shop_id = s.id and a.account_id = $2) limit 3`},
	":shopcode": {prefix: "shc_", have: `select distinct on (status) id from shop_codes where organisation_id = $1 and $2 <> '' order by status, id`,
		others: `select distinct on (status) id from shop_codes where organisation_id <> $1 and $2 <> '' order by status, id`},
	":customer": {prefix: "acc_", have: `select account_id from shop_customers where organisation_id = $1 and $2 <> '' limit 2`,
		others: `select account_id from members where organisation_id <> $1 and $2 <> '' and account_id not in (select account_id from shop_customers) limit 2`},
	":digest": {have: `select digest from shop_logos where $1 || $2 <> '' limit 2`},
	":code": {prefix: "orc_", have: `select distinct on (status, used, expires_at) id from order_codes where organisation_id = $1 and $2 <> '' order by status, used, expires_at, id`,
		others: `select distinct on (status) id from order_codes where organisation_id <> $1 and $2 <> '' order by status, id`},
	":list": {prefix: "job_", have: `select id from order_code_lists where organisation_id = $1 and created_by = $2`,
		others: `select id from order_code_lists where created_by <> $2 and $1 <> ''`},
	":batch":  {prefix: "bat_", have: `select id from production_batches where $1 || $2 <> '' limit 2`},
	":import": {prefix: "job_", have: `select id from production_imports where $1 || $2 <> '' order by made_at desc limit 2`},
	":card":   {prefix: "crd_", have: `select distinct on (status) id from cards where $1 || $2 <> '' order by status, id`},
	":session": {prefix: "ses_", have: `select id from sessions where $1 <> '' and account_id = $2 limit 1`,
		others: `select id from sessions where $1 <> '' and account_id <> $2 limit 3`},
	":announcement": {prefix: "ann_", have: `select id from announcements where $1 || $2 <> '' limit 1`},
	":product":      {prefix: "prd_", have: `select id from products where $1 || $2 <> '' order by code limit 2`},
	":mail":         {prefix: "mai_", have: `select id from mails where $1 || $2 <> '' limit 1`},
	":webhook": {prefix: "whk_", have: `select id from webhooks where organisation_id = $1 and $2 <> '' and status <> 'ended'`,
		others: `select id from webhooks where organisation_id <> $1 and $2 <> ''`},
	":delivery": {prefix: "whd_", have: `select distinct on (status) id from webhook_deliveries where organisation_id = $1 and $2 <> '' order by status, id`,
		others: `select distinct on (status) id from webhook_deliveries where organisation_id <> $1 and $2 <> '' order by status, id`},
	":complaint": {prefix: "cmp_", have: `select id from complaints where (organisation_id = $1 or exists (select from organisations where id = $1 and kind = 'tsp')) and $2 <> ''`,
		others: `select id from complaints where organisation_id <> $1 and $2 <> ''`,
		own:    `select id from complaints where $1 <> '' and account_id = $2`, theirs: `select id from complaints where $1 <> '' and account_id <> $2`},
	":template": {words: page.MailTemplates()},
	":token":    {words: []string{"bm9ib2R5IGtub3dzIHRoaXMgdG9rZW4"}},
	":key":      {words: []string{"imprint"}},
	":topic":    {words: []string{"order-status", "card-status", "revocation", "readers"}},
	":language": {words: []string{"de", "en"}},
	"*":         {words: []string{"portal.css"}},
}

// asWords gives typed words as they stand in addresses.
func asWords[T ~string](words []T) (list []string) {
	for _, w := range words {
		list = append(list, string(w))
	}
	return list
}

// has gives the SQL of what somebody has where they are, hasNot of what others have there.
func (ph placeholder) has(who *person) string {
	if who.Place == officer.Portal && ph.own != "" {
		return ph.own
	}
	return ph.have
}

func (ph placeholder) hasNot(who *person) string {
	if who.Place == officer.Portal && ph.theirs != "" {
		return ph.theirs
	}
	return ph.others
}

var placeholderOf = regexp.MustCompile(`:[a-z]+|\*`)

// ids lists what a person may find behind a placeholder.
func (p *whole) ids(t testing.TB, name, query string, who *person) []string {
	t.Helper()
	ph, known := placeholders[name]
	if !known {
		t.Fatalf("say in placeholders what %s is", name)
	}
	if ph.words != nil {
		return ph.words
	}
	var list []string
	if query != "" {
		p.data.Select(t, &list, query, orNobody(string(who.Organisation)), string(who.Account))
	}
	return list
}

// orNobody stands for the organisation of somebody who works for none.
func orNobody(organisation string) string {
	if organisation == "" {
		return "org_none"
	}
	return organisation
}

// enough is how many addresses of a route one person tries.
const enough = 12

// addresses gives addresses of a route that are a person's own, with each state
// of what they lead to.
func (p *whole) addresses(t testing.TB, r web.Route, who *person) []string {
	t.Helper()
	all := p.filled(t, r.Path, who, func(ph placeholder) string { return ph.has(who) })
	if len(all) <= enough {
		return all
	}
	var some []string
	for i := range enough {
		some = append(some, all[i*len(all)/enough])
	}
	return some
}

// mailed gives the addresses of a route that stand in mails.
func (p *whole) mailed(t testing.TB, r web.Route) (list []string) {
	t.Helper()
	prefix, token := strings.CutSuffix(r.Path, ":token")
	if token {
		p.data.Select(t, &list, `select substr(link, length($1) + 1) from (select args->>'link' as link, created_at from mails) x
			where link like $1 || $2 || '%' order by created_at desc limit 2`, p.all.counter.Address, prefix)
	}
	return list
}

// foreign gives the addresses of a route that lead to what is somebody else's:
// one id of another, the others one's own.
func (p *whole) foreign(t testing.TB, r web.Route, who *person) (list []string) {
	t.Helper()
	for _, name := range placeholderOf.FindAllString(r.Path, -1) {
		for _, id := range p.ids(t, name, placeholders[name].hasNot(who), who) {
			if placeholders[name].words == nil {
				path := strings.Replace(r.Path, name, id, 1)
				list = append(list, p.filled(t, path, who, func(ph placeholder) string { return ph.has(who) })...)
			}
		}
	}
	return list
}

// wrong gives addresses with ids that nobody has, or that are none.
func (p *whole) wrong(r web.Route) (list []string) {
	names := placeholderOf.FindAllString(r.Path, -1)
	for _, name := range names {
		ph := placeholders[name]
		bad := []string{"x", "%00", "..%2f..%2fetc", "%27%20or%20true--", strings.Repeat("a", 3000)}
		if ph.prefix != "" {
			bad = append(bad, ph.prefix, ph.prefix+"zzzzzzzzzzzzzzzz", strings.ToUpper(ph.prefix+"zzzzzzzzzzzzzzzz"), ph.prefix+"zzzzzzzzzzzzzzzzz",
				string(officer.NewID[officer.EventID]()), ph.prefix+"zzzzzzzzzzzzzzz%20")
		}
		for _, id := range bad {
			path := strings.Replace(r.Path, name, id, 1)
			for _, other := range names {
				path = strings.Replace(path, other, sample(other), 1)
			}
			list = append(list, path)
		}
	}
	return list
}

// sample is a placeholder's word, or an id that is well formed.
func sample(name string) string {
	if ph := placeholders[name]; ph.words != nil {
		return ph.words[0]
	}
	return placeholders[name].prefix + "zzzzzzzzzzzzzzzz"
}

// one is an address of a route that need not lead to anything.
func one(r web.Route) string {
	return placeholderOf.ReplaceAllStringFunc(r.Path, sample)
}

// filled puts everything that a person has into the placeholders of a path.
func (p *whole) filled(t testing.TB, path string, who *person, query func(placeholder) string) []string {
	t.Helper()
	name := placeholderOf.FindString(path)
	if name == "" {
		return []string{path}
	}
	var list []string
	for _, id := range p.ids(t, name, query(placeholders[name]), who) {
		list = append(list, p.filled(t, strings.Replace(path, name, id, 1), who, query)...)
	}
	return list
}

// fingerprint gives a digest of each table, but of what every request may write.
func (p *whole) fingerprint(t testing.TB) map[string]string {
	t.Helper()
	var tables []string
	p.data.Select(t, &tables, `select tablename from pg_tables where schemaname = 'public' and tablename not in ('sessions', 'throttles')`)
	prints := make(map[string]string, len(tables))
	for _, name := range tables {
		prints[name] = dbtest.Get[string](t, p.data, `select count(*) || md5(coalesce(string_agg(x::text, '|' order by x::text), '')) from `+name+` x`)
	}
	return prints
}
