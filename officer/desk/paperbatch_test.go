package desk_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
)

var signing = []officer.PaperKind{officer.PaperChecklist, officer.PaperApplication}

// batch asks for papers as the company's officer.
func (p *press) batch(t testing.TB, orders []officer.OrderID, kinds []officer.PaperKind) officer.JobID {
	t.Helper()
	id, err := p.papers.Batch(p.as(officer.RoleOfficer), desk.PaperBatch{Orders: orders, Papers: kinds})
	must(t, err)
	return id
}

// work lets the worker do one job and gives how it came out.
func (p *press) work(t testing.TB, id officer.JobID) officer.Job {
	t.Helper()
	if found, err := p.jobs.Work(t.Context()); !found || err != nil {
		t.Fatal(found, err)
	}
	j, err := p.jobs.Job(p.as(officer.RoleOfficer), id)
	must(t, err)
	return j
}

func TestManyOrdersInOnePDF(t *testing.T) {
	p := newPress(t)
	german := p.order(t, p.Company, p.Signature, full)
	english := p.order(t, p.Company, p.Seal, func(a *officer.Application) { a.Language, a.Quantity = "en", 3 })
	offered, err := p.papers.Offer(p.as(officer.RoleOfficer), []officer.OrderID{german, english})
	must(t, err)
	if !slices.Equal(offered, []officer.PaperKind{"checklist", "application", "record", "revocation"}) {
		t.Errorf("offered %v", offered)
	}
	id := p.batch(t, []officer.OrderID{english, german}, signing)
	if j, err := p.jobs.Job(p.as(officer.RoleOfficer), id); err != nil || j.Status != officer.JobQueued || j.Total != 2 {
		t.Errorf("%+v %v", j, err)
	}
	j := p.work(t, id)
	if j.Status != officer.JobDone || j.Done != 2 || j.Total != 2 {
		t.Fatalf("%+v", j)
	}
	name, content, err := p.jobs.Result(p.as(officer.RoleOfficer), id)
	must(t, err)
	if name != "papers-"+string(id)+".pdf" {
		t.Error(name)
	}
	text := pdfText(t, content)
	last := -1
	for _, words := range []string{"Checklist for your order", "All 3 cards", "Application: seal card", "Checkliste zu Ihrer Bestellung", "Antrag: Signaturkarte", "Jürgen D’Angelo"} {
		at := strings.Index(text, words)
		if at <= last {
			t.Errorf("%q stands at %d, after %d", words, at, last)
		}
		last = at
	}
	if strings.Contains(text, "Identifizierungsprotokoll") {
		t.Error("a paper was printed that nobody wanted")
	}
	if n := p.events(t, "paper.printed"); n != 2 {
		t.Errorf("%d lines in the book", n)
	}
}

func TestABatchOfStrangersIsRefusedWhole(t *testing.T) {
	p := newPress(t)
	mine := p.order(t, p.Company, p.Signature, asIs)
	theirs := p.order(t, p.Authority, p.Signature, asIs)
	var many []officer.OrderID
	for range officer.MaxBatch + 1 {
		many = append(many, officer.NewID[officer.OrderID]())
	}
	for name, c := range map[string]struct {
		orders []officer.OrderID
		kinds  []officer.PaperKind
		want   string
	}{
		"another organisation's": {[]officer.OrderID{mine, theirs}, signing, "page.not_found"},
		"unknown":                {many[:1], signing, "page.not_found"},
		"none":                   {nil, signing, "papers.none_chosen"},
		"too many":               {many, signing, "papers.too_many"},
		"no paper":               {[]officer.OrderID{mine}, nil, "paper papers.no_paper"},
	} {
		if _, err := p.papers.Batch(p.as(officer.RoleOfficer), desk.PaperBatch{Orders: c.orders, Papers: c.kinds}); key(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := dbtest.Get[int](t, p.Database, `select count(*) from jobs`); n != 0 {
		t.Errorf("%d jobs for what was refused", n)
	}
}

// TestABatchIsWorkedWithTheRightsOfNow takes the asker's role, or their account,
// away before the worker comes.
func TestABatchIsWorkedWithTheRightsOfNow(t *testing.T) {
	for name, c := range map[string]struct{ query, want string }{
		"role ended":     {`update role_assignments set ended_at = now(), ended_by = 'acc_x' where account_id = $1`, "failed job.asker_gone"},
		"account closed": {`update accounts set status = 'closed' where id = $1`, "failed job.asker_gone"},
		"another role":   {`update role_assignments set role = 'checker' where account_id = $1`, "failed role.not_allowed"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPress(t)
			id := p.batch(t, []officer.OrderID{p.order(t, p.Company, p.Signature, asIs)}, signing)
			p.Exec(t, c.query, p.Company.Actor(officer.RoleOfficer).Account)
			if j := p.work(t, id); j.Status+" "+j.Problem != c.want {
				t.Errorf("%s %s", j.Status, j.Problem)
			}
			if n := p.events(t, "paper.printed"); n != 0 {
				t.Error("papers were printed")
			}
		})
	}
}

func TestACancelledBatchStops(t *testing.T) {
	p := newPress(t)
	orders := []officer.OrderID{p.order(t, p.Company, p.Signature, asIs), p.order(t, p.Company, p.Signature, asIs), p.order(t, p.Company, p.Signature, asIs)}
	id := p.batch(t, orders, signing)
	seen := 0
	p.jobs.Kinds[desk.PapersJob] = func(ctx context.Context, j officer.Job, progress func(int, int) error) (string, []byte, error) {
		return p.papers.Work(ctx, j, func(done, total int) error {
			if seen = done; done == 2 {
				must(t, p.jobs.Cancel(p.as(officer.RoleOfficer), id))
			}
			return progress(done, total)
		})
	}
	if j := p.work(t, id); j.Status != officer.JobCancelled || seen != 2 {
		t.Errorf("%+v, %d orders done", j, seen)
	}
	if _, _, err := p.jobs.Result(p.as(officer.RoleOfficer), id); !errors.Is(err, officer.NotFound) {
		t.Errorf("a cancelled job has a result: %v", err)
	}
	if found, err := p.jobs.Work(t.Context()); found || err != nil {
		t.Errorf("the cancelled job is worked again: %v %v", found, err)
	}
	if n := p.events(t, "paper.printed"); n != 0 {
		t.Error("the book says that papers were printed")
	}
}

// TestOneBadRecordFailsTheBatch says so, and leaves no job that is tried for ever.
func TestOneBadRecordFailsTheBatch(t *testing.T) {
	p := newPress(t)
	id := p.batch(t, []officer.OrderID{p.order(t, p.Company, p.Signature, asIs)}, signing)
	p.Exec(t, `update identification_records set signature = digest`)
	if j := p.work(t, id); j.Status != officer.JobFailed || j.Problem != "record.not_verified" {
		t.Errorf("%s %s", j.Status, j.Problem)
	}
}
