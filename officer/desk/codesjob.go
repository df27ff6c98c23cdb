package desk

import (
	"bytes"
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"iter"
	"slices"
	"strconv"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/pdf"
	"officerportal/rbac"
)

// A drawnCode is the code of one person of a list.
type drawnCode struct {
	officer.OrderCode
	code     officer.Code
	person   officer.ListedPerson
	language string
}

// Work draws a code for each person of a list and makes their letters or mails: a
// [Work] for [Jobs]. Codes and their ids come from the list's seed, so that
// whoever goes on after a crash draws the very same, and the table keeps the first.
func (s *Codes) Work(ctx context.Context, j officer.Job, progress func(done, total int) error) (string, []byte, error) {
	l, err := view(ctx, s.Counter, rbac.CodeIssue, func(tx *postgres.Tx) (CodeList, error) { return s.openList(tx, j.ID) })
	if errors.Is(err, officer.NotFound) {
		return "", nil, officer.Fail(officer.NotFound, "list.gone")
	}
	if err != nil {
		return "", nil, err
	}
	codes, err := s.draw(l)
	if err != nil {
		return "", nil, err
	}
	if l.By == ByMail {
		return s.mailAll(ctx, l, codes, progress)
	}
	return s.printAll(ctx, l, codes, progress)
}

// draw makes the codes of a list, in its order.
func (s *Codes) draw(l CodeList) ([]drawnCode, error) {
	codes := make([]drawnCode, len(l.People))
	for i, p := range l.People {
		chance, err := hkdf.Expand(sha256.New, l.Seed, "order code of line "+strconv.Itoa(p.Line), 256)
		if err != nil {
			return nil, err
		}
		from := bytes.NewReader(chance)
		d := drawnCode{OrderCode: l.Terms, person: p, language: p.Language}
		d.ID, d.Batch = officer.NewIDFrom[officer.OrderCodeID](from), l.ID
		if d.code, err = officer.NewCode(officer.OrderCodeSymbols, from); err != nil {
			return nil, err
		}
		d.Digest = s.OrderCodeDigest(d.code)
		d.personal()
		if d.language == "" {
			d.language = l.Language
		}
		codes[i] = d
	}
	return codes, nil
}

// personal writes into the terms what the list says of the person.
func (d *drawnCode) personal() {
	p := d.person
	d.Recipient, d.Email = p.Name(), p.Email
	if p.Email != "" { // else the code may be bound to a domain
		d.EmailKey, d.Domain = officer.Email(p.Email).AccountKey(), ""
	}
	for _, x := range []struct {
		to   *string
		from string
	}{{&d.CostCentre, p.CostCentre}, {&d.PurchaseOrder, p.PurchaseOrder}, {&d.Note, p.Note}} {
		if x.from != "" {
			*x.to = x.from
		}
	}
}

// Portions of the work: how many letters are made between two words of progress,
// how many mails are queued in one transaction, how many codes one statement writes.
const (
	lettersAtOnce = 100
	mailsAtOnce   = 500
	codesAtOnce   = 2500
)

// printAll makes the letters first, and stores the codes when they are all there:
// a job that is cancelled meanwhile leaves no code behind that nobody holds.
func (s *Codes) printAll(ctx context.Context, l CodeList, codes []drawnCode, progress func(done, total int) error) (string, []byte, error) {
	paper, err := s.stationeries(ctx, l)
	if err != nil {
		return "", nil, err
	}
	var out bytes.Buffer
	if err := pdf.WriteAll(&out, letters(codes, paper, s.codeLink, progress), nil); err != nil {
		return "", nil, err
	}
	if err := progress(len(codes), len(codes)); err != nil {
		return "", nil, err
	}
	_, err = s.store(ctx, l, codes, nil)
	return "order-codes-" + string(l.ID) + ".pdf", out.Bytes(), err
}

func letters(codes []drawnCode, paper map[string]stationery, link func(officer.Code) string, progress func(done, total int) error) iter.Seq2[pdf.Paper, error] {
	return func(yield func(pdf.Paper, error) bool) {
		for i, d := range codes {
			p, err := paper[d.language].letter(d.OrderCode, d.code, link(d.code), &d.person).Paper()
			if err == nil && i%lettersAtOnce == 0 {
				err = progress(i, len(codes))
			}
			if !yield(p, err) || err != nil {
				return
			}
		}
	}
}

// mailAll stores codes and queues their mails together, some at a time. What it
// gives is the list of those who got one. A cancelled job leaves those that are
// on their way.
func (s *Codes) mailAll(ctx context.Context, l CodeList, codes []drawnCode, progress func(done, total int) error) (string, []byte, error) {
	paper, err := s.stationeries(ctx, l)
	if err != nil {
		return "", nil, err
	}
	done := 0
	for chunk := range slices.Chunk(codes, mailsAtOnce) {
		if err := progress(done, len(codes)); err != nil {
			return "", nil, err
		}
		if _, err := s.store(ctx, l, chunk, paper); err != nil {
			return "", nil, err
		}
		done += len(chunk)
	}
	list, err := mailedList(codes)
	return "order-codes-" + string(l.ID) + ".csv", list, err
}

// mailedList says to whom codes went, for a spreadsheet.
func mailedList(codes []drawnCode) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	out := csv.NewWriter(&b)
	out.Comma, out.UseCRLF = ';', true
	for _, d := range codes {
		if err := out.Write([]string{officer.ExportCell(d.Recipient), officer.ExportCell(d.Email)}); err != nil {
			return nil, err
		}
	}
	out.Flush()
	return b.Bytes(), out.Error()
}

// stationeries gives what stands on the letters or mails, in both languages.
func (s *Codes) stationeries(ctx context.Context, l CodeList) (map[string]stationery, error) {
	return view(ctx, s.Counter, rbac.CodeIssue, func(tx *postgres.Tx) (map[string]stationery, error) {
		shop, err := tx.Shop(l.Terms.Shop)
		if err != nil {
			return nil, err
		}
		product, err := tx.Product(l.Terms.Product)
		if err != nil {
			return nil, err
		}
		all := map[string]stationery{}
		for _, language := range []string{"de", "en"} {
			if all[language], err = s.stationery(tx, shop, product, language); err != nil {
				return nil, err
			}
		}
		return all, nil
	})
}

// store keeps codes, and with paper queues the mails of those that are new.
func (s *Codes) store(ctx context.Context, l CodeList, codes []drawnCode, paper map[string]stationery) (int, error) {
	return do(ctx, s.Counter, rbac.CodeIssue, func(tx *postgres.Tx) (int, error) {
		list := make([]officer.OrderCode, len(codes))
		for i, d := range codes {
			list[i] = d.OrderCode
		}
		var fresh []officer.OrderCodeID
		for chunk := range slices.Chunk(list, codesAtOnce) {
			added, err := tx.AddOrderCodes(chunk...)
			if err != nil {
				return 0, err
			}
			fresh = append(fresh, added...)
		}
		tx.Record("order_code.list_drawn", string(l.ID), "codes", len(fresh), "by", l.By)
		if paper == nil {
			return len(fresh), nil
		}
		mails, err := s.mailsOf(tx, codes, fresh, paper)
		if err != nil {
			return 0, err
		}
		return len(fresh), tx.QueueMails(mails)
	})
}

func (s *Codes) mailsOf(tx *postgres.Tx, codes []drawnCode, fresh []officer.OrderCodeID, paper map[string]stationery) (mails []officer.Mail, err error) {
	isNew := make(map[officer.OrderCodeID]bool, len(fresh))
	for _, id := range fresh {
		isNew[id] = true
	}
	for _, d := range codes {
		if !isNew[d.ID] {
			continue
		}
		m, err := s.sealedMail(tx, paper[d.language].mail(d.OrderCode), s.carried(d.code))
		if err != nil {
			return nil, err
		}
		mails = append(mails, m)
	}
	return mails, nil
}
