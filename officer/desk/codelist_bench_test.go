package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

const crowd = 10_000

func crowdFile() []byte {
	var b strings.Builder
	b.WriteString("Vorname;Nachname;E-Mail;Kostenstelle\n")
	for n := range crowd {
		fmt.Fprintf(&b, "Kim;Meier%s;kim.meier%d@beispiel.example;%d\n", strings.Repeat("x", n%5), n, n%100)
	}
	return []byte(b.String())
}

// BenchmarkPersonalCodes measures ten thousand personal codes from a table: reading
// and checking it, storing the codes with the words by which they are found, the
// whole job with letters and with mails; and beside them the same rows by COPY as
// the tables' owner, which row level security keeps the portal from using.
func BenchmarkPersonalCodes(b *testing.B) {
	h := newCoded(b)
	file := crowdFile()
	perRun := func(name string, f func(b *testing.B)) {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				f(b)
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/10000-codes")
			h.Exec(b, `truncate order_codes, order_code_words, order_code_lists, redemptions, mails, jobs cascade`)
		})
	}
	perRun("check", func(b *testing.B) { h.list(b, desk.ByLetter, string(file)) })
	perRun("store", func(b *testing.B) { h.storeCrowd(b) })
	perRun("copy", func(b *testing.B) { h.copyCrowd(b) })
	for _, by := range []string{desk.ByMail, desk.ByLetter} {
		perRun(by, func(b *testing.B) {
			ok(b, h.codes.ConfirmList(h.admin, h.list(b, by, string(file))))
			h.work(b)
			if status := dbtest.Get[string](b, h.Database, `select status || ' ' || problem from jobs order by created_at desc limit 1`); status != "done " {
				b.Fatal(status)
			}
		})
	}
}

func (h *coded) crowd() []officer.OrderCode {
	list := make([]officer.OrderCode, crowd)
	for n := range list {
		c := h.plainCode()
		c.Digest, c.Recipient, c.Email = "k."+string(c.ID), "Kim Meier", fmt.Sprintf("kim.meier%d@beispiel.example", n)
		c.EmailKey, c.CostCentre = c.Email, fmt.Sprint(n%100)
		list[n] = c
	}
	return list
}

func (h *coded) storeCrowd(b *testing.B) {
	b.Helper()
	b.StopTimer()
	list := h.crowd()
	b.StartTimer()
	by := h.Company.Actor(officer.RoleShopAdmin)
	ok(b, h.DB.Do(dbtest.As(by), postgres.ScopeOf(by), func(tx *postgres.Tx) error {
		for len(list) > 0 {
			n := min(2500, len(list))
			if _, err := tx.AddOrderCodes(list[:n]...); err != nil {
				return err
			}
			list = list[n:]
		}
		return nil
	}))
}

// copyCrowd writes the same rows by COPY in one transaction.
func (h *coded) copyCrowd(b *testing.B) {
	b.Helper()
	b.StopTimer()
	list := h.crowd()
	owner, err := sqlx.Connect("postgres", h.DSN)
	ok(b, err)
	defer owner.Close()
	b.StartTimer()
	tx, err := owner.Begin()
	ok(b, err)
	codes, err := tx.Prepare(`copy order_codes (organisation_id, id, shop_id, product_id, digest, uses, email, email_key, recipient, cost_centre, created_by, created_at) from stdin`)
	ok(b, err)
	for _, c := range list {
		_, err := codes.Exec(string(h.Company.ID), string(c.ID), string(c.Shop), string(c.Product), c.Digest, c.Uses, c.Email, c.EmailKey, c.Recipient, c.CostCentre, "acc_x", h.Clock.Now())
		ok(b, err)
	}
	_, err = codes.Exec()
	ok(b, err)
	words, err := tx.Prepare(`copy order_code_words (organisation_id, word, code_id) from stdin`)
	ok(b, err)
	for _, c := range list {
		for _, w := range c.SearchWords() {
			_, err := words.Exec(string(h.Company.ID), w, string(c.ID))
			ok(b, err)
		}
	}
	_, err = words.Exec()
	ok(b, err)
	ok(b, tx.Commit())
}

// BenchmarkOrderCodeList reads the list of a hundred thousand codes, as a shop
// admin does. The figure is p95-ms.
func BenchmarkOrderCodeList(b *testing.B) {
	h := newCoded(b)
	h.Exec(b, `insert into order_codes (organisation_id, id, shop_id, product_id, digest, uses, used, status, recipient, note, created_by, created_at)
		select $1, 'orc_' || n, $2, $3, 'k.' || n, 1, (n % 3 = 0)::int, case when n % 1000 = 1 then 'paused' when n % 100 = 1 then 'revoked' else 'active' end,
			'Kim Meier' || n % 5000, 'Abteilung ' || n % 40, 'acc_x', $4::timestamptz - n * interval '1 second' from generate_series(1, 100000) n`,
		h.Company.ID, h.Company.Shop, h.Signature.ID, h.Clock.Now())
	h.Exec(b, `insert into order_code_words select organisation_id, w, id from order_codes, unnest(string_to_array(upper(recipient || ' ' || note), ' ')) w on conflict do nothing`)
	h.Exec(b, `vacuum analyze order_codes, order_code_words`)
	middle := officer.Cursor{At: h.Clock.Now().Add(-50_000 * 1e9), ID: "orc_"}
	for name, f := range map[string]officer.OrderCodeFilter{
		"first page": {}, "in the middle": {After: middle}, "spent": {State: officer.CodeSpent}, "expired, of which there are none": {State: officer.CodeExpired},
		"paused": {State: officer.CodePaused}, "a name": {Search: "meier123"}, "a name and a department": {Search: "abteilung meier1234"}, "a word that all have": {Search: "abteilung"},
	} {
		b.Run(name, func(b *testing.B) {
			p95(b, func() error { _, err := h.codes.List(h.admin, f); return err })
		})
	}
}
