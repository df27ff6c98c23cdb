package web

import (
	"bytes"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// productionRoutes are where clerks hand orders over to the personaliser and take
// what comes back.
func (s *Server) productionRoutes(r *router) {
	r.get(page.ProductionPath, rbac.ProductionRead, s.ready).inMenu("production.menu")
	r.get(page.BatchesPath, rbac.ProductionRead, s.batches)
	r.post(page.BatchesPath, rbac.ProductionHandOver, s.makeBatch)
	r.get(page.BatchesPath+"/:batch", rbac.ProductionRead, s.batch)
	r.get(page.BatchesPath+"/:batch/file", rbac.ProductionHandOver, s.batchFile)
	r.get(page.BatchesPath+"/:batch/send", rbac.ProductionImport, s.askSend)
	r.post(page.BatchesPath+"/:batch/send", rbac.ProductionImport, s.send)
	r.get(page.ResultsPath, rbac.ProductionRead, s.results)
	r.post(page.ResultsPath, rbac.ProductionImport, s.uploadResults).upTo(officer.MaxResultBytes+1<<20, listReadTime)
	r.get(page.ResultsPath+"/:import", rbac.ProductionRead, s.importOf)
	r.get(page.ResultsPath+"/:import/report.csv", rbac.ProductionRead, s.importReport)
}

func batchID(c *fiber.Ctx) (officer.BatchID, error) {
	return officer.ParseID[officer.BatchID](c.Params("batch"))
}

func (s *Server) ready(c *fiber.Ctx) error { return s.readyPage(c, "", nil) }

// readyPage lists what waits, again where a batch could not be made.
func (s *Server) readyPage(c *fiber.Ctx, way string, refusal error) error {
	p := page.ReadyPage{After: officer.ParseCursor(c.Query("after")), Ways: s.Production.Ways, Way: way, MayMake: may(c, rbac.ProductionHandOver)}
	if p.Way == "" && len(p.Ways) > 0 {
		p.Way = string(p.Ways[0])
	}
	var err error
	if p.ReadyPage, err = s.Production.Ready(c.UserContext(), p.After); err != nil {
		return err
	}
	return s.reason(c, "production.title", refusal, func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.Ready(f, p)
	})
}

// makeBatch hands over the chosen orders, or all that wait.
func (s *Server) makeBatch(c *fiber.Ctx) error {
	form := bind(c)
	var ids []officer.OrderID
	for _, text := range form.values["order"] {
		id, err := officer.ParseID[officer.OrderID](text)
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	if form.Yes("every") {
		ids = nil
	} else if len(ids) == 0 {
		return s.readyPage(c, form.Value("way"), officer.Fail(officer.Invalid, "production.choose_orders"))
	}
	id, err := s.Production.MakeBatch(c.UserContext(), ids, officer.BatchWay(form.Value("way")))
	if err != nil {
		return s.readyPage(c, form.Value("way"), err)
	}
	return s.done(c, page.BatchHref(id, ""), "production.made")
}

func (s *Server) batches(c *fiber.Ctx) error {
	p := page.BatchesPage{After: officer.ParseCursor(c.Query("after"))}
	var err error
	if p.BatchPage, err = s.Production.Batches(c.UserContext(), p.After); err != nil {
		return err
	}
	return s.show(c, "production.batches", func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.Batches(f, p)
	})
}

func (s *Server) batch(c *fiber.Ctx) error {
	id, err := batchID(c)
	if err != nil {
		return err
	}
	after, err := officer.ParseID[officer.CardID](c.Query("after"))
	if err != nil {
		after = ""
	}
	b, err := s.Production.Batch(c.UserContext(), id, after)
	if err != nil {
		return err
	}
	p := page.BatchPage{Batch: b.Batch, List: b.Cards, Faults: b.Faults, Later: after != "", Next: b.Next, MayMake: may(c, rbac.ProductionHandOver), Now: time.Now()}
	return s.show(c, "production.batch", func(f *page.Frame) templ.Component {
		f.Wide, f.Back = true, &page.Link{Href: page.BatchesPath, Text: f.T("production.batches")}
		f.Title = f.T("production.batch_title", "batch", string(id))
		return page.BatchOf(f, p)
	})
}

// batchFile gives the signed file for the personaliser.
func (s *Server) batchFile(c *fiber.Ctx) error {
	id, err := batchID(c)
	if err != nil {
		return err
	}
	file, err := s.Production.Fetch(c.UserContext(), id)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+string(id)+`.json"`)
	return c.Send(file)
}

func (s *Server) askSend(c *fiber.Ctx) error { return s.sendPage(c, nil, nil) }

// sendPage asks what was sent, again where something was wrong.
func (s *Server) sendPage(c *fiber.Ctx, form *Form, refusal error) error {
	id, err := batchID(c)
	if err != nil {
		return err
	}
	cards, err := s.Production.Unsent(c.UserContext(), id)
	if err != nil {
		return err
	}
	today := officer.Today(time.Now())
	p := page.SendPage{Batch: id, Cards: cards, Day: page.DayField("sent_on", today), Typed: map[string]string{}}
	if form != nil {
		p.Day.Day, p.Day.Month, p.Day.Year = form.Value("sent_on_day"), form.Value("sent_on_month"), form.Value("sent_on_year")
		for name := range form.values {
			p.Typed[name] = form.Value(name)
		}
	}
	return s.reason(c, "production.send", refusal, func(f *page.Frame) templ.Component {
		f.Back = &page.Link{Href: page.BatchHref(id, ""), Text: f.T("production.batch_title", "batch", string(id))}
		p.Day.Label = f.T("production.sent_on")
		return page.Send(f, p)
	})
}

// send notes by hand what was sent.
func (s *Server) send(c *fiber.Ctx) error {
	id, err := batchID(c)
	if err != nil {
		return err
	}
	form := bind(c)
	on := form.Date("sent_on")
	if on.IsZero() && !form.problems.Has("sent_on") {
		form.Fail("sent_on", "form.missing")
	}
	list := sentOf(form, id, on)
	err = form.Err()
	if err == nil && len(list) == 0 {
		err = officer.Fail(officer.Invalid, "production.choose_cards")
	}
	if err == nil {
		err = s.Production.Send(c.UserContext(), list)
	}
	if err != nil {
		return s.sendPage(c, form, err)
	}
	return s.done(c, page.BatchHref(id, ""), "production.sent_now")
}

// sentOf reads the boxes that were ticked: sent_card_ID and sent_pin_ID, with the
// carrier's numbers beside them. A day stands for its noon, today for now.
func sentOf(form *Form, batch officer.BatchID, on officer.Date) (list []officer.CardResult) {
	at := time.Date(on.Year(), on.Month(), on.Day(), 12, 0, 0, 0, officer.Berlin())
	if on == officer.Today(time.Now()) {
		at = time.Now().Truncate(time.Second)
	}
	of := map[officer.CardID]int{}
	for name := range form.values {
		kind, text, is := sentBox(name)
		id, err := officer.ParseID[officer.CardID](text)
		if !is || err != nil || !form.Yes(name) {
			continue
		}
		if _, there := of[id]; !there {
			of[id] = len(list)
			list = append(list, officer.CardResult{Batch: batch, Card: id})
		}
		r := &list[of[id]]
		if kind == officer.CardParcel {
			r.CardSent = &officer.Sending{At: officer.Instant{Time: at}, Tracking: form.Value("card_sent_" + text)}
		} else {
			r.PINSent = &officer.Sending{At: officer.Instant{Time: at}, Tracking: form.Value("pin_letter_sent_" + text)}
		}
	}
	return list
}

func sentBox(name string) (officer.ParcelKind, string, bool) {
	if id, is := strings.CutPrefix(name, "sent_card_"); is {
		return officer.CardParcel, id, true
	}
	id, is := strings.CutPrefix(name, "sent_pin_")
	return officer.PINParcel, id, is
}

func (s *Server) results(c *fiber.Ctx) error { return s.resultsPage(c, false, nil) }

func (s *Server) resultsPage(c *fiber.Ctx, dry bool, refusal error) error {
	imports, err := s.Production.Imports(c.UserContext())
	if err != nil {
		return err
	}
	p := page.ResultsPage{Imports: imports, MayUpload: may(c, rbac.ProductionImport), Dry: dry}
	return s.reason(c, "production.results", refusal, func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.Results(f, p)
	})
}

// uploadResults has the worker take a file, and leads to where its progress is seen.
func (s *Server) uploadResults(c *fiber.Ctx) error {
	form := bind(c)
	dry := form.Yes("dry_run")
	file := form.upload("file", officer.MaxResultBytes)
	err := form.Err()
	var id officer.JobID
	if err == nil {
		id, err = s.Production.Upload(c.UserContext(), form.File("file").Filename, file, dry)
	}
	if err != nil {
		return s.resultsPage(c, dry, err)
	}
	return s.done(c, page.ResultsPath+"/"+string(id), "")
}

func (s *Server) importByID(c *fiber.Ctx) (officer.ProductionImport, error) {
	id, err := officer.ParseID[officer.JobID](c.Params("import"))
	if err != nil {
		return officer.ProductionImport{}, err
	}
	return s.Production.Import(c.UserContext(), id)
}

func (s *Server) importOf(c *fiber.Ctx) error {
	i, err := s.importByID(c)
	if err != nil {
		return err
	}
	p := page.ImportPage{ProductionImport: i}
	if i.DoneAt.IsZero() && may(c, rbac.JobRead) { // a colleague's job is not found; the page tells what it knows without
		p.Job, _ = s.Jobs.Job(c.UserContext(), i.ID)
	}
	f := s.frame(c, "production.import")
	f.Wide, f.Back = true, &page.Link{Href: page.ResultsPath, Text: f.T("production.results")}
	if i.DoneAt.IsZero() && p.Job.Problem == "" {
		f.Refresh = 2 * time.Second
	}
	return s.render(c, page.ImportOf(f, p))
}

// importReport gives what became of every row, for a spreadsheet.
func (s *Server) importReport(c *fiber.Ctx) error {
	i, err := s.importByID(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := page.ReportCSV(&page.Frame{Language: s.language(c)}, &b, i.Report); err != nil {
		return err
	}
	return sendCSV(c, "results.csv", b.Bytes())
}
