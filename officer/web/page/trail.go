package page

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"officerportal/officer"
)

// TrailPage is the book of events with its filter.
type TrailPage struct {
	officer.EventPage
	Filter      officer.EventFilter
	From, Until DateField
	Subject     string // as typed
	People      []officer.Member
}

// EventNouns are the kinds of things the book tells of, as its filter offers them.
var EventNouns = []string{
	"person", "case", "application", "consent", "identification", "order", "paper", "incident", "appointment", "role", "member", "account",
	"organisation", "branch", "shop", "shop_code", "order_code", "job", "enquiry", "complaint", "webhook", "mail",
}

func (p TrailPage) href(path string, more ...string) string {
	pairs := []string{"noun", p.Filter.Noun, "actor", string(p.Filter.Actor), "subject", p.Subject}
	for _, d := range []DateField{p.From, p.Until} {
		pairs = append(pairs, d.Name+"_day", d.Day, d.Name+"_month", d.Month, d.Name+"_year", d.Year)
	}
	return listHref(path, append(pairs, more...)...)
}

func (p TrailPage) pager() Pager {
	var pager Pager
	if !p.Previous.IsZero() {
		pager.Previous = p.href("/desk/events", "after", p.Previous.String())
	}
	if !p.Next.IsZero() {
		pager.Next = p.href("/desk/events", "after", p.Next.String())
	}
	if !p.Filter.After.IsZero() {
		pager.First = p.href("/desk/events")
	}
	return pager
}

func (p TrailPage) nounChoice(f *Frame) Choice {
	c := Choice{Name: "noun", Label: f.T("event.about"), Value: p.Filter.Noun, Empty: f.T("event.everything"), Optional: true}
	for _, n := range EventNouns {
		c.Options = append(c.Options, Option{Value: n, Label: f.T("event_noun." + n)})
	}
	return c
}

func (p TrailPage) actorChoice(f *Frame) Choice {
	c := Choice{Name: "actor", Label: f.T("event.by"), Value: string(p.Filter.Actor), Empty: f.T("event.everybody"), Optional: true}
	for _, m := range p.People {
		c.Options = append(c.Options, Option{Value: string(m.Account), Label: m.Name})
	}
	return c
}

// shown says in words what the filter lets through, for the printed page, where
// the filter's fields are not.
func (p TrailPage) shown(f *Frame) string {
	var parts []string
	for label, d := range map[string]officer.Date{"event.from": p.Filter.From, "event.until": p.Filter.Until} {
		if !d.IsZero() {
			parts = append(parts, f.T(label)+": "+f.Day(d))
		}
	}
	slices.Sort(parts)
	for _, c := range []Choice{p.nounChoice(f), p.actorChoice(f)} {
		if i := slices.IndexFunc(c.Options, func(o Option) bool { return o.Value == c.Value }); i >= 0 {
			parts = append(parts, c.Label+": "+c.Options[i].Label)
		}
	}
	if p.Subject != "" {
		parts = append(parts, f.T("event.subject")+": "+p.Subject)
	}
	if len(parts) == 0 {
		return f.T("event.everything")
	}
	return strings.Join(parts, " · ")
}

// eventTable lists lines of the book; the whole line has the thing's id as well.
func eventTable(f *Frame, events []officer.Event, whole bool) Table {
	t := Table{Caption: f.T("event.caption"), Empty: f.T("event.none"), Columns: []Column{
		{Label: f.T("event.at")}, {Label: f.T("event.what")}, {Label: f.T("event.details")}, {Label: f.T("event.by")},
	}}
	if whole {
		t.Columns = append(t.Columns, Column{Label: f.T("event.subject")})
	}
	for _, e := range events {
		row := Row{DateTimeOf(f, e.At), Text(f.EventKind(e.Kind)), Lines(f.details(e)...), Personal(f.actor(e))}
		if whole {
			row = append(row, subjectLink(e.Subject))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// EventKind says in words what happened. A kind without a text shows itself.
func (f *Frame) EventKind(k officer.EventKind) string {
	if key := "event." + string(k); HasText(key) {
		return f.T(key)
	}
	return string(k)
}

func (f *Frame) actor(e officer.Event) string {
	name := e.ActorName
	if name == "" && e.Actor == "" {
		return f.T("event.system")
	}
	if e.ActorRole != "" && HasText("role."+string(e.ActorRole)) {
		return cmp.Or(name, string(e.Actor)) + " (" + f.text("role", string(e.ActorRole)) + ")"
	}
	return cmp.Or(name, string(e.Actor))
}

// subjectLink leads to the page of a thing that has one.
func subjectLink(id string) templ.Component {
	for prefix, path := range map[string]string{"acc_": "/desk/people/", "apt_": "/desk/people/", "inv_": "/desk/people/", "ord_": "/desk/orders/", "inc_": "/desk/incidents/"} {
		if strings.HasPrefix(id, prefix) {
			return CodeLink(path+id, id)
		}
	}
	return Code(id)
}

// details are an event's particulars as sentences "name: value", in order.
func (f *Frame) details(e officer.Event) []string {
	names := make([]string, 0, len(e.Details))
	for name := range e.Details {
		names = append(names, name)
	}
	slices.Sort(names)
	var list []string
	for _, name := range names {
		value := f.detail(name, e.Details[name])
		if value == "" {
			continue
		}
		label := name
		if key := "event_detail." + name; HasText(key) {
			label = f.T(key)
		}
		list = append(list, label+": "+value)
	}
	return list
}

// vocabularies say which words a detail's value may be one of.
var vocabularies = map[string][]string{
	"role": {"role."}, "roles": {"role."}, "kind": {"organisation_kind.", "incident_kind.", "complaint_kind."}, "outcome": {"incident_outcome.", "enquiry_outcome."}, "about": {"enquiry_kind.", "reminder_kind."}, "topics": {"mail_topic."},
	"document_types": {"document_type."}, "type": {"document_type."}, "procedure": {"procedure."}, "procedures": {"procedure."}, "fields": {"field."}, "group": {"group."}, "part": {"shop_part."},
	"reason": {"abort_reason."}, "language": {"language."}, "why": {"event."}, "papers": {"paper."},
	"from": {"order_status."}, "to": {"order_status."},
}

// detail writes a value of a detail in the page's language.
func (f *Frame) detail(name string, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []any:
		words := make([]string, len(v))
		for i, x := range v {
			words[i] = f.detail(name, x)
		}
		return strings.Join(words, ", ")
	case bool:
		return f.T(map[bool]string{true: "event.yes", false: "event.no"}[v])
	case string:
		return f.word(name, v)
	}
	return fmt.Sprint(v)
}

func (f *Frame) word(name, v string) string {
	for _, vocabulary := range vocabularies[name] {
		if HasText(vocabulary + v) {
			return f.T(vocabulary + v)
		}
	}
	if d, err := officer.ParseDate(v); err == nil && !d.IsZero() && len(v) == len("2006-01-02") && strings.Count(v, "-") == 2 {
		return f.Day(d)
	}
	return v
}

// EventsCSV writes lines of the book for a spreadsheet.
func EventsCSV(f *Frame, w io.Writer, events []officer.Event) error {
	rows := [][]string{{f.T("event.at"), f.T("event.kind"), f.T("event.what"), f.T("event.subject"), f.T("event.by"), f.T("event.account"), f.T("field.role"), f.T("event.details"), f.T("event.request"), f.T("event.id")}}
	for _, e := range events {
		rows = append(rows, []string{moment(e.At), string(e.Kind), f.EventKind(e.Kind), e.Subject, e.ActorName, string(e.Actor),
			string(e.ActorRole), strings.Join(f.details(e), "; "), e.Request, string(e.ID)})
	}
	return f.writeCSV(w, rows)
}
