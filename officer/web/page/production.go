package page

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"officerportal/officer"
)

// Addresses of production.
const (
	ProductionPath = "/office/production"
	BatchesPath    = ProductionPath + "/batches"
	ResultsPath    = ProductionPath + "/results"
	OverduePath    = ProductionPath + "/overdue"
)

// BatchHref is the address of a batch, or of a part of it.
func BatchHref(id officer.BatchID, part string) string { return BatchesPath + "/" + string(id) + part }

// CardHref is the address of a card for clerks.
func CardHref(id officer.CardID) string { return ProductionPath + "/cards/" + string(id) }

// productionViews are the pages of production, with the keys of their names.
var productionViews = []Link{{ProductionPath, "production.ready"}, {BatchesPath, "production.batches"}, {ResultsPath, "production.results"}, {OverduePath, "production.overdue"}}

// ReadyPage lists orders that wait to go into a batch.
type ReadyPage struct {
	officer.ReadyPage
	After   officer.Cursor
	Ways    []officer.BatchWay
	Way     string // as chosen
	MayMake bool
}

func (p ReadyPage) table(f *Frame) Table {
	t := Table{Caption: f.T("production.ready_caption"), Empty: f.T("production.ready_none"), Columns: []Column{{Label: f.T("order.number")}, {Label: f.T("production.person")},
		{Label: f.T("case.product")}, {Label: f.T("deletion.organisation")}, {Label: f.T("production.since")}}}
	for _, o := range p.Orders {
		number := Code(string(o.Number))
		if p.MayMake {
			number = pickReady(f, o)
		}
		t.Rows = append(t.Rows, Row{number, Personal(o.GivenNames + " " + o.FamilyName), Text(f.cards(o.ProductName(f.Language), o.Quantity)), Personal(o.OrganisationName),
			DateTimeOf(f, o.StatusSince)})
	}
	return t
}

func (p ReadyPage) pager() Pager { return cursorPager(ProductionPath, p.After, p.Previous, p.Next) }

// cursorPager leads through a list that goes on by keys.
func cursorPager(path string, after, previous, next officer.Cursor) Pager {
	href := func(c officer.Cursor) string {
		if c.IsZero() {
			return ""
		}
		return listHref(path, "after", c.String())
	}
	pager := Pager{Previous: href(previous), Next: href(next)}
	if !after.IsZero() {
		pager.First = path
	}
	return pager
}

// BatchesPage lists batches.
type BatchesPage struct {
	officer.BatchPage
	After officer.Cursor
}

func (p BatchesPage) pager() Pager { return cursorPager(BatchesPath, p.After, p.Previous, p.Next) }

func (p BatchesPage) table(f *Frame) Table {
	t := Table{Caption: f.T("production.batches_caption"), Empty: f.T("production.batches_none"), Columns: []Column{{Label: f.T("production.batch")}, {Label: f.T("production.made_at")},
		{Label: f.T("production.way")}, {Label: f.T("production.cards"), Numeric: true}, {Label: f.T("production.produced"), Numeric: true}, {Label: f.T("case.status")}}}
	for _, b := range p.Batches {
		t.Rows = append(t.Rows, Row{CodeLink(BatchHref(b.ID, ""), string(b.ID)), DateTimeOf(f, b.MadeAt), Text(f.text("batch_way", string(b.Way))),
			Text(f.Number(b.Cards)), Text(f.Number(b.Produced)), TagOf(f.batchStatus(b))})
	}
	return t
}

func (f *Frame) batchStatus(b officer.Batch) Tag {
	switch {
	case b.Status == officer.BatchClosed:
		return Tag{Text: f.T("batch_status.closed"), Tone: Success}
	case b.FetchedAt.IsZero():
		return Tag{Text: f.T("batch_status.waiting"), Tone: Info}
	}
	return Tag{Text: f.T("batch_status.open"), Tone: Warning, Icon: "autorenew"}
}

// BatchPage is one batch with a page of its cards.
type BatchPage struct {
	officer.Batch
	List    []officer.Card
	Faults  []officer.CardFault
	Later   bool
	Next    officer.CardID
	MayMake bool
	Now     time.Time
}

func (p BatchPage) about(f *Frame) Summary {
	s := Summary{Rows: []SummaryRow{
		{Label: f.T("case.status"), Value: TagOf(f.batchStatus(p.Batch))},
		{Label: f.T("production.way"), Value: Text(f.text("batch_way", string(p.Way)))},
		{Label: f.T("production.made_at"), Value: DateTimeOf(f, p.MadeAt)},
		{Label: f.T("production.made_by"), Value: Personal(p.MadeName)},
		{Label: f.T("production.orders"), Value: Text(f.Number(p.Orders))},
		{Label: f.T("production.cards"), Value: Text(f.Number(p.Cards))},
		{Label: f.T("production.produced"), Value: Text(f.Number(p.Produced))},
		{Label: f.T("production.fetched_at"), Value: DateTimeOf(f, p.FetchedAt)},
		{Label: f.T("production.key"), Value: Code(p.KeyID)},
	}}
	if !p.ClosedAt.IsZero() {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("production.closed_at"), Value: DateTimeOf(f, p.ClosedAt)})
	}
	return s
}

func (p BatchPage) table(f *Frame) Table {
	t := Table{Caption: f.T("production.cards_caption"), Empty: f.T("production.cards_none"), Columns: []Column{{Label: f.T("production.card")}, {Label: f.T("production.holder")},
		{Label: f.T("case.status")}, {Label: f.T("production.serial")}, {Label: f.T("parcel.card")}, {Label: f.T("parcel.pin")}}}
	for _, c := range p.List {
		t.Rows = append(t.Rows, Row{CodeLink(CardHref(c.ID), string(c.ID)), Personal(c.Holder), TagOf(f.CardStatus(c.Status)), Code(orDash(c.Serial)),
			TagOf(f.parcelState(c.Parcel, p.Now)), TagOf(f.parcelState(c.PIN, p.Now))})
	}
	return t
}

func (p BatchPage) faultTable(f *Frame) Table {
	t := Table{Caption: f.T("production.faults_caption"), Columns: []Column{{Label: f.T("production.card")}, {Label: f.T("production.fault")}, {Label: f.T("production.fault_text")}, {Label: f.T("production.told_at")}}}
	for _, x := range p.Faults {
		t.Rows = append(t.Rows, Row{CodeLink(CardHref(x.Card), string(x.Card)), Text(f.text("production_fault", x.Code)), Personal(orDash(x.Text)), DateTimeOf(f, x.ToldAt)})
	}
	return t
}

// parcelState says where a parcel is.
func (f *Frame) parcelState(p officer.Parcel, now time.Time) Tag {
	switch {
	case p.SentAt.IsZero():
		return Tag{Text: f.T("parcel_state.not_sent"), Tone: Info}
	case !p.ReceivedAt.IsZero():
		return Tag{Text: f.T("parcel_state.received"), Tone: Success}
	case p.Overdue(now):
		return Tag{Text: f.T("parcel_state.overdue"), Tone: Alarm}
	}
	return Tag{Text: f.T("parcel_state.sent"), Tone: Warning, Icon: "mail"}
}

// SendPage asks when parcels of a batch were sent, by which number.
type SendPage struct {
	Batch officer.BatchID
	Cards []officer.Card
	Day   DateField
	Typed map[string]string
}

// ResultsPage takes files of results.
type ResultsPage struct {
	Imports   []officer.ProductionImport
	MayUpload bool
	Dry       bool
}

// resultFile says to the browser which files are offered.
var resultFile = map[string]any{"accept": ".jsonl,.json,.ndjson,application/json"}

func (p ResultsPage) table(f *Frame) Table {
	t := Table{Caption: f.T("production.imports_caption"), Empty: f.T("production.imports_none"), Columns: []Column{{Label: f.T("production.uploaded_at")}, {Label: f.T("production.file")},
		{Label: f.T("production.uploaded_by")}, {Label: f.T("production.rows"), Numeric: true}, {Label: f.T("row_outcome.refused"), Numeric: true}, {Label: f.T("case.status")}}}
	for _, i := range p.Imports {
		t.Rows = append(t.Rows, Row{LinkTo(ResultsPath+"/"+string(i.ID), f.DateTime(i.MadeAt)), Personal(i.Name), Personal(f.byWhom(i.MadeName)), Text(f.Number(i.Rows)),
			Text(f.Number(i.Refused)), TagOf(f.importState(i))})
	}
	return t
}

// byWhom names a clerk, or the machine that did it.
func (f *Frame) byWhom(name string) string {
	if HasText("production_by." + name) {
		return f.text("production_by", name)
	}
	return name
}

func (f *Frame) importState(i officer.ProductionImport) Tag {
	switch {
	case i.DoneAt.IsZero():
		return Tag{Text: f.T("import_state.waiting"), Tone: Warning, Icon: "autorenew"}
	case i.DryRun:
		return Tag{Text: f.T("import_state.tried"), Tone: Info, Icon: "visibility"}
	case i.Refused > 0 && i.Refused == i.Rows:
		return Tag{Text: f.T("import_state.refused"), Tone: Alarm}
	case i.Refused > 0:
		return Tag{Text: f.T("import_state.partly"), Tone: Alarm}
	}
	return Tag{Text: f.T("import_state.taken"), Tone: Success}
}

// ImportPage is a file of results with what became of its rows.
type ImportPage struct {
	officer.ProductionImport
	Job officer.Job // while it runs, for who uploaded it; zero for others
}

func (p ImportPage) about(f *Frame) Summary {
	s := Summary{Rows: []SummaryRow{
		{Label: f.T("case.status"), Value: TagOf(f.importState(p.ProductionImport))},
		{Label: f.T("production.file"), Value: Personal(p.Name)},
		{Label: f.T("production.uploaded_at"), Value: DateTimeOf(f, p.MadeAt)},
		{Label: f.T("production.uploaded_by"), Value: Personal(f.byWhom(p.MadeName))},
		{Label: f.T("production.rows"), Value: Text(f.Number(p.Rows))},
	}}
	if p.DoneAt.IsZero() {
		return s
	}
	for _, x := range []struct {
		outcome officer.RowOutcome
		n       int
	}{{officer.ResultTaken, p.Taken}, {officer.ResultUnchanged, p.Unchanged}, {officer.ResultFault, p.Faults}, {officer.ResultRefused, p.Refused}} {
		s.Rows = append(s.Rows, SummaryRow{Label: f.text("row_outcome", string(x.outcome)), Value: Text(f.Number(x.n))})
	}
	return s
}

// rowsShown is how many rows the page shows; the file has all of them.
const rowsShown = 200

// troubled are the rows that need somebody.
func (p ImportPage) troubled() []officer.RowReport {
	return slices.DeleteFunc(slices.Clone(p.Report), func(r officer.RowReport) bool {
		return r.Outcome != officer.ResultRefused && r.Outcome != officer.ResultFault
	})
}

func (p ImportPage) table(f *Frame) Table {
	t := Table{Caption: f.T("production.rows_caption"), Columns: []Column{{Label: f.T("production.line"), Numeric: true}, {Label: f.T("production.card")}, {Label: f.T("production.became")}, {Label: f.T("production.what_to_do")}}}
	list := p.troubled()
	for _, r := range list[:min(len(list), rowsShown)] {
		tone := Alarm
		if r.Outcome == officer.ResultFault {
			tone = Warning
		}
		t.Rows = append(t.Rows, Row{Text(f.Number(r.Line)), Code(orDash(string(r.Card))), TagOf(Tag{Text: f.text("row_outcome", string(r.Outcome)), Tone: tone}), Lines(f.rowProblems(r)...)})
	}
	return t
}

// rowProblems says all that is wrong with a row, and what to do.
func (f *Frame) rowProblems(r officer.RowReport) (list []string) {
	if r.Outcome == officer.ResultFault {
		return []string{f.T("production.fault_told")}
	}
	for _, p := range r.Problems {
		list = append(list, f.text("result_field", p.Field)+": "+f.T(p.Key, ProblemArgs(f.Language, p)))
	}
	return list
}

// ProblemArgs gives the values that a row's problem names, with attributes in
// words and numbers whole again after JSON.
func ProblemArgs(language string, p officer.Problem) officer.Args {
	args := officer.Args{}
	for name, value := range p.Args {
		switch x := value.(type) {
		case float64:
			args[name] = int(x)
		case string:
			if args[name] = x; name == "attribute" {
				args[name] = Translate(language, "subject."+x, nil)
			}
		case officer.AttributeType:
			args[name] = Translate(language, "subject."+string(x), nil)
		default:
			args[name] = value
		}
	}
	return args
}

// ReportCSV writes what became of every row for a spreadsheet.
func ReportCSV(f *Frame, w io.Writer, rows []officer.RowReport) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	all := [][]string{{f.T("production.line"), f.T("production.card"), f.T("production.became"), f.T("production.what_to_do")}}
	for _, r := range rows {
		all = append(all, []string{strconv.Itoa(r.Line), officer.ExportCell(string(r.Card)), f.text("row_outcome", string(r.Outcome)), officer.ExportCell(strings.Join(f.rowProblems(r), " | "))})
	}
	return out.WriteAll(all)
}

// OverduePage lists cards of which a parcel should have arrived.
type OverduePage struct {
	officer.OverduePage
	After officer.Cursor
	Now   time.Time
}

func (p OverduePage) pager() Pager { return cursorPager(OverduePath, p.After, p.Previous, p.Next) }

func (p OverduePage) table(f *Frame) Table {
	t := Table{Caption: f.T("production.overdue_caption"), Empty: f.T("production.overdue_none"), Columns: []Column{{Label: f.T("production.card")}, {Label: f.T("order.number")}, {Label: f.T("production.holder")},
		{Label: f.T("deletion.organisation")}, {Label: f.T("production.since")}, {Label: f.T("parcel.card")}, {Label: f.T("parcel.pin")}}}
	for _, c := range p.Cards {
		t.Rows = append(t.Rows, Row{CodeLink(CardHref(c.ID), string(c.ID)), Code(string(c.Number)), Personal(c.Holder), Personal(c.OrganisationName), DateOf(f, c.Since(p.Now)),
			TagOf(f.parcelState(c.Parcel, p.Now)), TagOf(f.parcelState(c.PIN, p.Now))})
	}
	return t
}

// CardPage is a card for clerks.
type CardPage struct {
	officer.Card
	Number       officer.OrderNumber
	OrderStatus  officer.OrderStatus
	Certificates []officer.Certificate
	MayReceive   bool
	Now          time.Time
}

func (p CardPage) about(f *Frame) Summary {
	return Summary{Rows: []SummaryRow{
		{Label: f.T("case.status"), Value: TagOf(f.CardStatus(p.Status))},
		{Label: f.T("order.number"), Value: Code(string(p.Number))},
		{Label: f.T("order_page.status"), Value: TagOf(f.OrderStatus(p.OrderStatus))},
		{Label: f.T("production.holder"), Value: Personal(p.Holder)},
		{Label: f.T("production.serial"), Value: Code(orDash(p.Serial))},
		{Label: f.T("production.produced_on"), Value: DayOf(f, p.ProducedOn)},
		{Label: f.T("production.valid_until"), Value: DateOf(f, p.ValidUntil)},
		{Label: f.T("production.batch"), Value: Code(orDash(string(p.Batch)))},
	}}
}

func (p CardPage) certificates(f *Frame) Table {
	t := Table{Caption: f.T("production.certificates"), Empty: f.T("production.certificates_none"), Columns: []Column{{Label: f.T("production.usage")}, {Label: f.T("production.subject")},
		{Label: f.T("production.issuer")}, {Label: f.T("production.certificate_serial")}, {Label: f.T("production.valid_until")}}}
	for _, c := range p.Certificates {
		t.Rows = append(t.Rows, Row{Text(f.text("certificate_usage", string(c.Usage))), Personal(c.Subject), Personal(c.Issuer), Code(c.Serial), DateOf(f, c.NotAfter)})
	}
	return t
}

// ParcelList is the parcels of an order's cards, with who may say that one arrived.
type ParcelList struct {
	Cards  []officer.Card
	Action string // where it is told; empty for nobody who may
	Now    time.Time
}

// told reports whether anything is known of a parcel.
func (p ParcelList) told() bool {
	return slices.ContainsFunc(p.Cards, func(c officer.Card) bool { return !c.Parcel.SentAt.IsZero() || !c.PIN.SentAt.IsZero() })
}

// overdue reports whether a parcel should have arrived.
func (p ParcelList) overdue() bool {
	return slices.ContainsFunc(p.Cards, func(c officer.Card) bool { return c.Parcel.Overdue(p.Now) || c.PIN.Overdue(p.Now) })
}

// title names a card where an order has several.
func (p ParcelList) title(f *Frame, c officer.Card) string {
	if len(p.Cards) < 2 {
		return ""
	}
	return f.T("parcel.of_card", "n", c.Ordinal, "serial", orDash(c.Serial))
}

// parcelRow is one parcel in words.
func (p ParcelList) rows(f *Frame, c officer.Card) []SummaryRow {
	var rows []SummaryRow
	for _, kind := range officer.ParcelKinds {
		x := *c.ParcelOf(kind)
		text := []string{f.parcelState(x, p.Now).Text}
		if !x.SentAt.IsZero() {
			text = append(text, f.T("parcel.sent_on", "date", officer.Today(x.SentAt)))
		}
		if x.Tracking != "" {
			text = append(text, f.T("parcel.tracking", "number", x.Tracking))
		}
		if !x.ReceivedAt.IsZero() {
			text = append(text, f.T("parcel.received_on", "date", officer.Today(x.ReceivedAt), "who", f.text("received_by", string(x.ReceivedBy))))
		}
		rows = append(rows, SummaryRow{Label: f.text("parcel", string(kind)), Value: Lines(text...)})
	}
	return rows
}

// receivable lists what can be told to have arrived.
func (p ParcelList) receivable(c officer.Card) (kinds []officer.ParcelKind) {
	for _, kind := range officer.ParcelKinds {
		if p.Action != "" && c.ParcelOf(kind).Under() {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}
