package postgres

import (
	"github.com/lib/pq"

	"officerportal/officer"
)

const memberColumns = `m.organisation_id as organisation, m.account_id as account, m.name, m.email, coalesce(m.branch_id, '') as branch, m.joined_at,
	coalesce(m.left_at, '0001-01-01Z') as left_at, array(select r.role from role_assignments r
		where r.organisation_id = m.organisation_id and r.account_id = m.account_id and r.ended_at is null order by r.role) as roles`

// memberRow holds the roles as the driver wants them.
type memberRow struct {
	officer.Member
	Roles pq.StringArray
}

func (r memberRow) member() officer.Member {
	m := r.Member
	m.Roles = words[officer.Role](r.Roles)
	return m
}

// Member finds somebody who belongs to the organisation, or did.
func (tx *Tx) Member(id officer.AccountID) (officer.Member, error) {
	var r memberRow
	err := tx.get(&r, `select `+memberColumns+` from members m where m.organisation_id = $1 and m.account_id = $2`, tx.Organisation(), id)
	return r.member(), err
}

// MemberNames lists everybody who belongs to the organisation or did, by name,
// without their roles.
func (tx *Tx) MemberNames() ([]officer.Member, error) {
	var list []officer.Member
	err := tx.list(&list, `select account_id as account, name from members where organisation_id = $1 order by search_name, account_id limit 1000`, tx.Organisation())
	return list, err
}

// MembersWith lists who holds a role here, by name.
func (tx *Tx) MembersWith(r officer.Role) ([]officer.Member, error) {
	var rows []memberRow
	err := tx.list(&rows, `select `+memberColumns+` from members m where m.organisation_id = $1 and exists (select from role_assignments a
			where a.organisation_id = m.organisation_id and a.account_id = m.account_id and a.role = $2 and a.ended_at is null)
		order by m.search_name, m.account_id limit 100`, tx.Organisation(), r)
	list := make([]officer.Member, len(rows))
	for i, row := range rows {
		list[i] = row.member()
	}
	return list, err
}

// JoinMember makes an account one of the organisation's people; who left comes back.
func (tx *Tx) JoinMember(m officer.Member) error {
	return tx.exec(`insert into members (organisation_id, account_id, name, email, search_name, branch_id, joined_at)
		values ($1, $2, $3, $4, $5, nullif($6, ''), $7)
		on conflict (organisation_id, account_id) do update set name = excluded.name, email = excluded.email, search_name = excluded.search_name,
			branch_id = coalesce(excluded.branch_id, members.branch_id), left_at = null`,
		tx.Organisation(), m.Account, m.Name, m.Email, officer.SearchForm(m.Name), m.Branch, m.JoinedAt)
}

// SaveMember writes where somebody works and whether they left.
func (tx *Tx) SaveMember(m officer.Member) error {
	return tx.one(officer.Fail(officer.NotFound, "page.not_found"), `update members set branch_id = nullif($3, ''),
		left_at = nullif($4, '0001-01-01Z'::timestamptz) where organisation_id = $1 and account_id = $2`,
		tx.Organisation(), m.Account, m.Branch, m.LeftAt)
}

// RenameMember writes under which name the organisation knows somebody, in the
// appointment that runs as well. It touches no version: what a form about them
// asks does not change.
func (tx *Tx) RenameMember(m officer.Member) error {
	err := tx.exec(`update appointments set name = $4, search_name = $5
		where organisation_id = $1 and status <> 'left' and (account_id = $2 or account_id is null and email = $3)`,
		tx.Organisation(), m.Account, m.Email, m.Name, officer.SearchForm(m.Name))
	if err != nil {
		return err
	}
	return tx.one(officer.Fail(officer.NotFound, "page.not_found"), `update members set name = $3, search_name = $4
		where organisation_id = $1 and account_id = $2`, tx.Organisation(), m.Account, m.Name, officer.SearchForm(m.Name))
}

// urgency is Appointment.Urgency in SQL, given $2 the day; a test compares the two.
const urgency = `case when p.id is null then 7 when p.status = 'nominated' then 5 when p.status = 'suspended' then 6
	when p.training_until < $2::date then 1 when p.trained_on is null or p.background_checked_on is null then 3 when p.status = 'accepted' then 2
	when p.training_until <= $2::date + 30 then 4 else 7 end`

// colleagues are members with their running appointment, and those who were
// asked and have not answered, given $1 the organisation and $3 whether they are
// listed who left. A member who is nominated is one person, not two.
const colleagues = `with everybody as (
	select m.account_id as key, m.search_name, ` + urgency + ` as urgency, m.account_id, p.id as appointment_id, null as invitation_id
		from members m left join appointments p on p.organisation_id = m.organisation_id and p.status <> 'left'
			and (p.account_id = m.account_id or p.account_id is null and p.email = m.email)
		where m.organisation_id = $1 and (m.left_at is not null) = $3
	union all select p.id, p.search_name, ` + urgency + `, null, p.id, null from appointments p
		where p.organisation_id = $1 and p.account_id is null and p.status <> 'left' and not $3
			and not exists (select from members m where m.organisation_id = p.organisation_id and m.email = p.email and m.left_at is null)
	union all select n.id, n.search_name, 5, null, null, n.id from invitations n where n.organisation_id = $1 and n.status = 'open' and not $3) `

// colleagueRow is a row of the list as the database gives it.
type colleagueRow struct {
	officer.Colleague
	Roles pq.StringArray
}

const colleagueColumns = `e.key, e.urgency, coalesce(m.account_id, '') as "member.account", coalesce(m.name, p.name, n.name) as "member.name",
	coalesce(m.email, p.email, n.email) as "member.email", coalesce(m.left_at, '0001-01-01Z') as "member.left_at", coalesce(b.name, '') as branch_name,
	array(select r.role from role_assignments r where r.organisation_id = $1 and r.account_id = m.account_id and r.ended_at is null order by r.role) as roles,
	coalesce(p.id, '') as "appointment.id", coalesce(p.status, '') as "appointment.status", p.background_checked_on as "appointment.background_checked_on",
	p.trained_on as "appointment.trained_on", p.training_until as "appointment.training_until", coalesce(p.account_id, '') as "appointment.account",
	coalesce(n.id, '') as "invitation.id", coalesce(n.role, '') as "invitation.role"`

// Colleagues lists the organisation's people, the most urgent first, then by name.
func (tx *Tx) Colleagues(f officer.PeopleFilter) (page officer.PeoplePage, err error) {
	sign, order := ">", "e.urgency, e.search_name collate \"C\", e.key"
	if f.After.Back {
		sign, order = "<", "e.urgency desc, e.search_name collate \"C\" desc, e.key desc"
	}
	var names []string
	if officer.SearchForm(f.Name) != "" {
		names = officer.SearchForms(f.Name)
	}
	var rows []colleagueRow
	err = tx.list(&rows, colleagues+`select `+colleagueColumns+` from everybody e
			left join members m on m.organisation_id = $1 and m.account_id = e.account_id
			left join appointments p on p.organisation_id = $1 and p.id = e.appointment_id
			left join invitations n on n.organisation_id = $1 and n.id = e.invitation_id
			left join branches b on b.organisation_id = $1 and b.id = coalesce(m.branch_id, p.branch_id, n.branch_id)
		where ($4::text[] = '{}' or exists (select from unnest($4::text[]) as s (form) where position(' ' || s.form in ' ' || e.search_name) > 0))
			and ($5 = '' or (e.urgency, e.search_name collate "C", e.key) `+sign+`
				(select a.urgency, a.search_name collate "C", a.key from everybody a where a.key = $5))
		order by `+order+` limit $6`,
		tx.Organisation(), officer.Today(tx.Now), f.Left, texts(names), f.After.ID, officer.PageSize+1)
	list := make([]officer.Colleague, len(rows))
	for i, r := range rows {
		list[i] = r.Colleague
		list[i].Member.Roles = words[officer.Role](r.Roles)
	}
	page.People, page.Previous, page.Next = turn(list, f.After, func(c officer.Colleague) officer.Cursor { return officer.Cursor{ID: c.Key} })
	return page, err
}
