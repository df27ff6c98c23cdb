package postgres_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

// listing reads a page of the work list as a house's officer.
func listing(t *testing.T, s *dbtest.Sample, h dbtest.House, f officer.CaseFilter) (page officer.CasePage) {
	t.Helper()
	must(t, in(t, s, h, func(tx *postgres.Tx) (err error) {
		if page, err = tx.Cases(f); err == nil {
			page.Counts, err = tx.CaseCounts()
		}
		return err
	}))
	return page
}

func names(page officer.CasePage) (list []string) {
	for _, r := range page.Rows {
		list = append(list, r.FamilyName)
	}
	return list
}

func TestViewsOfTheWorkList(t *testing.T) {
	s := dbtest.NewSample(t)
	me := s.Company.Actor(officer.RoleOfficer).Account
	for i, c := range []struct {
		name   string
		status officer.ApplicationStatus
		set    string
	}{
		{"Alt", officer.ApplicationDraft, `claimed_by = null`},
		{"Meins", officer.ApplicationInIdentification, `claimed_by = '` + string(me) + `', claimed_name = 'me', claimed_at = now()`},
		{"Kollege", officer.ApplicationInIdentification, `claimed_by = 'acc_other', claimed_name = 'other', claimed_at = now()`},
		{"Ablauf", officer.ApplicationIdentificationDue, `document_expires_on = current_date + 30`},
		{"Lang", officer.ApplicationIdentificationDue, `document_expires_on = current_date + 300`},
		{"Pruefen", officer.ApplicationCheckDue, `claimed_by = null`},
		{"Fort", officer.ApplicationTransmitted, `claimed_by = null`},
		{"Weg", officer.ApplicationAborted, `document_expires_on = current_date + 30`},
	} {
		a := opened(t, s, s.Company, known(t, s, s.Company, c.name, "Kim", "1.2.1980"), c.status)
		s.Exec(t, `update applications set status_since = $2, `+c.set+` where id = $1`, a.ID, s.Clock.Now().Add(time.Duration(i-100)*time.Hour))
	}
	opened(t, s, s.Authority, known(t, s, s.Authority, "Fremd", "Kim", "1.2.1980"), officer.ApplicationDraft)
	for _, c := range []struct {
		view   officer.CaseView
		status officer.ApplicationStatus
		want   []string
	}{
		{officer.ViewOpen, "", []string{"Alt", "Meins", "Kollege", "Ablauf", "Lang", "Pruefen"}},
		{officer.ViewMine, "", []string{"Meins"}},
		{officer.ViewWaiting, "", []string{"Alt", "Ablauf", "Lang", "Pruefen"}},
		{officer.ViewCheck, "", []string{"Pruefen"}},
		{officer.ViewExpiring, "", []string{"Ablauf"}},
		{officer.ViewOpen, officer.ApplicationIdentificationDue, []string{"Ablauf", "Lang"}},
		{officer.ViewMine, officer.ApplicationDraft, nil},
	} {
		page := listing(t, s, s.Company, officer.CaseFilter{View: c.view, Status: c.status})
		if diff := cmp.Diff(c.want, names(page)); diff != "" {
			t.Errorf("%s %s: %s", c.view, c.status, diff)
		}
		if c.status == "" && page.Counts[c.view] != len(c.want) {
			t.Errorf("%s counts %d, want %d", c.view, page.Counts[c.view], len(c.want))
		}
	}
	found := listing(t, s, s.Company, officer.CaseFilter{Query: officer.PersonQuery{Name: "fort"}})
	if diff := cmp.Diff([]string{"Fort"}, names(found)); diff != "" {
		t.Errorf("search: %s", diff)
	}
	if found := listing(t, s, s.Company, officer.CaseFilter{Query: officer.PersonQuery{Name: "Fremd"}}); len(found.Rows) != 0 {
		t.Errorf("another organisation's case was found: %v", names(found))
	}
}

// TestTheListGoesOn walks a long list forwards and back by its cursors; rows of
// the same moment are neither lost nor doubled.
func TestTheListGoesOn(t *testing.T) {
	s := dbtest.NewSample(t)
	p := known(t, s, s.Company, "Lang", "Kim", "1.2.1980")
	total := 2*officer.PageSize + 7
	for range total {
		opened(t, s, s.Company, p, officer.ApplicationDraft)
	}
	s.Exec(t, `update applications set status_since = date_trunc('second', status_since) - (ascii(right(id, 1)) % 3) * interval '1 hour'`)
	var pages [][]officer.ApplicationID
	cursor := officer.Cursor{}
	for {
		page := listing(t, s, s.Company, officer.CaseFilter{View: officer.ViewOpen, After: officer.ParseCursor(cursor.String())})
		pages = append(pages, ids(page))
		if len(pages) > 1 && page.Previous.IsZero() {
			t.Error("a later page leads nowhere back")
		}
		if cursor = page.Next; cursor.IsZero() {
			back := listing(t, s, s.Company, officer.CaseFilter{View: officer.ViewOpen, After: page.Previous})
			if diff := cmp.Diff(pages[len(pages)-2], ids(back)); diff != "" {
				t.Errorf("the page before: %s", diff)
			}
			break
		}
	}
	seen := map[officer.ApplicationID]int{}
	for _, page := range pages {
		for _, id := range page {
			seen[id]++
		}
	}
	if len(pages) != 3 || len(seen) != total {
		t.Errorf("%d pages with %d different cases, want 3 with %d", len(pages), len(seen), total)
	}
}

func ids(page officer.CasePage) (list []officer.ApplicationID) {
	for _, r := range page.Rows {
		list = append(list, r.ID)
	}
	return list
}

func TestOrderList(t *testing.T) {
	s := dbtest.NewSample(t)
	for i, name := range []string{"Eins", "Zwei", "Drei"} {
		p := known(t, s, s.Company, name, "Kim", "1.2.1980")
		a := opened(t, s, s.Company, p, officer.ApplicationTransmitted)
		s.Exec(t, `insert into orders (organisation_id, id, number, application_id, shop_id, product_id, person_id, procedure, family_name, given_names,
			search_name, birth_date, status, status_since, submitted_by, created_at)
			select organisation_id, $2, $3, id, shop_id, product_id, person_id, procedure, family_name, given_names, search_name, birth_date,
			case when $4 = 1 then 'waiting' else 'open' end, $5, created_by, $5 from applications where id = $1`,
			a.ID, officer.NewID[officer.OrderID](), fmt.Sprintf("1001-0000-000%d-0", i), i, s.Clock.Now().Add(time.Duration(i)*time.Hour))
	}
	for _, c := range []struct {
		house  dbtest.House
		filter officer.OrderFilter
		want   []string
	}{
		{s.Company, officer.OrderFilter{}, []string{"Drei", "Zwei", "Eins"}},
		{s.Company, officer.OrderFilter{Status: officer.OrderWaiting}, []string{"Zwei"}},
		{s.Company, officer.OrderFilter{Query: officer.PersonQuery{Name: "dre"}}, []string{"Drei"}},
		{s.Company, officer.OrderFilter{Query: officer.PersonQuery{Birth: day(t, "1.2.1980")}}, []string{"Drei", "Eins", "Zwei"}},
		{s.Authority, officer.OrderFilter{}, nil},
		{s.Authority, officer.OrderFilter{Query: officer.PersonQuery{Name: "dre"}}, nil},
	} {
		var got []string
		must(t, in(t, s, c.house, func(tx *postgres.Tx) error {
			page, err := tx.Orders(c.filter)
			for _, r := range page.Rows {
				got = append(got, r.FamilyName)
			}
			return err
		}))
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s %+v: %s", c.house.Name, c.filter, diff)
		}
	}
	if err := in(t, s, s.Authority, func(tx *postgres.Tx) error { _, err := tx.OrderByNumber("1001-0000-0000-0"); return err }); err == nil {
		t.Error("another organisation's order was found by its number")
	}
}
