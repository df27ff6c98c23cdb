package postgres

import (
	"strconv"

	"officerportal/officer"
)

const personColumns = `p.id, p.organisation_id as organisation, coalesce(p.account_id, '') as account, p.title, p.given_names, p.family_name,
	p.birth_name, p.birth_date, p.birth_place, p.nationality, p.street as "address.street", p.postal_code as "address.postal_code",
	p.locality as "address.locality", p.country as "address.country", p.email, p.mobile, p.search_name, p.created_at, p.version`

// FoundLimit is how many people or cases a search shows; who finds more has to
// say more.
const FoundLimit = 20

// Person finds somebody the desk knows.
func (tx *Tx) Person(id officer.PersonID) (officer.Person, error) {
	var p officer.Person
	err := tx.get(&p, `select `+personColumns+` from persons p where p.organisation_id = $1 and p.id = $2`, tx.Organisation(), id)
	return p, err
}

// FindPersons lists who answers to a query, by name; at most FoundLimit+1, so
// that "and more" can be told. A birth date reads the few people born that day;
// else each beginning of the name reads its own bounded stretch of the index.
func (tx *Tx) FindPersons(q officer.PersonQuery) (list []officer.Person, err error) {
	if q.Birth.IsZero() {
		query, args := found("persons", q, tx.Organisation())
		err = tx.list(&list, query+`select `+personColumns+` from persons p join found f on f.id = p.id
			where p.organisation_id = $1 order by p.search_name collate "C", p.id limit `+strconv.Itoa(FoundLimit+1), args...)
		return list, err
	}
	err = tx.list(&list, `select `+personColumns+` from persons p where p.organisation_id = $1 and p.birth_date = $2
			and ($3::text[] = '{}' or exists (select from unnest($3::text[]) as b (begin)
				where p.search_name collate "C" >= b.begin and p.search_name collate "C" < b.begin || '~'))
		order by p.search_name collate "C", p.id limit $4`, tx.Organisation(), q.Birth, texts(q.Beginnings()), FoundLimit+1)
	return list, err
}

// FindWaiting lists applications of the organisation that wait for an
// identification, by the same query; the oldest first.
func (tx *Tx) FindWaiting(q officer.PersonQuery) ([]officer.Application, error) {
	begin := q.Beginnings()
	if len(begin) == 0 {
		return tx.waiting(`select `+applicationColumns+` from applications a where a.organisation_id = $1 and a.status = 'identification_due'
			and a.birth_date = $2 order by a.status_since, a.id limit $3`, tx.Organisation(), q.Birth, FoundLimit+1)
	}
	return tx.waiting(`select `+applicationColumns+` from applications a where a.organisation_id = $1 and a.id in (
			select n.id from unnest($2::text[]) as b (begin) cross join lateral (
				select w.id from applications w where w.organisation_id = $1 and w.status = 'identification_due'
					and w.search_name collate "C" >= b.begin and w.search_name collate "C" < b.begin || '~' and ($3::date is null or w.birth_date = $3)
				order by w.search_name collate "C", w.id limit $4) n)
		order by a.status_since, a.id limit $4`, tx.Organisation(), texts(begin), q.Birth, FoundLimit+1)
}

func (tx *Tx) waiting(query string, args ...any) ([]officer.Application, error) {
	var rows []applicationRow
	err := tx.list(&rows, query, args...)
	if err != nil {
		return nil, err
	}
	list := make([]officer.Application, len(rows))
	for i, r := range rows {
		if list[i], err = r.application(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// PersonsAlike lists who has the same name by search form and the same birth date.
func (tx *Tx) PersonsAlike(d officer.PersonData) ([]officer.Person, error) {
	var list []officer.Person
	err := tx.list(&list, `select `+personColumns+` from persons p where p.organisation_id = $1 and p.search_name collate "C" = any ($2)
		and p.birth_date = $3 order by p.search_name, p.id limit $4`,
		tx.Organisation(), texts(officer.SearchForms(d.FamilyName+" "+d.GivenNames)), d.BirthDate, FoundLimit)
	return list, err
}

// AddPerson writes somebody down whom the desk did not know. The search form is
// made here; the version becomes 1.
func (tx *Tx) AddPerson(p *officer.Person) error {
	p.Organisation, p.SearchName, p.Version = tx.Organisation(), p.SearchForm(), 1
	return tx.exec(`insert into persons (organisation_id, id, account_id, title, given_names, family_name, birth_name, birth_date, birth_place,
			nationality, street, postal_code, locality, country, email, mobile, search_name, created_at)
		values ($1, $2, nullif($3, ''), $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		p.Organisation, p.ID, p.Account, p.Title, p.GivenNames, p.FamilyName, p.BirthName, p.BirthDate, p.BirthPlace,
		p.Nationality, p.Address.Street, p.Address.PostalCode, p.Address.Locality, p.Address.Country, p.Email, p.Mobile, p.SearchName, p.CreatedAt)
}

// SavePerson writes what may change of a person, if nobody changed it since it
// was read; else Stale. The version moves on, in p as well.
func (tx *Tx) SavePerson(p *officer.Person) error {
	p.SearchName = p.SearchForm()
	err := tx.one(stale(), `update persons set account_id = nullif($4, ''), title = $5, given_names = $6, family_name = $7, birth_name = $8,
			birth_date = $9, birth_place = $10, nationality = $11, street = $12, postal_code = $13, locality = $14, country = $15, email = $16,
			mobile = $17, search_name = $18, version = version + 1
		where organisation_id = $1 and id = $2 and version = $3`,
		tx.Organisation(), p.ID, p.Version, p.Account, p.Title, p.GivenNames, p.FamilyName, p.BirthName,
		p.BirthDate, p.BirthPlace, p.Nationality, p.Address.Street, p.Address.PostalCode, p.Address.Locality, p.Address.Country, p.Email,
		p.Mobile, p.SearchName)
	if err == nil {
		p.Version++
	}
	return err
}

// PriorCases lists what a person has with this organisation besides one
// application: cases that are not ended, and orders. The newest first.
func (tx *Tx) PriorCases(person officer.PersonID, besides officer.ApplicationID) ([]officer.PriorCase, error) {
	var list []officer.PriorCase
	err := tx.list(&list, `select a.id as application, a.status as application_status, coalesce(o.id, '') as "order", coalesce(o.number, '') as number,
			coalesce(o.status, '') as order_status, a.product_id as product, p.name_de, p.name_en, p.test, p.term_years,
			coalesce(o.created_at, a.created_at) as created_at
		from applications a join products p on p.id = a.product_id
			left join orders o on o.organisation_id = a.organisation_id and o.application_id = a.id
		where a.organisation_id = $1 and a.person_id = $2 and a.id <> $3
			and (a.status not in ('rejected', 'withdrawn', 'expired', 'aborted', 'transmitted') or o.status not in ('withdrawn', 'rejected'))
		order by coalesce(o.created_at, a.created_at) desc, a.id desc limit 50`, tx.Organisation(), person, besides)
	return list, err
}

// MemberByEmail gives the account of a member of this organisation by their
// address, whatever capitals it is written in; "" when nobody has it.
func (tx *Tx) MemberByEmail(email string) (officer.AccountID, error) {
	var found []officer.AccountID
	err := tx.list(&found, `select account_id from members where organisation_id = $1 and lower(email) = lower($2) and left_at is null limit 1`,
		tx.Organisation(), email)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}
