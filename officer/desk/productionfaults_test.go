package desk_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/ca"
	"officerportal/officer/postgres/dbtest"
)

// A spoiling is a fault of a row, and what is told about it.
type spoiling struct {
	want  string // field and key of the first problem, or the outcome
	spoil func(*officer.CardResult, officer.BatchCard)
}

// reissue issues a card's qualified certificate anew, with something changed.
func (h *cardHouse) reissue(change func(*ca.Request)) func(*officer.CardResult, officer.BatchCard) {
	return func(r *officer.CardResult, c officer.BatchCard) {
		key, err := h.authority.CardKey(string(c.Card), "qualified")
		ok(h.t, err)
		at := h.Clock.Now()
		req := ca.Request{Signing: true, Seal: true, Key: &key.PublicKey, From: at, Until: at.AddDate(c.Product.TermYears, 0, 0)}
		for _, a := range c.Subject {
			if a.Type.OID() == nil {
				req.Email = a.Value
			} else {
				req.Subject = append(req.Subject, ca.Attribute{Type: a.Type.OID(), Value: a.Value})
			}
		}
		change(&req)
		r.Certificates["qualified"], err = h.authority.Issue(req)
		ok(h.t, err)
	}
}

// selfSigned makes a certificate that nobody vouches for.
func selfSigned(t testing.TB, template *x509.Certificate, public, private any) []byte {
	t.Helper()
	template.SerialNumber, template.NotBefore, template.NotAfter = big.NewInt(1), time.Now().Add(-time.Hour), time.Now().AddDate(2, 0, 0)
	der, err := x509.CreateCertificate(rand.Reader, template, template, public, private)
	ok(t, err)
	return der
}

func (h *cardHouse) spoilings() map[string]spoiling {
	alone, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ok(h.t, err)
	weak, err := rsa.GenerateKey(rand.Reader, 2048)
	ok(h.t, err)
	foreign := selfSigned(h.t, &x509.Certificate{Subject: pkix.Name{CommonName: "Fremd"}}, &alone.PublicKey, alone)
	short := selfSigned(h.t, &x509.Certificate{Subject: pkix.Name{CommonName: "Kurz"}}, &weak.PublicKey, weak)
	future := officer.Today(h.Clock.Now()).AddDays(2)
	return map[string]spoiling{
		"unknown card":  {"card result.card_unknown", func(r *officer.CardResult, _ officer.BatchCard) { r.Card = officer.NewID[officer.CardID]() }},
		"another batch": {"batch result.other_batch", func(r *officer.CardResult, _ officer.BatchCard) { r.Batch = officer.NewID[officer.BatchID]() }},
		"nothing said": {"row result.says_nothing", func(r *officer.CardResult, c officer.BatchCard) {
			*r = officer.CardResult{Batch: r.Batch, Card: c.Card}
		}},
		"no serial":      {"serial result.serial_form", func(r *officer.CardResult, _ officer.BatchCard) { r.Serial = "" }},
		"odd serial":     {"serial result.serial_form", func(r *officer.CardResult, _ officer.BatchCard) { r.Serial = "89 49-X" }},
		"made tomorrow":  {"produced_on result.produced_on", func(r *officer.CardResult, _ officer.BatchCard) { r.ProducedOn = future }},
		"no day":         {"produced_on result.produced_on", func(r *officer.CardResult, _ officer.BatchCard) { r.ProducedOn = officer.Date{} }},
		"no certificate": {"qualified result.certificate_missing", func(r *officer.CardResult, _ officer.BatchCard) { r.Certificates = nil }},
		"noise":          {"qualified result.certificate_unreadable", func(r *officer.CardResult, _ officer.BatchCard) { r.Certificates["qualified"] = []byte("noise") }},
		"one too many": {"certificates result.certificate_not_ordered", func(r *officer.CardResult, _ officer.BatchCard) {
			r.Certificates["authentication"] = r.Certificates["qualified"]
		}},
		"no chain":     {"qualified result.chain_untrusted", func(r *officer.CardResult, _ officer.BatchCard) { r.Chain = nil }},
		"broken chain": {"qualified result.chain_unreadable", func(r *officer.CardResult, _ officer.BatchCard) { r.Chain = []officer.Certified{[]byte("x")} }},
		"self-signed":  {"qualified result.chain_untrusted", func(r *officer.CardResult, _ officer.BatchCard) { r.Certificates["qualified"] = foreign }},
		"own anchor": {"qualified result.chain_untrusted", func(r *officer.CardResult, _ officer.BatchCard) {
			r.Certificates["qualified"], r.Chain = foreign, []officer.Certified{foreign}
		}},
		"short RSA key":     {"qualified result.chain_untrusted", func(r *officer.CardResult, _ officer.BatchCard) { r.Certificates["qualified"] = short }},
		"another subject":   {"qualified result.subject_differs", h.reissue(func(r *ca.Request) { r.Subject[0].Value = "Andere GmbH" })},
		"attribute missing": {"qualified result.subject_differs", h.reissue(func(r *ca.Request) { r.Subject = r.Subject[:len(r.Subject)-1] })},
		"attribute added":   {"qualified result.subject_differs", h.reissue(func(r *ca.Request) { r.Email = "mehr@beispiel.example" })},
		"profession added":  {"qualified result.subject_differs", h.reissue(func(r *ca.Request) { r.Profession = "Notarin" })},
		"term":              {"qualified result.term_differs", h.reissue(func(r *ca.Request) { r.Until = r.From.AddDate(9, 0, 0) })},
		"expired":           {"qualified result.not_in_force", h.reissue(func(r *ca.Request) { r.From, r.Until = r.From.AddDate(-2, 0, -1), r.From.AddDate(0, 0, -1) })},
		"not yet in force":  {"qualified result.not_in_force", h.reissue(func(r *ca.Request) { r.From, r.Until = r.From.AddDate(0, 0, 1), r.Until.AddDate(0, 0, 1) })},
		"usage":             {"qualified result.key_usage", h.reissue(func(r *ca.Request) { r.Signing = false })},
		"policy":            {"qualified result.policy_missing", h.reissue(func(r *ca.Request) { r.Seal = false })},
		"statements":        {"qualified result.policy_missing", h.reissue(func(r *ca.Request) { r.Plain = true })},
		"sent in the future": {"card_sent result.sent_when", func(r *officer.CardResult, _ officer.BatchCard) {
			r.CardSent.At.Time = h.Clock.Now().Add(48 * time.Hour)
		}},
		"tracking": {"card_sent result.tracking_form", func(r *officer.CardResult, _ officer.BatchCard) { r.CardSent.Tracking = "<script>" }},
		"PIN before card": {"pin_letter_sent result.sent_when", func(r *officer.CardResult, _ officer.BatchCard) {
			r.PINSent = &officer.Sending{At: officer.Instant{Time: time.Unix(0, 0)}}
		}},
		"only sent": {"card_sent result.not_made_yet", func(r *officer.CardResult, c officer.BatchCard) {
			*r = officer.CardResult{Batch: r.Batch, Card: c.Card, CardSent: r.CardSent}
		}},
		"unknown fault": {"fault result.fault_unknown", func(r *officer.CardResult, c officer.BatchCard) {
			*r = officer.CardResult{Batch: r.Batch, Card: c.Card, Fault: &officer.ProductionFault{Code: "bad luck"}}
		}},
		"made and failed": {"fault result.fault_and_card", func(r *officer.CardResult, _ officer.BatchCard) { r.Fault = &officer.ProductionFault{Code: "chip"} }},
		"cannot be made": {"fault", func(r *officer.CardResult, c officer.BatchCard) {
			*r = officer.CardResult{Batch: r.Batch, Card: c.Card, Fault: &officer.ProductionFault{Code: "printing", Text: "Druckkopf"}}
		}},
	}
}

// brokenLines are rows that are no results at all.
var brokenLines = map[string]string{
	`{"card":`:                                                        "row result.unreadable",
	`{"card":17}`:                                                     "row result.unreadable",
	`{"card":"crd_x","seriall":""}`:                                   "row result.unreadable",
	`{"card":"crd_x"} {}`:                                             "row result.unreadable",
	`{"card":"crd_x","produced_on":"gestern"}`:                        "row date.form",
	`{"card":"crd_x","card_sent":{"at":"yesterday"}}`:                 "row result.time_unreadable",
	`{"card":"crd_x","certificates":{"qualified":"%%%"}}`:             "row result.certificate_unreadable",
	`{"card":"crd_x","chain":["` + strings.Repeat("A", 40000) + `"]}`: "row result.certificate_too_large",
}

// A file of a thousand rows with every kind of fault: each is told where it
// is, and what is right is taken all the same.
func TestAThousandResultsWithEveryFault(t *testing.T) {
	h := newCardHouse(t)
	const rows = 1000
	var b officer.BatchContent
	h.manySeals(rows, func(made officer.BatchContent) { b = made })
	var file strings.Builder
	want := map[int]string{}
	spoilings := h.spoilings()
	var names []string
	for name := range spoilings {
		names = append(names, name)
	}
	right := 0
	for i := range b.Cards {
		r := h.made(b, i)
		r.CardSent = h.sent()
		line := i + 1 + len(brokenLines)
		want[line] = "taken"
		if i%5 == 0 && i/5 < 4*len(names) {
			s := spoilings[names[i/5%len(names)]]
			s.spoil(&r, b.Cards[i])
			want[line] = s.want
		} else {
			right++
		}
		if i == len(b.Cards)-1 || i == len(b.Cards)-2 { // a key, a chip of another card
			other := h.made(b, 1)
			switch i {
			case len(b.Cards) - 1:
				r.Serial = "8027600999999999999"
				want[line] = "serial card.serial_taken"
			default:
				h.reissue(func(req *ca.Request) {
					k, _ := h.authority.CardKey(string(other.Card), "qualified")
					req.Key = &k.PublicKey
				})(&r, b.Cards[i])
				want[line] = "qualified certificate.key_taken"
			}
			right--
		}
		if i == 2 {
			r.Serial = "8027600999999999999"
		}
		text, err := json.Marshal(r)
		ok(t, err)
		file.Write(append(text, '\n'))
	}
	var broken strings.Builder
	line := 0
	for text, key := range brokenLines {
		line++
		want[line] = key
		broken.WriteString(text + "\n")
	}
	whole := []byte(broken.String() + file.String())
	for _, dry := range []bool{true, false} {
		i := h.take(whole, dry)
		if i.Rows != rows+len(brokenLines) || i.Taken != right {
			t.Errorf("dry %v: %d rows, %d taken, want %d", dry, i.Rows, i.Taken, right)
		}
		wrong := 0
		for _, r := range i.Report {
			if got := keyOf(r); got != want[r.Line] {
				if wrong++; wrong < 10 {
					t.Errorf("dry %v, line %d: %s, want %s: %+v", dry, r.Line, got, want[r.Line], r.Problems)
				}
			}
		}
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from cards where status = 'not_activated'`); n != right {
		t.Errorf("%d cards were sent, want %d", n, right)
	}
	again := h.take(whole, false)
	if again.Taken != 0 || again.Faults != 0 || again.Unchanged < right {
		t.Errorf("the same file once more: taken %d, faults %d, unchanged %d", again.Taken, again.Faults, again.Unchanged)
	}
	// another house's card with a key that is taken is refused as well
	o := h.approved(h.Authority, "", nil)
	next := h.batch(officer.BatchByFile, o)
	r, known := h.made(next, 0), h.made(b, 1)
	r.Serial = dbtest.Get[string](t, h.Database, `select serial from cards where id = $1`, known.Card)
	if i := h.take(lines(t, r), false); i.Refused != 1 || i.Report[0].Problems[0].Key != "card.serial_taken" {
		t.Errorf("%+v", i.Report)
	}
}

// manySeals makes so many seal cards, each of an order of its own, and gives the
// batches that they went into.
func (h *cardHouse) manySeals(n int, each func(officer.BatchContent)) {
	h.t.Helper()
	o := h.seals(1)
	const letters = `lpad(translate(n::text, '0123456789', 'abcdefghij'), 16, 'z')`
	for _, query := range []string{
		`insert into applications (organisation_id, id, shop_id, product_id, person_id, procedure, status, quantity, language, form, revocation_password_hash, security_answer_hash,
				family_name, given_names, search_name, birth_date, document_expires_on, created_by, created_at, changed_at, status_since, content_digest, closed_why)
			select organisation_id, 'app_' || ` + letters + `, shop_id, product_id, person_id, procedure, status, quantity, language, form, revocation_password_hash, security_answer_hash,
				family_name, given_names, search_name, birth_date, document_expires_on, created_by, created_at, changed_at, status_since, content_digest, closed_why
			from applications, generate_series(2, $1::int) n where id = '` + string(o.Application) + `'`,
		`insert into orders (organisation_id, id, number, application_id, shop_id, product_id, person_id, procedure, quantity, family_name, given_names, search_name, birth_date,
				status, status_since, submitted_by, created_at, closed_why, procedure_number)
			select organisation_id, 'ord_' || ` + letters + `, n::text, 'app_' || ` + letters + `, shop_id, product_id, person_id, procedure, quantity, family_name, given_names, search_name, birth_date,
				status, status_since, submitted_by, created_at, closed_why, procedure_number
			from orders, generate_series(2, $1::int) n where id = '` + string(o.ID) + `'`,
	} {
		h.Exec(h.t, query, n)
	}
	for made := 0; made < n; {
		id, err := h.production.MakeBatch(h.clerk, nil, officer.BatchByFile)
		ok(h.t, err)
		file, err := h.production.Fetch(h.clerk, id)
		ok(h.t, err)
		var signed struct{ Batch officer.BatchContent }
		ok(h.t, json.Unmarshal(file, &signed))
		each(signed.Batch)
		made += len(signed.Batch.Cards)
	}
}

func TestWhatIsNoFileOfResults(t *testing.T) {
	h := newCardHouse(t)
	for name, c := range map[string]struct{ file, key string }{
		"empty": {"  \n", "result.empty_file"}, "a table": {"card;serial\n", "result.not_json"}, "a list": {`[{"card":"x"}]`, "result.not_json"},
		"a long line": {`{"card":"` + strings.Repeat("x", 200<<10) + `"}`, "result.line_too_long"},
		"too many":    {strings.Repeat("{}\n", officer.MaxResultRows+1), "result.too_many"},
	} {
		_, err := h.production.Upload(h.clerk, "x", []byte(c.file), false)
		if err == nil || !strings.Contains(err.Error(), c.key) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := h.production.Upload(h.Company.As(officer.RoleOfficer), "x", []byte("{}"), false); err == nil {
		t.Error("an officer uploaded results")
	}
}

// BenchmarkResults measures ten thousand results that the worker takes: each a card
// with one certificate, made and sent, each of an order of its own.
func BenchmarkResults(b *testing.B) {
	const rows = 10_000
	for range b.N {
		b.StopTimer()
		h := newCardHouse(b)
		var results []officer.CardResult
		h.manySeals(rows, func(batch officer.BatchContent) {
			for i := range batch.Cards {
				r := h.made(batch, i)
				r.CardSent = h.sent()
				results = append(results, r)
			}
		})
		file := lines(b, results...)
		id, err := h.production.Upload(h.clerk, "x", file, false)
		ok(b, err)
		b.StartTimer()
		_, err = h.jobs.Work(context.Background())
		ok(b, err)
		b.StopTimer()
		if i, err := h.production.Import(h.clerk, id); err != nil || i.Taken != rows {
			b.Fatalf("%v: %d taken, %d refused: %s", err, i.Taken, i.Refused, fmt.Sprint(i.Report[0]))
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
