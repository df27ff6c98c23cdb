package page

import (
	"time"

	"github.com/a-h/templ"

	"officerportal/officer"
)

// StartPage is where a case begins: who is there, and what for.
type StartPage struct {
	Name     string // as searched for
	Birth    DateField
	Searched bool // the results are shown
	Entered  bool // the form for somebody new is shown again, with what is wrong
	Persons  []officer.Person
	Waiting  []WaitingRow
	More     bool
	Refusal  string // why the officer may not begin a case; empty when they may
	New      NewCase
}

// A WaitingRow is an application that waits for an identification.
type WaitingRow struct {
	officer.Application
	Product officer.Product
}

// NewCase is the form that begins a case, for somebody known or somebody new.
type NewCase struct {
	Case       officer.ApplicationID // drawn for this page
	Known      officer.Person        // zero for somebody new
	Warnings   []officer.Warning
	FamilyName string
	GivenNames string
	Birth      DateField
	Email      string
	AskAnother bool // somebody of this name and birth date is known
	Another    bool
	Offering   string
	Offerings  []Option
	Branch     string
	Branches   []Option
	Papers     string
	Focus      bool // somebody new is what the page is about
}

// focus puts the cursor into the first field that is still empty.
func (n NewCase) focus(field string) templ.Attributes {
	first := "email"
	switch {
	case n.FamilyName == "":
		first = "family_name"
	case n.Birth.Focus:
		first = ""
	}
	return templ.Attributes{"autofocus": n.Focus && field == first}
}

// newCase is the form for somebody new; it has the cursor when nobody was found.
func (p StartPage) newCase(f *Frame) NewCase {
	n := p.New
	n.Focus = p.nobody() && p.Searched && !f.Flawed()
	n.Birth.Focus = n.Focus && n.FamilyName != "" && n.Birth.Day+n.Birth.Month+n.Birth.Year == ""
	return n
}

// nobody reports whether the search found no one, so that the person is new.
func (p StartPage) nobody() bool { return len(p.Persons)+len(p.Waiting) == 0 }

// fewOfferings is how many products are shown at once; more go into a list.
const fewOfferings = 5

func (p StartPage) personTable(f *Frame) Table {
	t := Table{Caption: f.T("intake.found_persons"), Columns: []Column{
		{Label: f.T("intake.name")}, {Label: f.T("intake.birth")}, {Label: f.T("intake.home")}, {Label: f.T("intake.email")},
	}}
	for i, x := range p.Persons {
		href := "/desk/cases/new?person=" + string(x.ID)
		t.Rows = append(t.Rows, Row{foundLink(href, x.Name(), i == 0), DayOf(f, x.BirthDate), Personal(x.Address.Locality), Personal(x.Email)})
	}
	return t
}

func (p StartPage) waitingTable(f *Frame) Table {
	t := Table{Caption: f.T("intake.found_waiting"), Columns: []Column{
		{Label: f.T("intake.name")}, {Label: f.T("intake.birth")}, {Label: f.T("intake.product")}, {Label: f.T("intake.since")},
	}}
	for i, x := range p.Waiting {
		t.Rows = append(t.Rows, Row{foundLink("/desk/cases/"+string(x.ID), x.Form.Person.Name(), i == 0 && len(p.Persons) == 0), DayOf(f, x.Form.Person.BirthDate),
			Text(x.Product.Name(f.Language)), DateOf(f, x.StatusSince)})
	}
	return t
}

// CasePage is a case with its task list.
type CasePage struct {
	officer.Application
	Identification officer.Identification
	Product        officer.Product
	Parts          []officer.Part
	Links          map[string]string // where a part is worked on; missing where the reader has nothing to do
	Warnings       []officer.Warning
	MayCheck       bool   // the second check waits for the reader
	ReadOnly       string // why the reader may only look; empty when they may work
	Claim          string // who works on it
	AlsoHere       string // who else changed something a short while ago
	MayWork        bool   // the identification is the reader's own
	MayClaim       bool
	MayRelease     bool
	MayTakeOver    bool
	MayAbort       bool
	MayWithdraw    bool
	Branch         string
	Branches       []Option
	Order          officer.OrderID // what it became
}

func (p CasePage) base() string { return "/desk/cases/" + string(p.ID) }

// partFaces are the states of a part in colour and icon.
var partFaces = map[officer.PartState]face{
	officer.PartNotStarted: {Info, ""},
	officer.PartInProgress: {Warning, "edit"},
	officer.PartComplete:   {Success, ""},
	officer.PartNotNeeded:  {Info, "close"},
	officer.PartFault:      {Alarm, ""},
	officer.PartWaiting:    {Warning, "autorenew"},
}

// PartState is the state of a part in colour, icon and word.
func (f *Frame) PartState(s officer.PartState) Tag {
	x := partFaces[s]
	return Tag{Text: f.text("part_state", string(s)), Tone: x.tone, Icon: x.icon}
}

// groups puts the parts under their sections, in order.
func (p CasePage) groups(f *Frame) []TaskGroup {
	var groups []TaskGroup
	section := ""
	for _, part := range p.Parts {
		if part.Section != section {
			section = part.Section
			groups = append(groups, TaskGroup{Title: f.text("section", section)})
		}
		g := &groups[len(groups)-1]
		g.Tasks = append(g.Tasks, Task{Title: f.text("part", part.Key), Href: p.Links[part.Key], Hint: f.why(part.Why), Tag: f.PartState(part.State)})
	}
	return groups
}

// why says what is wrong with a part, or nothing.
func (f *Frame) why(p *officer.Problem) string {
	if p == nil {
		return ""
	}
	return f.Message(*p)
}

// Message writes a problem; an argument that names a text itself is written in
// the reader's words.
func (f *Frame) Message(p officer.Problem) string { return f.T(p.Key, f.worded(p.Args)) }

func (f *Frame) worded(args officer.Args) officer.Args {
	worded := make(officer.Args, len(args))
	for name, v := range args {
		if key, ok := v.(string); ok && HasText(key) {
			v = f.T(key)
		}
		worded[name] = v
	}
	return worded
}

// Word puts texts into the problems of a form where an argument names one, such
// as the field or the feature that it is about.
func (f *Frame) Word() {
	for i, p := range f.Problems {
		f.Problems[i].Args = f.worded(p.Args)
	}
}

// next is the button that leads on.
func (p CasePage) next(f *Frame) (Button, bool) {
	part, ok := officer.NextPart(p.Parts)
	if p.MayCheck {
		part, ok = officer.Part{Key: officer.PartCheck}, true
	}
	if !ok || p.Links[part.Key] == "" || !p.MayWork && !p.MayCheck {
		return Button{}, false
	}
	return Button{Label: f.T("case.next_step", "part", f.text("part", part.Key)), Href: p.Links[part.Key], Shortcut: "w"}, true
}

func (p CasePage) summary(f *Frame) Summary {
	who := []SummaryRow{
		{Label: f.T("case.person"), Value: Lines(p.Form.Person.Name(), f.born(p.Form.Person.BirthDate))},
		{Label: f.T("intake.product"), Value: Text(p.Product.Name(f.Language))},
		{Label: f.T("case.procedure"), Value: Text(f.procedure(p.Procedure))},
		{Label: f.T("case.status"), Value: TagOf(f.CaseStatus(p.Status))},
	}
	if p.Identification.ID != "" {
		who = append(who, SummaryRow{Label: f.T("case.officer"), Value: Lines(p.Identification.OfficerName, p.Identification.Place)})
	}
	return Summary{Rows: who}
}

func (f *Frame) born(d officer.Date) string {
	if d.IsZero() {
		return ""
	}
	return f.T("intake.born", "date", d)
}

// A warningLine is a warning with the way to where it is looked at.
type warningLine struct{ Text, Href string }

func (f *Frame) warningLines(list []officer.Warning, base string) []warningLine {
	var lines []warningLine
	for _, w := range list {
		args := officer.Args{"product": w.Args["product_"+f.Language]}
		for name, v := range w.Args {
			args[name] = v
		}
		line := warningLine{Text: f.T(w.Key, f.worded(args))}
		switch order, _ := w.Args["order"].(string); {
		case order != "":
			line.Href = "/desk/orders/" + order
		case w.Args["application"] != nil:
			line.Href = "/desk/cases/" + w.Args["application"].(string)
		case w.Part != "" && base != "":
			line.Href = base + "/" + w.Part
		}
		lines = append(lines, line)
	}
	return lines
}

// AbortPage asks why a case is broken off.
type AbortPage struct {
	Case     officer.ApplicationID
	Reason   string
	Note     string
	Proposed bool // by what was recorded
}

func (p AbortPage) options(f *Frame) []Option {
	var list []Option
	for _, r := range officer.AbortReasons {
		o := Option{Value: string(r), Label: f.text("abort_reason", string(r))}
		if r.NeedsNote() {
			o.Hint = f.text("abort_hint", string(r))
		}
		list = append(list, o)
	}
	return list
}

// Confirmation asks once more, with what was chosen.
func (p AbortPage) Confirmation(f *Frame) Confirm {
	text := f.T("abort.text")
	if p.Reason == string(officer.AbortForgery) {
		text += " " + f.T("abort.forgery_text")
	}
	rows := []SummaryRow{{Label: f.T("abort.reason"), Value: Text(f.text("abort_reason", p.Reason))}}
	if p.Note != "" {
		rows = append(rows, SummaryRow{Label: f.T("abort.note"), Value: Personal(p.Note)})
	}
	base := "/desk/cases/" + string(p.Case)
	return Confirm{Text: text, Details: &Summary{Rows: rows}, Action: base + "/abort", Label: f.T("abort.confirm"), Danger: true, Cancel: base, Back: f.T("abort.go_on"),
		Values: []Value{{"reason", p.Reason}, {"note", p.Note}, {"confirmed", "yes"}}}
}

// ConsentsPage is what a person agrees to.
type ConsentsPage struct {
	Case     officer.ApplicationID
	Version  int
	Language string // the person's
	ReadOnly string
	Items    []ConsentItem
}

// A ConsentItem is one text with what was said to it.
type ConsentItem struct {
	Text    string
	Version string
	Agreed  bool
	At      time.Time // zero: not kept yet
}

// birth is the search's date field.
func (p StartPage) birth(f *Frame) DateField {
	d := p.Birth
	d.Name, d.Label, d.Optional = "birth", f.T("field.birth_date"), true
	return d
}

// focusUnless puts the cursor into a page's first field, unless something else
// wants the reader's eye first.
func focusUnless(other bool) templ.Attributes {
	return templ.Attributes{"autofocus": !other}
}

// searchKind makes the search the page's main button until something was found.
func searchKind(found bool) ButtonKind {
	if found {
		return Secondary
	}
	return Primary
}
