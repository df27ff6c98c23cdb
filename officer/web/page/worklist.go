package page

import (
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"officerportal/officer"
)

// WorkListPage is the desk's work list with its filter.
type WorkListPage struct {
	officer.CasePage
	Filter   officer.CaseFilter
	Search   string // as typed, where it was refused
	Me       officer.AccountID
	Now      time.Time
	MayStart bool // a new case
	MayClaim bool
	MayOpen  bool
	Lapsed   bool // an officer who may look only
}

// OrderListPage is the list of orders with its filter.
type OrderListPage struct {
	officer.OrderPage
	Filter   officer.OrderFilter
	Search   string // as typed, where it was refused
	MayPrint bool
}

// A Lookup is the search of a list, and the filter beside it.
type Lookup struct {
	Action string // the list
	Text   string // what is searched for
	Found  bool   // the list shows what was found
	View   string // kept by the filter
	Status Choice
}

// lookedFor is a search as its field shows it: as it was typed, or as it was
// understood.
func lookedFor(typed string, q officer.PersonQuery) string {
	if typed != "" || q.Birth.IsZero() {
		return typed + q.Name
	}
	birth := DayField("", q.Birth)
	return strings.TrimSpace(q.Name + " " + birth.Day + "." + birth.Month + "." + birth.Year)
}

func (p WorkListPage) href(c officer.Cursor) string {
	if c.IsZero() {
		return ""
	}
	return listHref("/desk", "view", string(p.Filter.View), "status", string(p.Filter.Status), "after", c.String())
}

func (p WorkListPage) pager() Pager {
	pager := Pager{Previous: p.href(p.Previous), Next: p.href(p.Next)}
	if !p.Filter.After.IsZero() {
		pager.First = listHref("/desk", "view", string(p.Filter.View), "status", string(p.Filter.Status))
	}
	return pager
}

func (p OrderListPage) href(c officer.Cursor) string {
	if c.IsZero() {
		return ""
	}
	return listHref("/desk/orders", "status", string(p.Filter.Status), "after", c.String())
}

func (p OrderListPage) pager() Pager {
	pager := Pager{Previous: p.href(p.Previous), Next: p.href(p.Next)}
	if !p.Filter.After.IsZero() {
		pager.First = listHref("/desk/orders", "status", string(p.Filter.Status))
	}
	return pager
}

// listHref is an address with the parts of a filter that are set.
func listHref(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// count writes how much waits; beyond what is counted it says so.
func (f *Frame) count(n int) string {
	if n >= officer.CountLimit {
		return f.T("case.many", "count", officer.CountLimit-1)
	}
	return f.Number(n)
}

func (p WorkListPage) table(f *Frame) Table {
	t := Table{Caption: f.T("case.caption_" + string(p.Filter.View)), Empty: f.T("case.none_" + string(p.Filter.View)), Columns: []Column{
		{Label: f.T("case.name")}, {Label: f.T("case.birth_date")}, {Label: f.T("case.product")}, {Label: f.T("case.status")},
		{Label: f.T("case.since")}, {Label: f.T("case.with")},
	}}
	if p.Filter.Searches() {
		t.Caption, t.Empty = f.T("case.caption_found"), f.T("case.none_found")
	}
	for _, r := range p.Rows {
		t.Rows = append(t.Rows, Row{p.name(r), DayOf(f, r.BirthDate), Text(r.Product(f.Language)), p.state(f, r), Together(f.waited(r.WaitedDays(p.Now))), p.with(f, r)})
	}
	return t
}

// name leads to the case, or to its order once it is one.
func (p WorkListPage) name(r officer.CaseRow) templ.Component {
	switch {
	case r.Order != "" && p.MayOpen:
		return PersonLink("/desk/orders/"+string(r.Order), r.Name())
	case p.MayOpen:
		return PersonLink("/desk/cases/"+string(r.ID), r.Name())
	}
	return Personal(r.Name())
}

func (p WorkListPage) state(f *Frame, r officer.CaseRow) templ.Component {
	tags := []Tag{f.CaseStatus(r.Status)}
	if !r.Status.Ended() && r.Expiring(officer.Today(p.Now)) {
		last, key := officer.LastAcceptable(r.DocumentExpiresOn), "case.document_until"
		if last.Before(officer.Today(p.Now)) {
			key = "case.document_too_late"
		}
		tags = append(tags, Tag{Text: f.T(key, "last", last), Tone: Alarm, Icon: "calendar-today"})
	}
	return Tags(tags)
}

func (p WorkListPage) with(f *Frame, r officer.CaseRow) templ.Component {
	switch {
	case r.ClaimedBy == "":
		return Text("–")
	case r.ClaimedBy == p.Me:
		return Text(f.T("case.with_me"))
	}
	return Personal(r.ClaimedName)
}

// waited says for how long something has waited.
func (f *Frame) waited(days int) string {
	if days <= 0 {
		return f.T("case.today")
	}
	return f.T("case.days", "count", days)
}

func (p OrderListPage) table(f *Frame) Table {
	t := Table{Caption: f.T("order.caption"), Empty: f.T("order.none"), Columns: []Column{
		{Label: f.T("order.number")}, {Label: f.T("case.name")}, {Label: f.T("case.product")}, {Label: f.T("order.received")}, {Label: f.T("case.status")},
	}}
	if p.Filter.Searches() {
		t.Caption, t.Empty = f.T("order.caption_found"), f.T("order.none_found")
	}
	for _, r := range p.Rows {
		number := CodeLink("/desk/orders/"+string(r.ID), string(r.Number))
		if p.MayPrint {
			number = PickOrder(f, r)
		}
		t.Rows = append(t.Rows, Row{number, Personal(r.Name()), Text(r.ProductName(f.Language)), DateOf(f, r.CreatedAt), TagOf(f.OrderStatus(r.Status))})
	}
	return t
}
