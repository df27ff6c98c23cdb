package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/secret"
)

// home is a world in which an applicant has an order, signed by the company's officer.
type home struct {
	*press
	portal *desk.Portal
	me     officer.Actor
	order  officer.OrderID
}

func newHome(t testing.TB) *home {
	t.Helper()
	h := &home{press: newPress(t)}
	h.portal = &desk.Portal{Counter: h.Counter}
	h.me = h.Applicant(t)
	h.order = h.press.order(t, h.Company, h.Signature, h.mine)
	return h
}

// mine makes an application the applicant's own.
func (h *home) mine(a *officer.Application) { a.Account = h.me.Account }

func (h *home) asMe() context.Context { return dbtest.As(h.me) }

// move takes an order to a status, as the back office would.
func (h *home) move(t testing.TB, id officer.OrderID, to officer.OrderStatus) {
	h.Exec(t, `update orders set status = $2, status_since = $3 where id = $1`, id, to, h.Clock.Now())
}

func TestDashboardShowsWhatIsUnderWay(t *testing.T) {
	h := newHome(t)
	draft := h.beginIn(t, h.Company, h.Seal, h.mine)
	d, err := h.portal.Dashboard(h.asMe())
	must(t, err)
	if len(d.Orders.Rows) != 1 || d.Orders.Rows[0].ID != h.order || d.Orders.Rows[0].OrganisationName != h.Company.Name || d.Orders.Rows[0].ProductDE != h.Signature.NameDE ||
		len(d.Applications) != 1 || d.Applications[0].ID != draft || d.Applications[0].NameEN != h.Seal.NameEN || d.Weeks != 6 || !d.Moving() {
		t.Errorf("%+v", d)
	}
	h.move(t, h.order, officer.OrderCompleted)
	h.Exec(t, `update applications set status = 'withdrawn' where id = $1`, draft)
	if d, err = h.portal.Dashboard(h.asMe()); err != nil || len(d.Orders.Rows)+len(d.Applications) != 0 || d.Moving() {
		t.Errorf("%+v, %v", d, err)
	}
}

// Nobody finds another's, by whatever way they look for it.
func TestOnlyOnesOwn(t *testing.T) {
	h := newHome(t)
	other := dbtest.As(h.Applicant(t))
	number := dbtest.Get[officer.OrderNumber](t, h.Database, `select number from orders`)
	d, err := h.portal.Dashboard(other)
	must(t, err)
	if len(d.Orders.Rows)+len(d.Applications) != 0 {
		t.Errorf("another sees %+v", d)
	}
	if page, err := h.portal.Orders(other, officer.OwnOrderFilter{Statuses: officer.OrderStatuses}); err != nil || len(page.Rows) != 0 {
		t.Errorf("another lists %+v, %v", page, err)
	}
	for name, look := range map[string]func(context.Context) error{
		"order":  func(ctx context.Context) error { _, err := h.portal.Order(ctx, h.order); return err },
		"number": func(ctx context.Context) error { _, err := h.portal.OrderByNumber(ctx, number); return err },
	} {
		if err := look(other); !errors.Is(err, officer.NotFound) {
			t.Errorf("%s of another: %v", name, err)
		}
		if err := look(context.Background()); !errors.Is(err, officer.Unauthenticated) {
			t.Errorf("%s for nobody: %v", name, err)
		}
		if err := look(h.as(officer.RoleShopAdmin)); !errors.Is(err, officer.Forbidden) {
			t.Errorf("%s for a shop admin: %v", name, err)
		}
		if err := look(h.as(officer.RoleOfficer)); !errors.Is(err, officer.NotFound) {
			t.Errorf("%s for the officer who identified, in their own portal: %v", name, err)
		}
		must(t, look(h.asMe()))
	}
}

// The history tells what happened, and not who of the others did it.
func TestHistoryWithoutNames(t *testing.T) {
	h := newHome(t)
	_, err := h.papers.Print(h.as(officer.RoleOfficer), h.order, desk.Printing{Format: "pdf"})
	must(t, err)
	f, err := h.portal.Order(h.asMe(), h.order)
	must(t, err)
	if len(f.History) != 1 || f.History[0].Kind != "order.submitted" || f.History[0].ActorName != "" || f.History[0].PartyOf(h.me.Account) != officer.PartyDesk {
		t.Errorf("%+v", f.History)
	}
}

// A list goes on by keys, forwards and back, over statuses that lie apart in the index.
func TestArchiveIsPaged(t *testing.T) {
	h := newHome(t)
	h.Exec(t, `insert into applications select (jsonb_populate_record(a, jsonb_build_object('id', 'app_' || n))).* from applications a, generate_series(1, 59) n where a.account_id = $1`, h.me.Account)
	h.Exec(t, `insert into orders select (jsonb_populate_record(o, jsonb_build_object('id', 'ord_' || n, 'application_id', 'app_' || n, 'number', n, 'created_at', o.created_at - n * interval '1 hour',
		'status', (array['completed', 'withdrawn', 'rejected'])[1 + n % 3]))).* from orders o, generate_series(1, 59) n`)
	h.move(t, h.order, officer.OrderCompleted)
	var seen []officer.OrderID
	filter := officer.OwnOrderFilter{Statuses: officer.Archived}
	for {
		page, err := h.portal.Orders(h.asMe(), filter)
		must(t, err)
		for _, o := range page.Rows {
			seen = append(seen, o.ID)
		}
		if filter.After = page.Next; page.Next.IsZero() {
			back, err := h.portal.Orders(h.asMe(), officer.OwnOrderFilter{Statuses: officer.Archived, After: page.Previous})
			must(t, err)
			if len(back.Rows) != officer.PageSize || back.Rows[0].ID != seen[officer.PageSize] {
				t.Errorf("back from the last page: %d rows from %s", len(back.Rows), back.Rows[0].ID)
			}
			break
		}
	}
	for n, id := range seen {
		if want := officer.OrderID(fmt.Sprint("ord_", n)); n > 0 && id != want {
			t.Fatalf("row %d is %s", n, id)
		}
	}
	if len(seen) != 60 || seen[0] != h.order {
		t.Errorf("%d rows, the first %s", len(seen), seen[0])
	}
}

// An applicant prints the papers of their own order, which are those of the desk
// without what the officer wrote down; the book says so.
func TestApplicantsPrintTheirOwn(t *testing.T) {
	h := newHome(t)
	list, err := h.papers.List(h.asMe(), h.order)
	must(t, err)
	if !slices.Equal(list.Kinds, []officer.PaperKind{"checklist", "application", "revocation"}) {
		t.Errorf("%v", list.Kinds)
	}
	mine, err := h.papers.Print(h.asMe(), h.order, desk.Printing{Format: "pdf"})
	must(t, err)
	theirs, err := h.papers.Print(h.as(officer.RoleOfficer), h.order, desk.Printing{Papers: list.Kinds, Format: "pdf"})
	must(t, err)
	for n := range mine.Papers {
		if a, b := textOf(t, mine.Papers[n]), textOf(t, theirs.Papers[n]); a != b {
			t.Errorf("%s reads differently in the portal:\n%s\nand at the desk:\n%s", list.Kinds[n], a, b)
		}
	}
	if n := h.events(t, "paper.printed"); n != 2 {
		t.Errorf("%d lines in the book", n)
	}
	if _, err := h.papers.Print(h.asMe(), h.order, desk.Printing{Papers: []officer.PaperKind{officer.PaperRecord}, Format: "pdf"}); !errors.Is(err, officer.NotFound) {
		t.Errorf("the officer's record: %v", err)
	}
	other := dbtest.As(h.Applicant(t))
	if _, err := h.papers.List(other, h.order); !errors.Is(err, officer.NotFound) {
		t.Errorf("another's list of papers: %v", err)
	}
	if _, err := h.papers.Print(other, h.order, desk.Printing{Format: "pdf"}); !errors.Is(err, officer.NotFound) {
		t.Errorf("another's papers: %v", err)
	}
}

// Each procedure has its own papers, and they say what it needs.
func TestPapersOfProcedures(t *testing.T) {
	h := newHome(t)
	a := dbtest.Get[officer.ApplicationID](t, h.Database, `select application_id from orders where id = $1`, h.order)
	number, err := h.Keys.Box.Seal([]byte("T22000129"), secret.Bind(string(h.Company.ID), "applications", "stated_number_sealed", string(a)))
	must(t, err)
	// nobody of a desk saw them: the papers say what they stated
	h.Exec(t, `update applications set identification_id = null, stated_type = 'identity_card', stated_issuer = 'Stadt Köln', stated_number_sealed = $2,
		form = form || '{"Appointment": {"On": "2026-12-01", "Half": "morning", "Note": "mit Rollstuhl"}}' where id = $1`, a, number)
	for by, want := range map[officer.Procedure]struct {
		kinds string
		says  map[officer.PaperKind]string
	}{
		officer.PostIdentBranch: {"[checklist coupon application revocation]", map[officer.PaperKind]string{"coupon": "4711 0815 2340", "application": "Personalausweis Ausweisnummer ••••••129 Ausstellende Behörde Stadt Köln", "checklist": "4711 0815 2340"}},
		officer.PostIdentEID:    {"[checklist coupon application revocation]", map[officer.PaperKind]string{"coupon": "PostIdent-App", "checklist": "sechsstellige PIN"}},
		officer.NotarIdent:      {"[checklist application notary revocation]", map[officer.PaperKind]string{"notary": "Amtssiegel", "checklist": "Formular „NotarIdent“"}},
		officer.BotschaftsIdent: {"[checklist application embassy revocation]", map[officer.PaperKind]string{"embassy": "Dienstsiegel", "checklist": "Formular „BotschaftsIdent“"}},
		officer.DTrustIdent:     {"[checklist appointment application revocation]", map[officer.PaperKind]string{"appointment": "01.12.2026, Vormittags Hinweis mit Rollstuhl", "checklist": "Berlin"}},
		officer.BehoerdenIdent:  {"[checklist application authority revocation]", map[officer.PaperKind]string{"authority": "Dienstsiegel"}},
	} {
		coupon := ""
		if by.Numbered() {
			coupon = "471108152340"
		}
		h.Exec(t, `update orders set procedure = $2, procedure_number = $3 where id = $1`, h.order, by, coupon)
		p, err := h.papers.Print(h.asMe(), h.order, desk.Printing{Language: "de", Format: "pdf"})
		must(t, err)
		if fmt.Sprint(p.Kinds) != want.kinds {
			t.Errorf("%s: %v", by, p.Kinds)
			continue
		}
		for kind, words := range want.says {
			if text := textOf(t, p.Papers[slices.Index(p.Kinds, kind)]); !strings.Contains(text, words) {
				t.Errorf("%s of %s does not say %q: %s", kind, by, words, text)
			}
		}
	}
}

// An application at a desk has a sheet that says where to go; its code leads to it.
func TestDeskSheet(t *testing.T) {
	h := newHome(t)
	id := h.beginIn(t, h.Company, h.Signature, h.mine)
	h.Exec(t, `update applications set status = 'identification_due' where id = $1`, id)
	a, err := h.portal.Handed(h.asMe(), id)
	must(t, err)
	if a.Order != "" || !a.Waits() || a.OrganisationName != h.Company.Name {
		t.Errorf("%+v", a)
	}
	sheet, err := h.papers.DeskSheet(h.asMe(), id, "de")
	must(t, err)
	if text := textOf(t, sheet); !strings.Contains(text, "Beispiel GmbH, Hauptsitz") || !strings.Contains(text, "12345 Musterstadt") || strings.Contains(text, "Bestellnummer:") {
		t.Error(text)
	}
	if sheet.Link != "https://portal.example/scan/"+string(id) || sheet.Number != "" {
		t.Errorf("%q %q", sheet.Link, sheet.Number)
	}
	other := dbtest.As(h.Applicant(t))
	_, handed := h.portal.Handed(other, id)
	_, printed := h.papers.DeskSheet(other, id, "de")
	if !errors.Is(handed, officer.NotFound) || !errors.Is(printed, officer.NotFound) {
		t.Errorf("another's: %v, %v", handed, printed)
	}
	h.Exec(t, `update applications set status = 'draft', created_by = account_id where id = $1`, id)
	if _, err := h.portal.Handed(h.asMe(), id); !errors.Is(err, officer.NotFound) {
		t.Errorf("a draft has been handed in: %v", err)
	}
	sent := dbtest.Get[officer.ApplicationID](t, h.Database, `select application_id from orders where id = $1`, h.order)
	if a, err = h.portal.Handed(h.asMe(), sent); err != nil || a.Order != h.order {
		t.Errorf("what became an order: %+v, %v", a, err)
	}
	if _, err := h.papers.DeskSheet(h.asMe(), sent, "de"); !errors.Is(err, officer.NotFound) {
		t.Errorf("a sheet for what became an order: %v", err)
	}
}
