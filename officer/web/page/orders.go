package page

import (
	"strings"

	"officerportal/officer"
)

// A SubmitPage asks whether the application shall become an order.
type SubmitPage struct {
	Application officer.Application
	Setting     officer.Setting
	Refusal     string // why not yet; empty when it may
}

func (p SubmitPage) summary(f *Frame) Summary {
	a := p.Application
	rows := []SummaryRow{
		{Label: f.T("sign.person"), Value: Lines(lines(a.Form.Person.Spoken(), f.Day(a.Form.Person.BirthDate))...)},
		{Label: f.T("review.product"), Value: Text(p.Setting.Product.Name(f.Language))},
		{Label: f.T("review.quantity"), Value: Text(f.Number(a.Quantity))},
		{Label: f.T("delivery.card"), Value: Lines(AddressLines(f, a.Form.Delivery.Card)...)},
	}
	if a.Form.Payment.PurchaseOrder != "" {
		rows = append(rows, SummaryRow{Label: f.T("field.purchase_order"), Value: Code(a.Form.Payment.PurchaseOrder)})
	}
	return Summary{Change: CaseHref(a.ID, "review"), Rows: rows}
}

// An OrderPage is an order with its history.
type OrderPage struct {
	Order            officer.Order
	Product          officer.Product
	History          []officer.Event
	Parcels          ParcelList
	WaitsForPassword bool
	MaySendLink      bool
	MayPrint         bool
	MaySeeCase       bool
	MayAnswer        bool // what the provider asked back
}

func (p OrderPage) summary(f *Frame) Summary {
	o := p.Order
	rows := []SummaryRow{
		{Label: f.T("order_page.number"), Value: Code(string(o.Number))},
		{Label: f.T("order_page.status"), Value: TagOf(f.OrderStatus(o.Status))},
		{Label: f.T("order_page.since"), Value: DateTimeOf(f, o.StatusSince)},
		{Label: f.T("order_page.person"), Value: Lines(lines(o.GivenNames+" "+o.FamilyName, f.Day(o.BirthDate))...)},
		{Label: f.T("order_page.product"), Value: Text(p.Product.Name(f.Language))},
		{Label: f.T("order_page.quantity"), Value: Text(f.Number(o.Quantity))},
		{Label: f.T("order_page.procedure"), Value: Text(f.procedure(o.Procedure))},
		{Label: f.T("order_page.received"), Value: DateTimeOf(f, o.CreatedAt)},
	}
	if p.MaySeeCase {
		rows = append(rows, SummaryRow{Label: f.T("order_page.case"), Value: LinkTo(CaseHref(o.Application, "review"), f.T("order_page.case_link"))})
	}
	return Summary{Rows: rows}
}

// next says what to do, or that there is nothing to do.
func (p OrderPage) next(f *Frame) []string {
	switch p.Order.Status {
	case officer.OrderOpen:
		return p.papers(f)
	case officer.OrderWaiting:
		return []string{f.T("order_page.next_wait")}
	case officer.OrderInProduction:
		return []string{f.T("order_page.next_production")}
	case officer.OrderDispatched:
		return []string{f.T("order_page.next_dispatched")}
	case officer.OrderCompleted:
		return []string{f.T("order_page.next_completed")}
	}
	return []string{f.T("order_page.next_ended")}
}

// papers says what becomes of the papers: the same as the checklist says to the
// applicant. Who does not print them learns only what the order waits for.
func (p OrderPage) papers(f *Frame) []string {
	if !p.MayPrint {
		return []string{f.T("order_page.next_open")}
	}
	switch p.Order.Procedure {
	case officer.OfficerIdent:
		return []string{f.T("order_page.next_sign"), f.T("order_page.next_forward"), f.T("order_page.next_give")}
	case officer.BehoerdenIdent:
		return []string{f.T("order_page.next_sign_both"), f.T("order_page.next_seal"), f.T("order_page.next_give_all")}
	}
	return []string{f.T("order_page.next_give_checklist")}
}

func (p OrderPage) history(f *Frame) Table {
	t := Table{Caption: f.T("order_page.history_caption"), Columns: []Column{{Label: f.T("order_page.when")}, {Label: f.T("order_page.what")}, {Label: f.T("order_page.who")}}}
	for _, e := range p.History {
		who := e.ActorName
		if e.Actor == "" {
			who = f.T("order_page.nobody")
		}
		t.Rows = append(t.Rows, Row{DateTimeOf(f, e.At), Text(eventText(f, e)), Personal(who)})
	}
	return t
}

// eventText says what happened; in which part of the form, where that is known.
func eventText(f *Frame, e officer.Event) string {
	text := string(e.Kind)
	if HasText("event." + text) {
		text = f.text("event", text)
	}
	group, _ := e.Details["group"].(string)
	if group != "" && HasText("part."+group) {
		text += ": " + f.text("part", group)
	}
	return strings.TrimSpace(text)
}
