package postgres

import (
	"encoding/json"

	"github.com/lib/pq"

	"officerportal/officer"
)

const sessionColumns = `id, account_id as account, coalesce(organisation_id, '') as organisation,
	coalesce(second_factor_at, '0001-01-01Z') as second_factor_at, created_at, seen_at, idle_until, expires_at, address, user_agent, device`

const sessionLive = `ended_at is null and idle_until > $2 and expires_at > $2`

// presenceQuery reads everything that a request needs to know about whoever
// sends it. A session also ends when a role or an appointment of its
// organisation ended after it began: the person signs in anew, to what is left.
// A token that was renewed a moment ago still finds its session.
const presenceQuery = `select s.id as "session.id", s.account_id as "session.account", coalesce(s.organisation_id, '') as "session.organisation",
		coalesce(s.second_factor_at, '0001-01-01Z') as "session.second_factor_at", s.created_at as "session.created_at", s.seen_at as "session.seen_at",
		s.idle_until as "session.idle_until", s.expires_at as "session.expires_at", s.device as "session.device", s.rights_grew or s.digest <> all($1) as "session.token_due",
		a.id as "account.id", a.email as "account.email", a.given_names as "account.given_names", a.family_name as "account.family_name",
		a.language as "account.language", coalesce(a.totp_confirmed_at, '0001-01-01Z') as "account.totp_confirmed_at",
		coalesce(p.id, '') as "appointment.id", coalesce(p.status, '') as "appointment.status", p.training_until as "appointment.training_until",
		w.places
	from sessions s
	join accounts a on a.id = s.account_id and a.status = 'active'
	left join appointments p on p.organisation_id = s.organisation_id and p.account_id = s.account_id and p.status <> 'left'
	cross join lateral (` + workplacesOf + `) w
	where (s.digest = any($1) or s.former_digest = any($1) and s.former_until > $2) and s.ended_at is null and s.idle_until > $2 and s.expires_at > $2
		and not exists (select from role_assignments e where e.organisation_id = s.organisation_id and e.account_id = s.account_id and e.ended_at > s.created_at)
		and not exists (select from appointments e where e.organisation_id = s.organisation_id and e.account_id = s.account_id and e.ended_at > s.created_at)`

// workplacesOf gives, for the account a, the organisations in which it holds
// roles at this moment, by name, as one JSON value.
const workplacesOf = `select coalesce(json_agg(json_build_object('Organisation', o.id, 'Name', o.name, 'Kind', o.kind, 'Person', m.name, 'Roles', g.roles) order by o.name, o.id), '[]') as places
	from (select r.organisation_id, array_agg(r.role order by r.role) as roles
		from role_assignments r where r.account_id = a.id and r.ended_at is null group by r.organisation_id) g
	join members m on m.organisation_id = g.organisation_id and m.account_id = a.id and m.left_at is null
	join organisations o on o.id = g.organisation_id and o.status = 'active'`

// Presence reads what a session's token stands for now, by the digests that the
// token may have. None such, or ended, is NotFound. It needs the system's scope.
func (tx *Tx) Presence(digests []string) (officer.Presence, error) {
	var r struct {
		officer.Presence
		Places []byte
	}
	if err := tx.get(&r, presenceQuery, pq.Array(digests), tx.Now); err != nil {
		return officer.Presence{}, translate(err)
	}
	err := json.Unmarshal(r.Places, &r.Presence.Workplaces)
	return r.Presence, err
}

// Workplaces lists where an account holds roles at this moment, by name.
func (tx *Tx) Workplaces(id officer.AccountID) ([]officer.Workplace, error) {
	var places []byte
	if err := tx.get(&places, `select w.places from accounts a cross join lateral (`+workplacesOf+`) w where a.id = $1`, id); err != nil {
		return nil, err
	}
	var list []officer.Workplace
	err := json.Unmarshal(places, &list)
	return list, err
}

// AddSession opens a session.
func (tx *Tx) AddSession(s officer.Session) error {
	return tx.exec(`insert into sessions (id, digest, account_id, organisation_id, second_factor_at, created_at, seen_at, idle_until, expires_at,
		address, user_agent, device)
		values ($1, $2, $3, nullif($4, ''), nullif($5, '0001-01-01Z'::timestamptz), $6, $7, $8, $9, $10, $11, $12)`,
		s.ID, s.Digest, s.Account, s.Organisation, s.SecondFactorAt, s.CreatedAt, s.SeenAt, s.IdleUntil, s.ExpiresAt,
		s.Address, s.UserAgent, s.Device)
}

// Session reads a session that has not ended, of any account the scope may see.
func (tx *Tx) Session(id officer.SessionID) (officer.Session, error) {
	var s officer.Session
	err := tx.get(&s, `select `+sessionColumns+` from sessions where id = $1 and `+sessionLive, id, tx.Now)
	return s, err
}

// Sessions lists an account's sessions that have not ended, the last used first.
func (tx *Tx) Sessions(account officer.AccountID) ([]officer.Session, error) {
	var list []officer.Session
	err := tx.list(&list, `select `+sessionColumns+` from sessions where account_id = $1 and `+sessionLive+` order by seen_at desc, id`, account, tx.Now)
	return list, err
}

// RenewSession gives a session another token, and with it other rights: the
// place and the second factor. The token before is worthless at once.
func (tx *Tx) RenewSession(s officer.Session) error {
	return tx.one(officer.Fail(officer.Unauthenticated, "signin.needed"), `update sessions set digest = $3, organisation_id = nullif($4, ''),
		rights_grew = false, former_digest = null, former_until = null, second_factor_at = nullif($5, '0001-01-01Z'::timestamptz) where id = $1 and `+sessionLive,
		s.ID, tx.Now, s.Digest, s.Organisation, s.SecondFactorAt)
}

// RightsGrew notes that somebody may do more from now on: each of their sessions
// needs another token. It needs the system's scope.
func (tx *Tx) RightsGrew(of officer.AccountID) error {
	return tx.exec(`update sessions set rights_grew = true where account_id = $1 and ended_at is null`, of)
}

// RenewToken gives a session another token, by its digest, in place of the one
// with one of the digests before, which finds the session for TokenGrace more.
// Whoever asks second for the same change finds it done; ours is false when the
// session has yet another token by now.
func (tx *Tx) RenewToken(id officer.SessionID, before []string, digest string) (ours bool, err error) {
	if err := tx.exec(`update sessions set digest = $3, former_digest = digest, former_until = $5, rights_grew = false
		where id = $1 and digest = any($4) and `+sessionLive, id, tx.Now, digest, pq.Array(before), tx.Now.Add(officer.TokenGrace)); err != nil {
		return false, err
	}
	err = tx.get(&ours, `select exists (select from sessions where id = $1 and digest = $3 and `+sessionLive+`)`, id, tx.Now, digest)
	return ours, err
}

// TouchSession notes that a session was used, once for all requests of a moment.
func (tx *Tx) TouchSession(s officer.Session) error {
	return tx.exec(`update sessions set seen_at = $2, idle_until = $3 where id = $1 and ended_at is null and seen_at < $2`,
		s.ID, s.SeenAt, s.IdleUntil)
}

// EndSession ends one session of an account. One that is not there, ended or
// somebody else's is NotFound.
func (tx *Tx) EndSession(account officer.AccountID, id officer.SessionID, why string) error {
	return tx.one(officer.Fail(officer.NotFound, "page.not_found"),
		`update sessions set ended_at = $2, ended_why = $3 where id = $1 and account_id = $4 and `+sessionLive, id, tx.Now, why, account)
}

// EndOtherSessions ends all sessions of an account but one, and tells how many.
// An empty keep ends all.
func (tx *Tx) EndOtherSessions(account officer.AccountID, keep officer.SessionID, why string) (int, error) {
	r, err := tx.result(`update sessions set ended_at = $2, ended_why = $3 where account_id = $1 and id <> $4 and `+sessionLive,
		account, tx.Now, why, keep)
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	return int(n), err
}

// KnowsDevice reports whether somebody has been in the account from a browser
// with one of these digests, with everything that signing in asked for.
func (tx *Tx) KnowsDevice(account officer.AccountID, digests []string) (known bool, err error) {
	err = tx.get(&known, `select exists (select from sessions s join accounts a on a.id = s.account_id
		where s.account_id = $1 and s.device = any($2) and s.device <> '' and (s.second_factor_at is not null or a.totp_confirmed_at is null))`,
		account, pq.Array(digests))
	return known, err
}

// LastPlace is where the account worked last; empty for its own portal or nowhere yet.
func (tx *Tx) LastPlace(account officer.AccountID) (id officer.OrganisationID, err error) {
	err = tx.get(&id, `select coalesce((select organisation_id from sessions where account_id = $1 order by created_at desc limit 1), '')`, account)
	return id, err
}

// SetPendingTOTP keeps the sealed authenticator key that is being set up in a
// session; nil forgets it.
func (tx *Tx) SetPendingTOTP(id officer.SessionID, sealed []byte) error {
	return tx.one(officer.Fail(officer.Unauthenticated, "signin.needed"),
		`update sessions set totp_pending_sealed = $3 where id = $1 and `+sessionLive, id, tx.Now, sealed)
}

// PendingTOTP gives the sealed key that is being set up in a session, nil for none.
func (tx *Tx) PendingTOTP(id officer.SessionID) (sealed []byte, err error) {
	err = tx.get(&sealed, `select totp_pending_sealed from sessions where id = $1 and `+sessionLive, id, tx.Now)
	return sealed, err
}

// DemoPeople lists who can be signed in as in the demo: everybody with a role or
// an appointment, and applicants. It needs the system's scope.
func (tx *Tx) DemoPeople() ([]officer.DemoPerson, error) {
	var rows []struct {
		officer.DemoPerson
		Roles       pq.StringArray
		Appointment officer.Appointment
	}
	err := tx.list(&rows, `select a.id as account, a.given_names, a.family_name, a.email, coalesce(o.id, '') as organisation, coalesce(o.name, '') as name,
			coalesce(o.kind, '') as kind, coalesce(w.roles, '{}') as roles, coalesce(p.status, '') as "appointment.status",
			p.training_until as "appointment.training_until"
		from accounts a
		left join (select organisation_id, account_id, array_agg(role order by role) as roles from role_assignments
			where ended_at is null group by organisation_id, account_id) w on w.account_id = a.id
		left join lateral (select p.* from appointments p where (p.account_id = a.id or p.account_id is null and p.email = a.email)
			and (w.organisation_id is null or p.organisation_id = w.organisation_id) order by p.nominated_at desc limit 1) p on true
		left join organisations o on o.id = coalesce(w.organisation_id, p.organisation_id)
		where a.status = 'active'
		order by o.kind = 'tsp', o.number, array_position('{officer,checker,ra_manager,shop_admin,clerk,operator,auditor}', w.roles[cardinality(w.roles)]),
			"appointment.training_until" desc, a.family_name, a.id limit 200`)
	list := make([]officer.DemoPerson, len(rows))
	for i, r := range rows {
		list[i] = r.DemoPerson
		list[i].Roles = words[officer.Role](r.Roles)
		list[i].Note = r.Appointment.DemoNote(officer.Today(tx.Now))
	}
	return list, err
}
