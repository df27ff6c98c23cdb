package page

import (
	"strings"

	"github.com/a-h/templ"

	"officerportal/officer"
)

// RaisedPage is a list of complaints by when they were raised: one's own, or
// those about an organisation's orders.
type RaisedPage struct {
	officer.ComplaintPage
	Path  string
	After officer.Cursor
}

func (p RaisedPage) pager() Pager {
	pager := Pager{}
	if !p.Previous.IsZero() {
		pager.Previous = listHref(p.Path, "after", p.Previous.String())
	}
	if !p.Next.IsZero() {
		pager.Next = listHref(p.Path, "after", p.Next.String())
	}
	if !p.After.IsZero() {
		pager.First = p.Path
	}
	return pager
}

func (p RaisedPage) table(f *Frame, caption string, holder bool) Table {
	t := Table{Caption: f.T(caption), Empty: f.T("complaint.none"), Columns: []Column{{Label: f.T("complaint.raised_at")}, {Label: f.T("complaint.kind")},
		{Label: f.T("complaint.number")}, {Label: f.T("complaint.product")}, {Label: f.T("complaint.state")}}}
	if holder {
		t.Columns = append(t.Columns, Column{Label: f.T("complaint.holder")})
	}
	for _, c := range p.Rows {
		row := Row{LinkTo(p.Path+"/"+string(c.ID), f.DateTime(c.RaisedAt)), Text(f.complaintKind(c.Kind)), Code(string(c.Number)), Text(c.ProductName(f.Language)), TagOf(f.complaintTag(c.Complaint))}
		if holder {
			row = append(row, Personal(c.Holder))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (f *Frame) complaintKind(k officer.ComplaintKind) string {
	return f.text("complaint_kind", string(k))
}

// complaintTag is where a complaint stands, closed ones by what came of them.
func (f *Frame) complaintTag(c officer.Complaint) Tag {
	switch {
	case c.Status == officer.ComplaintOpen:
		return Tag{Text: f.text("complaint_status", string(c.Status)), Tone: Info}
	case c.Status == officer.ComplaintAsked:
		return Tag{Text: f.text("complaint_status", string(c.Status)), Tone: Alarm}
	case c.Outcome == officer.ComplaintRefused:
		return Tag{Text: f.text("complaint_outcome", string(c.Outcome)), Tone: Alarm, Icon: "close"}
	case c.Outcome == officer.ComplaintWithdrawn:
		return Tag{Text: f.text("complaint_outcome", string(c.Outcome)), Tone: Info, Icon: "close"}
	}
	return Tag{Text: f.text("complaint_outcome", string(c.Outcome)), Tone: Success}
}

// ComplaintHref is where a complaint about an order is raised; about a card of it
// where one is named.
func ComplaintHref(order officer.OrderID, card officer.CardID) string {
	return listHref("/portal/complaints/new/"+string(order), "card", string(card))
}

func chooseTable(f *Frame, list officer.OwnOrderPage) Table {
	t := Table{Caption: f.T("complaint.choose"), Empty: f.T("complaint.nothing_sent"), Columns: []Column{{Label: f.T("complaint.number")}, {Label: f.T("complaint.product")},
		{Label: f.T("complaint.organisation")}, {Label: f.T("complaint.state")}}}
	for _, o := range list.Rows {
		t.Rows = append(t.Rows, Row{CodeLink(ComplaintHref(o.ID, ""), string(o.Number)), Text(o.ProductName(f.Language)), Personal(o.OrganisationName), TagOf(f.OrderStatus(o.Status))})
	}
	return t
}

func choosePager(list officer.OwnOrderPage) Pager {
	pager := Pager{}
	if !list.Previous.IsZero() {
		pager.Previous = listHref("/portal/complaints/new", "after", list.Previous.String())
	}
	if !list.Next.IsZero() {
		pager.Next = listHref("/portal/complaints/new", "after", list.Next.String())
	}
	return pager
}

// ComplaintForm is a complaint as it is typed.
type ComplaintForm struct {
	Order   officer.OwnOrder
	Cards   []officer.Card
	Grounds []officer.ComplaintGround
	Kind    string
	Text    string
	Contact string
	Card    string
}

// sent reports whether there is anything to complain about.
func (p ComplaintForm) sent() bool {
	for _, g := range p.Grounds {
		if !g.CardSent.IsZero() {
			return true
		}
	}
	return false
}

// kinds offers what can be wrong, each with what it needs.
func (p ComplaintForm) kinds(f *Frame) Choice {
	c := Choice{Name: "kind", Label: f.T("complaint.what"), Value: p.Kind}
	for _, k := range officer.ComplaintKinds {
		c.Options = append(c.Options, Option{Value: string(k), Label: f.complaintKind(k), Hint: f.T("complaint_hint."+string(k), "cards", officer.CardDays, "pins", officer.PINDays)})
	}
	return c
}

func (p ComplaintForm) cards(f *Frame) Choice {
	c := Choice{Name: "card", Label: f.T("complaint.card"), Value: p.Card, Empty: f.T("complaint.card_choose")}
	for _, card := range p.Cards {
		c.Options = append(c.Options, Option{Value: string(card.ID), Label: strings.TrimSpace(f.T("complaint.card_number", "number", card.Ordinal) + " " + card.Serial)})
	}
	return c
}

// ComplaintFile is a complaint with all that was said, as one of those who may
// see it sees it.
type ComplaintFile struct {
	officer.ListedComplaint
	Messages  []officer.ComplaintMessage
	Replaced  bool
	Seen      int // the version that the form builds on
	Me        officer.AccountID
	Place     officer.Place
	MayAnswer bool
	MayRead   bool   // the order
	Act, Text string // as typed
}

func (p ComplaintFile) open() bool { return p.Status != officer.ComplaintClosed }

func (p ComplaintFile) about(f *Frame) Summary {
	s := Summary{Rows: []SummaryRow{
		{Label: f.T("complaint.state"), Value: TagOf(f.complaintTag(p.Complaint))}, {Label: f.T("complaint.kind"), Value: Text(f.complaintKind(p.Kind))},
		{Label: f.T("complaint.number"), Value: p.number()}, {Label: f.T("complaint.product"), Value: Text(p.ProductName(f.Language))},
		{Label: f.T("complaint.organisation"), Value: Personal(p.OrganisationName)}, {Label: f.T("complaint.holder"), Value: Personal(p.Holder)},
		{Label: f.T("complaint.raised_at"), Value: DateTimeOf(f, p.RaisedAt)},
	}}
	if p.Contact != "" {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("complaint.contact"), Value: Text(p.Contact)})
	}
	if p.ClaimedBy != "" && p.Place == officer.BackOffice {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("complaint.claimed_by"), Value: Personal(p.ClaimedName)})
	}
	if p.Replacement != "" {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("complaint.replacement"), Value: p.replacement(f)})
	}
	return s
}

// orderPath leads to an order where the reader works.
func (p ComplaintFile) orderPath(id officer.OrderID) string {
	switch p.Place {
	case officer.Portal:
		return "/portal/orders/" + string(id)
	case officer.Desk:
		return "/desk/orders/" + string(id)
	}
	return "/office/orders/" + string(id)
}

func (p ComplaintFile) number() templ.Component {
	if !p.MayRead {
		return Code(string(p.Number))
	}
	return CodeLink(p.orderPath(p.Order), string(p.Number))
}

func (p ComplaintFile) replacement(f *Frame) templ.Component {
	if !p.MayRead {
		return Text(f.T("complaint.free"))
	}
	return LinkTo(p.orderPath(p.Replacement), f.T("complaint.free"))
}

// acts offers the clerk's turns, each with what comes of it.
func (p ComplaintFile) acts(f *Frame) Choice {
	c := Choice{Name: "act", Label: f.T("complaint.act"), Value: p.Act}
	for _, a := range officer.ClerkActs {
		if a == officer.ActReplace && p.Replaced {
			continue
		}
		c.Options = append(c.Options, Option{Value: string(a), Label: f.text("complaint_act_do", string(a)), Hint: f.text("complaint_act_hint", string(a))})
	}
	return c
}

// spoke says who said something, and when: of the provider's clerks their role,
// to everybody but their colleagues.
func (p ComplaintFile) spoke(f *Frame, m officer.ComplaintMessage) string {
	who := m.ByName
	if m.ByClerk && p.Place != officer.BackOffice {
		who = f.T("complaint.provider")
	}
	return f.T("complaint.said", "act", f.text("complaint_act", string(m.Act)), "name", who, "time", f.DateTime(m.At))
}

// ComplaintsPage is the clerks' list of complaints.
type ComplaintsPage struct {
	officer.ComplaintPage
	Filter officer.ComplaintFilter
	Mine   bool
}

func (p ComplaintsPage) href(status officer.ComplaintStatus, mine bool, c officer.Cursor) string {
	only := ""
	if mine {
		only = "yes"
	}
	return listHref("/office/complaints", "status", string(status), "mine", only, "after", c.String())
}

func (p ComplaintsPage) pager() Pager {
	pager := Pager{}
	if !p.Previous.IsZero() {
		pager.Previous = p.href(p.Filter.Status, p.Mine, p.Previous)
	}
	if !p.Next.IsZero() {
		pager.Next = p.href(p.Filter.Status, p.Mine, p.Next)
	}
	if !p.Filter.After.IsZero() {
		pager.First = p.href(p.Filter.Status, p.Mine, officer.Cursor{})
	}
	return pager
}

func (p ComplaintsPage) table(f *Frame) Table {
	t := Table{Caption: f.T("complaint.caption_" + string(p.Filter.Status)), Empty: f.T("complaint.none_" + string(p.Filter.Status)), Columns: []Column{
		{Label: f.T("complaint.waits_since")}, {Label: f.T("complaint.kind")}, {Label: f.T("complaint.number")}, {Label: f.T("complaint.holder")},
		{Label: f.T("complaint.organisation")}, {Label: f.T("complaint.state")}, {Label: f.T("complaint.claimed_by")},
	}}
	for _, c := range p.Rows {
		kind := templ.Component(Text(f.complaintKind(c.Kind)))
		if c.Kind.Urgent() && c.Status != officer.ComplaintClosed {
			kind = TagOf(Tag{Text: f.complaintKind(c.Kind), Tone: Alarm})
		}
		t.Rows = append(t.Rows, Row{LinkTo("/office/complaints/"+string(c.ID), f.DateTime(c.StatusSince)), kind, Code(string(c.Number)), Personal(c.Holder),
			Personal(c.OrganisationName), TagOf(f.complaintTag(c.Complaint)), Personal(orDash(c.ClaimedName))})
	}
	return t
}
