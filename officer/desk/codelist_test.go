package desk_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
)

const people = "Vorname;Nachname;E-Mail;Abteilung;Sprache\nKim;Meier;kim@beispiel.example;Einkauf;\nBo;Groß;bo@beispiel.example;;en\nUli;Öz;;Lager;\nkaputt;;x;;\n"

func (h *coded) wish(by string) desk.CodeWish {
	c := h.plainCode()
	c.ID, c.CostCentre = "", "4711"
	return desk.CodeWish{Terms: c, By: by, Language: "de"}
}

func (h *coded) list(t testing.TB, by, file string) officer.JobID {
	t.Helper()
	id, err := h.codes.CheckList(h.admin, h.wish(by), []byte(file))
	ok(t, err)
	return id
}

func (h *coded) work(t testing.TB) bool {
	t.Helper()
	found, err := h.jobs.Work(context.Background())
	ok(t, err)
	return found
}

// A list is checked without drawing anything; what it says lies sealed.
func TestCheckingAList(t *testing.T) {
	h := newCoded(t)
	bound := h.plainCode()
	bound.Email = "bo@beispiel.example"
	h.issue(t, bound)
	id := h.list(t, desk.ByLetter, people)
	l, err := h.codes.CheckedList(h.admin, id)
	ok(t, err)
	if len(l.People) != 3 || l.FaultyRows() != 1 || l.Faults[0].Line != 5 || len(l.Warnings) != 1 || l.Warnings[0].Key != "list.open_code" || l.Warnings[0].Line != 3 || l.Drawing || l.Product.ID != h.Signature.ID {
		t.Errorf("%+v", l)
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from order_codes`); n != 1 {
		t.Errorf("%d codes", n)
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from order_code_lists where encode(content, 'escape') like '%Meier%' or encode(content, 'escape') like '%beispiel%'`); n != 0 {
		t.Error("the list can be read in its table")
	}
	for name, ctx := range map[string]context.Context{"a colleague": dbtest.As(h.Company.Second(officer.RoleShopAdmin)), "another house": h.Authority.As(officer.RoleShopAdmin)} {
		_, seen := h.codes.CheckedList(ctx, id)
		for what, err := range map[string]error{"see": seen, "confirm": h.codes.ConfirmList(ctx, id), "drop": h.codes.DropList(ctx, id)} {
			if !errors.Is(err, officer.NotFound) {
				t.Errorf("%s may %s it: %v", name, what, err)
			}
		}
	}
	ok(t, h.codes.DropList(h.admin, id))
	if err := h.codes.ConfirmList(h.admin, id); !errors.Is(err, officer.NotFound) {
		t.Errorf("confirmed after it was dropped: %v", err)
	}
	w := h.wish(desk.ByMail)
	w.LastDay, w.Terms.Note = officer.Today(h.Clock.Now()).AddDays(-1), strings.Repeat("x", 500)
	_, err = h.codes.CheckList(h.admin, w, []byte("Name\nMeier\n"))
	var e *officer.Error
	if !errors.As(err, &e) || len(e.Fields) != 3 {
		t.Errorf("told of %v", err)
	}
}

var anyCode = regexp.MustCompile(`(?:[2-9A-Z]{4}-){6}[2-9A-Z]`)

// letters reads the codes out of what the job made.
func (h *coded) letters(t testing.TB, id officer.JobID) []string {
	t.Helper()
	_, content, err := h.jobs.Result(h.admin, id)
	ok(t, err)
	file := filepath.Join(t.TempDir(), "letters.pdf")
	ok(t, os.WriteFile(file, content, 0o600))
	text, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	ok(t, err)
	return anyCode.FindAllString(string(text), -1)
}

// Letters for everybody whose row is right; each code is redeemed by its person.
func TestLettersForAList(t *testing.T) {
	h := newCoded(t)
	id := h.list(t, desk.ByLetter, people)
	ok(t, h.codes.ConfirmList(h.admin, id))
	if err := h.codes.ConfirmList(h.admin, id); key(err) != "list.confirmed" {
		t.Errorf("confirmed twice: %v", err)
	}
	h.work(t)
	codes := h.letters(t, id)
	if len(codes) != 3 {
		t.Fatalf("the letters have %v", codes)
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from jobs where encode(result, 'escape') like '%PDF%'`); n != 0 {
		t.Error("the letters can be read in the table of jobs")
	}
	who := h.Applicant(t)
	if _, err := h.redeem(who, codes[0]); key(err) != "code code.refused" {
		t.Errorf("somebody else's letter: %v", err)
	}
	who.Email = "Kim@beispiel.example"
	who.Email = strings.ToLower(who.Email)
	_, err := h.redeem(who, codes[0])
	ok(t, err)
	_, err = h.redeem(h.Applicant(t), codes[2]) // no address, so whoever has the letter
	ok(t, err)
	p, err := h.codes.List(h.admin, officer.OrderCodeFilter{Batch: id})
	if ok(t, err); len(p.Rows) != 3 || p.Rows[0].CostCentre != "4711" {
		t.Errorf("listed %+v", p.Rows)
	}
	n, err := h.codes.RevokeBatch(h.admin, id)
	if ok(t, err); n != 1 {
		t.Errorf("%d revoked", n)
	}
	h.Clock.Advance(25 * time.Hour)
	ok(t, h.codes.Tidy(context.Background()))
	if n := dbtest.Get[int](t, h.Database, `select count(*) from order_code_lists`); n != 0 {
		t.Error("the list is kept for ever")
	}
}

// A worker that dies, at whatever moment, leaves a job that another ends: nobody
// gets two codes, and every letter's code is good.
func TestACrashDrawsNothingTwice(t *testing.T) {
	h := newCoded(t)
	for by, size := range map[string]int{desk.ByLetter: 250, desk.ByMail: 1200} {
		file := "Name;E-Mail\n"
		for n := range size {
			file += fmt.Sprintf("Person%s;p%d@beispiel.example\n", strings.Repeat("x", n%7), n)
		}
		h.Exec(t, `truncate order_codes, order_code_words, redemptions, mails cascade`)
		id := h.list(t, by, file)
		ok(t, h.codes.ConfirmList(h.admin, id))
		dies := errors.New("the worker dies")
		j := officer.Job{ID: id, Organisation: h.Company.ID}
		for _, after := range []int{0, 100, 500, size} {
			_, _, err := h.codes.Work(h.admin, j, func(done, _ int) error {
				if done >= after {
					return dies
				}
				return nil
			})
			if after <= size && !errors.Is(err, dies) && !(by == desk.ByMail && after == size) {
				t.Fatalf("%s after %d: %v", by, after, err)
			}
		}
		_, _, err := h.codes.Work(h.admin, j, func(int, int) error { return nil }) // dies before the job is ended
		ok(t, err)
		h.work(t)
		codes, people := dbtest.Get[int](t, h.Database, `select count(*) from order_codes`), dbtest.Get[int](t, h.Database, `select count(distinct email) from order_codes`)
		if codes != size || people != size {
			t.Errorf("%s: %d codes for %d people", by, codes, people)
		}
		if by == desk.ByLetter {
			h.good(t, h.letters(t, id), size)
		} else {
			var sent []string
			for _, m := range h.deliver(t) {
				sent = append(sent, m.Args["code"])
			}
			h.good(t, sent, size)
		}
	}
}

// good holds that codes are all there and all different, and tries three.
func (h *coded) good(t *testing.T, codes []string, want int) {
	t.Helper()
	seen := map[string]bool{}
	for _, c := range codes {
		seen[c] = true
	}
	if len(codes) != want || len(seen) != want {
		t.Fatalf("%d codes given, %d different", len(codes), len(seen))
	}
	who := h.Applicant(t)
	for _, n := range []int{0, want / 2, want - 1} {
		who.Email = fmt.Sprintf("p%d@beispiel.example", n)
		if _, err := h.redeem(who, codes[n]); err != nil {
			t.Errorf("code %d: %v", n, err)
		}
	}
}

// A job that is cancelled before its letters are done leaves no code behind.
func TestCancellingLetters(t *testing.T) {
	h := newCoded(t)
	id := h.list(t, desk.ByLetter, people)
	ok(t, h.codes.ConfirmList(h.admin, id))
	h.jobs.Kinds[desk.CodesJob] = func(ctx context.Context, j officer.Job, progress func(int, int) error) (string, []byte, error) {
		ok(t, h.jobs.Cancel(h.admin, j.ID))
		return h.codes.Work(ctx, j, progress)
	}
	h.work(t)
	if n := dbtest.Get[int](t, h.Database, `select count(*) from order_codes`); n != 0 {
		t.Errorf("%d codes are there", n)
	}
	if status := dbtest.Get[string](t, h.Database, `select status from jobs`); status != "cancelled" {
		t.Error(status)
	}
}
