package desk_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

func (h *house) enquiries() *desk.Enquiries { return &desk.Enquiries{Counter: h.accounts.Counter} }

func (h *house) openEnquiry(t testing.TB, of officer.AccountID) officer.EnquiryID {
	return dbtest.Get[officer.EnquiryID](t, h.Database, `select id from enquiries where account_id = $1 and status = 'open'`, of)
}

func TestDeletionOfAnAccount(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Applicant(t))
	ctx, in := h.in(t, who)
	e, clerk := h.enquiries(), h.TSP.As(officer.RoleClerk)
	if err := e.TakeBackDeletion(ctx); !errors.Is(err, officer.NotFound) {
		t.Errorf("taking back nothing: %v", err)
	}
	if err := e.RequestDeletion(ctx, "Ich ziehe um."); err != nil {
		t.Fatal(err)
	}
	if err := e.RequestDeletion(ctx, ""); !errors.Is(err, officer.Conflict) {
		t.Errorf("a second request: %v", err)
	}
	if err := e.TakeBackDeletion(ctx); err != nil {
		t.Fatal(err)
	}
	if err := e.RequestDeletion(ctx, "Doch."); err != nil {
		t.Fatal(err)
	}
	id := h.openEnquiry(t, who.Account)
	list, err := e.List(clerk, officer.EnquiryOpen, officer.Cursor{})
	if err != nil || len(list.Enquiries) != 1 || list.Enquiries[0].Name != who.Name || list.Enquiries[0].Email != who.Email {
		t.Fatalf("%+v, %v", list, err)
	}
	file, err := e.Enquiry(clerk, id)
	if err != nil || file.Note != "Doch." || file.Holdings.MayGo() != nil {
		t.Fatalf("%+v, %v", file, err)
	}
	for name, c := range map[string]struct {
		outcome officer.EnquiryOutcome
		note    string
		version int
		want    officer.Kind
	}{
		"no outcome":      {"", "weil", 1, officer.Invalid},
		"another's":       {officer.EnquiryUnfounded, "weil", 1, officer.Invalid},
		"without a note":  {officer.EnquiryDone, " ", 1, officer.Invalid},
		"an older reader": {officer.EnquiryDone, "weil", 0, officer.Stale},
	} {
		if err := e.Close(clerk, id, c.version, c.outcome, c.note); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := e.Close(ctx, id, 1, officer.EnquiryDone, "selbst"); !errors.Is(err, officer.Forbidden) {
		t.Errorf("by the person: %v", err)
	}
	if err := e.Close(clerk, id, 1, officer.EnquiryDone, "Ausweis verglichen"); err != nil {
		t.Fatal(err)
	}
	if template, _ := h.mail(t, who.Email); template != "deletion_done" {
		t.Errorf("mail %q", template)
	}
	if left := dbtest.Get[string](t, h.Database, `select status || email || given_names || family_name || password_hash from accounts where id = $1`, who.Account); left != "closed" {
		t.Errorf("what is left: %s", left)
	}
	if _, err := h.signIn.Resume(context.Background(), in.Token.Reveal()); !errors.Is(err, officer.Unauthenticated) {
		t.Errorf("the session goes on: %v", err)
	}
	if _, err := h.authenticate(who.Email, password, desk.Visitor{}); !errors.Is(err, officer.Invalid) {
		t.Errorf("signing in: %v", err)
	}
	if err := e.Close(clerk, id, 2, officer.EnquiryDone, "noch einmal"); !errors.Is(err, officer.Conflict) {
		t.Errorf("twice: %v", err)
	}
	h.Clock.Advance(time.Second)
	if _, token := h.register(t, who.Email); token == "" {
		t.Error("the address is not free again")
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from events where kind in ('enquiry.closed', 'account.closed') and organisation_id = $1`, h.TSP.ID); n != 2 {
		t.Errorf("%d lines in the provider's book", n)
	}
}

// What still hangs on an account keeps it; what was only begun goes with it, and
// the evidence of orders stays.
func TestWhatHangsOnAnAccount(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Applicant(t))
	ctx, _ := h.in(t, who)
	e, clerk := h.enquiries(), h.TSP.As(officer.RoleClerk)
	person, draft, sent, order := officer.NewID[officer.PersonID](), officer.NewID[officer.ApplicationID](), officer.NewID[officer.ApplicationID](), officer.NewID[officer.OrderID]()
	lone := officer.NewID[officer.PersonID]()
	for _, id := range []officer.PersonID{person, lone} {
		h.Exec(t, `insert into persons (organisation_id, id, account_id, given_names, family_name, birth_date, email, search_name, created_at)
			values ($1, $2, $3, 'Alex', 'Antrag', '1990-01-02', $4, 'ALEX ANTRAG', now())`, h.Company.ID, id, who.Account, who.Email)
	}
	for id, c := range map[officer.ApplicationID]struct {
		person officer.PersonID
		status string
	}{draft: {lone, "draft"}, sent: {person, "transmitted"}} {
		h.Exec(t, `insert into applications (organisation_id, id, shop_id, product_id, person_id, account_id, procedure, status, form, family_name, created_by, created_at, changed_at, status_since)
			values ($1, $2, $3, $4, $5, $6, 'postident_branch', $7, '{"Person": {"FamilyName": "Antrag"}}', 'Antrag', $6, now(), now(), now())`,
			h.Company.ID, id, h.Company.Shop, h.Signature.ID, c.person, who.Account, c.status)
	}
	h.Exec(t, `insert into orders (organisation_id, id, number, application_id, shop_id, product_id, person_id, account_id, procedure, quantity, family_name, given_names, search_name, birth_date,
		status, status_since, submitted_by, created_at) values ($1, $2, '1001-0000-0000-0', $3, $4, $5, $6, $7, 'postident_branch', 1, 'Antrag', 'Alex', 'ALEX ANTRAG', '1990-01-02', 'open', $8, $7, $8)`,
		h.Company.ID, order, sent, h.Company.Shop, h.Signature.ID, person, who.Account, h.Clock.Now())
	if err := e.RequestDeletion(ctx, ""); err != nil {
		t.Fatal(err)
	}
	h.Exec(t, `insert into enquiries (id, kind, account_id, subject, raised_at) values ($1, 'two_identities', $2, $3, now())`, officer.NewID[officer.EnquiryID](), who.Account, sent)
	notice := dbtest.Get[officer.EnquiryID](t, h.Database, `select id from enquiries where kind = 'two_identities'`)
	if file, err := e.Enquiry(clerk, notice); err != nil || len(file.Identities) != 1 || file.Identities[0].FamilyName != "Antrag" || file.Identities[0].Applications != 1 {
		t.Errorf("who the applications name: %+v, %v", file.Identities, err)
	}
	page, err := e.Deletion(ctx, "de")
	if err != nil || len(page.Holdings.Orders) != 1 || page.Holdings.Drafts != 1 || page.Holdings.Orders[0].Organisation != h.Company.Name || page.Enquiry.ID == "" {
		t.Fatalf("%+v, %v", page, err)
	}
	id := page.Enquiry.ID
	if err := e.Close(clerk, id, 1, officer.EnquiryDone, "x"); !errors.Is(err, officer.Conflict) {
		t.Errorf("with an open order: %v", err)
	}
	h.Exec(t, `update orders set status = 'completed' where id = $1`, order)
	h.Exec(t, `update applications set status = 'identification_due' where id = $1`, draft)
	if err := e.Close(clerk, id, 1, officer.EnquiryDone, "x"); !errors.Is(err, officer.Conflict) {
		t.Errorf("with a case on its way: %v", err)
	}
	h.Exec(t, `update applications set status = 'draft' where id = $1`, draft)
	if err := e.Close(clerk, id, 1, officer.EnquiryDone, "x"); err != nil {
		t.Fatal(err)
	}
	for what, query := range map[string]string{
		"withdrawn {} ":                 `select status || ' ' || form::text || ' ' || family_name from applications where id = '` + string(draft) + `'`,
		"Antrag Alex completed":         `select family_name || ' ' || given_names || ' ' || status from orders`,
		"Antrag " + string(who.Account): `select family_name || ' ' || account_id from persons where id = '` + string(person) + `'`,
		"- -":                           `select '-' || family_name || given_names || email || ' ' || coalesce(birth_date::text, '-') from persons where id = '` + string(lone) + `'`,
	} {
		if got := dbtest.Get[string](t, h.Database, query); got != what {
			t.Errorf("%q, want %q", got, what)
		}
	}
	until := officer.Holding{Status: officer.OrderCompleted, StatusSince: h.Clock.Now(), TermYears: 2}.KeptUntil()
	if want := officer.Today(h.Clock.Now()).AddMonths(12 * 9); until != want {
		t.Errorf("kept until %v, want %v", until, want)
	}
}

func TestARefusedDeletionTellsWhy(t *testing.T) {
	h := newHouse(t)
	who := h.withPassword(t, h.Applicant(t))
	ctx, _ := h.in(t, who)
	e := h.enquiries()
	if err := e.RequestDeletion(ctx, ""); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(h.TSP.As(officer.RoleClerk), h.openEnquiry(t, who.Account), 1, officer.EnquiryRefused, "Die Sperrung Ihrer Karte läuft noch."); err != nil {
		t.Fatal(err)
	}
	if link := dbtest.Get[string](t, h.Database, `select args ->> 'link' from mails where template = 'deletion_refused' and recipient = $1`, who.Email); link != "https://portal.example/account/deletion" {
		t.Errorf("the mail leads to %q", link)
	}
	if page, err := e.Deletion(ctx, "de"); err != nil || page.Refused.OutcomeNote != "Die Sperrung Ihrer Karte läuft noch." {
		t.Errorf("there it says %+v, %v", page.Refused, err)
	}
	if _, err := h.authenticate(who.Email, password, desk.Visitor{}); err != nil {
		t.Error(err)
	}
}

// Matters about accounts are the clerks', not the operators', and nobody's own.
func TestWhoHandlesEnquiries(t *testing.T) {
	h := newHouse(t)
	e, clerk := h.enquiries(), h.TSP.Actor(officer.RoleClerk)
	id := officer.NewID[officer.EnquiryID]()
	h.Exec(t, `insert into enquiries (id, kind, account_id, raised_at) values ($1, 'two_identities', $2, now())`, id, clerk.Account)
	if err := e.Close(h.TSP.As(officer.RoleClerk), id, 1, officer.EnquiryUnfounded, "x"); !errors.Is(err, officer.Forbidden) {
		t.Errorf("one's own: %v", err)
	}
	for _, who := range []context.Context{h.TSP.As(officer.RoleOperator), h.Company.As(officer.RoleOfficer), dbtest.As(h.Applicant(t))} {
		if _, err := e.Enquiry(who, id); !errors.Is(err, officer.Forbidden) {
			t.Errorf("%v", err)
		}
	}
	if err := e.Close(dbtest.As(h.TSP.Second(officer.RoleClerk)), id, 1, officer.EnquiryUnfounded, "Namensänderung nach Heirat"); err != nil {
		t.Error(err)
	}
	if file, err := e.Enquiry(dbtest.As(clerk), id); err != nil || file.Outcome != officer.EnquiryUnfounded || file.Status != officer.EnquiryClosed {
		t.Errorf("%+v, %v", file, err)
	}
}

// Two identities raise one notice, however often the person applies.
func TestANoticeIsRaisedOnce(t *testing.T) {
	h := newHouse(t)
	who := h.Applicant(t)
	application := officer.NewID[officer.ApplicationID]()
	for range 3 {
		err := h.DB.Do(dbtest.As(who), postgres.Scope{Kind: "account", Account: who.Account}, func(tx *postgres.Tx) error {
			if err := tx.At(h.Company.ID); err != nil {
				return err
			}
			return desk.NoticeIdentities(h.accounts.Counter, tx, who.Account, application)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from enquiries where kind = 'two_identities' and subject = $1`, application); n != 1 {
		t.Errorf("%d notices", n)
	}
	h.Exec(t, `update enquiries set status = 'closed', outcome = 'unfounded', handled_by = 'x', handled_at = now()`)
	err := h.DB.Do(dbtest.As(who), postgres.Scope{Kind: "account", Account: who.Account}, func(tx *postgres.Tx) error {
		return desk.NoticeIdentities(h.accounts.Counter, tx, who.Account, application)
	})
	if n := dbtest.Get[int](t, h.Database, `select count(*) from enquiries`); err != nil || n != 1 {
		t.Errorf("%d notices of what was looked into, %v", n, err)
	}
}
