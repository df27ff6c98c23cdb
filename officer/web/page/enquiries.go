package page

import (
	"strings"

	"officerportal/officer"
)

// A DeletionPage tells somebody what the deletion of their account means.
type DeletionPage struct {
	Holdings   officer.Holdings
	Enquiry    officer.Enquiry // the open request; zero for none
	Refused    officer.Enquiry // the latest one, where it was refused
	Ways       []string        // how support is reached
	Note       string          // as typed
	Understood bool
}

// kept lists an account's orders, with what has to be kept of them and until when.
func kept(f *Frame, orders []officer.Holding) Table {
	t := Table{Caption: f.T("deletion.orders"), Empty: f.T("deletion.no_orders"), Columns: []Column{
		{Label: f.T("deletion.number")}, {Label: f.T("deletion.product")}, {Label: f.T("deletion.organisation")}, {Label: f.T("deletion.state")}, {Label: f.T("deletion.kept_until")},
	}}
	for _, o := range orders {
		until := Text(f.T("deletion.on_its_way"))
		if day := o.KeptUntil(); !day.IsZero() {
			until = DayOf(f, day)
		}
		t.Rows = append(t.Rows, Row{Code(string(o.Number)), Text(o.ProductName(f.Language)), Personal(o.Organisation), TagOf(f.OrderStatus(o.Status)), until})
	}
	return t
}

// EnquiriesPage is the list of matters about accounts.
type EnquiriesPage struct {
	officer.EnquiryPage
	Status string // open or closed
	After  officer.Cursor
}

var enquiryStatuses = []string{officer.EnquiryOpen, officer.EnquiryClosed}

func (p EnquiriesPage) href(c officer.Cursor) string {
	if c.IsZero() {
		return ""
	}
	return listHref("/office/enquiries", "status", p.Status, "after", c.String())
}

func (p EnquiriesPage) pager() Pager {
	pager := Pager{Previous: p.href(p.Previous), Next: p.href(p.Next)}
	if !p.After.IsZero() {
		pager.First = listHref("/office/enquiries", "status", p.Status)
	}
	return pager
}

func (p EnquiriesPage) table(f *Frame) Table {
	t := Table{Caption: f.T("enquiry.caption_" + p.Status), Empty: f.T("enquiry.none_" + p.Status), Columns: []Column{
		{Label: f.T("enquiry.raised_at")}, {Label: f.T("enquiry.kind")}, {Label: f.T("enquiry.account")}, {Label: f.T("enquiry.state")},
	}}
	for _, e := range p.Enquiries {
		t.Rows = append(t.Rows, Row{LinkTo("/office/enquiries/"+string(e.ID), f.DateTime(e.RaisedAt)), Text(f.text("enquiry_kind", string(e.Kind))),
			Personal(orDash(e.Name)), TagOf(f.enquiryStatus(e))})
	}
	return t
}

// enquiryStatus is open in red, else what came of it.
func (f *Frame) enquiryStatus(e officer.Enquiry) Tag {
	if e.Status == officer.EnquiryOpen {
		return Tag{Text: f.text("enquiry_status", e.Status), Tone: Alarm}
	}
	return Tag{Text: f.text("enquiry_outcome", string(e.Outcome)), Tone: Success}
}

// EnquiryPage is one matter, with the form that closes it.
type EnquiryPage struct {
	officer.Enquiry
	Holdings   officer.Holdings
	Identities []officer.Identity
	MayClose   bool
	Chosen     string // outcome and note as typed
	Typed      string
	Seen       int // the version that the form builds on
}

func (p EnquiryPage) about(f *Frame) Summary {
	s := Summary{Rows: []SummaryRow{
		{Label: f.T("enquiry.state"), Value: TagOf(f.enquiryStatus(p.Enquiry))},
		{Label: f.T("enquiry.kind"), Value: Text(f.text("enquiry_kind", string(p.Kind)))},
		{Label: f.T("enquiry.raised_at"), Value: DateTimeOf(f, p.RaisedAt)},
		{Label: f.T("enquiry.account"), Value: Lines(orDash(p.Name), p.Email, string(p.Account))},
	}}
	if p.Subject != "" {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("enquiry.subject"), Value: Code(p.Subject)})
	}
	if p.Enquiry.Note != "" {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("enquiry.note"), Value: Lines(strings.Split(p.Enquiry.Note, "\n")...)})
	}
	if p.Status == officer.EnquiryClosed {
		s.Rows = append(s.Rows, SummaryRow{Label: f.T("enquiry.handled_at"), Value: DateTimeOf(f, p.HandledAt)},
			SummaryRow{Label: f.T("enquiry.handled_by"), Value: Personal(orDash(p.HandledName))},
			SummaryRow{Label: f.T("field.outcome_note"), Value: Lines(strings.Split(p.OutcomeNote, "\n")...)})
	}
	return s
}

// hindrance says why the account cannot be deleted yet; empty if it can.
func (p EnquiryPage) hindrance() string {
	if err := p.Holdings.MayGo(); p.Kind == officer.EnquiryDeletion && err != nil {
		return err.(*officer.Error).Key
	}
	return ""
}

func (p EnquiryPage) hint(f *Frame) string {
	if p.Kind == officer.EnquiryDeletion {
		return f.T("enquiry.deletion_hint")
	}
	return f.T("enquiry.identities_hint")
}

func (p EnquiryPage) people(f *Frame) Table {
	t := Table{Caption: f.T("enquiry.identities"), Empty: f.T("enquiry.no_identities"), Columns: []Column{
		{Label: f.T("enquiry.person")}, {Label: f.T("enquiry.born")}, {Label: f.T("deletion.organisation")}, {Label: f.T("enquiry.since")},
		{Label: f.T("enquiry.applications"), Numeric: true},
	}}
	for _, who := range p.Identities {
		t.Rows = append(t.Rows, Row{Personal(strings.TrimSpace(who.GivenNames + " " + who.FamilyName)), DayOf(f, who.BirthDate), Personal(who.Organisation),
			DateOf(f, who.Since), Text(Number(f.Language, who.Applications))})
	}
	return t
}

func (p EnquiryPage) works(f *Frame) []string {
	var list []string
	for _, w := range p.Holdings.Workplaces {
		list = append(list, w.Name+": "+f.Roles(w.Roles))
	}
	return list
}
