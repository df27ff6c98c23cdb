package page

import "github.com/a-h/templ"

// A Tone is the colour of a tag or a message. A colour never stands alone: an
// icon and a word say the same.
type Tone string

// The tones.
const (
	Info    Tone = "info"    // open, not started, not activated
	Success Tone = "success" // done, valid
	Warning Tone = "warning" // under way
	Alarm   Tone = "danger"  // needs somebody, revoked
)

// A Tag is the state of something in one word.
type Tag struct {
	Text string
	Tone Tone
	Icon string // a KERN icon's name; empty for the tone's own
}

func (t Tag) icon() string {
	if t.Icon != "" {
		return t.Icon
	}
	return string(t.Tone)
}

// A Task is one part of a piece of work.
type Task struct {
	Title string
	Href  string // empty: cannot be begun yet
	Hint  string
	Tag   Tag
}

// A TaskGroup is a headed part of a task list.
type TaskGroup struct {
	Title string // empty for a list without groups
	Tasks []Task
}

// A Summary is a list of questions and answers, as on "check answers".
type Summary struct {
	Title  string // empty for none
	Change string // where all of it is changed; empty for nowhere
	Rows   []SummaryRow
}

// A SummaryRow is one question with its answer.
type SummaryRow struct {
	Label  string
	Value  templ.Component
	Change string // where it is changed; empty for nowhere
}

// A Table is a list with columns. On a narrow screen each row becomes a block
// with the columns' names before the values.
type Table struct {
	Caption string // says what is listed
	Columns []Column
	Rows    []Row
	Empty   string // what is said when there is no row
}

// A Column is the head of a column.
type Column struct {
	Label   string
	Numeric bool // numbers stand at the right
}

// A Row has one cell for each column. The first names the row.
type Row []templ.Component

// A Pager leads through a long list. Lists go on by keys, so there are no page numbers.
type Pager struct {
	First, Previous, Next string // addresses; empty for none
}

// Progress is the state of long work.
type Progress struct {
	Label      string
	Value, Max int
	Events     string // address of the event stream that brings news; empty for none
}

// Confirm is a page that asks once more before something that cannot be undone.
type Confirm struct {
	Text    string
	Details *Summary // what it is about, nil for nothing
	Action  string   // where "yes" is posted
	Version int      // of what is changed; 0 sends none
	Values  []Value  // carried along
	Label   string   // what the button says: the deed itself, not "yes"
	Danger  bool
	Cancel  string // where "no" leads
	Back    string // what "no" says, where "cancel" could be misread
}

// A Value is a hidden field.
type Value struct {
	Name, Value string
}

func (c Confirm) buttons(f *Frame) []Button {
	kind := Primary
	if c.Danger {
		kind = Danger
	}
	back := c.Back
	if back == "" {
		back = f.T("frame.cancel")
	}
	return []Button{{Label: c.Label, Kind: kind}, {Label: back, Kind: Plain, Href: c.Cancel}}
}
