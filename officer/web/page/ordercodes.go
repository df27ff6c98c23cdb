package page

import (
	"io"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"officerportal/officer"
)

// OrderCodesPage is the list of order codes with its filter.
type OrderCodesPage struct {
	officer.OrderCodePage
	Filter officer.OrderCodeFilter
	Search string // the sealed search, as the address carries it
	Typed  string // a search that was refused
	Now    time.Time
	May    bool // issue codes
}

const orderCodesPath = "/desk/codes"

func orderCodeHref(id officer.OrderCodeID, part string) string {
	return orderCodesPath + "/" + string(id) + part
}

func (p OrderCodesPage) href(path string, more ...string) string {
	return listHref(path, append([]string{"state", string(p.Filter.State), "list", string(p.Filter.Batch), "search", p.Search}, more...)...)
}

func (p OrderCodesPage) pager() Pager {
	var pager Pager
	if !p.Previous.IsZero() {
		pager.Previous = p.href(orderCodesPath, "after", p.Previous.String())
	}
	if !p.Next.IsZero() {
		pager.Next = p.href(orderCodesPath, "after", p.Next.String())
	}
	if !p.Filter.After.IsZero() {
		pager.First = p.href(orderCodesPath)
	}
	return pager
}

func (p OrderCodesPage) states(f *Frame) Choice {
	return Choice{Name: "state", Label: f.T("order_code.state"), Value: string(p.Filter.State), Empty: f.T("order_code.every_state"),
		Options: wordOptions(f, "code_status", officer.OrderCodeStates)}
}

func (p OrderCodesPage) table(f *Frame) Table {
	t := Table{Caption: f.T("order_code.caption"), Empty: f.T("order_code.none"), Columns: []Column{
		{Label: f.T("order_code.for")}, {Label: f.T("order_code.product")}, {Label: f.T("order_code.used"), Numeric: true},
		{Label: f.T("order_code.last_day")}, {Label: f.T("order_code.state")},
	}}
	if p.Filter.Searches() {
		t.Caption, t.Empty = f.T("order_code.caption_found"), f.T("order_code.none_found")
	} else if p.Filter.State != "" || p.Filter.Batch != "" {
		t.Empty = f.T("order_code.none_of_state")
	}
	for _, r := range p.Rows {
		t.Rows = append(t.Rows, Row{orderCodeName(f, r), Lines(r.ProductName(f.Language), r.ShopName), Text(f.usedOf(r.OrderCode)), DayOf(f, r.LastDay()), TagOf(f.CodeStatus(r.State(p.Now)))})
	}
	return t
}

// usedOf says how many uses of a code are spent.
func (f *Frame) usedOf(c officer.OrderCode) string {
	return f.T("order_code.used_of", "used", f.Number(c.Used), "uses", f.Number(c.Uses))
}

// orderCodeName leads to a code by what it is known by: whom it is for, else the
// note, else when it was drawn.
func orderCodeName(f *Frame, r officer.OrderCodeRow) templ.Component {
	return OrderCodeLink(orderCodeHref(r.ID, ""), f.orderCodeName(r.OrderCode), r.Note != "" && r.Recipient != "", r.Note)
}

func (f *Frame) orderCodeName(c officer.OrderCode) string {
	switch {
	case c.Recipient != "":
		return c.Recipient
	case c.Email != "":
		return c.Email
	case c.Note != "":
		return c.Note
	}
	return f.T("order_code.unnamed", "at", f.DateTime(c.CreatedAt))
}

// OrderCodeView is everything about one code.
type OrderCodeView struct {
	officer.OrderCode
	ShopName  string
	Product   officer.Product
	Redeemers officer.RedeemerPage
	After     officer.Cursor
	Events    []officer.Event
	Now       time.Time
	May       bool // change it
}

// OrderCodeTitle names a code.
func (f *Frame) OrderCodeTitle(c officer.OrderCode) string { return f.orderCodeName(c) }

func (v OrderCodeView) summary(f *Frame) Summary {
	s := Summary{Rows: []SummaryRow{
		{Label: f.T("order_code.state"), Value: TagOf(f.CodeStatus(v.State(v.Now)))},
		{Label: f.T("order_code.used"), Value: Text(f.usedOf(v.OrderCode) + " · " + f.T("order_code.left", "count", v.Left()))},
		{Label: f.T("order_code.product"), Value: Text(v.Product.Name(f.Language))},
		{Label: f.T("order_code.shop"), Value: Text(v.ShopName)},
	}}
	last := Text(f.T("order_code.no_end"))
	if !v.LastDay().IsZero() {
		last = DayOf(f, v.LastDay())
	}
	s.Rows = append(s.Rows, SummaryRow{Label: f.T("order_code.last_day"), Value: last})
	for _, x := range [][2]string{{"order_code.for", v.Recipient}, {"order_code.bound", v.bound()}, {"field.purchase_order", v.PurchaseOrder},
		{"field.cost_centre", v.CostCentre}, {"field.note", v.Note}} {
		if x[1] != "" {
			s.Rows = append(s.Rows, SummaryRow{Label: f.T(x[0]), Value: Personal(x[1])})
		}
	}
	if len(v.Procedures) > 0 {
		names := make([]string, len(v.Procedures))
		for i, p := range v.Procedures {
			names[i] = f.procedure(p)
		}
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("field.procedures"), Value: Lines(names...)})
	}
	s.Rows = append(s.Rows, SummaryRow{Label: f.T("order_code.drawn"), Value: DateTimeOf(f, v.CreatedAt)})
	if v.Batch != "" {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("order_code.list"), Value: LinkTo(listHref(orderCodesPath, "list", string(v.Batch)), f.T("order_code.to_list_codes"))})
	}
	return s
}

func (v OrderCodeView) bound() string {
	if v.Domain != "" {
		return "@" + v.Domain
	}
	return v.Email
}

func (v OrderCodeView) redeemers(f *Frame) Table {
	t := Table{Caption: f.T("order_code.redeemers"), Empty: f.T("order_code.nobody_yet"), Columns: []Column{
		{Label: f.T("order_code.who")}, {Label: f.T("order_code.address")}, {Label: f.T("order_code.when")},
	}}
	for _, r := range v.Redeemers.Rows {
		t.Rows = append(t.Rows, Row{Personal(r.Name), Personal(r.Email), DateTimeOf(f, r.RedeemedAt)})
	}
	return t
}

func (v OrderCodeView) pager() Pager {
	href := func(c officer.Cursor) string {
		if c.IsZero() {
			return ""
		}
		return listHref(orderCodeHref(v.ID, ""), "after", c.String())
	}
	pager := Pager{Previous: href(v.Redeemers.Previous), Next: href(v.Redeemers.Next)}
	if !v.After.IsZero() {
		pager.First = orderCodeHref(v.ID, "")
	}
	return pager
}

func (v OrderCodeView) history(f *Frame) Table {
	t := Table{Caption: f.T("order_code.history"), Columns: []Column{{Label: f.T("event.at")}, {Label: f.T("event.what")}, {Label: f.T("event.by")}}}
	for _, e := range v.Events {
		t.Rows = append(t.Rows, Row{DateTimeOf(f, e.At), Text(f.EventKind(e.Kind)), Personal(e.ActorName)})
	}
	return t
}

// OrderCodesCSV writes codes for a spreadsheet.
func OrderCodesCSV(f *Frame, w io.Writer, list []officer.OrderCodeRow, now time.Time) error {
	rows := [][]string{{f.T("order_code.for"), f.T("order_code.bound"), f.T("order_code.shop"), f.T("order_code.product"), f.T("order_code.state"), f.T("order_code.uses"),
		f.T("order_code.used"), f.T("order_code.last_day"), f.T("field.purchase_order"), f.T("field.cost_centre"), f.T("field.note"), f.T("order_code.drawn"), f.T("order_code.id")}}
	for _, r := range list {
		rows = append(rows, []string{r.Recipient, OrderCodeView{OrderCode: r.OrderCode}.bound(), r.ShopName, r.ProductName(f.Language), f.CodeStatus(r.State(now)).Text, strconv.Itoa(r.Uses),
			strconv.Itoa(r.Used), r.LastDay().String(), r.PurchaseOrder, r.CostCentre, r.Note, moment(r.CreatedAt), string(r.ID)})
	}
	return f.writeCSV(w, rows)
}

// RedeemedCSV writes who redeemed which code for a spreadsheet.
func RedeemedCSV(f *Frame, w io.Writer, list []officer.RedeemedRow) error {
	rows := [][]string{{f.T("order_code.who"), f.T("order_code.address"), f.T("order_code.when"), f.T("order_code.for"), f.T("order_code.shop"), f.T("order_code.product"),
		f.T("field.note"), f.T("order_code.id")}}
	for _, r := range list {
		rows = append(rows, []string{r.Name, r.Email, moment(r.RedeemedAt), r.Recipient, r.ShopName, r.ProductName(f.Language), r.Note, string(r.Code)})
	}
	return f.writeCSV(w, rows)
}
