package page

import (
	"slices"
	"time"

	"officerportal/officer"
	"officerportal/pdf"
)

// A Renewal says how a page that shows what is under way stays true: when it was
// read, and whether and how often it reads itself again.
type Renewal struct {
	At    time.Time
	Path  string        // of the page itself
	Every time.Duration // 0: not by itself
	Off   bool          // the person wants no page to change by itself
}

// DashboardPage is what an applicant sees first.
type DashboardPage struct {
	Renewal
	Released     []officer.Released
	Overdue      []officer.OwnCard // of which a parcel should have arrived
	Applications []officer.OwnApplication
	Orders       officer.OwnOrderPage
	Weeks        int
	Today        officer.Date
}

// Empty reports whether there is nothing to see yet.
func (p DashboardPage) Empty() bool {
	return len(p.Released)+len(p.Applications)+len(p.Orders.Rows) == 0
}

// drafts and handed part the applications: those that wait for the applicant to
// go on, and those that a desk has.
func (p DashboardPage) drafts() []officer.OwnApplication { return p.applications(true) }
func (p DashboardPage) handed() []officer.OwnApplication { return p.applications(false) }

func (p DashboardPage) applications(drafts bool) (list []officer.OwnApplication) {
	for _, a := range p.Applications {
		if a.Draft() == drafts {
			list = append(list, a)
		}
	}
	return list
}

// MyOrdersPage is a page of one's own orders: under way, or the archive.
type MyOrdersPage struct {
	officer.OwnOrderPage
	Path    string
	Archive bool
	Later   bool                     // not the first page
	Ended   []officer.OwnApplication // with the archive's first page: what never was an order
}

// ended lists applications that never became an order.
func (p MyOrdersPage) ended(f *Frame) Table {
	t := Table{Caption: f.T("my_orders.ended_caption"), Columns: []Column{{Label: f.T("case.product")}, {Label: f.T("my_orders.at")}, {Label: f.T("my_orders.ended_on")}, {Label: f.T("case.status")}}}
	for _, a := range p.Ended {
		t.Rows = append(t.Rows, Row{Text(f.cards(a.ProductName(f.Language), a.Quantity)), Personal(a.OrganisationName), DateOf(f, a.StatusSince), tagged(f.CaseStatus(a.Status), f.text("application_meaning", string(a.Status)))})
	}
	return t
}

func (p MyOrdersPage) href(c officer.Cursor) string {
	if c.IsZero() {
		return ""
	}
	return listHref(p.Path, "after", c.String())
}

func (p MyOrdersPage) pager() Pager {
	pager := Pager{Previous: p.href(p.Previous), Next: p.href(p.Next)}
	if p.Later {
		pager.First = p.Path
	}
	return pager
}

func (p MyOrdersPage) table(f *Frame) Table {
	t := Table{Caption: f.T("my_orders.caption"), Empty: f.T("my_orders.none"), Columns: []Column{{Label: f.T("order.number")}, {Label: f.T("case.product")},
		{Label: f.T("my_orders.at")}, {Label: f.T("order.received")}, {Label: f.T("case.status")}}}
	if p.Archive {
		t.Caption, t.Empty = f.T("my_orders.archive_caption"), f.T("my_orders.archive_none")
	}
	for _, o := range p.Rows {
		t.Rows = append(t.Rows, Row{CodeLink(MyOrderHref(o.ID), string(o.Number)), Text(f.cards(o.ProductName(f.Language), o.Quantity)), Personal(o.OrganisationName),
			DateOf(f, o.CreatedAt), TagOf(f.OrderStatus(o.Status))})
	}
	return t
}

// cards names a product, with how many where there are several.
func (f *Frame) cards(product string, n int) string {
	if n < 2 {
		return product
	}
	return f.T("my_orders.several", "count", n, "product", product)
}

// MyOrderHref is the address of one of the applicant's own orders.
func MyOrderHref(id officer.OrderID) string { return "/portal/orders/" + string(id) }

// MyOrderPage is one of the applicant's own orders.
type MyOrderPage struct {
	Renewal
	officer.OwnOrder
	History []officer.Event
	Parcels ParcelList
	Weeks   int
	Today   officer.Date
	Own     officer.AccountID
}

func (p MyOrderPage) summary(f *Frame) Summary {
	rows := []SummaryRow{
		{Label: f.T("order_page.number"), Value: Code(string(p.Number))},
		{Label: f.T("order_page.product"), Value: Text(p.ProductName(f.Language))},
		{Label: f.T("order_page.quantity"), Value: Text(f.Number(p.Quantity))},
		{Label: f.T("order_page.person"), Value: Lines(lines(p.GivenNames+" "+p.FamilyName, f.Day(p.BirthDate))...)},
		{Label: f.T("my_orders.at"), Value: Personal(p.OrganisationName)},
		{Label: f.T("order_page.procedure"), Value: Text(f.procedure(p.Procedure))},
		{Label: f.T("order_page.received"), Value: DateTimeOf(f, p.CreatedAt)},
		{Label: f.T("my_orders.since"), Value: DateTimeOf(f, p.StatusSince)},
	}
	return Summary{Title: f.T("my_orders.about"), Rows: rows}
}

func (p MyOrderPage) history(f *Frame) Table {
	t := Table{Caption: f.T("order_page.history_caption"), Columns: []Column{{Label: f.T("order_page.when")}, {Label: f.T("order_page.what")}, {Label: f.T("order_page.who")}}}
	for _, e := range p.History {
		t.Rows = append(t.Rows, Row{DateTimeOf(f, e.At), Text(eventText(f, e)), Text(f.text("by_party", string(e.PartyOf(p.Own))))})
	}
	return t
}

// stageFaces are a step's icon and colour.
var stageFaces = map[officer.StageState]face{
	officer.StageDone: {Success, ""},
	officer.StageDue:  {Warning, "arrow-forward"},
	officer.StageHeld: {Alarm, ""},
	officer.StageSeen: {Info, "visibility"},
	officer.StageNext: {Info, "calendar-today"},
}

func (f *Frame) stageState(s officer.StageState) Tag {
	x := stageFaces[s]
	return Tag{Text: f.text("step_state", string(s)), Tone: x.tone, Icon: x.icon}
}

// stepName says what a step is; being identified is a different thing by each procedure.
func (f *Frame) stageName(p officer.Progress, s officer.StageProgress) string {
	if s.Stage == officer.StageIdentify {
		return f.text("step_identify", string(p.Procedure))
	}
	return f.text("step", string(s.Stage))
}

// acts says in one sentence who has to act now.
func (f *Frame) acts(o officer.Order, p officer.Progress) string {
	if o.Status == officer.OrderWaiting {
		return f.T("acts.waiting")
	}
	return f.text("acts", string(p.Acts()))
}

// expected says what will happen, and about when.
func (f *Frame) expected(e officer.Expectation) string {
	return f.T("expected."+e.What, "date", e.On, "count", e.Weeks)
}

// cardFaces are the provider's own colours of issued cards, with an icon each.
var cardFaces = map[officer.CardStatus]face{
	officer.CardOrdered:           {Warning, "autorenew"},
	officer.CardProduced:          {Warning, "autorenew"},
	officer.CardValid:             {Success, ""},
	officer.CardNotActivated:      {Info, ""},
	officer.CardRevocationRunning: {Alarm, "autorenew"},
	officer.CardRevoked:           {Alarm, "close"},
}

// CardStatus is an issued card's status in colour, icon and word.
func (f *Frame) CardStatus(s officer.CardStatus) Tag {
	x := cardFaces[s]
	return Tag{Text: f.text("card_status", string(s)), Tone: x.tone, Icon: x.icon}
}

// ProductsPage lists what the applicant has.
type ProductsPage struct{ MyOrdersPage }

func (p ProductsPage) table(f *Frame) Table {
	t := Table{Caption: f.T("my_products.caption"), Columns: []Column{{Label: f.T("case.product")}, {Label: f.T("my_products.order")},
		{Label: f.T("my_products.delivered")}, {Label: f.T("my_products.term")}, {Label: f.T("case.status")}}}
	for _, o := range p.Rows {
		t.Rows = append(t.Rows, Row{Text(f.cards(o.ProductName(f.Language), o.Quantity)), CodeLink(MyOrderHref(o.ID), string(o.Number)),
			DateOf(f, o.StatusSince), Text(f.T("my_products.years", "count", o.TermYears)), Text(f.T("my_products.not_told"))})
	}
	return t
}

// HandedHref is the address of an application that a desk has.
func HandedHref(id officer.ApplicationID) string { return "/portal/handed/" + string(id) }

// HandedPage is an application that a desk has.
type HandedPage struct {
	Renewal
	officer.OwnApplication
}

// DeskSheetPage is the sheet that says what to bring to a desk.
type DeskSheetPage struct {
	Application officer.ApplicationID
	Paper       pdf.Paper
}

func (p DeskSheetPage) href(language string) string {
	return inLanguage(HandedHref(p.Application)+"/sheet", language)
}

func (p DeskSheetPage) pdf() string {
	return inLanguage(HandedHref(p.Application)+"/sheet/pdf", string(p.Paper.Language))
}

// papers lists the papers of the order, in the page's language.
func (p MyOrderPage) papers(f *Frame) Table {
	return PaperListPage{PaperChoice: PaperChoice{Order: p.Order, Language: f.Language, Own: true}, Kinds: p.OwnPapers()}.table(f)
}

// stillExpected leaves out the PIN letters of cards of which all were sent.
func stillExpected(list []officer.Expectation, cards []officer.Card) []officer.Expectation {
	if len(cards) == 0 || slices.ContainsFunc(cards, func(c officer.Card) bool { return c.PIN.SentAt.IsZero() }) {
		return list
	}
	return slices.DeleteFunc(list, func(e officer.Expectation) bool { return e.What == "pin_letter_sent" })
}
