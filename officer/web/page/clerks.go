package page

import (
	"slices"
	"time"

	"officerportal/officer"
)

// ClerkOrders is the address of the clerks' list, ClerkHref of an order in it.
const ClerkOrders = "/office/orders"

func ClerkHref(id officer.OrderID, act string) string {
	if act != "" {
		act = "/" + act
	}
	return ClerkOrders + "/" + string(id) + act
}

// ClerkListPage is the clerks' list with its filter.
type ClerkListPage struct {
	officer.WorkPage
	Filter officer.WorkFilter
	Search string // as typed, where it was refused
	Now    time.Time
}

func (p ClerkListPage) href(c officer.Cursor) string {
	if c.IsZero() {
		return ""
	}
	return listHref(ClerkOrders, "view", string(p.Filter.View), "after", c.String())
}

func (p ClerkListPage) pager() Pager {
	pager := Pager{Previous: p.href(p.Previous), Next: p.href(p.Next)}
	if !p.Filter.After.IsZero() {
		pager.First = listHref(ClerkOrders, "view", string(p.Filter.View))
	}
	return pager
}

func (p ClerkListPage) table(f *Frame) Table {
	t := Table{Caption: f.text("work_view", string(p.Filter.View)), Empty: f.T("clerk.none"), Columns: []Column{
		{Label: f.T("order.number")}, {Label: f.T("case.name")}, {Label: f.T("case.product")}, {Label: f.T("clerk.house")}, {Label: f.T("case.status")},
		{Label: f.T("clerk.days"), Numeric: true}, {Label: f.T("clerk.claimed")},
	}}
	if p.Filter.Searches() {
		t.Caption, t.Empty = f.T("order.caption_found"), f.T("order.none_found")
	}
	for _, r := range p.Rows {
		t.Rows = append(t.Rows, Row{CodeLink(ClerkHref(r.ID, ""), string(r.Number)), Personal(r.Name()), Text(f.cards(r.ProductName(f.Language), r.Quantity)), Personal(r.House),
			TagOf(f.OrderStatus(r.Status)), Text(f.Number(officer.Today(r.StatusSince).DaysUntil(officer.Today(p.Now)))), Personal(orDash(r.ClaimedName))})
	}
	return t
}

// ClerkOrderPage is an order with all that a clerk decides by.
type ClerkOrderPage struct {
	officer.Dossier
	House       officer.Organisation
	Product     officer.Product
	Application officer.Application
	Record      *RecordView // the newest; nil for none
	Questions   []officer.Question
	Cards       []officer.Card
	History     []officer.Event
	Me          officer.AccountID
	Seen        int               // the version on the page
	Typed       map[string]string // of a form that was refused; nil otherwise
}

func (p ClerkOrderPage) summary(f *Frame) Summary {
	rows := []SummaryRow{
		{Label: f.T("order_page.status"), Value: TagOf(f.OrderStatus(p.Status))},
		{Label: f.T("order_page.since"), Value: DateTimeOf(f, p.StatusSince)},
		{Label: f.T("order_page.person"), Value: Lines(lines(p.GivenNames+" "+p.FamilyName, f.Day(p.BirthDate))...)},
		{Label: f.T("order_page.product"), Value: Text(f.cards(p.Product.Name(f.Language), p.Quantity))},
		{Label: f.T("order_page.procedure"), Value: Text(f.procedure(p.Procedure))},
		{Label: f.T("clerk.house"), Value: Personal(p.House.Name)},
		{Label: f.T("order_page.received"), Value: DateTimeOf(f, p.CreatedAt)},
		{Label: f.T("clerk.claimed"), Value: Personal(orDash(p.ClaimedName))},
	}
	for _, a := range []struct {
		key string
		officer.Approval
	}{{"clerk.approved", p.Approved}, {"clerk.confirmed", p.Confirmed}} {
		if a.By != "" {
			rows = append(rows, SummaryRow{Label: f.T(a.key), Value: Lines(a.Name, f.DateTime(a.At))})
		}
	}
	if p.ClosedWhy != "" {
		rows = append(rows, SummaryRow{Label: f.T("clerk.why"), Value: Personal(p.ClosedWhy)})
	}
	return Summary{Rows: rows}
}

// decides reports whether the order can be looked at and decided about.
func (p ClerkOrderPage) decides() bool {
	return p.Status == officer.OrderOpen || p.Status == officer.OrderWaiting
}

// groups are the parts of the application that say something.
func (p ClerkOrderPage) groups(f *Frame) (list []Summary) {
	for _, g := range officer.Groups {
		if rows := GroupRows(f, p.Application, g); len(rows) > 0 && g != officer.GroupSecrets {
			list = append(list, Summary{Title: f.text("part", string(g)), Rows: rows})
		}
	}
	return list
}

// papers are the boxes of the papers that are expected.
func (p ClerkOrderPage) papers(f *Frame) Choice {
	c := Choice{Name: "papers", Label: f.T("clerk.papers"), Hint: f.T("clerk.papers_hint")}
	for _, k := range p.ExpectedPapers() {
		o := Option{Value: string(k), Label: f.PaperName(k)}
		if i := slices.IndexFunc(p.Papers, func(r officer.ReceivedPaper) bool { return r.Paper == k }); i >= 0 {
			c.Values = append(c.Values, string(k))
			o.Hint = f.T("clerk.paper_received", "name", p.Papers[i].Name, "at", f.DateTime(p.Papers[i].ReceivedAt))
		}
		c.Options = append(c.Options, o)
	}
	return c
}

// check is what was found at an item, as it is saved or as it was typed.
func (p ClerkOrderPage) check(item officer.CheckItem) (outcome, note string) {
	if p.Typed != nil {
		return p.Typed["check_"+string(item)], p.Typed["note_"+string(item)]
	}
	if i := slices.IndexFunc(p.Checks, func(c officer.OrderCheck) bool { return c.Item == item }); i >= 0 {
		return p.Checks[i].Outcome, p.Checks[i].Note
	}
	return "", ""
}

func (p ClerkOrderPage) checkChoice(f *Frame, item officer.CheckItem) Choice {
	outcome, _ := p.check(item)
	return Choice{Name: "check_" + string(item), Label: f.text("check_item", string(item)), Hint: f.text("check_item_hint", string(item)), Value: outcome, Optional: true, Inline: true,
		Options: wordOptions(f, "check_outcome", officer.CheckOutcomes)}
}

func (p ClerkOrderPage) note(f *Frame, item officer.CheckItem) Field {
	_, note := p.check(item)
	return Field{Name: "note_" + string(item), Label: f.T("clerk.check_note"), Value: note, Personal: true, Optional: true, MaxLength: officer.MaxNote}
}

func (p ClerkOrderPage) cards(f *Frame) Table {
	t := Table{Caption: f.T("clerk.cards"), Empty: f.T("clerk.no_cards"), Columns: []Column{{Label: f.T("clerk.card_number"), Numeric: true}, {Label: f.T("clerk.card_serial")}, {Label: f.T("case.status")}}}
	for _, c := range p.Cards {
		t.Rows = append(t.Rows, Row{Text(f.Number(c.Ordinal)), Code(orDash(c.Serial)), TagOf(f.CardStatus(c.Status))})
	}
	return t
}

// QuestionForm is what a clerk asks back.
type QuestionForm struct {
	Order   officer.Order
	Reasons []string
	Note    string
	Seen    int
}

// EndForm rejects an order, or withdraws it for the applicant.
type EndForm struct {
	Order    officer.Order
	End, Why string
	Seen     int
}

// AnswerForm answers what was asked about an order.
type AnswerForm struct {
	Order     officer.Order
	Questions []officer.Question
	Answer    string
	Action    string
	Cancel    string
	Clerk     bool
	Seen      int
}

// open is the question that waits for an answer; nil for none.
func (p AnswerForm) open() *officer.Question {
	for i, q := range p.Questions {
		if q.Open() {
			return &p.Questions[i]
		}
	}
	return nil
}
