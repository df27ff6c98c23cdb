package desk_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
	"officerportal/officer/web/page"
	"officerportal/pdf"
)

// press is a world with the papers of its orders.
type press struct {
	*bench
	papers *desk.Papers
	jobs   *desk.Jobs
}

func newPress(t testing.TB) *press {
	t.Helper()
	p := &press{bench: newBench(t)}
	p.papers = &desk.Papers{Counter: p.Counter, Texts: desk.Texts{Of: page.Translate, Country: page.Country, Nationality: page.Nationality}}
	p.jobs = &desk.Jobs{Counter: p.Counter, Kinds: map[string]desk.Work{desk.PapersJob: p.papers.Work}}
	for language, body := range map[string]string{"de": "- Telefon: 030 23125-911\n- Tag und Nacht", "en": "- Telephone: 030 23125-911\n- Day and night"} {
		p.Exec(t, `insert into site_texts (key, language, body) values ('support', $1, $2), ('revocation', $1, $2)`, language, body)
	}
	return p
}

// order makes an order of a house, signed by its first officer.
func (p *press) order(t testing.TB, h dbtest.House, of officer.Product, change func(*officer.Application)) officer.OrderID {
	t.Helper()
	id := p.beginIn(t, h, of, change)
	f, err := p.File(h.As(officer.RoleOfficer), id)
	must(t, err)
	must(t, p.Sign(h.As(officer.RoleOfficer), id, f.Version(), "de", right))
	order, err := p.Submit(h.As(officer.RoleOfficer), id)
	must(t, err)
	return order
}

func asIs(*officer.Application) {}

// full asks for everything that an application can say, in names that are hard to print.
func full(a *officer.Application) {
	f := &a.Form
	f.Person.Title, f.Person.BirthName = "Dr.", "Ḫořáková-Ẕlatý Yıldız"
	f.Certificate.Organisation, f.Certificate.Department, f.Certificate.Publish = true, "Einkauf", "yes"
	f.Signatory = officer.Signatory{Self: "no", Name: "Óscar Núñez-Þórsdóttir", Role: "Prokura", Contact: "o.nunez@beispiel.example"}
	f.Revokers = []officer.Revoker{{Name: "Jürgen D’Angelo", Function: "IT-Sicherheit", Contact: "j.dangelo@beispiel.example"}}
}

func TestPapersSayWhoAndWhat(t *testing.T) {
	p := newPress(t)
	id := p.order(t, p.Company, p.Signature, full)
	number := dbtest.Get[string](t, p.Database, `select number from orders`)
	for language, want := range map[string]map[officer.PaperKind][]string{
		"de": {
			officer.PaperChecklist: {"Signaturkarte Standard 5.1", "OfficerIdent", "durch Kim officer", "etwa sechs Wochen", "Telefon: 030 23125-911",
				"Óscar Núñez-Þórsdóttir", "Vertrauensdienst AG prüft"},
			officer.PaperApplication: {"Dr. Łucja Žaneta Đặng-Ångström", "Ḫořáková-Ẕlatý Yıldız", "Polen", "Müllerstraße 12", "10117 Berlin", "Personalausweis", "••••••129",
				"Name im Zertifikat (CN): Łucja Žaneta Đặng-Ångström", "Beispiel GmbH", "HRB 12345", "Jürgen D’Angelo", "4500012345", "Nutzungsbedingungen"},
			officer.PaperRecord:     {"Kim officer", "Hauptsitz", "Fühlbare Schrift", "vom Portal ausgewählt", "Nase", "Lupe", "SHA-256", "Ich habe nicht mich selbst identifiziert.", "Baseline"},
			officer.PaperRevocation: {"endgültig", "Tag und Nacht", "Jürgen D’Angelo"},
		},
		"en": {
			officer.PaperChecklist:   {"Signature card Standard 5.1", "Identified on", "about six weeks", "Telephone: 030 23125-911"},
			officer.PaperApplication: {"Dr. Łucja Žaneta Đặng-Ångström", "Poland", "••••••129", "Terms of use", "Authorised representative"},
			officer.PaperRecord:      {"chosen by the portal", "Nose", "Magnifier", "I have not identified myself."},
			officer.PaperRevocation:  {"final", "Day and night"},
		},
	} {
		printed, err := p.papers.Print(p.as(officer.RoleOfficer), id, desk.Printing{Language: language, Format: "pdf"})
		must(t, err)
		if !slices.Equal(printed.Kinds, []officer.PaperKind{"checklist", "application", "record", "revocation"}) || len(printed.Papers) != 4 {
			t.Fatalf("%v, %d papers", printed.Kinds, len(printed.Papers))
		}
		for n, kind := range printed.Kinds {
			text := textOf(t, printed.Papers[n])
			for _, words := range append(want[kind], number) {
				if !strings.Contains(text, words) {
					t.Errorf("%s in %s does not say %q:\n%s", kind, language, words, text)
				}
			}
			if strings.Contains(text, "T22000129") || strings.Contains(text, "paper.") || strings.Contains(text, "feature.") {
				t.Errorf("%s in %s says what it must not:\n%s", kind, language, text)
			}
			if printed.Papers[n].Link != "https://portal.example/scan/"+number {
				t.Error(printed.Papers[n].Link)
			}
		}
	}
}

// textOf writes a paper as PDF, has it checked and gives what a reader finds in it.
func textOf(t testing.TB, p pdf.Paper) string {
	t.Helper()
	var out bytes.Buffer
	must(t, p.WritePDF(&out))
	return pdfText(t, out.Bytes())
}

func pdfText(t testing.TB, content []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "paper.pdf")
	must(t, os.WriteFile(file, content, 0o600))
	tool(t, "qpdf", "--check", file)
	text := strings.Join(strings.Fields(tool(t, "pdftotext", "-layout", file, "-")), " ")
	return strings.ReplaceAll(text, "- ", "-") // a name that was parted at its hyphen
}

// tool runs a program of the system. Without it the test is skipped, but not on
// the way to a release.
func tool(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	switch {
	case errors.Is(err, exec.ErrNotFound) && os.Getenv("CI") != "true":
		t.Skip(name + " is missing: run `.ci/install test`")
	case err != nil:
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// TestAnAuthorityHasItsForm is the paper with the official seal.
func TestAnAuthorityHasItsForm(t *testing.T) {
	p := newPress(t)
	id := p.order(t, p.Authority, p.Signature, func(a *officer.Application) { a.Language = "en" })
	list, err := p.papers.List(p.Authority.As(officer.RoleOfficer), id)
	must(t, err)
	all := []officer.PaperKind{officer.PaperChecklist, officer.PaperApplication, officer.PaperRecord, officer.PaperAuthority, officer.PaperRevocation}
	if !slices.Equal(list.Kinds, all) || list.Language != "en" {
		t.Errorf("%v in %s", list.Kinds, list.Language)
	}
	printed, err := p.papers.Print(p.Authority.As(officer.RoleOfficer), id, desk.Printing{Papers: []officer.PaperKind{officer.PaperAuthority}, Format: "pdf"})
	must(t, err)
	text := textOf(t, printed.Papers[0])
	for _, words := range []string{"Landratsamt Musterkreis", "Official seal", "Đặng-Ångström", "Vertrauensdienst AG, Musterweg 1"} {
		if !strings.Contains(text, words) {
			t.Errorf("no %q in %s", words, text)
		}
	}
}

func TestPrintingStandsInTheBook(t *testing.T) {
	p := newPress(t)
	id := p.order(t, p.Company, p.Signature, asIs)
	ctx := p.as(officer.RoleOfficer)
	_, err := p.papers.List(ctx, id)
	must(t, err)
	_, err = p.papers.Print(ctx, id, desk.Printing{Papers: []officer.PaperKind{officer.PaperRecord}, Language: "en", Format: "page"})
	must(t, err)
	got := dbtest.Get[string](t, p.Database, `select string_agg(details::text, ' ') from events where kind = 'paper.printed'`)
	if got != `{"format": "page", "papers": ["record"], "language": "en"}` {
		t.Error(got)
	}
	if _, err := p.papers.Print(ctx, id, desk.Printing{Papers: []officer.PaperKind{officer.PaperAuthority}}); !errors.Is(err, officer.NotFound) {
		t.Errorf("a paper that the order does not have: %v", err)
	}
}

// TestARecordThatIsNotGenuineIsNotPrinted changes a record as nobody may.
func TestARecordThatIsNotGenuineIsNotPrinted(t *testing.T) {
	p := newPress(t)
	id := p.order(t, p.Company, p.Signature, asIs)
	p.Exec(t, `update identification_records set record = convert_to(replace(convert_from(record, 'UTF8'), 'Kraków', 'Krakau'), 'UTF8')`)
	_, err := p.papers.Print(p.as(officer.RoleOfficer), id, desk.Printing{})
	if key(err) != "record.not_verified" {
		t.Error(err)
	}
}

// TestPapersDoor is the table of people at the papers' door.
func TestPapersDoor(t *testing.T) {
	p := newPress(t)
	id := p.order(t, p.Company, p.Signature, asIs)
	all := []officer.OrderID{id}
	uses := map[string]func(context.Context) error{
		"list":  func(ctx context.Context) error { _, err := p.papers.List(ctx, id); return err },
		"print": func(ctx context.Context) error { _, err := p.papers.Print(ctx, id, desk.Printing{}); return err },
		"offer": func(ctx context.Context) error { _, err := p.papers.Offer(ctx, all); return err },
		"batch": func(ctx context.Context) error {
			_, err := p.papers.Batch(ctx, desk.PaperBatch{Orders: all, Papers: officer.PaperKinds})
			return err
		},
	}
	for name, use := range uses {
		if err := use(p.as(officer.RoleOfficer)); err != nil {
			t.Errorf("%s by an officer: %v", name, err)
		}
		if err := use(context.Background()); !errors.Is(err, officer.Unauthenticated) {
			t.Errorf("%s by a stranger: %v", name, err)
		}
		for _, role := range []officer.Role{officer.RoleChecker, officer.RoleShopAdmin, officer.RoleRAManager, officer.RoleAuditor} {
			if err := use(p.as(role)); !errors.Is(err, officer.Forbidden) {
				t.Errorf("%s by a %s: %v", name, role, err)
			}
		}
		if err := use(p.Authority.As(officer.RoleOfficer)); !errors.Is(err, officer.NotFound) {
			t.Errorf("%s by another organisation: %v", name, err)
		}
		if err := use(dbtest.As(p.Applicant(t))); !errors.Is(err, officer.NotFound) && !errors.Is(err, officer.Forbidden) {
			t.Errorf("%s by an applicant: %v", name, err)
		}
	}
}
